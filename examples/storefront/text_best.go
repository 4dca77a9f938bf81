package main

import (
	"fmt"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// bestSection names the best customers and says why they are.
func (a *analysis) bestSection(p *page) {
	p.section("Your best customers", "優良顧客")
	rows := [][]string{{"", p.in("customer", "顧客"), "RFM", p.in("orders", "購入回数"), "",
		p.in("last order", "最終購入"), "", p.in("spent, net", "購入金額"), ""}}
	sum := decimal.Zero
	for _, r := range a.best {
		sum = sum.Add(r.Customer.Monetary)
		rows = append(rows, []string{
			fmt.Sprint(r.Rank), shown(r.Customer.ID, 18), r.Score.String(),
			r.Frequency.Value.String(), p.top(r.Frequency),
			p.date(r.Customer.Last), p.top(r.Recency),
			p.money(r.Customer.Monetary), p.top(r.Monetary),
		})
	}
	p.lines(table(rows, right, left, left, right, left, right, left, right, left))
	if a.data.Net.IsPositive() {
		share := sum.InexactFloat64() / a.data.Net.InexactFloat64()
		p.say(one(len(a.best), "\n  %d of %s brings %s of the net revenue. Why %s is first:",
			"\n  These %d of %s bring %s of the net revenue. Why %s is first:"),
			"\n  この %d 人（全 %s 人）で純売上の %s を占めます。1 位 %s の理由:",
			len(a.best), p.number(a.table.Len(), "customer"), percent(share), shown(a.best[0].Customer.ID, 20))
		p.hang("", a.best[0].Text(p.lang))
	}
}

// top says how few customers are as good on one measure, unless all are.
func (p *page) top(s rfm.Standing) string {
	if s.Worse == 0 {
		return ""
	}
	return fmt.Sprintf(p.in("top %d%%", "上位%d%%"), 100-100*s.Worse/s.Of)
}
