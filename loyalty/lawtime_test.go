package loyalty_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// All that time brings can be booked: time-outs and the claims they meet, the
// payment of debt, lapses. Each once, in its turn, as it was, and to no effect.
func TestBookingOfAllKinds(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) {
		ed.Life.AtOnce = false
		ed.Settle = retention.Span{Exact: 10 * time.Hour}
	})
	owe := p.Editions[0]
	owe.ID, owe.From, owe.Refund.Shortfall = "owe", lawHour(20), loyalty.Owe
	p.Editions = append(p.Editions, owe)
	s := edgeBegin(t, p)
	s.on(lawHour(0), order("x", "10000"))                             // open at 10
	s.on(lawHour(11), loyalty.Hold{Points: 80, Until: lawHour(40)})   // 2
	s.on(lawHour(12), order("x", "4000"))                             // a claim of 40
	s.on(lawHour(21), order("w", "6000"))                             // open at 31
	s.on(lawHour(21), loyalty.Settle{Ref: "w"})                       //
	s.on(lawHour(22), loyalty.Redeem{Points: 60})                     // 6
	s.on(lawHour(23), order("w", "0"))                                // a debt of 60
	s.on(lawHour(24), order("y", "4500"))                             // open at 34, 45 pay
	s.on(lawHour(25), loyalty.Adjust{Points: 5, Closes: lawHour(60)}) // pays 5
	until := lawHour(100)
	var lots []uint64
	for e := range s.account.Entries() {
		if e.Op == loyalty.OpGrant {
			lots = append(lots, e.Lot)
		}
	}
	x, y := lots[0], lots[2]
	memo := func(op loyalty.Op, hour int64, lot uint64, n loyalty.Points) loyalty.Entry {
		return loyalty.Entry{Account: "haru", Cause: "time@1", Line: 1, Op: op, At: lawHour(hour), Posted: until, Lot: lot, Points: n}
	}
	due := []loyalty.Entry{
		memo(loyalty.OpRepay, 34, y, 45),
		memo(loyalty.OpUnhold, 40, x, 80),
		memo(loyalty.OpClaw, 40, x, 40),
		memo(loyalty.OpRepay, 40, x, 10),
	}
	want := lawSee(s.account, until)
	a := s.account
	for i, e := range due {
		for _, wrong := range []func(e *loyalty.Entry){
			func(e *loyalty.Entry) { e.Op = loyalty.OpLapse },
			func(e *loyalty.Entry) { e.Points++ },
			func(e *loyalty.Entry) { e.Lot = lots[1] },
			func(e *loyalty.Entry) { e.At = e.At.Add(time.Microsecond) },
			func(e *loyalty.Entry) { e.Wallet = "limited" },
			func(e *loyalty.Entry) { *e = due[(i+1)%len(due)] },
		} {
			bad := e
			wrong(&bad)
			bad.Seq = a.Seq() + 1
			if _, err := a.Append(bad); !errors.Is(err, loyalty.ErrEntry) {
				t.Errorf("%d: booked %+v: %v", i, bad, err)
			}
		}
		e.Seq = a.Seq() + 1
		next, err := a.Append(e)
		if err != nil {
			t.Fatal(err)
		}
		a = next
		if diff := cmp.Diff(want, lawSee(a, until)); diff != "" {
			t.Errorf("after %v was booked (-before +after):\n%s", e.Op, diff)
		}
	}
	if diff := cmp.Diff(loyalty.Balance{Earned: 210, Spent: 60, Clawed: 120, Available: 30}, a.Balance(until)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The years 1 to 9999 are all alike.
func TestLawAnyYear(t *testing.T) {
	e := compile(t, edgeLife(loyalty.Life{AtOnce: true, Span: retention.Span{Days: 10}}))
	for _, year := range []int{2, 1600, 1950, 1969, 1970, 2026, 9000, 9998} {
		at := time.Date(year, 6, 1, 12, 0, 0, 0, tokyo)
		a := apply(t, e, loyalty.NewAccount("haru"), "1", at, order("x", "10000"))
		a = apply(t, e, a, "2", at.Add(time.Hour), loyalty.Redeem{Points: 30})
		if diff := cmp.Diff(loyalty.Balance{Earned: 100, Spent: 30, Available: 70}, a.Balance(at.AddDate(0, 0, 9))); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
		for _, late := range []time.Time{at.AddDate(0, 0, 11), time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC), time.UnixMicro(math.MaxInt64), time.Unix(1<<60, 0)} {
			if diff := cmp.Diff(loyalty.Balance{Earned: 100, Spent: 30, Lapsed: 70}, a.Balance(late)); diff != "" {
				t.Errorf("%d, at %v (-want +got):\n%s", year, late, diff)
			}
		}
		for _, early := range []time.Time{{}, at.Add(-time.Microsecond), time.Date(-500, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(-1<<60, 0)} {
			if got := a.Balance(early); got != (loyalty.Balance{}) {
				t.Errorf("%d, at %v: %+v", year, early, got)
			}
		}
	}
	for _, at := range []time.Time{{}, time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Unix(1<<60, 0), time.Unix(18446744073709+1790000000, 0)} {
		if _, err := e.Decide(loyalty.NewAccount("haru"), loyalty.Event{ID: "1", At: at, Data: order("x", "1")}); !errors.Is(err, loyalty.ErrTime) {
			t.Errorf("at %v: %v", at, err)
		}
	}
}

// What a deed is settled by cannot be earlier than the deed.
func TestSettledBeforeTheDeed(t *testing.T) {
	p := edgeLife(loyalty.Life{FromOpening: true, Span: retention.Span{Exact: 10 * time.Hour}})
	for _, settle := range []loyalty.Data{loyalty.Settle{Ref: "x"}, loyalty.Order{ID: "x", Settled: true, Lines: order("x", "100").Lines}} {
		s := edgeBegin(t, p).on(lawHour(20), order("x", "100"))
		s.on(lawHour(5), settle)
		l := s.account.Lots(lawHour(21))[0]
		if !l.Opens.Equal(lawHour(20)) || !l.Closes.Equal(lawHour(30)) || l.Remaining != 1 {
			t.Errorf("%+v: %+v", settle, l)
		}
	}
}

// A lot that closes while it is held can be spent by that hold, and lapses with
// its release. Nothing wakes it meanwhile.
func TestHeldLotCloses(t *testing.T) {
	life := edgeDays(2)
	life.Slides = []string{"order"}
	held := func() *edgeStory {
		s := edgeBegin(t, edgeLife(life)).on(lawHour(0), loyalty.Adjust{Points: 100})
		return s.on(lawHour(1), loyalty.Hold{Points: 100, Until: lawHour(200)})
	}
	s := held().on(lawHour(80), loyalty.Commit{Hold: "2", Points: 50})
	s.balance("it is spent", s.now, loyalty.Balance{Earned: 100, Spent: 50, Lapsed: 50})
	s = held()
	s.balance("it times out", lawHour(200), loyalty.Balance{Earned: 100, Lapsed: 100})
	for _, awake := range []loyalty.Data{order("x", "1"), loyalty.Extend{}, loyalty.Extend{Lots: []uint64{1}, Closes: lawHour(999)}} {
		s = held().on(lawHour(80), awake).then(loyalty.Release{Hold: "2"})
		s.balance("it is released", s.now, loyalty.Balance{Earned: 100, Lapsed: 100})
	}
	for _, awake := range []loyalty.Data{order("x", "1"), loyalty.Extend{}, loyalty.Extend{Lots: []uint64{1}, Closes: lawHour(999)}} {
		s = held().on(lawHour(40), awake).on(lawHour(80), loyalty.Release{Hold: "2"})
		s.balance("it was to close later", s.now, loyalty.Balance{Earned: 100, Available: 100})
	}
}

// A closed account has nothing left, whatever comes back to it.
func TestCloseForfeits(t *testing.T) {
	s := edgeBegin(t, edgeLife(loyalty.Life{}, func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.Owe }))
	s.then(loyalty.Adjust{Points: 100}).then(loyalty.Redeem{Points: 10}).then(loyalty.Hold{Points: 20, Until: lawHour(99)}).then(order("x", "5000"))
	s.balance("before", s.now, loyalty.Balance{Earned: 150, Spent: 10, Held: 20, Available: 70, Pending: 50})
	s.refused(loyalty.ErrInsufficient, s.now, loyalty.Adjust{Points: -71})
	s.then(loyalty.Close{})
	s.balance("closed", s.now, loyalty.Balance{Earned: 150, Spent: 10, Lapsed: 140})
	s.then(loyalty.Cancel{Redemption: "2"})
	s.balance("given back", s.now, loyalty.Balance{Earned: 150, Lapsed: 150})
	s.refused(loyalty.ErrClosed, s.now, order("w", "100"))
	s.refused(loyalty.ErrClosed, s.now, order("x", "9000"))
	s.refused(loyalty.ErrClosed, s.now, loyalty.Adjust{Points: 1})
}

// Points that flow back meet the claims made since they were taken: each point
// one claim, wherever it comes back to.
func TestClaimsAreMet(t *testing.T) {
	s := edgeBegin(t, simple()).then(order("x", "10000")).then(loyalty.Hold{Points: 100, Until: lawHour(99)}).then(order("x", "0"))
	s.then(loyalty.Commit{Hold: "2"}).then(loyalty.Cancel{Redemption: "4"})
	s.balance("a commit is as old as its hold", s.now, loyalty.Balance{Earned: 100, Clawed: 100})

	s = edgeBegin(t, edgeLife(edgeDays(10), func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.OwnLots }))
	s.then(order("x", "6000")).then(order("w", "6000")).then(loyalty.Adjust{Points: 100, Closes: lawHour(5000)})
	s.then(loyalty.Redeem{Points: 130}).then(order("x", "0")).then(order("w", "0")).then(loyalty.Cancel{Redemption: "4", Points: 10})
	s.balance("one claim", s.now, loyalty.Balance{Earned: 220, Spent: 120, Clawed: 10, Available: 90})
	s.on(lawHour(500), loyalty.Cancel{Redemption: "4"})
	s.balance("also from new lots", s.now, loyalty.Balance{Earned: 220, Clawed: 120, Available: 100})

	s = edgeBegin(t, edgeLife(edgeDays(1))).on(lawHour(0), order("x", "100")).on(lawHour(1), loyalty.Redeem{Points: 1})
	s.refused(loyalty.ErrTime, s.now, loyalty.Hold{Points: 1, Until: s.now})
	s.on(lawHour(48), loyalty.Cancel{Redemption: "2"})
	s.balance("back at the instant it closes", s.now, loyalty.Balance{Earned: 1, Available: 1})
	next, _, err := s.engine.Apply(s.account, loyalty.Event{ID: "r", At: lawHour(49), Data: loyalty.Redeem{Points: 1}})
	if err != nil {
		t.Fatal(err)
	}
	next, _, err = s.engine.Apply(next, loyalty.Event{ID: "c", At: lawHour(50), Posted: lawHour(1000), Data: loyalty.Cancel{Redemption: "r"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := next.Balance(lawHour(1000 + 14*24)); got.Available != 1 {
		t.Errorf("grace begins when points are back: %+v", got)
	}
}
