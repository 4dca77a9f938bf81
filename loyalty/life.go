package loyalty

import (
	"time"

	"github.com/retentionkit/retention"
)

// opens returns when a lot of a deed opens, given when the deed is final.
func (l *Life) opens(at, settled instant) instant {
	if l.AtOnce {
		return at
	}
	return settled
}

// closes returns when a lot closes that was earned at an instant and opens at
// another, by a member of a tier.
func (l *Life) closes(at, opens instant, tier string, zone *time.Location) instant {
	span, from := l.Span, at
	if s, ok := l.Tiers[tier]; ok {
		span = s
	}
	if l.FromOpening {
		from = opens
	}
	if span.IsZero() && l.Cycle.Months == 0 || from == never {
		return never
	}
	if span.Months == 0 && span.Days == 0 && span.Exact != 0 && l.Cycle.Months == 0 {
		return bounded(from.time().Add(span.Exact))
	}
	start := from.time()
	if span.Exact != 0 {
		start = start.Add(span.Exact)
	}
	last := retention.DateOf(start, zone).AddMonths(span.Months).AddDays(span.Days)
	if l.Cycle.Months > 0 {
		return bounded(l.Cycle.after(last).Start(zone))
	}
	return bounded(last.AddDays(1).Start(zone))
}

// bounded returns an instant, or never for one beyond the years that count.
func bounded(t time.Time) instant {
	if i := instantOf(t); i < lastInstant {
		return i
	}
	return never
}

// anchor returns the first day of one of the cycle's periods.
func (c Cycle) anchor() retention.Date {
	if c.From.IsZero() {
		return retention.NewDate(2000, time.January, 1)
	}
	return c.From
}

// index returns which period a day lies in, counted from the anchor's. Every
// period is counted from the anchor: one that begins on the 31st begins on the
// last day of shorter months, and on the 31st again.
func (c Cycle) index(d retention.Date) int {
	a := c.anchor()
	months := 12*(d.Year()-a.Year()) + int(d.Month()-a.Month())
	i := months / c.Months
	if months%c.Months < 0 {
		i--
	}
	for c.start(i).After(d) {
		i--
	}
	for !c.start(i + 1).After(d) {
		i++
	}
	return i
}

// start returns the first day of a period.
func (c Cycle) start(i int) retention.Date { return c.anchor().AddMonths(i * c.Months) }

// after returns the first day of the period after the one that d lies in.
func (c Cycle) after(d retention.Date) retention.Date { return c.start(c.index(d) + 1) }
