package hours_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func TestWhy(t *testing.T) {
	calendars := map[string]hours.Calendar{
		"jp":    hours.Japan{},
		"ours":  hours.Dates{date(t, "2026-02-11"): {English: "Stocktaking"}, date(t, "2026-02-12"): {}},
		"plain": alternate{},
	}
	day := []hours.Window{{Days: hours.Weekdays, From: 540, To: 1020}}
	evening := []hours.Window{{From: 1080, To: 1440}}
	night := []hours.Window{{From: 1320, To: 360}}
	foundation := retention.Text{English: "National Foundation Day", Japanese: "建国記念の日"}
	for _, tt := range []struct {
		hours  hours.Hours
		at     string
		name   retention.Text
		closed bool
		reason string
	}{
		{hours.Hours{}, "2026-02-11T12:00", retention.Text{}, false, "always open"},
		{hours.Hours{Windows: day, Closed: []string{"jp"}}, "2026-02-10T12:00", retention.Text{}, false, "open"},
		{hours.Hours{Windows: day, Closed: []string{"jp"}}, "2026-02-10T20:00", retention.Text{}, true, "outside the windows"},
		{hours.Hours{Windows: day, Closed: []string{"jp"}}, "2026-02-11T12:00", foundation, true, "a holiday"},
		{hours.Hours{Windows: day, Closed: []string{"jp"}}, "2026-02-11T00:00", foundation, true, "and before its hours"},
		{hours.Hours{Windows: day, Closed: []string{"jp"}}, "2026-05-03T12:00", retention.Text{}, true, "a holiday on a Sunday, which is closed in any case"},
		{hours.Hours{Windows: day, Closed: []string{"ours", "jp"}}, "2026-02-11T12:00", retention.Text{English: "Stocktaking"}, true, "the first calendar counts"},
		{hours.Hours{Windows: day, Closed: []string{"jp", "ours"}}, "2026-02-12T12:00", retention.Text{English: "ours"}, true, "a day without a name"},
		{hours.Hours{Windows: day, Closed: []string{"plain"}}, "2026-02-11T12:00", retention.Text{English: "plain"}, true, "a calendar without names"},
		{hours.Hours{Windows: evening, Closed: []string{"jp"}}, "2026-02-11T23:59", foundation, true, "the last minute of a holiday"},
		{hours.Hours{Windows: evening, Closed: []string{"jp"}}, "2026-02-12T00:00", retention.Text{}, true, "midnight, when it would have closed"},
		{hours.Hours{Windows: night, Closed: []string{"jp"}}, "2026-02-11T01:00", retention.Text{}, false, "the night before"},
		{hours.Hours{Windows: night, Closed: []string{"jp"}}, "2026-02-12T01:00", foundation, true, "the night after"},
		{hours.Hours{Windows: night, Closed: []string{"jp"}}, "2026-02-12T07:00", retention.Text{}, true, "the morning after that"},
	} {
		tokyo := loadZone(t, "Asia/Tokyo")
		at, err := time.ParseInLocation("2006-01-02T15:04", tt.at, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		s, err := tt.hours.Schedule(calendars)
		if err != nil {
			t.Fatal(err)
		}
		name, closed := s.Why(at, tokyo)
		if diff := cmp.Diff(tt.name, name); diff != "" || closed != tt.closed {
			t.Errorf("%s: closed %v (-want +got):\n%s", tt.reason, closed, diff)
		}
	}
}

// TestWhyLaws: what is closed for a holiday would not be without calendars, some
// time that day.
func TestWhyLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		at := drawTime(t, zone)
		s, w := draw(t, at)
		name, closed := s.Why(at, zone)
		if closed == s.Open(at, zone) {
			t.Fatalf("closed %v, open %v", closed, !closed)
		}
		if name == (retention.Text{}) {
			free, err := hours.Hours{Windows: w.Windows}.Schedule(nil)
			if err != nil {
				t.Fatal(err)
			}
			if closed && free.Open(at, zone) {
				t.Fatal("closed for a holiday without a name")
			}
			return
		}
		if !closed || len(w.Closed) == 0 {
			t.Fatalf("closed %v for %v", closed, name)
		}
		noon := time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, time.UTC)
		if w.works(noon) && w.works(noon.AddDate(0, 0, -1)) {
			t.Fatalf("%v is no holiday: %v", at, name)
		}
	})
}
