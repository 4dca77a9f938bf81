package segment

import (
	"fmt"
	"math"
	"time"

	"github.com/retentionkit/retention"
)

// ofDays returns a question about the days from a day to the moment as one about
// the day.
func (m *Moment) ofDays(q *form) *form {
	day := func(age any) any {
		const reach = 1 << 33 // more days than a Date has
		return m.today.AddDays(int(-min(max(age.(int64), -reach), reach)))
	}
	switch q.op {
	case opIn:
		days := &form{op: opIn}
		for _, age := range q.args {
			days.args = append(days.args, day(age))
		}
		return days
	case opInRange:
		return both(asked(opAtMost, day(q.args[0])), asked(opAbove, day(q.args[1])))
	}
	return asked(mirrored[q.op], day(q.args[0]))
}

var mirrored = [...]op{opIs: opIs, opAbove: opBelow, opAtLeast: opAtMost, opBelow: opAbove, opAtMost: opAtLeast}

// ofInstants returns a question about the day of an instant as one about the
// instant. It needs no zone data in the database, and can use its indexes.
func (m *Moment) ofInstants(q *form) *form {
	from := func(d any) *form { return m.from(d.(retention.Date)) }
	until := func(d any) *form { return m.until(d.(retention.Date)) }
	next := func(d any) any { return d.(retention.Date).AddDays(1) }
	switch q.op {
	case opAll, opAny, opNot:
		made := &form{op: q.op}
		for _, part := range q.parts {
			made.parts = append(made.parts, m.ofInstants(part))
		}
		return made
	case opIs:
		return both(from(q.args[0]), until(next(q.args[0])))
	case opIn:
		made := &form{op: opAny}
		for _, d := range q.args {
			made.parts = append(made.parts, m.ofInstants(asked(opIs, d)))
		}
		return made
	case opInRange:
		return both(from(q.args[0]), until(q.args[1]))
	case opAbove:
		return from(next(q.args[0]))
	case opAtLeast:
		return from(q.args[0])
	case opAtMost:
		return until(next(q.args[0]))
	}
	return until(q.args[0])
}

// from asks whether an instant lies on a day or after it.
func (m *Moment) from(d retention.Date) *form {
	if turns := m.turns(d); len(turns) == 1 {
		return asked(opAtLeast, turns[0])
	}
	return &form{op: opNot, parts: []*form{m.until(d)}}
}

// until asks whether an instant lies before a day. Where clocks are set back past
// midnight, that holds once more after it did not.
func (m *Moment) until(d retention.Date) *form {
	turns := m.turns(d)
	before := asked(opBelow, turns[0])
	if len(turns) == 1 {
		return before
	}
	parts := []*form{before}
	for i := 1; i < len(turns); i += 2 {
		parts = append(parts, asked(opInRange, turns[i], turns[i+1]))
	}
	return &form{op: opAny, parts: parts}
}

const daySeconds = 24 * 60 * 60

// turns returns the instants at which it ceases to be before a day, and becomes so
// again: an odd number of them.
func (m *Moment) turns(d retention.Date) (turns []time.Time) {
	const reach = 2 * daySeconds // no zone is farther from UTC
	midnight := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix()
	before := true
	turn := func(at int64) {
		turns = append(turns, time.Unix(at, 0).UTC())
		before = !before
	}
	for at := midnight - reach; at < midnight+reach; {
		offset, end := stretch(m.zone, at)
		if start := midnight - offset; (at < start) != before {
			turn(at)
		}
		if start := midnight - offset; before && start < end {
			turn(start)
		}
		at = end
	}
	return turns
}

// stretch returns the offset of a zone from UTC at a second of Unix time, and the
// second until which it is that.
func stretch(zone *time.Location, at int64) (offset, end int64) {
	t := time.Unix(at, 0).In(zone)
	_, seconds := t.Zone()
	_, until := t.ZoneBounds()
	switch {
	case until.IsZero():
		end = math.MaxInt64
	case until.Unix() > at:
		end = until.Unix()
	default: // ZoneBounds errs on the last day of leap years
		end = at + daySeconds
		end -= ((end % daySeconds) + daySeconds) % daySeconds
	}
	return int64(seconds), end
}

// steady returns the offset that the zone has from two days before an instant up
// to the moment; ok is false if it changed. The zero time is the beginning of time.
func (m *Moment) steady(from time.Time) (offset int64, ok bool) {
	if from.IsZero() {
		t := m.at.In(m.zone)
		start, end := t.ZoneBounds()
		_, seconds := t.Zone()
		return int64(seconds), start.IsZero() && end.IsZero()
	}
	at := from.Unix() - 2*daySeconds
	offset, at = stretch(m.zone, at)
	for at <= m.at.Unix() {
		var other int64
		if other, at = stretch(m.zone, at); other != offset {
			return 0, false
		}
	}
	return offset, true
}

// day returns the day of a time as an expression.
func (w *sqlWriter) day(x sqlValue) sqlValue {
	day := sqlValue{typ: sqlType{kind: kindDate}}
	offset, fixed := w.moment.steady(time.Time{})
	switch zone := w.moment.zone.String(); {
	case w.table.Dialect == SQLite && fixed:
		day.sqlText = sqlf("date(# + #, 'unixepoch')", w.unix(x), w.argument(offset, ""))
	case w.table.Dialect == SQLite:
		w.fault("SQLite does not know the days of %s", zone)
	case fixed:
		day.sqlText = sqlf("CAST((# AT TIME ZONE 'UTC') + # * INTERVAL '1 second' AS date)", x.sqlText, w.argument(offset, "bigint"))
	case zone == "Local":
		w.fault("PostgreSQL does not know which zone is called Local")
	default:
		day.sqlText = sqlf("CAST(# AT TIME ZONE # AS date)", x.sqlText, w.argument(zone, "text"))
	}
	return day
}

// unix returns a time of SQLite in whole seconds since 1970.
func (w *sqlWriter) unix(x sqlValue) sqlText {
	switch x.typ.times {
	case UnixSeconds:
		return x.sqlText
	case UnixMillis:
		return sqlf("(# / 1000 - (# % 1000 < 0))", x.sqlText, x.sqlText)
	case UnixMicros:
		return sqlf("(# / 1000000 - (# % 1000000 < 0))", x.sqlText, x.sqlText)
	}
	return sqlf("CAST(strftime('%s', substr(#, 1, 19)) AS INTEGER)", x.sqlText)
}

// age returns the days from a day to the moment.
func (w *sqlWriter) age(x sqlValue) sqlValue {
	age := sqlValue{typ: sqlType{kind: kindInt}}
	b := w.bound(x.typ, w.moment.today)
	if b.beyond != 0 {
		w.fault("a moment outside the years 1 to 9999")
		return age
	}
	pattern := "(# - #)"
	if w.table.Dialect == SQLite {
		pattern = "CAST(julianday(#) - julianday(#) AS INTEGER)"
	}
	age.sqlText = sqlf(pattern, w.param(x.typ, b.below), x.sqlText)
	return age
}

// anniversary returns the condition that a yearly return of a day is near: see
// [DayField.AnniversaryIn].
func (w *sqlWriter) anniversary(x sqlValue, days int) sqlText {
	today := w.moment.today
	last := today.AddDays(days - 1)
	var near []sqlText
	if today.Year() == last.Year() {
		near = append(near, w.yearly(x, "# BETWEEN # AND #", today, last))
	} else {
		near = append(near, w.yearly(x, "# >= #", today), w.yearly(x, "# <= #", last))
	}
	leapDay := retention.NewDate(2000, time.February, 29)
	for year := today.Year(); year <= last.Year(); year++ {
		// In a common year, 29 February is the day after the 28th.
		if d := leapDay.AddMonths(12 * (year - 2000)); d.Day() == 28 && !d.Before(today) && !d.After(last) {
			near = append(near, w.yearly(x, "# = #", leapDay))
		}
	}
	return sqlAll(w.compared(x, opBelow, today), sqlAny(near...))
}

// yearly compares the month and the day of days.
func (w *sqlWriter) yearly(x sqlValue, pattern string, days ...retention.Date) sqlText {
	if w.table.Dialect == SQLite {
		pieces := []sqlText{sqlf("substr(#, 6, 5)", x.sqlText)}
		for _, d := range days {
			pieces = append(pieces, w.argument(fmt.Sprintf("%02d-%02d", d.Month(), d.Day()), ""))
		}
		return sqlf(pattern, pieces...)
	}
	pieces := []sqlText{sqlf("EXTRACT(MONTH FROM #) * 100 + EXTRACT(DAY FROM #)", x.sqlText, x.sqlText)}
	for _, d := range days {
		pieces = append(pieces, w.argument(int64(d.Month())*100+int64(d.Day()), "integer"))
	}
	return sqlf(pattern, pieces...)
}
