package retention

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decodeRun reads what AppendBinary writes, and nothing else.
func decodeRun(data []byte) (*run, string, error) {
	d := decoder{rest: data}
	if string(d.bytes(len(magic))) != magic {
		return nil, "", errors.New("no History of version 1")
	}
	currency := d.string()
	r := new(run)
	for n := d.count(); n > 0 && d.err == nil; n-- {
		d.customer(r)
	}
	if d.err == nil && len(d.rest) > 0 {
		d.err = errors.New("more bytes than a History")
	}
	if d.err != nil {
		return nil, "", fmt.Errorf("byte %d: %w", len(data)-len(d.rest), d.err)
	}
	r.customers, r.entries = trim(r.customers), trim(r.entries)
	ownIDs(r.customers)
	return r, currency, nil
}

// decoder reads values off bytes. After the first error all it reads is zero.
type decoder struct {
	rest []byte
	err  error
	ids  idSet
}

func (d *decoder) fail(reason string) {
	d.err = cmp.Or(d.err, errors.New(reason))
	d.rest = d.rest[len(d.rest):]
}

func (d *decoder) customer(r *run) {
	c := customer{id: d.string()}
	head := d.uvarint()
	c.known = head&1 != 0
	if n := len(r.customers); n > 0 && strings.Compare(r.customers[n-1].id, c.id) >= 0 {
		d.fail("customers out of order")
	}
	if c.id == "" && c.known || head == 0 {
		d.fail("a customer of whom nothing is known")
	}
	start := len(r.entries)
	var before entry
	for n := head >> 1; n > 0 && d.err == nil; n-- {
		e := d.entry(before.micros)
		if len(r.entries) > start && (before.sameOrder(&e) || before.compare(&e) > 0) {
			d.fail("orders out of order")
		}
		r.entries = append(r.entries, e)
		before = e
	}
	c.end = len(r.entries)
	c.contested = d.ids.contested(r.entries[start:])
	r.customers = append(r.customers, c)
}

func (d *decoder) entry(before int64) entry {
	e := entry{micros: before + d.varint(), nanos: uint16(min(d.uvarint(), 1000))}
	e.kind, e.extra = Kind(d.byte()), d.byte()
	e.amount = d.varint()
	seen := d.uvarint()
	e.seen = uint32(seen)
	e.id = d.orderID()
	switch {
	case e.micros == firstSecond*microsPerSecond && e.nanos == 0:
		d.fail("no time")
	case e.nanos > 999 || floorDiv(e.micros, microsPerSecond) < firstSecond || floorDiv(e.micros, microsPerSecond) > lastSecond:
		d.fail("time out of range")
	case e.kind > Void:
		d.fail("unknown kind of order")
	case seen == 0 || seen > 1<<32-1:
		d.fail("wrong number of repeats")
	case seen > 1 && e.id == orderID{}:
		d.fail("repeats of an order without an ID")
	case !e.money().valid() || e.kind == Void && e.amount != 0:
		d.fail("amount out of range")
	}
	return e
}

func (d *decoder) orderID() (id orderID) {
	n := d.byte()
	switch {
	case n == longID:
		copy(id[1:], d.bytes(len(id)-1))
	case int(n) < len(id):
		copy(id[1:], d.bytes(int(n)))
		if !utf8.Valid(id[1 : 1+n]) {
			d.fail("order ID is not valid UTF-8")
		}
	default:
		d.fail("order ID of a wrong length")
		return orderID{}
	}
	id[0] = n
	return id
}

// valid reports whether a is an amount that NewAmount makes.
func (a Amount) valid() bool {
	if a.extra == 0 {
		return a.units < pow10[maxDigits] && a.units > -pow10[maxDigits]
	}
	return a.extra <= maxScale-baseScale && a.units%10 != 0 &&
		a.units < pow10[maxDigits] && a.units > -pow10[maxDigits]
}

func (d *decoder) byte() byte {
	if b := d.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.rest) {
		d.fail("cut short")
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) string() string {
	n := d.count()
	s := string(d.bytes(n))
	if !utf8.ValidString(s) {
		d.fail("text is not valid UTF-8")
	}
	return s
}

// count reads how many things of a byte or more follow.
func (d *decoder) count() int {
	n := d.uvarint()
	if n > uint64(len(d.rest)) {
		d.fail("cut short")
		return 0
	}
	return int(n)
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || n > 1 && d.rest[n-1] == 0 { // no number is padded
		d.fail("no number")
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

func (d *decoder) varint() int64 {
	u := d.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}
