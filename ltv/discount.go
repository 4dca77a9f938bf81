package ltv

import (
	"fmt"
	"math"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Discount is the value that money loses by coming later: an effective rate and
// its period. 10 % a year is
//
//	ltv.Discount{Rate: 0.10, Per: retention.Span{Months: 12}}
//
// So a yearly rate cannot be taken for a monthly one by mistake: a model states
// its own period, and the rate is converted. The zero Discount takes nothing
// off: money later is as good as money now.
//
// It is for a [RetentionModel], whose periods are periods of the calendar. A
// [ValueBasis], which values the forecasts of probability models, takes a
// Discount of package btyd instead: also a rate and its period, but in
// continuous time. The two types do not mix.
type Discount struct {
	Rate float64        `json:"rate"`         // 0 or more; read as the decimal that prints it
	Per  retention.Span `json:"per,omitzero"` // months, days or both, above 0; needed unless Rate is 0
}

// Over returns the effective rate over another period,
//
//	(1 + Rate)^(period/Per) - 1
//
// in float64. 10 % a year is 0.797 % a month, not 0.833 %, so that twelve
// months of it are 10 % again. Of equal lengths, such as P1Y and P12M, the rate
// is returned as it is.
//
// Months are compared with months and days with days. Where the two meet, a
// month is a twelfth of the mean year of 365.25 days.
//
// The error is an *[InputError] about the rate, or about a period that is
// missing, not above 0 or exact time.
func (d Discount) Over(period retention.Span) (float64, error) {
	if err := d.check(); err != nil {
		return 0, err
	}
	if d.Rate == 0 {
		return 0, nil
	}
	if !isPeriod(period) {
		return 0, &InputError{"Discount.Over", fmt.Errorf("%v %w", period, ErrPeriod)}
	}
	n := spanRatio(period, d.Per)
	if n == 1 {
		return d.Rate, nil
	}
	rate := math.Expm1(n * math.Log1p(d.Rate))
	if math.IsInf(rate, 0) {
		return 0, &InputError{"Discount.Rate", fmt.Errorf("%v over %v %w", d.Rate, period, ErrOutOfRange)}
	}
	return rate, nil
}

func (d Discount) check() error {
	c := inputCheck{of: "Discount"}
	c.rate("Rate", d.Rate)
	c.period("Per", d.Per)
	if d.Rate != 0 && d.Per.IsZero() {
		c.fail("Per", fmt.Errorf("%v %w", d.Per, ErrPeriod))
	}
	return c.err
}

// scaled returns the discount with its rate times a factor.
func (d Discount) scaled(by decimal.Decimal) Discount {
	d.Rate = scaledFloat(d.Rate, by)
	return d
}

// daysPerMonth is that of the mean year of the Gregorian calendar.
const daysPerMonth = 365.25 / 12

var oneYear = retention.Span{Months: 12}

// A period has at most so many months and days, some 90,000 years each.
const (
	mostMonths = 1 << 20
	mostDays   = 1 << 25
)

// isPeriod reports whether s is a length of months and days.
func isPeriod(s retention.Span) bool {
	return s.Exact == 0 && 0 <= s.Months && s.Months <= mostMonths && 0 <= s.Days && s.Days <= mostDays && !s.IsZero()
}

// spanRatio returns how often the period b goes into the period a.
func spanRatio(a, b retention.Span) float64 {
	switch {
	case a == b:
		return 1
	case a.Days == 0 && b.Days == 0:
		return float64(a.Months) / float64(b.Months)
	case a.Months == 0 && b.Months == 0:
		return float64(a.Days) / float64(b.Days)
	}
	return meanDays(a) / meanDays(b)
}

func meanDays(s retention.Span) float64 { return float64(s.Months)*daysPerMonth + float64(s.Days) }
