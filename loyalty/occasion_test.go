package loyalty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// occasionEngine pays for birthdays and anniversaries, in a zone that has days
// without a midnight.
func occasionEngine(t testing.TB, zone *time.Location) *loyalty.Engine {
	p := simple(func(ed *loyalty.Edition) {
		ed.Earn = []loyalty.EarnRule{
			{ID: "birthday", On: loyalty.BirthdayKind, Award: dec("500")},
			{ID: "anniversary", On: loyalty.AnniversaryKind, Award: dec("100")},
		}
	})
	p.Zone = zone.String()
	e, err := loyalty.Compile(p, zone)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func occasionNames(events []loyalty.Event, zone *time.Location) (names []string) {
	for _, ev := range events {
		names = append(names, ev.ID+" "+ev.At.In(zone).Format("2006-01-02 15:04"))
	}
	return names
}

func TestOccasions(t *testing.T) {
	e := occasionEngine(t, tokyo)
	member := func(joined, birthday string) loyalty.Account {
		return apply(t, e, loyalty.NewAccount("ann"), "enrol", day(joined).Add(15*time.Hour), loyalty.Enrol{Birthday: birthday})
	}
	closed := apply(t, e, member("2026-01-01", "05-05"), "close", day("2026-01-02"), loyalty.Close{})
	for _, c := range []struct {
		reason, from, to string
		account          loyalty.Account
		want             []string
	}{
		{"both, in the order of time", "2026-01-01", "2028-01-01", member("2026-03-10", "1990-05-05"), []string{
			"birthday/2026 2026-05-05 00:00", "anniversary/2027 2027-03-10 00:00", "birthday/2027 2027-05-05 00:00"}},
		{"29 February", "2026-06-01", "2029-01-01", member("2024-02-29", "02-29"), []string{
			"birthday/2027 2027-02-28 00:00", "anniversary/2027 2027-02-28 00:00", "birthday/2028 2028-02-29 00:00", "anniversary/2028 2028-02-29 00:00"}},
		{"from is in", "2026-05-05", "2026-05-06", member("2026-01-01", "05-05"), []string{"birthday/2026 2026-05-05 00:00"}},
		{"to is out", "2026-05-04", "2026-05-05", member("2026-01-01", "05-05"), nil},
		{"joined on the birthday", "2026-01-01", "2026-12-31", member("2026-05-05", "05-05"), []string{"birthday/2026 2026-05-05 00:00"}},
		{"joined after it", "2026-01-01", "2026-12-31", member("2026-05-06", "05-05"), nil},
		{"no birthday is known", "2026-01-01", "2027-12-31", member("2026-05-06", ""), []string{"anniversary/2027 2027-05-06 00:00"}},
		{"nobody joined", "2026-01-01", "2027-12-31", loyalty.NewAccount("ann"), nil},
		{"closed", "2026-01-01", "2027-12-31", closed, nil},
		{"no time", "2027-01-01", "2026-01-01", member("2024-01-01", "05-05"), nil},
	} {
		got := occasionNames(e.Occasions(c.account, day(c.from), day(c.to)), tokyo)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

func TestOccasionsApplyOnce(t *testing.T) {
	e := occasionEngine(t, tokyo)
	a := apply(t, e, loyalty.NewAccount("ann"), "enrol", day("2026-03-10"), loyalty.Enrol{Birthday: "05-05"})
	for round := range 3 {
		events := e.Occasions(a, day("2026-01-01"), day("2027-04-01"))
		if want := []int{2, 0, 0}[round]; len(events) != want {
			t.Fatalf("round %d: %v, want %d", round, events, want)
		}
		for _, ev := range events {
			ev.Posted = day("2027-04-02")
			var err error
			if a, _, err = e.Apply(a, ev); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := a.Balance(day("2027-04-02")).Available; got != 600 {
		t.Errorf("%d points, want 600", got)
	}
	a = apply(t, e, a, "correct", day("2027-04-02"), loyalty.Enrol{Birthday: "06-06"})
	got := occasionNames(e.Occasions(a, day("2026-01-01"), day("2027-07-01")), tokyo)
	if diff := cmp.Diff([]string{"birthday/2027 2027-06-06 00:00"}, got); diff != "" {
		t.Errorf("corrected (-want +got):\n%s", diff)
	}
}

// Windows side by side find what one window over them finds, and that is what
// looking at every day finds.
func TestOccasionsOfEveryDay(t *testing.T) {
	cairo, err := time.LoadLocation("Africa/Cairo") // begins some days at 1:00
	if err != nil {
		t.Fatal(err)
	}
	e := occasionEngine(t, cairo)
	rapid.Check(t, func(t *rapid.T) {
		joined := retention.NewDate(2024, 2, 20).AddDays(rapid.IntRange(0, 400).Draw(t, "joined"))
		born := retention.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 365).Draw(t, "born"))
		at := joined.Start(cairo).Add(time.Duration(rapid.IntRange(0, 22).Draw(t, "hour")) * time.Hour)
		a := condApply(t, e, loyalty.NewAccount("ann"), "enrol", at, loyalty.Enrol{Birthday: born.String()})
		from := joined.AddDays(rapid.IntRange(-400, 400).Draw(t, "from"))
		days := rapid.IntRange(0, 1500).Draw(t, "days")
		var want, pieces []string
		on := func(d, of retention.Date) bool {
			return d.Month() == of.Month() && d.Day() == of.Day() ||
				of.Month() == 2 && of.Day() == 29 && d.Month() == 2 && d.Day() == 28 && d.AddDays(1).Day() == 1
		}
		start := from
		for i := range days {
			d := from.AddDays(i)
			if !d.Before(joined) && on(d, born) {
				want = append(want, fmt.Sprintf("birthday/%d %s", d.Year(), d.Start(cairo).Format("2006-01-02 15:04")))
			}
			if d.After(joined) && on(d, joined) {
				want = append(want, fmt.Sprintf("anniversary/%d %s", d.Year(), d.Start(cairo).Format("2006-01-02 15:04")))
			}
			if i%97 == 96 {
				pieces = append(pieces, occasionNames(e.Occasions(a, start.Start(cairo), d.Start(cairo)), cairo)...)
				start = d
			}
		}
		end := from.AddDays(days).Start(cairo)
		pieces = append(pieces, occasionNames(e.Occasions(a, start.Start(cairo), end), cairo)...)
		if diff := cmp.Diff(want, occasionNames(e.Occasions(a, from.Start(cairo), end), cairo)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, pieces); diff != "" {
			t.Fatalf("in pieces (-want +got):\n%s", diff)
		}
	})
}
