package ltv

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"sort"

	"github.com/retentionkit/retention"
)

// Duration is the time in calendar days from a customer's first sale to an
// event: the second purchase, or the loss of the customer.
type Duration struct {
	Customer string         `json:"customer"`
	Acquired retention.Date `json:"acquired"` // the day of the first sale
	// Days is the time until the event or, without one, the time for which the
	// customer has been observed.
	Days  int  `json:"days"`
	Event bool `json:"event"`
	// Returned reports that a customer whom [Lifetimes] took for lost bought
	// again later.
	Returned bool `json:"returned"`
}

// Durations is the time to an event for every customer with a sale. It comes
// from [SecondPurchases], [SecondOrders] or [Lifetimes], is immutable, and is
// safe for concurrent use. The zero Durations has no customers. It is not for
// storing: each [Duration] is.
type Durations struct {
	through      retention.Date
	withoutSales int
	rows         []Duration // by the day of acquisition, then by customer
}

// MarshalJSON returns an error, lest customers be lost in silence.
func (d *Durations) MarshalJSON() ([]byte, error) {
	return nil, errors.New("ltv: Durations are not stored: store each Duration")
}

// durationsOf measures every customer of a view who has a sale, in O(orders + n
// log n) time and on as many processors as help.
func durationsOf(v retention.View, measure func(c retention.Customer, through retention.Date) Duration) *Durations {
	through := endOf(v)
	d := &Durations{through: through}
	for _, part := range inParts(v, func(v retention.View) (part Durations) {
		for c := range v.Customers() {
			row := measure(c, through)
			if row.Acquired.IsZero() {
				part.withoutSales++
				continue
			}
			row.Customer = c.ID()
			part.rows = append(part.rows, row)
		}
		return part
	}) {
		d.withoutSales += part.withoutSales
		d.rows = append(d.rows, part.rows...)
	}
	slices.SortFunc(d.rows, func(a, b Duration) int {
		return cmp.Or(a.Acquired.Compare(b.Acquired), cmp.Compare(a.Customer, b.Customer))
	})
	return d
}

// Through returns the last day of the data. If the as-of instant is the
// beginning of a day, that is the day before; otherwise it is the day of the
// instant, which counts as if it were over.
func (d *Durations) Through() retention.Date { return d.through }

// Len returns the number of customers.
func (d *Durations) Len() int { return len(d.rows) }

// WithoutSales returns the number of customers of the view who are left out
// because they never bought. It is 0 in what [Durations.Acquired] returns.
func (d *Durations) WithoutSales() int { return d.withoutSales }

// All iterates over the customers, in the order of the days on which they were
// acquired, and of their IDs.
func (d *Durations) All() iter.Seq[Duration] { return slices.Values(d.rows) }

// Acquired returns the customers whose first sale fell on the days [from, to),
// such as those of one [Cohort]. It takes O(log n) and copies nothing.
func (d *Durations) Acquired(from, to retention.Date) *Durations {
	since := func(day retention.Date) int {
		return sort.Search(len(d.rows), func(i int) bool { return !d.rows[i].Acquired.Before(day) })
	}
	first := since(from)
	end := max(first, since(to))
	return &Durations{through: d.through, rows: d.rows[first:end:end]}
}

// EventShare is a number of customers, and the number of those to whom an event
// happened.
type EventShare struct {
	Events    int `json:"events"`
	Customers int `json:"customers"`
}

// Rate returns Events / Customers. ok is false without customers.
func (s EventShare) Rate() (rate float64, ok bool) {
	if s.Customers == 0 {
		return 0, false
	}
	return float64(s.Events) / float64(s.Customers), true
}

// Share returns the number of customers to whom the event has happened so far.
// Customers acquired lately have had less time for it; [Durations.Within] and
// [Durations.Survival] allow for that.
func (d *Durations) Share() EventShare {
	s := EventShare{Customers: len(d.rows)}
	for i := range d.rows {
		if d.rows[i].Event {
			s.Events++
		}
	}
	return s
}

// Within returns the number of customers to whom the event happened within the
// given number of days of the first sale, the last day included. It looks only
// at customers who were acquired at least that many days before
// [Durations.Through].
func (d *Durations) Within(days int) (s EventShare) {
	for i := range d.rows {
		row := &d.rows[i]
		if d.through.DaysSince(row.Acquired) < days {
			continue
		}
		s.Customers++
		if row.Event && row.Days <= days {
			s.Events++
		}
	}
	return s
}

// Returned returns the number of customers who bought again after [Lifetimes]
// took them for lost. If there are many, the silence is too short.
func (d *Durations) Returned() int {
	n := 0
	for i := range d.rows {
		if d.rows[i].Returned {
			n++
		}
	}
	return n
}

// Observations returns the durations in days, as input for [KaplanMeier].
func (d *Durations) Observations() []Observation {
	list := make([]Observation, len(d.rows))
	for i, row := range d.rows {
		list[i] = Observation{float64(row.Days), row.Event}
	}
	return list
}

// Survival returns the Kaplan–Meier curve of the customers, in days, with
// confidence bands of a level such as 0.95. The error is that of [KaplanMeier]
// for the level.
func (d *Durations) Survival(level float64) (*Survival, error) {
	return KaplanMeier(d.Observations(), level)
}
