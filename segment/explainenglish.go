package segment

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// english is the [tongue] of English, with times in a zone.
type english struct{ zone *time.Location }

func (english) verdict(segment string, t Truth) string {
	switch t {
	case True:
		return fmt.Sprintf("Member of %q", segment)
	case False:
		return fmt.Sprintf("Not a member of %q", segment)
	}
	return fmt.Sprintf("Not a member of %q: too little is known", segment)
}

func (english) combination(o op) string {
	if o == opAll {
		return "all of these"
	}
	return "at least one of these"
}

func (english) negation() string { return "not this:" }

func (english) member(segment string, not bool) string {
	if not {
		return fmt.Sprintf("not a member of %q", segment)
	}
	return fmt.Sprintf("member of %q", segment)
}

func (english) again() string { return " (see above)" }

func (e english) answer(f *fieldForm, yes bool, value any, missing bool) string {
	return e.field(f) + ": " + e.value(yes) + e.nowIs(value, missing)
}

// nowIs says what a field of somebody is.
func (e english) nowIs(value any, missing bool) string {
	if missing {
		return " (now not known)"
	}
	return " (now " + e.now(value) + ")"
}

func (e english) seen(value any, missing bool) string {
	if missing {
		return ": not known"
	}
	if _, ok := value.([]string); ok {
		return ": has " + e.now(value)
	}
	return ": is " + e.now(value)
}

// now returns what a field of somebody is.
func (e english) now(value any) string {
	if tags, ok := value.([]string); ok {
		return e.list(anys(tags), " and ", "none")
	}
	return e.value(value)
}

func (english) note(text string) string { return ": " + text }

// value returns a value as people write it.
func (e english) value(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case time.Time:
		v = v.In(e.zone)
		return v.Format("2006-01-02 " + clock(v))
	case retention.Span:
		return e.span(v)
	case retention.Date:
		return v.String()
	case string:
		return strconv.Quote(v)
	}
	return digits(value)
}

// list returns values with a word before the last one.
func (e english) list(values []any, last, none string) string {
	if len(values) == 0 {
		return none
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = e.value(v)
	}
	n := len(texts) - 1
	if n == 0 {
		return texts[0]
	}
	return strings.Join(texts[:n], ", ") + last + texts[n]
}

func (english) span(s retention.Span) string {
	var parts []string
	add := func(n int, unit string) {
		if n != 0 {
			parts = append(parts, plural(n, unit))
		}
	}
	add(s.Months/12, "year")
	add(s.Months%12, "month")
	add(s.Days, "day")
	add(int(s.Exact/time.Hour), "hour")
	add(int(s.Exact%time.Hour/time.Minute), "minute")
	if rest := s.Exact % time.Minute; rest != 0 {
		parts = append(parts, rest.String())
	}
	return strings.Join(parts, " and ")
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return grouped(strconv.Itoa(n)) + " " + unit + "s"
}

// field returns what a field is called, or how it is made.
func (e english) field(f *fieldForm) string {
	if label := f.label.In(retention.English); label != "" {
		return label
	}
	if f.orElse != nil {
		return e.field(f.inner) + " (" + e.value(f.orElse) + " if not known)"
	}
	switch f.from {
	case plain:
		return f.name
	case ofCount:
		return "number of " + e.events(f.events)
	case ofFirst, ofLast:
		return "time of the " + englishOf[f.from] + " of " + e.events(f.events)
	case ofSize:
		return "number of " + e.field(f.inner)
	case ofDay:
		return "day of " + e.field(f.inner)
	case ofAge:
		if f.inner.from == ofDay {
			return "days since " + e.field(f.inner.inner)
		}
		return "days since " + e.field(f.inner)
	case ofRatio:
		return e.field(f.inner) + " per " + e.field(f.second)
	}
	return englishOf[f.from] + " " + e.field(f.inner) + " of " + e.events(f.events)
}

// englishOf are words for what is made from events.
var englishOf = [...]string{
	ofSum: "total", ofAverage: "average", ofSmallest: "smallest", ofLargest: "largest",
	ofFirst: "first", ofLast: "last", ofLatest: "latest",
}

func (e english) events(f *eventsForm) string {
	words := f.name
	if label := f.label.In(retention.English); label != "" {
		words = label
	}
	if f.where != nil {
		words += " where " + e.rule(f.where)
	}
	if !f.last.IsZero() {
		words += " in the last " + e.span(f.last)
	}
	if !f.since.IsZero() {
		words += " since " + e.value(f.since)
	}
	if !f.before.IsZero() {
		words += " before " + e.value(f.before)
	}
	return words
}

// englishWords are what joins the parts of a rule.
var englishWords = wording{and: " and ", or: " or ", parts: "(%s)", not: "not (%s)"}

func (e english) rule(f *form) string { return englishWords.rule(f, e.condition) }

func (e english) condition(f *form, not bool) string {
	switch f.op {
	case opCustom:
		if not {
			return "not " + f.name
		}
		return f.name
	case opRef:
		return e.member(f.name, not)
	case opFollowed:
		return e.events(f.first) + " " + negatedVerb("followed", not) + " by " + e.events(f.then) + " within " + e.value(f.args[0])
	}
	return e.field(f.field) + " " + e.predicate(f, not)
}

// negatedVerb returns a verb or its opposite.
func negatedVerb(verb string, not bool) string {
	switch {
	case !not:
		return verb
	case verb == "is":
		return "is not"
	case verb == "followed":
		return "not followed"
	case verb == "has":
		return "does not have"
	}
	first, rest, _ := strings.Cut(verb, " ")
	return strings.TrimSpace("does not " + strings.TrimSuffix(first, "s") + " " + rest)
}

// says returns the verb of a condition and what follows it.
func (e english) says(f *form) (verb, what string) {
	values := func(i int) string { return e.value(f.args[i]) }
	switch f.op {
	case opMissing:
		return "is", " missing"
	case opIs:
		return "is", " " + values(0)
	case opIn:
		return "is", " " + e.list(f.args, " or ", "")
	case opAbove, opAtLeast:
		return "is", " " + e.from(Bound{f.args[0], f.op == opAbove})
	case opBelow, opAtMost:
		return "is", " " + e.to(Bound{f.args[0], f.op == opBelow})
	case opInRange:
		return "is", " " + e.limits(Bound{Value: f.args[0]}, Bound{f.args[1], true})
	case opContains:
		return "contains", " " + values(0)
	case opHasPrefix:
		return "starts with", " " + values(0)
	case opHasSuffix:
		return "ends with", " " + values(0)
	case opHasAny:
		return "has", " " + e.list(f.args, " or ", "")
	case opHasAll:
		return "has", " " + e.list(f.args, " and ", "")
	case opInLast:
		return "is", " within the last " + values(0)
	case opInNext:
		return "is", " within the next " + values(0)
	case opOlderThan:
		return "is", " at least " + values(0) + " ago"
	case opAnniversary:
		if days := int(f.args[0].(int64)); days > 1 {
			return "returns", " within " + plural(days, "day") + ", counting today"
		}
		return "returns", " today"
	case opTop:
		return "is", " in the top " + values(0) + "%"
	case opBottom:
		return "is", " in the bottom " + values(0) + "%"
	}
	return "is", fmt.Sprintf(" in the sample %q of %s%%", f.name, values(0))
}

func (e english) from(b Bound) string {
	switch {
	case isInstant(b.Value) && b.Open:
		return "after " + e.value(b.Value)
	case isInstant(b.Value):
		return e.value(b.Value) + " or later"
	case b.Open:
		return "above " + e.value(b.Value)
	}
	return "at least " + e.value(b.Value)
}

func (e english) to(b Bound) string {
	switch {
	case isInstant(b.Value) && b.Open:
		return "before " + e.value(b.Value)
	case isInstant(b.Value):
		return e.value(b.Value) + " or earlier"
	case b.Open:
		return "below " + e.value(b.Value)
	}
	return "at most " + e.value(b.Value)
}

// limits returns what lies between two bounds, each of which may be none.
func (e english) limits(from, to Bound) string {
	switch {
	case from.IsZero():
		return e.to(to)
	case to.IsZero():
		return e.from(from)
	case compareData(from.Value, to.Value) == 0:
		return e.value(from.Value)
	}
	low, high := e.from(from), e.to(to)
	if isInstant(from.Value) && !from.Open {
		low = "no earlier than " + e.value(from.Value)
	}
	if isInstant(to.Value) && !to.Open {
		high = "no later than " + e.value(to.Value)
	}
	return low + " and " + high
}

func (english) reversal(r *Reversal, segment string) string {
	become, becoming := "become", "become"
	if r.Member {
		become, becoming = "no longer be", "cease to be"
	}
	switch {
	case len(r.Needs) > 0:
		return fmt.Sprintf("Would %s a member of %q with", become, segment)
	case r.Exact:
		return fmt.Sprintf("There is no way to %s a member of %q", becoming, segment)
	}
	return fmt.Sprintf("Found no way to %s a member of %q", becoming, segment)
}

func (english) doubt() string { return "(less may do, or more may be needed)" }

func (e english) need(n *Need) string {
	if n.field == nil {
		name := n.Field + n.Rule
		if len(n.rules) > 0 {
			name = e.rule(n.rules[0])
		}
		if n.Way == ToNotHold {
			return name + ": would have to be false"
		}
		return name + ": would have to be true"
	}
	return e.field(n.field) + ": " + e.becomes(n) + e.nowIs(n.brief(), n.Seen == nil)
}

// becomes returns what a value would have to be.
func (e english) becomes(n *Need) string {
	switch n.Way {
	case ToRange:
		return e.limits(n.From, n.To)
	case ToOneOf:
		return e.list(n.Values, " or ", "")
	case ToNoneOf:
		return "anything but " + e.list(n.Values, " and ", "")
	case ToKnown:
		return "known"
	case ToMissing:
		return "not known"
	case ToTags:
		return e.tags(n)
	}
	text := n.predicates(" and ", e.predicate)
	if !n.Nearest.IsZero() {
		text += ", such as " + e.value(n.Nearest.Value)
	}
	return text
}

// predicate returns what a condition or its opposite says of its field.
func (e english) predicate(f *form, not bool) string {
	if yes, ok := f.wants(not); ok {
		return "is " + e.value(yes)
	}
	verb, what := e.says(f)
	return negatedVerb(verb, not) + what
}

func (e english) tags(n *Need) string {
	var parts []string
	if len(n.Add) > 0 {
		parts = append(parts, "with "+e.list(anys(n.Add), " and ", ""))
	}
	if len(n.Remove) > 0 {
		parts = append(parts, "without "+e.list(anys(n.Remove), " and ", ""))
	}
	if !n.Nearest.IsZero() {
		parts = append(parts, "in number "+e.limits(n.From, n.To))
	}
	return strings.Join(parts, ", ")
}
