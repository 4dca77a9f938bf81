package btyd_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/retentionkit/retention/ltv/btyd"
)

// described simulates customers with two covariates: a kind, and an amount in
// some hundreds.
func described(truth btyd.Regression[btyd.MBGNBD], customers int) (records []btyd.Record, covariates []btyd.Covariates) {
	src := rand.NewPCG(3, 5)
	random := rand.New(src)
	for range customers {
		kind, amount := float64(random.IntN(2)), 300+100*random.NormFloat64()
		z := btyd.Covariates{Purchase: []float64{kind, amount}, Dropout: []float64{amount}}
		seen := btyd.Weeks(30 + 30*random.Float64())
		records = append(records, truth.For(z).Simulate(src, seen).Record(seen))
		covariates = append(covariates, z)
	}
	return records, covariates
}

func regression() btyd.Regression[btyd.MBGNBD] {
	return btyd.Regression[btyd.MBGNBD]{
		Base:     btyd.MBGNBD{R: 0.9, Alpha: btyd.Weeks(8), A: 0.9, B: 3},
		Purchase: []float64{0.8, 0.002},
		Dropout:  []float64{-0.003},
	}
}

func TestRegressionRecovers(t *testing.T) {
	truth := regression()
	records, covariates := described(truth, 5000)
	fit, err := btyd.FitMBGNBDCovariates(t.Context(), records, covariates, &btyd.Settings[btyd.Regression[btyd.MBGNBD]]{Unit: btyd.Week})
	if err != nil {
		t.Fatal(err)
	}
	if err := fit.Err(); err != nil {
		t.Fatal(err)
	}
	for i, want := range truth.Params(btyd.Week) {
		got := fit.Params[i]
		se, ok := fit.StdErr(want.Name)
		if !ok || got.Name != want.Name || math.Abs(got.Value-want.Value) > 4*se {
			t.Errorf("%v, want %v, standard error %v", got, want, se)
		}
	}
	if diff := cmp.Diff(fit.Params, fit.Model.Params(btyd.Week), cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("parameters of the fit, of the model (-fit +model):\n%s", diff)
	}
	total := 0.0
	for i, c := range records {
		total += fit.Model.For(covariates[i]).LogLikelihood(c, btyd.Week)
	}
	if math.Abs(total-fit.LogLikelihood) > 1e-6 {
		t.Errorf("log-likelihood %v, that of the records %v", fit.LogLikelihood, total)
	}
	if se, _ := fit.StdErr("purchase[0]"); se > 0.2 {
		t.Errorf("standard error %v", se)
	}

	warm, err := btyd.FitMBGNBDCovariates(t.Context(), records, covariates, &btyd.Settings[btyd.Regression[btyd.MBGNBD]]{
		Unit: btyd.Week, Start: &fit.Model,
	})
	if err != nil || math.Abs(warm.LogLikelihood-fit.LogLikelihood) > 1e-7 || warm.Evaluations >= fit.Evaluations {
		t.Errorf("from its own end: %v, %d evaluations after %d, %v", warm.LogLikelihood, warm.Evaluations, fit.Evaluations, err)
	}
}

// TestRegressionWithout: with no covariates the fit is the plain one.
func TestRegressionWithout(t *testing.T) {
	records := shop(1500, true)
	plain, err := btyd.FitBGNBD(t.Context(), records, nil)
	if err != nil {
		t.Fatal(err)
	}
	fit, err := btyd.FitBGNBDCovariates(t.Context(), records, make([]btyd.Covariates, len(records)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain.Estimate, fit.Estimate, cmpopts.EquateApprox(1e-4, 0), cmpopts.IgnoreFields(btyd.Estimate{}, "Iterations", "Evaluations")); diff != "" {
		t.Errorf("(-plain +without covariates):\n%s", diff)
	}
}

// TestRegressionSingular: coefficients that cannot be told apart, or from alpha, are
// said to be so.
func TestRegressionSingular(t *testing.T) {
	records := shop(600, true)
	for name, z := range map[string]func(i int) btyd.Covariates{
		"constant": func(int) btyd.Covariates { return btyd.Covariates{Purchase: []float64{1}} },
		"zero":     func(int) btyd.Covariates { return btyd.Covariates{Dropout: []float64{0}} },
		"twice": func(i int) btyd.Covariates {
			return btyd.Covariates{Dropout: []float64{float64(i % 3), 5 - 2*float64(i%3)}}
		},
		"all kinds": func(i int) btyd.Covariates {
			return btyd.Covariates{Purchase: []float64{float64(i % 2), 1 - float64(i%2)}}
		},
	} {
		covariates := make([]btyd.Covariates, len(records))
		for i := range covariates {
			covariates[i] = z(i)
		}
		fit, err := btyd.FitBGNBDCovariates(t.Context(), records, covariates, nil)
		if err != nil || fit.Status != btyd.Singular || fit.Covariance != nil {
			t.Errorf("%s: %v, %v", name, fit.Status, err)
		}
		if e := fit.Model.For(covariates[0]).Expected(records[0], btyd.Weeks(52)); !(e >= 0 && e < 1000) {
			t.Errorf("%s: expected %v", name, e)
		}
	}
}

// Coefficients and their variances are numbers, and can be stored, however large or
// small covariates are.
func TestRegressionOfFarCovariates(t *testing.T) {
	records := shop(300, true)
	for _, size := range []float64{1e-99, 1, 1e99} {
		covariates := make([]btyd.Covariates, len(records))
		for i := range covariates {
			covariates[i] = btyd.Covariates{Purchase: []float64{size * float64(i%3)}, Dropout: []float64{size * float64(i%2)}}
		}
		fit, err := btyd.FitBGNBDCovariates(t.Context(), records, covariates, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(fit); err != nil {
			t.Errorf("covariates of %v: %v", size, err)
		}
		text, err := json.Marshal(fit.Model)
		var back btyd.Regression[btyd.BGNBD]
		if err != nil || json.Unmarshal(text, &back) != nil || cmp.Diff(fit.Model.Params(btyd.Day), back.Params(btyd.Day)) != "" {
			t.Errorf("covariates of %v: %s is read as %v: %v", size, text, back, err)
		}
	}
}

func TestRegressionErrors(t *testing.T) {
	records := make([]btyd.Record, 2)
	for name, z := range map[string][]btyd.Covariates{
		"too few":   make([]btyd.Covariates, 1),
		"ragged":    {{Purchase: []float64{1}}, {}},
		"swapped":   {{Purchase: []float64{1}}, {Dropout: []float64{1}}},
		"NaN":       {{Purchase: []float64{1}}, {Purchase: []float64{math.NaN()}}},
		"infinite":  {{Dropout: []float64{1}}, {Dropout: []float64{math.Inf(-1)}}},
		"too large": {{Dropout: []float64{1}}, {Dropout: []float64{1.1e100}}},
		"too small": {{Purchase: []float64{1e-101}}, {Purchase: []float64{-1e-101}}},
		"smallest":  {{Purchase: []float64{0}}, {Purchase: []float64{5e-324}}},
		"none":      nil,
		"too many!": make([]btyd.Covariates, 3),
	} {
		if _, err := btyd.FitBGNBDCovariates(t.Context(), records, z, nil); !errors.Is(err, btyd.ErrCovariates) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := btyd.FitBGNBDCovariates(t.Context(), nil, nil, nil); !errors.Is(err, btyd.ErrNoData) {
		t.Errorf("no records: %v", err)
	}
	base := btyd.BGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}
	for name, start := range map[string]btyd.Regression[btyd.BGNBD]{
		"no model":              {Purchase: []float64{0}},
		"too few coefficients":  {Base: base},
		"of the other kind":     {Base: base, Dropout: []float64{0}},
		"too many coefficients": {Base: base, Purchase: []float64{0}, Dropout: []float64{0}},
		"NaN":                   {Base: base, Purchase: []float64{math.NaN()}},
	} {
		z := []btyd.Covariates{{Purchase: []float64{1}}, {Purchase: []float64{0}}}
		s := &btyd.Settings[btyd.Regression[btyd.BGNBD]]{Start: &start}
		if _, err := btyd.FitBGNBDCovariates(t.Context(), records, z, s); !errors.Is(err, btyd.ErrSettings) {
			t.Errorf("start: %s: %v", name, err)
		}
	}
	mustPanic(t, "too many covariates", func() { regression().For(btyd.Covariates{Purchase: []float64{1, 2, 3}}) })
}

func TestRegressionJSON(t *testing.T) {
	want := regression()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const written = `{"model":"MBG/NBD with covariates","version":1,` +
		`"base":{"model":"MBG/NBD","version":1,"r":0.9,"alpha_days":56,"a":0.9,"b":3},"purchase":[0.8,0.002],"dropout":[-0.003]}`
	if string(text) != written {
		t.Errorf("%s", text)
	}
	var got btyd.Regression[btyd.MBGNBD]
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.Params(btyd.Day), got.Params(btyd.Day)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, bad := range []string{
		`{}`, `1`,
		`{"model":"MBG/NBD with covariates","version":1,"purchase":[],"dropout":[]}`,
		`{"model":"MBG/NBD with covariates","version":1,"base":{},"purchase":[],"dropout":[]}`,
		`{"model":"MBG/NBD with covariates","version":2,"base":{"model":"MBG/NBD","version":1,"r":1,"alpha_days":1,"a":1,"b":1},"purchase":[],"dropout":[]}`,
		`{"model":"BG/NBD with covariates","version":1,"base":{"model":"MBG/NBD","version":1,"r":1,"alpha_days":1,"a":1,"b":1},"purchase":[],"dropout":[]}`,
		`{"model":"MBG/NBD with covariates","version":1,"base":{"model":"MBG/NBD","version":1,"r":1,"alpha_days":1,"a":1,"b":1},"purchase":[],"dropout":[],"x":1}`,
	} {
		var got btyd.Regression[btyd.MBGNBD]
		if err := json.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("%s decodes as %v", bad, got)
		}
	}
	if _, err := json.Marshal(btyd.Regression[btyd.MBGNBD]{}); !errors.Is(err, btyd.ErrParameter) {
		t.Errorf("the zero value encodes: %v", err)
	}
}
