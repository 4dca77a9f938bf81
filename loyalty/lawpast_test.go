package loyalty_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// L19 balance(t) = fold of entries posted by t, t any past moment; entries after
// t do not matter.
func TestLawPast(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawLived(rt, lawNew(rt), 25)
		for _, at := range lawInstants(rt, w) {
			var known []loyalty.Entry
			for e := range w.account.Entries() {
				if !e.Posted.After(at) {
					known = append(known, e)
				}
			}
			past, err := loyalty.Fold("haru", known)
			if err != nil {
				rt.Fatal(err)
			}
			asOf := w.account.AsOf(at)
			if past.Seq() != asOf.Seq() {
				rt.Fatalf("L19 at %v: %d entries, AsOf has %d", at, past.Seq(), asOf.Seq())
			}
			lawSame(rt, "L19 AsOf", past, asOf, at, at.Add(30*time.Hour))
			for _, name := range []string{"", "limited"} {
				if diff := cmp.Diff(past.Wallet(name).Balance(at), w.account.Wallet(name).Balance(at)); diff != "" {
					rt.Fatalf("L19 at %v (-fold +balance):\n%s", at, diff)
				}
				if diff := cmp.Diff(past.Wallet(name).Lots(at), w.account.Wallet(name).Lots(at)); diff != "" {
					rt.Fatalf("L19 at %v (-fold +lots):\n%s", at, diff)
				}
			}
		}
		for i, a := range w.trail { // nor do accounts differ that share the past
			if at := a.Posted().Add(-time.Microsecond); i > 0 {
				for _, name := range a.Wallets() {
					if diff := cmp.Diff(a.Wallet(name).Balance(at), w.account.Wallet(name).Balance(at)); diff != "" {
						rt.Fatalf("L19 at %v:\n%s", at, diff)
					}
				}
			}
		}
	})
}

// lawProbes are events that show what an account remembers.
func lawProbes(w *lawWorld) (probes []loyalty.Event) {
	id, data := 0, []loyalty.Data{order("new", "12345"), loyalty.Redeem{Points: 3}, loyalty.Close{}, loyalty.Enrol{}, loyalty.Extend{Closes: w.now.AddDate(1, 0, 0)}}
	for _, d := range w.deeds {
		if d.kind == "order" {
			data = append(data, loyalty.Order{ID: d.ref}, order(d.ref, "3456"))
		} else {
			data = append(data, loyalty.Activity{Kind: d.kind, Ref: d.ref, Void: true})
		}
		data = append(data, loyalty.Settle{Kind: d.kind, Ref: d.ref})
	}
	for _, ev := range w.events {
		probes = append(probes, ev)
		data = append(data, loyalty.Commit{Hold: ev.ID}, loyalty.Release{Hold: ev.ID}, loyalty.Cancel{Redemption: ev.ID}, loyalty.Cancel{Redemption: ev.ID, Points: 2})
	}
	for _, x := range data {
		for _, hours := range []int{0, 40} {
			id++
			probes = append(probes, loyalty.Event{ID: fmt.Sprint("probe", id), At: w.now.Add(time.Duration(hours) * time.Hour), Data: x})
		}
	}
	return probes
}

// lawEqual wants two accounts to be the same in all that can be asked of them.
func lawEqual(rt *rapid.T, why string, w *lawWorld, a, b loyalty.Account) {
	if a.ID() != b.ID() || a.Seq() != b.Seq() || !a.Posted().Equal(b.Posted()) || a.Closed() != b.Closed() {
		rt.Fatalf("%s: %q %d %v, %q %d %v", why, a.ID(), a.Seq(), a.Posted(), b.ID(), b.Seq(), b.Posted())
	}
	if diff := cmp.Diff(slices.Collect(a.Entries()), slices.Collect(b.Entries())); diff != "" {
		rt.Fatalf("%s: entries:\n%s", why, diff)
	}
	lawSame(rt, why, a, b, w.now, w.now.Add(time.Hour), w.now.AddDate(0, 1, 0), w.now.AddDate(20, 0, 0), lawHour(20))
	for _, ev := range lawProbes(w) {
		want, wantErr := w.engine.Decide(a, ev)
		got, err := w.engine.Decide(b, ev)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			rt.Fatalf("%s: %+v: want %v, got %v", why, ev, wantErr, err)
		}
		if diff := cmp.Diff(want, got, lawAmounts); diff != "" {
			rt.Fatalf("%s: %+v:\n%s", why, ev, diff)
		}
	}
}

// L20 Fold(entries) = the Account that produced them; fold needs no rules.
// L21 Fold(a ++ b) = Fold(a).Append(b).
func TestLawFold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawNew(rt)
		kinds := slices.Concat(lawKinds, lawKinds, []string{"close"})
		lawLived(rt, w, 20, kinds...)
		entries := slices.Collect(w.account.Entries())
		all, err := loyalty.Fold("haru", entries)
		if err != nil {
			rt.Fatalf("L20: %v", err)
		}
		lawEqual(rt, "L20", w, w.account, all)
		parts := loyalty.NewAccount("haru")
		for rest := entries; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "part")
			if parts, err = parts.Append(rest[:n]...); err != nil {
				rt.Fatalf("L21: %v", err)
			}
			rest = rest[n:]
		}
		lawEqual(rt, "L21", w, w.account, parts)
	})
}

// L25 One point is in one bucket under any interleaving of two accounts.
func TestLawInterleaving(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := lawNew(rt)
		b := lawOf(a.program)
		b.engine = a.engine
		for range 2 + acrossAny(rt, "events", 29) {
			w := lawAny(rt, "whose", []*lawWorld{a, b})
			w.step(rt, lawAny(rt, "kind", lawKinds))
		}
		for _, w := range []*lawWorld{a, b} {
			alone := lawOf(a.program)
			for _, ev := range w.events {
				if err := alone.apply("", ev); err != nil {
					rt.Fatalf("L25: %v", err)
				}
			}
			lawEqual(rt, "L25", w, alone.account, w.account)
		}
	})
}

// L25 int64 overflow is an error.
func TestLawOverflow(t *testing.T) {
	const most = loyalty.Points(math.MaxInt64)
	owe := simple(func(ed *loyalty.Edition) {
		ed.Refund.Shortfall = loyalty.Owe
		ed.Earn[0].Award, ed.Earn[0].Per = dec("900000000000000"), dec("1")
	})
	tests := []struct {
		reason string
		last   loyalty.Data
		before []loyalty.Data
	}{
		{"one point more than can be counted", loyalty.Adjust{Points: 1}, []loyalty.Data{loyalty.Adjust{Points: most}}},
		{"what was spent still counts", loyalty.Adjust{Points: most - 4}, []loyalty.Data{loyalty.Adjust{Points: 5}, loyalty.Redeem{Points: 5}}},
		{"an award beyond all points", order("x", "10300"), nil},
		{"an award that does not fit any more", order("x", "5000"), []loyalty.Data{order("w", "10000")}},
		{"a debt beyond all points", order("x", "0"), []loyalty.Data{order("x", "10000"), loyalty.Adjust{Points: -9e18}}},
		{"a grant on top of a debt", loyalty.Adjust{Points: 3e18}, []loyalty.Data{order("x", "4000"), loyalty.Redeem{Points: 36e17}, order("x", "0")}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			e, a := compile(t, owe), loyalty.NewAccount("haru")
			for i, x := range test.before {
				a = apply(t, e, a, fmt.Sprint("e", i), lawHour(int64(i)), x)
				lawConserved(t, a.Wallet(""), lawHour(int64(i)), true)
			}
			_, _, err := e.Apply(a, loyalty.Event{ID: "last", At: lawHour(9), Data: test.last})
			if !errors.Is(err, loyalty.ErrOverflow) {
				t.Errorf("got %v, %+v", err, a.Balance(lawHour(9)))
			}
		})
	}
}

// What a debt leaves no room to count does not arrive, and nothing leaves.
func TestTransferOverflow(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Refund.Shortfall = loyalty.Owe
		ed.Earn[0].Award, ed.Earn[0].Per = dec("900000000000000"), dec("1")
	}))
	to := loyalty.NewAccount("natsu")
	for i, x := range []loyalty.Data{order("x", "4000"), loyalty.Redeem{Points: 36e17}, order("x", "0")} {
		to = apply(t, e, to, fmt.Sprint("e", i), lawHour(int64(i)), x)
	}
	from := apply(t, e, loyalty.NewAccount("haru"), "given", lawHour(1), loyalty.Adjust{Points: 3e18})
	_, err := e.Transfer(from, to, loyalty.Event{ID: "last", At: lawHour(9), Data: loyalty.Transfer{To: "natsu", Points: 3e18}})
	var refused *loyalty.Error
	if !errors.Is(err, loyalty.ErrOverflow) || !errors.As(err, &refused) || refused.Account != "natsu" {
		t.Errorf("got %v", err)
	}
}
