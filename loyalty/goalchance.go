package loyalty

import (
	"slices"

	"github.com/retentionkit/retention"
)

// chance is a time in which a path can be gone.
type chance struct {
	term
	in           *edition
	tier, path   int
	since        instant // what was earned before is of no use
	from, before instant
}

// longer returns the last chance before an instant to keep the tier for longer.
func (a *aim) longer(in *edition, tier, path int, before instant) (chance, bool) {
	c := chance{a.term(in), in, tier, path, in.from, a.at, min(before, a.until)}
	if c.NextPeriod { // it must have begun by then
		c.before = min(c.before, c.starts(a.until))
	}
	if c.before <= c.from || c.before <= c.since || c.ending(c.before-1) <= a.until {
		return c, false
	}
	if c.cycle.Months != 0 {
		c.period(c.before - 1)
		c.since = max(c.since, c.term.from)
	}
	c.since = first(c.since, c.before, func(x instant) bool { return c.ending(x) > a.until })
	c.from = max(c.from, c.since)
	return c, a.last(&c)
}

// starts returns when the period began that is running at an instant.
func (c *chance) starts(at instant) instant {
	if c.cycle.Months != 0 {
		c.period(at)
		return c.term.from
	}
	return c.start(c.Review.start(c.Review.index(c.date(at))))
}

// first returns the first instant of [from, to) for which ok holds, to if there
// is none. Once ok holds it goes on to.
func first(from, to instant, ok func(instant) bool) instant {
	for from < to {
		if mid := from + (to-from)/2; ok(mid) {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from
}

// ending returns when the tier ends if it is earned at an instant.
func (c *chance) ending(at instant) instant {
	if c.tiers[c.tier].paths[c.path].good {
		return never
	}
	return c.ends(at, 0)
}

// unchanged returns when the sums of a chance will next change by themselves.
func (a *aim) unchanged(c *chance) instant {
	next := never
	for _, need := range c.tiers[c.tier].paths[c.path].needs {
		if g := c.gauges[need.gauge]; !g.lifetime {
			next = min(next, a.leaves(&c.term, g.metric))
		}
	}
	return next
}

// leaves returns when the window closes on something of a metric.
func (a *aim) leaves(t *term, metric string) instant {
	if t.cycle.Months != 0 {
		t.period(a.at)
		return t.to
	}
	from, at := t.opens(a.at), never
	var sum retention.Sum // of what counted at at
	for i := range a.l.counts {
		c := &a.l.counts[i]
		if c.metric != metric || c.at < from {
			continue
		}
		if c.at != at && sign(&sum) != 0 {
			break
		}
		at = c.at
		sum.Add(c.n)
	}
	if sign(&sum) == 0 {
		return never
	}
	return t.leaves(at)
}

// leaves returns when a rolling window no longer has in it what counted at an
// instant.
func (t *term) leaves(at instant) instant {
	w, far := t.Window.Rolling, lastInstant
	if end := t.start(t.date(at).AddMonths(w.Months).AddDays(w.Days + 5)); end != never {
		far = min(far, bounded(end.time().Add(w.Exact)))
	}
	return first(at, far, func(x instant) bool { return t.opens(x) > at })
}

// last makes sure that what is done at the last moment of a chance will show
// before the tier has ended, where need be by an earlier last moment. It
// reports whether there is one.
func (a *aim) last(c *chance) bool {
	late := func(x instant) bool { return c.ending(x) <= a.shows(c, x) }
	switch {
	case c.before == never:
		return !late(a.at)
	case !late(c.before - 1):
		return true
	case c.cycle.Months == 0:
		return false
	}
	c.before = first(c.from, c.before, late)
	return c.before > c.from
}

// shows returns when orders made at an instant count, if they become final by
// themselves: at once if nobody knows.
func (a *aim) shows(c *chance, at instant) instant {
	shows := c.begins(at)
	if a.delayed(c) && !c.in.Settle.IsZero() {
		shows = max(shows, a.e.afterDays(at, c.in))
	}
	return shows
}

// delayed reports whether a path is about something that has to become final.
func (a *aim) delayed(c *chance) bool {
	if c.OnPayment {
		return false
	}
	return slices.ContainsFunc(c.tiers[c.tier].paths[c.path].needs, func(w want) bool {
		switch c.gauges[w.gauge].metric {
		case SpendMetric, OrdersMetric, PointsMetric:
			return true
		}
		return false
	})
}
