package btyd

import "math"

// negativeBinomial is the distribution of a Poisson variable whose mean has the
// gamma distribution of shape r and of a scale.
type negativeBinomial struct{ r, scale float64 }

// z returns the ratio that its probabilities come near to.
func (d negativeBinomial) z() float64 { return d.scale / (1 + d.scale) }

// long reports whether a sum over the distribution has more than some thousand
// terms, or begins with terms too small.
func (d negativeBinomial) long() bool {
	mean, wide := d.r*d.scale, 1+d.scale
	return mean+9*math.Sqrt(mean*wide)+40*wide > 4000 || mean > 600 && d.r*math.Log1p(d.scale) > 600
}

// at returns P(N = n) and P(N >= n) for n > 0.
func (d negativeBinomial) at(n float64) (exactly, atLeast float64) {
	if d.scale == 0 {
		return 0, 0
	}
	exactly = math.Exp(d.log(n))
	if z := d.z(); n+1 > (n+d.r+2)*z { // above the mean or so
		return exactly, min(exactly*betaFraction(n, d.r, z), 1)
	}
	return exactly, 1 - exactly*n/d.r*betaFraction(d.r, n, 1/(1+d.scale))
}

// log returns ln P(N = n), n > 0, by its distance from where it is largest
// (Loader 2000): lnΓ(n+r)-lnΓ(n+1)-lnΓ(r) would lose most digits where n is
// large.
func (d negativeBinomial) log(n float64) float64 {
	total := n + d.r
	off := deviance(n, total*d.z()) + deviance(d.r, total/(1+d.scale))
	return stirling(total) - stirling(n) - stirling(d.r) - off + 0.5*math.Log(d.r/(total*n)) - logSqrt2Pi
}

// deviance returns x·ln(x/m) + m - x, for positive x and m.
func deviance(x, m float64) float64 {
	off := (x - m) / m
	if math.Abs(off) > 0.1 {
		return x*math.Log(x/m) + m - x
	}
	// m((1+e)ln(1+e) - e) = m Σ (-e)^k/(k(k-1)), k >= 2
	sum, power := 0.0, off*off
	for k := 2.0; k < 20; k++ {
		sum += power / (k * (k - 1))
		power *= -off
	}
	return m * sum
}

// betaFraction returns the continued fraction of the incomplete beta function
// (DLMF 8.17.22) for x below a/(a+b) or so, by the method of Lentz.
func betaFraction(a, b, x float64) float64 {
	const tiny = 1e-300
	c, d := 1.0, 1-(a+b)*x/(a+1)
	if math.Abs(d) < tiny {
		d = tiny
	}
	d = 1 / d
	f := d
	for m := 1.0; m < 1e6; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		change := 1.0
		for _, by := range [2]float64{even, odd} {
			if d = 1 + by*d; math.Abs(d) < tiny {
				d = tiny
			}
			if c = 1 + by/c; math.Abs(c) < tiny {
				c = tiny
			}
			d = 1 / d
			f *= c * d
			change = c * d
		}
		if math.Abs(change-1) < 1e-16 {
			break
		}
	}
	return f
}
