package ltv_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// A Valuer that was stored values customers as before, and is stored as the same
// text again.
func TestValuerJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawBuyers(t)
		base, err := ltv.NewBase(list, "JPY")
		if err != nil {
			t.Fatal(err)
		}
		m := drawValueModel(t)
		f := certainly(m)
		if rapid.Bool().Draw(t, "uncertain") {
			f.Status, f.Covariance = btyd.Converged, someCovariance(f.Params)
		}
		var spend *btyd.Fit[btyd.GammaGamma]
		if rapid.Bool().Draw(t, "by a model of spend") {
			spend = drawSpendModel(t)
		}
		basis := drawValueBasis(t)
		basis.Gross = true
		v, err := ltv.NewValuer(base, f, spend, basis)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var stored ltv.Valuer
		if err := json.Unmarshal(data, &stored); err != nil {
			t.Fatalf("%v of %s", err, data)
		}
		again, err := json.Marshal(&stored)
		if err != nil || string(again) != string(data) {
			t.Errorf("%v, stored again as\n%s\nnot\n%s", err, again, data)
		}
		for _, c := range list {
			want, wantErr := v.One(c)
			got, gotErr := stored.One(c)
			if diff := gocmp.Diff(want, got, cmpopts.EquateComparable(retention.Date{})); diff != "" || (wantErr == nil) != (gotErr == nil) {
				t.Errorf("%v, %v (-want +got)\n%s", wantErr, gotErr, diff)
			}
		}
	})
}

func TestValuerJSONRefuses(t *testing.T) {
	base := baseOf(t, someBuyers())
	v, err := ltv.NewValuer(base, certainly(btyd.BGNBD{R: 0.24, Alpha: btyd.Weeks(4.4), A: 0.8, B: 2.4}), nil, ltv.ValueBasis{Horizon: btyd.Weeks(52)})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ reason, field, value string }{
		{"another version", "version", `2`},
		{"no model", "model", ``},
		{"an unknown model", "model", `{}`},
		{"an impossible model", "model", `{"model":"BG/NBD","version":1,"r":0,"alpha_days":1,"a":1,"b":1}`},
		{"no estimate", "estimate", ``},
		{"no mean spend, nor a model of it", "meanSpend", ``},
		{"both", "spend", `{"model":{"model":"Gamma-Gamma","version":1,"p":6,"q":4,"gamma":15},"params":[],"unit":"day","status":"boundary"}`},
		{"a mean below zero", "meanSpend", `{"mean":-1,"logVariance":0}`},
		{"no share of refunds", "refundShare", ``},
		{"more refunds than sales", "refundShare", `1.5`},
		{"no currency", "currency", ``},
		{"no basis", "basis", ``},
		{"an impossible basis", "basis", `{"version":1}`},
		{"an unknown field", "colour", `"red"`},
	} {
		changed := map[string]json.RawMessage{}
		for k, f := range fields {
			changed[k] = f
		}
		if changed[test.field] = json.RawMessage(test.value); test.value == "" {
			delete(changed, test.field)
		}
		text, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		var read ltv.Valuer
		if err := json.Unmarshal(text, &read); !errors.Is(err, ltv.ErrValuer) {
			t.Errorf("%s: error %v", test.reason, err)
		}
	}
	if err := new(ltv.Valuer).UnmarshalJSON(append(data, "{}"...)); !errors.Is(err, ltv.ErrValuer) {
		t.Errorf("something after it: error %v", err)
	}
	if err := new(ltv.ValueBasis).UnmarshalJSON([]byte(`{"version":1,"horizonDays":7}{}`)); !errors.Is(err, ltv.ErrValueBasis) {
		t.Errorf("something after a basis: error %v", err)
	}
	if _, err := json.Marshal(new(ltv.Valuer)); !errors.Is(err, ltv.ErrValuer) {
		t.Errorf("the zero Valuer: error %v", err)
	}
	for _, none := range []*ltv.Valuer{nil, new(ltv.Valuer)} {
		_, errOne := none.One(ltv.Customer{})
		_, errAll := none.Value(t.Context(), shopOf(t, 3, nil))
		_, errBoot := none.Bootstrap(t.Context(), shopOf(t, 3, nil), ltv.Resampling{Source: rand.NewPCG(1, 2)})
		for _, err := range []error{errOne, errAll, errBoot} {
			if !errors.Is(err, ltv.ErrValuer) {
				t.Errorf("a Valuer that is none: %v", err)
			}
		}
	}
}

// A text of which a part of an estimate was lost or changed is not a Valuer without
// intervals, or one of others.
func TestValuerJSONRefusesEstimates(t *testing.T) {
	v, err := ltv.NewValuer(baseOf(t, someBuyers()), certainly(valueModels[0]), certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Weeks(52)})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"estimate", "spend"} {
		for _, test := range []struct {
			reason string
			spoil  func(estimate map[string]any)
		}{
			{"nothing in it", func(e map[string]any) { clear(e) }},
			{"no parameters", func(e map[string]any) { delete(e, "params") }},
			{"no unit", func(e map[string]any) { delete(e, "unit") }},
			{"no log-likelihood", func(e map[string]any) { delete(e, "logLikelihood") }},
			{"no customers", func(e map[string]any) { delete(e, "customers") }},
			{"no rows", func(e map[string]any) { delete(e, "rows") }},
			{"no iterations", func(e map[string]any) { delete(e, "iterations") }},
			{"no evaluations", func(e map[string]any) { delete(e, "evaluations") }},
			{"no status", func(e map[string]any) { delete(e, "status") }},
			{"an unknown field", func(e map[string]any) { e["colour"] = "red" }},
			{"a variance below zero", func(e map[string]any) { e["covariance"].([]any)[1].([]any)[1] = -1 }},
			{"a covariance that is not symmetric", func(e map[string]any) { e["covariance"].([]any)[1].([]any)[0] = 7 }},
			{"two variances swapped", func(e map[string]any) {
				c := e["covariance"].([]any)
				c[0], c[1] = c[1], c[0]
			}},
		} {
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var fields map[string]any
			if err := json.Unmarshal(data, &fields); err != nil {
				t.Fatal(err)
			}
			test.spoil(fields[part].(map[string]any))
			if data, err = json.Marshal(fields); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, new(ltv.Valuer)); !errors.Is(err, ltv.ErrValuer) {
				t.Errorf("%s: %s: error %v", part, test.reason, err)
			}
		}
	}
}

// FuzzValuer reads anything: what is read can be stored, and asked.
func FuzzValuer(f *testing.F) {
	f.Add([]byte(`{}`))
	base := baseOf(f, someBuyers())
	for _, m := range []btyd.Model{
		btyd.BGNBD{R: 0.24, Alpha: btyd.Weeks(4.4), A: 0.8, B: 2.4},
		btyd.ParetoNBD{R: 0.55, Alpha: btyd.Weeks(10.6), S: 0.6, Beta: btyd.Weeks(11.7)},
	} {
		v, err := ltv.NewValuer(base, certainly(m), nil, ltv.ValueBasis{Horizon: btyd.Weeks(52)})
		if err != nil {
			f.Fatal(err)
		}
		data, err := json.Marshal(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v ltv.Valuer
		if json.Unmarshal(data, &v) != nil {
			return
		}
		if _, err := json.Marshal(&v); err != nil {
			t.Error(err)
		}
	})
}

func ExampleValuer_MarshalJSON() {
	// At night:
	day := func(n int) retention.Date { return retention.NewDate(2026, 1, 1).AddDays(n) }
	haru := ltv.Customer{
		ID: "haru", First: day(0), Last: day(90), End: day(120), Repeats: 3,
		RepeatSales: decimal.NewFromInt(90), Sales: decimal.NewFromInt(120),
	}
	base, err := ltv.NewBase([]ltv.Customer{haru}, "EUR")
	if err != nil {
		log.Fatal(err)
	}
	model := btyd.MBGNBD{R: 0.52, Alpha: btyd.Weeks(6.2), A: 0.89, B: 1.61} // fitted to many more
	night, err := ltv.NewValuer(base, ltv.Fitted{Model: model}, nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
	if err != nil {
		log.Fatal(err)
	}
	stored, err := json.Marshal(night)
	if err != nil {
		log.Fatal(err)
	}

	// On a request:
	var valuer ltv.Valuer
	if err := json.Unmarshal(stored, &valuer); err != nil {
		log.Fatal(err)
	}
	today := day(125)
	if haru, err = haru.Buy(today, decimal.NewFromInt(30)); err != nil {
		log.Fatal(err)
	}
	value, err := valuer.One(haru.Until(today))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s is worth %s, with %.1f purchases within a year\n", value.ID, value.Value, value.Purchases)
	// Output:
	// haru is worth 160.97, with 5.4 purchases within a year
}
