package btyd

import "math"

// ParetoNBD is the Pareto/NBD model. A customer buys at random at a rate λ while
// there, and leaves at a moment that is exponentially distributed with rate μ,
// whether they buy or not. λ differs among customers by a gamma distribution of
// shape R and rate Alpha, μ by one of shape S and rate Beta, independently.
//
// The mean of λ is R/Alpha, and the mean of μ is S/Beta. A customer who never
// came back may have left, unlike in [BGNBD].
//
// The model is due to Schmittlein, Morrison & Colombo (1987), Management
// Science 33(1). The formulas are those of Fader & Hardie's notes 008 (2005),
// 012 (2006) and 013 (2014) and of Fader, Hardie & Lee (2005), Journal of
// Marketing Research 42(4), but their differences of hypergeometric functions
// are computed as equal integrals of positive functions. Probabilities and
// expectations are right to 11 digits for customers with up to hundreds of
// purchases, and to 9 with up to 100,000, for parameters and days from 1e-4 to
// 1e5; below 1e-308 they are 0. They are finite for numbers from 1e-100 to
// 1e100.
//
// Its methods take a microsecond or less, except that NextPurchase and the
// methods for counts take some microseconds. Only Simulate allocates. All are
// safe for concurrent use.
type ParetoNBD struct {
	R     float64 // shape of the purchase rates, above 0
	Alpha Time    // rate of the purchase rates, above none
	S     float64 // shape of the leaving rates, above 0
	Beta  Time    // rate of the leaving rates, above none
}

// Name returns "Pareto/NBD".
func (m ParetoNBD) Name() string { return "Pareto/NBD" }

// Params returns r, alpha, s and beta.
func (m ParetoNBD) Params(u Unit) []Param {
	return []Param{{"r", m.R}, {"alpha", m.Alpha.In(u)}, {"s", m.S}, {"beta", m.Beta.In(u)}}
}

// Check returns an error wrapping [ErrParameter] unless all four, in days, are
// between 1e-100 and 1e100.
func (m ParetoNBD) Check() error { return checkPositive(m.Name(), m.Params(Day)) }

func (m ParetoNBD) shift(i int, by float64) Model {
	for j, p := range [...]*float64{&m.R, &m.Alpha.days, &m.S, &m.Beta.days} {
		if i == j {
			*p *= math.Exp(by)
		}
	}
	return m
}

// tilt returns the model of a customer who buys and leaves at other rates, in
// logarithms. Leaving more often is a smaller Beta.
func (m ParetoNBD) tilt(purchase, dropout float64) ParetoNBD {
	m.Alpha.days = inDomain(m.Alpha.days * math.Exp(-purchase))
	m.Beta.days = inDomain(m.Beta.days * math.Exp(-dropout))
	return m
}

// race returns the race as it stands a time after the first purchase, for a
// customer who is known to be there, after x repeat purchases (note 008,
// equations 11 and 12).
func (m ParetoNBD) race(x int, days float64) race {
	must("Pareto/NBD", m.R, m.Alpha.days, m.S, m.Beta.days)
	return race{m.R + float64(x), m.Alpha.days + days, m.S, m.Beta.days + days}
}

// LogLikelihood returns the logarithm of the density of the record (note 008,
// equation 18).
func (m ParetoNBD) LogLikelihood(c Record, u Unit) float64 {
	x, t := float64(c.x), c.tx.days
	w := m.race(c.x, t)
	ll := logRise(m.R, x) - m.R*logGrowth(m.Alpha.days, t) - m.S*logGrowth(m.Beta.days, t)
	if c.x > 0 {
		ll -= x * math.Log(w.alpha/u.days())
	}
	return ll + w.quiet(c.t.days-t)
}

// odds returns the logarithm of the odds of the customer having left by T.
func (m ParetoNBD) odds(c Record) float64 {
	return m.race(c.x, c.tx.days).odds(c.t.days - c.tx.days)
}

// ifAlive returns PAlive times what happens then, also where PAlive alone is too
// small a number.
func (m ParetoNBD) ifAlive(c Record, then float64) float64 {
	odds := m.odds(c)
	if odds < 600 {
		return then / (1 + math.Exp(odds))
	}
	return math.Exp(math.Log(then) - odds)
}

// PAlive returns the probability that the customer has not left by T (note 008,
// equation 37). It is 1 where T is the time of the last purchase.
func (m ParetoNBD) PAlive(c Record) float64 { return m.ifAlive(c, 1) }

// PAliveAfter returns the probability that the customer will not have left by
// T+t. It is PAlive times ((β+T)/(β+T+t))ˢ: among customers who are there at T,
// μ has a gamma distribution of shape S and rate Beta+T.
func (m ParetoNBD) PAliveAfter(c Record, t Time) float64 {
	days := t.horizon("ParetoNBD.PAliveAfter")
	return m.ifAlive(c, math.Exp(-m.S*logGrowth(m.Beta.days+c.t.days, days)))
}

// Expected returns the expected number of purchases in (T, T+t] (note 008,
// equation 41).
func (m ParetoNBD) Expected(c Record, t Time) float64 {
	days := t.horizon("ParetoNBD.Expected")
	return m.ifAlive(c, m.race(c.x, c.t.days).expected(days))
}

// ExpectedNew returns the expected number of repeat purchases of a new customer
// within t of the first (note 008, equation 24).
func (m ParetoNBD) ExpectedNew(t Time) float64 {
	return m.race(0, 0).expected(t.horizon("ParetoNBD.ExpectedNew"))
}

// expected returns the expected number of purchases within t: a/alpha times
// ∫₀ᵗ (beta/(beta+u))ˢ du = beta (1-q^(s-1))/(s-1), with q = beta/(beta+t). That is
// beta·ln(1/q) where s is 1.
func (w race) expected(t float64) float64 {
	l := logGrowth(w.beta, t)
	if h := (w.s - 1) * l; h != 0 {
		l *= -math.Expm1(-h) / h
	}
	return min(w.a/w.alpha*(w.beta*l), math.MaxFloat64)
}
