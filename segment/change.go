package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// The functions of this file return when time may change something: an instant
// after the moment, and not later than the next at which it does; the zero time
// if there is none. Whoever looks for the change itself asks again from there.
//
// What makes it hard is that the reading of calendar and clock, which spans of
// days and months start from, does not always go up: clocks are put back, over
// midnight too. [retention.Date.At] returns the first instant at which a reading
// is reached. Up to there nothing can have happened; from there on, a change is
// looked for from seam to seam.

// earliest returns the first of some instants after the moment, zero if none is.
func earliest(m *Moment, instants ...time.Time) (first time.Time) {
	for _, t := range instants {
		if t.After(m.at) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

const day = 24 * time.Hour // on a clock that nobody touches

// seam returns the end of the stretch in which the reading goes up evenly: the
// next midnight, or a change of the zone's offset before it.
func (m *Moment) seam() time.Time {
	return earliest(m, m.at.Add(day-clockOf(m.at, m.zone)), m.bend())
}

// bend returns when the zone's offset may change next.
func (m *Moment) bend() time.Time {
	// Where a zone goes on by rule, ZoneBounds takes every year for 365 days long,
	// so that 31 December of a leap year lies after its end. No offset changes then.
	_, end := m.at.In(m.zone).ZoneBounds()
	return earliest(m, end)
}

// comes returns when today may come to be a day or a later one, or an earlier one
// again.
func (m *Moment) comes(d retention.Date) time.Time {
	if m.today.After(d) { // no clock is put back by more than a day
		return time.Time{}
	}
	start := d.Start(m.zone)
	switch {
	case start.After(m.at):
		return start
	case m.today.Before(d): // again
		return m.seam()
	}
	return m.bend()
}

// crossesBefore returns when the instant a span before the moment may pass v.
func (m *Moment) crossesBefore(v time.Time, s retention.Span) time.Time {
	return m.crosses(v.Add(s.Exact), -s.Months, -s.Days)
}

// crossesAfter returns when the instant a span after the moment may pass v.
func (m *Moment) crossesAfter(v time.Time, s retention.Span) time.Time {
	return m.crosses(v.Add(-s.Exact), s.Months, s.Days)
}

// crosses returns when the instant that lies some months and days from the moment
// may come to be v or later, or earlier again. It is v or later on the days from
// first to last by the clock, and at any time of the days after.
func (m *Moment) crosses(v time.Time, months, days int) time.Time {
	switch {
	case months == 0 && days == 0:
		return earliest(m, v)
	case m.isFarAfter(v, months, days):
		return time.Time{}
	}
	goal := readingFor(v, m.zone)
	first := firstDay(goal.day, months, days)
	next := firstDay(goal.day.AddDays(1), months, days)
	last := next.AddDays(-1)
	switch {
	case m.today.After(next): // no clock is put back by more than a day
		return time.Time{}
	case m.today == next:
		return m.bend()
	case first == next: // no day leads to the goal's: all of next is beyond it
		return m.comes(next)
	}
	if reached := first.At(goal.clock, m.zone); reached.After(m.at) {
		return reached
	}
	switch clock := clockOf(m.at, m.zone); {
	case clock < goal.clock:
		return earliest(m, m.seam(), m.at.Add(goal.clock-clock))
	case m.today == last:
		return m.bend()
	}
	return m.seam()
}

// isFarAfter reports, without a look at the calendar, whether the moment is past
// all that crosses could return. Most events of the past are.
func (m *Moment) isFarAfter(v time.Time, months, days int) bool {
	const slack = 5 // days, for zones and the ends of months
	most := max(-28*float64(months), -31*float64(months)) - float64(days) + slack
	return float64(m.at.Sub(v)) > most*float64(day)
}

// firstDay returns the first day from which some months and then days lead to d
// or a later day.
func firstDay(d retention.Date, months, days int) retention.Date {
	d = d.AddDays(-days)
	first := d.AddMonths(-months)
	if first.AddMonths(months).Before(d) { // first was cut to the end of its month
		first = first.AddDays(1)
	}
	return first
}

// reading is what calendar and clock show.
type reading struct {
	day   retention.Date
	clock time.Duration
}

// readingFor returns the lowest reading that retention.Date.At takes to v or a
// later instant: what calendar and clock have come to, at their highest, before v.
func readingFor(v time.Time, zone *time.Location) reading {
	highest := readingUntil(v, zone)
	for t := v; ; {
		t, _ = t.Add(-1).In(zone).ZoneBounds()
		if t.IsZero() || v.Sub(t) > 2*day {
			return highest
		}
		if r := readingUntil(t, zone); r.after(highest) {
			highest = r
		}
	}
}

// readingUntil returns what calendar and clock come to just before an instant.
func readingUntil(t time.Time, zone *time.Location) reading {
	t = t.Add(-1)
	r := reading{retention.DateOf(t, zone), clockOf(t, zone) + 1}
	if r.clock == day {
		return reading{r.day.AddDays(1), 0}
	}
	return r
}

func (r reading) after(s reading) bool {
	return r.day.After(s.day) || r.day == s.day && r.clock > s.clock
}

// clockOf returns the time of day that a clock shows.
func clockOf(t time.Time, zone *time.Location) time.Duration {
	t = t.In(zone)
	hour, minute, second := t.Clock()
	return time.Duration((hour*60+minute)*60+second)*time.Second + time.Duration(t.Nanosecond())
}

// nextAnniversary returns when the yearly return of v comes within some days, or
// passes.
func (m *Moment) nextAnniversary(v retention.Date, days int) time.Time {
	next := anniversary(v, m.today)
	return earliest(m, m.comes(m.today), m.comes(next.AddDays(1-days)), m.comes(next.AddDays(1)))
}

// either returns the earlier of two changes; each function may be nil.
func either[T any](a, b func(T, *Moment) time.Time) func(T, *Moment) time.Time {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(c T, m *Moment) time.Time { return earliest(m, a(c, m), b(c, m)) }
}
