package segment

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// as returns the literal as a value of a kind. Exact numbers, times and days may
// stand in quotes or not; a document has to put some of them in quotes.
func (l literal) as(k kind) (value any, ok bool) {
	if l.not != "" {
		return nil, false
	}
	switch k {
	case kindInt:
		n, err := strconv.ParseInt(l.text, 10, 64)
		return n, err == nil && !l.quoted && l.text[0] != '+'
	case kindFloat:
		x, err := strconv.ParseFloat(l.text, 64)
		return x, err == nil && !l.quoted && strings.Trim(l.text, "0123456789+-.eE") == ""
	case kindMoney:
		return l.amount()
	case kindText, kindTags:
		return l.text, l.quoted
	case kindFlag:
		return l.text == "true", !l.quoted && (l.text == "true" || l.text == "false")
	case kindTime:
		t, err := time.Parse(time.RFC3339Nano, l.text)
		return t.UTC(), err == nil && writableTime(t)
	case kindDate:
		d, err := retention.ParseDate(l.text)
		return d, err == nil
	}
	return nil, false
}

func (l literal) amount() (value any, ok bool) {
	digits := strings.TrimPrefix(l.text, "-")
	whole, fraction, cut := strings.Cut(digits, ".")
	if !isDigits(whole) || cut && !isDigits(fraction) || len(digits) > 2*maxDigits {
		return nil, false
	}
	d, err := decimal.NewFromString(l.text)
	return d, err == nil && writableAmount(d)
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func (l literal) span() (retention.Span, bool) {
	s, err := retention.ParseSpan(l.text)
	return s, err == nil
}

func (l literal) percent() (float64, bool) {
	x, ok := l.as(kindFloat)
	percent, _ := x.(float64)
	return percent, ok
}

// String returns the literal as it was written, cut short if it is long.
func (l literal) String() string {
	const most = 40
	text := l.text
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	switch {
	case l.not != "":
		return l.not
	case l.quoted:
		return strconv.Quote(text)
	}
	return text
}

// maxDigits is how many digits amounts may have that are written and read: more
// than any, and few enough to print.
const maxDigits = 100

func writableAmount(d decimal.Decimal) bool {
	return d.NumDigits()+int(max(d.Exponent(), -d.Exponent())) <= maxDigits
}

// writableTime reports whether a time has a text that can be read again.
func writableTime(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 0 && year <= 9999
}

// String returns a noun, such as stands in a sentence.
func (k kind) String() string {
	switch k {
	case kindInt:
		return "a whole number"
	case kindFloat:
		return "a number"
	case kindMoney:
		return "an amount"
	case kindText:
		return "a text"
	case kindFlag:
		return "true or false"
	case kindTime:
		return "a time"
	case kindDate:
		return "a day"
	case kindTags:
		return "a set of texts"
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

// single returns a noun for a single value.
func (k kind) single() string {
	if k == kindTags {
		return kindText.String()
	}
	return k.String()
}

// example returns what a value of the kind looks like.
func (k kind) example() string {
	switch k {
	case kindInt:
		return "a number such as 3"
	case kindFloat:
		return "a number such as 0.5"
	case kindMoney:
		return "an amount such as 12.50"
	case kindText, kindTags:
		return "a text in double quotes"
	case kindTime:
		return "a time such as 2006-01-02T15:04:05Z"
	case kindDate:
		return "a day such as 2006-01-02"
	}
	return k.String()
}

const spanExample = "a span such as P30D, P1Y6M or PT36H"
