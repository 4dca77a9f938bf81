package segment_test

import (
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func ExampleNumber() {
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	rule := orders.AtLeast(3)
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: orders >= 3 true false
}

// NaN says that there is no score.
func ExampleNumber_float() {
	score := segment.Number("score", func(c *Shopper) float64 { return c.Score })
	unscored := &Shopper{Score: math.NaN()}
	fmt.Println(score.Above(0.5).Test(unscored, march), score.IsMissing().Test(unscored, march))
	// Output: unknown true
}

func ExampleMoney() {
	spent := segment.Money("spent", func(c *Shopper) decimal.Decimal { return c.Spent })
	rule := spent.AtLeast(decimal.RequireFromString("50000.00"))
	fmt.Println(rule, rule.Test(hana, march))
	// Output: spent >= 50000 true
}

func ExampleText() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	rule := country.In("JP", "KR")
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: country in ("JP", "KR") true false
}

func ExampleTextField_HasSuffix() {
	mail := segment.Text("mail", func(address string) string { return address })
	rule := segment.Any(mail.HasSuffix(".jp"), mail.HasPrefix("info@"), mail.Contains("+"))
	fmt.Println(rule)
	fmt.Println(rule.Test("hana@example.jp", march), rule.Test("emil@example.de", march))
	// Output:
	// mail ends with ".jp" or mail starts with "info@" or mail contains "+"
	// true false
}

func ExampleFlag() {
	mail := segment.Flag("mail", func(c *Shopper) bool { return c.Mail })
	fmt.Println(mail.IsTrue(), mail.IsTrue().Test(hana, march), mail.IsFalse().Test(hana, march))
	// Output: mail = true true false
}

func ExampleTime() {
	last := segment.Time("last_order", func(c *Shopper) time.Time { return c.Last })
	fmt.Println(last.InLast(retention.Span{Days: 7}).Test(hana, march))
	fmt.Println(last.OlderThan(retention.Span{Months: 6}).Test(emil, march))
	fmt.Println(last.DaysAgo().InRange(1, 4).Test(hana, march))
	// Output:
	// true
	// true
	// true
}

func ExampleTimeField_InNext() {
	trial := segment.Time("trial_ends", func(ends time.Time) time.Time { return ends })
	rule := trial.InNext(retention.Span{Days: 3})
	fmt.Println(rule, rule.Test(march.Time().AddDate(0, 0, 2), march), rule.Test(march.Time().AddDate(0, 0, 4), march))
	// Output: trial_ends in next P3D true false
}

// An order at 00:30 in Tokyo was made on the day before in London.
func ExampleTimeField_Day() {
	ordered := segment.Time("ordered", func(at time.Time) time.Time { return at })
	at := time.Date(2026, time.March, 10, 0, 30, 0, 0, tokyo)
	day, _ := ordered.Day().Value(at, march)
	abroad, _ := ordered.Day().Value(at, segment.NewMoment(march.Time(), time.UTC))
	fmt.Println(day, abroad)
	// Output: 2026-03-10 2026-03-09
}

func ExampleDay() {
	paid := segment.Day("paid", func(m *member) retention.Date { return m.Paid })
	rule := paid.InNext(retention.Span{Days: 30})
	april, may := &member{Paid: retention.NewDate(2026, time.April, 1)}, &member{Paid: retention.NewDate(2026, time.May, 1)}
	fmt.Println(rule.Test(april, march), rule.Test(may, march))
	// Output: true false
}

// Who has a birthday this week? Today is 10 March, and Hana's is the 12th.
func ExampleDayField_AnniversaryIn() {
	born := segment.Day("birthday", func(c *Shopper) retention.Date { return c.Born })
	rule := born.AnniversaryIn(7)
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: birthday anniversary in 7 days true false
}

// Whoever keeps a wishlist but has no reminders may want them.
func ExampleTags() {
	features := segment.Tags("features", func(c *Shopper) []string { return c.Features })
	rule := segment.All(features.Has("wishlist"), segment.Not(features.Has("reminders")))
	fmt.Println(rule, rule.Test(hana, march))
	// Output: features has "wishlist" and not features has "reminders" true
}

func ExampleTagsField_HasAll() {
	features := segment.Tags("features", func(c *Shopper) []string { return c.Features })
	fmt.Println(features.HasAll("points", "wishlist").Test(hana, march))
	fmt.Println(features.HasAny("points", "gifts").Test(hana, march))
	fmt.Println(features.Count().AtLeast(3).Test(hana, march))
	// Output:
	// true
	// true
	// false
}

func ExampleField_InRange() {
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders })
	rule := orders.InRange(1, 12) // 12 is not in it
	fmt.Println(rule, rule.Test(hana, march), rule.Test(emil, march))
	// Output: orders in [1, 12) false true
}

// Only those who have ordered have a score.
func ExampleField_KnownIf() {
	score := segment.Number("score", func(c *Shopper) float64 { return c.Score }).
		KnownIf(func(c *Shopper) bool { return c.Orders > 0 })
	rule := score.Below(0.95)
	fmt.Println(rule.Test(hana, march), rule.Test(visitor, march))
	// Output: true unknown
}

// An empty text means that the country is not known.
func ExampleField_OmitZero() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country })
	fmt.Println(country.IsNot("JP").Test(visitor, march), country.OmitZero().IsNot("JP").Test(visitor, march))
	// Output: true unknown
}

func ExampleField_OrElse() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country }).OmitZero().OrElse("JP")
	rule := country.Is("JP")
	fmt.Println(rule, rule.Test(visitor, march))
	// Output: or_else(country, "JP") = "JP" true
}

// Who may live abroad? Those whose country is another, and those who did not say.
func ExampleField_IsMissing() {
	country := segment.Text("country", func(c *Shopper) string { return c.Country }).OmitZero()
	rule := segment.Any(country.IsNot("JP"), country.IsMissing())
	fmt.Println(rule)
	fmt.Println(rule.Test(hana, march), rule.Test(emil, march), rule.Test(visitor, march))
	// Output:
	// country != "JP" or country is missing
	// false true true
}

func ExampleField_Value() {
	spent := segment.Money("spent", func(c *Shopper) decimal.Decimal { return c.Spent })
	orders := segment.Number("orders", func(c *Shopper) int { return c.Orders }).OmitZero()
	fmt.Println(spent.Value(hana, march))
	fmt.Println(orders.Value(visitor, march))
	// Output:
	// 84000 true
	// 0 false
}

func ExampleRatio() {
	opened := segment.Number("opened", func(c *Shopper) int { return c.Opened })
	sent := segment.Number("sent", func(c *Shopper) int { return c.Sent })
	rule := segment.Ratio(opened, sent).AtLeast(0.2)
	fmt.Println(rule, rule.Test(hana, march), rule.Test(visitor, march))
	// Output: ratio(opened, sent) >= 0.2 true unknown
}

// A tenth of the customers gets the new checkout, and stays with it when the
// share is raised to a fifth.
func ExampleTextField_Sample() {
	id := segment.Text("id", func(id string) string { return id })
	for _, percent := range []float64{10, 20} {
		rule, in := id.Sample(percent, "checkout"), 0
		for i := range 1000 {
			if rule.Test(fmt.Sprint("customer ", i), march) == segment.True {
				in++
			}
		}
		fmt.Println(rule, in)
	}
	// Output:
	// id in sample 10% "checkout" 90
	// id in sample 20% "checkout" 196
}
