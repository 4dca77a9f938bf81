package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// Followed holds if one of the first events was followed by one of the second:
// later than it, and not later than the span after it. The days of the span are
// cut in the zone of the moment. It is Unknown if either events are. A set does not
// compile with a span that is not positive.
//
// "Bought, but wrote no review within two weeks" is
//
//	segment.All(purchases.Some(), segment.Not(segment.Followed(purchases, reviews, retention.Span{Days: 14})))
func Followed[T, E, F any](first EventsField[T, E], then EventsField[T, F], within retention.Span) Rule[T] {
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

func followed[T, E, F any](first *EventsField[T, E], then *EventsField[T, F], within retention.Span, customer T, m *Moment) (followed, known bool) {
	var few [8]time.Time // enough for most, so that nothing is allocated
	answers := few[:0]
	known = then.each(customer, m, func(_ F, at time.Time) { answers = append(answers, at) })
	known = first.each(customer, m, func(_ E, at time.Time) {
		until := within.From(at, m.zone)
		for _, answer := range answers {
			followed = followed || answer.After(at) && !answer.After(until)
		}
	}) && known
	return followed, known
}
