package btyd_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/retentionkit/retention/ltv/btyd"
)

// comesBack stores a fit and reads it again.
func comesBack[M any](t *testing.T, what string, fit btyd.Fit[M], err error) btyd.Status {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	text, err := json.Marshal(fit)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	var back btyd.Fit[M]
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatalf("%s: %s: %v", what, text, err)
	}
	if diff := cmp.Diff(fit, back, cmp.Comparer(func(a, b btyd.Time) bool { return a == b }), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s after JSON (-want +got)\n%s", what, diff)
	}
	if again, err := json.Marshal(back); err != nil || string(again) != string(text) {
		t.Errorf("%s: %s became %s: %v", what, text, again, err)
	}
	return fit.Status
}

// Whatever a fit returns can be stored: that of few who are alike, of a search that
// was cut short, of covariates that say nothing, of money and of contracts.
func TestFitJSON(t *testing.T) {
	seen := map[btyd.Status]int{}
	alike := []btyd.Record{record(t, 2, btyd.Days(30), btyd.Days(40)), record(t, 2, btyd.Days(30), btyd.Days(40))}
	for what, records := range map[string][]btyd.Record{
		"a shop": shop(400, true), "nobody came back": make([]btyd.Record, 9), "alike": alike, "one": alike[:1],
		"far off": {record(t, 7, btyd.Days(9), btyd.Days(2.9e6)), record(t, 0, btyd.Days(0), btyd.Days(2.9e6)), record(t, 300, btyd.Days(2e6), btyd.Days(2.9e6))},
	} {
		for unit := btyd.Day; unit <= btyd.Year; unit++ {
			bg, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Unit: unit})
			seen[comesBack(t, what, bg, err)]++
			short, err := btyd.FitMBGNBD(t.Context(), records, &btyd.Settings[btyd.MBGNBD]{Unit: unit, MaxIterations: 1})
			seen[comesBack(t, what, short, err)]++
			penalty, err := btyd.FitParetoNBD(t.Context(), records, &btyd.Settings[btyd.ParetoNBD]{Unit: unit, Penalty: 0.1})
			seen[comesBack(t, what, penalty, err)]++
			for columns, z := range map[string]func(i int) btyd.Covariates{
				"none":     func(int) btyd.Covariates { return btyd.Covariates{} },
				"constant": func(int) btyd.Covariates { return btyd.Covariates{Purchase: []float64{1}} },
				"two": func(i int) btyd.Covariates {
					return btyd.Covariates{Purchase: []float64{float64(i % 3)}, Dropout: []float64{-1e9 * float64(i%2)}}
				},
			} {
				covariates := make([]btyd.Covariates, len(records))
				for i := range covariates {
					covariates[i] = z(i)
				}
				with, err := btyd.FitMBGNBDCovariates(t.Context(), records, covariates, &btyd.Settings[btyd.Regression[btyd.MBGNBD]]{Unit: unit})
				seen[comesBack(t, what+", covariates: "+columns, with, err)]++
			}
		}
	}
	for _, status := range []btyd.Status{btyd.NotConverged, btyd.Converged, btyd.Boundary, btyd.Singular} {
		if seen[status] == 0 {
			t.Errorf("no fit is %v", status)
		}
	}
	for what, spends := range map[string][]btyd.Spend{
		"one": {spend(t, 1, 5)}, "alike": {spend(t, 1, 5), spend(t, 2, 5)}, "far apart": {spend(t, 1, 1e-300), spend(t, 2, 1e300)},
		"many": simulatedSpends(btyd.GammaGamma{P: 3, Q: 4, Gamma: 50}, 500),
	} {
		for _, most := range []int{0, 1} {
			fit, err := btyd.FitGammaGamma(t.Context(), spends, &btyd.Settings[btyd.GammaGamma]{MaxIterations: most})
			comesBack(t, what, fit, err)
		}
	}
	tenures, weights, err := btyd.CohortTenures([]int{1000, 869, 743, 653, 593})
	if err != nil {
		t.Fatal(err)
	}
	contract, err := btyd.FitSBG(t.Context(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights})
	comesBack(t, "contracts", contract, err)
	once, err := btyd.NewOccasions(1, 2, 6)
	if err != nil {
		t.Fatal(err)
	}
	years, err := btyd.FitBGBB(t.Context(), []btyd.Occasions{once, once.Next(true), {}}, nil)
	comesBack(t, "occasions", years, err)
}

const goodFit = `{"version":1,"model":{"model":"Gamma-Gamma","version":1,"p":6,"q":4,"gamma":15},` +
	`"params":[{"name":"p","value":6},{"name":"q","value":4},{"name":"gamma","value":15}],"unit":"day","logLikelihood":-99.5,` +
	`"covariance":[[1,0.5,0],[0.5,1,0],[0,0,1]],"customers":20,"rows":12,"iterations":5,"evaluations":9,"status":"converged"}`

func TestFitOfBadText(t *testing.T) {
	var good btyd.Fit[btyd.GammaGamma]
	if err := json.Unmarshal([]byte(goodFit), &good); err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(good); err != nil || string(text) != goodFit {
		t.Errorf("%s became %s: %v", goodFit, text, err)
	}
	for _, test := range []struct{ reason, old, new string }{
		{"nothing", goodFit, `{}`},
		{"null", goodFit, `null`},
		{"no version", `{"version":1,"model"`, `{"model"`},
		{"a later version", `{"version":1,"model"`, `{"version":2,"model"`},
		{"an unknown field", `"rows"`, `"columns":3,"rows"`},
		{"a field in capitals", `"rows"`, `"Rows"`},
		{"another model", `"Gamma-Gamma"`, `"sBG"`},
		{"no model", `{"model":"Gamma-Gamma","version":1,"p":6,"q":4,"gamma":15}`, `null`},
		{"a parameter out of its domain", `"p":6`, `"p":-6`},
		{"a parameter that is not the model's", `"value":4`, `"value":4.1`},
		{"a parameter of another name", `"name":"q"`, `"name":"r"`},
		{"a parameter too few", `,{"name":"gamma","value":15}`, ``},
		{"no status", `,"status":"converged"`, ``},
		{"on the boundary, but of nothing", `"converged"`, `"boundary"`},
		{"a parameter runs away, yet it converged", `"status"`, `"runaway":[{"param":"p"}],"status"`},
		{"another parameter runs away", `[[1,0.5,0],[0.5,1,0],[0,0,1]],"customers":20,"rows":12,"iterations":5,"evaluations":9,"status":"converged"`,
			`null,"customers":20,"rows":12,"iterations":5,"evaluations":9,"status":"boundary","runaway":[{"param":"z"}]`},
		{"a covariance, but not converged", `"converged"`, `"singular"`},
		{"a covariance that is not symmetric", `[[1,0.5`, `[[1,0.25`},
		{"a covariance that is not square", `[0,0,1]`, `[0,0]`},
		{"a covariance of too few rows", `,[0,0,1]`, ``},
		{"a variance below zero", `[0,0,1]`, `[0,0,-1]`},
		{"no customers", `"customers":20`, `"customers":0`},
		{"no rows", `"rows":12`, `"rows":0`},
		{"fewer than no iterations", `"iterations":5`, `"iterations":-5`},
		{"fewer than no evaluations", `"evaluations":9`, `"evaluations":-9`},
		{"no number", `-99.5`, `"-99.5"`},
	} {
		text := strings.Replace(goodFit, test.old, test.new, 1)
		if text == goodFit {
			t.Errorf("%s: nothing changed", test.reason)
		}
		f := good
		if err := f.UnmarshalJSON([]byte(text)); !errors.Is(err, btyd.ErrDecode) {
			t.Errorf("%s: error %v", test.reason, err)
		}
		if diff := cmp.Diff(good, f); diff != "" {
			t.Errorf("%s: changed\n%s", test.reason, diff)
		}
	}
	for reason, change := range map[string]func(f *btyd.Fit[btyd.GammaGamma]){
		"no model":           func(f *btyd.Fit[btyd.GammaGamma]) { f.Model = btyd.GammaGamma{} },
		"no estimate":        func(f *btyd.Fit[btyd.GammaGamma]) { f.Estimate = btyd.Estimate{} },
		"no likelihood":      func(f *btyd.Fit[btyd.GammaGamma]) { f.LogLikelihood = math.Inf(-1) },
		"an unknown unit":    func(f *btyd.Fit[btyd.GammaGamma]) { f.Unit = 9 },
		"an unknown status":  func(f *btyd.Fit[btyd.GammaGamma]) { f.Status, f.Covariance = 9, nil },
		"infinite customers": func(f *btyd.Fit[btyd.GammaGamma]) { f.Customers = math.Inf(1) },
	} {
		f := good
		change(&f)
		if text, err := json.Marshal(f); err == nil {
			t.Errorf("%s: %s", reason, text)
		}
	}
}
