package hours_test

import (
	"testing"
	"time"

	"github.com/retentionkit/retention/followup/hours"
)

// byHand is how Next is mostly written: day by day, by time.Date, which is wrong
// where a zone changes its clocks. Holidays are not looked at.
func byHand(t time.Time, from, to hours.Clock, days hours.Days, zone *time.Location) (open, close time.Time) {
	t = t.In(zone)
	for i := 0; ; i++ {
		open := time.Date(t.Year(), t.Month(), t.Day()+i, int(from/60), int(from%60), 0, 0, zone)
		close := time.Date(t.Year(), t.Month(), t.Day()+i, int(to/60), int(to%60), 0, 0, zone)
		if !days.Has(open.Weekday()) || !close.After(t) {
			continue
		}
		if open.Before(t) {
			open = t
		}
		return open, close
	}
}

func BenchmarkNext(b *testing.B) {
	tokyo, newYork := loadZone(b, "Asia/Tokyo"), loadZone(b, "America/New_York")
	consumer := schedule(b, hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}})
	office := schedule(b, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}, Closed: []string{"jp"}})
	american := []*time.Location{newYork, loadZone(b, "America/Chicago"), loadZone(b, "America/Los_Angeles")}
	for _, bb := range []struct {
		name  string
		s     *hours.Schedule
		at    time.Time
		zones []*time.Location
	}{
		{"open", consumer, time.Date(2026, 3, 2, 10, 0, 0, 0, tokyo), []*time.Location{tokyo}},
		{"closed", consumer, time.Date(2026, 3, 2, 22, 0, 0, 0, tokyo), []*time.Location{tokyo}},
		{"closed, New York", consumer, time.Date(2026, 3, 2, 22, 0, 0, 0, newYork), []*time.Location{newYork}},
		{"closed, over a change of clocks", consumer, time.Date(2026, 3, 7, 22, 0, 0, 0, newYork), []*time.Location{newYork}},
		{"weekend with holidays", office, time.Date(2026, 3, 6, 18, 0, 0, 0, tokyo), []*time.Location{tokyo}},
		{"Golden Week", office, time.Date(2026, 5, 1, 18, 0, 0, 0, tokyo), []*time.Location{tokyo}},
		{"3 zones", consumer, time.Date(2026, 3, 2, 22, 0, 0, 0, newYork), american},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bb.s.Next(bb.at, bb.zones...)
			}
		})
	}
	b.Run("closed, by hand with time.Date", func(b *testing.B) {
		b.ReportAllocs()
		for at := time.Date(2026, 3, 2, 22, 0, 0, 0, tokyo); b.Loop(); {
			byHand(at, 8*hours.Hour, 21*hours.Hour, 0, tokyo)
		}
	})
	b.Run("weekend, by hand with time.Date", func(b *testing.B) {
		b.ReportAllocs()
		for at := time.Date(2026, 3, 6, 18, 0, 0, 0, tokyo); b.Loop(); {
			byHand(at, 9*hours.Hour, 17*hours.Hour, hours.Weekdays, tokyo)
		}
	})
	b.Run("closed, minute by minute", func(b *testing.B) {
		b.ReportAllocs()
		w := twin{Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}
		for at := time.Date(2026, 3, 2, 22, 0, 0, 0, tokyo); b.Loop(); {
			w.scan(at, at.AddDate(0, 0, 1), true, tokyo)
		}
	})
}

func BenchmarkElapsed(b *testing.B) {
	tokyo := loadZone(b, "Asia/Tokyo")
	h := hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}, Closed: []string{"jp"}}
	office := schedule(b, h)
	from := time.Date(2026, 4, 15, 10, 0, 0, 0, tokyo)
	to := from.AddDate(0, 1, 0)
	pause := hours.Interval{From: from.AddDate(0, 0, 1), To: from.AddDate(0, 0, 3)}
	b.Run("month", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			office.Elapsed(from, to, tokyo)
		}
	})
	b.Run("month with a pause", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			office.Elapsed(from, to, tokyo, pause)
		}
	})
	b.Run("month, minute by minute", func(b *testing.B) {
		b.ReportAllocs()
		w := twin{h, map[string]hours.Calendar{"jp": hours.Japan{}}}
		for b.Loop() {
			var sum time.Duration
			for at := from; at.Before(to); at = at.Add(time.Minute) {
				if w.open(at, tokyo) {
					sum += time.Minute
				}
			}
		}
	})
}

func BenchmarkDeadline(b *testing.B) {
	tokyo := loadZone(b, "Asia/Tokyo")
	office := schedule(b, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 9 * hours.Hour, To: 17 * hours.Hour}}, Closed: []string{"jp"}})
	from := time.Date(2026, 3, 6, 16, 0, 0, 0, tokyo)
	for _, bb := range []struct {
		name string
		d    time.Duration
	}{{"4 hours", 4 * time.Hour}, {"40 hours", 40 * time.Hour}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				office.Deadline(from, bb.d, tokyo)
			}
		})
	}
}

func BenchmarkJapan(b *testing.B) {
	b.ReportAllocs()
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for i := 0; b.Loop(); i++ {
		hours.Japan{}.IsWorkday(noon.AddDate(0, 0, i%365))
	}
}
