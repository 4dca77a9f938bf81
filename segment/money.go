package segment

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"
)

// Money returns a field of exact decimals: spendings, balances, average baskets.
// Values are compared as numbers: 12.5 is 12.50. One with an exponent below -1,000
// or above 1,000 is missing: nobody has so much, and adding it up would take
// forever.
func Money[T any](name string, read func(customer T) decimal.Decimal) Field[T, decimal.Decimal] {
	f := newField(name, monies(), read)
	f.fast = moneyTest[T]
	return f
}

func monies() *values[decimal.Decimal] {
	return &values[decimal.Decimal]{
		kind:    kindMoney,
		data:    func(v decimal.Decimal) any { return v },
		native:  nativeMoney,
		compare: decimal.Decimal.Cmp,
		asks:    moneyPredicate,
		add:     func(a, b decimal.Decimal) (decimal.Decimal, int) { return a.Add(b), 0 },
		present: isMoney,
		isZero:  decimal.Decimal.IsZero,
	}
}

func nativeMoney(data any) (decimal.Decimal, error) {
	switch data := data.(type) {
	case decimal.Decimal:
		return data, nil
	case int64:
		return decimal.NewFromInt(data), nil
	}
	return decimal.Decimal{}, fmt.Errorf("%v is no amount", data)
}

func moneyTest[T any](read func(T) decimal.Decimal, o op, args []decimal.Decimal) test[T] {
	holds := moneyPredicate(o, args)
	return func(c T, _ *Moment) Truth {
		v := read(c)
		if !isMoney(v) {
			return Unknown
		}
		return TruthOf(holds(v))
	}
}

func isMoney(d decimal.Decimal) bool {
	const most = 1000
	return -most <= d.Exponent() && d.Exponent() <= most
}

func moneyPredicate(o op, args []decimal.Decimal) func(decimal.Decimal) bool {
	b := newBound(args[0])
	switch o {
	case opIn:
		bounds := make([]*bound, len(args))
		for i, a := range args {
			bounds[i] = newBound(a)
		}
		return func(v decimal.Decimal) bool {
			return slices.ContainsFunc(bounds, func(b *bound) bool { return b.compare(v) == 0 })
		}
	case opInRange:
		to := newBound(args[1])
		return func(v decimal.Decimal) bool { return b.compare(v) >= 0 && to.compare(v) < 0 }
	case opIs:
		return func(v decimal.Decimal) bool { return b.compare(v) == 0 }
	case opAbove:
		return func(v decimal.Decimal) bool { return b.compare(v) > 0 }
	case opAtLeast:
		return func(v decimal.Decimal) bool { return b.compare(v) >= 0 }
	case opBelow:
		return func(v decimal.Decimal) bool { return b.compare(v) < 0 }
	}
	return func(v decimal.Decimal) bool { return b.compare(v) <= 0 }
}

// bound is a decimal to compare others with, faster than Decimal.Cmp, which
// allocates if the numbers of decimals differ.
type bound struct {
	exact decimal.Decimal
	units int64 // of 10^exp
	exp   int32
	short bool // whether it is units·10^exp
}

const shortDigits = 18 // fit in an int64

func newBound(d decimal.Decimal) *bound {
	b := &bound{exact: d, exp: d.Exponent(), short: d.NumDigits() <= shortDigits}
	if b.short {
		b.units = d.CoefficientInt64()
	}
	return b
}

// compare returns what v.Cmp of the bound does.
func (b *bound) compare(v decimal.Decimal) int {
	if !b.short || v.NumDigits() > shortDigits {
		return v.Cmp(b.exact)
	}
	units, exp := v.CoefficientInt64(), v.Exponent()
	switch {
	case exp == b.exp:
		return cmp.Compare(units, b.units)
	case exp > b.exp:
		if units, ok := scale(units, int64(exp)-int64(b.exp)); ok {
			return cmp.Compare(units, b.units)
		}
	default:
		if bound, ok := scale(b.units, int64(b.exp)-int64(exp)); ok {
			return cmp.Compare(units, bound)
		}
	}
	return v.Cmp(b.exact)
}

// scale returns units·10^digits, and whether it fits.
func scale(units, digits int64) (int64, bool) {
	if digits > shortDigits {
		return 0, units == 0
	}
	size := units
	if size < 0 {
		size = -size
	}
	high, low := bits.Mul64(uint64(size), powers[digits])
	if high != 0 || low > 1<<63-1 {
		return 0, false
	}
	if units < 0 {
		return -int64(low), true
	}
	return int64(low), true
}

var powers = [shortDigits + 1]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}
