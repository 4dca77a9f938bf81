package btyd

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// MBGNBD is the modified BG/NBD model. A customer buys at random at a rate λ while
// there, and after each purchase, the first included, leaves with a chance p. λ
// differs among customers by a gamma distribution of shape R and rate Alpha, p by
// a beta distribution of A and B, independently.
//
// The mean of λ is R/Alpha, and the mean of p is A/(A+B). Unlike in [BGNBD], a
// customer who never came back may have left: P(alive) is B/(A+B) right after
// the first purchase and falls from there.
//
// The model is due to Batislam, Denizel & Filiztekin (2007), "Empirical
// Validation and Comparison of Models for Customer Base Analysis",
// International Journal of Research in Marketing 24(3), and, as CBG/NBD, to
// Hoppe & Wagner (2007), "Customer Base Analysis: The Case for a Central
// Variant of the Betageometric/NBD Model", Marketing JRM 2; formulas are those
// of these papers. They are computed as in [BGNBD], with the same precision.
type MBGNBD struct {
	R     float64 // shape of the purchase rates, above 0
	Alpha Time    // rate of the purchase rates, above none
	A     float64 // of the chance to leave, above 0
	B     float64 // of the chance to stay, above 0
}

// Name returns "MBG/NBD".
func (m MBGNBD) Name() string { return "MBG/NBD" }

// Params returns r, alpha, a and b.
func (m MBGNBD) Params(u Unit) []Param {
	return []Param{{"r", m.R}, {"alpha", m.Alpha.In(u)}, {"a", m.A}, {"b", m.B}}
}

// Check returns an error wrapping [ErrParameter] unless all four, in days, are
// between 1e-100 and 1e100.
func (m MBGNBD) Check() error { return checkPositive(m.Name(), m.Params(Day)) }

func (m MBGNBD) shift(i int, by float64) Model {
	for j, p := range [...]*float64{&m.R, &m.Alpha.days, &m.A, &m.B} {
		if i == j {
			*p *= math.Exp(by)
		}
	}
	return m
}

// tilt returns the model of a customer who buys and leaves at other rates, in
// logarithms. Leaving more often is a larger A; B is common to all.
func (m MBGNBD) tilt(purchase, dropout float64) MBGNBD {
	m.Alpha.days = inDomain(m.Alpha.days * math.Exp(-purchase))
	m.A = inDomain(m.A * math.Exp(dropout))
	return m
}

func (m MBGNBD) kernel() betaGeometric {
	must("MBG/NBD", m.R, m.Alpha.days, m.A, m.B)
	return betaGeometric{m.R, m.Alpha.days, m.A, m.B, 1}
}

// LogLikelihood returns the logarithm of the density of the record, with time in
// the given unit (Batislam et al., §3).
func (m MBGNBD) LogLikelihood(c Record, u Unit) float64 { return m.kernel().logLikelihood(c, u) }

// PAlive returns the probability that the customer has not left by T (Batislam
// et al., §3).
func (m MBGNBD) PAlive(c Record) float64 { return m.kernel().pAlive(c) }

// PAliveAfter returns the probability that the customer will not have left by
// T+t.
func (m MBGNBD) PAliveAfter(c Record, t Time) float64 {
	return m.kernel().pAliveAfter(c, t.horizon("MBGNBD.PAliveAfter"))
}

// Expected returns the expected number of purchases in (T, T+t] (Batislam et
// al., §3).
func (m MBGNBD) Expected(c Record, t Time) float64 {
	return m.kernel().expected(c, t.horizon("MBGNBD.Expected"))
}

// ExpectedNew returns the expected number of repeat purchases of a new customer
// within t of the first (Batislam et al., §3).
func (m MBGNBD) ExpectedNew(t Time) float64 { return m.Expected(Record{}, t) }

// PMF returns the probability that a new customer makes n repeat purchases
// within t of the first (Hoppe & Wagner). It is 0 for n < 0.
func (m MBGNBD) PMF(n int, t Time) float64 { return m.PMFAfter(Record{}, n, t) }

// PMFAfter returns the probability of n purchases in (T, T+t]. It is 0 for
// n < 0.
func (m MBGNBD) PMFAfter(c Record, n int, t Time) float64 {
	return m.kernel().pmf(c, n, t.horizon("MBGNBD.PMFAfter"))
}

// PNone returns the probability of no purchase in (T, T+t]: the customer has left,
// or takes longer.
func (m MBGNBD) PNone(c Record, t Time) float64 { return m.PMFAfter(c, 0, t) }

// NextPurchase returns the time after T by which the next purchase has come
// with probability p, which is in [0, 1). ok is false if the probability never
// reaches p. The customer may have left, so p must be below [MBGNBD.PAlive]. It
// is also false if the time is too long for a Time.
func (m MBGNBD) NextPurchase(c Record, p float64) (t Time, ok bool) { return m.kernel().next(c, p) }

// Discounted returns the expected number of purchases in (T, T+t], each
// discounted to T. Without interest it is [MBGNBD.Expected].
func (m MBGNBD) Discounted(c Record, t Time, d Discount) float64 {
	return m.kernel().discounted(c, t.horizon("MBGNBD.Discounted"), d.Continuous(Day))
}

// DERT returns the discounted expected residual transactions: the expected
// number of purchases after T, without end, each discounted to T. It panics if
// the rate of d is 0, as the sum may then be infinite.
func (m MBGNBD) DERT(c Record, d Discount) float64 {
	return m.kernel().discounted(c, math.Inf(1), d.force("MBGNBD.DERT"))
}

// Simulate returns what a new customer does within t of the first purchase. The
// same source gives the same path. It takes time and memory for each purchase, of
// which no more than a million are drawn: see [Path].
func (m MBGNBD) Simulate(src rand.Source, t Time) Path {
	return m.kernel().simulate(src, t.horizon("MBGNBD.Simulate"))
}

// MarshalJSON returns the model as, say,
// {"model":"MBG/NBD","version":1,"r":0.243,"alpha_days":30.9,"a":0.793,"b":2.426}.
// Numbers have as many digits as it takes to read the same model again. It fails
// if m fails [MBGNBD.Check].
func (m MBGNBD) MarshalJSON() ([]byte, error) {
	params := m.Params(Day)
	params[1].Name = "alpha_days"
	return encodeModel(m.Name(), params)
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else. The error wraps
// [ErrDecode] or [ErrParameter].
func (m *MBGNBD) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "r", "alpha_days", "a", "b")
	if err == nil {
		*m = MBGNBD{v[0], Days(v[1]), v[2], v[3]}
	}
	return err
}

// FitMBGNBD fits an [MBGNBD] to records by maximum likelihood. A nil s means the
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
func FitMBGNBD(ctx context.Context, records []Record, s *Settings[MBGNBD]) (Fit[MBGNBD], error) {
	look, start, err := s.search(len(records))
	if err != nil {
		return Fit[MBGNBD]{}, err
	}
	var from *betaGeometric
	if start != nil {
		if err := start.Check(); err != nil {
			return Fit[MBGNBD]{}, fmt.Errorf("btyd: %w: start: %w", ErrSettings, err)
		}
		k := start.kernel()
		from = &k
	}
	k, e, err := fitBetaGeometric(ctx, records, look, from, 1)
	return Fit[MBGNBD]{MBGNBD{k.r, Time{k.alpha}, k.a, k.b}, e}, err
}

// FitMBGNBDCovariates fits a [Regression] on an [MBGNBD] to records and as many
// covariates, as [FitMBGNBD] does. The rate of purchases varies by Alpha, that of
// leaving by A; B is common to all customers.
//
// Covariates that a combination of the others makes up, or that are the same for
// all customers, make the status [Singular]. The errors wrap [ErrCovariates] too.
func FitMBGNBDCovariates(ctx context.Context, records []Record, covariates []Covariates, s *Settings[Regression[MBGNBD]]) (Fit[Regression[MBGNBD]], error) {
	model := func(p []float64, u Unit) MBGNBD { return MBGNBD{p[0], u.Times(p[1]), p[2], p[3]} }
	return betaGeometricRegressand(1, FitMBGNBD, model).fitCovariates(ctx, records, covariates, s)
}
