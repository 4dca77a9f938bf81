package rfm

import (
	"errors"
	"fmt"
	"math"
)

// Weights says how much each axis counts in a composite score. Only the ratio
// matters: 2, 1, 1 is the same as 50, 25, 25. The zero Weights is equal weight
// on all three.
type Weights struct {
	R int `json:"recency"`
	F int `json:"frequency"`
	M int `json:"monetary"`
}

// ErrWeights is wrapped by the error about [Weights] that cannot be used.
var ErrWeights = errors.New("unusable weights")

// Check reports, as an error that wraps [ErrWeights], a weight that is negative
// or beyond 2^31-1.
func (w Weights) Check() error {
	for i, weight := range [...]int{w.R, w.F, w.M} {
		if weight < 0 || weight > math.MaxInt32 {
			return fmt.Errorf("rfm: %w: %v: %d", ErrWeights, axis(i), weight)
		}
	}
	return nil
}

// Composite returns the weighted mean of the three scores,
//
//	(R·w.R + F·w.F + M·w.M) / (w.R + w.F + w.M)
//
// between 1 and the bins of the scale: the float64 nearest to the exact
// quotient, so that equal means are equal numbers. It is 0 for the zero Score,
// and for weights that fail [Weights.Check].
func (w Weights) Composite(s Score) float64 {
	if w == (Weights{}) {
		w = Weights{1, 1, 1}
	}
	if !s.Scored() || w.Check() != nil {
		return 0
	}
	sum := int64(s.R)*int64(w.R) + int64(s.F)*int64(w.F) + int64(s.M)*int64(w.M)
	return float64(sum) / float64(int64(w.R)+int64(w.F)+int64(w.M))
}
