package loyalty_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// A tier is told by the ladder in force at the instant that is spoken of, which may
// be another than it was earned by.
func TestStandingByTheLadderInForce(t *testing.T) {
	p := tierShop()
	next := p.Editions[0]
	next.ID, next.From = "2027", day("2027-04-01")
	next.Ladder.Tiers = []loyalty.Tier{tierOf("bronze", "10"), tierOf("silver", "1000"), tierOf("gold", "3000")}
	next.Ladder.Tiers[1].Name = retention.Text{English: "Silver Club"}
	next.Ladder.Tiers[1].Benefits = []loyalty.Benefit{{ID: "tea", FreeShipping: &loyalty.FreeShipping{}}}
	p.Editions = append(p.Editions, next)
	e := compile(t, p)
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("x", "3000"))
	a = apply(t, e, a, "2", day("2026-06-01"), loyalty.SetTier{Tier: "silver", Exact: true, Until: day("2027-06-01"), Reason: "abuse"})
	byHand := loyalty.Why{At: day("2026-06-01"), Edition: "2026", Tier: "silver", ByHand: true, Exact: true, Reason: "abuse"}
	for _, tt := range []struct {
		on     string
		want   loyalty.Standing
		reason string
	}{
		{"2026-07-01", loyalty.Standing{Tier: "silver", Since: day("2026-06-01"), Until: day("2028-01-01"), Coming: "gold", From: day("2027-06-01"), Why: byHand},
			"the edition to come puts a tier below silver, which is no rise; gold is named by that edition's places"},
		{"2027-05-01", loyalty.Standing{
			Tier: "silver", Name: next.Ladder.Tiers[1].Name, Benefits: next.Ladder.Tiers[1].Benefits,
			Since: day("2026-06-01"), Until: day("2028-01-01"), Coming: "gold", From: day("2027-06-01"), Why: byHand,
		}, "given by an edition that had no name and no benefits for it"},
	} {
		if diff := cmp.Diff(tt.want, e.Standing(a, day(tt.on))); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", tt.on, tt.reason, diff)
		}
	}
	e.Standing(a, day("2027-05-01")).Benefits[0].ID = "coffee"
	if got := e.Standing(a, day("2027-05-01")).Benefits[0].ID; got != "tea" {
		t.Errorf("the program's benefit became %q", got)
	}
	b := apply(t, e, loyalty.NewAccount("yuki"), "1", day("2026-05-01"), order("x", "3000"))
	b = apply(t, e, b, "2", day("2026-06-01"), loyalty.SetTier{Tier: "silver"})
	if s := e.Standing(b, day("2026-07-01")); !s.Until.Equal(day("2028-01-01")) || s.Projected != "silver" {
		t.Errorf("until %v, then %q, not silver by its place in the ladder of then", s.Until, s.Projected)
	}
}

// A program that has lost the tier that a member is held to says what was given.
func TestStandingOfALostTier(t *testing.T) {
	black := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.Tiers = append(ed.Ladder.Tiers, loyalty.Tier{ID: "black"}) }))
	a := apply(t, black, loyalty.NewAccount("haru"), "1", day("2026-02-01"), loyalty.SetTier{Tier: "black", Exact: true, Reason: "invited"})
	want := loyalty.Standing{Why: loyalty.Why{At: day("2026-02-01"), Edition: "2026", Tier: "black", ByHand: true, Exact: true, Reason: "invited"}}
	if diff := cmp.Diff(want, compile(t, tierShop()).Standing(a, day("2026-03-01"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is posted late changes nothing before that.
func TestStandingSinceItWasPosted(t *testing.T) {
	e := compile(t, tierShop())
	given := loyalty.Event{ID: "1", At: day("2026-02-01"), Posted: day("2026-02-10"), Data: loyalty.SetTier{Tier: "silver"}}
	taken := loyalty.Event{ID: "2", At: day("2026-03-01"), Posted: day("2026-03-10"), Data: loyalty.SetTier{}}
	a := loyalty.NewAccount("haru")
	for _, tt := range []struct {
		event loyalty.Event
		tier  string
		since time.Time
	}{{given, "silver", given.Posted}, {taken, "", taken.Posted}} {
		a = apply(t, e, a, tt.event.ID+" between", tt.event.At.AddDate(0, 0, 4), order(tt.event.ID, "10")) // a turn to look at
		next, _, err := e.Apply(a, tt.event)
		if err != nil {
			t.Fatal(err)
		}
		a = next
		if s := e.Standing(a, day("2026-04-01")); s.Tier != tt.tier || !s.Since.Equal(tt.since) {
			t.Errorf("%q since %v, not %q since %v", s.Tier, s.Since, tt.tier, tt.since)
		}
	}
}

// Of two reasons for one tier, the one that lasts longer is told.
func TestStandingWhy(t *testing.T) {
	e := compile(t, tierShop())
	for _, tt := range []struct {
		until  string
		byHand bool
	}{
		{"2027-12-31", false}, // earned: to the end of 2027
		{"2028-01-01", false}, // just as long, and earned before
		{"2028-01-02", true},
	} {
		a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-02-01"), order("x", "1000"))
		a = apply(t, e, a, "2", day("2026-03-01"), loyalty.SetTier{Tier: "silver", Until: day(tt.until)})
		s := e.Standing(a, day("2026-04-01"))
		end := day("2028-01-01")
		if tt.byHand {
			end = day(tt.until)
		}
		if s.Why.ByHand != tt.byHand || !s.Until.Equal(end) {
			t.Errorf("given until %s: by hand %t, until %v, not %t, %v", tt.until, s.Why.ByHand, s.Until, tt.byHand, end)
		}
	}
}

// What the needs came to is what is known now of the window then.
func TestStandingMet(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) { ed.Ladder.Window = loyalty.Window{Anniversary: 12} }))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2025-06-01"), order("x", "500"))
	a = apply(t, e, a, "2", day("2026-01-10"), order("y", "1000"))
	a = apply(t, e, a, "3", day("2026-01-10"), order("z", "300")) // at the moment itself
	met := func(on string) string { return e.Standing(a, day(on)).Why.Met[0].Have.String() }
	for _, on := range []string{"2026-01-10", "2026-01-20"} {
		if got := met(on); got != "1300" {
			t.Errorf("on %s: %s, not the 1300 of 2026", on, got)
		}
	}
	a = apply(t, e, a, "4", day("2026-02-01"), loyalty.Enrol{})
	if got := met("2026-02-02"); got != "1800" {
		t.Errorf("%s, not the 1800 of the year before the member joined", got)
	}
}

// Who joins late may have had a tier by other periods, and has it still to come by
// those of the membership.
func TestStandingOfWhoJoinsLate(t *testing.T) {
	e := compile(t, tierShop(func(ed *loyalty.Edition) {
		ed.Ladder.Window, ed.Ladder.NextPeriod = loyalty.Window{Anniversary: 12}, true
	}))
	bought := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-05-01"), order("x", "3000"))
	if s := e.Standing(bought, day("2026-05-02")); s.Coming != "gold" || !s.From.Equal(day("2027-01-01")) {
		t.Errorf("%q from %v, not gold with the next year", s.Coming, s.From)
	}
	a := apply(t, e, bought, "2", day("2027-03-01"), loyalty.Enrol{})
	if s := e.Standing(a, day("2027-04-01")); s.Tier != "gold" || !s.Since.Equal(day("2027-01-01")) {
		t.Errorf("%q since %v, not gold since the year began", s.Tier, s.Since)
	}
	a, _, err := e.Apply(bought, loyalty.Event{ID: "2", At: day("2026-02-10"), Posted: day("2026-06-01"), Data: loyalty.Enrol{}})
	if err != nil {
		t.Fatal(err)
	}
	if s := e.Standing(a, day("2026-07-01")); s.Coming != "gold" || !s.From.Equal(day("2027-02-10")) {
		t.Errorf("%q from %v, not gold from the next year of membership", s.Coming, s.From)
	}
}
