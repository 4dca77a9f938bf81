package hours_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

func date(t testing.TB, text string) retention.Date {
	t.Helper()
	d, err := retention.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkdayLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := drawMinute(t, time.UTC)
		s, w := draw(t, at)
		d := retention.DateOf(at, time.UTC)
		n := rapid.IntRange(-40, 40).Draw(t, "n")
		got, ok := s.AddWorkdays(d, n)
		if !ok {
			t.Fatalf("no AddWorkdays(%v, %d)", d, n)
		}
		count := 0
		for x, step := d, max(min(n, 1), -1); x != got; {
			x = x.AddDays(step)
			noon := time.Date(x.Year(), x.Month(), x.Day(), 12, 0, 0, 0, time.UTC)
			opens := func(window hours.Window) bool { return window.Days.Has(x.Weekday()) }
			works := w.works(noon) && (len(w.Windows) == 0 || slices.ContainsFunc(w.Windows, opens))
			if works != s.Workday(x) {
				t.Fatalf("Workday(%v) = %v", x, !works)
			}
			if works {
				count += step
			} else if x == got {
				t.Fatalf("AddWorkdays(%v, %d) = %v, which is none", d, n, got)
			}
		}
		if count != n {
			t.Fatalf("AddWorkdays(%v, %d) = %v, %d workdays later", d, n, got, count)
		}
		if n >= 0 {
			if between := s.Workdays(d.AddDays(1), got.AddDays(1)); between != n {
				t.Fatalf("Workdays(%v, %v) = %d, want %d", d, got, between, n)
			}
		} else if between := s.Workdays(got, d); between != -n {
			t.Fatalf("Workdays(%v, %v) = %d, want %d", got, d, between, -n)
		}
		if back := s.Workdays(d.AddDays(3), d); back != 0 {
			t.Fatalf("Workdays backward = %d", back)
		}
	})
}

func TestAddWorkdays(t *testing.T) {
	office := schedule(t, hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 540, To: 1020}}, Closed: []string{"jp"}})
	closed, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": hours.Season{From: date(t, "2026-03-10")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		s      *hours.Schedule
		from   string
		n      int
		want   string // empty: none
		reason string
	}{
		{office, "2026-04-30", 3, "2026-05-08", "over Golden Week"},
		{office, "2026-05-03", 1, "2026-05-07", "from a holiday"},
		{office, "2026-05-03", 0, "2026-05-03", "none: as it is"},
		{office, "2026-05-07", -1, "2026-05-01", "back"},
		{new(hours.Schedule), "2026-05-03", 1, "2026-05-04", "any day is one"},
		{new(hours.Schedule), "2026-05-03", 1000, "2029-01-27", "many, with patience for each"},
		{closed, "2026-03-08", 1, "2026-03-09", "the last"},
		{closed, "2026-03-08", 2, "", "closed for good"},
		{office, "9999-12-31", 1, "", "the last year"},
		{office, "0001-01-01", -1, "", "the first year"},
		{office, "2026-05-03", 1 << 62, "", "more than there are"},
	} {
		got, ok := tt.s.AddWorkdays(date(t, tt.from), tt.n)
		if ok != (tt.want != "") || ok && got != date(t, tt.want) || !ok && !got.IsZero() {
			t.Errorf("%s: %v, %v, want %s", tt.reason, got, ok, tt.want)
		}
	}
	for _, days := range []int{399, 400} {
		first := date(t, "2026-03-10")
		s, err := hours.Hours{Closed: []string{"c"}}.Schedule(map[string]hours.Calendar{"c": hours.Season{From: first, To: first.AddDays(days)}})
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := s.AddWorkdays(first.AddDays(-1), 1); ok != (days < 400) || ok && got != first.AddDays(days) {
			t.Errorf("closed for %d days: AddWorkdays = %v, %v", days, got, ok)
		}
	}
	var zero retention.Date
	if got, ok := office.AddWorkdays(zero, 0); ok || !got.IsZero() {
		t.Errorf("AddWorkdays(no date) = %v, %v", got, ok)
	}
	if office.Workday(zero) || office.Workdays(zero, date(t, "2026-01-01")) != 0 || office.Workdays(date(t, "2026-01-01"), zero) != 0 {
		t.Error("no date is a workday")
	}
	far := retention.NewDate(5_000_000, 1, 1)
	if n := new(hours.Schedule).Workdays(retention.NewDate(-5_000_000, 1, 1), far); n != 3652059 {
		t.Errorf("%d days in the years 0001 to 9999, want 3652059", n)
	}
}
