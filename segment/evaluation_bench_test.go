package segment_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// account is a customer as a shop's own code has them.
type account struct {
	id       string
	orders   int
	spent    decimal.Decimal
	pAlive   float64
	country  string
	tier     string
	optIn    bool
	last     time.Time
	birthday retention.Date
}

func accountID(a *account) string { return a.id }

// accounts are customers of whom many bought once, in no order of their IDs.
var accounts = sync.OnceValue(func() []account {
	const n = 1_000_000
	r := rand.New(rand.NewPCG(3, 5))
	list := make([]account, n)
	for i := range list {
		list[i] = account{
			id: "customer-" + strconv.Itoa(1_000_000+i*999_983%n), orders: 1 + int(r.ExpFloat64()*3),
			spent: decimal.New(int64(r.ExpFloat64()*20_000), -2), pAlive: r.Float64(),
			country: []string{"JP", "DE", "FR", "US", "GB"}[r.IntN(5)], tier: []string{"", "", "silver", "gold"}[r.IntN(4)],
			optIn: r.IntN(3) > 0, last: now.Add(-time.Duration(r.IntN(700*24)) * time.Hour),
			birthday: retention.NewDate(1950+r.IntN(55), time.January, r.IntN(365)),
		}
	}
	return list
})

// accountSegments returns twenty segments of four or five conditions each.
func accountSegments(b testing.TB) *segment.Set[*account] {
	b.Helper()
	var (
		orders   = segment.Number("orders", func(a *account) int { return a.orders })
		spent    = segment.Money("spent", func(a *account) decimal.Decimal { return a.spent })
		pAlive   = segment.Number("p_alive", func(a *account) float64 { return a.pAlive })
		country  = segment.Text("country", func(a *account) string { return a.country })
		tier     = segment.Text("tier", func(a *account) string { return a.tier })
		optIn    = segment.Flag("opt_in", func(a *account) bool { return a.optIn })
		last     = segment.Time("last_order", func(a *account) time.Time { return a.last })
		birthday = segment.Day("birthday", func(a *account) retention.Date { return a.birthday })
	)
	var list []segment.Segment[*account]
	for i := range 5 {
		k, span := i+1, retention.Span{Days: 30 * (i + 1)}
		list = append(list,
			segment.Segment[*account]{Name: fmt.Sprint("loyal ", k), Rule: segment.All(
				orders.AtLeast(k), spent.AtLeast(decimal.New(int64(50*k), 0)), last.InLast(span), optIn.IsTrue(), country.In("JP", "DE"))},
			segment.Segment[*account]{Name: fmt.Sprint("at risk ", k), Rule: segment.All(
				orders.Above(k), pAlive.Below(0.5), last.OlderThan(span), segment.Not(tier.Is("gold")))},
			segment.Segment[*account]{Name: fmt.Sprint("vip ", k), Rule: segment.All(
				segment.Any(tier.Is("gold"), spent.Above(decimal.New(int64(12345*k), -2)), orders.AtLeast(6+k)), optIn.IsTrue(), pAlive.AtLeast(0.3))},
			segment.Segment[*account]{Name: fmt.Sprint("birthday ", k), Rule: segment.All(
				optIn.IsTrue(), birthday.AnniversaryIn(7*k), country.IsNot("US"), orders.InRange(1, 9))},
		)
	}
	set, err := segment.Compile(list...)
	if err != nil {
		b.Fatal(err)
	}
	return set
}

// sizes calls run with some customers and their number as a name.
func benchSizes(b *testing.B, run func(b *testing.B, list []*account)) {
	for _, n := range []int{10_000, 1_000_000} {
		if n > 10_000 && testing.Short() {
			continue
		}
		list := make([]*account, n)
		for i := range list {
			list[i] = &accounts()[i]
		}
		b.Run(fmt.Sprintf("customers=%d/segments=20", n), func(b *testing.B) {
			b.ReportAllocs()
			run(b, list)
		})
	}
}

func BenchmarkEvaluate(b *testing.B) {
	view := accountSegments(b).AsOf(now, time.UTC)
	for _, procs := range []int{1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("processors=%d", procs), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			benchSizes(b, func(b *testing.B, list []*account) {
				for b.Loop() {
					if _, err := view.Evaluate(accountID, slices.Values(list)); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkRules asks the rules alone, one customer after the other.
func BenchmarkRules(b *testing.B) {
	view := accountSegments(b).AsOf(now, time.UTC)
	benchSizes(b, func(b *testing.B, list []*account) {
		for b.Loop() {
			for _, a := range list {
				for i := range view.Set().Len() {
					view.Test(a, i)
				}
			}
		}
	})
}

func evaluated(b *testing.B, list []*account, at time.Time) *segment.Evaluation {
	e, err := accountSegments(b).AsOf(at, time.UTC).Evaluate(accountID, slices.Values(list))
	if err != nil {
		b.Fatal(err)
	}
	return e
}

func BenchmarkDiff(b *testing.B) {
	benchSizes(b, func(b *testing.B, list []*account) {
		before, after := evaluated(b, list[1:], now), evaluated(b, list, days(1))
		for b.Loop() {
			if _, err := segment.Diff(before, after); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCauses(b *testing.B) {
	benchSizes(b, func(b *testing.B, list []*account) {
		changes, err := segment.Diff(evaluated(b, list, now), evaluated(b, list, days(1)))
		if err != nil {
			b.Fatal(err)
		}
		set := accountSegments(b)
		for b.Loop() {
			if _, err := set.AsOf(days(1), time.UTC).Causes(set.AsOf(now, time.UTC), changes, accountID, slices.Values(list)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkWorth(b *testing.B) {
	benchSizes(b, func(b *testing.B, list []*account) {
		e := evaluated(b, list, now)
		values := make(map[string]decimal.Decimal, len(list))
		for _, a := range list {
			values[a.id] = a.spent
		}
		for b.Loop() {
			e.Worth(func(id string) (decimal.Decimal, bool) { v, ok := values[id]; return v, ok })
		}
	})
}

func BenchmarkOverlap(b *testing.B) {
	benchSizes(b, func(b *testing.B, list []*account) {
		e := evaluated(b, list, now)
		for b.Loop() {
			e.Overlap()
		}
	})
}

func BenchmarkEvaluationJSON(b *testing.B) {
	benchSizes(b, func(b *testing.B, list []*account) {
		e := evaluated(b, list, now)
		for b.Loop() {
			data, err := json.Marshal(e)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			if err := json.Unmarshal(data, new(segment.Evaluation)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
