package followup_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
	"pgregory.net/rapid"
)

func TestPolicyJSON(t *testing.T) {
	text, err := json.Marshal(faultsFull())
	if err != nil {
		t.Fatal(err)
	}
	got, err := followup.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(faultsFull(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, want := range []string{
		`"wait":"P-1M"`, `"at":"10:00"`, `"purpose":"service"`, `"fallback":["address.missing","attempts","consent.refused"]`,
		`"every":"PT16H"`, `"days":"mon-fri"`, `"asOf":"2026-04-01"`, `"ends":["reacted"]`, `"leap":"03-01"`, `"choose":"responsive"`, `"calm":"P7D"`, `"spread":"PT2H"`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}

// I30: a policy that was stored makes the same engine.
func TestPolicyJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := faultsDrawPolicy(t)
		e, err := followup.Compile(want, faultsWorld)
		if err != nil {
			t.Skip("a policy with faults")
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := followup.ParsePolicy(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		again, err := followup.Compile(got, faultsWorld)
		if err != nil {
			t.Fatal(err)
		}
		c := haru()
		if e.Basis(c) != again.Basis(c) {
			t.Fatal("it is another engine")
		}
		last, err := followup.Compile(e.Policy(), faultsWorld)
		if err != nil || e.Basis(c) != last.Basis(c) {
			t.Fatalf("%v, or what Policy returns is another engine", err)
		}
	})
}

// Each change of the policy is one of Basis.
func TestBasisTellsPoliciesApart(t *testing.T) {
	seen := map[followup.Fingerprint]string{compile(t, faultsFull()).Basis(haru()): "as it is"}
	faultsEach(func(p *followup.Policy, v reflect.Value, path string) {
		switch {
		case v.Type() == reflect.TypeFor[retention.Span]():
			s := v.Interface().(retention.Span)
			v.Set(reflect.ValueOf(retention.Span{Months: 2 * s.Months, Days: s.Days + s.Days/2, Exact: s.Exact + s.Exact/2}))
		case v.Type() == reflect.TypeFor[retention.Date]():
			v.Set(reflect.ValueOf(v.Interface().(retention.Date).AddDays(1)))
		case v.Kind() == reflect.String:
			v.SetString(v.String() + "x")
		case v.Kind() == reflect.Float64:
			v.SetFloat(v.Float() + 1e-9)
		case v.CanInt():
			v.SetInt(v.Int() + 1)
		case v.CanUint():
			v.SetUint(v.Uint() + 1)
		case v.Kind() == reflect.Bool:
			v.SetBool(!v.Bool())
		}
		e, err := followup.Compile(*p, faultsWorld)
		if err != nil {
			return // it does not work like that
		}
		basis := e.Basis(haru())
		if before, ok := seen[basis]; ok && !cmp.Equal(*p, faultsFull()) {
			t.Errorf("policy%s has the basis of %s", path, before)
		}
		seen[basis] = path
	})
	if len(seen) < 100 {
		t.Errorf("only %d policies", len(seen))
	}
}

func TestParsePolicyRefuses(t *testing.T) {
	for _, tt := range []struct{ reason, text, want string }{
		{"nothing", ``, "policy: unexpected end of JSON input"},
		{"null", `null`, "policy: <nil> where { should open"},
		{"a list", `[]`, "policy: [ where { should open"},
		{"a text", `"policy"`, "policy: policy where { should open"},
		{"broken", `{"version":"1",}`, "policy: invalid character '}'"},
		{"two policies", `{"version":"1"}{"version":"1"}`, "policy: invalid character '{' after top-level value"},
		{"a tail", `{"version":"1"} x`, "policy: invalid character 'x' after top-level value"},
		{"an unknown field", `{"verson":"1"}`, `policy: unknown field "verson"`},
		{"other letters", `{"Version":"1"}`, `policy: unknown field "Version", which is spelt "version"`},
		{"the name of an embedded struct", `{"Rules":{}}`, `policy: unknown field "Rules"`},
		{"an unknown field of a step", `{"plays":[{},{"steps":[{"wiat":"P1D"}]}]}`, `policy.plays[1].steps[0]: unknown field "wiat"`},
		{"an unknown field of a match", `{"caps":[{"topic":["a"]}]}`, `policy.caps[0]: unknown field "topic"`},
		{"a field twice", `{"caps":[],"caps":[]}`, `policy: "caps" comes twice`},
		{"a field twice, once escaped", `{"caps":[],"c\u0061ps":[]}`, `policy: "caps" comes twice`},
		{"a region twice", `{"zones":{"regions":{"US":["UTC"],"US":["UTC"]}}}`, `policy.zones.regions: "US" comes twice`},
		{"null for a list", `{"caps":null}`, "policy.caps: <nil> where [ should open"},
		{"null for a text", `{"version":null}`, "policy.version: null"},
		{"null for a span", `{"horizon":null}`, "policy.horizon: null"},
		{"null for a trigger", `{"plays":[{"trigger":{"after":null}}]}`, "policy.plays[0].trigger.after: <nil> where { should open"},
		{"null in a list", `{"signs":["order",null]}`, "policy.signs[1]: null"},
		{"a number for a span", `{"horizon":3600}`, "policy.horizon: json: cannot unmarshal number"},
		{"words for a span", `{"horizon":"3 days"}`, `policy.horizon: not a span such as P1Y2M30D or PT36H: "3 days"`},
		{"an unknown word", `{"plays":[{"purpose":"spam"}]}`, `policy.plays[0].purpose: followup: Purpose "spam": not one of its words`},
		{"a number for a word", `{"plays":[{"purpose":1}]}`, "policy.plays[0].purpose: json: cannot unmarshal number"},
		{"a clock that is none", `{"plays":[{"steps":[{"at":"9:00"}]}]}`, "policy.plays[0].steps[0].at: not a time of day"},
		{"half a number", `{"plays":[{"priority":0.5}]}`, "policy.plays[0].priority: json: cannot unmarshal number 0.5"},
		{"a number beyond all", `{"plays":[{"priority":1e99}]}`, "policy.plays[0].priority: json: cannot unmarshal number"},
		{"a list for a text", `{"version":["1"]}`, "policy.version: json: cannot unmarshal array"},
		{"an object for a list", `{"signs":{}}`, "policy.signs: { where [ should open"},
		{"not UTF-8", "{\"version\":\"\xff\"}", "policy: a text that is not UTF-8"},
		{"half a character", `{"version":"\ud83d"}`, "policy.version: half a character"},
		{"too deep", `{"version":` + strings.Repeat("[", 1e5) + strings.Repeat("]", 1e5) + `}`, "policy: "},
	} {
		_, err := followup.ParsePolicy([]byte(tt.text))
		if !errors.Is(err, followup.ErrEncoding) || !strings.HasPrefix(fmt.Sprint(err), "followup: "+tt.want) {
			t.Errorf("%s: got %v, want %s", tt.reason, err, tt.want)
		}
	}
}

func TestParsePolicyTakes(t *testing.T) {
	for _, tt := range []struct {
		reason, text string
		want         followup.Policy
	}{
		{"nothing in it", ` {} `, followup.Policy{}},
		{"space around it", "\n{\"version\": \"1\"}\t", followup.Policy{Version: "1"}},
		{"escapes", `{"version":"\u0031\ud83d\ude00"}`, followup.Policy{Version: "1😀"}},
		{"a character that stands for none, as such", `{"version":"\uFFFD�"}`, followup.Policy{Version: "��"}},
		{"fields of embedded structs", `{"hours":[{"id":"a","channels":["b"],"hours":{"windows":[{"from":"09:00"}]}}]}`, followup.Policy{Rules: followup.Rules{
			Hours: []followup.HoursRule{{ID: "a", Match: followup.Match{Channels: []string{"b"}}, Hours: hours.Hours{Windows: []hours.Window{{From: 9 * hours.Hour}}}}},
		}}},
	} {
		got, err := followup.ParsePolicy([]byte(tt.text))
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tt.reason, err, diff)
		}
	}
}

func ExampleParsePolicy() {
	policy, err := followup.ParsePolicy([]byte(`{
		"version": "2026-04",
		"channels": [{"id": "email"}],
		"plays": [{
			"id": "birthday", "purpose": "relationship", "topic": "birthday",
			"trigger": {"yearly": {"date": "birthday"}},
			"steps": [{"id": "mail", "at": "10:00", "channels": ["email"]}]
		}],
		"hours": [{"id": "day", "hours": {"windows": [{"from": "08:00", "to": "21:00"}]}}],
		"caps": [{"id": "gap", "max": 1, "every": "PT16H"}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = followup.Compile(policy, followup.World{})
	fmt.Println(len(policy.Plays), "play", err)

	_, err = followup.ParsePolicy([]byte(`{"version": "2026-04", "caps": [{"id": "gap", "max": 1, "evry": "PT16H"}]}`))
	fmt.Println(err)
	// Output:
	// 1 play <nil>
	// followup: policy.caps[0]: unknown field "evry"
}

func ExampleCompile_faults() {
	_, err := followup.Compile(followup.Policy{
		Version:  "2026-04",
		Channels: []followup.Channel{{ID: "email"}},
		Plays: []followup.Play{{
			ID: "birthday", Purpose: followup.Relationship, Trigger: followup.Yearly("birthday"),
			Steps: []followup.Step{{ID: "mail", Channels: []string{"mail"}}},
		}},
		Rules: followup.Rules{Caps: []followup.Cap{{ID: "gap", Max: 1}}},
	}, followup.World{})
	fmt.Println(err)
	fmt.Println(errors.Is(err, followup.ErrMissing))
	// Output:
	// followup: play "birthday": step "mail": channels[0]: the policy does not have it: channel "mail"
	// followup: cap "gap": every: the value makes no sense: no time at all
	// true
}
