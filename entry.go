package retention

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// entry is what a History keeps of an order: 40 bytes, without a pointer.
type entry struct {
	micros int64 // Unix time, rounded down
	amount int64 // Amount.units
	id     orderID
	seen   uint32 // how often it was added; stays at its maximum
	nanos  uint16 // 0..999 on top of micros
	kind   Kind
	extra  uint8 // Amount.extra
}

// orderID is an order's ID in 16 bytes: its length and the ID itself where that
// fits, else longID and the first 15 bytes of its SHA-256, which no two IDs
// share in practice and nobody can forge. The zero orderID is no ID.
type orderID [16]byte

const longID = 0xff

func (o *orderID) set(id string) {
	if len(id) < len(o) {
		o[0] = byte(len(id))
		copy(o[1:], id)
		return
	}
	sum := sha256.Sum256([]byte(id))
	o[0] = longID
	copy(o[1:], sum[:])
}

// The years that an order's time may lie in are those that RFC 3339 can write.
const (
	firstSecond = -62_135_596_800 // 0001-01-01T00:00:00Z
	lastSecond  = 253_402_300_799 // 9999-12-31T23:59:59Z
)

// compact fills in what is kept of an order among others in a currency, or
// returns an *OrderError.
func (e *entry) compact(o *Order, currency string) error {
	amount, err := o.check(currency)
	if err != nil {
		return err
	}
	e.micros = o.At.UnixMicro()
	e.nanos = uint16(o.At.Nanosecond() % 1000)
	e.amount, e.extra = amount.units, amount.extra
	e.kind, e.seen = o.Kind, 1
	e.id.set(o.ID)
	return nil
}

// check returns the amount of an order among others in a currency, 0 for a
// void, or an *OrderError.
func (o *Order) check(currency string) (a Amount, err error) {
	if !utf8.ValidString(o.ID) || !utf8.ValidString(o.Customer) || !utf8.ValidString(o.Currency) {
		return Amount{}, o.fault(fmt.Errorf("%w: %s", ErrText, quote(o.firstInvalid())))
	}
	if o.Currency != currency && o.Currency != "" && currency != "" {
		return Amount{}, o.fault(mixed(o.Currency, currency))
	}
	return o.amount()
}

// firstInvalid returns the first text that is not valid UTF-8.
func (o *Order) firstInvalid() string {
	texts := []string{o.ID, o.Customer, o.Currency}
	return texts[slices.IndexFunc(texts, func(text string) bool { return !utf8.ValidString(text) })]
}

// amount returns the amount of an order, 0 for a void, or an *OrderError.
func (o *Order) amount() (a Amount, err error) {
	s := o.At.Unix()
	switch {
	case s < firstSecond || s > lastSecond || o.At.IsZero():
		err = fmt.Errorf("%w: %v", ErrTime, o.At.UTC())
	case o.Kind < Void:
		a, err = NewAmount(o.Amount)
	case o.Kind > Void:
		err = fmt.Errorf("%w: %d", ErrKind, o.Kind)
	}
	if err != nil {
		return Amount{}, o.fault(err)
	}
	return a, nil
}

func (o *Order) fault(err error) error {
	return &OrderError{Customer: o.Customer, Order: o.ID, Err: err}
}

func (e *entry) money() Amount { return Amount{e.amount, e.extra} }

// time returns the entry's instant in the given zone.
func (e *entry) time(zone *time.Location) time.Time {
	return time.UnixMicro(e.micros).Add(time.Duration(e.nanos)).In(zone)
}

// sameOrder reports whether two entries tell of one order in the same words.
func (e *entry) sameOrder(o *entry) bool {
	return e.id == o.id && e.id != orderID{} && e.compare(o) == 0
}

// compare orders entries by time, kind, amount and ID. It is 0 only for
// entries that differ in nothing but how often they were seen.
func (e *entry) compare(o *entry) int {
	if e.micros != o.micros {
		return cmp.Compare(e.micros, o.micros)
	}
	return cmp.Or(
		cmp.Compare(e.nanos, o.nanos),
		cmp.Compare(e.kind, o.kind),
		e.money().Compare(o.money()),
		e.id.compare(&o.id),
	)
}

func (id *orderID) compare(o *orderID) int {
	a, b := id.words()
	c, d := o.words()
	if a != c {
		return cmp.Compare(a, c)
	}
	return cmp.Compare(b, d)
}

// words returns the ID as two numbers that sort as its bytes do.
func (id *orderID) words() (high, low uint64) {
	return binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
}

// absorb counts the repeats of o as repeats of e.
func (e *entry) absorb(o *entry) {
	if sum := e.seen + o.seen; sum >= e.seen {
		e.seen = sum
	} else {
		e.seen = 1<<32 - 1
	}
}
