package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// member is a customer as the program sees one.
type member struct {
	id      string
	balance loyalty.Balance
	tier    string // its ID; empty for none
	then    string // some months later, without another order
	next    *loyalty.Goal
	lapses  loyalty.Points // within a month, without another order
	lastDay retention.Date // to use the first of them
	account loyalty.Account
}

// member looks at an account.
func (c *club) member(e *loyalty.Engine, a loyalty.Account) member {
	m := member{
		id:      a.ID(),
		account: a,
		balance: a.Balance(c.at),
		tier:    e.Standing(a, c.at).Tier,
		then:    e.Standing(a, c.ahead().Start(c.at.Location())).Tier,
		next:    closeGoal(e.Goals(a, c.at)),
	}
	// What can be used to the end of a day closes when the next begins.
	const after = time.Microsecond
	for _, l := range a.Lapsing(c.at.Add(after), c.monthLater().Start(c.at.Location()).Add(after)) {
		if m.lapses == 0 {
			m.lastDay = retention.DateOf(l.At.Add(-after), c.at.Location())
		}
		m.lapses += l.Points
	}
	return m
}

func (c *club) ahead() retention.Date      { return c.asOf.AddMonths(monthsAhead) }
func (c *club) monthLater() retention.Date { return c.asOf.AddMonths(1) }

// closeShare is how much of each need may be missing for a tier to be close.
var closeShare = decimal.New(2, -1)

// closeGoal returns the cheapest way to the next tier if that is close, else nil.
func closeGoal(goals []loyalty.Goal) *loyalty.Goal {
	i := slices.IndexFunc(goals, func(g loyalty.Goal) bool { return !g.Keep })
	if i < 0 || len(goals[i].Missing) == 0 {
		return nil
	}
	for _, gap := range goals[i].Missing {
		if gap.Missing.GreaterThan(gap.Need.Mul(closeShare)) {
			return nil
		}
	}
	return &goals[i]
}

// missingShare returns which part of its needs a goal lacks, in all.
func missingShare(g *loyalty.Goal) (sum float64) {
	for _, gap := range g.Missing {
		sum += gap.Missing.InexactFloat64() / gap.Need.InexactFloat64()
	}
	return sum
}

// close returns the members who are close to the next tier, the closest first.
func (n *clubCount) close() []member {
	return n.those(
		func(m *member) bool { return m.next != nil },
		func(a, b *member) int { return cmp.Compare(missingShare(a.next), missingShare(b.next)) })
}

// lapsing returns the members whose points lapse, those first who lose most.
func (n *clubCount) lapsing() []member {
	return n.those(
		func(m *member) bool { return m.lapses > 0 },
		func(a, b *member) int { return cmp.Compare(b.lapses, a.lapses) })
}

// those returns some of the members, sorted; equals by ID.
func (n *clubCount) those(which func(*member) bool, compare func(a, b *member) int) (list []member) {
	for i := range n.members {
		if which(&n.members[i]) {
			list = append(list, n.members[i])
		}
	}
	slices.SortStableFunc(list, func(a, b member) int { return compare(&a, &b) })
	return list
}

// tierCount is how many members hold a tier.
type tierCount struct {
	id        string // empty for none
	name      retention.Text
	now, then int
	share     float64 // of the members, now
}

// tiers counts the members of each tier, from none upwards.
func (c *club) tiers() []tierCount {
	if len(c.members) == 0 {
		return nil
	}
	list := []tierCount{{name: retention.Text{English: "none yet", Japanese: "ランクなし"}}}
	for _, t := range c.program.Editions[0].Ladder.Tiers {
		list = append(list, tierCount{id: t.ID, name: t.Name})
	}
	of := func(id string) *tierCount {
		return &list[slices.IndexFunc(list, func(t tierCount) bool { return t.id == id })]
	}
	for i := range c.members {
		of(c.members[i].tier).now++
		of(c.members[i].then).then++
	}
	for i := range list {
		list[i].share = float64(list[i].now) / float64(len(c.members))
	}
	return list
}
