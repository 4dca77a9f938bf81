package followup_test

import (
	"testing"
	"time"

	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// Edges that random cases seldom come upon.

func TestLawEdgePause(t *testing.T) {
	e := compile(t, lawShop(1, func(*followup.Policy) {}))
	due := at("2026-11-22 09:00")
	c := lawBuyer(due)
	c.Pauses = []followup.Pause{{From: due, To: due.Add(time.Hour)}}
	if d := lawFind(t, plan(t, e, c, due), "p0/o/s"); d.Verdict != followup.Hold || !d.NotBefore.Equal(due.Add(time.Hour)) {
		t.Errorf("%s", lawJSON(d))
	}
	lawVerdict(t, plan(t, e, c, due.Add(time.Hour)), "p0/o/s", followup.Send)
}

// The one who asks for the reason may, others on the topic may not.
func TestLawEdgeAskingWhy(t *testing.T) {
	e := compile(t, lawShop(2, func(p *followup.Policy) {
		p.Declines = []followup.DeclineRule{{ID: "d"}}
		p.Plays[0].Trigger, p.Plays[0].Purpose = followup.Declined(), followup.Service
		p.Plays[1].Topic = "t"
	}))
	now := at("2026-11-22 09:00")
	c := lawBuyer(now)
	c.Contacts = []followup.Contact{{At: now.Add(-time.Hour), Channel: "email", Topic: "t", Outcome: followup.DeclinedIt}}
	p := plan(t, e, c, now)
	lawVerdict(t, p, "p0/t@2026-11-21T23:00:00Z/s", followup.Send)
	lawVerdict(t, p, "p1/o/s", followup.Drop)
}

// A window closes at its end: at that instant it is closed, and what was asked a
// moment before does not matter.
func TestLawEdgeClosing(t *testing.T) {
	e := compile(t, lawShop(2, func(p *followup.Policy) {
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}}
		p.Plays[1].Steps[0].Wait = exact(time.Hour)
	}))
	c := lawBuyer(at("2026-11-22 20:00"))
	p := plan(t, e, c, at("2026-11-22 20:00"))
	lawVerdict(t, p, "p0/o/s", followup.Send)
	if d := lawFind(t, p, "p1/o/s"); !d.NotBefore.Equal(at("2026-11-23 08:00")) {
		t.Errorf("%s", lawJSON(d))
	}
	lawVerdict(t, plan(t, e, c, at("2026-11-22 21:00")), "p0/o/s", followup.Hold)
}

// Of two addresses the preferred one is used.
func TestLawEdgePreferredAddress(t *testing.T) {
	now := at("2026-11-22 09:00")
	c := lawBuyer(now)
	c.Addresses = append(c.Addresses, followup.Address{Channel: "email", ID: "z@example.com", Preferred: true})
	if d := lawFind(t, plan(t, compile(t, lawShop(1, func(*followup.Policy) {})), c, now), "p0/o/s"); d.Address != "z@example.com" {
		t.Errorf("to %s", d.Address)
	}
}

// At one instant the no counts.
func TestLawEdgeYesAndNoAtOnce(t *testing.T) {
	now := at("2026-11-22 09:00")
	c := lawBuyer(now)
	c.Consents = []followup.Consent{{At: now, Granted: true}, {At: now}}
	lawVerdict(t, plan(t, compile(t, lawShop(1, func(*followup.Policy) {})), c, now), "p0/o/s", followup.Drop)
}

// A consent ends with its basis or when it says, whichever is first.
func TestLawEdgeConsentEnds(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Consent = []followup.ConsentRule{{ID: "c", Bases: []followup.ConsentBasis{{Name: "purchase", Lasts: days(2)}}}}
	}))
	now := at("2026-11-22 09:00")
	for hours, want := range map[int]time.Time{1: now.Add(time.Hour), 100: days(2).From(now, tokyo)} {
		c := lawBuyer(now)
		c.Consents = []followup.Consent{{At: now, Granted: true, Basis: "purchase", Expires: now.Add(time.Duration(hours) * time.Hour)}}
		if d := lawFind(t, plan(t, e, c, now), "p0/o/s"); !d.Until.Equal(want) {
			t.Errorf("until %v, want %v", d.Until, want)
		}
	}
}

// What is held until after the horizon takes no room yet, and wakes the plan when
// it begins to.
func TestLawEdgeHorizon(t *testing.T) {
	e := compile(t, lawShop(2, func(p *followup.Policy) {
		p.Horizon = exact(24 * time.Hour)
		p.Caps = []followup.Cap{{ID: "one", Max: 1, Every: exact(48 * time.Hour)}}
		p.Plays[0].Steps[0].Wait = exact(36 * time.Hour)
		p.Plays[1].Steps[0].Wait = exact(30 * time.Minute)
	}))
	c := lawBuyer(at("2026-11-22 09:00"))
	p := plan(t, e, c, at("2026-11-22 09:00"))
	if d := lawFind(t, p, "p1/o/s"); !d.NotBefore.Equal(at("2026-11-22 09:30")) {
		t.Errorf("%s", lawJSON(d))
	}
	p = plan(t, e, c, at("2026-11-22 09:30"))
	lawVerdict(t, p, "p1/o/s", followup.Send)
	if want := at("2026-11-22 21:00"); !p.Next.Equal(want) {
		t.Errorf("Next is %v, want %v", p.Next, want)
	}
}

// As that one, but held beyond the horizon by hours.
func TestLawEdgeHeldBeyondTheHorizon(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Horizon = exact(6 * time.Hour)
		p.Hours = []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 9 * hours.Hour}}}}}
	}))
	c := lawBuyer(at("2026-11-22 10:00"))
	p := plan(t, e, c, at("2026-11-22 10:00"))
	if want := at("2026-11-23 02:00"); !p.Next.Equal(want) {
		t.Errorf("Next is %v, want %v", p.Next, want)
	}
}

// What is sent may wait until it closes: then it is time to look again.
func TestLawEdgeSendEnds(t *testing.T) {
	e := compile(t, lawShop(1, func(*followup.Policy) {}))
	now := at("2026-11-22 09:00")
	p := plan(t, e, lawBuyer(now), now)
	if want := days(3).From(now, tokyo); !p.Next.Equal(want) || !p.Decisions[0].Until.Equal(want) {
		t.Errorf("Next is %v, until %v, want %v", p.Next, p.Decisions[0].Until, want)
	}
	lawVerdict(t, plan(t, e, lawBuyer(now), now.AddDate(0, 0, 3)), "p0/o/s", followup.Drop)
}

// A message joins a digest only while it is due and not too late, and takes room
// in it.
func TestLawEdgeDigest(t *testing.T) {
	e := compile(t, lawShop(4, func(p *followup.Policy) {
		for i := range p.Plays {
			p.Plays[i].Steps[0].Digest = "d"
		}
		p.Plays[0].Steps[0].Wait = exact(6 * time.Hour)
		p.Plays[1].Steps[0].Late = exact(3 * time.Hour)
		p.Plays[2].Steps[0].Wait = exact(9 * time.Hour)
		p.Plays[3].Steps[0].Wait = exact(1 * time.Hour)
		p.Caps = []followup.Cap{{ID: "t3", Match: followup.Match{Topics: []string{"t3", "x"}}, Max: 1, Every: exact(48 * time.Hour)}}
		p.Plays = append(p.Plays, followup.Play{
			ID: "x", Topic: "x", Priority: -9, Trigger: followup.OnEvent("order"),
			Steps: []followup.Step{{ID: "s", Wait: exact(7 * time.Hour), Channels: []string{"email"}}},
		})
	}))
	now := at("2026-11-22 09:00")
	p := plan(t, e, lawBuyer(now), now)
	for _, test := range []struct{ key, at, in string }{
		{"p0/o/s", "2026-11-22 15:00", ""},
		{"p2/o/s", "2026-11-22 18:00", ""},
		{"p3/o/s", "2026-11-22 15:00", "p0/o/s"},
		{"x/o/s", "2026-11-24 15:00", ""},
	} {
		d := lawFind(t, p, test.key)
		in := ""
		if lawHasCode(d.WhyNot, followup.InDigest) {
			in = d.WhyNot[len(d.WhyNot)-1].Ref
		}
		if !d.NotBefore.Equal(at(test.at)) || in != test.in {
			t.Errorf("%s at %v in %q, want %v in %q", test.key, d.NotBefore, in, test.at, test.in)
		}
	}
	lawVerdict(t, p, "p1/o/s", followup.Send) // it would be too late for p0
}

// Two tries in vain are the most of Retry.Max 1, also if one bounced off.
func TestLawEdgeRetries(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps[0].Retry = followup.Retry{Max: 1, After: exact(2 * time.Hour), Shift: hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}}
		p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "next", Channels: []string{"email"}})
	}))
	due := at("2026-11-22 09:00")
	c := lawBuyer(due)
	c.Contacts = []followup.Contact{{Key: "p0/o/s", At: due, Channel: "email", Outcome: followup.NoAnswer}}
	d := lawFind(t, plan(t, e, c, due), "p0/o/s#2")
	if !d.Due.Equal(at("2026-11-22 11:00")) || !d.NotBefore.Equal(at("2026-11-22 17:00")) {
		t.Errorf("%s", lawJSON(d))
	}
	c.Contacts = append(c.Contacts, followup.Contact{Key: "p0/o/s#2", At: at("2026-11-22 17:00"), Channel: "email", Outcome: followup.NoAnswer})
	lawVerdict(t, plan(t, e, c, at("2026-11-22 17:00")), "p0/o/next", followup.Send)
}

// A step that was left out is not caught up on.
func TestLawEdgeStepPassed(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps = append(p.Plays[0].Steps, followup.Step{ID: "next", Channels: []string{"email"}})
	}))
	now := at("2026-11-22 09:00")
	c := lawBuyer(now)
	c.Contacts = []followup.Contact{{Key: "p0/o/next", At: now, Channel: "email"}}
	lawVerdict(t, plan(t, e, c, now), "p0/o/s", followup.Drop)
}

// A try that came too early does not make the next one due too early.
func TestLawEdgeRetryOfAnEarlyTry(t *testing.T) {
	e := compile(t, lawShop(1, func(p *followup.Policy) {
		p.Plays[0].Steps[0].Wait = days(1)
		p.Plays[0].Steps[0].Retry = followup.Retry{Max: 1, After: exact(2 * time.Hour)}
	}))
	now := at("2026-11-22 09:00")
	c := lawBuyer(now)
	c.Contacts = []followup.Contact{{Key: "p0/o/s", At: now, Channel: "email", Outcome: followup.NoAnswer}}
	if d := lawFind(t, plan(t, e, c, now), "p0/o/s#2"); !d.Due.Equal(now.AddDate(0, 0, 1)) {
		t.Errorf("due %v", d.Due)
	}
}
