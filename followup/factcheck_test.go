package followup_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// A fact that is no use is named, with the customer.
func TestPlanNamesBadFacts(t *testing.T) {
	type customer = *followup.Customer
	now := at("2026-11-22 12:00")
	zero, early, late := time.Time{}, time.Date(1899, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	far := time.Unix(1<<60, 0)
	address := func(change func(*followup.Address)) func(customer) {
		return func(c customer) { change(&c.Addresses[0]) }
	}
	contact := func(x followup.Contact) func(customer) {
		return func(c customer) { c.Contacts = []followup.Contact{x} }
	}
	events := func(x ...followup.Event) func(customer) { return func(c customer) { c.Events = x } }
	consent := func(x followup.Consent) func(customer) {
		return func(c customer) { c.Consents = []followup.Consent{{At: now}, x} }
	}
	pause := func(x followup.Pause) func(customer) { return func(c customer) { c.Pauses = []followup.Pause{x} } }
	complaint := func(x followup.Complaint) func(customer) {
		return func(c customer) { c.Complaints = []followup.Complaint{x} }
	}
	window := func(w hours.Window) func(customer) {
		return address(func(a *followup.Address) { a.Hours.Windows = []hours.Window{{}, w} })
	}
	again := func(change func(*followup.Address)) func(customer) {
		return func(c customer) {
			a := c.Addresses[0]
			change(&a)
			c.Addresses = append(c.Addresses, a)
		}
	}
	for _, tt := range []struct {
		reason string
		change func(customer)
		part   string
		err    error
	}{
		{"no ID", func(c customer) { c.ID = "" }, "", followup.ErrName},
		{"an ID that is not UTF-8", func(c customer) { c.ID = "\xff" }, "", followup.ErrName},
		{"the host's zone", func(c customer) { c.Zone = time.FixedZone("Local", 0) }, "zone", followup.ErrZone},
		{"a region that is not UTF-8", func(c customer) { c.Region = "\xff" }, "region", followup.ErrName},
		{"a date that is not UTF-8", func(c customer) { c.Dates["\xff"] = date("2026-01-01") }, `date "\xff"`, followup.ErrName},
		{"a date after all years", func(c customer) { c.Dates["birthday"] = date("2100-01-01") }, `date "birthday"`, followup.ErrTime},
		{"a date before all years", func(c customer) { c.Dates["birthday"] = retention.NewDate(0, 12, 31) }, `date "birthday"`, followup.ErrTime},
		{"two dates, the first by name", func(c customer) {
			c.Dates["b"], c.Dates["a"] = date("2100-01-01"), date("9999-12-31")
		}, `date "a"`, followup.ErrTime},
		{"a segment since ever", func(c customer) { c.Segments = map[string]time.Time{"gold": zero} }, `segment "gold"`, followup.ErrTime},
		{"a segment that is not UTF-8", func(c customer) { c.Segments = map[string]time.Time{"\xff": now} }, `segment "\xff"`, followup.ErrName},
		{"two segments, the first by name", func(c customer) {
			c.Segments = map[string]time.Time{"b": zero, "a": far, "c": zero}
		}, `segment "a"`, followup.ErrTime},

		{"an address without a channel", address(func(a *followup.Address) { a.Channel = "" }), `address "haru@example.com"`, followup.ErrName},
		{"an address that is not UTF-8", address(func(a *followup.Address) { a.ID = "\xff" }), `address "\xff"`, followup.ErrName},
		{"an address since long ago", address(func(a *followup.Address) { a.Since = early }), `address "haru@example.com"`, followup.ErrTime},
		{"a wish from 24:00", window(hours.Window{From: 1440}), `address "haru@example.com"`, hours.ErrClock},
		{"a wish to 25:00", window(hours.Window{To: 1500}), `address "haru@example.com"`, hours.ErrClock},
		{"a wish for an eighth day", window(hours.Window{Days: 128}), `address "haru@example.com"`, hours.ErrDays},
		{"an address twice, once dead", again(func(a *followup.Address) { a.Dead = true }), `address "haru@example.com"`, followup.ErrDuplicate},
		{"an address twice, once preferred", again(func(a *followup.Address) { a.Preferred = true }), `address "haru@example.com"`, followup.ErrDuplicate},
		{"an address twice, since when", again(func(a *followup.Address) { a.Since = now }), `address "haru@example.com"`, followup.ErrDuplicate},
		{"an address twice, with other hours", again(func(a *followup.Address) { a.Hours.Windows = []hours.Window{{To: 60}} }), `address "haru@example.com"`, followup.ErrDuplicate},

		{"a consent at no time", consent(followup.Consent{}), "consent 1", followup.ErrTime},
		{"a consent for ever", consent(followup.Consent{At: now, Expires: far}), "consent 1", followup.ErrTime},
		{"a consent that is not UTF-8", consent(followup.Consent{At: now, Basis: "\xff"}), "consent 1", followup.ErrName},
		{"a pause from ever", pause(followup.Pause{To: now}), "pause 0", followup.ErrTime},
		{"a pause for ever", pause(followup.Pause{From: now, To: late}), "pause 0", followup.ErrTime},
		{"a pause that is not UTF-8", pause(followup.Pause{From: now, Topic: "\xff"}), "pause 0", followup.ErrName},
		{"a complaint of no time", complaint(followup.Complaint{ID: "c"}), `complaint "c"`, followup.ErrTime},
		{"a complaint closed too late", complaint(followup.Complaint{ID: "c", Opened: now, Closed: far}), `complaint "c"`, followup.ErrTime},
		{"a complaint that is not UTF-8", complaint(followup.Complaint{ID: "\xff", Opened: now}), `complaint "\xff"`, followup.ErrName},

		{"a contact at no time", contact(followup.Contact{Key: "k"}), `contact "k"`, followup.ErrTime},
		{"a contact after all years", contact(followup.Contact{Key: "k", At: late}), `contact "k"`, followup.ErrTime},
		{"a contact before all years", contact(followup.Contact{Key: "k", At: early}), `contact "k"`, followup.ErrTime},
		{"a contact of an unknown purpose", contact(followup.Contact{Key: "k", At: now, Purpose: 4}), `contact "k"`, followup.ErrValue},
		{"a contact of an unknown outcome", contact(followup.Contact{Key: "k", At: now, Outcome: 9}), `contact "k"`, followup.ErrValue},
		{"a key that is not UTF-8", contact(followup.Contact{Key: "\xff", At: now}), `contact "\xff"`, followup.ErrName},
		{"a channel that is not UTF-8", contact(followup.Contact{Key: "k", At: now, Channel: "\xff"}), `contact "k"`, followup.ErrName},
		{"a part of an unknown purpose", contact(followup.Contact{Key: "k", At: now, Also: []followup.Part{{}, {Key: "p", Purpose: 4}}}), `contact "k": part "p"`, followup.ErrValue},
		{"a part that is not UTF-8", contact(followup.Contact{Key: "k", At: now, Also: []followup.Part{{Key: "p", Topic: "\xff"}}}), `contact "k": part "p"`, followup.ErrName},

		{"an event at no time", events(followup.Event{ID: "e", Kind: "order"}), `event "e"`, followup.ErrTime},
		{"an event due too late", events(followup.Event{ID: "e", Kind: "order", At: now, Due: late}), `event "e"`, followup.ErrTime},
		{"an event without an ID", events(followup.Event{Kind: "order", At: now}), `event ""`, followup.ErrName},
		{"an event without a kind", events(followup.Event{ID: "e", At: now}), `event "e"`, followup.ErrName},
		{"an event that is not UTF-8", events(followup.Event{ID: "\xff", Kind: "order", At: now}), `event "\xff"`, followup.ErrName},
		{"a kind that is not UTF-8", events(followup.Event{ID: "e", Kind: "\xff", At: now}), `event "e"`, followup.ErrName},
		{"an event twice, at other times", events(followup.Event{ID: "e", Kind: "a", At: now}, followup.Event{ID: "e", Kind: "a", At: now.Add(1)}), `event "e"`, followup.ErrDuplicate},
		{"an event twice, due at other times", events(followup.Event{ID: "e", Kind: "a", At: now}, followup.Event{ID: "e", Kind: "a", At: now, Due: now}), `event "e"`, followup.ErrDuplicate},
		{"an event twice, about other topics", events(followup.Event{ID: "e", Kind: "a", At: now}, followup.Event{ID: "e", Kind: "a", At: now, Topic: "b"}), `event "e"`, followup.ErrDuplicate},
	} {
		c := haru()
		tt.change(&c)
		e := compile(t, faultsFull())
		p, err := e.Plan(c, now)
		faultsWantError(t, tt.reason, err, c.ID, tt.part, tt.err)
		if len(p.Decisions) > 0 {
			t.Errorf("%s: there is a plan all the same", tt.reason)
		}
		_, err = e.Allowed(c, followup.Message{Channel: "email"}, now)
		faultsWantError(t, tt.reason, err, c.ID, tt.part, tt.err)
		e.Basis(c)
	}
}

func faultsWantError(t *testing.T, reason string, err error, customer, part string, want error) {
	t.Helper()
	var named *followup.Error
	if !errors.As(err, &named) || !errors.Is(err, want) || named.Part != part || named.Customer != customer {
		t.Errorf("%s: got %v, want %s: %v", reason, err, part, want)
	}
}

func TestPlanNeedsANow(t *testing.T) {
	e := compile(t, simple())
	for _, now := range []time.Time{{}, time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, err := e.Plan(haru(), now)
		faultsWantError(t, "Plan", err, "haru", "now", followup.ErrTime)
		_, err = e.Allowed(haru(), followup.Message{Channel: "email"}, now)
		faultsWantError(t, "Allowed", err, "haru", "at", followup.ErrTime)
	}
}

func TestAllowedNeedsAMessage(t *testing.T) {
	e := compile(t, simple())
	now := at("2026-11-22 12:00")
	_, err := e.Allowed(haru(), followup.Message{Channel: "fax"}, now)
	faultsWantError(t, "a channel", err, "haru", `message on "fax"`, followup.ErrChannel)
	_, err = e.Allowed(haru(), followup.Message{Channel: "email", Purpose: 4}, now)
	faultsWantError(t, "a purpose", err, "haru", `message on "email"`, followup.ErrValue)
	_, err = e.Allowed(haru(), followup.Message{Channel: "email", Topic: "\xff"}, now)
	faultsWantError(t, "a topic", err, "haru", `message on "email"`, followup.ErrValue)
}

// Odd facts that mean something all the same.
func TestPlanTakesOddFacts(t *testing.T) {
	now := at("2026-11-22 12:00")
	c := haru()
	c.Dates["founded"] = retention.Date{} // not known
	c.Addresses = append(c.Addresses, c.Addresses[0], followup.Address{Channel: "pigeon"})
	c.Events = []followup.Event{{ID: "e", Kind: "order", At: now}, {ID: "e", Kind: "order", At: now.UTC()}, {ID: "e", Kind: "return", At: now.Add(1)}, {ID: "a/b#2", Kind: "odd", At: now}}
	c.Contacts = []followup.Contact{{At: now, Channel: "pigeon"}, {Key: "///", At: now}, {Key: "birthday/", At: now}, {Key: "birthday/2026/mail#", At: now, Outcome: followup.Failed}}
	c.Pauses = []followup.Pause{{From: now, To: now.Add(-1)}}
	c.Complaints = []followup.Complaint{{Opened: now, Closed: now.Add(-1)}}
	c.Consents = []followup.Consent{{At: now, Granted: true, Expires: now.Add(-1)}}
	faultsSane(t, compile(t, faultsFull()), c, now)
}

// More attempts than any policy asks for are not tried again.
func TestPlanCountsManyAttempts(t *testing.T) {
	p := simple()
	p.Plays[0].Steps[0].Retry.Max = 100
	p.Plays[0].Steps[0].Late = days(10)
	e := compile(t, p)
	c := haru()
	for i := range 300 {
		c.Contacts = append(c.Contacts, followup.Contact{
			Key: fmt.Sprintf("birthday/2026/mail#%d", i+1), At: at("2026-11-22 09:00").Add(time.Duration(i) * time.Second), Channel: "email", Outcome: followup.Failed,
		})
		sends := len(slices.Collect(faultsKeys(plan(t, e, c, at("2026-11-24 12:00")), followup.Send)))
		if want := i < 100; (sends == 1) != want {
			t.Fatalf("after %d attempts there are %d more", i+1, sends)
		}
	}
}

func faultsKeys(p followup.Plan, v followup.Verdict) func(func(string) bool) {
	return func(yield func(string) bool) {
		for d := range p.With(v) {
			if !yield(d.Key) {
				return
			}
		}
	}
}

// A step after workdays that a calendar does not have waits, far ahead.
func TestPlanWithoutWorkdays(t *testing.T) {
	p := simple()
	p.Plays[1].Steps[0].Workdays = 2
	p.Workdays.Closed = []string{"closing"}
	world := followup.World{Calendars: map[string]hours.Calendar{"closing": hours.Season{From: date("2026-11-24")}}}
	e, err := followup.Compile(p, world)
	if err != nil {
		t.Fatal(err)
	}
	c := haru()
	c.Events = []followup.Event{{ID: "o", Kind: "order", At: at("2026-11-21 12:00")}}
	got := faultsSane(t, e, c, at("2026-11-22 12:00"))
	if keys := slices.Collect(faultsKeys(got, followup.Hold)); !slices.Contains(keys, "thanks/o/mail") {
		t.Errorf("got %v", got.Decisions)
	}
}

// Spans that add up beyond all years are far ahead, and not long ago.
func TestPlanFarAhead(t *testing.T) {
	p := simple()
	steps := []followup.Step{}
	for i := range 20 {
		steps = append(steps, followup.Step{
			ID: fmt.Sprint(i), Wait: retention.Span{Months: 590}, Late: retention.Span{Days: 18000}, Channels: []string{"email", "phone"},
			Retry: followup.Retry{Max: 100, After: retention.Span{Months: 590}},
		})
	}
	p.Plays[1].Steps = steps
	e := compile(t, p)
	for _, year := range []int{1901, 1970, 2026, 2099} {
		c := haru()
		c.Events = []followup.Event{{ID: "o", Kind: "order", At: time.Date(year, 11, 21, 12, 0, 0, 0, tokyo)}}
		for _, later := range []int{0, 40, 60, 100, 150, 198} {
			if now := time.Date(year+later, 11, 22, 12, 0, 0, 0, tokyo); now.Year() < 2100 {
				got := faultsSane(t, e, c, now)
				if len(got.Decisions)+got.Over == 0 {
					t.Errorf("nothing is left in %v of an order in %d", now, year)
				}
			}
		}
	}
}

// Long histories are no trouble.
func TestPlanLongHistory(t *testing.T) {
	c := haru()
	now := at("2026-11-22 12:00")
	for i := range 100_000 {
		when := now.Add(-time.Duration(i) * 50 * time.Minute)
		kind := "look"
		if i%20 == 0 {
			kind = "order"
		}
		c.Events = append(c.Events, followup.Event{ID: fmt.Sprint(i), Kind: kind, At: when})
		c.Contacts = append(c.Contacts, followup.Contact{
			Key: fmt.Sprintf("thanks/%d/mail", i), At: when, Channel: "email", Topic: "thanks", Outcome: followup.Outcome(i % 9),
		})
	}
	c.Segments = maps.Clone(map[string]time.Time{"buyers": now})
	got := plan(t, compile(t, faultsFull()), c, now)
	if len(got.Decisions) < 100 || got.Over < 90_000 {
		t.Errorf("%d decisions and %d over", len(got.Decisions), got.Over)
	}
}
