package rfm

import (
	"iter"
	"math"
	"sort"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Customer has the measures of one customer.
type Customer struct {
	ID string `json:"id"`
	// First and Last are the days of the first and the last sale; both are the
	// zero Date for a customer without sales.
	First retention.Date `json:"first,omitzero"`
	Last  retention.Date `json:"last,omitzero"`
	// Recency is the time since the last sale, in the unit of [Basis.Recency].
	// It means nothing for a customer without sales.
	Recency int `json:"recency"`
	// Frequency is the number of sales, in the unit of [Basis.Frequency]; 0
	// for a customer without sales.
	Frequency int `json:"frequency"`
	// Monetary is the money of all sales less that of all refunds. It may be
	// zero or negative.
	Monetary decimal.Decimal `json:"monetary"`
}

// Table holds the measures of a shop's customers at one instant, in the order
// of their IDs. It is immutable and safe for concurrent use. The zero Table
// has no customers.
//
// Tables come from [Measure], [FromOrders] and [FromSummaries].
type Table struct {
	asOf     time.Time
	zone     *time.Location
	day      retention.Date // of asOf
	currency string
	basis    Basis

	ids         []string // ascending
	first, last []retention.Date
	recency     []int32
	frequency   []int32 // 0: without sales
	monetary    money
}

// money is a column of exact decimals: units × 10^-scale, or, if one of them
// does not fit, wide.
type money struct {
	units []int64
	scale uint8
	wide  []decimal.Decimal
}

func (m *money) at(i int) decimal.Decimal {
	if m.wide != nil {
		return m.wide[i]
	}
	return decimal.New(m.units[i], -int32(m.scale))
}

// AsOf returns the instant of the measurement. Orders at that instant or later
// were not looked at.
func (t *Table) AsOf() time.Time { return t.asOf }

// Zone returns the zone in which days were cut.
func (t *Table) Zone() *time.Location { return t.zone }

// Currency returns the currency of Monetary, or "" if it was never stated.
func (t *Table) Currency() string { return t.currency }

// Basis returns what was measured.
func (t *Table) Basis() Basis { return t.basis }

// Len returns the number of customers, those without sales included.
func (t *Table) Len() int { return len(t.ids) }

// WithSales returns the number of customers with at least one sale, who are
// those that get a score.
func (t *Table) WithSales() int {
	n := 0
	for _, f := range t.frequency {
		if f > 0 {
			n++
		}
	}
	return n
}

// At returns the customer in row i, 0 <= i < Len().
func (t *Table) At(i int) Customer {
	return Customer{
		ID:        t.ids[i],
		First:     t.first[i],
		Last:      t.last[i],
		Recency:   int(t.recency[i]),
		Frequency: int(t.frequency[i]),
		Monetary:  t.monetary.at(i),
	}
}

// All iterates over the rows in the order of customer IDs.
func (t *Table) All() iter.Seq2[int, Customer] {
	return func(yield func(int, Customer) bool) {
		for i := range t.ids {
			if !yield(i, t.At(i)) {
				return
			}
		}
	}
}

// Row returns the row of a customer, in O(log n).
func (t *Table) Row(id string) (int, bool) {
	i := sort.SearchStrings(t.ids, id)
	return i, i < len(t.ids) && t.ids[i] == id
}

// newTable returns a table of customers without sales, ids ascending.
func newTable(ids []string, asOf time.Time, zone *time.Location, basis Basis) *Table {
	return &Table{
		asOf: asOf.In(zone), zone: zone, day: retention.DateOf(asOf, zone), basis: basis,
		ids:       ids,
		first:     make([]retention.Date, len(ids)),
		last:      make([]retention.Date, len(ids)),
		recency:   make([]int32, len(ids)),
		frequency: make([]int32, len(ids)),
	}
}

// setSales fills the measures of row i but its money.
func (t *Table) setSales(i int, first, last time.Time, frequency int) {
	t.first[i] = retention.DateOf(first, t.zone)
	t.last[i] = retention.DateOf(last, t.zone)
	t.frequency[i] = int32(frequency)
	days := int64(t.day.DaysSince(t.last[i]))
	if t.basis.Recency == Elapsed {
		days = elapsedDays(last, t.asOf)
	}
	// Where clocks go back over midnight, a sale can be of a later day than
	// the instant that it was before.
	t.recency[i] = int32(min(max(days, 0), math.MaxInt32))
}

// elapsedDays returns the number of whole 24-hour periods from one time to
// another, which may lie further apart than a Duration can say.
func elapsedDays(from, to time.Time) int64 {
	seconds := to.Unix() - from.Unix()
	if to.Nanosecond() < from.Nanosecond() {
		seconds--
	}
	return seconds / (24 * 60 * 60)
}

// moneyOf puts exact decimals into a column.
func moneyOf(totals []decimal.Decimal) money {
	m := money{units: make([]int64, len(totals)), scale: 2}
	for _, d := range totals {
		if d.Exponent() < -18 {
			return money{wide: totals}
		}
		m.scale = max(m.scale, uint8(max(0, -d.Exponent())))
	}
	for i, d := range totals {
		units := d.Shift(int32(m.scale))
		if units.NumDigits()+int(units.Exponent()) > 18 {
			return money{wide: totals}
		}
		m.units[i] = units.IntPart()
	}
	return m
}
