package hours

import "time"

// horizon is how far ahead to look for something open, in seconds.
const horizon = 400 * daySeconds

// Next returns the first instant at or after t at which it is open in every one of
// the zones, and the first instant after that at which it no longer is. If it is
// open at t, open is t. Both are in the first of the zones.
//
// Next looks 400 days of 24 hours ahead. If nothing opens within them, ok is
// false. If it does not close within them, close is the zero time, as it is for a
// schedule that is always open.
//
// A window that would open in an hour that a zone skips opens right after it, and
// one that lies wholly within that hour does not open on that day. Next panics if
// there is no zone, or a nil one. It does not allocate.
func (s *Schedule) Next(t time.Time, zones ...*time.Location) (open, close time.Time, ok bool) {
	need("Next", zones...)
	at := second(t)
	limit := at + horizon
	from, to, ok := s.next(at, limit, zones)
	if !ok {
		return time.Time{}, time.Time{}, false
	}
	open = t.In(zones[0])
	if from > at {
		open = time.Unix(from, 0).In(zones[0])
	}
	if s.limited && to < limit {
		close = time.Unix(to, 0).In(zones[0])
	}
	return open, close, true
}

// next goes from zone to zone until it is open in all of them.
func (s *Schedule) next(at, limit int64, zones []*time.Location) (open, close int64, ok bool) {
	close = limit
	for i, agreed := 0, 0; agreed < len(zones); i = (i + 1) % len(zones) {
		w := walker{Schedule: s, zone: zones[i]}
		from, to, ok := w.next(at, limit)
		if !ok {
			return 0, 0, false
		}
		if from > at {
			at, close, agreed = from, limit, 0
		}
		close = min(close, to)
		agreed++
	}
	return at, close, true
}
