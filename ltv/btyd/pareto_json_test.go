package btyd_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

func TestParetoNBDJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1.01e-100, 0.99e100).Draw(t, "model")
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back btyd.ParetoNBD
		if err := json.Unmarshal(text, &back); err != nil || back != m {
			t.Errorf("%s came back as %v, %v", text, back, err)
		}
	})
}

func TestParetoNBDJSONRejects(t *testing.T) {
	for _, tt := range []struct {
		reason, text string
		want         error
	}{
		{"another model", `{"model":"BG/NBD","version":1,"r":1,"alpha_days":1,"s":1,"beta_days":1}`, btyd.ErrDecode},
		{"another version", `{"model":"Pareto/NBD","version":2,"r":1,"alpha_days":1,"s":1,"beta_days":1}`, btyd.ErrDecode},
		{"a missing field", `{"model":"Pareto/NBD","version":1,"r":1,"alpha_days":1,"s":1}`, btyd.ErrDecode},
		{"null", `{"model":"Pareto/NBD","version":1,"r":null,"alpha_days":1,"s":1,"beta_days":1}`, btyd.ErrDecode},
		{"an unknown field", `{"model":"Pareto/NBD","version":1,"r":1,"alpha_days":1,"s":1,"beta_days":1,"a":1}`, btyd.ErrDecode},
		{"no times", `{"model":"Pareto/NBD","version":1,"r":1,"alpha":1,"s":1,"beta":1}`, btyd.ErrDecode},
		{"a parameter of 0", `{"model":"Pareto/NBD","version":1,"r":1,"alpha_days":1,"s":0,"beta_days":1}`, btyd.ErrParameter},
		{"a negative parameter", `{"model":"Pareto/NBD","version":1,"r":1,"alpha_days":1,"s":1,"beta_days":-1}`, btyd.ErrParameter},
	} {
		m := weeklyCDNOW
		if err := json.Unmarshal([]byte(tt.text), &m); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.reason, err, tt.want)
		}
		if m != weeklyCDNOW {
			t.Errorf("%s: changed to %v", tt.reason, m)
		}
	}
	if _, err := json.Marshal(btyd.ParetoNBD{R: 1}); !errors.Is(err, btyd.ErrParameter) {
		t.Errorf("half a model: %v", err)
	}
}

func FuzzParetoNBDJSON(f *testing.F) {
	text, err := json.Marshal(weeklyCDNOW)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"model":"Pareto/NBD","version":1,"r":1e999,"alpha_days":1,"s":1,"beta_days":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var m, back btyd.ParetoNBD
		if json.Unmarshal(text, &m) != nil {
			return
		}
		if err := m.Check(); err != nil {
			t.Fatalf("%s is not legal: %v", text, err)
		}
		again, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(again, &back); err != nil || back != m {
			t.Errorf("%s came back as %v, %v", again, back, err)
		}
	})
}
