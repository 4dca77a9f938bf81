package segment

import (
	"math"
	"strconv"
	"strings"
)

// sqlValue is an expression of a field's values, NULL where they are missing.
type sqlValue struct {
	sqlText
	typ sqlType

	// within puts what is made of the expression where it means something: in a
	// subquery. Nil if that is everywhere.
	within func(sqlText) sqlText
}

// of returns what was made of the expression.
func (x sqlValue) of(made sqlText) sqlText {
	if x.within == nil {
		return made
	}
	return x.within(made)
}

// whole returns the expression as it can stand everywhere.
func (x sqlValue) whole() sqlText { return x.of(x.sqlText) }

// scalar returns the whole expression of a field, to make others from.
func (w *sqlWriter) scalar(field *fieldForm, s sqlScope) sqlValue {
	x := w.value(field, s)
	if x.typ.mean {
		w.fault("SQLite has no number that is exactly the average")
	}
	x.sqlText, x.within = x.whole(), nil
	return x
}

// value returns the expression of a field.
func (w *sqlWriter) value(field *fieldForm, s sqlScope) sqlValue {
	x := w.valueOrZero(field, s)
	if zero := sqlZeros[field.kind]; field.omitZero && zero != "" {
		x = w.binary(x)
		x.sqlText = sqlf("NULLIF(#, #)", x.sqlText, sqlText{text: zero})
	}
	return x
}

// sqlZeros are the zero values that a column may hold.
var sqlZeros = [...]string{kindInt: "0", kindFloat: "0", kindMoney: "0", kindText: "''", kindFlag: "FALSE", kindTags: ""}

func (w *sqlWriter) valueOrZero(field *fieldForm, s sqlScope) sqlValue {
	switch {
	case field.orElse != nil:
		return w.orElse(field, s)
	case field.from == plain:
		return w.column(field.name, field.kind, s)
	case field.events != nil:
		return w.aggregate(field, s)
	}
	switch field.from {
	case ofSize:
		return w.size(w.scalar(field.inner, s))
	case ofDay:
		return w.day(w.scalar(field.inner, s))
	case ofAge:
		return w.age(w.scalar(field.inner, s))
	}
	return w.ratio(w.scalar(field.inner, s), w.scalar(field.second, s))
}

func (w *sqlWriter) orElse(field *fieldForm, s sqlScope) sqlValue {
	x := w.binary(w.scalar(field.inner, s))
	b := w.bound(x.typ, field.orElse)
	if !b.exact || b.beyond != 0 {
		w.fault("the column cannot hold %s", appendValue(nil, field.orElse))
		return x
	}
	x.sqlText = sqlf("COALESCE(#, #)", x.sqlText, w.param(x.typ, b.below))
	return x
}

// binary returns text as it is compared by its bytes; other values as they are.
func (w *sqlWriter) binary(x sqlValue) sqlValue {
	if x.typ.kind != kindText || x.typ.binary {
		return x
	}
	x.typ.binary = true
	if w.table.Dialect == SQLite {
		x.sqlText = sqlf("# COLLATE BINARY", x.sqlText)
	} else {
		x.sqlText = sqlf(`CAST(# AS text) COLLATE "C"`, x.sqlText)
	}
	return x
}

// ratio returns one number divided by another: exactly, then rounded to a float,
// as in Go.
func (w *sqlWriter) ratio(a, b sqlValue) sqlValue {
	ratio := sqlValue{typ: sqlType{kind: kindFloat}}
	float := a.typ.kind == kindFloat || b.typ.kind == kindFloat
	switch {
	case w.table.Dialect == SQLite:
		ratio.sqlText = sqlf("CAST(# AS REAL) / NULLIF(CAST(# AS REAL), 0)", a.sqlText, b.sqlText)
		if float {
			ratio.sqlText = finite(ratio.sqlText)
		}
	case float:
		ratio.sqlText = w.careful(a, b)
	default:
		ratio.sqlText = sqlf("CAST(# AS double precision) / NULLIF(CAST(# AS double precision), 0)", a.sqlText, b.sqlText)
	}
	return ratio
}

// careful divides in PostgreSQL, where it is an error if the result is infinite or
// rounds to 0. It is infinite from 2^1024 on and 0 up to 2^-1075: closer to these
// than a float is precise, there is no ratio of two floats. Both sides of the
// comparisons are multiplied by powers of 2, which does not round.
func (w *sqlWriter) careful(a, b sqlValue) sqlText {
	name := w.alias()
	x, y := sqlf("#.x", name), sqlf("#.y", name)
	power := func(exp int) sqlText { return sqlText{text: strconv.FormatFloat(math.Ldexp(1, exp), 'e', -1, 64)} }
	infinite := sqlf("ABS(#) < 1 AND ABS(#) > 1e-100 AND ABS(#) * # >= ABS(#) * #", y, x, x, power(-600), y, power(424))
	vanishing := sqlf("ABS(#) >= 1 AND ABS(#) < 1 AND ABS(#) * # <= ABS(#) * #", y, x, x, power(600), y, power(-475))
	return sqlf("(SELECT CASE WHEN # = 0 OR # THEN NULL WHEN # THEN 0 ELSE # / # END FROM (SELECT CAST(# AS double precision) AS x, CAST(# AS double precision) AS y) AS #)",
		y, infinite, vanishing, x, y, a.sqlText, b.sqlText, name)
}

func containsNUL(text string) bool { return strings.Contains(text, "\x00") }
