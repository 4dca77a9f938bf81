package loyalty

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

// ImpactReport is what a change of rules would have meant, over all members.
type ImpactReport struct {
	At      time.Time `json:"at"`
	Members int       `json:"members"`
	Events  int       `json:"events"` // looked at, by both rules
	Later   int       `json:"later"`  // after At, and not looked at
	Old     Outcome   `json:"old"`    // sums
	New     Outcome   `json:"new"`    // sums
	// Gained, Lost and Same count the members by the sign of their Gain.
	Gained   int `json:"gained"`
	Lost     int `json:"lost"`
	Same     int `json:"same"`
	NowShort int `json:"now_short"` // see MemberImpact
	NowPaid  int `json:"now_paid"`
	// Winners have the largest Gain and come first; Losers the smallest. Equals
	// come by ID.
	Winners []MemberImpact `json:"winners"`
	Losers  []MemberImpact `json:"losers"`
	// Gains counts the members by their Gain, from the least to the most
	// without a gap.
	Gains []GainBand `json:"gains"`
	// Tiers counts the members by the tiers held in the end, sorted.
	Tiers []TierShift `json:"tiers"`
}

// GainBand counts the members whose Gain is in [From, To). The bands of gains are 0, 1,
// 2 to 4, 5 to 9, 10 to 19 and so on, up to 10^9 and more. Those of losses mirror them.
type GainBand struct {
	From    Points `json:"from"`
	To      Points `json:"to"`
	Members int    `json:"members"`
}

// TierShift counts the members who end in the tier Old by the old rules and in
// New by the new; empty is no tier.
type TierShift struct {
	Old     string `json:"old"`
	New     string `json:"new"`
	Members int    `json:"members"`
}

// impactTally adds members up.
type impactTally struct {
	change *RuleChange
	report ImpactReport
	bands  [2*len(bandBounds) + 1]int
	tiers  map[TierShift]int
}

// add takes in the members who were compared.
func (t *impactTally) add(c *impactBatch) error {
	for i := range c.results {
		m := &c.results[i]
		if !m.done {
			return nil // the context is over
		}
		if m.err != nil {
			return m.err
		}
		if err := t.member(m); err != nil {
			return err
		}
		if t.change.Each != nil {
			t.change.Each(*m)
		}
	}
	if t.change.Progress != nil && len(c.results) > 0 {
		t.change.Progress(t.report.Members)
	}
	return nil
}

func (t *impactTally) member(m *MemberImpact) error {
	r := &t.report
	r.Members++
	r.Events += m.seen
	r.Later += m.later
	if !r.Old.add(&m.Old) || !r.New.add(&m.New) {
		return fmt.Errorf("%w: in all, with account %.64q", ErrOverflow, m.ID)
	}
	r.NowShort += m.NowShort
	r.NowPaid += m.NowPaid
	switch {
	case m.Gain > 0:
		r.Gained++
		r.Winners = t.rank(r.Winners, m, -1)
	case m.Gain < 0:
		r.Lost++
		r.Losers = t.rank(r.Losers, m, 1)
	default:
		r.Same++
	}
	t.bands[bandOf(m.Gain)]++
	t.tiers[TierShift{Old: m.Old.Tier, New: m.New.Tier}]++
	return nil
}

// add adds up outcomes, and reports whether they do not overflow.
func (o *Outcome) add(p *Outcome) bool {
	o.Liability = o.Liability.Add(p.Liability)
	o.Refused += p.Refused
	o.Short += p.Short
	o.ask(p.Asked)
	return o.Balance.add(&p.Balance)
}

// rank puts a member into its place of the top list, by sign times the gain.
func (t *impactTally) rank(top []MemberImpact, m *MemberImpact, sign Points) []MemberImpact {
	i, _ := slices.BinarySearchFunc(top, m, func(a MemberImpact, m *MemberImpact) int {
		return cmp.Or(cmp.Compare(sign*a.Gain, sign*m.Gain), strings.Compare(a.ID, m.ID))
	})
	if i >= t.change.Top {
		return top
	}
	if top = slices.Insert(top, i, *m); len(top) > t.change.Top {
		top = top[:t.change.Top]
	}
	return top
}

// finish returns the report.
func (t *impactTally) finish() *ImpactReport {
	r := &t.report
	first, last := len(t.bands), -1
	for i, n := range t.bands {
		if n > 0 {
			first, last = min(first, i), i
		}
	}
	for i := first; i <= last; i++ {
		from, to := bandAt(i)
		r.Gains = append(r.Gains, GainBand{from, to, t.bands[i]})
	}
	for move, n := range maps.All(t.tiers) {
		move.Members = n
		r.Tiers = append(r.Tiers, move)
	}
	slices.SortFunc(r.Tiers, func(a, b TierShift) int {
		return cmp.Or(strings.Compare(a.Old, b.Old), strings.Compare(a.New, b.New))
	})
	return r
}

// bandBounds are the lower bounds of the bands of gains.
var bandBounds = [...]Points{
	1, 2, 5, 1e1, 2e1, 5e1, 1e2, 2e2, 5e2, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9,
}

// bandOf returns the place of a gain's band: that of 0 is in the middle.
func bandOf(gain Points) int {
	n := gain
	if n < 0 {
		n = -n
	}
	k := sort.Search(len(bandBounds), func(i int) bool { return bandBounds[i] > n })
	if gain < 0 {
		k = -k
	}
	return len(bandBounds) + k
}

// bandAt is the inverse of bandOf.
func bandAt(i int) (from, to Points) {
	k := i - len(bandBounds)
	switch {
	case k == 0:
		return 0, 1
	case k < 0:
		from, to = bandAt(len(bandBounds) - k)
		return 1 - to, 1 - from
	}
	to = math.MaxInt64
	if k < len(bandBounds) {
		to = bandBounds[k]
	}
	return bandBounds[k-1], to
}
