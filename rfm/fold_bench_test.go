package rfm_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
)

var asOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// shop makes orders in random order of arrival, each with strings and a decimal
// of its own, as decoded from rows: every customer has one, the rest belong
// mostly to few, as in real shops.
func shop(orders, customers int) []retention.Order {
	r := rand.New(rand.NewPCG(42, uint64(orders)))
	zipf := rand.NewZipf(r, 1.75, 1, 710) // half buy once, few up to 711 times
	owners := make([]int, 0, orders)
	for who := range customers {
		owners = append(owners, who)
	}
	for who := 0; len(owners) < orders; who = (who + 1) % customers {
		for n := zipf.Uint64(); n > 0 && len(owners) < orders; n-- {
			owners = append(owners, who)
		}
	}
	r.Shuffle(orders, func(i, j int) { owners[i], owners[j] = owners[j], owners[i] })
	list := make([]retention.Order, orders)
	for i, owner := range owners {
		kind := retention.Sale
		if r.IntN(100) == 0 {
			kind = retention.Refund
		}
		list[i] = retention.Order{
			ID:       fmt.Sprintf("o-%010d", i),
			Customer: fmt.Sprintf("customer-%012d", owner*7919%customers),
			At:       asOf.Add(-time.Duration(1+r.Int64N(3*365*24*3600)) * time.Second),
			Amount:   decimal.New(100+r.Int64N(50000), -2),
			Kind:     kind,
		}
	}
	return list
}

var sizes = []struct{ orders, customers int }{{1e6, 1e5}, {1e7, 1e6}}

func benchmarkOrders(b *testing.B, fold func([]retention.Order) int) {
	for _, s := range sizes {
		b.Run(fmt.Sprintf("orders=%d", s.orders), func(b *testing.B) {
			if testing.Short() && s.orders > 1e6 {
				b.Skip("large")
			}
			orders := shop(s.orders, s.customers)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				if n := fold(orders); n != s.customers {
					b.Fatalf("%d customers, want %d", n, s.customers)
				}
			}
		})
	}
}

func BenchmarkOrdersToMeasures(b *testing.B) {
	b.Run("FromOrders", func(b *testing.B) {
		benchmarkOrders(b, func(orders []retention.Order) int {
			t, _, err := rfm.FromOrders(orders, asOf, time.UTC, rfm.Basis{})
			if err != nil {
				b.Fatal(err)
			}
			return t.Len()
		})
	})
	b.Run("History", func(b *testing.B) {
		benchmarkOrders(b, func(orders []retention.Order) int {
			h, err := retention.NewHistory(orders)
			if err != nil {
				b.Fatal(err)
			}
			t, err := rfm.Measure(h.AsOf(asOf, time.UTC), rfm.Basis{})
			if err != nil {
				b.Fatal(err)
			}
			return t.Len()
		})
	})
	b.Run("ByHand", func(b *testing.B) {
		type measures struct {
			last  time.Time
			sales int
			net   decimal.Decimal
		}
		benchmarkOrders(b, func(orders []retention.Order) int {
			byCustomer := make(map[string]*measures)
			for _, o := range orders {
				m := byCustomer[o.Customer]
				if m == nil {
					m = new(measures)
					byCustomer[o.Customer] = m
				}
				if o.Kind == retention.Refund {
					m.net = m.net.Sub(o.Amount)
					continue
				}
				m.net = m.net.Add(o.Amount)
				m.sales++
				if o.At.After(m.last) {
					m.last = o.At
				}
			}
			return len(byCustomer)
		})
	})
	b.Run("ByHandInt64", func(b *testing.B) {
		type measures struct {
			last  time.Time
			sales int
			cents int64
		}
		benchmarkOrders(b, func(orders []retention.Order) int {
			byCustomer := make(map[string]*measures)
			for i := range orders {
				o := &orders[i]
				m := byCustomer[o.Customer]
				if m == nil {
					m = new(measures)
					byCustomer[o.Customer] = m
				}
				if o.Amount.Exponent() != -2 || o.Amount.NumDigits() > 15 {
					b.Fatal("not cents")
				}
				cents := o.Amount.CoefficientInt64()
				if o.Kind == retention.Refund {
					m.cents -= cents
					continue
				}
				m.cents += cents
				m.sales++
				if o.At.After(m.last) {
					m.last = o.At
				}
			}
			return len(byCustomer)
		})
	})
}
