package ltv

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// CohortTable is the retention triangle of a shop: its customers by the period
// of their first sale, and their purchases in each period since. It is plain
// data, ready to be plotted or kept as JSON. The zero CohortTable has no
// cohorts.
type CohortTable struct {
	AsOf     time.Time   `json:"asOf"`               // what happened at it or later was not looked at
	Currency string      `json:"currency,omitempty"` // of all money, or "" if it was never stated
	Basis    CohortBasis `json:"basis"`
	// Cohorts has every period from the first sale of the shop to the as-of
	// instant, in the order of time, those without new customers among them.
	Cohorts []Cohort `json:"cohorts"`
	// WithoutSales is the number of known customers in no cohort, for they have
	// never bought, and WithoutSalesNet their money: refunds of purchases that
	// the history does not know.
	WithoutSales    int             `json:"withoutSales"`
	WithoutSalesNet decimal.Decimal `json:"withoutSalesNet"`
	// BeyondNet is the net money from after the last period that was followed:
	// 0 without [CohortBasis.Follow]. All three together, Net of all cohorts,
	// WithoutSalesNet and BeyondNet, are the money of all known customers.
	BeyondNet decimal.Decimal `json:"beyondNet"`
}

// Cohorts groups the customers of a view by the period of their first sale, and
// follows each group from period to period.
//
// Periods are those of the calendar, in the zone of the view: with months, a
// customer who first bought on 31 January is of the January cohort, and a sale
// on 1 February is in period 1. So every period has the same length for all
// customers, except the first, of which a customer has only a part. A customer
// acquired before the history begins counts as new at the first sale in it. So
// leave out the first cohorts of a history that was cut off.
//
// A sale is a visit, whatever its amount; refunds lower the money only. Guests
// are not in a View, and so not in a cohort.
//
// It takes O(orders · log periods + cells) time, on several processors where
// that helps. The error wraps [ErrCohortBasis]. Tables of more than some four
// million cells are an error too: an order of a wrong year, or an as-of instant
// in the far future, makes too many periods.
func Cohorts(v retention.View, b CohortBasis) (*CohortTable, error) {
	axis, err := newCohortAxis(v, b, cohortFirstDay(v))
	if err != nil {
		return nil, err
	}
	total := newCohortTally(axis)
	for _, part := range inParts(v, func(v retention.View) *cohortTally {
		t := newCohortTally(axis)
		for c := range v.Customers() {
			t.add(c)
		}
		return t
	}) {
		total.merge(part)
	}
	t := &CohortTable{
		AsOf: v.AsOf(), Currency: v.Currency(), Basis: b,
		Cohorts:         make([]Cohort, axis.len()),
		WithoutSales:    total.withoutSales,
		WithoutSalesNet: total.unsold.Decimal(),
		BeyondNet:       total.beyond.Decimal(),
	}
	for i := range t.Cohorts {
		t.Cohorts[i] = total.cohort(i)
	}
	return t, nil
}

// cohortFirstDay returns the day on which the first customer was acquired, or
// the zero Date.
func cohortFirstDay(v retention.View) (first retention.Date) {
	for _, day := range inParts(v, func(v retention.View) (first retention.Date) {
		for c := range v.Customers() {
			first = cohortEarlier(first, cohortFirstSale(c))
		}
		return first
	}) {
		first = cohortEarlier(first, day)
	}
	return first
}

// cohortFirstSale returns the day of a customer's first sale, or the zero Date.
func cohortFirstSale(c retention.Customer) retention.Date {
	for e := range c.Events() {
		if e.Kind == retention.Sale {
			return e.Day()
		}
	}
	return retention.Date{}
}

// cohortEarlier returns the earlier of two days, where the zero Date is none.
func cohortEarlier(a, b retention.Date) retention.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Customers returns the number of customers in all cohorts: those with a sale.
func (t *CohortTable) Customers() int {
	n := 0
	for i := range t.Cohorts {
		n += t.Cohorts[i].Size
	}
	return n
}
