package loyalty

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Tiers are listed as the ladder goes up, without any first, and those that it
// does not have last.
func TestTierCounts(t *testing.T) {
	e := &Engine{editions: []edition{{Edition: &Edition{Ladder: Ladder{Tiers: []Tier{{ID: "silver"}, {ID: "gold"}}}}, from: firstInstant - 1}}}
	g := &indicators{e: e, bounds: []instant{0, 1}, tiers: map[string]int{"gold": 1, "": 7, "bronze": 2, "silver": 3, "amber": 1}}
	want := []TierCount{{"", 7}, {"silver", 3}, {"gold", 1}, {"amber", 1}, {"bronze", 2}}
	if diff := cmp.Diff(want, g.tierCounts()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Where members end is counted by both tiers.
func TestTierShifts(t *testing.T) {
	var tally = impactTally{change: &RuleChange{Top: 1}, tiers: map[TierShift]int{}}
	for _, m := range []MemberImpact{
		{ID: "a", Old: Outcome{Tier: "gold"}, New: Outcome{Tier: "silver"}},
		{ID: "b", Old: Outcome{Tier: "gold"}, New: Outcome{Tier: "gold"}},
		{ID: "c", Old: Outcome{Tier: "gold"}, New: Outcome{Tier: "silver"}},
		{ID: "d", New: Outcome{Tier: "silver"}},
	} {
		if err := tally.member(&m); err != nil {
			t.Fatal(err)
		}
	}
	want := []TierShift{{"", "silver", 1}, {"gold", "gold", 1}, {"gold", "silver", 2}}
	if diff := cmp.Diff(want, tally.finish().Tiers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A ledger that is used again has nothing left of the account before.
func TestLedgerAgain(t *testing.T) {
	e, err := Compile(Program{Version: 1, Zone: "UTC", Currency: "EUR", Editions: []Edition{{
		ID:   "2026",
		Earn: []EarnRule{{ID: "base", Award: one, Per: one}},
		Life: Life{AtOnce: true}, Refund: RefundRule{Shortfall: Owe}, Ladder: Ladder{Tiers: []Tier{{ID: "gold"}}},
	}}}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	at := func(days int) time.Time { return time.Date(2026, 4, days, 0, 0, 0, 0, time.UTC) }
	order := Order{ID: "x", Lines: []Line{{Amount: one.Shift(2)}}}
	r, err := e.Replay("a", slices.Values([]Event{
		{ID: "1", At: at(1), Data: Enrol{Birthday: "04-01"}},
		{ID: "2", At: at(2), Data: order},
		{ID: "3", At: at(3), Data: Hold{Points: 10, Until: at(4)}},
		{ID: "4", At: at(5), Data: Redeem{Points: 20}},
		{ID: "5", At: at(6), Data: SetTier{Tier: "gold"}},
		{ID: "6", At: at(7), Data: Order{ID: "x"}},
		{ID: "7", At: at(8), Data: Close{}},
	}))
	if err != nil || len(r.Refused) > 0 {
		t.Fatal(r.Refused, err)
	}
	l := r.Account.l
	l.again("b")
	got, want := reflect.ValueOf(*l), reflect.ValueOf(*newLedger("b"))
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		switch f := got.Field(i); f.Kind() {
		case reflect.Slice, reflect.Map:
			if f.Len() != 0 {
				t.Errorf("%s has %d left", name, f.Len())
			}
		default:
			if !f.Equal(want.Field(i)) {
				t.Errorf("%s is %v", name, f)
			}
		}
	}
}

// Bands have no gap and no overlap, and every number is in its own.
func TestGainBands(t *testing.T) {
	last := Points(-1 << 62)
	for i := range 2*len(bandBounds) + 1 {
		from, to := bandAt(i)
		if from >= to || i > 0 && from != last || bandOf(from) != i || bandOf(to-1) != i {
			t.Errorf("band %d: [%d, %d) after %d", i, from, to, last)
		}
		last = to
	}
	for _, tt := range []struct{ gain, from, to Points }{{0, 0, 1}, {1, 1, 2}, {4, 2, 5}, {-4, -4, -1}, {-5, -9, -4}, {50, 50, 100}, {1e12, 1e9, 1<<63 - 1}} {
		if from, to := bandAt(bandOf(tt.gain)); from != tt.from || to != tt.to {
			t.Errorf("%d is in [%d, %d), want [%d, %d)", tt.gain, from, to, tt.from, tt.to)
		}
	}
}
