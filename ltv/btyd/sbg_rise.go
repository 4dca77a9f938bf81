package btyd

import "math"

// asymptotic is from where the series hold to the last bit.
const asymptotic = 16

// logFall returns the sum of ln((z+i)/(w+i)) for all i from 0 to t-1, which is
// logRise(z, t) - logRise(w, t), but without the two large numbers that cancel.
// Both z and w are positive; gap is w-z, and exact, as it may be tiny. The sources
// are the recurrences and asymptotic series of the NIST Digital Library of
// Mathematical Functions, §5.5 and §5.11.
func logFall(z, w, gap float64, t int) (sum float64) {
	for ; t > 0 && (z < asymptotic || t < asymptotic/2); t-- {
		if math.Abs(gap) < w/2 {
			sum += math.Log1p(-gap / w)
		} else {
			sum += math.Log(z) - math.Log(w)
		}
		z, w = z+1, w+1
	}
	if t == 0 {
		return sum
	}
	n := float64(t)
	return sum + (z-0.5)*math.Log1p(gap/(w+n)*(n/z)) - n*math.Log1p(gap/(z+n)) - gap*math.Log1p(n/w) +
		stirlingFall(z, w, gap) - stirlingFall(z+n, w+n, gap)
}

// stirlingFall returns stirling(w) - stirling(z), in proportion to the gap.
func stirlingFall(z, w, gap float64) float64 {
	u, v := 1/z, 1/w
	uu, vv, uv := u*u, v*v, u*v
	s2 := uu + uv + vv
	s4 := uu*uu + uv*s2 + vv*vv // Σ u^i v^(4-i)
	s6 := uu*uu*uu + uv*s4 + vv*vv*vv
	s8 := uu*uu*uu*uu + uv*s6 + vv*vv*vv*vv
	return -gap * uv * (1./12 - s2/360 + s4/1260 - s6/1680 + s8/1188)
}

// harmonic returns ψ(z+t) - ψ(z), the sum of 1/(z+i) for all i from 0 to t-1.
func harmonic(z float64, t int) (sum float64) {
	for ; t > 0 && (z < asymptotic || t < asymptotic/2); t-- {
		sum += 1 / z
		z++
	}
	if t == 0 {
		return sum
	}
	n := float64(t)
	return sum + math.Log1p(n/z) + digammaTail(z) - digammaTail(z+n)
}

// digammaTail returns ln(z) - ψ(z) for a large z.
func digammaTail(z float64) float64 {
	u := 1 / z
	v := u * u
	return u/2 + v*(1./12-v*(1./120-v*(1./252-v*(1./240-v*(1./132)))))
}
