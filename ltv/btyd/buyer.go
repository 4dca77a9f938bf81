package btyd

import "math"

// buyer is a customer of whom it is known that they have not left. Their rate λ
// has the gamma distribution of r and alpha (per day), and their chance p to leave
// at a purchase the beta distribution of a and b.
//
// A buyer who never left would make N purchases within t, which has a negative
// binomial distribution. Of one who may leave, the first n of these come about
// with probability s(n-1), where
//
//	s(n) = E[(1-p)^n] = b(b+1)…(b+n-1) / (a+b)(a+b+1)…(a+b+n-1).
//
// So what is asked of a buyer is a sum over N of positive terms, without the poles
// that closed forms have at a = 1. Where the sum is long, it is an integral over
// p instead.
type buyer struct{ r, alpha, a, b float64 }

// purchases returns the distribution of N, the purchases within t of one who does not leave.
func (c buyer) purchases(t float64) negativeBinomial { return negativeBinomial{c.r, t / c.alpha} }

// none returns the probability of no purchase within t.
func (c buyer) none(t float64) float64 { return math.Exp(-c.r * math.Log1p(t/c.alpha)) }

// wait returns the time by which the next purchase has come with probability p:
// they cannot leave before it.
func (c buyer) wait(p float64) float64 { return c.alpha * math.Expm1(-math.Log1p(-p)/c.r) }

// pmf returns the probability of n > 0 purchases within t: either there are n
// chances to buy, and they stay, or at least n, and they leave at the last.
func (c buyer) pmf(n, t float64) float64 {
	exactly, atLeast := c.purchases(t).at(n)
	before := math.Exp(logRiseRatio(c.b, c.a, n-1)) // s(n-1)
	chances := c.a + c.b + (n - 1)
	return before * ((c.b+(n-1))/chances*exactly + c.a/chances*atLeast)
}

// stays returns the probability that they have not left after t,
//
//	E[e^(-λpt)] = Σ P(N=n)·s(n).
func (c buyer) stays(t float64) float64 {
	if t == 0 {
		return 1
	}
	n := c.purchases(t)
	if n.long() {
		return c.meanOfStaying(n)
	}
	z, both := n.z(), c.a+c.b
	term := c.none(t)
	sum, enough := term, 1e-15*(1-z)
	for k := 0.0; ; k++ {
		before := term
		over := 1 / ((k + 1) * (both + k)) // apart, as it does not wait for term
		term *= z * (c.r + k) * (c.b + k) * over
		sum += term
		if !(term > enough*sum || term > before) {
			return min(sum, 1)
		}
	}
}

// meanOfStaying is stays as the mean of (1+p·scale)^-r over p.
func (c buyer) meanOfStaying(n negativeBinomial) float64 {
	return betaMean(c.a, c.b, c.r, n.scale, func(p float64) float64 { return math.Exp(-c.r * math.Log1p(p*n.scale)) })
}

// expected returns the expected number of purchases within t,
//
//	E[(1-e^(-λpt))/p] = Σ P(N=n)·(s(0)+…+s(n-1)).
func (c buyer) expected(t float64) float64 {
	if t == 0 {
		return 0
	}
	n := c.purchases(t)
	if n.long() {
		return c.meanOfExpected(n)
	}
	z, both := n.z(), c.a+c.b
	prob, stays, buys, sum := c.none(t), 1.0, 0.0, 0.0 // P(N=k), s(k), s(0)+…+s(k-1)
	first, enough := z*c.r, 1e-15*(1-z)
	for k := 0.0; ; k++ {
		chances := both + k
		over := 1 / ((k + 1) * chances)
		buys += stays
		stays *= (c.b + k) * (k + 1) * over
		prob *= (first + z*k) * chances * over
		term := prob * buys
		sum += term
		if !(term > enough*sum || first+z*k > k) {
			return sum
		}
	}
}

// meanOfExpected is expected as the mean of (1-(1+p·scale)^-r)/p over p.
func (c buyer) meanOfExpected(n negativeBinomial) float64 {
	return betaMean(c.a, c.b, 1, c.r*n.scale, func(p float64) float64 {
		if p < 1e-280 { // the limit, as p may be below all numbers
			return c.r * n.scale
		}
		return -math.Expm1(-c.r*math.Log1p(p*n.scale)) / p
	})
}

// discounted returns the expected number of purchases within t, each discounted
// by a force of interest per day,
//
//	∫ e^(-force·u)·E[λ·e^(-λpu)] du.
func (c buyer) discounted(t, force float64) float64 {
	if force == 0 || t == 0 {
		return c.expected(t)
	}
	// The rate of purchases falls, so what is due after this is next to nothing.
	if end := 40 / force; end < t {
		if sum, ok := c.discountedForever(force); ok {
			return sum
		}
		return c.meanOfDiscounted(math.Inf(1), force)
	}
	if force*t > 1 && c.purchases(t).long() { // or else numbers cancel, or there is a quicker way
		return c.meanOfDiscounted(t, force)
	}
	return c.discountedWithin(t, force)
}

// discountedWithin is discounted as the integral over time, in the variable
// v = ln(1+u/α), in which the integrand has no singularity near.
func (c buyer) discountedWithin(t, force float64) float64 {
	later := buyer{c.r + 1, c.alpha, c.a, c.b} // whose λ is weighted by itself
	rate := func(v float64) float64 {
		u := c.alpha * math.Expm1(v)
		return c.r * later.stays(u) * math.Exp(v-force*u)
	}
	// It falls by e^(-(r+1)v) at most.
	sum, from, end := 0.0, 0.0, math.Log1p(t/c.alpha)
	for step := 8 / (c.r + 1); from < end; step *= 3 {
		to := min(from+step, end)
		sum += integrate(rate, from, to, sum)
		from = to
	}
	return sum
}

// discountedForever returns the sum over all purchases k = 1, 2, … of
//
//	s(k-1)·U(k), where U(k) = E[(λ/(λ+force))^k],
//
// the chance that there is a k-th purchase and what it is worth today. With
// y = α·force, U is a multiple of Γ(r+k)·U(r+k, r+1, y), Tricomi's function, which
// has the recurrence (DLMF 13.3.7)
//
//	(r+k-1)·U(k-1) = (2k+r-1+y)·U(k) - k·U(k+1),
//
// of which it is the least solution: it is stable backwards, from any end that is
// far enough, up to a factor that U(0) = 1 tells. ok is false if that is too far.
func (c buyer) discountedForever(force float64) (_ float64, ok bool) {
	y, both := c.alpha*force, c.a+c.b
	terms := math.Floor(40 + (150+35*c.r)/y) // U(k) falls like e^(-2√(ky)), and like e^(-ky/r)
	if !(terms < 10000) {
		return 0, false
	}
	u, before, sum := c.farTerm(terms, y) // U(k), U(k+1), and the sum from k+1, relative to s(k)
	for k := terms; k >= 1; k-- {
		if u > 1e200 {
			before, u, sum = before*1e-200, u*1e-200, sum*1e-200
		}
		m := k - 1
		over := 1 / ((c.r + m) * (both + m))
		sum = u + (c.b+m)*(c.r+m)*over*sum
		weight := (both + m) * over
		before, u = u, weight*(2*k+c.r-1+y)*u-weight*k*before
	}
	return sum / u, true
}

// meanOfDiscounted is discounted as the mean over p of
//
//	E[λ/(force+λp)·(1-e^(-(force+λp)t))] = r/p · (e^c·Eᵣ₊₁(c) - e^(-force·t)·w^-r·e^(cw)·Eᵣ₊₁(cw)),
//
// where c = α·force/p and w = 1+pt/α, by the generalised exponential integral. It
// takes as long at any force and for any t. The second term, which a t without
// end does not have, is at most e^(-force·t) times the first.
func (c buyer) meanOfDiscounted(t, force float64) float64 {
	y, order, worth := c.alpha*force, c.r+1, math.Exp(-force*t)
	return betaMean(c.a, c.b, 1, order/y, func(p float64) float64 {
		if p < 1e-100*y { // the limit, as p may be below all numbers
			return c.r / y * (1 - worth)
		}
		integral, ok := expIntegral(order, y/p)
		if !ok { // the limit of a force of none
			return 1 / p
		}
		if worth > 0 {
			after, _ := expIntegral(order, y/p+force*t)
			integral -= worth * math.Exp(-c.r*math.Log1p(p*(t/c.alpha))) * after
		}
		return c.r / p * integral
	})
}

// farTerm returns U(k), which is 1 as the scale does not matter, U(k+1), and the
// sum of what follows U(k), relative to s(k), for a k far out. There the ratio of
// terms hardly changes. With U(k+1)/U(k) = 1-e, and e falling like 1/√k, the
// recurrence becomes
//
//	(k+1)·e² + (r-1/2+y)·e - y = 0,
//
// and the sum is that of a geometric series, corrected for how the ratio changes.
func (c buyer) farTerm(k, y float64) (u, next, sum float64) {
	half := (c.r - 0.5 + y) / 2
	e := y / (half + math.Sqrt(half*half+(k+1)*y))
	leave := c.a / (c.a + c.b + k)
	fall := e + leave - e*leave // 1 minus the ratio of terms
	change := (e/2 + leave) / ((k + 1) * fall * fall)
	return 1, 1 - e, (1 - e) * (1 + (1-fall)*change) / fall
}
