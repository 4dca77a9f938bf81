package segment_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

func isNever(rules ...segment.Rule[*customer]) bool {
	_, err := segment.Compile(segment.Segment[*customer]{Name: "it", Rule: segment.All(rules...)})
	return errors.Is(err, segment.ErrNever)
}

func TestNever(t *testing.T) {
	type rules = []segment.Rule[*customer]
	ten := decimal.NewFromInt(10)
	adult := segment.RuleFunc("adult", func(*customer) segment.Truth { return segment.True })
	for _, test := range []struct {
		rules  rules
		never  bool
		reason string
	}{
		{rules{orders.AtLeast(5), orders.Below(3)}, true, "no number is both"},
		{rules{orders.AtLeast(3), orders.Below(4)}, false, "3 is"},
		{rules{orders.Above(3), orders.Below(4)}, true, "no whole number lies in between"},
		{rules{orders.AtLeast(3), orders.AtMost(4), orders.NotIn(3, 4)}, true, "each of the two is ruled out"},
		{rules{orders.AtLeast(3), orders.AtMost(5), orders.NotIn(3, 5)}, false, "4 is left"},
		{rules{pAlive.Above(3), pAlive.Below(4)}, false, "floats do"},
		{rules{pAlive.Above(0.5), pAlive.Below(math.Nextafter(0.5, 1))}, true, "no float lies in between"},
		{rules{spent.Above(ten), spent.Below(ten.Add(decimal.New(1, -30)))}, false, "decimals are dense"},
		{rules{spent.AtLeast(ten), spent.Below(decimal.RequireFromString("10.00"))}, true, "10 is 10.00"},
		{rules{country.Is("JP"), country.Is("DE")}, true, "one country only"},
		{rules{country.In("JP", "DE"), country.NotIn("DE", "JP")}, true, "each is ruled out"},
		{rules{country.HasPrefix("J"), country.HasPrefix("D")}, true, "one first letter only"},
		{rules{country.HasPrefix("J"), country.Below("J")}, true, "all of them come after it"},
		{rules{country.HasPrefix("\xff"[:0]), country.Above("J"), country.Below("J\x00")}, true, "no text lies in between"},
		{rules{country.Contains("J"), segment.Not(country.Contains("J"))}, true, "one or the other"},
		{rules{country.Contains("J"), segment.Not(country.Contains("P"))}, false, "J alone"},
		{rules{country.Contains("J"), country.Contains("J")}, false, "the same twice"},
		{rules{country.In("DE", "FR"), country.HasSuffix("P")}, true, "neither ends so"},
		{rules{country.In("DE", "JP"), country.HasSuffix("P")}, false, "one does"},
		{rules{orders.IsMissing(), orders.AtLeast(0)}, true, "what is missing is not compared"},
		{rules{orders.IsMissing(), orders.IsKnown()}, true, "one or the other"},
		{rules{orders.OrElse(4).AtLeast(3), orders.IsMissing()}, false, "4 stands in for the missing number"},
		{rules{orders.OrElse(2).AtLeast(3), orders.IsMissing()}, true, "2 is too few"},
		{rules{orders.KnownIf(func(*customer) bool { return false }).IsMissing(), orders.AtLeast(3)}, false, "two fields, known of different customers"},
		{rules{rank.IsMissing()}, false, "a field that is always known contradicts nothing"},
		{rules{optIn.IsTrue(), optIn.IsFalse()}, true, "one or the other"},
		{rules{optIn.Above(true)}, true, "nothing comes after true"},
		{rules{rank.Below("")}, true, "nothing comes before the empty text"},
		{rules{lastOrder.Above(now), lastOrder.Below(now)}, true, "no time is both"},
		{rules{lastOrder.Above(now), lastOrder.Below(now.Add(1))}, true, "no nanosecond lies in between"},
		{rules{birthday.Above(retention.NewDate(2000, 2, 28)), birthday.Below(retention.NewDate(2000, 3, 1))}, false, "leap day"},
		{rules{birthday.Above(retention.NewDate(2001, 2, 28)), birthday.Below(retention.NewDate(2001, 3, 1))}, true, "no leap day"},
		{rules{lastOrder.DaysAgo().AtLeast(30), lastOrder.DaysAgo().Below(7)}, true, "a field made from another is a field"},
		{rules{lastOrder.OlderThan(retention.Span{Days: 30}), lastOrder.InLast(retention.Span{Days: 7})}, false, "spans are not compared"},
		{rules{tags.Has("vip"), segment.Not(tags.Has("vip"))}, true, "one or the other"},
		{rules{tags.HasAll("vip", "a"), segment.Not(tags.HasAny("a", "b"))}, true, "a is wanted and is not"},
		{rules{tags.HasAny("vip", "a"), segment.Not(tags.HasAll("a", "vip"))}, false, "one of them will do"},
		{rules{tags.HasAll("vip", "a", "b"), tags.Count().AtMost(2)}, true, "three are more than two"},
		{rules{tags.HasAll("vip", "a", "a"), tags.Count().AtMost(2)}, false, "the same twice is one"},
		{rules{tags.Has("vip"), tags.IsMissing()}, true, "no tag is known"},
		{rules{purchases.Count().Below(0)}, true, "no number of events is negative"},
		{rules{purchases.Some(), purchases.None()}, true, "one or the other"},
		{rules{purchases.Some(), purchases.Where(sku.Is("tea")).None()}, false, "other events"},
		{rules{segment.Any(orders.Is(1), orders.Is(2)), segment.Any(orders.Is(3), orders.Is(4))}, true, "each of the four ways contradicts itself"},
		{rules{segment.Any(orders.Is(1), orders.Is(2)), segment.Any(orders.Is(3), orders.Is(2))}, false, "2 does"},
		{rules{segment.Not(segment.Any(orders.Is(1), orders.IsNot(1)))}, true, "the opposite of what always holds"},
		{rules{adult, segment.Not(adult)}, false, "two rules of the caller's may answer differently"},
	} {
		if got := isNever(test.rules...); got != test.never {
			t.Errorf("%v: never is %v, want %v: %s", segment.All(test.rules...), got, test.never, test.reason)
		}
	}
}

func TestNeverThroughReferences(t *testing.T) {
	many := segment.Segment[*customer]{Name: "many", Rule: orders.AtLeast(5)}
	_, err := segment.Compile(many,
		segment.Segment[*customer]{Name: "few", Rule: segment.All(many.Ref(), orders.Below(3))},
		segment.Segment[*customer]{Name: "neither", Rule: segment.All(segment.Not(segment.Ref[*customer]("many")), orders.AtLeast(7))},
		segment.Segment[*customer]{Name: "either", Rule: segment.Any(segment.Ref[*customer]("few"), orders.Is(1))},
	)
	want := "segment \"few\": the rule can never hold\nsegment \"neither\": the rule can never hold"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %v", err, want)
	}
}

// A rule about few fields is tried on every customer that could matter.
func TestNeverIsNobody(t *testing.T) {
	var everyone []*customer
	for n := -2; n <= 6; n++ {
		for _, place := range []string{"", "A", "DE", "E", "FR", "G", "JP", "ZZ", "日本", "日本語"} {
			for _, set := range [][]string{nil, {}, {"?", "!"}, {"vip"}, {"wholesale"}, {"vip", "wholesale"}, {"?"}, {"vip", "?"}, {"wholesale", "?"}, {"vip", "wholesale", "?"}} {
				count := &n
				if n == -2 {
					count = nil
				}
				everyone = append(everyone, &customer{Orders: count, Country: place, Tags: set})
			}
		}
	}
	some := func(t *rapid.T) segment.Rule[*customer] {
		chosen := rapid.SliceOfN(rapid.SampledFrom(allTags[:2]), 1, 2).Draw(t, "tags")
		return rapid.SampledFrom([]segment.Rule[*customer]{
			tags.HasAny(chosen...), tags.HasAll(chosen...), tags.IsMissing(),
			tags.Count().Above(1), tags.Count().Is(0), tags.Count().OrElse(1).AtMost(1),
		}).Draw(t, "about tags")
	}
	leaves := rapid.OneOf(
		conditions(orders, rapid.IntRange(0, 4), lessThan),
		conditions(orders.OrElse(3), rapid.IntRange(0, 4), lessThan),
		conditions(country.Field, rapid.SampledFrom(countries), lessThan),
		rapid.Custom(some),
	)
	never := 0
	moment := segment.NewMoment(now, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "parts")
		parts := make([]segment.Rule[*customer], n)
		for i := range parts {
			parts[i] = leaves.Draw(t, "part")
			if rapid.Bool().Draw(t, "either") {
				parts[i] = segment.Any(parts[i], segment.All(leaves.Draw(t, "one"), leaves.Draw(t, "other")))
			}
			if rapid.Bool().Draw(t, "not") {
				parts[i] = segment.Not(parts[i])
			}
		}
		rule := segment.All(parts...)
		somebody := false
		for _, c := range everyone {
			somebody = somebody || rule.Test(c, moment) == segment.True
		}
		if got := isNever(parts...); got == somebody {
			t.Errorf("%v: never is %v, but it holds for somebody is %v", rule, got, somebody)
		} else if got {
			never++
		}
	})
	if never == 0 && !testing.Short() {
		t.Error("no rule contradicted itself: the test shows nothing")
	}
}

// Whatever Compile calls never holds for none of many random customers.
func TestNeverIsSound(t *testing.T) {
	moment := segment.NewMoment(now, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		rule := rules(2).Draw(t, "rule")
		if !isNever(rule) {
			return
		}
		for range 50 {
			c := customers().Draw(t, "customer")
			if rule.Test(c, moment) == segment.True {
				t.Fatalf("%v can never hold, but does for %v", rule, c)
			}
		}
	})
}
