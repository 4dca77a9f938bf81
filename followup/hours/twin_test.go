package hours_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// zoneNames are zones that change their clocks in different ways.
var zoneNames = []string{
	"Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Africa/Cairo",
	"Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca",
}

func loadZone(t interface{ Fatal(...any) }, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// even draws a number below n, none likelier than others: left to itself, rapid draws
// small numbers most, and so the first weeks of a year.
func even(t *rapid.T, name string, n int) int {
	x := 0
	for room := 8 * n; room > 0; room /= 2 {
		x *= 2
		if rapid.Bool().Draw(t, name) {
			x++
		}
	}
	return x % n
}

func drawZone(t *rapid.T, name string) *time.Location {
	return loadZone(t, zoneNames[even(t, name, len(zoneNames))])
}

func drawZones(t *rapid.T) []*time.Location {
	zones := []*time.Location{drawZone(t, "zone")}
	for len(zones) < 4 && rapid.IntRange(0, 2).Draw(t, "more zones") == 0 {
		zones = append(zones, drawZone(t, "another zone"))
	}
	return zones
}

// drawMinute draws a full minute, often one near a change of the clocks.
func drawMinute(t *rapid.T, zone *time.Location) time.Time {
	year := rapid.SampledFrom([]int{2026, 2026, 2027, 2028, 2010, 2011}).Draw(t, "year")
	at := time.Date(year, 1, 1, 0, even(t, "minute", 366*24*60), 0, 0, time.UTC)
	if rapid.Bool().Draw(t, "near a change") {
		if _, end := at.In(zone).ZoneBounds(); !end.IsZero() {
			at = end.Add(time.Duration(even(t, "minutes after", 600)-400) * time.Minute)
		}
	}
	return at.Truncate(time.Minute).In(zone)
}

// drawTime draws an instant that may lie between two minutes.
func drawTime(t *rapid.T, zone *time.Location) time.Time {
	at := drawMinute(t, zone)
	if rapid.Bool().Draw(t, "between minutes") {
		at = at.Add(time.Duration(rapid.Int64Range(1, int64(time.Minute)-1).Draw(t, "nanoseconds")))
	}
	return at
}

func drawClock(t *rapid.T, name string, last hours.Clock) hours.Clock {
	c := hours.Clock(even(t, name, int(last)+1))
	if rapid.Bool().Draw(t, name+" is round") {
		c -= c % 30
	}
	return c
}

func drawWindow(t *rapid.T) hours.Window {
	w := hours.Window{From: drawClock(t, "from", 24*hours.Hour-1), To: drawClock(t, "to", 24*hours.Hour)}
	switch rapid.IntRange(0, 3).Draw(t, "kind of days") {
	case 0:
		w.Days = hours.Days(rapid.IntRange(0, 127).Draw(t, "days"))
	case 1:
		w.Days = hours.Weekdays
	}
	return w
}

func drawHours(t *rapid.T) hours.Hours {
	return hours.Hours{
		Windows: rapid.SliceOfN(rapid.Custom(drawWindow), 0, 4).Draw(t, "windows"),
		Closed:  rapid.SliceOfN(rapid.SampledFrom([]string{"jp", "off", "alternate"}), 0, 2).Draw(t, "closed"),
	}
}

// alternate works on two days of three.
type alternate struct{}

func (alternate) IsWorkday(date time.Time) bool { return date.YearDay()%3 != 0 }

// drawCalendars draws calendars with days off around an instant.
func drawCalendars(t *rapid.T, at time.Time) map[string]hours.Calendar {
	off := hours.Dates{}
	for range rapid.IntRange(0, 4).Draw(t, "days off") {
		date := retention.DateOf(at, at.Location()).AddDays(rapid.IntRange(-1, 6).Draw(t, "days later"))
		off[date] = retention.Text{English: "Off"}
	}
	return map[string]hours.Calendar{"jp": hours.Japan{}, "off": off, "alternate": alternate{}}
}

// twin is a schedule as its definition has it.
type twin struct {
	hours.Hours
	calendars map[string]hours.Calendar
}

// draw draws hours, as a schedule and as its twin, for questions about at.
func draw(t *rapid.T, at time.Time) (*hours.Schedule, twin) {
	w := twin{drawHours(t), drawCalendars(t, at)}
	s, err := w.Schedule(w.calendars)
	if err != nil {
		t.Fatal(err)
	}
	return s, w
}

func (w twin) works(date time.Time) bool {
	for _, name := range w.Closed {
		if !w.calendars[name].IsWorkday(date) {
			return false
		}
	}
	return true
}

func (w twin) open(t time.Time, zones ...*time.Location) bool {
	for _, zone := range zones {
		if !w.openIn(t, zone) {
			return false
		}
	}
	return true
}

func (w twin) openIn(t time.Time, zone *time.Location) bool {
	t = t.In(zone)
	year, month, day := t.Date()
	today := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
	yesterday := today.AddDate(0, 0, -1)
	clock := hours.Clock(t.Hour()*60 + t.Minute())
	windows := w.Windows
	if len(windows) == 0 {
		windows = []hours.Window{{Days: 0, From: 0, To: 24 * hours.Hour}}
	}
	for _, x := range windows {
		overnight := x.To <= x.From
		switch {
		case x.Days.Has(today.Weekday()) && clock >= x.From && (overnight || clock < x.To) && w.works(today):
			return true
		case overnight && x.Days.Has(yesterday.Weekday()) && clock < x.To && w.works(yesterday):
			return true
		}
	}
	return false
}

// scan returns the first instant at or after t, and not after end, at which it
// is open or is not.
func (w twin) scan(t, end time.Time, open bool, zones ...*time.Location) (at time.Time, ok bool) {
	for at := t; !at.After(end); at = at.Truncate(time.Minute).Add(time.Minute) {
		if w.open(at, zones...) == open {
			return at, true
		}
	}
	return time.Time{}, false
}

func schedule(t testing.TB, h hours.Hours) *hours.Schedule {
	t.Helper()
	s, err := h.Schedule(map[string]hours.Calendar{"jp": hours.Japan{}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
