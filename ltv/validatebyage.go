package ltv

import (
	"context"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
)

// asked is up to which age, in days, the model is asked about each: a century.
const asked = 36525

// expectedByAge returns E[X(t)] of a new customer, for each t from 0 to n-1 days.
// Only a view as of a day far off has ages of more than a century, but then
// millions of them. From there on, E[X] is interpolated in pieces that are each
// twice as long as the one before.
func expectedByAge(ctx context.Context, m btyd.Model, n int) ([]float64, error) {
	byAge := make([]float64, n)
	err := each(ctx, min(n, asked), func(t int) { byAge[t] = m.ExpectedNew(btyd.Days(float64(t))) })
	if err != nil {
		return nil, err
	}
	for from := asked; from < n; from *= 2 {
		far := farAgesOf(m, float64(from))
		err := each(ctx, min(from, n-from), func(i int) { byAge[from+i] = far.at(float64(from + i)) })
		if err != nil {
			return nil, err
		}
	}
	for t, n := range byAge {
		if !(n <= 1e100) {
			return nil, fmt.Errorf("ltv: %w: %s expects %g purchases of a new customer within %d days", btyd.ErrParameter, m.Name(), n, t)
		}
	}
	return byAge, nil
}

// farAges is E[X(t)] for t from some age to twice of it, by the polynomial through
// its values at Chebyshev points (Berrut & Trefethen, "Barycentric Lagrange
// Interpolation", SIAM Review 46, 2004, eq. 5.4).
//
// E[X] is analytic but for negative t, in all models. So the error falls by a
// factor of 3+√8 with every point, and is far below rounding with these.
type farAges struct{ t, expected [25]float64 }

func farAgesOf(m btyd.Model, from float64) (f farAges) {
	last := float64(len(f.t) - 1)
	for i := range f.t {
		f.t[i] = from * (1.5 - 0.5*math.Cos(math.Pi*float64(i)/last))
		f.expected[i] = m.ExpectedNew(btyd.Days(f.t[i]))
	}
	return f
}

func (f *farAges) at(t float64) float64 {
	sum, weights := 0.0, 0.0
	for i, node := range f.t {
		if t == node {
			return f.expected[i]
		}
		w := 1 / (t - node)
		if i%2 == 1 {
			w = -w
		}
		if i == 0 || i == len(f.t)-1 {
			w /= 2
		}
		sum += w * f.expected[i]
		weights += w
	}
	return sum / weights
}
