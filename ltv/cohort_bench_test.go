package ltv_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// cohort100k is a shop of 100,000 customers and some 500,000 orders in five
// years.
var cohort100k = sync.OnceValue(func() retention.View {
	rng := rand.New(rand.NewPCG(1, 2))
	asOf := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	const minutes = 5 * 365 * 24 * 60
	var orders []retention.Order
	for i := range 100_000 {
		at, id := rng.IntN(minutes), fmt.Sprintf("customer-%06d", i)
		for n := int(1 / math.Pow(1-rng.Float64(), 0.85)); n > 0 && at < minutes; n-- {
			orders = append(orders, retention.Order{
				Customer: id, ID: fmt.Sprint("order-", len(orders)),
				At:     asOf.Add(time.Duration(at-minutes) * time.Minute),
				Amount: decimal.New(rng.Int64N(20_000), -2),
			})
			at += int(rng.ExpFloat64() * 30 * 24 * 60)
		}
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		panic(err)
	}
	return h.AsOf(asOf, time.UTC)
})

func BenchmarkCohorts100k(b *testing.B) {
	v := cohort100k()
	for name, basis := range map[string]ltv.CohortBasis{
		"months":  {},
		"weeks":   {Period: retention.Span{Days: 7}},
		"30 days": {Period: retention.Span{Days: 1}, Follow: 30},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ltv.Cohorts(v, basis); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCohortsByHand100k is months as they are often written: maps of
// sets.
func BenchmarkCohortsByHand100k(b *testing.B) {
	v := cohort100k()
	type cell struct{ row, column int }
	month := func(d retention.Date) int { return 12*d.Year() + int(d.Month()) }
	b.ReportAllocs()
	for b.Loop() {
		active, net := map[cell]map[string]bool{}, map[cell]decimal.Decimal{}
		for c := range v.Customers() {
			first := 0
			for e := range c.Events() {
				at := month(e.Day())
				if first == 0 {
					first = at
				}
				k := cell{first, at - first}
				if active[k] == nil {
					active[k] = map[string]bool{}
				}
				active[k][c.ID()] = true
				net[k] = net[k].Add(e.Amount.Decimal())
			}
		}
	}
}
