package segment_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

var (
	bought  = segment.Events("purchases", func(c *Shopper) []*Purchase { return c.Bought }, func(p *Purchase) time.Time { return p.At })
	reviews = segment.Events("reviews", func(c *Shopper) []time.Time { return c.Reviews }, func(at time.Time) time.Time { return at })

	item   = segment.Text("sku", func(p *Purchase) string { return p.SKU })
	paid   = segment.Money("amount", func(p *Purchase) decimal.Decimal { return p.Amount })
	pieces = segment.Number("pieces", func(p *Purchase) int { return p.Pieces })
)

// Tea twice a quarter is a habit.
func ExampleEvents() {
	purchases := segment.Events("purchases",
		func(c *Shopper) []*Purchase { return c.Bought },
		func(p *Purchase) time.Time { return p.At })
	sku := segment.Text("sku", func(p *Purchase) string { return p.SKU })

	rule := purchases.Where(sku.Is("tea")).InLast(retention.Span{Days: 90}).Count().AtLeast(2)
	fmt.Println(rule)
	fmt.Println(rule.Test(hana, march))
	// Output:
	// count(purchases, where sku = "tea", in last P90D) >= 2
	// false
}

// Bought before, but not this quarter.
func ExampleEventsField_None() {
	rule := segment.All(bought.Some(), bought.InLast(retention.Span{Months: 3}).None())
	fmt.Println(rule.Test(hana, march), rule.Test(emil, march), rule.Test(visitor, march))
	// Output: false true false
}

// What happened in February, wherever the moment lies.
func ExampleEventsField_Since() {
	february := bought.Since(time.Date(2026, time.February, 1, 0, 0, 0, 0, tokyo)).
		Before(time.Date(2026, time.March, 1, 0, 0, 0, 0, tokyo))
	fmt.Println(february.Count().Value(hana, march))
	// Output: 0 true
}

func ExampleEventsField_Last() {
	first, _ := bought.First().Value(hana, march)
	fmt.Println(first.Format(time.DateOnly))
	fmt.Println(bought.Last().DaysAgo().Value(hana, march))
	fmt.Println(bought.Last().InLast(retention.Span{Days: 7}).Test(visitor, march))
	// Output:
	// 2026-01-29
	// 3 true
	// unknown
}

// No known history is not the same as no purchases.
func ExampleEventsField_KnownIf() {
	tracked := bought.KnownIf(func(c *Shopper) bool { return c.Bought != nil })
	fmt.Println(bought.None().Test(visitor, march), tracked.None().Test(visitor, march))
	// Output: true unknown
}

func ExampleSum() {
	rule := segment.Sum(bought.InLast(retention.Span{Days: 90}), paid).AtLeast(decimal.NewFromInt(5_000))
	fmt.Println(rule, rule.Test(hana, march))
	// Output: sum(amount of purchases, in last P90D) >= 5000 true
}

func ExampleAverage() {
	fmt.Println(segment.Average(bought, paid).Value(hana, march))
	fmt.Println(segment.Average(bought, pieces).Value(hana, march))
	fmt.Println(segment.Average(bought, pieces).Value(visitor, march))
	// Output:
	// 2700 true
	// 2 true
	// 0 false
}

func ExampleSmallest() {
	fmt.Println(segment.Smallest(bought, paid).Value(hana, march))
	// Output: 2400 true
}

func ExampleLargest() {
	rule := segment.Largest(bought, paid).AtLeast(decimal.NewFromInt(3_000))
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: largest(amount of purchases) >= 3000 true false
}

// What somebody bought last is what to write about.
func ExampleLatest() {
	rule := segment.Latest(bought, item.Field).Is("cup")
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: latest(sku of purchases) = "cup" true false
}

// Who bought, and wrote no review within two weeks?
func ExampleFollowed() {
	reviewed := segment.Followed(bought.Where(item.Is("cup")), reviews, retention.Span{Days: 14})
	fmt.Println(reviewed)
	fmt.Println(reviewed.Test(hana, march), segment.All(bought.Some(), segment.Not(reviewed)).Test(emil, march))
	// Output:
	// followed(purchases, where sku = "cup", by reviews, within P14D)
	// true true
}
