package rfm

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// total adds up entries of one column of money, exactly and mostly without
// allocating. The zero total is 0.
type total struct {
	units int64 // × 10^-scale
	scale uint8
	rest  decimal.Decimal // what units cannot hold
}

func (t *total) add(m *money, row int) {
	if m.wide != nil {
		t.rest = t.rest.Add(m.wide[row])
		return
	}
	t.scale = m.scale
	more := m.units[row]
	sum := t.units + more
	if (sum^t.units)&(sum^more) < 0 { // overflow: neither has the sign of sum
		t.rest = t.decimal()
		sum = more
	}
	t.units = sum
}

func (t *total) decimal() decimal.Decimal {
	return t.rest.Add(decimal.New(t.units, -int32(t.scale)))
}

// mean returns the total divided by n, rounded half away from zero to two
// decimals; 0 for n = 0.
func (t *total) mean(n int) decimal.Decimal {
	if n == 0 {
		return decimal.Decimal{}
	}
	return t.decimal().DivRound(decimal.NewFromInt(int64(n)), 2)
}

// share returns part / whole, and 0 for nothing of nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// moneyShare returns part / whole, and 0 where the whole is not above 0: a
// loss has no shares.
func moneyShare(part, whole decimal.Decimal) float64 {
	if whole.Sign() <= 0 {
		return 0
	}
	f, _ := new(big.Rat).Quo(part.Rat(), whole.Rat()).Float64()
	return f
}
