package segment

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
)

// TestDaysAreInstants asks about the day of an instant, and about the instant what
// is made of that.
func TestDaysAreInstants(t *testing.T) {
	// The third sets its clocks back past midnight, the fourth skipped a day.
	names := []string{"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Africa/Cairo", "America/Havana", "Asia/Tehran"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		m := NewMoment(time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC), zone)
		at := bends(zone).Draw(t, "near").Add(time.Duration(rapid.OneOf(rapid.IntRange(-90, 90), rapid.IntRange(-90, 90), rapid.IntRange(-3*24*60, 3*24*60)).Draw(t, "minutes")) * time.Minute)
		at = at.Add(rapid.SampledFrom([]time.Duration{0, 1, -1}).Draw(t, "nanoseconds"))
		day := retention.DateOf(at, zone)
		near := func(label string) retention.Date { return day.AddDays(rapid.IntRange(-2, 2).Draw(t, label)) }
		var q *form
		switch o := rapid.SampledFrom([]op{opIs, opIn, opAbove, opAtLeast, opBelow, opAtMost, opInRange}).Draw(t, "op"); o {
		case opIn:
			q = asked(o, near("day"), near("other"))
		case opInRange:
			from := near("from")
			q = asked(o, from, from.AddDays(rapid.IntRange(1, 3).Draw(t, "days")))
		default:
			q = asked(o, near("day"))
		}
		w := &sqlWriter{moment: m}
		if got, want := w.answer(m.ofInstants(q), at), w.answer(q, day); got != want {
			t.Errorf("%v of %v: %v, but %v of the instant", q.op, q.args, want, got)
		}
		age := asked(q.op)
		for _, d := range q.args {
			age.args = append(age.args, int64(m.today.DaysSince(d.(retention.Date))))
		}
		if age.op != opInRange { // whose ends change places
			if got, want := w.answer(m.ofDays(age), day), w.answer(age, int64(m.today.DaysSince(day))); got != want {
				t.Errorf("%v of %v days: %v, but %v of the day", age.op, age.args, want, got)
			}
		}
	})
}

// bends returns instants at which a zone changes its clocks, or any.
func bends(zone *time.Location) *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		at := time.Date(rapid.IntRange(1985, 2035).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"), 0, 0, 0, 0, zone)
		if _, end := at.ZoneBounds(); !end.IsZero() && rapid.IntRange(0, 4).Draw(t, "bend") > 0 {
			return end
		}
		return at
	})
}

// TestSteady holds the offset of a stretch of time against that of each hour.
func TestSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "Asia/Tokyo"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		bend := bends(zone).Draw(t, "bend")
		to := bend.Add(time.Duration(rapid.IntRange(-200, 200).Draw(t, "hours")) * time.Hour)
		from := to.Add(-time.Duration(rapid.IntRange(0, 24*300).Draw(t, "length")) * time.Hour)
		if near := bend.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "after")) * time.Hour); near.Before(to) && rapid.Bool().Draw(t, "near") {
			from = near
		}
		_, want := to.In(zone).Zone()
		same := true
		for at := to; !at.Before(from.Add(-48 * time.Hour)); at = at.Add(-time.Hour) {
			_, offset := at.In(zone).Zone()
			same = same && offset == want
		}
		if got, ok := NewMoment(to, zone).steady(from); ok != same || ok && got != int64(want) {
			t.Errorf("from %v to %v: %d, %v; want %d, %v", from, to, got, ok, want, same)
		}
	})
}
