package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"pgregory.net/rapid"
)

// ruleSlot is a rule of a policy: what kind, of which law, and where in its list.
type ruleSlot struct {
	kind, law string
	place     int
	id        *string
	name      *retention.Text
}

// ruleSlots returns all rules of a policy, to read and to change.
func ruleSlots(p *followup.Policy) (slots []ruleSlot) {
	add := func(law string, r *followup.Rules) {
		for i := range r.Hours {
			slots = append(slots, ruleSlot{"hours", law, i, &r.Hours[i].ID, &r.Hours[i].Name})
		}
		for i := range r.Consent {
			slots = append(slots, ruleSlot{"consent", law, i, &r.Consent[i].ID, &r.Consent[i].Name})
		}
		for i := range r.Caps {
			slots = append(slots, ruleSlot{"cap", law, i, &r.Caps[i].ID, &r.Caps[i].Name})
		}
		for i := range r.Declines {
			slots = append(slots, ruleSlot{"decline", law, i, &r.Declines[i].ID, &r.Declines[i].Name})
		}
	}
	add("", &p.Rules)
	for i := range p.Laws {
		add(p.Laws[i].ID, &p.Laws[i].Rules)
	}
	for i := range p.Fatigue {
		slots = append(slots, ruleSlot{"fatigue", "", i, &p.Fatigue[i].ID, &p.Fatigue[i].Name})
	}
	return slots
}

// ruleKinds are the kinds of rules that codes are about.
var ruleKinds = map[followup.Code]string{
	followup.OutsideHours: "hours", followup.OnHoliday: "hours", followup.Spread: "hours", followup.NeverOpen: "hours",
	followup.ConsentMissing: "consent", followup.ConsentExpired: "consent",
	followup.CapReached: "cap", followup.NeverAllowed: "cap", followup.RoomReserved: "cap",
	followup.AfterDecline: "decline", followup.Tired: "fatigue",
}

// ruleSaid is how words speak of a rule.
func ruleSaid(lang retention.Language, name string) string {
	if lang == retention.Japanese {
		return "ルール「" + name + "」"
	}
	return `rule "` + name + `"`
}

// stepSaid is how words speak of a step.
func stepSaid(lang retention.Language, name string) string {
	if lang == retention.Japanese {
		return "「" + name + "」"
	}
	return `, step "` + name + `"`
}

// rulesAlike gives rules of all kinds and laws one ID for each place in their
// lists, and a name of their own.
func rulesAlike(p *followup.Policy) {
	for _, r := range ruleSlots(p) {
		*r.id = fmt.Sprint("same", r.place)
		text := fmt.Sprintf("%s %d of %s", r.kind, r.place, r.law)
		*r.name = retention.Text{English: text, Japanese: text + "の規則"}
	}
}

// rulesPolicy has a rule of each kind, of its own and in two laws, all alike.
func rulesPolicy() followup.Policy {
	rules := func() followup.Rules {
		return followup.Rules{
			Hours:   []followup.HoursRule{{Hours: textsHours(8, 20)}},
			Consent: []followup.ConsentRule{{}}, Caps: []followup.Cap{{Max: 1, Every: days(1)}}, Declines: []followup.DeclineRule{{}},
		}
	}
	p := textsPolicy()
	p.Rules, p.Fatigue = rules(), []followup.Fatigue{{After: 1, Stop: 1}}
	for _, law := range []string{"jp", "us"} {
		p.Laws = append(p.Laws, followup.Law{ID: law, AsOf: date("2026-01-01"), Sources: []string{"x"}, Regions: []string{"JP"}, Rules: rules()})
	}
	rulesAlike(&p)
	return p
}

// The code and the law tell which of several rules with one ID is meant.
func TestWordsTellRulesApart(t *testing.T) {
	p := rulesPolicy()
	named := compile(t, p)
	for _, r := range ruleSlots(&p) {
		*r.name = retention.Text{}
	}
	unnamed := compile(t, p)
	said := 0
	for _, rule := range ruleSlots(&p) {
		for _, code := range followup.Codes() {
			if ruleKinds[code] != rule.kind {
				continue
			}
			r := followup.Reason{Code: code, Law: rule.law, Rule: *rule.id, Until: at("2026-11-22 08:00")}
			english := fmt.Sprintf("%s 0 of %s", rule.kind, rule.law)
			for lang, name := range map[retention.Language]string{retention.English: english, retention.Japanese: english + "の規則"} {
				said++
				if got := named.Words(lang).Reason(r); !strings.Contains(got, ruleSaid(lang, name)) || strings.Contains(got, *rule.id) {
					t.Errorf("%s of %q: no %s in %q", code, rule.law, name, got)
				}
				for _, got := range []string{unnamed.Words(lang).Reason(r), r.Text(lang)} {
					if !strings.Contains(got, ruleSaid(lang, *rule.id)) {
						t.Errorf("%s of %q without a name: %q", code, rule.law, got)
					}
				}
			}
		}
	}
	if said != 2*(3*10+1) {
		t.Errorf("%d texts", said)
	}
}

// Rules and steps that the policy does not have are called by their IDs.
func TestWordsOfUnknownRules(t *testing.T) {
	w := compile(t, rulesPolicy()).Words(retention.English)
	got := []string{
		w.Reason(followup.Reason{Code: followup.NeverAllowed, Rule: "gone"}),
		w.Reason(followup.Reason{Code: followup.NeverAllowed, Law: "fr", Rule: "same0"}),
		w.Reason(followup.Reason{Code: followup.NotForThem, Rule: "same0"}),
		w.Decision(followup.Decision{Play: "gone", Step: "mail", Verdict: followup.Drop}),
	}
	want := []string{`it is never allowed (rule "gone")`, `it is never allowed (law "fr", rule "same0")`, "it is not for this customer", `"gone", step "mail": will not go out`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// rulesNamed makes rules alike and gives names to steps, but leaves some without
// one unless all are to have one. It returns the names by what rulesKey returns, and
// by the keys of steps.
func rulesNamed(t *rapid.T, p *followup.Policy, all bool) map[string]retention.Text {
	names := map[string]retention.Text{}
	note := func(key string, name *retention.Text) {
		if !all && rapid.Bool().Draw(t, "unnamed") {
			*name = retention.Text{}
		}
		names[key] = *name
	}
	rulesAlike(p)
	for _, r := range ruleSlots(p) {
		note(rulesKey(r.kind, r.law, *r.id), r.name)
	}
	for i := range p.Plays {
		for j := range p.Plays[i].Steps {
			s := &p.Plays[i].Steps[j]
			s.Name = retention.Text{English: fmt.Sprint("part ", i, j), Japanese: fmt.Sprint("その", i, j)}
			note(p.Plays[i].ID+"/"+s.ID, &s.Name)
		}
	}
	return names
}

func rulesKey(kind, law, id string) string { return fmt.Sprint(kind, " ", law, " ", id) }

// The words of a plan say the names of rules and steps, and the IDs of those alone
// that have none. The names decide nothing.
func TestWordsNameRulesAndSteps(t *testing.T) {
	rules, steps := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c := lawDraw(t)
		before, err := c.engine.Plan(c.customer, c.now)
		if err != nil {
			t.Fatal(err)
		}
		all := rapid.Bool().Draw(t, "all")
		names := rulesNamed(t, &c.policy, all)
		e, err := followup.Compile(c.policy, lawWorld)
		if err != nil {
			t.Fatal(err)
		}
		made, err := e.Plan(c.customer, c.now)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range wordsLanguages {
			w := e.Words(lang)
			check := func(text string, say func(retention.Language, string) string, key, id string) {
				want := names[key].In(lang)
				if want == "" {
					want = id
				} else if strings.Contains(text, say(lang, id)) {
					t.Fatalf("%q says %s, which is called %s\n%v", text, id, want, c)
				}
				if !strings.Contains(text, say(lang, want)) {
					t.Fatalf("%q does not say %s\n%v", text, want, c)
				}
			}
			for _, d := range made.Decisions {
				for _, r := range slices.Concat(d.Why, d.WhyNot) {
					if kind := ruleKinds[r.Code]; kind != "" && r.Rule != "" {
						rules++
						check(w.Reason(r), ruleSaid, rulesKey(kind, r.Law, r.Rule), r.Rule)
					}
				}
				if i := slices.IndexFunc(c.policy.Plays, func(p followup.Play) bool { return p.ID == d.Play }); len(c.policy.Plays[i].Steps) > 1 {
					steps++
					check(w.Decision(d), stepSaid, d.Play+"/"+d.Step, d.Step)
				}
				if text := w.Decision(d); all && strings.Contains(text, "same") {
					t.Fatalf("an ID in %q\n%v", text, c)
				}
			}
			if text := w.Plan(made); all && strings.Contains(text, "same") {
				t.Fatalf("an ID in\n%s\n%v", text, c)
			}
		}
		if diff := cmp.Diff(unruled(before), unruled(made)); diff != "" {
			t.Fatalf("the names changed the plan (-want +got):\n%s", diff)
		}
	})
	if (rules == 0 || steps == 0) && !testing.Short() {
		t.Errorf("%d rules and %d steps were named", rules, steps)
	}
}

// unruled returns a plan without what names its policy and rules.
func unruled(p followup.Plan) followup.Plan {
	p.Basis = followup.Fingerprint{}
	p.Decisions = slices.Clone(p.Decisions)
	for i := range p.Decisions {
		d := &p.Decisions[i]
		d.WhyNot = slices.Clone(d.WhyNot)
		for j := range d.WhyNot {
			d.WhyNot[j].Rule = ""
		}
	}
	return p
}
