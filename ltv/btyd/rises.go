package btyd

import "math"

// rises are lnΓ(v+n)/Γ(v) and its derivative in v, for each n.
type rises struct{ log, slope []float64 }

// risesOf goes from one count to the next, which is usually the next number.
func risesOf(v float64, counts []float64) rises {
	s := rises{make([]float64, len(counts)), make([]float64, len(counts))}
	log, slope, n := 0.0, 0.0, 0.0
	for i, count := range counts {
		if gap := count - n; gap <= 16 {
			product := 1.0
			for ; n < count; n++ {
				product *= v + n
				slope += 1 / (v + n)
			}
			log += math.Log(product)
		} else {
			log += logRise(v+n, gap)
			slope += slopeRise(v+n, gap)
			n = count
		}
		s.log[i], s.slope[i] = log, slope
	}
	return s
}

// softplus returns the probability of odds given as their logarithm, and
// ln(1+odds).
func softplus(odds float64) (p, log float64) {
	e := math.Exp(-math.Abs(odds))
	if odds > 0 {
		return 1 / (1 + e), odds + math.Log(1+e)
	}
	return e / (1 + e), math.Log(1 + e)
}
