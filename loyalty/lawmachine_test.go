package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// lawTwins is an account beside its twin.
type lawTwins struct {
	*lawWorld
	twin  *twin
	trail []*twin // after each accepted event
}

// same applies an event to the twin too, and wants the same of it.
func (w *lawTwins) same(rt *rapid.T, ev loyalty.Event, err error) {
	told := ev
	if x, ok := ev.Data.(loyalty.Extend); ok && len(x.Lots) > 0 {
		x.Lots = []uint64{w.place(x.Lots[0])}
		told.Data = x
	}
	want := w.twin.apply(told)
	if want == nil && err == nil {
		w.trail = append(w.trail, w.twin.clone())
		return
	}
	if want == nil || !errors.Is(err, want) {
		rt.Fatalf("%+v: want %v, got %v", ev, want, err)
	}
	var refused *loyalty.Error
	if !errors.As(err, &refused) || refused.Account != "haru" || refused.Event != ev.ID {
		rt.Fatalf("%+v: %#v does not tell where", ev, err)
	}
}

// place returns a lot's place among all, which is its name for the twin.
func (w *lawTwins) place(seq uint64) (n uint64) {
	for _, wallet := range []string{"", "limited"} {
		for _, l := range w.account.Wallet(wallet).Lots(w.account.Posted()) {
			if l.Seq < seq {
				n++
			}
		}
	}
	return n
}

// look compares the account with a twin whose clock shows that hour.
func (w *lawTwins) look(rt *rapid.T, twin *twin, hour int64) {
	for _, wallet := range []string{"", "limited"} {
		view := w.account.Wallet(wallet)
		want, got := loyalty.Balance{}, view.Balance(lawHour(hour))
		wantLots, gotLots := []loyalty.Lot(nil), view.Lots(lawHour(hour))
		if twin != nil {
			want, wantLots = twin.balance(wallet), twin.show(wallet)
		}
		for i := range gotLots {
			gotLots[i].Seq = 0
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("wallet %q at hour %d, last event %+v: balance (-want +got):\n%s", wallet, hour, w.events[max(len(w.events)-1, 0):], diff)
		}
		if !slices.Equal(wantLots, gotLots) {
			rt.Fatalf("wallet %q at hour %d, last event %+v: lots (-want +got):\n%s", wallet, hour, w.events[max(len(w.events)-1, 0):], cmp.Diff(wantLots, gotLots))
		}
	}
}

// lookAround compares now, in the past and in the future.
func (w *lawTwins) lookAround(rt *rapid.T) {
	if len(w.trail) == 0 {
		w.look(rt, nil, 0)
		return
	}
	now := w.trail[len(w.trail)-1]
	w.look(rt, now, now.now)
	then := now.now - int64(1+acrossAny(rt, "hours ago", 400))
	var past *twin
	for _, p := range w.trail {
		if p.now <= then {
			past = p
		}
	}
	if past != nil {
		past = past.clone()
		for past.now < then {
			past.tick()
		}
	}
	w.look(rt, past, then)
	future := now.clone()
	for range rapid.IntRange(0, 3).Draw(rt, "looks ahead") {
		for range lawAny(rt, "hours ahead", []int{1, 3, 10, 24, 100, 500}) {
			future.tick()
		}
		w.look(rt, future, future.now)
	}
}

// bad draws an event that must be refused, or changes nothing.
func (w *lawTwins) bad(rt *rapid.T) loyalty.Event {
	ev := loyalty.Event{ID: fmt.Sprintf("bad%d", w.number), At: w.now}
	w.number++
	have := w.account.Balance(w.now).Available
	held := "none"
	for id := range w.twin.held {
		held = max(held, id)
	}
	ev.Data = lawAny(rt, "bad", []loyalty.Data{
		loyalty.Redeem{Points: have + 1}, loyalty.Redeem{Points: 0}, loyalty.Redeem{Points: -5}, loyalty.Redeem{Points: 2},
		loyalty.Hold{Points: have + 1, Until: w.now.Add(time.Hour)}, loyalty.Hold{Points: 5, Until: w.now},
		loyalty.Commit{Hold: held, Points: 1 << 40}, loyalty.Commit{Hold: held, Points: -1}, loyalty.Commit{Hold: "none"}, loyalty.Release{Hold: "none"}, loyalty.Release{Hold: held},
		loyalty.Cancel{Redemption: "none"}, loyalty.Cancel{Redemption: held, Points: 1}, loyalty.Settle{Kind: "order", Ref: "none"},
		loyalty.Adjust{}, loyalty.Adjust{Points: -have - 1}, loyalty.Adjust{Points: 1, Closes: w.now},
		loyalty.Enrol{Birthday: "02-30"},
	})
	return ev
}

// The ledger agrees with its twin on every event and every instant.
func TestLawTwin(t *testing.T) {
	accepted, denied := map[string]int{}, map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		w := &lawTwins{lawWorld: lawNew(rt)}
		w.twin = newTwin(w.program)
		defer func() {
			for k, n := range w.accepted {
				accepted[k] += n
			}
			for k, n := range w.denied {
				denied[k] += n
			}
		}()
		live := func(rt *rapid.T) {
			switch n := acrossAny(rt, "what", 10); {
			case n == 0:
				ev := w.bad(rt)
				w.same(rt, ev, w.apply("bad", ev))
			case n == 1 && len(w.events) > 0:
				ev := lawAny(rt, "event", w.events)
				if other := rapid.Bool().Draw(rt, "other content"); other {
					ev.At = ev.At.Add(-time.Hour)
				}
				ev.Posted = time.Time{}
				w.same(rt, ev, w.apply("again", ev))
			case n == 2 && len(w.events) > 15 && acrossAny(rt, "stay", 3) == 0:
				ev, err := w.step(rt, "close")
				w.same(rt, ev, err)
			default:
				ev, err := w.step(rt, lawAny(rt, "kind", lawKinds))
				w.same(rt, ev, err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){"": w.lookAround, "live": live})
	})
	t.Logf("accepted %v\nrefused %v", accepted, denied)
}
