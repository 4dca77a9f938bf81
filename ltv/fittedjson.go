package ltv

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/retentionkit/retention/ltv/btyd"
)

// fittedVersion is that of the JSON of a Fitted.
const fittedVersion = 1

// ErrFitted is wrapped by the errors about a text that is not a [Fitted], and
// about a Fitted that has no text.
var ErrFitted = errors.New("not a fitted model")

// fittedJSON is the JSON of a Fitted, version 1. Fields that must be there are
// pointers.
type fittedJSON struct {
	Version int             `json:"version"`
	Model   json.RawMessage `json:"model"`
	estimateJSON
}

// estimateJSON is the JSON of a [btyd.Estimate] of which no field may be missing.
type estimateJSON struct {
	Status        *btyd.Status   `json:"status"`
	Runaway       []btyd.Runaway `json:"runaway,omitempty"`
	Unit          *btyd.Unit     `json:"unit"`
	Params        []btyd.Param   `json:"params"`
	Covariance    [][]float64    `json:"covariance,omitempty"`
	LogLikelihood *float64       `json:"logLikelihood"`
	Customers     *float64       `json:"customers"`
	Rows          *int           `json:"rows"`
	Iterations    *int           `json:"iterations"`
	Evaluations   *int           `json:"evaluations"`
}

func estimateJSONOf(e *btyd.Estimate) estimateJSON {
	return estimateJSON{
		&e.Status, e.Runaway, &e.Unit, e.Params, e.Covariance,
		&e.LogLikelihood, &e.Customers, &e.Rows, &e.Iterations, &e.Evaluations,
	}
}

func (j *estimateJSON) estimate() (btyd.Estimate, error) {
	if j.Status == nil || j.Unit == nil || j.LogLikelihood == nil || j.Customers == nil ||
		j.Rows == nil || j.Iterations == nil || j.Evaluations == nil {
		return btyd.Estimate{}, errors.New("a field of the estimate is missing")
	}
	return btyd.Estimate{
		Params: j.Params, Unit: *j.Unit, LogLikelihood: *j.LogLikelihood, Covariance: j.Covariance,
		Customers: *j.Customers, Rows: *j.Rows, Iterations: *j.Iterations, Evaluations: *j.Evaluations,
		Status: *j.Status, Runaway: j.Runaway,
	}, nil
}

// MarshalJSON returns the model and all of its estimate, with a version:
//
//	{"version":1,"model":{"model":"BG/NBD",…},"status":"converged",…}
//
// UnmarshalJSON reads the same numbers again, to the last bit. The error wraps
// [ErrFitted] if there is no model, or one that fails its Check, or an estimate
// that is not finite or not of this model.
func (f Fitted) MarshalJSON() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("ltv: %w: %w", ErrFitted, err)
	}
	model, err := json.Marshal(f.Model)
	if err != nil {
		return nil, fmt.Errorf("ltv: %w: %w", ErrFitted, err)
	}
	return json.Marshal(fittedJSON{fittedVersion, model, estimateJSONOf(&f.Estimate)})
}

// UnmarshalJSON reads what MarshalJSON wrote, and nothing else: fields that are
// missing or unknown, and estimates that do not go with the model, are errors,
// which wrap [ErrFitted].
func (f *Fitted) UnmarshalJSON(data []byte) error {
	read, err := decodeFitted(data)
	if err == nil {
		err = read.check()
	}
	if err != nil {
		return fmt.Errorf("ltv: %w: %w", ErrFitted, err)
	}
	*f = read
	return nil
}

func decodeFitted(data []byte) (f Fitted, err error) {
	var j fittedJSON
	if !json.Valid(data) { // a Decoder would not look beyond the first value
		return f, errors.New("not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return f, err
	}
	switch {
	case j.Version != fittedVersion:
		return f, fmt.Errorf("version %d", j.Version)
	case j.Model == nil:
		return f, errors.New("the model is missing")
	}
	if f.Estimate, err = j.estimate(); err != nil {
		return f, err
	}
	f.Model, err = decodeModel(j.Model)
	return f, err
}

// decodeModel reads a model by the name in it.
func decodeModel(data []byte) (btyd.Model, error) {
	var named struct{ Model Kind }
	if err := json.Unmarshal(data, &named); err != nil {
		return nil, err
	}
	return kinds[named.Model].decode(data)
}

func decoder[M btyd.Model](data []byte) (btyd.Model, error) {
	var m M
	err := json.Unmarshal(data, &m)
	return m, err
}

// check says what keeps f from being the result of a fit.
func (f *Fitted) check() error {
	if _, ok := f.Kind(); !ok {
		return errors.New("no model")
	}
	fit := btyd.Fit[btyd.Model]{Model: f.Model, Estimate: f.Estimate}
	return fit.Check()
}
