package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// The functions of this file return when time may change something: an instant
// after the moment, and not later than the next at which it does; the zero time
// if there is none. Whoever looks for the change itself asks again from there.

// earliest returns the first of some instants after the moment, zero if none is.
func earliest(m *Moment, instants ...time.Time) (first time.Time) {
	for _, t := range instants {
		if t.After(m.at) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

// midnight returns the start of the next day.
func (m *Moment) midnight() time.Time {
	start := m.today.AddDays(1).Start(m.zone)
	if !start.After(m.at) { // the zone skipped the day
		start = m.today.AddDays(2).Start(m.zone)
	}
	return start
}

// slack is more than the days by which adding a span and taking it away miss each
// other: months have 28 to 31 days, and zones shift by less than two.
const slack = 6

// crossesBefore returns when the instant a span before the moment may pass v.
func (m *Moment) crossesBefore(v time.Time, s retention.Span) time.Time {
	return m.crosses(v, s.From(v, m.zone), s, s.Before)
}

// crossesAfter returns when the instant a span after the moment may pass v.
func (m *Moment) crossesAfter(v time.Time, s retention.Span) time.Time {
	return m.crosses(v, s.Before(v, m.zone), s, s.From)
}

// crosses returns when shift(t) may pass v, given that it does so around an
// instant only. Away from there it is enough to say when that is; near it, each
// piece of time in which clock and calendar run on evenly is searched by halves.
func (m *Moment) crosses(v, near time.Time, s retention.Span, shift func(time.Time, *time.Location) time.Time) time.Time {
	if s.Months == 0 && s.Days == 0 {
		return earliest(m, near)
	}
	if start := near.AddDate(0, 0, -slack); start.After(m.at) {
		return start
	}
	if near.AddDate(0, 0, slack).Before(m.at) {
		return time.Time{}
	}
	passed := func(t time.Time) bool { return !shift(t, m.zone).Before(v) }
	end := m.midnight()
	if _, bend := m.at.In(m.zone).ZoneBounds(); !bend.IsZero() && bend.Before(end) {
		end = bend
	}
	if passed(m.at) || !passed(end.Add(-1)) {
		return end
	}
	low, high := m.at, end.Add(-1)
	for high.Sub(low) > 1 {
		if middle := low.Add(high.Sub(low) / 2); passed(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// nextNear returns when today, or the days a span before or after it, may pass v:
// at a midnight of the days around v.
func (m *Moment) nextNear(v retention.Date, s retention.Span) time.Time {
	var next time.Time
	for _, d := range []retention.Date{v, addSpan(v, s, 1), addSpan(v, s, -1)} {
		switch from := d.AddDays(-slack); {
		case m.today.Before(from):
			next = earliest(m, next, from.Start(m.zone))
		case !m.today.After(d.AddDays(slack)):
			next = earliest(m, next, m.midnight())
		}
	}
	return next
}

// nextAnniversary returns when the yearly return of v comes within some days, or
// passes.
func (m *Moment) nextAnniversary(v retention.Date, days int) time.Time {
	next, ok := anniversary(v, m.today)
	if !ok {
		return time.Time{}
	}
	if from := next.AddDays(1 - days); from.After(m.today) {
		return earliest(m, from.Start(m.zone))
	}
	return earliest(m, next.AddDays(1).Start(m.zone))
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
