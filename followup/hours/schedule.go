package hours

import (
	"time"

	"github.com/retentionkit/retention"
)

// Schedule answers when something is open. It is what [Hours] compile to. The
// zero Schedule is always open.
//
// A Schedule is immutable and safe for concurrent use.
type Schedule struct {
	limited   bool            // or else it is always open
	days      [week][]minutes // by weekday, sorted and apart
	calendars []calendar
}

// Open reports whether it is open at t in every one of the zones. Nothing but
// the dates and clocks that they show at t matters: of an hour that comes twice,
// both are open or none.
//
// Open panics without zones, or if one is nil.
func (s *Schedule) Open(t time.Time, zones ...*time.Location) bool {
	need("Open", zones...)
	for _, zone := range zones {
		if !s.openAt(localSecond(t, zone)) {
			return false
		}
	}
	return true
}

// Why says why it is not open at t: whether it is closed, and if that is for a
// holiday, which. The holiday is empty if it is open, or closed in any case.
//
// A holiday is the reason all day long, also before and after the hours that
// the day would have had, and in the night of a window that would have opened
// on it. Of several calendars the first in [Hours].Closed counts; if it knows no
// name for the day, the holiday is the name of the calendar. Why panics if zone
// is nil.
func (s *Schedule) Why(t time.Time, zone *time.Location) (holiday retention.Text, closed bool) {
	need("Why", zone)
	local := localSecond(t, zone)
	if s.openAt(local) {
		return retention.Text{}, false
	}
	day := floorDiv(local, daySeconds)
	if s.lastMinute(day-1) > local {
		if holiday, off := s.holiday(day - 1); off {
			return holiday, true
		}
	}
	if len(s.on(day)) > 0 {
		holiday, _ = s.holiday(day)
	}
	return holiday, true
}

// holiday returns the name of a day that a calendar does not work on.
func (s *Schedule) holiday(day int64) (name retention.Text, off bool) {
	for _, c := range s.calendars {
		if !c.IsWorkday(noon(day)) {
			return c.holiday(day), true
		}
	}
	return retention.Text{}, false
}

// need panics unless there are zones, as a programmer's mistake.
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
