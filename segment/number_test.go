package segment_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

type (
	grade  int8
	weight float32
)

// Every type of numbers answers as its values do by themselves.
func TestNumberTypes(t *testing.T) {
	t.Run("int", func(t *testing.T) { numbersOf[int](t, math.MinInt, -1, 0, 1, math.MaxInt) })
	t.Run("int8", func(t *testing.T) { numbersOf[int8](t, math.MinInt8, -1, 0, 1, math.MaxInt8) })
	t.Run("named int8", func(t *testing.T) { numbersOf[grade](t, math.MinInt8, -1, 0, 1, math.MaxInt8) })
	t.Run("int16", func(t *testing.T) { numbersOf[int16](t, math.MinInt16, -1, 0, 1, math.MaxInt16) })
	t.Run("int32", func(t *testing.T) { numbersOf[int32](t, math.MinInt32, -1, 0, 1, math.MaxInt32) })
	t.Run("int64", func(t *testing.T) { numbersOf[int64](t, math.MinInt64, -1, 0, 1, math.MaxInt64) })
	t.Run("uint8", func(t *testing.T) { numbersOf[uint8](t, 0, 1, 127, 128, math.MaxUint8) })
	t.Run("uint16", func(t *testing.T) { numbersOf[uint16](t, 0, 1, math.MaxUint16) })
	t.Run("uint32", func(t *testing.T) { numbersOf[uint32](t, 0, 1, math.MaxInt32+1, math.MaxUint32) })
	t.Run("float32", func(t *testing.T) {
		numbersOf[float32](t, -math.MaxFloat32, -0.5, 0, math.SmallestNonzeroFloat32, 0.1, 0.5, math.MaxFloat32)
	})
	t.Run("named float32", func(t *testing.T) { numbersOf[weight](t, -0.5, 0, 0.1, 0.5, 1e30) })
	t.Run("float64", func(t *testing.T) {
		numbersOf[float64](t, -math.MaxFloat64, -0.5, 0, math.SmallestNonzeroFloat64, 0.1, 1, math.MaxFloat64)
	})
}

// numbersOf takes values in ascending order. They are their own customers; of a type
// of each there would be so many that the compiler takes a minute.
func numbersOf[V segment.Numeric](t *testing.T, values ...V) {
	field := segment.Number("n", func(v any) V { return v.(V) })
	known := field.KnownIf(func(any) bool { return true }) // takes the general way
	customers := make([]any, len(values))
	for i, v := range values {
		customers[i] = v
	}
	for i, a := range values {
		for j, b := range values {
			for _, f := range []segment.Field[any, V]{field, known} {
				for name, tt := range map[string]struct {
					rule segment.Rule[any]
					want bool
				}{
					"is":       {f.Is(b), i == j},
					"is not":   {f.IsNot(b), i != j},
					"in":       {f.In(b, b), i == j},
					"in many":  {f.In(slices.Repeat([]V{b}, 9)...), i == j},
					"above":    {f.Above(b), i > j},
					"at least": {f.AtLeast(b), i >= j},
					"below":    {f.Below(b), i < j},
					"at most":  {f.AtMost(b), i <= j},
					"in range": {f.InRange(values[0], b), i < j},
				} {
					if got := tt.rule.Test(a, nil); got != segment.TruthOf(tt.want) {
						t.Errorf("%v %s %v: %v", a, name, b, got)
					}
				}
			}
		}
		top := fitted(t, field.Top(100*(float64(i)+0.9)/float64(len(values))), customers)
		for j, v := range values {
			if got, want := top(v), segment.TruthOf(j >= len(values)-1-i); got != want {
				t.Errorf("%v in the top %d of %d: %v", v, i+1, len(values), got)
			}
		}
	}
}

// fitted compiles a rule, fits it on a population and returns its answers.
func fitted[T any](t rapid.TB, rule segment.Rule[T], population []T) func(T) segment.Truth {
	t.Helper()
	set, err := segment.Compile(segment.Segment[T]{Name: "it", Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC).Fit(slices.Values(population)).AsOf(now, time.UTC)
	return func(c T) segment.Truth { return view.Test(c, 0) }
}

func TestNotANumber(t *testing.T) {
	field := segment.Number("n", func(v any) float32 { return v.(float32) })
	inf := float32(math.Inf(1))
	for _, v := range []float32{inf, -inf, float32(math.NaN())} {
		for _, f := range []segment.Field[any, float32]{field, field.KnownIf(func(any) bool { return true }), field.OmitZero()} {
			for _, rule := range []segment.Rule[any]{f.Is(1), f.IsNot(1), f.Above(0), f.AtLeast(0), f.Below(0), f.AtMost(0), f.In(1, 2), f.InRange(0, 9)} {
				if got := rule.Test(v, nil); got != unknown {
					t.Errorf("%v: %v is %v", v, rule, got)
				}
			}
			if got := f.IsMissing().Test(v, nil); got != yes {
				t.Errorf("%v is missing: %v", v, got)
			}
		}
	}
	if v, ok := field.OrElse(inf).Value(inf, nil); ok {
		t.Errorf("an infinity stands in for another: %v", v)
	}
}

func TestRatio(t *testing.T) {
	type pair struct{ a, b float64 }
	ratio := segment.Ratio(
		segment.Number("a", func(v any) float64 { return v.(pair).a }),
		segment.Number("b", func(v any) float64 { return v.(pair).b }))
	nan := math.NaN()
	for _, tt := range []struct {
		pair
		want   float64
		ok     bool
		reason string
	}{
		{pair{1, 4}, 0.25, true, "plain"},
		{pair{0, 4}, 0, true, "a dividend of 0 is a number"},
		{pair{4, 0}, 0, false, "nobody divides by 0"},
		{pair{0, 0}, 0, false, "likewise"},
		{pair{nan, 1}, 0, false, "the dividend is missing"},
		{pair{1, nan}, 0, false, "the divisor is missing"},
		{pair{math.MaxFloat64, 0.5}, 0, false, "too large for a number"},
	} {
		got, ok := ratio.Value(tt.pair, nil)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("%v: %v, %v: %s", tt.pair, got, ok, tt.reason)
		}
	}
}

// Texts, flags, times and days in many values.
func TestInMany(t *testing.T) {
	many := []tier{"a", "b", "c", "d", "e", "f", "g", "h", "i", "gold"}
	for name, want := range map[tier]segment.Truth{"gold": yes, "a": yes, "": no, "j": no} {
		c := &customer{Tier: name, OptIn: new(bool), LastOrder: now}
		got := []segment.Truth{
			rank.In(many...).Test(c, nil),
			rank.NotIn(many...).Test(c, nil).Not(),
			rank.KnownIf(func(*customer) bool { return true }).In(many...).Test(c, nil),
			optIn.In(false, true).Test(c, nil),
			optIn.In(true).Test(c, nil),
			lastOrder.In(now.Add(1), now).Test(c, nil),
		}
		if diff := cmp.Diff([]segment.Truth{want, want, want, yes, no, yes}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", name, diff)
		}
	}
	many[9] = "changed after the rule was made"
	values := []tier{"x", "y"}
	rule := rank.In(values...)
	values[0] = "z"
	if rule.Test(&customer{Tier: "x"}, nil) != yes {
		t.Error("the rule changed with the caller's slice")
	}
	parts := []segment.Rule[*customer]{rank.Is("x")}
	all, any := segment.All(parts...), segment.Any(parts...)
	parts[0] = rank.Is("y")
	if c := (&customer{Tier: "x"}); all.Test(c, nil) != yes || any.Test(c, nil) != yes {
		t.Error("a combination changed with the caller's slice")
	}
}
