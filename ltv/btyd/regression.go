package btyd

import (
	"encoding/json"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Regression is a model for each customer. When a covariate grows by one unit,
// the rate of purchases, or of leaving, is multiplied by e to the power of its
// coefficient. A coefficient above zero means more often.
//
// The method is that of Fader & Hardie (2007), "Incorporating Time-Invariant
// Covariates into the Pareto/NBD and BG/NBD Models", note 019.
type Regression[M tilted[M]] struct {
	Base     M         // of a customer whose covariates are all 0
	Purchase []float64 // coefficients
	Dropout  []float64 // coefficients
}

// tilted is a model whose rates can be changed, by logarithms.
type tilted[M any] interface {
	Model
	tilt(purchase, dropout float64) M
}

// For returns the model of a customer. Covariates far beyond those of the fit
// could carry a parameter out of its domain; the parameter then stays at the
// end of its domain. For panics unless there are as many covariates as
// coefficients.
func (r Regression[M]) For(z Covariates) M {
	if len(z.Purchase) != len(r.Purchase) || len(z.Dropout) != len(r.Dropout) {
		panic("btyd.Regression.For: not as many covariates as coefficients")
	}
	return r.Base.tilt(floats.Dot(r.Purchase, z.Purchase), floats.Dot(r.Dropout, z.Dropout))
}

// Name returns, say, "BG/NBD with covariates".
func (r Regression[M]) Name() string { return r.Base.Name() + " with covariates" }

// Params returns the parameters of the base and the coefficients, as
// "purchase[0]" or "dropout[1]".
func (r Regression[M]) Params(u Unit) []Param {
	params := r.Base.Params(u)
	for i, v := range r.Purchase {
		params = append(params, Param{coefficientName("purchase", i), v})
	}
	for i, v := range r.Dropout {
		params = append(params, Param{coefficientName("dropout", i), v})
	}
	return params
}

func coefficientName(of string, i int) string { return fmt.Sprintf("%s[%d]", of, i) }

// Check returns an error wrapping [ErrParameter] unless the base is a model and
// the coefficients are finite.
func (r Regression[M]) Check() error {
	if err := r.Base.Check(); err != nil {
		return err
	}
	for _, p := range r.Params(Day) {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			return fmt.Errorf("btyd: %s: %w: %s = %v", r.Name(), ErrParameter, p.Name, p.Value)
		}
	}
	return nil
}

// MarshalJSON returns the regression as, say, {"model":"BG/NBD with
// covariates","version":1,"base":{…},"purchase":[0.5],"dropout":[]}. It fails if r
// fails [Regression.Check].
func (r Regression[M]) MarshalJSON() ([]byte, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Model    string    `json:"model"`
		Version  int       `json:"version"`
		Base     M         `json:"base"`
		Purchase []float64 `json:"purchase"`
		Dropout  []float64 `json:"dropout"`
	}{r.Name(), 1, r.Base, append([]float64{}, r.Purchase...), append([]float64{}, r.Dropout...)})
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else. The error wraps
// [ErrDecode] or [ErrParameter].
func (r *Regression[M]) UnmarshalJSON(data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return fmt.Errorf("btyd: %w as %s: %w", ErrDecode, r.Name(), err)
	}
	var model string
	var version int
	var read Regression[M]
	for _, field := range []struct {
		key  string
		into any
	}{
		{"model", &model}, {"version", &version},
		{"base", &read.Base}, {"purchase", &read.Purchase}, {"dropout", &read.Dropout},
	} {
		if value := fields[field.key]; value == nil || string(value) == "null" {
			return fmt.Errorf("btyd: %w as %s: %q: missing", ErrDecode, r.Name(), field.key)
		} else if err := json.Unmarshal(value, field.into); err != nil {
			return fmt.Errorf("btyd: %w as %s: %q: %w", ErrDecode, r.Name(), field.key, err)
		}
	}
	if model != r.Name() || version != 1 || len(fields) != 5 {
		return fmt.Errorf("btyd: %w as %s: model %q, version %d, %d fields", ErrDecode, r.Name(), model, version, len(fields))
	}
	if err := read.Check(); err != nil {
		return err
	}
	*r = read
	return nil
}
