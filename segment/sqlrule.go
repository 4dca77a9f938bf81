package segment

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// sqlWriter turns the rule of a segment into SQL.
type sqlWriter struct {
	table  *Table
	moment *Moment
	cuts   cutValues
	ruleOf func(segment string) *form

	segment string // that is being written
	rule    *form  // the condition that is being written
	faults  Faults
	aliases int // given so far
	left    int // conditions that may still be written
}

// maxConditions keeps segments that refer to each other over and over from growing
// without limit.
const maxConditions = 1 << 16

// write returns the condition that a segment is.
func (w *sqlWriter) write(segment string) (string, []any, error) {
	if w.table.Dialect > SQLite {
		w.fault("%v is not known", w.table.Dialect)
	}
	name := w.quoted(cmp.Or(w.table.Name, "customers"))
	where := w.member(segment, sqlScope{name, w.table.Columns}).part()
	if limit := w.table.Dialect.maxArgs(); len(where.args) > limit {
		w.segment, w.rule = segment, nil
		w.fault("more than %d parameters", limit)
	}
	if len(w.faults) > 0 {
		return "", nil, w.faults
	}
	return where.placed(w.table.Dialect, max(w.table.FirstParam, 1)), where.args, nil
}

func (d Dialect) maxArgs() int {
	if d == SQLite {
		return 32766
	}
	return 65535
}

// fault notes, once, why something is not to be said in SQL.
func (w *sqlWriter) fault(format string, args ...any) {
	f := Fault{Segment: w.segment, Err: fmt.Errorf("%w: %s", ErrNotSQL, fmt.Sprintf(format, args...))}
	if w.rule != nil {
		f.Rule = w.rule.String()
	}
	if !slices.ContainsFunc(w.faults, func(g Fault) bool { return g.Error() == f.Error() }) {
		w.faults = append(w.faults, f)
	}
}

// member returns the rule of a segment.
func (w *sqlWriter) member(segment string, s sqlScope) sqlText {
	outer, rule := w.segment, w.rule
	defer func() { w.segment, w.rule = outer, rule }()
	w.segment, w.rule = segment, nil
	return w.holds(w.ruleOf(segment), s)
}

// holds returns the condition that a rule is about a row.
func (w *sqlWriter) holds(f *form, s sqlScope) sqlText {
	if w.left == 0 {
		w.fault("more than %d conditions", maxConditions)
		return sqlText{}
	}
	switch f.op {
	case opAll:
		return sqlAll(w.each(f.parts, s)...)
	case opAny:
		return sqlAny(w.each(f.parts, s)...)
	case opNot:
		return sqlf("NOT (#)", w.holds(f.parts[0], s))
	case opRef:
		return w.member(f.name, s)
	}
	w.left--
	outer := w.rule
	defer func() { w.rule = outer }()
	w.rule = f
	return w.condition(f, s)
}

func (w *sqlWriter) each(rules []*form, s sqlScope) []sqlText {
	parts := make([]sqlText, len(rules))
	for i, f := range rules {
		parts[i] = w.holds(f, s)
	}
	return parts
}

func (w *sqlWriter) condition(f *form, s sqlScope) sqlText {
	switch f.op {
	case opCustom:
		w.fault("it is code")
		return sqlText{}
	case opFollowed:
		return w.followed(f, s)
	case opMissing:
		return w.missing(f.field, s)
	case opTop, opBottom:
		q, ok := w.atCut(f)
		if !ok {
			return w.null()
		}
		return w.asks(f.field, q, s)
	}
	return w.asks(f.field, w.fixed(f), s)
}

// null returns the condition that is never known.
func (w *sqlWriter) null() sqlText {
	if w.table.Dialect == SQLite {
		return sqlText{text: "NULL"}
	}
	return sqlText{text: "CAST(NULL AS boolean)"}
}

// atCut returns the comparison that a Top or Bottom is; ok is false if there is
// none yet.
func (w *sqlWriter) atCut(f *form) (q *form, ok bool) {
	cut, ok := w.cuts.of(f)
	if !ok {
		return nil, false
	}
	if n, whole := cut.(int64); whole {
		switch f.field.kind {
		case kindFloat:
			cut = float64(n)
		case kindMoney:
			cut = decimal.NewFromInt(n)
		}
	}
	if f.op == opTop {
		return asked(opAtLeast, cut), true
	}
	return asked(opAtMost, cut), true
}

// asked returns a form without a field: a question about any value.
func asked(o op, args ...any) *form { return &form{op: o, args: args} }

func both(a, b *form) *form { return &form{op: opAll, parts: []*form{a, b}} }

// fixed returns what a condition asks of the value, the moment being what it is.
func (w *sqlWriter) fixed(f *form) *form {
	switch f.op {
	case opInLast, opInNext, opOlderThan:
	default:
		return &form{op: f.op, args: f.args, name: f.name}
	}
	now, before, after := w.around(f.field.kind, f.args[0].(retention.Span))
	switch f.op {
	case opInLast:
		return both(asked(opAbove, before), asked(opAtMost, now))
	case opInNext:
		return both(asked(opAbove, now), asked(opAtMost, after))
	}
	return asked(opAtMost, before)
}

// around returns the moment, and a span before and after it, as times or days.
func (w *sqlWriter) around(k kind, s retention.Span) (now, before, after any) {
	m := w.moment
	if k == kindDate {
		return m.today, addSpan(m.today, s, -1), addSpan(m.today, s, 1)
	}
	return m.at, m.Before(s), m.After(s)
}
