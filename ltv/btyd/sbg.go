package btyd

import "math"

// SBG is the shifted-beta-geometric model of customers under contract, whose
// leaving is observed. At each renewal a customer leaves with a probability of
// their own. It never changes, and has a beta distribution among customers.
// Retention rises from renewal to renewal, not because customers grow more
// loyal, but because those who leave easily have left.
//
// Peter Fader and Bruce Hardie, "How to Project Customer Retention", Journal of
// Interactive Marketing 21 (2007), and "Customer-Base Valuation in a Contractual
// Setting: The Perils of Ignoring Heterogeneity", Marketing Science 29 (2010).
//
// Time is counted in renewals: customers begin with a first period, at whose end
// renewal 1 is due. Methods panic if a count is negative. They take constant time
// unless they say otherwise, and are safe for concurrent use.
type SBG struct {
	Alpha float64 // above 0
	Beta  float64 // above 0
}

// Name returns "sBG".
func (m SBG) Name() string { return "sBG" }

// Params returns alpha and beta.
func (m SBG) Params() []Param { return []Param{{"alpha", m.Alpha}, {"beta", m.Beta}} }

// Check returns an error that wraps [ErrParameter] unless all parameters are
// between 1e-100 and 1e100.
func (m SBG) Check() error { return checkPositive(m.Name(), m.Params()) }

// MarshalJSON returns the model as, say,
// {"model":"sBG","version":1,"alpha":0.668,"beta":3.806}. It fails if m fails
// [SBG.Check].
func (m SBG) MarshalJSON() ([]byte, error) { return encodeModel(m.Name(), m.Params()) }

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else.
func (m *SBG) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "alpha", "beta")
	if err == nil {
		*m = SBG{v[0], v[1]}
	}
	return err
}

// Survival returns the share of customers who are still there after the given
// number of renewals, S(t) (Fader and Hardie 2007, eq. 6). It is 1 for 0
// renewals.
func (m SBG) Survival(renewals int) float64 { return math.Exp(m.logSurvival(renewals)) }

func (m SBG) logSurvival(renewals int) float64 {
	return logFall(m.Beta, m.Alpha+m.Beta, m.Alpha, count(renewals, "SBG.Survival"))
}

// Churn returns the share of new customers who leave at a renewal, the first of
// which is 1: P(T = t) (Fader and Hardie 2007, eq. 5). The shares of all
// renewals and the survival of the last sum to 1. Nobody leaves at renewal 0.
func (m SBG) Churn(renewal int) float64 {
	if renewal == 0 {
		return 0
	}
	before := count(renewal, "SBG.Churn") - 1
	return m.Survival(before) * m.Alpha / (m.Alpha + m.Beta + float64(before))
}

// Retention returns the share of the customers still there who renew at a
// renewal, the first of which is 1 (Fader and Hardie 2007, eq. 8). It rises
// from renewal to renewal. It is 1 for renewal 0.
func (m SBG) Retention(renewal int) float64 {
	if renewal == 0 {
		return 1
	}
	m = m.After(count(renewal, "SBG.Retention") - 1)
	return m.Beta / (m.Alpha + m.Beta)
}

// After returns the model of customers who have renewed the given number of
// times. It describes their next renewals as m describes those of new
// customers.
func (m SBG) After(renewals int) SBG {
	return SBG{m.Alpha, m.Beta + float64(count(renewals, "SBG.After"))}
}

// Lifetime returns how many periods new customers stay on average, counting the
// first. ok is false if Alpha is 1 or less: the average is then infinite,
// however many leave early. For customers who have renewed already, the
// Lifetime of [SBG.After] counts the periods from the current one on.
func (m SBG) Lifetime() (periods float64, ok bool) {
	if m.Alpha <= 1 {
		return 0, false
	}
	periods = 1 + m.Beta/(m.Alpha-1)
	return periods, periods <= math.MaxFloat64
}

// LifetimeWithin returns how many of the given number of first periods new
// customers stay on average: the sum of S(0), …, S(periods-1). It always
// exists.
func (m SBG) LifetimeWithin(periods int) float64 {
	if count(periods, "SBG.LifetimeWithin") == 0 {
		return 0
	}
	return 1 + m.renewalsWithin(periods-1)
}

// renewalsWithin returns the sum of S(1), …, S(n).
func (m SBG) renewalsWithin(n int) float64 {
	// The sum telescopes: S(t) is the fall of Γ(β+t)/Γ(α+β+t-1)·Γ(α+β)/Γ(β)
	// from t to t+1, divided by α-1. At α = 1 the fall and α-1 vanish together.
	gap := m.Alpha - 1
	if math.Abs(gap) < 1e-300 {
		return m.Beta * harmonic(m.Beta+1, n)
	}
	return -m.Beta * math.Expm1(logFall(m.Beta+1, m.Alpha+m.Beta, gap, n)) / gap
}

// count returns a number that a method was asked about. That it is negative is a
// mistake in the program.
func count(n int, method string) int {
	if n < 0 {
		panic("btyd." + method + ": negative count")
	}
	return n
}
