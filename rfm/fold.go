package rfm

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// Unused counts the orders that [FromOrders] set aside.
type Unused struct {
	Guests  int // without a customer
	Earlier int // before the window of the basis
	Later   int // at the as-of instant or after it
}

// ErrVoid is wrapped by the error about a [retention.Void] among orders that
// are folded directly.
var ErrVoid = errors.New("a void needs a History")

// FromOrders measures the customers of clean orders directly. It is faster than
// going through a [retention.History], and takes much less memory.
// In return, repeated orders count each time, voids are an error, and one
// cannot look back at an earlier instant. Refunds and negative sales count as
// in a History. A customer with nothing else is in the table with Frequency 0.
//
// The error is a *[retention.OrderError] about the first order that cannot be
// used: one that fails [retention.Order.Check], is a void ([ErrVoid]) or mixes
// currencies; or it wraps [ErrBasis]. The IDs of orders are not looked at. A nil
// zone panics.
func FromOrders(orders []retention.Order, asOf time.Time, zone *time.Location, b Basis) (*Table, Unused, error) {
	if zone == nil {
		panic("rfm.FromOrders: nil zone")
	}
	from, err := b.start(asOf, zone)
	if err != nil {
		return nil, Unused{}, err
	}
	f := folder{from: instantOf(from), asOf: instantOf(asOf), zone: zone, basis: b}
	f.currency = firstCurrency(orders[:min(len(orders), 1<<10)])
	ids, list, err := f.fold(orders)
	if err != nil && f.currency == "" { // perhaps later orders have one
		f.currency = firstCurrency(orders)
		ids, list, err = f.fold(orders)
	}
	if err != nil || invalid(f.currency) || slices.ContainsFunc(ids, invalid) {
		return nil, Unused{}, f.firstFault(orders)
	}
	t, unused := f.table(ids, list, asOf)
	return t, unused, nil
}

// firstCurrency returns the first currency that orders state, or "".
func firstCurrency(orders []retention.Order) string {
	for i := range orders {
		if c := orders[i].Currency; c != "" {
			return c
		}
	}
	return ""
}

func invalid(id string) bool { return !utf8.ValidString(id) }

// folder folds orders into measures.
type folder struct {
	from, asOf instant
	zone       *time.Location
	basis      Basis
	currency   string
}

// firstFault returns what is wrong with the first order that cannot be used.
// Texts are looked at here alone, as there are fewer customers than orders.
func (f *folder) firstFault(orders []retention.Order) error {
	for i := range orders {
		if invalid(orders[i].Customer) || invalid(orders[i].Currency) {
			return orders[i].Check()
		}
		if err := f.add(new(aggregate), &orders[i]); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) fold(orders []retention.Order) ([]string, []aggregate, error) {
	if f.basis.Frequency != Days {
		return retention.FoldOrders(orders, f.add, (*aggregate).merge)
	}
	type visits struct {
		aggregate
		days []retention.Date // of every sale
	}
	ids, list, err := retention.FoldOrders(orders,
		func(v *visits, o *retention.Order) error {
			before := v.frequency
			err := f.add(&v.aggregate, o)
			if v.frequency > before {
				v.days = append(v.days, retention.DateOf(o.At, f.zone))
			}
			return err
		},
		func(v, later *visits) {
			v.merge(&later.aggregate)
			v.days = append(v.days, later.days...)
		})
	aggregates := make([]aggregate, len(list))
	for i, v := range list {
		v.frequency = countDays(v.days)
		aggregates[i] = v.aggregate
	}
	return ids, aggregates, err
}

// add takes in an order.
func (f *folder) add(a *aggregate, o *retention.Order) error {
	kind, amount, err := o.Effect()
	at := instantOf(o.At)
	switch {
	case err != nil:
		return err
	case o.Currency != f.currency && o.Currency != "":
		return &retention.OrderError{Customer: o.Customer, Order: o.ID,
			Err: fmt.Errorf("%w: %q among %q", retention.ErrCurrency, o.Currency, f.currency)}
	case kind == retention.Void:
		return &retention.OrderError{Customer: o.Customer, Order: o.ID, Err: ErrVoid}
	case !at.before(f.asOf):
		a.later++
		return nil
	case at.before(f.from):
		a.earlier++
		return nil
	}
	a.used++
	a.net.Add(amount)
	if kind == retention.Sale {
		a.addSale(momentOf(at, f.asOf))
	}
	return nil
}

// table lists the customers that are known at the as-of instant.
func (f *folder) table(ids []string, list []aggregate, asOf time.Time) (*Table, Unused) {
	var unused Unused
	known := 0
	for i := range list {
		a := &list[i]
		unused.Later += int(a.later)
		switch {
		case ids[i] == "":
			unused.Guests += int(a.used + a.earlier)
		case a.used+a.earlier > 0:
			unused.Earlier += int(a.earlier)
			if known < i {
				ids[known], list[known] = ids[i], *a
			}
			known++
		}
	}
	t := tableOf(ids[:known], list[:known], asOf, f.zone, f.basis)
	t.currency = f.currency
	return t, unused
}
