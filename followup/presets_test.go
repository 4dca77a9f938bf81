package followup_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// presetPolicies returns each policy of the package, by name.
func presetPolicies() map[string]followup.Policy {
	lawful := followup.ShopPolicy()
	lawful.Laws = followup.Laws()
	return map[string]followup.Policy{
		"shop": followup.ShopPolicy(), "shop under all laws": lawful, "japanese shop": followup.JapaneseShopPolicy(),
		"account": followup.AccountPolicy("Asia/Tokyo", "jp"), "account without holidays": followup.AccountPolicy("Europe/Paris"),
	}
}

func TestPresetPoliciesCompile(t *testing.T) {
	for name, p := range presetPolicies() {
		if _, err := followup.Compile(p, world); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := followup.Compile(followup.AccountPolicy("Asia/Tokyo", "our days off"), world); err == nil {
		t.Error("a calendar that nobody gave was found")
	}
	given := world
	given.Calendars = map[string]hours.Calendar{"our days off": hours.Dates{date("2026-08-13"): {English: "Bon"}}}
	if _, err := followup.Compile(followup.AccountPolicy("Asia/Tokyo", "jp", "our days off"), given); err != nil {
		t.Error(err)
	}
}

func TestPresetsSurviveJSON(t *testing.T) {
	for name, p := range presetPolicies() {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back followup.Policy
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, back); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Whoever reads a policy as JSON is not to wade through what says nothing.
func TestPresetsAreTerseAsJSON(t *testing.T) {
	for name, p := range presetPolicies() {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		for _, at := range presetNoise(name, tree) {
			t.Error(at)
		}
	}
}

// presetNoise returns where in a JSON tree there is an empty value.
func presetNoise(path string, tree any) (found []string) {
	switch x := tree.(type) {
	case nil:
		return []string{path + " is null"}
	case map[string]any:
		if len(x) == 0 && !strings.HasSuffix(path, ".trigger.declined") { // a no to any topic
			return []string{path + " is {}"}
		}
		for key, value := range x {
			found = append(found, presetNoise(path+"."+key, value)...)
		}
	case []any:
		if len(x) == 0 {
			return []string{path + " is []"}
		}
		for _, value := range x {
			found = append(found, presetNoise(path+"[]", value)...)
		}
	case string:
		if x == "" || x == "P0D" || x == "everyone" || x == "as_listed" {
			return []string{path + " is " + `"` + x + `"`}
		}
	case float64:
		if x == 0 {
			return []string{path + " is 0"}
		}
	case bool:
		if !x {
			return []string{path + " is false"}
		}
	}
	return found
}

func TestPresetNoiseIsHeard(t *testing.T) {
	var tree any
	text := `{"a":null,"b":{},"c":[],"d":"","e":0,"f":false,"g":[{"h":"P0D"}],"i":1,"j":"x","k":true}`
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	if got := presetNoise("", tree); len(got) != 7 {
		t.Errorf("%q, want 7", got)
	}
}

// What one caller changes another does not see.
func TestPresetsAreFresh(t *testing.T) {
	spoil := func(v any) { presetSpoil(reflect.ValueOf(v)) }
	for name, p := range presetPolicies() {
		spoil(&p)
		if cmp.Equal(p, presetPolicies()[name]) {
			t.Errorf("%s: nothing was changed", name)
		}
	}
	laws := followup.Laws()
	spoil(&laws)
	for name, p := range presetPolicies() {
		if _, err := followup.Compile(p, world); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, law := range followup.Laws() {
		if law.ID == "" || law.ID == "spoilt" || slices.Contains(law.Regions, "spoilt") {
			t.Errorf("law %q is the one that was changed", law.ID)
		}
	}
	if codes := followup.FallbackCodes(); codes[0] != followup.AddressMissing {
		t.Errorf("%v", codes)
	}
}

// presetSpoil changes every text that can be reached from a value.
func presetSpoil(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			presetSpoil(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			presetSpoil(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				presetSpoil(v.Field(i))
			}
		}
	case reflect.String:
		v.SetString("spoilt")
	}
}

func TestPresetsHaveWords(t *testing.T) {
	both := func(where string, text retention.Text) {
		if text.English == "" || text.Japanese == "" {
			t.Errorf("%s is called %+v", where, text)
		}
	}
	for name, p := range presetPolicies() {
		ids := map[string]bool{}
		for _, c := range p.Channels {
			both(name+": channel "+c.ID, c.Name)
		}
		for _, play := range p.Plays {
			both(name+": play "+play.ID, play.Name)
			if ids[play.ID] {
				t.Errorf("%s: two plays %s", name, play.ID)
			}
			ids[play.ID] = true
			if e := play.Trigger.Entered; e != nil && e.Segment != followup.LapsedSegment {
				both(name+": segment "+e.Segment, p.Names[e.Segment])
			}
			if len(play.Steps) > 1 {
				for _, s := range play.Steps {
					both(name+": play "+play.ID+": step "+s.ID, s.Name)
				}
			}
			if play.Priority <= 0 || play.Topic == "" && play.Trigger.Declined == nil {
				t.Errorf("%s: play %s has priority %d and topic %q", name, play.ID, play.Priority, play.Topic)
			}
		}
	}
	for _, law := range followup.Laws() {
		both("law "+law.ID, law.Name)
	}
	for name, p := range presetPolicies() {
		for _, r := range ruleSlots(&p) {
			both(fmt.Sprint(name, ": law ", r.law, ": ", r.kind, " ", *r.id), *r.name)
		}
	}
}

// No two plays of a preset have one priority, so that it is plain which goes
// first.
func TestPresetPrioritiesDiffer(t *testing.T) {
	for name, p := range presetPolicies() {
		seen := map[int]string{}
		for _, play := range p.Plays {
			if other := seen[play.Priority]; other != "" {
				t.Errorf("%s: %s and %s both have %d", name, other, play.ID, play.Priority)
			}
			seen[play.Priority] = play.ID
		}
	}
}

// A step that is changed leaves the others as they are.
func TestPresetStepsShareNothing(t *testing.T) {
	for name, p := range presetPolicies() {
		want := presetPolicies()[name].Plays[1:]
		s := &p.Plays[0].Steps[0]
		s.Channels[0] = "spoilt"
		if len(s.Fallback) > 0 {
			s.Fallback[0] = "spoilt"
		}
		if diff := cmp.Diff(want, p.Plays[1:]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestJapaneseShopIsLawful(t *testing.T) {
	e := compile(t, followup.JapaneseShopPolicy())
	c := haru() // of no known region
	c.Addresses = append(c.Addresses, followup.Address{Channel: followup.Phone, ID: "090"})
	c.Consents = []followup.Consent{{Granted: true, Basis: followup.BasisRelationship, At: at("2026-01-01 12:00")}}
	c.Contacts = []followup.Contact{{At: at("2024-01-01 12:00"), Channel: followup.Phone, Topic: "boots", Outcome: followup.DeclinedIt}}
	for channel, want := range map[string]string{
		followup.Email: "jp-mail-order/mail-order consent.missing", followup.Phone: "jp/calls decline", followup.Line: "/ address.missing",
	} {
		reasons, err := e.Allowed(c, followup.Message{Channel: channel, Topic: "boots"}, at("2026-11-20 12:00"))
		if err != nil || len(reasons) != 1 {
			t.Errorf("%s: %v, %v", channel, reasons, err)
			continue
		}
		if got := reasons[0].Law + "/" + reasons[0].Rule + " " + string(reasons[0].Code); got != want {
			t.Errorf("%s: %s, want %s", channel, got, want)
		}
	}
}
