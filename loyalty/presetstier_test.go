package loyalty_test

import (
	"fmt"
	"testing"

	"github.com/retentionkit/retention/loyalty"
)

// Stories of presets in which tiers matter.

// presetEarns applies an order and returns what it earns.
func presetEarns(t *testing.T, e *loyalty.Engine, a *loyalty.Account, date, net string, tags ...string) (points loyalty.Points) {
	t.Helper()
	next, d, err := e.Apply(*a, loyalty.Event{ID: date, At: day(date), Data: presetOrder(date, net, tags...)})
	if err != nil {
		t.Fatal(err)
	}
	*a = next
	for _, s := range d.Steps {
		points += s.Points
	}
	return points
}

func TestPointsProgramTiers(t *testing.T) {
	e := compile(t, loyalty.PointsProgram("Asia/Tokyo", "JPY", dec("100")))
	a := loyalty.NewAccount("haru")
	for _, tt := range []struct {
		date, net string
		want      loyalty.Points
		reason    string
	}{
		{"2026-01-10", "60000", 600, "600 points; silver from the 25th, when it is final"},
		{"2026-01-24", "1234", 12, "not silver yet"},
		{"2026-01-25", "1234", 12 + 6, "silver: half of 12 more"},
		{"2026-02-01", "37532", 375 + 187, "silver: half of 375, rounded down; 100,000 yen with it"},
		{"2026-02-15", "1000", 10 + 5, "still silver"},
		{"2026-02-16", "1000", 10 + 10, "gold, when the order of the 1st is final"},
		{"2027-01-10", "1000", 10 + 10, "gold for a year from the day it was earned on"},
	} {
		if got := presetEarns(t, e, &a, tt.date, tt.net); got != tt.want {
			t.Errorf("%s: %d points, want %d: %s", tt.date, got, tt.want, tt.reason)
		}
	}
}

func TestJapaneseProgramRanks(t *testing.T) {
	e := compile(t, loyalty.JapaneseProgram())
	a := loyalty.NewAccount("haru")
	for _, tt := range []struct {
		date, net string
		tags      []string
		want      loyalty.Points
		reason    string
	}{
		{"2026-05-01", "120000", nil, 1200, "enough for gold, but one order: silver from April"},
		{"2027-03-31", "1000", nil, 10, "no rank in this year"},
		{"2027-04-01", "1099", nil, 10 + 5, "silver: half of 10 more"},
		{"2027-04-02", "1000", []string{loyalty.CampaignTag}, 10 + 5 + 20, "boosters add up and do not multiply each other"},
		{"2028-01-10", "60000", nil, 600 + 300, "silver, and 60,000 yen in this year for the next"},
		{"2028-03-01", "38000", nil, 380 + 190, "the fifth order, and 100,099 yen in this year"},
		{"2028-03-31", "1000", nil, 10 + 5, "silver to the end of March"},
		{"2028-04-01", "1000", nil, 10 + 10, "gold, by amount and orders"},
		{"2029-03-31", "1000", nil, 10 + 10, "gold to the end of March"},
		{"2029-04-01", "1000", nil, 10, "2,000 yen in the year before are not enough"},
	} {
		if got := presetEarns(t, e, &a, tt.date, tt.net, tt.tags...); got != tt.want {
			t.Errorf("%s: %d points, want %d: %s", tt.date, got, tt.want, tt.reason)
		}
	}
}

func TestTieredClubTiers(t *testing.T) {
	e := compile(t, loyalty.TieredClub("Asia/Tokyo", "JPY", dec("100")))
	type bought struct{ date, net string }
	for _, tt := range []struct {
		reason string
		orders []bought
		want   map[string]string
	}{
		{"50,000 yen, final fourteen days later", []bought{{"2026-03-01", "50000"}},
			map[string]string{"2026-03-15": "", "2026-03-16": "silver", "2027-12-31": "silver", "2028-02-29": "silver", "2028-03-01": ""}},
		{"five orders, however small", []bought{{"2026-03-01", "1"}, {"2026-03-02", "1"}, {"2026-03-03", "1"}, {"2026-03-04", "1"}, {"2026-03-05", "1"}},
			map[string]string{"2026-03-19": "", "2026-03-20": "silver"}},
		{"100,000 yen and three orders, then a step down for as long again", []bought{{"2026-03-01", "40000"}, {"2026-04-01", "40000"}, {"2026-05-01", "20000"}},
			map[string]string{"2026-05-15": "silver", "2026-05-16": "gold", "2028-02-29": "gold", "2028-03-01": "silver"}},
		{"100,000 yen in one order", []bought{{"2026-03-01", "299999"}}, map[string]string{"2026-03-16": "silver"}},
		{"300,000 yen in one order", []bought{{"2026-03-01", "300000"}}, map[string]string{"2026-03-16": "gold"}},
		{"another year, another count", []bought{{"2026-12-01", "49999"}, {"2027-01-01", "1"}}, map[string]string{"2027-02-01": ""}},
	} {
		a := loyalty.NewAccount("haru")
		for _, o := range tt.orders {
			presetEarns(t, e, &a, o.date, o.net)
		}
		for date, want := range tt.want {
			perks, err := e.Benefits(a, loyalty.Cart{At: day(date), Total: dec("20000"), Shipping: dec("600")})
			if err != nil {
				t.Fatal(err)
			}
			off := map[string]string{"": "0", "silver": "600", "gold": "2200"}[want]
			if got := perks.Tier + " " + perks.Off().String(); got != fmt.Sprint(want, " ", off) {
				t.Errorf("%s: %s: %s, want %s %s", tt.reason, date, got, want, off)
			}
		}
	}
}
