package followup_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/followup"
)

// lawrunAfter returns a customer with what comes of a contact.
func lawrunAfter(c followup.Customer, x followup.Contact, r followup.Response) followup.Customer {
	x.Outcome = r.Outcome
	c.Contacts = append(slices.Clip(c.Contacts), x)
	c.Events = append(slices.Clip(c.Events), r.Events...)
	c.Consents = append(slices.Clip(c.Consents), r.Consents...)
	c.Pauses = append(slices.Clip(c.Pauses), r.Pauses...)
	c.Complaints = append(slices.Clip(c.Complaints), r.Complaints...)
	return c
}

// lawrunSends returns what a plan would send, the most important first.
func lawrunSends(p followup.Plan) []followup.Decision { return slices.Collect(p.With(followup.Send)) }

// I29: every contact of a run is the first Send of the plan at that instant, and
// at no instant between two contacts has a plan anything to send. So the run acts
// neither too early nor too late.
func TestLawRunSends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		lawrunTell(t, p, c)
		e := lawrunCompile(t, p)
		respond := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		_, all := lawrunLive(t, e, c, lawrunFrom, lawrunTo, respond)
		now := lawrunFrom
		for i := range len(all) + 1 {
			to := lawrunTo
			if i < len(all) {
				to = all[i].At
			}
			lawrunIdle(t, e, c, now, to)
			if i == len(all) {
				break
			}
			x := all[i]
			sends := lawrunSends(lawrunPlan(t, e, c, x.At))
			if len(sends) == 0 {
				t.Fatalf("the plan at %v sends nothing, the run %v", x.At, x.Key)
			}
			want := sends[0].Contact(x.At, followup.Sent)
			r := respond(c, want)
			want.Outcome = r.Outcome
			if diff := cmp.Diff(want, x, lawrunSame); diff != "" {
				t.Fatalf("plan (-), run (+):\n%s", diff)
			}
			c, now = lawrunAfter(c, want, r), x.At
		}
	})
}

// lawrunIdle checks that nothing is to be sent in [from, to).
func lawrunIdle(t *rapid.T, e *followup.Engine, c followup.Customer, from, to time.Time) {
	if !from.Before(to) {
		return
	}
	gap := int64(to.Sub(from))
	for _, n := range []int64{gap - 1, rapid.Int64Range(0, gap-1).Draw(t, "gap")} {
		now := from.Add(time.Duration(n))
		if sends := lawrunSends(lawrunPlan(t, e, c, now)); len(sends) > 0 {
			t.Fatalf("after %v a plan at %v would send %v; the run waits till %v", from, now, sends[0].Key, to)
		}
	}
}

// A run takes the facts as they are and leaves them so: it may be begun with the
// same customer again, and what respond does to its copy goes nowhere.
func TestLawRunKeeps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunCompile(t, lawrunPolicy(t))
		c := lawrunCustomer(t, "c1")
		c.Contacts = make([]followup.Contact, 0, 8) // room to write into
		c.Events = append(make([]followup.Event, 0, 64), c.Events...)
		basis := e.Basis(c)
		answers := lawrunAnswers(rapid.Uint64().Draw(t, "mood"))
		_, want := lawrunLive(t, e, c, lawrunFrom, lawrunTo, answers)
		_, again := lawrunLive(t, e, c, lawrunFrom, lawrunTo, func(c followup.Customer, x followup.Contact) followup.Response {
			_ = append(c.Contacts, followup.Contact{Key: "x", At: x.At, Outcome: followup.OptedOut, Channel: x.Channel})
			_ = append(c.Events, followup.Event{})
			_ = append(c.Consents, followup.Consent{})
			return answers(c, x)
		})
		if diff := cmp.Diff(want, again, lawrunSame); diff != "" {
			t.Fatalf("first run (-), second (+):\n%s", diff)
		}
		if e.Basis(c) != basis {
			t.Fatal("the customer has changed")
		}
		for _, x := range c.Contacts[:cap(c.Contacts)] {
			if x.Key != "" {
				t.Fatalf("the run wrote %v into the slice it was given", x.Key)
			}
		}
		for _, x := range c.Events[len(c.Events):cap(c.Events)] {
			if x.Kind != "" {
				t.Fatalf("the run wrote %v into the slice it was given", x.ID)
			}
		}
	})
}

func TestRunEnds(t *testing.T) {
	talk := simple()
	talk.Rules = followup.Rules{}
	talk.Plays = []followup.Play{{
		ID: "echo", Purpose: followup.Service, Trigger: followup.OnEvent("reply"),
		Steps: []followup.Step{{ID: "mail", Channels: []string{"email"}}},
	}}
	reply := func(after time.Duration) lawrunResponder {
		n := 0
		return func(_ followup.Customer, x followup.Contact) followup.Response {
			n++
			return followup.Response{Events: []followup.Event{{ID: fmt.Sprint(n), Kind: "reply", At: x.At.Add(after)}}}
		}
	}
	c := haru()
	c.Events = []followup.Event{{ID: "first", Kind: "reply", At: lawrunFrom}}
	for _, test := range []struct {
		reason  string
		after   time.Duration
		endless bool
	}{
		{"each answer calls for another at once", 0, true},
		{"time passes, but a year of it never will", time.Nanosecond, true},
		{"a talk that goes on for a year is no fault", 48 * time.Hour, false},
	} {
		_, sent, err := compile(t, talk).Run(c, lawrunFrom, lawrunTo, reply(test.after))
		if errors.Is(err, followup.ErrEndless) != test.endless {
			t.Errorf("%s: %v", test.reason, err)
		}
		if len(sent) < 100 {
			t.Errorf("%s: %d contacts until then", test.reason, len(sent))
		}
		var fault *followup.Error
		if test.endless && (!errors.As(err, &fault) || fault.Customer != "haru") {
			t.Errorf("%s: %v does not name the customer", test.reason, err)
		}
	}
}

func TestRunErrors(t *testing.T) {
	e := compile(t, simple())
	bad := haru()
	bad.Events = []followup.Event{{ID: "e", Kind: "order"}}
	for _, test := range []struct {
		reason   string
		c        followup.Customer
		from, to time.Time
		want     error
	}{
		{"an event without a time", bad, lawrunFrom, lawrunTo, followup.ErrTime},
		{"no beginning", haru(), time.Time{}, lawrunTo, followup.ErrTime},
		{"no end", haru(), lawrunFrom, time.Time{}, followup.ErrTime},
		{"an end that nobody lives to see", haru(), lawrunFrom, lawrunFrom.AddDate(1000, 0, 0), followup.ErrTime},
		{"no time at all is fine", haru(), lawrunFrom, lawrunFrom, nil},
		{"nor is the end before the beginning of harm", haru(), lawrunTo, lawrunFrom, nil},
	} {
		_, sent, err := e.Run(test.c, test.from, test.to, nil)
		if !errors.Is(err, test.want) || test.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", test.reason, err, test.want)
		}
		if len(sent) > 0 {
			t.Errorf("%s: sent %v", test.reason, sent)
		}
	}
}

// The end is no part of the time, the beginning is.
func TestRunHalfOpen(t *testing.T) {
	e := compile(t, simple())
	morning := at("2026-11-22 08:00")
	for _, test := range []struct {
		from, to time.Time
		want     int
	}{
		{morning.Add(-time.Hour), morning, 0},
		{morning.Add(-time.Hour), morning.Add(1), 1},
		{morning, morning.Add(1), 1},
	} {
		c, sent, err := e.Run(haru(), test.from, test.to, nil)
		if err != nil || len(sent) != test.want || len(c.Contacts) != test.want {
			t.Errorf("[%v, %v): %v, %v, want %d", test.from, test.to, sent, err, test.want)
		}
	}
}
