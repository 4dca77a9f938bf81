package loyalty_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// lawRich is a life at whose end there is something to spend, of a calm program.
func lawRich(rt *rapid.T) (w *lawWorld, n loyalty.Points) {
	w = lawLived(rt, lawOf(lawCalm(lawProgram(rt))), 25)
	w.do(rt, w.account, "gift", loyalty.Adjust{Points: 1})
	for i := range 3 {
		w.account = w.do(rt, w.account, fmt.Sprint("gift", i), loyalty.Adjust{Points: 40, Closes: w.now.Add(time.Duration(i+1) * 30 * time.Hour)})
	}
	return w, w.account.Balance(w.now).Available
}

// lawLook compares lots now and as time goes on.
func lawLook(rt *rapid.T, why string, w *lawWorld, a, b loyalty.Account) {
	lawSame(rt, why, a, b, w.now, w.now.Add(time.Hour), w.now.Add(50*time.Hour), w.now.Add(400*time.Hour), w.now.AddDate(9, 0, 0))
}

// L9 redeem(a);redeem(b) is redeem(a+b).
// L10 Cancel is the inverse, also of the tail only.
// L11 hold;commit(k) is redeem(k); hold;release is the identity, and so is a
// hold that times out.
func TestLawSpending(t *testing.T) {
	skipped := 0
	rapid.Check(t, func(rt *rapid.T) {
		w, have := lawRich(rt)
		if have < 2 {
			skipped++
			return // debt took all
		}
		n := loyalty.Points(rapid.Int64Range(2, int64(have)).Draw(rt, "n"))
		k := loyalty.Points(rapid.Int64Range(1, int64(n)-1).Draw(rt, "k"))
		one := w.do(rt, w.account, "r", loyalty.Redeem{Points: n})
		head := w.do(rt, w.account, "r1", loyalty.Redeem{Points: k})
		lawLook(rt, "L9", w, one, w.do(rt, head, "r2", loyalty.Redeem{Points: n - k}))
		lawLook(rt, "L10 all", w, w.account, w.do(rt, one, "c", loyalty.Cancel{Redemption: "r"}))
		lawLook(rt, "L10 tail", w, head, w.do(rt, one, "c", loyalty.Cancel{Redemption: "r", Points: n - k}))
		until := w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "hold")) * time.Hour)
		held := w.do(rt, w.account, "h", loyalty.Hold{Points: n, Until: until})
		committed := w.do(rt, held, "k", loyalty.Commit{Hold: "h", Points: k})
		lawLook(rt, "L11 commit", w, head, committed)
		lawLook(rt, "L11 commit all", w, one, w.do(rt, held, "k", loyalty.Commit{Hold: "h"}))
		lawLook(rt, "L11 release", w, w.account, w.do(rt, held, "z", loyalty.Release{Hold: "h"}))
		lawSame(rt, "L11 time-out", w.account, held, until, until.Add(time.Hour), until.AddDate(1, 0, 0))
		lawLook(rt, "L10 of a commit", w, w.account, w.do(rt, committed, "c", loyalty.Cancel{Redemption: "k"}))
	})
	if skipped > 20 {
		t.Errorf("%d lives had nothing to spend", skipped)
	}
}

// L12 Refunds telescope: any partition and permutation gives the same result.
func TestLawTelescope(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawOf(lawProgram(rt))
		yen := rapid.IntRange(1, 60000).Draw(rt, "yen")
		w.account = w.do(rt, w.account, "x", order("x", fmt.Sprint(yen)))
		w.account = w.do(rt, w.account, "w", order("w", fmt.Sprint(rapid.IntRange(1, 30000).Draw(rt, "other"))))
		if have := w.account.Balance(w.now).Available; have >= 3 {
			w.account = w.do(rt, w.account, "r", loyalty.Redeem{Points: loyalty.Points(rapid.Int64Range(3, int64(have)).Draw(rt, "spent"))})
		}
		parts := rapid.SliceOfN(rapid.IntRange(1, 20000), 1, 8).Draw(rt, "parts")
		refund := func(parts []int) loyalty.Account {
			a, left := w.account, yen
			for i, p := range parts {
				left = max(left-p, 0)
				a = w.do(rt, a, fmt.Sprint("refund", i), order("x", fmt.Sprint(left)))
			}
			return a
		}
		sum := 0
		for _, p := range parts {
			sum += p
		}
		one := refund([]int{sum})
		lawLook(rt, "L12 partition", w, one, refund(parts))
		lawLook(rt, "L12 permutation", w, one, refund(rapid.Permutation(parts).Draw(rt, "shuffled")))
	})
}

// L13 Orders are state: net award = award(present lines) after any path of
// edits; repeating posts nothing; available + spent <= deserved.
func TestLawOrderIsState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		shortfall := rapid.SampledFrom(lawPolicies).Draw(rt, "shortfall")
		per := rapid.IntRange(1, 300).Draw(rt, "per")
		award := rapid.IntRange(1, 9).Draw(rt, "award")
		w := lawOf(simple(func(ed *loyalty.Edition) {
			ed.Refund.Shortfall = shortfall
			ed.Earn[0].Per, ed.Earn[0].Award = dec(fmt.Sprint(per)), dec(fmt.Sprint(award))
		}))
		last := ""
		for i, yen := range rapid.SliceOfN(rapid.IntRange(0, 50000), 1, 10).Draw(rt, "edits") {
			deserved := loyalty.Points(yen / per * award)
			w.account = w.do(rt, w.account, fmt.Sprint("e", i), order("o", fmt.Sprint(yen)))
			b := w.account.Balance(w.now)
			net := loyalty.Points(0)
			for e := range w.account.Entries() {
				switch {
				case e.Op == loyalty.OpGrant, e.Op == loyalty.OpUnclaim, e.Op == loyalty.OpUnowe:
					net += e.Points
				case e.Op == loyalty.OpClaw && e.Rule != "", e.Op == loyalty.OpOwe, e.Op == loyalty.OpClaim, e.Op == loyalty.OpAbsorb:
					net -= e.Points
				}
			}
			if net != deserved {
				rt.Fatalf("L13: %d points, %d deserved", net, deserved)
			}
			if b.Available > 0 && b.Available+b.Spent > deserved {
				rt.Fatalf("L13: minted: deserved %d, %+v", deserved, b)
			}
			again := w.do(rt, w.account, fmt.Sprint("again", i), order("o", fmt.Sprint(yen)))
			lawLook(rt, "L13 again", w, w.account, again)
			w.now = w.now.Add(time.Hour)
			if last != "" && rapid.Bool().Draw(rt, "give back") {
				w.account = w.do(rt, w.account, fmt.Sprint("c", i), loyalty.Cancel{Redemption: last})
				last = ""
			}
			if have := w.account.Balance(w.now).Available; have > 0 && rapid.Bool().Draw(rt, "spend") {
				last = fmt.Sprint("r", i)
				w.account = w.do(rt, w.account, last, loyalty.Redeem{Points: loyalty.Points(rapid.Int64Range(1, int64(have)).Draw(rt, "n"))})
			}
		}
	})
}

// L14 {refund X, cancel Y} commute while nothing lapses in between. It is not
// true of OwnLots, under which a claim may find points that a demand may not.
func TestLawRefundCancelCommute(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		shortfall := rapid.SampledFrom([]loyalty.Shortfall{loyalty.Forgive, loyalty.Owe}).Draw(rt, "shortfall")
		w := lawOf(simple(func(ed *loyalty.Edition) {
			ed.Refund.Shortfall = shortfall
			ed.Life.Span = retention.Span{Months: 12}
		}))
		yen := func(name string) int { return rapid.IntRange(100, 20000).Draw(rt, name) }
		x := yen("x")
		w.account = w.do(rt, w.account, "x", order("x", fmt.Sprint(x)))
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 50).Draw(rt, "hours")) * time.Hour)
		w.account = w.do(rt, w.account, "w", order("w", fmt.Sprint(yen("w"))))
		spend := loyalty.Points(rapid.Int64Range(1, int64(w.account.Balance(w.now).Available)).Draw(rt, "y"))
		w.account = w.do(rt, w.account, "y", loyalty.Redeem{Points: spend})
		refund := order("x", fmt.Sprint(max(x-yen("refund"), 0)))
		cancel := loyalty.Cancel{Redemption: "y", Points: loyalty.Points(rapid.Int64Range(1, int64(spend)).Draw(rt, "k"))}
		a := w.do(rt, w.do(rt, w.account, "r", refund), "c", cancel)
		b := w.do(rt, w.do(rt, w.account, "c", cancel), "r", refund)
		if diff := cmp.Diff(a.Balance(w.now), b.Balance(w.now)); diff != "" {
			rt.Fatalf("L14 (-refund first +cancel first):\n%s", diff)
		}
	})
}

// lawOtherOrders are orders to take lots in that are not the soonest first.
var lawOtherOrders = []func(a, b *twinLot) int{
	func(a, b *twinLot) int { return int(a.opens - b.opens) },
	func(a, b *twinLot) int { return int(b.opens - a.opens) },
	func(a, b *twinLot) int { return int(b.granted - a.granted) },
}

// lawLapsed returns what lapses until an instant where lots are taken in another
// order, if all of the same events are accepted.
func lawLapsed(w *lawWorld, turns func(a, b *twinLot) int, wallet string, until time.Time) (loyalty.Points, bool) {
	other := newTwin(w.program)
	other.turns = turns
	for _, ev := range w.events {
		if other.apply(ev) != nil {
			return 0, false
		}
	}
	for other.now < twinHour(until) {
		other.tick()
	}
	return other.balance(wallet).Lapsed, true
}

// L15 FEFO lets no more lapse than any other order.
func TestLawSoonestFirstIsBest(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawLived(rt, lawOf(lawCalm(lawProgram(rt))), 30, "order", "add", "redeem", "redeem")
		late := w.now.AddDate(0, 4, 0)
		for _, turns := range lawOtherOrders {
			for _, name := range []string{"", "limited"} {
				got := w.account.Wallet(name).Balance(late).Lapsed
				if other, ok := lawLapsed(w, turns, name, late); ok && got > other {
					rt.Fatalf("L15: %d lapsed, in another order %d", got, other)
				}
			}
		}
	})
	w := lawOf(simple())
	for i, ev := range []loyalty.Event{
		{At: lawHour(0), Data: loyalty.Adjust{Points: 9}},
		{At: lawHour(1), Data: loyalty.Adjust{Points: 5, Closes: lawHour(9)}},
		{At: lawHour(2), Data: loyalty.Adjust{Points: 5}},
		{At: lawHour(3), Data: loyalty.Redeem{Points: 5}},
	} {
		ev.ID = fmt.Sprint("e", i)
		w.program.Editions[0].Burn = []loyalty.BurnRule{{}}
		if err := w.apply("", ev); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.account.Balance(lawHour(20)).Lapsed; got != 0 {
		t.Errorf("%d lapsed", got)
	}
	for i, turns := range lawOtherOrders {
		if got, ok := lawLapsed(w, turns, "", lawHour(20)); !ok || got != 5 {
			t.Errorf("order %d lets %d lapse", i, got)
		}
	}
}

// L16 Same-instant grants commute, while there is no debt: the first to arrive
// pays it off.
func TestLawGrantsCommute(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := lawLived(rt, lawOf(lawProgram(rt)), 15)
		if w.account.Balance(w.now).Debt+w.account.Wallet("limited").Balance(w.now).Debt > 0 {
			return
		}
		grants := []loyalty.Data{w.drawOrder(rt, "a"), w.drawOrder(rt, "b"), loyalty.Adjust{Points: 9}, loyalty.Activity{Kind: "review", Ref: "new"}}
		run := func(order []int) loyalty.Account {
			a := w.account
			for _, i := range order {
				a = w.do(rt, a, fmt.Sprint("grant", i), grants[i])
			}
			return a
		}
		a, b := run([]int{0, 1, 2, 3}), run(rapid.Permutation([]int{0, 1, 2, 3}).Draw(rt, "order"))
		if have := a.Balance(w.now).Available; have >= 3 {
			n := loyalty.Points(rapid.Int64Range(3, int64(have)).Draw(rt, "n"))
			a, b = w.do(rt, a, "r", loyalty.Redeem{Points: n}), w.do(rt, b, "r", loyalty.Redeem{Points: n})
		}
		for h := range 200 {
			for _, name := range a.Wallets() {
				at := w.now.Add(time.Duration(h) * time.Hour)
				if diff := cmp.Diff(a.Wallet(name).Balance(at), b.Wallet(name).Balance(at)); diff != "" {
					rt.Fatalf("L16 after %d hours:\n%s", h, diff)
				}
			}
		}
	})
}

// L17 Rounding down is superadditive: splitting an order never gains.
func TestLawSplittingNeverGains(t *testing.T) {
	gains := func(round loyalty.Rounding, award, per string, a, b int) bool {
		w := lawOf(simple(func(ed *loyalty.Edition) {
			ed.Earn[0].Round, ed.Earn[0].Award, ed.Earn[0].Per = round, dec(award), dec(per)
		}))
		earned := func(yen int) loyalty.Points {
			d, err := w.engine.Decide(w.account, loyalty.Event{ID: "o", At: w.now, Data: order("o", fmt.Sprint(yen))})
			if err != nil {
				t.Fatal(err)
			}
			return d.Steps[0].Points
		}
		return earned(a)+earned(b) > earned(a+b)
	}
	rapid.Check(t, func(rt *rapid.T) {
		award := fmt.Sprintf("%d.%02d", rapid.IntRange(0, 9).Draw(rt, "award"), rapid.IntRange(1, 99).Draw(rt, "hundredths"))
		per := fmt.Sprint(rapid.IntRange(1, 1000).Draw(rt, "per"))
		a, b := rapid.IntRange(0, 99999).Draw(rt, "a"), rapid.IntRange(0, 99999).Draw(rt, "b")
		if gains(loyalty.Down, award, per, a, b) {
			rt.Fatalf("L17: %s for each %s, %d and %d", award, per, a, b)
		}
	})
	if !gains(loyalty.Up, "0.5", "50", 50, 50) {
		t.Error("rounding up gains 1 from two halves")
	}
}

// L18 Later earn never closes earlier.
func TestLawLaterNeverClosesEarlier(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		zone := rapid.SampledFrom([]*time.Location{tokyo, newYork}).Draw(rt, "zone")
		p := simple(func(ed *loyalty.Edition) {
			ed.Settle = rapid.SampledFrom([]retention.Span{{}, {Days: 14}, {Months: 1}, {Exact: 50 * time.Hour}}).Draw(rt, "settle")
			ed.Life = loyalty.Life{
				AtOnce: rapid.Bool().Draw(rt, "at once"), FromOpening: rapid.Bool().Draw(rt, "from opening"),
				Span: retention.Span{
					Months: rapid.IntRange(0, 26).Draw(rt, "months"), Days: rapid.IntRange(0, 40).Draw(rt, "days"),
					Exact: time.Duration(rapid.IntRange(0, 90).Draw(rt, "hours")) * time.Hour,
				},
			}
			if rapid.Bool().Draw(rt, "cycle") {
				ed.Life.Cycle = loyalty.Cycle{Months: rapid.SampledFrom([]int{1, 3, 6, 12}).Draw(rt, "each"), From: retention.NewDate(2023, 1, 31)}
			}
		})
		p.Zone = zone.String()
		e, err := loyalty.Compile(p, zone)
		if err != nil {
			rt.Fatal(err)
		}
		closes := func(at time.Time) time.Time {
			a, _, err := e.Apply(loyalty.NewAccount("haru"), loyalty.Event{ID: "o", At: at, Data: order("o", "100")})
			if err != nil {
				rt.Fatal(err)
			}
			if c := a.Lots(at)[0].Closes; !c.IsZero() {
				return c
			}
			return lawHour(1e7)
		}
		at := time.Date(2024, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(rapid.Int64Range(0, 3*365*24*60).Draw(rt, "minutes")) * time.Minute)
		later := at.Add(time.Duration(rapid.Int64Range(0, 60*24*60).Draw(rt, "later by")) * time.Minute)
		if closes(later).Before(closes(at)) {
			rt.Fatalf("L18: earned at %v it closes at %v, at %v at %v", at, closes(at), later, closes(later))
		}
	})
}
