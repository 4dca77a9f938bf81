package btyd

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

const (
	// apart is how much log-likelihood a limit must cost for the data to tell a
	// parameter from it: half the 95 % quantile of χ² with one degree of freedom.
	apart = 1.92
	// far is how far off, in logarithms, a limit is looked for.
	far = 5
	// beyond is how far a parameter goes only if nothing holds it.
	beyond = 20
)

// estimate returns the parameters of a peak and what they are worth.
func (c *climb) estimate(p peak) ([]float64, Estimate, error) {
	c.fresh = false
	c.evaluate(p.theta)
	params := slices.Clone(c.params)
	e := Estimate{Unit: c.unit, Customers: c.weight, Rows: c.rows, LogLikelihood: c.ll}
	for j, name := range c.names {
		e.Params = append(e.Params, Param{name, params[j]})
	}
	err := c.judge(p, &e)
	e.Iterations, e.Evaluations = c.iterations, c.evaluations
	return params, e, err
}

// rescale multiplies a parameter.
func (e *Estimate) rescale(param int, by float64) {
	e.Params[param].Value *= by
	for i := range e.Covariance {
		e.Covariance[i][param] *= by
		e.Covariance[param][i] *= by
	}
}

// judge sets the status, and what goes with it.
func (c *climb) judge(p peak, e *Estimate) (err error) {
	if p.hessian == nil {
		return nil
	}
	if c.singular && p.ok {
		e.Status = Singular
		return nil
	}
	if c.flat(p) && c.separates(p) {
		e.Status = Singular
		return nil
	}
	if c.flat(p) || c.isBeyond(p) {
		e.Runaway, err = c.runaways(p)
	}
	switch {
	case err != nil:
	case len(e.Runaway) > 0:
		e.Status = Boundary
	case !p.ok:
	default:
		e.Status = Singular
		if e.Covariance = c.covariance(p); c.unsure(e.Covariance) {
			e.Covariance = nil
		} else if e.Covariance != nil {
			e.Status = Converged
		}
	}
	return err
}

// isBeyond reports whether a parameter went so far that the wall holds it: what
// curves the likelihood there is the wall and not the data.
func (c *climb) isBeyond(p peak) bool {
	for j := range c.positive {
		if math.Abs(p.theta[j]-math.Log(c.scale[j])) > beyond {
			return true
		}
	}
	return false
}

// unsure reports whether a coefficient is uncertain by so much that no data can be
// behind it: where its covariate tells who buys at all, it runs off slowly.
func (c *climb) unsure(cov [][]float64) bool {
	for j := c.positive; j < len(cov); j++ {
		if cov[j][j] > 100*far*far {
			return true
		}
	}
	return false
}

// separates reports whether a coefficient ran off, as one does whose covariate
// tells who buys at all.
func (c *climb) separates(p peak) bool {
	for j := c.positive; j < len(p.theta); j++ {
		if math.Abs(p.theta[j]) > beyond {
			return true
		}
	}
	return false
}

// flat reports whether some direction is hardly curved: whether a parameter is
// uncertain by a factor of e or more.
func (c *climb) flat(p peak) bool {
	curvatures, _, ok := eigen(p.hessian)
	return !ok || curvatures[0]*c.weight < 1
}

// runaways returns which parameters go far off at no cost, the others adapting.
// The side that a parameter is on already comes first.
func (c *climb) runaways(p peak) (list []Runaway, err error) {
	for j := range c.positive {
		off := p.theta[j] - math.Log(c.scale[j])
		if math.Abs(off) > beyond {
			list = append(list, Runaway{c.names[j], off > 0})
			continue
		}
		out := math.Copysign(far, off)
		for _, by := range []float64{out, -out} {
			cost := c.costOf(p, j, by)
			if c.ctx.Err() != nil {
				return nil, c.ctx.Err()
			}
			if cost < apart {
				list = append(list, Runaway{c.names[j], by > 0})
				break
			}
		}
	}
	return list, nil
}

// costOf returns how much log-likelihood is lost if parameter j is elsewhere.
func (c *climb) costOf(p peak, j int, by float64) float64 {
	theta := slices.Clone(p.theta)
	theta[j] += by
	c.held, c.fresh = j, false
	there := c.bfgs(theta, min(c.maxIterations, 50))
	c.held, c.fresh = -1, false
	return (there.value - p.value) * c.weight
}

// covariance returns the covariance of the parameters, or nil if there is none.
func (c *climb) covariance(p peak) [][]float64 {
	n := len(p.theta)
	h := mat.NewSymDense(n, nil)
	h.ScaleSym(c.weight, p.hessian)
	var chol mat.Cholesky
	if !chol.Factorize(h) || chol.Cond() > 1e14 {
		return nil
	}
	var inverse mat.SymDense
	if chol.InverseTo(&inverse) != nil {
		return nil
	}
	slope := func(j int) float64 { // dθ/d(ln θ) = θ
		if j < c.positive {
			return math.Exp(p.theta[j])
		}
		return 1
	}
	covariance := make([][]float64, n)
	for i := range covariance {
		covariance[i] = make([]float64, n)
		for j := range covariance[i] {
			covariance[i][j] = slope(i) * inverse.At(i, j) * slope(j)
		}
	}
	return covariance
}
