package main

import (
	"strings"
	"testing"
)

func TestParseNumber(t *testing.T) {
	tests := []struct {
		in, currency string
		want         string // or a fault
		reason       string
	}{
		{"12", "", "12", "a whole number"},
		{"12.50", "", "12.5", "decimals"},
		{"-12.5", "", "-12.5", "less than nothing"},
		{"+3", "", "3", "with its sign"},
		{".5", "", "0.5", "no whole part"},
		{"0.1234567891", "", "0.1234567891", "ten decimals, exact"},
		{"9999999999999999", "", "9999999999999999", "the largest"},
		{"10000000000000000", "", "bad-amount", "beyond it"},
		{"1e300", "", "bad-amount", "a float's range"},
		{"1e-300", "", "bad-amount", "and precision"},
		{"1e999999999", "", "bad-amount", "must cost neither time nor memory"},
		{"1.2E+05", "", "120000", "as spreadsheets write it"},
		{"1234567890123456.1234", "", "bad-amount", "more than 18 digits"},
		{"1,234.50", "", "1234.5", "thousands"},
		{"1,234,567", "", "1234567", "thousands twice"},
		{"1.234.567,89", "", "1234567.89", "thousands, the other way"},
		{"1.234,50", "", "1234.5", "thousands once, the other way"},
		{"-123,456,789", "", "-123456789", "a minus is no digit of the first group"},
		{"12,50", "", "12.5", "a comma for a point"},
		{"1,2345", "", "1.2345", "four decimals"},
		{"1,234", "", "ambiguous-amount", "a thousand, or a bit more than one"},
		{"1,234", "JPY", "1234", "yen have no decimals"},
		{"¥1,980", "", "1980", "a sign says yen too"},
		{"1,980円", "", "1980", "and so does this one"},
		{"￥1,980", "", "1980", "full-width"},
		{"１９８０", "", "1980", "full-width digits"},
		{"￥１，９８０", "", "1980", "full-width throughout"},
		{"１２．５０", "", "12.5", "a full-width point"},
		{"−５", "", "-5", "a real minus"},
		{"▲1200", "", "-1200", "a triangle is a minus"},
		{"△1200", "", "-1200", "so is an empty one"},
		{"▲ 1,200円", "", "-1200", "with all that there is"},
		{"△ 1,200.50", "", "-1200.5", "with a blank and no sign"},
		{"¥▲1,200", "", "-1200", "the other way round"},
		{"▲", "", "bad-amount", "nothing but it"},
		{"▲▲1", "", "bad-amount", "twice"},
		{"1,234", "KRW", "1234", "nor have won"},
		{"1,234", "USD", "ambiguous-amount", "dollars have"},
		{"$1,234.00", "", "1234", "a dollar sign"},
		{"-$5.00", "", "-5", "the minus before it"},
		{"€ 12,50", "", "12.5", "a blank after it"},
		{"12.50 EUR", "", "12.5", "a code"},
		{"1,980\u00a0円", "", "1980", "a blank that no line breaks at"},
		{"(5.00)", "", "-5", "as accountants write"},
		{"( $5.00 )", "", "-5", "with blanks"},
		{"( 5.00 )", "", "-5", "with blanks, and no sign"},
		{"(-5.00)", "", "bad-amount", "a minus twice: nobody means five"},
		{"(▲5)", "", "bad-amount", "nor with a triangle"},
		{"1,23,456", "", "ambiguous-amount", "no thousands"},
		{"1,234,56", "", "ambiguous-amount", "no thousands either"},
		{"1.234.56", "", "ambiguous-amount", "a slip"},
		{"1,234.567.890", "", "ambiguous-amount", "thousands of both sorts"},
		{",234,567", "", "ambiguous-amount", "no first group"},
		{"1234,567,890", "", "ambiguous-amount", "one that is too long"},
		{"12.", "", "12", "no digit after the point"},
		{"¥1,234", "CNY", "1234", "the sign of yuan, which are written with points for decimals too"},
		{strings.Repeat("0", 60) + "1.50", "", "1.5", "as long as can be"},
		{strings.Repeat("0", 61) + "1.50", "", "bad-amount", "longer"},
		{"", "", "bad-amount", "nothing"},
		{"-", "", "bad-amount", "a dash"},
		{"#N/A", "", "bad-amount", "a spreadsheet's nothing"},
		{"NaN", "", "bad-amount", "no number"},
		{"Infinity", "", "bad-amount", "no number either"},
		{"一つ", "", "bad-amount", "a word"},
		{"12 EUR 5", "", "bad-amount", "two numbers"},
		{strings.Repeat("9", 10_000), "", "bad-amount", "10 kB"},
	}
	for _, test := range tests {
		d, f := parseNumber([]byte(test.in), test.currency)
		got := f.String()
		if f == usable {
			got = d.String()
		}
		if got != test.want {
			t.Errorf("%.30q %s (%s) = %s, want %s", test.in, test.currency, test.reason, got, test.want)
		}
	}
}
