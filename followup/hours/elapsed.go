package hours

import (
	"math"
	"time"
)

// Elapsed returns how much time of [from, to) it is open in zone and not
// paused: business time. The pauses are a set of instants: they may come in any
// order, overlap, and lie where it is closed anyway.
//
// Elapsed is 0 if to is not after from, and the longest Duration, some 292 years,
// if it were longer. What lies outside the years 0001 to 9999 does not count.
// Elapsed takes time in proportion to the number of days, does not allocate
// without pauses, and panics if zone is nil.
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

// Deadline returns the first instant at which d has [Schedule.Elapsed] since
// from, in zone. That is the moment at which the last of it has passed: eight
// hours after nine in the morning may be the closing time, not the next opening.
//
// It is false for a negative d, if it does not come in the years 0001 to 9999,
// for a pause without an end that comes first, and if it is closed for 400 days
// in a row before. Deadline panics if zone is nil.
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

// counter goes through the times that count: open, and not paused.
type counter struct {
	walker    walker
	pauses    []Interval // those not over, sorted and apart
	to        time.Time
	run       Interval // the rest of the one gone through
	impatient bool     // gives up if it is closed for long
}

func (s *Schedule) counter(from, to time.Time, zone *time.Location) counter {
	from, to = from.UTC(), to.UTC() // their wall time alone counts
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
