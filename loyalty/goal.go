package loyalty

import (
	"cmp"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Goal is a way to reach a tier, or to keep the one that is held. Times are in
// the program's zone.
//
// Missing is worked out for the last moment before Before: purchases that will no
// longer count then are left out already. A member who does all of it in time gets
// the tier. One who does less at that moment does not. Whatever still has to become
// final counts as done.
type Goal struct {
	Tier string         `json:"tier"` // its ID
	Name retention.Text `json:"name,omitzero"`
	Keep bool           `json:"keep,omitempty"` // the tier is held
	Path int            `json:"path"`           // the place of the path in [Tier.Paths]
	// Missing lists the needs of the path that are not met. All of them have to be. It
	// is empty if everything is done and only has to take effect. If the needs are
	// met, but under the rules of an earlier edition or too early to keep the tier for
	// longer, anything more that counts will do. Missing then asks for one unit of the
	// first need, though its Have is not below its Need.
	Missing []Gap `json:"missing,omitempty"`
	// From is the earliest time to begin: anything done before it would not keep the
	// tier for longer. It is zero if the member can begin now.
	From time.Time `json:"from,omitzero"`
	// Before is the instant by which it must be done. It is zero if there is no limit.
	Before time.Time `json:"before,omitzero"`
	// Shows is when the tier takes effect, if the goal is met at the last moment and
	// orders become final by themselves. It lies after Before if orders count once
	// they are final, or if tiers begin with a period. A tier to be kept may be lost
	// in between. Shows is zero if the tier takes effect at once, or if the goal
	// Waits.
	Shows time.Time `json:"shows,omitzero"`
	// Waits says that the tier takes effect once a [Settle] event has made the orders
	// final.
	Waits bool `json:"waits,omitempty"`
}

// By returns the last day on which the goal can be met. It is the zero Date if there
// is no limit.
func (g *Goal) By() retention.Date {
	if g.Before.IsZero() {
		return retention.Date{}
	}
	return retention.DateOf(g.Before.Add(-time.Microsecond), g.Before.Location())
}

// Goals returns what a member can do to keep the tier held at an instant, if it is
// going to end, and to reach each higher one. There is a goal for each path. Goals
// are in the order of the tiers. Within a tier the easiest comes first: the one whose
// needs lack the smallest share in total.
//
// There is no goal for a tier that only [SetTier] gives. There are no goals at all
// while a tier is given exactly, even if a higher one was given after it, or once the
// account is closed. For the past and the future see [Engine.Standing]. The goals of
// an instant are right until something happens or the Before of one of them comes.
func (e *Engine) Goals(a Account, at time.Time) []Goal {
	l, t := a.AsOf(at).ledger(), instantOf(at)
	if !e.tiered || l.member.closed {
		return nil
	}
	if l.frozen(t) {
		return nil
	}
	f := e.footing(l, t, whole)
	aim := aim{e: e, l: l, final: l.final(t), at: t, held: f.rank}
	aim.until, _ = e.until(l, t, f)
	if aim.until != never && f.rank >= 0 {
		aim.keep()
	}
	for tier := f.rank + 1; tier < len(e.at(t).ladder.tiers); tier++ {
		aim.reach(tier)
	}
	return aim.goals
}

// aim collects the goals of a member at an instant.
type aim struct {
	e     *Engine
	l     *ledger
	final *ledger // with all settled that waits for it, nil if nothing does
	at    instant
	held  int     // the tier held, by the ladder then in force
	until instant // when it is lost
	goals []Goal
}

func (a *aim) term(in *edition) term { return a.e.term(in, &a.l.member, never) }

// reach adds the goals for a higher tier.
func (a *aim) reach(tier int) {
	if a.comes(tier) {
		return
	}
	in := a.e.at(a.at)
	var goals []Goal
	for path := range in.ladder.tiers[tier].paths {
		c := chance{a.term(in), in, tier, path, in.from, a.at, never}
		c.before = min(in.to, a.unchanged(&c))
		if a.last(&c) {
			goals = append(goals, a.goal(&c, false))
		}
	}
	a.add(goals)
}

// keep adds the goals for the tier that is held.
func (a *aim) keep() {
	if a.stays() {
		return
	}
	in := a.e.at(a.until - 1)
	tier := a.e.carry(a.held, a.e.at(a.at), in)
	var goals []Goal
	for path := range in.ladder.tiers[tier].paths {
		if c, ok := a.longer(in, tier, path, never); ok {
			goals = append(goals, a.goal(&c, true))
		}
	}
	a.sooner(&goals)
	a.add(goals)
}

// sooner replaces goals for a later period by such for the running one, where
// that is cheaper.
func (a *aim) sooner(goals *[]Goal) {
	in := a.e.at(a.at)
	for path := range in.ladder.tiers[a.held].paths {
		t := a.term(in)
		if t.cycle.Months == 0 {
			return
		}
		t.period(a.at)
		c, ok := a.longer(in, a.held, path, min(t.to, in.to))
		if !ok || c.from > a.at {
			continue
		}
		g := a.goal(&c, true)
		i := slices.IndexFunc(*goals, func(h Goal) bool { return h.Path == path && h.Tier == g.Tier })
		if i < 0 {
			*goals = append(*goals, g)
		} else if g.share() < (*goals)[i].share() {
			(*goals)[i] = g
		}
	}
}

// goal describes a chance.
func (a *aim) goal(c *chance, keep bool) Goal {
	tier := &c.in.Ladder.Tiers[c.tier]
	g := Goal{Tier: tier.ID, Name: tier.Name, Keep: keep, Path: c.path, Before: a.e.local(c.before)}
	if c.from > a.at {
		g.From = a.e.local(c.from)
	}
	last := a.at
	if c.before != never {
		last = c.before - 1
	}
	shows := last
	for i, need := range c.tiers[c.tier].paths[c.path].needs {
		have := a.l.sum(&c.term, need.gauge, last, func(x *count) bool {
			shows = max(shows, a.l.shows(x))
			return true
		})
		if gap := a.e.gap(&tier.Paths[c.path][i], have); gap.Missing.Sign() > 0 {
			g.Missing = append(g.Missing, gap)
		}
	}
	if len(g.Missing) == 0 && !a.earnedSince(c) {
		g.Missing = append(g.Missing, a.least(c))
	}
	if len(g.Missing) > 0 {
		shows = max(shows, a.shows(c, last))
		g.Waits = a.delayed(c) && c.in.Settle.IsZero()
	} else {
		shows = max(shows, c.begins(last))
	}
	if g.Waits = g.Waits || shows == never; !g.Waits && shows > last {
		g.Shows = a.e.local(shows)
	}
	return g
}

// earnedSince reports whether anything has counted since the chance began.
func (a *aim) earnedSince(c *chance) bool {
	sums := make([]retention.Sum, len(c.gauges))
	counts := a.l.counts
	for i := len(counts) - 1; i >= 0 && counts[i].at >= c.since; i-- {
		for g := range c.gauges {
			if c.gauges[g].metric == counts[i].metric {
				sums[g].Add(counts[i].n)
			}
		}
		if i == 0 || counts[i-1].at < counts[i].at {
			if slices.ContainsFunc(sums, func(s retention.Sum) bool { return sign(&s) != 0 }) {
				return true
			}
		}
	}
	return false
}

// least is the gap where enough was done, but nothing since the chance began: a
// tier is earned when something counts.
func (a *aim) least(c *chance) Gap {
	need := &c.in.Ladder.Tiers[c.tier].Paths[c.path][0]
	gap := a.e.gap(need, a.l.sum(&c.term, c.tiers[c.tier].paths[c.path].needs[0].gauge, c.from, func(*count) bool { return true }))
	gap.Missing = decimal.New(1, min(need.AtLeast.Exponent(), 0))
	return gap
}

// share returns what part of the needs is missing, in all.
func (g *Goal) share() (sum float64) {
	for i := range g.Missing {
		sum += g.Missing[i].share()
	}
	return sum
}

// add adds the goals for a tier.
func (a *aim) add(goals []Goal) {
	slices.SortStableFunc(goals, func(g, h Goal) int { return cmp.Compare(g.share(), h.share()) })
	a.goals = append(a.goals, goals...)
}
