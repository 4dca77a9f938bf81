package rulebench_test

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention/segment"
)

var (
	orders    = segment.Number("Orders", func(c *Customer) int { return c.Orders })
	spent     = segment.Number("Spent", func(c *Customer) float64 { return c.Spent })
	daysSince = segment.Number("DaysSince", func(c *Customer) int { return c.DaysSince })
	country   = segment.Text("Country", func(c *Customer) string { return c.Country })
	optIn     = segment.Flag("OptIn", func(c *Customer) bool { return c.OptIn })
	tagSet    = segment.Tags("Tags", func(c *Customer) []string { return c.Tags })
	aov       = segment.Number("AOV", func(c *Customer) float64 { return c.AOV })
	tier      = segment.Text("Tier", func(c *Customer) string { return c.Tier })
)

var ours = engine[Customer]{"segment", func() func(*Customer) bool {
	return membership(segment.All(
		orders.AtLeast(3),
		spent.AtLeast(200),
		daysSince.AtMost(90),
		country.In("JP", "KR", "TW"),
		optIn.IsTrue(),
		segment.Not(tagSet.Has("wholesale")),
		aov.AtLeast(50),
		tier.In("gold", "platinum"),
	))
}}

// membership returns whether a customer is a member of the segment of a rule.
func membership[T any](rule segment.Rule[T]) func(T) bool {
	set := must(segment.Compile(segment.Segment[T]{Name: "it", Rule: rule}))
	view := set.AsOf(time.Unix(0, 0), time.UTC)
	return func(c T) bool { return view.Test(c, 0) == segment.True }
}

var oursExact = engine[ExactCustomer]{"segment", func() func(*ExactCustomer) bool {
	var (
		orders    = segment.Number("Orders", func(c *ExactCustomer) int { return c.Orders })
		spent     = segment.Money("Spent", func(c *ExactCustomer) decimal.Decimal { return c.Spent })
		daysSince = segment.Number("DaysSince", func(c *ExactCustomer) int { return c.DaysSince })
		country   = segment.Text("Country", func(c *ExactCustomer) string { return c.Country })
		optIn     = segment.Flag("OptIn", func(c *ExactCustomer) bool { return c.OptIn })
		tagSet    = segment.Tags("Tags", func(c *ExactCustomer) []string { return c.Tags })
		aov       = segment.Money("AOV", func(c *ExactCustomer) decimal.Decimal { return c.AOV })
		tier      = segment.Text("Tier", func(c *ExactCustomer) string { return c.Tier })
	)
	return membership(segment.All(
		orders.AtLeast(3),
		spent.AtLeast(twoHundred),
		daysSince.AtMost(90),
		country.In("JP", "KR", "TW"),
		optIn.IsTrue(),
		segment.Not(tagSet.Has("wholesale")),
		aov.AtLeast(fifty),
		tier.In("gold", "platinum"),
	))
}}

// twenty are the rules of segments, in their order.
var twenty = []segment.Rule[*Customer]{
	segment.All(orders.AtLeast(3), spent.AtLeast(200), daysSince.AtMost(90), country.In("JP", "KR", "TW"), optIn.IsTrue(),
		segment.Not(tagSet.Has("wholesale")), aov.AtLeast(50), tier.In("gold", "platinum")),
	segment.All(orders.Is(1), daysSince.Above(180)),
	segment.All(orders.Is(1), daysSince.AtMost(30)),
	segment.All(orders.Is(1), daysSince.Above(30), daysSince.AtMost(90)),
	segment.All(orders.AtLeast(5), daysSince.AtMost(90)),
	segment.All(orders.AtLeast(10), spent.AtLeast(1000), daysSince.AtMost(30)),
	segment.All(orders.AtLeast(5), daysSince.Above(120)),
	segment.All(spent.AtLeast(1000), daysSince.Above(180)),
	aov.AtLeast(120),
	segment.All(aov.Below(40), orders.AtLeast(5)),
	segment.All(optIn.IsTrue(), segment.Not(tagSet.Has("wholesale"))),
	segment.All(optIn.IsTrue(), daysSince.Above(180), spent.AtLeast(100)),
	segment.All(optIn.IsFalse(), orders.AtLeast(3)),
	segment.All(tagSet.Has("wholesale"), aov.AtLeast(60)),
	segment.All(tagSet.Has("student"), segment.Not(tagSet.Has("wholesale"))),
	segment.All(orders.AtLeast(2), daysSince.AtMost(14), segment.Not(tagSet.Has("review"))),
	segment.All(tagSet.Has("gift"), country.IsNot("JP")),
	segment.All(country.In("DE", "FR"), tier.In("gold", "platinum")),
	segment.All(tier.Is("silver"), spent.AtLeast(800), daysSince.AtMost(90)),
	segment.All(tier.Is("bronze"), country.In("JP", "KR", "TW")),
}

var oursClassifier = classifier{"segment", func() func([]uint32, []Customer) {
	named := make([]segment.Segment[*Customer], len(twenty))
	for k, rule := range twenty {
		named[k] = segment.Segment[*Customer]{Name: segments[k].name, Rule: rule}
	}
	view := must(segment.Compile(named...)).AsOf(time.Unix(0, 0), time.UTC)
	return func(dst []uint32, customers []Customer) {
		for i := range customers {
			c, in := &customers[i], uint32(0)
			for k := range named {
				if view.Test(c, k) == segment.True {
					in |= 1 << k
				}
			}
			dst[i] = in
		}
	}
}}

// oursAnswer asks about a customer of whom orders may be missing.
func oursAnswer(q question) string {
	type known struct {
		Country string
		Orders  *int
	}
	orders := segment.Number("Orders", func(c known) int { return *c.Orders }).
		KnownIf(func(c known) bool { return c.Orders != nil })
	country := segment.Text("Country", func(c known) string { return c.Country })
	rules := map[string]segment.Rule[known]{
		`Orders >= 3`:                    orders.AtLeast(3),
		`Orders < 3`:                     orders.Below(3),
		`!(Orders >= 3)`:                 segment.Not(orders.AtLeast(3)),
		`Orders != 3`:                    orders.IsNot(3),
		`Country == "DE" || Orders >= 3`: segment.Any(country.Is("DE"), orders.AtLeast(3)),
		`Orders >= 3 || Country == "DE"`: segment.Any(orders.AtLeast(3), country.Is("DE")),
		`Orders >= 3 && Country == "FR"`: segment.All(orders.AtLeast(3), country.Is("FR")),
	}
	return rules[q.rule].Test(known{Country: "DE"}, segment.NewMoment(time.Unix(0, 0), time.UTC)).String()
}
