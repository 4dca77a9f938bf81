package segment

import (
	"cmp"
	"fmt"
)

// sqlEvents are the events that count, as part of a query.
type sqlEvents struct {
	from  sqlText // FROM … WHERE …
	row   sqlScope
	at    sqlValue
	known *sqlText // whether they are; nil if they always are
}

// events returns those of the customer of a row.
func (w *sqlWriter) events(e *eventsForm, s sqlScope) sqlEvents {
	table := w.table.Events[e.name]
	row := sqlScope{w.alias(), table.Columns}
	events := sqlEvents{row: row, at: w.columnOf(table.Time, cmp.Or(table.Time.Name, "at"), kindTime, row)}

	key := w.columnName(row, cmp.Or(table.Key, "customer_id"))
	conditions := []sqlText{sqlf("# = #", key, w.columnName(s, cmp.Or(table.Of, "id")))}
	for _, q := range w.limits(e) {
		conditions = append(conditions, w.about(events.at, q))
	}
	if e.where != nil {
		conditions = append(conditions, w.holds(e.where, row))
	}
	name := w.quoted(cmp.Or(table.Name, e.name))
	if table.Schema != "" {
		name = sqlf("#.#", w.quoted(table.Schema), name)
	}
	events.from = sqlf("FROM # AS # WHERE #", name, row.name, sqlAll(conditions...))
	if table.KnownIf != "" {
		known := sqlf("(#)", w.raw(table.KnownIf))
		events.known = &known
	}
	return events
}

// limits returns what is asked of the times of events.
func (w *sqlWriter) limits(e *eventsForm) []*form {
	limits := []*form{asked(opAtMost, w.moment.at)}
	if !e.last.IsZero() {
		limits = append(limits, asked(opAbove, w.moment.Before(e.last)))
	}
	if !e.since.IsZero() {
		limits = append(limits, asked(opAtLeast, e.since))
	}
	if !e.before.IsZero() {
		limits = append(limits, asked(opBelow, e.before))
	}
	return limits
}

// alias returns a name for a table that no other has.
func (w *sqlWriter) alias() sqlText {
	for {
		w.aliases++
		if name := fmt.Sprintf("e%d", w.aliases); name != w.table.Name {
			return w.quoted(name)
		}
	}
}

// ifKnown returns what is made from events, NULL if these are not known.
func (e sqlEvents) ifKnown(made sqlText) sqlText {
	if e.known == nil {
		return made
	}
	return sqlf("CASE WHEN # THEN # END", *e.known, made)
}

// selected returns a query for what is made of the events.
func (e sqlEvents) selected(made sqlText) sqlText {
	return e.ifKnown(sqlf("(SELECT # #)", made, e.from))
}

// latest returns a query for what is made of the last event; of several, of one
// whose value is missing, else of the one whose value is the largest.
func (e sqlEvents) latest(made sqlText, v sqlValue) sqlText {
	return e.ifKnown(sqlf("(SELECT # # ORDER BY # DESC, (# IS NULL) DESC, # DESC LIMIT 1)",
		made, e.from, e.at.sqlText, v.sqlText, v.sqlText))
}

// some returns the condition that there are events, or that there are none.
func (w *sqlWriter) some(e *eventsForm, some bool, s sqlScope) sqlText {
	events := w.events(e, s)
	if some {
		return events.ifKnown(sqlf("EXISTS (SELECT 1 #)", events.from))
	}
	return events.ifKnown(sqlf("NOT EXISTS (SELECT 1 #)", events.from))
}

// aggregate returns the expression of what is made from events.
func (w *sqlWriter) aggregate(field *fieldForm, s sqlScope) sqlValue {
	events := w.events(field.events, s)
	made := func(t sqlType, x sqlText) sqlValue { return sqlValue{x, t, events.selected} }
	switch field.from {
	case ofCount:
		return made(sqlType{kind: kindInt}, sqlText{text: "COUNT(*)"})
	case ofFirst:
		return made(events.at.typ, sqlf("MIN(#)", events.at.sqlText))
	case ofLast:
		return made(events.at.typ, sqlf("MAX(#)", events.at.sqlText))
	}
	v := w.binary(w.scalar(field.inner, events.row))
	switch field.from {
	case ofSum:
		return made(v.typ, w.sum(v))
	case ofAverage:
		return w.mean(v, events)
	case ofSmallest:
		return made(v.typ, complete(v, w.extreme("MIN", v)))
	case ofLargest:
		return made(v.typ, complete(v, w.extreme("MAX", v)))
	}
	return sqlValue{v.sqlText, v.typ, func(made sqlText) sqlText { return events.latest(made, v) }}
}

// complete returns what is made from values if none of them is missing.
func complete(v sqlValue, made sqlText) sqlText {
	return sqlf("CASE WHEN COUNT(*) = COUNT(#) THEN # END", v.sqlText, made)
}

func (w *sqlWriter) extreme(function string, v sqlValue) sqlText {
	if v.typ.kind == kindFlag && w.table.Dialect == PostgreSQL {
		function = map[string]string{"MIN": "BOOL_AND", "MAX": "BOOL_OR"}[function]
	}
	return sqlf(function+"(#)", v.sqlText)
}

// sum returns the sum of values, 0 if there are none. In memory whole numbers add
// up to 64 bits; so they do in SQLite, or else the query fails.
func (w *sqlWriter) sum(v sqlValue) sqlText {
	sum := sqlf("COALESCE(SUM(#), 0)", v.sqlText)
	if w.table.Dialect == PostgreSQL && v.typ.kind == kindInt {
		return sqlf("CASE WHEN COUNT(*) = COUNT(#) AND # THEN # END", v.sqlText, within64(sum), sum)
	}
	return complete(v, sum)
}

func within64(sum sqlText) sqlText {
	return sqlf("# BETWEEN -9223372036854775808 AND 9223372036854775807", sum)
}
