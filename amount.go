package retention

import (
	"fmt"
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// Amount is a sum of money as this module keeps it in bulk: an exact decimal
// in 16 bytes, without a pointer. The zero Amount is 0, and amounts of the same
// value are equal with ==.
type Amount struct {
	units int64 // of 10^-(2+extra)
	extra uint8 // the fewest decimals beyond two that hold the value
}

// Most money has two decimals or none, so two is the scale that sums stay at.
const baseScale = 2

const (
	maxDigits = 18 // keeps every amount inside an int64
	maxScale  = 12 // keeps every Sum inside 128 bits
)

var pow10 = [maxDigits + 1]int64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// NewAmount returns d as an Amount, exactly. d must lie between -10^16 and
// 10^16, with at most 12 decimals and 18 digits in all, of which two are kept
// for decimals; otherwise the error wraps [ErrAmount]. No sum that was really
// paid has more digits. Round an amount that was computed to its currency
// first.
//
// It does not allocate unless d has more than 18 digits.
func NewAmount(d decimal.Decimal) (Amount, error) {
	if d.NumDigits() > maxDigits {
		var ok bool
		if d, ok = trimZeros(d); !ok {
			return Amount{}, amountError(d)
		}
	}
	units, exp := d.CoefficientInt64(), d.Exponent()
	if units == 0 {
		return Amount{}, nil
	}
	if exp > -baseScale {
		if exp > maxDigits-baseScale {
			return Amount{}, amountError(d)
		}
		shift := pow10[exp+baseScale]
		if limit := pow10[maxDigits] / shift; units >= limit || units <= -limit {
			return Amount{}, amountError(d)
		}
		return Amount{units: units * shift}, nil
	}
	for exp < -baseScale && units%10 == 0 {
		units, exp = units/10, exp+1
	}
	if exp < -maxScale {
		return Amount{}, amountError(d)
	}
	return Amount{units, uint8(-exp - baseScale)}, nil
}

// trimZeros takes trailing zeros off a coefficient that is too long, and
// reports whether what is left is short enough.
func trimZeros(d decimal.Decimal) (decimal.Decimal, bool) {
	const hopeless = 1000 // digits; whoever pads that far meant no money
	if d.NumDigits() > hopeless {
		return d, false
	}
	digits := d.Coefficient().String()
	keep := len(digits)
	for digits[keep-1] == '0' {
		keep--
	}
	if keep > maxDigits+1 { // and a sign
		return d, false
	}
	short, err := decimal.NewFromString(digits[:keep])
	if err != nil || short.NumDigits() > maxDigits {
		return d, false
	}
	return decimal.New(short.CoefficientInt64(), d.Exponent()+int32(len(digits)-keep)), true
}

func amountError(d decimal.Decimal) error {
	if n := d.NumDigits(); n > 40 || d.Exponent() > 40 || d.Exponent() < -40 {
		return fmt.Errorf("%w: %d-digit number × 10^%d", ErrAmount, n, d.Exponent())
	}
	if !d.Equal(d.Truncate(maxScale)) {
		return fmt.Errorf("%w: %v has more than %d decimals", ErrAmount, d, maxScale)
	}
	return fmt.Errorf("%w: %v", ErrAmount, d)
}

// AmountOf returns units × 10^-scale, without allocating. Its limits and its
// error are those of [NewAmount], and scale must not be negative.
func AmountOf(units int64, scale int) (Amount, error) {
	if units == 0 && scale >= 0 {
		return Amount{}, nil // whatever the scale
	}
	rest, left := units, scale
	for left > baseScale && rest%10 == 0 {
		rest, left = rest/10, left-1
	}
	most := pow10[maxDigits]
	if left < baseScale && left >= 0 {
		most /= pow10[baseScale-left]
	}
	if left < 0 || left > maxScale || rest >= most || rest <= -most {
		return Amount{}, fmt.Errorf("%w: %d × 10^%d", ErrAmount, units, -scale)
	}
	if left < baseScale {
		rest, left = rest*pow10[baseScale-left], baseScale
	}
	return Amount{rest, uint8(left - baseScale)}, nil
}

// Units returns the amount as units × 10^-scale; scale is 2 or more.
func (a Amount) Units() (units int64, scale int) {
	return a.units, int(a.extra) + baseScale
}

// Decimal returns the amount as a decimal.
func (a Amount) Decimal() decimal.Decimal {
	return decimal.New(a.units, -int32(a.extra)-baseScale)
}

// String returns the amount without trailing zeros, as in "12.5".
func (a Amount) String() string { return a.Decimal().String() }

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int {
	switch {
	case a.units < 0:
		return -1
	case a.units > 0:
		return 1
	}
	return 0
}

// Neg returns the amount with the opposite sign.
func (a Amount) Neg() Amount { return Amount{-a.units, a.extra} }

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b.
func (a Amount) Compare(b Amount) int {
	if a.extra != b.extra {
		return a.Decimal().Cmp(b.Decimal())
	}
	switch {
	case a.units < b.units:
		return -1
	case a.units > b.units:
		return 1
	}
	return 0
}

// Sum adds amounts up, exactly and without allocating. It has room for some
// 10^10 amounts that are as large and have as many decimals as an Amount can,
// and for any number of amounts that shops have. The zero Sum is 0. The order
// of adding makes no difference.
type Sum struct {
	high  int64 // high·2^64 + low is in units of 10^-(2+extra)
	low   uint64
	extra uint8 // the largest of all amounts that were added
}

// Add adds a.
func (s *Sum) Add(a Amount) {
	if a.extra == s.extra { // as with most money
		low, carry := bits.Add64(s.low, uint64(a.units), 0)
		s.low = low
		s.high += a.units>>63 + int64(carry)
		return
	}
	s.add(a.units>>63, uint64(a.units), a.extra)
}

// Merge adds all that was added to o.
func (s *Sum) Merge(o Sum) {
	s.add(o.high, o.low, o.extra)
}

func (s *Sum) add(high int64, low uint64, extra uint8) {
	if extra > s.extra {
		s.high, s.low = times(s.high, s.low, pow10[extra-s.extra])
		s.extra = extra
	} else if extra < s.extra {
		high, low = times(high, low, pow10[s.extra-extra])
	}
	var carry uint64
	s.low, carry = bits.Add64(s.low, low, 0)
	s.high += high + int64(carry)
}

// times multiplies high·2^64 + low.
func times(high int64, low uint64, by int64) (int64, uint64) {
	carry, low := bits.Mul64(low, uint64(by))
	return high*by + int64(carry), low
}

// Units returns the sum as units × 10^-scale, without allocating; scale is 2 or
// more. ok is false if units do not fit in 18 digits.
func (s *Sum) Units() (units int64, scale int, ok bool) {
	units = int64(s.low)
	ok = s.high == units>>63 && units < pow10[maxDigits] && units > -pow10[maxDigits]
	return units, int(s.extra) + baseScale, ok
}

// Decimal returns the sum.
func (s *Sum) Decimal() decimal.Decimal {
	units, scale, ok := s.Units()
	if ok {
		return decimal.New(units, -int32(scale))
	}
	wide := new(big.Int).Lsh(big.NewInt(s.high), 64)
	wide.Add(wide, new(big.Int).SetUint64(s.low))
	return decimal.NewFromBigInt(wide, -int32(scale))
}
