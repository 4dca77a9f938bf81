package ltv

import (
	"fmt"
	"math"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Payback tells when a customer has earned what it cost to win them.
type Payback struct {
	Payments int            `json:"payments"`        // margins that it takes; 0 if there is no cost
	Periods  int            `json:"periods"`         // that have passed by the last of them
	After    retention.Span `json:"after,omitzero"`  // the same as a length of time; zero if the model states no Period
	Never    Never          `json:"never,omitempty"` // why it never happens, or ""; then the rest is 0
}

// mostPeriods is as many periods as a payback is looked for.
const mostPeriods = 1_000_000

// Payback returns when the expected discounted net margins sum to the
// Acquisition. A sum that falls short by less than one part in 10^12 counts as
// reaching it. If it is never reached, Never has the reason; that is not an
// error. It takes constant time.
//
// It looks ahead up to the model's own horizon, but no more than a million
// periods. The error is an *[InputError] for a field out of its domain. A model
// whose Value diverges has a payback all the same.
func (m RetentionModel) Payback() (Payback, error) {
	s, err := m.series()
	if err != nil {
		return Payback{}, err
	}
	never := m.never(s)
	if m.Acquisition.IsZero() || never != "" {
		return Payback{Never: never}, nil
	}
	horizon := mostPeriods
	if m.Periods > 0 {
		horizon = min(m.Periods, horizon)
	}
	target := quotient(m.Acquisition.Mul(s.full), m.net().Mul(s.first))
	n, ok := s.reach(target*(1-1e-12), horizon)
	if !ok {
		return Payback{Never: TooLate}, nil
	}
	p := Payback{Payments: n, Periods: n}
	if m.Timing == AtStart {
		p.Periods--
	}
	p.After = repeatedSpan(m.Period, p.Periods)
	return p, nil
}

// never returns why the cost cannot be earned, however long it is waited for.
func (m RetentionModel) never(s series) Never {
	all, reached := m.net().Mul(s.first), m.Acquisition.Mul(s.fade)
	switch {
	case m.Acquisition.IsZero():
		return ""
	case m.net().Sign() <= 0:
		return NoMargin
	case s.fade.Sign() > 0 && (all.LessThan(reached) || all.Equal(reached) && !s.fade.Equal(s.full)):
		return Fades
	}
	return ""
}

// reach returns the smallest n for which 1 + q + ... + q^(n-1) is target or more.
func (s series) reach(target float64, most int) (n int, ok bool) {
	enough := func(n int) bool { return s.terms(n) >= target }
	if !enough(most) {
		return 0, false
	}
	guess := target
	if !s.fade.IsZero() {
		guess = math.Log1p(-target*s.loss) / s.logRatio()
	}
	n = int(min(max(1, math.Ceil(guess)), float64(most)))
	for n < most && !enough(n) {
		n++
	}
	for n > 1 && enough(n-1) {
		n--
	}
	return n, true
}

// terms returns 1 + q + ... + q^(n-1).
func (s series) terms(n int) float64 {
	if s.fade.IsZero() {
		return float64(n)
	}
	return -math.Expm1(float64(n)*s.logRatio()) / s.loss
}

// CashFlow is the expected position with a customer after a number of payments.
type CashFlow struct {
	Payments   int             `json:"payments"`
	Periods    int             `json:"periods"`    // that have passed
	Alive      float64         `json:"alive"`      // probability that the last payment is made
	Present    decimal.Decimal `json:"present"`    // the last payment: its expected discounted net margin
	Cumulative decimal.Decimal `json:"cumulative"` // of all payments so far, less the Acquisition
}

// Schedule returns the first n payments, ready to plot: Cumulative starts near
// minus the Acquisition and crosses 0 at the [Payback]. Each amount is rounded
// by itself to Places decimals, so that Cumulative need not be the sum of
// rounded payments. It ends earlier at the horizon. Its error is that of
// Payback, or about an n below 0 or above a million.
func (m RetentionModel) Schedule(n int) ([]CashFlow, error) {
	s, err := m.series()
	if err != nil {
		return nil, err
	}
	if n < 0 || n > mostPeriods {
		return nil, &InputError{"RetentionModel.Schedule", fmt.Errorf("%d payments %w: 0 to %d", n, ErrOutOfRange, mostPeriods)}
	}
	if m.Periods > 0 {
		n = min(n, m.Periods)
	}
	flows := make([]CashFlow, n)
	for i := range flows {
		if flows[i], err = m.payment(s, i+1); err != nil {
			return nil, err
		}
	}
	return flows, nil
}

// payment returns the n-th payment.
func (m RetentionModel) payment(s series, n int) (CashFlow, error) {
	top, bottom, err := s.factor(n)
	if err != nil {
		return CashFlow{}, err
	}
	term := exactDecimal(math.Pow(1-s.loss, float64(n-1)))
	f := CashFlow{
		Payments:   n,
		Periods:    n,
		Present:    m.net().Mul(s.first).Mul(term).DivRound(s.full, m.Places),
		Cumulative: m.net().Mul(top).Sub(m.Acquisition.Mul(bottom)).DivRound(bottom, m.Places),
	}
	if m.Timing == AtStart {
		f.Periods--
	}
	f.Alive = math.Pow(m.Retention, float64(f.Periods))
	return f, nil
}
