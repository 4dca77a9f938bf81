package btyd

import "math"

// quadrature is leaves for any race. As a function of the logarithm
// of min(alpha, beta)+u the integrand is log-concave, and analytic but for poles
// at a distance of π, wherever the parameters are: few panels do.
func (w race) quadrature(t float64) (p float64, by slopes) {
	least := min(w.alpha, w.beta)
	end := math.Log1p(min(t/least, 1e300))
	mode := 0.0
	if w.alpha < w.beta && w.a < 1 {
		mode = math.Log((w.beta - w.alpha) / w.alpha * (1 - w.a) / (w.a + w.s))
		mode = max(0, min(mode, end))
	}
	var u, la, lb float64
	f := func(y float64) float64 {
		u = least * math.Expm1(y)
		la, lb = y, y
		if w.alpha < w.beta {
			lb = math.Log1p(u / w.beta)
		} else {
			la = math.Log1p(u / w.alpha)
		}
		return y - w.a*la - (w.s+1)*lb
	}
	var sum, sumA, sumB, nearA, nearB float64
	add := func(weight float64) {
		sum += weight
		sumA += weight * la
		sumB += weight * lb
		nearA += weight * (w.alpha / (w.alpha + u))
		nearB += weight * (w.beta / (w.beta + u))
	}
	peak := integrateConcave(0, mode, end, f, add)
	return w.s * (least / w.beta) * math.Exp(peak) * sum, slopes{
		a:     -sumA / sum,
		alpha: w.a * (1 - nearA/sum),
		s:     1/w.s - sumB/sum,
		beta:  w.s - (w.s+1)*nearB/sum,
	}
}

// integrateConcave finds the integral of e^f from one place to another, where f is
// concave, greatest at mode, and analytic within π of the real line. It calls
// add, after f at a node, with the weight of that node, which is yet to be
// multiplied by e^peak.
//
// It steps outwards from the mode, in panels of Gauss-Legendre nodes, until e^f
// is negligible.
func integrateConcave(from, mode, to float64, f func(float64) float64, add func(weight float64)) (peak float64) {
	peak = f(mode)
	for _, end := range [...]float64{from, to} {
		at, value, length := mode, peak, panelLength
		for range mostPanels {
			if at == end || peak-value > negligible {
				break
			}
			next, there := stride(at, value, end, length, f)
			middle, half := at/2+next/2, math.Abs(next/2-at/2)
			for _, node := range legendre20 {
				add(half * node.weight * math.Exp(min(0, f(middle-half*node.x)-peak)))
				add(half * node.weight * math.Exp(min(0, f(middle+half*node.x)-peak)))
			}
			length = min(4*half, panelLength)
			at, value = next, there
		}
	}
	return peak
}

const (
	panelLength = 2.0 // how long a panel may be
	panelFall   = 30  // how far f may fall within one
	negligible  = 50  // how far f falls until it matters no more
	mostPanels  = 500 // where f is steeper than numbers can tell, they would not end
)

// stride returns where the panel ends that begins at a place, and the value of f
// there.
func stride(at, value, end, length float64, f func(float64) float64) (next, there float64) {
	for {
		next = at + math.Copysign(length, end-at)
		if math.Abs(end-at) <= length {
			next = end
		}
		if there = f(next); length <= 1e-15*math.Abs(at) || !(value-there > panelFall) {
			return next, there
		}
		length = math.Abs(next-at) / 2
	}
}

// legendre20 has the positive nodes of the Gauss-Legendre rule of 20 on [-1, 1], and
// their weights.
var legendre20 = [...]struct{ x, weight float64 }{
	{0.076526521133497338, 0.15275338713072584},
	{0.22778585114164507, 0.14917298647260374},
	{0.37370608871541955, 0.14209610931838204},
	{0.51086700195082713, 0.13168863844917664},
	{0.63605368072651502, 0.11819453196151841},
	{0.7463319064601508, 0.10193011981724044},
	{0.83911697182221878, 0.083276741576704755},
	{0.91223442825132595, 0.062672048334109068},
	{0.96397192727791381, 0.040601429800386939},
	{0.99312859918509488, 0.017614007139152118},
}
