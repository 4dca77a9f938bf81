package btyd

import "math"

// race is between the next purchase of a customer who is there, and their
// leaving. The rate of purchases has the gamma distribution of shape a and rate
// alpha, that of leaving the one of shape s and rate beta, and both are
// independent. The race ends with neither within t, with a purchase first, or
// with leaving first: three positive numbers that sum to 1. All that
// [ParetoNBD] says of a customer is made from them.
//
// Where papers have differences of two hypergeometric functions (Fader & Hardie
// 2005, note 008), this has an integral of something positive: nothing cancels
// and nothing overflows.
type race struct{ a, alpha, s, beta float64 }

// swapped is the race seen from the other side: leaving and purchases change
// roles.
func (w race) swapped() race { return race{w.s, w.beta, w.a, w.alpha} }

// silence returns minus the logarithm of the probability of neither within t.
func (w race) silence(t float64) float64 {
	return w.a*logGrowth(w.alpha, t) + w.s*logGrowth(w.beta, t)
}

// logGrowth returns ln((v+t)/v).
func logGrowth(v, t float64) float64 {
	if ratio := t / v; ratio <= math.MaxFloat64 || math.IsInf(t, 1) {
		return math.Log1p(ratio)
	}
	return math.Log(t) - math.Log(v)
}

// quiet returns the logarithm of the probability of no purchase within t: of
// neither, or of leaving first.
func (w race) quiet(t float64) float64 {
	p, _ := w.leaves(t)
	neither, left := -w.silence(t), math.Log(p)
	return max(neither, left) + math.Log1p(math.Exp(-math.Abs(neither-left)))
}

// odds returns the logarithm of the odds of having left, given no purchase within
// t.
func (w race) odds(t float64) float64 {
	y, close := w.close()
	if t == 0 || !close {
		p, _ := w.leaves(t)
		return math.Log(p) + w.silence(t)
	}
	// As series has it, with (1-y)ˢ and (1+t/beta)ˢ in one.
	long := logGrowth(w.alpha, t)
	return math.Log(w.s*w.seriesSum(y, t, long)) + w.a*long + w.s*math.Log((w.beta+t)/w.alpha)
}

// leaves returns the probability of leaving first, within t, and the slopes of
// its logarithm:
//
//	p = ∫₀ᵗ s/(beta+u) · (alpha/(alpha+u))ᵃ · (beta/(beta+u))ˢ du
func (w race) leaves(t float64) (p float64, by slopes) {
	return w.leavesWithin(t, logGrowth(w.alpha, t), logGrowth(w.beta, t))
}

// leavesWithin is leaves, given how far t is along alpha and along beta.
func (w race) leavesWithin(t, alphaGrowth, betaGrowth float64) (p float64, by slopes) {
	if t == 0 {
		return 0, slopes{}
	}
	if y, close := w.close(); close {
		return w.series(y, t, alphaGrowth, betaGrowth)
	}
	return w.quadrature(t)
}

// close reports whether alpha and beta are so close that the series is quicker
// than the quadrature, and as precise. y is 1-beta/alpha.
func (w race) close() (y float64, ok bool) {
	y = (w.alpha - w.beta) / w.alpha
	return y, math.Abs(y) <= seriesReach && math.Abs(y)*(1+w.s) <= 2*seriesReach
}

// seriesReach is how far y may be from 0.
const seriesReach = 0.6

// series is leaves where alpha and beta are close. With v = alpha+u,
// q = alpha/(alpha+t) and m = a+s, the binomial expansion of
// (beta+u)^-(s+1) = (v-alpha·y)^-(s+1) gives
//
//	p = s (1-y)ˢ Σ (s+1)ₖ/k! · yᵏ · (1-q^(m+k))/(m+k)
//
// in which 1-q^(m+k) grows by q^(m+k)·(1-q), a positive number, from term to
// term.
func (w race) series(y, t, long, betaGrowth float64) (p float64, by slopes) {
	step := t / (w.alpha + t)
	m := w.a + w.s
	reach := -math.Expm1(-m * long) // 1-q^(m+k)
	power := 1 - reach              // q^(m+k)
	over := 1 / m                   // 1/(m+k)
	c, rise := 1.0, 0.0             // (s+1)ₖ/k!·yᵏ, and the slope of its logarithm in s
	var sum, nextSum, byExponent, byRise float64
	for k := 1.0; k < 200; k++ {
		share := reach * over
		sum += c * share
		byRise += c * share * rise
		byExponent += c * over * (share - long*power)
		reach += power * step
		power -= power * step
		over = 1 / (m + k)
		nextSum += c * reach * over
		if math.Abs(c*share) <= 1e-17*sum {
			break
		}
		both := 1 / ((w.s + k) * k) // a division takes long
		rise += k * both
		c *= y * (w.s + k) * (w.s + k) * both
	}
	scale := math.Log1p(-y)
	p = w.s * math.Exp(w.s*scale) * sum
	near := nextSum / sum // E[alpha/(alpha+u)]
	// beta·(a·E[1/(alpha+u)] + (s+1)·E[1/(beta+u)]), which integration by parts gives.
	parts := -math.Expm1(-w.a*long-(w.s+1)*betaGrowth) * w.s / p
	return p, slopes{
		a:     -byExponent / sum,
		alpha: w.a * (1 - near),
		s:     1/w.s + scale + (byRise-byExponent)/sum,
		beta:  w.s - parts + w.a*near*w.beta/w.alpha,
	}
}

// seriesSum returns the sum in the series alone.
func (w race) seriesSum(y, t, long float64) (sum float64) {
	step, m := t/(w.alpha+t), w.a+w.s
	reach := -math.Expm1(-m * long)
	power, c := 1-reach, 1.0
	for k := 0.0; k < 200; k++ {
		over := 1 / ((m + k) * (k + 1))
		more := c * reach * (k + 1) * over
		sum += more
		if math.Abs(more) <= 1e-17*sum {
			break
		}
		reach += power * step
		power -= power * step
		c *= y * (w.s + 1 + k) * (m + k) * over
	}
	return sum
}
