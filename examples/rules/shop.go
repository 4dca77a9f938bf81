package main

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// Customer is what this shop knows of its customers. Rules are about your type,
// whatever it looks like.
type Customer struct {
	ID        string
	Country   string          // "": not told
	Spent     decimal.Decimal // in yen
	LastOrder time.Time       // zero: never
	Birthday  retention.Date  // zero: not told
	Features  []string        // of the app, in use
	Rating    *int            // 0 to 10 in the last survey; nil: not answered
	Purchases []Purchase
}

// Purchase is one thing bought.
type Purchase struct {
	At  time.Time
	SKU string
}

// The fields of a customer: a name, and how to read it.
var (
	country   = segment.Text("country", func(c *Customer) string { return c.Country }).OmitZero()
	spent     = segment.Money("spent", func(c *Customer) decimal.Decimal { return c.Spent })
	lastOrder = segment.Time("last_order", func(c *Customer) time.Time { return c.LastOrder })
	birthday  = segment.Day("birthday", func(c *Customer) retention.Date { return c.Birthday })
	features  = segment.Tags("features", func(c *Customer) []string { return c.Features })
	rating    = segment.Number("rating", func(c *Customer) int { return *c.Rating }).
			KnownIf(func(c *Customer) bool { return c.Rating != nil })

	purchases = segment.Events("purchases",
		func(c *Customer) []Purchase { return c.Purchases },
		func(p Purchase) time.Time { return p.At })
	sku = segment.Text("sku", func(p Purchase) string { return p.SKU })
)

// These are the customers of the tour, on the first of June.
var (
	today = at(2026, time.June, 1)

	mori = &Customer{
		ID: "mori", Country: "JP", Spent: yen(84_000), LastOrder: at(2026, time.May, 20),
		Birthday: retention.NewDate(1988, time.June, 3), Features: []string{"wish list"}, Rating: number(9),
		Purchases: []Purchase{{at(2026, time.January, 10), "kettle"}, {at(2026, time.May, 20), "sencha"}},
	}
	vogel = &Customer{
		ID: "vogel", Country: "DE", Spent: yen(12_000), LastOrder: at(2026, time.March, 5),
		Purchases: []Purchase{{at(2026, time.March, 5), "kettle"}},
	}
	nobody = &Customer{ID: "new"} // who has only just signed up

	shop = []*Customer{mori, vogel, nobody}
)

// tokyo is where the shop's days begin and end.
var tokyo = mustLoad("Asia/Tokyo")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 10, 0, 0, 0, tokyo)
}

func yen(n int64) decimal.Decimal { return decimal.NewFromInt(n) }
func number(n int) *int           { return &n }
func days(n int) retention.Span   { return retention.Span{Days: n} }
