package ltv

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// RevenueBasis says whose revenue is compared, and of which windows. The zero
// RevenueBasis compares the last 12 months before the as-of instant with the 12
// before these, for all customers.
type RevenueBasis struct {
	// Window is the length of each of the two windows; the zero Span is 12
	// months.
	Window retention.Span `json:"window,omitzero"`
	// AcquiredFrom and AcquiredTo limit the customers to those whose first sale
	// fell on the days [AcquiredFrom, AcquiredTo), such as those of one
	// [Cohort]. A zero Date sets no limit.
	AcquiredFrom retention.Date `json:"acquiredFrom,omitzero"`
	AcquiredTo   retention.Date `json:"acquiredTo,omitzero"`
}

// ErrRevenueBasis is wrapped by the error about a [RevenueBasis] that cannot be
// used.
var ErrRevenueBasis = errors.New("unusable revenue basis")

// RevenueRetention compares the money of the last two windows of equal length
// before the as-of instant: gross and net revenue retention, and the parts that
// they come from.
//
// The windows are [asOf - 2·Window, asOf - Window) and [asOf - Window, asOf),
// counted in the zone of the view as by [retention.Span.Before]. Windows of
// whole years are free of seasonal effects; shorter ones are not.
//
// It takes O(orders) time, on several processors where that helps. The error
// wraps [ErrRevenueBasis] if the window does not reach back.
func RevenueRetention(v retention.View, b RevenueBasis) (*RevenueBridge, error) {
	from, middle, err := b.windows(v.AsOf(), v.Zone())
	if err != nil {
		return nil, err
	}
	var total revenueTally
	for _, part := range inParts(v, func(v retention.View) (t revenueTally) {
		for c := range v.Customers() {
			if b.includes(c) {
				t.add(c, from, middle)
			}
		}
		return t
	}) {
		total.merge(&part)
	}
	return total.bridge(from, middle, v.AsOf()), nil
}

func (b RevenueBasis) windows(asOf time.Time, zone *time.Location) (from, middle time.Time, err error) {
	w := b.Window
	if w.IsZero() {
		w.Months = 12
	}
	middle = w.Before(asOf, zone)
	from = retention.Span{Months: 2 * w.Months, Days: 2 * w.Days, Exact: 2 * w.Exact}.Before(asOf, zone)
	if !from.Before(middle) || !middle.Before(asOf) {
		return from, middle, fmt.Errorf("ltv: %w: window %v does not reach back", ErrRevenueBasis, w)
	}
	return from, middle, nil
}

// includes reports whether a customer was acquired when the basis asks for.
func (b RevenueBasis) includes(c retention.Customer) bool {
	if b.AcquiredFrom.IsZero() && b.AcquiredTo.IsZero() {
		return true
	}
	first := cohortFirstSale(c)
	return !first.IsZero() && !first.Before(b.AcquiredFrom) && (b.AcquiredTo.IsZero() || first.Before(b.AcquiredTo))
}

// revenueTally adds up the parts of a bridge.
type revenueTally struct {
	base, churn, contraction, expansion, aside, outside revenueSum
}

type revenueSum struct {
	customers int
	money     retention.Sum
}

func (s *revenueSum) add(money retention.Sum) {
	s.customers++
	s.money.Merge(money)
}

func (s *revenueSum) merge(o revenueSum) {
	s.customers += o.customers
	s.money.Merge(o.money)
}

// part returns the sum, of which loss is the opposite.
func (s *revenueSum) part() RevenuePart { return RevenuePart{s.customers, s.money.Decimal()} }

func (s *revenueSum) loss() RevenuePart { return RevenuePart{s.customers, s.money.Decimal().Neg()} }

// add adds one customer.
func (t *revenueTally) add(c retention.Customer, from, middle time.Time) {
	var (
		earlier, later, change retention.Sum
		before, after, stayed  bool
	)
	for e := range c.Events() {
		at := e.At()
		switch {
		case at.Before(from):
		case at.Before(middle):
			before = true
			earlier.Add(e.Amount)
			change.Add(e.Amount.Neg())
		default:
			after = true
			stayed = stayed || e.Kind == retention.Sale
			later.Add(e.Amount)
			change.Add(e.Amount)
		}
	}
	switch {
	case before && revenueSign(&earlier) > 0:
		t.base.add(earlier)
		t.change(change, stayed)
		return
	case before:
		t.aside.add(earlier)
	}
	if after {
		t.outside.add(later)
	}
}

// change adds the change of one customer of the base.
func (t *revenueTally) change(change retention.Sum, stayed bool) {
	switch sign := revenueSign(&change); {
	case !stayed:
		t.churn.add(change)
	case sign < 0:
		t.contraction.add(change)
	case sign > 0:
		t.expansion.add(change)
	}
}

// revenueSign returns the sign of a sum.
func revenueSign(s *retention.Sum) int {
	if units, _, ok := s.Units(); ok {
		return cmp.Compare(units, 0)
	}
	return s.Decimal().Sign()
}

func (t *revenueTally) merge(o *revenueTally) {
	t.base.merge(o.base)
	t.churn.merge(o.churn)
	t.contraction.merge(o.contraction)
	t.expansion.merge(o.expansion)
	t.aside.merge(o.aside)
	t.outside.merge(o.outside)
}

func (t *revenueTally) bridge(from, middle, to time.Time) *RevenueBridge {
	return &RevenueBridge{
		From: from, Middle: middle, To: to,
		Base:        t.base.part(),
		Churn:       t.churn.loss(),
		Contraction: t.contraction.loss(),
		Expansion:   t.expansion.part(),
		Aside:       t.aside.part(),
		Outside:     t.outside.part(),
	}
}
