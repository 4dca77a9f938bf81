package main

import "slices"

// segmentsSection shows the groups of customers, what they bring, and what to
// do about them.
func (a *analysis) segmentsSection(p *page) {
	p.section("Who your customers are", "顧客セグメントの構成")
	names := a.segments.Segmenter()
	lines := a.segmentTable(p, 14)
	if slices.ContainsFunc(lines, func(line string) bool { return width(line) > pageWidth-2 }) {
		lines = a.segmentTable(p, 8) // of very large sums
	}
	p.lines(lines)

	p.WriteString("\n")
	p.remark("Scores compare the customers of this shop with each other: where few have bought lately, even \"new\" ones may not be recent. Look at the days, too.",
		"※ スコアはこの店の顧客同士の比較です。最近の購入が少ない店では、「新規」でも最終購入が古いことがあります。日数も併せてご確認ください。")

	p.say("\n  What to do", "\n  セグメント別の施策")
	indent := 0
	for _, t := range a.totals {
		indent = max(indent, width(names.Title(t.Segment, p.lang)))
	}
	for _, t := range a.totals {
		if t.Customers > 0 {
			p.hang(left(names.Title(t.Segment, p.lang), indent), names.Advice(t.Segment, p.lang))
		}
	}
}

// segmentTable shows how many customers are in each group, and what they bring,
// with bars of so many columns.
func (a *analysis) segmentTable(p *page, barWidth int) []string {
	names := a.segments.Segmenter()
	rows := [][]string{{
		p.in("segment", "セグメント"), p.in("customers", "人数"), p.in("share", "割合"), "",
		p.in("revenue, net", "純売上（返金控除後）"), p.in("share", "割合"), "",
	}}
	most := 0.0
	for _, t := range a.totals {
		most = max(most, t.Share, t.RevenueShare)
	}
	for _, t := range a.totals {
		rows = append(rows, []string{
			names.Title(t.Segment, p.lang), count(t.Customers), percent(t.Share), bar(t.Share, most, barWidth),
			p.money(t.Revenue), percent(t.RevenueShare), bar(t.RevenueShare, most, barWidth),
		})
	}
	return table(rows, left, right, right, left, right, right, left)
}
