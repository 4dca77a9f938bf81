package main

import (
	"cmp"
	"fmt"

	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

// span is the values of the customers who share a score.
type span[T any] struct {
	least, most T
	customers   int
}

// widen takes in one more value.
func (s *span[T]) widen(v T, compare func(a, b T) int) {
	if s.customers == 0 || compare(v, s.least) < 0 {
		s.least = v
	}
	if s.customers == 0 || compare(v, s.most) > 0 {
		s.most = v
	}
	s.customers++
}

// scoresSection shows what it takes to get a score, and how many have it.
func (a *analysis) scoresSection(p *page) {
	p.section("How recent, how often, how much", "最終購入日(R)・購入頻度(F)・購入金額(M)")
	p.say("  %[1]s with a purchase, scored from 1 to %[2]d: %[2]d is best. Equal values get equal scores.",
		"  購入のある %[1]s 人を 1 から %[2]d で評価します。%[2]d が最良で、同じ値には同じスコアが付きます。", p.number(a.table.WithSales(), "customer"), a.scale.Bins)
	if n := a.table.Len() - a.table.WithSales(); n > 0 {
		p.say(one(n, "  %s has refunds or cancelled orders only, and gets no scores.", "  %s have refunds or cancelled orders only, and get no scores."),
			"  返金・取消のみの %s 人にはスコアが付きません。", p.number(n, "customer"))
	}
	p.WriteString("\n")

	unit := p.in("orders", "購入回数")
	if a.table.Basis().Frequency == rfm.Days {
		unit = p.in("order days", "購入日数")
	}
	people := p.in("customers", "人数")
	rows := [][]string{{p.in("score", "スコア"), p.in("last order, days ago", "最終購入からの日数"), people, unit, people, p.in("spent, net", "購入金額（返金控除後）"), people}}
	recency, frequency, money := a.spans()
	for score := a.scale.Bins; score >= 1; score-- {
		r, f, m := recency[score], frequency[score], money[score]
		row := []string{fmt.Sprint(score)}
		row = append(row, p.spanCells(r.customers, count(r.least), count(r.most))...)
		row = append(row, p.spanCells(f.customers, count(f.least), count(f.most))...)
		row = append(row, p.spanCells(m.customers, p.money(m.least), p.money(m.most))...)
		rows = append(rows, row)
	}
	p.lines(table(rows, right, left, right, left, right, left, right))
}

// spanCells sets a span and its number of customers.
func (p *page) spanCells(customers int, least, most string) []string {
	switch {
	case customers == 0:
		return []string{p.in("nobody", "なし"), "0"}
	case least != most:
		least += p.in(" to ", " 〜 ") + most
	}
	return []string{least, count(customers)}
}

// spans returns the values behind each score.
func (a *analysis) spans() (recency, frequency [rfm.MaxBins + 1]span[int], money [rfm.MaxBins + 1]span[decimal.Decimal]) {
	for c, s := range a.scored.All() {
		if !s.Scored() {
			continue
		}
		recency[s.R].widen(c.Recency, cmp.Compare[int])
		frequency[s.F].widen(c.Frequency, cmp.Compare[int])
		money[s.M].widen(c.Monetary, decimal.Decimal.Cmp)
	}
	return recency, frequency, money
}
