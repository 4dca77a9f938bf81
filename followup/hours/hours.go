package hours

import (
	"fmt"
	"slices"
	"time"
)

// Hours says when something may happen, by the clock of whoever it happens to. It
// is plain data, and survives JSON unchanged. The zero Hours is always open.
type Hours struct {
	Windows []Window `json:"windows,omitzero"` // in any order; they may overlap; none: all day, every day
	Closed  []string `json:"closed,omitzero"`  // names of calendars; no window opens on a day off of any of them
}

// Schedule compiles hours. The calendars are those that [Hours].Closed may name;
// the map may hold others too.
//
// The error is a [Faults] with everything that is wrong: a time of day that does
// not exist ([ErrClock]), days that do not exist ([ErrDays]), a calendar that is
// missing ([ErrCalendar]), or calendars that close every day from 2000 to 2099 on
// which a window would open ([ErrNeverOpen]).
func (h Hours) Schedule(calendars map[string]Calendar) (*Schedule, error) {
	var faults Faults
	for i, w := range h.Windows {
		faults = append(faults, w.faults(fmt.Sprintf("windows[%d]", i))...)
	}
	s := &Schedule{limited: len(h.Windows)+len(h.Closed) > 0}
	for i, name := range h.Closed {
		if calendars[name] == nil {
			faults = append(faults, Fault{fmt.Sprintf("closed[%d]", i), fmt.Errorf("%w: %.64q", ErrCalendar, name)})
			continue
		}
		s.calendars = append(s.calendars, calendar{calendars[name], name})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	s.fill(h.Windows)
	if !s.everOpens() {
		return nil, Faults{{"closed", ErrNeverOpen}}
	}
	return s, nil
}

func (w Window) faults(part string) (faults Faults) {
	if w.Days > allDays {
		faults = append(faults, Fault{part + ".days", fmt.Errorf("%w: %v", ErrDays, w.Days)})
	}
	switch {
	case !w.From.valid():
		faults = append(faults, Fault{part + ".from", fmt.Errorf("%w: %v", ErrClock, w.From)})
	case w.From == endOfDay:
		faults = append(faults, Fault{part + ".from", fmt.Errorf("%w: a window cannot open at %v", ErrClock, w.From)})
	}
	if !w.To.valid() {
		faults = append(faults, Fault{part + ".to", fmt.Errorf("%w: %v", ErrClock, w.To)})
	}
	return faults
}

// fill sorts windows into the days of the week.
func (s *Schedule) fill(windows []Window) {
	if len(windows) == 0 {
		windows = []Window{{}}
	}
	for day := range s.days {
		var open []minutes
		for _, w := range windows {
			if w.Days.Has(time.Weekday(day)) {
				open = append(open, w.opens())
			}
		}
		s.days[day] = merge(open)
		s.overnight = s.overnight || closing(0, s.days[day]) > daySeconds
	}
	if len(s.calendars) == 0 && s.alwaysOpen() {
		*s = Schedule{}
	}
}

// merge joins what overlaps or touches.
func merge(open []minutes) []minutes {
	slices.SortFunc(open, func(a, b minutes) int { return int(a.from - b.from) })
	merged := open[:0]
	for _, m := range open {
		if n := len(merged); n > 0 && m.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, m.to)
		} else {
			merged = append(merged, m)
		}
	}
	return merged
}

// alwaysOpen reports whether the windows leave no minute out: whether what is
// open in one week stays open into the next.
func (s *Schedule) alwaysOpen() bool {
	_, to, ok := s.run(week*daySeconds, 2*week*daySeconds)
	return ok && to > 2*week*daySeconds
}

// everOpens reports whether some day has a window that no calendar closes.
func (s *Schedule) everOpens() bool {
	for date := century.from; s.limited && date < century.to; date++ {
		if s.works(date) {
			return true
		}
	}
	return !s.limited
}

// century is the days that everOpens looks through, 2000-01-01 to 2099-12-31.
var century = struct{ from, to int64 }{10957, 10957 + 36525}
