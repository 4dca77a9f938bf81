package main

import (
	"bytes"
	"slices"
)

// wholeCurrencies are those of ISO 4217 whose money has no decimals.
var wholeCurrencies = []string{
	"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
}

// hasDecimals reports whether money of a currency has any. What is not known
// may have some.
func hasDecimals(currency string) bool {
	return !slices.Contains(wholeCurrencies, currency)
}

// isCurrency reports whether a code looks like one of ISO 4217.
func isCurrency(code string) bool {
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return len(code) == 3
}

// signs counts the amounts that have a sign of a currency.
type signs struct{ yen, other int }

// add takes in an amount. Most have digits at both ends, and so no sign.
func (s *signs) add(text []byte) {
	if len(text) == 0 || digit(text[0]) && digit(text[len(text)-1]) {
		return
	}
	for _, sign := range currencySigns {
		if bytes.Contains(text, []byte(sign)) {
			if isYen(sign) {
				s.yen++
			} else {
				s.other++
			}
			return
		}
	}
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// settle returns the currency of all orders: the one that rows or the command
// line state or, if none do, yen where signs say so. ¥ is the yuan's sign too,
// which has decimals: so all amounts must be whole.
func (l *loader) settle() string {
	for currency := range l.currencies { // the only one
		return currency
	}
	if l.signs.yen == 0 || l.signs.other > 0 {
		return ""
	}
	for i := range l.orders {
		if !l.orders[i].Amount.IsInteger() {
			return ""
		}
	}
	return "JPY"
}
