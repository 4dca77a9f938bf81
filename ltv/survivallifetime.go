package ltv

import (
	"fmt"

	"github.com/retentionkit/retention"
)

// Lifetimes returns, for every customer with a sale, how long they stayed a
// customer by a rule of inactivity: a customer who has not bought for the given
// number of days in a row counts as lost on the last of these days. So the time
// ends silence days after a purchase, when the loss becomes known, and not at
// the purchase itself. One-time buyers are lost after exactly silence days, and
// nobody is lost earlier. All others are censored at [Durations.Through].
//
// The first loss counts. Those who bought again later are marked and counted
// ([Durations.Returned]): if most lost customers come back, the silence is too
// short. Where no such rule fits, the models of package btyd tell how likely
// each customer is to be still there.
//
// It takes O(orders + n log n) time, on several processors where that helps.
// The error wraps [ErrSurvival] if silence is less than one day.
func Lifetimes(v retention.View, silence int) (*Durations, error) {
	if silence < 1 {
		return nil, fmt.Errorf("ltv: %w: silence of %d days", ErrSurvival, silence)
	}
	return durationsOf(v, func(c retention.Customer, through retention.Date) Duration {
		return lifetime(c, through, silence)
	}), nil
}

func lifetime(c retention.Customer, through retention.Date, silence int) (d Duration) {
	var last retention.Date
	for e := range c.Events() {
		if e.Kind != retention.Sale {
			continue
		}
		day := e.Day()
		if d.Acquired.IsZero() {
			d.Acquired, last = day, day
		}
		if day.DaysSince(last) > silence {
			d.Event, d.Returned = true, true
			break
		}
		if day.After(last) {
			last = day
		}
	}
	d.Event = d.Event || through.DaysSince(last) >= silence
	if d.Event {
		d.Days = last.DaysSince(d.Acquired) + silence
	} else {
		d.Days = max(through.DaysSince(d.Acquired), 0)
	}
	return d
}
