package btyd

import "math"

// expIntegral returns e^c·Eₛ(c), the generalised exponential integral
//
//	∫₀^∞ e^(-c·u) (1+u)^-s du,
//
// for s and c above 0. ok is false where c is next to nothing: for an s of 1 or
// less, the integral may then be infinite.
func expIntegral(s, c float64) (v float64, ok bool) {
	switch {
	case c >= 1:
		return expFraction(s, c), true
	case s > 40:
		return expClimb(s, c), true
	case c > 1e-200:
		return expSeries(s, c), true
	}
	return 0, false
}

// expFraction is expIntegral by its continued fraction (DLMF 8.19.17, contracted),
// by the method of Lentz.
func expFraction(s, c float64) float64 {
	b := c + s
	d := 1 / b
	f, over := d, math.Inf(1) // over is C of the method
	for k := 1.0; k < 200; k++ {
		a := -k * (s + k - 1)
		b += 2
		d = 1 / (b + a*d)
		over = b + a/over
		by := over * d
		f *= by
		if math.Abs(by-1) < 1e-15 {
			break
		}
	}
	return f
}

// expSeries is expIntegral by its power series (DLMF 8.19.10) for an order of 3/2
// or less, and for others by recurrence.
func expSeries(s, c float64) float64 {
	up := max(0, math.Ceil(s-1.5))
	pole := s - up - 1
	// Γ(1-s)·c^(s-1), and the term whose pole at s = 1 it cancels
	sum := -expm1Ratio(pole, logGammaRatio(pole)+math.Log(c))
	power := 1.0
	for k := 1.0; k < 40; k++ {
		power *= -c / k
		sum -= power / (k - pole)
	}
	return expUp(sum*math.Exp(c), s, c, up)
}

// expClimb is expIntegral for an s above 40 and a c of 1 or less. Each step up
// divides the error by 28 or more, so that it does not matter where it begins.
func expClimb(s, c float64) float64 {
	const up = 12
	return expUp(1/(c+s-up), s, c, up)
}

// expUp goes from expIntegral of the order s-up to that of s (DLMF 8.19.12).
func expUp(v, s, c, up float64) float64 {
	for ; up > 0; up-- {
		v = (1 - c*v) / (s - up)
	}
	return v
}

// expm1Ratio returns (e^(x·y)-1)/x, which is y where x is 0.
func expm1Ratio(x, y float64) float64 {
	if x == 0 {
		return y
	}
	return math.Expm1(x*y) / x
}

// logGammaRatio returns lnΓ(1-x)/x, for an x of 1/2 or less. Near 0, where it would
// lose its digits, it is a power series (DLMF 5.7.3).
func logGammaRatio(x float64) float64 {
	if math.Abs(x) > 0.01 {
		return logGamma(1-x) / x
	}
	const euler, zeta2, zeta3, zeta4, zeta5, zeta6 = 0.5772156649015329, 1.6449340668482264, 1.2020569031595943,
		1.0823232337111382, 1.0369277551433700, 1.0173430619844491
	return euler + x*(zeta2/2+x*(zeta3/3+x*(zeta4/4+x*(zeta5/5+x*(zeta6/6+x/7)))))
}
