package followup

import (
	"strconv"
	"strings"

	"github.com/retentionkit/retention"
)

// phrase fills the fields of a reason into a text such as
//
//	it is outside the hours[ {name}][ until {until}]{rule}
//
// What stands in brackets is left out if a field in it is empty, or replaced by
// the next of the parts that a bar divides it into. Brief phrases do not repeat
// until when the reason holds.
type phrase struct {
	Words
	*Reason
	brief bool
}

// fill returns the text with all fields in place.
func (f phrase) fill(text string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "[")
		part, _ := f.put(before)
		b.WriteString(part)
		if !found {
			return b.String()
		}
		var choice string
		choice, text, _ = strings.Cut(rest, "]")
		b.WriteString(f.choose(choice))
	}
}

// choose returns the first of some parts whose fields are all there, or nothing.
func (f phrase) choose(choice string) string {
	for part := range strings.SplitSeq(choice, "|") {
		if f.brief && !f.Until.IsZero() && strings.Contains(part, "{until}") {
			return ""
		}
		if text, ok := f.put(part); ok {
			return text
		}
	}
	return ""
}

// put fills fields in, and reports whether there is something in each.
func (f phrase) put(text string) (filled string, ok bool) {
	var b strings.Builder
	for ok = true; ; {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String(), ok
		}
		var field string
		field, text, _ = strings.Cut(rest, "}")
		value := f.field(field)
		ok = ok && value != ""
		b.WriteString(value)
	}
}

// field returns a field in words, or nothing if it is empty.
func (f phrase) field(field string) string {
	field, noun, _ := strings.Cut(field, " ")
	switch field {
	case "at":
		return f.moment(f.At)
	case "day":
		return f.day(f.At)
	case "until":
		return f.moment(f.Until)
	case "span":
		return f.span(f.Span)
	case "count":
		return f.number(f.Count, noun)
	case "max":
		return f.number(f.Max, noun)
	}
	return f.named(field)
}

// named returns a field that holds a name.
func (f phrase) named(field string) string {
	name := f.Name.In(f.lang)
	switch field {
	case "name":
		return name
	case "kind":
		return f.quote(f.called(name))
	case "channel":
		return f.channel(f.Name.English) // the ID
	case "ref":
		return f.quote(f.Ref)
	case "message":
		return f.message(f.Ref)
	case "rule":
		return f.rule("により")
	case "ruleof":
		return f.rule("の")
	case "ruleid":
		return f.rule("")
	}
	panic("followup: no field of a reason: " + field) // not reached: the texts are constants
}

// number returns a number that is not 0, with its noun if it has one.
func (f phrase) number(n int, noun string) string {
	switch {
	case n == 0:
		return ""
	case noun == "":
		return strconv.Itoa(n)
	case n == 1:
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// rule names the rule and its law: in English after the clause, in Japanese
// within it, before a particle.
func (f phrase) rule(particle string) string {
	var parts []string
	if law := f.law(f.Law); law != "" {
		parts = append(parts, law)
	}
	if f.Rule != "" {
		parts = append(parts, f.say("rule ", "ルール")+f.quote(f.ruleName(f.Reason)))
	}
	switch {
	case len(parts) == 0:
		return ""
	case f.lang == retention.Japanese:
		return strings.Join(parts, "の") + particle
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
