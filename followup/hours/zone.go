package hours

import (
	"math"
	"time"
)

// The instants that everything is counted within, in seconds of Unix time: the
// years 0001 to 9999.
const (
	firstSecond = -62135596800
	lastSecond  = 253402300800 // no longer in
)

// second returns the second of Unix time that t lies in. It keeps away from
// the ends of what an int64 holds.
func second(t time.Time) int64 { return min(max(t.Unix(), -1<<60), 1<<60) }

// stretch is a run of seconds [from, to) of Unix time in which a zone keeps one
// offset, in seconds east of UTC.
type stretch struct{ from, to, offset int64 }

// stretchAt returns the rest of the stretch that sec lies in: its from is sec.
// The next one may have the same offset.
func stretchAt(zone *time.Location, sec int64) stretch {
	t := time.Unix(sec, 0).In(zone)
	_, offset := t.Zone()
	_, end := t.ZoneBounds()
	s := stretch{from: sec, to: end.Unix(), offset: int64(offset)}
	if end.IsZero() {
		s.to = math.MaxInt64
	} else if s.to <= sec {
		// Where a zone goes on by rule, ZoneBounds takes every year for 365 days
		// long, and has 31 December of a leap year end before it starts.
		s.to = (floorDiv(sec, daySeconds) + 1) * daySeconds
	}
	return s
}

// walker goes through the open times of a schedule in a zone.
type walker struct {
	*Schedule
	zone  *time.Location
	known stretch // the last that was needed
}

func (w *walker) stretch(sec int64) stretch {
	if sec < w.known.from || sec >= w.known.to {
		w.known = stretchAt(w.zone, sec)
	}
	return w.known
}

// next returns the first second of Unix time at or after at that is open, and
// the first after it that is not. It looks no further than limit: a close there
// may not be the end.
func (w *walker) next(at, limit int64) (open, close int64, ok bool) {
	if !w.limited {
		return at, limit, at < limit
	}
	for at < limit {
		s := w.stretch(at)
		end := min(s.to, limit)
		from, to, ok := w.run(at+s.offset, end+s.offset)
		if ok && from-s.offset < end {
			return from - s.offset, w.close(to-s.offset, limit), true
		}
		at = end
	}
	return 0, 0, false
}

// close follows a run of open time that ends at to in the stretch known, as far
// as it goes on in the next stretches.
func (w *walker) close(to, limit int64) int64 {
	for to >= w.known.to && w.known.to < limit {
		s := w.stretch(w.known.to)
		local := s.from + s.offset
		from, end, ok := w.run(local, min(s.to, limit)+s.offset)
		if !ok || from > local {
			return s.from
		}
		to = end - s.offset
	}
	return min(to, limit)
}
