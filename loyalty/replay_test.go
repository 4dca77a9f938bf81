package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func acrossReplay(t rapid.TB, e *loyalty.Engine, events []loyalty.Event) loyalty.Replayed {
	r, err := e.Replay("haru", slices.Values(events))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// acrossBytes is all that a replay says.
func acrossBytes(t rapid.TB, r loyalty.Replayed) string {
	errs := []string{}
	for _, err := range r.Refused {
		errs = append(errs, err.Error())
	}
	return acrossJSON(t, []any{slices.Collect(r.Account.Entries()), r.Decisions, errs, r.Duplicates})
}

// The order in which events arrive never shows.
func TestReplayOfAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e, events := acrossEngine(rt, t), acrossEvents(rt, "events")
		for i := range events { // zones and what a ledger does not keep do not count
			if rapid.Bool().Draw(rt, "twice") {
				again := events[i]
				again.At = again.At.UTC().Add(time.Duration(rapid.IntRange(0, 999).Draw(rt, "nanoseconds")))
				again.Posted = again.At.Add(time.Hour)
				events = append(events, again)
			}
		}
		want := acrossBytes(rt, acrossReplay(rt, e, events))
		got := acrossBytes(rt, acrossReplay(rt, e, rapid.Permutation(events).Draw(rt, "order")))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// A replay is what a shop's ledger says that was told everything in time.
func TestReplayIsApplyInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e, events := acrossEngine(rt, t), acrossEvents(rt, "events")
		events = slices.DeleteFunc(events, func(ev loyalty.Event) bool { return ev.Data == nil })
		slices.SortStableFunc(events, func(a, b loyalty.Event) int {
			if c := a.At.Compare(b.At); c != 0 {
				return c
			}
			return strings.Compare(a.ID, b.ID)
		})
		// Two of one instant and ID may be in either order: leave the first.
		events = slices.CompactFunc(events, func(a, b loyalty.Event) bool { return a.ID == b.ID && a.At.Equal(b.At) })
		r := acrossReplay(rt, e, events)
		live, refused := acrossLive(rt, e, "haru", events)
		if diff := cmp.Diff(slices.Collect(live.Entries()), slices.Collect(r.Account.Entries())); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
		if len(r.Refused) != refused || len(r.Refused)+len(r.Decisions)+r.Duplicates != len(events) {
			rt.Fatalf("%d refused of %d, want %d; %d decided, %d duplicates", len(r.Refused), len(events), refused, len(r.Decisions), r.Duplicates)
		}
		at := acrossTime(rt)
		folded, err := loyalty.Fold("haru", slices.Collect(r.Account.Entries()))
		if err != nil {
			rt.Fatal(err)
		}
		for _, w := range r.Account.Wallets() {
			if diff := cmp.Diff(folded.Wallet(w).Lots(at), r.Account.Wallet(w).Lots(at)); diff != "" {
				rt.Fatalf("wallet %q (-folded +replayed):\n%s", w, diff)
			}
		}
	})
}

// What a replay returns is the caller's to change: nothing of it is shared.
func TestReplayIsNotShared(t *testing.T) {
	e := compile(t, simple())
	r := acrossReplay(t, e, []loyalty.Event{
		{ID: "1", At: day("2026-04-01"), Data: order("x", "1000")},
		{ID: "2", At: day("2026-04-02"), Data: order("y", "3000")},
	})
	if r.Decisions[0].Steps[0].Points != 10 || r.Decisions[1].Steps[0].Points != 30 {
		t.Errorf("steps %v", r.Decisions)
	}
	want := slices.Collect(r.Account.Entries())
	for i := range r.Decisions {
		clear(r.Decisions[i].Entries)
	}
	if diff := cmp.Diff(want, slices.Collect(r.Account.Entries())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReplayRefuses(t *testing.T) {
	e := compile(t, simple())
	t0 := day("2026-04-01")
	earn := loyalty.Event{ID: "1", At: t0, Data: order("x", "1000")}
	tests := []struct {
		reason string
		event  loyalty.Event
		want   error // nil: accepted, or a duplicate
	}{
		{"the same again", earn, nil},
		{"the same, posted later", loyalty.Event{ID: "1", At: t0, Posted: t0.Add(time.Hour), Data: order("x", "1000")}, nil},
		{"other content", loyalty.Event{ID: "1", At: t0.Add(time.Hour), Data: order("x", "2000")}, loyalty.ErrConflict},
		{"another time", loyalty.Event{ID: "1", At: t0.Add(time.Hour), Data: order("x", "1000")}, loyalty.ErrConflict},
		{"too few points", loyalty.Event{ID: "2", At: t0.Add(time.Hour), Data: loyalty.Redeem{Points: 11}}, loyalty.ErrInsufficient},
		{"before there were points", loyalty.Event{ID: "2", At: t0.Add(-time.Hour), Posted: t0.Add(time.Hour), Data: loyalty.Redeem{Points: 1}}, loyalty.ErrInsufficient},
		{"two accounts", loyalty.Event{ID: "2", At: t0.Add(time.Hour), Data: loyalty.Transfer{To: "yu", Points: 1}}, loyalty.ErrEvent},
		{"a number of another ledger", loyalty.Event{ID: "2", At: t0.Add(time.Hour), Data: loyalty.Extend{Lots: []uint64{2}}}, loyalty.ErrEvent},
		{"all lots", loyalty.Event{ID: "2", At: t0.Add(time.Hour), Data: loyalty.Extend{}}, nil},
		{"no time", loyalty.Event{ID: "2", Data: loyalty.Redeem{Points: 1}}, loyalty.ErrTime},
		{"no data", loyalty.Event{ID: "2", At: t0}, loyalty.ErrEvent},
	}
	for _, tt := range tests {
		r := acrossReplay(t, e, []loyalty.Event{tt.event, earn})
		switch {
		case tt.want == nil && len(r.Refused) == 0 && len(r.Decisions)+r.Duplicates == 2:
		case tt.want != nil && len(r.Refused) == 1 && errors.Is(r.Refused[0], tt.want) && r.Refused[0].Event == tt.event.ID && len(r.Decisions) == 1:
		default:
			t.Errorf("%s: refused %v, %d decisions, %d duplicates", tt.reason, r.Refused, len(r.Decisions), r.Duplicates)
		}
		if b := r.Account.Balance(t0.AddDate(0, 0, 1)); b.Earned != 10 || b.Available != 10 {
			t.Errorf("%s: %+v", tt.reason, b)
		}
	}
}

// What other accounts are told is the same in whatever zone an instant was
// given.
func TestReplayFollows(t *testing.T) {
	e := compile(t, simple())
	at := day("2026-04-02")
	events := []loyalty.Event{
		{ID: "1", At: day("2026-04-01"), Data: loyalty.Enrol{Referrer: "yu"}},
		{ID: "2", At: at, Data: order("x", "1000")},
	}
	want := acrossReplay(t, e, events)
	if len(want.Decisions) != 2 || len(want.Decisions[1].Follow) != 1 {
		t.Fatalf("%+v", want)
	}
	events[1].At = at.UTC().Add(999)
	if diff := cmp.Diff(acrossBytes(t, want), acrossBytes(t, acrossReplay(t, e, events))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A refused event counts once, however often it was told.
func TestReplayRefusesOnce(t *testing.T) {
	ev := loyalty.Event{ID: "1", At: day("2026-04-01"), Data: loyalty.Redeem{Points: 1}}
	r := acrossReplay(t, compile(t, simple()), []loyalty.Event{ev, ev, ev})
	if len(r.Refused) != 1 || r.Duplicates != 2 {
		t.Errorf("%d refused, %d duplicates", len(r.Refused), r.Duplicates)
	}
}

func ExampleEngine_Replay() {
	engine, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	// The order was told a day late, after the redemption that it pays for.
	r, err := engine.Replay("haru", slices.Values([]loyalty.Event{
		{ID: "2", At: day("2026-04-02"), Data: loyalty.Redeem{Points: 30}},
		{ID: "3", At: day("2026-04-03"), Data: loyalty.Redeem{Points: 90}},
		{ID: "1", At: day("2026-04-01"), Data: order("x", "10000")},
		{ID: "1", At: day("2026-04-01"), Data: order("x", "10000")},
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("available:", r.Account.Balance(day("2026-04-04")).Available)
	fmt.Println("decided:", len(r.Decisions), "duplicates:", r.Duplicates)
	fmt.Println(r.Refused[0])
	// Output:
	// available: 70
	// decided: 2 duplicates: 1
	// loyalty: account "haru": event "3": not enough points: 90 needed, 70 available
}

func BenchmarkReplay(b *testing.B) {
	e := compile(b, simple(acrossRules))
	for _, n := range []int{50, 500, 5000} {
		events := acrossHistory(7, n)
		b.Run(fmt.Sprint("events=", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Replay("haru", slices.Values(events)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
