package main

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// club is what would be if the shop had had a points program since its first
// order.
type club struct {
	asOf    retention.Date
	at      time.Time // its start
	typical decimal.Decimal
	preset  string // japanese or points
	program loyalty.Program
	clubCount
	engine  *loyalty.Engine
	missing *missingValue // why there are no points
}

// clubCount is what members come to: all of them, or a part.
type clubCount struct {
	members []member // with an order, by ID
	points  loyalty.Balance
	owed    loyalty.LiabilityReport

	refunds int             // that came to more than the orders before them
	excess  decimal.Decimal // by so much
	refused []*loyalty.Error
}

var (
	nothingPaid = &missingValue{"no_sales", retention.Text{
		English:  "Nobody has paid for anything, so there would be no points.",
		Japanese: "代金の支払われた購入がないため、ポイントは発生しません。"}}
	tooManyPoints = &missingValue{"too_large", retention.Text{
		English:  "The amounts are so large that there would be more points than can be counted. Look for slips in the amounts.",
		Japanese: "金額が大きすぎて、ポイントを数えきれません。金額に誤りがないか確認してください。"}}
)

// monthsAhead is how far the report looks for tiers that come and go by
// themselves.
const monthsAhead = 3

// analyseClub plays the orders of a view through a program.
func analyseClub(view retention.View, asOf retention.Date) (c *club, err error) {
	c = &club{asOf: asOf, at: view.AsOf(), typical: typicalOrder(view)}
	if !c.typical.IsPositive() {
		c.missing = nothingPaid
		return c, nil
	}
	if c.at.UTC().Year() > 9999 { // the last instant that a ledger can tell of
		c.at = c.at.Add(-time.Microsecond)
	}
	c.preset, c.program = programFor(view, c.typical)
	if c.engine, err = loyalty.Compile(c.program, view.Zone()); err != nil {
		return nil, err
	}
	c.clubCount, err = c.play(c.engine, view)
	if errors.Is(err, loyalty.ErrOverflow) {
		c.clubCount, c.missing = clubCount{}, tooManyPoints
		return c, nil
	}
	return c, err
}

// programFor returns the preset that fits a shop: the one for Japan there, else
// points at a price that its typical order is worth a hundred or so of.
func programFor(view retention.View, typical decimal.Decimal) (preset string, p loyalty.Program) {
	zone, currency := view.Zone().String(), view.Currency()
	if zone == "Asia/Tokyo" && currency == "JPY" {
		return "japanese", loyalty.JapaneseProgram()
	}
	if !isCurrency(currency) {
		currency = ""
	}
	return "points", loyalty.PointsProgram(zone, currency, priceOfPoint(typical))
}

// A price of a point is within these, so that what a point is worth, and what
// a tier takes, are amounts.
var leastPrice, mostPrice = decimal.New(1, -6), decimal.New(1, 12)

// priceOfPoint returns the largest 1, 2 or 5 times a power of ten that is not
// more than a hundredth of a typical order, within its bounds.
func priceOfPoint(typical decimal.Decimal) decimal.Decimal {
	most := typical.Shift(-2)
	power := int32(most.NumDigits()) + most.Exponent() - 1
	price := decimal.New(1, power)
	for _, first := range []int64{2, 5} {
		if p := decimal.New(first, power); p.LessThanOrEqual(most) {
			price = p
		}
	}
	return decimal.Min(decimal.Max(price, leastPrice), mostPrice)
}

// typicalOrder returns the median of the sales that were not for nothing, the
// lower of two; 0 if there are none.
func typicalOrder(view retention.View) decimal.Decimal {
	var amounts []retention.Amount
	for c := range view.Customers() {
		for e := range c.Events() {
			if e.Kind == retention.Sale && e.Amount.Sign() > 0 {
				amounts = append(amounts, e.Amount)
			}
		}
	}
	if len(amounts) == 0 {
		return decimal.Zero
	}
	slices.SortFunc(amounts, retention.Amount.Compare)
	return amounts[(len(amounts)-1)/2].Decimal()
}

// clubParts is in how many parts the customers are worked on. Their number
// shows nowhere.
const clubParts = 64

// play replays all customers, as many at a time as there are processors.
func (c *club) play(engine *loyalty.Engine, view retention.View) (all clubCount, err error) {
	parts := view.Split(clubParts)
	counts, faults := make([]clubCount, len(parts)), make([]error, len(parts))
	inParallel(len(parts), func(i int) { counts[i], faults[i] = c.playPart(engine, parts[i]) })
	all.owed.At = c.at
	for i := range counts {
		if faults[i] != nil {
			return clubCount{}, faults[i]
		}
		if err := all.merge(&counts[i]); err != nil {
			return clubCount{}, err
		}
	}
	return all, nil
}

// playPart replays some customers, one after the other.
func (c *club) playPart(engine *loyalty.Engine, part retention.View) (n clubCount, err error) {
	var failed error
	accounts := func(yield func(loyalty.Account) bool) {
		for customer := range part.Customers() {
			t := tabOf(customer)
			if len(t.sales) == 0 && t.refunds == 0 {
				continue
			}
			var r loyalty.Replayed
			if r, failed = engine.Replay(customer.ID(), slices.Values(t.events)); failed != nil {
				return
			}
			n.count(t, &r)
			if len(t.sales) == 0 {
				continue
			}
			m := c.member(engine, r.Account)
			n.members = append(n.members, m)
			if failed = addBalance(&n.points, &m.balance); failed != nil || !yield(r.Account) {
				return
			}
		}
	}
	n.owed, err = loyalty.Liability(accounts, c.at, engine.Valuation(c.at))
	return n, errors.Join(failed, err)
}

// count takes in what could not be used of a customer's orders.
func (n *clubCount) count(t *tab, r *loyalty.Replayed) {
	n.refunds += t.refunds
	n.excess = n.excess.Add(t.excess)
	n.refused = append(n.refused, r.Refused...)
}

// merge adds the next part.
func (n *clubCount) merge(part *clubCount) error {
	n.members = append(n.members, part.members...)
	n.refunds += part.refunds
	n.excess = n.excess.Add(part.excess)
	n.refused = append(n.refused, part.refused...)
	if err := addBalance(&n.points, &part.points); err != nil {
		return err
	}
	return n.owed.Merge(part.owed)
}

// addBalance adds what a program without transfers has of points. None is
// negative, so a sum that is has overflowed.
func addBalance(sum, b *loyalty.Balance) error {
	sum.Available += b.Available
	sum.Pending += b.Pending
	sum.Held += b.Held
	sum.Debt += b.Debt
	sum.Earned += b.Earned
	sum.Spent += b.Spent
	sum.Lapsed += b.Lapsed
	sum.Clawed += b.Clawed
	if min(sum.Available, sum.Pending, sum.Held, sum.Debt, sum.Earned, sum.Spent, sum.Lapsed, sum.Clawed) < 0 {
		return loyalty.ErrOverflow
	}
	return nil
}

// left returns the points that can be spent now or later.
func (n *clubCount) left() loyalty.Points {
	return n.points.Available + n.points.Pending + n.points.Held
}

// inParallel calls do(0) to do(n-1) at a time.
func inParallel(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
