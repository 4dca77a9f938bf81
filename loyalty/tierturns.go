package loyalty

import "slices"

// turns returns the instants, sorted, at which a member's tier may change, or be
// another by name, for another reason than that one ends.
func (e *Engine) turns(l *ledger) []instant {
	var turns []instant
	for i := range l.counts {
		c := &l.counts[i]
		turns = append(turns, l.shows(c))
		if ed := e.at(c.at); ed.Ladder.NextPeriod {
			before, since := e.term(ed, &l.member, firstInstant), e.term(ed, &l.member, never) // the member joined
			turns = append(turns, before.begins(c.at), since.begins(c.at))
		}
	}
	for i := range l.ranks {
		turns = append(turns, l.ranks[i].posted, l.ranks[i].until)
	}
	for i := range e.editions[1:] {
		turns = append(turns, e.editions[i+1].from)
	}
	if l.member.joined {
		turns = append(turns, l.member.told)
	}
	slices.Sort(turns)
	return slices.Compact(turns)
}

// after returns the turns that come after an instant.
func after(turns []instant, at instant) []instant {
	i, found := slices.BinarySearch(turns, at)
	if found {
		i++
	}
	return turns[i:]
}

// walk tells every change of tier in [from, to), between which nothing turns.
// The first is always told.
func (e *Engine) walk(l *ledger, from, to instant, tell func(instant, footing)) {
	for from < to {
		f := e.footing(l, from, whole)
		tell(from, f)
		from = f.ends
	}
}

// since returns since when a member has held the tier held at an instant; never
// for who never held any.
func (e *Engine) since(l *ledger, turns []instant, at instant, f footing) instant {
	i, found := slices.BinarySearch(turns, at)
	if found {
		i++
	}
	now, end := e.at(at), at+1
	since := never
	calm := e.calm(l, at, f)
	for i--; i >= 0; i-- {
		if j := e.leap(l, turns[:i+1], calm, end, f); j < i {
			i, since, end = j, turns[j], turns[j]
			continue
		}
		start := never
		e.walk(l, turns[i], end, func(t instant, g footing) {
			if e.carry(g.rank, e.at(t), now) != f.rank {
				start = never
			} else if start == never {
				start = t
			}
		})
		if start == never {
			return since
		}
		since = start
		if start > turns[i] {
			return since
		}
		end = turns[i]
	}
	if f.rank < 0 {
		return never // never any
	}
	return since
}

// calm returns since when nothing has been taken back, and nothing was changed
// but by what was earned: what is known has only grown. It is never if a higher
// tier was earned before.
func (e *Engine) calm(l *ledger, at instant, f footing) instant {
	if e.earned(l, at, everHeld).rank > f.rank {
		return never
	}
	since := e.at(at).from
	late := func(t instant) {
		if t <= at {
			since = max(since, t)
		}
	}
	for i := range l.counts {
		if c := &l.counts[i]; c.n.Sign() < 0 {
			late(l.shows(c))
		}
	}
	for i := range l.ranks {
		late(l.ranks[i].posted)
		late(l.ranks[i].until)
	}
	if l.member.joined {
		late(l.member.told)
	}
	return since
}

// leap looks, in ever longer strides, for an earlier turn from which on a tier
// was held to an instant at the least: no higher one can have been in calm
// times. It returns the last turn if it finds none.
func (e *Engine) leap(l *ledger, turns []instant, calm, end instant, f footing) int {
	last := len(turns) - 1
	found := last
	for step := 1; last-step >= 0 && turns[last-step] > calm; step *= 2 {
		if g := e.footing(l, turns[last-step], whole); g.rank != f.rank || g.ends < end {
			break
		}
		found = last - step
	}
	return found
}
