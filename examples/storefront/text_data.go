package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
)

// dataSection tells what was found in the files, and what was not used.
func (a *analysis) dataSection(p *page) {
	d := a.data
	p.section("Your data", "データの状態")
	for _, f := range a.input.files {
		switch {
		case f.inside:
			p.say("  A shop made up for this example: -orders FILE shows yours.", "  架空の店舗のサンプルデータです。-orders FILE でご自身の注文を読めます。")
		case f.guessed:
			p.say("  %s, read as a %s", "  %s（%sとして読みました）", shown(f.name.In(p.lang), 50), f.layout.format.title.In(p.lang))
		}
	}
	p.say("  %s: %s of %s, and %s of guests",
		"  %s 行: 顧客を特定できた注文 %s 件（%s 人）、ゲストの注文 %s 件",
		p.number(a.input.rows, "row"), p.number(d.Orders(), "order"), p.number(d.Customers, "customer"), count(d.Guests))
	if !d.First.IsZero() {
		p.say("  from %s to %s", "  %s 〜 %s", p.date(retention.DateOf(d.First, a.zone)), p.date(retention.DateOf(d.Last, a.zone)))
	}
	a.warnings(p)
	p.WriteString("\n")
	p.lines(table([][]string{
		{count(d.Sales), p.in(one(d.Sales, "sale", "sales"), "件の販売"), p.money(d.Gross)},
		{count(d.Refunds), p.in(one(d.Refunds, "refund", "refunds"), "件の返金"), p.money(d.Net.Sub(d.Gross))},
		{"", p.in("net", "純売上（返金控除後）"), p.money(d.Net)},
	}, right, left, right))

	notes := [][]string{}
	note := func(n int, single, many, japanese string) {
		if n > 0 {
			notes = append(notes, []string{count(n), p.in(one(n, single, many), japanese)})
		}
	}
	note(d.Guests, "order of a guest: nobody's, so it takes no part in what follows",
		"orders of guests: nobody's, so they take no part in what follows", "件のゲスト注文は、誰のものか分からないため以下に含みません")
	note(d.Voided, "order was cancelled: it counts as if it had not been",
		"orders were cancelled: they count as if they had not been", "件は取消済みのため、無かったものとします")
	note(d.UnknownVoids, "cancellation of an order that is not in the file",
		"cancellations of orders that are not in the file", "件の取消は、対象の注文がファイルにありません")
	note(d.Duplicates, "order came twice: it counts once",
		"orders came twice: they count once", "件は同じ注文の重複のため、一度だけ数えます")
	note(d.Conflicts, "order came again with other content: the latest counts",
		"orders came again with other content: the latest counts", "件は内容の異なる同じ番号の注文のため、最新のものを使います")
	note(d.SharedIDs, "order number belongs to more than one customer: all its orders count",
		"order numbers belong to more than one customer: all their orders count", "個の注文番号を複数の顧客が使っていますが、すべて数えます")
	note(d.ZeroSales, "sale of 0: a visit all the same",
		"sales of 0: a visit all the same", "件は金額 0 の販売ですが、来店として数えます")
	note(d.Later, "order lies on or after "+a.asOf.String()+": set aside",
		"orders lie on or after "+a.asOf.String()+": set aside", "件は "+a.asOf.String()+" 以降の注文のため、除きます")
	note(a.input.rows-a.input.used, "row cannot be used:", "rows cannot be used:", "行は使えません:")
	if len(notes) > 0 {
		p.WriteString("\n")
		p.lines(table(notes, right, left))
	}
	a.unusableRows(p)
}

// warnings tells what the files leave open.
func (a *analysis) warnings(p *page) {
	if i := slices.IndexFunc(a.input.files, func(f file) bool { return !f.layout.has(roleOrder) }); i >= 0 {
		flags := a.input.files[i].layout.flags(roleOrder)
		p.say("  There are no order numbers: without them nothing can be recognised as a duplicate.\n  If a column has them: %s",
			"  注文番号の列がないため、重複した注文を見つけられません。\n  列があれば %s で指定できます。", flags)
	}
	a.straysRemark(p)
	if note, ok := a.input.zoneNote(); ok {
		p.remark("Note: "+note.English+".", "注意: "+note.Japanese+"。")
	}
}

// unusableRows tells why rows cannot be used, and where to find them.
func (a *analysis) unusableRows(p *page) {
	var rows [][]string
	for _, u := range a.input.unusable.list() {
		const most = 3
		var places []string
		for _, line := range u.FirstRows[:min(len(u.FirstRows), most)] {
			places = append(places, a.input.place(line, p.lang))
		}
		if u.Count > len(places) {
			places = append(places, "…")
		}
		rows = append(rows, []string{
			"      " + count(u.Count) + " ×",
			faultTexts[u.fault].In(p.lang),
			p.in("line ", "行 ") + strings.Join(places, ", "),
		})
	}
	p.lines(table(rows, right, left, left))
}

// place says where a line is, counted through all files, where there are many.
func (l *loader) place(line int, lang retention.Language) string {
	in := l.files[0]
	for _, f := range l.files {
		if f.firstLine <= line {
			in = f
		}
	}
	if len(l.files) == 1 {
		return strconv.Itoa(line)
	}
	return fmt.Sprintf("%s:%d", shown(in.name.In(lang), 30), line-in.firstLine+1)
}
