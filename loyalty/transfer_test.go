package loyalty_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// movingEngine is of a program whose points live for some days, with every
// policy of shortfall.
func movingEngine(t testing.TB, shortfall loyalty.Shortfall) *loyalty.Engine {
	return compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span = retention.Span{Days: 60}
		ed.Refund.Shortfall = shortfall
	}))
}

// waitingEngine is movingEngine with as many points again that wait three days.
func waitingEngine(t testing.TB, shortfall loyalty.Shortfall) *loyalty.Engine {
	return compile(t, simple(func(ed *loyalty.Edition) {
		ed.Life.Span = retention.Span{Days: 60}
		ed.Refund.Shortfall = shortfall
		ed.Settle = retention.Span{Days: 3}
		waits := ed.Earn[0]
		waits.ID, waits.Life = "waits", &loyalty.Life{Span: retention.Span{Days: 60}}
		ed.Earn = append(ed.Earn, waits)
	}))
}

// transfer applies a transfer that must be accepted.
func transfer(t testing.TB, e *loyalty.Engine, from, to loyalty.Account, id string, at time.Time, x loyalty.Transfer) (loyalty.Account, loyalty.Account) {
	t.Helper()
	x.To = to.ID()
	from, to, _, err := e.ApplyTransfer(from, to, loyalty.Event{ID: id, At: at, Data: x})
	if err != nil {
		t.Fatal(err)
	}
	return from, to
}

var movingStart = day("2026-04-01")

func movingAt(hours int) time.Time { return movingStart.Add(time.Duration(hours) * time.Hour) }

// twoLots is an account with 100 points to 1 May and 50 for ever.
func twoLots(t testing.TB, e *loyalty.Engine, id string) loyalty.Account {
	a := apply(t, e, loyalty.NewAccount(id), id+"1", movingStart, loyalty.Adjust{Points: 50, Closes: day("2030-01-01")})
	return apply(t, e, a, id+"2", movingStart, loyalty.Adjust{Points: 100, Closes: day("2026-05-01")})
}

func TestTransferMovesLotsWithTheirExpiry(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	from, to := transfer(t, e, twoLots(t, e, "a"), loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{Points: 120})
	at := movingAt(2)
	if diff := cmp.Diff(loyalty.Balance{Available: 30, Earned: 150, Sent: 120}, from.Balance(at)); diff != "" {
		t.Errorf("sender (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(loyalty.Balance{Available: 120, Received: 120}, to.Balance(at)); diff != "" {
		t.Errorf("receiver (-want +got):\n%s", diff)
	}
	want := []loyalty.Lot{
		{Seq: 1, At: movingAt(1).UTC(), From: "a", Edition: "2026", Opens: movingStart.UTC(), Closes: day("2026-05-01").UTC(), Granted: 100, Remaining: 100},
		{Seq: 2, At: movingAt(1).UTC(), From: "a", Edition: "2026", Opens: movingStart.UTC(), Closes: day("2030-01-01").UTC(), Granted: 20, Remaining: 20},
	}
	if diff := cmp.Diff(want, to.Lots(at)); diff != "" {
		t.Errorf("lots (-want +got):\n%s", diff)
	}
}

func TestTransferPaysOffDebt(t *testing.T) {
	e := movingEngine(t, loyalty.Owe)
	to := apply(t, e, loyalty.NewAccount("b"), "o", movingStart, order("x", "8000"))
	to = apply(t, e, to, "r", movingAt(1), loyalty.Redeem{Points: 80})
	to = apply(t, e, to, "v", movingAt(2), order("x", "0"))
	_, to = transfer(t, e, twoLots(t, e, "a"), to, "t", movingAt(3), loyalty.Transfer{})
	want := loyalty.Balance{Available: 70, Earned: 80, Received: 150, Spent: 80, Clawed: 80}
	if diff := cmp.Diff(want, to.Balance(movingAt(3))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := to.Lots(movingAt(3))[0].Repaid + to.Lots(movingAt(3))[1].Repaid; n != 80 {
		t.Errorf("%d points paid off the debt of 80", n)
	}
}

func TestTransferTakesOnlyWhatIsAvailable(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Life.AtOnce = false }))
	from := twoLots(t, e, "a")
	from = apply(t, e, from, "o", movingStart, order("x", "10000")) // pending
	from = apply(t, e, from, "h", movingStart, loyalty.Hold{Points: 30, Until: movingAt(99)})
	_, _, _, err := e.ApplyTransfer(from, loyalty.NewAccount("b"), loyalty.Event{ID: "t", At: movingAt(1), Data: loyalty.Transfer{To: "b", Points: 121}})
	var short *loyalty.Shortage
	if !errors.As(err, &short) || short.Have != 120 || short.Need != 121 {
		t.Errorf("121 of 120 points: %v", err)
	}
	from, to := transfer(t, e, from, loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{})
	if got := to.Balance(movingAt(1)).Available; got != 120 {
		t.Errorf("all that is available: %d, want 120", got)
	}
	if got := from.Balance(movingAt(1)); got.Pending != 100 || got.Held != 30 || got.Available != 0 {
		t.Errorf("left behind: %+v", got)
	}
	if got := from.Balance(movingAt(100)); got.Available != 30 {
		t.Errorf("when the hold is over: %+v", got)
	}
}

func TestTransferOfAnotherWallet(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	from := apply(t, e, loyalty.NewAccount("a"), "g", movingStart, loyalty.Adjust{Points: 9, Wallet: "summer"})
	from, to := transfer(t, e, from, loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{Wallet: "summer"})
	if got := to.Wallet("summer").Balance(movingAt(1)).Available; got != 9 {
		t.Errorf("arrived: %d, want 9", got)
	}
	from, _ = transfer(t, e, from, to, "u", movingAt(2), loyalty.Transfer{Undo: "t", Points: 4})
	if got := from.Wallet("summer").Balance(movingAt(2)).Available; got != 4 {
		t.Errorf("came back: %d, want 4", got)
	}
}

func TestTransferRefuses(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	a, b := twoLots(t, e, "a"), loyalty.NewAccount("b")
	gone := apply(t, e, loyalty.NewAccount("b"), "c", movingStart, loyalty.Close{})
	left := apply(t, e, a, "c", movingStart, loyalty.Close{})
	sent, got := transfer(t, e, a, b, "t", movingAt(1), loyalty.Transfer{Points: 10})
	for _, c := range []struct {
		reason   string
		from, to loyalty.Account
		data     loyalty.Data
		want     error
		at       string
	}{
		{"to oneself", a, a, loyalty.Transfer{To: "a"}, loyalty.ErrEvent, "a"},
		{"another account than the event names", a, b, loyalty.Transfer{To: "c"}, loyalty.ErrEvent, "a"},
		{"negative", a, b, loyalty.Transfer{To: "b", Points: -1}, loyalty.ErrEvent, "a"},
		{"not UTF-8", a, b, loyalty.Transfer{To: "b", Wallet: "\xfe"}, loyalty.ErrEvent, "a"},
		{"no transfer", a, b, loyalty.Redeem{Points: 1}, loyalty.ErrEvent, "a"},
		{"too many", a, b, loyalty.Transfer{To: "b", Points: 151}, loyalty.ErrInsufficient, "a"},
		{"from a closed account", left, b, loyalty.Transfer{To: "b"}, loyalty.ErrClosed, "a"},
		{"to a closed account", a, gone, loyalty.Transfer{To: "b"}, loyalty.ErrClosed, "b"},
		{"nothing to undo", a, b, loyalty.Transfer{To: "b", Undo: "t"}, loyalty.ErrUnknown, "a"},
		{"undo what is no transfer", sent, got, loyalty.Transfer{To: "b", Undo: "a1"}, loyalty.ErrUnknown, "a"},
		{"undo the wrong way round", got, sent, loyalty.Transfer{To: "a", Undo: "t"}, loyalty.ErrUnknown, "b"},
		{"undo a transfer to another", sent, loyalty.NewAccount("c"), loyalty.Transfer{To: "c", Undo: "t"}, loyalty.ErrUnknown, "a"},
		{"undo more than was sent", sent, got, loyalty.Transfer{To: "b", Undo: "t", Points: 11}, loyalty.ErrInsufficient, "b"},
	} {
		_, err := e.Transfer(c.from, c.to, loyalty.Event{ID: "x", At: movingAt(2), Data: c.data})
		var at *loyalty.Error
		if !errors.Is(err, c.want) || !errors.As(err, &at) || at.Account != c.at || at.Event != "x" {
			t.Errorf("%s: %v, want %v at account %s", c.reason, err, c.want, c.at)
		}
	}
	if _, err := e.Decide(a, loyalty.Event{ID: "x", At: movingAt(2), Data: loyalty.Transfer{To: "b"}}); !errors.Is(err, loyalty.ErrEvent) {
		t.Errorf("Decide: %v", err)
	}
	if _, err := e.Transfer(a, b, loyalty.Event{ID: "a1", At: movingAt(2), Data: loyalty.Transfer{To: "b"}}); !errors.Is(err, loyalty.ErrConflict) {
		t.Errorf("an ID that is taken: %v", err)
	}
}

func TestTransferOfNothing(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	ev := loyalty.Event{ID: "t", At: movingStart, Data: loyalty.Transfer{To: "b"}}
	from, to, d, err := e.ApplyTransfer(loyalty.NewAccount("a"), loyalty.NewAccount("b"), ev)
	if err != nil || len(d.Entries) != 2 || d.Entries[0].Op != loyalty.OpNote || d.Entries[1].Op != loyalty.OpNote {
		t.Fatalf("%+v, %v, want a note in each account", d.Entries, err)
	}
	from = apply(t, e, from, "g", movingStart, loyalty.Adjust{Points: 5})
	if d, err := e.Transfer(from, to, ev); err != nil || !d.Duplicate || len(d.Entries) > 0 {
		t.Errorf("again: %+v, %v, want a duplicate", d, err)
	}
	if d, err := e.Transfer(from, loyalty.NewAccount("b"), ev); err != nil || d.Entries[0].Op != loyalty.OpNote {
		t.Errorf("completed: %+v, %v, want a note", d, err)
	}
}

func TestUndoReturnsToTheOldLots(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	a := twoLots(t, e, "a")
	from, to := transfer(t, e, a, loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{})
	to = apply(t, e, to, "r", movingAt(2), loyalty.Redeem{Points: 70})
	from, to = transfer(t, e, from, to, "u1", movingAt(3), loyalty.Transfer{Undo: "t", Points: 60})
	if got := from.Lots(movingAt(3)); got[0].Remaining != 10 || got[1].Remaining != 50 {
		t.Errorf("the last come back first: %+v", got)
	}
	from, to = transfer(t, e, from, to, "u2", movingAt(4), loyalty.Transfer{Undo: "t"})
	if diff := cmp.Diff(loyalty.Balance{Available: 80, Earned: 150, Sent: 70}, from.Balance(movingAt(4))); diff != "" {
		t.Errorf("sender (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(loyalty.Balance{Received: 150, Sent: 80, Spent: 70}, to.Balance(movingAt(4))); diff != "" {
		t.Errorf("receiver (-want +got):\n%s", diff)
	}
	// The redemption is cancelled: what it took can come back as well.
	to = apply(t, e, to, "c", movingAt(5), loyalty.Cancel{Redemption: "r"})
	from, _ = transfer(t, e, from, to, "u3", movingAt(6), loyalty.Transfer{Undo: "t"})
	if diff := cmp.Diff(a.Lots(movingAt(6)), from.Lots(movingAt(6))); diff != "" {
		t.Errorf("after all came back (-want +got):\n%s", diff)
	}
}

func TestUndoAfterTheLotLapsed(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	a, b := twoLots(t, e, "a"), loyalty.NewAccount("b")
	from, to := transfer(t, e, a, b, "t", movingAt(1), loyalty.Transfer{Points: 100})
	to = apply(t, e, to, "x", movingAt(2), loyalty.Extend{Closes: day("2026-06-01")})
	at := day("2026-05-10")
	from, to = transfer(t, e, from, to, "u", at, loyalty.Transfer{Undo: "t"})
	if diff := cmp.Diff(loyalty.Balance{Available: 150, Earned: 150}, from.Balance(at)); diff != "" {
		t.Errorf("sender (-want +got):\n%s", diff)
	}
	if got := from.Lapsing(at, day("2026-06-01")); len(got) != 1 || got[0].Points != 100 || !got[0].At.Equal(day("2026-05-25")) {
		t.Errorf("the grace of 14 days: %v", got)
	}
	again, err := loyalty.Fold("a", slices.Collect(from.Entries()))
	if err != nil || !cmp.Equal(again.Lots(at), from.Lots(at)) {
		t.Errorf("folded anew: %v", err)
	}
	if got := to.Balance(at).Available; got != 0 {
		t.Errorf("left with the receiver: %d", got)
	}
}

// The points machine with a friend: earn, send, return, undo.
func TestUndoMeetsClaims(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	from := apply(t, e, loyalty.NewAccount("a"), "o", movingStart, order("x", "10000"))
	from, to := transfer(t, e, from, loyalty.NewAccount("b"), "t", movingAt(1), loyalty.Transfer{})
	from = apply(t, e, from, "v", movingAt(2), order("x", "0"))
	from, to = transfer(t, e, from, to, "u", movingAt(3), loyalty.Transfer{Undo: "t"})
	if n := from.Balance(movingAt(3)).Available + to.Balance(movingAt(3)).Available; n != 0 {
		t.Errorf("%d points from nothing", n)
	}
	if _, err := loyalty.Fold("a", slices.Collect(from.Entries())); err != nil {
		t.Error(err)
	}
}

// A store of two databases may keep one account's rows and lose the other's.
func TestTransferCompletesWhatWasTorn(t *testing.T) {
	e := waitingEngine(t, loyalty.Forgive)
	rapid.Check(t, func(t *rapid.T) {
		p := newTransferPeople(e, "a", "b")
		p.live(t, 30)
		x := loyalty.Transfer{To: "b"}
		if acrossAny(t, "undo", 2) == 0 {
			sent := p.of["a"].Balance(p.now).Sent
			var err error
			if p.of["a"], p.of["b"], _, err = e.ApplyTransfer(p.of["a"], p.of["b"], loyalty.Event{ID: "first", At: p.now, Data: x}); err != nil {
				t.Fatal(err)
			}
			if p.of["a"].Balance(p.now).Sent == sent {
				return // nothing to undo
			}
			sent = p.of["a"].Balance(p.now).Sent - sent
			x = loyalty.Transfer{To: "b", Undo: "first", Points: lawAny(t, "of it", []loyalty.Points{0, 1, (sent + 1) / 2, sent})}
		}
		ev := loyalty.Event{ID: "torn", At: p.now, Data: x}
		a, b := p.of["a"], p.of["b"]
		fullA, fullB, d, err := e.ApplyTransfer(a, b, ev)
		if err != nil {
			t.Fatal(err)
		}
		for _, half := range []struct{ a, b loyalty.Account }{{fullA, b}, {a, fullB}} {
			gotA, gotB, more, err := e.ApplyTransfer(half.a, half.b, ev)
			if err != nil {
				t.Fatalf("to complete %s: %v", d.Entries[0].Account, err)
			}
			if more.Duplicate || !sameRows(gotA, fullA) || !sameRows(gotB, fullB) {
				t.Fatalf("completed otherwise:\n%s\n%s", cmp.Diff(transferRows(fullA), transferRows(gotA)), cmp.Diff(transferRows(fullB), transferRows(gotB)))
			}
		}
		if again, err := e.Transfer(fullA, fullB, ev); err != nil || !again.Duplicate || len(again.Entries) > 0 {
			t.Fatalf("again: %+v, %v", again, err)
		}
	})
}

// Ledgers do not run backwards: where one of them is ahead, both have the
// transfer then, together or one after the other.
func TestTransferIsPostedOnce(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	ahead := func(a loyalty.Account) loyalty.Account {
		next, _, err := e.Apply(a, loyalty.Event{ID: "ahead", At: movingStart, Posted: movingAt(10), Data: loyalty.Adjust{Points: 1}})
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	a, b := twoLots(t, e, "a"), loyalty.NewAccount("b")
	ev := loyalty.Event{ID: "t", At: movingAt(5), Data: loyalty.Transfer{To: "b"}}
	for _, c := range []struct {
		reason string
		a, b   loyalty.Account
	}{{"the sender is ahead", ahead(a), b}, {"the receiver is ahead", a, ahead(b)}} {
		newA, newB, _, err := e.ApplyTransfer(c.a, c.b, ev)
		if err != nil {
			t.Fatal(err)
		}
		if !newA.Posted().Equal(movingAt(10)) || !newB.Posted().Equal(movingAt(10)) {
			t.Errorf("%s: posted at %v and %v", c.reason, newA.Posted(), newB.Posted())
		}
		_, gotB, _, err1 := e.ApplyTransfer(newA, c.b, ev)
		gotA, _, _, err2 := e.ApplyTransfer(c.a, newB, ev)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if !sameRows(newA, gotA) || !sameRows(newB, gotB) {
			t.Errorf("%s: completed otherwise:\n%s%s", c.reason, cmp.Diff(transferRows(newA), transferRows(gotA)), cmp.Diff(transferRows(newB), transferRows(gotB)))
		}
	}
}

func TestTransferCannotTakeWhatIsGone(t *testing.T) {
	e := movingEngine(t, loyalty.Forgive)
	a, b := twoLots(t, e, "a"), loyalty.NewAccount("b")
	ev := loyalty.Event{ID: "t", At: movingAt(1), Data: loyalty.Transfer{To: "b"}}
	_, to, _, err := e.ApplyTransfer(a, b, ev)
	if err != nil {
		t.Fatal(err)
	}
	spent := apply(t, e, a, "r", movingAt(2), loyalty.Redeem{Points: 120})
	if _, err := e.Transfer(spent, to, ev); !errors.Is(err, loyalty.ErrInsufficient) {
		t.Errorf("points that the sender has spent meanwhile: %v", err)
	}
	other := twoLots(t, e, "c") // who has the same lots
	if _, err := e.Transfer(other, to, ev); !errors.Is(err, loyalty.ErrConflict) {
		t.Errorf("the transfer of another sender: %v", err)
	}
	if _, err := e.Transfer(a, to, loyalty.Event{ID: "t", At: movingAt(1), Data: loyalty.Transfer{To: "b", Points: 7}}); !errors.Is(err, loyalty.ErrConflict) {
		t.Errorf("other content under the same ID: %v", err)
	}
}

// transferPeople are accounts that things happen to.
type transferPeople struct {
	e         *loyalty.Engine
	ids       []string
	of        map[string]loyalty.Account
	now       time.Time
	n         int
	transfers []loyalty.Event
	froms     []string // of each transfer
	holds     map[string][]string
	redeems   map[string][]string
}

func newTransferPeople(e *loyalty.Engine, ids ...string) *transferPeople {
	p := &transferPeople{e: e, ids: ids, of: map[string]loyalty.Account{}, now: movingStart, holds: map[string][]string{}, redeems: map[string][]string{}}
	for _, id := range ids {
		p.of[id] = loyalty.NewAccount(id)
	}
	return p
}

func (p *transferPeople) live(t *rapid.T, most int) {
	for range 1 + acrossAny(t, "events", uint64(most)) {
		p.step(t)
	}
}

// step lets one thing happen. What is refused must be refused for a reason that
// can be branched on.
func (p *transferPeople) step(t *rapid.T) {
	p.n++
	p.now = p.now.Add(time.Duration(lawAny(t, "hours", []int{0, 1, 5, 24, 24, 500})) * time.Hour)
	who := lawAny(t, "who", p.ids)
	points := loyalty.Points(1 + acrossAny(t, "points", 150))
	if have := p.of[who].Balance(p.now).Available; have > 0 && acrossAny(t, "within", 3) > 0 {
		points = 1 + (points-1)%have
	}
	id := fmt.Sprint("e", p.n)
	var data loyalty.Data
	switch acrossAny(t, "kind", 15) {
	case 0, 1, 10, 11:
		data = order(fmt.Sprint("x", acrossAny(t, "order", 3)), fmt.Sprint(100*max(acrossAny(t, "yen", 130)-30, 0)))
	case 13, 14: // returned, whether its points are still there or not
		data = order(fmt.Sprint("x", acrossAny(t, "order", 3)), "0")
	case 2, 12:
		data = loyalty.Redeem{Points: points}
		p.redeems[who] = append(p.redeems[who], id)
	case 3:
		data = loyalty.Hold{Points: points, Until: p.now.Add(100 * time.Hour)}
		p.holds[who] = append(p.holds[who], id)
	case 4:
		if len(p.redeems[who]) == 0 {
			return
		}
		data = loyalty.Cancel{Redemption: lawAny(t, "redemption", p.redeems[who])}
	case 5:
		data = loyalty.Adjust{Points: points}
	case 6:
		if len(p.transfers) == 0 {
			return
		}
		i := acrossAny(t, "transfer", uint64(len(p.transfers)))
		undone := p.transfers[i]
		p.pass(t, p.froms[i], loyalty.Event{ID: id, At: p.now, Data: loyalty.Transfer{
			To: undone.Data.(loyalty.Transfer).To, Undo: undone.ID, Points: points * loyalty.Points(acrossAny(t, "some", 2)),
		}})
		return
	default:
		to := lawAny(t, "to", p.ids)
		if to == who && acrossAny(t, "to oneself", 10) > 0 {
			to = p.ids[(slices.Index(p.ids, who)+1)%len(p.ids)]
		}
		ev := loyalty.Event{ID: id, At: p.now, Data: loyalty.Transfer{To: to, Points: points * loyalty.Points(lawAny(t, "some", []int{0, 1, 1, 2}))}}
		if p.pass(t, who, ev) {
			p.transfers, p.froms = append(p.transfers, ev), append(p.froms, who)
		}
		return
	}
	next, _, err := p.e.Apply(p.of[who], loyalty.Event{ID: id, At: p.now, Data: data})
	if err != nil && !errors.Is(err, loyalty.ErrInsufficient) && !errors.Is(err, loyalty.ErrUnknown) {
		t.Fatal(err)
	}
	p.of[who] = next
}

// pass applies a transfer and holds it against what was there before.
func (p *transferPeople) pass(t *rapid.T, who string, ev loyalty.Event) bool {
	x := ev.Data.(loyalty.Transfer)
	from, to := p.of[who], p.of[x.To]
	newFrom, newTo, d, err := p.e.ApplyTransfer(from, to, ev)
	if err != nil {
		if x.To != who && !errors.Is(err, loyalty.ErrInsufficient) && !errors.Is(err, loyalty.ErrUnknown) {
			t.Fatal(err)
		}
		return false
	}
	if x.Undo == "" {
		checkPassed(t, from, to, newFrom, newTo, x, p.now)
	}
	p.of[who], p.of[x.To] = newFrom, newTo
	for i := 1; i < len(d.Entries); i++ {
		a, b := d.Entries[i-1], d.Entries[i]
		if a.Account == b.Account && (b.Seq != a.Seq+1 || b.Line != a.Line+1) || a.Cause != b.Cause || a.Digest != b.Digest || !a.Posted.Equal(b.Posted) {
			t.Fatalf("entries %+v and %+v", a, b)
		}
	}
	return true
}

// checkPassed takes the lots by hand, in the order of their expiry.
func checkPassed(t *rapid.T, from, to, newFrom, newTo loyalty.Account, x loyalty.Transfer, now time.Time) {
	n := x.Points
	if n == 0 {
		n = from.Balance(now).Available
	}
	type arrival struct {
		opens, closes time.Time
		n             loyalty.Points
	}
	var want, got []arrival
	for _, l := range from.Lots(now) {
		if k := min(n, l.Remaining); k > 0 && !l.Opens.After(now) && !l.Opens.IsZero() {
			want = append(want, arrival{l.Opens, l.Closes, k})
			n -= k
		}
	}
	old := len(to.Lots(now))
	lots := newTo.Lots(now)
	slices.SortFunc(lots, func(a, b loyalty.Lot) int { return int(a.Seq) - int(b.Seq) })
	for _, l := range lots[old:] {
		got = append(got, arrival{l.Opens, l.Closes, l.Granted})
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(arrival{})); diff != "" || n != 0 {
		t.Fatalf("what arrived (-want +got), %d short:\n%s", n, diff)
	}
	if was, is := newFrom.Balance(now), from.Balance(now); was.Sent < is.Sent {
		t.Fatal("nothing was sent")
	}
}

func transferRows(a loyalty.Account) []loyalty.Entry { return slices.Collect(a.Entries()) }

func sameRows(a, b loyalty.Account) bool { return reflect.DeepEqual(transferRows(a), transferRows(b)) }

// L23: what some accounts have in all is what they earned; nothing is lost or
// made on the way between them.
func TestTransfersPreserveTheSum(t *testing.T) {
	for _, policy := range []loyalty.Shortfall{loyalty.Forgive, loyalty.Owe, loyalty.OwnLots} {
		e := waitingEngine(t, policy)
		rapid.Check(t, func(t *rapid.T) {
			p := newTransferPeople(e, "a", "b", "c")
			for range 1 + acrossAny(t, "events", 60) {
				p.step(t)
				var all loyalty.Balance
				for _, id := range p.ids {
					b := p.of[id].Balance(p.now)
					if b.Earned+b.Received+b.Debt != b.Available+b.Pending+b.Held+b.Spent+b.Sent+b.Lapsed+b.Clawed {
						t.Fatalf("account %s does not balance: %+v", id, b)
					}
					if min(b.Available, b.Pending, b.Held, b.Debt, b.Spent, b.Sent, b.Lapsed, b.Clawed) < 0 {
						t.Fatalf("account %s: %+v", id, b)
					}
					all.Received += b.Received
					all.Sent += b.Sent
				}
				if all.Received != all.Sent {
					t.Fatalf("%d sent, %d received", all.Sent, all.Received)
				}
			}
			for _, id := range p.ids {
				again, err := loyalty.Fold(id, slices.Collect(p.of[id].Entries()))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(p.of[id].Lots(p.now), again.Lots(p.now)); diff != "" {
					t.Fatalf("folded anew (-want +got):\n%s", diff)
				}
				for _, l := range again.Lots(p.now) {
					if l.Granted != l.Remaining+l.Held+l.Spent+l.Sent+l.Lapsed+l.Clawed+l.Repaid {
						t.Fatalf("lot %+v", l)
					}
				}
			}
		})
	}
}

// To undo a transfer at once is as if it had not been.
func TestUndoIsTheInverse(t *testing.T) {
	e := waitingEngine(t, loyalty.Forgive)
	rapid.Check(t, func(t *rapid.T) {
		p := newTransferPeople(e, "a", "b")
		p.live(t, 30)
		p.of["a"] = condApply(t, e, p.of["a"], "some", p.now, order("some", "900"))
		a, b := p.of["a"], p.of["b"]
		n := loyalty.Points(acrossAny(t, "n", uint64(a.Balance(p.now).Available)+1))
		from, to, _, err := e.ApplyTransfer(a, b, loyalty.Event{ID: "t", At: p.now, Data: loyalty.Transfer{To: "b", Points: n}})
		if err != nil || from.Balance(p.now).Sent == a.Balance(p.now).Sent {
			t.Skip("nothing to send")
		}
		parts := acrossAny(t, "part", uint64(from.Balance(p.now).Sent-a.Balance(p.now).Sent))
		for i, k := range []int{parts, 0} {
			x := loyalty.Transfer{To: "b", Undo: "t", Points: loyalty.Points(k)}
			if from, to, _, err = e.ApplyTransfer(from, to, loyalty.Event{ID: fmt.Sprint("u", i), At: p.now, Data: x}); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(a.Lots(p.now), from.Lots(p.now)); diff != "" {
			t.Fatalf("sender (-want +got):\n%s", diff)
		}
		was, is := b.Balance(p.now), to.Balance(p.now)
		is.Received, is.Sent = is.Received-(is.Sent-was.Sent), was.Sent
		if diff := cmp.Diff(was, is); diff != "" {
			t.Fatalf("receiver (-want +got):\n%s", diff)
		}
	})
}

func BenchmarkTransfer(b *testing.B) {
	for _, lots := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("lots=%d", lots), func(b *testing.B) {
			e := movingEngine(b, loyalty.Forgive)
			from := loyalty.NewAccount("a")
			for i := range lots {
				from = apply(b, e, from, fmt.Sprint(i), movingAt(i), order(fmt.Sprint("x", i), "1000"))
			}
			to := loyalty.NewAccount("b")
			ev := loyalty.Event{ID: "t", At: movingAt(lots), Data: loyalty.Transfer{To: "b"}}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Transfer(from, to, ev); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
