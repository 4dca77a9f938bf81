package btyd

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// fitVersion is that of the JSON of a Fit.
const fitVersion = 1

type fitJSON[M any] struct {
	Version int `json:"version"`
	Model   M   `json:"model"`
	Estimate
}

// MarshalJSON returns the model and all of its estimate, with a version:
//
//	{"version":1,"model":{"model":"Gamma-Gamma",…},"params":[…],"status":"converged",…}
//
// UnmarshalJSON reads the same numbers again, to the last bit. It is an error if
// the estimate is not of the model, or not one that a fit returns.
func (f Fit[M]) MarshalJSON() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("btyd: a fit without JSON: %w", err)
	}
	return json.Marshal(fitJSON[M]{fitVersion, f.Model, f.Estimate})
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else: fields that are
// missing or unknown, and estimates that do not go with the model, are errors,
// which wrap [ErrDecode]. f is then as it was.
func (f *Fit[M]) UnmarshalJSON(data []byte) error {
	read, err := decodeFit[M](data)
	if err == nil {
		err = read.check()
	}
	if err != nil {
		return fmt.Errorf("btyd: %w as a fit of it: %w", ErrDecode, err)
	}
	*f = read
	return nil
}

func decodeFit[M any](data []byte) (f Fit[M], err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return f, err
	}
	known := 0
	for _, key := range []string{"version", "model", "params", "unit", "logLikelihood", "customers", "rows", "iterations", "evaluations", "status"} {
		if value := fields[key]; value == nil || string(value) == "null" {
			return f, fmt.Errorf("%q: missing", key)
		}
		known++
	}
	for _, key := range []string{"covariance", "runaway"} {
		if fields[key] != nil {
			known++
		}
	}
	var j fitJSON[M]
	if err := json.Unmarshal(data, &j); err != nil {
		return f, err
	}
	if j.Version != fitVersion || len(fields) != known {
		return f, fmt.Errorf("version %d, %d unknown fields", j.Version, len(fields)-known)
	}
	return Fit[M]{j.Model, j.Estimate}, nil
}

// check says what keeps f from being the result of a fit.
func (f *Fit[M]) check() error {
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
