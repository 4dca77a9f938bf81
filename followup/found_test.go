package followup_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// foundPlay is a play of one e-mail.
func foundPlay(id string, trigger followup.Trigger) followup.Play {
	return followup.Play{
		ID: id, Topic: id, Purpose: followup.Relationship, Trigger: trigger, Steps: []followup.Step{{ID: "s", Channels: []string{"email"}}},
	}
}

func foundPolicy(plays ...followup.Play) followup.Policy {
	return followup.Policy{Version: "1", Channels: []followup.Channel{{ID: "email"}, {ID: "phone"}}, Plays: plays}
}

func foundOrder(when string) []followup.Event {
	return []followup.Event{{ID: "o", Kind: "order", At: at(when)}}
}

// foundPlan is a plan as text, a line a message.
func foundPlan(t *testing.T, p followup.Policy, c followup.Customer, now string) string {
	t.Helper()
	var lines []string
	for _, d := range plan(t, compile(t, p), c, at(now)).Decisions {
		line := d.Key + " " + d.Verdict.String()
		switch {
		case d.Behind:
			line += " behind"
		case d.Verdict == followup.Send && d.Until.Sub(at(now)) < 24*time.Hour:
			line += " until " + d.Until.Format("15:04")
		}
		for _, r := range d.WhyNot {
			line += " " + string(r.Code)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Consents that came and went between the moment a message was due and now.
func TestFoundConsentsThatWentAgain(t *testing.T) {
	late := foundPlay("a", followup.OnEvent("order"))
	late.Steps[0].Late = days(10)
	p := foundPolicy(late)
	p.Consent = []followup.ConsentRule{{ID: "c"}}
	c := haru()
	c.Events = foundOrder("2026-11-10 09:00")
	for reason, tt := range map[string]struct {
		consents []followup.Consent
		want     string
	}{
		"taken back": {[]followup.Consent{{Granted: true, At: at("2026-11-11 09:00")}, {At: at("2026-11-12 09:00")}}, "a/o/s drop consent.refused"},
		"run out":    {[]followup.Consent{{Granted: true, At: at("2026-11-11 09:00"), Expires: at("2026-11-12 09:00")}}, "a/o/s drop consent.expired"},
	} {
		c.Consents = tt.consents
		if got := foundPlan(t, p, c, "2026-11-13 10:00"); got != tt.want {
			t.Errorf("%s: %s, want %s", reason, got, tt.want)
		}
	}
}

// A gap is counted from the last of all touches, those since the message was due
// too.
func TestFoundTiredAgain(t *testing.T) {
	late := foundPlay("a", followup.OnEvent("order"))
	late.Steps[0].Late = days(10)
	p := foundPolicy(late)
	p.Fatigue = []followup.Fatigue{{ID: "f", After: 1, Gap: exact(24 * time.Hour)}}
	p.Hours = []followup.HoursRule{{ID: "h", Hours: hours.Hours{Windows: []hours.Window{{From: 12 * hours.Hour, To: 13 * hours.Hour}}}}}
	c := haru()
	c.Events = foundOrder("2026-11-10 09:00")
	c.Contacts = []followup.Contact{{Key: "x", At: at("2026-11-10 08:00"), Channel: "email"}, {Key: "y", At: at("2026-11-11 11:00"), Channel: "email"}}
	if got, want := foundPlan(t, p, c, "2026-11-11 12:00"), "a/o/s hold fatigue hours"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What waits for a gap after a message that is still to be sent has no exact time.
func TestFoundTiredBehindASend(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")), foundPlay("b", followup.OnEvent("order")))
	p.Plays[0].Priority = 1
	p.Plays[1].Steps[0].Late = days(5)
	p.Fatigue = []followup.Fatigue{{ID: "f", After: 1, Gap: exact(48 * time.Hour)}}
	c := haru()
	c.Events = foundOrder("2026-11-20 09:00")
	if got, want := foundPlan(t, p, c, "2026-11-20 11:00"), "a/o/s send\nb/o/s hold behind fatigue"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A message may go out while all that goes in it may.
func TestFoundDigestEndsWithItsParts(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")), foundPlay("b", followup.OnEvent("order")))
	p.Plays[0].Priority = 9
	p.Plays[0].Steps[0].Digest, p.Plays[1].Steps[0].Digest = "d", "d"
	p.Hours = []followup.HoursRule{{
		ID: "b", Match: followup.Match{Topics: []string{"b"}}, Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}},
	}}
	c := haru()
	c.Events = foundOrder("2026-11-22 20:00")
	if got, want := foundPlan(t, p, c, "2026-11-22 20:30"), "a/o/s send until 21:00\nb/o/s hold behind digest"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// That there is room inside of one message says nothing of another.
func TestFoundDigestOfTwoLeaders(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")), foundPlay("b", followup.OnEvent("order")), foundPlay("x", followup.OnEvent("order")))
	for i := range p.Plays {
		p.Plays[i].Priority = 9 - i
		p.Plays[i].Steps[0].Digest = "d"
	}
	p.Plays[1].Purpose = followup.Transactional
	p.Plays[1].Steps[0].Wait = exact(5 * time.Hour)
	p.Caps = []followup.Cap{{
		ID: "one", Match: followup.Match{Purposes: []followup.Purpose{followup.Relationship}}, Max: 1, Every: exact(24 * time.Hour),
	}}
	p.Hours = []followup.HoursRule{{
		ID: "x", Match: followup.Match{Topics: []string{"x"}}, Hours: hours.Hours{Windows: []hours.Window{{From: 12 * hours.Hour, To: 20 * hours.Hour}}},
	}}
	c := haru()
	c.Events = foundOrder("2026-11-22 09:00")
	if got := foundPlan(t, p, c, "2026-11-22 09:00"); strings.Contains(got, "digest") {
		t.Errorf("a second message within a day goes out inside of another: %s", got)
	}
}

// What is owed goes on after a no; what was asked to stop does not begin again
// with a purchase.
func TestFoundAfterANo(t *testing.T) {
	recall := foundPlay("recall", followup.OnEvent("order"))
	recall.Purpose = followup.Transactional
	recall.Steps = append(recall.Steps, followup.Step{ID: "t", Wait: days(3), Channels: []string{"email"}})
	c := haru()
	c.Events = foundOrder("2026-11-20 09:00")
	c.Contacts = []followup.Contact{{
		Key: "recall/o/s", At: at("2026-11-20 09:00"), Channel: "email", Topic: "recall", Purpose: followup.Transactional, Outcome: followup.OptedOut,
	}}
	if got := foundPlan(t, foundPolicy(recall), c, "2026-11-23 10:00"); !strings.Contains(got, "recall/o/t send") {
		t.Errorf("%s, want the second step to go out", got)
	}

	news := foundPolicy(foundPlay("news", followup.OnEvent("order")))
	news.Plays[0].Purpose = followup.Promotional
	news.Laws = []followup.Law{followup.CanadaLaw()}
	c = haru()
	c.Region = "CA"
	c.Events = foundOrder("2026-11-22 09:00")
	c.Consents = []followup.Consent{
		{Granted: true, Basis: followup.BasisExpress, At: at("2026-01-01 00:00")}, {At: at("2026-06-01 00:00")},
		{Granted: true, Basis: followup.BasisPurchase, At: at("2026-11-01 00:00")},
	}
	if got, want := foundPlan(t, news, c, "2026-11-22 10:00"), "news/o/s drop consent.refused"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// One no is one, however often it is told.
func TestFoundOneNo(t *testing.T) {
	ask := foundPolicy(foundPlay("ask", followup.Declined()))
	ask.Plays[0].Topic = ""
	c := haru()
	c.Contacts = []followup.Contact{{Key: "x", At: at("2026-11-20 09:00"), Channel: "email", Topic: "news", Outcome: followup.DeclinedIt}}
	c.Events = []followup.Event{{ID: "e", Kind: followup.DeclineEvent, At: at("2026-11-20 09:00"), Topic: "news"}}
	if got, want := foundPlan(t, ask, c, "2026-11-20 10:00"), "ask/news@2026-11-20T00:00:00Z/s send"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// An older order that comes in late does not stop what has begun.
func TestFoundReentryOfWhatHasBegun(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")))
	p.Plays[0].Reentry = days(30)
	p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "t", Wait: days(2), Channels: []string{"email"}})
	c := haru()
	c.Events = append(foundOrder("2026-11-20 09:00"), followup.Event{ID: "older", Kind: "order", At: at("2026-11-01 09:00")})
	c.Contacts = []followup.Contact{{Key: "a/o/s", At: at("2026-11-20 09:00"), Channel: "email", Topic: "a"}}
	if got := foundPlan(t, p, c, "2026-11-22 10:00"); !strings.Contains(got, "a/o/t send") {
		t.Errorf("%s, want the second step to go out", got)
	}
}

// "Ends tomorrow" is not said when it has ended.
func TestFoundRemindersEndWithTheirDate(t *testing.T) {
	p := foundPolicy(foundPlay("ends", followup.OnDue("points")))
	p.Plays[0].Steps[0].Wait = days(-1)
	c := haru()
	c.Events = []followup.Event{{ID: "p", Kind: "points", At: at("2026-10-01 09:00"), Due: at("2026-11-22 00:00")}}
	if got, want := foundPlan(t, p, c, "2026-11-21 12:00"), "ends/p/s send until 00:00"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := foundPlan(t, p, c, "2026-11-22 00:00"), "ends/p/s drop late"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Steps long before a day are found though it lies years ahead.
func TestFoundFarBeforeADay(t *testing.T) {
	p := foundPolicy(foundPlay("y", followup.Yearly("birthday")), foundPlay("s", followup.Surprise(1, "s")))
	p.Plays[0].Steps[0].Wait = retention.Span{Months: -36}
	p.Plays[1].Steps[0].Wait = days(-100)
	_, sent, err := compile(t, p).Run(haru(), at("2026-01-01 00:00"), at("2027-01-01 00:00"), nil)
	birthday := slices.ContainsFunc(sent, func(c followup.Contact) bool { return c.Key == "y/2029/s" })
	if err != nil || !birthday || len(sent) < 12 {
		t.Errorf("%d sent, the birthday %v, %v", len(sent), birthday, err)
	}
}

// Allowed tells of an instant, not of those after it.
func TestFoundAllowedNow(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")))
	window := func(from, to hours.Clock) hours.Hours {
		return hours.Hours{Windows: []hours.Window{{From: from, To: to}}}
	}
	p.Hours = []followup.HoursRule{{ID: "late", Hours: window(12*hours.Hour, 22*hours.Hour)}, {ID: "early", Hours: window(8*hours.Hour, 21*hours.Hour)}}
	p.Hours[1].Hours.Windows = append(p.Hours[1].Hours.Windows[:0], hours.Window{From: 8 * hours.Hour, To: 11 * hours.Hour}, hours.Window{From: 13 * hours.Hour, To: 21 * hours.Hour})
	reasons, err := compile(t, p).Allowed(haru(), followup.Message{Channel: "email"}, at("2026-11-22 10:00"))
	if err != nil || len(reasons) != 1 || reasons[0].Rule != "late" {
		t.Errorf("%+v, %v, want the one rule that is closed at ten", reasons, err)
	}
}

// What goes out inside of a message that fails, fails too.
func TestFoundPartsFailWithTheWhole(t *testing.T) {
	p := foundPolicy(foundPlay("a", followup.OnEvent("order")), foundPlay("b", followup.OnEvent("order")))
	p.Plays[0].Priority = 9
	p.Plays[0].Steps[0].Digest, p.Plays[1].Steps[0].Digest = "d", "d"
	c := haru()
	c.Events = foundOrder("2026-11-22 09:00")
	report, err := compile(t, p).Simulate(context.Background(), slices.Values([]followup.Customer{c}), followup.Simulation{
		From: at("2026-11-22 00:00"), To: at("2026-12-22 00:00"),
		Respond: func(followup.Customer, followup.Contact) followup.Response {
			return followup.Response{Outcome: followup.Failed}
		},
	})
	if err != nil || report.Fates != (followup.Fates{Failed: 2}) {
		t.Errorf("%+v, %v, want two that failed", report.Fates, err)
	}
}

// The first of a series is dropped: the plan wakes when it is due all the same,
// as then the second comes in sight.
func TestFoundFirstOfASeries(t *testing.T) {
	p := foundPolicy(foundPlay("news", followup.Every(days(1), date("2026-11-25"))))
	p.Plays[0].Purpose = followup.Promotional
	p.Plays[0].Steps[0].Wait = days(1)
	p.Consent = []followup.ConsentRule{{ID: "c"}}
	got := plan(t, compile(t, p), haru(), at("2026-11-22 10:00"))
	if due := at("2026-11-26 00:00"); !got.Next.Equal(due) || len(got.Decisions) != 1 || !got.Decisions[0].Due.Equal(due) {
		t.Errorf("next at %v, decisions %+v; want both on %v", got.Next, got.Decisions, due)
	}
}

// Nothing in the way is nil, whatever was planned before.
func TestFoundNothingInTheWay(t *testing.T) {
	e := compile(t, simple())
	for range 3 {
		reasons, err := e.Allowed(haru(), followup.Message{Channel: "email", Purpose: followup.Transactional}, at("2026-11-22 10:00"))
		if err != nil || reasons != nil {
			t.Errorf("%#v, %v, want nil", reasons, err)
		}
		plan(t, e, haru(), at("2026-11-22 03:00"))
	}
}
