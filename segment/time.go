package segment

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// TimeField is a [Field] of instants: the last order, the end of a trial.
type TimeField[T any] struct{ Field[T, time.Time] }

// Time returns a field of instants. The zero time is missing.
func Time[T any](name string, read func(customer T) time.Time) TimeField[T] {
	return TimeField[T]{newField(name, times(), read)}
}

// KnownIf is [Field.KnownIf].
func (f TimeField[T]) KnownIf(known func(customer T) bool) TimeField[T] {
	return TimeField[T]{f.Field.KnownIf(known)}
}

// OrElse is [Field.OrElse].
func (f TimeField[T]) OrElse(other time.Time) TimeField[T] {
	return TimeField[T]{f.Field.OrElse(other)}
}

// InLast holds if the value lies in the span up to the moment: after the instant
// that lies the span before it, and not after the moment itself.
func (f TimeField[T]) InLast(s retention.Span) Rule[T] {
	within := func(v time.Time, m *Moment) bool { return v.After(m.Before(s)) && !v.After(m.latest) }
	return f.moving(opInLast, s, within, func(v time.Time, m *Moment) time.Time {
		return earliest(m, v, m.crossesBefore(v, s))
	})
}

// InNext holds if the value lies in the span from the moment on: after the
// moment, and not after the instant that lies the span after it.
func (f TimeField[T]) InNext(s retention.Span) Rule[T] {
	within := func(v time.Time, m *Moment) bool { return v.After(m.at) && !v.After(m.After(s)) }
	return f.moving(opInNext, s, within, func(v time.Time, m *Moment) time.Time {
		return earliest(m, v, m.crossesAfter(v, s))
	})
}

// OlderThan holds if the value lies at least the span before the moment.
func (f TimeField[T]) OlderThan(s retention.Span) Rule[T] {
	older := func(v time.Time, m *Moment) bool { return !v.After(m.Before(s)) }
	return f.moving(opOlderThan, s, older, func(v time.Time, m *Moment) time.Time {
		return m.crossesBefore(v, s)
	})
}

// Day returns the field of the day that the value lies on, in the zone of the
// moment.
func (f TimeField[T]) Day() DayField[T] {
	d := derived(f.Field, ofDay, days())
	d.raw = f.origin()
	d.value = func(c T, m *Moment) (retention.Date, bool) {
		v, ok := f.value(c, m)
		if !ok {
			return retention.Date{}, false
		}
		return retention.DateOf(v, m.zone), true
	}
	return DayField[T]{d}
}

// DaysAgo returns the field of the number of calendar days from the value to the
// moment, in the zone of the moment: 0 is today, 1 yesterday, -1 tomorrow.
func (f TimeField[T]) DaysAgo() Field[T, int] { return f.Day().DaysAgo() }

// moving is a condition that depends on the moment, for a value in it and the
// next instant that it may change.
func (f TimeField[T]) moving(o op, s retention.Span, within func(time.Time, *Moment) bool, next func(time.Time, *Moment) time.Time) Rule[T] {
	c := f.asked(&form{op: o, field: f.form, args: []any{s}})
	c.test = momentTest(&f.Field, within)
	c.changes = changing(&f.Field, next)
	return c
}

// momentTest returns the test of a value together with the moment.
func momentTest[T, V any](f *Field[T, V], within func(V, *Moment) bool) test[T] {
	if f.read == nil || f.known != nil {
		value := f.value
		return func(c T, m *Moment) Truth {
			v, ok := value(c, m)
			if !ok {
				return Unknown
			}
			return TruthOf(within(v, m))
		}
	}
	read, present := f.read, f.values.present
	return func(c T, m *Moment) Truth {
		v := read(c)
		if !present(v) {
			return Unknown
		}
		return TruthOf(within(v, m))
	}
}

// changing returns when a test of the value and the moment may change: with the
// value, or by next.
func changing[T, V any](f *Field[T, V], next func(V, *Moment) time.Time) func(T, *Moment) time.Time {
	return func(c T, m *Moment) time.Time {
		change := f.nextChange(c, m)
		if v, ok := f.value(c, m); ok {
			change = earliest(m, change, next(v, m))
		}
		return change
	}
}

func (f *Field[T, V]) nextChange(customer T, m *Moment) time.Time {
	if f.changes == nil {
		return time.Time{}
	}
	return f.changes(customer, m)
}

func times() *values[time.Time] {
	return &values[time.Time]{
		kind:    kindTime,
		data:    func(v time.Time) any { return v },
		native:  nativeTime,
		compare: time.Time.Compare,
		asks:    func(o op, args []time.Time) func(time.Time) bool { return compared(time.Time.Compare, o, args) },
		present: func(v time.Time) bool { return !v.IsZero() },
		isZero:  time.Time.IsZero,
	}
}

func nativeTime(data any) (time.Time, error) {
	v, ok := data.(time.Time)
	if !ok {
		return time.Time{}, fmt.Errorf("%v is no time", data)
	}
	return v, nil
}
