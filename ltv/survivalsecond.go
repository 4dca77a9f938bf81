package ltv

import "github.com/retentionkit/retention"

// SecondPurchases returns, for every customer with a sale, the days from the
// first sale to the next one on a later day: the repeat rate, and the time to
// the second purchase. Sales of the first day are one purchase, as in the models
// of package btyd. Customers without a second purchase are censored at
// [Durations.Through].
//
// Sales of amount 0 count, refunds do not. A first sale still counts if it was
// refunded. It takes O(orders + n log n) time, on several processors where that
// helps.
func SecondPurchases(v retention.View) *Durations {
	return durationsOf(v, func(c retention.Customer, through retention.Date) Duration {
		return secondSale(c, through, 1)
	})
}

// SecondOrders is like [SecondPurchases] but takes every sale for a purchase of
// its own, so that a second sale on the first day is one after 0 days.
func SecondOrders(v retention.View) *Durations {
	return durationsOf(v, func(c retention.Customer, through retention.Date) Duration {
		return secondSale(c, through, 0)
	})
}

// secondSale returns the time to the second sale at least so many days after
// the first.
func secondSale(c retention.Customer, through retention.Date, apart int) (d Duration) {
	for e := range c.Events() {
		if e.Kind != retention.Sale {
			continue
		}
		day := e.Day()
		if d.Acquired.IsZero() {
			d.Acquired = day
			continue
		}
		// Days go back where clocks do so over midnight.
		if d.Days = max(day.DaysSince(d.Acquired), 0); d.Days >= apart {
			d.Event = true
			return d
		}
	}
	d.Days = max(through.DaysSince(d.Acquired), 0)
	return d
}
