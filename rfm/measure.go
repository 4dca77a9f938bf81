package rfm

import (
	"runtime"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// Measure measures every customer of a view, as of the view's instant and with
// its days. Customers without sales, such as those whose only order was voided
// or who have none yet, are in the table too, with Frequency 0.
//
// It takes O(orders) time, on as many processors as help. The error wraps
// [ErrBasis] if the basis cannot be used.
func Measure(v retention.View, b Basis) (*Table, error) {
	from, err := b.start(v.AsOf(), v.Zone())
	if err != nil {
		return nil, err
	}
	views := v.Split(runtime.GOMAXPROCS(0))
	ids, lists := make([][]string, len(views)), make([][]aggregate, len(views))
	parallel(len(views), func(i int) {
		for c := range views[i].Customers() {
			ids[i] = append(ids[i], c.ID())
			lists[i] = append(lists[i], measure(c, from, b.Frequency))
		}
	})
	t := tableOf(slices.Concat(ids...), slices.Concat(lists...), v.AsOf(), v.Zone(), b)
	t.currency = v.Currency()
	return t, nil
}

// MeasureOne measures one customer of a view, as [Measure] measures all, in time
// in proportion to the customer's orders: to be scored on a request, by a scale
// that was fitted before. ok is false if the view does not know the customer.
func MeasureOne(v retention.View, id string, b Basis) (c Customer, ok bool, err error) {
	from, err := b.start(v.AsOf(), v.Zone())
	if err != nil {
		return Customer{}, false, err
	}
	known, ok := v.Customer(id)
	if !ok {
		return Customer{}, false, nil
	}
	one := []aggregate{measure(known, from, b.Frequency)}
	return tableOf([]string{id}, one, v.AsOf(), v.Zone(), b).At(0), true, nil
}

// measure gathers what a customer did from an instant on.
func measure(c retention.Customer, from time.Time, unit Frequency) (a aggregate) {
	var days []retention.Date
	for e := range c.Events() {
		if !from.IsZero() && e.At().Before(from) {
			continue
		}
		a.net.Add(e.Amount)
		if e.Kind != retention.Sale {
			continue
		}
		at := e.At()
		a.addSale(at.Unix(), int32(at.Nanosecond()))
		if unit == Days {
			days = append(days, e.Day())
		}
	}
	if unit == Days {
		a.frequency = countDays(days)
	}
	return a
}

// countDays returns how many different days there are. They come in any order:
// even one after the other, where clocks go back over midnight.
func countDays(days []retention.Date) int32 {
	slices.SortFunc(days, retention.Date.Compare)
	return int32(len(slices.Compact(days)))
}
