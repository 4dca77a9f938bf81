package loyalty_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func TestProgramJSON(t *testing.T) {
	want := faultsFullProgram()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := loyalty.ParseProgram(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, compile(t, got).Program()); diff != "" {
		t.Errorf("compiled (-want +got):\n%s", diff)
	}
}

func TestProgramJSONText(t *testing.T) {
	text, err := json.Marshal(simple())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":1,"zone":"Asia/Tokyo","currency":"JPY","metrics":["nights"],"editions":[{"id":"2026","earn":[{"id":"base","award":"1","per":"100"}],"life":{"at_once":true}}]}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text, err = json.Marshal(faultsFullProgram()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"round":"half_even"`, `"round":"up"`, `"caps":[{"points":200,"times":3,"per":"month"}]`, `"shortfall":"owe"`, `"fall":"one_step"`,
		`"hours":[{"from":"PT18H","to":"PT2H"}]`, `"weekdays":[0,6]`, `"tiers":{"gold":"P2Y"}`, `"from":"2026-01-01T00:00:00+09:00"`,
		`{"id":"gold","when":`, `"times":"2"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(string(text), `"0"`) {
		t.Errorf("a zero is written: %s", text)
	}
}

func TestProgramJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := faultsDrawProgram(t)
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := loyalty.ParseProgram(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Each word is read as what it is written for, and nothing else is a word.
func TestWords(t *testing.T) {
	type word interface {
		fmt.Stringer
		MarshalText() ([]byte, error)
	}
	for _, tt := range []struct {
		words []word
		want  string
		read  func(string) (word, error)
	}{
		{[]word{loyalty.Down, loyalty.HalfEven, loyalty.Up, loyalty.Rounding(3)}, "down half_even up Rounding(3)",
			func(s string) (word, error) { var r loyalty.Rounding; err := r.UnmarshalText([]byte(s)); return r, err }},
		{[]word{loyalty.PerDeed, loyalty.PerDay, loyalty.PerMonth, loyalty.PerYear, loyalty.PerEdition, loyalty.PerLife, loyalty.PerBalance, loyalty.CapPer(7)},
			"deed day month year edition life balance CapPer(7)",
			func(s string) (word, error) { var r loyalty.CapPer; err := r.UnmarshalText([]byte(s)); return r, err }},
		{[]word{loyalty.Forgive, loyalty.Owe, loyalty.OwnLots, loyalty.Shortfall(3)}, "forgive owe own_lots Shortfall(3)",
			func(s string) (word, error) {
				var r loyalty.Shortfall
				err := r.UnmarshalText([]byte(s))
				return r, err
			}},
		{[]word{loyalty.ToEarned, loyalty.OneStep, loyalty.NoFall, loyalty.Fall(3)}, "to_earned one_step no_fall Fall(3)",
			func(s string) (word, error) { var r loyalty.Fall; err := r.UnmarshalText([]byte(s)); return r, err }},
	} {
		var names []string
		for i, w := range tt.words {
			names = append(names, w.String())
			text, err := w.MarshalText()
			got, readErr := tt.read(w.String())
			if last := i == len(tt.words)-1; last {
				if err == nil || readErr == nil {
					t.Errorf("%v is a word", w)
				}
			} else if err != nil || readErr != nil || string(text) != w.String() || got != w {
				t.Errorf("%v is written %s (%v) and read as %v (%v)", w, text, err, got, readErr)
			}
		}
		if got := strings.Join(names, " "); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
		if _, err := tt.read(""); err == nil {
			t.Error("nothing is a word")
		}
	}
}

func TestParseProgramRefuses(t *testing.T) {
	for _, tt := range []struct {
		reason, text string
		err          error
		want         string
	}{
		{"nothing", ``, loyalty.ErrEncoding, "program: EOF"},
		{"no version", `{}`, loyalty.ErrVersion, "0, not 1"},
		{"another version, with fields to come", `{"version":2,"rules":[]}`, loyalty.ErrVersion, "2, not 1"},
		{"a word misspelt", `{"version":1,"editions":[{"id":"a","earn":[{"id":"b","awards":"1"}]}]}`, loyalty.ErrEncoding, `program.editions[0].earn[0]: unknown field "awards"`},
		{"a word of the program misspelt", `{"version":1,"setle":"P1D"}`, loyalty.ErrEncoding, `loyalty: program: unknown field "setle"`},
		{"other letters", `{"version":1,"editions":[{"burn":[{"WALLET":"a"}]}]}`, loyalty.ErrEncoding, `program.editions[0].burn[0]: unknown field "WALLET", which is spelt "wallet"`},
		{"other letters at the top", `{"Version":1}`, loyalty.ErrEncoding, `program: unknown field "Version", which is spelt "version"`},
		{"rules twice", `{"version":1,"editions":[{"id":"a","earn":[],"earn":[]}]}`, loyalty.ErrEncoding, `program.editions[0]: "earn" comes twice`},
		{"a tier's life twice", `{"version":1,"editions":[{"life":{"tiers":{"gold":"P1Y","gold":"P2Y"}}}]}`, loyalty.ErrEncoding, `program.editions[0].life.tiers: "gold" comes twice`},
		{"twice within what is unknown", `{"version":1,"editions":[{"from":{"a":1,"a":2}}]}`, loyalty.ErrEncoding, `program.editions[0].from: "a" comes twice`},
		{"a list for a program", `[{"version":1}]`, loyalty.ErrEncoding, `program: json: cannot unmarshal array`},
		{"an unknown rounding", `{"version":1,"editions":[{"earn":[{"round":"sideways"}]}]}`, loyalty.ErrEncoding, `unknown rounding "sideways"`},
		{"two programs", `{"version":1}{"version":1}`, loyalty.ErrEncoding, "program: something follows it"},
		{"not UTF-8", "{\"version\":1,\"zone\":\"\xff\"}", loyalty.ErrEncoding, "program: a text that is not UTF-8"},
		{"an amount too fine", `{"version":1,"editions":[{},{"earn":[{"when":{"any":[{"at_least":"1e-13"}]}}]}]}`, loyalty.ErrEncoding, "program.editions[1].earn[0].when.any[0].at_least: "},
		{"no span", `{"version":1,"editions":[{"settle":"14 days"}]}`, loyalty.ErrEncoding, "14 days"},
	} {
		_, err := loyalty.ParseProgram([]byte(tt.text))
		if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

func ExampleParseProgram() {
	program, err := loyalty.ParseProgram([]byte(`{
		"version": 1, "zone": "Asia/Tokyo", "currency": "JPY",
		"editions": [{
			"id": "2026",
			"earn": [
				{"id": "base", "award": "1", "per": "100"},
				{"id": "weekend", "times": "2", "when": {"weekdays": [0, 6]}}
			],
			"life": {"span": "P1Y"},
			"burn": [{"worth": "1", "share": "0.5"}]
		}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = loyalty.Compile(program, tokyo)
	fmt.Println(len(program.Editions[0].Earn), "rules", err)

	_, err = loyalty.ParseProgram([]byte(`{"version": 1, "editions": [{"id": "2026", "lifetime": "P1Y"}]}`))
	fmt.Println(err)
	// Output:
	// 2 rules <nil>
	// loyalty: program.editions[0]: unknown field "lifetime"
}

func ExampleCompile() {
	_, err := loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo",
		Editions: []loyalty.Edition{{
			ID: "2026",
			Earn: []loyalty.EarnRule{
				{ID: "base", Award: dec("-1"), Per: dec("100")},
				{ID: "gold", Times: dec("2"), Of: []string{"bass"}, When: loyalty.Cond{Tiers: []string{"gold"}}},
			},
			Burn: []loyalty.BurnRule{{Min: 500, Max: 100}},
		}},
	}, tokyo)
	fmt.Println(err)
	fmt.Println(errors.Is(err, loyalty.ErrMissing))
	// Output:
	// loyalty: edition "2026": earn rule "base": award: the value makes no sense: -1 is negative
	// loyalty: edition "2026": earn rule "gold": when: tiers[0]: the program does not have it: tier "gold"
	// loyalty: edition "2026": earn rule "gold": of[0]: the program does not have it: rule "bass" before it
	// loyalty: edition "2026": burn rule of wallet "": max: the value makes no sense: nothing lies between min 500 and max 100 in steps of 1
	// true
}
