package hours

import "time"

// Times in this file are readings of a calendar and a clock on the wall, whatever
// the zone: the number of seconds since they read 1970-01-01 00:00.

// localSecond returns what they read at t in zone.
func localSecond(t time.Time, zone *time.Location) int64 {
	_, offset := t.In(zone).Zone()
	return second(t) + int64(offset)
}

// on returns the minutes in which the windows of a day are open, were it no holiday.
func (s *Schedule) on(day int64) []minutes {
	return s.days[weekdayOf(day)]
}

// weekdayOf returns the weekday of a day. 1970 began on a Thursday.
func weekdayOf(day int64) time.Weekday {
	return time.Weekday((day%week + week + int64(time.Thursday)) % week)
}

// works reports whether a window opens on a day.
func (s *Schedule) works(day int64) bool { return len(s.on(day)) > 0 && !s.off(day) }

// off reports whether a day is off in a calendar.
func (s *Schedule) off(day int64) bool {
	for i := range s.calendars {
		if !s.calendars[i].IsWorkday(noon(day)) {
			return true
		}
	}
	return false
}

// closing returns when the last of a day's windows closes, given their minutes. A
// day without windows closes as it begins.
func closing(day int64, open []minutes) int64 {
	if len(open) == 0 {
		return day * daySeconds
	}
	return day*daySeconds + 60*int64(open[len(open)-1].to)
}

// openAt reports whether it is open.
func (s *Schedule) openAt(local int64) bool {
	if !s.limited {
		return true
	}
	from, _, ok := s.run(local, local)
	return ok && from == local
}

// run returns the first second at or after local that is open, and the first
// after that which is not. It leaves out windows of days that begin after limit,
// so that a to beyond limit may not be the end.
func (s *Schedule) run(local, limit int64) (from, to int64, ok bool) {
	day := floorDiv(local, daySeconds)
	if s.overnight {
		day--
	}
	for ; day*daySeconds <= limit; day++ {
		if ok && to < day*daySeconds {
			break
		}
		open := s.on(day)
		if closing(day, open) <= local || len(open) == 0 || s.off(day) {
			continue
		}
		for _, m := range open {
			opens, closes := day*daySeconds+60*int64(m.from), day*daySeconds+60*int64(m.to)
			switch {
			case closes <= local:
			case !ok:
				from, to, ok = max(opens, local), closes, true
			case opens > to:
				return from, to, true
			default:
				to = max(to, closes)
			}
		}
	}
	return from, to, ok
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
