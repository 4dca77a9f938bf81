package loyalty_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

func tierOf(id, spend string) loyalty.Tier {
	return loyalty.Tier{ID: id, Paths: []loyalty.Path{{{Metric: loyalty.SpendMetric, AtLeast: dec(spend)}}}}
}

// tierShop is a program of two tiers by the spending of calendar years, kept to
// the end of the next one, that counts at once.
func tierShop(change ...func(*loyalty.Edition)) loyalty.Program {
	p := simple(func(ed *loyalty.Edition) {
		ed.Ladder = loyalty.Ladder{
			Tiers:     []loyalty.Tier{tierOf("silver", "1000"), tierOf("gold", "3000")},
			Window:    loyalty.Window{Calendar: loyalty.Cycle{Months: 12}},
			OnPayment: true,
		}
		for _, c := range change {
			c(ed)
		}
	})
	return p
}

// tierStep is an event, or a question.
type tierStep struct {
	at   string // a day in the program's zone
	do   loyalty.Data
	want string // the tier after it
	why  string
}

func tierWalk(t *testing.T, e *loyalty.Engine, zone *time.Location, steps []tierStep) loyalty.Account {
	t.Helper()
	a := loyalty.NewAccount("haru")
	for i, s := range steps {
		layout := "2006-01-02 15:04"
		text := s.at
		if len(text) == len("2006-01-02") {
			text += " 00:00"
		}
		at, err := time.ParseInLocation(layout, text, zone)
		if err != nil {
			t.Fatal(err)
		}
		if s.do != nil {
			a = apply(t, e, a, fmt.Sprint(i), at, s.do)
		}
		if got := e.Standing(a, at).Tier; got != s.want {
			t.Errorf("%s: %q, not %q: %s", s.at, got, s.want, s.why)
		}
	}
	return a
}

func TestEdge28TierOnSpendableBalance(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{{ID: "silver", Paths: []loyalty.Path{{{Metric: loyalty.PointsMetric, AtLeast: dec("10")}}}}}
	}))
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-01", order("x", "1000"), "silver", "10 points are earned"},
		{"2026-02-02", loyalty.Redeem{Points: 10}, "silver", "to spend points is no loss of rank"},
		{"2026-02-03", loyalty.Adjust{Points: 500}, "silver", "nor are points by hand a gain"},
		{"2027-12-31", nil, "silver", "to the end of the next year"},
		{"2028-01-01", nil, "", "and no longer"},
	})
}

func TestEdge29Flapping(t *testing.T) {
	e := compile(t, tierShop())
	a := tierWalk(t, e, tokyo, []tierStep{
		{"2026-12-30", order("x", "3000"), "gold", "up at once"},
		{"2027-01-01", nil, "gold", "not down with the counting year"},
		{"2027-06-01", order("y", "100"), "gold", "nor for buying less"},
		{"2027-12-31 23:59", nil, "gold", "to the end of the next year"},
		{"2028-01-01", nil, "", "then to what was earned since"},
	})
	var tiers []string
	for _, x := range e.Due(a, day("2030-01-01")) {
		tiers = append(tiers, x.Tier)
	}
	if diff := cmp.Diff([]string{"gold", ""}, tiers); diff != "" {
		t.Errorf("one entry, one end (-want +got):\n%s", diff)
	}
}

func TestEdge30CountersDoNotReset(t *testing.T) {
	rolling := func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "100")}
		ed.Ladder.Window = loyalty.Window{Rolling: retention.Span{Days: 360}}
	}
	e := compile(t, tierShop(rolling))
	base := []tierStep{
		{"2027-12-02", order("b", "50"), "", "half of it"},
		{"2028-01-31", order("c", "50"), "silver", "all of it, within 360 days"},
		{"2028-02-05", nil, "silver", ""},
	}
	tierWalk(t, e, tokyo, base)
	more := append([]tierStep{{"2026-12-17", order("a", "100"), "silver", "the purchase more"}}, base...)
	more[1].want = "silver"
	tierWalk(t, e, tokyo, more)
}

func TestEdge31BuyReachRefund(t *testing.T) {
	e := compile(t, tierShop())
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-01", order("x", "3000"), "gold", "counted on payment"},
		{"2026-02-02", order("x", "0"), "", "the return takes it back at once"},
		{"2026-02-03", order("x", "1000"), "silver", "and again what is kept"},
	})
	settled := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.OnPayment = false
		ed.Settle = retention.Span{Days: 14}
	}))
	tierWalk(t, settled, tokyo, []tierStep{
		{"2026-12-31", order("x", "3000"), "", "not before the return window is over"},
		{"2027-01-14", order("y", "1"), "", "its last day"},
		{"2027-01-15", nil, "gold", "and it counts for the year it was bought in"},
		{"2027-12-31", nil, "gold", ""},
		{"2028-01-01", nil, "", "so it ends as it would have"},
	})
	tierWalk(t, settled, tokyo, []tierStep{
		{"2026-02-01", order("x", "3000"), "", "pending"},
		{"2026-02-03", loyalty.Settle{Ref: "x"}, "gold", "settled by an event"},
		{"2026-02-04", order("x", "2999.99"), "silver", "a correction counts at once"},
	})
	forLife := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.Tiers[1].ForLife = true }))
	tierWalk(t, forLife, tokyo, []tierStep{
		{"2026-02-01", order("x", "3000"), "gold", ""},
		{"2040-02-01", nil, "gold", "for life"},
		{"2040-02-02", order("x", "0"), "", "but for a return"},
	})
}

func TestEdge32OffByOneTier(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "silver bonus", Award: dec("100"), When: loyalty.Cond{Tiers: []string{"silver"}}})
	}))
	a := loyalty.NewAccount("haru")
	for i, want := range []struct {
		yen    string
		points loyalty.Points
		tier   string
		reason string
	}{
		{"999.99", 9, "", "just below"},
		{"0.01", 0, "silver", "at least is at least"},
		{"1000", 110, "silver", "an order earns by the tier held before it"},
		{"1000", 110, "gold", "also the one that reaches the next"},
		{"100", 1, "gold", ""},
	} {
		before := a.Balance(day("2026-03-01")).Earned
		a = apply(t, e, a, fmt.Sprint(i), day("2026-02-01"), order(fmt.Sprint(i), want.yen))
		earned := a.Balance(day("2026-03-01")).Earned - before
		if tier := e.Standing(a, day("2026-02-01")).Tier; tier != want.tier || earned != want.points {
			t.Errorf("order %d: %d points and %q, not %d and %q: %s", i, earned, tier, want.points, want.tier, want.reason)
		}
	}
}

func TestEdge33GoalAtItsDeadline(t *testing.T) {
	// The figures of the counterexample: 250 on day 10, 100 on day 300, a window
	// of 360 days, looked at on day 320.
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "300")}
		ed.Ladder.Window = loyalty.Window{Rolling: retention.Span{Days: 360}}
	}))
	day0 := day("2026-01-01")
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day0.AddDate(0, 0, 10), order("x", "250"))
	a = apply(t, e, a, "2", day0.AddDate(0, 0, 300), order("y", "100"))
	goals := e.Goals(a, day0.AddDate(0, 0, 320))
	if len(goals) != 1 || !goals[0].Keep || len(goals[0].Missing) != 1 {
		t.Fatalf("%+v", goals)
	}
	// Kept for 360 days after day 300; on the last of them, day 660, both orders
	// have left the window.
	g := goals[0]
	if want := retention.DateOf(day0, tokyo).AddDays(660); g.By() != want || !g.Missing[0].Missing.Equal(dec("300")) {
		t.Errorf("%v by %v, not 300 by %v", g.Missing[0].Missing, g.By(), want)
	}
}

func TestEdge33OneGoalForEachPath(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{{ID: "silver", Paths: []loyalty.Path{
			{{Metric: loyalty.SpendMetric, AtLeast: dec("1000")}},
			{{Metric: "nights", AtLeast: dec("10")}},
			{{Metric: loyalty.SpendMetric, AtLeast: dec("400")}, {Metric: loyalty.OrdersMetric, AtLeast: dec("3")}},
		}}}
	}))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-02-01"), order("x", "300"))
	a = apply(t, e, a, "2", day("2026-02-02"), loyalty.Activity{Kind: "stay", Counts: map[string]decimal.Decimal{"nights": dec("8")}})
	var got []string
	for _, g := range e.Goals(a, day("2026-02-03")) {
		got = append(got, fmt.Sprintf("path %d: %s", g.Path, e.Words(retention.English).Goal(g)))
	}
	want := []string{
		"path 1: collect 2 nights by 31 December 2026 to reach silver",
		"path 0: spend 700 JPY by 31 December 2026 to reach silver",
		"path 2: spend 100 JPY and place 2 orders by 31 December 2026 to reach silver",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the cheapest first (-want +got):\n%s", diff)
	}
}

func TestEdge34ChangingThresholds(t *testing.T) {
	p := tierShop()
	stricter := p.Editions[0]
	stricter.ID, stricter.From = "2027", day("2027-04-01")
	stricter.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "5000"), tierOf("platinum", "9000")}
	stricter.Ladder.Tiers[1].Was = []string{"gold"}
	p.Editions = append(p.Editions, stricter)
	e := compile(t, p)
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-01", order("x", "3000"), "gold", ""},
		{"2027-03-31", nil, "gold", ""},
		{"2027-04-01", nil, "platinum", "renamed, and nobody falls in the middle"},
		{"2027-04-02", order("y", "4000"), "platinum", ""},
		{"2027-12-31", nil, "platinum", "as long as was promised"},
		{"2028-01-01", nil, "", "by the new thresholds"},
		{"2028-01-02", order("z", "5000"), "silver", ""},
	})
	tierWalk(t, e, tokyo, []tierStep{
		{"2027-03-01", order("x", "1000"), "silver", "by the old"},
		{"2027-04-02", order("y", "2000"), "silver", "of 3,000 the new make nothing"},
		{"2028-12-31", nil, "silver", "and take nothing"},
	})
}

// mergingShop is a tierShop that makes all tiers one in 2027.
func mergingShop() loyalty.Program {
	p := tierShop()
	next := p.Editions[0]
	next.ID, next.From = "2027", day("2027-04-01")
	next.Ladder.Tiers = []loyalty.Tier{tierOf("member", "1000")}
	next.Ladder.Tiers[0].Was = []string{"silver", "gold"}
	p.Editions = append(p.Editions, next)
	return p
}

// A new edition gives tiers other names: the day it begins is told, though
// nobody rises or falls.
func TestTierRenamedIsDue(t *testing.T) {
	e := compile(t, mergingShop())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("x", "1000"))
	a = apply(t, e, a, "2", day("2026-06-01"), order("y", "2000"))
	want := []string{"2026-05-01 silver", "2026-06-01 gold", "2027-04-01 member", "2028-01-01 "}
	var got []string
	for _, x := range e.Due(a, day("2028-02-01")) {
		got = append(got, x.At.In(tokyo).Format(time.DateOnly)+" "+x.Tier)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s := e.Standing(a, day("2027-05-01")); !s.Since.Equal(day("2026-05-01")) {
		t.Errorf("a member of what silver is now since %v", s.Since)
	}
}

// That the tier held and the next become one is no way to reach the next.
func TestTierMergeIsNoGoalDone(t *testing.T) {
	e := compile(t, mergingShop())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("x", "1000"))
	var got []string
	for _, g := range e.Goals(a, day("2026-06-01")) {
		if !g.Keep {
			got = append(got, e.Words(retention.English).Goal(g))
		}
	}
	if diff := cmp.Diff([]string{"spend 2,000 JPY by 31 December 2026 to reach gold"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEdge35Overrides(t *testing.T) {
	invited := func(ed *loyalty.Edition) { ed.Ladder.Tiers = append(ed.Ladder.Tiers, loyalty.Tier{ID: "black"}) }
	e := compile(t, tierShop(invited))
	a := tierWalk(t, e, tokyo, []tierStep{
		{"2026-02-01", loyalty.SetTier{Tier: "silver", Until: day("2026-07-01"), Reason: "match"}, "silver", "a floor"},
		{"2026-03-01", order("x", "3000"), "gold", "that metrics raise"},
		{"2026-04-01", loyalty.SetTier{Tier: "silver", Until: day("2026-06-01"), Exact: true, Reason: "abuse"}, "silver", "exactly"},
		{"2026-05-01", order("y", "3000"), "silver", "it goes on counting"},
		{"2026-06-01", nil, "gold", "until then"},
		{"2026-06-02", loyalty.SetTier{Tier: "black", Reason: "invited"}, "black", "for good"},
		{"2026-06-03", loyalty.SetTier{Tier: "silver"}, "black", "a floor below changes nothing"},
		{"2030-01-01", nil, "black", ""},
		{"2030-01-02", loyalty.SetTier{}, "", "taken back, all of it"},
	})
	got := e.Standing(a, day("2026-06-10"))
	want := loyalty.Standing{
		Tier: "black", Since: day("2026-06-02"),
		Why: loyalty.Why{At: day("2026-06-02"), Edition: "2026", Tier: "black", ByHand: true, Reason: "invited"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if goals := e.Goals(a, day("2026-05-02")); goals != nil {
		t.Errorf("goals while a tier is held exactly: %+v", goals)
	}
}

// TestTierCalendars is about days that are not as others.
func TestTierCalendars(t *testing.T) {
	rolling := func(s retention.Span) func(*loyalty.Edition) {
		return func(ed *loyalty.Edition) { ed.Ladder.Window = loyalty.Window{Rolling: s} }
	}
	year := retention.Span{Months: 12}
	for _, tt := range []struct {
		name, zone string
		change     func(*loyalty.Edition)
		steps      []tierStep
		until      string
	}{
		{"a year from a leap day", "Asia/Tokyo", rolling(year), []tierStep{
			{"2024-02-29 12:00", order("x", "1000"), "silver", ""},
			{"2025-02-28 23:59", nil, "silver", "the day a year after"},
		}, "2025-03-01T00:00:00+09:00"},
		{"a year to a leap day", "Asia/Tokyo", rolling(year), []tierStep{
			{"2023-02-28 12:00", order("x", "999"), "", ""},
			{"2024-02-28 12:00", order("y", "1"), "", "the 28th has left the window of (28 February, 28 February]"},
			{"2024-02-28 13:00", order("z", "998"), "", ""},
			{"2024-02-29 12:00", order("zz", "1"), "silver", "all of this year's"},
		}, "2025-03-01T00:00:00+09:00"},
		{"a month from the 31st", "Asia/Tokyo", rolling(retention.Span{Months: 1}), []tierStep{
			{"2026-01-31 12:00", order("x", "600"), "", ""},
			{"2026-02-28 12:00", order("y", "400"), "silver", "28 February reaches back to after 28 January"},
		}, "2026-03-29T00:00:00+09:00"},
		{"joined on 29 February", "Asia/Tokyo", func(ed *loyalty.Edition) { ed.Ladder.Window = loyalty.Window{Anniversary: 12} }, []tierStep{
			{"2024-02-29 09:00", loyalty.Enrol{}, "", ""},
			{"2025-02-27 12:00", order("x", "600"), "", "the last day of the first year"},
			{"2025-02-28 12:00", order("y", "400"), "", "the first of the second"},
			{"2028-02-28 12:00", order("z", "600"), "", "the last of the fourth"},
			{"2028-02-29 00:00", order("zz", "400"), "", "a leap day again"},
			{"2028-02-29 00:01", order("zzz", "600"), "silver", ""},
		}, "2030-02-28T00:00:00+09:00"},
		{"a year ends where midnight is skipped", "America/Sao_Paulo", func(ed *loyalty.Edition) {
			n := 0
			ed.Ladder.ValidPeriods = &n
			ed.Ladder.Window.Calendar.From = retention.NewDate(2017, 11, 4) // 4 November 2018 begins at 1:00
		}, []tierStep{
			{"2018-11-03 23:59", order("x", "1000"), "silver", "the last minute of the year"},
		}, "2018-11-04T01:00:00-02:00"},
		{"a day without midnight", "America/Sao_Paulo", rolling(retention.Span{Days: 10}), []tierStep{
			{"2018-10-24 12:00", order("x", "1000"), "silver", "good for ten days after"},
		}, "2018-11-04T01:00:00-02:00"},
		{"a day without midnight in Cairo", "Africa/Cairo", rolling(retention.Span{Days: 10}), []tierStep{
			{"2023-04-17 12:00", order("x", "1000"), "silver", "28 April 2023 begins at 1:00"},
		}, "2023-04-28T01:00:00+03:00"},
		{"a day that there was not", "Pacific/Apia", rolling(retention.Span{Days: 2}), []tierStep{
			{"2011-12-27 12:00", order("x", "1000"), "silver", "30 December 2011 was left out"},
		}, "2011-12-31T00:00:00+14:00"},
		{"a window of hours is open where it begins", "Asia/Tokyo", rolling(retention.Span{Exact: 24 * time.Hour}), []tierStep{
			{"2026-03-07 12:00", order("x", "999"), "", ""},
			{"2026-03-08 12:00", order("y", "1"), "", "24 hours later the first is out"},
			{"2026-03-09 11:59", order("z", "999"), "silver", "a minute before that it is not"},
		}, "2026-03-10T11:59:00+09:00"},
		{"hours are not days", "America/New_York", rolling(retention.Span{Exact: 24 * time.Hour}), []tierStep{
			{"2026-03-07 12:00", order("x", "1000"), "silver", "8 March 2026 has 23 hours"},
		}, "2026-03-08T13:00:00-04:00"},
	} {
		p := tierShop(tt.change)
		p.Zone = tt.zone
		e, zone := tierEngine(t, p)
		t.Run(tt.name, func(t *testing.T) {
			a := tierWalk(t, e, zone, tt.steps)
			if got := e.Standing(a, a.Posted()).Until.Format(time.RFC3339); got != tt.until {
				t.Errorf("until %s, not %s", got, tt.until)
			}
		})
	}
}

// TestTierEnds is about validity, grace, reviews and falls.
func TestTierEnds(t *testing.T) {
	periods := func(n int) *int { return &n }
	april := loyalty.Cycle{Months: 12, From: retention.NewDate(2020, 4, 1)}
	for _, tt := range []struct {
		reason string
		change func(*loyalty.Ladder)
		want   []string // of what was gold on 1 May 2026: until, projected
	}{
		{"to the end of the next year", func(l *loyalty.Ladder) {}, []string{"2028-01-01", ""}},
		{"of the same", func(l *loyalty.Ladder) { l.ValidPeriods = periods(0) }, []string{"2027-01-01", ""}},
		{"of the one after the next", func(l *loyalty.Ladder) { l.ValidPeriods = periods(2) }, []string{"2029-01-01", ""}},
		{"a month of grace", func(l *loyalty.Ladder) { l.Grace = retention.Span{Months: 1} }, []string{"2028-02-01", ""}},
		{"to the review after it", func(l *loyalty.Ladder) { l.Review = april }, []string{"2028-04-01", ""}},
		{"a review on the day", func(l *loyalty.Ladder) { l.Review.Months = 1 }, []string{"2028-01-01", ""}},
		{"one step", func(l *loyalty.Ladder) { l.Fall = loyalty.OneStep }, []string{"2028-01-01", "silver", "2029-01-01", ""}},
		{"one step, two years each", func(l *loyalty.Ladder) { l.Fall, l.ValidPeriods = loyalty.OneStep, periods(2) }, []string{"2029-01-01", "silver", "2031-01-01", ""}},
		{"one step, years of one each", func(l *loyalty.Ladder) { l.Fall, l.ValidPeriods = loyalty.OneStep, periods(0) }, []string{"2027-01-01", "silver", "2028-01-01", ""}},
		{"one step at each review", func(l *loyalty.Ladder) {
			l.Fall, l.Review = loyalty.OneStep, april
			l.Window = loyalty.Window{Calendar: loyalty.Cycle{Months: 1}}
		}, []string{"2027-04-01", "silver", "2028-04-01", ""}},
		{"not over one by invitation", func(l *loyalty.Ladder) {
			l.Fall = loyalty.OneStep
			l.Tiers = []loyalty.Tier{l.Tiers[0], {ID: "invited"}, l.Tiers[1]}
		}, []string{"2028-01-01", "silver", "2029-01-01", ""}},
		{"never", func(l *loyalty.Ladder) { l.Fall = loyalty.NoFall }, []string{"", ""}},
		{"never without a window", func(l *loyalty.Ladder) { l.Window = loyalty.Window{} }, []string{"", ""}},
		{"silver is for life", func(l *loyalty.Ladder) { l.Tiers[0].ForLife = true }, []string{"2028-01-01", "silver", "", ""}},
		{"half a year on", func(l *loyalty.Ladder) {
			l.Window, l.Valid = loyalty.Window{Rolling: retention.Span{Months: 6}}, retention.Span{Months: 8}
		}, []string{"2027-01-02", ""}},
		{"one step, from the same day", func(l *loyalty.Ladder) {
			l.Window, l.Fall = loyalty.Window{Rolling: retention.Span{Months: 1}}, loyalty.OneStep
		}, []string{"2026-06-02", "silver", "2026-07-02", ""}},
	} {
		e := compile(t, tierShop(func(ed *loyalty.Edition) { tt.change(&ed.Ladder) }))
		a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("x", "3000"))
		at := day("2026-05-01")
		for i := 0; i < len(tt.want); i += 2 {
			s := e.Standing(a, at)
			until := ""
			if !s.Until.IsZero() {
				until = s.Until.Format(time.DateOnly)
			}
			if until != tt.want[i] || s.Projected != tt.want[i+1] {
				t.Errorf("%s: %q until %q, then %q; not until %q, then %q", tt.reason, s.Tier, until, s.Projected, tt.want[i], tt.want[i+1])
			}
			at = s.Until
		}
	}
}

func TestTierNextPeriod(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.NextPeriod = true }))
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-05-01", order("x", "3000"), "", "not yet"},
		{"2026-12-31", nil, "", ""},
		{"2027-01-01", nil, "gold", "the whole next year"},
		{"2027-12-31", nil, "gold", ""},
		{"2028-01-01", nil, "", ""},
	})
	e = compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.NextPeriod, ed.Ladder.Review = true, loyalty.Cycle{Months: 1}
		ed.Ladder.Window = loyalty.Window{Rolling: retention.Span{Months: 6}}
	}))
	tierWalk(t, e, tokyo, []tierStep{
		{"2026-05-20", order("x", "3000"), "", "the rank of a month is that of the last half year, on its first day"},
		{"2026-06-01", nil, "gold", ""},
		{"2026-11-30", nil, "gold", "20 November ends the half year; the review is on 1 December"},
		{"2026-12-01", nil, "", ""},
	})
}

// TestTierLateEvents is about what was known when.
func TestTierLateEvents(t *testing.T) {
	e := compile(t, tierShop())
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-05-01"), order("x", "900"))
	a, _, err := e.Apply(a, loyalty.Event{ID: "2", At: day("2026-05-02"), Posted: day("2026-06-01"), Data: order("y", "100")})
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"2026-05-03": "", "2026-05-31": "", "2026-06-01": "silver"} {
		if got := e.Standing(a, day(at)).Tier; got != want {
			t.Errorf("%s: %q, not %q", at, got, want)
		}
	}
	// An order that arrives late as well has the tier that was known then.
	b, d, err := e.Apply(a, loyalty.Event{ID: "3", At: day("2026-05-20"), Posted: day("2026-06-02"), Data: order("z", "100")})
	if err != nil || d.Entries[0].Tier != "" {
		t.Errorf("%v, %+v", err, d.Entries)
	}
	if s := e.Standing(b, day("2026-06-02")); !s.Since.Equal(day("2026-06-01")) {
		t.Errorf("since %v", s.Since)
	}
}

func TestTierGoalWhileNothingLeavesTheWindow(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "1000")}
		ed.Ladder.Window = loyalty.Window{Rolling: retention.Span{Months: 1}}
	}))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-20"), order("returned", "300"))
	a = apply(t, e, a, "2", day("2026-01-21"), order("returned", "0"))
	a = apply(t, e, a, "3", day("2026-02-01").Add(12*time.Hour), order("x", "400"))
	for at, want := range map[string]string{
		"2026-02-10": "spend 600 JPY by 28 February 2026 to reach silver", // 1 March looks back to after 1 February
		"2026-03-01": "spend 1,000 JPY to reach silver",
	} {
		goals := e.Goals(a, day(at))
		if len(goals) != 1 || e.Words(retention.English).Goal(goals[0]) != want {
			t.Errorf("%s: %+v, not %s", at, goals, want)
		}
	}
}

func TestTierSinceTheLastGap(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.ValidPeriods = new(int) }))
	a := tierWalk(t, e, tokyo, []tierStep{
		{"2026-05-01", order("a", "3000"), "gold", ""},
		{"2027-01-01", nil, "", "a gap"},
		{"2027-05-01", order("b", "3000"), "gold", ""},
		{"2027-06-01", order("c", "3000"), "gold", ""},
	})
	if s := e.Standing(a, day("2027-07-01")); !s.Since.Equal(day("2027-05-01")) {
		t.Errorf("since %v", s.Since)
	}
}

// TestTierJoinedLate is about who joins after the fact: the periods are others
// then, but not before.
func TestTierJoinedLate(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.Window = loyalty.Window{Anniversary: 12} }))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2025-12-20"), order("x", "600"))
	a = apply(t, e, a, "2", day("2026-01-10"), order("y", "400"))
	a, _, err := e.Apply(a, loyalty.Event{ID: "3", At: day("2025-06-01"), Posted: day("2026-02-01"), Data: loyalty.Enrol{}})
	if err != nil {
		t.Fatal(err)
	}
	got := e.Standing(a, day("2026-02-02"))
	if got.Tier != "silver" || !got.Since.Equal(day("2026-02-01")) || !got.Until.Equal(day("2027-06-01")) {
		t.Errorf("%+v", got)
	}
	if before := e.Standing(a, day("2026-01-31")); before.Tier != "" {
		t.Errorf("%+v", before)
	}
}

func TestLadderFaults(t *testing.T) {
	two := func(change func(*loyalty.Ladder)) func(*loyalty.Program) {
		return func(p *loyalty.Program) {
			next := p.Editions[0]
			next.ID, next.From = "2027", day("2027-01-01")
			next.Ladder.Tiers = []loyalty.Tier{tierOf("silver", "1000"), tierOf("gold", "3000")}
			change(&next.Ladder)
			p.Editions = append(p.Editions, next)
		}
	}
	one := func(change func(*loyalty.Ladder)) func(*loyalty.Program) {
		return func(p *loyalty.Program) { change(&p.Editions[0].Ladder) }
	}
	minus, none := -1, 0
	rolling := loyalty.Window{Rolling: retention.Span{Months: 12}}
	need := func(metric, n string) loyalty.Need { return loyalty.Need{Metric: metric, AtLeast: dec(n)} }
	paths := func(tier int, paths ...loyalty.Path) func(*loyalty.Program) {
		return one(func(l *loyalty.Ladder) { l.Tiers[tier].Paths = paths })
	}
	for _, tt := range []struct {
		change func(*loyalty.Program)
		want   error
		part   string
	}{
		{one(func(l *loyalty.Ladder) {}), nil, ""},
		{one(func(l *loyalty.Ladder) { l.Tiers[1].ID = "" }), loyalty.ErrName, "tiers[1]"},
		{one(func(l *loyalty.Ladder) { l.Tiers[1].ID = "silver" }), loyalty.ErrDuplicate, "tiers[1]"},
		{paths(0, loyalty.Path{}), loyalty.ErrValue, `tier "silver": path 1: no needs`},
		{paths(0, loyalty.Path{need("", "1")}), loyalty.ErrName, `tier "silver": path 1: need 1: metric`},
		{paths(0, loyalty.Path{need("spent", "1")}), loyalty.ErrMissing, `tier "silver": path 1: need 1: metric "spent"`},
		{paths(0, loyalty.Path{need("spend", "0")}), loyalty.ErrValue, `tier "silver": path 1: need 1: at_least 0`},
		{paths(0, loyalty.Path{need("spend", "0.0000000000001")}), loyalty.ErrValue, `tier "silver": path 1: need 1: at_least 0.0000000000001`},
		{paths(0, loyalty.Path{need("spend", "3000")}), loyalty.ErrOrder, `tier "gold": not above tier "silver"`},
		{paths(0, loyalty.Path{need("spend", "4000"), need("nights", "4")}), loyalty.ErrOrder, `tier "gold": not above tier "silver"`},
		{paths(0, loyalty.Path{need("spend", "4000")}, loyalty.Path{need("spend", "1000"), need("nights", "4")}), loyalty.ErrOrder, `tier "gold": not above tier "silver"`},
		{paths(0, loyalty.Path{need("nights", "9")}), nil, "another metric"},
		{paths(1, loyalty.Path{need("spend", "3000")}, loyalty.Path{need("nights", "9")}), nil, "another way up"},
		{paths(1, loyalty.Path{need("spend", "1000"), need("nights", "9")}), nil, "the same, and more"},
		{one(func(l *loyalty.Ladder) { l.Window.Anniversary = 12 }), loyalty.ErrValue, "ladder: window: more than one is set"},
		{one(func(l *loyalty.Ladder) { l.Window = loyalty.Window{Anniversary: -1} }), loyalty.ErrValue, "ladder: window: anniversary -1"},
		{one(func(l *loyalty.Ladder) { l.Window.Calendar = loyalty.Cycle{From: retention.NewDate(2020, 1, 1)} }), loyalty.ErrValue, "ladder: window: calendar"},
		{one(func(l *loyalty.Ladder) { l.Window = loyalty.Window{Rolling: retention.Span{Months: -1}} }), loyalty.ErrValue, "ladder: window: rolling P-1M"},
		{one(func(l *loyalty.Ladder) { l.Window = loyalty.Window{Rolling: retention.Span{Days: 1, Exact: 1e9}} }), loyalty.ErrValue, "ladder: window: rolling P1DT1S: days and an exact time"},
		{one(func(l *loyalty.Ladder) { l.Window, l.Valid = rolling, retention.Span{Months: 11} }), loyalty.ErrValue, "ladder: valid P11M: shorter than the window"},
		{one(func(l *loyalty.Ladder) { l.Window, l.Valid = rolling, retention.Span{Days: 365} }), loyalty.ErrValue, "ladder: valid P365D: shorter than the window"},
		{one(func(l *loyalty.Ladder) { l.Window, l.Valid = rolling, retention.Span{Days: 400} }), nil, ""},
		{one(func(l *loyalty.Ladder) { l.Valid = retention.Span{Months: 11} }), loyalty.ErrValue, "ladder: valid: only with a rolling window"},
		{one(func(l *loyalty.Ladder) { l.Window, l.ValidPeriods = rolling, &none }), loyalty.ErrValue, "ladder: valid_periods: only with a calendar or anniversary window"},
		{one(func(l *loyalty.Ladder) { l.ValidPeriods = &minus }), loyalty.ErrValue, "ladder: valid_periods -1"},
		{one(func(l *loyalty.Ladder) { l.ValidPeriods, l.NextPeriod = &none, true }), loyalty.ErrValue, "ladder: next_period: tiers would end before they begin"},
		{one(func(l *loyalty.Ladder) {
			l.Window, l.NextPeriod, l.Review.Months = loyalty.Window{Rolling: retention.Span{Months: 1}}, true, 2
		}), loyalty.ErrValue, "ladder: next_period: tiers would end before they begin"},
		{one(func(l *loyalty.Ladder) { l.Window, l.NextPeriod = rolling, true }), loyalty.ErrValue, "ladder: next_period: only with periods or reviews"},
		{one(func(l *loyalty.Ladder) { l.Grace.Days = -1 }), loyalty.ErrValue, "ladder: grace P-1D"},
		{one(func(l *loyalty.Ladder) { l.Window, l.Grace.Days = loyalty.Window{}, 1 }), loyalty.ErrValue, "ladder: grace: only with a window"},
		{one(func(l *loyalty.Ladder) { l.Review.Months = -1 }), loyalty.ErrValue, "ladder: review"},
		{one(func(l *loyalty.Ladder) { l.Fall = 3 }), loyalty.ErrValue, "ladder: fall:"},
		{two(func(l *loyalty.Ladder) {}), nil, ""},
		{two(func(l *loyalty.Ladder) { l.Tiers = l.Tiers[:1] }), loyalty.ErrMissing, `tier "gold" of edition "2026"`},
		{two(func(l *loyalty.Ladder) { l.Tiers = l.Tiers[:1]; l.Tiers[0].Was = []string{"gold"} }), nil, ""},
		{two(func(l *loyalty.Ladder) { l.Tiers = []loyalty.Tier{tierOf("gold", "1000"), tierOf("silver", "3000")} }), loyalty.ErrOrder,
			`tier "gold" of edition "2026": now below tier "silver"`},
		{two(func(l *loyalty.Ladder) {
			l.Tiers = []loyalty.Tier{tierOf("iron", "1000"), tierOf("silver", "2000"), tierOf("steel", "3000")}
			l.Tiers[0].Was = []string{"gold"}
		}), loyalty.ErrOrder, `tier "gold" of edition "2026": now below tier "silver"`},
		{two(func(l *loyalty.Ladder) { l.Tiers[1].Was = []string{"iron"} }), loyalty.ErrMissing, `tier "gold": was "iron"`},
		{two(func(l *loyalty.Ladder) { l.Tiers[1].Was = []string{"silver"} }), loyalty.ErrDuplicate, `tier "gold": was "silver"`},
		{one(func(l *loyalty.Ladder) { l.Tiers[0].Was = []string{"iron"} }), loyalty.ErrMissing, `tier "silver": was "iron"`},
	} {
		p := tierShop()
		tt.change(&p)
		_, err := loyalty.Compile(p, tokyo)
		var faults loyalty.Faults
		switch {
		case tt.want == nil && err != nil:
			t.Errorf("%s: %v", tt.part, err)
		case tt.want != nil && (!errors.As(err, &faults) || !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.part)):
			t.Errorf("%v, not %s: %v", err, tt.part, tt.want)
		case tt.want != nil && len(faults) != 1:
			t.Errorf("%v: more than one", err)
		}
	}
}
