package loyalty_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
)

func TestPresetsSurviveJSON(t *testing.T) {
	for _, p := range []loyalty.Program{
		loyalty.PointsProgram("Asia/Tokyo", "JPY", dec("100")),
		loyalty.CashBackProgram("Asia/Tokyo", "EUR", dec("2.5")),
		loyalty.StampCard("Asia/Tokyo", "JPY", dec("500")),
		loyalty.TieredClub("Asia/Tokyo", "JPY", dec("100")),
		loyalty.JapaneseProgram(),
	} {
		presetRoundTrip(t, p)
	}
}

// TestPresetsAreFresh: to edit one must not change the next.
func TestPresetsAreFresh(t *testing.T) {
	for _, make := range []func() loyalty.Program{
		func() loyalty.Program { return loyalty.PointsProgram("Asia/Tokyo", "JPY", dec("100")) },
		func() loyalty.Program { return loyalty.CashBackProgram("Asia/Tokyo", "EUR", dec("2.5")) },
		func() loyalty.Program { return loyalty.StampCard("Asia/Tokyo", "JPY", dec("500")) },
		func() loyalty.Program { return loyalty.TieredClub("Asia/Tokyo", "JPY", dec("100")) },
		loyalty.JapaneseProgram,
	} {
		p, want := make(), make()
		ed := &p.Editions[0]
		for i := range ed.Earn {
			r := &ed.Earn[i]
			r.ID = "other"
			for j := range r.Caps {
				r.Caps[j].Times = 99
			}
			for j := range r.Of {
				r.Of[j] = "other"
			}
			if r.Life != nil {
				r.Life.Span.Months = 99
			}
		}
		for i := range ed.Life.Slides {
			ed.Life.Slides[i] = "other"
		}
		for i := range ed.Ladder.Tiers {
			tier := &ed.Ladder.Tiers[i]
			tier.Paths[0][0].Metric = "other"
			for j := range tier.Benefits {
				tier.Benefits[j].ID = "other"
			}
		}
		for i := range ed.Burn {
			ed.Burn[i].Min = 99
		}
		if diff := cmp.Diff(want, make()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// presetOrder is an order of goods for some money, tagged.
func presetOrder(id, net string, tags ...string) loyalty.Order {
	o := order(id, net)
	o.Tags = tags
	return o
}

func TestPointsProgramStory(t *testing.T) {
	e := compile(t, loyalty.PointsProgram("Asia/Tokyo", "JPY", dec("100")))
	a := loyalty.NewAccount("haru")
	check := func(date string, want loyalty.Balance) {
		t.Helper()
		if diff := cmp.Diff(want, a.Balance(day(date))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", date, diff)
		}
	}
	a = apply(t, e, a, "1", day("2026-01-10"), loyalty.Enrol{Birthday: "03-05"})
	// 4,520 yen of goods: 45 full hundreds. Tax and shipping do not count.
	o := presetOrder("a", "4520")
	o.Lines[0].Tax, o.Shipping = dec("452"), dec("500")
	a = apply(t, e, a, "2", day("2026-01-10"), o)
	a = apply(t, e, a, "3", day("2026-01-12"), loyalty.Activity{Kind: "review", Ref: "r1"})
	check("2026-01-24", loyalty.Balance{Available: 20, Pending: 45, Earned: 65})
	// 2,520 yen are sent back: 20 full hundreds stay.
	a = apply(t, e, a, "4", day("2026-01-20"), presetOrder("a", "2000"))
	check("2026-01-24", loyalty.Balance{Available: 20, Pending: 20, Earned: 65, Clawed: 25})
	// Fourteen days after the 10th are over when the 25th begins.
	check("2026-01-25", loyalty.Balance{Available: 40, Earned: 65, Clawed: 25})
	a = apply(t, e, a, "5", day("2026-03-05"), loyalty.Activity{Kind: "birthday"})
	a = apply(t, e, a, "6", day("2026-03-06"), loyalty.Activity{Kind: "birthday"}) // once a year
	a = apply(t, e, a, "7", day("2026-04-01"), loyalty.Redeem{Points: 50, Total: dec("50")})
	check("2026-04-02", loyalty.Balance{Available: 90, Earned: 165, Clawed: 25, Spent: 50})
	// A year after the order, to the end of the month: 20 of the order, 20 of
	// the review, 100 of the birthday. The 50 were taken from what lapses first.
	lapsing := a.Lapsing(day("2026-04-02"), day("2030-01-01"))
	if diff := cmp.Diff([]loyalty.Lapse{{At: day("2027-04-01"), Points: 90}}, presetLocal(lapsing)); diff != "" {
		t.Errorf("lapses (-want +got):\n%s", diff)
	}
	// Another order extends all of them to the end of June of next year.
	a = apply(t, e, a, "8", day("2026-06-15"), presetOrder("b", "1099"))
	check("2026-07-01", loyalty.Balance{Available: 100, Earned: 175, Clawed: 25, Spent: 50})
	if diff := cmp.Diff([]loyalty.Lapse{{At: day("2027-07-01"), Points: 100}}, presetLocal(a.Lapsing(day("2026-07-01"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses after an order (-want +got):\n%s", diff)
	}
	if _, _, err := e.Apply(a, loyalty.Event{ID: "9", At: day("2026-07-01"), Data: loyalty.Redeem{Points: 60, Total: dec("50")}}); !errors.Is(err, loyalty.ErrLimit) {
		t.Errorf("60 points, 1 yen each, for 50 yen: %v", err)
	}
}

// presetLocal puts instants into the zone of [day], to be compared.
func presetLocal(lapses []loyalty.Lapse) []loyalty.Lapse {
	for i := range lapses {
		lapses[i].At = lapses[i].At.In(tokyo)
	}
	return lapses
}

func TestPointsProgramReviews(t *testing.T) {
	e := compile(t, loyalty.PointsProgram("Asia/Tokyo", "JPY", dec("100")))
	a := loyalty.NewAccount("haru")
	for _, ref := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		a = apply(t, e, a, ref, day("2026-05-01"), loyalty.Activity{Kind: "review", Ref: ref})
	}
	a = apply(t, e, a, "8", day("2026-06-01"), loyalty.Activity{Kind: "review", Ref: "8"})
	if got := a.Balance(day("2026-06-02")).Available; got != 5*20+20 {
		t.Errorf("five reviews of seven in May, one in June: %d", got)
	}
}

func TestCashBackProgramStory(t *testing.T) {
	e := compile(t, loyalty.CashBackProgram("Asia/Tokyo", "EUR", dec("3")))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-01-10"), presetOrder("a", "45.67")) // 1.3701: 1.37
	a = apply(t, e, a, "2", day("2026-01-11"), presetOrder("b", "0.33"))  // 0.0099: nothing
	a = apply(t, e, a, "3", day("2026-01-12"), presetOrder("c", "100"))   // 3.00
	if diff := cmp.Diff(loyalty.Balance{Available: 137, Pending: 300, Earned: 437}, a.Balance(day("2026-01-25"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a = apply(t, e, a, "4", day("2026-01-27"), loyalty.Redeem{Points: 437, Total: dec("4.37")})
	if diff := cmp.Diff(loyalty.Balance{Earned: 437, Spent: 437}, a.Balance(day("2026-01-28"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if lapses := a.Lapsing(day("2026-01-10"), day("2090-01-01")); len(lapses) > 0 {
		t.Errorf("it lapses: %v", lapses)
	}
	half := compile(t, loyalty.CashBackProgram("Asia/Tokyo", "EUR", dec("2.5")))
	if b := apply(t, half, loyalty.NewAccount("haru"), "1", day("2026-01-10"), presetOrder("a", "45.67")); b.Balance(day("2026-01-25")).Available != 114 {
		t.Errorf("2.5%% of 45.67 is 1.14175: %v", b.Balance(day("2026-01-25")))
	}
}

func TestStampCardStory(t *testing.T) {
	e := compile(t, loyalty.StampCard("Asia/Tokyo", "JPY", dec("500")))
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-01-10"), presetOrder("a", "500"))
	a = apply(t, e, a, "2", day("2026-01-10").Add(9*time.Hour), presetOrder("b", "900")) // one a day
	a = apply(t, e, a, "3", day("2026-01-11"), presetOrder("c", "499"))                  // too little
	for i := range 8 {
		id := "d" + string(rune('0'+i))
		a = apply(t, e, a, id, day("2026-02-01").AddDate(0, 0, i), presetOrder(id, "500"))
	}
	redeem := func(a loyalty.Account, n loyalty.Points) error {
		_, _, err := e.Apply(a, loyalty.Event{ID: "r", At: day("2026-03-01"), Data: loyalty.Redeem{Points: n}})
		return err
	}
	if got := a.Balance(day("2026-02-28")).Available; got != 9 {
		t.Errorf("%d stamps, want 9", got)
	}
	if err := redeem(a, 9); !errors.Is(err, loyalty.ErrLimit) {
		t.Errorf("nine stamps are no reward: %v", err)
	}
	a = apply(t, e, a, "e", day("2026-02-20"), presetOrder("e", "500"))
	if err := redeem(a, 11); !errors.Is(err, loyalty.ErrLimit) {
		t.Errorf("eleven stamps are no reward: %v", err)
	}
	if err := redeem(a, 10); err != nil {
		t.Error(err)
	}
	// A year after the last order, all together.
	if diff := cmp.Diff([]loyalty.Lapse{{At: day("2027-02-21"), Points: 10}}, presetLocal(a.Lapsing(day("2026-03-01"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses (-want +got):\n%s", diff)
	}
	// When the first order of the day comes back, the second may have the stamp.
	a = apply(t, e, a, "f", day("2026-02-21"), presetOrder("a", "0"))
	a = apply(t, e, a, "g", day("2026-02-21"), presetOrder("b", "901"))
	if got := a.Balance(day("2026-02-28")).Available; got != 10 {
		t.Errorf("%d stamps, want 10", got)
	}
}

func TestTieredClubStory(t *testing.T) {
	e := compile(t, loyalty.TieredClub("Asia/Tokyo", "JPY", dec("100")))
	perks := func(tier, total string) (lines []string) {
		cart := perkCart(total, "600")
		cart.Tier = tier
		p, err := e.Benefits(loyalty.NewAccount("haru"), cart)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Benefits {
			lines = append(lines, perkLine(p.Benefits[i]))
		}
		return append(lines, p.Off().String())
	}
	for _, tt := range []struct {
		reason, tier, total string
		want                []string
	}{
		{"silver, below the minimum", "silver", "4520", []string{"shipping too_little 0 missing 480", "birthday no_birthday 0", "0"}},
		{"silver, from the minimum", "silver", "5000", []string{"shipping granted 600", "birthday no_birthday 0", "600"}},
		{"gold has shipping free of a minimum", "gold", "4520", []string{
			"discount too_little 0 missing 480", "shipping granted 600", "early granted 0", "evening granted 0", "birthday no_birthday 0", "600"}},
		{"gold, 5% of 5,019 is 250.95", "gold", "5019", []string{
			"discount granted 250 missing 14981", "shipping granted 600", "early granted 0", "evening granted 0", "birthday no_birthday 0", "850"}},
		{"gold, 8% of 20,000", "gold", "20000", []string{
			"discount granted 1600", "shipping granted 600", "early granted 0", "evening granted 0", "birthday no_birthday 0", "2200"}},
	} {
		if diff := cmp.Diff(tt.want, perks(tt.tier, tt.total)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
	opening, err := e.Opens(loyalty.NewAccount("haru"), loyalty.Sale{Public: day("2026-09-12").Add(10 * time.Hour), Tier: "gold"}, day("2026-09-01"))
	if want := day("2026-09-10").Add(10 * time.Hour); err != nil || !opening.At.Equal(want) {
		t.Errorf("%v, %v, want %v", opening, err, want)
	}
}

func TestJapaneseProgramStory(t *testing.T) {
	e := compile(t, loyalty.JapaneseProgram())
	a := loyalty.NewAccount("haru")
	// 10,000 yen without tax: 100 normal points, and 200 limited ones.
	a = apply(t, e, a, "1", day("2026-05-10"), presetOrder("a", "10099", loyalty.CampaignTag))
	if diff := cmp.Diff(loyalty.Balance{Pending: 300, Earned: 300}, a.Balance(day("2026-05-24"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// They open on the 25th; the limited ones are good to the end of June.
	if diff := cmp.Diff([]loyalty.Lapse{{day("2026-07-01"), 200}, {day("2027-06-01"), 100}}, presetLocal(a.Lapsing(day("2026-05-25"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses (-want +got):\n%s", diff)
	}
	// Limited points are used first. An order extends the normal ones only.
	a = apply(t, e, a, "2", day("2026-06-01"), loyalty.Redeem{Points: 150, Total: dec("150")})
	a = apply(t, e, a, "3", day("2026-06-20"), presetOrder("b", "3000"))
	if diff := cmp.Diff([]loyalty.Lapse{{day("2026-07-01"), 50}, {day("2027-07-01"), 130}}, presetLocal(a.Lapsing(day("2026-06-20"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses after an order (-want +got):\n%s", diff)
	}
	// Limited points that can be used from 6 July on are good to the end of August.
	a = apply(t, e, a, "c", day("2026-06-21"), presetOrder("c", "1000", loyalty.CampaignTag))
	if diff := cmp.Diff([]loyalty.Lapse{{day("2026-07-01"), 50}, {day("2026-09-01"), 20}, {day("2027-07-01"), 140}}, presetLocal(a.Lapsing(day("2026-06-21"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses after a campaign (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(loyalty.Balance{Available: 130, Pending: 30, Earned: 360, Spent: 150, Lapsed: 50}, a.Balance(day("2026-07-05"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// 300 limited points for the birthday, at once, to the end of next month.
	a = apply(t, e, a, "4", day("2026-07-05"), loyalty.Enrol{Birthday: "1990-07-31"})
	a = apply(t, e, a, "5", day("2026-08-01"), loyalty.Activity{Kind: "birthday"})
	if diff := cmp.Diff([]loyalty.Lapse{{day("2026-09-01"), 20}, {day("2026-10-01"), 300}, {day("2027-07-01"), 140}}, presetLocal(a.Lapsing(day("2026-08-01"), day("2030-01-01")))); diff != "" {
		t.Errorf("lapses after the birthday (-want +got):\n%s", diff)
	}
}
