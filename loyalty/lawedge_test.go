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
)

// The cases that break loyalty programs in the field, one test each.

// edgeStory is a member's life in a test, an event an hour unless told else.
type edgeStory struct {
	t       testing.TB
	engine  *loyalty.Engine
	account loyalty.Account
	now     time.Time
	number  int
}

func edgeBegin(t testing.TB, p loyalty.Program) *edgeStory {
	return &edgeStory{t: t, engine: compile(t, p), account: loyalty.NewAccount("haru"), now: lawStart}
}

// then is an event an hour later.
func (s *edgeStory) then(data loyalty.Data) *edgeStory {
	s.t.Helper()
	return s.on(s.now.Add(time.Hour), data)
}

// on is an event at an instant. Its ID is its number, from 1.
func (s *edgeStory) on(at time.Time, data loyalty.Data) *edgeStory {
	s.t.Helper()
	s.number++
	s.now = at
	s.account = apply(s.t, s.engine, s.account, fmt.Sprint(s.number), at, data)
	return s
}

func (s *edgeStory) refused(want error, at time.Time, data loyalty.Data) {
	s.t.Helper()
	if _, _, err := s.engine.Apply(s.account, loyalty.Event{ID: "refused", At: at, Data: data}); !errors.Is(err, want) {
		s.t.Errorf("%+v: want %v, got %v", data, want, err)
	}
}

func (s *edgeStory) balance(reason string, at time.Time, want loyalty.Balance) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.account.Balance(at)); diff != "" {
		s.t.Errorf("%s, at %v (-want +got):\n%s", reason, at, diff)
	}
}

// edgeLife is a program of one point for every full 100 yen, of lots that live
// so long.
func edgeLife(life loyalty.Life, change ...func(*loyalty.Edition)) loyalty.Program {
	return simple(append([]func(*loyalty.Edition){func(ed *loyalty.Edition) { ed.Life = life }}, change...)...)
}

func edgeDays(n int) loyalty.Life {
	return loyalty.Life{AtOnce: true, Span: retention.Span{Days: n}}
}

// The soonest to close is taken first, among those the soonest to open, then
// the first to be granted; what never closes comes last.
func TestEdge01ConsumptionOrder(t *testing.T) {
	s := edgeBegin(t, simple())
	at := s.now
	s.on(at, loyalty.Adjust{Points: 1, Reason: "never"})
	s.on(at, loyalty.Adjust{Points: 2, Reason: "late", Closes: at.AddDate(0, 0, 9)})
	s.on(at, loyalty.Adjust{Points: 4, Reason: "soon, first", Closes: at.AddDate(0, 0, 5)})
	s.on(at, loyalty.Adjust{Points: 8, Reason: "soon, second", Closes: at.AddDate(0, 0, 5)})
	s.on(at.Add(time.Hour), loyalty.Adjust{Points: 16, Reason: "soon, opens later", Closes: at.AddDate(0, 0, 5)})
	var order []loyalty.Points
	for _, l := range s.account.Lots(s.now) {
		order = append(order, l.Granted)
	}
	if diff := cmp.Diff([]loyalty.Points{4, 8, 16, 2, 1}, order); diff != "" {
		t.Errorf("order of lots (-want +got):\n%s", diff)
	}
	s.then(loyalty.Redeem{Points: 13}) // 4, 8 and 1 of 16
	var taken []loyalty.Points
	for e := range s.account.Entries() {
		if e.Op == loyalty.OpSpend {
			taken = append(taken, e.Points)
		}
	}
	if diff := cmp.Diff([]loyalty.Points{4, 8, 1}, taken); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
}

// A lot that was spent does not lapse a second time.
func TestEdge02BalanceCollapse(t *testing.T) {
	s := edgeBegin(t, edgeLife(edgeDays(30)))
	s.then(order("x", "10000")).then(loyalty.Redeem{Points: 60})
	s.balance("before", s.now, loyalty.Balance{Earned: 100, Spent: 60, Available: 40})
	s.balance("after", s.now.AddDate(0, 2, 0), loyalty.Balance{Earned: 100, Spent: 60, Lapsed: 40})
	s.on(s.now.AddDate(0, 2, 0), order("w", "5000"))
	s.balance("new points", s.now, loyalty.Balance{Earned: 150, Spent: 60, Lapsed: 40, Available: 50})
}

// A lot can be spent from its opening on until just before it closes, with no
// job that has to have run.
func TestEdge03NoSweep(t *testing.T) {
	s := edgeBegin(t, edgeLife(loyalty.Life{Span: retention.Span{Days: 3}}, func(ed *loyalty.Edition) { ed.Settle = retention.Span{Exact: 24 * time.Hour} }))
	s.on(day("2026-04-01"), order("x", "10000"))
	opens, closes, tick := day("2026-04-02"), day("2026-04-05"), time.Microsecond
	s.refused(loyalty.ErrInsufficient, opens.Add(-tick), loyalty.Redeem{Points: 1})
	s.refused(loyalty.ErrInsufficient, closes, loyalty.Redeem{Points: 1})
	s.balance("pending", opens.Add(-tick), loyalty.Balance{Earned: 100, Pending: 100})
	s.balance("open", opens, loyalty.Balance{Earned: 100, Available: 100})
	s.balance("still open", closes.Add(-tick), loyalty.Balance{Earned: 100, Available: 100})
	s.balance("closed", closes, loyalty.Balance{Earned: 100, Lapsed: 100})
	if diff := cmp.Diff([]loyalty.Lapse{{At: closes.UTC(), Points: 100}}, s.account.Lapsing(opens, closes.Add(tick))); diff != "" {
		t.Errorf("lapsing (-want +got):\n%s", diff)
	}
	if got := s.account.Lapsing(opens, closes); got != nil {
		t.Errorf("lapsing before it closes: %v", got)
	}
	s.on(closes.Add(-tick), loyalty.Redeem{Points: 100})
}

// "Until 31 March" is until 1 April, 0:00 in the program's zone, and stays so.
func TestEdge04WhichDay(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	year := loyalty.Life{AtOnce: true, Cycle: loyalty.Cycle{Months: 12, From: retention.NewDate(2000, 4, 1)}}
	tests := []struct {
		reason string
		zone   *time.Location
		life   loyalty.Life
		at     time.Time
		want   time.Time
	}{
		{"the last day of the year", tokyo, year, time.Date(2027, 3, 31, 23, 30, 0, 0, tokyo), time.Date(2027, 4, 1, 0, 0, 0, 0, tokyo)},
		{"the first of the next", tokyo, year, time.Date(2027, 4, 1, 0, 0, 0, 0, tokyo), time.Date(2028, 4, 1, 0, 0, 0, 0, tokyo)},
		{"in New York it is still the last", newYork, year, time.Date(2027, 4, 1, 0, 0, 0, 0, tokyo), time.Date(2027, 4, 1, 0, 0, 0, 0, newYork)},
		{"a day of 23 hours is a day", newYork, edgeDays(1), time.Date(2026, 3, 7, 12, 0, 0, 0, newYork), time.Date(2026, 3, 9, 0, 0, 0, 0, newYork)},
		{"and one of 25", newYork, edgeDays(1), time.Date(2026, 10, 31, 12, 0, 0, 0, newYork), time.Date(2026, 11, 2, 0, 0, 0, 0, newYork)},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			p := edgeLife(test.life)
			p.Zone = test.zone.String()
			e, err := loyalty.Compile(p, test.zone)
			if err != nil {
				t.Fatal(err)
			}
			a := apply(t, e, loyalty.NewAccount("haru"), "1", test.at, order("x", "100"))
			if got := a.Lots(test.at)[0].Closes; !got.Equal(test.want) {
				t.Errorf("closes at %v, want %v", got, test.want)
			}
			other := compile(t, edgeLife(edgeDays(1))) // what the next engine thinks of days changes nothing
			a = apply(t, other, a, "2", test.at, loyalty.Adjust{Points: 1})
			if !slices.ContainsFunc(a.Lots(test.at), func(l loyalty.Lot) bool { return l.Ref == "x" && l.Closes.Equal(test.want) }) {
				t.Errorf("it has moved: %+v", a.Lots(test.at))
			}
		})
	}
}

// Months keep to the end of the month, always from the day of the deed.
func TestEdge05MonthsAndLeapYears(t *testing.T) {
	for _, test := range []struct {
		reason       string
		months       int
		earned, last string
	}{
		{"31 January and a month", 1, "2026-01-31", "2026-02-28"},
		{"and two", 2, "2026-01-31", "2026-03-31"},
		{"29 February and a year", 12, "2024-02-29", "2025-02-28"},
		{"and four", 48, "2024-02-29", "2028-02-29"},
	} {
		s := edgeBegin(t, edgeLife(loyalty.Life{AtOnce: true, Span: retention.Span{Months: test.months}}))
		s.on(day(test.earned).Add(23*time.Hour), order("x", "100"))
		if got, want := s.account.Lots(s.now)[0].Closes, day(test.last).AddDate(0, 0, 1); !got.Equal(want) {
			t.Errorf("%s: closes at %v, want %v", test.reason, got, want)
		}
	}
	birthday := simple(func(ed *loyalty.Edition) { ed.Earn[0].When.Birthday = "day" })
	for _, test := range []struct {
		day  string
		want loyalty.Points
	}{{"2026-02-27", 0}, {"2026-02-28", 1}, {"2026-03-01", 0}, {"2028-02-28", 0}, {"2028-02-29", 1}} {
		s := edgeBegin(t, birthday)
		s.on(day("2025-01-01"), loyalty.Enrol{Birthday: "2000-02-29"}).on(day(test.day), order("x", "100"))
		if got := s.account.Balance(s.now).Available; got != test.want {
			t.Errorf("born on 29 February, on %s: %d points", test.day, got)
		}
	}
}

// What is returned inside the return window takes the order's pending points,
// and those never open.
func TestEdge06ReturnInsideTheWindow(t *testing.T) {
	s := edgeBegin(t, edgeLife(loyalty.Life{}, func(ed *loyalty.Edition) { ed.Settle = retention.Span{Days: 14} }))
	s.then(order("w", "3000")).then(loyalty.Settle{Ref: "w"}).then(order("x", "10000"))
	s.balance("bought", s.now, loyalty.Balance{Earned: 130, Available: 30, Pending: 100})
	s.then(order("x", "4000"))
	s.balance("a part is back", s.now, loyalty.Balance{Earned: 130, Available: 30, Pending: 40, Clawed: 60})
	s.then(order("x", "0"))
	s.balance("all is back", s.now, loyalty.Balance{Earned: 130, Available: 30, Clawed: 100})
	s.balance("the window is over", s.now.AddDate(0, 1, 0), loyalty.Balance{Earned: 130, Available: 30, Clawed: 100})
}

// Three thirds take back exactly all.
func TestEdge07PartialReturns(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) { ed.Earn[0].Per = dec("1") })
	s := edgeBegin(t, p).then(order("x", "100.00"))
	for _, step := range []struct {
		left   string
		clawed loyalty.Points
	}{{"66.67", 34}, {"33.34", 67}, {"0.00", 100}} {
		s.then(order("x", step.left))
		s.balance(step.left+" left", s.now, loyalty.Balance{Earned: 100, Clawed: step.clawed, Available: 100 - step.clawed})
	}
	s.then(order("free", "0")).then(loyalty.Order{ID: "free", Discount: dec("5"), Lines: []loyalty.Line{{Amount: dec("5")}}})
	s.balance("an order of nothing", s.now, loyalty.Balance{Earned: 100, Clawed: 100})
}

// A return is valued by the rules in force when the order was placed.
func TestEdge08RulesHaveChanged(t *testing.T) {
	for _, test := range []struct {
		reason string
		change func(*loyalty.Edition)
	}{
		{"1 point became 2", func(ed *loyalty.Edition) { ed.Earn[0].Award = dec("2") }},
		{"the rule is gone", func(ed *loyalty.Edition) { ed.Earn = ed.Earn[1:] }},
		{"the policy is another", func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.Owe }},
	} {
		p := simple(func(ed *loyalty.Edition) { ed.Earn[0].Per = dec("1") })
		next := p.Editions[0]
		next.ID, next.From, next.Earn = "2027", day("2027-01-01"), slices.Clone(next.Earn)
		test.change(&next)
		p.Editions = append(p.Editions, next)
		s := edgeBegin(t, p).on(day("2026-12-01"), order("x", "100")).on(day("2027-02-01"), order("x", "50"))
		s.balance(test.reason, s.now, loyalty.Balance{Earned: 100, Clawed: 50, Available: 50})
		s.then(loyalty.Redeem{Points: 50}).then(order("x", "0"))
		s.balance(test.reason, s.now, loyalty.Balance{Earned: 100, Clawed: 50, Spent: 50})
	}
}

// Points of an order that is returned were spent: own lots only, what is
// there, or a debt. Debt and available points are never both there.
func TestEdge09PointsAreSpent(t *testing.T) {
	for _, test := range []struct {
		shortfall   loyalty.Shortfall
		after, next loyalty.Balance // the next order earns 70
	}{
		{loyalty.OwnLots, loyalty.Balance{Earned: 130, Spent: 80, Clawed: 20, Available: 30}, loyalty.Balance{Earned: 200, Spent: 80, Clawed: 20, Available: 100}},
		{loyalty.Forgive, loyalty.Balance{Earned: 130, Spent: 80, Clawed: 50}, loyalty.Balance{Earned: 200, Spent: 80, Clawed: 50, Available: 70}},
		{loyalty.Owe, loyalty.Balance{Earned: 130, Spent: 80, Clawed: 100, Debt: 50}, loyalty.Balance{Earned: 200, Spent: 80, Clawed: 100, Available: 20}},
	} {
		s := edgeBegin(t, edgeLife(edgeDays(30), func(ed *loyalty.Edition) { ed.Refund.Shortfall = test.shortfall }))
		s.then(order("x", "10000")).then(loyalty.Redeem{Points: 80}).then(loyalty.Adjust{Points: 30})
		s.then(order("x", "0"))
		s.balance(fmt.Sprint(test.shortfall, " after"), s.now, test.after)
		s.then(order("w", "7000"))
		s.balance(fmt.Sprint(test.shortfall, " next"), s.now, test.next)
	}
	s := edgeBegin(t, edgeLife(loyalty.Life{}, func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.Owe }))
	s.then(order("x", "10000")).then(loyalty.Settle{Ref: "x"}).then(loyalty.Redeem{Points: 100}).then(order("x", "0")).then(order("w", "7000"))
	s.balance("pending points pay no debt", s.now, loyalty.Balance{Earned: 170, Spent: 100, Clawed: 100, Debt: 100, Pending: 70})
	s.then(loyalty.Settle{Ref: "w"})
	s.balance("once they open they do", s.now, loyalty.Balance{Earned: 170, Spent: 100, Clawed: 100, Debt: 30})
	s = edgeBegin(t, edgeLife(loyalty.Life{}, func(ed *loyalty.Edition) {
		ed.Refund.Shortfall, ed.Settle = loyalty.Owe, retention.Span{Exact: 48 * time.Hour}
	}))
	s.then(order("x", "10000")).then(loyalty.Settle{Ref: "x"}).then(loyalty.Redeem{Points: 100}).then(order("x", "0")).then(order("w", "7000"))
	s.balance("not yet", s.now.Add(48*time.Hour-time.Microsecond), loyalty.Balance{Earned: 170, Spent: 100, Clawed: 100, Debt: 100, Pending: 70})
	s.balance("also where no event tells", s.now.Add(48*time.Hour), loyalty.Balance{Earned: 170, Spent: 100, Clawed: 100, Debt: 30})
}

// Earn on X, spend on Y, return X, cancel Y: no points are left.
func TestEdge10FreePointsMachine(t *testing.T) {
	spent := func() *edgeStory {
		return edgeBegin(t, simple()).then(order("x", "10000")).then(loyalty.Redeem{Points: 100, Order: "y"}).then(order("x", "0"))
	}
	s := spent().then(loyalty.Cancel{Redemption: "2"})
	s.balance("the machine", s.now, loyalty.Balance{Earned: 100, Clawed: 100})
	s = edgeBegin(t, simple()).then(order("x", "10000")).then(loyalty.Hold{Points: 100, Until: lawHour(9)}).then(order("x", "0"))
	s.balance("with a hold", lawHour(8), loyalty.Balance{Earned: 100, Held: 100})
	s.balance("that times out", lawHour(9), loyalty.Balance{Earned: 100, Clawed: 100})
	s.then(loyalty.Release{Hold: "2"})
	s.balance("or is released", s.now, loyalty.Balance{Earned: 100, Clawed: 100})
	s = spent().then(order("x", "10000"))
	s.balance("cut down and up again", s.now, loyalty.Balance{Earned: 100, Spent: 100})
	s.then(loyalty.Cancel{Redemption: "2"})
	s.balance("the claim is given up", s.now, loyalty.Balance{Earned: 100, Available: 100})
	s = edgeBegin(t, simple(func(ed *loyalty.Edition) {
		ed.Earn[0].Basis.Only.Categories = []string{"cups"}
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "tea", Award: dec("1"), Per: dec("100"), Basis: loyalty.Basis{Only: loyalty.Filter{Categories: []string{"tea"}}}})
	}))
	of := func(category string) loyalty.Order {
		return loyalty.Order{ID: "x", Lines: []loyalty.Line{{Category: category, Amount: dec("10000")}}}
	}
	s.then(of("cups")).then(loyalty.Redeem{Points: 100}).then(of("tea"))
	s.balance("what one rule claims another gives up", s.now, loyalty.Balance{Earned: 100, Spent: 100})
	s.then(loyalty.Cancel{Redemption: "2"})
	s.balance("and nothing is claimed", s.now, loyalty.Balance{Earned: 100, Available: 100})
	s = spent().then(order("w", "8000")).then(loyalty.Redeem{Points: 80}).then(loyalty.Cancel{Redemption: "5"})
	s.balance("not from newer redemptions", s.now, loyalty.Balance{Earned: 180, Spent: 100, Available: 80})
	s.then(loyalty.Cancel{Redemption: "2", Points: 30})
	s.balance("from the older one", s.now, loyalty.Balance{Earned: 180, Spent: 70, Clawed: 30, Available: 80})
}

// A member is not punished twice for points that have lapsed.
func TestEdge11OwnPointsHaveLapsed(t *testing.T) {
	s := edgeBegin(t, edgeLife(edgeDays(10), func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.Owe }))
	s.then(order("x", "10000")).then(loyalty.Redeem{Points: 30})
	s.on(day("2026-05-01"), loyalty.Adjust{Points: 50}).then(order("x", "5000"))
	s.balance("50 of 70 that have lapsed", s.now, loyalty.Balance{Earned: 150, Spent: 30, Lapsed: 70, Available: 50})
	s.then(order("x", "0"))
	s.balance("20 have, 30 were spent", s.now, loyalty.Balance{Earned: 150, Spent: 30, Lapsed: 70, Clawed: 30, Available: 20})
}

// Points come back to their lots, last taken first, with the old end; only
// where a lot has lapsed they get a little time.
func TestEdge12GivingBack(t *testing.T) {
	begin := func(change ...func(*loyalty.Edition)) *edgeStory {
		s := edgeBegin(t, edgeLife(edgeDays(9), change...))
		s.on(day("2026-04-01"), order("soon", "6000")).on(day("2026-04-05"), order("late", "6000"))
		return s.then(loyalty.Redeem{Points: 80}) // 60 and 20, good until the 11th and the 15th
	}
	lots := func(reason string, s *edgeStory, want ...string) {
		t.Helper()
		var got []string
		for _, l := range s.account.Lots(s.now) {
			got = append(got, fmt.Sprintf("%d of %d until %s", l.Remaining, l.Granted, l.Closes.In(tokyo).Format("01-02 15:04")))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", reason, diff)
		}
	}
	s := begin().on(day("2026-04-10"), loyalty.Cancel{Redemption: "3", Points: 30})
	lots("the last first", s, "10 of 60 until 04-11 00:00", "60 of 60 until 04-15 00:00")
	s = begin().on(day("2026-04-12"), loyalty.Cancel{Redemption: "3"})
	lots("14 days by default", s, "0 of 0 until 04-11 00:00", "60 of 60 until 04-15 00:00", "60 of 60 until 04-27 00:00")
	s = begin(func(ed *loyalty.Edition) {
		ed.Burn = []loyalty.BurnRule{{Grace: retention.Span{Exact: 5 * time.Hour}}}
	}).on(day("2026-04-12"), loyalty.Cancel{Redemption: "3"})
	lots("as long as the rule says", s, "0 of 0 until 04-11 00:00", "60 of 60 until 04-12 05:00", "60 of 60 until 04-15 00:00")
	s = begin(func(ed *loyalty.Edition) { ed.Burn = []loyalty.BurnRule{{NoGrace: true}} }).on(day("2026-04-12"), loyalty.Cancel{Redemption: "3"})
	lots("or not at all", s, "0 of 60 until 04-11 00:00", "60 of 60 until 04-15 00:00")
	s.balance("they lapse at once", s.now, loyalty.Balance{Earned: 120, Lapsed: 60, Available: 60})
	var ops []loyalty.Op
	for e := range s.account.Entries() {
		if e.Cause == "4" {
			ops = append(ops, e.Op)
		}
	}
	if diff := cmp.Diff([]loyalty.Op{loyalty.OpRestore, loyalty.OpRestore, loyalty.OpLapse}, ops); diff != "" {
		t.Errorf("and say so (-want +got):\n%s", diff)
	}
	s = begin(func(ed *loyalty.Edition) { ed.Refund.Shortfall = loyalty.OwnLots }).on(day("2026-04-12"), loyalty.Cancel{Redemption: "3"}).then(order("soon", "0"))
	s.balance("they are still the order's own", s.now, loyalty.Balance{Earned: 120, Clawed: 60, Available: 60})
	s = begin().on(day("2026-04-10").Add(24*time.Hour-time.Microsecond), loyalty.Cancel{Redemption: "3"})
	lots("no grace while it is open", s, "60 of 60 until 04-11 00:00", "60 of 60 until 04-15 00:00")
}

// Of an order of 5.00, of which 88 points paid 0.88, half comes back: 44 points,
// and no points were earned on what points paid.
func TestEdge13PointsAndCash(t *testing.T) {
	s := edgeBegin(t, simple(func(ed *loyalty.Edition) { ed.Earn[0].Per = dec("0.01") }))
	sale := func(amount, paid string) loyalty.Order {
		return loyalty.Order{ID: "x", PointsPaid: dec(paid), Lines: []loyalty.Line{{Amount: dec(amount)}}}
	}
	s.then(loyalty.Adjust{Points: 88}).then(loyalty.Redeem{Points: 88, Order: "x", Total: dec("5.00")}).then(sale("5.00", "0.88"))
	s.balance("4.12 were paid in money", s.now, loyalty.Balance{Earned: 500, Spent: 88, Available: 412})
	s.then(loyalty.Cancel{Redemption: "2", Points: 44}).then(sale("2.50", "0.44"))
	s.balance("half is back", s.now, loyalty.Balance{Earned: 500, Spent: 44, Clawed: 206, Available: 250})
	s.then(order("x", "0")).then(loyalty.Cancel{Redemption: "2"})
	s.balance("all is back", s.now, loyalty.Balance{Earned: 500, Clawed: 412, Available: 88})
	s.refused(loyalty.ErrInsufficient, s.now, loyalty.Cancel{Redemption: "2", Points: 1})
}

// Completed, cancelled, completed again: the points are there once.
func TestEdge14CompletedTwice(t *testing.T) {
	for _, shortfall := range []loyalty.Shortfall{loyalty.Forgive, loyalty.Owe, loyalty.OwnLots} {
		s := edgeBegin(t, simple(func(ed *loyalty.Edition) { ed.Refund.Shortfall = shortfall }))
		for i, step := range []struct {
			yen  string
			want loyalty.Points
		}{{"10000", 100}, {"10000", 100}, {"0", 0}, {"0", 0}, {"10000", 100}, {"10000", 100}, {"2500", 25}, {"10000", 100}} {
			s.then(order("x", step.yen))
			if got := s.account.Balance(s.now).Available; got != step.want {
				t.Errorf("%v: statement %d: %d points, want %d", shortfall, i, got, step.want)
			}
		}
		s.then(loyalty.Redeem{Points: 100}).then(order("x", "0")).then(order("x", "10000")).then(order("x", "10000"))
		if b := s.account.Balance(s.now); b.Available+b.Debt+b.Pending != 0 {
			t.Errorf("%v: spent, cancelled, completed: %+v", shortfall, b)
		}
	}
}

// An order whose points were used can be cancelled; nothing is deleted.
func TestEdge15CommerceIsNeverBlocked(t *testing.T) {
	for _, shortfall := range []loyalty.Shortfall{loyalty.Forgive, loyalty.Owe, loyalty.OwnLots} {
		s := edgeBegin(t, simple(func(ed *loyalty.Edition) { ed.Refund.Shortfall = shortfall }))
		s.then(order("x", "10000")).then(loyalty.Redeem{Points: 60}).then(loyalty.Hold{Points: 40, Until: lawHour(99)})
		for _, after := range []loyalty.Data{order("x", "0"), loyalty.Cancel{Redemption: "2"}, loyalty.Commit{Hold: "3"}, loyalty.Close{}, order("x", "0"), loyalty.Cancel{Redemption: "6"}} {
			before := slices.Collect(s.account.Entries())
			s.then(after)
			if now := slices.Collect(s.account.Entries()); !slices.Equal(before, now[:len(before)]) || len(now) <= len(before) {
				t.Errorf("%v: %+v: the entries before it are not as they were", shortfall, after)
			}
			lawConserved(t, s.account.Wallet(""), s.now, shortfall == loyalty.Owe)
		}
		if b := s.account.Balance(s.now); b.Available+b.Pending+b.Held != 0 {
			t.Errorf("%v: points on a closed account: %+v", shortfall, b)
		}
	}
}

// Quantities are not negative, discounts are no lines, and two lines of one SKU
// count once each.
func TestEdge16Lines(t *testing.T) {
	s := edgeBegin(t, simple(func(ed *loyalty.Edition) {
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "pieces", PerItem: true, Award: dec("5"), Basis: loyalty.Basis{Only: loyalty.Filter{SKUs: []string{"tea"}}}},
			loyalty.EarnRule{ID: "double", Times: dec("2"), Of: []string{"pieces"}})
	}))
	line := func(id, sku, quantity, amount, discount string) loyalty.Line {
		return loyalty.Line{ID: id, SKU: sku, Quantity: dec(quantity), Amount: dec(amount), Discount: dec(discount)}
	}
	for _, bad := range [][]loyalty.Line{
		{line("1", "tea", "-1", "500", "0")},
		{line("1", "tea", "1", "-500", "0")},
		{line("1", "off", "1", "500", "-100")},
		{line("1", "tea", "1", "500", "600")},
		{line("1", "tea", "1", "500", "0"), line("1", "tea", "1", "500", "0")},
	} {
		s.refused(loyalty.ErrEvent, lawStart, loyalty.Order{ID: "x", Lines: bad})
	}
	s.then(loyalty.Order{ID: "x", Lines: []loyalty.Line{line("1", "tea", "2", "1000", "200"), line("2", "tea", "1", "500", "0"), line("3", "cup", "1", "700", "0")}})
	s.balance("20 on 2000, 3 pieces of 5, twice", s.now, loyalty.Balance{Earned: 50, Available: 50})
}
