package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// EventsField is a field of what customers did, each at an instant: purchases,
// visits, logins. It becomes conditions by what is counted, summed or looked up of them:
//
//	purchases.Where(sku.Is("tea")).InLast(retention.Span{Days: 90}).Count().AtLeast(2)
//
// Only what has happened counts: events after the moment, and events without a
// time, are passed over. The order of a customer's events does not matter.
type EventsField[T, E any] struct {
	form  *eventsForm
	read  func(T) []E
	known func(T) bool
	at    func(E) time.Time
	rule  Rule[E]     // which of them; nil for all
	where *program[E] // the rule, linked
}

// Events returns a field of events, given a name and two functions: read returns the
// events of a customer, and at returns when an event happened.
func Events[T, E any](name string, read func(customer T) []E, at func(event E) time.Time) EventsField[T, E] {
	if read == nil || at == nil {
		panic("segment: events " + name + ": nil function")
	}
	return EventsField[T, E]{form: &eventsForm{name: name}, read: read, at: at}
}

// isWhole reports whether the events are all of their name: those that Events
// made, whatever people call them and whoever's are known.
func (f *eventsForm) isWhole() bool {
	return *f == eventsForm{name: f.name, guard: f.guard, label: f.label}
}

// Name returns the name of the events.
func (s EventsField[T, E]) Name() string { return s.form.name }

// KnownIf returns the events as known only of customers for whom the function
// returns true; of others every condition on them is Unknown. Otherwise no event
// means that nothing happened.
func (s EventsField[T, E]) KnownIf(known func(customer T) bool) EventsField[T, E] {
	if known == nil {
		panic("segment: events " + s.form.name + ": KnownIf of a nil function")
	}
	s.known = bothKnown(s.known, known)
	return s.narrowed(func(f *eventsForm) { f.guard = &guard{} })
}

// Where returns the events for which a rule about events holds; those for which
// it is Unknown are not among them. Called again, both must hold.
func (s EventsField[T, E]) Where(rule Rule[E]) EventsField[T, E] {
	if s.where != nil {
		rule = All(s.rule, rule)
	}
	form := formOf(rule)
	s.rule, s.where = rule, &program[E]{test: unknown[E]}
	if !form.deeper(MaxDepth) { // else no set compiles with it
		s.where = (&linker[E]{}).link(rule)
	}
	return s.narrowed(func(f *eventsForm) { f.where = form })
}

// InLast returns the events of the span up to the moment: after the instant that
// lies the span before it. It replaces an earlier InLast. A set does not compile
// with a span that is not positive.
func (s EventsField[T, E]) InLast(span retention.Span) EventsField[T, E] {
	return s.narrowed(func(f *eventsForm) { f.last, f.noSpan = span, span.IsZero() })
}

// Since returns the events at an instant and after it. It replaces an earlier
// Since.
func (s EventsField[T, E]) Since(from time.Time) EventsField[T, E] {
	return s.narrowed(func(f *eventsForm) { f.since = from })
}

// Before returns the events before an instant. It replaces an earlier Before.
func (s EventsField[T, E]) Before(to time.Time) EventsField[T, E] {
	return s.narrowed(func(f *eventsForm) { f.before = to })
}

func (s EventsField[T, E]) narrowed(how func(*eventsForm)) EventsField[T, E] {
	form := *s.form
	how(&form)
	s.form = &form
	return s
}

// each calls visit with the events that count, in no particular order, and
// reports whether they are known.
func (s *EventsField[T, E]) each(customer T, m *Moment, visit func(e E, at time.Time)) (known bool) {
	if s.known != nil && !s.known(customer) {
		return false
	}
	from := time.Time{}
	if !s.form.last.IsZero() {
		from = m.Before(s.form.last)
	}
	for _, e := range s.read(customer) {
		at := s.at(e)
		if at.After(m.latest) || at.IsZero() || !from.IsZero() && !at.After(from) || !s.form.between(at) {
			continue
		}
		if s.where == nil || s.where.test(e, m) == True {
			visit(e, at)
		}
	}
	return true
}

// between reports whether an instant lies within the fixed limits.
func (f *eventsForm) between(at time.Time) bool {
	return (f.since.IsZero() || !at.Before(f.since)) && (f.before.IsZero() || at.Before(f.before))
}

// changes returns when time may change which events count, or what holds for
// them: see change.go.
func (s *EventsField[T, E]) changes(customer T, m *Moment) (next time.Time) {
	if s.known != nil && !s.known(customer) {
		return next
	}
	for _, e := range s.read(customer) {
		at := s.at(e)
		if at.IsZero() || !s.form.between(at) {
			continue
		}
		next = earliest(m, next, at)
		if !s.form.last.IsZero() {
			next = earliest(m, next, m.crossesBefore(at, s.form.last))
		}
		if s.where != nil && s.where.changes != nil {
			next = earliest(m, next, s.where.changes(e, m))
		}
	}
	return next
}
