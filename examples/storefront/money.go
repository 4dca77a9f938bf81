package main

import (
	"bytes"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// longestNumber is more than any sum of money is long.
const longestNumber = 64

// parseNumber reads an exact decimal: 1234.5, -12, (5.00), ▲5, ¥1,980, 1.234,50
// and 1,234,567 are clear. "1,234" is not: it is a thousand where the point is a
// point, and little more than one where it is a comma; it is read as a thousand
// only where the money is of a currency without decimals, such as yen.
func parseNumber(text []byte, currency string) (decimal.Decimal, fault) {
	if d, ok := plainNumber(text); ok {
		return d, usable
	}
	if len(text) > longestNumber {
		return decimal.Zero, badAmount
	}
	s, negative, yen := bare(minuses.Replace(halfWidth(string(text))))
	if yen {
		currency = "JPY"
	}
	s, clear := ungrouped(s, !hasDecimals(currency))
	switch {
	case negative && strings.HasPrefix(s, "-"): // (-5): nobody knows
		return decimal.Zero, badAmount
	case !clear:
		return decimal.Zero, ambiguousAmount
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return decimal.Zero, badAmount
	}
	if _, err := retention.NewAmount(d); err != nil {
		return decimal.Zero, badAmount
	}
	if negative {
		d = d.Neg()
	}
	return d, usable
}

// plainNumber reads what nearly all numbers look like.
func plainNumber(text []byte) (decimal.Decimal, bool) {
	digits, negative := bytes.CutPrefix(text, []byte{'-'})
	if len(digits) == 0 || len(digits) > 18 {
		return decimal.Zero, false
	}
	units, scale, point := int64(0), int32(0), false
	for i, c := range digits {
		switch {
		case c >= '0' && c <= '9':
			units = units*10 + int64(c-'0')
			if point {
				scale++
			}
		case c == '.' && !point && i > 0 && i < len(digits)-1:
			point = true
		default:
			return decimal.Zero, false
		}
	}
	if negative {
		units = -units
	}
	if units >= 1e16 || units <= -1e16 {
		return decimal.Zero, false
	}
	return decimal.New(units, -scale), true
}

// currencySigns may stand before or after a number.
var currencySigns = []string{"¥", "￥", "円", "JPY", "$", "USD", "€", "EUR", "£", "GBP"}

func isYen(sign string) bool { return strings.ContainsAny(sign, "¥￥円J") }

// minuses are other ways to write one: Japanese books have triangles.
var minuses = strings.NewReplacer("▲ ", "-", "▲", "-", "△ ", "-", "△", "-", "\u2212", "-")

// bare takes off what may stand around a number: a sign of its currency, a
// minus, and the brackets that accountants write for one.
func bare(s string) (rest string, negative, yen bool) {
	if inner, ok := strings.CutPrefix(s, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); ok {
			s, negative = strings.TrimSpace(inner), true
		}
	}
	for _, sign := range currencySigns {
		minus := strings.HasPrefix(s, "-")
		inner, before := strings.CutPrefix(strings.TrimPrefix(s, "-"), sign)
		inner, after := strings.CutSuffix(inner, sign)
		if !before && !after {
			continue
		}
		s = strings.TrimSpace(inner)
		if minus {
			s = "-" + s
		}
		return s, negative, isYen(sign)
	}
	return s, negative, false
}

// ungrouped takes the separators of thousands out of a number and makes its
// decimal separator a point. It reports whether there is one way only to do it.
func ungrouped(s string, noDecimals bool) (string, bool) {
	commas, points := strings.Count(s, ","), strings.Count(s, ".")
	lastComma, lastPoint := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case commas == 0 && points <= 1:
		return s, true
	case points == 0 && commas == 1 && len(s)-lastComma-1 != 3:
		return strings.Replace(s, ",", ".", 1), true // 12,5
	case points == 0 && commas == 1 && !noDecimals:
		return s, false // 1,234
	case commas > 0 && points <= 1 && (points == 0 || lastPoint > lastComma):
		return strings.ReplaceAll(s, ",", ""), grouped(s, ',')
	case points > 0 && commas <= 1 && (commas == 0 || lastComma > lastPoint):
		return strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1), grouped(s, '.')
	}
	return s, false
}

// grouped reports whether all groups behind a separator of thousands, up to the
// decimals, are of three digits.
func grouped(s string, separator byte) bool {
	whole := s
	for _, point := range []byte{'.', ','} {
		if i := strings.LastIndexByte(s, point); point != separator && i >= 0 {
			whole = s[:i]
		}
	}
	groups := strings.Split(strings.TrimPrefix(whole, "-"), string(separator))
	for i, g := range groups {
		if i == 0 && (len(g) == 0 || len(g) > 3) || i > 0 && len(g) != 3 {
			return false
		}
	}
	return true
}
