package segment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// TestCutsAreKept: a set that is given the stored cuts of another answers as it.
func TestCutsAreKept(t *testing.T) {
	ranked := []segment.Rule[*customer]{
		orders.Top(30), pAlive.Bottom(50), spent.Top(12.5), country.Top(40), rank.Bottom(60), optIn.Top(50),
		lastOrder.Top(25), birthday.Bottom(10), lastOrder.DaysAgo().Bottom(20), purchases.Count().Top(10),
	}
	set, err := segment.CompileAnyway(
		segment.Segment[*customer]{Name: "one of them", Rule: segment.Any(ranked...)},
		segment.Segment[*customer]{Name: "all of them", Rule: segment.All(ranked...)},
	)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(set.Uncut()); n != len(ranked) {
		t.Errorf("%d conditions without a cut, want %d", n, len(ranked))
	}
	rapid.Check(t, func(t *rapid.T) {
		shop := rapid.SliceOfN(customers(), 0, 20).Draw(t, "shop")
		fitted := set.AsOf(now, time.UTC).Fit(slices.Values(shop))
		data, err := json.Marshal(fitted.Cuts())
		if err != nil {
			t.Fatal(err)
		}
		var stored segment.Cuts
		if err := json.Unmarshal(data, &stored); err != nil {
			t.Fatal(err)
		}
		again, err := set.WithCuts(stored)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(fitted.Uncut(), again.Uncut()); diff != "" {
			t.Errorf("uncut (-fitted +stored):\n%s", diff)
		}
		a, b := fitted.AsOf(now, time.UTC), again.AsOf(now, time.UTC)
		for _, c := range shop {
			for i := range set.Len() {
				if got, want := b.Test(c, i), a.Test(c, i); got != want {
					t.Errorf("%v: %v from stored cuts, %v from fitted ones", c, got, want)
				}
			}
		}
	})
}

func TestWithCutsErrors(t *testing.T) {
	set, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "top", Rule: spent.Top(10)})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		cut    segment.Cut
		want   string
		reason string
	}{
		{segment.Cut{Rule: "spent in top 20%", Value: "1"}, "segment: no cut of this set: spent in top 20%", "another share"},
		{segment.Cut{Rule: "spent in top 10%", Value: "much"}, "segment: no cut of this set: spent in top 10%: can't convert much to decimal", "no amount"},
	} {
		_, err := set.WithCuts(segment.Cuts{Cuts: []segment.Cut{test.cut}})
		if !errors.Is(err, segment.ErrCut) || err.Error() != test.want {
			t.Errorf("%s: %v, want %s", test.reason, err, test.want)
		}
	}
}

func ExampleSet_Cuts() {
	spent := segment.Money("spent", func(c *Shopper) decimal.Decimal { return c.Spent })
	set, err := segment.CompileAnyway(segment.Segment[*Shopper]{
		Name:  "best",
		Label: retention.Text{English: "Best customers", Japanese: "優良顧客"},
		Rule:  spent.Top(40),
	})
	if err != nil {
		panic(err)
	}
	shop := []*Shopper{
		{Name: "a", Spent: decimal.NewFromInt(90)}, {Name: "b", Spent: decimal.NewFromInt(70)},
		{Name: "c", Spent: decimal.NewFromInt(70)}, {Name: "d", Spent: decimal.NewFromInt(20)},
		{Name: "e", Spent: decimal.NewFromInt(5)},
	}
	today := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

	set = set.AsOf(today, time.UTC).Fit(slices.Values(shop)) // and from here on, one at a time
	best, err := set.AsOf(today, time.UTC).Members("best", slices.Values(shop))
	if err != nil {
		panic(err)
	}
	for c := range best {
		fmt.Println(c.Name, c.Spent) // equal ones are never parted
	}
	stored, err := json.Marshal(set.Cuts())
	if err != nil {
		panic(err)
	}
	fmt.Println(string(stored))
	// Output:
	// a 90
	// b 70
	// c 70
	// {"asOf":"2026-06-01T00:00:00Z","zone":"UTC","cuts":[{"rule":"spent in top 40%","customers":5,"value":"70"}]}
}
