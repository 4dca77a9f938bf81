package ltv

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// KeepOrWin compares the cost and value of keeping a customer and of winning a
// new one. It checks the 1:5 law, by which winning costs five times as much as
// keeping, with the user's numbers. That figure is quoted widely, mostly
// without a source. It says nothing about a given shop, and a ratio of costs
// alone does not tell where money is better spent: see
// [KeepOrWin.BreakEvenRatio].
//
// KeepCost is per customer who stays because of it. If a campaign reaches 100
// customers at 2 each, and 10 of them stay who would have left, it is 20, not 2.
type KeepOrWin struct {
	WinCost   decimal.Decimal `json:"winCost"`   // cost of one customer won, above 0
	KeepCost  decimal.Decimal `json:"keepCost"`  // cost of one customer kept, above 0
	WinValue  decimal.Decimal `json:"winValue"`  // what a customer won brings, before that cost
	KeepValue decimal.Decimal `json:"keepValue"` // what a customer kept brings, before that cost
}

// CostRatio returns WinCost / KeepCost: 5 is the 1:5 law. The error is an
// *[InputError] for a cost that is not above 0 or a value that is negative.
func (k KeepOrWin) CostRatio() (float64, error) {
	if err := k.check(); err != nil {
		return 0, err
	}
	return quotient(k.WinCost, k.KeepCost), nil
}

// BreakEvenRatio returns WinValue / KeepValue: the cost ratio at which money
// brings the same either way. Above it money is better spent on keeping. The
// error is that of CostRatio, or about a KeepValue of 0.
func (k KeepOrWin) BreakEvenRatio() (float64, error) {
	if err := k.check(); err != nil {
		return 0, err
	}
	c := inputCheck{of: "KeepOrWin"}
	if c.costs("KeepValue", k.KeepValue); c.err != nil {
		return 0, c.err
	}
	return quotient(k.WinValue, k.KeepValue), nil
}

// Spending compares a budget that is all spent on winning with one that is all
// spent on keeping.
type Spending struct {
	Win  Outlay `json:"win"`
	Keep Outlay `json:"keep"`
}

// Outlay is the result of spending a budget one way. Spent and Left sum to the
// budget.
type Outlay struct {
	Customers int64           `json:"customers"` // whole ones
	Spent     decimal.Decimal `json:"spent"`     // on them
	Left      decimal.Decimal `json:"left"`      // too little for another one
	Profit    decimal.Decimal `json:"profit"`    // what they bring, less Spent
}

// Spend returns how many customers a budget wins, how many it keeps, and the
// profit of each. Nothing is rounded. It assumes that the cost per customer is
// the same for the last as for the first, and that there are enough customers.
// The error is that of CostRatio, or about a budget that is negative or buys
// more than an int64 counts.
func (k KeepOrWin) Spend(budget decimal.Decimal) (Spending, error) {
	if err := k.check(); err != nil {
		return Spending{}, err
	}
	c := inputCheck{of: "KeepOrWin"}
	c.money("Spend", budget)
	if c.err != nil {
		return Spending{}, c.err
	}
	s := Spending{
		Win:  c.outlay(budget, k.WinCost, k.WinValue),
		Keep: c.outlay(budget, k.KeepCost, k.KeepValue),
	}
	if c.err != nil {
		return Spending{}, c.err
	}
	return s, nil
}

func (c *inputCheck) outlay(budget, cost, value decimal.Decimal) Outlay {
	n, left := budget.QuoRem(cost, 0)
	if !n.BigInt().IsInt64() {
		c.fail("Spend", fmt.Errorf("%v at %v each %w", budget, cost, ErrOutOfRange))
	}
	spent := budget.Sub(left)
	return Outlay{n.IntPart(), spent, left, n.Mul(value).Sub(spent)}
}

func (k KeepOrWin) check() error {
	c := inputCheck{of: "KeepOrWin"}
	c.costs("WinCost", k.WinCost)
	c.costs("KeepCost", k.KeepCost)
	c.money("WinValue", k.WinValue)
	c.money("KeepValue", k.KeepValue)
	return c.err
}

// quotient returns the float64 that is nearest to a / b.
func quotient(a, b decimal.Decimal) float64 {
	r := a.Rat()
	f, _ := r.Quo(r, b.Rat()).Float64()
	return f
}
