package loyalty

import "slices"

// final returns the ledger as if all were settled at an instant that waits for
// it, nil if nothing does. It is only good for questions about tiers.
func (l *ledger) final(at instant) *ledger {
	if !slices.ContainsFunc(l.counts, func(c count) bool { return l.shows(&c) == never }) {
		return nil
	}
	settled := *l
	settled.counts = slices.Clone(l.counts)
	for i := range settled.counts {
		if c := &settled.counts[i]; l.shows(c) == never {
			c.opens = at
		}
	}
	return &settled
}

// comes adds a goal for a tier for which all is done, and reports whether it
// is.
func (a *aim) comes(tier int) bool {
	if f, at, ok := a.alone(a.l, tier); ok {
		a.done(tier, f, Goal{Shows: a.e.local(at)})
		return true
	}
	if a.final != nil {
		if f, _, ok := a.alone(a.final, tier); ok {
			a.done(tier, f, Goal{Waits: true})
			return true
		}
	}
	return false
}

// alone returns when time alone brings a tier: not when a new edition makes it
// the same as the one held.
func (a *aim) alone(l *ledger, tier int) (footing, instant, bool) {
	now := a.e.at(a.at)
	turns := a.e.turns(l)
	i, _ := slices.BinarySearch(turns, a.at)
	for _, at := range turns[i:] {
		if at == never {
			break
		}
		then := a.e.at(at)
		if f := a.e.footing(l, at, whole); f.rank >= a.e.carry(tier, now, then) && f.rank > a.e.carry(a.held, now, then) {
			return f, at, true
		}
	}
	return footing{}, never, false
}

// stays adds a goal for the tier that is held if it will be kept for longer
// once all is settled, and reports whether it will.
func (a *aim) stays() bool {
	if a.final == nil {
		return false
	}
	f := a.e.footing(a.final, a.at, whole)
	if f.rank < a.held {
		return false
	}
	f.rank = a.held
	until, _ := a.e.until(a.final, a.at, f)
	if until <= a.until {
		return false
	}
	a.done(a.held, f, Goal{Keep: true, Waits: true})
	return true
}

// done adds a goal for which there is nothing to do.
func (a *aim) done(tier int, f footing, g Goal) {
	t := &a.e.at(a.at).Ladder.Tiers[tier]
	g.Tier, g.Name, g.Path = t.ID, t.Name, f.path
	a.goals = append(a.goals, g)
}
