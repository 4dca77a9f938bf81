package segment

import "time"

// With returns the events as an entry of a [Schema], together with the fields,
// events and rules that rules about them consist of. By themselves events are an
// entry too, to be counted but not told apart.
func (s EventsField[T, E]) With(entries ...Entry[E]) Entry[T] {
	return knownEvents[T, E]{s, entries}
}

// knownEvents are events together with their vocabulary.
type knownEvents[T, E any] struct {
	events  EventsField[T, E]
	entries []Entry[E]
}

func (k knownEvents[T, E]) enter(v *vocabulary[T]) error {
	s := k.events
	if s.form == nil {
		return v.addEvents(nil, nil)
	}
	words, err := newVocabulary(s.form.name, k.entries)
	if err != nil {
		return err
	}
	return v.addEvents(s.form, wordedEvents[T, E]{s, words})
}

func (s EventsField[T, E]) enter(v *vocabulary[T]) error {
	return s.With().(knownEvents[T, E]).enter(v)
}

// wordedEvents is a stream with the words for its events.
type wordedEvents[T, E any] struct {
	events EventsField[T, E]
	words  *vocabulary[E]
}

func (s wordedEvents[T, E]) name() string { return s.events.form.name }

func (s wordedEvents[T, E]) narrow(d *eventsDraft, r *reader, depth int) (instants[T], bool) {
	events, ok := s.narrowed(d, r, depth)
	return events.instants(), ok
}

// narrowed returns those of the events that are asked for.
func (s wordedEvents[T, E]) narrowed(d *eventsDraft, r *reader, depth int) (events EventsField[T, E], ok bool) {
	before := len(r.mistakes)
	events = s.events
	if d.where != nil {
		if rule := s.words.rule(d.where, r, depth+1); rule != nil && len(r.mistakes) == before {
			events = events.Where(rule)
		}
	}
	if d.last != nil {
		span, _ := r.span(*d.last, kindTime)
		events = events.InLast(span)
	}
	if d.since != nil {
		events = events.Since(r.time(*d.since))
	}
	if d.before != nil {
		events = events.Before(r.time(*d.before))
	}
	if f := events.form; len(r.mistakes) == before && !f.before.IsZero() && !f.since.Before(f.before) {
		r.note(d.before.at, ErrRange, ErrRange.Error(), "an end after the start")
	}
	return events, len(r.mistakes) == before
}

// time reads a time that is not zero.
func (r *reader) time(l literal) time.Time {
	t, ok := r.value(l, kindTime).(time.Time)
	if ok && t.IsZero() {
		r.note(l.at, ErrOperand, checkValue(t).Error(), kindTime.example())
	}
	return t
}

func (s wordedEvents[T, E]) derive(d *fieldDraft, r *reader, depth, made int) valued[T] {
	var of valued[E]
	if d.inner != nil {
		of = s.words.field(d.inner, r, depth, made+1)
	}
	events, ok := s.narrowed(d.events, r, depth)
	if !ok || d.inner != nil && of == nil {
		return nil
	}
	switch d.from {
	case ofCount:
		return events.Count()
	case ofFirst:
		return events.First()
	case ofLast:
		return events.Last()
	}
	derived, ok := deriveFrom(d.from, events, of)
	if !ok {
		r.noteKind(d, of.asField())
		return nil
	}
	return derived
}
