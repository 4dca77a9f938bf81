package btyd

import "math"

// betaMean returns the mean of h(p) for a p that has the beta distribution of a
// and b. h is positive and falls as p grows, much like (1+scale·p)^-r does.
//
// It is the sum of the trapezoidal rule over w = ln(p/(1-p)), in which the
// integrand has one peak and is smooth however small a and b are. Around the
// peak, w goes in even steps, and further out in ever longer ones. Steps are halved
// until the sum stays: by then it is right to all digits, as the error of the rule
// falls like e^(-1/step).
func betaMean(a, b, r, scale float64, h func(p float64) float64) float64 {
	const stretch = 8
	density := betaDensityOf(a, b)
	peak, width := density.peak(r, scale)
	f := func(y float64) float64 {
		w := width * stretch * math.Sinh(y/stretch)
		d := peak + w
		return math.Exp(density.log(d)) * h(density.p(d)) * width * math.Cosh(y/stretch)
	}
	// side adds every other point, out to where nothing more comes.
	side := func(from, step float64) (sum float64) {
		for y := from; ; y += step {
			more := f(y)
			sum += more
			if !(more > 1e-19*sum) {
				return sum
			}
		}
	}
	step := 1.0
	sum := f(0) + side(step, step) + side(-step, -step)
	for range 12 {
		half := sum + side(step/2, step) + side(-step/2, -step)
		step /= 2
		if math.Abs(half/2-sum) <= 1e-11*sum {
			return half * step
		}
		sum = half
	}
	return sum * step
}

// betaDensity is the density of w = ln(p/(1-p)), as a function of its distance d
// from where it is largest, at p = centre. rest is 1-centre, to all digits.
type betaDensity struct{ a, b, centre, rest, top float64 }

func betaDensityOf(a, b float64) betaDensity {
	top := stirling(a+b) - stirling(a) - stirling(b) - logSqrt2Pi + 0.5*math.Log(a/(a+b)*b)
	return betaDensity{a, b, a / (a + b), b / (a + b), top}
}

func (f betaDensity) log(d float64) float64 {
	if d > 0 {
		return f.top - f.b*d - (f.a+f.b)*logMixed(f.rest, f.centre, -d)
	}
	return f.top + f.a*d - (f.a+f.b)*logMixed(f.centre, f.rest, d)
}

// logMixed returns ln(v·e^d + w), for a d of 0 or less and v+w = 1.
func logMixed(v, w, d float64) float64 {
	if less := v * math.Expm1(d); less > -0.5 {
		return math.Log1p(less)
	}
	return math.Log(v*math.Exp(d) + w) // 1+less would lose the digits of a small w
}

// p returns the p at d.
func (f betaDensity) p(d float64) float64 {
	return f.centre / (f.centre + f.rest*math.Exp(-d))
}

// peak returns where the density times (1+scale·p)^-r is largest, and how wide
// the peak is there, 1 at the most. Its p solves
//
//	(a-(a+b)p)(1+scale·p) = r·scale·p(1-p),
//
// which has one solution between 0 and 1.
func (f betaDensity) peak(r, scale float64) (d, width float64) {
	square := (f.a + f.b - r) * scale
	linear := (r-f.a)*scale + f.a + f.b
	// square·p² + linear·p - a = 0
	root := math.Sqrt(linear*linear + 4*square*f.a)
	p := 2 * f.a / (linear + root)
	if linear < 0 {
		p = (root - linear) / (2 * square)
	}
	p = min(max(p, 1e-300), f.centre)
	q := (1 + scale) * p / (1 + scale*p)
	curvature := (f.a+f.b-r)*p*(1-p) + r*q*(1-q)
	return math.Log(p/f.centre) - math.Log((1-p)/f.rest), 1 / math.Sqrt(max(curvature, 1))
}
