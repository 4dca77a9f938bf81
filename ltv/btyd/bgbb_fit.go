package btyd

import (
	"context"
	"math"
)

// FitBGBB fits the model to records by maximum likelihood. The settings may be
// nil; Weights are how many customers have each record, and Unit means nothing
// here.
//
// The error wraps [ErrNoData], [ErrSettings], or that of ctx. It is not an
// error if the data do not determine the parameters: see the Status of the
// [Estimate].
func FitBGBB(ctx context.Context, records []Occasions, s *Settings[BGBB]) (Fit[BGBB], error) {
	settings, start, err := s.search(len(records))
	if err != nil {
		return Fit[BGBB]{}, err
	}
	starts, err := startAt(start)
	if err != nil {
		return Fit[BGBB]{}, err
	}
	rows := groupBy(records, settings.weights, Occasions.compare)
	buy, leave := occasionRates(rows)
	for _, sum := range []float64{2, 0.5, 10} {
		starts = append(starts, []float64{sum * buy, sum * (1 - buy), sum * leave, sum * (1 - leave)})
	}
	params, e, err := maximise(ctx, likelihood{
		names:    []string{"alpha", "beta", "gamma", "delta"},
		positive: 4,
		scale:    []float64{1, 1, 1, 1},
		rows:     len(rows),
		weight:   totalWeight(rows),
		at: func(p []float64) func([]float64, int, int) float64 {
			m := BGBB{p[0], p[1], p[2], p[3]}
			return func(grad []float64, from, to int) (ll float64) {
				for _, row := range rows[from:to] {
					ll += m.addLikelihood(row, grad)
				}
				return ll
			}
		},
	}, settings, starts)
	if err != nil {
		return Fit[BGBB]{}, err
	}
	m := BGBB{params[0], params[1], params[2], params[3]}
	return Fit[BGBB]{m, e}, nil
}

// addLikelihood returns the log-likelihood of a row, and adds its gradient: that
// of the purchases up to the last, which are certain, and that of the odds, where
// stay is the gradient of the logarithm of what stayed.
func (m BGBB) addLikelihood(row rowOf[Occasions], grad []float64) float64 {
	c, w := row.of, row.weight
	last := m.alive(Occasions{c.x, c.tx, c.tx})
	stayed, total := 1.0, 0.0
	var stay, sum [4]float64
	for i := range c.n - c.tx {
		life, buys := 1/(last.Gamma+last.Delta+float64(i)), 1/(last.Alpha+last.Beta+float64(i))
		beta, delta := last.Beta+float64(i), last.Delta+float64(i)
		left := stayed * last.Gamma * life
		total += left
		sum[0] += left * stay[0]
		sum[1] += left * stay[1]
		sum[2] += left * (stay[2] + 1/last.Gamma - life)
		sum[3] += left * (stay[3] - life)
		stay[0] -= buys
		stay[1] += 1/beta - buys
		stay[2] -= life
		stay[3] += 1/delta - life
		stayed *= beta * buys * delta * life
	}
	total += stayed
	buys, life := harmonic(m.Alpha+m.Beta, c.tx), harmonic(m.Gamma+m.Delta, c.tx)
	certain := [4]float64{
		harmonic(m.Alpha, c.x) - buys, harmonic(m.Beta, c.tx-c.x) - buys,
		-life, harmonic(m.Delta, c.tx) - life,
	}
	for j := range grad {
		grad[j] += w * (certain[j] + (sum[j]+stayed*stay[j])/total)
	}
	return w * (m.logUpToLast(c) + math.Log(total))
}

// occasionRates returns how often customers bought up to their last purchase, and
// guesses how often they left, both held off 0 and 1.
func occasionRates(rows []rowOf[Occasions]) (buy, leave float64) {
	bought, until, silent, all := 0.5, 1.0, 0.5, 1.0
	for _, row := range rows {
		bought += row.weight * float64(row.of.x)
		until += row.weight * float64(row.of.tx)
		all += row.weight * float64(row.of.n)
		if row.of.tx < row.of.n {
			silent += row.weight
		}
	}
	buy = bought / (until + 0.5)
	return min(buy, 0.9), min(silent/(all+0.5), 0.5)
}
