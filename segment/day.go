package segment

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// DayField is a [Field] of calendar days: birthdays, ends of warranties.
type DayField[T any] struct{ Field[T, retention.Date] }

// Day returns a field of calendar days. The zero date is missing.
func Day[T any](name string, read func(customer T) retention.Date) DayField[T] {
	return DayField[T]{newField(name, days(), read)}
}

// KnownIf is [Field.KnownIf].
func (f DayField[T]) KnownIf(known func(customer T) bool) DayField[T] {
	return DayField[T]{f.Field.KnownIf(known)}
}

// OrElse is [Field.OrElse].
func (f DayField[T]) OrElse(other retention.Date) DayField[T] {
	return DayField[T]{f.Field.OrElse(other)}
}

// InLast holds if the day lies in the span up to today: it is today or before,
// and after the day that lies the span before today. The last 7 days are today
// and the six days before. A set does not compile with a span that has an exact part.
func (f DayField[T]) InLast(s retention.Span) Rule[T] {
	within := func(v retention.Date, m *Moment) bool {
		return v.After(addSpan(m.today, s, -1)) && !v.After(m.latestDay)
	}
	return f.moving(opInLast, s, -1, within)
}

// InNext holds if the day lies in the span from today on: after today, and not
// after the day that lies the span after today. The span has no exact part.
func (f DayField[T]) InNext(s retention.Span) Rule[T] {
	within := func(v retention.Date, m *Moment) bool {
		return v.After(m.today) && !v.After(addSpan(m.today, s, 1))
	}
	return f.moving(opInNext, s, 1, within)
}

// OlderThan holds if the day lies at least the span before today. The span has
// no exact part.
func (f DayField[T]) OlderThan(s retention.Span) Rule[T] {
	older := func(v retention.Date, m *Moment) bool { return !v.After(addSpan(m.today, s, -1)) }
	return f.moving(opOlderThan, s, -1, older)
}

// AnniversaryIn holds if an anniversary of the day falls on one of the given number of
// days from today on: with 1, today. The day itself is no anniversary. That of
// 29 February is on the 28th in common years. A set compiles with 1 to 365 days.
func (f DayField[T]) AnniversaryIn(days int) Rule[T] {
	near := func(v retention.Date, m *Moment) bool {
		return isAnniversary(v, days, m.today)
	}
	c := f.asked(&form{op: opAnniversary, field: f.form, args: []any{int64(days)}})
	c.test = momentTest(&f.Field, near)
	c.changes = changing(&f.Field, func(v retention.Date, m *Moment) time.Time {
		return m.nextAnniversary(v, days)
	})
	return c
}

// isAnniversary reports whether a day returns on one of some days from today on.
func isAnniversary(v retention.Date, days int, today retention.Date) bool {
	return anniversary(v, today).Before(today.AddDays(days))
}

// anniversary returns the first yearly return of a day that is not before today, or
// the last day of the calendar if that comes first.
func anniversary(v, today retention.Date) retention.Date {
	years := max(today.Year()-v.Year(), 1)
	next := v.AddMonths(12 * years)
	if next.Before(today) {
		next = v.AddMonths(12 * (years + 1))
	}
	return next
}

// DaysAgo returns the field of the number of days from the value to today: 0 is
// today, 1 yesterday, -1 tomorrow.
func (f DayField[T]) DaysAgo() Field[T, int] {
	d := derived(f.Field, ofAge, numbers[int]())
	d.raw = f.origin()
	d.value = func(c T, m *Moment) (int, bool) {
		v, ok := f.value(c, m)
		if !ok {
			return 0, false
		}
		days := m.today.DaysSince(v)
		if days < 0 && !v.After(m.latestDay) {
			days = 0
		}
		return days, true
	}
	d.changes = changing(&f.Field, func(_ retention.Date, m *Moment) time.Time { return m.seam() })
	return d
}

// moving is a condition on today and the day that lies a span after it or, with a
// sign of -1, before it.
func (f DayField[T]) moving(o op, s retention.Span, sign int, within func(retention.Date, *Moment) bool) Rule[T] {
	c := f.asked(&form{op: o, field: f.form, args: []any{s}})
	c.test = momentTest(&f.Field, within)
	c.changes = changing(&f.Field, func(v retention.Date, m *Moment) time.Time {
		return earliest(m, m.comes(v), m.comes(firstDay(v, sign*s.Months, sign*s.Days)))
	})
	return c
}

// addSpan returns the day that lies a span of days after or, with a sign of -1,
// before another.
func addSpan(d retention.Date, s retention.Span, sign int) retention.Date {
	return d.AddMonths(sign * s.Months).AddDays(sign * s.Days)
}

func days() *values[retention.Date] {
	return &values[retention.Date]{
		kind:    kindDate,
		data:    func(v retention.Date) any { return v },
		native:  nativeDay,
		compare: retention.Date.Compare,
		asks: func(o op, args []retention.Date) func(retention.Date) bool {
			return compared(retention.Date.Compare, o, args)
		},
		present: func(v retention.Date) bool { return !v.IsZero() },
		isZero:  retention.Date.IsZero,
	}
}

func nativeDay(data any) (retention.Date, error) {
	v, ok := data.(retention.Date)
	if !ok {
		return retention.Date{}, fmt.Errorf("%v is no day", data)
	}
	return v, nil
}
