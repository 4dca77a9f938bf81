package segment

import (
	"strings"
	"time"

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

// Text returns the explanation for people: whether the customer is a member, and
// below that the rule, a line for each part, with ✓ where it is True, ✗ where it
// is False and ? where the customer does not tell.
//
// It speaks of fields and segments by their labels, of times in the zone of the
// moment. An explanation that was read back from JSON has the words of its rules
// only.
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
	words := t.tongue.condition(r.form, not)
	switch {
	case r.Note != "":
		return words + t.tongue.note(r.Note)
	case r.form.field != nil:
		return words + t.tongue.seen(r.Seen, r.Missing)
	}
	return words
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
