package ltv

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// ErrNoCustomers is the error about a base without a customer who bought.
var ErrNoCustomers = errors.New("no customer who bought")

// Base is a customer base as of the end of a day. It never changes, and is safe
// for concurrent use. It is not for storing: store orders, or each [Customer].
type Base struct {
	customers    []Customer // by ID
	from, end    retention.Date
	currency     string
	withoutSales int
}

// MarshalJSON returns an error, lest customers be lost in silence.
func (b *Base) MarshalJSON() ([]byte, error) {
	return nil, errors.New("ltv: a Base is not stored: store orders, or each Customer")
}

// Summarize returns the customers of a view. The end is the last day that had
// begun before the view's instant. As of midnight, that is the day before. So
// take a view as of midnight, unless today is to count as a whole day.
//
// Days are those of the view's zone. Every sale makes a visit, also a sale of
// amount 0. Refunds only lower the money. Customers known without a sale are
// counted, see [Base.WithoutSales]. A view without sales gives a base without
// customers.
//
// It takes O(orders) time, on several processors where that helps.
func Summarize(v retention.View) *Base {
	end := endOf(v)
	list, without := tally(v, end, func(d *diary) (Customer, bool) { return d.customer(d.days, end) })
	return newBase(list, end, v.Currency(), without)
}

// NewBase returns a base of customers that the caller has: kept up to date by
// [Customer.Buy], or from one GROUP BY in a database, here PostgreSQL:
//
//	WITH events AS (
//		SELECT customer_id, (placed_at AT TIME ZONE 'Asia/Tokyo')::date AS day,
//		       kind = 'sale' AND amount >= 0 AS sale, abs(amount) AS money
//		FROM orders
//		WHERE customer_id <> '' AND kind IN ('sale', 'refund')
//		  AND placed_at < $1 -- midnight, as the day after End begins
//	), known AS (
//		SELECT *, min(day) FILTER (WHERE sale) OVER (PARTITION BY customer_id) AS first
//		FROM events
//	)
//	SELECT customer_id AS "ID", first AS "First",
//	       max(day)            FILTER (WHERE sale)                           AS "Last",
//	       count(DISTINCT day) FILTER (WHERE sale AND day > first)           AS "Repeats",
//	       coalesce(sum(money) FILTER (WHERE sale AND day > first), 0)       AS "RepeatSales",
//	       sum(money)          FILTER (WHERE sale)                           AS "Sales",
//	       coalesce(sum(money) FILTER (WHERE NOT sale), 0)                   AS "Refunds"
//	FROM known
//	WHERE first IS NOT NULL -- who never bought
//	GROUP BY customer_id, first
//
// Leave out voided orders and rows that come twice beforehand: a
// [retention.History] does that by itself. All customers must have the same
// End. Their order does not matter. Repeats does not count the first day. Where
// only the total of each customer is known, set RepeatSales to Sales × Repeats
// / (Repeats + 1): without RepeatSales there is no model of spend.
//
// The error is a *[CustomerError] about the first customer, by ID, who fails
// [Customer.Check], comes twice, or has another End than the one before; or it
// wraps [ErrNoCustomers]. It takes O(n log n) time.
func NewBase(customers []Customer, currency string) (*Base, error) {
	if len(customers) == 0 {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	list := slices.Clone(customers)
	slices.SortStableFunc(list, func(a, b Customer) int { return cmp.Compare(a.ID, b.ID) })
	end := list[0].End
	for i, c := range list {
		switch err := c.Check(); {
		case err != nil:
			return nil, err
		case i > 0 && c.ID == list[i-1].ID:
			return nil, &CustomerError{c.ID, errors.New("twice in the base")}
		case c.End != end:
			return nil, &CustomerError{c.ID, fmt.Errorf("known until %v, others until %v", c.End, end)}
		}
	}
	return newBase(list, end, currency, 0), nil
}

func newBase(list []Customer, end retention.Date, currency string, withoutSales int) *Base {
	b := &Base{customers: list, end: end, currency: currency, withoutSales: withoutSales}
	for i := range list {
		if first := list[i].First; i == 0 || first.Before(b.from) {
			b.from = first
		}
	}
	return b
}

// Len returns the number of customers who bought.
func (b *Base) Len() int { return len(b.customers) }

// At returns the i-th customer in the order of IDs.
func (b *Base) At(i int) Customer { return b.customers[i] }

// All iterates over the customers in the order of their IDs, byte by byte.
func (b *Base) All() iter.Seq[Customer] { return slices.Values(b.customers) }

// Find returns a customer by ID, in O(log n).
func (b *Base) Find(id string) (Customer, bool) {
	i, ok := slices.BinarySearchFunc(b.customers, id, func(c Customer, id string) int { return cmp.Compare(c.ID, id) })
	if !ok {
		return Customer{}, false
	}
	return b.customers[i], true
}

// From returns the day of the first purchase in the base, or the zero Date if
// there is none.
func (b *Base) From() retention.Date { return b.from }

// End returns the last day that the base knows of.
func (b *Base) End() retention.Date { return b.end }

// Currency returns the currency of all money in the base, or "".
func (b *Base) Currency() string { return b.currency }

// WithoutSales returns how many customers are known but never bought. Lifetime
// value says nothing about them. It is 0 after [NewBase].
func (b *Base) WithoutSales() int { return b.withoutSales }

// Records returns the records of all customers, in the order of customers.
func (b *Base) Records() []btyd.Record {
	list := make([]btyd.Record, len(b.customers))
	for i := range b.customers {
		list[i] = b.customers[i].Record()
	}
	return list
}

// Spends returns the spend of each customer of whom it is known, see
// [Customer.Spend]. They may be fewer than the customers.
func (b *Base) Spends() []btyd.Spend {
	list := make([]btyd.Spend, 0, len(b.customers))
	for i := range b.customers {
		if s, ok := b.customers[i].Spend(); ok {
			list = append(list, s)
		}
	}
	return list
}

// Totals returns the money of all sales and of all refunds.
func (b *Base) Totals() (sales, refunds decimal.Decimal) {
	for i := range b.customers {
		sales = sales.Add(b.customers[i].Sales)
		refunds = refunds.Add(b.customers[i].Refunds)
	}
	return sales, refunds
}

// endOf returns the last day that had begun before the view's instant. That is
// not always the day of the moment before: where clocks go back over midnight,
// the next one may have begun already.
func endOf(v retention.View) retention.Date {
	end := retention.DateOf(v.AsOf().Add(-1), v.Zone())
	if next := end.AddDays(1); next.Start(v.Zone()).Before(v.AsOf()) {
		return next
	}
	return end
}
