package followup

import (
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"pgregory.net/rapid"
)

// A clock that remembers reads as one does that is asked anew. The questions lie
// around changes of the clocks: by an hour, half an hour, a whole day, at
// midnight.
func TestClockIsThatOfItsZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{
			"UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin",
		}).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		wall := clock{zone: zone}
		for range rapid.IntRange(1, 12).Draw(t, "questions") {
			at := drawNearChange(t, zone)
			date, reading := wall.read(at)
			wantDate := retention.DateOf(at, zone)
			local := at.In(zone)
			wantReading := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
			if date != wantDate || reading != wantReading {
				t.Fatalf("%v reads %v %v, want %v %v", local, date, reading, wantDate, wantReading)
			}
			clock := time.Duration(rapid.IntRange(-60, 60*60).Draw(t, "minutes"))*time.Minute + 7
			if got, want := wall.at(date, clock), date.At(clock, zone); got != want {
				t.Fatalf("at %v of %v: %v, want %v", clock, date, got, want)
			}
			span := retention.Span{
				Months: rapid.IntRange(-2, 14).Draw(t, "months"), Days: rapid.IntRange(-3, 40).Draw(t, "days"),
				Exact: time.Duration(rapid.IntRange(-50, 50).Draw(t, "hours")) * time.Hour,
			}
			if got, want := wall.after(at, span), span.From(at, zone); got != want {
				t.Fatalf("%v after %v: %v, want %v", span, at, got, want)
			}
		}
	})
}

// drawNearChange draws an instant, mostly within days of a change of the clocks.
func drawNearChange(t *rapid.T, zone *time.Location) time.Time {
	year := rapid.SampledFrom([]int{1905, 1969, 2011, 2024, 2026, 2027}).Draw(t, "year")
	at := time.Date(year, 1, rapid.IntRange(1, 365).Draw(t, "day"), 12, 0, 0, 0, time.UTC)
	if _, end := at.In(zone).ZoneBounds(); !end.IsZero() && rapid.IntRange(0, 3).Draw(t, "near") > 0 {
		at = end
	}
	return at.Add(time.Duration(rapid.IntRange(-3*48, 3*48).Draw(t, "half hours"))*30*time.Minute + time.Duration(rapid.IntRange(-1, 1).Draw(t, "ns")))
}

func TestClockOfNoDay(t *testing.T) {
	wall := clock{zone: time.UTC}
	if got := wall.at(retention.Date{}, time.Hour); !got.IsZero() {
		t.Errorf("no day is at %v", got)
	}
}
