package main

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// totals collects orders whose total stands on one of their rows, or on each,
// by their ID.
type totals map[string]*total

type total struct {
	id        string
	told      []told // each time that the total stands there
	rows      int
	firstLine int
}

// told is an order as one row tells it.
type told struct {
	customer  string
	kind      retention.Kind
	at        time.Time
	amount    retention.Amount
	status    status
	refunded  retention.Amount
	cancelled time.Time
}

func (a *told) same(b *told) bool {
	x, y := *a, *b
	x.at, x.cancelled, y.at, y.cancelled = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	return x == y && a.at.Equal(b.at) && a.cancelled.Equal(b.cancelled)
}

// add adds a row.
func (t totals) add(r *row, customer string, from *layout) {
	o := t[string(r.order)]
	if o == nil {
		o = &total{id: string(r.order), firstLine: r.number}
		t[o.id] = o
	}
	o.rows++
	o.firstLine = min(o.firstLine, r.number)
	if !r.hasTotal {
		return
	}
	// Where it stands on each line, the same again is no second order.
	tell := told{customer, r.kind, r.at, r.amount, r.status, r.refunded, r.cancelled}
	again := func(other told) bool { return other.same(&tell) }
	if from.hasLines() && !from.format.once && slices.ContainsFunc(o.told, again) {
		return
	}
	o.told = append(o.told, tell)
}

// finish hands out the orders.
func (t totals) finish(keep func(orders []retention.Order, rows, firstLine int), reject func(rows, firstLine int)) {
	for _, o := range t {
		if len(o.told) == 0 {
			reject(o.rows, o.firstLine)
			continue
		}
		keep(o.orders(), o.rows, o.firstLine)
	}
}

// orders returns the sale, and what became of it.
//
// The exports tell that money was given back but not when: the refund is
// booked with the order. They tell when an order was cancelled (Shopify) or not
// (WooCommerce): then it was cancelled at once.
func (o *total) orders() []retention.Order {
	var orders []retention.Order
	add := func(t *told, kind retention.Kind, at time.Time, amount retention.Amount) {
		orders = append(orders, newOrder(o.id, t.customer, kind, at, amount.Decimal()))
	}
	// Some exports tell a refund in a row of its own, with a total below zero.
	apart := slices.ContainsFunc(o.told, func(t told) bool { return t.amount.Sign() < 0 })
	for i := range o.told {
		t := &o.told[i]
		add(t, t.kind, t.at, t.amount)
		if t.amount.Sign() < 0 {
			continue
		}
		switch {
		case t.status == cancelled && t.cancelled.After(t.at):
			add(t, retention.Void, t.cancelled, retention.Amount{})
		case t.status == cancelled:
			add(t, retention.Void, t.at, retention.Amount{})
		}
		switch {
		case t.refunded.Sign() != 0:
			add(t, retention.Refund, t.at, t.refunded)
		case t.status == refunded && !apart:
			add(t, retention.Refund, t.at, t.amount)
		}
	}
	return orders
}
