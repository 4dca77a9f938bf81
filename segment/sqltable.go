package segment

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Table says where a database keeps the customers, for [View.Where]. The zero
// Table is the table customers of a PostgreSQL database, with a column for each
// field, called the same.
type Table struct {
	Dialect Dialect

	// Name is what the query calls the table: its name, or the alias it has there.
	// Empty, it is customers.
	Name string

	// Columns are those of fields, by the fields' names.
	Columns map[string]Column

	// Events are the tables of events, by their names, be they the customers' or
	// those of other events.
	Events map[string]EventTable

	// Decimals is the number of decimals of amounts, in SQLite: at 2, a column that
	// holds 1250 means 12.50.
	Decimals int

	// Times is how times are kept, in SQLite. Zero, it is UnixSeconds.
	Times Times

	// FirstParam is the number of the first parameter, in PostgreSQL. Zero, it is 1.
	FirstParam int
}

// Column says where a field is kept.
type Column struct {
	// Name is that of the column. Empty, it is the field's.
	Name string

	// Expr is SQL in place of a column. It is used as it stands, so it must come
	// from the program and never from a user. Of events it must name columns only,
	// without their table, which goes by another name there.
	Expr string

	Decimals *int  // if not the table's, in SQLite
	Times    Times // if not the table's, in SQLite
	JSON     bool  // tags are jsonb and no text[], in PostgreSQL
}

// EventTable says where events are kept. The zero EventTable is the table of the
// events' name with the columns customer_id and at, and one for each field.
type EventTable struct {
	Schema string // of the table, if it needs to be said
	Name   string // of the table; empty: the events' name

	Key string // the column that tells whose an event is; empty: customer_id
	Of  string // the customers' column that it refers to; empty: id

	Time    Column // of the time; without a name and an expression: at
	Columns map[string]Column

	// KnownIf is SQL about the row of a customer that is TRUE if the events are
	// known, as in [EventsField.KnownIf]. Empty, they always are. It is used as it
	// stands: see Column.Expr.
	KnownIf string
}

// Times is how SQLite keeps times.
type Times uint8

// The numbers count from 1970 in UTC. The texts are in UTC and all of one length,
// such as 2006-01-02T15:04:05Z and 2006-01-02T15:04:05.000000Z.
const (
	_              Times = iota // as the table says
	UnixSeconds                 // INTEGER
	UnixMillis                  // INTEGER
	UnixMicros                  // INTEGER
	RFC3339Seconds              // TEXT
	RFC3339Millis               // TEXT
	RFC3339Micros               // TEXT
)

// sqlType is what an expression holds.
type sqlType struct {
	kind     kind
	decimals int32 // amounts, in SQLite
	times    Times // likewise
	json     bool  // tags, in PostgreSQL
	binary   bool  // of text: is it compared by its bytes
	mean     bool  // an average that SQLite cannot write as a number: see sqlmean.go
}

// sqlScope is the row that rules are about.
type sqlScope struct {
	name    sqlText // of the table
	columns map[string]Column
}

// column returns what holds a field of a row.
func (w *sqlWriter) column(field string, k kind, s sqlScope) sqlValue {
	c := s.columns[field]
	return w.columnOf(c, cmp.Or(c.Name, field), k, s)
}

func (w *sqlWriter) columnOf(c Column, name string, k kind, s sqlScope) sqlValue {
	x := sqlValue{typ: sqlType{
		kind:     k,
		decimals: int32(w.table.Decimals),
		times:    cmp.Or(c.Times, w.table.Times, UnixSeconds),
		json:     c.JSON,
	}}
	if c.Decimals != nil {
		x.typ.decimals = int32(*c.Decimals)
	}
	if x.typ.times > RFC3339Micros {
		w.fault("times are kept in no known way")
	}
	if c.Expr != "" {
		x.sqlText = sqlf("(#)", w.raw(c.Expr))
	} else {
		x.sqlText = w.columnName(s, name)
	}
	if k == kindFloat {
		x.sqlText = finite(x.sqlText)
	}
	return x
}

func (w *sqlWriter) columnName(s sqlScope, name string) sqlText {
	return sqlf("#.#", s.name, w.quoted(name))
}

// quoted returns a name as SQL writes it.
func (w *sqlWriter) quoted(name string) sqlText {
	if name == "" || !utf8.ValidString(name) || strings.Contains(name, hole) {
		w.fault("a name must not be empty and be in UTF-8 without NUL")
		return sqlText{}
	}
	return sqlText{text: `"` + strings.ReplaceAll(name, `"`, `""`) + `"`}
}

// raw returns SQL of the caller's.
func (w *sqlWriter) raw(sql string) sqlText {
	if strings.Contains(sql, hole) {
		w.fault("an expression must be without NUL")
		return sqlText{}
	}
	return sqlText{text: sql}
}

// finite returns NULL in place of NaN and the infinities. NaN lies above all in
// PostgreSQL.
func finite(x sqlText) sqlText {
	return sqlf("CASE WHEN # BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN # END", x, x)
}
