package segment

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// asks returns what a question, a form without a field, says of a field's value:
// NULL if that is missing.
func (w *sqlWriter) asks(field *fieldForm, q *form, s sqlScope) sqlText {
	switch {
	case field.omitZero && w.never(field):
		there, zero := field.withZero()
		return sqlf("CASE WHEN NOT (#) THEN # END", w.asks(there, zero, s), w.asks(there, q, s))
	case field.orElse != nil:
		return sqlf("COALESCE(#, #)", w.asks(field.inner, q, s), sqlTruth(w.answer(q, field.orElse)))
	case field.from == ofAge:
		return w.asks(field.inner, w.moment.ofDays(q), s)
	case field.from == ofDay && !q.has(opAnniversary):
		return w.asks(field.inner, w.moment.ofInstants(q), s)
	case field.from == ofCount && !field.omitZero:
		if some, ok := q.asksSome(); ok {
			return w.some(field.events, some, s)
		}
	}
	x := w.value(field, s)
	return x.of(w.about(x, q))
}

// missing returns the condition that a field's value is missing, which is never
// NULL.
func (w *sqlWriter) missing(field *fieldForm, s sqlScope) sqlText {
	switch {
	case field.omitZero && w.never(field):
		there, zero := field.withZero()
		return sqlf("COALESCE(#, TRUE)", w.asks(there, zero, s))
	case field.orElse != nil:
		return sqlTruth(false)
	case field.from == ofAge, field.from == ofDay:
		return w.missing(field.inner, s)
	}
	x := w.value(field, s)
	if x.typ.mean {
		return sqlf("# IS NULL", x.of(sqlTruth(true)))
	}
	return sqlf("# IS NULL", x.whole())
}

// never reports whether questions about a field go to what it is made from, so
// that there is no expression of it.
func (w *sqlWriter) never(field *fieldForm) bool {
	return field.orElse != nil || field.from == ofAge || field.from == ofAverage && w.table.Dialect == SQLite
}

// withZero returns the field less its OmitZero, and the question whether it is
// zero.
func (f *fieldForm) withZero() (*fieldForm, *form) {
	there := *f
	there.omitZero = false
	return &there, asked(opIs, f.kind.zero())
}

// zero returns the zero value of a kind, as data.
func (k kind) zero() any {
	switch k {
	case kindInt:
		return int64(0)
	case kindFloat:
		return 0.0
	case kindMoney:
		return decimal.Zero
	case kindText:
		return ""
	case kindFlag:
		return false
	case kindTime:
		return time.Time{}
	}
	return retention.Date{}
}

// has reports whether a question has an op in it.
func (f *form) has(o op) (found bool) {
	f.walk(func(part *form) { found = found || part.op == o })
	return found
}

// asksSome reports whether the question about a count is if there are any, or none.
func (f *form) asksSome() (some, ok bool) {
	if len(f.args) != 1 {
		return false, false
	}
	switch [2]any{f.op, f.args[0]} {
	case [2]any{opAtLeast, int64(1)}, [2]any{opAbove, int64(0)}:
		return true, true
	case [2]any{opIs, int64(0)}, [2]any{opAtMost, int64(0)}, [2]any{opBelow, int64(1)}:
		return false, true
	}
	return false, false
}

// about returns what a question says of an expression.
func (w *sqlWriter) about(x sqlValue, q *form) sqlText {
	switch q.op {
	case opAll, opAny:
		parts := make([]sqlText, len(q.parts))
		for i, part := range q.parts {
			parts[i] = w.about(x, part)
		}
		if q.op == opAll {
			return sqlAll(parts...)
		}
		return sqlAny(parts...)
	case opNot:
		return sqlf("NOT (#)", w.about(x, q.parts[0]))
	case opHasAny, opHasAll:
		return w.tagged(x, q)
	case opContains, opHasPrefix, opHasSuffix:
		return w.spelled(x, q.op, q.args[0].(string))
	case opSample:
		return w.sampled(x, q)
	case opAnniversary:
		return w.anniversary(x, int(q.args[0].(int64)))
	case opIn:
		return w.among(x, q.args)
	case opInRange:
		return sqlAll(w.compared(x, opAtLeast, q.args[0]), w.compared(x, opBelow, q.args[1]))
	}
	return w.compared(x, q.op, q.args[0])
}

// answer returns what a question says of a value.
func (w *sqlWriter) answer(q *form, v any) bool {
	switch q.op {
	case opAll, opAny:
		for _, part := range q.parts {
			if w.answer(part, v) == (q.op == opAny) {
				return q.op == opAny
			}
		}
		return q.op == opAll
	case opNot:
		return !w.answer(q.parts[0], v)
	case opContains:
		return strings.Contains(v.(string), q.args[0].(string))
	case opHasPrefix:
		return strings.HasPrefix(v.(string), q.args[0].(string))
	case opHasSuffix:
		return strings.HasSuffix(v.(string), q.args[0].(string))
	case opSample:
		limit, all := sampleLimit(q.args[0].(decimal.Decimal))
		return all || sampleHash(q.name, v.(string)) < limit
	case opAnniversary:
		return isAnniversary(v.(retention.Date), int(q.args[0].(int64)), w.moment.today)
	}
	return compared(compareData, q.op, q.args)(v)
}
