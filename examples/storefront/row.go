package main

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// row is what a row of a file says.
type row struct {
	order, line, customer []byte // valid until the next row is read
	kind                  retention.Kind
	at                    time.Time
	amount                retention.Amount
	currency              string
	money                 []byte // the text of the amount or price
	unsettled             bool   // the amount may not be a thousand, see unsettled
	decimals              bool   // an amount has some
	number                int    // of its first line, counted through all files

	// Of rows that tell an order's total:
	hasTotal  bool
	status    status
	refunded  retention.Amount
	cancelled time.Time
}

// row takes in the record that r is at.
func (l *loader) row(r *records) fault {
	rw := row{number: l.linesSoFar + r.line}
	f := l.parse(r, &rw)
	if f == usable || f == ambiguousAmount { // $1,234 is of another currency than ¥1,234
		l.signs.add(rw.money)
	}
	if f != usable {
		return f
	}
	if rw.currency != "" {
		l.currencies[rw.currency]++
	}
	l.unsettled.decimals = l.unsettled.decimals || rw.decimals
	if rw.unsettled {
		return l.hold(&rw)
	}
	l.take(&rw, l.layout)
	return usable
}

// take adds what a row says to what is known.
func (l *loader) take(rw *row, from *layout) {
	switch customer := l.customer(rw.customer); l.shape {
	case rowPerLine:
		l.sums.add(rw, customer)
	case rowOfTotal:
		l.totals.add(rw, customer, from)
	default:
		o := newOrder(string(rw.order), customer, rw.kind, rw.at, rw.amount.Decimal())
		l.keep([]retention.Order{o}, 1, rw.number)
	}
}

// newOrder returns an order for the library. What comes to less than nothing is
// a refund, whatever the file calls it.
func newOrder(id, customer string, kind retention.Kind, at time.Time, amount decimal.Decimal) retention.Order {
	if kind == retention.Sale && amount.IsNegative() {
		kind = retention.Refund
	}
	return retention.Order{ID: id, Customer: customer, Kind: kind, At: at, Amount: amount}
}

// customer returns the text of a customer's ID, the same for all of the
// customer's rows.
func (l *loader) customer(id []byte) string {
	if text, ok := l.customers[string(id)]; ok {
		return text
	}
	text := string(id)
	l.customers[text] = text
	return text
}

// parse reads a row.
func (l *loader) parse(r *records, rw *row) fault {
	columns := len(l.layout.header)
	switch {
	case r.broken:
		return brokenQuotes
	case len(r.fields) < l.layout.needed:
		return missingFields
	case len(r.fields) > columns && len(bytes.Join(r.fields[columns:], nil)) > 0:
		return extraFields
	}
	if f := l.parseIDs(r.fields, rw); f != usable {
		return f
	}
	if f := l.parseKind(r.fields, rw); f != usable {
		return f
	}
	if l.shape == rowOfTotal {
		// A row without a total is one more line of its order, and tells
		// nothing else.
		if rw.hasTotal = len(l.layout.text(r.fields, roleAmount)) > 0; !rw.hasTotal {
			return usable
		}
	}
	var f fault
	if rw.at, f = l.clock.parse(l.layout.text(r.fields, roleAt)); f != usable {
		return f
	}
	if rw.currency = currencyOf(l.layout.text(r.fields, roleCurrency)); rw.currency == "" {
		rw.currency = l.currency
	}
	if rw.kind == retention.Void {
		return usable
	}
	if f = l.layout.parseAmount(r.fields, rw); f != usable {
		return f
	}
	return l.parseState(r.fields, rw)
}

func (l *loader) parseIDs(fields [][]byte, rw *row) fault {
	lay := l.layout
	rw.order = lay.text(fields, roleOrder)
	rw.line = lay.text(fields, roleLine)
	rw.customer = lay.text(fields, roleCustomer)
	switch {
	case !utf8.Valid(rw.order) || !utf8.Valid(rw.customer):
		return notUTF8
	case lay.has(roleOrder) && len(rw.order) == 0:
		return noOrder
	}
	if string(rw.customer) == lay.format.guest {
		rw.customer = nil
	}
	if lay.format.email && len(rw.customer) > 0 {
		rw.customer = bytes.ToLower(rw.customer)
	}
	return usable
}

// parseKind reads the kind of a row: what it says or, if it says nothing, a
// refund where the order's ID begins like one, and else a sale.
func (l *loader) parseKind(fields [][]byte, rw *row) fault {
	if text := l.layout.text(fields, roleKind); len(text) > 0 {
		if rw.kind.UnmarshalText(bytes.ToLower(text)) != nil {
			return badKind
		}
		return usable
	}
	prefix := l.refundPrefix
	if prefix == "" {
		prefix = l.layout.format.refundPrefix
	}
	if prefix != "" && bytes.HasPrefix(rw.order, []byte(prefix)) {
		rw.kind = retention.Refund
	}
	return usable
}

// parseAmount reads what a row comes to, exactly.
func (l *layout) parseAmount(fields [][]byte, rw *row) fault {
	role := roleAmount
	if !l.has(roleAmount) {
		role = rolePrice
	}
	rw.money = l.text(fields, role)
	d, f := rw.readMoney(rw.money)
	if f != usable {
		return f
	}
	if role == rolePrice {
		quantity, f := parseNumber(l.text(fields, roleQuantity), "")
		if f != usable {
			return f
		}
		d = d.Mul(quantity)
		rw.decimals = rw.decimals || !d.IsInteger()
	}
	amount, err := retention.NewAmount(d)
	rw.amount = amount
	return faultOf(err)
}

// parseState reads what became of an order, in formats that tell.
func (l *loader) parseState(fields [][]byte, rw *row) (f fault) {
	word := strings.ToLower(string(l.layout.text(fields, roleStatus)))
	rw.status = l.layout.format.words[strings.TrimPrefix(word, "wc-")]
	if rw.status == unplaced {
		return neverPlaced
	}
	if text := l.layout.text(fields, roleCancelled); len(text) > 0 {
		rw.status = cancelled
		if rw.cancelled, f = l.clock.read(text); f != usable {
			return f
		}
	}
	if text := l.layout.text(fields, roleRefunded); len(text) > 0 {
		d, f := rw.readMoney(text)
		if f != usable {
			return f
		}
		amount, err := retention.NewAmount(d)
		rw.refunded = amount
		return faultOf(err)
	}
	return usable
}

// currencyOf returns the code of a currency in capitals. Nearly all are.
func currencyOf(text []byte) string {
	switch string(text) {
	case "", "JPY", "USD", "EUR", "GBP":
		return string(text)
	}
	return strings.ToUpper(string(text))
}
