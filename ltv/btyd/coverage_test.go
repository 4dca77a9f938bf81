package btyd_test

import (
	"context"
	"flag"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

var slow = flag.Bool("slow", false, "run the tests that take a minute")

const (
	coverageShops     = 400
	coverageCustomers = 10_000
)

// TestCoverage: of many simulated shops, intervals at 80 and 95 % hold the
// parameters that their customers were simulated with about as often as they say.
func TestCoverage(t *testing.T) {
	if !*slow {
		t.Skip("takes a minute: -slow runs it")
	}
	bgnbd := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	t.Run("BG/NBD", func(t *testing.T) { covers(t, bgnbd.Params(btyd.Day), fitsOf(t, bgnbd, btyd.FitBGNBD)) })
	mbgnbd := btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614}
	t.Run("MBG/NBD", func(t *testing.T) { covers(t, mbgnbd.Params(btyd.Day), fitsOf(t, mbgnbd, btyd.FitMBGNBD)) })
	pareto := btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)}
	t.Run("Pareto/NBD", func(t *testing.T) { covers(t, pareto.Params(btyd.Day), fitsOf(t, pareto, btyd.FitParetoNBD)) })

	gg := btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	t.Run("Gamma-Gamma", func(t *testing.T) {
		covers(t, gg.Params(), func(src rand.Source) *btyd.Estimate {
			fit, err := btyd.FitGammaGamma(t.Context(), spendsFrom(src, gg, coverageCustomers), nil)
			return estimateOf(t, fit, err)
		})
	})
	bgbb := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	t.Run("BG/BB", func(t *testing.T) {
		covers(t, bgbb.Params(), func(src rand.Source) *btyd.Estimate {
			records := make([]btyd.Occasions, coverageCustomers)
			for i := range records {
				records[i], _ = bgbb.Simulate(src, 6)
			}
			fit, err := btyd.FitBGBB(t.Context(), records, nil)
			return estimateOf(t, fit, err)
		})
	})
	sbg := btyd.SBG{Alpha: 0.7, Beta: 3.8}
	t.Run("sBG", func(t *testing.T) {
		covers(t, sbg.Params(), func(src rand.Source) *btyd.Estimate {
			tenures := make([]btyd.Tenure, coverageCustomers)
			for i := range tenures {
				tenures[i] = sbg.Simulate(src, 7)
			}
			fit, err := btyd.FitSBG(t.Context(), tenures, nil)
			return estimateOf(t, fit, err)
		})
	})
}

func estimateOf[M any](t *testing.T, fit btyd.Fit[M], err error) *btyd.Estimate {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return &fit.Estimate
}

// fitsOf fits the models to shops like CDNOW, whose customers were first seen in
// the first 12 of 39 weeks.
func fitsOf[M btyd.Model](
	t *testing.T, truth M, fit func(context.Context, []btyd.Record, *btyd.Settings[M]) (btyd.Fit[M], error),
) func(src rand.Source) *btyd.Estimate {
	return func(src rand.Source) *btyd.Estimate {
		random := rand.New(src)
		records := make([]btyd.Record, coverageCustomers)
		for i := range records {
			seen := btyd.Days(27*7 + math.Floor(12*7*random.Float64()))
			records[i] = truth.Simulate(src, seen).Record(seen)
		}
		f, err := fit(t.Context(), records, nil)
		return estimateOf(t, f, err)
	}
}

// covers counts how often intervals hold the truth.
func covers(t *testing.T, truth []btyd.Param, fit func(src rand.Source) *btyd.Estimate) {
	levels := [...]float64{0.8, 0.95}
	held := make([][len(levels)]float64, len(truth))
	converged := 0.0
	for shop := range uint64(coverageShops) {
		e := fit(rand.NewPCG(shop, 77))
		if e.Err() != nil {
			continue
		}
		converged++
		for i, p := range truth {
			for k, level := range levels {
				low, high, ok := e.Interval(p.Name, level)
				if !ok || !(0 < low && low < e.Params[i].Value && e.Params[i].Value < high) {
					t.Fatalf("%v: interval %v to %v, %v", e.Params[i], low, high, ok)
				}
				if low <= p.Value && p.Value <= high {
					held[i][k]++
				}
			}
		}
	}
	if converged < 0.95*coverageShops {
		t.Errorf("%v of %v fits converged", converged, coverageShops)
	}
	for i, p := range truth {
		for k, level := range levels {
			share := held[i][k] / converged
			t.Logf("%-5s %2.0f %%: held by %.1f %% of %v", p.Name, 100*level, 100*share, converged)
			if off := math.Abs(share - level); off > 4*math.Sqrt(level*(1-level)/converged) {
				t.Errorf("%s: intervals at %v hold the truth in %v of %v shops", p.Name, level, held[i][k], converged)
			}
		}
	}
}
