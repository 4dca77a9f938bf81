package rfm

import (
	"runtime"
	"slices"

	"github.com/retentionkit/retention"
)

// Measure measures every customer of a view, as of the view's instant and with
// its days. Customers without sales, such as those whose only order was voided
// or who have none yet, are in the table too, with Frequency 0.
//
// It takes O(orders) time, on several processors where that helps. The error
// wraps [ErrBasis] if the basis cannot be used.
func Measure(v retention.View, b Basis) (*Table, error) {
	from, err := b.start(v.AsOf(), v.Zone())
	if err != nil {
		return nil, err
	}
	views := v.Split(runtime.GOMAXPROCS(0))
	starts := startsOf(views)
	n := starts[len(views)]
	ids, list := make([]string, n), make([]aggregate, n)
	since, asOf := instantOf(from), instantOf(v.AsOf())
	parallel(len(views), func(i int) {
		at := starts[i]
		for c := range views[i].Customers() {
			ids[at], list[at] = c.ID(), measure(c, since, asOf, b.Frequency)
			at++
		}
	})
	t := tableOf(ids, list, v.AsOf(), v.Zone(), b)
	t.currency = v.Currency()
	return t, nil
}

// startsOf returns where the customers of each view begin among those of all,
// and how many these are.
func startsOf(views []retention.View) []int {
	starts := make([]int, len(views)+1)
	parallel(len(views), func(i int) {
		n := 0
		for range views[i].Customers() {
			n++
		}
		starts[i+1] = n
	})
	for i := range views {
		starts[i+1] += starts[i]
	}
	return starts
}

// MeasureOne measures one customer of a view, as [Measure] measures all. It is
// for scoring a customer on a request, by a scale that was fitted before, and
// takes time in proportion to the customer's orders. Measure by the basis of that
// scale, in its zone. ok is false if the view does not know the customer.
//
// Keep one view for many requests: the first [retention.History.AsOf] after an
// order was added takes much longer.
func MeasureOne(v retention.View, id string, b Basis) (c Customer, ok bool, err error) {
	from, err := b.start(v.AsOf(), v.Zone())
	if err != nil {
		return Customer{}, false, err
	}
	known, ok := v.Customer(id)
	if !ok {
		return Customer{}, false, nil
	}
	one := []aggregate{measure(known, instantOf(from), instantOf(v.AsOf()), b.Frequency)}
	return tableOf([]string{id}, one, v.AsOf(), v.Zone(), b).At(0), true, nil
}

// measure gathers what a customer did from an instant on. Events come oldest
// first, so only the first and the last sale are asked for their times.
func measure(c retention.Customer, from, asOf instant, unit Frequency) (a aggregate) {
	var days []retention.Date
	var last retention.Event
	within := false
	for e := range c.Events() {
		if within = within || !instantOf(e.At()).before(from); !within {
			continue
		}
		a.net.Add(e.Amount)
		if e.Kind != retention.Sale {
			continue
		}
		if a.frequency == 0 {
			a.first.take(-momentOf(instantOf(e.At()), asOf))
		}
		a.frequency++
		last = e
		if unit == Days {
			days = append(days, e.Day())
		}
	}
	if a.frequency > 0 {
		a.last.take(momentOf(instantOf(last.At()), asOf))
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
