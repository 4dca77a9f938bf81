package loyalty_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// condScene is what the twin of conditions looks at.
type condScene struct {
	at       time.Time // in the zone
	tags     []string
	tier     string
	basis    decimal.Decimal
	first    bool
	birthday string // 01-02; empty if unknown
}

// holds reads a condition as its docs say.
func (s *condScene) holds(c *loyalty.Cond) bool {
	today := s.at.Format("2006-01-02")
	return (len(c.Tags) == 0 || slices.ContainsFunc(c.Tags, func(tag string) bool { return slices.Contains(s.tags, tag) })) &&
		(len(c.Tiers) == 0 || slices.Contains(c.Tiers, s.tier)) &&
		(len(c.Weekdays) == 0 || slices.Contains(c.Weekdays, s.at.Weekday())) &&
		(len(c.Hours) == 0 || slices.ContainsFunc(c.Hours, s.within)) &&
		(c.From.IsZero() || today >= c.From.String()) &&
		(c.Until.IsZero() || today < c.Until.String()) &&
		s.basis.GreaterThanOrEqual(c.AtLeast) &&
		(!c.First || s.first) &&
		(c.Birthday == "" || s.onBirthday(c.Birthday)) &&
		!slices.ContainsFunc(c.All, func(d loyalty.Cond) bool { return !s.holds(&d) }) &&
		(len(c.Any) == 0 || slices.ContainsFunc(c.Any, func(d loyalty.Cond) bool { return s.holds(&d) })) &&
		(c.Not == nil || !s.holds(c.Not))
}

func (s *condScene) within(h loyalty.Hours) bool {
	clock := func(d time.Duration) string { return time.Time{}.Add(d).Format("15:04:05") }
	now, from, to := s.at.Format("15:04:05"), clock(h.From.Exact), clock(h.To.Exact)
	if from < to {
		return from <= now && now < to
	}
	return from <= now || now < to
}

// onBirthday looks at every day of the week before.
func (s *condScene) onBirthday(span string) bool {
	if s.birthday == "" {
		return false
	}
	noon := time.Date(s.at.Year(), s.at.Month(), s.at.Day(), 12, 0, 0, 0, time.UTC)
	days := map[string]int{"day": 1, "week": 7}[span]
	for i := range days {
		d := noon.AddDate(0, 0, -i)
		leap := d.AddDate(0, 0, 1).Format("01-02") == "03-01" && d.Day() == 28
		if d.Format("01-02") == s.birthday || leap && s.birthday == "02-29" {
			return true
		}
	}
	return span == "month" && s.at.Format("01") == s.birthday[:2]
}

// condDraw draws a condition that asks for a few things, most of them near what
// the scene has: else hardly any condition holds.
func condDraw(t *rapid.T, s *condScene, depth int) loyalty.Cond {
	var c loyalty.Cond
	today := retention.DateOf(s.at, newYork)
	near := func(what string) retention.Date {
		return today.AddDays(lawAny(t, what, []int{-300, -1, 0, 0, 1, 300}))
	}
	for range acrossAny(t, "asks for", 4) {
		switch acrossAny(t, "what", 10) {
		case 0:
			c.Tags = []string{lawAny(t, "tag", append([]string{"a", "b"}, s.tags...))}
		case 1:
			c.Tiers = lawAny(t, "tiers", [][]string{{"gold"}, {"silver"}, {"silver", "gold"}})
		case 2:
			c.Weekdays = []time.Weekday{s.at.AddDate(0, 0, lawAny(t, "weekday", []int{-1, 0, 0, 1, 3})).Weekday(), time.Sunday}
		case 3:
			c.Hours = []loyalty.Hours{{From: s.hour(t, "from", 48), To: s.hour(t, "to", 49)}}
		case 4:
			c.From = near("from")
		case 5:
			c.Until = near("until")
		case 6:
			c.AtLeast = decimal.Max(decimal.Decimal{}, s.basis.Add(dec(lawAny(t, "at least", []string{"-100", "-0.01", "0", "0", "0.01", "100"}))))
		case 7:
			c.First = true
		default:
			c.Birthday = lawAny(t, "birthday", []string{"day", "day", "week", "month"})
		}
	}
	if !c.From.IsZero() && !c.Until.IsZero() && !c.Until.After(c.From) {
		c.Until = c.From.AddDays(1)
	}
	if depth == 0 {
		return c
	}
	inner := func(what string) (list []loyalty.Cond) {
		for range lawAny(t, what, []int{0, 0, 1, 2}) {
			list = append(list, condDraw(t, s, depth-1))
		}
		return list
	}
	c.All, c.Any = inner("all"), inner("any")
	if acrossAny(t, "not", 4) == 0 {
		d := condDraw(t, s, depth-1)
		c.Not = &d
	}
	return c
}

// hour draws one of the first half hours of a day, or the one that the scene is in.
func (s *condScene) hour(t *rapid.T, what string, n uint64) retention.Span {
	half := acrossAny(t, what, n)
	if acrossAny(t, "now", 3) == 0 {
		half = 2*s.at.Hour() + s.at.Minute()/30
	}
	return retention.Span{Exact: time.Duration(half) * 30 * time.Minute}
}

// draw draws what a condition may be about. Half the birthdays are near.
func (s *condScene) draw(t *rapid.T) {
	s.at = lawAny(t, "start", condStarts).Add(time.Duration(acrossAny(t, "quarters", 7*24*4)) * 15 * time.Minute).In(newYork)
	s.tags = lawAny(t, "tags", [][]string{nil, {"a"}, {"b", "c"}, {"a", "b"}})
	s.tier = lawAny(t, "tier", []string{"", "silver", "gold"})
	s.basis = decimal.NewFromInt(int64(1 + acrossAny(t, "basis", 400)))
	s.first = acrossAny(t, "first", 2) == 0
	s.birthday = lawAny(t, "birthday", []string{"", "02-28", "02-29", "03-01", "12-31", "01-01"})
	if acrossAny(t, "near", 2) == 0 {
		s.birthday = s.at.AddDate(0, 0, -lawAny(t, "days ago", []int{-1, 0, 0, 1, 6, 7, 20})).Format("01-02")
	}
}

// condStarts are days about which clocks and calendars do odd things.
var condStarts = []time.Time{
	time.Date(2026, 2, 26, 0, 0, 0, 0, newYork), time.Date(2026, 3, 7, 12, 0, 0, 0, newYork),
	time.Date(2026, 10, 31, 12, 0, 0, 0, newYork), time.Date(2026, 12, 29, 0, 0, 0, 0, newYork),
	time.Date(2028, 2, 26, 0, 0, 0, 0, newYork),
}

func TestConditionsAgreeWithATwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s condScene
		s.draw(t)
		cond := condDraw(t, &s, 2)
		p := simple(func(ed *loyalty.Edition) {
			ed.Earn = []loyalty.EarnRule{{ID: "r", Award: dec("1"), When: cond}}
			ed.Ladder.Tiers = []loyalty.Tier{{ID: "silver"}, {ID: "gold"}}
		})
		p.Zone = "America/New_York"
		e, err := loyalty.Compile(p, newYork)
		if err != nil {
			t.Fatal(err)
		}
		a := condApply(t, e, loyalty.NewAccount("ann"), "e", condStarts[0].AddDate(-1, 0, 0), loyalty.Enrol{Birthday: s.birthday})
		if !s.first {
			a = condApply(t, e, a, "o", condStarts[0].AddDate(-1, 0, 1), order("first", "10"))
		}
		a = condApply(t, e, a, "t", condStarts[0].AddDate(-1, 0, 2), loyalty.SetTier{Tier: s.tier})
		d, err := e.Decide(a, loyalty.Event{ID: "x", At: s.at, Data: loyalty.Order{ID: "x", Tags: s.tags, Lines: []loyalty.Line{{Amount: s.basis}}}})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := d.Steps[0].Applied(), s.holds(&cond); got != want {
			t.Fatalf("at %v: %v, want %v: %v", s.at, got, want, d.Steps[0].Why)
		}
	})
}

func TestConditionsTellWhy(t *testing.T) {
	zone := newYork
	at := func(text string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04:05", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	night := []loyalty.Hours{{From: retention.Span{Exact: 22 * time.Hour}, To: retention.Span{Exact: 2 * time.Hour}}}
	date := func(y int, m time.Month, d int) retention.Date { return retention.NewDate(y, m, d) }
	for _, c := range []struct {
		reason   string
		cond     loyalty.Cond
		at       time.Time
		birthday string
		want     loyalty.Reason
	}{
		{"before midnight", loyalty.Cond{Hours: night}, at("2026-04-01 23:59:59"), "", loyalty.Granted},
		{"after midnight", loyalty.Cond{Hours: night}, at("2026-04-02 01:59:59"), "", loyalty.Granted},
		{"the end is out", loyalty.Cond{Hours: night}, at("2026-04-02 02:00:00"), "", loyalty.OutsideHours},
		{"the hour that there is not", loyalty.Cond{Hours: []loyalty.Hours{{From: retention.Span{Exact: 2 * time.Hour}, To: retention.Span{Exact: 3 * time.Hour}}}},
			at("2026-03-08 01:59:59").Add(time.Second), "", loyalty.OutsideHours},
		{"the hour that there is twice", loyalty.Cond{Hours: []loyalty.Hours{{From: retention.Span{Exact: time.Hour}, To: retention.Span{Exact: 2 * time.Hour}}}},
			at("2026-11-01 00:59:59").Add(time.Second + 90*time.Minute), "", loyalty.Granted},
		{"the last hour of a Sunday of 23", loyalty.Cond{Weekdays: []time.Weekday{time.Sunday}}, at("2026-03-08 23:59:59"), "", loyalty.Granted},
		{"Monday after it", loyalty.Cond{Weekdays: []time.Weekday{time.Sunday}}, at("2026-03-09 00:00:00"), "", loyalty.OtherDay},
		{"the last hour of a Sunday of 25", loyalty.Cond{Weekdays: []time.Weekday{time.Sunday}}, at("2026-11-01 23:59:59"), "", loyalty.Granted},
		{"the first day", loyalty.Cond{From: date(2026, 4, 1)}, at("2026-04-01 00:00:00"), "", loyalty.Granted},
		{"the day before", loyalty.Cond{From: date(2026, 4, 1)}, at("2026-03-31 23:59:59"), "", loyalty.TooEarly},
		{"the last day", loyalty.Cond{Until: date(2026, 4, 1)}, at("2026-03-31 23:59:59"), "", loyalty.Granted},
		{"until is out", loyalty.Cond{Until: date(2026, 4, 1)}, at("2026-04-01 00:00:00"), "", loyalty.TooLate},
		{"29 February in a common year", loyalty.Cond{Birthday: "day"}, at("2027-02-28 10:00:00"), "2000-02-29", loyalty.Granted},
		{"and not on 1 March", loyalty.Cond{Birthday: "day"}, at("2027-03-01 10:00:00"), "2000-02-29", loyalty.NoBirthday},
		{"29 February in a leap year", loyalty.Cond{Birthday: "day"}, at("2028-02-29 10:00:00"), "02-29", loyalty.Granted},
		{"and not on the 28th", loyalty.Cond{Birthday: "day"}, at("2028-02-28 10:00:00"), "02-29", loyalty.NoBirthday},
		{"its week runs into March", loyalty.Cond{Birthday: "week"}, at("2027-03-06 23:59:59"), "02-29", loyalty.Granted},
		{"and has seven days", loyalty.Cond{Birthday: "week"}, at("2027-03-07 00:00:00"), "02-29", loyalty.NoBirthday},
		{"a week over New Year", loyalty.Cond{Birthday: "week"}, at("2027-01-03 10:00:00"), "12-28", loyalty.Granted},
		{"no birthday is known", loyalty.Cond{Birthday: "month"}, at("2027-01-03 10:00:00"), "", loyalty.NoBirthday},
		{"from an hour to the same is all day", loyalty.Cond{Hours: []loyalty.Hours{{From: night[0].From, To: night[0].From}}}, at("2026-04-01 12:00:00"), "", loyalty.Granted},
		{"a part of a second early", loyalty.Cond{Hours: []loyalty.Hours{{From: retention.Span{Exact: 12*time.Hour + time.Second/2}}}},
			at("2026-04-01 12:00:00").Add(time.Second/2 - time.Microsecond), "", loyalty.OutsideHours},
		{"a part of a second later", loyalty.Cond{Hours: []loyalty.Hours{{From: retention.Span{Exact: 12*time.Hour + time.Second/2}}}},
			at("2026-04-01 12:00:00").Add(time.Second / 2), "", loyalty.Granted},
		{"a limit within", loyalty.Cond{All: []loyalty.Cond{{AtLeast: dec("100.01")}}}, at("2026-04-01 12:00:00"), "", loyalty.TooLittle},
		{"a limit within that is met", loyalty.Cond{All: []loyalty.Cond{{AtLeast: dec("100")}}}, at("2026-04-01 12:00:00"), "", loyalty.Granted},
		{"none of them", loyalty.Cond{Any: []loyalty.Cond{{Tags: []string{"vip"}}, {Birthday: "day"}}}, at("2027-01-03 10:00:00"), "", loyalty.NoneHolds},
		{"all of them", loyalty.Cond{All: []loyalty.Cond{{}, {Tags: []string{"vip"}}}}, at("2027-01-03 10:00:00"), "", loyalty.NoTag},
		{"not the other", loyalty.Cond{Not: &loyalty.Cond{}}, at("2027-01-03 10:00:00"), "", loyalty.NotHolds},
	} {
		p := simple(func(ed *loyalty.Edition) {
			ed.Earn = []loyalty.EarnRule{{ID: "r", Award: dec("1"), When: c.cond}}
		})
		p.Zone = "America/New_York"
		e, err := loyalty.Compile(p, zone)
		if err != nil {
			t.Fatal(err)
		}
		a := apply(t, e, loyalty.NewAccount("ann"), "e", at("2025-01-01 00:00:00"), loyalty.Enrol{Birthday: c.birthday})
		d, err := e.Decide(a, loyalty.Event{ID: "x", At: c.at, Data: order("x", "100")})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Steps[0].Why; got != c.want {
			t.Errorf("%s: %v, want %v", c.reason, got, c.want)
		}
	}
}

func ExampleCond() {
	// Ten times the points on the evening of the birthday, 29 February too.
	c := loyalty.Cond{
		Birthday: "day",
		Hours:    []loyalty.Hours{{From: retention.Span{Exact: 18 * time.Hour}}},
	}
	p := simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "birthday", Times: dec("10"), When: c})
	})
	e, err := loyalty.Compile(p, tokyo)
	if err != nil {
		panic(err)
	}
	a, _, _ := e.Apply(loyalty.NewAccount("haru"), loyalty.Event{ID: "enrol", At: day("2026-01-01"), Data: loyalty.Enrol{Birthday: "02-29"}})
	for _, at := range []time.Time{day("2027-02-28").Add(17 * time.Hour), day("2027-02-28").Add(20 * time.Hour)} {
		d, _ := e.Decide(a, loyalty.Event{ID: "1", At: at, Data: order("x", "1000")})
		for _, s := range d.Steps {
			fmt.Println(s.Rule, s.Why, s.Points)
		}
	}
	// Output:
	// base granted 10
	// birthday outside_hours 0
	// base granted 10
	// birthday granted 90
}

// condApply applies an event within a property.
func condApply(t *rapid.T, e *loyalty.Engine, a loyalty.Account, id string, at time.Time, data loyalty.Data) loyalty.Account {
	next, _, err := e.Apply(a, loyalty.Event{ID: id, At: at, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return next
}
