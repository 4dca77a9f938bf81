package btyd_test

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

func occasions(t testing.TB, x, tx, n int) btyd.Occasions {
	t.Helper()
	c, err := btyd.NewOccasions(x, tx, n)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// donations returns the records of donors, and how many have each.
func donations(t testing.TB) (records []btyd.Occasions, weights []float64) {
	t.Helper()
	for _, row := range rows(t, "donations.csv") {
		v := [4]float64{}
		for i := range v {
			v[i] = float(t, row[i])
		}
		records = append(records, occasions(t, int(v[0]), int(v[1]), int(v[2])))
		weights = append(weights, v[3])
	}
	return records, weights
}

func TestFitBGBBPublished(t *testing.T) {
	var file struct {
		Donations wantFit `json:"donations_bgbb"`
	}
	golden(t, "ltv_mle.json", &file)
	records, weights := donations(t)
	fit, err := btyd.FitBGBB(t.Context(), records, &btyd.Settings[btyd.BGBB]{Weights: weights})
	if err != nil {
		t.Fatal(err)
	}
	sameFit(t, &fit.Estimate, file.Donations)

	// The paper's Table 6, and its authors' spreadsheet.
	m := fit.Model
	for _, tt := range []struct {
		x, tx int
		alive float64
	}{{0, 0, 0.11}, {2, 4, 0.59}, {6, 6, 0.93}} {
		if got := m.PAlive(occasions(t, tt.x, tt.tx, 6)); math.Abs(got-tt.alive) > 0.005 {
			t.Errorf("x=%d, t_x=%d: P(alive) = %v, want %v", tt.x, tt.tx, got, tt.alive)
		}
	}
	total := 0.0
	for i, c := range records {
		total += weights[i] * m.Expected(c, 5)
	}
	if math.Abs(total-12884.2) > 0.5 {
		t.Errorf("%v gifts expected in the next five years", total)
	}
	for x, want := range map[int]float64{0: 3454.9, 6: 1253.1} {
		if got := 11104 * m.PMF(x, 6); math.Abs(got-want) > 0.05 {
			t.Errorf("%v donors with %d gifts expected, want %v", got, x, want)
		}
	}
}

func TestFitBGBBOfFew(t *testing.T) {
	for _, records := range [][]btyd.Occasions{
		{occasions(t, 0, 0, 0)},
		{occasions(t, 0, 0, 6)},
		{occasions(t, 6, 6, 6), occasions(t, 6, 6, 6)},
		{occasions(t, 1, 1, 10_000), occasions(t, 5_000, 10_000, 10_000)},
	} {
		fit, err := btyd.FitBGBB(t.Context(), records, nil)
		if err != nil {
			t.Errorf("%v: %v", records, err)
			continue
		}
		if err := fit.Model.Check(); err != nil || math.IsNaN(fit.LogLikelihood) || fit.Status == btyd.Converged {
			t.Errorf("%v: %+v, %v", records, fit, err)
		}
	}
	if _, err := btyd.FitBGBB(t.Context(), nil, nil); !errors.Is(err, btyd.ErrNoData) {
		t.Error(err)
	}
}

func BenchmarkFitBGBB(b *testing.B) {
	records, weights := donations(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := btyd.FitBGBB(b.Context(), records, &btyd.Settings[btyd.BGBB]{Weights: weights}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBGBB(b *testing.B) {
	m := btyd.BGBB{Alpha: 1.204, Beta: 0.75, Gamma: 0.657, Delta: 2.783}
	yearly := btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}
	for _, n := range []int{6, 1000} {
		c := occasions(b, 2, 3, n)
		for name, f := range map[string]func(){
			"LogLikelihood": func() { m.LogLikelihood(c) },
			"PAlive":        func() { m.PAlive(c) },
			"Expected":      func() { m.Expected(c, 5) },
			"DERT":          func() { m.DERT(c, btyd.Years(1), yearly) },
		} {
			b.Run(name+"/n="+strconv.Itoa(n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
	}
}
