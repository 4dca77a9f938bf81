package ltv

import (
	"fmt"
	"math"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Timing tells when in its period a customer's margin comes in. The zero Timing
// is [AtEnd].
type Timing uint8

const (
	// AtEnd is a margin at the end of each period, from those who are still
	// customers then. The first margin comes a period from now. It suits the
	// value of customers who have just paid.
	AtEnd Timing = iota
	// AtStart is a margin at the start of each period. The first margin comes
	// now, from everybody. It suits new customers who pay in advance.
	AtStart
)

var timingNames = names{"Timing", []string{AtEnd: "end", AtStart: "start"}}

// String returns "end" or "start".
func (t Timing) String() string { return timingNames.text(uint8(t)) }

// MarshalText returns what String does, or an error for an unknown value.
func (t Timing) MarshalText() ([]byte, error) { return timingNames.marshal(uint8(t)) }

// UnmarshalText reads what MarshalText wrote.
func (t *Timing) UnmarshalText(text []byte) error {
	i, err := timingNames.unmarshal(text)
	if err == nil {
		*t = Timing(i)
	}
	return err
}

// RetentionModel is the discounted value of a customer who pays a margin every
// period and stays from each period to the next with one probability: the
// customer retention model of Dwyer (1997), for contracts, memberships and
// other business where a lost customer is lost for good.
//
// With m = Margin - Service, r = Retention, g = Growth and d = the Discount over
// one Period, the value without a horizon is
//
//	AtEnd    Σ m·r^t·(1+g)^(t-1)/(1+d)^t, t = 1, 2, ...  =  m·r / (1+d - r·(1+g))
//	AtStart  Σ m·r^t·(1+g)^t/(1+d)^t,     t = 0, 1, ...  =  m·(1+d) / (1+d - r·(1+g))
//
// less the Acquisition. AtEnd with no growth is the margin multiple r/(1+d-r)
// of Gupta & Lehmann (2003), "Customers as Assets", Journal of Interactive
// Marketing 17(1); AtStart, with the first margin undiscounted and certain, is
// the form of Blattberg, Getz & Thomas (2001), Customer Equity. Without growth
// they differ by exactly that margin, so figures from a source that does not
// state its timing cannot be compared. With a horizon of n Periods the sums
// stop after n terms and are 1 - (r·(1+g)/(1+d))^n times as large.
//
// Rates are read as the decimals that print them. A value is exact except for
// two factors, which are computed in float64: the conversion of a Discount
// whose period is not Period, and the factor of a horizon. It is rounded once,
// to Places decimals, half away from zero.
type RetentionModel struct {
	Margin      decimal.Decimal `json:"margin"`      // that a customer brings in a period
	Service     decimal.Decimal `json:"service"`     // cost of serving and keeping a customer for a period
	Acquisition decimal.Decimal `json:"acquisition"` // cost of winning the customer, now and once

	Retention float64        `json:"retention"`       // probability of staying from a period to the next, 0 to 1
	Growth    float64        `json:"growth"`          // by which Margin - Service grows a period, above -1
	Period    retention.Span `json:"period,omitzero"` // that Retention, Margin, Service and Growth are of; needed with a Discount
	Discount  Discount       `json:"discount"`
	Timing    Timing         `json:"timing"`

	Periods int   `json:"periods"` // horizon in periods; 0 for none
	Places  int32 `json:"places"`  // decimals of the currency: 0 for yen, 2 for euro, at most 12
}

// Value returns the expected discounted margin over all periods, less the cost
// of serving and winning the customer. It is below 0 for a customer who does
// not earn these costs.
//
// The error is an *[InputError]: for a field out of its domain, for a Discount
// without a Period ([ErrPeriod]), or for r·(1+g) >= 1+d without a horizon
// ([ErrDiverges]), as when no customer leaves and nothing is discounted.
func (m RetentionModel) Value() (decimal.Decimal, error) {
	s, err := m.series()
	if err != nil {
		return decimal.Decimal{}, err
	}
	top, bottom, err := s.factor(m.Periods)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return m.net().Mul(top).Sub(m.Acquisition.Mul(bottom)).DivRound(bottom, m.Places), nil
}

// Multiple returns the factor by which the net margin of one period must be
// multiplied to get its value over all periods: Value is (Margin - Service) ×
// Multiple - Acquisition. The error is that of Value, or about a multiple
// beyond float64.
func (m RetentionModel) Multiple() (float64, error) {
	s, err := m.series()
	if err != nil {
		return 0, err
	}
	top, bottom, err := s.factor(m.Periods)
	if err != nil {
		return 0, err
	}
	multiple := quotient(top, bottom)
	if math.IsInf(multiple, 0) {
		return 0, &InputError{"RetentionModel.Multiple", ErrOutOfRange}
	}
	return multiple, nil
}

// churn returns 1 - Retention, of a model that was checked.
func (m RetentionModel) churn() decimal.Decimal { return decimalOne.Sub(exactDecimal(m.Retention)) }

// net returns the net margin of a period.
func (m RetentionModel) net() decimal.Decimal { return m.Margin.Sub(m.Service) }

func (m RetentionModel) check() error {
	if err := m.Discount.check(); err != nil {
		return err
	}
	c := inputCheck{of: "RetentionModel"}
	c.money("Margin", m.Margin)
	c.money("Service", m.Service)
	c.money("Acquisition", m.Acquisition)
	c.share("Retention", m.Retention)
	c.finite("Growth", m.Growth)
	if m.Growth <= -1 {
		c.fail("Growth", fmt.Errorf("%v %w: must be above -1", m.Growth, ErrOutOfRange))
	}
	c.period("Period", m.Period)
	if m.Discount.Rate != 0 && m.Period.IsZero() {
		c.fail("Period", fmt.Errorf("%v %w, and the discount is one of %v", m.Period, ErrPeriod, m.Discount.Per))
	}
	if m.Timing > AtStart {
		c.fail("Timing", fmt.Errorf("%d %w", m.Timing, ErrOutOfRange))
	}
	c.count("Periods", m.Periods)
	c.places(m.Places)
	return c.err
}

// series is the geometric series of a [RetentionModel] with a net margin of 1:
// each term is the one before, times 1 - loss.
type series struct {
	first decimal.Decimal // the first term, times full
	full  decimal.Decimal // 1 + d
	fade  decimal.Decimal // 1 + d - r·(1+g); 0 or less if terms do not shrink
	loss  float64         // fade / full
}

func (m RetentionModel) series() (series, error) {
	if err := m.check(); err != nil {
		return series{}, err
	}
	d, err := m.Discount.Over(m.Period)
	if err != nil {
		return series{}, err
	}
	stay := exactDecimal(m.Retention)
	s := series{full: decimalOne.Add(exactDecimal(d))}
	s.fade = s.full.Sub(stay.Mul(decimalOne.Add(exactDecimal(m.Growth))))
	s.loss = quotient(s.fade, s.full)
	if s.first = stay; m.Timing == AtStart {
		s.first = s.full
	}
	return s, nil
}

// factor returns the sum of the first n terms, or of all if n is 0, as a
// fraction.
func (s series) factor(n int) (top, bottom decimal.Decimal, err error) {
	switch {
	case n == 0 && s.fade.Sign() <= 0:
		return top, bottom, &InputError{"RetentionModel.Retention", fmt.Errorf("with this growth and discount and no horizon, %w", ErrDiverges)}
	case n == 0:
		return s.first, s.fade, nil
	case s.fade.IsZero():
		return s.first.Mul(decimal.NewFromInt(int64(n))), s.full, nil
	}
	sum := -math.Expm1(float64(n) * s.logRatio())
	if math.IsInf(sum, 0) {
		return top, bottom, &InputError{"RetentionModel.Growth", fmt.Errorf("over %d periods %w", n, ErrOutOfRange)}
	}
	return s.first.Mul(exactDecimal(sum)), s.fade, nil
}

// logRatio returns the logarithm of the ratio of a term to the one before; it
// keeps its digits where the ratio is close to 1.
func (s series) logRatio() float64 { return math.Log1p(-s.loss) }
