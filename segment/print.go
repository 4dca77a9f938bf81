package segment

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// Format returns the text of a rule, which [Schema.Parse] reads. It is what the
// String method of the rule returns, except for a rule of the caller's, which prints
// as it likes: its text is rule "its name".
func Format[T any](rule Rule[T]) string { return formOf(rule).String() }

// String returns the rule as text.
func (f *form) String() string { return string(f.append(nil)) }

// append appends the rule as text: what it says in words, and in parentheses
// where it is part of an and, an or or a not and consists of parts itself.
func (f *form) append(b []byte) []byte {
	switch f.op {
	case opAll:
		return f.appendParts(b, "all", " and ")
	case opAny:
		return f.appendParts(b, "any", " or ")
	case opNot:
		return f.parts[0].appendNegated(b)
	case opRef:
		return strconv.AppendQuote(append(b, "segment "...), f.name)
	case opCustom:
		return f.appendCustom(b)
	case opFollowed:
		b = f.first.append(append(b, "followed("...))
		b = f.then.append(append(b, ", by "...))
		b = appendValue(append(b, ", within "...), f.args[0])
		return append(b, ')')
	}
	return f.appendCondition(f.field.append(b), "")
}

func (f *form) appendCustom(b []byte) []byte {
	b = strconv.AppendQuote(append(b, "rule "...), f.name)
	if len(f.args) == 0 {
		return b
	}
	return fmt.Appendf(b, " %s", f.args[0])
}

func (f *form) appendParts(b []byte, name, between string) []byte {
	if len(f.parts) < 2 {
		b = append(append(b, name...), '(')
		for _, part := range f.parts {
			b = part.append(b)
		}
		return append(b, ')')
	}
	for i, part := range f.parts {
		if i > 0 {
			b = append(b, between...)
		}
		b = part.appendPart(b)
	}
	return b
}

// appendPart is append for a part of another rule.
func (f *form) appendPart(b []byte) []byte {
	if f.op > opAny || len(f.parts) < 2 {
		return f.append(b)
	}
	return append(f.append(append(b, '(')), ')')
}

// appendNegated appends the opposite of the rule.
func (f *form) appendNegated(b []byte) []byte {
	switch f.op {
	case opIs, opIn, opMissing:
		return f.appendCondition(f.field.append(b), "not ")
	}
	return f.appendPart(append(b, "not "...))
}

// appendCondition appends what is said of the field.
func (f *form) appendCondition(b []byte, not string) []byte {
	switch f.op {
	case opMissing:
		return append(b, " is "+not+"missing"...)
	case opIs:
		if not != "" {
			return appendValue(append(b, " != "...), f.args[0])
		}
		return appendValue(append(b, " = "...), f.args[0])
	case opIn:
		return appendList(append(b, " "+not+"in "...), f.args)
	case opInRange:
		b = appendValue(append(b, " in ["...), f.args[0])
		b = appendValue(append(b, ", "...), f.args[1])
		return append(b, ')')
	case opHasAny:
		if len(f.args) == 1 {
			return appendValue(append(b, " has "...), f.args[0])
		}
		return appendList(append(b, " has any "...), f.args)
	case opHasAll:
		return appendList(append(b, " has all "...), f.args)
	case opAnniversary:
		if f.args[0] == int64(1) {
			return append(b, " anniversary in 1 day"...)
		}
		return fmt.Appendf(b, " anniversary in %d days", f.args[0])
	case opTop:
		return fmt.Appendf(b, " in top %v%%", f.args[0])
	case opBottom:
		return fmt.Appendf(b, " in bottom %v%%", f.args[0])
	case opSample:
		return fmt.Appendf(b, " in sample %v%% %q", f.args[0], f.name)
	}
	return appendValue(append(b, words[f.op]...), f.args[0])
}

// words are what stands between a field and the operand.
var words = [...]string{
	opAbove: " > ", opAtLeast: " >= ", opBelow: " < ", opAtMost: " <= ",
	opContains: " contains ", opHasPrefix: " starts with ", opHasSuffix: " ends with ",
	opInLast: " in last ", opInNext: " in next ", opOlderThan: " older than ",
}

func appendList(b []byte, values []any) []byte {
	b = append(b, '(')
	for i, v := range values {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendValue(b, v)
	}
	return append(b, ')')
}

// appendValue appends a value as it is written in a rule.
func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return strconv.AppendQuote(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return strconv.AppendFloat(b, v, 'g', -1, 64)
	case decimal.Decimal:
		if !isMoney(v) { // only a fault prints it
			return fmt.Appendf(b, "%ve%d", v.Coefficient(), v.Exponent())
		}
		return append(b, v.String()...)
	case bool:
		return strconv.AppendBool(b, v)
	case time.Time:
		return v.UTC().AppendFormat(b, time.RFC3339Nano)
	case retention.Date:
		return append(b, v.String()...)
	case retention.Span:
		return append(b, v.String()...)
	case []string:
		return fmt.Appendf(b, "%q", v)
	}
	return fmt.Appendf(b, "%v", value)
}

// String returns the field as text.
func (f *fieldForm) String() string { return string(f.append(nil)) }

func (f *fieldForm) append(b []byte) []byte {
	switch {
	case f.orElse != nil:
		b = f.inner.append(append(b, "or_else("...))
		b = appendValue(append(b, ", "...), f.orElse)
		return append(b, ')')
	case f.from == plain:
		return appendName(b, f.name)
	case f.from == ofAge && f.inner.isDay():
		return append(f.inner.inner.append(append(b, "days_ago("...)), ')')
	}
	b = append(append(b, derivations[f.from]...), '(')
	if f.inner != nil {
		b = f.inner.append(b)
	}
	if f.second != nil {
		b = f.second.append(append(b, ", "...))
	}
	if f.events != nil && f.inner != nil {
		b = append(b, " of "...)
	}
	if f.events != nil {
		b = f.events.append(b)
	}
	return append(b, ')')
}

// isDay reports whether the field is the day of a time, which is understood where
// days are counted.
func (f *fieldForm) isDay() bool { return f.from == ofDay && f.orElse == nil }

// derivations are the names of ways to make a field.
var derivations = [...]string{
	ofCount: "count", ofSum: "sum", ofAverage: "average", ofSmallest: "smallest", ofLargest: "largest",
	ofFirst: "first", ofLast: "last", ofLatest: "latest",
	ofSize: "size", ofDay: "day", ofAge: "days_ago", ofRatio: "ratio",
}

func (f *eventsForm) append(b []byte) []byte {
	b = appendName(b, f.name)
	if f.where != nil {
		b = f.where.append(append(b, ", where "...))
	}
	if !f.last.IsZero() {
		b = appendValue(append(b, ", in last "...), f.last)
	}
	if !f.since.IsZero() {
		b = appendValue(append(b, ", since "...), f.since)
	}
	if !f.before.IsZero() {
		b = appendValue(append(b, ", before "...), f.before)
	}
	return b
}

// appendName appends a name as it stands, or in backquotes if it does not look
// like one.
func appendName(b []byte, name string) []byte {
	if isName(name) {
		return append(b, name...)
	}
	return append(append(append(b, '`'), strings.ReplaceAll(name, "`", "``")...), '`')
}

// isName reports whether a text is a letter and then letters, digits, underscores
// and dots, and no word of the language of rules.
func isName(text string) bool {
	for i, r := range text {
		if !isNameRune(r, i == 0) {
			return false
		}
	}
	return text != "" && !reserved[text]
}

var reserved = map[string]bool{
	"all": true, "and": true, "any": true, "by": true, "followed": true, "not": true, "of": true, "or": true,
	"or_else": true, "rule": true, "segment": true, "where": true,
}
