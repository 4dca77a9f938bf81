package retention_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
)

// zoneNames are zones that go wrong in different ways.
var zoneNames = []string{
	"UTC",
	"Asia/Tokyo",          // LMT with odd seconds, then no change since 1951
	"America/New_York",    // one hour, at 02:00
	"Europe/London",       // one hour, at 01:00 UTC; years of double summer time
	"Europe/Dublin",       // winter time is the exception
	"Australia/Lord_Howe", // half an hour
	"America/Sao_Paulo",   // skipped midnights until 2018
	"Asia/Beirut",         // skips midnights
	"America/St_Johns",    // went back at 00:01, into the day before, until 2011
	"Pacific/Apia",        // skipped 30 December 2011
	"America/Juneau",      // had one day twice, in 1867
	"Africa/Monrovia",     // 44 minutes and 30 seconds off until 1972
	"Africa/Casablanca",   // summer time stops for Ramadan
	"Antarctica/Troll",    // two hours
}

func loadZone(t interface{ Fatal(...any) }, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func drawZone(t *rapid.T) *time.Location {
	return loadZone(t, rapid.SampledFrom(zoneNames).Draw(t, "zone"))
}

// drawTime draws an instant of the years 1 to 9999, often one near a change of
// zone's offset.
func drawTime(t *rapid.T, zone *time.Location, label string) time.Time {
	first, last := midnightUTC(1, 1, 3).Unix(), midnightUTC(9999, 12, 29).Unix()
	sec := rapid.OneOf(
		rapid.Int64Range(first, last),
		rapid.Int64Range(-4e9, 4e9),
		rapid.Int64Range(0, 2e9),
	).Draw(t, label)
	at := time.Unix(sec, rapid.Int64Range(0, 999_999_999).Draw(t, label+" ns"))
	if _, change := at.In(zone).ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, label+" near change") {
		near := rapid.Int64Range(-2*86400, 2*86400).Draw(t, label+" after change")
		at = change.Add(time.Duration(near) * time.Second)
	}
	return at.UTC()
}

func midnightUTC(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

var drawnDates = rapid.Custom(func(t *rapid.T) retention.Date {
	return retention.NewDate(
		rapid.OneOf(rapid.IntRange(1970, 2040), rapid.IntRange(1, 9999)).Draw(t, "year"),
		time.Month(rapid.IntRange(1, 12).Draw(t, "month")),
		rapid.IntRange(1, 31).Draw(t, "day"))
})

// utcOf is d's midnight in UTC; that of the zero Date lies before the year 1.
func utcOf(d retention.Date) time.Time { return midnightUTC(d.Year(), d.Month(), d.Day()) }

func TestNewDate(t *testing.T) {
	tests := []struct {
		year   int
		month  time.Month
		day    int
		want   string
		reason string
	}{
		{2026, time.February, 28, "2026-02-28", "a plain day"},
		{2024, time.February, 29, "2024-02-29", "a leap day"},
		{2026, time.February, 29, "2026-03-01", "no leap day in this year"},
		{1900, time.February, 29, "1900-03-01", "centuries have none"},
		{2000, time.February, 29, "2000-02-29", "every fourth has"},
		{2026, time.January, 32, "2026-02-01", "days count on"},
		{2026, time.March, 0, "2026-02-28", "and back"},
		{2026, 14, 1, "2027-02-01", "months count on"},
		{2026, 0, 31, "2025-12-31", "and back"},
		{1, time.January, 1, "0001-01-01", "the first day with a text"},
		{9999, time.December, 31, "9999-12-31", "the last day with a text"},
		{1970, time.January, 1, "1970-01-01", "Unix day 0 is not the zero Date"},
		{10000, time.January, 1, "10000-01-01", "far, but a day"},
		{-1, time.December, 31, "-0001-12-31", "long ago, but a day"},
	}
	for _, test := range tests {
		if got := retention.NewDate(test.year, test.month, test.day).String(); got != test.want {
			t.Errorf("NewDate(%d, %d, %d) = %s, want %s (%s)",
				test.year, test.month, test.day, got, test.want, test.reason)
		}
	}
}

func TestDateEndsAreFirm(t *testing.T) {
	first := retention.NewDate(math.MinInt, time.January, 1)
	last := retention.NewDate(math.MaxInt, time.January, 1)
	if y := first.Year(); first.IsZero() || y > -5_800_000 {
		t.Errorf("the first day is %v", first)
	}
	if y := last.Year(); y < 5_800_000 {
		t.Errorf("the last day is %v", last)
	}
	middle := retention.NewDate(2026, time.February, 28)
	for name, got := range map[string]retention.Date{
		"AddDays(-1)":         first.AddDays(-1),
		"AddDays(min)":        middle.AddDays(math.MinInt),
		"AddMonths(-1)":       first.AddMonths(-1),
		"AddMonths(min)":      middle.AddMonths(math.MinInt),
		"month of NewDate":    retention.NewDate(1, math.MinInt, 1),
		"day of NewDate":      retention.NewDate(1, 1, math.MinInt),
		"all of NewDate":      retention.NewDate(math.MinInt, math.MinInt, math.MinInt),
		"DateOf(the dawn)":    retention.DateOf(time.Unix(math.MinInt64, 0), time.UTC),
		"DateOf(dawn, Tokyo)": retention.DateOf(time.Unix(math.MinInt64, 0), loadZone(t, "Asia/Tokyo")),
	} {
		if got != first {
			t.Errorf("%s = %v, want the first day, %v", name, got, first)
		}
	}
	for name, got := range map[string]retention.Date{
		"AddDays(1)":         last.AddDays(1),
		"AddDays(max)":       middle.AddDays(math.MaxInt),
		"AddMonths(1)":       last.AddMonths(1),
		"AddMonths(max)":     middle.AddMonths(math.MaxInt),
		"month of NewDate":   retention.NewDate(1, math.MaxInt, 1),
		"day of NewDate":     retention.NewDate(1, 1, math.MaxInt),
		"all of NewDate":     retention.NewDate(math.MaxInt, math.MaxInt, math.MaxInt),
		"DateOf(the end)":    retention.DateOf(time.Unix(math.MaxInt64, 0), time.UTC),
		"DateOf(end, Tokyo)": retention.DateOf(time.Unix(math.MaxInt64, 0), loadZone(t, "Asia/Tokyo")),
	} {
		if got != last {
			t.Errorf("%s = %v, want the last day, %v", name, got, last)
		}
	}
	unix := retention.NewDate(1970, time.January, 1)
	if back, on := first.DaysSince(unix), last.DaysSince(unix); back != -math.MaxInt32 || on != math.MaxInt32 {
		t.Errorf("the first and the last day are %d and %d days from 1970", back, on)
	}
	for _, d := range []retention.Date{first, last} {
		if got := retention.DateOf(d.At(12*time.Hour, time.UTC), time.UTC); got != d {
			t.Errorf("noon of %v is on %v", d, got)
		}
	}
}

func TestDateZero(t *testing.T) {
	var zero retention.Date
	day := retention.NewDate(1, time.January, 1)
	if !zero.IsZero() || day.IsZero() || retention.DateOf(time.Time{}, time.UTC).IsZero() {
		t.Error("IsZero must tell the zero Date from a day")
	}
	for name, got := range map[string]retention.Date{
		"AddDays": zero.AddDays(1), "AddMonths": zero.AddMonths(-1),
	} {
		if !got.IsZero() {
			t.Errorf("%s of the zero Date = %v", name, got)
		}
	}
	if !zero.At(time.Hour, time.UTC).IsZero() || !zero.Start(time.UTC).IsZero() {
		t.Error("the zero Date has an instant")
	}
	if zero.Year() != 0 || zero.Month() != 0 || zero.Day() != 0 || zero.Weekday() != time.Sunday {
		t.Error("the zero Date has a year, a month, a day or a weekday")
	}
	if zero.DaysSince(day) != 0 || day.DaysSince(zero) != 0 {
		t.Error("the zero Date has a distance to a day")
	}
	if earliest := retention.NewDate(math.MinInt, 1, 1); !zero.Before(earliest) || !earliest.After(zero) {
		t.Error("the zero Date must come before every day")
	}
}

func TestParseDate(t *testing.T) {
	for _, text := range []string{"0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"} {
		if d, err := retention.ParseDate(text); err != nil || d.String() != text {
			t.Errorf("ParseDate(%q) = %v, %v", text, d, err)
		}
	}
	tests := []struct{ text, reason string }{
		{"", "nothing"},
		{"no date", "what String says of the zero Date"},
		{"2026-02-29", "no such day"},
		{"2026-13-01", "no such month"},
		{"2026-00-01", "nor this one"},
		{"2026-01-00", "nor this day"},
		{"0000-01-01", "the year before the first"},
		{"10000-01-01", "five digits"},
		{"-001-01-01", "a sign"},
		{"2026-2-3", "one digit"},
		{"2026/02/03", "other separators"},
		{"20260203", "none"},
		{" 2026-02-03", "a space"},
		{"2026-02-03\n", "a line"},
		{"2026-02-03T00:00:00Z", "an instant"},
		{"２０２６-02-03", "wide digits"},
	}
	for _, test := range tests {
		d, err := retention.ParseDate(test.text)
		if !errors.Is(err, retention.ErrDate) || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v, want ErrDate (%s)", test.text, d, err, test.reason)
		} else if !strings.Contains(err.Error(), fmt.Sprintf("%q", test.text)) {
			t.Errorf("ParseDate(%q): error does not name the text: %v", test.text, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	type record struct {
		First retention.Date
		Last  retention.Date
		Next  retention.Date         `json:",omitzero"`
		Count map[retention.Date]int `json:",omitempty"`
	}
	day := retention.NewDate(2026, time.February, 28)
	in := record{First: day, Count: map[retention.Date]int{day: 3}}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"First":"2026-02-28","Last":"","Count":{"2026-02-28":3}}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	out := record{Last: day}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Errorf("round trip (-want +got):\n%s", diff)
	}

	for _, d := range []retention.Date{retention.NewDate(0, 12, 31), retention.NewDate(10000, 1, 1)} {
		if _, err := d.MarshalText(); !errors.Is(err, retention.ErrDate) {
			t.Errorf("MarshalText of %v: %v, want ErrDate", d, err)
		}
	}
	kept := day
	if err := kept.UnmarshalText([]byte("28.2.2026")); !errors.Is(err, retention.ErrDate) || kept != day {
		t.Errorf("UnmarshalText of junk: %v, and the date is now %v", err, kept)
	}
}

// The calendar of package time in UTC is the brute-force twin.
func TestDateAgreesWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(-3000, 13000).Draw(t, "year")
		month := time.Month(rapid.IntRange(-1000, 1000).Draw(t, "month"))
		day := rapid.IntRange(-100_000, 100_000).Draw(t, "day")
		d, twin := retention.NewDate(year, month, day), midnightUTC(year, month, day)
		same := func(what string, d retention.Date, twin time.Time) {
			y, m, dd := twin.Date()
			if d.Year() != y || d.Month() != m || d.Day() != dd ||
				d.Weekday() != twin.Weekday() || d.String() != twin.Format(time.DateOnly) {
				t.Fatalf("%s: %v (a %v), want %v", what, d, d.Weekday(), twin)
			}
			if !d.Start(time.UTC).Equal(twin) {
				t.Fatalf("%s: starts %v, want %v", what, d.Start(time.UTC), twin)
			}
		}
		same("NewDate", d, twin)
		n := rapid.IntRange(-1_000_000, 1_000_000).Draw(t, "n")
		same("AddDays", d.AddDays(n), twin.AddDate(0, 0, n))
		if got := d.AddDays(n).DaysSince(d); got != n {
			t.Fatalf("%d days after %v: DaysSince says %d", n, d, got)
		}
	})
}

func TestDateText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawnDates.Draw(t, "date")
		if got, err := retention.ParseDate(d.String()); err != nil || got != d {
			t.Fatalf("ParseDate(%q) = %v, %v", d, got, err)
		}
		text, err := d.MarshalText()
		if err != nil || string(text) != d.String() {
			t.Fatalf("MarshalText of %v = %q, %v", d, text, err)
		}
	})
}

func TestDateOrder(t *testing.T) {
	dates := rapid.OneOf(drawnDates, rapid.Just(retention.Date{}))
	rapid.Check(t, func(t *rapid.T) {
		d, e := dates.Draw(t, "d"), dates.Draw(t, "e")
		want := utcOf(d).Compare(utcOf(e))
		if got := d.Compare(e); got != want {
			t.Fatalf("%v Compare %v = %d, want %d", d, e, got, want)
		}
		if d.Before(e) != (want < 0) || d.After(e) != (want > 0) || d.Equal(e) != (want == 0) || (d == e) != (want == 0) {
			t.Fatalf("%v and %v: Before, After, Equal or == disagrees with Compare", d, e)
		}
	})
}

func TestDateAddMonths(t *testing.T) {
	tests := []struct {
		from, want string
		n          int
		reason     string
	}{
		{"2026-01-31", "2026-02-28", 1, "cut to the last day"},
		{"2024-01-31", "2024-02-29", 1, "which may be a leap day"},
		{"2026-01-31", "2026-03-31", 2, "from the anchor, not from 28 February"},
		{"2026-01-31", "2026-04-30", 3, "a short month"},
		{"2024-02-29", "2025-02-28", 12, "a year after a leap day"},
		{"2024-02-29", "2028-02-29", 48, "four years after"},
		{"2026-02-28", "2026-03-28", 1, "the month's end does not stick"},
		{"2026-03-31", "2026-02-28", -1, "backwards"},
		{"2026-01-15", "2025-12-15", -1, "into the year before"},
		{"2026-12-31", "2027-12-31", 12, "into the year after"},
		{"2026-05-31", "2026-05-31", 0, "nowhere"},
	}
	for _, test := range tests {
		from, err := retention.ParseDate(test.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := from.AddMonths(test.n).String(); got != test.want {
			t.Errorf("%s.AddMonths(%d) = %s, want %s (%s)", test.from, test.n, got, test.want, test.reason)
		}
	}
}

// AddMonths has no inverse, and steps do not add up: those laws are false.
func TestDateAddMonthsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := drawnDates.Draw(t, "d"), drawnDates.Draw(t, "e")
		n := rapid.OneOf(rapid.IntRange(-24, 24), rapid.IntRange(-10_000, 10_000)).Draw(t, "n")
		got := d.AddMonths(n)

		last := midnightUTC(d.Year(), d.Month()+time.Month(n)+1, 0)
		want := midnightUTC(last.Year(), last.Month(), min(d.Day(), last.Day()))
		if !got.Start(time.UTC).Equal(want) {
			t.Fatalf("%v.AddMonths(%d) = %v, want %v", d, n, got, want)
		}
		if d.Compare(e)*got.Compare(e.AddMonths(n)) < 0 {
			t.Fatalf("adding %d months turns %v and %v round", n, d, e)
		}
		if m := rapid.IntRange(-24, 24).Draw(t, "m"); d.Day() <= 28 && got.AddMonths(m) != d.AddMonths(n+m) {
			t.Fatalf("%v: %d and %d months are not %d", d, n, m, n+m)
		}
	})
}

func TestDateAtVectors(t *testing.T) {
	text, err := os.ReadFile(shared(t, "golden", "dst_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Zone, Wall string
		UTC        time.Time
		N          int // how often the reading occurs
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 433 {
		t.Errorf("%d vectors, want 433", len(vectors))
	}
	for _, v := range vectors {
		zone := loadZone(t, v.Zone)
		wall, err := time.Parse("2006-01-02T15:04", v.Wall)
		if err != nil {
			t.Fatal(err)
		}
		date := retention.DateOf(wall, time.UTC)
		got := date.At(wall.Sub(utcOf(date)), zone)
		if !got.Equal(v.UTC) {
			t.Errorf("%s in %s = %v, want %v", v.Wall, v.Zone, got.UTC(), v.UTC)
		}
		if reads := got.Format("2006-01-02T15:04") == v.Wall; reads != (v.N > 0) {
			t.Errorf("%s in %s (occurs %d times) = %v", v.Wall, v.Zone, v.N, got)
		}
	}
}

func TestDateAt(t *testing.T) {
	tests := []struct {
		zone   string
		day    string
		clock  time.Duration
		want   string
		reason string
	}{
		{"Asia/Tokyo", "2026-02-28", 9 * time.Hour, "2026-02-28T09:00:00+09:00", "a plain morning"},
		{"Asia/Tokyo", "2026-02-28", 24 * time.Hour, "2026-03-01T00:00:00+09:00", "24:00 is the next midnight"},
		{"Asia/Tokyo", "2026-02-28", 25*time.Hour + 30*time.Minute, "2026-03-01T01:30:00+09:00", "25:30, as Japanese shops write it"},
		{"Asia/Tokyo", "2026-03-01", -time.Hour, "2026-02-28T23:00:00+09:00", "an hour before midnight"},
		{"Asia/Tokyo", "2026-03-01", -time.Nanosecond, "2026-02-28T23:59:59.999999999+09:00", "just before midnight"},
		{"America/New_York", "2026-03-08", 2*time.Hour + 30*time.Minute + 5, "2026-03-08T03:00:00-04:00", "skipped, down to the nanosecond"},
		{"America/New_York", "2026-03-08", 24 * time.Hour, "2026-03-09T00:00:00-04:00", "24:00 of a day of 23 hours"},
		{"America/New_York", "2026-11-01", 90 * time.Minute, "2026-11-01T01:30:00-04:00", "the first of two"},
		{"America/New_York", "2026-11-01", 2 * time.Hour, "2026-11-01T02:00:00-05:00", "after both"},
		{"Australia/Lord_Howe", "2026-10-04", 2*time.Hour + 15*time.Minute, "2026-10-04T02:30:00+11:00", "half an hour is skipped"},
		{"Australia/Lord_Howe", "2026-04-05", 105 * time.Minute, "2026-04-05T01:45:00+11:00", "half an hour comes twice"},
		{"Pacific/Apia", "2011-12-30", 10 * time.Hour, "2011-12-31T00:00:00+14:00", "a day that never was"},
		{"America/Sao_Paulo", "2018-11-04", 0, "2018-11-04T01:00:00-02:00", "no midnight"},
		{"Asia/Beirut", "2026-03-29", 0, "2026-03-29T01:00:00+03:00", "nor here"},
		{"America/St_Johns", "2010-11-07", 0, "2010-11-07T00:00:00-02:30", "midnight twice"},
		{"Africa/Monrovia", "1972-01-07", 0, "1972-01-07T00:44:30Z", "an offset with seconds"},
		{"America/New_York", "2040-12-31", 9 * time.Hour, "2040-12-31T09:00:00-05:00", "last day of a leap year, by rule"},
		{"America/New_York", "2041-01-01", 9 * time.Hour, "2041-01-01T09:00:00-05:00", "the day after"},
		{"America/New_York", "9999-07-01", 9 * time.Hour, "9999-07-01T09:00:00-04:00", "a far summer"},
		{"America/New_York", "0001-01-01", 0, "0001-01-01T00:00:00-04:56", "before all zones"},
	}
	for _, test := range tests {
		day, err := retention.ParseDate(test.day)
		if err != nil {
			t.Fatal(err)
		}
		got := day.At(test.clock, loadZone(t, test.zone)).Format(time.RFC3339Nano)
		if got != test.want {
			t.Errorf("%v at %v in %s = %s, want %s (%s)", day, test.clock, test.zone, got, test.want, test.reason)
		}
	}
}

// reading returns what a calendar and a clock in zone show at a second of Unix
// time, as the second at which UTC would show it.
func reading(sec int64, zone *time.Location) int64 {
	y, m, d := time.Unix(sec, 0).In(zone).Date()
	hour, minute, second := time.Unix(sec, 0).In(zone).Clock()
	return time.Date(y, m, d, hour, minute, second, 0, time.UTC).Unix()
}

// changes returns the first seconds of zone's offsets, found without the help
// of ZoneBounds, within the years 1850 to 2045.
func changes(zone *time.Location) []int64 {
	offset := func(sec int64) int {
		_, offset := time.Unix(sec, 0).In(zone).Zone()
		return offset
	}
	const step = 4 * 86400
	var found []int64
	for sec := int64(-3_786_825_600); sec < 2_366_841_600; sec += step {
		if was := offset(sec); offset(sec+step) != was {
			low, high := sec, sec+step
			for high-low > 1 {
				if middle := (low + high) / 2; offset(middle) == was {
					low = middle
				} else {
					high = middle
				}
			}
			found = append(found, high)
		}
	}
	return found
}

// At must be the first instant at which the reading has been reached: a scan of
// every second around a change of offset knows it.
func TestDateAtBruteForce(t *testing.T) {
	type change struct {
		zone *time.Location
		sec  int64
	}
	var all []change
	for _, name := range zoneNames {
		zone := loadZone(t, name)
		for _, sec := range changes(zone) {
			all = append(all, change{zone, sec})
		}
	}
	if len(all) < 1000 {
		t.Fatalf("only %d changes of offset found", len(all))
	}
	rapid.Check(t, func(t *rapid.T) {
		change := rapid.SampledFrom(all).Draw(t, "change")
		ns := time.Duration(rapid.IntRange(0, 999_999_999).Draw(t, "ns"))
		zone, sec := change.zone, change.sec
		jump := reading(sec, zone) - reading(sec-1, zone) - 1
		margin := max(jump, -jump) + 10*60

		// Readings up to high occur before the scan begins.
		high := reading(sec-margin, zone)
		for at := sec - margin - 50*3600; at < sec-margin; at += 60 {
			high = max(high, reading(at, zone)+60)
		}
		for at := sec - margin; at < sec+margin; at++ {
			for now := reading(at, zone); high < now; {
				high++
				want := time.Unix(at, 0)
				if high == now {
					want = want.Add(ns)
				}
				wall := time.Unix(high, 0).UTC()
				date := retention.DateOf(wall, time.UTC)
				if got := date.At(wall.Sub(utcOf(date))+ns, zone); !got.Equal(want) {
					t.Fatalf("%v in %v = %v, want %v", wall, zone, got, want.In(zone))
				}
			}
		}
	})
}

// It is false that the instants from one Start to the next are the instants of
// a day: St. John's used to go back at 00:01.
func TestDateAtLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		near := retention.DateOf(drawTime(t, zone, "near"), zone)
		d := near.AddDays(rapid.IntRange(-2, 2).Draw(t, "days"))
		clock := time.Duration(rapid.Int64Range(-int64(48*time.Hour), int64(72*time.Hour)).Draw(t, "clock"))
		at := d.At(clock, zone)

		start := d.Start(zone)
		if got := retention.DateOf(start, zone); got.Before(d) {
			t.Fatalf("%v starts on %v", d, got)
		}
		if got := retention.DateOf(start.Add(-1), zone); !got.Before(d) {
			t.Fatalf("just before %v starts it is %v", d, got)
		}
		if got := d.AddDays(1).At(clock-24*time.Hour, zone); !got.Equal(at) {
			t.Fatalf("%v of %v is %v, and the same of the next day %v", clock, d, at, got)
		}
		later := clock + time.Duration(rapid.Int64Range(0, int64(24*time.Hour)).Draw(t, "later"))
		if d.At(later, zone).Before(at) {
			t.Fatalf("on %v, %v comes before %v", d, later, clock)
		}
		if at.Location() != zone {
			t.Fatalf("the result is in %v, want %v", at.Location(), zone)
		}
	})
}

func TestDateOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := drawZone(t)
		at := drawTime(t, zone, "at")
		y, m, d := at.In(zone).Date()
		if got, want := retention.DateOf(at, zone), retention.NewDate(y, m, d); got != want {
			t.Fatalf("DateOf(%v, %v) = %v, want %v", at, zone, got, want)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2026-02-28", "0001-01-01", "9999-12-31", "2026-02-29", "2026-2-3", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := retention.ParseDate(text)
		if (err != nil) != d.IsZero() {
			t.Fatalf("ParseDate(%q) = %v, %v", text, d, err)
		}
		if err == nil && d.String() != text {
			t.Fatalf("ParseDate(%q) prints as %q", text, d)
		}
	})
}

func BenchmarkDateOf(b *testing.B) {
	for _, name := range []string{"UTC", "Asia/Tokyo", "America/New_York"} {
		b.Run(name, func(b *testing.B) {
			zone, at := loadZone(b, name), time.Unix(1_700_000_000, 0)
			b.ReportAllocs()
			for b.Loop() {
				retention.DateOf(at, zone)
			}
		})
	}
}

// "byhand" is time.Date, which is wrong around changes of offset.
func BenchmarkDateAt(b *testing.B) {
	day := retention.NewDate(2026, time.February, 28)
	for _, name := range []string{"UTC", "Asia/Tokyo", "America/New_York"} {
		zone := loadZone(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				day.At(9*time.Hour, zone)
			}
		})
		b.Run(name+"/byhand", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				time.Date(2026, time.February, 28, 9, 0, 0, 0, zone)
			}
		})
	}
}

func BenchmarkDateAddMonths(b *testing.B) {
	day := retention.NewDate(2026, time.January, 31)
	b.ReportAllocs()
	for b.Loop() {
		day.AddMonths(1)
	}
}
