package loyalty

import (
	"slices"

	"github.com/retentionkit/retention"
)

// rungs is a compiled [Ladder].
type rungs struct {
	*Ladder
	gauges []gauge
	tiers  []rung
	up     []int   // the place of each tier in the next edition's ladder
	good   bool    // some tier may be kept for good
	width  instant // no window is wider
	steps  int     // how often one may fall before it is lost
	reach  instant // no tier is kept longer than this after it was earned, but for good
}

// gauge is something to sum up.
type gauge struct {
	metric   string
	lifetime bool
}

// rung is a compiled [Tier].
type rung struct {
	paths []path
	below int // the next tier down that can be earned; -1: none
}

// path is a compiled [Path].
type path struct {
	needs []want
	good  bool // what it needs is never lost, or the tier is kept for good
}

// want is a compiled [Need].
type want struct {
	gauge   int
	atLeast retention.Amount
}

// windowed reports whether metrics are counted over a window.
func (w *Window) windowed() bool {
	return !w.Rolling.IsZero() || w.Calendar.Months != 0 || w.Anniversary != 0
}

// gauge returns the place of what a need sums up.
func (r *rungs) gauge(n *Need) int {
	g := gauge{n.Metric, n.Lifetime || !r.Window.windowed()}
	i := slices.Index(r.gauges, g)
	if i < 0 {
		i = len(r.gauges)
		r.gauges = append(r.gauges, g)
	}
	return i
}

// periods returns how many periods a tier is kept after the one it was earned
// in.
func (l *Ladder) periods() int {
	if l.ValidPeriods == nil {
		return 1
	}
	return *l.ValidPeriods
}

// validity returns how long a tier is kept with a rolling window.
func (l *Ladder) validity() retention.Span {
	if l.Valid.IsZero() {
		return l.Window.Rolling
	}
	return l.Valid
}

// widest returns a time that no window is wider than, never if there is none.
func (w *Window) widest() instant {
	const day = 24 * 3600e6
	months := w.Rolling.Months + w.Calendar.Months + w.Anniversary
	total := day*(30.5*float64(months)+4+float64(w.Rolling.Days)) + float64(w.Rolling.Exact)/1e3
	if !w.windowed() || total > 1e17 {
		return never
	}
	return instant(total)
}

// keeps returns a time that no tier is kept longer than, never if there is
// none.
func (r *rungs) keeps() instant {
	if r.good || !r.Window.windowed() {
		return never
	}
	const day = 24 * 3600e6
	v, g := r.validity(), r.Grace
	v.Months += (r.periods() + 1) * (r.Window.Calendar.Months + r.Window.Anniversary)
	months, days := v.Months+r.Review.Months, v.Days+4
	exact := float64(v.Exact) / 1e3
	total := float64(r.steps)*(31*day*float64(months)+day*float64(days)+exact) + day*float64(31*g.Months+g.Days+4) + float64(g.Exact)/1e3
	if total > 1e17 {
		return never
	}
	return instant(total)
}

// tier returns a tier of the edition, or nil.
func (e *edition) tier(id string) *Tier {
	if i := e.place(id); i >= 0 {
		return &e.Ladder.Tiers[i]
	}
	return nil
}

// place returns the place of a tier in the edition's ladder, or -1.
func (e *edition) place(id string) int {
	return slices.IndexFunc(e.Ladder.Tiers, func(t Tier) bool { return t.ID == id })
}

// carry returns the place that a tier of an edition has in a later one; -1 is
// no tier in any.
func (e *Engine) carry(tier int, from, to *edition) int {
	for n := from.number; n < to.number && tier >= 0; n++ {
		tier = e.editions[n].ladder.up[tier]
	}
	return tier
}
