package retention_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
)

// aheadAt is what ZoneOffset returns first, as package time has it.
func aheadAt(t time.Time, zone *time.Location) time.Duration {
	_, offset := t.In(zone).Zone()
	return time.Duration(offset) * time.Second
}

// TestZoneOffsetTwin compares with a look at every minute of some days, and with
// a look here and there until the end.
func TestZoneOffsetTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		at := drawTime(t, zone, "at")
		ahead, until := retention.ZoneOffset(at, zone)
		holds := func(x time.Time) {
			if got := aheadAt(x, zone); got != ahead {
				t.Fatalf("ZoneOffset(%v, %v) = %v until %v, but %v at %v", at, zone, ahead, until, got, x)
			}
		}
		holds(at)
		end := until
		if until.IsZero() {
			end = midnightUTC(12_000, 1, 1)
		} else if !until.After(at) || until.Location() != zone {
			t.Fatalf("ZoneOffset(%v, %v) ends %v", at, zone, until)
		}
		for x := at; x.Before(end) && x.Before(at.AddDate(0, 0, 7)); x = x.Add(time.Minute) {
			holds(x)
		}
		for range 20 {
			holds(time.Unix(rapid.Int64Range(at.Unix()+1, end.Unix()).Draw(t, "within")-1, 999_999_999))
		}
		holds(end.Add(-1))
	})
}

// TestZoneOffsetMissesNoChange walks from stretch to stretch and by the minute,
// and wants the same changes of the clocks at the same minutes.
func TestZoneOffsetMissesNoChange(t *testing.T) {
	from, to := midnightUTC(2006, 1, 1), midnightUTC(2013, 1, 1)
	for _, name := range zoneNames {
		zone := loadZone(t, name)
		var walked []time.Time
		steps := 0
		for at := from; ; steps++ {
			ahead, until := retention.ZoneOffset(at, zone)
			if until.IsZero() || !until.Before(to) {
				break
			}
			if aheadAt(until, zone) != ahead {
				walked = append(walked, until)
			}
			at = until
		}
		if steps > 7*5 {
			t.Errorf("%s: %d stretches in 7 years", name, steps)
		}
		before := aheadAt(from, zone)
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			now := aheadAt(at, zone)
			if now == before {
				continue
			}
			before = now
			if len(walked) == 0 || !walked[0].Equal(at) {
				t.Fatalf("%s changes at %v, which is not the first of %v", name, at, walked)
			}
			walked = walked[1:]
		}
		if len(walked) > 0 {
			t.Errorf("%s does not change at %v", name, walked)
		}
	}
}

// TestZoneOffsetVectors reads a clock off each instant. A reading that a zone
// skips stands for the change, one that comes twice comes again after it.
func TestZoneOffsetVectors(t *testing.T) {
	text, err := os.ReadFile(shared(t, "golden", "dst_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Zone, Wall string
		UTC        time.Time
		N          int // how often the clock shows it
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	count := map[int]int{}
	for _, v := range vectors {
		zone := loadZone(t, v.Zone)
		wall, err := time.Parse("2006-01-02T15:04", v.Wall)
		if err != nil {
			t.Fatal(err)
		}
		count[v.N]++
		ahead, until := retention.ZoneOffset(v.UTC, zone)
		switch shows := v.UTC.Add(ahead); v.N {
		case 0:
			before, change := retention.ZoneOffset(v.UTC.Add(-1), zone)
			if !change.Equal(v.UTC) || !wall.Before(shows) || wall.Before(v.UTC.Add(before)) {
				t.Errorf("%s skips %s between %v and %v, at %v, want %v", v.Zone, v.Wall, v.UTC.Add(before), shows, change, v.UTC)
			}
		case 2:
			after, _ := retention.ZoneOffset(until, zone)
			if again := wall.Add(-after); again.Before(until) || after >= ahead {
				t.Errorf("%s shows %s again at %v, and changes at %v from %v to %v", v.Zone, v.Wall, again, until, ahead, after)
			}
			fallthrough
		default:
			if !shows.Equal(wall) {
				t.Errorf("%s shows %v at %v, want %s", v.Zone, shows, v.UTC, v.Wall)
			}
		}
	}
	if count[0] != 38 || count[2] != 38 || count[1] != 357 {
		t.Errorf("%v vectors by N, want 38 of 0, 357 of 1 and 38 of 2", count)
	}
}

func TestZoneOffset(t *testing.T) {
	for _, test := range []struct {
		zone   string
		at     string
		ahead  time.Duration
		until  string // empty: for good
		reason string
	}{
		{"UTC", "2026-03-08T12:00:00Z", 0, "", "no changes at all"},
		{"Asia/Tokyo", "2026-03-08T12:00:00Z", 9 * time.Hour, "", "no more changes"},
		{"America/New_York", "2026-03-08T06:59:59.999999999Z", -5 * time.Hour, "2026-03-08T03:00:00-04:00", "the last nanosecond of winter"},
		{"America/New_York", "2026-03-08T07:00:00Z", -4 * time.Hour, "2026-11-01T01:00:00-05:00", "the first of summer"},
		{"America/New_York", "0001-01-01T00:00:00Z", -4*time.Hour - 56*time.Minute - 2*time.Second, "1883-11-18T12:00:00-05:00", "the sun's own time, until there were railways"},
		{"America/New_York", "9999-07-01T00:00:00Z", -4 * time.Hour, "9999-11-07T01:00:00-05:00", "summer by rule, far ahead"},
		{"America/New_York", "2039-12-31T12:00:00Z", -5 * time.Hour, "2039-12-31T19:00:00-05:00", "a year of the rule ends, and nothing changes"},
		{"America/New_York", "2040-12-31T12:00:00Z", -5 * time.Hour, "2040-12-31T19:00:00-05:00", "the last day of a leap year"},
		{"America/New_York", "2040-12-31T23:59:59.999999999Z", -5 * time.Hour, "2040-12-31T19:00:00-05:00", "its last nanosecond"},
		{"Australia/Sydney", "2040-12-31T13:00:00Z", 11 * time.Hour, "2041-01-01T11:00:00+11:00", "the same in summer time"},
		{"Australia/Lord_Howe", "2026-04-04T14:59:59Z", 11 * time.Hour, "2026-04-05T01:30:00+10:30", "half an hour"},
		{"Pacific/Apia", "2011-12-30T09:59:59Z", -10 * time.Hour, "2011-12-31T00:00:00+14:00", "over the date line"},
		{"Africa/Monrovia", "1972-01-06T23:00:00Z", -44*time.Minute - 30*time.Second, "1972-01-07T00:44:30Z", "half a minute"},
	} {
		at, err := time.Parse(time.RFC3339Nano, test.at)
		if err != nil {
			t.Fatal(err)
		}
		ahead, until := retention.ZoneOffset(at, loadZone(t, test.zone))
		got := ""
		if !until.IsZero() {
			got = until.Format(time.RFC3339Nano)
		}
		if ahead != test.ahead || got != test.until {
			t.Errorf("%s at %s: %v until %s, want %v until %s (%s)", test.zone, test.at, ahead, got, test.ahead, test.until, test.reason)
		}
	}
}

func TestZoneOffsetOfUnusualZones(t *testing.T) {
	fixed := time.FixedZone("odd", -(3*60*60 + 7))
	for _, at := range []time.Time{{}, time.Unix(-1<<60, 0), time.Unix(0, 0), time.Unix(1<<60, 0)} {
		if ahead, until := retention.ZoneOffset(at, fixed); ahead != -3*time.Hour-7*time.Second || !until.IsZero() {
			t.Errorf("a fixed zone at %v: %v until %v", at, ahead, until)
		}
		if ahead, until := retention.ZoneOffset(at, new(time.Location)); ahead != 0 || !until.IsZero() {
			t.Errorf("the zero Location at %v: %v until %v", at, ahead, until)
		}
		for _, name := range zoneNames {
			zone := loadZone(t, name)
			if ahead, until := retention.ZoneOffset(at, zone); ahead != aheadAt(at, zone) || !until.IsZero() && !until.After(at) {
				t.Errorf("%s at %v: %v until %v", name, at, ahead, until)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a nil zone does not panic")
		}
	}()
	retention.ZoneOffset(time.Time{}, nil)
}

// No day of a rule's years ends before it begins, be they leap years or not.
func TestZoneOffsetHoldsAllDay(t *testing.T) {
	for _, name := range []string{"America/New_York", "Australia/Sydney", "Europe/London", "America/St_Johns"} {
		zone := loadZone(t, name)
		for year := 1999; year < 2420; year++ {
			for _, hour := range []int{-36, -24, -12, -1, 0, 1} {
				at := time.Date(year, 1, 1, hour, 0, 0, 0, time.UTC)
				midnight := at.Truncate(24*time.Hour).AddDate(0, 0, 1)
				if ahead, until := retention.ZoneOffset(at, zone); until.Before(midnight) || ahead != aheadAt(midnight.Add(-1), zone) {
					t.Fatalf("%s at %v: %v until %v", name, at, ahead, until)
				}
			}
		}
	}
}

func TestZoneOffsetDoesNotAllocate(t *testing.T) {
	zone, at := loadZone(t, "America/New_York"), midnightUTC(2040, 12, 31)
	if n := testing.AllocsPerRun(10, func() { retention.ZoneOffset(at, zone) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkZoneOffset(b *testing.B) {
	at := time.Date(2026, time.March, 2, 22, 0, 0, 0, time.UTC)
	for _, name := range []string{"UTC", "Asia/Tokyo", "America/New_York"} {
		zone := loadZone(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				retention.ZoneOffset(at, zone)
			}
		})
	}
}
