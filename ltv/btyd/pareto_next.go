package btyd

import "math"

// NextPurchase returns the time after T by which the next purchase has come
// with probability p, which is in [0, 1). ok is false if there is no such time,
// because the customer never comes again with a probability of 1-p or more.
//
// The probability of a purchase within t is PAlive times the integral to t of
// the density of the next purchase of a customer who is there.
func (m ParetoNBD) NextPurchase(c Record, p float64) (t Time, ok bool) {
	if !(p >= 0 && p < 1) {
		return Time{}, false
	}
	if p == 0 {
		return Time{}, true
	}
	w := m.race(c.x, c.t.days)
	_, alive := softplus(m.odds(c)) // -ln PAlive
	days := w.next(math.Log(p) + alive)
	if !(days <= latest) {
		return Time{}, false
	}
	return Time{days}, true
}

// latest is how many days ahead a next purchase is looked for.
const latest = 1e250

// next returns when a purchase has come first with a probability given by its
// logarithm, or more than latest.
//
// That logarithm is concave in that of the time, so each of Newton's steps from
// too early ends too early again, or right.
func (w race) next(target float64) float64 {
	if target >= 0 {
		return math.Inf(1)
	}
	buys := w.swapped()
	y := target + math.Log(w.alpha/w.a) // as if the rate did not fall
	if target < -600 {
		return math.Exp(y)
	}
	for range 200 {
		t := math.Exp(y)
		if t > latest {
			break
		}
		p, _ := buys.leaves(t)
		at := math.Log(p)
		slope := math.Exp(-math.Log1p(w.alpha/t) + math.Log(w.a) - w.silence(t) - at)
		step := (target - at) / slope
		y += step
		if step <= 1e-15*max(1, math.Abs(y)) {
			break
		}
	}
	return math.Exp(y)
}
