package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// The laws of the ledger. L23 and L24 are about transfers and caps.

// lawInstants are moments around a life: long ago, at each entry and just
// before, and in the future.
func lawInstants(rt *rapid.T, w *lawWorld) []time.Time {
	at := []time.Time{lawStart.AddDate(-1, 0, 0), w.now, w.now.Add(time.Duration(rapid.IntRange(1, 2000).Draw(rt, "ahead")) * time.Hour), w.now.AddDate(50, 0, 0)}
	for range 3 {
		posted := lawAny(rt, "then", w.trail).Posted()
		if !posted.IsZero() {
			at = append(at, posted, posted.Add(-time.Microsecond), posted.Add(time.Hour))
		}
	}
	return at
}

// lawAmounts compares amounts inside of decisions.
var lawAmounts = cmp.Comparer(func(a, b retention.Amount) bool { return a.Compare(b) == 0 })

// lawView is all that can be seen of an account at an instant.
type lawView struct {
	Wallets  []string
	Balances []loyalty.Balance
	Lots     [][]loyalty.Lot
}

func lawSee(a loyalty.Account, at time.Time) (v lawView) {
	v.Wallets = a.Wallets()
	for _, name := range v.Wallets {
		v.Balances = append(v.Balances, a.Wallet(name).Balance(at))
		v.Lots = append(v.Lots, a.Wallet(name).Lots(at))
	}
	return v
}

// lawSame wants two accounts to look the same at some instants.
func lawSame(rt *rapid.T, why string, a, b loyalty.Account, at ...time.Time) {
	for _, at := range at {
		if diff := cmp.Diff(lawSee(a, at), lawSee(b, at)); diff != "" {
			rt.Fatalf("%s, at %v (-want +got):\n%s", why, at, diff)
		}
	}
}

// do is an event that must be accepted, now.
func (w *lawWorld) do(rt *rapid.T, a loyalty.Account, id string, data loyalty.Data) loyalty.Account {
	next, _, err := w.engine.Apply(a, loyalty.Event{ID: id, At: w.now, Data: data})
	if err != nil {
		rt.Fatalf("%s: %v", id, err)
	}
	return next
}

// L1 Conservation per lot: granted = remaining + held + spent + lapsed + clawed
// + repaid, all at least 0.
// L2 Conservation per account: earned + debt = pending + available + held +
// spent + lapsed + clawed back.
// L4 No debt unless policy; debt > 0 means that nothing is available.
// L5 Pending points are never held, spent or used for debt; nothing remains in
// a lot at or after Closes.
func TestLawConservation(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawNew(rt)
		mayOwe := slices.ContainsFunc(w.program.Editions, func(ed loyalty.Edition) bool { return ed.Refund.Shortfall == loyalty.Owe })
		kinds := slices.Concat(lawKinds, lawKinds, []string{"close"})
		for range 1 + acrossAny(rt, "events", 30) {
			w.step(rt, lawAny(rt, "kind", kinds))
			for _, name := range w.account.Wallets() {
				lawConserved(rt, w.account.Wallet(name), w.now, mayOwe)
			}
		}
		for _, at := range lawInstants(rt, w) {
			for _, name := range w.account.Wallets() {
				lawConserved(rt, w.account.Wallet(name), at, mayOwe)
			}
		}
	})
}

type lawFatal interface{ Fatalf(string, ...any) }

func lawConserved(t lawFatal, view loyalty.Wallet, at time.Time, mayOwe bool) {
	b := view.Balance(at)
	sums := loyalty.Balance{Debt: b.Debt, Clawed: b.Clawed, Earned: b.Earned, Received: b.Received}
	clawed, granted := loyalty.Points(0), loyalty.Points(0)
	for _, l := range view.Lots(at) {
		for _, n := range []loyalty.Points{l.Granted, l.Remaining, l.Held, l.Spent, l.Sent, l.Lapsed, l.Clawed, l.Repaid} {
			if n < 0 {
				t.Fatalf("at %v: below zero: %+v", at, l)
			}
		}
		if l.Granted != l.Remaining+l.Held+l.Spent+l.Sent+l.Lapsed+l.Clawed+l.Repaid {
			t.Fatalf("L1 at %v: %+v", at, l)
		}
		pending := l.Opens.IsZero() || l.Opens.After(at)
		if pending && l.Held+l.Spent+l.Sent+l.Repaid != 0 {
			t.Fatalf("L5 at %v: pending points used: %+v", at, l)
		}
		if !l.Closes.IsZero() && !l.Closes.After(at) && l.Remaining != 0 {
			t.Fatalf("L5 at %v: it has closed: %+v", at, l)
		}
		if pending {
			sums.Pending += l.Remaining
		} else {
			sums.Available += l.Remaining
		}
		sums.Held, sums.Spent, sums.Sent, sums.Lapsed = sums.Held+l.Held, sums.Spent+l.Spent, sums.Sent+l.Sent, sums.Lapsed+l.Lapsed
		clawed, granted = clawed+l.Clawed, granted+l.Granted
	}
	if sums != b || granted != b.Earned+b.Received || clawed > b.Clawed {
		t.Fatalf("at %v: lots come to %+v (granted %d, clawed %d), the balance is %+v", at, sums, granted, clawed, b)
	}
	if b.Earned+b.Received+b.Debt != b.Available+b.Pending+b.Held+b.Spent+b.Sent+b.Lapsed+b.Clawed {
		t.Fatalf("L2 at %v: %+v", at, b)
	}
	if b.Debt < 0 || b.Debt > 0 && (b.Available > 0 || !mayOwe) {
		t.Fatalf("L4 at %v: %+v", at, b)
	}
}

// L3 Clawback demand = taken + owed + claimed + absorbed by lapses; per order 0
// <= demanded <= earned; = earned when fully refunded.
// L22 Every point has a reason: the sum of step points is what is granted, and
// each entry's Cause exists.
func TestLawDemand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawNew(rt)
		type key struct{ kind, ref, rule, wallet string }
		deserved := map[key]loyalty.Points{} // as the steps of the last decision say
		for range 1 + acrossAny(rt, "events", 40) {
			ev, err := w.step(rt, lawAny(rt, "kind", lawKinds))
			if err != nil {
				continue
			}
			kind, ref := "order", ""
			switch x := ev.Data.(type) {
			case loyalty.Order:
				ref = x.ID
			case loyalty.Activity:
				kind, ref = x.Kind, x.Ref
			default:
				if len(w.last.Steps) > 0 {
					rt.Fatalf("%+v: steps of what is no deed", ev)
				}
				continue
			}
			for _, s := range w.last.Steps {
				if s.Applied() != (s.Why == loyalty.Granted || s.Why == loyalty.Capped) {
					rt.Fatalf("%+v: %d points", s, s.Points)
				}
				deserved[key{kind, ref, s.Rule, s.Wallet}] = s.Points
			}
		}
		earned, demanded, claims := map[key]loyalty.Points{}, map[key]loyalty.Points{}, map[string]loyalty.Points{}
		owed, taken := map[string]loyalty.Points{}, map[string]loyalty.Points{}
		for e := range w.account.Entries() {
			if !slices.ContainsFunc(w.events, func(ev loyalty.Event) bool { return ev.ID == e.Cause }) {
				rt.Fatalf("L22: no event %q", e.Cause)
			}
			k := key{e.Kind, e.Ref, e.Rule, e.Wallet}
			switch {
			case e.Op == loyalty.OpGrant && e.Kind != "":
				earned[k] += e.Points
			case e.Op == loyalty.OpClaw && e.Rule != "", e.Op == loyalty.OpAbsorb:
				demanded[k] += e.Points
			case e.Op == loyalty.OpOwe:
				demanded[k] += e.Points
				owed[e.Wallet] += e.Points
			case e.Op == loyalty.OpClaim:
				demanded[k] += e.Points
				claims[e.Wallet] += e.Points
			case e.Op == loyalty.OpUnowe:
				demanded[k] -= e.Points
				owed[e.Wallet] -= e.Points
			case e.Op == loyalty.OpUnclaim: // demands that are given up
				demanded[k] -= e.Points
				claims[e.Wallet] -= e.Points
			}
			if e.Op == loyalty.OpClaw && (e.Rule != "" || e.Kind == "") {
				taken[e.Wallet] += e.Points
			}
		}
		for k := range earned {
			if net := earned[k] - demanded[k]; net != deserved[k] {
				rt.Fatalf("L3, L22: %+v: earned %d, demanded %d, deserves %d", k, earned[k], demanded[k], deserved[k])
			}
		}
		for k := range deserved {
			if deserved[k] > 0 && earned[k]-demanded[k] != deserved[k] {
				rt.Fatalf("L22: %+v deserves %d", k, deserved[k])
			}
		}
		// What is taken for claims, also where a hold has timed out and no entry
		// tells, is never more than was claimed.
		for _, name := range w.account.Wallets() {
			b, lots := w.account.Wallet(name).Balance(w.now), loyalty.Points(0)
			for _, l := range w.account.Wallet(name).Lots(w.now) {
				lots += l.Clawed
			}
			if lots+owed[name] != b.Clawed {
				rt.Fatalf("L3: %d taken from lots, %d owed, %+v", lots, owed[name], b)
			}
			if recouped := lots - taken[name]; recouped < 0 || recouped > claims[name] {
				rt.Fatalf("L3: %d recouped of %d claimed", recouped, claims[name])
			}
		}
	})
}

// L6 A refused event changes nothing; inputs are never mutated.
func TestLawPure(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawNew(rt)
		at := []time.Time{lawHour(0), lawHour(100), lawHour(1000)}
		var seen [][]lawView
		for range 1 + acrossAny(rt, "events", 25) {
			before, then := w.account, w.now
			was := lawSee(before, then)
			ev, kind := w.draw(rt, lawAny(rt, "kind", lawKinds))
			told := fmt.Sprintf("%+v", ev)
			decided, errDecided := w.engine.Decide(before, ev)
			err := w.apply(kind, ev)
			for _, bad := range []loyalty.Data{
				loyalty.Redeem{Points: w.account.Balance(w.now).Available + 1}, loyalty.Commit{Hold: "none"}, loyalty.Cancel{Redemption: "none"},
				loyalty.Settle{Ref: "none"}, loyalty.Adjust{}, loyalty.Extend{Lots: []uint64{1 << 60}, Closes: w.now}, nil,
			} {
				next, d, err := w.engine.Apply(w.account, loyalty.Event{ID: "bad", At: w.now, Data: bad})
				if err == nil || len(d.Entries) > 0 || next != w.account {
					rt.Fatalf("L6: %+v: %v %+v", bad, err, d)
				}
			}
			if told != fmt.Sprintf("%+v", ev) {
				rt.Fatalf("L6: the event was mutated: %+v", ev)
			}
			if diff := cmp.Diff(was, lawSee(before, then)); diff != "" {
				rt.Fatalf("L6: %v", diff)
			}
			if fmt.Sprint(err) != fmt.Sprint(errDecided) {
				rt.Fatalf("Decide and Apply: %v, %v", errDecided, err)
			}
			if err == nil {
				if diff := cmp.Diff(decided, w.last, lawAmounts); diff != "" {
					rt.Fatalf("Decide and Apply (-decide +apply):\n%s", diff)
				}
				for i := range w.last.Entries { // they are the caller's
					w.last.Entries[i].Points += 7
				}
				var v []lawView
				for _, at := range at {
					v = append(v, lawSee(w.account, at))
				}
				seen = append(seen, v)
			}
		}
		for i, v := range seen { // what came later has not changed them
			for j, at := range at {
				if diff := cmp.Diff(v[j], lawSee(w.trail[i+1], at)); diff != "" {
					rt.Fatalf("L6: the account after event %d has changed:\n%s", i, diff)
				}
			}
		}
	})
}

// L7 Idempotency: apply(apply(s,e),e) = apply(s,e), at once or later. Other
// content under one ID is an error.
func TestLawIdempotent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawLived(rt, lawNew(rt), 25)
		for i, ev := range w.events {
			for _, a := range []loyalty.Account{w.trail[i+1], w.account} {
				late := ev
				late.Posted = w.now.AddDate(1, 0, 0)
				for _, again := range []loyalty.Event{ev, late} {
					next, d, err := w.engine.Apply(a, again)
					if err != nil || !d.Duplicate || len(d.Entries)+len(d.Steps)+len(d.Follow) > 0 || next != a {
						rt.Fatalf("L7: %+v: %+v %v", ev, d, err)
					}
				}
				other := ev
				other.At = ev.At.Add(-time.Microsecond)
				if _, _, err := w.engine.Apply(a, other); !errors.Is(err, loyalty.ErrConflict) {
					rt.Fatalf("L7: another time: %v", err)
				}
				other = ev
				other.Data = loyalty.Adjust{Points: 987654321}
				if _, _, err := w.engine.Apply(a, other); !errors.Is(err, loyalty.ErrConflict) {
					rt.Fatalf("L7: other content: %v", err)
				}
			}
		}
	})
}

// L8 Clock-path independence: at(at(s,t1),t2) = at(s,t2). Booking what time has
// brought or not changes no answer.
func TestLawClockPath(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawLived(rt, lawNew(rt), 25)
		a := w.account
		for i := range rapid.IntRange(1, 4).Draw(rt, "stops") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "hours")) * time.Hour)
			a = w.do(rt, a, fmt.Sprint("note", i), loyalty.Extend{Wallet: "nothing", Closes: w.now})
		}
		lawSame(rt, "L8", w.account, a, w.now, w.now.Add(time.Hour), w.now.Add(99*time.Hour), w.now.AddDate(9, 0, 0))
	})
}

func TestLawBooking(t *testing.T) {
	booked := 0
	rapid.Check(t, func(rt *rapid.T) {
		kinds := []string{"order", "order", "order", "edit", "redeem", "redeem", "cancel", "cancel order", "add", "settle", "extend"}
		w := lawLived(rt, lawNew(rt, loyalty.Forgive, loyalty.OwnLots), 25, kinds...)
		until := w.now.Add(time.Duration(rapid.IntRange(1, 400).Draw(rt, "hours")) * time.Hour)
		a := w.account
		for _, name := range a.Wallets() {
			was := a.Wallet(name).Lots(w.now)
			for i, l := range a.Wallet(name).Lots(until) {
				n := l.Lapsed - was[i].Lapsed
				if n == 0 || rapid.IntRange(0, 9).Draw(rt, "stop") == 0 {
					continue
				}
				e := loyalty.Entry{
					Account: "haru", Seq: a.Seq() + 1, Cause: fmt.Sprint("time@", l.Closes.UnixMicro()), Line: 1,
					Op: loyalty.OpLapse, At: l.Closes, Posted: until, Wallet: name, Lot: l.Seq, Points: n,
				}
				next, err := a.Append(e)
				if err != nil && !errors.Is(err, loyalty.ErrEntry) {
					rt.Fatal(err)
				}
				if err != nil {
					break // one before it was not booked
				}
				booked++
				wrong := e
				wrong.Seq++
				if _, err := next.Append(wrong); !errors.Is(err, loyalty.ErrEntry) {
					rt.Fatalf("L8: booked twice: %v", err)
				}
				e.Points++
				if _, err := a.Append(e); !errors.Is(err, loyalty.ErrEntry) {
					rt.Fatalf("L8: booked what did not happen: %v", err)
				}
				a = next
			}
		}
		w.now = until
		at := []time.Time{until, until.Add(time.Hour), until.AddDate(1, 0, 0)}
		lawSame(rt, "L8", w.account, a, at...)
		lawSame(rt, "L8 and on", w.do(rt, w.account, "x", order("x", "5000")), func() loyalty.Account {
			b := w.do(rt, a, "x", order("x", "5000"))
			return b
		}(), time.Time{})
	})
	t.Logf("%d lapses were booked", booked)
}
