package ltv

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// Customer has the facts of one customer that lifetime value needs: when they
// came, how often they came back, and what they spent. Visits are days:
// purchases of one calendar day are one, as everywhere in these models. A
// purchase of amount 0 is a visit, too.
//
// It can be kept in a database and brought up to date, without the orders:
//
//	c, err := c.Buy(day, amount) // with every purchase
//	c = c.Until(today)           // for all, before they make a [Base]
//
// A customer with an ID alone has not bought yet; the first Buy sets First.
type Customer struct {
	ID      string         `json:"id"`
	First   retention.Date `json:"first"`   // the day of the first purchase
	Last    retention.Date `json:"last"`    // the day of the last one so far
	End     retention.Date `json:"end"`     // the last day that is known of
	Repeats int            `json:"repeats"` // days with a purchase, after the first

	RepeatSales decimal.Decimal `json:"repeatSales"` // money of the sales on these days
	Sales       decimal.Decimal `json:"sales"`       // money of all sales
	Refunds     decimal.Decimal `json:"refunds"`     // money that went back, 0 or more
}

// Errors that a [CustomerError] can wrap.
var (
	// ErrCustomer is wrapped by every one of them.
	ErrCustomer = errors.New("impossible customer")
	// ErrLate is wrapped by the one about a purchase before the last: the customer
	// is to be summarised anew, from the orders.
	ErrLate = errors.New("purchase comes late")
)

// CustomerError tells which [Customer] could not be used, and why.
type CustomerError struct {
	Customer string
	Err      error
}

// Error names the customer and what is wrong.
func (e *CustomerError) Error() string {
	return fmt.Sprintf("ltv: customer %q: %v", e.Customer, e.Err)
}

// Unwrap returns [ErrCustomer] and the cause.
func (e *CustomerError) Unwrap() []error { return []error{ErrCustomer, e.Err} }

// Check returns a *[CustomerError] if the customer is impossible: the ID is
// empty or not UTF-8; there is no first day; days are out of order; repeat
// purchases do not agree with the days; money is below zero or has more than
// 100 digits before or after the point; or there is money of repeat purchases
// but no repeat purchase.
func (c Customer) Check() error {
	if reason := c.fault(); reason != "" {
		return &CustomerError{c.ID, errors.New(reason)}
	}
	return nil
}

func (c *Customer) fault() string {
	switch {
	case c.ID == "":
		return "no ID"
	case !utf8.ValidString(c.ID):
		return "ID is not valid UTF-8"
	case c.First.IsZero():
		return "no first purchase"
	case c.Last.Before(c.First):
		return fmt.Sprintf("the last purchase, on %v, comes before the first, on %v", c.Last, c.First)
	case c.End.Before(c.Last):
		return fmt.Sprintf("a purchase on %v, after the end, %v", c.Last, c.End)
	case c.Repeats < 0 || c.Repeats > c.Last.DaysSince(c.First):
		return fmt.Sprintf("%d days of repeat purchases between %v and %v", c.Repeats, c.First, c.Last)
	case c.Repeats == 0 && c.Last != c.First:
		return fmt.Sprintf("no repeat purchase, and a last one on %v", c.Last)
	case tooWide(c.RepeatSales) || tooWide(c.Sales) || tooWide(c.Refunds):
		return "money out of range"
	case c.RepeatSales.IsNegative() || c.Sales.IsNegative() || c.Refunds.IsNegative():
		return "money below zero"
	case c.RepeatSales.GreaterThan(c.Sales):
		return fmt.Sprintf("repeat purchases of %v, among sales of %v", c.RepeatSales, c.Sales)
	case c.Repeats == 0 && !c.RepeatSales.IsZero():
		return "money from repeat purchases, but none of these"
	}
	return ""
}

// Record returns the record of the customer for the models of purchases: x is
// Repeats, t_x and T are the days from First to Last and to End. The record of
// a customer who fails [Customer.Check] means nothing.
func (c Customer) Record() btyd.Record {
	r, err := btyd.NewRecord(c.Repeats, days(c.Last, c.First), days(c.End, c.First))
	if err != nil {
		return btyd.Record{}
	}
	return r
}

func days(to, from retention.Date) btyd.Time { return btyd.Days(float64(to.DaysSince(from))) }

// Spend returns the spend of the customer for the model of spend: the mean of
// the totals of the days with repeat purchases. The first day is left out, as
// first purchases often differ. Days on which nothing was paid count, because
// they also count among the purchases that the mean is multiplied by. ok is
// false if there was no repeat purchase, or nothing was paid on any.
func (c Customer) Spend() (s btyd.Spend, ok bool) {
	if c.Repeats <= 0 || !c.RepeatSales.IsPositive() {
		return btyd.Spend{}, false
	}
	s, err := btyd.NewSpend(c.Repeats, c.RepeatSales.InexactFloat64()/float64(c.Repeats))
	return s, err == nil
}

// Net returns the customer's sales less refunds, which may be below zero.
func (c Customer) Net() decimal.Decimal { return c.Sales.Sub(c.Refunds) }

// Buy returns the customer after a purchase: the first if there was none, or
// another repeat purchase, unless there was one on that day already. If the day
// is later than End, End becomes that day.
//
// The error is a *[CustomerError] if the amount is below zero or too long, as
// in [Customer.Check], if there is no day, or, wrapping [ErrLate], if the day
// comes before the last purchase, because the purchases in between are no
// longer known. The customer is then returned unchanged.
func (c Customer) Buy(day retention.Date, amount decimal.Decimal) (Customer, error) {
	switch {
	case tooWide(amount):
		return c, &CustomerError{c.ID, errors.New("a purchase of money out of range")}
	case amount.IsNegative():
		return c, &CustomerError{c.ID, fmt.Errorf("a purchase of %v", amount)}
	case day.IsZero():
		return c, &CustomerError{c.ID, errors.New("a purchase on no day")}
	case day.Before(c.Last):
		return c, &CustomerError{c.ID, fmt.Errorf("%w, on %v: there was one on %v", ErrLate, day, c.Last)}
	}
	switch {
	case c.First.IsZero():
		c.First = day
	case day.After(c.Last):
		c.Repeats++
	}
	c.Last = day
	if day.After(c.First) {
		c.RepeatSales = c.RepeatSales.Add(amount)
	}
	c.Sales = c.Sales.Add(amount)
	return c.Until(day), nil
}

// Refund returns the customer after money was given back. The amount may have
// either sign. The error is a *[CustomerError] about one that is too long, as
// in [Customer.Check]; the customer is then returned as it was.
func (c Customer) Refund(amount decimal.Decimal) (Customer, error) {
	if tooWide(amount) {
		return c, &CustomerError{c.ID, errors.New("a refund of money out of range")}
	}
	c.Refunds = c.Refunds.Add(amount.Abs())
	return c, nil
}

// Until returns the customer as of the end of a later day, without a purchase
// since. If the day is not later than End, it returns the customer unchanged.
func (c Customer) Until(day retention.Date) Customer {
	if day.After(c.End) {
		c.End = day
	}
	return c
}
