package retention_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
)

func TestSpanFromBefore(t *testing.T) {
	const from, before = true, false
	tests := []struct {
		zone      string
		at        string
		span      string
		direction bool
		want      string
		reason    string
	}{
		{"Asia/Tokyo", "2026-01-31T09:00:00+09:00", "P1M", from, "2026-02-28T09:00:00+09:00", "cut to the month's end"},
		{"Asia/Tokyo", "2026-01-31T09:00:00+09:00", "P2M", from, "2026-03-31T09:00:00+09:00", "from the anchor"},
		{"Asia/Tokyo", "2026-01-31T09:00:00+09:00", "P1M1D", from, "2026-03-01T09:00:00+09:00", "months before days"},
		{"Asia/Tokyo", "2026-03-31T09:00:00+09:00", "P1M", before, "2026-02-28T09:00:00+09:00", "cut backwards as well"},
		{"Asia/Tokyo", "2026-03-31T09:00:00+09:00", "P1M1D", before, "2026-02-27T09:00:00+09:00", "months before days backwards as well"},
		{"Asia/Tokyo", "2026-01-01T00:00:00Z", "P1D", from, "2026-01-02T09:00:00+09:00", "the result is in the zone"},
		{"Asia/Tokyo", "2026-01-01T00:00:00Z", "PT1H", from, "2026-01-01T10:00:00+09:00", "also without a calendar"},
		{"America/New_York", "2026-03-07T09:00:00-05:00", "P1D", from, "2026-03-08T09:00:00-04:00", "a day of 23 hours"},
		{"America/New_York", "2026-03-07T09:00:00-05:00", "PT24H", from, "2026-03-08T10:00:00-04:00", "24 hours of it"},
		{"America/New_York", "2026-03-07T02:30:00-05:00", "P1D", from, "2026-03-08T03:00:00-04:00", "a reading that is skipped"},
		{"America/New_York", "2026-03-09T02:30:00-04:00", "P1D", before, "2026-03-08T03:00:00-04:00", "skipped backwards"},
		{"America/New_York", "2026-03-07T02:30:00-05:00", "P1DT1H", from, "2026-03-08T04:00:00-04:00", "exact time comes last"},
		{"America/New_York", "2026-10-31T01:30:00-04:00", "P1D", from, "2026-11-01T01:30:00-04:00", "the first of two"},
		{"America/New_York", "2026-11-01T01:30:00-05:00", "P0D", from, "2026-11-01T01:30:00-05:00", "no time: the second of two stays"},
		{"America/New_York", "2026-11-01T01:30:00-05:00", "PT-1H", from, "2026-11-01T01:30:00-04:00", "an hour back is the first"},
		{"America/New_York", "2026-11-01T01:30:00-05:00", "PT1H", before, "2026-11-01T01:30:00-04:00", "so said the other way"},
		{"Pacific/Apia", "2011-12-29T10:00:00-10:00", "P1D", from, "2011-12-31T00:00:00+14:00", "into a day that never was"},
		{"UTC", "2024-02-29T00:00:00Z", "P1Y", from, "2025-02-28T00:00:00Z", "a year after a leap day"},
		{"UTC", "2026-01-31T00:00:00.000000001Z", "P1M", from, "2026-02-28T00:00:00.000000001Z", "nanoseconds stay"},
	}
	for _, test := range tests {
		at, err := time.Parse(time.RFC3339Nano, test.at)
		if err != nil {
			t.Fatal(err)
		}
		span, err := retention.ParseSpan(test.span)
		if err != nil {
			t.Fatal(err)
		}
		move, name := span.From, "from"
		if test.direction == before {
			move, name = span.Before, "before"
		}
		if got := move(at, loadZone(t, test.zone)).Format(time.RFC3339Nano); got != test.want {
			t.Errorf("%v %s %s in %s = %s, want %s (%s)", span, name, test.at, test.zone, got, test.want, test.reason)
		}
	}
}

func TestSpanExtremes(t *testing.T) {
	at := time.Date(2026, time.February, 28, 9, 0, 0, 0, time.UTC)
	least := retention.Span{Months: math.MinInt, Days: math.MinInt, Exact: math.MinInt64}
	most := retention.Span{Months: math.MaxInt, Days: math.MaxInt, Exact: math.MaxInt64}
	if !least.From(at, time.UTC).Before(at) || !least.Before(at, time.UTC).After(at) {
		t.Error("the least Span does not go back")
	}
	if !most.From(at, time.UTC).After(at) || !most.Before(at, time.UTC).Before(at) {
		t.Error("the greatest Span does not go on")
	}
}

func TestParseSpan(t *testing.T) {
	tests := []struct {
		text  string
		want  retention.Span
		print string // if it is not text
	}{
		{"P0D", retention.Span{}, ""},
		{"PT0S", retention.Span{}, "P0D"},
		{"P-0D", retention.Span{}, "P0D"},
		{"P30D", retention.Span{Days: 30}, ""},
		{"P2W", retention.Span{Days: 14}, "P14D"},
		{"P1M", retention.Span{Months: 1}, ""},
		{"P12M", retention.Span{Months: 12}, "P1Y"},
		{"P1Y2M", retention.Span{Months: 14}, ""},
		{"P-14M", retention.Span{Months: -14}, "P-1Y-2M"},
		{"P1Y-2M", retention.Span{Months: 10}, "P10M"},
		{"P007D", retention.Span{Days: 7}, "P7D"},
		{"P1Y1M1W1D", retention.Span{Months: 13, Days: 8}, "P1Y1M8D"},
		{"P1M-1D", retention.Span{Months: 1, Days: -1}, ""},
		{"PT36H", retention.Span{Exact: 36 * time.Hour}, ""},
		{"PT90M", retention.Span{Exact: 90 * time.Minute}, "PT1H30M"},
		{"PT5000S", retention.Span{Exact: 5000 * time.Second}, "PT1H23M20S"},
		{"PT0.5S", retention.Span{Exact: 500 * time.Millisecond}, ""},
		{"PT-0.000000001S", retention.Span{Exact: -1}, ""},
		{"PT-1.5S", retention.Span{Exact: -1500 * time.Millisecond}, ""},
		{"PT-1M-0.25S", retention.Span{Exact: -60250 * time.Millisecond}, ""},
		{"PT1M-0.5S", retention.Span{Exact: 59500 * time.Millisecond}, "PT59.5S"},
		{"P1M10DT2H30M", retention.Span{Months: 1, Days: 10, Exact: 150 * time.Minute}, ""},
		{"PT2562047H47M16.854775807S", retention.Span{Exact: math.MaxInt64}, ""},
		{"PT-2562047H-47M-16.854775808S", retention.Span{Exact: math.MinInt64}, ""},
	}
	for _, test := range tests {
		got, err := retention.ParseSpan(test.text)
		if err != nil || got != test.want {
			t.Errorf("ParseSpan(%q) = %+v, %v, want %+v", test.text, got, err, test.want)
		}
		print := test.print
		if print == "" {
			print = test.text
		}
		if got.String() != print {
			t.Errorf("ParseSpan(%q) prints as %s, want %s", test.text, got, print)
		}
	}
}

func TestParseSpanRejects(t *testing.T) {
	tests := []struct{ text, reason string }{
		{"", "nothing"},
		{"P", "no part"},
		{"PT", "no part of a day"},
		{"P1DT", "nor here"},
		{"1D", "no P"},
		{"30 days", "English"},
		{"p1d", "small letters"},
		{"P1", "no unit"},
		{"PD", "no number"},
		{"P-D", "a sign only"},
		{"P1D ", "a space"},
		{"P 1D", "another"},
		{"P+1D", "a plus sign"},
		{"-P1D", "a sign for all"},
		{"P--1D", "two signs"},
		{"P1D1D", "a unit twice"},
		{"P1D1M", "units in the wrong order"},
		{"P1H", "hours among the days"},
		{"PT1D", "days among the hours"},
		{"P1S", "seconds among the days"},
		{"P1DT1HT1M", "two Ts"},
		{"P0.5Y", "half a year"},
		{"PT1.5H", "one and a half hours: say 90 minutes"},
		{"PT1.S", "no fraction after the point"},
		{"PT.5S", "nothing before it"},
		{"PT0,5S", "a comma"},
		{"PT0.1234567890S", "finer than a nanosecond"},
		{"PT0.-5S", "a sign in the fraction"},
		{"PT0.5.5S", "two points"},
		{"P1_000D", "a Go number"},
		{"P１D", "a wide digit"},
		{"P0x1D", "hexadecimal"},
		{"P9223372036854775808D", "too many days"},
		{"P1317624576693539402W", "too many weeks"},
		{"P768614336404564651Y", "too many years"},
		{"P768614336404564650Y8M", "too many months in all"},
		{"PT2562048H", "too many hours"},
		{"PT2562047H47M16.854775808S", "a nanosecond too much"},
		{"PT-2562047H-47M-16.854775809S", "and too little"},
	}
	for _, test := range tests {
		s, err := retention.ParseSpan(test.text)
		if !errors.Is(err, retention.ErrSpan) || !s.IsZero() {
			t.Errorf("ParseSpan(%q) = %v, %v, want ErrSpan (%s)", test.text, s, err, test.reason)
		} else if !strings.Contains(err.Error(), fmt.Sprintf("%q", test.text)) {
			t.Errorf("ParseSpan(%q): error does not name the text: %v", test.text, err)
		}
	}
}

func TestSpanJSON(t *testing.T) {
	type policy struct {
		Grace retention.Span
		Every retention.Span `json:",omitzero"`
	}
	in := policy{Grace: retention.Span{Months: 1, Exact: 12 * time.Hour}}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Grace":"P1MT12H"}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	var out policy
	if err := json.Unmarshal(text, &out); err != nil || out != in {
		t.Errorf("round trip: %+v, %v, want %+v", out, err, in)
	}
	if err := json.Unmarshal([]byte(`{"Grace":""}`), &out); !errors.Is(err, retention.ErrSpan) || out != in {
		t.Errorf("the empty text: %v, and the Span is now %v", err, out.Grace)
	}
}

var drawnSpans = rapid.Custom(func(t *rapid.T) retention.Span {
	return retention.Span{
		Months: rapid.IntRange(-36, 36).Draw(t, "months"),
		Days:   rapid.IntRange(-400, 400).Draw(t, "days"),
		Exact:  time.Duration(rapid.Int64Range(-int64(72*time.Hour), int64(72*time.Hour)).Draw(t, "exact")),
	}
})

func TestSpanText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := retention.Span{
			Months: rapid.Int().Draw(t, "months"),
			Days:   rapid.Int().Draw(t, "days"),
			Exact:  time.Duration(rapid.Int64().Draw(t, "exact")),
		}
		if got, err := retention.ParseSpan(s.String()); err != nil || got != s {
			t.Fatalf("ParseSpan(%q) = %+v, %v, want %+v", s, got, err, s)
		}
	})
}

func TestSpanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, s := drawZone(t), drawnSpans.Draw(t, "span")
		at := drawTime(t, zone, "at")
		got := s.From(at, zone)

		exact := retention.Span{Exact: s.Exact}
		if !exact.From(at, zone).Equal(at.Add(s.Exact)) || !exact.Before(at, zone).Equal(at.Add(-s.Exact)) {
			t.Fatalf("%v is not exact at %v", exact, at)
		}
		calendar := retention.Span{Months: s.Months, Days: s.Days}
		if want := calendar.From(at, zone).Add(s.Exact); !got.Equal(want) {
			t.Fatalf("%v from %v = %v, in two steps %v", s, at, got, want)
		}
		opposite := retention.Span{Months: -s.Months, Days: -s.Days, Exact: -s.Exact}
		if want := opposite.From(at, zone); !s.Before(at, zone).Equal(want) {
			t.Fatalf("%v before %v = %v, want %v", s, at, s.Before(at, zone), want)
		}
		if got.Location() != zone {
			t.Fatalf("the result is in %v, want %v", got.Location(), zone)
		}
	})
}

func TestSpanKeepsTheTimeOfDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, s := drawZone(t), drawnSpans.Draw(t, "span")
		s.Exact = 0
		at := drawTime(t, zone, "at")
		if s.IsZero() {
			t.Skip("no calendar in it")
		}
		date := retention.DateOf(at, zone).AddMonths(s.Months).AddDays(s.Days)
		wall := at.In(zone)
		hour, minute, second := wall.Clock()
		clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute +
			time.Duration(second)*time.Second + time.Duration(wall.Nanosecond())
		if got, want := s.From(at, zone), date.At(clock, zone); !got.Equal(want) {
			t.Fatalf("%v from %v = %v, want %v", s, wall, got, want)
		}
	})
}

// With zones that change their offset, and with months, these are false: two
// days can clamp to one, and their times of day then turn them round. The days
// themselves keep their order.
func TestSpanLawsOfUTC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawnSpans.Draw(t, "span")
		at, later := drawTime(t, time.UTC, "at"), drawTime(t, time.UTC, "later")
		if later.Before(at) {
			at, later = later, at
		}
		days := retention.Span{Months: s.Months, Days: s.Days}
		if day := func(t time.Time) retention.Date { return retention.DateOf(days.From(t, time.UTC), time.UTC) }; day(later).Before(day(at)) {
			t.Fatalf("%v turns the days of %v and %v round", days, at, later)
		}
		s.Months = 0
		if s.From(later, time.UTC).Before(s.From(at, time.UTC)) {
			t.Fatalf("%v turns %v and %v round", s, at, later)
		}
		if got := s.Before(s.From(at, time.UTC), time.UTC); !got.Equal(at) {
			t.Fatalf("%v before %v from %v = %v", s, s, at, got)
		}
	})
}

func FuzzParseSpan(f *testing.F) {
	for _, text := range []string{
		"P0D", "P1Y2M", "P2W", "PT36H", "P1M10DT2H30M", "P-1M", "PT-0.5S", "P1Y-2M",
		"PT-2562047H-47M-16.854775808S", "P9223372036854775807D", "P1DT", "-P1D", "",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := retention.ParseSpan(text)
		if err != nil {
			return
		}
		if again, err := retention.ParseSpan(s.String()); err != nil || again != s {
			t.Fatalf("ParseSpan(%q) prints as %q, which is %v, %v", text, s, again, err)
		}
	})
}

func BenchmarkSpanFrom(b *testing.B) {
	at, zone := time.Unix(1_700_000_000, 0), loadZone(b, "America/New_York")
	for _, span := range []retention.Span{{Exact: time.Hour}, {Days: 30}, {Months: 1, Days: 10, Exact: time.Hour}} {
		b.Run(span.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				span.From(at, zone)
			}
		})
	}
}

func BenchmarkParseSpan(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := retention.ParseSpan("P1M10DT2H30M"); err != nil {
			b.Fatal(err)
		}
	}
}
