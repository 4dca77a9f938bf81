package followup_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// edgeCapped is a policy with one play and caps.
func edgeCapped(caps ...followup.Cap) followup.Policy {
	p := edgePolicy(edgeSteps(edgePlay("news", 0), followup.Step{ID: "s", Late: days(60), Channels: []string{"email"}}))
	p.Caps = caps
	return p
}

// edgeNews lives in a zone; news is due for them now.
func edgeNews(zone string, now time.Time, before ...followup.Contact) followup.Customer {
	return edgeAfter(edgeWith(edgeIn(zone), edgeEvent("news", "e", now)), before...)
}

// An exact time slides with the clock, days are those of the calendar: one at 23:00
// and one at 0:00 are two days, but not 24 hours apart.
func TestEdge14SlidingOrCalendar(t *testing.T) {
	midnight := at("2026-11-23 00:00")
	for _, tt := range []struct {
		reason string
		every  retention.Span
		last   time.Time
		want   string
	}{
		{"24 hours", exact(24 * time.Hour), at("2026-11-22 23:00"), "hold email 2026-11-23 23:00 +0900: cap"},
		{"a calendar day", days(1), at("2026-11-22 23:00"), "send email"},
		{"the same calendar day", days(1), at("2026-11-23 00:00"), "hold email 2026-11-24 00:00 +0900: cap"},
		{"any two days in a row", days(2), at("2026-11-22 23:00"), "hold email 2026-11-24 00:00 +0900: cap"},
		{"any seven days in a row, not those of a week", days(7), at("2026-11-17 00:00"), "hold email 2026-11-24 00:00 +0900: cap"},
		{"a calendar month", edgeMonths(1), at("2026-11-01 00:00"), "hold email 2026-12-01 00:00 +0900: cap"},
		{"the month before", edgeMonths(1), at("2026-10-31 23:59"), "send email"},
		{"a quarter begins with October", edgeMonths(3), at("2026-10-01 00:00"), "hold email 2027-01-01 00:00 +0900: cap"},
		{"the quarter before", edgeMonths(3), at("2026-09-30 23:59"), "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: tt.every}))
			edgeWant(t, plan(t, e, edgeNews("Asia/Tokyo", midnight, edgeSent("x", tt.last)), midnight), "news/e/s "+tt.want)
		})
	}
}

// No stretch of the window's length ever has more than Max: no window begins with
// the first message and starts afresh when it ends.
func TestEdge15NoFreshWindow(t *testing.T) {
	e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 2, Every: exact(24 * time.Hour)}))
	start := at("2026-11-22 00:00")
	c := edgeAfter(edgeIn("Asia/Tokyo"), edgeSent("x", start), edgeSent("x", start.Add(23*time.Hour)))
	now := start.Add(24 * time.Hour)
	c = edgeWith(c, edgeEvent("news", "a", now), edgeEvent("news", "b", now))
	want := []string{"2026-11-23 00:00 +0900 news/a/s", "2026-11-23 23:00 +0900 news/b/s"}
	if diff := cmp.Diff(want, edgeWalk(t, e, c, now)); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// All caps that match hold at once: one for a topic does not take the place of
// one for a channel, however much it allows.
func TestEdge16AllCapsHold(t *testing.T) {
	now := at("2026-11-22 12:00")
	email := followup.Cap{ID: "email", Match: followup.Match{Channels: []string{"email"}}, Max: 1, Every: exact(24 * time.Hour)}
	topic := followup.Cap{ID: "news", Match: followup.Match{Topics: []string{"news"}}, Max: 5, Every: exact(24 * time.Hour)}
	for _, tt := range []struct {
		reason       string
		topic, email int // Max
		want         string
		rules        []string
	}{
		{"the topic allows more", 5, 1, "hold email 2026-11-23 09:00 +0900: cap", []string{"email"}},
		{"the channel allows more", 1, 5, "hold email 2026-11-23 10:00 +0900: cap", []string{"news"}},
		{"neither has room, and both are told", 1, 1, "hold email 2026-11-23 10:00 +0900: cap cap", []string{"email", "news"}},
		{"both have room", 5, 5, "send email", nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			email.Max, topic.Max = tt.email, tt.topic
			c := edgeNews("Asia/Tokyo", now, edgeSent("news", at("2026-11-22 10:00")))
			if tt.reason == "the topic allows more" {
				c.Contacts[0] = edgeSent("news", at("2026-11-22 09:00"))
			}
			for _, caps := range [][]followup.Cap{{email, topic}, {topic, email}} {
				made := plan(t, compile(t, edgeCapped(caps...)), c, now)
				edgeWant(t, made, "news/e/s "+tt.want)
				var rules []string
				for _, r := range made.Decisions[0].WhyNot {
					rules = append(rules, r.Rule)
				}
				slices.Sort(rules)
				if diff := cmp.Diff(tt.rules, rules); diff != "" {
					t.Errorf("rules (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// A Max of 0 is none ever; without a cap there is no limit.
func TestEdge17ZeroIsNever(t *testing.T) {
	now := at("2026-11-22 12:00")
	var many []followup.Contact
	for i := range 50 {
		many = append(many, edgeSent("x", now.Add(-time.Duration(i)*time.Minute)))
	}
	edgeWant(t, plan(t, compile(t, edgeCapped()), edgeNews("Asia/Tokyo", now, many...), now), "news/e/s send email")
	never := followup.Cap{ID: "cap", Max: 0, Every: exact(time.Hour)}
	if _, err := followup.Compile(edgeCapped(never), world); !errors.Is(err, followup.ErrIdle) {
		t.Errorf("a play that never goes out: %v, want %v", err, followup.ErrIdle)
	}
	law := edgeCapped()
	law.Laws = edgeLaw(followup.Rules{Caps: []followup.Cap{never}})
	edgeWant(t, plan(t, compile(t, law), edgeNews("Asia/Tokyo", now), now), "news/e/s drop email: cap.never")
	never.Topics = []string{"ads"}
	edgeWant(t, plan(t, compile(t, edgeCapped(never)), edgeNews("Asia/Tokyo", now), now), "news/e/s send email")
}

// A capped message goes at the first instant with room: the window's length after
// the Max-th last one, not a whole window after its own time.
func TestEdge18FirstFreeInstant(t *testing.T) {
	now := at("2026-11-26 18:00") // a Thursday
	sent := []followup.Contact{
		edgeSent("x", at("2026-11-23 10:00")), edgeSent("x", at("2026-11-24 10:15")), edgeSent("x", at("2026-11-25 10:30")),
	}
	for _, tt := range []struct {
		max  int
		want string
	}{
		{3, "hold email 2026-11-30 10:00 +0900: cap"},
		{2, "hold email 2026-12-01 10:15 +0900: cap"},
		{1, "hold email 2026-12-02 10:30 +0900: cap"},
		{4, "send email"},
	} {
		e := compile(t, edgeCapped(followup.Cap{ID: "weekly", Max: tt.max, Every: exact(7 * 24 * time.Hour)}))
		made := plan(t, e, edgeNews("Asia/Tokyo", now, sent...), now)
		edgeWant(t, made, "news/e/s "+tt.want)
		if d := made.Decisions[0]; d.Verdict == followup.Hold && !made.Next.Equal(d.NotBefore) {
			t.Errorf("Max %d: look again at %s, want %s", tt.max, edgeStamp(made.Next), edgeStamp(d.NotBefore))
		}
	}
}

// Waiting uses up no attempts: however often it is planned, the message stays the
// same one, and only its Late ends it, with the reason that kept it.
func TestEdge19WaitingCostsNothing(t *testing.T) {
	p := edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: exact(10 * 24 * time.Hour)})
	p.Plays[0].Steps[0].Late = days(5)
	p.Plays[0].Steps[0].Retry.Max = 1
	e := compile(t, p)
	now := at("2026-11-22 12:00")
	c := edgeNews("Asia/Tokyo", now, edgeSent("x", now.Add(-6*24*time.Hour)))
	for hour := range 4 * 24 {
		edgeWant(t, plan(t, e, c, now.Add(time.Duration(hour)*time.Hour)), "news/e/s hold email 2026-11-26 12:00 +0900: cap")
	}
	edgeWant(t, plan(t, e, c, at("2026-11-26 12:00")), "news/e/s send email: cap")
	c.Contacts[0].At = now // there is no room before it is too late
	for hour := range 5 * 24 {
		edgeWant(t, plan(t, e, c, now.Add(time.Duration(hour)*time.Hour)), "news/e/s drop email: cap late")
	}
}

// All that went out counts, and so does a call that rang; only what failed to
// leave does not. A survey counts when it was shown, answered or not.
func TestEdge20WhatCounts(t *testing.T) {
	now := at("2026-11-22 12:00")
	e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: exact(24 * time.Hour)}))
	for o := followup.Sent; o <= followup.OptedOut; o++ {
		c := edgeNews("Asia/Tokyo", now, followup.Contact{At: at("2026-11-22 10:00"), Channel: "phone", Topic: "x", Outcome: o})
		want := "hold email 2026-11-23 10:00 +0900: cap"
		if o == followup.Failed {
			want = "send email"
		}
		t.Run(o.String(), func(t *testing.T) { edgeWant(t, plan(t, e, c, now), "news/e/s "+want) })
	}
	t.Run("its parts count by their topics", func(t *testing.T) {
		e := compile(t, edgeCapped(followup.Cap{ID: "cap", Match: followup.Match{Topics: []string{"news"}}, Max: 1, Every: exact(24 * time.Hour)}))
		c := edgeNews("Asia/Tokyo", now, followup.Contact{
			At: at("2026-11-22 10:00"), Channel: "email", Topic: "x", Also: []followup.Part{{Key: "k", Topic: "news"}},
		})
		edgeWant(t, plan(t, e, c, now), "news/e/s hold email 2026-11-23 10:00 +0900: cap")
	})
	t.Run("one key is one", func(t *testing.T) {
		e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 2, Every: exact(24 * time.Hour)}))
		sent := followup.Contact{Key: "k", At: at("2026-11-22 10:00"), Channel: "email", Topic: "x"}
		reached := sent
		reached.At, reached.Outcome = at("2026-11-22 11:00"), followup.Reached
		edgeWant(t, plan(t, e, edgeNews("Asia/Tokyo", now, reached, sent), now), "news/e/s send email")
	})
}

// Rules are asked anew about the facts as they were: a change of a rule holds at
// once, and a change of a play's topic does not reopen a cap.
func TestEdge21RulesChange(t *testing.T) {
	now := at("2026-11-22 12:00")
	cap := followup.Cap{ID: "sale", Match: followup.Match{Topics: []string{"sale"}}, Max: 1, Every: exact(24 * time.Hour)}
	p := edgeCapped(cap)
	p.Plays[0].Topic = "sale"
	old := edgePlay("autumn", 0)
	old.Topic = "sale"
	p.Plays = append(p.Plays, old)
	sent := followup.Contact{Key: "autumn/x/s", At: at("2026-11-22 10:00"), Channel: "email", Topic: "sale"}
	c := edgeNews("Asia/Tokyo", now, sent)
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s hold email 2026-11-23 10:00 +0900: cap", "autumn/x/s done email: done")
	p.Plays[1].Topic = "other"
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s hold email 2026-11-23 10:00 +0900: cap", "autumn/x/s done email: done")
	p.Caps[0].Every = exact(2 * time.Hour)
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s send email", "autumn/x/s done email: done")
	p.Caps[0].Every = exact(48 * time.Hour)
	edgeWant(t, plan(t, compile(t, p), c, now), "news/e/s hold email 2026-11-24 10:00 +0900: cap", "autumn/x/s done email: done")
}

// Counts are exact, however many there are.
func TestEdge22ManyAreCounted(t *testing.T) {
	now := at("2026-11-22 12:00")
	e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 150, Every: days(30)}))
	for _, tt := range []struct {
		sent int
		want string
	}{
		{149, "send email"},
		{150, "hold email 2026-11-24 00:00 +0900: cap"}, // six a day since 25 October
		{151, "hold email 2026-11-24 00:00 +0900: cap"},
	} {
		var before []followup.Contact
		for i := range tt.sent {
			before = append(before, edgeSent(fmt.Sprint("t", i), at("2026-10-25 10:00").AddDate(0, 0, i/6)))
		}
		edgeWant(t, plan(t, e, edgeNews("Asia/Tokyo", now, before...), now), "news/e/s "+tt.want)
	}
}

// Two workers that plan from the same facts see one Basis, and a contact that one
// of them stores changes it: the other plans anew, and sends nothing twice.
func TestEdge23TwoWorkers(t *testing.T) {
	now := at("2026-11-22 12:00")
	e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: exact(24 * time.Hour)}))
	c := edgeWith(edgeNews("Asia/Tokyo", now, edgeSent("x", at("2026-11-01 10:00")), edgeSent("y", at("2026-11-02 10:00"))), edgeEvent("news", "f", now))
	one := plan(t, e, c, now)
	turned := c
	turned.Contacts = []followup.Contact{c.Contacts[1], c.Contacts[0]}
	other := plan(t, e, turned, now)
	if one.Basis != other.Basis || one.Basis != e.Basis(c) {
		t.Errorf("the same facts have Basis %v and %v, and %v", one.Basis, other.Basis, e.Basis(c))
	}
	edgeWant(t, other, "news/e/s send email", "news/f/s hold email 2026-11-23 12:00 +0900 behind: reserved")
	c = edgeAfter(c, one.Decisions[0].Contact(now, followup.Sent))
	if e.Basis(c) == other.Basis {
		t.Error("a contact more, and the same Basis")
	}
	edgeWant(t, plan(t, e, c, now), "news/f/s hold email 2026-11-23 12:00 +0900: cap", "news/e/s done email: done")

	changed := edgeCapped(followup.Cap{ID: "cap", Max: 2, Every: exact(24 * time.Hour)})
	if compile(t, changed).Basis(c) == e.Basis(c) {
		t.Error("another policy, and the same Basis")
	}
}

// Days are counted by the calendar, be they 23 or 25 hours long.
func TestEdge24ShortAndLongDays(t *testing.T) {
	for _, tt := range []struct {
		reason, zone string
		every        retention.Span
		sent, now    string
		want         string
	}{
		{"23 hours", "America/New_York", days(1), "2026-03-08 00:00 -0500", "2026-03-08 23:59 -0400", "hold email 2026-03-09 00:00 -0400: cap"},
		{"and over", "America/New_York", days(1), "2026-03-08 00:00 -0500", "2026-03-09 00:00 -0400", "send email"},
		{"25 hours", "America/New_York", days(1), "2026-11-01 00:00 -0400", "2026-11-01 23:59 -0500", "hold email 2026-11-02 00:00 -0500: cap"},
		{"a day that begins at one", "America/Santiago", days(1), "2026-09-05 23:59 -0400", "2026-09-06 01:00 -0300", "send email"},
		{"two days with 49 hours", "America/New_York", days(2), "2026-10-31 12:00 -0400", "2026-11-01 12:00 -0500", "hold email 2026-11-02 00:00 -0500: cap"},
		{"a lost day is none", "Pacific/Apia", days(2), "2011-12-29 12:00 -1000", "2011-12-31 12:00 +1400", "send email"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			e := compile(t, edgeCapped(followup.Cap{ID: "cap", Max: 1, Every: tt.every}))
			now := edgeTime(tt.now)
			edgeWant(t, plan(t, e, edgeNews(tt.zone, now, edgeSent("x", edgeTime(tt.sent))), now), "news/e/s "+tt.want)
		})
	}
}
