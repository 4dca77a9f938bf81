package btyd

import "math"

// The nodes in [0, 1] and weights of the Kronrod rule of 15 points, and the
// weights of the Gauss rule of 7 of them (QUADPACK, Piessens et al. 1983).
var (
	kronrodNodes = [8]float64{
		0.991455371120812639206854697526329, 0.949107912342758524526189684047851,
		0.864864423359769072789712788640926, 0.741531185599394439863864773280788,
		0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
		0.207784955007898467600689403773245, 0,
	}
	kronrodWeights = [8]float64{
		0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
		0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
		0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
		0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
	}
	gaussWeights = [4]float64{
		0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
		0.381830050505118944950369775488975, 0.417959183673469387755102040816327,
	}
)

// nearly is how far the rules of 7 and 15 points may be apart, relative to the
// integral: that of 15 is then right to 1e-13 or so, for what is smooth.
const nearly = 1e-9

// integrate returns the integral of f, which is not negative, over [from, to].
// The rest of an integral of which this is a part may be told, so that no more
// precision is sought than that needs.
func integrate(f func(float64) float64, from, to, rest float64) float64 {
	whole, err := kronrod(f, from, to)
	for {
		sum := refine(f, from, to, whole, err, nearly*(rest+whole), 16)
		if rest+sum >= (rest+whole)/2 {
			return sum
		}
		whole = sum // the first estimate was far too high
	}
}

// refine halves a part, given its integral and error, until the error is small.
func refine(f func(float64) float64, from, to, whole, err, tolerance float64, depth int) float64 {
	if !(err > tolerance) || depth == 0 {
		return whole
	}
	middle := from + (to-from)/2
	left, leftErr := kronrod(f, from, middle)
	right, rightErr := kronrod(f, middle, to)
	return refine(f, from, middle, left, leftErr, tolerance, depth-1) + refine(f, middle, to, right, rightErr, tolerance, depth-1)
}

// kronrod returns the integral of f by the rule of 15 points, and how far that
// of 7 is off.
func kronrod(f func(float64) float64, from, to float64) (sum, err float64) {
	middle, half := from+(to-from)/2, (to-from)/2
	centre := f(middle)
	sum, gauss := centre*kronrodWeights[7], centre*gaussWeights[3]
	for i, node := range kronrodNodes[:7] {
		both := f(middle-half*node) + f(middle+half*node)
		sum += kronrodWeights[i] * both
		if i%2 == 1 {
			gauss += gaussWeights[i/2] * both
		}
	}
	return sum * half, math.Abs(sum-gauss) * half
}
