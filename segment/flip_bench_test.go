package segment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func BenchmarkNextFlip(b *testing.B) {
	three, large := 3, decimal.NewFromInt(12000)
	c := &customer{ID: "c17", Orders: &three, Spent: &large, Country: "JP", LastOrder: now.AddDate(0, 0, -20)}
	buyer := func(events int) *customer {
		c := &customer{}
		for i := range events {
			c.Purchases = append(c.Purchases, &purchase{At: now.AddDate(0, 0, -6*i).Add(-time.Hour), Quantity: 1})
		}
		return c
	}
	window := purchases.InLast(retention.Span{Days: 90})
	for _, bb := range []struct {
		name     string
		customer *customer
		rule     segment.Rule[*customer]
		years    int
	}{
		{"conditions=4", c, segment.All(orders.AtLeast(3), spent.Above(large.Shift(-1)), country.In("JP", "DE"), lastOrder.OlderThan(retention.Span{Days: 90})), 1},
		{"conditions=4/months", c, segment.All(orders.AtLeast(3), spent.Above(large.Shift(-1)), country.In("JP", "DE"), lastOrder.OlderThan(retention.Span{Months: 3})), 1},
		{"midnights=365", c, lastOrder.DaysAgo().Above(400), 1},
		{"midnights=3652", c, lastOrder.DaysAgo().Above(4000), 10},
		{"events=60/window/first", buyer(60), window.Count().Below(15), 1},
		{"events=60/window/all", buyer(60), window.None(), 1},
		{"events=1000/window/all", buyer(1000), window.None(), 1},
	} {
		for _, zone := range []string{"UTC", "Europe/London"} {
			b.Run(fmt.Sprintf("%s/%s", bb.name, zone), func(b *testing.B) {
				location := newTrouble(b, zone, "2026-03-29T01:00:00Z").zone
				view := compile(b, bb.rule).AsOf(now, location)
				until := now.AddDate(bb.years, 0, 0)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := view.NextFlip(bb.customer, "a", until); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
