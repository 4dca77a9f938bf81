package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Schedule tells when something is open. It is what [Hours] compile to. The zero
// Schedule is always open.
//
// A Schedule is immutable and safe for concurrent use.
type Schedule struct {
	limited   bool            // false: it is always open
	overnight bool            // some window closes on the day after it opens
	days      [week][]minutes // by weekday, sorted, with gaps between them
	calendars []calendar
}

// Open reports whether it is open at t in every one of the zones. Nothing matters
// but the date and the time of day that each zone has at t: an hour that comes
// twice is open both times or neither.
//
// Open panics if there is no zone, or a nil one.
func (s *Schedule) Open(t time.Time, zones ...*time.Location) bool {
	need("Open", zones...)
	for _, zone := range zones {
		if !s.openAt(localSecond(t, zone)) {
			return false
		}
	}
	return true
}

// Why tells whether it is closed at t and, if a holiday is the reason, which one.
// The holiday is empty if it is open, or if it is closed for any other reason.
//
// A holiday on which a window would have opened is the reason all day long, even
// before and after the hours that the day would have had, and on into the night
// if a window would have run past midnight. If several calendars close the day,
// the first of them in [Hours].Closed gives the name; a calendar without a name
// for the day gives its own name instead. Why panics if zone is nil.
func (s *Schedule) Why(t time.Time, zone *time.Location) (holiday retention.Text, closed bool) {
	need("Why", zone)
	local := localSecond(t, zone)
	if s.openAt(local) {
		return retention.Text{}, false
	}
	day := floorDiv(local, daySeconds)
	if closing(day-1, s.on(day-1)) > local {
		if holiday, off := s.holiday(day - 1); off {
			return holiday, true
		}
	}
	if len(s.on(day)) > 0 {
		holiday, _ = s.holiday(day)
	}
	return holiday, true
}

// holiday returns the name of a day, if it is off in a calendar.
func (s *Schedule) holiday(day int64) (name retention.Text, off bool) {
	for _, c := range s.calendars {
		if !c.IsWorkday(noon(day)) {
			return c.holiday(day), true
		}
	}
	return retention.Text{}, false
}

// need panics if a zone is missing, which is a programmer's mistake.
func need(function string, zones ...*time.Location) {
	if len(zones) == 0 {
		panic("hours." + function + ": no zone")
	}
	for _, zone := range zones {
		if zone == nil {
			panic("hours." + function + ": nil zone")
		}
	}
}
