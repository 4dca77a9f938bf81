package retention

import (
	"math"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

func calendarZone(t interface{ Fatal(...any) }, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

var calendarZones = []string{
	"UTC", "Asia/Tokyo", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe",
	"America/St_Johns", "Pacific/Apia", "Africa/Monrovia", "Africa/Casablanca",
}

func TestCalendarAgreesWithDateOf(t *testing.T) {
	seconds := rapid.OneOf(
		rapid.Int64Range(-62_135_596_800, 253_402_300_799), // the years 1 to 9999
		rapid.Int64Range(0, 5_000_000_000),
		rapid.Int64(),
	)
	rapid.Check(t, func(t *rapid.T) {
		zone := calendarZone(t, rapid.SampledFrom(calendarZones).Draw(t, "zone"))
		from := seconds.Draw(t, "from")
		to := seconds.Draw(t, "to")
		if length := rapid.Int64Range(0, 400_000_000).Draw(t, "length"); rapid.Bool().Draw(t, "short") {
			to = from + min(length, math.MaxInt64-max(from, 0))
		}
		c := newCalendar(zone, from, to)
		agrees := func(c *calendar, sec int64) {
			if got, want := c.day(sec), int64(DateOf(time.Unix(sec, 0), zone).unixDay()); got != want {
				t.Fatalf("day(%d) = %d, want %d", sec, got, want)
			}
		}
		for _, sec := range []int64{from - 1, from, to - 1, to} {
			agrees(c, sec)
		}
		for _, cut := range c.cuts {
			agrees(c, cut.at-1)
			agrees(c, cut.at)
			if cut.at < math.MaxInt64 {
				agrees(newCalendar(zone, cut.at-1, cut.at+1), cut.at-1)
			}
		}
		for range 100 {
			agrees(c, seconds.Draw(t, "sec"))
		}
		if c.from < c.to {
			for range 100 {
				agrees(c, rapid.Int64Range(c.from, c.to-1).Draw(t, "sec within"))
			}
		}
	})
}

func TestCalendarStretches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := calendarZone(t, rapid.SampledFrom(calendarZones).Draw(t, "zone"))
		sec := rapid.Int64Range(-4_000_000_000, 10_000_000_000).Draw(t, "sec")
		s := stretchAt(zone, sec)
		if s.from != sec || s.to <= sec {
			t.Fatalf("stretchAt(%d) = %+v", sec, s)
		}
		within := rapid.Int64Range(s.from, min(s.to, 1e11)-1).Draw(t, "within")
		for _, at := range []int64{s.from, within, s.to - 1} {
			if _, offset := time.Unix(at, 0).In(zone).Zone(); int64(offset) != s.offset {
				t.Fatalf("%+v, but the offset at %d is %d", s, at, offset)
			}
		}
	})
}

func TestCalendarIsBounded(t *testing.T) {
	for _, name := range calendarZones {
		c := newCalendar(calendarZone(t, name), math.MinInt64, math.MaxInt64)
		if len(c.cuts) > 1000 || len(c.bucket) > 1<<12 {
			t.Errorf("%s: %d cuts and %d buckets", name, len(c.cuts), len(c.bucket))
		}
	}
}

func BenchmarkCalendarDay(b *testing.B) {
	const from, to = 1_600_000_000, 1_800_000_000
	var seconds [1 << 12]int64
	for i := range seconds {
		seconds[i] = from + int64(i)*2_654_435_761%(to-from)
	}
	for _, name := range []string{"UTC", "Asia/Tokyo", "America/New_York"} {
		zone := calendarZone(b, name)
		c, i := newCalendar(zone, from, to), 0
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.day(seconds[i%len(seconds)])
				i++
			}
		})
		b.Run(name+"/DateOf", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				DateOf(time.Unix(seconds[i%len(seconds)], 0), zone)
				i++
			}
		})
	}
}

func BenchmarkNewCalendar(b *testing.B) {
	zone := calendarZone(b, "America/New_York")
	for name, years := range map[string]int64{"10y": 10, "all": 10_000} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				newCalendar(zone, 1_500_000_000, 1_500_000_000+years*365*daySeconds)
			}
		})
	}
}
