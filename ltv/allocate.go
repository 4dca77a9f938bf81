package ltv

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"
)

// Allocate splits a total by weights into parts of the given number of decimals
// that sum to the total exactly. Each part is total × weight / all weights,
// rounded down or up to the next: the largest remainders are rounded up, and of
// equal ones those that come first (Hamilton's method).
//
// A weight may be negative, and its part is then negative too, but the sum of
// the weights must be above 0. The error is an *[InputError] for a sum that is
// not above 0, for a total or weight out of range, or for a total with more
// decimals than places. It takes O(n log n).
func Allocate(total decimal.Decimal, weights []decimal.Decimal, places int32) ([]decimal.Decimal, error) {
	c := inputCheck{of: "Allocate"}
	c.places(places)
	c.money("total", total.Abs())
	for i, w := range weights {
		c.money(fmt.Sprintf("weights[%d]", i), w.Abs())
	}
	if c.err != nil {
		return nil, c.err
	}
	if !total.Equal(total.Truncate(places)) {
		return nil, &InputError{"Allocate.total", fmt.Errorf("%v %w: more than %d decimals", total, ErrOutOfRange, places)}
	}
	sum := decimal.Sum(decimal.Zero, weights...)
	if sum.Sign() <= 0 {
		return nil, &InputError{"Allocate.weights", fmt.Errorf("sum %v %w: must be above 0", sum, ErrOutOfRange)}
	}
	return allocate(wholeUnits(total, -places), weights, places), nil
}

func allocate(total *big.Int, weights []decimal.Decimal, places int32) []decimal.Decimal {
	low := int32(0)
	for _, w := range weights {
		low = min(low, w.Exponent())
	}
	all := new(big.Int)
	parts := make([]*big.Int, len(weights)) // weights first, then parts
	for i, w := range weights {
		parts[i] = wholeUnits(w, low)
		all.Add(all, parts[i])
	}
	left := new(big.Int).Set(total)
	rest := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	for i, p := range parts {
		p.Mul(p, total)
		_, rest[i] = p.DivMod(p, all, new(big.Int)) // rounds down
		left.Sub(left, p)
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(rest[b].Cmp(rest[a]), cmp.Compare(a, b)) })
	for _, i := range order[:left.Int64()] {
		parts[i].Add(parts[i], big.NewInt(1))
	}
	result := make([]decimal.Decimal, len(parts))
	for i, p := range parts {
		result[i] = decimal.NewFromBigInt(p, -places)
	}
	return result
}

// wholeUnits returns d as a number of 10^exp, rounded down to a whole one.
func wholeUnits(d decimal.Decimal, exp int32) *big.Int { return d.Shift(-exp).Floor().BigInt() }
