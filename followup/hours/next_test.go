package hours_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func TestOpenTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := drawZones(t)
		at := drawTime(t, zones[0])
		s, w := draw(t, at)
		for range 200 {
			if got, want := s.Open(at, zones...), w.open(at, zones...); got != want {
				t.Fatalf("Open(%v, %v) = %v, want %v", at, zones, got, want)
			}
			at = at.Add(37 * time.Minute)
		}
	})
}

// TestNextTwin compares with a look at every minute. That nothing is open
// earlier is part of it.
func TestNextTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := drawZones(t)
		at := drawTime(t, zones[0])
		s, w := draw(t, at)
		end := at.AddDate(0, 0, rapid.IntRange(1, 9).Draw(t, "days"))

		open, close, ok := s.Next(at, zones...)
		want, found := w.scan(at, end, true, zones...)
		switch {
		case found && (!ok || !open.Equal(want)):
			t.Fatalf("Next(%v) = %v, %v, %v; opens %v", at, open, close, ok, want)
		case !found && ok && !open.After(end):
			t.Fatalf("Next(%v) = %v; does not open until %v", at, open, end)
		case !ok:
			return
		}
		if open.Location() != zones[0] || !close.IsZero() && close.Location() != zones[0] {
			t.Fatalf("Next = %v, %v, not in %v", open, close, zones[0])
		}
		want, found = w.scan(open, open.AddDate(0, 0, 5), false, zones...)
		switch {
		case found && !close.Equal(want):
			t.Fatalf("Next(%v) = %v, %v; closes %v", at, open, close, want)
		case !found && !close.IsZero() && !close.After(open.AddDate(0, 0, 5)):
			t.Fatalf("Next(%v) = %v, %v; stays open longer", at, open, close)
		}
	})
}

func TestNextLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zones := drawZones(t)
		at := drawTime(t, zones[0])
		s, _ := draw(t, at)
		open, close, ok := s.Next(at, zones...)
		if !ok {
			if !open.IsZero() || !close.IsZero() {
				t.Fatalf("Next = %v, %v, false", open, close)
			}
			return
		}
		if open.Before(at) || !s.Open(open, zones...) {
			t.Fatalf("Next(%v) = %v is early, or closed", at, open)
		}
		if open.After(at) && s.Open(open.Add(-1), zones...) {
			t.Fatalf("Next(%v) = %v is late", at, open)
		}
		if !close.IsZero() && (!close.After(open) || s.Open(close, zones...) || !s.Open(close.Add(-1), zones...)) {
			t.Fatalf("Next(%v) = %v, %v does not end there", at, open, close)
		}

		later := at.Add(time.Duration(rapid.Int64Range(0, int64(90*time.Hour)).Draw(t, "later")))
		if o, _, ok := s.Next(later, zones...); ok && o.Before(open) {
			t.Fatalf("Next(%v) = %v, but Next(%v) = %v", at, open, later, o)
		}
		permuted := rapid.Permutation(zones).Draw(t, "permuted")
		o, c, _ := s.Next(at, permuted...)
		if !o.Equal(open) || !c.Equal(close) {
			t.Fatalf("Next(%v, %v) = %v, %v; in another order %v, %v", at, zones, open, close, o, c)
		}
	})
}

// TestVectors opens a window at each reading of a clock.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile(shared(t, "golden", "dst_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Zone, Wall string
		UTC        time.Time
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 433 {
		t.Errorf("%d vectors, want 433", len(vectors))
	}
	for _, v := range vectors {
		zone := loadZone(t, v.Zone)
		wall, err := time.Parse("2006-01-02T15:04", v.Wall)
		if err != nil {
			t.Fatal(err)
		}
		clock := hours.Clock(wall.Hour()*60 + wall.Minute())
		s := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.On(wall.Weekday()), From: clock, To: clock}}})
		open, _, _ := s.Next(v.UTC.AddDate(0, 0, -3), zone)
		at := retention.DateOf(wall, time.UTC).At(clock.Duration(), zone)
		if !open.Equal(v.UTC) || !open.Equal(at) {
			t.Errorf("%s in %s opens %v, Date.At %v, want %v", v.Wall, v.Zone, open.UTC(), at.UTC(), v.UTC)
		}
	}
}

func TestNext(t *testing.T) {
	night := []hours.Window{{From: 22 * hours.Hour, To: 6 * hours.Hour}}
	day := []hours.Window{{From: 9 * hours.Hour, To: 17 * hours.Hour}}
	friday := []hours.Window{{Days: hours.On(time.Friday), From: 20 * hours.Hour, To: 2 * hours.Hour}}
	gap := func(from, to hours.Clock) []hours.Window { return []hours.Window{{From: from, To: to}} }
	for _, tt := range []struct {
		hours                 hours.Hours
		zone, at, open, close string
		reason                string
	}{
		{hours.Hours{}, "Asia/Tokyo", "2026-03-02T10:00:00Z", "2026-03-02T19:00:00+09:00", "", "no windows: always"},
		{hours.Hours{Windows: []hours.Window{{}}}, "Asia/Tokyo", "2026-03-02T10:00:00Z", "2026-03-02T19:00:00+09:00", "", "the zero window: always"},
		{hours.Hours{Windows: day}, "Asia/Tokyo", "2026-03-02T08:00:00Z", "2026-03-03T09:00:00+09:00", "2026-03-03T17:00:00+09:00", "at closing time it is closed"},
		{hours.Hours{Windows: day}, "Asia/Tokyo", "2026-03-02T00:00:00Z", "2026-03-02T09:00:00+09:00", "2026-03-02T17:00:00+09:00", "at opening time it is open"},
		{hours.Hours{Windows: day}, "Asia/Tokyo", "2026-03-02T07:59:59.999999999Z", "2026-03-02T16:59:59.999999999+09:00", "2026-03-02T17:00:00+09:00", "the last nanosecond"},
		{hours.Hours{Windows: gap(0, 24*hours.Hour), Closed: []string{"jp"}}, "Asia/Tokyo", "2026-02-10T12:00:00Z", "2026-02-10T21:00:00+09:00", "2026-02-11T00:00:00+09:00", "runs over midnight until a holiday"},
		{hours.Hours{Closed: []string{"jp"}}, "Asia/Tokyo", "2026-09-20T15:00:00Z", "2026-09-24T00:00:00+09:00", "2026-10-12T00:00:00+09:00", "three holidays in a row"},
		{hours.Hours{Windows: night, Closed: []string{"jp"}}, "Asia/Tokyo", "2026-02-10T16:00:00Z", "2026-02-11T01:00:00+09:00", "2026-02-11T06:00:00+09:00", "the night belongs to the evening"},
		{hours.Hours{Windows: night, Closed: []string{"jp"}}, "Asia/Tokyo", "2026-02-11T00:00:00Z", "2026-02-12T22:00:00+09:00", "2026-02-13T06:00:00+09:00", "and so does the holiday"},
		{hours.Hours{Windows: friday}, "Asia/Tokyo", "2026-03-06T16:00:00Z", "2026-03-07T01:00:00+09:00", "2026-03-07T02:00:00+09:00", "Saturday one o'clock is Friday night"},
		{hours.Hours{Windows: friday}, "Asia/Tokyo", "2026-03-05T16:00:00Z", "2026-03-06T20:00:00+09:00", "2026-03-07T02:00:00+09:00", "Friday one o'clock is not"},
		{hours.Hours{Windows: gap(9*hours.Hour, 0)}, "Asia/Tokyo", "2026-03-02T03:00:00Z", "2026-03-02T12:00:00+09:00", "2026-03-03T00:00:00+09:00", "to 00:00 is to midnight"},
		{hours.Hours{Windows: day}, "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T09:00:00-04:00", "2026-03-08T17:00:00-04:00", "nine in the morning on a day of 23 hours"},
		{hours.Hours{Windows: gap(150, 240)}, "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T03:00:00-04:00", "2026-03-08T04:00:00-04:00", "opens in the gap: right after it"},
		{hours.Hours{Windows: gap(60, 150)}, "America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00", "closes in the gap: right after it"},
		{hours.Hours{Windows: gap(130, 170)}, "America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T02:10:00-04:00", "2026-03-09T02:50:00-04:00", "within the gap: not on that day"},
		{hours.Hours{Windows: gap(60, 90)}, "America/New_York", "2026-11-01T04:00:00Z", "2026-11-01T01:00:00-04:00", "2026-11-01T01:30:00-04:00", "comes twice: the first"},
		{hours.Hours{Windows: gap(60, 90)}, "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:00:00-05:00", "2026-11-01T01:30:00-05:00", "comes twice: the second"},
		{hours.Hours{Windows: gap(60, 150)}, "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00-04:00", "2026-11-01T02:30:00-05:00", "both in one"},
		{hours.Hours{Windows: gap(60, 120)}, "America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00-04:00", "2026-11-01T02:00:00-05:00", "would close as the clock goes back"},
		{hours.Hours{Windows: day}, "Pacific/Apia", "2011-12-30T04:00:00Z", "2011-12-31T09:00:00+14:00", "2011-12-31T17:00:00+14:00", "30 December never was"},
		{hours.Hours{Windows: friday}, "Pacific/Apia", "2011-12-29T12:00:00Z", "2011-12-31T00:00:00+14:00", "2011-12-31T02:00:00+14:00", "nor its evening, but the night after"},
		{hours.Hours{Windows: night}, "Africa/Casablanca", "2026-02-15T00:30:00Z", "2026-02-15T01:30:00+01:00", "2026-02-15T06:00:00Z", "summer time stops for Ramadan at three"},
		{hours.Hours{Windows: []hours.Window{{Days: hours.On(time.Thursday), From: hours.Hour, To: 24 * hours.Hour}, {Days: ^hours.On(time.Thursday) & (hours.Weekdays | hours.Weekend)}}}, "Asia/Tokyo", "2026-03-04T15:00:00Z", "2026-03-05T01:00:00+09:00", "2026-03-12T00:00:00+09:00", "all the week but for one hour"},
		{hours.Hours{Windows: day}, "America/New_York", "2028-12-31T13:00:00Z", "2028-12-31T09:00:00-05:00", "2028-12-31T17:00:00-05:00", "the last day of a leap year"},
		{hours.Hours{Windows: gap(9*hours.Hour, 12*hours.Hour)}, "America/New_York", "9999-12-31T23:00:00Z", "10000-01-01T09:00:00-05:00", "10000-01-01T12:00:00-05:00", "the end of what has a text"},
	} {
		at, err := time.Parse(time.RFC3339Nano, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		open, close, ok := schedule(t, tt.hours).Next(at, loadZone(t, tt.zone))
		if got := open.Format(time.RFC3339Nano); !ok || got != tt.open {
			t.Errorf("%s: opens %s, want %s", tt.reason, got, tt.open)
		}
		got := close.Format(time.RFC3339Nano)
		if close.IsZero() {
			got = ""
		}
		if got != tt.close {
			t.Errorf("%s: closes %s, want %s", tt.reason, got, tt.close)
		}
	}
}

func TestNextNever(t *testing.T) {
	tokyo, paris, newYork := loadZone(t, "Asia/Tokyo"), loadZone(t, "Europe/Paris"), loadZone(t, "America/New_York")
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	day := schedule(t, hours.Hours{Windows: []hours.Window{{From: 9 * hours.Hour, To: 17 * hours.Hour}}})
	if open, close, ok := day.Next(at, tokyo, newYork); ok {
		t.Errorf("working hours of Tokyo and New York meet: %v to %v", open, close)
	}
	if open, close, ok := day.Next(at, paris, newYork); !ok || open.Hour() != 15 || close.Hour() != 17 {
		t.Errorf("working hours of Paris and New York meet: %v to %v, %v", open, close, ok)
	}

	closing := func(days int) *hours.Schedule {
		from := retention.DateOf(at, time.UTC)
		s, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": hours.Season{From: from, To: from.AddDays(days)}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if open, _, ok := closing(399).Next(at, time.UTC); !ok || !open.Equal(at.AddDate(0, 0, 399)) {
		t.Errorf("closed for 399 days: Next = %v, %v", open, ok)
	}
	if open, _, ok := closing(400).Next(at, time.UTC); ok {
		t.Errorf("closed for 400 days: Next = %v, %v", open, ok)
	}
	if _, close, ok := closing(400).Next(at.AddDate(0, 0, -399), time.UTC); !ok || !close.Equal(at) {
		t.Errorf("closes in 399 days: %v, %v", close, ok)
	}
	if _, close, ok := closing(400).Next(at.AddDate(0, 0, -400), time.UTC); !ok || !close.IsZero() {
		t.Errorf("closes in 400 days: %v, %v", close, ok)
	}
}

// TestExtremes only wants an end, and no panic.
func TestExtremes(t *testing.T) {
	zone := loadZone(t, "America/New_York")
	s := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 540, To: 60}}, Closed: []string{"jp"}})
	for _, at := range []time.Time{{}, time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.Unix(1<<63-1, 1<<30), time.Unix(-1<<63, 0)} {
		open, _, ok := s.Next(at, zone)
		if !ok || !s.Open(open, zone) {
			t.Errorf("Next(%v) = %v, %v", at, open, ok)
		}
		s.Why(at, zone)
		s.Elapsed(at, time.Unix(0, 0), zone)
		s.Elapsed(time.Unix(0, 0), at, zone)
		s.Deadline(at, 1<<62, zone)
	}
}

func TestZones(t *testing.T) {
	var s hours.Schedule
	at := time.Time{}
	for name, call := range map[string]func(zones ...*time.Location){
		"Open":     func(zones ...*time.Location) { s.Open(at, zones...) },
		"Next":     func(zones ...*time.Location) { s.Next(at, zones...) },
		"Why":      func(zones ...*time.Location) { s.Why(at, append(zones, nil)[0]) },
		"Elapsed":  func(zones ...*time.Location) { s.Elapsed(at, at, append(zones, nil)[0]) },
		"Deadline": func(zones ...*time.Location) { s.Deadline(at, 1, append(zones, nil)[0]) },
	} {
		for _, zones := range [][]*time.Location{{}, {nil}} {
			want := "hours." + name + ": nil zone"
			if len(zones) == 0 && (name == "Open" || name == "Next") {
				want = "hours." + name + ": no zone"
			}
			func() {
				defer func() {
					if got := recover(); got != want {
						t.Errorf("%s(%v) panics with %v, want %q", name, zones, got, want)
					}
				}()
				call(zones...)
			}()
		}
	}
}

func TestNextDoesNotAllocate(t *testing.T) {
	zones := []*time.Location{loadZone(t, "America/New_York"), loadZone(t, "America/Chicago"), loadZone(t, "America/Los_Angeles")}
	s := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 540, To: 1020}}, Closed: []string{"jp"}})
	at := time.Date(2026, 3, 6, 23, 0, 0, 0, time.UTC)
	for name, f := range map[string]func(){
		"Open":    func() { s.Open(at, zones...) },
		"Next":    func() { s.Next(at, zones...) },
		"Elapsed": func() { s.Elapsed(at, at.AddDate(0, 1, 0), zones[0]) },
	} {
		if n := testing.AllocsPerRun(10, f); n > 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
