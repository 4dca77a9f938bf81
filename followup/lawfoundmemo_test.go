package followup_test

import (
	"testing"
	"time"

	"github.com/retentionkit/retention/followup"
)

// What waits behind a reserved message is as tired of it as of one that was sent.
func TestLawFoundTiredOfWhatIsReserved(t *testing.T) {
	p := simple()
	p.Plays = []followup.Play{{
		ID: "daily", Trigger: followup.Every(days(1), date("2025-11-22")), Steps: []followup.Step{{ID: "s", Channels: []string{"email"}}},
	}}
	p.Hours = nil
	p.Caps = []followup.Cap{{ID: "gap", Max: 1, Every: exact(24 * time.Hour)}}
	p.Fatigue = []followup.Fatigue{{ID: "slower", After: 1, Gap: exact(9 * time.Hour), Factor: 2}}
	c := haru()
	for _, day := range []string{"2025-12-29", "2025-12-31", "2026-01-01", "2026-01-02"} {
		c.Contacts = append(c.Contacts, followup.Contact{Key: "daily/" + day + "/s", At: at(day + " 12:00"), Channel: "email"})
	}
	got := plan(t, compile(t, p), c, at("2026-01-03 00:00")).Decisions
	if d := got[0]; d.Key != "daily/2026-01-03/s" || !d.NotBefore.Equal(at("2026-01-05 12:00")) {
		t.Errorf("first %s at %v", d.Key, d.NotBefore)
	}
	if d := got[1]; d.Verdict != followup.Drop { // 144 hours after the fifth: too late
		t.Errorf("second %s %v at %v", d.Key, d.Verdict, d.NotBefore)
	}
}
