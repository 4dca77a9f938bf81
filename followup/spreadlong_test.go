package followup_test

import (
	"testing"
	"time"

	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// A message that waits for a century behind one rule is spread in the window of
// another without each of the windows between being looked at.
func TestSpreadAfterLongWait(t *testing.T) {
	p := simple()
	p.Channels[0].Spread = exact(time.Hour)
	p.Hours = append(p.Hours, followup.HoursRule{ID: "minutes", Hours: hours.Hours{Windows: []hours.Window{
		{From: 9 * hours.Hour, To: 10 * hours.Hour}, {From: 11 * hours.Hour, To: 12 * hours.Hour}, {From: 13 * hours.Hour, To: 14 * hours.Hour},
	}}})
	p.Plays[1].Steps[0].Late = days(40 * 365)
	p.Lookback = exact(50 * 365 * 24 * time.Hour)
	c := haru()
	c.Dates = nil
	from := at("1990-01-01 00:00")
	for i := range 100 {
		c.Events = append(c.Events, followup.Event{ID: string(rune('a'+i%26)) + string(rune('a'+i/26)), Kind: "order", At: from})
	}
	c.Pauses = []followup.Pause{{From: from.AddDate(-1, 0, 0), To: at("2026-11-22 09:10")}}
	sent := 0
	for d := range plan(t, compile(t, p), c, at("2026-11-22 09:10")).With(followup.Hold) {
		if d.NotBefore.Before(at("2026-11-22 09:10")) {
			t.Errorf("%s may go at %v, in the pause", d.Key, d.NotBefore)
		}
		sent++
	}
	if sent == 0 {
		t.Error("nothing waits")
	}
}
