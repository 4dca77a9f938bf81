package loyalty

import (
	"math"
	"math/bits"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// fixed is units × 10^-scale. A decision does all its sums in them, for a
// decimal.Decimal costs two allocations an operation.
type fixed struct {
	units int64
	scale int
}

var pow10 = [19]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// fixedOf returns d exactly, if it has at most 12 decimals and 18 digits.
func fixedOf(d decimal.Decimal) (fixed, error) {
	a, err := retention.NewAmount(d)
	if err != nil {
		return fixed{}, err
	}
	units, scale := a.Units()
	for scale > 0 && units%10 == 0 {
		units, scale = units/10, scale-1
	}
	return fixed{units, scale}, nil
}

// amount returns f where it has few enough digits for one.
func (f fixed) amount() (retention.Amount, error) { return retention.AmountOf(f.units, f.scale) }

// at returns the units of f at a scale that is not below its own, or false if
// they overflow.
func (f fixed) at(scale int) (int64, bool) {
	return multiply(f.units, pow10[scale-f.scale])
}

func multiply(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	c := a * b
	return c, c/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
}

func plus(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

// mulDiv returns a×b÷c for a, b >= 0 and c > 0, rounded, or false if that
// overflows. The product has 128 bits.
func mulDiv(a, b, c int64, r Rounding) (int64, bool) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	if high >= uint64(c) {
		return 0, false
	}
	q, rest := bits.Div64(high, low, uint64(c))
	switch {
	case r == Up && rest > 0, r == HalfEven && (rest > uint64(c)-rest || rest == uint64(c)-rest && q&1 == 1):
		q++
	}
	return int64(q), q <= math.MaxInt64
}
