package loyalty

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// buildLadders compiles the ladders of all editions. A checker is told what is wrong
// with them.
func (e *Engine) buildLadders(c *checker) {
	for i := range e.editions {
		b := builder{editions: e.editions[:i], checker: c}
		if c != nil {
			c.begin(i)
		}
		b.ladder(&e.editions[i])
		e.tiered = e.tiered || len(e.editions[i].ladder.Tiers) > 0
	}
}

// builder compiles a ladder and says what is wrong with it.
type builder struct {
	editions []edition // before it
	checker  *checker  // nil if nothing can be wrong any more
}

func (b *builder) fault(err error, part string, args ...any) {
	if b.checker != nil {
		b.checker.fault("ladder: "+fmt.Sprintf(part, args...), err)
	}
}

// ladder compiles an edition's ladder.
func (b *builder) ladder(ed *edition) {
	ed.to = never
	r := &ed.ladder
	r.Ladder = &ed.Ladder
	b.calendar(r.Ladder)
	below := -1
	for i := range r.Tiers {
		t := &r.Tiers[i]
		rung := rung{below: below}
		for j, needs := range t.Paths {
			rung.paths = append(rung.paths, b.path(r, t, j, needs))
			r.good = r.good || rung.paths[j].good
		}
		r.tiers = append(r.tiers, rung)
		if len(t.Paths) > 0 {
			below = i
			r.steps++
		}
	}
	if r.Fall != OneStep {
		r.steps = 1
	}
	r.reach, r.width = r.keeps(), r.Window.widest()
	b.climbs(r)
	if n := len(b.editions); n > 0 {
		before := &b.editions[n-1]
		before.to = ed.from
		b.inherit(before, ed)
	}
	b.heirs(ed)
}

func (b *builder) path(r *rungs, t *Tier, i int, needs Path) path {
	p := path{good: true}
	if len(needs) == 0 {
		b.fault(ErrValue, "tier %q: path %d: no needs", t.ID, i+1)
	}
	for j := range needs {
		n := &needs[j]
		switch {
		case n.Metric == "" || !utf8.ValidString(n.Metric):
			b.fault(ErrName, "tier %q: path %d: need %d: metric", t.ID, i+1, j+1)
		case !b.counted(n.Metric):
			b.fault(ErrMissing, "tier %q: path %d: need %d: metric %.64q", t.ID, i+1, j+1, n.Metric)
		}
		atLeast, err := retention.NewAmount(n.AtLeast)
		if err != nil || atLeast.Sign() <= 0 {
			b.fault(ErrValue, "tier %q: path %d: need %d: at_least %v", t.ID, i+1, j+1, n.AtLeast)
		}
		g := r.gauge(n)
		p.needs = append(p.needs, want{g, atLeast})
		p.good = p.good && r.gauges[g].lifetime
	}
	p.good = p.good || t.ForLife || r.Fall == NoFall
	return p
}

// counted reports whether something counts a metric.
func (b *builder) counted(metric string) bool {
	switch metric {
	case SpendMetric, OrdersMetric, PointsMetric:
		return true
	}
	return b.checker == nil || slices.Contains(b.checker.program.Metrics, metric)
}

// climbs checks that each tier is above those before it.
func (b *builder) climbs(r *rungs) {
	for i := range r.tiers {
		for _, high := range r.tiers[i].paths {
			for j := range r.tiers[:i] {
				if r.tiers[j].above(&high) {
					b.fault(ErrOrder, "tier %q: not above tier %q", r.Tiers[i].ID, r.Tiers[j].ID)
					break
				}
			}
		}
	}
}

// above reports whether a tier's paths lead no less high than one of a tier
// that should be higher: whoever goes one of them has gone that one too, or
// that one asks for the same things, and for less than all of them.
func (r *rung) above(high *path) bool {
	alike, lower := false, true
	for i := range r.paths {
		low := &r.paths[i]
		if low.implies(high) {
			return true
		}
		if low.covers(high) && high.covers(low) {
			alike = true
			lower = lower && !high.implies(low)
		}
	}
	return alike && lower
}

// implies reports whether whoever meets the needs of p meets those of q.
func (p *path) implies(q *path) bool {
	for _, need := range q.needs {
		if !p.meets(need) {
			return false
		}
	}
	return len(q.needs) > 0
}

func (p *path) meets(n want) bool {
	for _, own := range p.needs {
		if own.gauge == n.gauge && own.atLeast.Compare(n.atLeast) >= 0 {
			return true
		}
	}
	return false
}

// covers reports whether p sums up all that q does.
func (p *path) covers(q *path) bool {
	for _, n := range q.needs {
		found := false
		for _, own := range p.needs {
			found = found || own.gauge == n.gauge
		}
		if !found {
			return false
		}
	}
	return true
}

// inherit gives the members of each tier of the edition before one of this. Of
// two tiers the higher must stay so: else who bought more would be worse off.
func (b *builder) inherit(before, ed *edition) {
	highest := -1
	for i := range before.Ladder.Tiers {
		old := before.Ladder.Tiers[i].ID
		heir := ed.place(old)
		for j := range ed.Ladder.Tiers {
			for _, was := range ed.Ladder.Tiers[j].Was {
				if was == old && heir < 0 {
					heir = j
				}
			}
		}
		switch {
		case heir < 0:
			b.fault(ErrMissing, "tier %q of edition %q", old, before.ID)
		case heir < highest:
			b.fault(ErrOrder, "tier %q of edition %q: now below tier %q", old, before.ID, ed.Ladder.Tiers[highest].ID)
		}
		highest = max(highest, heir)
		before.ladder.up = append(before.ladder.up, heir)
	}
}

// heirs checks that what tiers were is known, and that one is not two now.
func (b *builder) heirs(ed *edition) {
	taken := map[string]bool{}
	for i := range ed.Ladder.Tiers {
		t := &ed.Ladder.Tiers[i]
		for _, was := range t.Was {
			if !b.everHad(was) {
				b.fault(ErrMissing, "tier %q: was %q", t.ID, was)
			}
			if place := ed.place(was); taken[was] || place >= 0 && place != i {
				b.fault(ErrDuplicate, "tier %q: was %q", t.ID, was)
			}
			taken[was] = true
		}
	}
}

// everHad reports whether an earlier edition has a tier.
func (b *builder) everHad(id string) bool {
	for i := range b.editions {
		if b.editions[i].place(id) >= 0 {
			return true
		}
	}
	return false
}

// calendar checks the times of a ladder.
func (b *builder) calendar(l *Ladder) {
	w := &l.Window
	set := 0
	for _, is := range []bool{!w.Rolling.IsZero(), w.Calendar != Cycle{}, w.Anniversary != 0} {
		if is {
			set++
		}
	}
	rolls := !w.Rolling.IsZero()
	periods := w.windowed() && !rolls
	review := l.Review.Months != 0
	for _, f := range []struct {
		wrong bool
		what  string
	}{
		{set > 1, "window: more than one is set"},
		{negative(w.Rolling), fmt.Sprintf("window: rolling %v", w.Rolling)},
		{w.Rolling.Exact != 0 && (w.Rolling.Months != 0 || w.Rolling.Days != 0), fmt.Sprintf("window: rolling %v: days and an exact time", w.Rolling)},
		{bad(w.Calendar), "window: calendar"},
		{w.Anniversary < 0 || w.Anniversary > mostMonths, fmt.Sprintf("window: anniversary %d", w.Anniversary)},
		{negative(l.Valid), fmt.Sprintf("valid %v", l.Valid)},
		{!l.Valid.IsZero() && !rolls, "valid: only with a rolling window"},
		{rolls && shorter(l.Valid, w.Rolling), fmt.Sprintf("valid %v: shorter than the window", l.Valid)},
		{l.ValidPeriods != nil && !periods, "valid_periods: only with a calendar or anniversary window"},
		{l.periods() < 0 || l.periods() > mostMonths, fmt.Sprintf("valid_periods %d", l.periods())},
		{negative(l.Grace), fmt.Sprintf("grace %v", l.Grace)},
		{!l.Grace.IsZero() && !w.windowed(), "grace: only with a window"},
		{bad(l.Review), "review"},
		{l.NextPeriod && !periods && !review, "next_period: only with periods or reviews"},
		{l.NextPeriod && (periods && l.periods() == 0 || rolls && shorter(l.validity(), retention.Span{Months: l.Review.Months})), "next_period: tiers would end before they begin"},
	} {
		if f.wrong {
			b.fault(ErrValue, "%s", f.what)
		}
	}
}

// mostMonths is a thousand years.
const mostMonths = 12000

func negative(s retention.Span) bool { return s.Months < 0 || s.Days < 0 || s.Exact < 0 }

func bad(c Cycle) bool {
	return c.Months < 0 || c.Months > mostMonths || c.Months == 0 && !c.From.IsZero()
}

// shorter reports whether one span may be shorter than another that does not
// mix units.
func shorter(s, than retention.Span) bool {
	if s.IsZero() || s.Months >= than.Months && s.Days >= than.Days && s.Exact >= than.Exact {
		return false
	}
	const day = 24 * 3600
	least := (30.4*float64(s.Months)-3+float64(s.Days))*day + s.Exact.Seconds()
	most := (30.5*float64(than.Months)+3+float64(than.Days))*day + than.Exact.Seconds()
	return least < most
}
