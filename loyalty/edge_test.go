package loyalty_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// These are mistakes of real systems, by the numbers of the study of them: what
// went wrong is in the comment, what must be is in the test.

// edgeStep is an event and what is available after it.
type edgeStep struct {
	reason string
	event  loyalty.Event
	want   loyalty.Points // available
	err    error
}

func edgeEvent(id string, hours int, data loyalty.Data) loyalty.Event {
	return loyalty.Event{ID: id, At: movingAt(hours), Data: data}
}

// edgeRun applies the events in turn and looks at the account after each.
func edgeRun(t *testing.T, e *loyalty.Engine, steps []edgeStep) loyalty.Account {
	t.Helper()
	a := loyalty.NewAccount("ann")
	for _, s := range steps {
		next, _, err := e.Apply(a, s.event)
		if !errors.Is(err, s.err) || s.err == nil && err != nil {
			t.Fatalf("%s: %v, want %v", s.reason, err, s.err)
		}
		a = next
		if got := a.Balance(a.Posted()).Available; got != s.want {
			t.Fatalf("%s: %d available, want %d", s.reason, got, s.want)
		}
	}
	return a
}

// Paid as often as the event is delivered.
func TestEdge17DoubleEarnOnRetry(t *testing.T) {
	e := compile(t, simple())
	a := edgeRun(t, e, []edgeStep{
		{"first", edgeEvent("1", 0, order("x", "1000")), 10, nil},
		{"a retry", edgeEvent("1", 0, order("x", "1000")), 10, nil},
		{"a retry after other events", edgeEvent("2", 1, order("y", "500")), 15, nil},
		{"of the first", edgeEvent("1", 0, order("x", "1000.00")), 15, nil},
		{"the same order by another event", edgeEvent("3", 2, order("x", "1000")), 15, nil},
		{"another content under the ID", edgeEvent("1", 0, order("x", "9000")), 15, loyalty.ErrConflict},
		{"another time under the ID", edgeEvent("1", 1, order("x", "1000")), 15, loyalty.ErrConflict},
	})
	late := edgeEvent("1", 0, order("x", "1000"))
	late.Posted = movingAt(99)
	if d, err := e.Decide(a, late); err != nil || !d.Duplicate || len(d.Entries) != 0 {
		t.Errorf("a retry posted later: %+v, %v", d, err)
	}
}

// Twenty parallel gifts turned 100 points into 2,000.
func TestEdge18TwoWritersOfOneAccount(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", "10000"))
	first, err1 := e.Decide(a, edgeEvent("r1", 1, loyalty.Redeem{Points: 100}))
	second, err2 := e.Decide(a, edgeEvent("r2", 1, loyalty.Redeem{Points: 100}))
	if err1 != nil || err2 != nil || first.Entries[0].Seq != second.Entries[0].Seq {
		t.Fatalf("%v, %v: both write the next Seq", err1, err2)
	}
	won, err := a.Append(first.Entries...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := won.Append(second.Entries...); !errors.Is(err, loyalty.ErrEntry) {
		t.Errorf("the loser's rows: %v", err)
	}
	if _, err := e.Decide(won, edgeEvent("r2", 1, loyalty.Redeem{Points: 100})); !errors.Is(err, loyalty.ErrInsufficient) {
		t.Errorf("decided again: %v", err)
	}
}

// The balance was that of all lots, the deduction from matching ones only.
func TestEdge19CheckOneSetTakeAnother(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "summer", Award: dec("50"), Wallet: "summer"},
			loyalty.EarnRule{ID: "later", Award: dec("70"), Life: &loyalty.Life{}})
	}))
	a := edgeRun(t, e, []edgeStep{{"10 open, 70 pending, 50 elsewhere", edgeEvent("1", 0, order("x", "1000")), 10, nil}})
	for n := loyalty.Points(1); n < 140; n += 3 {
		d, err := e.Decide(a, edgeEvent("r", 1, loyalty.Redeem{Points: n}))
		taken := loyalty.Points(0)
		for _, x := range d.Entries {
			taken += x.Points
		}
		if n <= 10 && (err != nil || taken != n) || n > 10 && !errors.Is(err, loyalty.ErrInsufficient) {
			t.Errorf("%d points: %d taken, %v", n, taken, err)
		}
	}
}

// Reserved points were never freed without a batch.
func TestEdge20AbandonedCheckout(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Life.Span = retention.Span{Exact: 10 * time.Hour} }))
	hold := loyalty.Hold{Points: 80, Until: movingAt(5)}
	a := edgeRun(t, e, []edgeStep{
		{"earned", edgeEvent("1", 0, order("x", "10000")), 100, nil},
		{"held", edgeEvent("h", 1, hold), 20, nil},
	})
	for hours, want := range map[int]loyalty.Points{4: 20, 5: 100, 9: 100, 10: 0} {
		if got := a.Balance(movingAt(hours)).Available; got != want {
			t.Errorf("after %d hours: %d available, want %d", hours, got, want)
		}
	}
	if _, err := e.Decide(a, edgeEvent("c", 5, loyalty.Commit{Hold: "h"})); !errors.Is(err, loyalty.ErrOver) {
		t.Errorf("committed when it is over: %v", err)
	}
	hold.Until = movingAt(20) // beyond the life of the lot
	long := edgeRun(t, e, []edgeStep{
		{"earned", edgeEvent("1", 0, order("x", "10000")), 100, nil},
		{"held", edgeEvent("h", 1, hold), 20, nil},
	})
	committed := apply(t, e, long, "c", movingAt(15), loyalty.Commit{Hold: "h"})
	if got := committed.Balance(movingAt(15)); got.Spent != 80 || got.Lapsed != 20 {
		t.Errorf("what is held outlives its lot: %+v", got)
	}
	released := apply(t, e, long, "c", movingAt(15), loyalty.Release{Hold: "h"})
	if got := released.Balance(movingAt(15)); got.Available != 0 || got.Lapsed != 100 {
		t.Errorf("and lapses when it is free: %+v", got)
	}
}

// Ledgers forbid what comes late, or restate what was spent.
func TestEdge21Backdated(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) { ed.Life.Span = retention.Span{Days: 30} })
	later := p.Editions[0]
	later.ID, later.From = "later", day("2026-04-10")
	later.Earn = []loyalty.EarnRule{{ID: "base", Award: dec("3"), Per: dec("100")}}
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	late := loyalty.Event{ID: "late", At: day("2026-04-02"), Posted: day("2026-04-20"), Data: order("y", "1000")}
	a := edgeRun(t, e, []edgeStep{
		{"by the new rules", loyalty.Event{ID: "1", At: day("2026-04-15"), Data: order("x", "1000")}, 30, nil},
		{"spent", loyalty.Event{ID: "2", At: day("2026-04-16"), Data: loyalty.Redeem{Points: 30}}, 0, nil},
		{"of before, by the old rules", late, 10, nil},
		{"told again", late, 10, nil},
	})
	if got := a.Balance(day("2026-04-17")).Available; got != 0 {
		t.Errorf("before it was posted: %d", got)
	}
	if got := a.Lapsing(day("2026-04-20"), day("2026-06-01")); len(got) != 1 || !got[0].At.Equal(day("2026-05-03")) {
		t.Errorf("it lapses by its own day: %v", got)
	}
}

// What one instant brings has one order: holds are over, lots open and pay off
// debt, lots close.
func TestEdge22SameInstant(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Settle = retention.Span{Exact: 10 * time.Hour}
		ed.Life.Span = retention.Span{Exact: 10 * time.Hour}
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "later", Award: dec("50"), When: loyalty.Cond{Tags: []string{"later"}}, Life: &loyalty.Life{}})
		ed.Refund.Shortfall = loyalty.Owe
	}))
	a := edgeRun(t, e, []edgeStep{
		{"closes at the tenth hour", edgeEvent("1", 0, order("x", "10000")), 100, nil},
		{"opens then", edgeEvent("2", 0, loyalty.Order{ID: "y", Tags: []string{"later"}, Lines: []loyalty.Line{{Amount: dec("1")}}}), 100, nil},
		{"spent", edgeEvent("3", 1, loyalty.Redeem{Points: 60}), 40, nil},
		{"held until then", edgeEvent("4", 1, loyalty.Hold{Points: 40, Until: movingAt(10)}), 0, nil},
		{"owed", edgeEvent("5", 2, order("x", "0")), 0, nil},
	})
	for hours, want := range map[int]loyalty.Balance{
		9:  {Pending: 50, Held: 40, Debt: 100, Earned: 150, Spent: 60, Clawed: 100},
		10: {Debt: 50, Earned: 150, Spent: 60, Lapsed: 40, Clawed: 100},
	} {
		if diff := cmp.Diff(want, a.Balance(movingAt(hours))); diff != "" {
			t.Errorf("at hour %d (-want +got):\n%s", hours, diff)
		}
	}
}

// 268.28000000000003 points, and 111 for 110.
func TestEdge23Floats(t *testing.T) {
	for _, c := range []struct {
		award, per, yen string
		scale           int32
		round           loyalty.Rounding
		want            loyalty.Points
	}{
		{"0.1", "0.1", "0.3", 1, loyalty.Down, 3},
		{"1.1", "1", "100", 0, loyalty.Up, 110},
		{"0.01", "0.01", "268.28", 2, loyalty.Down, 26828},
		{"0.07", "1", "100", 2, loyalty.Down, 700},
		{"1", "1", "16777217", 0, loyalty.Down, 16777217},
		{"1", "0.01", "90071992547409.93", 0, loyalty.Down, 9007199254740993},
	} {
		p := simple(func(ed *loyalty.Edition) {
			ed.Earn = []loyalty.EarnRule{{ID: "r", Award: dec(c.award), Per: dec(c.per), Round: c.round}}
		})
		p.Scale = c.scale
		a := apply(t, compile(t, p), loyalty.NewAccount("ann"), "1", movingStart, order("x", c.yen))
		if got := a.Balance(movingStart).Available; got != c.want {
			t.Errorf("%s for each %s of %s: %d units, want %d", c.award, c.per, c.yen, got, c.want)
		}
	}
}

// "5 points per 2.50" on 3.00 gave 6.
func TestEdge24BlockOrRate(t *testing.T) {
	for _, c := range []struct {
		reason, award, per, yen string
		want                    loyalty.Points
	}{
		{"one full block", "5", "2.50", "3.00", 5},
		{"three full blocks", "10", "2", "7", 30},
		{"a rate is a block of the smallest unit", "0.02", "0.01", "3.00", 6},
		{"not one block", "5", "2.50", "2.49", 0},
		{"a block of ten does not round the points", "1", "1", "1", 1},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) {
			ed.Earn = []loyalty.EarnRule{{ID: "r", Award: dec(c.award), Per: dec(c.per)}}
		}))
		a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", c.yen))
		if got := a.Balance(movingStart).Available; got != c.want {
			t.Errorf("%s: %d points, want %d", c.reason, got, c.want)
		}
	}
}

// Half up per order: 200 orders of 0.50 earn 200, one of 100.00 earns 100.
func TestEdge25RoundingDirection(t *testing.T) {
	for _, c := range []struct {
		reason string
		round  loyalty.Rounding
		orders int
		yen    string
		want   loyalty.Points
	}{
		{"down, split", loyalty.Down, 200, "0.50", 0},
		{"down, whole", loyalty.Down, 1, "100.00", 100},
		{"to even, 0.5", loyalty.HalfEven, 1, "0.50", 0},
		{"to even, 1.5", loyalty.HalfEven, 1, "1.50", 2},
		{"up", loyalty.Up, 3, "0.01", 3},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) {
			ed.Earn = []loyalty.EarnRule{{ID: "r", Award: dec("0.01"), Per: dec("0.01"), Round: c.round}}
		}))
		a := loyalty.NewAccount("ann")
		for i := range c.orders {
			a = apply(t, e, a, fmt.Sprint(i), movingStart, order(fmt.Sprint(i), c.yen))
		}
		if got := a.Balance(movingStart).Available; got != c.want {
			t.Errorf("%s: %d points, want %d", c.reason, got, c.want)
		}
	}
	// A bonus is of the rounded base, and rounded itself.
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "half", Times: dec("1.5")})
	}))
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", "399")) // 3 and 1.5
	if got := a.Balance(movingStart).Available; got != 4 {
		t.Errorf("base and bonus: %d points, want 4", got)
	}
}

// 100 EUR earned 100 points, and the same cart in ZAR 1,700.
func TestEdge26Currencies(t *testing.T) {
	e := compile(t, simple())
	in := func(currency, rate, amount string) loyalty.Order {
		o := order("x", amount)
		o.Currency, o.Rate = currency, dec(rate)
		return o
	}
	for _, c := range []struct {
		reason string
		order  loyalty.Order
		want   loyalty.Points
		err    error
	}{
		{"the program's", in("JPY", "0", "16000"), 160, nil},
		{"the program's, unsaid", in("", "0", "16000"), 160, nil},
		{"euros at their rate", in("EUR", "160", "100"), 160, nil},
		{"the same cart in rand", in("ZAR", "8", "2000"), 160, nil},
		{"nothing is converted without a rate", in("EUR", "0", "100"), 0, loyalty.ErrCurrency},
		{"nor backwards", in("EUR", "-160", "100"), 0, loyalty.ErrCurrency},
		{"a rate for one's own", in("JPY", "2", "100"), 0, loyalty.ErrCurrency},
	} {
		d, err := e.Decide(loyalty.NewAccount("ann"), edgeEvent("1", 0, c.order))
		if !errors.Is(err, c.err) || c.err == nil && (err != nil || d.Steps[0].Points != c.want) {
			t.Errorf("%s: %+v, %v", c.reason, d.Steps, err)
		}
	}
}

// Points on gift cards, on what was paid with points, on shipping.
func TestEdge27SelfFeeding(t *testing.T) {
	o := loyalty.Order{
		ID: "x", Shipping: dec("500"), Discount: dec("1000"), PointsPaid: dec("2000"),
		Lines: []loyalty.Line{{Amount: dec("8000"), Discount: dec("1000"), Tax: dec("700")}, {Amount: dec("3000"), GiftCard: true}},
	}
	for _, c := range []struct {
		reason string
		basis  loyalty.Basis
		want   string
	}{
		{"none of the five", loyalty.Basis{}, "4900"},
		{"with tax", loyalty.Basis{Tax: true}, "5600"},
		{"with shipping", loyalty.Basis{Shipping: true}, "5400"},
		{"before discounts", loyalty.Basis{BeforeDiscounts: true}, "6600"},
		{"with what points paid", loyalty.Basis{PointsPaid: true}, "6300"},
		{"with gift cards", loyalty.Basis{GiftCards: true}, "7000"},
		{"all five", loyalty.Basis{Tax: true, Shipping: true, BeforeDiscounts: true, PointsPaid: true, GiftCards: true}, "12200"},
	} {
		e := compile(t, simple(func(ed *loyalty.Edition) { ed.Earn[0].Basis = c.basis }))
		d, err := e.Decide(loyalty.NewAccount("ann"), edgeEvent("1", 0, o))
		if err != nil || !d.Steps[0].Basis.Decimal().Equal(dec(c.want)) {
			t.Errorf("%s: %v, %v, want %s", c.reason, d.Steps[0].Basis, err, c.want)
		}
	}
}

// A new setting moved the lots of before.
func TestEdge36ConfigMustNotRewriteHistory(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) { ed.Life.Span = retention.Span{Days: 90} })
	stricter := p.Editions[0]
	stricter.ID, stricter.From = "stricter", day("2026-05-01")
	stricter.Earn = []loyalty.EarnRule{{ID: "base", Award: dec("2"), Per: dec("100")}}
	stricter.Life.Span = retention.Span{Days: 10}
	p.Editions = append(p.Editions, stricter)
	e := compile(t, p)
	a := edgeRun(t, e, []edgeStep{
		{"by the first", loyalty.Event{ID: "1", At: day("2026-04-01"), Data: order("x", "10000")}, 100, nil},
		{"by the second", loyalty.Event{ID: "2", At: day("2026-05-02"), Data: order("y", "10000")}, 300, nil},
		{"half of the first returned", loyalty.Event{ID: "3", At: day("2026-05-03"), Data: order("x", "5000")}, 250, nil},
	})
	want := []loyalty.Lapse{{At: day("2026-05-13").UTC(), Points: 200}, {At: day("2026-07-01").UTC(), Points: 50}}
	if diff := cmp.Diff(want, a.Lapsing(day("2026-05-03"), day("2027-01-01"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a = apply(t, e, a, "4", day("2026-05-04"), loyalty.Extend{Closes: day("2026-06-01")})
	want[0].At = day("2026-06-01").UTC() // longer, and the other no shorter
	if diff := cmp.Diff(want, a.Lapsing(day("2026-05-04"), day("2027-01-01"))); diff != "" {
		t.Errorf("extended (-want +got):\n%s", diff)
	}
}

// Activity extended limited points too, or moved dates backwards.
func TestEdge37ActivityExtension(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span = retention.Span{Days: 30}
		ed.Life.Slides = []string{loyalty.OrderKind}
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "limited", Award: dec("5"), Life: &loyalty.Life{AtOnce: true, Span: retention.Span{Days: 40}}})
	}))
	lapsing := func(a loyalty.Account, at string) (text []string) {
		for _, l := range a.Lapsing(day(at), day("2027-01-01")) {
			text = append(text, fmt.Sprintf("%s %d", l.At.In(tokyo).Format("01-02"), l.Points))
		}
		return text
	}
	a := apply(t, e, loyalty.NewAccount("ann"), "1", day("2026-04-01"), order("x", "1000"))
	for _, c := range []struct {
		reason, at string
		data       loyalty.Data
		posted     string
		want       []string
	}{
		{"a review is not listed", "2026-04-10", loyalty.Activity{Kind: "review"}, "", []string{"05-02 10", "05-12 5"}},
		{"nor is a redemption", "2026-04-11", loyalty.Redeem{Points: 1}, "", []string{"05-02 9", "05-12 5"}},
		{"an order is, for the sliding lots", "2026-04-20", order("y", "1000"), "", []string{"05-12 5", "05-21 19", "05-31 5"}},
		{"one that comes late moves nothing back", "2026-04-05", order("z", "100"), "2026-04-21", []string{"05-06 1", "05-12 5", "05-16 5", "05-21 19", "05-31 5"}},
	} {
		ev := loyalty.Event{ID: c.reason, At: day(c.at), Data: c.data}
		at := c.at
		if c.posted != "" {
			ev.Posted, at = day(c.posted), c.posted
		}
		var err error
		if a, _, err = e.Apply(a, ev); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, lapsing(a, at)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.reason, diff)
		}
	}
}

// Points sent to and fro began a new life with every transfer, and two cards
// were left after a merge.
func TestEdge38TransferAndMerge(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", "10000"))
	b := apply(t, e, loyalty.NewAccount("ben"), "1", movingAt(1), order("y", "5000"))
	want := a.Lapsing(movingAt(2), day("2027-01-01"))
	for i := range 6 {
		a, b = transfer(t, e, a, b, fmt.Sprint("to", i), movingAt(24*i+2), loyalty.Transfer{Points: 100})
		b, a = transfer(t, e, b, a, fmt.Sprint("fro", i), movingAt(24*i+3), loyalty.Transfer{Points: 100})
	}
	if diff := cmp.Diff(want, a.Lapsing(movingAt(200), day("2027-01-01"))); diff != "" {
		t.Errorf("to and fro (-want +got):\n%s", diff)
	}
	was := a.Balance(movingAt(300)).Available
	a, b = transfer(t, e, a, b, "merge", movingAt(300), loyalty.Transfer{})
	if got := b.Balance(movingAt(300)).Available; got != 150 || a.Balance(movingAt(300)).Available != 0 {
		t.Errorf("merged: %d, want 150", got)
	}
	a, b = transfer(t, e, a, b, "part", movingAt(301), loyalty.Transfer{Undo: "merge"})
	if got := a.Balance(movingAt(301)).Available; got != was || b.Balance(movingAt(301)).Available != 50 {
		t.Errorf("parted: %d, want %d", got, was)
	}
}

// Free credit for accounts that bring each other, never taken back.
func TestEdge39ReferralFraud(t *testing.T) {
	e := bringing(t)
	ann := loyalty.NewAccount("ann")
	for i := range 5 {
		at := movingAt(10 * i)
		puppet := brought(t, e, fmt.Sprint("puppet", i))
		puppet, ann = told(t, e, puppet, ann, "1", at, order("x", "3000"))
		if got := ann.Balance(at).Available; got != 0 {
			t.Fatalf("%d points before an order is final", got)
		}
		_, ann = told(t, e, puppet, ann, "2", at.Add(time.Hour), order("x", "0"))
		if got := ann.Balance(at.Add(time.Hour)); got.Pending+got.Available != 0 {
			t.Fatalf("after the return: %+v", got)
		}
	}
}

// Reduce or reject?
func TestEdge40Caps(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Earn[0].Caps = []loyalty.Cap{{Points: 100, Per: loyalty.PerMonth}} }))
	step := func(d loyalty.Decision) string {
		s := d.Steps[0]
		return fmt.Sprintf("%v %v %d", s.Why, s.Exact, s.Points)
	}
	a := loyalty.NewAccount("ann")
	for _, c := range []struct {
		reason, at, order, yen string
		want                   string
		available              loyalty.Points
	}{
		{"room for all", "2026-04-02", "a", "8000", "granted 80 80", 80},
		{"reduced, and it says so", "2026-04-03", "b", "5000", "capped 50 20", 100},
		{"nothing is left", "2026-04-30", "c", "1000", "cap_reached 10 0", 100},
		{"another month", "2026-05-01", "d", "9000", "granted 90 90", 190},
		{"a return in May of April's order", "2026-05-02", "a", "2000", "granted 20 20", 130},
		{"leaves May as it is", "2026-05-03", "e", "3000", "capped 30 10", 140},
		{"and gives room in April", "2026-05-04", "c", "1000", "granted 10 10", 150},
		{"once", "2026-05-05", "b", "15000", "capped 150 70", 200},
		{"for good", "2026-05-06", "a", "8000", "capped 80 20", 200},
	} {
		next, d, err := e.Apply(a, loyalty.Event{ID: c.reason, At: day(c.at), Data: order(c.order, c.yen)})
		if err != nil {
			t.Fatal(err)
		}
		a = next
		if got := step(d); got != c.want || a.Balance(day(c.at)).Available != c.available {
			t.Errorf("%s: %s and %d available, want %s and %d", c.reason, got, a.Balance(day(c.at)).Available, c.want, c.available)
		}
	}
}
