package followup

import (
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"pgregory.net/rapid"
)

// capTwin is a cap by the calendar of a zone, counted day by day.
type capTwin struct {
	Cap
	zone    *time.Location
	touches []instant
}

// The cap that counts in whole units is its twin.
func TestCalendarCapIsItsTwin(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("", 9*3600), time.FixedZone("", -5*3600)}
	start := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).UnixNano()
	rapid.Check(t, func(t *rapid.T) {
		w := capTwin{zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		w.Max = rapid.IntRange(1, 4).Draw(t, "most")
		w.Every = rapid.SampledFrom([]retention.Span{{Days: 1}, {Days: 2}, {Days: 7}, {Days: 30}, {Months: 1}, {Months: 3}}).Draw(t, "every")
		for range rapid.IntRange(0, 12).Draw(t, "touches") {
			w.touches = append(w.touches, start+instant(rapid.IntRange(-60*24, 60*24).Draw(t, "hour"))*instant(time.Hour))
		}
		slices.Sort(w.touches)
		at := start + instant(rapid.IntRange(-70*24, 70*24).Draw(t, "at"))*instant(time.Hour)
		open, end := w.units(at)
		wantOpen, wantEnd := w.days(at)
		if open != wantOpen || end != wantEnd {
			t.Fatalf("from %v open in [%v, %v), want [%v, %v)", at, open, end, wantOpen, wantEnd)
		}
	})
}

// units asks as planner.room does.
func (w *capTwin) units(t instant) (open, end instant) {
	if len(w.touches) < w.Max {
		return t, never
	}
	s, wall := sliding{most: w.Max, every: w.window()}, &clock{zone: w.zone}
	for _, at := range w.touches {
		s.list = append(s.list, counted{at: w.unit(at, wall)})
	}
	unit := w.unit(t, wall)
	if s.clear(unit) {
		return t, never
	}
	next := s.next(unit)
	if next > unit {
		t = w.start(next, wall)
	}
	return t, w.start(s.end(next), wall)
}

func (w *capTwin) date(t instant) retention.Date { return retention.DateOf(time.Unix(0, t), w.zone) }

// fits counts every window that has a day, the long way.
func (w *capTwin) fits(d retention.Date) bool {
	if w.Every.Months > 0 {
		n := 0
		for _, at := range w.touches {
			e := w.date(at)
			if e.Year() == d.Year() && (int(e.Month())-1)/w.Every.Months == (int(d.Month())-1)/w.Every.Months {
				n++
			}
		}
		return n < w.Max
	}
	for last := d; last.DaysSince(d) < w.Every.Days; last = last.AddDays(1) {
		n := 0
		for _, at := range w.touches {
			if ago := last.DaysSince(w.date(at)); ago >= 0 && ago < w.Every.Days {
				n++
			}
		}
		if n >= w.Max {
			return false
		}
	}
	return true
}

func (w *capTwin) days(t instant) (open, end instant) {
	d := w.date(t)
	for ; !w.fits(d); d = d.AddDays(1) {
		t = d.AddDays(1).Start(w.zone).UnixNano()
	}
	for e, n := d, 0; n < 200; e, n = e.AddDays(1), n+1 {
		if !w.fits(e) {
			return t, e.Start(w.zone).UnixNano()
		}
	}
	return t, never
}
