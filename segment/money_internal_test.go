package segment

import (
	"math"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// decimals returns decimals whose exponents lie anywhere in reach of money, most
// of them close to each other, of few and of many digits.
func decimals() *rapid.Generator[decimal.Decimal] {
	return rapid.Custom(func(t *rapid.T) decimal.Decimal {
		units := rapid.OneOf(
			rapid.Int64Range(-2, 2),
			rapid.Int64(),
			rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64, 1e17, 1e18 - 1, 1e18, -1e18, 1e18 + 1, 999_999_999_999_999_999}),
		).Draw(t, "units")
		exp := rapid.OneOf(rapid.Int32Range(-3, 3), rapid.Int32Range(-20, 20), rapid.Int32Range(-1000, 1000)).Draw(t, "exp")
		d := decimal.New(units, exp)
		for range rapid.IntRange(0, 2).Draw(t, "multiplied") {
			d = decimal.NewFromBigInt(d.Coefficient().Mul(d.Coefficient(), decimal.New(units, 0).Coefficient()), exp)
		}
		return d
	})
}

func TestBoundCompares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := decimals().Draw(t, "a")
		b := rapid.OneOf(
			decimals(),
			rapid.Just(a),
			rapid.Map(rapid.Int32Range(0, 30), func(zeros int32) decimal.Decimal { // the same, spelled longer
				return decimal.NewFromBigInt(a.Shift(zeros).Coefficient(), a.Exponent()).Add(decimal.New(0, a.Exponent()-zeros))
			}),
		).Draw(t, "b")
		if got, want := newBound(b).compare(a), a.Cmp(b); got != want {
			t.Errorf("%v (10^%d) against %v (10^%d): %d, want %d", a.Coefficient(), a.Exponent(), b.Coefficient(), b.Exponent(), got, want)
		}
	})
}

func TestBoundExtremes(t *testing.T) {
	for _, tt := range []struct {
		a, b   decimal.Decimal
		want   int
		reason string
	}{
		{decimal.Decimal{}, decimal.Decimal{}, 0, "zero values"},
		{decimal.Decimal{}, decimal.New(0, 5), 0, "0 has many exponents"},
		{decimal.New(0, math.MaxInt32), decimal.New(0, math.MinInt32), 0, "and exponents may be so far apart that their difference overflows"},
		{decimal.New(0, math.MinInt32), decimal.New(1, math.MaxInt32), -1, "likewise"},
		{decimal.New(0, math.MaxInt32), decimal.New(-1, math.MinInt32), 1, "likewise"},
		{decimal.New(1, 999), decimal.New(-1, -999), 1, "far apart"},
		{decimal.New(1, -1000), decimal.New(0, 0), 1, "hardly anything is more than nothing"},
		{decimal.New(999_999_999_999_999_999, 0), decimal.New(1, 18), -1, "18 and 19 digits"},
		{decimal.New(1, 18), decimal.New(1_000_000_000_000_000_000, 0), 0, "the same in 1 and in 19"},
		{decimal.New(10, 18), decimal.New(math.MaxInt64, 0), 1, "more than 63 bits"},
		{decimal.New(-922_337_203_685_477_581, 1), decimal.New(math.MinInt64, 0), -1, "less than 63 bits"},
	} {
		if got := newBound(tt.b).compare(tt.a); got != tt.want {
			t.Errorf("%v·10^%d against %v·10^%d: %d, want %d: %s", tt.a.Coefficient(), tt.a.Exponent(), tt.b.Coefficient(), tt.b.Exponent(), got, tt.want, tt.reason)
		}
	}
}
