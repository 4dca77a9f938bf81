package btyd_test

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// column returns a column of a table of numbers.
func column(t testing.TB, name string, i int) (list []float64) {
	t.Helper()
	for _, row := range rows(t, name) {
		list = append(list, float(t, row[i]))
	}
	return list
}

// within reports whether got is want but for a relative error.
func within(got, want, within float64) bool {
	return got == want || math.Abs(got-want) <= within*math.Abs(want)
}

// wantFit is a fit that was found independently.
type wantFit struct {
	Params     []float64
	Loglik     float64
	SE         []float64
	Vcov       [][]float64
	Survival   []float64 `json:"survival_0_12"`
	Retention  []float64 `json:"retention_1_12"`
	DERLBefore []float64 `json:"derl_d10pct_n1_to_8_about_to_renew"`
	DEL        float64   `json:"del_d10pct_new_customer"`
	N          float64
	Corr       float64 `json:"corr_x_m"`
}

// sameFit compares a fit with one that was found independently.
func sameFit(t *testing.T, e *btyd.Estimate, want wantFit) {
	t.Helper()
	if err := e.Err(); err != nil {
		t.Fatal(err)
	}
	for i, p := range e.Params {
		if !within(p.Value, want.Params[i], 2e-6) {
			t.Errorf("%s = %v, want %v", p.Name, p.Value, want.Params[i])
		}
		if se, ok := e.StdErr(p.Name); !ok || !within(se, want.SE[i], 2e-5) {
			t.Errorf("standard error of %s is %v, want %v", p.Name, se, want.SE[i])
		}
		for j := range e.Params {
			if !within(e.Covariance[i][j], want.Vcov[i][j], 5e-5) {
				t.Errorf("covariance [%d][%d] = %v, want %v", i, j, e.Covariance[i][j], want.Vcov[i][j])
			}
		}
	}
	if !within(e.LogLikelihood, want.Loglik, 1e-10) {
		t.Errorf("log-likelihood %v, want %v", e.LogLikelihood, want.Loglik)
	}
}

// survivors returns how many of 1,000 customers are left in each year (Fader and
// Hardie 2007, Table 1).
func survivors(t testing.TB, segment, years int) (list []int) {
	for _, percent := range column(t, "sbg_retention.csv", segment)[:years+1] {
		list = append(list, int(math.Round(percent*10)))
	}
	return list
}

func TestFitSBGPublished(t *testing.T) {
	var file struct{ SBG map[string]json.RawMessage }
	golden(t, "ltv_mle.json", &file)
	yearly := btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}
	for i, segment := range []string{"regular", "high_end"} {
		for _, years := range []int{4, 7, 12} {
			name := segment + "_" + strconv.Itoa(years) + "yr"
			t.Run(name, func(t *testing.T) {
				var want wantFit
				if err := json.Unmarshal(file.SBG[name], &want); err != nil {
					t.Fatal(err)
				}
				tenures, weights, err := btyd.CohortTenures(survivors(t, i+1, years))
				if err != nil {
					t.Fatal(err)
				}
				fit, err := btyd.FitSBG(t.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights})
				if err != nil {
					t.Fatal(err)
				}
				sameFit(t, &fit.Estimate, want)

				m := btyd.SBG{Alpha: want.Params[0], Beta: want.Params[1]}
				for i, s := range want.Survival {
					if got := m.Survival(i); !within(got, s, 1e-13) {
						t.Errorf("S(%d) = %v, want %v", i, got, s)
					}
				}
				for i, r := range want.Retention {
					if got := m.Retention(i + 1); !within(got, r, 1e-13) {
						t.Errorf("retention at %d is %v, want %v", i+1, got, r)
					}
				}
				for i, v := range want.DERLBefore {
					if got := m.DERLBeforeRenewal(i, btyd.Years(1), yearly); !within(got, v, 1e-13) {
						t.Errorf("DERL after %d renewals is %v, want %v", i, got, v)
					}
				}
				if got := m.DEL(btyd.Months(12), yearly); !within(got, want.DEL, 1e-13) {
					t.Errorf("DEL = %v, want %v", got, want.DEL)
				}
			})
		}
	}
}

// Cohorts of different age make one fit, and what is known by customer is the same
// as what is known by cohort.
func TestFitSBGOfSeveralCohorts(t *testing.T) {
	var tenures, one []btyd.Tenure
	var weights []float64
	for _, survivors := range [][]int{{500, 316, 234, 191, 163}, {300, 190, 140}, {200, 126}, {100, 100}, {0, 0, 0, 0, 0, 0, 0}} {
		c, w, err := btyd.CohortTenures(survivors)
		if err != nil {
			t.Fatal(err)
		}
		tenures, weights = append(tenures, c...), append(weights, w...)
		for i, n := range w {
			for range int(n) {
				one = append(one, c[i])
			}
		}
	}
	fit, err := btyd.FitSBG(t.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights})
	if err != nil || fit.Err() != nil {
		t.Fatal(err, fit.Err())
	}
	if fit.Rows != 7 {
		t.Errorf("%d different tenures", fit.Rows)
	}
	each, err := btyd.FitSBG(t.Context(), one, nil)
	if err != nil {
		t.Fatal(err)
	}
	if each.Model != fit.Model || each.Customers != 1100 || each.Rows != fit.Rows {
		t.Errorf("by customer %+v, by cohort %+v", each, fit)
	}
	total := 0.0
	for _, c := range one {
		total += fit.Model.LogLikelihood(c)
	}
	if !within(fit.LogLikelihood, total, 1e-12) {
		t.Errorf("log-likelihood %v, but customers make %v", fit.LogLikelihood, total)
	}
}

// Customers who all leave at one rate tell that rate, and no more.
func TestFitSBGWithoutHeterogeneity(t *testing.T) {
	tenures, weights, err := btyd.CohortTenures([]int{1000, 800, 640, 512})
	if err != nil {
		t.Fatal(err)
	}
	fit, err := btyd.FitSBG(t.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights})
	if err != nil {
		t.Fatal(err)
	}
	if fit.Status != btyd.Boundary || len(fit.Runaway) != 2 || !fit.Runaway[0].Infinite || !fit.Runaway[1].Infinite {
		t.Errorf("%v, %v", fit.Status, fit.Runaway)
	}
	if got := fit.Model.Retention(3); !within(got, 0.8, 1e-4) {
		t.Errorf("retention %v", got)
	}
}

func TestFitSBGOfFew(t *testing.T) {
	for _, survivors := range [][]int{{1}, {1, 1}, {1, 0}, {0, 0, 0}, {5, 5, 5, 5}, {100_000_000, 1, 0}} {
		tenures, _, err := btyd.CohortTenures(survivors)
		if err != nil {
			t.Fatal(err)
		}
		fit, err := btyd.FitSBG(t.Context(), tenures, nil)
		if err != nil {
			t.Errorf("%v: %v", survivors, err)
			continue
		}
		if err := fit.Model.Check(); err != nil || math.IsNaN(fit.LogLikelihood) {
			t.Errorf("%v: %+v, %v", survivors, fit, err)
		}
	}
	if _, err := btyd.FitSBG(t.Context(), nil, nil); !errors.Is(err, btyd.ErrNoData) {
		t.Error(err)
	}
}

func BenchmarkFitSBG(b *testing.B) {
	tenures, weights, err := btyd.CohortTenures([]int{1000, 869, 743, 653, 593, 551, 517, 491})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := btyd.FitSBG(b.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSBG(b *testing.B) {
	m := btyd.SBG{Alpha: 0.668, Beta: 3.806}
	yearly := btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}
	b.Run("Survival/renewals=12", func(b *testing.B) {
		for b.Loop() {
			m.Survival(12)
		}
	})
	for name, period := range map[string]btyd.Time{"year": btyd.Years(1), "day": btyd.Days(1)} {
		b.Run("DEL/period="+name, func(b *testing.B) {
			for b.Loop() {
				m.DEL(period, yearly)
			}
		})
	}
}
