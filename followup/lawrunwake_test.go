package followup_test

import (
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
