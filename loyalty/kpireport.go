package loyalty

import (
	"cmp"
	"slices"
	"strings"
)

// finish turns the flows into key figures.
func (g *indicators) finish() KPIs {
	k := &g.out
	all := g.flows[0]
	k.Start = all
	k.Start.Outstanding = all.left()
	for i := range k.Months {
		m, f := &k.Months[i], &g.flows[i+1]
		all.add(f)
		k.Flow.add(f)
		m.Flow = *f
		m.Debt, m.Outstanding = all.Debt, all.left()
	}
	k.Debt, k.Outstanding = all.Debt, all.left()
	if issued := float64(k.Earned - k.Clawed); issued > 0 {
		k.RedemptionRate, k.BreakageRate = float64(k.Spent)/issued, float64(k.Lapsed)/issued
	}
	if g.burned > 0 {
		k.DaysToBurn = (float64(g.age[0])*(1<<64) + float64(g.age[1])) / float64(g.burned) / (24 * 3600e6)
	}
	k.Tiers = g.tierCounts()
	return *k
}

// tierCounts returns the tiers as the ladder in force goes up, then those that
// it does not have.
func (g *indicators) tierCounts() (list []TierCount) {
	for tier, n := range g.tiers {
		list = append(list, TierCount{tier, n})
	}
	ladder := g.e.at(g.end() - 1).Ladder.Tiers
	rank := func(tier string) int {
		if tier == "" {
			return -1
		}
		i := slices.IndexFunc(ladder, func(t Tier) bool { return t.ID == tier })
		return (i + len(ladder) + 1) % (len(ladder) + 1) // -1 becomes the last
	}
	slices.SortFunc(list, func(a, b TierCount) int {
		return cmp.Or(cmp.Compare(rank(a.Tier), rank(b.Tier)), strings.Compare(a.Tier, b.Tier))
	})
	return list
}
