package hours

import (
	"math"
	"time"
)

// Elapsed returns the business time in [from, to): for how long it is open in zone
// and not paused. Pauses may come in any order, overlap, and lie where it is
// closed anyway: they count as one set of instants.
//
// The result is 0 if to is not after from, and at most the longest Duration, some
// 292 years. Time outside the years 0001 to 9999 does not count. Elapsed takes
// time in proportion to the number of days. It does not allocate if there are no
// pauses, and panics if zone is nil.
func (s *Schedule) Elapsed(from, to time.Time, zone *time.Location, pauses ...Interval) time.Duration {
	need("Elapsed", zone)
	c := s.counter(from, to, zone)
	c.pauses = union(pauses)
	var sum time.Duration
	for {
		counted, ok := c.next()
		if !ok {
			return sum
		}
		d := counted.To.Sub(counted.From)
		if d > math.MaxInt64-sum {
			return math.MaxInt64
		}
		sum += d
	}
}

// Deadline returns the first instant at which a business time of d has passed
// since from, as [Schedule.Elapsed] counts it. It is in zone. It can be the very
// end of open time: eight hours after nine in the morning may be closing time, and
// is not the next opening.
//
// The deadline is from itself if d is 0. There is none, and Deadline returns
// false, if d is negative, or if a pause without an end, 400 closed days in a row
// or the end of the year 9999 comes before it. Deadline panics if zone is nil.
func (s *Schedule) Deadline(from time.Time, d time.Duration, zone *time.Location, pauses ...Interval) (time.Time, bool) {
	need("Deadline", zone)
	if d <= 0 {
		return from.In(zone), d == 0
	}
	c := s.counter(from, time.Unix(lastSecond, 0), zone)
	c.pauses, c.impatient = union(pauses), true
	for {
		counted, ok := c.next()
		if !ok {
			return time.Time{}, false
		}
		length := counted.To.Sub(counted.From)
		if d <= length {
			return counted.From.Add(d).In(zone), true
		}
		d -= length
	}
}

// counter goes through the time that counts: open, and not paused.
type counter struct {
	walker    walker
	pauses    []Interval // those not over yet, sorted, with gaps between them
	to        time.Time
	run       Interval // what is left of the current run of open time
	impatient bool     // gives up if it is closed for long
}

func (s *Schedule) counter(from, to time.Time, zone *time.Location) counter {
	from, to = from.UTC(), to.UTC() // without a monotonic clock
	if first := time.Unix(firstSecond, 0); from.Before(first) {
		from = first
	}
	if last := time.Unix(lastSecond, 0); to.After(last) {
		to = last
	}
	return counter{walker: walker{Schedule: s, zone: zone}, to: to, run: Interval{from, from}}
}

// next returns the next interval that counts.
func (c *counter) next() (Interval, bool) {
	for c.run.From.Before(c.run.To) || c.open() {
		for len(c.pauses) > 0 && !c.pauses[0].To.After(c.run.From) {
			c.pauses = c.pauses[1:]
		}
		counted := c.run
		if len(c.pauses) > 0 && c.pauses[0].From.Before(counted.To) {
			counted.To = c.pauses[0].From
			c.run.From = c.pauses[0].To
		} else {
			c.run.From = c.run.To
		}
		if counted.From.Before(counted.To) {
			return counted, true
		}
	}
	return Interval{}, false
}

// open moves on to the next run of open time.
func (c *counter) open() bool {
	for c.run.From.Before(c.to) {
		at := c.run.From.Unix()
		limit := min(at+horizon, c.to.Unix()+1)
		open, close, ok := c.walker.next(at, limit)
		switch {
		case ok:
			c.run.To = earlier(time.Unix(close, 0), c.to)
			if open > at {
				c.run.From = time.Unix(open, 0)
			}
			return c.run.From.Before(c.run.To)
		case c.impatient:
			return false
		}
		c.run.From = time.Unix(limit, 0)
	}
	return false
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
