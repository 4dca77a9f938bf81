package segment_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

type points int64

// ledger is a customer whose purchases are numbers at now.
func ledger(numbers ...int64) *customer {
	c := &customer{}
	for _, n := range numbers {
		c.Purchases = append(c.Purchases, &purchase{At: now, Quantity: int(n)})
	}
	return c
}

var (
	entries = segment.Events("entries", func(c *customer) []*purchase { return c.Purchases }, (*purchase).Time)
	value   = segment.Number("value", func(p *purchase) int64 { return int64(p.Quantity) })
	moment  = segment.NewMoment(now, time.UTC)
)

// A sum that does not fit is missing, not another number, and whether it fits
// does not hang on the order. The mean always fits.
func TestSumsOfAnySize(t *testing.T) {
	sums := segment.Sum(entries, value)
	named := segment.Sum(entries, segment.Number("value", func(p *purchase) points { return points(p.Quantity) }))
	means := segment.Average(entries, value)
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SliceOf(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2, 2), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64}))).Draw(t, "entries")
		c, exact := ledger(l...), new(big.Int)
		for _, n := range l {
			exact.Add(exact, big.NewInt(n))
		}
		sum, ok := sums.Value(c, moment)
		if ok != exact.IsInt64() || ok && sum != exact.Int64() {
			t.Errorf("sum of %d: %d, %v; want %v", l, sum, ok, exact)
		}
		if sum, ok := named.Value(c, moment); ok != exact.IsInt64() || ok && int64(sum) != exact.Int64() {
			t.Errorf("sum of %d points: %d, %v; want %v", l, sum, ok, exact)
		}
		mean, ok := means.Value(c, moment)
		if ok != (len(l) > 0) {
			t.Fatalf("mean of %d: %v", l, ok)
		}
		if !ok {
			return
		}
		want := new(big.Rat).SetFrac(exact, big.NewInt(int64(len(l)))).FloatString(20) // rounds half away from zero
		if mean.StringFixed(20) != want {
			t.Errorf("mean of %d: %v, want %s", l, mean, want)
		}
	})
}

func TestAverageRounds(t *testing.T) {
	for _, tt := range []struct {
		entries []int64
		want    string
	}{
		{[]int64{1, 2}, "1.5"},
		{[]int64{1, 0, 0}, "0.33333333333333333333"},
		{[]int64{2, 0, 0}, "0.66666666666666666667"},
		{[]int64{-2, 0, 0}, "-0.66666666666666666667"},
		{[]int64{math.MaxInt64, math.MaxInt64}, "9223372036854775807"},
	} {
		if got, ok := segment.Average(entries, value).Value(ledger(tt.entries...), moment); !ok || !got.Equal(decimal.RequireFromString(tt.want)) {
			t.Errorf("mean of %d: %v, %v, want %s", tt.entries, got, ok, tt.want)
		}
	}
}

func TestLatestOfEquals(t *testing.T) {
	tea, cup, one := now.Add(-time.Hour), now.Add(-time.Hour).In(time.FixedZone("", 3600)), decimal.NewFromInt(1)
	latest := segment.Latest(purchases, sku.Field)
	for _, tt := range []struct {
		purchases []*purchase
		want      string
		reason    string
	}{
		{[]*purchase{{At: tea, SKU: "tea"}, {At: cup, SKU: "cup"}}, "tea", "the largest of the last, though their zones differ"},
		{[]*purchase{{At: tea, SKU: "tea"}, {At: tea}}, "", "one of the last has none"},
		{[]*purchase{{At: tea}, {At: tea, SKU: "tea"}}, "", "likewise, in another order"},
		{[]*purchase{{At: tea}, {At: now, SKU: "cup"}}, "cup", "only the last matter"},
		{[]*purchase{{At: now.Add(1), SKU: "tea"}, {At: now, SKU: "cup"}}, "cup", "what lies ahead has not happened"},
		{[]*purchase{{SKU: "tea"}, {At: now, SKU: "cup"}}, "cup", "without a time nothing is known to have happened"},
		{[]*purchase{{At: time.Date(-50, 1, 1, 0, 0, 0, 0, time.UTC), SKU: "tea"}}, "tea", "years before 1 are years"},
		{[]*purchase{{At: time.Date(-50, 1, 1, 0, 0, 0, 0, time.UTC), SKU: "tea"}, {At: time.Date(-60, 1, 1, 0, 0, 0, 0, time.UTC), SKU: "cup"}}, "tea", "likewise"},
	} {
		for range 2 {
			got, ok := latest.Value(&customer{Purchases: tt.purchases}, moment)
			if ok != (tt.want != "") || ok && got != tt.want {
				t.Errorf("%v: latest %q, want %q: %s", tt.purchases, got, tt.want, tt.reason)
			}
			for i, j := 0, len(tt.purchases)-1; i < j; i, j = i+1, j-1 {
				tt.purchases[i], tt.purchases[j] = tt.purchases[j], tt.purchases[i]
			}
		}
	}
	gap := &customer{Purchases: []*purchase{{At: now, Amount: &one}, {At: now.Add(-1)}}}
	for name, f := range map[string]segment.Field[*customer, decimal.Decimal]{
		"sum": segment.Sum(purchases, amount), "average": segment.Average(purchases, amount),
		"smallest": segment.Smallest(purchases, amount), "largest": segment.Largest(purchases, amount),
	} {
		if v, ok := f.Value(gap, moment); ok {
			t.Errorf("%s of a known and an unknown amount: %v", name, v)
		}
	}
}

// Whoever made an event stream may narrow it in any order, and again.
func TestEventsNarrowed(t *testing.T) {
	c := &customer{Purchases: []*purchase{{At: now, SKU: "tea", Quantity: 2}, {At: now, SKU: "tea"}, {At: now, SKU: "cup", Quantity: 2}}}
	two := purchases.Where(sku.Is("tea")).Where(quantity.Is(2))
	if n, ok := two.Count().Value(c, moment); n != 1 || !ok {
		t.Errorf("%v: %d, %v", two.Count(), n, ok)
	}
	if n, _ := purchases.Count().Value(c, moment); n != 3 {
		t.Errorf("narrowing changed the events: %d", n)
	}
	since := purchases.Since(now).Since(now.Add(1))
	if n, _ := since.Count().Value(c, moment); n != 0 {
		t.Errorf("an earlier Since stayed: %d", n)
	}
	if n, _ := since.Since(time.Time{}).Count().Value(c, moment); n != 3 {
		t.Errorf("the zero time limits nothing: %d", n)
	}
}
