package loyalty

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"
)

// BreakageEstimate is how many points of each cohort will be redeemed in the end,
// estimated from older cohorts.
type BreakageEstimate struct {
	// Developed[k] is the part of a cohort's redemptions that is made by the end of
	// its month k, from 0 to 1.
	Developed []float64 `json:"developed"`
	// Rate is the ultimate redemption rate: the part of the points issued that is
	// redeemed in the end, from 0 to 1. 1 - Rate is the breakage rate.
	Rate    float64          `json:"rate"`
	Cohorts []CohortEstimate `json:"cohorts"` // those of the Development
}

// CohortEstimate is how many points of one cohort will be redeemed in the end.
type CohortEstimate struct {
	CohortBreakage         // of what is outstanding
	Issued         Points  `json:"issued"`
	Redeemed       Points  `json:"redeemed"` // so far
	Ultimate       float64 `json:"ultimate"` // redeemed in the end
}

// Estimate estimates by the chain ladder method how many points will be redeemed
// in the end. I(i) are the points that cohort i issued, and C(i, k) those of them
// that were redeemed by the end of its month k; now is its last month in Redeemed.
//
//	f(k) = Σ C(i, k+1) ÷ Σ C(i, k)          age-to-age factors
//	G(k) = 1 ÷ (f(k) × f(k+1) × … × tail)   the part that is developed
//	URR  = Σ C(i, now) ÷ Σ (I(i) × G(now))  ultimate redemption rate, at most 1
//	U(i) = C(i, now) + I(i) × URR × (1 - G(now))
//
// The sums of f(k) are over the cohorts that have a month k+1. f(k) is 1 if these
// have redeemed nothing. tail is the factor by which redemptions still grow beyond
// the age of the oldest cohort: 1, or 0, if that is fully developed. The breakage of
// the outstanding points of a cohort, O(i), is 1 - (U(i) - C(i, now)) ÷ O(i), at
// least 0, rounded half to even to 6 decimals; it is 0 if nothing is outstanding.
//
// The triangle of points issued, the ultimate redemption rate and breakage as what
// remains are those of T. A. Gault, L. Llaguno and M. Ménard, Loyalty Rewards and
// Gift Card Programs: Basic Actuarial Estimation Techniques, CAS E-Forum 2012. A
// chain ladder alone says nothing of cohorts too young to have redeemed anything. So
// the rate comes from all cohorts together, with what they issued as the exposure (the
// Cape Cod method of H. Bühlmann and J. N. Stanard). What is still to come of each is
// by R. L. Bornhuetter and R. E. Ferguson, The Actuary and IBNR, PCAS 1972.
//
// The error wraps [ErrValue] for a tail that is below 1 or infinite, and if no
// cohort has points and a month that is over.
func (d *Development) Estimate(tail float64) (BreakageEstimate, error) {
	if tail == 0 {
		tail = 1
	}
	if !(tail >= 1) || math.IsInf(tail, 0) {
		return BreakageEstimate{}, fmt.Errorf("loyalty: %w: a tail of %v", ErrValue, tail)
	}
	e := BreakageEstimate{Developed: d.developed(tail)}
	redeemed, exposed := 0.0, 0.0
	for i := range d.Cohorts {
		c := &d.Cohorts[i]
		if age := len(c.Redeemed) - 1; age >= 0 {
			redeemed += float64(c.redeemedBy(age))
			exposed += float64(c.Issued) * e.Developed[age]
		}
	}
	if exposed == 0 {
		return BreakageEstimate{}, fmt.Errorf("loyalty: %w: no points old enough to learn from", ErrValue)
	}
	e.Rate = min(redeemed/exposed, 1)
	for i := range d.Cohorts {
		e.Cohorts = append(e.Cohorts, e.cohort(&d.Cohorts[i]))
	}
	return e, nil
}

// developed returns G.
func (d *Development) developed(tail float64) []float64 {
	if len(d.Cohorts) == 0 {
		return nil
	}
	g := make([]float64, len(d.Cohorts[0].Redeemed)) // no cohort is older
	for k := len(g) - 1; k >= 0; k-- {
		if k == len(g)-1 {
			g[k] = 1 / tail
			continue
		}
		g[k] = g[k+1]
		if now, next := d.step(k); next > 0 {
			g[k] *= now / next
		}
	}
	return g
}

// step returns what the cohorts that are old enough for both had redeemed by the
// end of month k and by the end of the next.
func (d *Development) step(k int) (now, next float64) {
	for i := range d.Cohorts {
		if c := &d.Cohorts[i]; k+1 < len(c.Redeemed) {
			n := c.redeemedBy(k)
			now += float64(n)
			next += float64(n + c.Redeemed[k+1])
		}
	}
	return now, next
}

// redeemedBy returns what a cohort had redeemed by the end of a month.
func (c *PointsCohort) redeemedBy(age int) (n Points) {
	for _, r := range c.Redeemed[:age+1] {
		n += r
	}
	return n
}

// cohort estimates what a cohort will come to.
func (e *BreakageEstimate) cohort(c *PointsCohort) CohortEstimate {
	developed := 0.0
	x := CohortEstimate{CohortBreakage: CohortBreakage{Month: c.Month}, Issued: c.Issued}
	if age := len(c.Redeemed) - 1; age >= 0 {
		developed, x.Redeemed = e.Developed[age], c.redeemedBy(age)
	}
	future := float64(c.Issued) * e.Rate * (1 - developed)
	x.Ultimate = float64(x.Redeemed) + future
	if left := float64(c.Outstanding); left > 0 {
		x.Breakage = decimal.NewFromFloat(1 - min(future/left, 1)).RoundBank(6)
	}
	return x
}

// Breakages returns the breakage of all cohorts, for [WalletValue.Cohorts].
func (e *BreakageEstimate) Breakages() []CohortBreakage {
	list := make([]CohortBreakage, len(e.Cohorts))
	for i := range e.Cohorts {
		list[i] = e.Cohorts[i].CohortBreakage
	}
	return list
}
