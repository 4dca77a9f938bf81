package btyd

import (
	"context"
	"fmt"
	"math"
)

// LogLikelihood returns the logarithm of the probability of a tenure: of leaving
// at that renewal (Fader and Hardie 2007, eq. 5), or of being there after it
// (eq. 6).
func (m SBG) LogLikelihood(c Tenure) float64 {
	ll := m.logSurvival(c.renewals)
	if c.left {
		ll += math.Log(m.Alpha) - math.Log(m.Alpha+m.Beta+float64(c.renewals))
	}
	return ll
}

// FitSBG fits the model to tenures by maximum likelihood. The settings may be
// nil; Weights are how many customers have each tenure, and Unit means nothing
// here.
//
// The error wraps [ErrNoData], [ErrSettings], or that of ctx. It is not an
// error if the data do not determine the parameters: see the Status of the
// [Estimate]. It takes about three renewals to determine them. Where all
// customers leave at one rate, Alpha and Beta go to infinity together, and the
// Status is [Boundary].
func FitSBG(ctx context.Context, tenures []Tenure, s *Settings[SBG]) (Fit[SBG], error) {
	settings, start, err := s.search(len(tenures))
	if err != nil {
		return Fit[SBG]{}, err
	}
	rows := groupBy(tenures, settings.weights, Tenure.compare)
	churn := churnRate(rows)
	starts, err := startAt(start)
	if err != nil {
		return Fit[SBG]{}, err
	}
	for _, sum := range []float64{2, 0.5, 10} {
		starts = append(starts, []float64{sum * churn, sum * (1 - churn)})
	}
	params, e, err := maximise(ctx, likelihood{
		names:    []string{"alpha", "beta"},
		positive: 2,
		scale:    []float64{1, 1},
		rows:     len(rows),
		weight:   totalWeight(rows),
		at: func(params []float64) func([]float64, int, int) float64 {
			m := SBG{params[0], params[1]}
			return func(grad []float64, from, to int) (ll float64) {
				for _, row := range rows[from:to] {
					ll += m.addLikelihood(row, grad)
				}
				return ll
			}
		},
	}, settings, starts)
	if err != nil {
		return Fit[SBG]{}, err
	}
	m := SBG{params[0], params[1]}
	return Fit[SBG]{m, e}, nil
}

// addLikelihood returns the log-likelihood of a row, and adds its gradient.
func (m SBG) addLikelihood(row rowOf[Tenure], grad []float64) float64 {
	c, w := row.of, row.weight
	fall := harmonic(m.Alpha+m.Beta, c.renewals)
	alpha, beta := -fall, harmonic(m.Beta, c.renewals)-fall
	if c.left {
		drop := 1 / (m.Alpha + m.Beta + float64(c.renewals))
		alpha += 1/m.Alpha - drop
		beta -= drop
	}
	grad[0] += w * alpha
	grad[1] += w * beta
	return w * m.LogLikelihood(c)
}

// churnRate returns the share of renewals that were not made, held off 0 and 1.
func churnRate(rows []rowOf[Tenure]) float64 {
	left, asked := 0.5, 1.0
	for _, row := range rows {
		asked += row.weight * float64(row.of.renewals)
		if row.of.left {
			asked += row.weight
			left += row.weight
		}
	}
	return left / asked
}

// startAt returns the parameters of a model to begin with, if there is one.
func startAt[M interface {
	Check() error
	Params() []Param
}](start *M) (starts [][]float64, err error) {
	if start == nil {
		return nil, nil
	}
	if err := (*start).Check(); err != nil {
		return nil, fmt.Errorf("btyd: %w: the start: %w", ErrSettings, err)
	}
	var params []float64
	for _, p := range (*start).Params() {
		params = append(params, p.Value)
	}
	return append(starts, params), nil
}

func totalWeight[T any](rows []rowOf[T]) (total float64) {
	for _, row := range rows {
		total += row.weight
	}
	return total
}
