package ltv

import (
	"errors"
	"fmt"
	"math"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// InputError tells which input of a calculation is impossible, and why.
type InputError struct {
	Field string // as in "Formula.Margin"
	Err   error
}

// Error implements error.
func (e *InputError) Error() string { return fmt.Sprintf("ltv: %s: %v", e.Field, e.Err) }

// Unwrap returns Err.
func (e *InputError) Unwrap() error { return e.Err }

// What is wrong with an input, for [errors.Is].
var (
	// ErrNegative is about money, a rate or a number of things below 0.
	ErrNegative = errors.New("is negative")
	// ErrNotFinite is about NaN and infinities.
	ErrNotFinite = errors.New("is not a finite number")
	// ErrNotShare is about a share or probability outside 0 to 1.
	ErrNotShare = errors.New("is not between 0 and 1")
	// ErrOutOfRange is about numbers that are too large, or of too many digits,
	// to calculate with.
	ErrOutOfRange = errors.New("is out of range")
	// ErrPeriod is about a rate or a model without a period, or with a period
	// that is not a length of months and days.
	ErrPeriod = errors.New("is not a period of months or days")
	// ErrMoreThanChurn is about a reduction that would take churn below 0.
	ErrMoreThanChurn = errors.New("is more than there is churn")
	// ErrDiverges is about customers who stay for ever while nothing is
	// discounted, or whose margin grows faster than they leave: their value
	// without a horizon is infinite.
	ErrDiverges = errors.New("the value grows without end")
)

// inputCheck looks at the inputs of one calculation, and keeps the first fault.
type inputCheck struct {
	of  string
	err error
}

func (c *inputCheck) fail(field string, err error) {
	if c.err == nil {
		c.err = &InputError{c.of + "." + field, err}
	}
}

func (c *inputCheck) money(field string, d decimal.Decimal) {
	switch {
	case tooWide(d):
		c.fail(field, fmt.Errorf("%s %w", shown(d), ErrOutOfRange))
	case d.IsNegative():
		c.fail(field, fmt.Errorf("%v %w", d, ErrNegative))
	}
}

// costs is for money to be divided by.
func (c *inputCheck) costs(field string, d decimal.Decimal) {
	c.money(field, d)
	if d.IsZero() {
		c.fail(field, fmt.Errorf("%v %w: must be above 0", d, ErrOutOfRange))
	}
}

func (c *inputCheck) finite(field string, f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		c.fail(field, fmt.Errorf("%v %w", f, ErrNotFinite))
	}
}

func (c *inputCheck) rate(field string, f float64) {
	c.finite(field, f)
	if f < 0 {
		c.fail(field, fmt.Errorf("%v %w", f, ErrNegative))
	}
}

func (c *inputCheck) share(field string, f float64) {
	c.finite(field, f)
	if f < 0 || f > 1 {
		c.fail(field, fmt.Errorf("%v %w", f, ErrNotShare))
	}
}

func (c *inputCheck) count(field string, n int) {
	if n < 0 {
		c.fail(field, fmt.Errorf("%d %w", n, ErrNegative))
	}
}

func (c *inputCheck) places(n int32) {
	if n < 0 || n > mostPlaces {
		c.fail("Places", fmt.Errorf("%d %w: 0 to %d", n, ErrOutOfRange, mostPlaces))
	}
}

// period is for lengths that may be left out.
func (c *inputCheck) period(field string, s retention.Span) {
	if !s.IsZero() && !isPeriod(s) {
		c.fail(field, fmt.Errorf("%v %w", s, ErrPeriod))
	}
}

// tooWide reports whether d has so many digits before or after the point that to
// calculate with it, or to print it, may take unreasonable time and memory.
func tooWide(d decimal.Decimal) bool {
	const most = 100
	return d.Exponent() < -most || d.NumDigits()+int(d.Exponent()) > most
}

// shown prints any d.
func shown(d decimal.Decimal) string {
	if tooWide(d) {
		return fmt.Sprintf("%d-digit number × 10^%d", d.NumDigits(), d.Exponent())
	}
	return d.String()
}

// mostPlaces is as many decimals as a [retention.Amount] has.
const mostPlaces = 12

// exactDecimal returns the shortest decimal that reads back as f, which must be
// finite: 0.1 is one tenth.
func exactDecimal(f float64) decimal.Decimal { return decimal.NewFromFloat(f) }

var decimalOne = decimal.NewFromInt(1)
