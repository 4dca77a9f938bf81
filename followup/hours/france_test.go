package hours_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// The public holidays of three years, as calendars have them.
func TestFranceIsAsPublished(t *testing.T) {
	want := map[int][]string{
		2024: {"01-01", "04-01", "05-01", "05-08", "05-09", "05-20", "07-14", "08-15", "11-01", "11-11", "12-25"},
		2026: {"01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"},
		2027: {"01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01", "11-11", "12-25"},
	}
	for year, days := range want {
		var got []string
		for d := retention.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
			name, off := hours.France{}.Holiday(d)
			if off == (hours.France{}).IsWorkday(d.At(12*time.Hour, time.UTC)) {
				t.Fatalf("%v: Holiday says %v, and so does IsWorkday", d, off)
			}
			if off != (name.English != "" && name.Japanese != "") {
				t.Errorf("%v is called %+v", d, name)
			}
			if off {
				got = append(got, d.String()[5:])
			}
		}
		if diff := cmp.Diff(days, got); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
}

// gaussEaster is the algorithm of Gauss with his corrections of 1816, for the
// years 1900 to 2199 of the constants 24 and 5, and 24 and 6.
func gaussEaster(year int) retention.Date {
	m, n := 24, 5
	if year >= 2100 {
		n = 6
	}
	a, b, c := year%19, year%4, year%7
	d := (19*a + m) % 30
	e := (2*b + 4*c + 6*d + n) % 7
	day := 22 + d + e
	switch {
	case d == 29 && e == 6:
		day -= 7
	case d == 28 && e == 6 && (11*m+11)%30 < 19:
		day -= 7
	}
	return retention.NewDate(year, time.March, day)
}

func TestFranceKeepsEasterAsGaussHasIt(t *testing.T) {
	for year := 1982; year < 2200; year++ {
		for after, name := range map[int]string{1: "Easter Monday", 39: "Ascension Day", 50: "Whit Monday"} {
			d := gaussEaster(year).AddDays(after)
			got, off := hours.France{}.Holiday(d)
			if !off {
				t.Errorf("%v should be %s", d, name)
			} else if got.English != name && got.English != "Labour Day" && got.English != "Victory Day" {
				t.Errorf("%v is %s, want %s", d, got.English, name)
			}
		}
	}
}

func TestFranceKnowsNoEarlierYears(t *testing.T) {
	for _, d := range []retention.Date{{}, retention.NewDate(1981, time.May, 1), retention.NewDate(-3000, time.January, 1)} {
		if name, off := (hours.France{}).Holiday(d); off {
			t.Errorf("%v is %v", d, name)
		}
	}
}

func TestFranceCostsNothing(t *testing.T) {
	noon := time.Date(2026, time.May, 25, 12, 0, 0, 0, time.UTC)
	if n := testing.AllocsPerRun(100, func() { hours.France{}.IsWorkday(noon) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
