package segment

import (
	"errors"
	"fmt"
)

// Dialect is the language of a database.
type Dialect uint8

// The dialects: PostgreSQL from version 12 on, and SQLite from 3.38 on, with text in
// UTF-8 as is the default.
const (
	PostgreSQL Dialect = iota
	SQLite
)

// String returns "PostgreSQL" or "SQLite".
func (d Dialect) String() string {
	switch d {
	case PostgreSQL:
		return "PostgreSQL"
	case SQLite:
		return "SQLite"
	}
	return fmt.Sprintf("Dialect(%d)", uint8(d))
}

// ErrNotSQL is wrapped by the faults of [View.Where]: SQL cannot say the same.
var ErrNotSQL = errors.New("there is no SQL that selects the same")

// Where returns the condition of a WHERE clause that selects the members of the
// segment of a name at the moment of the view. The arguments are in the order of
// the placeholders, which are ? in SQLite and $1, $2 and so on in PostgreSQL.
//
//	where, args, err := view.Where("at risk", segment.Table{})
//	...
//	rows, err := db.Query(`SELECT id FROM customers WHERE `+where, args...)
//
// The text holds no values. It has only the names of the table and the fields, in
// quotes, and the SQL that the table has in place of columns. It can stand on its own
// or as a part of an AND or an OR. Segments that the rule refers to are written out.
// Windows become instants, counted from the moment. A Top or Bottom becomes a
// comparison with its cut, and is NULL if it has none.
//
// # The same customers
//
// For each row the condition is TRUE, FALSE or NULL if the rule is True, False or
// Unknown for the customer in that row, provided that program and database agree:
//
//   - A field is missing in SQL where its column is NULL, by OmitZero, and where a
//     number is NaN or infinite. SQL does not see functions: if one reads NULL as 0, or
//     if KnownIf asks for more than the column, say the same in [Column.Expr]. A zero
//     time is missing in the program, so store none.
//   - The program has the values that the column holds: times in its precision, amounts
//     in its decimals. Times and dates are of the years 1 to 9999. Texts are in UTF-8,
//     without the character NUL and not in a char(n).
//   - The events of a customer are the rows of the event table with the customer's
//     key. They are known for all customers, or for those of [EventTable.KnownIf].
//
// Constants need not fit the column: in a column of cents, above half a cent means
// above 0 cents, and no value is equal to half a cent. Texts are compared by their
// bytes, whatever the collation of the column; in PostgreSQL an index helps if it has
// COLLATE "C". Averages are rounded as in the program. In SQLite they are not rounded,
// which makes no difference below ten thousand million events.
//
// The columns have these types:
//
//	field     PostgreSQL                              SQLite
//	Number    whole: smallint, integer, bigint        INTEGER
//	          floats: real, double precision          REAL
//	Money     numeric                                 INTEGER: see Table.Decimals
//	Text      text, varchar, citext, an enum          TEXT
//	Flag      boolean                                 INTEGER: 0 or 1
//	Time      timestamptz                             INTEGER or TEXT: see Times
//	Day       date                                    TEXT, as 2006-01-02
//	Tags      text[], or jsonb: see Column.JSON       TEXT, a JSON array of strings
//
// A tag that is NULL counts as none. Two things make a query fail: tags that are not
// a JSON array, and in SQLite a sum that overflows 64 bits on the way.
//
// # Rules without SQL
//
// SQL cannot select the same for the rules below. The error is then [Faults]: one for
// each such rule, which it names, and each wraps [ErrNotSQL].
//
//   - A rule of the caller's, in any place.
//   - In SQLite, [TextField.Sample].
//   - In SQLite, an average that is compared with more than 9 decimals, that is of a
//     column with more, or that another field is made from.
//   - The day of a time, or the days since a time, in an anniversary, in a [Ratio] or
//     as a field of events, if the database does not know the zone. SQLite knows only
//     zones that never changed their offset. PostgreSQL does not know one called Local;
//     its zone data must be as new as Go's. Comparing such days works in every zone.
//   - [Followed] within days or months, if the zone changed its offset since the
//     earliest of the first events. SQL does not count days of 23 or 25 hours alike.
//     Say by Since or InLast how early they can be; otherwise any change counts.
//   - In SQLite, Followed within months.
//   - An OrElse of a value that the column cannot hold, unless the field is just
//     compared.
//   - A constant with the character NUL, an amount of more than 10000 digits, a name
//     that cannot be quoted, and more conditions or parameters than fit in a query.
//
// If the set has no segment of the name, the error wraps [ErrNoSegment].
func (v View[T]) Where(segment string, table Table) (sql string, args []any, err error) {
	if _, err := v.set.find(segment); err != nil {
		return "", nil, err
	}
	w := &sqlWriter{table: &table, moment: v.moment, cuts: v.set.cutValues, left: maxConditions}
	w.ruleOf = func(segment string) *form { return v.set.programs[v.set.index[segment]].form }
	return w.write(segment)
}
