package loyalty_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

// acrossHistory is a year of a member: an order a week or so, now and then a
// redemption, a review and a return.
func acrossHistory(member, events int) []loyalty.Event {
	list := make([]loyalty.Event, 0, events)
	at := day("2025-04-01").Add(time.Duration(member%1000) * time.Minute)
	for i := range events {
		at = at.Add(time.Duration(140+(member*7+i*13)%60) * time.Hour)
		id := fmt.Sprintf("%d-%d", member, i)
		ev := loyalty.Event{ID: id, At: at, Data: order(id, fmt.Sprint(800+(member*31+i*17)%9000))}
		switch {
		case i%10 == 6:
			ev.Data = loyalty.Redeem{Points: loyalty.Points(40 + member%100)}
		case i%10 == 8:
			ev.Data = loyalty.Activity{Kind: "review"}
		case i%25 == 19:
			ev.Data = loyalty.Order{ID: fmt.Sprintf("%d-%d", member, i-2)}
		}
		list = append(list, ev)
	}
	return list
}

// acrossMembers yields members made from a few histories, to be quick.
func acrossMembers(n, events int) iter.Seq2[string, iter.Seq[loyalty.Event]] {
	const different = 64
	histories := make([][]loyalty.Event, different)
	for i := range histories {
		histories[i] = acrossHistory(i, events)
	}
	return func(yield func(string, iter.Seq[loyalty.Event]) bool) {
		for i := range n {
			each := func(yield func(loyalty.Event) bool) {
				for _, ev := range histories[i%different] {
					if !yield(ev) {
						return
					}
				}
			}
			if !yield(fmt.Sprintf("m%06d", i), each) {
				return
			}
		}
	}
}

func acrossPrograms(t testing.TB) (was, is *loyalty.Engine) {
	was = compile(t, simple(acrossRules))
	is = compile(t, simple(acrossRules, func(ed *loyalty.Edition) { ed.Earn[0].Per = dec("120") }))
	return was, is
}

// acrossRules is a program of a shop: base points, a bonus for large orders, one
// for reviews, a year of life, points worth a yen.
func acrossRules(ed *loyalty.Edition) {
	ed.Earn = append(ed.Earn,
		loyalty.EarnRule{ID: "large", Award: dec("20"), When: loyalty.Cond{AtLeast: dec("5000")}},
		loyalty.EarnRule{ID: "review", On: "review", Award: dec("30")},
	)
	ed.Life.Span.Months = 6
	ed.Burn = []loyalty.BurnRule{{Worth: dec("1")}}
}

func BenchmarkImpact(b *testing.B) {
	sizes := []int{1000, 100_000}
	if testing.Short() {
		sizes = sizes[:1]
	}
	was, is := acrossPrograms(b)
	for _, n := range sizes {
		b.Run(fmt.Sprintf("members=%d/events=50", n), func(b *testing.B) {
			members := acrossMembers(n, 50)
			b.ReportAllocs()
			for b.Loop() {
				r, err := loyalty.Impact(context.Background(), loyalty.RuleChange{Old: was, New: is, At: day("2026-04-01")}, members)
				if err != nil || r.Members != n {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric(float64(n)*50*2*float64(b.N)/b.Elapsed().Seconds()/1e3, "kdecisions/s")
		})
	}
}
