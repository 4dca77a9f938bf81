package ltv

import (
	"errors"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
)

// ErrNoMeanSpend is wrapped by every [*NoMeanSpendError].
var ErrNoMeanSpend = errors.New("no mean spend")

// NoMeanSpendError says that a model of spend has no mean, so that nothing can
// be valued by it. With Q at 1 or less, the few largest spenders make the
// average grow without bound. It happens where few customers came back, or
// where a few spend a thousand times what others do. Fit it to more customers,
// value those few by themselves, or value by the average, without a model of
// spend.
type NoMeanSpendError struct {
	Q float64
}

// Error returns the parameter and what to do.
func (e *NoMeanSpendError) Error() string {
	return fmt.Sprintf("ltv: %v: Gamma-Gamma with q = %v, which must be above 1: fit it to more customers, or value without it, by the average", ErrNoMeanSpend, e.Q)
}

// Unwrap returns [ErrNoMeanSpend].
func (e *NoMeanSpendError) Unwrap() error { return ErrNoMeanSpend }

// spending is what customers are expected to spend on a purchase: by a model, or
// the same for all.
type spending struct {
	model    *btyd.GammaGamma // nil: the mean for all
	estimate btyd.Estimate    // of the model
	mean     float64          // of everybody
	variance float64          // of the logarithm of mean, without a model
}

func spendingOf(base *Base, fit *btyd.Fit[btyd.GammaGamma]) (spending, error) {
	if fit == nil {
		return meanSpending(base, nil), nil
	}
	return modelSpending(fit)
}

func modelSpending(fit *btyd.Fit[btyd.GammaGamma]) (spending, error) {
	if err := fit.Model.Check(); err != nil {
		return spending{}, fmt.Errorf("ltv: spend: %w", err)
	}
	mean, ok := fit.Model.Mean()
	if !ok {
		return spending{}, &NoMeanSpendError{fit.Model.Q}
	}
	s := spending{model: &fit.Model, estimate: fit.Estimate, mean: mean}
	return s, agree("spend", s.estimate, s.model.Params())
}

// meanSpending returns the money of a day of repeat purchases, on average, or of
// any day if there are none of these; and the variance of its logarithm, as that
// of a ratio of two sums over customers, Σ(mᵢ-mean·xᵢ)²/(Σmᵢ)² (Cochran,
// Sampling Techniques, 1977, section 6.4). Customers have weights, or count once.
func meanSpending(base *Base, weights []float64) spending {
	if s := meanOf(base, weights, repeatsOf); s.mean > 0 {
		return s
	}
	return meanOf(base, weights, visitsOf)
}

func repeatsOf(c *Customer) (days, money float64) {
	return float64(c.Repeats), c.RepeatSales.InexactFloat64()
}

func visitsOf(c *Customer) (days, money float64) {
	return float64(c.Repeats + 1), c.Sales.InexactFloat64()
}

func meanOf(base *Base, weights []float64, of func(*Customer) (days, money float64)) (s spending) {
	each := func(do func(days, money, weight float64)) {
		for i := range base.customers {
			days, money := of(&base.customers[i])
			weight := 1.0
			if weights != nil {
				weight = weights[i]
			}
			do(days, money, weight)
		}
	}
	var allDays, allMoney, off float64
	each(func(days, money, weight float64) {
		allDays += weight * days
		allMoney += weight * money
	})
	if !(allMoney > 0) {
		return spending{}
	}
	s.mean = allMoney / allDays
	each(func(days, money, weight float64) {
		one := weight * (money - s.mean*days) / allMoney
		off += one * one
	})
	s.variance = off
	return s
}

// expected returns what a customer is expected to spend on a purchase.
func (s *spending) expected(c btyd.Spend) float64 {
	if s.model == nil {
		return s.mean
	}
	if mean, ok := s.model.Expected(c); ok {
		return mean
	}
	return math.MaxFloat64 // too large for a number
}

// spendGradient has the derivatives of the logarithm of expected spend: in p, q
// and gamma, or in the logarithm of the mean.
type spendGradient [3]float64

// gradient differentiates the logarithm of P(γ+z)/(Px+Q-1), for x purchases of z
// together.
func (s *spending) gradient(c btyd.Spend) spendGradient {
	if s.model == nil {
		return spendGradient{1}
	}
	m, x := s.model, float64(c.X())
	more := m.P*x + m.Q - 1
	return spendGradient{(m.Q - 1) / (m.P * more), -1 / more, 1 / (m.Gamma + x*c.Mean())}
}

// logVariance returns the variance of a logarithm that has the gradient.
func (s *spending) logVariance(g spendGradient) float64 {
	if s.model == nil {
		return s.variance * g[0] * g[0]
	}
	v, _ := s.estimate.Variance(g[:])
	return v
}

// noInterval returns why there is no variance, or nil.
func (s *spending) noInterval() error {
	if s.model == nil {
		return nil
	}
	return noCovariance("spend", &s.estimate)
}
