package loyalty

import (
	"time"

	"github.com/retentionkit/retention"
)

// term is the calendar of a ladder for one member: windows, and how long tiers
// last. All of it grows with the instant that is asked about.
type term struct {
	*rungs
	zone  *time.Location
	cycle Cycle // the periods of the window; none if Months is 0

	index    int // of the period that was asked about last
	from, to instant
}

// term returns the calendar of an edition's ladder for a member, by what was
// known at an instant.
func (e *Engine) term(ed *edition, m *member, at instant) term {
	t := term{rungs: &ed.ladder, zone: e.zone, cycle: ed.Ladder.Window.Calendar}
	if months := ed.Ladder.Window.Anniversary; months != 0 {
		t.cycle.Months = months
		if m.joined && m.told <= at {
			t.cycle.From = e.date(m.enrolled)
		}
	}
	return t
}

func (t *term) start(d retention.Date) instant { return bounded(d.Start(t.zone)) }

func (t *term) date(at instant) retention.Date { return retention.DateOf(at.time(), t.zone) }

// period finds the period around an instant.
func (t *term) period(at instant) int {
	if at < t.from || at >= t.to {
		t.index = t.cycle.index(t.date(at))
		t.from, t.to = t.start(t.cycle.start(t.index)), t.start(t.cycle.start(t.index+1))
	}
	return t.index
}

// opens returns the first instant of the window that ends with an instant.
func (t *term) opens(at instant) instant {
	w := t.Window.Rolling
	switch {
	case w.Exact != 0:
		return instantOf(at.time().Add(-w.Exact)) + 1
	case !w.IsZero():
		return t.start(t.date(at).AddMonths(-w.Months).AddDays(1 - w.Days))
	case t.cycle.Months != 0:
		t.period(at)
		return t.from
	}
	return firstInstant
}

// begins returns when a tier begins that was earned at an instant.
func (t *term) begins(at instant) instant {
	switch {
	case !t.NextPeriod:
		return at
	case t.cycle.Months != 0:
		t.period(at)
		return t.to
	}
	return t.start(t.Review.after(t.date(at)))
}

// ends returns when a tier ends that was earned at an instant, but not for good,
// and after so many falls the one that it has become.
func (t *term) ends(at instant, falls int) instant {
	end := t.graced(at, falls)
	if t.Review.Months == 0 || end == never {
		return end
	}
	if falls > 0 {
		end = max(end, t.ends(at, falls-1)+1) // one fall at each review
	}
	return t.review(end)
}

// graced returns the end of the validity and the grace.
func (t *term) graced(at instant, falls int) instant {
	if v := t.validity(); v.Months == 0 && v.Days == 0 && t.cycle.Months == 0 {
		end := at.time()
		for range falls + 1 {
			end = end.Add(v.Exact)
		}
		if t.Grace.Months == 0 && t.Grace.Days == 0 {
			return bounded(end.Add(t.Grace.Exact))
		}
		return t.after(t.date(instantOf(end) - 1))
	}
	return t.after(t.last(at, falls))
}

// last returns the last day of the validity.
func (t *term) last(at instant, falls int) retention.Date {
	if t.cycle.Months != 0 {
		n := t.periods()
		return t.cycle.start(t.period(at) + 1 + n + falls*max(n, 1)).AddDays(-1)
	}
	v, times := t.validity(), falls+1
	start := at.time()
	for range times {
		start = start.Add(v.Exact)
	}
	return retention.DateOf(start, t.zone).AddMonths(times * v.Months).AddDays(times * v.Days)
}

// after returns the end of the grace after a day.
func (t *term) after(last retention.Date) instant {
	g := t.Grace
	end := last.AddMonths(g.Months).AddDays(g.Days + 1).Start(t.zone)
	return bounded(end.Add(g.Exact))
}

// review returns the first start of a review cycle that is not before an
// instant.
func (t *term) review(at instant) instant {
	i := t.Review.index(t.date(at))
	if s := t.start(t.Review.start(i)); s >= at {
		return s
	}
	return t.start(t.Review.start(i + 1))
}
