package segment

import (
	"encoding/hex"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// spelled returns the condition that a text contains another, or begins or ends
// with it.
func (w *sqlWriter) spelled(x sqlValue, o op, part string) sqlText {
	if part == "" {
		return x.always(true)
	}
	text, length := w.param(sqlType{kind: kindText}, part), utf8.RuneCountInString(part)
	if w.table.Dialect == SQLite {
		switch o {
		case opContains:
			return sqlf("instr(#, #) > 0", x.sqlText, text)
		case opHasPrefix:
			return sqlf("instr(#, #) = 1", x.sqlText, text)
		}
		return sqlf("substr(#, #) COLLATE BINARY = #", x.sqlText, w.argument(int64(-length), ""), text)
	}
	x = w.binary(x)
	switch o {
	case opContains:
		return sqlf("strpos(#, #) > 0", x.sqlText, text)
	case opHasPrefix:
		return sqlf("starts_with(#, #)", x.sqlText, text)
	}
	return sqlf("right(#, #) = #", x.sqlText, w.argument(int64(length), "integer"), text)
}

// sampled returns the condition that a text is in a sample.
func (w *sqlWriter) sampled(x sqlValue, q *form) sqlText {
	if w.table.Dialect == SQLite {
		w.fault("SQLite has no SHA-256")
		return sqlText{}
	}
	limit, all := sampleLimit(q.args[0].(decimal.Decimal))
	if all {
		return x.always(true)
	}
	salt := w.argument(hex.EncodeToString(append([]byte(q.name), 0)), "text")
	below := w.argument(fmt.Sprintf("%016x", limit), "text")
	return sqlf("substr(sha256(decode(#, 'hex') || convert_to(#, 'UTF8')), 1, 8) < decode(#, 'hex')", salt, w.binary(x).sqlText, below)
}

// tagged returns the condition that a set of tags has any or all of some.
func (w *sqlWriter) tagged(x sqlValue, q *form) sqlText {
	tags := make([]sqlText, 0, len(q.args))
	for i, tag := range q.args {
		if !slices.Contains(q.args[:i], tag) {
			tags = append(tags, w.param(x.typ, tag))
		}
	}
	switch {
	case w.table.Dialect == SQLite:
		return taggedSQLite(x, q.op, tags)
	case x.typ.json:
		return taggedJSON(x, q.op, tags)
	case q.op == opHasAny:
		return sqlf("# && ARRAY[#]", w.array(x), sqlList(tags))
	}
	return sqlf("# @> ARRAY[#]", w.array(x), sqlList(tags))
}

// array returns tags of PostgreSQL as an array that is compared by bytes.
func (w *sqlWriter) array(x sqlValue) sqlText {
	return sqlf(`(CAST(# AS text[]) COLLATE "C")`, x.sqlText)
}

func taggedSQLite(x sqlValue, o op, tags []sqlText) sqlText {
	if o == opHasAny || len(tags) == 1 {
		return sqlf("CASE WHEN # IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each(#) WHERE value IN (#)) END",
			x.sqlText, x.sqlText, sqlList(tags))
	}
	return sqlf("CASE WHEN # IS NOT NULL THEN (SELECT COUNT(DISTINCT value) FROM json_each(#) WHERE value IN (#)) = # END",
		x.sqlText, x.sqlText, sqlList(tags), sqlText{text: hole, args: []any{int64(len(tags))}})
}

func taggedJSON(x sqlValue, o op, tags []sqlText) sqlText {
	has := make([]sqlText, len(tags))
	for i, tag := range tags {
		has[i] = sqlf("CAST(# AS jsonb) @> to_jsonb(#)", x.sqlText, tag)
	}
	if o == opHasAny {
		return sqlAny(has...)
	}
	return sqlAll(has...)
}

// size returns the number of different tags.
func (w *sqlWriter) size(x sqlValue) sqlValue {
	pattern := "CASE WHEN # IS NOT NULL THEN (SELECT COUNT(DISTINCT tag) FROM unnest(#) AS tags (tag)) END"
	tags := x.sqlText
	switch {
	case w.table.Dialect == SQLite:
		pattern = "CASE WHEN # IS NOT NULL THEN (SELECT COUNT(DISTINCT value) FROM json_each(#)) END"
	case x.typ.json:
		pattern = `CASE WHEN # IS NOT NULL THEN (SELECT COUNT(DISTINCT tag COLLATE "C") FROM jsonb_array_elements_text(CAST(# AS jsonb)) AS tags (tag)) END`
	default:
		tags = w.array(x)
	}
	return sqlValue{sqlText: sqlf(pattern, x.sqlText, tags), typ: sqlType{kind: kindInt}}
}
