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
	// Since is when the member came to hold the tier, or an earlier one that
	// [Tier.Was] lists. It is zero for a member who never held a tier.
	Since time.Time `json:"since,omitzero"`
	// Until is when the member falls to Projected, if nothing more happens except that
	// deeds become final. It is zero if the member never falls.
	Until     time.Time `json:"until,omitzero"`
	Projected string    `json:"projected,omitempty"` // the ID of a lower tier; empty for none
	// Coming is the ID of a higher tier that the member will hold from From on,
	// with nothing more to do: because tiers begin with the next period, or
	// orders become final by themselves. It is the first such tier, and empty
	// if there is none. From may lie before Until or after it.
	Coming   string    `json:"coming,omitempty"`
	From     time.Time `json:"from,omitzero"`
	Why      Why       `json:"why,omitzero"`
	Benefits []Benefit `json:"benefits,omitempty"` // of the tier; what they point to is the program's and not to be changed
}

// Why tells why a member holds a tier. Of several reasons it is the one that lasts
// longest; among equals, the one that was met first.
type Why struct {
	// At is when the needs were met, or when the tier was given.
	At time.Time `json:"at,omitzero"`
	// Edition and Tier say what was earned then. It is a higher tier than the one held
	// if the member has fallen by one step since, and of an earlier edition if the
	// ladder has changed since.
	Edition string `json:"edition,omitempty"`
	Tier    string `json:"tier,omitempty"`
	Path    int    `json:"path,omitempty"` // the place of the path in [Tier.Paths]
	Met     []Gap  `json:"met,omitempty"`  // what its needs came to at At
	// ByHand says that the tier was given by [SetTier]. Exact and Reason are those of
	// that event.
	ByHand bool   `json:"by_hand,omitempty"`
	Exact  bool   `json:"exact,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Standing returns the tier of a member at an instant. For the past it goes by what was
// known then; for the future it is what time alone will make of it.
//
// It follows from the ledger and the program alone, by the rules of [Ladder]. More
// spending never makes it lower, at any time.
func (e *Engine) Standing(a Account, at time.Time) Standing {
	l, t := a.AsOf(at).ledger(), instantOf(at)
	if !e.tiered {
		return Standing{}
	}
	f := e.footing(l, t, whole)
	turns := e.turns(l)
	s := Standing{Tier: e.name(f, t), Since: e.local(e.since(l, turns, t, f)), Why: e.why(l, t, &f)}
	if f.rank >= 0 {
		tier := &e.at(t).Ladder.Tiers[f.rank]
		s.Name, s.Benefits = tier.Name, slices.Clone(tier.Benefits)
	}
	until, then := e.until(l, t, f)
	s.Until, s.Projected = e.local(until), e.name(then, until)
	from, higher := e.rises(l, turns, t, f)
	s.Coming, s.From = e.name(higher, from), e.local(from)
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
		if s.posted > at || s.until <= at {
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
		if s := &l.ranks[i]; s.tier == "" && s.posted <= at {
			first = i + 1
		}
	}
	return first
}

// frozen reports whether a tier that was given exactly holds at an instant: what
// metrics earn changes nothing then, whatever else was given.
func (l *ledger) frozen(at instant) bool {
	return slices.ContainsFunc(l.ranks[l.handed(at):], func(s status) bool {
		return s.exact && s.posted <= at && at < s.until
	})
}

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

// rises returns when time alone brings a higher tier than the one held at an
// instant, and which: never if none comes.
func (e *Engine) rises(l *ledger, turns []instant, at instant, f footing) (instant, footing) {
	now := e.at(at)
	for _, to := range after(turns, at) {
		if to == never {
			break
		}
		if then := e.footing(l, to, tierOnly); then.rank > e.carry(f.rank, now, e.at(to)) {
			return to, then
		}
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
