package btyd

import (
	"encoding/json"
	"fmt"
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
	if err := f.Check(); err != nil {
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
		err = read.Check()
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
