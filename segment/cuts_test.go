package segment_test

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// top is the definition: a value is in if fewer than percent of those that are
// known lie strictly above it.
func top(v int, all []int, percent float64) bool {
	above := 0
	for _, other := range all {
		if other > v {
			above++
		}
	}
	hundredths := decimal.NewFromInt(int64(above * 100))
	return hundredths.LessThan(decimal.NewFromFloat(percent).Mul(decimal.NewFromInt(int64(len(all)))))
}

func TestTopAndBottom(t *testing.T) {
	known := func(c *customer) bool { return c.Orders != nil }
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.OneOf(percents(), rapid.Float64Range(0.001, 100)).Draw(t, "percent")
		population := rapid.SliceOfN(customers(), 1, 40).Draw(t, "population")
		var all, negated []int
		for _, c := range population {
			if known(c) {
				all, negated = append(all, *c.Orders), append(negated, -*c.Orders)
			}
		}
		highest, lowest := fitted(t, orders.Top(percent), population), fitted(t, orders.Bottom(percent), population)
		shuffled := fitted(t, orders.Top(percent), rapid.Permutation(population).Draw(t, "shuffled"))
		in := 0
		for _, c := range population {
			wantTop, wantBottom := unknown, unknown
			if known(c) {
				wantTop = segment.TruthOf(top(*c.Orders, all, percent))
				wantBottom = segment.TruthOf(top(-*c.Orders, negated, percent))
			}
			if got := highest(c); got != wantTop {
				t.Errorf("top %v%% of %d: %v, want %v", percent, all, got, wantTop)
			}
			if got := lowest(c); got != wantBottom {
				t.Errorf("bottom %v%% of %d: %v, want %v", percent, all, got, wantBottom)
			}
			if shuffled(c) != highest(c) {
				t.Errorf("the order of the population matters")
			}
			if highest(c) == yes {
				in++
			}
		}
		if float64(in) < percent/100*float64(len(all))-1e-9 {
			t.Errorf("%d of %d are fewer than %v%%", in, len(all), percent)
		}
	})
}

func TestFit(t *testing.T) {
	customers := make([]*customer, 10)
	for i := range customers {
		spent := decimal.NewFromInt(int64(i))
		customers[i] = &customer{Orders: &i, Spent: &spent}
		for range i { // and i purchases
			customers[i].Purchases = append(customers[i].Purchases, &purchase{At: now, Quantity: 1})
		}
	}
	bought := segment.Segment[*customer]{Name: "buys most", Rule: purchases.Count().Top(20)}
	set, err := segment.Compile(
		bought,
		segment.Segment[*customer]{Name: "spends most", Rule: spent.Top(20)},
		segment.Segment[*customer]{Name: "both", Rule: segment.All(bought.Ref(), segment.Not(segment.Not(spent.Top(10))))},
		segment.Segment[*customer]{Name: "nobody has one", Rule: segment.Average(purchases, amount).Top(50)},
	)
	if err != nil {
		t.Fatal(err)
	}
	answers := func(s *segment.Set[*customer], c *customer) (all []segment.Truth) {
		for i := range s.Len() {
			all = append(all, s.AsOf(now, time.UTC).Test(c, i))
		}
		return all
	}
	same := func(what string, got []segment.Truth, want ...segment.Truth) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	fit := set.AsOf(now, time.UTC).Fit(slices.Values(customers))
	same("before", answers(set, customers[9]), unknown, unknown, unknown, unknown)
	same("the best", answers(fit, customers[9]), yes, yes, yes, unknown)
	same("the second", answers(fit, customers[8]), yes, yes, no, unknown)
	same("the third", answers(fit, customers[7]), no, no, no, unknown)
	same("without purchases that are known", answers(fit, customers[0]), unknown, no, no, unknown)
	same("a new one", answers(fit, &customer{Spent: customers[8].Spent}), unknown, yes, no, unknown)
	again := fit.AsOf(now, time.UTC).Fit(slices.Values(customers[:5]))
	same("fitted again", answers(again, customers[4]), yes, yes, yes, unknown)
	same("and the old one stays", answers(fit, customers[4]), no, no, no, unknown)
	nobody := fit.AsOf(now, time.UTC).Fit(slices.Values(customers[:0]))
	same("of nobody", answers(nobody, customers[9]), unknown, unknown, unknown, unknown)
}
