package main

import (
	"bytes"
	"slices"

	"github.com/shopspring/decimal"
)

// unsettled are rows with an amount such as 1,234, of which only all files
// together tell whether it is a thousand: in yen it is.
type unsettled struct {
	rows     []unsettledRow
	decimals bool // some amount has decimals, so nothing is settled
}

type unsettledRow struct {
	row
	layout *layout
}

// readMoney reads an amount of a row. If it could be a thousand or a decimal, and
// nothing in the row tells the currency, it is read as a thousand and the row is
// marked.
func (rw *row) readMoney(text []byte) (decimal.Decimal, fault) {
	d, f := parseNumber(text, rw.currency)
	if f == ambiguousAmount && rw.currency == "" && !hasSign(text) {
		if thousand, f := parseNumber(text, "JPY"); f == usable {
			rw.unsettled = true
			return thousand, usable
		}
	}
	rw.decimals = rw.decimals || f == usable && d.Exponent() < 0
	return d, f
}

// hold keeps a row until all files are read, and a copy of what it says, as the
// next row takes its place. Where it is clear already that the files are not in
// yen, there is nothing to wait for.
func (l *loader) hold(rw *row) fault {
	if !l.maybeThousands() {
		return ambiguousAmount
	}
	kept := unsettledRow{*rw, l.layout}
	kept.money = nil
	for _, text := range []*[]byte{&kept.order, &kept.line, &kept.customer} {
		*text = bytes.Clone(*text)
	}
	l.unsettled.rows = append(l.unsettled.rows, kept)
	return usable
}

// release takes in the rows that were held, or counts them as unusable.
func (l *loader) release() {
	yen := l.maybeThousands() && (l.signs.yen > 0 || len(l.currencies) > 0)
	for i := range l.unsettled.rows {
		rw := &l.unsettled.rows[i]
		if yen {
			l.take(&rw.row, rw.layout)
		} else {
			l.unusable.add(ambiguousAmount, 1, rw.number)
		}
	}
	l.unsettled.rows = nil
}

// maybeThousands reports whether what was read so far leaves it open that all
// amounts are whole: none has decimals or a sign of other money than yen, and no
// row states a currency that has some.
func (l *loader) maybeThousands() bool {
	if l.unsettled.decimals || l.signs.other > 0 {
		return false
	}
	for currency := range l.currencies {
		if hasDecimals(currency) {
			return false
		}
	}
	return true
}

// hasSign reports whether an amount has the sign of a currency.
func hasSign(text []byte) bool {
	return slices.ContainsFunc(currencySigns, func(sign string) bool { return bytes.Contains(text, []byte(sign)) })
}
