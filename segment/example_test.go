package segment_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// Shopper is the customer of the examples. Segments take any type.
type Shopper struct {
	Name     string
	Orders   int
	Spent    decimal.Decimal
	Country  string
	Score    float64 // NaN if there is none
	Mail     bool
	Sent     int       // letters to them
	Opened   int       // of these
	Last     time.Time // of the last order
	Born     retention.Date
	Features []string
	Bought   []*Purchase
	Reviews  []time.Time
}

// Purchase is an event of the examples.
type Purchase struct {
	At     time.Time
	SKU    string
	Amount decimal.Decimal
	Pieces int
}

var (
	tokyo = time.FixedZone("Asia/Tokyo", 9*60*60)
	march = segment.NewMoment(time.Date(2026, time.March, 10, 9, 0, 0, 0, tokyo), tokyo)

	hana = &Shopper{
		Name: "Hana", Orders: 12, Spent: decimal.NewFromInt(84_000), Country: "JP", Score: 0.92, Mail: true, Sent: 10, Opened: 3,
		Last: march.Time().AddDate(0, 0, -3), Born: retention.NewDate(1990, time.March, 12), Features: []string{"wishlist", "points"},
		Bought: []*Purchase{
			{march.Time().AddDate(0, 0, -40), "tea", decimal.NewFromInt(3_000), 3},
			{march.Time().AddDate(0, 0, -3), "cup", decimal.NewFromInt(2_400), 1},
		},
		Reviews: []time.Time{march.Time().AddDate(0, 0, -1)},
	}
	emil = &Shopper{
		Name: "Emil", Orders: 1, Spent: decimal.NewFromInt(2_000), Country: "DE", Score: 0.15,
		Last: march.Time().AddDate(0, -8, 0), Born: retention.NewDate(1985, time.July, 1),
		Bought: []*Purchase{{march.Time().AddDate(0, -8, 0), "tea", decimal.NewFromInt(2_000), 2}},
	}
	visitor = &Shopper{Name: "a visitor", Mail: true}
)

func Example() {
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	last := segment.Time("last_order", func(c *Shopper) time.Time { return c.Last })
	mail := segment.Flag("mail", func(c *Shopper) bool { return c.Mail })

	loyal := segment.Segment[*Shopper]{Name: "loyal", Rule: orders.AtLeast(3)}
	lapsed := segment.Segment[*Shopper]{Name: "lapsed", Rule: last.OlderThan(retention.Span{Months: 6})}
	newsletter := segment.Segment[*Shopper]{Name: "newsletter", Rule: segment.All(mail.IsTrue(), segment.Not(lapsed.Ref()))}

	set, err := segment.Compile(loyal, lapsed, newsletter)
	if err != nil {
		fmt.Println(err)
		return
	}
	view := set.AsOf(march.Time(), tokyo)
	for _, c := range []*Shopper{hana, emil, visitor} {
		for name := range view.Of(c) {
			fmt.Println(c.Name, "is in", name)
		}
	}
	// Output:
	// Hana is in loyal
	// Hana is in newsletter
	// Emil is in lapsed
}

// The visitor never ordered, so nobody can say how long ago the last order was.
// The rule is neither true nor false for them, and they are not in the segment.
func ExampleTruth() {
	last := segment.Time("last_order", func(c *Shopper) time.Time { return c.Last })
	lapsed := last.OlderThan(retention.Span{Months: 6})
	for _, c := range []*Shopper{hana, emil, visitor} {
		fmt.Println(c.Name, lapsed.Test(c, march), segment.Not(lapsed).Test(c, march))
	}
	// Output:
	// Hana false true
	// Emil true false
	// a visitor unknown unknown
}

func ExampleTruthOf() {
	adult := func(age int) segment.Truth {
		if age == 0 {
			return segment.Unknown
		}
		return segment.TruthOf(age >= 18)
	}
	fmt.Println(adult(30), adult(7), adult(0))
	// Output: true false unknown
}

// With all of them together, one False is enough to say no, and one True to say
// yes to any.
func ExampleTruth_And() {
	fmt.Println(segment.False.And(segment.Unknown), segment.True.And(segment.Unknown))
	fmt.Println(segment.False.Or(segment.Unknown), segment.True.Or(segment.Unknown))
	// Output:
	// false unknown
	// unknown true
}

// The day changes in Tokyo before it does in London.
func ExampleNewMoment() {
	at := time.Date(2026, time.March, 9, 20, 0, 0, 0, time.UTC)
	fmt.Println(segment.NewMoment(at, time.UTC).Today())
	fmt.Println(segment.NewMoment(at, tokyo).Today())
	// Output:
	// 2026-03-09
	// 2026-03-10
}
