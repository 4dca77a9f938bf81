package btyd

import "math"

// BGBB is the beta-geometric/beta-Bernoulli model of customers who can buy on
// fixed occasions only: once a year, at an annual event, in each issue. On an
// occasion a customer buys with a probability p, as long as they are there; before
// each occasion they leave for good, unseen, with a probability θ. Among
// customers, p has a beta distribution of Alpha and Beta, and θ one of Gamma and
// Delta.
//
// Peter Fader, Bruce Hardie and Jen Shang, "Customer-Base Analysis in a
// Discrete-Time Noncontractual Setting", Marketing Science 29 (2010).
//
// The [Occasions] hold the record of a customer. A customer is alive on
// occasion i if they have not left before it, and so might buy on it. Methods
// panic if a count is negative. They are safe for concurrent use, allocate
// nothing, and take time in proportion to n-t_x, the occasions since the last
// purchase, unless they say otherwise. All results are finite.
type BGBB struct {
	Alpha float64 // of buying; above 0
	Beta  float64 // of not buying; above 0
	Gamma float64 // of leaving; above 0
	Delta float64 // of staying; above 0
}

// Name returns "BG/BB".
func (m BGBB) Name() string { return "BG/BB" }

// Params returns alpha, beta, gamma and delta.
func (m BGBB) Params() []Param {
	return []Param{{"alpha", m.Alpha}, {"beta", m.Beta}, {"gamma", m.Gamma}, {"delta", m.Delta}}
}

// Check returns an error that wraps [ErrParameter] unless all parameters are
// between 1e-100 and 1e100.
func (m BGBB) Check() error { return checkPositive(m.Name(), m.Params()) }

// MarshalJSON returns the model as, say,
// {"model":"BG/BB","version":1,"alpha":1.2,"beta":0.75,"gamma":0.66,"delta":2.8}.
// It fails if m fails [BGBB.Check].
func (m BGBB) MarshalJSON() ([]byte, error) { return encodeModel(m.Name(), m.Params()) }

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else.
func (m *BGBB) UnmarshalJSON(data []byte) error {
	v, err := decodeModel(data, m.Name(), "alpha", "beta", "gamma", "delta")
	if err == nil {
		*m = BGBB{v[0], v[1], v[2], v[3]}
	}
	return err
}

// life returns how a new customer leaves. The first occasion is its first
// renewal: buying and leaving do not depend on each other.
func (m BGBB) life() SBG { return SBG{m.Gamma, m.Delta} }

// alive returns the model of a customer of whom it is known that they were alive
// on the last occasion.
func (m BGBB) alive(c Occasions) BGBB {
	return BGBB{m.Alpha + float64(c.x), m.Beta + float64(c.n-c.x), m.Gamma, m.Delta + float64(c.n)}
}

// odds is how likely it is that a customer was alive on the last occasion, and
// that they left before, both relative to what is certain: purchases up to the
// last.
type odds struct{ stayed, left float64 }

// odds takes apart the likelihood (Fader, Hardie and Shang 2010, eq. 5) by the
// occasion before which the customer may have left.
func (m BGBB) odds(c Occasions) (o odds) {
	last := m.alive(Occasions{c.x, c.tx, c.tx})
	o.stayed = 1
	for i := range c.n - c.tx {
		life, buys := last.Gamma+last.Delta+float64(i), last.Alpha+last.Beta+float64(i)
		o.left += o.stayed * (last.Gamma / life)
		o.stayed *= (last.Delta + float64(i)) / life * ((last.Beta + float64(i)) / buys)
	}
	return o
}

func (o odds) alive() float64 { return o.stayed / (o.stayed + o.left) }
func (o odds) gone() float64  { return o.left / (o.stayed + o.left) }

// logUpToLast returns the logarithm of the probability of the purchases up to the
// last, on those very occasions.
func (m BGBB) logUpToLast(c Occasions) float64 {
	sum := m.Alpha + m.Beta
	return logFall(m.Beta, sum, m.Alpha, c.tx-c.x) +
		logFall(m.Alpha, sum+float64(c.tx-c.x), m.Beta+float64(c.tx-c.x), c.x) +
		m.life().logSurvival(c.tx)
}

// LogLikelihood returns the logarithm of the probability of buying on some x
// occasions, the last being t_x (Fader, Hardie and Shang 2010, eq. 5). It
// leaves out the combinatorial constant for the occasions before t_x.
func (m BGBB) LogLikelihood(c Occasions) float64 {
	o := m.odds(c)
	return m.logUpToLast(c) + math.Log(o.stayed+o.left)
}

// PAlive returns the probability that the customer is alive on occasion n+1,
// the next. The paper calls this P(alive). That the customer was alive on
// occasion n is more likely, and certain if the customer bought on it.
func (m BGBB) PAlive(c Occasions) float64 { return m.PAliveAfter(c, 0) }

// PAliveAfter returns the probability that the customer will be alive on occasion
// n+1+k, after k more occasions.
func (m BGBB) PAliveAfter(c Occasions, k int) float64 {
	return m.odds(c).alive() * m.alive(c).life().Survival(count(k, "BGBB.PAliveAfter")+1)
}

// Posterior returns the expected probabilities of buying and of leaving, given
// the record of the customer: E(p) and E(θ).
func (m BGBB) Posterior(c Occasions) (buy, leave float64) {
	last := m.alive(Occasions{c.x, c.tx, c.tx})
	stayed, total := 1.0, 0.0
	for i := range c.n - c.tx {
		life, buys := last.Gamma+last.Delta+float64(i), last.Alpha+last.Beta+float64(i)
		left := stayed * (last.Gamma / life)
		buy += left * (last.Alpha / buys)
		leave += left * ((last.Gamma + 1) / (life + 1))
		total += left
		stayed *= (last.Delta + float64(i)) / life * ((last.Beta + float64(i)) / buys)
	}
	now := m.alive(c)
	buy += stayed * (now.Alpha / (now.Alpha + now.Beta))
	leave += stayed * (now.Gamma / (now.Gamma + now.Delta))
	total += stayed
	return buy / total, leave / total
}
