package followup_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// The year that these laws are lived through in.
var (
	lawrunFrom = at("2026-01-05 00:00")
	lawrunTo   = at("2027-01-05 00:00")
)

var lawrunZones = []*time.Location{
	tokyo, mustZone("America/New_York"), mustZone("Europe/London"), mustZone("America/Santiago"), mustZone("Australia/Lord_Howe"), nil,
}

func lawrunPick[T any](t *rapid.T, label string, from ...T) T {
	return from[lawrunAny(t, label, 0, len(from)-1)]
}

// lawrunAny draws a number, evenly: left to itself, rapid draws small ones most.
func lawrunAny(t *rapid.T, label string, from, to int) int { return (&lawGen{t: t}).n(from, to) }

func lawrunSome[T any](t *rapid.T, label string, from ...T) []T {
	var some []T
	for _, x := range from {
		if rapid.Bool().Draw(t, label) {
			some = append(some, x)
		}
	}
	return some
}

func lawrunMatch(t *rapid.T) followup.Match {
	return followup.Match{
		Channels: lawrunSome(t, "channels", "email", "phone"),
		Topics:   lawrunSome(t, "topics", "thanks", "news"),
		Purposes: lawrunSome(t, "purposes", followup.Promotional, followup.Relationship, followup.Service),
	}
}

func lawrunTrigger(t *rapid.T) followup.Trigger {
	switch lawrunAny(t, "trigger", 0, 9) {
	case 0:
		return followup.Yearly("birthday")
	case 1:
		return followup.Every(days(lawrunPick(t, "days", 7, 10, 28)), date("2025-11-03"))
	case 2:
		return followup.Every(retention.Span{Months: lawrunPick(t, "months", 1, 2)}, date("2025-08-31"))
	case 3:
		return followup.Silence(lawrunPick(t, "silence", days(30), retention.Span{Months: 1}, exact(500*time.Hour)))
	case 4:
		return followup.Reorder("order")
	case 5:
		return followup.Entered("gold")
	case 6:
		return followup.Surprise(lawrunPick(t, "period", 1, 2, 3), "salt")
	case 7:
		return followup.OnDue("points")
	case 8:
		return followup.OnEvent("reply")
	}
	return followup.OnEvent("order")
}

func lawrunStep(t *rapid.T, id string) followup.Step {
	s := followup.Step{
		ID:       id,
		Wait:     lawrunPick(t, "wait", retention.Span{}, exact(time.Hour), days(1), days(3), retention.Span{Months: 1}),
		Workdays: lawrunPick(t, "workdays", 0, 0, 0, 2),
		At:       lawrunPick(t, "at", 0, 0, 10*hours.Hour, 2*hours.Hour+30),
		Late:     lawrunPick(t, "late", retention.Span{}, retention.Span{}, days(1), exact(5*time.Hour), days(10)),
		Channels: lawrunPick(t, "channels", []string{"email"}, []string{"phone"}, []string{"email", "phone"}, []string{"line", "email"}),
		Choose:   lawrunPick(t, "choose", followup.AsListed, followup.Preferred, followup.Responsive),
		Digest:   lawrunPick(t, "digest", "", "weekly"),
	}
	if rapid.Bool().Draw(t, "retry") {
		s.Retry = followup.Retry{Max: lawrunPick(t, "tries", 1, 2), After: lawrunPick(t, "after", exact(time.Hour), days(1))}
		if rapid.Bool().Draw(t, "shift") {
			s.Retry.Shift = hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}
		}
	}
	return s
}

func lawrunPlay(t *rapid.T, i int) followup.Play {
	p := followup.Play{
		ID: fmt.Sprint("play", i), Topic: lawrunPick(t, "topic", "thanks", "news", "care"),
		Purpose:  lawrunPick(t, "purpose", followup.Promotional, followup.Relationship, followup.Service, followup.Transactional),
		Priority: lawrunAny(t, "priority", 0, 3), Trigger: lawrunTrigger(t),
		Goal: lawrunPick(t, "goal", "", "", "order"), Exit: lawrunSome(t, "exit", "reply"),
		Reentry: lawrunPick(t, "reentry", retention.Span{}, days(20)),
	}
	for k := range lawrunAny(t, "steps", 1, 3) {
		p.Steps = append(p.Steps, lawrunStep(t, fmt.Sprint("s", k)))
	}
	if lawrunAny(t, "for", 0, 4) == 0 {
		p.For.In = []string{"gold"}
	}
	return p
}

func lawrunRules(t *rapid.T) (r followup.Rules) {
	if rapid.Bool().Draw(t, "day") {
		w := lawrunPick(t, "window", hours.Window{From: 8 * hours.Hour, To: 21 * hours.Hour}, hours.Window{From: 18 * hours.Hour, To: 3 * hours.Hour},
			hours.Window{Days: hours.Weekdays, From: 10 * hours.Hour, To: 13 * hours.Hour})
		r.Hours = []followup.HoursRule{{ID: "day", Match: lawrunMatch(t), Hours: hours.Hours{Windows: []hours.Window{w}, Closed: lawrunSome(t, "closed", "jp")}}}
	}
	for k := range lawrunAny(t, "caps", 0, 2) {
		r.Caps = append(r.Caps, followup.Cap{
			ID: fmt.Sprint("cap", k), Match: lawrunMatch(t), Max: lawrunAny(t, "max", 1, 3),
			Every:   lawrunPick(t, "every", exact(16*time.Hour), days(1), days(7), retention.Span{Months: 1}, exact(200*time.Hour)),
			ByTopic: rapid.Bool().Draw(t, "by topic"),
		})
	}
	if rapid.Bool().Draw(t, "declines") {
		r.Declines = []followup.DeclineRule{{ID: "no", Cooldown: lawrunPick(t, "cooldown", days(30), days(60)), AllTopics: rapid.Bool().Draw(t, "all topics")}}
	}
	if lawrunAny(t, "consent", 0, 3) == 0 {
		r.Consent = []followup.ConsentRule{{
			ID: "opt-in", Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional}},
			Bases: []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: days(100)}},
		}}
	}
	return r
}

// lawrunPolicy draws one of all there is in policies.
func lawrunPolicy(t *rapid.T) followup.Policy {
	p := followup.Policy{
		Version: "1", Zones: followup.ZoneRule{Regions: map[string][]string{"US": {"America/New_York", "Pacific/Honolulu"}}, Default: "Europe/London"},
		Channels: []followup.Channel{
			{ID: "email", Spread: exact(lawrunPick[time.Duration](t, "spread", 0, 0, 45*time.Minute))}, {ID: "phone", Interrupts: true}, {ID: "line"},
		},
		Rules: lawrunRules(t), Signs: []string{"order", "reply"},
	}
	if rapid.Bool().Draw(t, "staff") {
		p.Channels[1].StaffZone = "Asia/Tokyo"
		p.Channels[1].Staff = hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 18 * hours.Hour}}}
	}
	for i := range lawrunAny(t, "plays", 1, 5) {
		p.Plays = append(p.Plays, lawrunPlay(t, i))
	}
	if rapid.Bool().Draw(t, "asks") {
		p.Plays = append(p.Plays, followup.Play{
			ID: "ask", Purpose: followup.Service, Priority: 9, Trigger: followup.Declined(),
			Steps: []followup.Step{{ID: "why", Wait: days(2), Channels: []string{"email"}}},
		})
	}
	if rapid.Bool().Draw(t, "fatigue") {
		p.Fatigue = []followup.Fatigue{{ID: "tired", Match: lawrunMatch(t), After: 2, Gap: lawrunPick(t, "gap", days(0), exact(100*time.Hour)), Factor: 1.5, Stop: 8}}
		p.Fatigue[0].Gap = exact(100 * time.Hour)
	}
	if rapid.Bool().Draw(t, "complaints") {
		p.Complaint = &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional, followup.Relationship}, Calm: days(7)}
	}
	return p
}

// lawrunTime draws an instant of the year, as often as not a full hour.
func lawrunTime(t *rapid.T, label string) time.Time {
	year := int(lawrunTo.Sub(lawrunFrom) / time.Hour)
	at := lawrunFrom.Add(time.Duration(lawrunAny(t, label, -year/10, year-1)) * time.Hour)
	if rapid.Bool().Draw(t, label+" on the hour") {
		return at
	}
	return at.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)-1).Draw(t, label+" after it")))
}

func lawrunCustomer(t *rapid.T, id string) followup.Customer {
	c := followup.Customer{
		ID: id, Zone: lawrunPick(t, "zone", lawrunZones...), Region: lawrunPick(t, "region", "", "JP", "US"), Business: rapid.Bool().Draw(t, "business"),
		Dates:    map[string]retention.Date{"birthday": lawrunPick(t, "birthday", date("1992-02-29"), date("1980-01-05"), date("1990-12-31"), date("1990-09-06"))},
		Segments: map[string]time.Time{"gold": lawrunTime(t, "gold")},
		Addresses: []followup.Address{
			{Channel: "email", ID: "m1", Preferred: rapid.Bool().Draw(t, "preferred")}, {Channel: "email", ID: "m2"}, {Channel: "phone", ID: "p1", Preferred: true},
		},
		Consents: []followup.Consent{{Granted: true, Basis: "express", At: lawrunFrom.AddDate(-1, 0, 0)}},
	}
	switch yes := &c.Consents[0]; lawrunAny(t, "consent", 0, 5) {
	case 0:
		yes.Expires = lawrunTime(t, "expires").AddDate(0, 2, 0)
	case 1:
		yes.Basis, yes.At = "purchase", lawrunTime(t, "bought")
	}
	for i := range lawrunAny(t, "events", 0, 6) {
		e := followup.Event{ID: fmt.Sprint("e", i), Kind: lawrunPick(t, "kind", "order", "points", "reply"), At: lawrunTime(t, "event")}
		if e.Kind == "points" {
			e.Due = e.At.Add(1000 * time.Hour)
		}
		c.Events = append(c.Events, e)
	}
	if lawrunAny(t, "pause", 0, 3) == 0 {
		from := lawrunTime(t, "pause from")
		c.Pauses = []followup.Pause{{From: from, To: from.Add(300 * time.Hour)}}
	}
	if lawrunAny(t, "case", 0, 3) == 0 {
		from := lawrunTime(t, "opened")
		c.Complaints = []followup.Complaint{{ID: "c", Opened: from, Closed: from.Add(300 * time.Hour)}}
	}
	return c
}

// lawrunAnswers returns a responder of a mood: what it says depends on the
// contact's key alone.
func lawrunAnswers(mood uint64) func(followup.Customer, followup.Contact) followup.Response {
	return func(c followup.Customer, x followup.Contact) (r followup.Response) {
		h := fnv.New64a()
		fmt.Fprint(h, mood, c.ID, x.Key)
		n := h.Sum64() >> 7
		id := func(kind string) string { return kind + " to " + x.Key }
		switch n % 16 {
		case 0:
			r.Outcome = followup.Reached
		case 1:
			r.Outcome = followup.Failed
		case 2:
			r.Outcome = followup.NoAnswer
		case 3:
			r.Outcome = followup.DeclinedIt
		case 4:
			r.Outcome = followup.Reacted
			r.Events = []followup.Event{{ID: id("order"), Kind: "order", At: x.At}}
		case 5:
			r.Events = []followup.Event{{ID: id("order"), Kind: "order", At: x.At.Add(50 * time.Hour)}, {ID: id("reply"), Kind: "reply", At: x.At.Add(time.Hour)}}
		case 6:
			r.Events = []followup.Event{{ID: id("no"), Kind: followup.DeclineEvent, At: x.At.Add(30 * time.Minute), Topic: x.Topic}}
		case 7:
			if n/16%3 == 0 {
				r.Consents = []followup.Consent{{Channel: x.Channel, At: x.At.Add(time.Hour)}, {Channel: x.Channel, Granted: true, Basis: "purchase", At: x.At.Add(700 * time.Hour)}}
			}
		case 8:
			r.Complaints = []followup.Complaint{{ID: id("case"), Opened: x.At.Add(2 * time.Hour), Closed: x.At.Add(90 * time.Hour)}}
		case 9:
			r.Pauses = []followup.Pause{{From: x.At, To: x.At.Add(200 * time.Hour)}}
		case 10:
			if n/16%4 == 0 {
				r.Outcome = followup.Bounced
			}
		}
		return r
	}
}

// lawrunPlan plans, and lawrunLive runs, for customers with facts that are fine.
func lawrunPlan(t rapid.TB, e *followup.Engine, c followup.Customer, now time.Time) followup.Plan {
	t.Helper()
	p, err := e.Plan(c, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type lawrunResponder = func(followup.Customer, followup.Contact) followup.Response

func lawrunLive(t rapid.TB, e *followup.Engine, c followup.Customer, from, to time.Time, respond lawrunResponder) (followup.Customer, []followup.Contact) {
	t.Helper()
	c, sent, err := e.Run(c, from, to, respond)
	if err != nil {
		t.Fatal(err)
	}
	return c, sent
}

func lawrunCompile(t rapid.TB, p followup.Policy) *followup.Engine {
	t.Helper()
	e, err := followup.Compile(p, world)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// lawrunTell logs what a law was tried on.
func lawrunTell(t *rapid.T, p followup.Policy, c followup.Customer) {
	policy, _ := json.Marshal(p)
	customer, _ := json.Marshal(c)
	t.Logf("policy: %s", policy)
	t.Logf("customer in %v: %s", c.Zone, customer)
}

var lawrunSame = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *time.Location) bool { return a == b })}

// I29: what comes of a time does not depend on where it is cut.
func TestLawRunSplit(t *testing.T) {
	contacts := 0
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		lawrunTell(t, p, c)
		e := lawrunCompile(t, p)
		respond := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		whole, all := lawrunLive(t, e, c, lawrunFrom, lawrunTo, respond)
		contacts += len(all)
		cuts := []time.Time{lawrunTime(t, "cut"), lawrunTime(t, "cut"), lawrunTime(t, "cut")}
		if len(all) > 0 {
			cuts = append(cuts, all[lawrunAny(t, "contact", 0, len(all)-1)].At.Add(lawrunPick[time.Duration](t, "beside", 0, 1)))
		}
		slices.SortFunc(cuts, time.Time.Compare)
		var some []followup.Contact
		from := lawrunFrom
		for _, to := range append(cuts, lawrunTo) {
			if to.Before(from) {
				continue
			}
			var more []followup.Contact
			c, more = lawrunLive(t, e, c, from, to, respond)
			some, from = append(some, more...), to
		}
		if diff := cmp.Diff(all, some, lawrunSame); diff != "" {
			t.Fatalf("at once (-), cut at %v (+):\n%s", cuts, diff)
		}
		if diff := cmp.Diff(whole, c, lawrunSame); diff != "" {
			t.Fatalf("at once (-), cut at %v (+):\n%s", cuts, diff)
		}
	})
	if contacts < 100 && !testing.Short() {
		t.Errorf("%d contacts: the law was hardly tried", contacts)
	}
}

// A year lived day by day, or by the hour, is the year lived at once.
func TestLawRunDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		lawrunTell(t, p, c)
		e := lawrunCompile(t, p)
		respond := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		_, want := lawrunLive(t, e, c, lawrunFrom, lawrunTo, respond)
		var got []followup.Contact
		step := lawrunPick(t, "step", 24*time.Hour, 24*time.Hour, 31*time.Hour+7*time.Minute, 100*time.Hour)
		for from := lawrunFrom; from.Before(lawrunTo); from = from.Add(step) {
			to := from.Add(step)
			if to.After(lawrunTo) {
				to = lawrunTo
			}
			var more []followup.Contact
			c, more = lawrunLive(t, e, c, from, to, respond)
			got = append(got, more...)
		}
		if diff := cmp.Diff(want, got, lawrunSame); diff != "" {
			t.Fatalf("at once (-), every %v (+):\n%s", step, diff)
		}
	})
}
