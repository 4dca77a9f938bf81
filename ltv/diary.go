package ltv

import (
	"slices"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// diary is what a customer did, day by day.
type diary struct {
	id      string
	days    []dayTotal    // with a purchase, in order
	refunds retention.Sum // until a day
	later   retention.Sum // refunds after it
}

// dayTotal is what a customer bought on a day.
type dayTotal struct {
	day   retention.Date
	sales retention.Sum
}

// tally calls of with each customer's diary, cut at a day, which is of's only as
// long as it runs. It returns what of makes of them, in the order of IDs, and of
// how many customers it makes nothing.
func tally[T any](v retention.View, until retention.Date, of func(*diary) (T, bool)) ([]T, int) {
	type made struct {
		list    []T
		without int
	}
	var lists [][]T
	without := 0
	for _, part := range inParts(v, func(v retention.View) (m made) {
		var d diary
		for c := range v.Customers() {
			d.read(c, until)
			if one, ok := of(&d); ok {
				m.list = append(m.list, one)
			} else {
				m.without++
			}
		}
		return m
	}) {
		lists = append(lists, part.list)
		without += part.without
	}
	return slices.Concat(lists...), without
}

// read makes d the diary of a customer.
func (d *diary) read(c retention.Customer, until retention.Date) {
	*d = diary{id: c.ID(), days: d.days[:0]}
	for e := range c.Events() {
		switch day := e.Day(); {
		case e.Kind == retention.Sale:
			d.buy(day, e.Amount)
		case day.After(until):
			d.later.Add(e.Amount.Neg())
		default:
			d.refunds.Add(e.Amount.Neg())
		}
	}
}

func (d *diary) buy(day retention.Date, amount retention.Amount) {
	i := len(d.days)
	// Days come in order, but where clocks go back over midnight.
	for i > 0 && d.days[i-1].day.After(day) {
		i--
	}
	if i == 0 || d.days[i-1].day != day {
		d.days = slices.Insert(d.days, i, dayTotal{day: day})
		i++
	}
	d.days[i-1].sales.Add(amount)
}

// customer returns the customer of some of the days, the first ones; ok is false
// if there are none.
func (d *diary) customer(list []dayTotal, end retention.Date) (c Customer, ok bool) {
	if len(list) == 0 {
		return Customer{}, false
	}
	c = Customer{ID: d.id, First: list[0].day, Last: list[len(list)-1].day, End: end, Repeats: len(list) - 1}
	c.RepeatSales = total(list[1:])
	c.Sales = total(list)
	c.Refunds = d.refunds.Decimal()
	return c, true
}

// total returns the money of all days.
func total(list []dayTotal) decimal.Decimal {
	var sum retention.Sum
	for i := range list {
		sum.Merge(list[i].sales)
	}
	return sum.Decimal()
}
