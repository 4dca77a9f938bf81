package segment

import (
	"math"

	"github.com/shopspring/decimal"
)

// mean returns the average of values, missing if there are none.
//
// In PostgreSQL it is the sum in units of 10^-20, twice, plus the number of values,
// divided by twice that and cut off: the average rounded half up, with the sign put
// aside so that it is half away from zero.
//
// SQLite has no decimals. There an average is compared as the pair of its whole
// part, rounded down, and of the rest times the number of values. The rest is below
// that number, so that nothing overflows.
func (w *sqlWriter) mean(v sqlValue, events sqlEvents) sqlValue {
	sum := sqlf("SUM(#)", v.sqlText)
	there := sqlf("COUNT(*) > 0 AND COUNT(*) = COUNT(#)", v.sqlText)
	if w.table.Dialect == SQLite {
		within := func(made sqlText) sqlText { return events.selected(sqlf("CASE WHEN # THEN # END", there, made)) }
		return sqlValue{sum, sqlType{kind: kindMoney, decimals: v.typ.decimals * int32(btoi(v.typ.kind == kindMoney)), mean: true}, within}
	}
	if v.typ.kind == kindInt {
		there = sqlf("# AND #", there, within64(sum))
	}
	mean := sqlf("CASE WHEN # THEN SIGN(CAST(# AS numeric)) * DIV(ABS(CAST(# AS numeric)) * 2e20 + COUNT(*), 2 * COUNT(*)) * 1e-20 END", there, sum, sum)
	return sqlValue{mean, sqlType{kind: kindMoney}, events.selected}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// meanDecimals is how many decimals are compared of averages in SQLite, at most.
const meanDecimals = 9

// comparedMean returns the condition that an average compares so with a value.
func (w *sqlWriter) comparedMean(x sqlValue, o op, v decimal.Decimal) sqlText {
	if x.typ.decimals > meanDecimals || !v.Equal(v.Truncate(meanDecimals)) {
		w.fault("SQLite compares averages of %d decimals or fewer", meanDecimals)
		return sqlText{}
	}
	units := v.Shift(x.typ.decimals)
	whole := units.Floor()
	switch {
	case whole.Cmp(decimal.NewFromInt(math.MinInt64)) < 0:
		return sqlTruth(o == opAbove || o == opAtLeast)
	case whole.Cmp(decimal.NewFromInt(math.MaxInt64)) > 0:
		return sqlTruth(o == opBelow || o == opAtMost)
	}
	rest := units.Sub(whole).Shift(meanDecimals)
	return sqlf("(# / COUNT(*) - (# % COUNT(*) < 0), (# % COUNT(*) + (# % COUNT(*) < 0) * COUNT(*)) * 1000000000) "+sqlSigns[o]+" (#, # * COUNT(*))",
		x.sqlText, x.sqlText, x.sqlText, x.sqlText, w.argument(whole.BigInt().Int64(), ""), w.argument(rest.IntPart(), ""))
}
