package hours_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// drawPauses draws pauses around an instant, some of them empty or without an
// end.
func drawPauses(t *rapid.T, at time.Time, unit time.Duration) []hours.Interval {
	var pauses []hours.Interval
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		p := hours.Interval{From: at.Add(time.Duration(rapid.IntRange(-1000, 6000).Draw(t, "begins")) * unit)}
		p.To = p.From.Add(time.Duration(rapid.IntRange(-100, 3000).Draw(t, "lasts")) * unit)
		if rapid.IntRange(0, 20).Draw(t, "has no end") == 0 {
			p.To = time.Time{}
		}
		pauses = append(pauses, p)
	}
	return pauses
}

func paused(t time.Time, pauses []hours.Interval) bool {
	return slices.ContainsFunc(pauses, func(p hours.Interval) bool {
		return !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
	})
}

// TestElapsedTwin counts minutes.
func TestElapsedTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		from := drawMinute(t, zone)
		s, w := draw(t, from)
		pauses := drawPauses(t, from, time.Minute)
		minutes := rapid.IntRange(-5, 6*24*60).Draw(t, "length")

		var want time.Duration
		at := from
		for range minutes {
			if w.open(at, zone) && !paused(at, pauses) {
				want += time.Minute
			}
			at = at.Add(time.Minute)
		}
		to := from.Add(time.Duration(minutes) * time.Minute)
		if got := s.Elapsed(from, to, zone, pauses...); got != want {
			t.Fatalf("Elapsed(%v, %v) = %v, want %v", from, to, got, want)
		}
	})
}

func TestElapsedLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		a := drawTime(t, zone)
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(300*time.Hour)).Draw(t, "b")))
		c := b.Add(time.Duration(rapid.Int64Range(0, int64(300*time.Hour)).Draw(t, "c")))
		s, _ := draw(t, a)
		pauses := drawPauses(t, a, 59*time.Second+7)

		whole := s.Elapsed(a, c, zone, pauses...)
		if got := s.Elapsed(a, b, zone, pauses...) + s.Elapsed(b, c, zone, pauses...); got != whole {
			t.Fatalf("Elapsed of both parts = %v, of the whole %v", got, whole)
		}
		if whole < 0 || whole > c.Sub(a) {
			t.Fatalf("Elapsed = %v of %v", whole, c.Sub(a))
		}
		if got := s.Elapsed(c, a, zone, pauses...); a.Before(c) && got != 0 {
			t.Fatalf("Elapsed backward = %v", got)
		}
		if len(pauses) == 0 {
			return
		}
		before := slices.Clone(pauses)
		if got := s.Elapsed(a, c, zone, rapid.Permutation(pauses).Draw(t, "permuted")...); got != whole {
			t.Fatalf("Elapsed = %v, with pauses in another order %v", whole, got)
		}
		// The same instants, as more intervals that overlap.
		p := pauses[0]
		cut := hours.Interval{From: p.From.Add(p.To.Sub(p.From) / 3), To: p.To}
		if p.To.After(p.From) {
			pauses = append(pauses, cut, p)
		}
		if got := s.Elapsed(a, c, zone, pauses...); got != whole {
			t.Fatalf("Elapsed = %v, with a pause twice %v", whole, got)
		}
		if !slices.Equal(pauses[:len(before)], before) {
			t.Fatalf("pauses were changed: %v, %v", before, pauses)
		}
	})
}

func TestDeadlineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		from := drawTime(t, zone)
		s, w := draw(t, from)
		pauses := drawPauses(t, from, 59*time.Second+7)
		d := time.Duration(rapid.Int64Range(0, int64(60*time.Hour)).Draw(t, "d"))
		if rapid.Bool().Draw(t, "minutes") {
			d = d.Truncate(time.Minute)
		}

		at, ok := s.Deadline(from, d, zone, pauses...)
		if !ok {
			if !slices.ContainsFunc(pauses, func(p hours.Interval) bool { return p.To.IsZero() }) {
				t.Fatalf("no Deadline(%v, %v)", from, d)
			}
			if !at.IsZero() {
				t.Fatalf("Deadline = %v, false", at)
			}
			return
		}
		if got := s.Elapsed(from, at, zone, pauses...); got != d {
			t.Fatalf("Deadline(%v, %v) = %v, when %v has elapsed", from, d, at, got)
		}
		if d > 0 {
			if last := at.Add(-1); s.Elapsed(from, last, zone, pauses...) >= d || !w.open(last, zone) || paused(last, pauses) {
				t.Fatalf("Deadline(%v, %v) = %v is late", from, d, at)
			}
		}
		if at.Before(from) || at.Location() != zone {
			t.Fatalf("Deadline(%v) = %v", from, at)
		}
		if more, ok := s.Deadline(from, d+time.Minute, zone, pauses...); ok && !more.After(at) {
			t.Fatalf("a longer one is %v, not after %v", more, at)
		}
		pauses = append(pauses, drawPauses(t, from, time.Minute)...)
		if later, ok := s.Deadline(from, d, zone, pauses...); ok && later.Before(at) {
			t.Fatalf("with more pauses %v is before %v", later, at)
		}
	})
}

// TestDeadlineTwin looks at every minute.
func TestDeadlineTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t, "zone")
		from := drawMinute(t, zone)
		s, w := draw(t, from)
		pauses := drawPauses(t, from, time.Minute)
		minutes := rapid.IntRange(0, 3000).Draw(t, "minutes")

		want, left := from, minutes
		end := from.AddDate(0, 0, 8)
		for ; left > 0 && want.Before(end); want = want.Add(time.Minute) {
			if w.open(want, zone) && !paused(want, pauses) {
				left--
			}
		}
		got, ok := s.Deadline(from, time.Duration(minutes)*time.Minute, zone, pauses...)
		if left == 0 && (!ok || !got.Equal(want)) {
			t.Fatalf("Deadline = %v, %v, want %v", got, ok, want)
		}
		if left > 0 && ok && !got.After(end) {
			t.Fatalf("Deadline = %v, not before %v", got, end)
		}
	})
}

func TestElapsed(t *testing.T) {
	tokyo, newYork := loadZone(t, "Asia/Tokyo"), loadZone(t, "America/New_York")
	office := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}, Closed: []string{"jp"}})
	always := new(hours.Schedule)
	at := func(zone *time.Location, month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, zone)
	}
	friday := at(tokyo, 5, 1, 16, 0)
	day := hours.Interval{From: at(tokyo, 5, 1, 0, 0), To: at(tokyo, 5, 2, 0, 0)}
	for _, tt := range []struct {
		s        *hours.Schedule
		from, to time.Time
		pauses   []hours.Interval
		want     time.Duration
		reason   string
	}{
		{office, friday, at(tokyo, 5, 7, 10, 0), nil, 2 * time.Hour, "Golden Week does not count"},
		{office, friday, friday, nil, 0, "nothing"},
		{office, at(tokyo, 5, 7, 10, 0), friday, nil, 0, "backward"},
		{office, friday, at(tokyo, 5, 7, 10, 0), []hours.Interval{day}, time.Hour, "paused on Friday"},
		{office, friday, at(tokyo, 5, 7, 10, 0), []hours.Interval{{From: friday}}, 0, "paused for good"},
		{office, friday, at(tokyo, 5, 7, 10, 0), []hours.Interval{{To: at(tokyo, 5, 7, 9, 30)}}, 30 * time.Minute, "paused since ever"},
		{office, friday, at(tokyo, 5, 7, 10, 0), []hours.Interval{{From: day.To, To: day.From}}, 2 * time.Hour, "an empty pause"},
		{office, friday, at(tokyo, 5, 7, 10, 0), []hours.Interval{{From: at(tokyo, 5, 2, 0, 0), To: at(tokyo, 5, 6, 0, 0)}}, 2 * time.Hour, "paused while closed"},
		{always, at(newYork, 3, 8, 0, 0), at(newYork, 3, 9, 0, 0), nil, 23 * time.Hour, "a day of 23 hours"},
		{always, time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), nil, math.MaxInt64, "longer than a Duration"},
	} {
		if got := tt.s.Elapsed(tt.from, tt.to, tokyo, tt.pauses...); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.reason, got, tt.want)
		}
	}
}

// TestElapsedFar: what lies further ahead than a search looks at once counts to
// the second.
func TestElapsedFar(t *testing.T) {
	newYork := loadZone(t, "America/New_York")
	season := func(first retention.Date, days int) *hours.Schedule {
		s, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": hours.Season{From: first, To: first.AddDays(days)}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	utc := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	const day = 24 * time.Hour
	for _, tt := range []struct {
		s        *hours.Schedule
		from, to time.Time
		zone     *time.Location
		want     time.Duration
		reason   string
	}{
		{season(date(t, "2026-03-10"), 400), utc(2026, 3, 10), utc(2026, 3, 10).AddDate(0, 0, 401), time.UTC, day, "400 closed days, then one open"},
		{
			season(date(t, "2026-03-09"), 1), time.Date(2025, 2, 1, 1, 0, 0, 0, newYork), time.Date(2026, 3, 9, 12, 0, 0, 0, newYork),
			newYork, 400*day + 22*time.Hour, "400 open days, one hour before the clocks skip one on the last day"},
		{new(hours.Schedule), utc(0, 12, 31), utc(1, 1, 2), newYork, day, "before the year 1"},
		{new(hours.Schedule), utc(9999, 12, 31), utc(10000, 1, 2), newYork, day, "after the year 9999"},
	} {
		if got := tt.s.Elapsed(tt.from, tt.to, tt.zone); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.reason, got, tt.want)
		}
	}
}

func TestDeadline(t *testing.T) {
	tokyo := loadZone(t, "Asia/Tokyo")
	office := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}})
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, tokyo) }
	closed, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": hours.Season{From: date(t, "2026-03-10"), To: date(t, "2028-01-01")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		s      *hours.Schedule
		from   time.Time
		d      time.Duration
		pauses []hours.Interval
		want   time.Time // zero: none
		reason string
	}{
		{office, at(2, 9), 8 * time.Hour, nil, at(2, 17), "the closing time, not the next opening"},
		{office, at(2, 9), 8*time.Hour + 1, nil, at(3, 9).Add(1), "a nanosecond more"},
		{office, at(2, 20), 0, nil, at(2, 20), "none: at once, even when closed"},
		{office, at(2, 9), -1, nil, time.Time{}, "negative"},
		{office, at(6, 16), 2 * time.Hour, nil, at(9, 10), "over a weekend"},
		{office, at(2, 9), time.Hour, []hours.Interval{{From: at(2, 9), To: at(3, 9)}}, at(3, 10), "paused for a day"},
		{office, at(2, 9), time.Hour, []hours.Interval{{From: at(2, 10)}}, at(2, 10), "before a pause without an end"},
		{office, at(2, 9), 2 * time.Hour, []hours.Interval{{From: at(2, 10)}}, time.Time{}, "a pause without an end"},
		{closed, at(9, 0), 24 * time.Hour, nil, at(10, 0), "before 400 days without an opening"},
		{closed, at(9, 0), 24*time.Hour + 1, nil, time.Time{}, "400 days without an opening"},
		{new(hours.Schedule), at(9, 0), math.MaxInt64, nil, at(9, 0).Add(math.MaxInt64), "the longest there is"},
	} {
		got, ok := tt.s.Deadline(tt.from, tt.d, tokyo, tt.pauses...)
		if ok != !tt.want.IsZero() || ok && !got.Equal(tt.want) {
			t.Errorf("%s: %v, %v, want %v", tt.reason, got, ok, tt.want)
		}
	}
	// Elapsed goes on where Deadline gives up.
	if got, want := closed.Elapsed(at(9, 0), time.Date(2028, 1, 2, 0, 0, 0, 0, tokyo), tokyo), 48*time.Hour; got != want {
		t.Errorf("Elapsed = %v, want %v", got, want)
	}
}
