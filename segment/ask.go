package segment

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// ask is what a condition asks of a field: the values for which it is True. For
// all others that are known it is False.
type ask struct {
	form    *form
	values  extent // of the field, or numbers of tags
	missing Truth  // the answer where the value is missing

	holds  func(any) bool // what else the value must meet, if not nil
	tag    string         // for a set of tags: this one must be among them
	tagged bool
}

// asks returns what a condition on a field asks at a moment; ok is false if that
// is beyond the algebra of extents. Conditions that depend on the moment are so
// without one.
func (f *form) asks(m *Moment, cuts cutValues) (a ask, ok bool) {
	a = ask{form: f, values: everything}
	switch f.op {
	case opMissing:
		a.values, a.missing = extent{}, True
	case opIs, opIn:
		a.values = pointsOf(f.args)
	case opAbove:
		a.values = beyond(edge{f.args[0], true})
	case opAtLeast:
		a.values = beyond(edge{f.args[0], false})
	case opBelow:
		a.values = beyond(edge{f.args[0], false}).not()
	case opAtMost:
		a.values = beyond(edge{f.args[0], true}).not()
	case opInRange:
		a.values = between(edge{f.args[0], false}, edge{f.args[1], false})
	case opHasPrefix:
		a.values = prefixed(f.args[0].(string))
	case opContains, opHasSuffix:
		a.holds = f.textHolds()
	case opInLast, opInNext, opOlderThan:
		if m == nil {
			return a, false
		}
		a.values = f.window(m)
	case opAnniversary:
		if m == nil {
			return a, false
		}
		days := int(f.args[0].(int64))
		a.holds = func(v any) bool { return isAnniversary(v.(retention.Date), days, m.today) }
	case opTop, opBottom:
		cut, ok := cuts.of(f)
		if !ok {
			return a, false
		}
		a.values = beyond(edge{cut, false})
		if f.op == opBottom {
			a.values = beyond(edge{cut, true}).not()
		}
	case opSample:
		limit, all := sampleLimit(f.args[0].(decimal.Decimal))
		a.holds = func(v any) bool { return all || sampleHash(f.name, v.(string)) < limit }
	default:
		return a, false
	}
	return a, true
}

func (f *form) textHolds() func(any) bool {
	part := f.args[0].(string)
	if f.op == opContains {
		return func(v any) bool { return strings.Contains(v.(string), part) }
	}
	return func(v any) bool { return strings.HasSuffix(v.(string), part) }
}

// window returns the values that lie in the span of a condition at a moment.
func (f *form) window(m *Moment) extent {
	span := f.args[0].(retention.Span)
	now, before := func() any { return m.at }, func() any { return m.Before(span) }
	after := func() any { return m.After(span) }
	if f.field.kind == kindDate {
		now, before = func() any { return m.today }, func() any { return addSpan(m.today, span, -1) }
		after = func() any { return addSpan(m.today, span, 1) }
	}
	switch f.op {
	case opInLast:
		return between(edge{before(), true}, edge{now(), true})
	case opInNext:
		return between(edge{now(), true}, edge{after(), true})
	}
	return beyond(edge{before(), true}).not()
}

// onRoot returns what is asked of the field that the condition's was made from,
// and that field: a day or an age is asked of the time, and a field with an OrElse
// of the one without. It goes as far as each value of the root tells the answer.
func (a ask) onRoot(f *fieldForm, m *Moment) (ask, *fieldForm) {
	for f.guard == nil && !f.omitZero {
		switch {
		case f.orElse != nil:
			if a.form.op != opMissing {
				a.missing = TruthOf(a.meets(f.orElse))
			} else {
				a.missing = False
			}
		case f.from == ofAge && m != nil:
			a.values = aged(a.values, m.today)
		case f.from == ofDay && m != nil:
			a = a.onTime(m)
		case f.from == ofSize: // asked of the tags as it stands
		default:
			return a, f
		}
		f = f.inner
	}
	return a, f
}

// meets reports whether a value is one that the condition holds for.
func (a *ask) meets(v any) bool { return a.values.has(v) && (a.holds == nil || a.holds(v)) }

// aged returns the days that lie as many days ago as a set of numbers says.
func aged(ages extent, today retention.Date) extent {
	n := len(ages.edges)
	days := extent{from: ages.from == (n%2 == 0), edges: make([]edge, n)}
	for i, e := range ages.edges {
		day := today.AddDays(-int(e.value.(int64)))
		days.edges[n-1-i] = edge{day, !e.after}
	}
	return days
}

// onTime returns what a question about a day asks of the time.
func (a ask) onTime(m *Moment) ask {
	times := extent{from: a.values.from, edges: make([]edge, len(a.values.edges))}
	for i, e := range a.values.edges {
		day := e.value.(retention.Date)
		if e.after {
			day = day.AddDays(1)
		}
		times.edges[i] = edge{day.Start(m.zone), false}
	}
	a.values = times
	if holds := a.holds; holds != nil {
		a.holds = func(v any) bool { return holds(retention.DateOf(v.(time.Time), m.zone)) }
	}
	return a
}

// key tells fields apart: those of one key have the same value.
func (f *fieldForm) key() string { return string(f.appendGuards(f.append(nil))) }

func (f *fieldForm) appendGuards(b []byte) []byte {
	b = fmt.Appendf(b, "|%p,%t", f.guard, f.omitZero)
	for _, from := range []*fieldForm{f.inner, f.second} {
		if from != nil {
			b = from.appendGuards(b)
		}
	}
	if f.events != nil {
		b = f.events.appendGuards(b)
	}
	return b
}

func (e *eventsForm) appendGuards(b []byte) []byte {
	b = fmt.Appendf(b, "|%p", e.guard)
	if e.where != nil {
		e.where.walk(func(f *form) {
			if f.field != nil {
				b = f.field.appendGuards(b)
			}
		})
	}
	return b
}
