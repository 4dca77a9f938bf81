package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// sections say what the customers are worth from here on.
func (l *lifetime) sections(p *page) {
	p.section("What your customers are worth", "顧客の将来価値（LTV）")
	if l.missing != nil {
		p.remark("There is no forecast. "+l.missing.text.English, l.missing.text.Japanese)
	} else {
		l.worthSection(p)
		if !l.few() {
			l.modelsSection(p)
		}
	}
	l.cohortsSection(p)
}

// worthSection shows the total, who brings most of it, and what to be wary of.
func (l *lifetime) worthSection(p *page) {
	v := l.Value
	ahead := p.length(v.Basis.Horizon)
	p.remark(
		fmt.Sprintf("Within %s your %s should bring %s. %s", ahead, counted(v.Customers, "customer"), p.money(v.Total), l.certainty(p)),
		fmt.Sprintf("今後 %sに、%s 人の顧客から %s の売上が見込まれます。%s", ahead, count(v.Customers), p.money(v.Total), l.certainty(p)))
	p.remark(l.takenOff(p)+"Customers yet to come are not counted.", l.takenOff(p)+"今後の新規客は含みません。")
	if l.few() {
		return
	}
	p.WriteString("\n")

	lines := l.worthTable(p, true)
	each := !slices.ContainsFunc(lines, func(line string) bool { return width(line) > pageWidth-2 })
	if !each {
		lines = l.worthTable(p, false)
	}
	p.lines(lines)
	p.WriteString("\n")
	if share, ok := l.shareOfTop(); ok {
		p.say("  These %d make up %s of it all.", "  この %d 人で全体の %s を占めます。", bestShown, percent(share))
	}
	p.legend(l.worthLegend(p, each))
	if len(l.Warnings) > 0 {
		p.WriteString("\n")
	}
	for _, w := range l.Warnings {
		p.hang(p.in("!", "※"), l.warning(w, p.lang))
	}
}

// fewCustomers are enough to tell a model's tables from chance. With fewer, these
// and their warnings would take more room than they tell.
const fewCustomers = 10

func (l *lifetime) few() bool { return l.Value.Customers < fewCustomers }

// certainty says how sure the total is.
func (l *lifetime) certainty(p *page) string {
	v := l.Value
	if l.few() {
		return fmt.Sprintf(p.in("Take that for a guess: fewer than %d customers are too few for a model.",
			"ただし、顧客が %d 人に満たないとモデルでは予測できないため、参考程度の値です。"), fewCustomers)
	}
	if !v.HasInterval {
		return p.in("How sure that is cannot be told: the orders leave the models too much freedom.",
			"注文データだけではモデルが定まらないため、誤差の幅は示せません。")
	}
	return fmt.Sprintf(p.in("The orders leave room for %[2]s to %[3]s (%.0[1]f%% interval); chance comes on top.",
		"推定の誤差による幅は %[2]s 〜 %[3]s（%.0[1]f%% 信頼区間）で、実際にはさらに偶然の変動が加わります。"),
		100*v.Basis.Level, p.money(v.Low), p.money(v.High))
}

// takenOff says what the total is net of.
func (l *lifetime) takenOff(p *page) string {
	var off []string
	if share := l.Value.RefundShare; share > 0 {
		off = append(off, fmt.Sprintf(p.in("refunds (%s of sales)", "返金（売上の %s）"), percent(share)))
	}
	if rate := yearly(l.Value.Basis.Discount); rate > 0 {
		off = append(off, fmt.Sprintf(p.in("interest (%s a year)", "割引率（年 %s）"), percent(rate)))
	}
	if len(off) == 0 {
		return p.in("That is revenue, not profit. ", "利益ではなく、売上の見込みです。")
	}
	return fmt.Sprintf(p.in("That is revenue, not profit, after %s. ", "利益ではなく売上の見込みで、%sを差し引いています。"),
		strings.Join(off, p.in(" and ", "と")))
}

// worthTable names the customers who are worth most. A table may be too wide
// with what each purchase costs.
func (l *lifetime) worthTable(p *page, each bool) []string {
	row := func(rank, id, alive, purchases, spend, worth, next string) []string {
		if each {
			return []string{rank, id, alive, purchases, spend, worth, next}
		}
		return []string{rank, id, alive, purchases, worth, next}
	}
	rows := [][]string{row("", p.in("customer", "顧客"), p.in("still active", "継続確率"), p.in("purchases", "購入回数"),
		p.in("each", "1回の金額"), p.in("worth", "将来価値"), p.in("next order", "次回購入の目安"))}
	for i, c := range l.Value.Top(bestShown) {
		next := p.in("perhaps never", "なしの可能性")
		if !c.Next.IsZero() {
			next = p.date(c.Next)
		}
		rows = append(rows, row(fmt.Sprint(i+1), shown(c.ID, 18), percent(c.PAlive), decimals(c.Purchases, 1),
			p.money(c.Spend), p.money(c.Value), next))
	}
	columns := []column{right, left, right, right, right, right, left}
	if !each {
		columns = columns[1:]
		columns[0], columns[1] = right, left
	}
	return table(rows, columns...)
}

// worthLegend explains the table.
func (l *lifetime) worthLegend(p *page, each bool) [][2]string {
	rows := [][2]string{
		{p.in("still active", "継続確率"), p.in("how likely they have not left for good.", "まだ離れていない確率。")},
		{p.in("purchases", "購入回数"), fmt.Sprintf(p.in("days with an order, to be expected within %s.", "今後 %sに購入が見込まれる日数。"), p.length(l.Value.Basis.Horizon))},
	}
	if each {
		rows = append(rows, [2]string{p.in("each", "1回の金額"), p.in("what they should spend on one.", "1 日の購入で見込まれる金額。")})
	}
	return append(rows, [2]string{p.in("next order", "次回購入の目安"), p.in("they have ordered by that day as likely as not.", "その日までに購入する確率が半々になる日。")})
}

// shareOfTop returns how much of the total those named make up, if others make
// up some of it.
func (l *lifetime) shareOfTop() (share float64, ok bool) {
	if l.Value.Customers <= bestShown || !l.Value.Total.IsPositive() {
		return 0, false
	}
	sum := decimal.Zero
	for _, c := range l.Value.Top(bestShown) {
		sum = sum.Add(c.Value)
	}
	return sum.InexactFloat64() / l.Value.Total.InexactFloat64(), true
}

// length writes a time in the longest unit of which it is a whole number.
func (p *page) length(t btyd.Time) string {
	for _, u := range []struct {
		unit              btyd.Unit
		english, japanese string
	}{{btyd.Year, "year", "年間"}, {btyd.Month, "month", "か月間"}, {btyd.Week, "week", "週間"}} {
		n := t.In(u.unit)
		if whole := math.Round(n); whole >= 1 && math.Abs(n-whole) < 1e-9 {
			if p.lang == retention.Japanese {
				return count(int(whole)) + " " + u.japanese
			}
			return counted(int(whole), u.english)
		}
	}
	n := strings.TrimSuffix(decimals(t.In(btyd.Day), 1), ".0")
	if n == "1" {
		return p.in("1 day", "1 日間")
	}
	return n + p.in(" days", " 日間")
}

// yearly returns the effective rate of a discount for a year.
func yearly(d btyd.Discount) float64 { return math.Expm1(d.Continuous(btyd.Year)) }

// decimals writes a number with so many decimals.
func decimals(x float64, n int) string {
	text := strconv.FormatFloat(x, 'f', n, 64)
	text, minus := strings.CutPrefix(text, "-")
	whole, rest, _ := strings.Cut(text, ".")
	if rest != "" {
		rest = "." + rest
	}
	if minus && strings.Trim(text, "0.") != "" { // rather than -0
		return "-" + groupDigits(whole) + rest
	}
	return groupDigits(whole) + rest
}
