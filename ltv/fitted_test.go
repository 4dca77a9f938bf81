package ltv_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

func TestKindText(t *testing.T) {
	names := map[ltv.Kind]string{ltv.BGNBD: "BG/NBD", ltv.MBGNBD: "MBG/NBD", ltv.ParetoNBD: "Pareto/NBD"}
	if len(ltv.Kinds()) != len(names) {
		t.Errorf("kinds %v", ltv.Kinds())
	}
	for _, k := range ltv.Kinds() {
		var back ltv.Kind
		text, err := k.MarshalText()
		if err != nil || string(text) != names[k] || k.String() != names[k] || back.UnmarshalText(text) != nil || back != k {
			t.Errorf("%d: %q, %v, read as %v", k, text, err, back)
		}
	}
	if text, err := ltv.Kind(3).MarshalText(); err == nil || ltv.Kind(3).String() != "Kind(3)" {
		t.Errorf("an unknown kind has the text %q", text)
	}
	if err := new(ltv.Kind).UnmarshalText([]byte("bg/nbd")); err == nil {
		t.Error("read an unknown model")
	}
}

// simulated returns the records of customers of a model, each watched for a while.
func simulated(t testing.TB, n int) []btyd.Record {
	t.Helper()
	m := btyd.MBGNBD{R: 0.8, Alpha: btyd.Days(30), A: 1.2, B: 3}
	source := rand.NewPCG(7, uint64(n))
	random := rand.New(source)
	var list []btyd.Record
	for range n {
		length := btyd.Days(float64(200 + random.IntN(200)))
		list = append(list, m.Simulate(source, length).Record(length))
	}
	return list
}

// A Fitted is what the fit of btyd returns.
func TestKindFitIsThatOfBtyd(t *testing.T) {
	records := simulated(t, 400)
	weights := make([]float64, len(records))
	for i := range weights {
		weights[i] = float64(1 + i%3)
	}
	start := btyd.BGNBD{R: 1, Alpha: btyd.Days(40), A: 1, B: 3}
	calls := 0
	got, err := ltv.BGNBD.Fit(t.Context(), records, &ltv.FitSettings{
		Unit: btyd.Week, Weights: weights, Start: start, Penalty: 0.001, MaxIterations: 500,
		Progress: func(btyd.Progress) { calls++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{
		Unit: btyd.Week, Weights: weights, Start: &start, Penalty: 0.001, MaxIterations: 500,
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(ltv.Fitted{Model: want.Model, Estimate: want.Estimate}, got, exactly); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if calls != got.Evaluations {
		t.Errorf("told of %d evaluations of %d", calls, got.Evaluations)
	}
	for _, k := range ltv.Kinds() {
		f, err := k.Fit(t.Context(), records, nil)
		if err != nil {
			t.Fatal(err)
		}
		if kind, ok := f.Kind(); !ok || kind != k {
			t.Errorf("fitted %v, got %v", k, kind)
		}
		once, err := k.Fit(t.Context(), records, &ltv.FitSettings{MaxIterations: 1})
		if err != nil {
			t.Fatal(err)
		}
		if once.Iterations >= f.Iterations && once.Status == btyd.Converged {
			t.Errorf("%v: %d iterations where 1 was allowed", k, once.Iterations)
		}
	}
	if k, ok := new(ltv.Fitted).Kind(); ok {
		t.Errorf("no model is a %v", k)
	}
}

func TestKindFitRefuses(t *testing.T) {
	records := simulated(t, 50)
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		reason string
		ctx    context.Context
		kind   ltv.Kind
		list   []btyd.Record
		s      *ltv.FitSettings
		want   error
	}{
		{"an unknown kind", t.Context(), 3, records, nil, btyd.ErrSettings},
		{"nobody", t.Context(), ltv.BGNBD, nil, nil, btyd.ErrNoData},
		{"a start of another kind", t.Context(), ltv.BGNBD, records, &ltv.FitSettings{Start: btyd.MBGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}}, btyd.ErrSettings},
		{"a start that is none", t.Context(), ltv.BGNBD, records, &ltv.FitSettings{Start: btyd.BGNBD{}}, btyd.ErrSettings},
		{"too few weights", t.Context(), ltv.MBGNBD, records, &ltv.FitSettings{Weights: []float64{1}}, btyd.ErrSettings},
		{"a negative penalty", t.Context(), ltv.ParetoNBD, records, &ltv.FitSettings{Penalty: -1}, btyd.ErrSettings},
		{"canceled", canceled, ltv.BGNBD, records, nil, context.Canceled},
	}
	for _, test := range tests {
		f, err := test.kind.Fit(test.ctx, test.list, test.s)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", test.reason, err, test.want)
		}
		if f.Model != nil {
			t.Errorf("%s: and a model, %v", test.reason, f.Model)
		}
	}
}

// genFitted draws what a fit may have found.
func genFitted() *rapid.Generator[ltv.Fitted] {
	number := rapid.Custom(func(t *rapid.T) float64 { return math.Exp(evenly(-20, 20).Draw(t, "log")) })
	return rapid.Custom(func(t *rapid.T) ltv.Fitted {
		a, b, c, d := number.Draw(t, "a"), number.Draw(t, "b"), number.Draw(t, "c"), number.Draw(t, "d")
		m := rapid.SampledFrom([]btyd.Model{
			btyd.BGNBD{R: a, Alpha: btyd.Days(b), A: c, B: d},
			btyd.MBGNBD{R: a, Alpha: btyd.Days(b), A: c, B: d},
			btyd.ParetoNBD{R: a, Alpha: btyd.Days(b), S: c, Beta: btyd.Days(d)},
		}).Draw(t, "model")
		f := ltv.Fitted{Model: m, Estimate: btyd.Estimate{
			Unit:          rapid.SampledFrom([]btyd.Unit{btyd.Day, btyd.Week, btyd.Month, btyd.Year}).Draw(t, "unit"),
			LogLikelihood: rapid.Float64Range(-1e9, 1e9).Draw(t, "likelihood"),
			Customers:     number.Draw(t, "customers"),
			Rows:          rapid.IntRange(1, 1e6).Draw(t, "rows"),
			Iterations:    rapid.IntRange(0, 99).Draw(t, "iterations"),
			Evaluations:   rapid.IntRange(0, 99).Draw(t, "evaluations"),
			Status:        rapid.SampledFrom([]btyd.Status{btyd.NotConverged, btyd.Converged, btyd.Boundary, btyd.Singular}).Draw(t, "status"),
		}}
		f.Params = m.Params(f.Unit)
		switch f.Status {
		case btyd.Boundary:
			f.Runaway = []btyd.Runaway{{Param: f.Params[2].Name}, {Param: f.Params[3].Name, Infinite: true}}
		case btyd.Converged:
			if rapid.Bool().Draw(t, "no intervals wanted") {
				break
			}
			f.Covariance = make([][]float64, 4)
			for i := range 4 {
				f.Covariance[i] = make([]float64, 4)
				for j := range i {
					f.Covariance[i][j] = rapid.Float64Range(-9, 9).Draw(t, "covariance")
					f.Covariance[j][i] = f.Covariance[i][j]
				}
				f.Covariance[i][i] = number.Draw(t, "variance")
			}
		}
		return f
	})
}

func TestFittedRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := genFitted().Draw(t, "fitted")
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back ltv.Fitted
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if diff := gocmp.Diff(f, back, exactly); diff != "" {
			t.Errorf("after JSON (-want +got)\n%s", diff)
		}
		again, err := json.Marshal(&back)
		if err != nil || string(again) != string(data) {
			t.Errorf("another text: %s, after %s: %v", again, data, err)
		}
		// As a column of a database may have it: keys in another order.
		var fields map[string]any
		if err := json.Unmarshal(data, &fields); err != nil {
			t.Fatal(err)
		}
		sorted, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(sorted, &back); err != nil {
			t.Errorf("%s: %v", sorted, err)
		}
	})
}

// Real fits have parameters and covariances that were rounded on the way.
func TestFittedRoundTripOfFits(t *testing.T) {
	for _, n := range []int{1, 3, 400} {
		for _, k := range ltv.Kinds() {
			for unit := btyd.Day; unit <= btyd.Year; unit++ {
				f, err := k.Fit(t.Context(), simulated(t, n), &ltv.FitSettings{Unit: unit})
				if err != nil {
					t.Fatal(err)
				}
				data, err := json.Marshal(f)
				if err != nil {
					t.Errorf("%v of %d in %vs: %v", k, n, unit, err)
					continue
				}
				var back ltv.Fitted
				if err := json.Unmarshal(data, &back); err != nil {
					t.Fatalf("%s: %v", data, err)
				}
				if diff := gocmp.Diff(f, back, exactly, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("after JSON (-want +got)\n%s", diff)
				}
			}
		}
	}
}

const goodFitted = `{"version":1,"model":{"model":"BG/NBD","version":1,"r":0.5,"alpha_days":70,"a":0.75,"b":2},` +
	`"status":"boundary","runaway":[{"param":"a"}],"unit":"week",` +
	`"params":[{"name":"r","value":0.5},{"name":"alpha","value":10},{"name":"a","value":0.75},{"name":"b","value":2}],` +
	`"logLikelihood":-99.5,"customers":20,"rows":12,"iterations":5,"evaluations":9}`

const goodConverged = `{"version":1,"model":{"model":"BG/NBD","version":1,"r":0.5,"alpha_days":70,"a":0.75,"b":2},` +
	`"status":"converged","unit":"week",` +
	`"params":[{"name":"r","value":0.5},{"name":"alpha","value":10},{"name":"a","value":0.75},{"name":"b","value":2}],` +
	`"covariance":[[1,0.5,0,0],[0.5,1,0,0],[0,0,1,0],[0,0,0,1]],` +
	`"logLikelihood":-99.5,"customers":20,"rows":12,"iterations":5,"evaluations":9}`

func TestFittedOfBadText(t *testing.T) {
	for _, text := range []string{goodFitted, goodConverged} {
		var f ltv.Fitted
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(f)
		if err != nil || string(again) != text {
			t.Errorf("%s became %s: %v", text, again, err)
		}
	}
	tests := []struct{ reason, text, old, new string }{
		{"a later version", goodFitted, `{"version":1`, `{"version":2`},
		{"no version", goodFitted, `{"version":1,"model":{`, `{"model":{`},
		{"a field that is not known", goodFitted, `"rows":12`, `"rows":12,"columns":3`},
		{"no model", goodFitted, `"model":{"model":"BG/NBD","version":1,"r":0.5,"alpha_days":70,"a":0.75,"b":2},`, ``},
		{"a model that is null", goodFitted, `{"model":"BG/NBD","version":1,"r":0.5,"alpha_days":70,"a":0.75,"b":2}`, `null`},
		{"an unknown model", goodFitted, `"BG/NBD"`, `"XY/NBD"`},
		{"a model of another version", goodFitted, `"BG/NBD","version":1`, `"BG/NBD","version":2`},
		{"a parameter out of its domain", goodFitted, `"r":0.5`, `"r":-0.5`},
		{"a parameter that is not the model's", goodFitted, `"value":0.75`, `"value":0.7500001`},
		{"a parameter of another name", goodFitted, `"name":"a"`, `"name":"z"`},
		{"a parameter too few", goodFitted, `,{"name":"b","value":2}`, ``},
		{"no status", goodFitted, `"status":"boundary",`, ``},
		{"an unknown status", goodFitted, `"boundary"`, `"fine"`},
		{"on the boundary, but of nothing", goodFitted, `"runaway":[{"param":"a"}],`, ``},
		{"another parameter runs away", goodFitted, `[{"param":"a"}]`, `[{"param":"z"}]`},
		{"a parameter runs away, yet it converged", goodConverged, `"unit"`, `"runaway":[{"param":"a"}],"unit"`},
		{"a covariance, but not converged", goodConverged, `"converged"`, `"singular"`},
		{"a covariance that is not symmetric", goodConverged, `[[1,0.5`, `[[1,0.25`},
		{"a covariance that is not square", goodConverged, `[0,0,0,1]`, `[0,0,0]`},
		{"a covariance of too few rows", goodConverged, `,[0,0,0,1]`, ``},
		{"a variance below zero", goodConverged, `[0,0,0,1]`, `[0,0,0,-1]`},
		{"no unit", goodFitted, `"unit":"week",`, ``},
		{"an unknown unit", goodFitted, `"week"`, `"fortnight"`},
		{"no log-likelihood", goodFitted, `"logLikelihood":-99.5,`, ``},
		{"no customers", goodFitted, `"customers":20,`, ``},
		{"customers of no weight", goodFitted, `"customers":20`, `"customers":0`},
		{"no rows", goodFitted, `"rows":12,`, ``},
		{"fewer than one row", goodFitted, `"rows":12`, `"rows":0`},
		{"no iterations", goodFitted, `"iterations":5,`, ``},
		{"fewer than no iterations", goodFitted, `"iterations":5`, `"iterations":-5`},
		{"no evaluations", goodFitted, `,"evaluations":9`, ``},
		{"fewer than no evaluations", goodFitted, `"evaluations":9`, `"evaluations":-9`},
		{"null", goodFitted, goodFitted, `null`},
		{"a list", goodFitted, goodFitted, `[]`},
	}
	for _, test := range tests {
		text := strings.Replace(test.text, test.old, test.new, 1)
		if text == test.text {
			t.Errorf("%s: nothing changed", test.reason)
		}
		was := ltv.Fitted{Model: btyd.BGNBD{R: 1}}
		f := was
		if err := f.UnmarshalJSON([]byte(text)); !errors.Is(err, ltv.ErrFitted) || !strings.HasPrefix(err.Error(), "ltv: ") {
			t.Errorf("%s: error %v", test.reason, err)
		}
		if diff := gocmp.Diff(was, f, exactly); diff != "" {
			t.Errorf("%s: changed\n%s", test.reason, diff)
		}
	}
	if err := new(ltv.Fitted).UnmarshalJSON([]byte(goodFitted + "{}")); !errors.Is(err, ltv.ErrFitted) {
		t.Errorf("something after it: error %v", err)
	}
}

func TestFittedWithoutText(t *testing.T) {
	tests := []struct {
		reason string
		change func(*ltv.Fitted)
	}{
		{"no model", func(f *ltv.Fitted) { f.Model = nil }},
		{"a model that fails its check", func(f *ltv.Fitted) { f.Model = btyd.BGNBD{} }},
		{"no finite likelihood", func(f *ltv.Fitted) { f.LogLikelihood = math.Inf(-1) }},
		{"no number", func(f *ltv.Fitted) { f.LogLikelihood = math.NaN() }},
		{"infinite customers", func(f *ltv.Fitted) { f.Customers = math.Inf(1) }},
		{"infinite covariance", func(f *ltv.Fitted) { f.Covariance[2][2] = math.Inf(1) }},
		{"an unknown unit", func(f *ltv.Fitted) { f.Unit = 9 }},
		{"an unknown status", func(f *ltv.Fitted) { f.Status, f.Covariance = 9, nil }},
		{"a parameter that is no number", func(f *ltv.Fitted) { f.Params[0].Value = math.NaN() }},
	}
	for _, test := range tests {
		var f ltv.Fitted
		if err := json.Unmarshal([]byte(goodConverged), &f); err != nil {
			t.Fatal(err)
		}
		test.change(&f)
		if data, err := f.MarshalJSON(); !errors.Is(err, ltv.ErrFitted) {
			t.Errorf("%s: %s, error %v", test.reason, data, err)
		}
	}
}

func FuzzFitted(f *testing.F) {
	f.Add([]byte(goodFitted))
	f.Add([]byte(goodConverged))
	f.Add([]byte(`{"version":1,"model":{"model":"Pareto/NBD","version":1,"r":1,"alpha_days":1,"s":1,"beta_days":1}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second ltv.Fitted
		if first.UnmarshalJSON(data) != nil {
			return
		}
		text, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &second); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(first, second, exactly, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-first +second)\n%s", diff)
		}
		if p := second.Model.PAlive(btyd.Record{}); !(p >= 0 && p <= 1) {
			t.Errorf("P(alive) %v", p)
		}
	})
}
