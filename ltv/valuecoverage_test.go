package ltv_test

import (
	"math"
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

// Of many shops that do as the models say, the share in the interval of which the
// expectation lies, computed by the true parameters, must be its level.
func TestValueIntervalCovers(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates and fits many shops")
	}
	const shops, level = 150, 0.8
	m := btyd.MBGNBD{R: 0.6, Alpha: btyd.Weeks(5), A: 1, B: 2.5}
	spend := btyd.GammaGamma{P: 5, Q: 5, Gamma: 20}
	basis := ltv.ValueBasis{Horizon: btyd.Weeks(30), Level: level, RoundTo: fine}
	total, first, used := 0, 0, 0
	for seed := range shops {
		base := simulatedBase(t, m, spend, 700, 350, uint64(seed))
		f, fit := fitted(t, ltv.MBGNBD, base)
		v := valueOf(t, base, f, fit, basis)
		if v.NoInterval() != nil {
			continue
		}
		used++
		truth := valueOf(t, base, ltv.Fitted{Model: m}, &btyd.Fit[btyd.GammaGamma]{Model: spend}, basis)
		if truth.Total.GreaterThanOrEqual(v.Low) && truth.Total.LessThanOrEqual(v.High) {
			total++
		}
		if c, is := v.At(350), truth.At(350).Value; is.GreaterThanOrEqual(c.Low) && is.LessThanOrEqual(c.High) {
			first++
		}
	}
	t.Logf("of %d shops the interval covers %d totals and %d values of one customer", used, total, first)
	n := float64(used)
	by := 3.5 * math.Sqrt(n*level*(1-level))
	if used < shops*9/10 || math.Abs(float64(total)-level*n) > by || math.Abs(float64(first)-level*n) > by {
		t.Errorf("of %d shops the interval covers %d totals and %d values of one customer, want %v", used, total, first, level*n)
	}
}
