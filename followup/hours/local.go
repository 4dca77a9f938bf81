package hours

import "time"

// Here time is what a calendar and a clock on the wall show, as the number of
// seconds since they showed 1970-01-01 00:00, without a thought of zones.

// localSecond returns what they show at t in zone.
func localSecond(t time.Time, zone *time.Location) int64 {
	_, offset := t.In(zone).Zone()
	return second(t) + int64(offset)
}

// on returns the minutes of the windows that open on a day, had it no holiday.
func (s *Schedule) on(day int64) []minutes {
	return s.days[weekdayOf(day)]
}

// weekdayOf returns the weekday of a day. 1970 began on a Thursday.
func weekdayOf(day int64) time.Weekday {
	return time.Weekday((day%week + week + int64(time.Thursday)) % week)
}

// works reports whether a window opens on a day.
func (s *Schedule) works(day int64) bool { return len(s.on(day)) > 0 && !s.off(day) }

// off reports whether a calendar does not work on a day.
func (s *Schedule) off(day int64) bool {
	for i := range s.calendars {
		if !s.calendars[i].IsWorkday(noon(day)) {
			return true
		}
	}
	return false
}

// lastMinute returns when the last window of a day closes, had it no holiday.
func (s *Schedule) lastMinute(day int64) int64 {
	open := s.on(day)
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
// after it that is not. Windows that open after limit are not looked at: a to
// beyond limit may not be the end.
func (s *Schedule) run(local, limit int64) (from, to int64, ok bool) {
	for day := floorDiv(local, daySeconds) - 1; day*daySeconds <= limit; day++ {
		if ok && to < day*daySeconds {
			break
		}
		if s.lastMinute(day) <= local || len(s.on(day)) == 0 || s.off(day) {
			continue
		}
		for _, m := range s.on(day) {
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
