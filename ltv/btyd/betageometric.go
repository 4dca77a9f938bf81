package btyd

import (
	"math"
	"math/rand/v2"
)

// betaGeometric is what [BGNBD] and [MBGNBD] are: customers buy at a rate λ that
// has the gamma distribution of r and alpha (per day), and after each purchase
// leave with a chance p that has the beta distribution of a and b.
type betaGeometric struct {
	r, alpha, a, b float64
	first          float64 // 1 if they may leave at the first purchase, else 0
}

// flips returns how often the customer might have left, if they have not.
func (g betaGeometric) flips(c Record) float64 { return float64(c.x) + g.first }

// alive returns what is known of the customer if they have not left.
func (g betaGeometric) alive(c Record) buyer {
	return buyer{g.r + float64(c.x), g.alpha + c.t.days, g.a, g.b + g.flips(c)}
}

// logOdds returns the logarithm of the odds that the customer has left, which
// was at the last purchase then.
func (g betaGeometric) logOdds(c Record) float64 {
	n := g.flips(c)
	if n == 0 {
		return math.Inf(-1)
	}
	silence := math.Log1p((c.t.days - c.tx.days) / (g.alpha + c.tx.days))
	return math.Log(g.a/(g.b+(n-1))) + (g.r+float64(c.x))*silence
}

func (g betaGeometric) pAlive(c Record) float64 {
	n := g.flips(c)
	if n == 0 {
		return 1
	}
	silence := math.Log1p((c.t.days - c.tx.days) / (g.alpha + c.tx.days))
	return 1 / (1 + g.a/(g.b+(n-1))*math.Exp((g.r+float64(c.x))*silence))
}

// pLeft returns 1-pAlive, to all digits.
func (g betaGeometric) pLeft(c Record) float64 { return 1 / (1 + math.Exp(-g.logOdds(c))) }

func (g betaGeometric) logLikelihood(c Record, u Unit) float64 {
	x, n := float64(c.x), g.flips(c)
	_, left := softplus(g.logOdds(c))
	return logRise(g.r, x) - x*math.Log(Time{g.alpha}.In(u)) - (g.r+x)*math.Log1p(c.t.days/g.alpha) +
		logRiseRatio(g.b, g.a, n) + left
}

func (g betaGeometric) pAliveAfter(c Record, t float64) float64 {
	return g.pAlive(c) * g.alive(c).stays(t)
}

func (g betaGeometric) expected(c Record, t float64) float64 {
	return g.pAlive(c) * g.alive(c).expected(t)
}

func (g betaGeometric) pmf(c Record, n int, t float64) float64 {
	switch {
	case n < 0:
		return 0
	case n == 0:
		return min(1, g.pLeft(c)+g.pAlive(c)*g.alive(c).none(t)) // rounding adds up
	}
	return g.pAlive(c) * g.alive(c).pmf(float64(n), t)
}

// next returns the time by which the next purchase has come with probability p.
func (g betaGeometric) next(c Record, p float64) (Time, bool) {
	alive := g.pAlive(c)
	if !(p >= 0 && p < alive) {
		return Time{}, false
	}
	t := Time{g.alive(c).wait(p / alive)}
	if !t.finite() {
		return Time{}, false
	}
	return t, true
}

func (g betaGeometric) discounted(c Record, t, force float64) float64 {
	return g.pAlive(c) * g.alive(c).discounted(t, force)
}

// simulate draws λ and p, and then purchases until the customer leaves or t is
// over. Shapes may be so small that λ or p is below all numbers: logarithms are
// drawn, and a λ of 0 never buys.
func (g betaGeometric) simulate(src rand.Source, t float64) (path Path) {
	r := rand.New(src)
	mean := math.Exp(math.Log(g.alpha) - logGammaDraw(r, g.r)) // time between purchases
	_, logStay := logBetaDraw(r, g.a, g.b)
	stay := math.Exp(logStay)
	leaves := func(at float64) bool {
		if path.Left = r.Float64() >= stay; path.Left {
			path.Leaves = Time{at}
		}
		return path.Left
	}
	if g.first == 1 && leaves(0) {
		return path
	}
	for at := mean * r.ExpFloat64(); at <= t; at += mean * r.ExpFloat64() {
		if path.Cut = len(path.Purchases) == mostPurchases; path.Cut {
			return path
		}
		path.Purchases = append(path.Purchases, Time{at})
		if leaves(at) {
			return path
		}
	}
	return path
}
