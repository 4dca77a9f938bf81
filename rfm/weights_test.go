package rfm_test

import (
	"errors"
	"math"
	"testing"

	"github.com/retentionkit/retention/rfm"
	"pgregory.net/rapid"
)

func TestComposite(t *testing.T) {
	for _, test := range []struct {
		weights rfm.Weights
		score   rfm.Score
		want    float64
		reason  string
	}{
		{rfm.Weights{}, rfm.Score{R: 5, F: 4, M: 3}, 4, "equal by default"},
		{rfm.Weights{R: 1, F: 1, M: 1}, rfm.Score{R: 5, F: 4, M: 1}, 10.0 / 3, "equal"},
		{rfm.Weights{R: 2, F: 1, M: 1}, rfm.Score{R: 5, F: 2, M: 1}, 3.25, "recency twice"},
		{rfm.Weights{M: 7}, rfm.Score{R: 5, F: 2, M: 1}, 1, "money only"},
		{rfm.Weights{R: math.MaxInt32, F: math.MaxInt32, M: math.MaxInt32}, rfm.Score{R: 9, F: 9, M: 9}, 9, "greatest"},
		{rfm.Weights{R: 1}, rfm.Score{}, 0, "customer without sales"},
		{rfm.Weights{R: 1, F: -1}, rfm.Score{R: 5, F: 4, M: 3}, 0, "weights that sum to nothing"},
	} {
		if got := test.weights.Composite(test.score); got != test.want {
			t.Errorf("%+v of %v is %v, want %v (%s)", test.weights, test.score, got, test.want, test.reason)
		}
	}
}

func TestCompositeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight, digit := rapid.IntRange(0, 1000), rapid.Uint8Range(1, rfm.MaxBins)
		w := rfm.Weights{R: weight.Draw(t, "R"), F: weight.Draw(t, "F"), M: weight.Draw(t, "M")}
		s := rfm.Score{R: digit.Draw(t, "r"), F: digit.Draw(t, "f"), M: digit.Draw(t, "m")}
		got := w.Composite(s)
		if low, high := min(s.R, s.F, s.M), max(s.R, s.F, s.M); got < float64(low) || got > float64(high) {
			t.Errorf("%+v of %v is %v", w, s, got)
		}
		k := rapid.IntRange(1, 1000).Draw(t, "k")
		if again := (rfm.Weights{R: k * w.R, F: k * w.F, M: k * w.M}).Composite(s); again != got {
			t.Errorf("%+v of %v is %v, but %v with %d times the weights", w, s, got, again, k)
		}
		s.R++
		if more := w.Composite(s); more < got {
			t.Errorf("%+v is %v for better recency, was %v", w, more, got)
		}
	})
}

func TestWeightsCheck(t *testing.T) {
	for _, test := range []struct {
		weights rfm.Weights
		want    string
	}{
		{rfm.Weights{}, ""},
		{rfm.Weights{R: math.MaxInt32}, ""},
		{rfm.Weights{F: -1}, "rfm: unusable weights: frequency: -1"},
		{rfm.Weights{M: math.MinInt}, "rfm: unusable weights: monetary: -9223372036854775808"},
		{rfm.Weights{R: math.MaxInt}, "rfm: unusable weights: recency: 9223372036854775807"},
	} {
		switch err := test.weights.Check(); {
		case test.want == "" && err != nil:
			t.Errorf("%+v: %v", test.weights, err)
		case test.want != "" && (!errors.Is(err, rfm.ErrWeights) || err.Error() != test.want):
			t.Errorf("%+v: error %v, want %s", test.weights, err, test.want)
		}
	}
}
