package btyd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// GammaGamma is the model of how much customers spend on a purchase: the amounts
// of a customer have a gamma distribution of shape P and rate ν, and ν differs
// among customers, with a gamma distribution of shape Q and rate Gamma. What a
// customer spends does not depend on how often they buy: [Correlate] tells
// whether that is so.
//
// Peter Fader, Bruce Hardie and Ka Lok Lee, "RFM and CLV: Using Iso-Value Curves
// for Customer Base Analysis", Journal of Marketing Research 42 (2005); Peter
// Fader and Bruce Hardie, "The Gamma-Gamma Model of Monetary Value", note 025
// (2013), whose equations are cited here.
//
// The [Spend] holds the record of a customer. What a customer spends is the
// mean P/ν of their amounts. All amounts are in the currency that the model was
// fitted in. Methods take constant time, allocate nothing unless they say
// otherwise, and are safe for concurrent use.
type GammaGamma struct {
	P     float64 // shape of a customer's amounts; above 0
	Q     float64 // shape of ν; above 0
	Gamma float64 // rate of ν, in money; above 0
}

// Name returns "Gamma-Gamma".
func (m GammaGamma) Name() string { return "Gamma-Gamma" }

// Params returns p, q and gamma.
func (m GammaGamma) Params() []Param { return []Param{{"p", m.P}, {"q", m.Q}, {"gamma", m.Gamma}} }

// Check returns an error that wraps [ErrParameter] unless all parameters are
// between 1e-100 and 1e100.
func (m GammaGamma) Check() error { return checkPositive(m.Name(), m.Params()) }

// MarshalJSON returns the model as, say,
// {"model":"Gamma-Gamma","version":1,"p":6.25,"q":3.74,"gamma":15.44}. It fails if
// m fails [GammaGamma.Check].
func (m GammaGamma) MarshalJSON() ([]byte, error) { return encodeModel(m.Name(), m.Params()) }

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else.
func (m *GammaGamma) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "p", "q", "gamma")
	if err == nil {
		*m = GammaGamma{v[0], v[1], v[2]}
	}
	return err
}

// LogLikelihood returns the logarithm of the density of the mean spend, given
// the number of purchases (eq. 1a). Without purchases it is 0.
func (m GammaGamma) LogLikelihood(c Spend) float64 {
	if c.x == 0 {
		return 0
	}
	total, shape := c.total(), m.P*float64(c.x)
	more := math.Log(total) - math.Log(m.Gamma)
	// ln((γ+total)/total) and ln((γ+total)/γ)
	var ofTotal, ofGamma float64
	if more > 0 {
		ofTotal = math.Log1p(m.Gamma / total)
		ofGamma = ofTotal + more
	} else {
		ofGamma = math.Log1p(total / m.Gamma)
		ofTotal = ofGamma - more
	}
	return -logBeta(shape, m.Q) - math.Log(c.mean) - shape*ofTotal - m.Q*ofGamma
}

// Mean returns the average spend of customers on a purchase, P·Gamma/(Q-1). ok
// is false if Q is 1 or less: the average is then infinite, while the formula
// would give a negative number or none.
func (m GammaGamma) Mean() (mean float64, ok bool) { return m.Expected(Spend{}) }

// Expected returns the amount that the customer is expected to spend on a
// purchase (eq. 5). It is a weighted mean of the customer's own mean and the
// mean of all customers, with more weight on the former after every purchase.
// Without purchases it is [GammaGamma.Mean]. ok is false if P·x+Q is 1 or less,
// because the expectation is then infinite; [GammaGamma.Quantile] exists all
// the same.
func (m GammaGamma) Expected(c Spend) (mean float64, ok bool) {
	shape, scale := m.posterior(c)
	return moment(scale/(shape-1), shape > 1)
}

// Variance returns the variance of the customer's mean spend, given their
// record. It is not the variance of a single amount. ok is false if P·x+Q is 2
// or less, because the variance is then infinite.
func (m GammaGamma) Variance(c Spend) (variance float64, ok bool) {
	shape, scale := m.posterior(c)
	return moment(scale/(shape-1)*(scale/(shape-1))/(shape-2), shape > 2)
}

// Quantile returns the amount that the customer's mean spend does not exceed
// with probability p, given their record. It panics if p is not in (0, 1). ok
// is false if the amount is too large for a float64.
func (m GammaGamma) Quantile(c Spend, p float64) (spend float64, ok bool) {
	if !(p > 0 && p < 1) {
		panic("btyd.GammaGamma.Quantile: the probability is not between 0 and 1")
	}
	shape, scale := m.posterior(c)
	return moment(scale/mathext.GammaIncRegCompInv(shape, p), true)
}

// posterior returns the shape and the scale of the inverse gamma distribution of
// P/ν, given what is known.
func (m GammaGamma) posterior(c Spend) (shape, scale float64) {
	return m.P*float64(c.x) + m.Q, m.P * (m.Gamma + c.total())
}

// moment returns a number if it exists and is finite.
func moment(v float64, exists bool) (float64, bool) {
	if !exists || !(v <= math.MaxFloat64) {
		return 0, false
	}
	return v, true
}

// Simulate returns the amounts of n purchases of a new customer. For a P far below
// 1 some are too small for a number, and 0. It panics if n is negative.
func (m GammaGamma) Simulate(src rand.Source, n int) []float64 {
	must("Gamma-Gamma", m.P, m.Q, m.Gamma)
	r := rand.New(src)
	amounts := make([]float64, count(n, "GammaGamma.Simulate"))
	rate := logGammaDraw(r, m.Q) - math.Log(m.Gamma)
	for i := range amounts {
		amounts[i] = min(math.Exp(logGammaDraw(r, m.P)-rate), math.MaxFloat64)
	}
	return amounts
}
