package btyd

import (
	"errors"
	"fmt"
	"math"
)

// ErrDiscount is wrapped by errors about discount rates.
var ErrDiscount = errors.New("cannot discount")

// Discount is a rate of interest and the period it is for: 10 % a year is
// Discount{Rate: 0.10, Per: Years(1)}. The rate is effective: one unit of money
// due after a time t is worth (1+Rate)^(-t/Per) today, for any t. The zero
// Discount takes nothing off.
type Discount struct {
	Rate float64 `json:"rate"`    // 0 or more: 0.10 is 10 %
	Per  Time    `json:"perDays"` // more than none, unless Rate is 0
}

// Check returns an error wrapping [ErrDiscount] if d is not a valid discount.
func (d Discount) Check() error {
	switch {
	case !(d.Rate >= 0 && d.Rate <= math.MaxFloat64):
		return fmt.Errorf("btyd: %w at a rate of %v", ErrDiscount, d.Rate)
	case d.Rate > 0 && !(d.Per.finite() && d.Per.days > 0):
		return fmt.Errorf("btyd: %w: no period for the rate of %v", ErrDiscount, d.Rate)
	case d.Rate > 0 && !(d.perDay() > 0 && d.perDay() <= math.MaxFloat64):
		return fmt.Errorf("btyd: %w: a rate of %v for %v is too little or too much for a day", ErrDiscount, d.Rate, d.Per)
	}
	return nil
}

// perDay returns the force of interest of a rate above 0. It may round to 0, or
// to infinity.
func (d Discount) perDay() float64 { return math.Log1p(d.Rate) / d.Per.days }

// Continuous returns the force of interest, ln(1+Rate) for each Per, as a rate
// for each unit. It panics if d fails [Discount.Check].
func (d Discount) Continuous(u Unit) float64 {
	if err := d.Check(); err != nil {
		panic(err.Error())
	}
	if d.Rate == 0 {
		return 0
	}
	return math.Log1p(d.Rate) / d.Per.In(u)
}

// force returns the force of interest per day, which must be above 0.
func (d Discount) force(method string) float64 {
	f := d.Continuous(Day)
	if f == 0 {
		panic("btyd." + method + ": the rate of discount is 0")
	}
	return f
}
