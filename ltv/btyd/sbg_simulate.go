package btyd

import (
	"math"
	"math/rand/v2"
)

// Simulate returns the tenure of a new customer after the given number of
// renewals were due. It panics if renewals is negative.
func (m SBG) Simulate(src rand.Source, renewals int) Tenure {
	count(renewals, "SBG.Simulate")
	r := rand.New(src)
	_, stay := logBetaDraw(r, m.Alpha, m.Beta)
	if made, left := geometricDraw(r, stay, renewals); left {
		return Tenure{made, true}
	}
	return Tenure{renewals, false}
}

// geometricDraw returns how often something happens, each time with a
// probability of which stay is the logarithm, before it does not; and whether
// that is fewer than n times.
func geometricDraw(r *rand.Rand, stay float64, n int) (times int, fewer bool) {
	if t := r.ExpFloat64() / math.Abs(stay); t < float64(n) {
		return int(t), true
	}
	return n, false
}
