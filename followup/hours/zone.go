package hours

import (
	"math"
	"time"

	"github.com/retentionkit/retention"
)

// Nothing is counted outside the years 0001 to 9999. These are their ends, in
// seconds of Unix time.
const (
	firstSecond = -62135596800
	lastSecond  = 253402300800 // the first second after them
)

// second returns the second of Unix time that t lies in, kept away from the limits
// of an int64.
func second(t time.Time) int64 { return min(max(t.Unix(), -1<<60), 1<<60) }

// stretch is a run of seconds [from, to) of Unix time in which a zone keeps one
// offset, in seconds east of UTC.
type stretch struct{ from, to, offset int64 }

// walker goes through the open times of a schedule in a zone.
type walker struct {
	*Schedule
	zone  *time.Location
	known stretch // the last one looked up
}

// stretch returns the rest of a stretch that sec lies in. The next one may have
// the same offset.
func (w *walker) stretch(sec int64) stretch {
	if sec < w.known.from || sec >= w.known.to {
		ahead, until := retention.ZoneOffset(time.Unix(sec, 0), w.zone)
		w.known = stretch{from: sec, to: math.MaxInt64, offset: int64(ahead / time.Second)}
		if !until.IsZero() {
			w.known.to = until.Unix()
		}
	}
	return w.known
}

// next returns the first second of Unix time at or after at that is open, and the
// first after that which is not. It looks no further than limit: a close at limit
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

// close follows a run of open time that ends at to, by the clock of the stretch
// known, through the stretches in which it goes on.
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
