package segment_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// Fields that are read plainly, which combinations ask in a way of their own.
var (
	plainNumber = segment.Number("number", func(c *customer) int { return len(c.Purchases) })
	plainText   = segment.Text("text", func(c *customer) string { return c.Country })
	plainFlag   = segment.Flag("flag", func(c *customer) bool { return c.OptIn != nil })
	plainTags   = segment.Tags("tags", func(c *customer) []string { return c.Tags })
)

var (
	plainTexts  = []string{"", "JP", "DE", "D", "DEU", "Deutschland"}
	plainLabels = []string{"wholesale", "wholesome", "vip", "VIP", ""}
)

// plainCustomers are all that rules of such fields could tell apart.
func plainCustomers() (all []*customer) {
	sets := [][]string{nil, {"vip", "wholesale"}}
	for _, label := range plainLabels {
		sets = append(sets, []string{label})
	}
	for _, text := range plainTexts {
		for _, set := range sets {
			for _, p := range []float64{0, 0.25, 0.3, 1, math.NaN(), math.Inf(1)} {
				for n := range 3 {
					all = append(all,
						&customer{Country: text, Tags: set, PAlive: p, Purchases: slices.Repeat([]*purchase{{}}, n)},
						&customer{Country: text, Tags: set, PAlive: p, Purchases: slices.Repeat([]*purchase{{}}, n), OptIn: new(bool)})
				}
			}
		}
	}
	return all
}

// TestPlainly: a combination answers as its parts do one by one.
func TestPlainly(t *testing.T) {
	some := rapid.OneOf(
		conditions(plainNumber, rapid.IntRange(-1, 3), lessThan),
		conditions(pAlive, rapid.SampledFrom([]float64{0, 0.25, 0.4, 1}), lessThan),
		conditions(plainText.Field, rapid.SampledFrom(plainTexts), lessThan),
		conditions(plainFlag.Field, rapid.Bool(), func(a, b bool) bool { return b && !a }),
		rapid.Map(rapid.SampledFrom(plainLabels), plainTags.Has),
	)
	moment, all := segment.NewMoment(now, time.UTC), plainCustomers()
	rapid.Check(t, func(t *rapid.T) {
		rule := nested(some, 2, segment.All[*customer], segment.Any[*customer]).Draw(t, "rule")
		set, err := segment.CompileAnyway(shopSegment{Name: "it", Rule: rule})
		if err != nil {
			t.Fatal(err)
		}
		view := set.AsOf(now, time.UTC)
		for _, c := range all {
			if got, want := view.Test(c, 0), rule.Test(c, moment); got != want {
				t.Fatalf("%v of %v: %v, want %v", rule, c, got, want)
			}
		}
	})
}

// TestPlainLimits: so it does at the ends of each range.
func TestPlainLimits(t *testing.T) {
	whole := segment.Number("whole", func(c *customer) int { return *c.Orders })
	testPlainLimits(t, whole, func(n int) *customer { return &customer{Orders: &n} }, []int{math.MinInt, math.MinInt + 1, -1, 0, 1, 2, math.MaxInt - 1, math.MaxInt})
	testPlainLimits(t, pAlive, func(x float64) *customer { return &customer{PAlive: x} }, []float64{
		-math.MaxFloat64, -1, math.Nextafter(0, -1), 0, math.Nextafter(0, 1), 1, math.Nextafter(1, 2), math.MaxFloat64,
	})
}

func testPlainLimits[V int | float64](t *testing.T, f segment.Field[*customer, V], of func(V) *customer, values []V) {
	moment := segment.NewMoment(now, time.UTC)
	for i, limit := range values {
		rules := []segment.Rule[*customer]{f.Is(limit), f.Above(limit), f.AtLeast(limit), f.Below(limit), f.AtMost(limit)}
		for _, to := range values[i+1:] {
			rules = append(rules, f.InRange(limit, to))
		}
		for _, rule := range rules {
			set, err := segment.CompileAnyway(shopSegment{Name: "it", Rule: segment.All(rule)})
			if err != nil {
				t.Fatal(err)
			}
			view := set.AsOf(now, time.UTC)
			for _, v := range values {
				if got, want := view.Test(of(v), 0), rule.Test(of(v), moment); got != want {
					t.Errorf("%v of %v: %v, want %v", rule, v, got, want)
				}
			}
		}
	}
}
