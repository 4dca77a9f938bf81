package segment_test

import (
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// The customers of this table have a country and nothing else. Rule engines
// differ on them: for orders < 3 one raises an error, another says yes, for it
// reads a missing number as 0.
func TestMissing(t *testing.T) {
	german := &customer{Country: "DE", PAlive: math.NaN()}
	visits := segment.Events("visits", func(*customer) []time.Time { return []time.Time{now} }, func(at time.Time) time.Time { return at })
	few, many, isGerman, isFrench := orders.Below(3), orders.AtLeast(3), country.Is("DE"), country.Is("FR")
	for _, tt := range []struct {
		rule   segment.Rule[*customer]
		want   segment.Truth
		reason string
	}{
		{many, unknown, "nobody knows how many"},
		{few, unknown, "a missing number is not 0"},
		{segment.Not(many), unknown, "the opposite of not knowing is not knowing"},
		{orders.IsNot(3), unknown, "it may be 3"},
		{segment.Any(orders.IsNot(3), orders.IsMissing()), yes, "who means the missing too says so"},
		{segment.Any(isGerman, many), yes, "one yes is enough"},
		{segment.Any(many, isGerman), yes, "in whatever order"},
		{segment.All(many, isFrench), no, "one no is enough"},
		{segment.All(isFrench, many), no, "in whatever order"},
		{segment.All(many, isGerman), unknown, "all hangs on the number"},
		{segment.Any(many, isFrench), unknown, "likewise"},
		{segment.Any(many, segment.Not(many)), unknown, "parts are looked at one by one: Kleene's logic has no excluded middle"},
		{orders.IsMissing(), yes, "this is always known"},
		{orders.IsKnown(), no, "likewise"},
		{orders.NotIn(1, 2), unknown, "it may be one of them"},
		{orders.InRange(0, 100), unknown, "it may be 100"},
		{orders.OrElse(0).Below(3), yes, "here a missing number is 0, as was asked for"},
		{orders.OrElse(0).IsMissing(), no, "something stands in for it"},
		{pAlive.AtLeast(0), unknown, "NaN is no number"},
		{pAlive.IsNot(0), unknown, "likewise"},
		{pAlive.IsMissing(), yes, "likewise"},
		{lastOrder.OlderThan(retention.Span{Days: 1}), unknown, "the zero time is missing and not long ago"},
		{lastOrder.InLast(retention.Span{Days: 1}), unknown, "likewise"},
		{lastOrder.Day().Below(retention.NewDate(2026, time.January, 1)), unknown, "no day without a time"},
		{lastOrder.DaysAgo().Above(30), unknown, "no age without a time"},
		{birthday.AnniversaryIn(365), unknown, "the zero date is missing"},
		{tags.Has("vip"), unknown, "no tags are known, which is not none"},
		{tags.Count().Is(0), unknown, "likewise"},
		{purchases.None(), unknown, "no purchases are known, which is not none"},
		{segment.Sum(purchases, amount).AtMost(decimal.Zero), unknown, "likewise"},
		{segment.Followed(purchases, purchases, retention.Span{Days: 1}), unknown, "likewise"},
		{segment.Followed(visits, purchases, retention.Span{Days: 1}), unknown, "nobody knows what followed"},
		{segment.Followed(purchases, visits, retention.Span{Days: 1}), unknown, "nor what it followed"},
		{segment.Ratio(orders, orders).Above(0), unknown, "no ratio of what is missing"},
		{spent.Top(100), unknown, "no rank without a value, even after Fit"},
	} {
		if got := compiled(t, tt.rule)(german); got != tt.want {
			t.Errorf("%v: %v, want %v: %s", tt.rule, got, tt.want, tt.reason)
		}
	}
}

// Of nothing, counts and sums are 0; there is no average, first or last of it.
func TestNothingHappened(t *testing.T) {
	visitor := &customer{Purchases: []*purchase{}, Tags: []string{}}
	for _, tt := range []struct {
		rule segment.Rule[*customer]
		want segment.Truth
	}{
		{purchases.Count().Is(0), yes},
		{purchases.None(), yes},
		{purchases.Some(), no},
		{segment.Sum(purchases, amount).Is(decimal.Zero), yes},
		{segment.Sum(purchases, quantity).Is(0), yes},
		{segment.Average(purchases, amount).IsMissing(), yes},
		{segment.Smallest(purchases, amount).IsMissing(), yes},
		{segment.Largest(purchases, amount).IsMissing(), yes},
		{segment.Latest(purchases, sku.Field).IsMissing(), yes},
		{purchases.First().IsMissing(), yes},
		{purchases.Last().IsMissing(), yes},
		{purchases.Last().OlderThan(retention.Span{Days: 1}), unknown},
		{segment.Followed(purchases, purchases, retention.Span{Days: 1}), no},
		{segment.Ratio(purchases.Count(), purchases.Count()).IsMissing(), yes},
		{tags.Count().Is(0), yes},
		{tags.Has("vip"), no},
		{tags.IsKnown(), yes},
	} {
		if got := compiled(t, tt.rule)(visitor); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.rule, got, tt.want)
		}
	}
}

// The ways of saying what is missing can follow each other, on fields that are
// read and on those that are made.
func TestMissingInARow(t *testing.T) {
	n := segment.Number("n", func(c *customer) int {
		if c.Orders == nil {
			panic("read though it is not known")
		}
		return *c.Orders
	})
	isOpen := func(c *customer) bool { return c.Orders != nil }
	small := func(c *customer) bool { return c.Orders == nil || *c.Orders < 10 }
	known := n.KnownIf(isOpen)
	stays := segment.Events("stays", func(c *customer) []*purchase {
		if c.Orders == nil {
			panic("read though it is not known")
		}
		return make([]*purchase, *c.Orders%4)
	}, func(*purchase) time.Time { return now })
	for name, tt := range map[string]struct {
		field  segment.Field[*customer, int]
		closed int // -1: missing
		zero   int
		two    int
		eleven int
	}{
		"known":                     {known, -1, 0, 2, 11},
		"known, known":              {known.KnownIf(small), -1, 0, 2, -1},
		"known, omit":               {known.OmitZero(), -1, -1, 2, 11},
		"known, else":               {known.OrElse(7), 7, 0, 2, 11},
		"known, omit, else":         {known.OmitZero().OrElse(7), 7, 7, 2, 11},
		"known, else, omit":         {known.OrElse(7).OmitZero(), 7, -1, 2, 11},
		"known, else 0, omit":       {known.OrElse(0).OmitZero(), -1, -1, 2, 11},
		"known, else, else":         {known.OrElse(7).OrElse(8), 7, 0, 2, 11},
		"known, else, known":        {known.OrElse(7).KnownIf(small), 7, 0, 2, -1},
		"known, omit, known":        {known.OmitZero().KnownIf(small), -1, -1, 2, -1},
		"known, omit, else, known":  {known.OmitZero().OrElse(7).KnownIf(isOpen), -1, 7, 2, 11},
		"count, known":              {stays.Count().KnownIf(isOpen), -1, 0, 2, 3},
		"events known, count":       {stays.KnownIf(isOpen).Count(), -1, 0, 2, 3},
		"events known, known":       {stays.KnownIf(isOpen).KnownIf(small).Count(), -1, 0, 2, -1},
		"events known, count, omit": {stays.KnownIf(isOpen).Count().OmitZero(), -1, -1, 2, 3},
	} {
		for c, want := range map[*customer]int{{}: tt.closed, {Orders: new(0)}: tt.zero, {Orders: new(2)}: tt.two, {Orders: new(11)}: tt.eleven} {
			got, ok := tt.field.Value(c, segment.NewMoment(now, time.UTC))
			if !ok {
				got = -1
			}
			if got != want {
				t.Errorf("%s of %v: %d, want %d", name, c, got, want)
			}
			set, err := segment.CompileAnyway(shopSegment{Name: "it", Rule: tt.field.Is(want)})
			if err != nil {
				t.Fatal(err)
			}
			wanted := yes
			if want == -1 {
				wanted = unknown
			}
			if truth := set.AsOf(now, time.UTC).Test(c, 0); truth != wanted {
				t.Errorf("%s of %v is %d: %v, want %v", name, c, want, truth, wanted)
			}
		}
	}
}
