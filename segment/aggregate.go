package segment

import (
	"time"

	"github.com/shopspring/decimal"
)

// Count returns the field of the number of events, 0 if there are none.
func (s EventsField[T, E]) Count() Field[T, int] {
	f := aggregate(s, ofCount, numbers[int]())
	f.value = func(c T, m *Moment) (n int, ok bool) {
		ok = s.each(c, m, func(E, time.Time) { n++ })
		return n, ok
	}
	return f
}

// Some holds if there is at least one of the events.
func (s EventsField[T, E]) Some() Rule[T] { return s.Count().AtLeast(1) }

// None holds if there are no such events.
func (s EventsField[T, E]) None() Rule[T] { return s.Count().Is(0) }

// First returns the field of the time of the first event, missing if there is
// none.
func (s EventsField[T, E]) First() TimeField[T] { return s.instant(ofFirst, time.Time.Before) }

// Last returns the field of the time of the last event, missing if there is none.
func (s EventsField[T, E]) Last() TimeField[T] { return s.instant(ofLast, time.Time.After) }

func (s EventsField[T, E]) instant(how derivation, better func(a, b time.Time) bool) TimeField[T] {
	f := aggregate(s, how, times())
	f.value = func(c T, m *Moment) (best time.Time, ok bool) {
		s.each(c, m, func(_ E, at time.Time) {
			if best.IsZero() || better(at, best) {
				best = at
			}
		})
		return best, !best.IsZero()
	}
	return TimeField[T]{f}
}

// Exact are the types of numbers that are added without rounding.
type Exact interface {
	~int | ~int64 | decimal.Decimal
}

// Sum returns the field of the sum of a field of the events, 0 if there are none.
// It is missing if the field is missing for one of them, or if the sum is too large
// for its type. Sums of only some of the events may be too large.
func Sum[T, E any, V Exact](events EventsField[T, E], of Field[E, V]) Field[T, V] {
	f := aggregateOf(events, ofSum, of, of.values)
	f.value = func(c T, m *Moment) (sum V, ok bool) {
		exact, _, ok := total(&events, &of, c, m)
		return exact.wrapped, ok && exact.carries == 0
	}
	return f
}

// averageScale is the number of decimals that averages are rounded to. Comparing
// amounts of up to 12 decimals with a number of as many is then exact up to ten
// million events.
const averageScale = 20

// Average returns the field of the mean of a field of the events, rounded half
// away from zero to 20 decimals. It is missing if there are none, or if the field
// is missing for one of them.
func Average[T, E any, V Exact](events EventsField[T, E], of Field[E, V]) Field[T, decimal.Decimal] {
	f := aggregateOf(events, ofAverage, of, monies())
	f.value = func(c T, m *Moment) (mean decimal.Decimal, ok bool) {
		sum, n, ok := total(&events, &of, c, m)
		if !ok || n == 0 {
			return mean, false
		}
		return sum.decimal(of.values).DivRound(decimal.NewFromInt(n), averageScale), true
	}
	return f
}

// exactSum is a sum that may be too large for its type: carries times the number
// of values of the type lie between it and what the type holds.
type exactSum[V any] struct {
	wrapped V
	carries int
}

func (s exactSum[V]) decimal(vs *values[V]) decimal.Decimal {
	exact, _ := nativeMoney(vs.data(s.wrapped))
	if s.carries == 0 {
		return exact
	}
	return exact.Add(vs.wrap.Mul(decimal.NewFromInt(int64(s.carries))))
}

// total adds up a field of the events that count.
func total[T, E, V any](s *EventsField[T, E], of *Field[E, V], customer T, m *Moment) (sum exactSum[V], n int64, ok bool) {
	complete := true
	known := s.each(customer, m, func(e E, _ time.Time) {
		v, ok := of.value(e, m)
		n++
		switch complete = complete && ok; {
		case !complete:
		case n == 1:
			sum.wrapped = v
		default:
			wrapped, carry := of.values.add(sum.wrapped, v)
			sum = exactSum[V]{wrapped, sum.carries + carry}
		}
	})
	return sum, n, known && complete
}

// Smallest returns the field of the smallest value of a field of the events. It is
// missing if there are none, or if the field is missing for one of them.
func Smallest[T, E, V any](events EventsField[T, E], of Field[E, V]) Field[T, V] {
	compare := of.values.compare
	return pick(events, ofSmallest, of, func(v, best V) int { return compare(best, v) })
}

// Largest returns the field of the largest value of a field of the events. It is
// missing if there are none, or if the field is missing for one of them.
func Largest[T, E, V any](events EventsField[T, E], of Field[E, V]) Field[T, V] {
	compare := of.values.compare
	return pick(events, ofLargest, of, func(v, best V) int { return compare(v, best) })
}

// Latest returns the field of the value that a field of the events has in the last
// event. If several are at that instant, it is the largest value. It is missing if
// there are no events, or if the field is missing for one of the last.
func Latest[T, E, V any](events EventsField[T, E], of Field[E, V]) Field[T, V] {
	compare := of.values.compare
	f := aggregateOf(events, ofLatest, of, of.values)
	f.value = func(c T, m *Moment) (best V, ok bool) {
		var last time.Time
		events.each(c, m, func(e E, at time.Time) {
			if !last.IsZero() && at.Before(last) {
				return
			}
			v, known := of.value(e, m)
			if last.IsZero() || at.After(last) {
				last, best, ok = at, v, known
				return
			}
			if ok = ok && known; ok && compare(v, best) > 0 {
				best = v
			}
		})
		return best, ok
	}
	return f
}

// pick returns the field of the best of some values, all of which must be there.
func pick[T, E, V any](s EventsField[T, E], how derivation, of Field[E, V], better func(v, best V) int) Field[T, V] {
	f := aggregateOf(s, how, of, of.values)
	f.value = func(c T, m *Moment) (best V, ok bool) {
		n, complete := 0, true
		s.each(c, m, func(e E, _ time.Time) {
			v, known := of.value(e, m)
			n++
			if complete = complete && known; complete && (n == 1 || better(v, best) > 0) {
				best = v
			}
		})
		return best, n > 0 && complete
	}
	return f
}

// aggregate returns a field that is made from events, less its value.
func aggregate[T, E, V any](s EventsField[T, E], how derivation, vs *values[V]) Field[T, V] {
	return Field[T, V]{
		form:    &fieldForm{kind: vs.kind, from: how, events: s.form},
		values:  vs,
		changes: s.changes,
	}
}

// aggregateOf returns a field that is made from a field of events, less its value.
func aggregateOf[T, E, V, W any](s EventsField[T, E], how derivation, of Field[E, V], vs *values[W]) Field[T, W] {
	f := aggregate(s, how, vs)
	f.form.inner = of.form
	if of.changes != nil {
		f.changes = either(f.changes, func(c T, m *Moment) (next time.Time) {
			if s.known != nil && !s.known(c) {
				return next
			}
			for _, e := range s.read(c) {
				next = earliest(m, next, of.changes(e, m))
			}
			return next
		})
	}
	return f
}
