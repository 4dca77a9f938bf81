package ltv

import (
	"errors"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// ErrHoldout is wrapped by errors about a day that cannot cut a base in two.
var ErrHoldout = errors.New("cannot hold out")

// Holdout is a customer base as of an earlier day, which models are fitted to,
// and the purchases of its customers after that day, which models are judged
// by. It is plain data, made by [Hold]; it must not change while it is in use.
type Holdout struct {
	Base      *Base          // as of the end of Until
	Until     retention.Date // the last day of the calibration
	End       retention.Date // the last day of the holdout
	After     []After        // what the customers of Base did in between, beside them
	Newcomers int            // customers who first bought after Until: no model of the base knows them

	// Daily counts the repeat purchases of the customers of Base by day, from From
	// to End, both included: those of Until are Daily[Until.DaysSince(From)].
	Daily []int
	From  retention.Date // the day of the first purchase in the base
}

// After has the purchases of a customer in the holdout.
type After struct {
	Purchases int             `json:"purchases"` // days with one
	Sales     decimal.Decimal `json:"sales"`     // money of these
	Refunds   decimal.Decimal `json:"refunds"`   // money that went back, 0 or more
}

// Hold cuts a view in two at the end of a day: the calibration, which includes
// that day, and the holdout after it. Orders count as they do at the view's
// instant: an order of the calibration that was voided or replaced in the
// holdout does not count at all. Apart from that, Base is what [Summarize]
// returns for a view as of the day after; its WithoutSales are the customers
// who did not buy in the whole view.
//
// It takes O(orders) time. The error wraps [ErrHoldout] if no day is left after
// until, or nobody bought before; in this case [ErrNoCustomers] as well.
func Hold(v retention.View, until retention.Date) (*Holdout, error) {
	h := &Holdout{Until: until, End: endOf(v)}
	if !until.Before(h.End) {
		return nil, fmt.Errorf("ltv: %w after %v: the view ends on %v", ErrHoldout, until, h.End)
	}
	lives, without := tally(v, until, func(d *diary) (life, bool) { return d.life(until), len(d.days) > 0 })
	var list []Customer
	for i := range lives {
		l := &lives[i]
		if l.before.First.IsZero() {
			h.Newcomers++
			continue
		}
		list = append(list, l.before)
		h.After = append(h.After, l.after)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("ltv: %w after %v: %w until then", ErrHoldout, until, ErrNoCustomers)
	}
	h.Base = newBase(list, until, v.Currency(), without)
	h.From = h.Base.From()
	h.Daily = daily(lives, h.From, h.End)
	return h, nil
}

// life is what a customer did before and after a day. That of a newcomer has no
// First.
type life struct {
	before  Customer
	after   After
	repeats []retention.Date
}

func (d *diary) life(until retention.Date) life {
	n := 0
	for n < len(d.days) && !d.days[n].day.After(until) {
		n++
	}
	c, known := d.customer(d.days[:n], until)
	if !known {
		return life{}
	}
	after := After{len(d.days) - n, total(d.days[n:]), d.later.Decimal()}
	return life{c, after, d.repeats()}
}

// repeats returns the days after the first.
func (d *diary) repeats() []retention.Date {
	if len(d.days) < 2 {
		return nil
	}
	list := make([]retention.Date, len(d.days)-1)
	for i := range list {
		list[i] = d.days[i+1].day
	}
	return list
}

// daily counts repeat purchases by day.
func daily(lives []life, from, to retention.Date) []int {
	counts := make([]int, to.DaysSince(from)+1)
	for i := range lives {
		for _, day := range lives[i].repeats {
			counts[day.DaysSince(from)]++
		}
	}
	return counts
}

// Length returns the length of the holdout.
func (h *Holdout) Length() btyd.Time { return days(h.End, h.Until) }

// CalibrationEnd returns the day by which 70 % of the time from the first
// purchase in a view to its end has passed, rounded down to whole days. Pass it
// to [Hold] if there is no reason for another day. ok is false if there are
// fewer than three days, or no purchase. It takes O(orders) time.
func CalibrationEnd(v retention.View) (until retention.Date, ok bool) {
	return Summarize(v).calibrationEnd()
}

func (b *Base) calibrationEnd() (until retention.Date, ok bool) {
	span := b.observed()
	if b.Len() == 0 || span < 2 {
		return retention.Date{}, false
	}
	return b.from.AddDays(span * 7 / 10), true
}
