package segment

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// tongue puts rules in the words of a language.
type tongue interface {
	// verdict says whether somebody is a member.
	verdict(segment string, t Truth) string
	// condition says what a condition asks, or its opposite.
	condition(f *form, not bool) string
	// combination says how the parts of an all or an any have to answer.
	combination(o op) string
	// negation says that what follows must not hold.
	negation() string
	// member says that somebody is, or is no, member of a segment.
	member(segment string, not bool) string
	// again says that the segment has been explained before.
	again() string
	// answer says whether a field of yes or no should be yes, and what it is.
	answer(f *fieldForm, yes bool, value any, missing bool) string
	// seen says what a condition saw.
	seen(value any, missing bool) string
	// note says what a rule of the caller's saw.
	note(text string) string

	// reversal opens a list of needs, or says that there are none.
	reversal(r *Reversal, segment string) string
	// need says what something would have to become.
	need(n *Need) string
	// doubt says that a reversal is not exact.
	doubt() string
}

func tongueOf(lang retention.Language, zone *time.Location) tongue {
	if lang == retention.Japanese {
		return japanese{zone}
	}
	return english{zone}
}

// labelOf returns what people call something: its label, or its name.
func labelOf(label retention.Text, name string, lang retention.Language) string {
	if text := label.In(lang); text != "" {
		return text
	}
	return name
}

// Text returns the explanation for people. It says whether the customer is a member,
// and below that it has a line for each part of the rule, with ✓ where that is True, ✗
// where it is False and ? where it is Unknown.
//
// Fields and segments have their labels, and times are in the zone of the moment.
// Values that were seen have four digits if they are floats and four decimals if they
// are amounts, or more if they would otherwise look like what they were compared with.
// An explanation that was read back from JSON shows the rules as they print.
func (e Explanation) Text(lang retention.Language) string {
	t := teller{tongue: tongueOf(lang, e.At.Location()), lang: lang}
	t.b.WriteString(t.tongue.verdict(labelOf(e.Label, e.Segment, lang), e.Truth))
	t.reason(&e.Reason, 0)
	return t.b.String()
}

// teller writes an explanation.
type teller struct {
	tongue tongue
	lang   retention.Language
	b      strings.Builder
}

func (t *teller) line(depth int, truth Truth, words string) {
	t.b.WriteString("\n" + strings.Repeat("  ", depth) + marks[truth-False] + " " + words)
}

var marks = [...]string{"✗", "?", "✓"}

func (t *teller) reason(r *Reason, depth int) {
	switch r.Kind {
	case KindAll, KindAny:
		t.combination(r, depth)
	case KindNot:
		t.negation(r, depth)
	default:
		t.line(depth, r.Truth, t.words(r, false))
		t.parts(r, depth)
	}
}

func (t *teller) parts(r *Reason, depth int) {
	for i := range r.Parts {
		t.reason(&r.Parts[i], depth+1)
	}
}

// combination writes an all or an any; of one part it is that part.
func (t *teller) combination(r *Reason, depth int) {
	if len(r.Parts) == 1 {
		t.reason(&r.Parts[0], depth)
		return
	}
	o := opAll
	if r.Kind == KindAny {
		o = opAny
	}
	t.line(depth, r.Truth, t.tongue.combination(o))
	t.parts(r, depth)
}

// negation writes the opposite of a simple rule in one line.
func (t *teller) negation(r *Reason, depth int) {
	part := &r.Parts[0]
	switch part.Kind {
	case KindAll, KindAny, KindNot:
		t.line(depth, r.Truth, t.tongue.negation())
		t.reason(part, depth+1)
	default:
		t.line(depth, r.Truth, t.words(part, true))
		t.parts(part, depth)
	}
}

// words returns a simple rule or its opposite, with what it saw.
func (t *teller) words(r *Reason, not bool) string {
	switch {
	case r.Kind == KindSegment:
		words := t.tongue.member(labelOf(r.Label, r.Segment, t.lang), not)
		if len(r.Parts) == 0 {
			words += t.tongue.again()
		}
		return words
	case r.form == nil && not:
		return t.tongue.negation() + " " + r.Rule
	case r.form == nil:
		return r.Rule
	}
	if yes, ok := r.form.wants(not); ok {
		return t.tongue.answer(r.form.field, yes, r.Seen, r.Missing)
	}
	words := t.tongue.condition(r.form, not)
	switch {
	case r.Note != "":
		return words + t.tongue.note(r.Note)
	case r.form.field != nil:
		return words + t.tongue.seen(r.brief(), r.Missing)
	}
	return words
}

// wants returns which answer a condition or its opposite asks for, if it is one
// about a field of yes or no.
func (f *form) wants(not bool) (yes, ok bool) {
	if len(f.args) != 1 || f.op != opIs && f.op != opIn {
		return false, false
	}
	yes, ok = f.args[0].(bool)
	return yes != not, ok
}

// Text returns the reversal for people: what would have to change, a line each.
func (r Reversal) Text(lang retention.Language) string {
	zone := time.UTC
	if r.moment != nil {
		zone = r.moment.zone
	}
	t := tongueOf(lang, zone)
	var b strings.Builder
	b.WriteString(t.reversal(&r, labelOf(r.Label, r.Segment, lang)))
	for i := range r.Needs {
		b.WriteString("\n  " + t.need(&r.Needs[i]))
	}
	if !r.Exact && len(r.Needs) > 0 {
		b.WriteString("\n" + t.doubt())
	}
	return b.String()
}

// wording is how a language joins the parts of a rule.
type wording struct {
	and, or    string // between the parts
	parts, not string // around parts of parts, and around what must not hold
}

// rule returns a whole rule in one line, with the words for each condition or its
// opposite.
func (w *wording) rule(f *form, condition func(f *form, not bool) string) string {
	between := w.and
	switch f.op {
	case opNot:
		if f.parts[0].op > opNot {
			return condition(f.parts[0], true)
		}
		return fmt.Sprintf(w.not, w.rule(f.parts[0], condition))
	case opAny:
		between = w.or
	case opAll:
	default:
		return condition(f, false)
	}
	parts := make([]string, len(f.parts))
	for i, part := range f.parts {
		parts[i] = w.rule(part, condition)
		if part.op <= opAny && len(f.parts) > 1 {
			parts[i] = fmt.Sprintf(w.parts, parts[i])
		}
	}
	return strings.Join(parts, between)
}

// predicates returns what the rules of a need say of its field.
func (n *Need) predicates(between string, predicate func(f *form, not bool) string) string {
	words := make([]string, len(n.rules))
	for i, f := range n.rules {
		if f.op == opNot {
			words[i] = predicate(f.parts[0], true)
		} else {
			words[i] = predicate(f, false)
		}
	}
	return strings.Join(words, between)
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// digits returns a number as it is written in any language.
func digits(number any) string {
	switch v := number.(type) {
	case int64:
		return grouped(strconv.FormatInt(v, 10))
	case float64:
		if size := math.Abs(v); size >= 1e15 || size < 1e-4 && size > 0 {
			return strconv.FormatFloat(v, 'g', -1, 64)
		}
		return grouped(strconv.FormatFloat(v, 'f', -1, 64))
	case decimal.Decimal:
		return grouped(v.String())
	}
	return fmt.Sprint(number)
}

// grouped returns a number written in digits with commas between thousands.
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// clock is how precise a time is written: to the minute if that says it all.
func clock(t time.Time) string {
	if t.Second() == 0 && t.Nanosecond() == 0 {
		return "15:04"
	}
	return "15:04:05.999999999"
}

// isInstant reports whether values are compared as what is earlier or later.
func isInstant(v any) bool {
	switch v.(type) {
	case time.Time, retention.Date:
		return true
	}
	return false
}
