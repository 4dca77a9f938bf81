package segment

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// sqlBound is where a value lies among those that a column can hold.
type sqlBound struct {
	below, above any // the nearest of them, not above and not below the value
	exact        bool
	beyond       int // -1 or 1 if it lies below or above all of them
}

// compared returns the condition that an expression compares so with a value.
func (w *sqlWriter) compared(x sqlValue, o op, v any) sqlText {
	if x.typ.mean {
		return w.comparedMean(x, o, v.(decimal.Decimal))
	}
	b := w.bound(x.typ, v)
	switch {
	case b.beyond != 0: // as -beyond compares with 0
		return x.always(compared(compareData, o, []any{int64(0)})(int64(-b.beyond)))
	case o == opIs && !b.exact:
		return x.always(false)
	}
	nearest := b.below
	if o == opAtLeast || o == opBelow {
		nearest = b.above
	}
	return sqlf("# "+sqlSigns[o]+" #", w.binary(x).sqlText, w.param(x.typ, nearest))
}

// sqlSigns are how SQL writes comparisons. Values between those of a column are
// compared by the nearest on the proper side.
var sqlSigns = [...]string{opIs: "=", opAbove: ">", opAtLeast: ">=", opBelow: "<", opAtMost: "<="}

// always returns a truth where the expression is known, else NULL.
func (x sqlValue) always(truth bool) sqlText {
	return sqlf("CASE WHEN # IS NOT NULL THEN # END", x.sqlText, sqlTruth(truth))
}

// among returns the condition that an expression is one of some values.
func (w *sqlWriter) among(x sqlValue, vs []any) sqlText {
	if x.typ.mean {
		parts := make([]sqlText, len(vs))
		for i, v := range vs {
			parts[i] = w.compared(x, opIs, v)
		}
		return sqlAny(parts...)
	}
	var params []sqlText
	for _, v := range vs {
		if b := w.bound(x.typ, v); b.exact && b.beyond == 0 {
			params = append(params, w.param(x.typ, b.below))
		}
	}
	if len(params) == 0 {
		return x.always(false)
	}
	return sqlf("# IN (#)", w.binary(x).sqlText, sqlList(params))
}

// bound returns where a value lies among those of a type.
func (w *sqlWriter) bound(t sqlType, v any) sqlBound {
	switch v := v.(type) {
	case decimal.Decimal:
		return w.amountBound(t, v)
	case time.Time:
		return timeBound(w.precision(t), v.UTC())
	case retention.Date:
		return sqlBound{v.String(), v.String(), true, beyondYears(v.Year(), v.Year())}
	}
	return sqlBound{v, v, true, 0}
}

func (w *sqlWriter) amountBound(t sqlType, v decimal.Decimal) sqlBound {
	const digits = 10_000 // that are in reach of numeric, and more than enough
	if v.IsZero() {
		v = decimal.Zero
	}
	if size := v.NumDigits() + abs(int(v.Exponent())); size > digits {
		w.fault("an amount of more than %d digits", digits)
		return sqlBound{}
	}
	if w.table.Dialect == PostgreSQL {
		return sqlBound{v.String(), v.String(), true, 0}
	}
	units := v.Shift(t.decimals)
	below, above := units.Floor(), units.Ceil()
	switch {
	case above.Cmp(decimal.NewFromInt(math.MinInt64)) < 0:
		return sqlBound{beyond: -1}
	case below.Cmp(decimal.NewFromInt(math.MaxInt64)) > 0:
		return sqlBound{beyond: 1}
	}
	return sqlBound{below.BigInt().Int64(), above.BigInt().Int64(), below.Equal(above), 0}
}

func abs(n int) int { return max(n, -n) }

// precision returns the unit of times.
func (w *sqlWriter) precision(t sqlType) time.Duration {
	if w.table.Dialect == SQLite {
		switch t.times {
		case UnixSeconds, RFC3339Seconds:
			return time.Second
		case UnixMillis, RFC3339Millis:
			return time.Millisecond
		}
	}
	return time.Microsecond
}

func timeBound(unit time.Duration, v time.Time) sqlBound {
	below := v.Truncate(unit)
	above := below
	if below.Before(v) {
		above = below.Add(unit)
	}
	return sqlBound{below, above, below.Equal(above), beyondYears(below.Year(), above.Year())}
}

// beyondYears returns where something between two years lies to those that
// databases hold.
func beyondYears(below, above int) int {
	switch {
	case below < 1:
		return -1
	case above > 9999:
		return 1
	}
	return 0
}

// param returns a placeholder for a value that a type can hold.
func (w *sqlWriter) param(t sqlType, v any) sqlText {
	if text, ok := v.(string); ok && containsNUL(text) {
		w.fault("a text with the character NUL")
	}
	if at, ok := v.(time.Time); ok && w.table.Dialect == SQLite {
		v = t.times.encode(at)
	}
	return w.argument(v, postgresTypes[t.kind])
}

// argument returns a placeholder. PostgreSQL is told the type, or it would take
// that of the other side, which may be too narrow.
func (w *sqlWriter) argument(v any, postgresType string) sqlText {
	if w.table.Dialect == SQLite {
		return sqlText{text: hole, args: []any{v}}
	}
	return sqlText{text: "CAST(" + hole + " AS " + postgresType + ")", args: []any{v}}
}

var postgresTypes = [...]string{
	kindInt: "bigint", kindFloat: "double precision", kindMoney: "numeric", kindText: "text",
	kindFlag: "boolean", kindTime: "timestamptz", kindDate: "date", kindTags: "text",
}

// encode returns a time as SQLite keeps it.
func (t Times) encode(at time.Time) any {
	switch t {
	case UnixMillis:
		return at.UnixMilli()
	case UnixMicros:
		return at.UnixMicro()
	case RFC3339Seconds:
		return at.Format("2006-01-02T15:04:05Z")
	case RFC3339Millis:
		return at.Format("2006-01-02T15:04:05.000Z")
	case RFC3339Micros:
		return at.Format("2006-01-02T15:04:05.000000Z")
	}
	return at.Unix()
}
