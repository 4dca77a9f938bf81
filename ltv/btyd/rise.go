package btyd

import "math"

// logRise returns ln Γ(x+n)/Γ(x), the logarithm of x(x+1)…(x+n-1) where n is
// whole, for x > 0 and n >= 0. It keeps its precision where a difference of two
// lnΓ has none: for a large x and a small n.
func logRise(x, n float64) float64 {
	shifted, small := 1.0, 0.0
	for x < 16 {
		if shifted *= x / (x + n); shifted < 1e-150 {
			small, shifted = small+math.Log(shifted), 1
		}
		x++
	}
	return small + math.Log(shifted) + (x-0.5)*math.Log1p(n/x) + n*(math.Log(x+n)-1) + stirling(x+n) - stirling(x)
}

// logBeta returns the logarithm of the beta function.
func logBeta(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	return logGamma(a) - logRise(b, a)
}

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// stirling returns what Stirling's formula leaves out of lnΓ(x), for x > 0. Of the
// asymptotic series, the first term left out is below 1e-17.
func stirling(x float64) float64 {
	if x < 16 {
		return logGamma(x) - (x-0.5)*math.Log(x) + x - logSqrt2Pi
	}
	y := 1 / (x * x)
	return (1./12 + y*(-1./360+y*(1./1260+y*(-1./1680+y*(1./1188-y*691./360360))))) / x
}

const logSqrt2Pi = 0.918938533204672741780329736405617639861397473637783

// slopeRise returns the derivative of logRise in x, ψ(x+n)-ψ(x).
func slopeRise(x, n float64) float64 {
	shifted := 0.0
	for x < 16 {
		shifted += n / (x * (x + n))
		x++
	}
	return shifted + math.Log1p(n/x) + n/(2*x*(x+n)) + stirlingSlope(x+n) - stirlingSlope(x)
}

// stirlingSlope returns the derivative of stirling, for x >= 16.
func stirlingSlope(x float64) float64 {
	y := 1 / (x * x)
	return -y * (1./12 - y*(1./120-y*(1./252-y*(1./240-y*(1./132-y*691./32760)))))
}

// logRiseRatio returns ln of x(x+1)…(x+n-1) / (x+a)(x+a+1)…(x+a+n-1).
func logRiseRatio(x, a, n float64) float64 {
	if n <= a {
		return logRise(x, n) - logRise(x+a, n)
	}
	return logRise(x, a) - logRise(x+n, a)
}
