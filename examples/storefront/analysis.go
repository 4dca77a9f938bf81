package main

import (
	"errors"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
)

// analysis is what the library says about a shop.
type analysis struct {
	input *loader
	asOf  retention.Date
	first retention.Date // the day of the first order, whenever it is
	zone  *time.Location
	data  retention.Report // what became of every order
	table *rfm.Table       // how recently, how often and for how much each customer buys

	// nil if nobody has bought anything
	scale    *rfm.Scale     // which of that earns which score
	scored   *rfm.Scored    // the scores of each customer
	segments *rfm.Segmented // and the group
	totals   []rfm.SegmentTotals
	best     []rfm.Ranked

	lifetime *lifetime // what they are worth from here on
	groups   *groups   // what rules say of them
	club     *club     // what a points program would have come to
	agenda   *agenda   // whom to contact
}

// bestShown is how many of the best customers are named.
const bestShown = 10

// analyse is the way of the data through the library.
func analyse(input *loader, o *options) (*analysis, error) {
	history, err := input.finish()
	if err != nil {
		return nil, err
	}
	a := &analysis{input: input, asOf: o.asOf, zone: o.zone}
	first, last := history.Bounds()
	a.first = retention.DateOf(first, o.zone)
	if a.asOf.IsZero() {
		a.asOf = retention.DateOf(last, o.zone).AddDays(1)
	}
	view := history.AsOf(a.asOf.Start(o.zone), o.zone)
	a.data = view.Report()
	if a.table, err = rfm.Measure(view, o.basis); err != nil {
		return nil, err
	}
	if err := a.score(); err != nil {
		return nil, err
	}
	if a.lifetime, err = analyseLifetime(view, &o.lifetime); err != nil {
		return nil, err
	}
	if a.groups, err = analyseGroups(history, a.asOf, o.zone, a.lifetime); err != nil {
		return nil, err
	}
	if a.club, err = analyseClub(view, a.asOf); err != nil {
		return nil, err
	}
	a.agenda, err = analysePlan(view, a.asOf, a.club)
	return a, err
}

// score scores and groups the customers, if there are any who bought.
func (a *analysis) score() (err error) {
	a.segments, err = rfm.Classify(a.table, rfm.Method{}, rfm.ElevenSegments())
	if errors.Is(err, rfm.ErrNoSales) {
		return nil
	} else if err != nil {
		return err
	}
	a.scored = a.segments.Scored()
	a.scale = a.scored.Scorer().Scale()
	a.totals = rfm.Breakdown(a.segments)
	a.best, err = rfm.Best(a.scored, bestShown, rfm.Weights{})
	return err
}
