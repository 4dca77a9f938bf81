package followup_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// These are cases that the laws have found, in the smallest form.

// lawShop writes e-mails after orders, one play each, without any rules.
func lawShop(plays int, change func(*followup.Policy)) followup.Policy {
	p := followup.Policy{Version: "1", Channels: []followup.Channel{{ID: "email"}, {ID: "line"}}}
	for i := range plays {
		p.Plays = append(p.Plays, followup.Play{
			ID: fmt.Sprint("p", i), Topic: fmt.Sprint("t", i), Priority: -i, Trigger: followup.OnEvent("order"),
			Steps: []followup.Step{{ID: "s", Channels: []string{"email"}}},
		})
	}
	change(&p)
	return p
}

func lawBuyer(orderedAt time.Time) followup.Customer {
	c := haru()
	c.Events = []followup.Event{{ID: "o", Kind: "order", At: orderedAt}}
	return c
}

func lawFind(t *testing.T, p followup.Plan, key string) followup.Decision {
	t.Helper()
	i := slices.IndexFunc(p.Decisions, func(d followup.Decision) bool { return d.Key == key })
	if i < 0 {
		t.Fatalf("no %s in %s", key, lawJSON(p))
	}
	return p.Decisions[i]
}

func lawVerdict(t *testing.T, p followup.Plan, key string, want followup.Verdict) {
	t.Helper()
	if d := lawFind(t, p, key); d.Verdict != want {
		t.Errorf("%s is %v, want %v: %s", key, d.Verdict, want, lawJSON(d))
	}
}

func TestLawFoundDropOnSecondChannel(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps[0].Channels = []string{"line", "email"}
		p.Plays[0].Steps[0].Late = exact(time.Hour)
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}}
	}))
	lawVerdict(t, plan(t, e, lawBuyer(at("2026-11-22 02:00")), at("2026-11-22 02:30")), "p0/o/s", followup.Drop)
}

func TestLawFoundPolicyOrder(t *testing.T) {
	p := lawShop(2, func(p *followup.Policy) {
		p.Consent = []followup.ConsentRule{{ID: "a"}, {ID: "b", Bases: []followup.ConsentBasis{{Name: "x"}, {Name: "y"}}}}
	})
	q := lawClone(p)
	slices.Reverse(q.Channels)
	slices.Reverse(q.Plays)
	slices.Reverse(q.Consent)
	now := at("2026-11-22 09:00")
	if diff := cmp.Diff(lawJSON(plan(t, compile(t, p), lawBuyer(now), now)), lawJSON(plan(t, compile(t, q), lawBuyer(now), now))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(lawJSON(q), lawJSON(compile(t, q).Policy())); diff != "" {
		t.Errorf("Policy is not as it was given: %s", diff)
	}
}

func TestLawFoundBehindWhatIsBehind(t *testing.T) {
	e := compile(t, lawShop(3, func(p *followup.Policy) {
		for i, topics := range [][]string{{"t0", "t1"}, {"t1", "t2"}} {
			p.Caps = append(p.Caps, followup.Cap{ID: fmt.Sprint(i), Match: followup.Match{Topics: topics}, Max: 1, Every: exact(6 * time.Hour)})
		}
		p.Plays[2].Steps[0].Wait = exact(time.Hour)
	}))
	now := at("2026-11-22 09:00")
	for key, want := range map[string]bool{"p0/o/s": false, "p1/o/s": true, "p2/o/s": true} {
		if d := lawFind(t, plan(t, e, lawBuyer(now), now), key); d.Behind != want {
			t.Errorf("%s: Behind is %v", key, d.Behind)
		}
	}
}

func TestLawFoundBehindAfterAContact(t *testing.T) {
	e := compile(t, lawShop(2, func(p *followup.Policy) {
		p.Plays[0].Purpose = followup.Service
		p.Caps = []followup.Cap{{ID: "gap", Max: 1, Every: exact(16 * time.Hour), Exempt: []followup.Purpose{followup.Service}}}
	}))
	c := lawBuyer(at("2026-11-21 18:00"))
	c.Contacts = []followup.Contact{{At: at("2026-11-21 18:00"), Channel: "email"}}
	// Room comes at 10:00 by the contact, but then there is the Send of 09:00.
	if d := lawFind(t, plan(t, e, c, at("2026-11-22 09:00")), "p1/o/s"); !d.Behind || !d.NotBefore.Equal(at("2026-11-23 01:00")) {
		t.Errorf("%s", lawJSON(d))
	}
}

func TestLawFoundTransactionalNeedsNoConsent(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Purpose = followup.Transactional
		p.Consent = []followup.ConsentRule{{ID: "any"}}
	}))
	now := at("2026-11-22 09:00")
	lawVerdict(t, plan(t, e, lawBuyer(now), now), "p0/o/s", followup.Send)
}

func TestLawFoundSignOfLifeEndsFatigue(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Signs = []string{"reply"}
		p.Fatigue = []followup.Fatigue{{ID: "f", After: 1, Gap: exact(48 * time.Hour), Stop: 2}}
	}))
	c := lawBuyer(at("2026-11-22 09:00"))
	c.Contacts = []followup.Contact{{At: at("2026-11-20 09:00"), Channel: "email"}, {At: at("2026-11-21 09:00"), Channel: "email"}}
	lawVerdict(t, plan(t, e, c, at("2026-11-22 10:00")), "p0/o/s", followup.Drop)
	c.Events = append(c.Events, followup.Event{ID: "r", Kind: "reply", At: at("2026-11-22 11:00")})
	lawVerdict(t, plan(t, e, c, at("2026-11-22 12:00")), "p0/o/s", followup.Send)
}

// A touch closes a gate only if the customer is tired after it.
func TestLawFoundFatigueClosesInTime(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Fatigue = []followup.Fatigue{{ID: "f", After: 2, Gap: exact(48 * time.Hour)}}
	}))
	c := lawBuyer(at("2026-11-22 09:00"))
	c.Contacts = []followup.Contact{{At: at("2026-11-22 12:00"), Channel: "email"}, {At: at("2026-11-22 15:00"), Channel: "email"}}
	if d := lawFind(t, plan(t, e, c, at("2026-11-22 09:00")), "p0/o/s"); !d.Until.Equal(at("2026-11-22 15:00")) {
		t.Errorf("until %v", d.Until)
	}
}

// What a contact took with it takes room, even if the contact itself does not.
func TestLawFoundPartsTakeRoom(t *testing.T) {
	rule := followup.Cap{ID: "one", Max: 1, Every: exact(24 * time.Hour), Uncounted: []followup.Purpose{followup.Transactional}}
	for _, byTopic := range []bool{false, true} {
		rule.ByTopic = byTopic
		e := compile(t, lawShop(2, func(p *followup.Policy) { p.Caps = []followup.Cap{rule} }))
		c := lawBuyer(at("2026-11-22 09:00"))
		c.Contacts = []followup.Contact{{
			Key: "receipt", At: at("2026-11-22 08:00"), Channel: "email", Topic: "t1", Purpose: followup.Transactional,
			Also: []followup.Part{{Key: "tip", Topic: "t0"}},
		}}
		p := plan(t, e, c, at("2026-11-22 09:00"))
		lawVerdict(t, p, "p0/o/s", followup.Hold)
		want := followup.Hold
		if byTopic {
			want = followup.Send // of t1 there was but the receipt
		}
		lawVerdict(t, p, "p1/o/s", want)
	}
}

// A part that is also told as a contact of its own is done once.
func TestLawFoundDoneOnce(t *testing.T) {
	c := lawBuyer(at("2026-11-22 08:00"))
	c.Contacts = []followup.Contact{
		{Key: "p0/o/s", At: at("2026-11-22 09:00"), Channel: "email", Also: []followup.Part{{Key: "p1/o/s"}}},
		{Key: "p1/o/s", At: at("2026-11-22 09:00"), Channel: "email"},
	}
	if p := plan(t, compile(t, lawShop(2, func(*followup.Policy) {})), c, at("2026-11-22 10:00")); len(p.Decisions) != 2 {
		t.Errorf("%s", lawJSON(p.Decisions))
	}
}

func TestLawFoundOrderOfParts(t *testing.T) {
	c := lawBuyer(at("2026-11-22 08:00"))
	c.Contacts = []followup.Contact{{
		Key: "p0/o/s", At: at("2026-11-22 09:00"), Channel: "email", Also: []followup.Part{{Key: "p1/o/s"}, {Key: "p2/o/s"}},
	}}
	e := compile(t, lawShop(3, func(*followup.Policy) {}))
	was := lawJSON(plan(t, e, c, at("2026-11-22 10:00")))
	slices.Reverse(c.Contacts[0].Also)
	if diff := cmp.Diff(was, lawJSON(plan(t, e, c, at("2026-11-22 10:00")))); diff != "" {
		t.Error(diff)
	}
}

// What is said does not depend on when it is asked, but that it is too late in
// the end.
func TestLawFoundReasonsStand(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Consent = []followup.ConsentRule{{ID: "c", Match: followup.Match{Topics: []string{"no"}}}}
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}}
	}))
	c := lawBuyer(at("2026-11-22 20:00"))
	was := plan(t, e, c, at("2026-11-22 22:00"))
	is := plan(t, e, c, at("2026-11-22 23:00"))
	if diff := cmp.Diff(lawJSON(was.Decisions), lawJSON(is.Decisions)); diff != "" {
		t.Error(diff)
	}
	c.Consents = []followup.Consent{{At: at("2026-11-22 19:00")}} // an opt-out
	was = plan(t, e, c, at("2026-11-22 22:00"))
	is = plan(t, e, c, at("2026-11-26 22:00")) // too late by a day
	late := is.Decisions[0].WhyNot[1:]
	if diff := cmp.Diff(was.Decisions[0].WhyNot, is.Decisions[0].WhyNot[:1]); diff != "" || len(late) != 1 || late[0].Code != followup.TooLate {
		t.Errorf("%s and %v", diff, late)
	}
}

// Of a message that was too late long ago, nothing that came later is said, and
// nobody is to look again for it.
func TestLawFoundNothingAfterTooLate(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps[0].Late = days(30)
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}}
	}))
	c := lawBuyer(at("2026-09-14 00:00")) // open on 30 days since, on which nobody sent it
	c.Consents = []followup.Consent{{At: at("2026-10-28 02:00")}}
	for _, now := range []string{"2026-10-20 12:00", "2026-10-29 12:00", "2026-11-10 20:30"} {
		p := plan(t, e, c, at(now))
		d := lawFind(t, p, "p0/o/s")
		var codes []followup.Code
		for _, r := range d.WhyNot {
			codes = append(codes, r.Code)
		}
		want := []followup.Code{followup.OutsideHours, followup.TooLate} // it was due at night
		if d.Verdict != followup.Drop || !slices.Equal(codes, want) || !p.Next.IsZero() {
			t.Errorf("at %s: %v for %v, want %v; next %v", now, d.Verdict, codes, want, p.Next)
		}
	}
}

// A long run outlives the next ones.
func TestLawFoundLongRuns(t *testing.T) {
	for name, trigger := range map[string]followup.Trigger{
		"surprise": followup.Surprise(1, "s"), "every": followup.Every(days(3), date("2026-01-01")),
	} {
		e := compile(t, lawShop(1, func(p *followup.Policy) {
			p.Plays[0].Trigger = trigger
			p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "later", Wait: days(70), Channels: []string{"email"}})
		}))
		c := haru()
		first := at("2026-02-01 00:00")
		for first = first.Add(-time.Nanosecond); len(slices.Collect(plan(t, e, c, first).With(followup.Send))) == 0; {
			first = plan(t, e, c, first).Next
		}
		for d := range plan(t, e, c, first).With(followup.Send) {
			c.Contacts = append(c.Contacts, d.Contact(first, followup.Sent))
		}
		run, _, _ := cutLast(c.Contacts[0].Key)
		t.Run(name, func(t *testing.T) {
			lawVerdict(t, plan(t, e, c, days(70).From(first, tokyo)), run+"/later", followup.Send)
		})
	}
}

func cutLast(key string) (before, after string, found bool) {
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] == '/' {
			return key[:i], key[i+1:], true
		}
	}
	return key, "", false
}

// What is to come wakes the plan.
func TestLawFoundWakes(t *testing.T) {
	now, then := at("2026-11-22 09:00"), at("2026-11-24 12:00")
	tests := []struct {
		name   string
		change func(*followup.Policy, *followup.Customer)
	}{
		{"segment", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].For.In = []string{"vip"}
			c.Segments = map[string]time.Time{"vip": then}
		}},
		{"decline", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Trigger, p.Plays[0].Purpose = followup.Declined(), followup.Service
			c.Contacts = []followup.Contact{{At: then, Channel: "email", Outcome: followup.DeclinedIt}}
		}},
		{"silence", func(p *followup.Policy, c *followup.Customer) {
			p.Plays[0].Trigger = followup.Silence(exact(time.Hour))
			c.Contacts = []followup.Contact{{At: then, Channel: "email"}}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := lawBuyer(now)
			e := compile(t, lawShop(1, func(p *followup.Policy) { test.change(p, &c) }))
			if next := plan(t, e, c, now).Next; next.IsZero() || next.After(then.Add(time.Hour)) {
				t.Errorf("Next is %v", next)
			}
		})
	}
}

// A booked touch closes a sliding window before it comes.
func TestLawFoundCapClosesInTime(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Caps = []followup.Cap{{ID: "two", Max: 2, Every: exact(72 * time.Hour)}}
		p.Plays[0].Steps[0].Late = days(10)
	}))
	c := lawBuyer(at("2026-11-20 09:00"))
	c.Contacts = []followup.Contact{{At: at("2026-11-24 04:00"), Channel: "email"}, {At: at("2026-11-24 12:00"), Channel: "email"}}
	d := lawFind(t, plan(t, e, c, at("2026-11-20 09:00")), "p0/o/s")
	if want := at("2026-11-21 12:00").Add(time.Nanosecond); d.Verdict != followup.Send || !d.Until.Equal(want) {
		t.Errorf("%v until %v, want %v", d.Verdict, d.Until, want)
	}
}

// Which channel is answered most depends on the time before the message is due,
// not on when that is asked.
func TestLawFoundAnswersStand(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps[0] = followup.Step{ID: "s", Channels: []string{"line", "email"}, Choose: followup.Responsive, Late: days(30)}
	}))
	due := at("2026-11-22 09:00")
	c := lawBuyer(due)
	c.Addresses = append(c.Addresses, followup.Address{Channel: "line", ID: "haru"})
	for range 3 {
		c.Contacts = append(c.Contacts,
			followup.Contact{At: due.AddDate(0, 0, -170), Channel: "line"},
			followup.Contact{At: due.AddDate(0, 0, -170), Channel: "email", Outcome: followup.Reached})
	}
	for _, now := range []time.Time{due, due.AddDate(0, 0, 20)} {
		if d := lawFind(t, plan(t, e, c, now), "p0/o/s"); d.Channel != "email" {
			t.Errorf("%v: %s", now, d.Channel)
		}
	}
}
