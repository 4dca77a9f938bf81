package main

import (
	"fmt"
	"strings"

	"github.com/retentionkit/retention/rfm"
)

// heatSection shows recency by frequency: where the customers are, and where
// the money comes from.
func (a *analysis) heatSection(p *page) {
	p.section("Recency by frequency", "最終購入日 × 購入頻度")
	p.say("  The most recent on top (R%[1]d), the most frequent on the right (F%[1]d). Darker is more.",
		"  上ほど最終購入が新しい（R%[1]d）、右ほど高頻度（F%[1]d）。濃いほど多い。", a.scale.Bins)
	p.WriteString("\n")

	cells := rfm.HeatMap(a.scored)
	people := a.heat(cells, p.in("customers", "人数"), func(c rfm.HeatCell) (string, float64) {
		return count(c.Customers), c.Share
	})
	net := a.data.Net.InexactFloat64()
	money := a.heat(cells, p.in("share of net revenue", "純売上（返金控除後）の割合"), func(c rfm.HeatCell) (string, float64) {
		share := 0.0
		if net > 0 {
			share = c.Revenue.InexactFloat64() / net
		}
		return percent(share), share
	})
	for i := range people {
		people[i] = left(people[i], heatWidth(a.scale.Bins)+4) + money[i]
	}
	p.lines(people)
}

// heatColumn is the width of a column of a heat map.
const heatColumn = 8

func heatWidth(bins int) int { return 3 + heatColumn*bins }

// heat draws one map of the cells, which come by R and then by F.
func (a *analysis) heat(cells []rfm.HeatCell, title string, value func(rfm.HeatCell) (string, float64)) []string {
	bins, most := a.scale.Bins, 0.0
	for _, c := range cells {
		_, v := value(c)
		most = max(most, v)
	}
	var head strings.Builder
	for f := 1; f <= bins; f++ {
		head.WriteString(right(fmt.Sprintf("F%d", f), heatColumn))
	}
	lines := []string{"   " + right(title, heatColumn*bins), "   " + head.String()}
	for r := bins; r >= 1; r-- {
		line := fmt.Sprintf("R%d ", r)
		for _, c := range cells[(r-1)*bins : r*bins] {
			text, v := value(c)
			line += right(text+shade(v, most), heatColumn)
		}
		lines = append(lines, line)
	}
	return lines
}
