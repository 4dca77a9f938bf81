package ltv_test

import (
	"encoding/json"
	"errors"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestValueBasisJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		basis := drawValueBasis(t)
		data, err := json.Marshal(basis)
		if err != nil {
			t.Fatal(err)
		}
		var back ltv.ValueBasis
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(basis, back, cmpopts.EquateComparable(btyd.Time{})); diff != "" {
			t.Errorf("after %s (-want +got)\n%s", data, diff)
		}
	})
}

func TestValueBasisJSONRefuses(t *testing.T) {
	tests := []struct{ reason, text string }{
		{"no version", `{"horizonDays":7}`},
		{"a version to come", `{"version":2,"horizonDays":7}`},
		{"an unknown field", `{"version":1,"horizonDays":7,"horizonWeeks":1}`},
		{"not what it should be", `{"version":1,"horizonDays":"7"}`},
		{"fails Check", `{"version":1,"horizonDays":-7}`},
		{"interest of none in the end", `{"version":1,"discount":{"rate":1e-300,"perDays":1e300}}`},
		{"a number that would fill the memory", `{"version":1,"horizonDays":7,"margin":"1e-2000000000"}`},
		{"no object", `7`},
	}
	for _, test := range tests {
		var b ltv.ValueBasis
		if err := json.Unmarshal([]byte(test.text), &b); !errors.Is(err, ltv.ErrValueBasis) {
			t.Errorf("%s: error %v", test.reason, err)
		}
		if b != (ltv.ValueBasis{}) {
			t.Errorf("%s: changed to %+v", test.reason, b)
		}
	}
	for _, zero := range []ltv.ValueBasis{{Margin: decimal.New(0, -1e9)}, {RoundTo: decimal.New(0, 1e9)}} {
		zero.Horizon = btyd.Days(7)
		if text, err := json.Marshal(zero); !errors.Is(err, ltv.ErrValueBasis) {
			t.Errorf("a zero of a billion digits: %d bytes, %v", len(text), err)
		}
	}
	var fault *ltv.InputError
	if _, err := json.Marshal(ltv.ValueBasis{}); !errors.As(err, &fault) || fault.Field != "ValueBasis.Discount" {
		t.Errorf("impossible basis: error %v", err)
	}
}

func FuzzValueBasisJSON(f *testing.F) {
	f.Add([]byte(`{"version":1,"horizonDays":365.25,"discount":{"rate":0.1,"perDays":365.25},"margin":"0.4","gross":true,"roundTo":"0.01","level":0.9}`))
	f.Add([]byte(`{"version":1,"horizonDays":1e308,"margin":"1e-90"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var basis, back ltv.ValueBasis
		if json.Unmarshal(data, &basis) != nil {
			return
		}
		if err := basis.Check(); err != nil {
			t.Fatalf("read %s: %v", data, err)
		}
		text, err := json.Marshal(basis)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatalf("read %s, wrote %s: %v", data, text, err)
		}
		if diff := gocmp.Diff(basis, back, cmpopts.EquateComparable(btyd.Time{})); diff != "" {
			t.Errorf("after %s (-want +got)\n%s", text, diff)
		}
	})
}

func TestValuationJSON(t *testing.T) {
	v := valueOf(t, baseOf(t, someBuyers()), certainly(valueModels[0]), certainSpend(valueSpend), ltv.ValueBasis{
		Horizon: btyd.Weeks(52), Discount: btyd.Discount{Rate: 0.1, Per: btyd.Weeks(52)}, Margin: decimal.New(4, -1),
	})
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "basis": {
    "version": 1,
    "horizonDays": 364,
    "discount": {
      "rate": 0.1,
      "perDays": 364
    },
    "margin": "0.4",
    "gross": false,
    "roundTo": "0.01",
    "level": 0.95
  },
  "model": "BG/NBD",
  "end": "2026-03-31",
  "currency": "EUR",
  "customers": 4,
`
	if got := string(data); len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("valuation\n%s\nwant\n%s", got, want)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"total", "low", "high", "hasInterval", "meanSpend", "refundShare"} {
		if fields[name] == nil {
			t.Errorf("no %s in %s", name, data)
		}
	}
	if fields["replicates"] != nil || fields["total"] != v.Total.String() {
		t.Errorf("valuation %s", data)
	}

	data, err = json.Marshal(v.At(1))
	if err != nil {
		t.Fatal(err)
	}
	var back ltv.CustomerValue
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(v.At(1), back); diff != "" {
		t.Errorf("customer after %s (-want +got)\n%s", data, diff)
	}
}
