package loyalty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// tierBuyer returns an engine and an account with so many counts, three an
// order, an order a week, and an instant after the last.
func tierBuyer(b testing.TB, counts int, change ...func(*loyalty.Edition)) (*loyalty.Engine, loyalty.Account, time.Time) {
	e := compile(b, tierShop(append(change, func(ed *loyalty.Edition) {
		ed.Ladder.OnPayment, ed.Settle = false, retention.Span{Days: 14}
		ed.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "1000"), tierOf("gold", "20000"), tierOf("platinum", "90000")}
	})...))
	at := day("2020-01-01").Add(10 * time.Hour)
	a := loyalty.NewAccount("haru")
	for i := range counts / 3 {
		at = at.AddDate(0, 0, 7)
		d, err := e.Decide(a, loyalty.Event{ID: fmt.Sprint(i), At: at, Data: order(fmt.Sprint(i), "1000")})
		if err != nil {
			b.Fatal(err)
		}
		if a, err = a.Append(d.Entries...); err != nil {
			b.Fatal(err)
		}
	}
	return e, a, at.Add(time.Hour)
}

func tierRolling(ed *loyalty.Edition) {
	ed.Ladder.Window = loyalty.Window{Rolling: retention.Span{Months: 12}}
}

// BenchmarkDecideTier is a decision in a program with tiers; most of it is what
// every decision costs.
func BenchmarkDecideTier(b *testing.B) {
	for _, n := range []int{50, 1000} {
		for name, change := range map[string]func(*loyalty.Edition){
			"Calendar": func(*loyalty.Edition) {}, "Rolling": tierRolling, "None": func(ed *loyalty.Edition) { ed.Ladder = loyalty.Ladder{} },
		} {
			b.Run(fmt.Sprint(name, n), func(b *testing.B) {
				e, a, at := tierBuyer(b, n, func(ed *loyalty.Edition) {}, change)
				if name == "None" {
					p := e.Program()
					p.Editions[0].Ladder = loyalty.Ladder{}
					e = compile(b, p)
				}
				ev := loyalty.Event{ID: "new", At: at, Data: loyalty.Order{ID: "new", Lines: []loyalty.Line{{Amount: dec("1200")}}}}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.Decide(a, ev); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkStanding(b *testing.B) {
	for _, n := range []int{50, 1000} {
		for name, change := range map[string]func(*loyalty.Edition){"Calendar": func(*loyalty.Edition) {}, "Rolling": tierRolling} {
			b.Run(fmt.Sprint(name, n), func(b *testing.B) {
				e, a, at := tierBuyer(b, n, change)
				b.ReportAllocs()
				for b.Loop() {
					if e.Standing(a, at).Tier == "" {
						b.Fatal("no tier")
					}
				}
			})
		}
	}
}

func BenchmarkGoals(b *testing.B) {
	for _, n := range []int{50, 1000} {
		for name, change := range map[string]func(*loyalty.Edition){"Calendar": func(*loyalty.Edition) {}, "Rolling": tierRolling} {
			b.Run(fmt.Sprint(name, n), func(b *testing.B) {
				e, a, at := tierBuyer(b, n, change)
				b.ReportAllocs()
				for b.Loop() {
					if len(e.Goals(a, at)) == 0 {
						b.Fatal("no goals")
					}
				}
			})
		}
	}
}
