package segment

import (
	"math"
	"time"

	"github.com/retentionkit/retention"
)

// followed returns the condition that a Followed is.
func (w *sqlWriter) followed(f *form, s sqlScope) sqlText {
	first, then := w.events(f.first, s), w.events(f.then, s)
	nameA, nameB := w.alias(), w.alias()
	a := sqlValue{sqlText: sqlf(`#."at"`, nameA), typ: first.at.typ}
	b := sqlValue{sqlText: sqlf(`#."at"`, nameB), typ: then.at.typ}
	within := f.args[0].(retention.Span)
	var last sqlText
	if w.table.Dialect == SQLite {
		a.sqlText, b.sqlText = w.ticks(a, b)
		last = w.afterTicks(a, b, within, f.first)
	} else {
		last = w.afterInterval(a, within, f.first)
	}
	followed := sqlf(`EXISTS (SELECT 1 FROM (SELECT # AS "at" #) AS # JOIN (SELECT # AS "at" #) AS # ON # > # AND # <= #)`,
		first.at.sqlText, first.from, nameA, then.at.sqlText, then.from, nameB, b.sqlText, a.sqlText, b.sqlText, last)
	return first.ifKnown(then.ifKnown(followed))
}

// offset returns the offset that the zone has throughout, from the first events on.
func (w *sqlWriter) offset(e *eventsForm) (offset int64, ok bool) {
	from := e.since
	if !e.last.IsZero() {
		if start := w.moment.Before(e.last); start.After(from) {
			from = start
		}
	}
	if offset, ok = w.moment.steady(from); !ok {
		w.fault("the days of %v end with the clock changes of %s since the first events, which InLast or Since can limit", e.name, w.moment.zone)
	}
	return offset, ok
}

const microsecond = int64(time.Microsecond)

// afterInterval returns the last instant to follow a time of PostgreSQL. Its
// timestamps without a zone add months and days as a Span does where clocks run on
// evenly.
func (w *sqlWriter) afterInterval(a sqlValue, s retention.Span, e *eventsForm) sqlText {
	last := a.sqlText
	if s.Months != 0 || s.Days != 0 {
		offset, ok := w.offset(e)
		if !ok {
			return last
		}
		shift := w.argument(offset, "bigint")
		calendar := w.argument(retention.Span{Months: s.Months, Days: s.Days}.String(), "interval")
		last = sqlf("(((# AT TIME ZONE 'UTC') + # * INTERVAL '1 second' + # - # * INTERVAL '1 second') AT TIME ZONE 'UTC')", last, shift, calendar, shift)
	}
	if s.Exact != 0 {
		// The number becomes a float, which has room for 285 years.
		last = sqlf("(# + # * INTERVAL '1 microsecond')", last, w.argument(int64(s.Exact)/microsecond, "bigint"))
	}
	return last
}

// ticks returns two times of SQLite as whole numbers of one unit.
func (w *sqlWriter) ticks(a, b sqlValue) (sqlText, sqlText) {
	if a.typ.times == b.typ.times && a.typ.times <= UnixMicros {
		return a.sqlText, b.sqlText
	}
	return w.micros(a), w.micros(b)
}

// afterTicks returns the last instant to follow a time of SQLite, in ticks.
func (w *sqlWriter) afterTicks(a, b sqlValue, s retention.Span, e *eventsForm) sqlText {
	if s.Months != 0 {
		w.fault("SQLite counts months in another way")
		return sqlText{}
	}
	if s.Days != 0 {
		if _, ok := w.offset(e); !ok {
			return sqlText{}
		}
	}
	tick := time.Microsecond
	if a.typ.times == b.typ.times && a.typ.times <= UnixMicros {
		tick = w.precision(a.typ)
	}
	day := int64(24 * time.Hour / tick)
	exact := int64(s.Exact / tick)
	if int64(s.Days) > (math.MaxInt64/4-exact)/day {
		w.fault("a span of more than 70000 years")
		return sqlText{}
	}
	return sqlf("# + #", a.sqlText, w.argument(int64(s.Days)*day+exact, ""))
}

// micros returns a time of SQLite in microseconds since 1970.
func (w *sqlWriter) micros(x sqlValue) sqlText {
	switch x.typ.times {
	case UnixSeconds:
		return sqlf("# * 1000000", x.sqlText)
	case UnixMillis:
		return sqlf("# * 1000", x.sqlText)
	case UnixMicros:
		return x.sqlText
	case RFC3339Seconds:
		return sqlf("# * 1000000", w.unix(x))
	case RFC3339Millis:
		return sqlf("(# * 1000000 + CAST(substr(#, 21, 3) AS INTEGER) * 1000)", w.unix(x), x.sqlText)
	}
	return sqlf("(# * 1000000 + CAST(substr(#, 21, 6) AS INTEGER))", w.unix(x), x.sqlText)
}
