package segment_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention/segment"
)

// Cuts go by what a rank prints, so no set has two ranks that print the same of
// fields that are not.
func TestRanksApart(t *testing.T) {
	known := func(*customer) bool { return true }
	plain := segment.Number("n", func(c *customer) int { return len(c.ID) })
	tea := func(f segment.TextField[*purchase, string]) segment.EventsField[*customer, *purchase] {
		return purchases.Where(f.Is("tea"))
	}
	for _, test := range []struct {
		one, other segment.Rule[*customer]
		want       bool
		reason     string
	}{
		{plain.Top(10), plain.Top(10), true, "the same rank"},
		{plain.Top(10), plain.OmitZero().Top(10), false, "0 is ranked in one only"},
		{plain.Bottom(10), segment.Not(plain.OmitZero().Bottom(10)), false, "likewise, negated"},
		{plain.Top(10), plain.OmitZero().Top(20), true, "other shares have other cuts"},
		{plain.Top(10), plain.OmitZero().Bottom(10), true, "and so has the other end"},
		{plain.Top(10), plain.OmitZero().AtLeast(1), true, "only ranks have cuts"},
		{plain.Top(10), plain.KnownIf(known).Top(10), false, "one is known of others"},
		{plain.KnownIf(known).Top(10), plain.KnownIf(known).Top(10), false, "so may this be: functions cannot be compared"},
		{plain.OrElse(1).Top(10), plain.OmitZero().OrElse(1).Top(10), false, "made from other fields"},
		{tea(sku).Count().Top(10), tea(sku).Count().Top(10), true, "the same events"},
		{tea(sku).Count().Top(10), tea(sku.KnownIf(func(*purchase) bool { return true })).Count().Top(10), false, "other events"},
	} {
		for _, segments := range [][]shopSegment{
			{{Name: "it", Rule: segment.Any(test.one, test.other)}},
			{{Name: "one", Rule: test.one}, {Name: "other", Rule: segment.Any(ref("one"), test.other)}},
		} {
			_, err := segment.CompileAnyway(segments...)
			if got := err == nil; got != test.want || !got && !errors.Is(err, segment.ErrField) {
				t.Errorf("%s: %v", test.reason, err)
			}
		}
	}
}

// A rank of a field with its zeros and one without are cut each by its own.
func TestRanksOfSharesApart(t *testing.T) {
	n := segment.Number("n", func(c *customer) int { return len(c.ID) })
	set, err := segment.Compile(
		shopSegment{Name: "of all", Rule: n.Top(50)},
		shopSegment{Name: "of the others", Rule: n.OmitZero().Top(40)},
	)
	if err != nil {
		t.Fatal(err)
	}
	shop := []*customer{{ID: ""}, {ID: ""}, {ID: "a"}, {ID: "bb"}}
	view := set.AsOf(now, time.UTC).Fit(slices.Values(shop)).AsOf(now, time.UTC)
	if got := view.Test(shop[2], 0); got != yes {
		t.Errorf("the second of four is in the top half: %v", got)
	}
	if got := view.Test(shop[2], 1); got != no {
		t.Errorf("the second of two is not in the top 40%%: %v", got)
	}
}
