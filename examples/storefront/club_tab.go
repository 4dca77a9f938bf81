package main

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// tab is what a customer has bought and not given back, and the events that
// tell a program so.
type tab struct {
	sales   []decimal.Decimal // what is left of each
	events  []loyalty.Event
	refunds int             // that came to more than the sales before them
	excess  decimal.Decimal // by so much
}

// tabOf goes through a customer's orders.
func tabOf(c retention.Customer) *tab {
	t := new(tab)
	for e := range c.Events() {
		if e.Kind == retention.Sale {
			t.sales = append(t.sales, e.Amount.Decimal())
			t.tell(e, len(t.sales)-1)
		} else {
			t.refund(e)
		}
	}
	return t
}

// refund takes a refund off the latest sales before it, as nothing tells which
// one it is of.
func (t *tab) refund(e retention.Event) {
	left := e.Amount.Decimal().Neg()
	for i := len(t.sales) - 1; i >= 0 && left.IsPositive(); i-- {
		if off := decimal.Min(left, t.sales[i]); off.IsPositive() {
			left, t.sales[i] = left.Sub(off), t.sales[i].Sub(off)
			t.tell(e, i)
		}
	}
	if left.IsPositive() {
		t.refunds++
		t.excess = t.excess.Add(left)
	}
}

// tell says what the i-th sale is now. Events of one instant are replayed by
// their IDs, so these are as wide as they are many.
func (t *tab) tell(e retention.Event, i int) {
	o := loyalty.Order{ID: strconv.Itoa(i + 1)}
	if e.Kind == retention.Sale || t.sales[i].IsPositive() {
		o.Lines = []loyalty.Line{{Amount: t.sales[i]}}
	}
	t.events = append(t.events, loyalty.Event{ID: fmt.Sprintf("%012d", len(t.events)+1), At: e.At(), Data: o})
}
