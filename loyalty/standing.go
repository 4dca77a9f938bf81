package loyalty

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// Standing is the tier of a member at an instant. Times are in the program's
// zone.
type Standing struct {
	Tier string         `json:"tier"` // its ID; empty for none
	Name retention.Text `json:"name,omitzero"`
	// Since is when the member came to hold the tier, or first held it under
	// another ID that it [Tier.Was]. It is zero for who never held any.
	Since time.Time `json:"since,omitzero"`
	// Until is when the member falls to Projected, if nothing more happens
	// but that deeds become final. It is zero if that never comes.
	Until     time.Time `json:"until,omitzero"`
	Projected string    `json:"projected,omitempty"` // the ID of a lower tier; empty for none
	Why       Why       `json:"why,omitzero"`
	Benefits  []Benefit `json:"benefits,omitempty"` // of the tier
}

// Why tells what a tier stands on. Where there is more than one reason it is
// the one that lasts longest, the first to be met among those.
type Why struct {
	// At is when what it was earned by was complete, or when it was given.
	At time.Time `json:"at,omitzero"`
	// Edition and Tier are what was earned then: a tier above the one that is
	// held if the member fell by one step, and by an earlier edition if the
	// ladder has changed since.
	Edition string `json:"edition,omitempty"`
	Tier    string `json:"tier,omitempty"`
	Path    int    `json:"path,omitempty"` // the place of the path in [Tier.Paths]
	Met     []Gap  `json:"met,omitempty"`  // what its needs came to at At
	// ByHand says that the tier was given by [SetTier], Exact and Reason what
	// that said.
	ByHand bool   `json:"by_hand,omitempty"`
	Exact  bool   `json:"exact,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Standing returns the tier of a member at an instant. In the past it is by
// what was known then; in the future it is what time alone will make of it.
//
// It is a function of the ledger and the program, with no review that has to
// have run: see [Ladder] for the rules. More spending never makes it lower, at
// any time.
func (e *Engine) Standing(a Account, at time.Time) Standing {
	l, t := a.AsOf(at).ledger(), instantOf(at)
	if !e.tiered {
		return Standing{}
	}
	f := e.footing(l, t, whole)
	s := Standing{Tier: e.name(f, t), Since: e.local(e.since(l, t, f)), Why: e.why(l, t, &f)}
	if f.rank >= 0 {
		tier := &e.at(t).Ladder.Tiers[f.rank]
		s.Name, s.Benefits = tier.Name, slices.Clone(tier.Benefits)
	}
	until, then := e.until(l, t, f)
	s.Until, s.Projected = e.local(until), e.name(then, until)
	return s
}

// local returns an instant in the program's zone; the zero time for never.
func (e *Engine) local(t instant) time.Time {
	if t == never {
		return time.Time{}
	}
	return t.time().In(e.zone)
}

// name returns the ID of a tier.
func (e *Engine) name(f footing, at instant) string {
	if f.rank < 0 {
		return ""
	}
	return e.at(at).Ladder.Tiers[f.rank].ID
}

// tierAt returns the tier that a member holds at an instant, by what was known
// then; empty for none.
func (e *Engine) tierAt(l *ledger, at instant) string {
	if !e.tiered || len(l.counts)+len(l.ranks) == 0 {
		return ""
	}
	return e.name(e.footing(l, at, tierOnly), at)
}

// footing returns what a member's tier stands on at an instant, by what was
// known then: what was earned, as changed by hand, in the order that was done.
func (e *Engine) footing(l *ledger, at instant, depth depth) footing {
	f := e.earned(l, at, depth)
	for i := l.handed(at); i < len(l.ranks); i++ {
		s := &l.ranks[i]
		if s.begins() > at || s.until <= at {
			continue
		}
		in := e.at(s.from)
		given := footing{ends: s.until, at: s.from, in: in, tier: in.place(s.tier), given: s}
		given.rank = e.carry(given.tier, in, e.at(at))
		if s.exact || given.rank > f.rank || given.rank == f.rank && given.ends > f.ends {
			f = given
		}
	}
	return f
}

// handed returns the place of the first tier given by hand that was not taken
// back.
func (l *ledger) handed(at instant) (first int) {
	for i := range l.ranks {
		if s := &l.ranks[i]; s.tier == "" && s.begins() <= at {
			first = i + 1
		}
	}
	return first
}

func (s *status) begins() instant { return max(s.from, s.posted) }

// until returns when a member falls below a tier held at an instant, and to
// what.
func (e *Engine) until(l *ledger, at instant, f footing) (instant, footing) {
	now := e.at(at)
	for to := f.ends; to != never; {
		then := e.footing(l, to, whole)
		if then.rank < e.carry(f.rank, now, e.at(to)) {
			return to, then
		}
		to = then.ends
	}
	return never, footing{rank: -1}
}

// why explains a footing.
func (e *Engine) why(l *ledger, at instant, f *footing) Why {
	if f.rank < 0 && f.given == nil {
		return Why{}
	}
	w := Why{At: e.local(f.at), Edition: f.in.ID}
	if s := f.given; s != nil {
		w.Tier = s.tier
		w.ByHand, w.Exact, w.Reason = true, s.exact, s.reason
		return w
	}
	w.Tier, w.Path = f.in.Ladder.Tiers[f.tier].ID, f.path
	term := e.term(f.in, &l.member, at)
	for i, need := range f.in.ladder.tiers[f.tier].paths[f.path].needs {
		have := l.sum(&term, need.gauge, f.at, func(c *count) bool { return l.shows(c) <= at })
		w.Met = append(w.Met, e.gap(&f.in.Ladder.Tiers[f.tier].Paths[f.path][i], have))
	}
	return w
}

// sum returns what a gauge shows over the window that ends with an instant.
func (l *ledger) sum(t *term, gauge int, at instant, counts func(*count) bool) (sum retention.Sum) {
	g, from := t.gauges[gauge], firstInstant
	if !g.lifetime {
		from = t.opens(at)
	}
	for i := range l.counts {
		if c := &l.counts[i]; c.metric == g.metric && from <= c.at && c.at <= at && counts(c) {
			sum.Add(c.n)
		}
	}
	return sum
}
