package btyd

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// regressand is a model with four parameters that can be fitted with covariates.
type regressand[M tilted[M]] struct {
	fit   func(context.Context, []Record, *Settings[M]) (Fit[M], error) // without covariates
	model func(p []float64, u Unit) M
	timed [4]bool // which parameters are times
	// bends are the parameters that make purchases and leaving likelier, sign 1,
	// or less likely, sign -1, as tilt has it.
	bends [2]int
	sign  [2]float64
	// density returns the log-likelihood of a record, with times in the unit of
	// the parameters, and its slopes in these.
	density func(p [4]float64, x, tx, t float64) (ll float64, slopes [4]float64)
}

// betaGeometricRegressand says how a model that is a [betaGeometric] varies.
func betaGeometricRegressand[M tilted[M]](
	first float64, fit func(context.Context, []Record, *Settings[M]) (Fit[M], error), model func(p []float64, u Unit) M,
) regressand[M] {
	return regressand[M]{
		fit: fit, model: model,
		timed: [4]bool{1: true},
		bends: [2]int{1, 2},
		sign:  [2]float64{-1, 1},
		density: func(p [4]float64, x, tx, t float64) (ll float64, slopes [4]float64) {
			g := betaGeometric{p[0], p[1], p[2], p[3], first}
			v := g.tally(x)
			return g.density(&v, tx, t, math.Log1p(tx/g.alpha), math.Log1p(t/g.alpha))
		},
	}
}

// fitCovariates fits a regression, beginning with the model without.
func (how regressand[M]) fitCovariates(ctx context.Context, records []Record, covariates []Covariates, s *Settings[Regression[M]]) (Fit[Regression[M]], error) {
	none := Fit[Regression[M]]{}
	look, start, err := s.search(len(records))
	if err != nil {
		return none, err
	}
	d, err := describe(records, look.weights, covariates)
	if err != nil {
		return none, err
	}
	base, err := how.fit(ctx, records, &Settings[M]{
		Unit: look.unit, Weights: look.weights, Penalty: look.penalty, MaxIterations: look.maxIterations,
	})
	if err != nil {
		return none, err
	}
	starts := [][]float64{append(valuesOf(base.Params), make([]float64, len(d.size))...)}
	if start != nil {
		p := valuesOf(start.Params(look.unit))
		if err := start.Check(); err != nil {
			return none, fmt.Errorf("btyd: %w: start: %w", ErrSettings, err)
		} else if len(start.Purchase) != d.purchase || len(p) != len(starts[0]) {
			return none, fmt.Errorf("btyd: %w: start: not as many coefficients as covariates", ErrSettings)
		}
		floats.Mul(p[4:], d.size)
		starts = append(starts, p)
	}
	p, e, err := maximise(ctx, how.likelihood(d, look.unit, base.Params), look, starts)
	if err != nil {
		return none, err
	}
	for j, size := range d.size {
		p[4+j] /= size
		e.rescale(4+j, 1/size)
	}
	return Fit[Regression[M]]{Regression[M]{how.model(p[:4], look.unit), p[4:][:d.purchase], p[4+d.purchase:]}, e}, nil
}

func valuesOf(params []Param) []float64 {
	values := make([]float64, len(params))
	for i, p := range params {
		values[i] = p.Value
	}
	return values
}

func (how regressand[M]) likelihood(d description, u Unit, base []Param) likelihood {
	bare := make([]weighted, len(d.rows))
	for i, row := range d.rows {
		bare[i] = row.weighted
	}
	m := momentsOf(bare, u)
	l := likelihood{
		positive: 4,
		rows:     len(d.rows),
		weight:   m.customers,
		singular: d.collinear(0, d.purchase) || d.collinear(d.purchase, len(d.size)),
		at:       func(p []float64) func([]float64, int, int) float64 { return how.at(d, u, p) },
	}
	for j, p := range base {
		scale := 1.0
		if how.timed[j] {
			scale = m.time
		}
		l.names, l.scale = append(l.names, p.Name), append(l.scale, scale)
	}
	for j := range d.size {
		if j < d.purchase {
			l.names = append(l.names, coefficientName("purchase", j))
		} else {
			l.names = append(l.names, coefficientName("dropout", j-d.purchase))
		}
	}
	return l
}

// at is likelihood.at.
func (how regressand[M]) at(d description, u Unit, p []float64) func(grad []float64, from, to int) float64 {
	p = slices.Clone(p)
	coefficients := [2][]float64{p[4:][:d.purchase], p[4+d.purchase:]}
	return func(grad []float64, from, to int) (ll float64) {
		parts := [2][]float64{grad[4:][:d.purchase], grad[4+d.purchase:]}
		for _, row := range d.rows[from:to] {
			own := [4]float64(p)
			z := [2][]float64{row.z[:d.purchase], row.z[d.purchase:]}
			for kind, j := range how.bends {
				own[j] *= math.Exp(how.sign[kind] * floats.Dot(coefficients[kind], z[kind]))
			}
			one, slopes := how.density(own, float64(row.x), row.tx.In(u), row.t.In(u))
			ll += row.weight * one
			for kind, j := range how.bends {
				by := row.weight * slopes[j] * own[j] // for each unit of its logarithm
				floats.AddScaled(parts[kind], how.sign[kind]*by, z[kind])
				slopes[j] *= own[j] / p[j]
			}
			floats.AddScaled(grad[:4], row.weight, slopes[:])
		}
		return ll
	}
}
