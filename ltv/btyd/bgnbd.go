package btyd

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// BGNBD is the BG/NBD model. A customer buys at random at a rate λ while there,
// and after each repeat purchase leaves with a chance p. λ differs among customers
// by a gamma distribution of shape R and rate Alpha, p by a beta distribution of A
// and B, independently.
//
// The mean of λ is R/Alpha, and the mean of p is A/(A+B).
//
// As customers leave at repeat purchases only, one who never came back cannot
// have left: their P(alive) is 1 however long it has been, and they count as
// late rather than as gone. That follows from the model; it is not an error.
// Their expected purchases do fall with time, as their λ is ever more likely to
// be small; so rank by [BGNBD.Expected] or [BGNBD.PNone]. Where P(alive) itself
// is asked for, take [MBGNBD] or [ParetoNBD].
//
// The model is due to Fader, Hardie & Lee (2005), "Counting Your Customers the
// Easy Way", Marketing Science 24(2); equations are of that paper. Closed forms
// with poles at A = 1 are computed as equal sums of positive terms, or as
// integrals where the sums are long. Probabilities and expectations are right
// to 11 digits for customers with up to hundreds of purchases, and to 9 with up
// to 100,000, for all parameters; below 1e-308 they are 0.
type BGNBD struct {
	R     float64 // shape of the purchase rates, above 0
	Alpha Time    // rate of the purchase rates, above none
	A     float64 // of the chance to leave, above 0
	B     float64 // of the chance to stay, above 0
}

// Name returns "BG/NBD".
func (m BGNBD) Name() string { return "BG/NBD" }

// Params returns r, alpha, a and b.
func (m BGNBD) Params(u Unit) []Param {
	return []Param{{"r", m.R}, {"alpha", m.Alpha.In(u)}, {"a", m.A}, {"b", m.B}}
}

// Check returns an error wrapping [ErrParameter] unless all four, in days, are
// between 1e-100 and 1e100.
func (m BGNBD) Check() error { return checkPositive(m.Name(), m.Params(Day)) }

func (m BGNBD) shift(i int, by float64) Model {
	for j, p := range [...]*float64{&m.R, &m.Alpha.days, &m.A, &m.B} {
		if i == j {
			*p *= math.Exp(by)
		}
	}
	return m
}

// tilt returns the model of a customer who buys and leaves at other rates, in
// logarithms. Leaving more often is a larger A; B is common to all.
func (m BGNBD) tilt(purchase, dropout float64) BGNBD {
	m.Alpha.days = inDomain(m.Alpha.days * math.Exp(-purchase))
	m.A = inDomain(m.A * math.Exp(dropout))
	return m
}

func (m BGNBD) kernel() betaGeometric {
	must("BG/NBD", m.R, m.Alpha.days, m.A, m.B)
	return betaGeometric{m.R, m.Alpha.days, m.A, m.B, 0}
}

// LogLikelihood returns the logarithm of the density of the record, with time in
// the given unit (equation 6).
func (m BGNBD) LogLikelihood(c Record, u Unit) float64 { return m.kernel().logLikelihood(c, u) }

// PAlive returns the probability that the customer has not left by T
// (Fader, Hardie & Lee 2008, "Computing P(alive)
// Using the BG/NBD Model"). It is 1 if there was no repeat purchase: see [BGNBD].
func (m BGNBD) PAlive(c Record) float64 { return m.kernel().pAlive(c) }

// PAliveAfter returns the probability that the customer will not have left by
// T+t.
func (m BGNBD) PAliveAfter(c Record, t Time) float64 {
	return m.kernel().pAliveAfter(c, t.horizon("BGNBD.PAliveAfter"))
}

// Expected returns the expected number of purchases in (T, T+t] (equation 10).
func (m BGNBD) Expected(c Record, t Time) float64 {
	return m.kernel().expected(c, t.horizon("BGNBD.Expected"))
}

// ExpectedNew returns the expected number of repeat purchases of a new customer
// within t of the first (equation 9).
func (m BGNBD) ExpectedNew(t Time) float64 { return m.Expected(Record{}, t) }

// PMF returns the probability that a new customer makes n repeat purchases
// within t of the first (equation 8). It is 0 for n < 0.
func (m BGNBD) PMF(n int, t Time) float64 { return m.PMFAfter(Record{}, n, t) }

// PMFAfter returns the probability of n purchases in (T, T+t]. It is 0 for
// n < 0.
func (m BGNBD) PMFAfter(c Record, n int, t Time) float64 {
	return m.kernel().pmf(c, n, t.horizon("BGNBD.PMFAfter"))
}

// PNone returns the probability of no purchase in (T, T+t]: the customer has left,
// or takes longer.
func (m BGNBD) PNone(c Record, t Time) float64 { return m.PMFAfter(c, 0, t) }

// NextPurchase returns the time after T by which the next purchase has come
// with probability p, which is in [0, 1). ok is false if the probability never
// reaches p. The customer may have left, so p must be below [BGNBD.PAlive]. It
// is also false if the time is too long for a Time.
func (m BGNBD) NextPurchase(c Record, p float64) (t Time, ok bool) { return m.kernel().next(c, p) }

// Discounted returns the expected number of purchases in (T, T+t], each
// discounted to T. Without interest it is [BGNBD.Expected].
func (m BGNBD) Discounted(c Record, t Time, d Discount) float64 {
	return m.kernel().discounted(c, t.horizon("BGNBD.Discounted"), d.Continuous(Day))
}

// DERT returns the discounted expected residual transactions: the expected
// number of purchases after T, without end, each discounted to T. It panics if
// the rate of d is 0, as the sum may then be infinite.
func (m BGNBD) DERT(c Record, d Discount) float64 {
	return m.kernel().discounted(c, math.Inf(1), d.force("BGNBD.DERT"))
}

// Simulate returns what a new customer does within t of the first purchase. The
// same source gives the same path. It takes time and memory for each purchase, of
// which no more than a million are drawn: see [Path].
func (m BGNBD) Simulate(src rand.Source, t Time) Path {
	return m.kernel().simulate(src, t.horizon("BGNBD.Simulate"))
}

// MarshalJSON returns the model as, say,
// {"model":"BG/NBD","version":1,"r":0.243,"alpha_days":30.9,"a":0.793,"b":2.426}.
// Numbers have as many digits as it takes to read the same model again. It fails
// if m fails [BGNBD.Check].
func (m BGNBD) MarshalJSON() ([]byte, error) {
	params := m.Params(Day)
	params[1].Name = "alpha_days"
	return encodeModel(m.Name(), params)
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else. The error wraps
// [ErrDecode] or [ErrParameter].
func (m *BGNBD) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "r", "alpha_days", "a", "b")
	if err == nil {
		*m = BGNBD{v[0], Days(v[1]), v[2], v[3]}
	}
	return err
}

// FitBGNBD fits a [BGNBD] to records by maximum likelihood. A nil s means the
// defaults. Customers who never came back belong to the records.
//
// The status is [Boundary] where the data cannot tell a parameter apart from
// its limit; the rest of the model is sound. [Runaway] states the threshold.
// There are two usual cases. Customers hardly ever leave: a → 0 or b → ∞. Or
// they all leave alike, with one chance a/(a+b): a → ∞ and b → ∞ together.
//
// The errors wrap [ErrNoData], [ErrSettings] or [ErrParameter], or are that of ctx.
// Equal records are computed once. A fit takes about as long as computing the
// likelihood of the different records 50 times, and memory in proportion to them.
func FitBGNBD(ctx context.Context, records []Record, s *Settings[BGNBD]) (Fit[BGNBD], error) {
	look, start, err := s.search(len(records))
	if err != nil {
		return Fit[BGNBD]{}, err
	}
	var from *betaGeometric
	if start != nil {
		if err := start.Check(); err != nil {
			return Fit[BGNBD]{}, fmt.Errorf("btyd: %w: start: %w", ErrSettings, err)
		}
		k := start.kernel()
		from = &k
	}
	k, e, err := fitBetaGeometric(ctx, records, look, from, 0)
	return Fit[BGNBD]{BGNBD{k.r, Time{k.alpha}, k.a, k.b}, e}, err
}

// FitBGNBDCovariates fits a [Regression] on a [BGNBD] to records and as many
// covariates, as [FitBGNBD] does. The rate of purchases varies by Alpha, that of
// leaving by A; B is common to all customers.
//
// Covariates that a combination of the others makes up, or that are the same for
// all customers, make the status [Singular]. The errors wrap [ErrCovariates] too.
func FitBGNBDCovariates(ctx context.Context, records []Record, covariates []Covariates, s *Settings[Regression[BGNBD]]) (Fit[Regression[BGNBD]], error) {
	model := func(p []float64, u Unit) BGNBD { return BGNBD{p[0], u.Times(p[1]), p[2], p[3]} }
	return betaGeometricRegressand(0, FitBGNBD, model).fitCovariates(ctx, records, covariates, s)
}
