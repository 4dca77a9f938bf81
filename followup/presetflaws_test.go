package followup_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// presetVerdicts returns verdict and reasons of each decision, by key.
func presetVerdicts(p followup.Plan) map[string]string {
	all := map[string]string{}
	for _, d := range p.Decisions {
		text := d.Verdict.String() + " " + d.Channel
		for _, r := range d.WhyNot {
			text += " " + string(r.Code)
		}
		all[d.Key] = text
	}
	return all
}

// A message that goes out inside another does so although it would come too late
// alone, whenever one asks.
func TestDigestHoldsUntilItsLeaderGoes(t *testing.T) {
	p := simple()
	p.Plays[0].Steps[0].Digest = "d"
	p.Plays[1].Steps[0].Digest = "d"
	p.Plays[1].Steps[0].Late = exact(23 * time.Hour)
	p.Plays[0].Steps[0].At = 10 * 60
	e := compile(t, p)
	c := haru()
	c.Events = []followup.Event{{ID: "o1", Kind: "order", At: at("2026-11-20 12:00")}} // thanks are due a day before the birthday
	want := map[string]string{"birthday/2026/mail": "hold email due", "thanks/o1/mail": "hold email digest"}
	for _, now := range []string{"2026-11-21 12:00", "2026-11-21 19:00", "2026-11-22 09:59"} {
		got := presetVerdicts(plan(t, e, c, at(now)))
		delete(got, "birthday/2027/mail") // the next one, seen from the day on
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("at %s (-want +got):\n%s", now, diff)
		}
	}
}

// Channels that were passed over leave no trace in the reasons of the one that
// is blocked at last.
func TestFallbackToBlockedChannel(t *testing.T) {
	p := simple()
	p.Channels = append(p.Channels, followup.Channel{ID: "sms"}, followup.Channel{ID: "push"})
	p.Plays[1].Steps[0].Channels = []string{"push", "sms", "email"}
	e := compile(t, p)
	c := haru()
	c.Consents = []followup.Consent{{Channel: "email", At: at("2026-01-01 12:00")}}
	c.Events = []followup.Event{{ID: "o1", Kind: "order", At: at("2026-11-01 12:00")}}
	got := presetVerdicts(plan(t, e, c, at("2026-11-02 13:00")))["thanks/o1/mail"]
	if want := "drop email consent.refused"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTransactionalNeedsNoConsent(t *testing.T) {
	p := simple()
	p.Consent = []followup.ConsentRule{{ID: "all", Bases: []followup.ConsentBasis{{Name: followup.BasisExpress}}}}
	e := compile(t, p)
	for purpose, want := range map[followup.Purpose]int{followup.Transactional: 0, followup.Service: 1} {
		reasons, err := e.Allowed(haru(), followup.Message{Channel: "email", Purpose: purpose}, at("2026-11-02 13:00"))
		if err != nil || len(reasons) != want {
			t.Errorf("%v: %v, %v", purpose, reasons, err)
		}
	}
}

// What was settled before its reminder needs no reminder, but what came before it
// was known settles nothing.
func TestGoalBeforeReminder(t *testing.T) {
	e := compile(t, followup.AccountPolicy("Asia/Tokyo"))
	for when, want := range map[string]string{"2026-03-02 12:00": "drop phone goal", "2026-01-15 12:00": "send phone"} {
		c := presetAccountLife().customer
		c.Events = slices.DeleteFunc(c.Events, func(e followup.Event) bool { return e.Kind == followup.RenewedEvent })
		c.Events = append(c.Events, followup.Event{ID: "r1", Kind: followup.RenewedEvent, At: at(when)})
		got := presetVerdicts(plan(t, e, c, at("2026-12-17 10:00")))["renewal-end/k1/call"]
		if got != want {
			t.Errorf("renewed on %s: %q, want %q", when, got, want)
		}
	}
}

// A monthly meeting does not begin on the day that the months are counted from.
func TestEveryFromDateBeginsASpanLater(t *testing.T) {
	p := simple()
	p.Plays = p.Plays[:1]
	p.Plays[0].Trigger = followup.Trigger{Every: &followup.EveryTrigger{Every: retention.Span{Months: 1}, From: "since"}}
	c := haru()
	c.Dates["since"] = date("2026-01-31")
	got, _ := presetLife{customer: c}.live(t, p, at("2026-01-01 00:00"), at("2026-05-01 00:00"))
	want := []string{
		"2026-02-28 Sat 08:00 email birthday/2026-02-28/mail",
		"2026-03-31 Tue 08:00 email birthday/2026-03-31/mail",
		"2026-04-30 Thu 08:00 email birthday/2026-04-30/mail",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Part is plain in JSON, as all of a Decision is.
func TestPartIsLowerCase(t *testing.T) {
	text, err := json.Marshal(followup.Part{Key: "k", Topic: "t"})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"key":"k","topic":"t","purpose":"promotional"}`; string(text) != want {
		t.Errorf("%s, want %s", text, want)
	}
}
