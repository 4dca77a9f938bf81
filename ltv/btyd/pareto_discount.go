package btyd

import "math"

// Discounted returns the expected number of purchases in (T, T+t], each
// discounted to T. Without a discount it is Expected.
func (m ParetoNBD) Discounted(c Record, t Time, d Discount) float64 {
	days := t.horizon("ParetoNBD.Discounted")
	return m.ifAlive(c, m.race(c.x, c.t.days).discounted(days, d.Continuous(Day)))
}

// DERT returns the discounted expected residual transactions: the expected number
// of purchases after T, without end, each discounted to T (Fader, Hardie & Lee
// 2005, equation 5, there by the confluent hypergeometric function of the second
// kind). It panics if the rate of d is 0.
func (m ParetoNBD) DERT(c Record, d Discount) float64 {
	force := d.force("ParetoNBD.DERT")
	return m.ifAlive(c, m.race(c.x, c.t.days).discounted(math.Inf(1), force))
}

// discounted returns the expected number of purchases within t, each discounted
// at a force of interest: a/alpha times
//
//	∫₀ᵗ (beta/(beta+u))ˢ e^(-force·u) du
//
// The integrand is log-concave in ln(beta+u).
func (w race) discounted(t, force float64) float64 {
	if force == 0 {
		return w.expected(t)
	}
	force *= w.beta
	if math.IsInf(t, 1) {
		if integral, ok := expIntegral(w.s, force); ok {
			return min(w.a/w.alpha*(w.beta*integral), math.MaxFloat64)
		}
	}
	f := func(y float64) float64 { return (1-w.s)*y - force*math.Expm1(y) }
	end := logGrowth(w.beta, t)
	mode := 0.0
	if w.s < 1 {
		mode = max(0, min(math.Log((1-w.s)/force), end))
	}
	sum := 0.0
	peak := integrateConcave(0, mode, end, f, func(weight float64) { sum += weight })
	return min(w.a/w.alpha*(w.beta*math.Exp(peak)*sum), math.MaxFloat64)
}
