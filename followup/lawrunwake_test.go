package followup_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention/followup"
)

// lawrunOne is a policy of one play.
func lawrunOne(play followup.Play) followup.Policy {
	p := simple()
	p.Rules, p.Plays = followup.Rules{}, []followup.Play{play}
	return p
}

// The channel before the last may have had more against it than the last one has.
func TestRouteFallsBackToLess(t *testing.T) {
	p := lawrunOne(followup.Play{
		ID: "call", Topic: "call", Trigger: followup.OnEvent("order"),
		Steps: []followup.Step{{ID: "s", Late: days(1), Channels: []string{"phone", "email"}}},
	})
	p.Caps = []followup.Cap{{ID: "gap", Match: followup.Match{Channels: []string{"email"}}, Max: 1, Every: exact(100 * time.Hour)}}
	p.Consent = []followup.ConsentRule{{ID: "calls", Match: followup.Match{Channels: []string{"phone"}}}}
	c := haru()
	c.Events = []followup.Event{{ID: "o", Kind: "order", At: lawrunFrom}}
	c.Contacts = []followup.Contact{{At: lawrunFrom.Add(-time.Hour), Channel: "email"}}
	d := plan(t, compile(t, p), c, lawrunFrom).Decisions[0]
	if d.Verdict != followup.Drop || d.Channel != "email" || len(d.WhyNot) != 2 || d.WhyNot[0].Code != followup.CapReached || d.WhyNot[1].Code != followup.TooLate {
		t.Errorf("decision %+v", d)
	}
}

// A customer who is known to come into a segment, or to be in it from then on, is
// looked at again when they do.
func TestSegmentWakes(t *testing.T) {
	enters := lawrunFrom.Add(100 * time.Hour)
	for _, in := range []bool{true, false} {
		play := followup.Play{
			ID: "news", Trigger: followup.OnEvent("order"), Steps: []followup.Step{{ID: "s", Late: days(10), Channels: []string{"email"}}},
		}
		if in {
			play.For.In = []string{"gold"}
		} else {
			play.For.NotIn = []string{"gold"}
			play.Steps[0].Wait = days(6)
		}
		c := haru()
		c.Events = []followup.Event{{ID: "o", Kind: "order", At: lawrunFrom}}
		c.Segments = map[string]time.Time{"gold": enters}
		if p := plan(t, compile(t, lawrunOne(play)), c, lawrunFrom); !p.Next.Equal(enters) {
			t.Errorf("in %v: next %v, want %v", in, p.Next, enters)
		}
	}
}

// A run that began with a silence goes on, until its last step is too late: then
// there is a new silence to look for.
func TestSilenceWakes(t *testing.T) {
	p := lawrunOne(followup.Play{
		ID: "quiet", Trigger: followup.Silence(days(30)), For: followup.Who{},
		Steps: []followup.Step{{ID: "a", Channels: []string{"email"}}, {ID: "b", Wait: days(1), Late: days(2), Channels: []string{"phone"}}},
	})
	c := haru()
	c.Contacts = []followup.Contact{{At: lawrunFrom.AddDate(0, 0, -30), Channel: "email"}}
	_, sent, err := compile(t, p).Run(c, lawrunFrom, lawrunFrom.AddDate(0, 0, 91), nil)
	if err != nil || len(sent) != 4 {
		t.Errorf("sent %v, %v, want one every 30 days", sent, err)
	}
}

// The channel that is answered most may be another when old answers count no more.
func TestResponsiveWakes(t *testing.T) {
	p := lawrunOne(followup.Play{
		ID: "call", Topic: "call", Trigger: followup.OnEvent("order"),
		Steps: []followup.Step{{ID: "s", Wait: days(5), Channels: []string{"phone", "email"}, Choose: followup.Responsive}},
	})
	c := haru()
	c.Addresses = append(c.Addresses, followup.Address{Channel: "phone", ID: "1"})
	c.Events = []followup.Event{{ID: "o", Kind: "order", At: lawrunFrom}}
	for i := range 3 {
		old := lawrunFrom.AddDate(0, 0, -177).Add(time.Duration(i) * time.Hour)
		c.Contacts = append(c.Contacts,
			followup.Contact{Key: fmt.Sprint("m", i), At: old, Channel: "email", Outcome: followup.Reacted},
			followup.Contact{Key: fmt.Sprint("p", i), At: old.AddDate(0, 1, 0), Channel: "phone"})
	}
	e := compile(t, p)
	now := plan(t, e, c, lawrunFrom)
	if want := lawrunFrom.AddDate(0, 0, 3); now.Decisions[0].Channel != "email" || !now.Next.Equal(want) {
		t.Errorf("on %s, next %v, want %v", now.Decisions[0].Channel, now.Next, want)
	}
	if later := plan(t, e, c, now.Next); later.Decisions[0].Channel != "phone" {
		t.Errorf("on %s when old answers count no more", later.Decisions[0].Channel)
	}
}

// That it is too late by now is the last of the reasons, as it was before.
func TestLateIsLast(t *testing.T) {
	c := haru()
	c.Addresses = nil
	c.Events = []followup.Event{{ID: "o", Kind: "order", At: lawrunFrom}}
	d := plan(t, compile(t, lawrunOne(simple().Plays[1])), c, lawrunFrom.AddDate(0, 0, 10)).Decisions[0]
	if len(d.WhyNot) != 2 || d.WhyNot[0].Code != followup.AddressMissing || d.WhyNot[1].Code != followup.TooLate {
		t.Errorf("reasons %+v", d.WhyNot)
	}
}
