package main

// segmentsSection shows the groups of customers, what they bring, and what to
// do about them.
func (a *analysis) segmentsSection(p *page) {
	p.section("Who your customers are", "お客様の顔ぶれ")
	const barWidth = 14
	names := a.segments.Segmenter()
	rows := [][]string{{
		p.in("segment", "グループ"), p.in("customers", "人数"), p.in("share", "割合"), "",
		p.in("revenue, net", "売上（返金差引）"), p.in("share", "割合"), "",
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
	p.lines(table(rows, left, right, right, left, right, right, left))

	p.say("\n  What to do", "\n  それぞれへの一手")
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
