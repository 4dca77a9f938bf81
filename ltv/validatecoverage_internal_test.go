package ltv

import "testing"

// A quantile is the least count by which its probability is reached, not passed.
func TestCentralWhereAQuantileIsMetExactly(t *testing.T) {
	for _, test := range []struct {
		reason string
		pmf    []float64
		level  float64
		want   interval
	}{
		{"both met exactly", []float64{0.25, 0.5, 0.25}, 0.5, interval{0, 1, 0.75}},
		{"neither", []float64{0.125, 0.5, 0.375}, 0.5, interval{1, 2, 0.875}},
		{"the upper one lies beyond", []float64{0.25, 0.25}, 0.5, interval{0, 2, 1}},
		{"both lie beyond", []float64{0.125}, 0.5, interval{1, 1, 0.875}},
		{"nothing told", nil, 0.5, interval{0, 0, 1}},
	} {
		if got := central(test.pmf, test.level); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.reason, got, test.want)
		}
	}
}
