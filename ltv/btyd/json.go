package btyd

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// ErrDecode is wrapped by errors about bytes that are not a model of the type.
var ErrDecode = errors.New("not such a model")

// encodeModel returns a model of version 1 as JSON.
func encodeModel(name string, params []Param) ([]byte, error) {
	if err := checkPositive(name, params); err != nil {
		return nil, err
	}
	data := append(strconv.AppendQuote([]byte(`{"model":`), name), `,"version":1`...)
	for _, p := range params {
		value, err := json.Marshal(p.Value)
		if err != nil {
			return nil, err
		}
		data = append(strconv.AppendQuote(append(data, ','), p.Name), ':')
		data = append(data, value...)
	}
	return append(data, '}'), nil
}

// decodeModel returns the parameters, all positive, of a model of version 1.
func decodeModel(data []byte, name string, keys ...string) ([]float64, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, fmt.Errorf("btyd: %w as %s: %w", ErrDecode, name, err)
	}
	var model string
	var version int
	values, params := make([]float64, len(keys)), make([]Param, len(keys))
	if err := decodeField(fields, "model", &model); err != nil || model != name {
		return nil, fmt.Errorf("btyd: %w as %s: model %s", ErrDecode, name, fields["model"])
	}
	if err := decodeField(fields, "version", &version); err != nil || version != 1 {
		return nil, fmt.Errorf("btyd: %w as %s: version %s", ErrDecode, name, fields["version"])
	}
	for i, key := range keys {
		if err := decodeField(fields, key, &values[i]); err != nil {
			return nil, fmt.Errorf("btyd: %w as %s: %q: %w", ErrDecode, name, key, err)
		}
		params[i] = Param{key, values[i]}
	}
	if len(fields) != len(keys)+2 {
		return nil, fmt.Errorf("btyd: %w as %s: %d unknown fields", ErrDecode, name, len(fields)-len(keys)-2)
	}
	return values, checkPositive(name, params)
}

// decodeField reads a field, which must be there and not null.
func decodeField[T any](fields map[string]json.RawMessage, key string, into *T) error {
	value := fields[key]
	if value == nil || string(value) == "null" {
		return errors.New("missing")
	}
	return json.Unmarshal(value, into)
}

// The domain of a parameter: beyond it, products of a few would not be numbers.
const leastParam, mostParam = 1e-100, 1e100

// must panics with the name of a model unless all of its parameters are positive
// numbers: most methods would not notice, and some not return.
func must(model string, params ...float64) {
	for _, p := range params {
		if !(p > 0 && p <= math.MaxFloat64) {
			panic("btyd: a " + model + " that fails its Check")
		}
	}
}

// inDomain returns the parameter that is next to a product.
func inDomain(v float64) float64 { return min(max(v, leastParam), mostParam) }

// checkPositive names the first parameter that is outside its domain.
func checkPositive(model string, params []Param) error {
	for _, p := range params {
		if !(p.Value >= leastParam && p.Value <= mostParam) {
			return fmt.Errorf("btyd: %s: %w: %s = %v", model, ErrParameter, p.Name, p.Value)
		}
	}
	return nil
}
