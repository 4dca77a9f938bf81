package segment

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// vocabulary is what names mean in rules about customers, or events, of type T.
type vocabulary[T any] struct {
	of     string // the name of the events; "" for customers
	fields map[string]valued[T]
	events map[string]stream[T]
	rules  map[string]ruleMaker[T]
}

// ruleMaker returns a rule of the caller's from the JSON of its arguments, which
// is nil if there are none.
type ruleMaker[T any] func(args json.RawMessage) (Rule[T], error)

// stream is events whatever their type.
type stream[T any] interface {
	name() string
	// derive returns a field that is made from the events, so deep, or nil after a
	// mistake.
	derive(d *fieldDraft, r *reader, depth, made int) valued[T]
	// narrow returns the times of the events; ok is false after a mistake.
	narrow(d *eventsDraft, r *reader, depth int) (s instants[T], ok bool)
}

// newVocabulary returns the vocabulary of some entries, and what is wrong with
// them.
func newVocabulary[T any](of string, entries []Entry[T]) (*vocabulary[T], error) {
	v := &vocabulary[T]{of: of, fields: map[string]valued[T]{}, events: map[string]stream[T]{}, rules: map[string]ruleMaker[T]{}}
	var faults []error
	for i, e := range entries {
		err := ErrEntry
		if e != nil {
			err = e.enter(v)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", v.entry(i), err))
		}
	}
	return v, errors.Join(faults...)
}

// entry returns how an error calls the i-th entry.
func (v *vocabulary[T]) entry(i int) string {
	if v.of == "" {
		return fmt.Sprintf("segment.NewSchema: entry %d", i)
	}
	return fmt.Sprintf("entry %d of events %q", i, v.of)
}

// addField adds a field, unless it is none.
func (v *vocabulary[T]) addField(f valued[T]) error {
	form := f.asField()
	switch {
	case form == nil:
		return fmt.Errorf("%w: a field that no function of this package made", ErrEntry)
	case form.from != plain || form.orElse != nil:
		return fmt.Errorf("%w: %s is made from other fields, which are entries themselves", ErrEntry, form)
	}
	if err := v.free(form.name); err != nil {
		return err
	}
	v.fields[form.name] = f
	return nil
}

// free returns what keeps a field or events from having a name.
func (v *vocabulary[T]) free(name string) error {
	_, field := v.fields[name]
	_, events := v.events[name]
	if field || events {
		return fmt.Errorf("%w: %q", ErrField, name)
	}
	return checkEntryName(name)
}

func checkEntryName(name string) error {
	if name == "" || !utf8.ValidString(name) {
		return fmt.Errorf("%w: a name that is empty or not in UTF-8", ErrEntry)
	}
	return nil
}

func (v *vocabulary[T]) addEvents(form *eventsForm, s stream[T]) error {
	switch {
	case form == nil:
		return fmt.Errorf("%w: events that Events did not make", ErrEntry)
	case !form.isWhole():
		return fmt.Errorf("%w: only some of the events %q", ErrEntry, form.name)
	}
	if err := v.free(form.name); err != nil {
		return err
	}
	v.events[form.name] = s
	return nil
}

func (v *vocabulary[T]) addRule(name string, make ruleMaker[T]) error {
	if _, again := v.rules[name]; again {
		return fmt.Errorf("%w: rule %q", ErrField, name)
	}
	v.rules[name] = make
	return checkEntryName(name)
}

// names returns the names of a map, sorted.
func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (v *vocabulary[T]) rule(d *draft, r *reader, depth int) Rule[T] {
	switch {
	case d == nil: // noted when it was read
		return nil
	case depth > MaxDepth:
		r.note(d.at, ErrDepth, fmt.Sprintf("more than %d rules in each other", MaxDepth), "")
		return nil
	}
	switch d.op {
	case opAll:
		return All(v.parts(d, r, depth)...)
	case opAny:
		return Any(v.parts(d, r, depth)...)
	case opNot:
		return Not(v.rule(d.parts[0], r, depth+1))
	case opRef:
		if v.of != "" {
			r.note(d.at, ErrEvent, "a segment in a rule about "+v.of, "a rule about them")
		}
		return Ref[T](d.name)
	case opCustom:
		return v.custom(d, r)
	case opFollowed:
		return v.followed(d, r, depth)
	}
	return v.condition(d, r, depth)
}

func (v *vocabulary[T]) parts(d *draft, r *reader, depth int) []Rule[T] {
	if len(d.parts) == 0 {
		r.note(d.at, ErrEmpty, "a rule about nothing", "one rule or more")
	}
	parts := make([]Rule[T], len(d.parts))
	for i, part := range d.parts {
		parts[i] = v.rule(part, r, depth+1)
	}
	return parts
}

func (v *vocabulary[T]) custom(d *draft, r *reader) Rule[T] {
	make, ok := v.rules[d.name]
	if !ok {
		r.noteName(d.at, ErrUnknown, fmt.Sprintf("no rule %q%s", d.name, v.about()), d.name, names(v.rules))
		return nil
	}
	var args json.RawMessage
	if d.raw != "" {
		args = json.RawMessage(d.raw)
	}
	rule, err := make(args)
	if err == nil && rule == nil {
		err = ErrNoRule
	}
	if err != nil {
		r.note(max(d.at, d.rawAt), fmt.Errorf("%w: %w", ErrOperand, err), fmt.Sprintf("rule %q: %v", d.name, err), "")
	}
	return rule
}

// about says which vocabulary it is, where that is worth saying.
func (v *vocabulary[T]) about() string {
	if v.of == "" {
		return ""
	}
	return " of " + string(appendName(nil, v.of))
}

func (v *vocabulary[T]) followed(d *draft, r *reader, depth int) Rule[T] {
	first, ok := v.instants(d.first, r, depth)
	then, okThen := v.instants(d.then, r, depth)
	if within, okSpan := r.span(d.args[0], kindTime); ok && okThen && okSpan {
		return followedBy(first, then, within)
	}
	return nil
}

func (v *vocabulary[T]) instants(d *eventsDraft, r *reader, depth int) (s instants[T], ok bool) {
	if found := v.stream(d, r); found != nil {
		return found.narrow(d, r, depth)
	}
	return s, false
}

// stream looks up events; nil after a mistake.
func (v *vocabulary[T]) stream(d *eventsDraft, r *reader) stream[T] {
	if d == nil {
		return nil
	}
	s, ok := v.events[d.name]
	if !ok {
		r.noteName(d.at, ErrUnknown, fmt.Sprintf("no events %q%s", d.name, v.about()), d.name, names(v.events))
		return nil
	}
	return s
}

func (r *reader) span(l literal, of kind) (s retention.Span, ok bool) {
	if s, ok = l.span(); !ok {
		r.note(l.at, ErrOperand, l.String()+" is no span", spanExample)
		return s, false
	}
	if err := checkSpan(s, of); err != nil {
		r.note(l.at, err, err.Error(), "")
		return s, false
	}
	return s, true
}
