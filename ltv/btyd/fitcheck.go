package btyd

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Check reports why a Fit cannot be the result of a fit, or nil: its model fails
// its own Check, its estimate is not of the model, or the numbers do not go
// together. A Covariance may have been set to nil.
func (f *Fit[M]) Check() error {
	var params []Param
	switch m := any(f.Model).(type) {
	case interface{ Params(Unit) []Param }:
		if int(f.Unit) < len(unitNames) {
			params = m.Params(f.Unit)
		}
	case interface{ Params() []Param }:
		params = m.Params()
	}
	if m, ok := any(f.Model).(interface{ Check() error }); !ok || params == nil {
		return fmt.Errorf("no model, or %v", f.Unit)
	} else if err := m.Check(); err != nil {
		return err
	}
	return f.Estimate.check(params)
}

// check says what keeps e from being the estimate of a model with these
// parameters. They were converted from unit to unit once more or less often.
func (e *Estimate) check(params []Param) error {
	switch {
	case len(e.Params) != len(params):
		return fmt.Errorf("%d parameters", len(e.Params))
	case int(e.Unit) >= len(unitNames) || int(e.Status) >= len(statusNames):
		return fmt.Errorf("unknown %v or %v", e.Unit, e.Status)
	case !finite(e.LogLikelihood):
		return fmt.Errorf("a log-likelihood of %v", e.LogLikelihood)
	case !(e.Customers > 0 && finite(e.Customers)) || e.Rows < 1 || e.Iterations < 0 || e.Evaluations < 0:
		return fmt.Errorf("%v customers in %d rows, %d iterations, %d evaluations", e.Customers, e.Rows, e.Iterations, e.Evaluations)
	case (e.Status == Boundary) != (len(e.Runaway) > 0):
		return fmt.Errorf("%v, with %d parameters that run away", e.Status, len(e.Runaway))
	}
	for i, p := range e.Params {
		if p.Name != params[i].Name || !(math.Abs(p.Value-params[i].Value) <= 1e-12*math.Abs(params[i].Value)) {
			return fmt.Errorf("%s = %v, where the model has %s = %v", p.Name, p.Value, params[i].Name, params[i].Value)
		}
	}
	for _, r := range e.Runaway {
		if !slices.ContainsFunc(params, func(p Param) bool { return p.Name == r.Param }) {
			return fmt.Errorf("%v, which is no parameter", r)
		}
	}
	return e.checkCovariance()
}

// checkCovariance holds the covariance to be that of a fit that converged, if it
// was kept, and symmetric but for rounding.
func (e *Estimate) checkCovariance() error {
	c, n := e.Covariance, len(e.Params)
	if c == nil {
		return nil
	}
	if len(c) != n || e.Status != Converged {
		return fmt.Errorf("%v, with a covariance of %d rows", e.Status, len(c))
	}
	for i, row := range c {
		if len(row) != n {
			return errors.New("a covariance that is not square")
		}
		for j, v := range row {
			if !finite(v) || j == i && v < 0 || j < i && !(math.Abs(v-c[j][i]) <= 1e-12*math.Abs(v)) {
				return fmt.Errorf("a covariance with %v", v)
			}
		}
	}
	return nil
}

func finite(v float64) bool { return math.Abs(v) <= math.MaxFloat64 }
