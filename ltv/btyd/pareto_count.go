package btyd

import "math"

// PMF returns the probability that a new customer makes n repeat purchases within
// t of the first (Fader & Hardie 2006, note 012). It is 0 for a negative n.
func (m ParetoNBD) PMF(n int, t Time) float64 {
	return m.race(0, 0).count(n, t.horizon("ParetoNBD.PMF"))
}

// PMFAfter returns the probability of n purchases in (T, T+t] (Fader & Hardie
// 2014, note 013). It is 0 for a negative n.
func (m ParetoNBD) PMFAfter(c Record, n int, t Time) float64 {
	if n == 0 {
		return m.PNone(c, t)
	}
	return m.ifAlive(c, m.race(c.x, c.t.days).count(n, t.horizon("ParetoNBD.PMFAfter")))
}

// PNone returns the probability of no purchase in (T, T+t]: that the customer has
// left, or will leave before a purchase, or does neither.
func (m ParetoNBD) PNone(c Record, t Time) float64 {
	quiet := math.Exp(m.race(c.x, c.t.days).quiet(t.horizon("ParetoNBD.PNone")))
	left, _ := softplus(m.odds(c))
	return min(1, left+m.ifAlive(c, quiet))
}

// count returns the probability of n purchases within t: that they are made and
// the customer is there at t, or that they were made by the moment of leaving.
func (w race) count(n int, t float64) float64 {
	switch {
	case n < 0, n > 0 && t == 0:
		return 0
	case n == 0:
		return math.Exp(w.quiet(t))
	}
	k := float64(n)
	ways := logRise(k, w.a) - math.Log(k) - logGamma(w.a)
	if w.a > k {
		ways = logRise(w.a, k) - logGamma(k+1)
	}
	there := -k*logGrowth(t, w.alpha) - w.silence(t)
	return min(1, math.Exp(ways+there)+math.Exp(ways+w.countAtLeaving(k, t)))
}

// countAtLeaving returns the logarithm of
//
//	∫₀ᵗ s/(beta+u) · (u/(alpha+u))ⁿ · (alpha/(alpha+u))ᵃ · (beta/(beta+u))ˢ du
//
// The integrand is log-concave in ln u; its mode is the root of a quadratic
// equation.
func (w race) countAtLeaving(n, t float64) float64 {
	f := func(y float64) float64 {
		u := t * math.Exp(y)
		return -n*logGrowth(u, w.alpha) - w.a*logGrowth(w.alpha, u) - w.s*logGrowth(w.beta, u) - logGrowth(u, w.beta)
	}
	// With v = u/t: (a+s) v² - b v - (n+1) alpha/t beta/t = 0.
	alpha, beta := max(1e-100, min(w.alpha/t, 1e100)), max(1e-100, min(w.beta/t, 1e100))
	b := (1-w.a)*beta + (n-w.s)*alpha
	root := math.Hypot(b, 2*math.Sqrt(w.a+w.s)*math.Sqrt((n+1)*alpha*beta))
	mode := math.Log((b + root) / (2 * (w.a + w.s)))
	if b < 0 {
		mode = math.Log(2 * (n + 1) * alpha * beta / (root - b))
	}
	sum := 0.0
	peak := integrateConcave(math.Inf(-1), min(mode, 0), 0, f, func(weight float64) { sum += weight })
	return math.Log(w.s) + peak + math.Log(sum)
}
