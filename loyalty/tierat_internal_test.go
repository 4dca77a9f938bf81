package loyalty

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// tierLedger returns a ledger with so many counts, three a week.
func tierLedger(tb testing.TB, counts int, window Window) (*Engine, *ledger, instant) {
	tb.Helper()
	var tiers []Tier
	for i, id := range []string{"silver", "gold", "platinum"} {
		tiers = append(tiers, Tier{ID: id, Paths: []Path{{{Metric: SpendMetric, AtLeast: decimal.New(1, int32(3+i))}}}})
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		tb.Fatal(err)
	}
	p := Program{Version: 1, Zone: zone.String(), Editions: []Edition{{ID: "one", Ladder: Ladder{Tiers: tiers, Window: window, OnPayment: true}}}}
	e, err := Compile(p, zone)
	if err != nil {
		tb.Fatal(err)
	}
	l := newLedger("haru")
	at := instantOf(time.Date(2020, 1, 1, 10, 0, 0, 0, time.UTC))
	amount, err := retention.AmountOf(1000, 0)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range counts {
		metric := [...]string{SpendMetric, OrdersMetric, PointsMetric}[i%3]
		if i%3 == 0 {
			at += 7 * 24 * 3600e6
		}
		l.counts = append(l.counts, count{metric: metric, deed: -1, at: at, opens: at, posted: at, n: amount})
	}
	return e, l, at + 1
}

func BenchmarkTierAt(b *testing.B) {
	for _, n := range []int{50, 1000} {
		for name, w := range map[string]Window{
			"Calendar": {Calendar: Cycle{Months: 12}}, "Rolling": {Rolling: retention.Span{Months: 12}}, "Lifetime": {},
		} {
			b.Run(fmt.Sprint(name, n), func(b *testing.B) {
				e, l, at := tierLedger(b, n, w)
				b.ReportAllocs()
				for b.Loop() {
					if e.tierAt(l, at) == "" {
						b.Fatal("no tier")
					}
				}
			})
		}
	}
}

func TestTierAtDoesNotAllocate(t *testing.T) {
	for name, w := range map[string]Window{
		"calendar": {Calendar: Cycle{Months: 12}}, "rolling": {Rolling: retention.Span{Months: 12}}, "lifetime": {},
	} {
		e, l, at := tierLedger(t, 90, w)
		if n := testing.AllocsPerRun(10, func() { e.tierAt(l, at) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
