package retention

import (
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Order is one event in a customer's account: a purchase, money given back, or
// the news that an order is void.
//
// Every order needs an At, and every order but a void an Amount. An empty
// Customer is a guest: such orders are counted, but belong to nobody. An order
// with an empty ID cannot be told apart from another one like it, so it is
// never taken for a duplicate.
type Order struct {
	// ID identifies the order among the orders of its customer. A repeated
	// order is recognised by it, and a [Void] points at it.
	ID string
	// Customer is the caller's own key of the customer; empty for a guest.
	Customer string
	// At is the instant the order was placed, the refund was booked, or the
	// void became known. The zero time is an error.
	At time.Time
	// Amount is the money of the order, in the currency's main unit. A Refund
	// lowers the customer's money by it whatever its sign. A Sale with a
	// negative Amount is read as a Refund.
	Amount decimal.Decimal
	// Kind is Sale unless set.
	Kind Kind
	// Currency is the ISO 4217 code, if known. Orders of one [History] share
	// one currency; an order that states none fits any.
	Currency string
	// Lines says what was bought. A History does not keep them.
	Lines []Line
}

// Line is one article of an [Order].
type Line struct {
	SKU      string
	Category string
	Quantity decimal.Decimal
	Amount   decimal.Decimal // of the whole line, not of one piece
}

// Kind tells what an [Order] did. The zero Kind is [Sale].
type Kind uint8

const (
	// Sale is a purchase: a visit, and money in.
	Sale Kind = iota
	// Refund is money given back, in part or whole. It lowers the customer's
	// money and is never a visit. Two refunds with one ID are versions of one:
	// refunds in parts have an ID each, or each states the sum so far.
	Refund
	// Void takes back every order of the same customer that has its ID. From
	// the Void's own time on, these orders do not count. Its Amount is ignored.
	// A Refund that has an ID of its own still counts: it takes a Void too, or
	// the customer is left with less than nothing.
	Void
)

var kindNames = [...]string{Sale: "sale", Refund: "refund", Void: "void"}

// String returns "sale", "refund" or "void".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// MarshalText implements [encoding.TextMarshaler].
func (k Kind) MarshalText() ([]byte, error) {
	if int(k) >= len(kindNames) {
		return nil, fmt.Errorf("%w: %v", ErrKind, k)
	}
	return []byte(kindNames[k]), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (k *Kind) UnmarshalText(text []byte) error {
	for i, name := range kindNames {
		if string(text) == name {
			*k = Kind(i)
			return nil
		}
	}
	return fmt.Errorf("%w: %q", ErrKind, text)
}

// These are the faults that an [OrderError] can wrap.
var (
	ErrTime     = errors.New("no usable time")
	ErrAmount   = errors.New("amount out of range")
	ErrKind     = errors.New("unknown kind of order")
	ErrText     = errors.New("not valid UTF-8")
	ErrCurrency = errors.New("mixed currencies")
)

// OrderError tells which order could not be used, and why.
type OrderError struct {
	Customer string // Order.Customer
	Order    string // Order.ID
	Err      error  // wraps one of the sentinels, with the value seen
}

// Error implements error. IDs of more than 64 bytes are cut short in it.
func (e *OrderError) Error() string {
	return fmt.Sprintf("retention: customer %s: order %s: %v", quote(e.Customer), quote(e.Order), e.Err)
}

// Unwrap returns the fault.
func (e *OrderError) Unwrap() error { return e.Err }

func quote(id string) string {
	const most = 64
	if len(id) <= most {
		return strconv.Quote(id)
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(id[cut]) {
		cut--
	}
	return strconv.Quote(id[:cut]) + "…"
}

// Check reports why an order cannot be kept in a [History], as an
// [*OrderError], or nil if it can:
//
//   - [ErrTime]: At is the zero time or outside the years 1 to 9999,
//   - [ErrAmount]: see [NewAmount],
//   - [ErrKind]: Kind is none of Sale, Refund and Void,
//   - [ErrText]: ID, Customer or Currency is not valid UTF-8.
func (o *Order) Check() error {
	_, err := o.check("")
	return err
}

// Effect returns how an order counts by itself: as a Sale with what it adds to
// the customer's money, as a Refund with what it takes away (0 or less), or as
// a Void with nothing. A Sale with a negative Amount is a Refund. The error is
// that of [Order.Check], except for [ErrText]: texts are not looked at.
func (o *Order) Effect() (Kind, Amount, error) {
	a, err := o.amount()
	if err != nil || o.Kind == Void {
		return o.Kind, Amount{}, err
	}
	kind, amount := o.Kind.effect(a)
	return kind, amount, nil
}
