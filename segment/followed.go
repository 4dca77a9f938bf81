package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// Followed holds if one of the first events was followed by one of the second within
// the span: the second is later than the first, and not later than the span after it.
// The days of the span are cut in the zone of the moment. It is Unknown if either
// kind of events is not known. A set does not compile with a span that is not
// positive.
//
// "Bought, but wrote no review within two weeks" is
//
//	segment.All(purchases.Some(), segment.Not(segment.Followed(purchases, reviews, retention.Span{Days: 14})))
func Followed[T, E, F any](first EventsField[T, E], then EventsField[T, F], within retention.Span) Rule[T] {
	return followedBy(first.instants(), then.instants(), within)
}

// instants is a stream of events, of which only the times are asked.
type instants[T any] struct {
	form    *eventsForm
	each    func(customer T, m *Moment, visit func(at time.Time)) (known bool)
	changes func(T, *Moment) time.Time
}

func (s EventsField[T, E]) instants() instants[T] {
	each := func(customer T, m *Moment, visit func(time.Time)) bool {
		return s.each(customer, m, func(_ E, at time.Time) { visit(at) })
	}
	return instants[T]{s.form, each, s.changes}
}

func followedBy[T any](first, then instants[T], within retention.Span) Rule[T] {
	c := &condition[T]{form: &form{op: opFollowed, first: first.form, then: then.form, args: []any{within}}}
	c.seen = func(customer T, m *Moment) (any, bool) {
		followed, known := followed(&first, &then, within, customer, m)
		return followed, known
	}
	c.test = func(customer T, m *Moment) Truth {
		followed, known := followed(&first, &then, within, customer, m)
		if !known {
			return Unknown
		}
		return TruthOf(followed)
	}
	c.changes = either(first.changes, then.changes)
	return c
}

func followed[T any](first, then *instants[T], within retention.Span, customer T, m *Moment) (followed, known bool) {
	var answers []time.Time
	known = then.each(customer, m, func(at time.Time) { answers = append(answers, at) })
	known = first.each(customer, m, func(at time.Time) {
		until := within.From(at, m.zone)
		for _, answer := range answers {
			followed = followed || answer.After(at) && !answer.After(until)
		}
	}) && known
	return followed, known
}
