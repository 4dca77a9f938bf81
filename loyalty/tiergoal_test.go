package loyalty_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// tierDeeds returns the events that do just what gaps say, at an instant.
func tierDeeds(gaps []loyalty.Gap, at time.Time, settled bool) (events []loyalty.Event) {
	spend, orders := decimal.Decimal{}, int64(0)
	counts := map[string]decimal.Decimal{}
	for _, g := range gaps {
		switch g.Metric {
		case loyalty.SpendMetric:
			spend = g.Missing
		case loyalty.OrdersMetric:
			orders = g.Missing.IntPart()
		default:
			counts[g.Metric] = g.Missing
		}
	}
	if len(counts) > 0 {
		events = append(events, loyalty.Event{ID: "goal stay", At: at, Data: loyalty.Activity{Kind: "stay", Counts: counts}})
	}
	if spend.Sign() > 0 {
		orders = max(orders, 1)
	}
	cent := dec("0.01")
	for i := range orders {
		amount := cent
		if i == orders-1 && spend.GreaterThan(cent) {
			amount = spend.Sub(cent.Mul(decimal.NewFromInt(orders - 1)))
		}
		events = append(events, loyalty.Event{ID: fmt.Sprint("goal ", i), At: at, Data: loyalty.Order{
			ID: fmt.Sprint("goal", i), Lines: []loyalty.Line{{Amount: amount}}, Settled: settled,
		}})
	}
	return events
}

// tierDone returns the account after the deeds, with everything settled if that
// is what they wait for.
func tierDone(rt *rapid.T, e *loyalty.Engine, a loyalty.Account, g *loyalty.Goal, gaps []loyalty.Gap, at time.Time) loyalty.Account {
	for _, ev := range tierDeeds(gaps, at, g.Waits) {
		next, _, err := e.Apply(a, ev)
		if err != nil {
			rt.Fatal(err)
		}
		a = next
	}
	if !g.Waits {
		return a
	}
	for x := range a.Entries() {
		if x.Op != loyalty.OpDeed || x.Kind != loyalty.OrderKind {
			continue
		}
		next, _, err := e.Apply(a, loyalty.Event{ID: fmt.Sprint("final ", x.Seq), At: at, Data: loyalty.Settle{Ref: x.Ref}})
		if err != nil {
			rt.Fatal(err)
		}
		a = next
	}
	return a
}

// tierMerges reports whether an edition makes one tier of two.
func tierMerges(p loyalty.Program) bool {
	return slices.ContainsFunc(p.Editions, func(ed loyalty.Edition) bool {
		return slices.ContainsFunc(ed.Ladder.Tiers, func(t loyalty.Tier) bool { return len(t.Was) > 1 })
	})
}

// TestTierS6GoalsAreSound does what goals say, and a bit less.
func TestTierS6GoalsAreSound(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		twin := tierTwin{program: p, zone: zone}
		a := tierReplay(rt, e, drawHistory(rt, 8, true))
		now := a.Posted()
		if now.IsZero() {
			return
		}
		now = now.Add(time.Duration(rapid.IntRange(0, 400*24).Draw(rt, "wait")) * time.Hour)
		standing := e.Standing(a, now)
		goals := e.Goals(a, now)
		for i := range goals {
			g := &goals[i]
			last := now
			named := twin.edition(now)
			if !g.Before.IsZero() {
				last = g.Before.Add(-time.Microsecond)
				named = twin.edition(last)
			}
			// holds reports whether the goal is met once it should show.
			holds := func(b loyalty.Account, done time.Time) bool {
				at := done
				if g.Keep && standing.Until.After(at) {
					at = standing.Until
				}
				days := []time.Time{at}
				switch {
				case g.Waits || done.Before(last): // it shows some day
					for i := range 400 {
						days = append(days, at.AddDate(0, 0, i))
					}
					for x := range b.Entries() {
						if x.Opens.After(at) {
							days = append(days, x.Opens)
						}
					}
				case g.Shows.After(at):
					days[0] = g.Shows
				}
				return slices.ContainsFunc(days, func(at time.Time) bool {
					in := twin.edition(at)
					return twin.rank(e.Standing(b, at).Tier, in) >= twin.rank(twin.carry(g.Tier, named, in), in)
				})
			}
			if b := tierDone(rt, e, a, g, g.Missing, last); !holds(b, last) {
				rt.Fatalf("at %v, %q: done, and not so: %+v\ngoal %+v\n%s", now, standing.Tier, e.Standing(b, last), g, tierBook(b))
			}
			seen[fmt.Sprint("keep ", g.Keep, " waits ", g.Waits, " shows ", !g.Shows.IsZero(), " from ", !g.From.IsZero(), " before ", !g.Before.IsZero(), " missing ", len(g.Missing))]++
			early, from := last, now
			if !g.From.IsZero() {
				from = g.From
			}
			if span := last.Sub(from); span > 0 && !g.Waits {
				early = from.Add(time.Duration(rapid.Int64Range(0, int64(span)).Draw(rt, "early")).Truncate(time.Microsecond))
				if b := tierDone(rt, e, a, g, g.Missing, early); !holds(b, early) {
					rt.Fatalf("at %v: done early at %v, and not so: %+v\n%s", now, early, g, tierBook(b))
				}
			}
			// Less does not do, unless another goal says that it does, or a tier
			// below the goal's is to become the same.
			if tierMerges(p) || slices.ContainsFunc(goals, func(h loyalty.Goal) bool {
				return h.Path != g.Path && (h.Tier != g.Tier || len(h.Missing) == 0 || anyDoes(&h))
			}) {
				continue
			}
			for j := range g.Missing {
				less := slices.Clone(g.Missing)
				unit := dec("0.01")
				if !less[j].Have.LessThan(less[j].Need) {
					unit = less[j].Missing // anything would do
				}
				if less[j].Metric == loyalty.OrdersMetric {
					unit = dec("1")
					if len(less) > 1 && less[j].Missing.Equal(unit) {
						continue // the rest cannot be spent in no order
					}
				}
				less[j].Missing = less[j].Missing.Sub(unit)
				if less[j].Missing.Sign() < 0 {
					rt.Fatal(g)
				}
				if less[j].Missing.IsZero() {
					less = slices.Delete(less, j, j+1)
				}
				if b := tierDone(rt, e, a, g, less, last); holds(b, last) {
					rt.Fatalf("at %v, %q until %v: less will do of %s: %+v\n%s", now, standing.Tier, standing.Until, g.Missing[j].Metric, g, tierBook(b))
				}
				if b := tierDone(rt, e, a, g, less, early); !g.Keep && holds(b, early) {
					rt.Fatalf("at %v, %q: less will do of %s at %v: %+v\n%s", now, standing.Tier, g.Missing[j].Metric, early, g, tierBook(b))
				}
				seen["less"]++
			}
		}
	})
	t.Log(seen)
}

// A tier given exactly keeps metrics from raising anybody, though a higher one was
// given after it: no goal may promise that they do.
func TestNoGoalsAboveAnExactTier(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.Tiers = append(ed.Ladder.Tiers, tierOf("platinum", "9000")) }))
	a := tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-02", loyalty.SetTier{Tier: "silver", Until: day("2026-06-01"), Exact: true}, "silver", "exactly"},
		{"2026-02-03", order("x", "3000"), "silver", "whatever is spent"},
		{"2026-02-04", loyalty.SetTier{Tier: "gold", Until: day("2026-05-01")}, "gold", "at least"},
		{"2026-02-05", order("y", "5000"), "gold", "and no more"},
	})
	if goals := e.Goals(a, day("2026-02-05")); goals != nil {
		t.Errorf("goals while a tier given exactly lasts: %+v", goals)
	}
	if goals := e.Goals(a, day("2026-06-02")); len(goals) != 2 || goals[1].Tier != "platinum" {
		t.Errorf("goals when it is over: %+v", goals)
	}
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-02", loyalty.SetTier{Tier: "silver", Exact: true}, "silver", ""},
		{"2026-02-03", loyalty.SetTier{Tier: "gold"}, "gold", ""},
		{"2026-02-05", order("y", "9000"), "gold", "as the goals do not promise"},
	})
}

// anyDoes reports whether a goal is met by any order, or any deed.
func anyDoes(g *loyalty.Goal) bool {
	return slices.ContainsFunc(g.Missing, func(x loyalty.Gap) bool { return x.Metric == loyalty.OrdersMetric || !x.Have.LessThan(x.Need) })
}
