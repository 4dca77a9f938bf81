package main

import (
	"iter"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// groups is what rules say of the customers: now, and some months before.
type groups struct {
	view     segment.View[*shopper]
	shop     []*shopper
	now      *segment.Evaluation
	worth    *segment.Worth // by what customers are worth from here on, or so far
	forecast bool           // which of the two
	valued   bool           // anybody is worth anything; else there are no groups by worth
	revenue  *segment.Worth // by what they have spent
	before   retention.Date // zero: the shop has no such past
	changes  *segment.Changes
	causes   []segment.SegmentCauses
	shown    *shopper // one customer explained in full; nil if there is none
	asked    string   // whether the customer is in this group
	why      segment.Explanation
	next     segment.Flip
}

// monthsBack is how far back the report looks for movements.
const monthsBack = 3

func shopperID(s *shopper) string { return s.id }

// moves returns how the i-th group has changed; ok is false if that is not known.
func (g *groups) moves(i int) (c segment.SegmentChanges, ok bool) {
	if g.changes == nil || slices.Contains(byWorth, g.now.Segments[i].Name) {
		return c, false
	}
	return g.changes.Segments[i], true
}

// analyseGroups asks the rules about everybody.
func analyseGroups(history *retention.History, asOf retention.Date, zone *time.Location, l *lifetime) (*groups, error) {
	set, err := segment.Compile(shopSegments()...)
	if err != nil {
		return nil, err
	}
	g := &groups{forecast: l.missing == nil}
	g.shop = shoppers(history.AsOf(asOf.Start(zone), zone), l.worthOf)
	g.valued = slices.ContainsFunc(g.shop, func(s *shopper) bool { return s.sales > 0 && s.worth.IsPositive() })
	g.value(g.shop)
	g.view = set.AsOf(asOf.Start(zone), zone)
	set = g.view.Fit(g.everybody())
	g.view = set.AsOf(asOf.Start(zone), zone)
	if g.now, err = g.view.Evaluate(shopperID, g.everybody()); err != nil {
		return nil, err
	}
	byID := make(map[string]*shopper, len(g.shop))
	for _, s := range g.shop {
		byID[s.id] = s
	}
	g.worth = g.now.Worth(func(id string) (decimal.Decimal, bool) { return byID[id].worth, byID[id].sales > 0 })
	g.revenue = g.now.Worth(func(id string) (decimal.Decimal, bool) { return byID[id].spent, true })
	if err := g.move(history, asOf.AddMonths(-monthsBack), zone, l); err != nil {
		return nil, err
	}
	return g, g.explain(asOf, zone)
}

// value lets the rules know what shoppers are worth, if anybody is worth anything:
// else all would be among the best.
func (g *groups) value(shop []*shopper) {
	for _, s := range shop {
		s.valued = g.valued && s.sales > 0
	}
}

func (g *groups) everybody() iter.Seq[*shopper] { return slices.Values(g.shop) }

// worthOf returns what a shopper is worth by the forecast, or has spent.
func (l *lifetime) worthOf(s *shopper) decimal.Decimal {
	if l.missing == nil {
		if c, ok := l.Value.Find(s.id); ok {
			return c.Value
		}
	}
	return s.spent
}

// byWorth are the groups whose movements are not shown: what customers were worth
// some months ago would take another forecast.
var byWorth = []string{"high value", "promising", "standard", slipping}

// slipping is the group of the customers to look at first.
const slipping = "high value, slipping"

// move compares with the customers as they were, by the same rules and cuts.
func (g *groups) move(history *retention.History, then retention.Date, zone *time.Location, l *lifetime) error {
	if first, _ := history.Bounds(); !then.Start(zone).After(first) {
		return nil
	}
	g.before = then
	view := g.view.Set().AsOf(then.Start(zone), zone)
	past := shoppers(history.AsOf(then.Start(zone), zone), l.worthOf)
	g.value(past)
	was, err := view.Evaluate(shopperID, slices.Values(past))
	if err != nil {
		return err
	}
	if g.changes, err = segment.Diff(was, g.now); err != nil {
		return err
	}
	g.causes, err = g.view.Causes(view, g.changes, shopperID, g.everybody())
	return err
}

// explain picks the customer that the shop should look at first: of the most
// worth among those of high value who slip away, or of all. Where nobody is worth
// anything, it is one who is at risk.
func (g *groups) explain(asOf retention.Date, zone *time.Location) (err error) {
	if g.asked = slipping; !g.valued {
		g.asked = "at risk"
	}
	chosen, row := false, g.now.Index(g.asked)
	for i, s := range g.shop {
		in := g.view.Test(g.shop[i], row) == segment.True
		if s.sales == 0 || chosen && !in {
			continue
		}
		if g.shown == nil || in && !chosen || s.worth.GreaterThan(g.shown.worth) {
			g.shown, chosen = s, in
		}
	}
	if g.shown == nil {
		return nil
	}
	if g.why, err = g.view.Explain(g.shown, g.asked); err != nil {
		return err
	}
	g.next, err = g.view.NextFlip(g.shown, g.asked, asOf.AddMonths(24).Start(zone))
	return err
}
