package btyd

import (
	"math"
	"math/rand/v2"
)

// logBetaDraw draws p from the beta distribution and returns the logarithms of p
// and 1-p.
func logBetaDraw(r *rand.Rand, a, b float64) (p, q float64) {
	odds := logGammaDraw(r, a) - logGammaDraw(r, b)
	return -log1pExp(-odds), -log1pExp(odds)
}

// log1pExp returns the logarithm of 1+e^x.
func log1pExp(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// logGammaDraw returns the logarithm of a draw from the gamma distribution of rate
// 1. For small shapes the draw itself would be 0.
//
// George Marsaglia and Wai Wan Tsang, "A Simple Method for Generating Gamma
// Variables", ACM Transactions on Mathematical Software 26 (2000).
func logGammaDraw(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return logGammaDraw(r, shape+1) - r.ExpFloat64()/shape
	}
	d := shape - 1./3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if -r.ExpFloat64() < x*x/2+d-d*v+d*math.Log(v) {
			return math.Log(d) + math.Log(v)
		}
	}
}
