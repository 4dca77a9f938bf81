package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// Moment is when rules are asked: an instant, and the zone in which its days and
// months are cut. It does not change and is safe for concurrent use.
type Moment struct {
	at    time.Time
	zone  *time.Location
	today retention.Date
	spans []around

	// The last instant and day that count as past: those of the moment, but for the
	// moments of knowing.
	latest    time.Time
	latestDay retention.Date
}

// around are the instants that lie a span before and after a moment.
type around struct {
	span          retention.Span
	before, after time.Time
}

// NewMoment returns the moment of an instant in a zone. It panics if the zone is
// nil.
func NewMoment(at time.Time, zone *time.Location) *Moment {
	if zone == nil {
		panic("segment.NewMoment: nil zone")
	}
	today := retention.DateOf(at, zone)
	return &Moment{at: at, zone: zone, today: today, latest: at, latestDay: today}
}

// Time returns the instant.
func (m *Moment) Time() time.Time { return m.at }

// Zone returns the zone.
func (m *Moment) Zone() *time.Location { return m.zone }

// Today returns the day of the instant in the zone.
func (m *Moment) Today() retention.Date { return m.today }

// Before returns the instant that lies a span before this one, by the calendar
// of the zone: see [retention.Span.Before].
func (m *Moment) Before(s retention.Span) time.Time {
	for i := range m.spans {
		if m.spans[i].span == s {
			return m.spans[i].before
		}
	}
	return s.Before(m.at, m.zone)
}

// After returns the instant that lies a span after this one, by the calendar of
// the zone: see [retention.Span.From].
func (m *Moment) After(s retention.Span) time.Time {
	for i := range m.spans {
		if m.spans[i].span == s {
			return m.spans[i].after
		}
	}
	return s.From(m.at, m.zone)
}

// with returns the moment with some spans counted once for all customers.
func (m *Moment) with(spans []retention.Span) *Moment {
	counted := *m
	counted.spans = make([]around, len(spans))
	for i, s := range spans {
		counted.spans[i] = around{s, s.Before(m.at, m.zone), s.From(m.at, m.zone)}
	}
	return &counted
}

// knowing returns the moment with all that happened up to a later instant as if it
// had happened by then: what would be, had time stood still since.
func (m *Moment) knowing(later time.Time) *Moment {
	known := *m
	known.latest, known.latestDay = later, retention.DateOf(later, m.zone)
	return &known
}
