package loyalty_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func acrossKPIs(t rapid.TB, e *loyalty.Engine, p loyalty.KPIPeriod, accounts ...loyalty.Account) loyalty.KPIs {
	k, err := e.KPIs(slices.Values(accounts), p)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func acrossDate(text string) retention.Date {
	d, err := retention.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// acrossFlow is how points moved from one instant to another: the difference
// of two balances.
func acrossFlow(from, to time.Time, wallet string, accounts []loyalty.Account) (f loyalty.Flow) {
	for _, a := range accounts {
		was, is := a.Wallet(wallet).Balance(from.Add(-time.Microsecond)), a.Wallet(wallet).Balance(to.Add(-time.Microsecond))
		f.Earned += is.Earned - was.Earned
		f.Received += is.Received - was.Received
		f.Spent += is.Spent - was.Spent
		f.Sent += is.Sent - was.Sent
		f.Lapsed += is.Lapsed - was.Lapsed
		f.Clawed += is.Clawed - was.Clawed
		f.Outstanding += is.Available + is.Pending + is.Held
		f.Debt += is.Debt
	}
	return f
}

// acrossActive counts who earned by a deed or spent in [from, to).
func acrossActive(from, to time.Time, wallet string, accounts []loyalty.Account) (n int) {
	for _, a := range accounts {
		for e := range a.Entries() {
			if e.Wallet == wallet && !e.Posted.Before(from) && e.Posted.Before(to) && e.Points > 0 &&
				(e.Op == loyalty.OpSpend || e.Op == loyalty.OpCommit || e.Op == loyalty.OpGrant && e.Kind != "") {
				n++
				break
			}
		}
	}
	return n
}

// Every month is the difference of two balances.
func TestKPIsAreDifferencesOfBalances(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := acrossEngine(rt, t)
		accounts := acrossAccounts(rt, e)
		p := loyalty.KPIPeriod{From: acrossDate("2026-01-15").AddDays(acrossAny(rt, "from", 90) - 30)}
		p.To = p.From.AddDays(1 + acrossAny(rt, "days", 150))
		if to := retention.DateOf(acrossMoment(rt, accounts), tokyo); to.After(p.From) {
			p.To = to
		}
		p.Wallet = rapid.SampledFrom([]string{"", "extra"}).Draw(rt, "wallet")
		p.Active.Days = rapid.IntRange(0, 40).Draw(rt, "active")
		k := acrossKPIs(rt, e, p, accounts...)
		for i, m := range k.Months {
			from, to := m.From.Start(tokyo), p.To.Start(tokyo)
			if i+1 < len(k.Months) {
				to = k.Months[i+1].From.Start(tokyo)
			}
			if diff := cmp.Diff(acrossFlow(from, to, p.Wallet, accounts), m.Flow); diff != "" || m.From != p.From.AddMonths(i) {
				rt.Fatalf("month %d from %v (-want +got):\n%s", i, m.From, diff)
			}
			if want := acrossActive(from, to, p.Wallet, accounts); m.ActiveMembers != want {
				rt.Fatalf("%d active from %v, want %d", m.ActiveMembers, m.From, want)
			}
		}
		from, to := p.From.Start(tokyo), p.To.Start(tokyo)
		if diff := cmp.Diff(acrossFlow(from, to, p.Wallet, accounts), k.Flow); diff != "" {
			rt.Fatalf("period (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(acrossFlow(day("1990-01-01"), from, p.Wallet, accounts), k.Start); diff != "" {
			rt.Fatalf("start (-want +got):\n%s", diff)
		}
		since := from
		if p.Active.Days > 0 {
			since = to.AddDate(0, 0, -p.Active.Days)
		}
		members, closed := 0, 0
		for _, a := range accounts {
			if a = a.AsOf(to.Add(-time.Microsecond)); a.Seq() > 0 {
				members++
			}
			if a.Closed() {
				closed++
			}
		}
		if k.ActiveMembers != acrossActive(since, to, p.Wallet, accounts) || k.Members != members-closed || k.Closed != closed {
			rt.Fatalf("%d active, %d members, %d closed", k.ActiveMembers, k.Members, k.Closed)
		}
		if len(accounts) > 0 && k.Members > 0 && (len(k.Tiers) != 1 || k.Tiers[0].Members != k.Members) {
			rt.Fatalf("tiers %v of %d", k.Tiers, k.Members)
		}
		acrossRates(rt, k, accounts)
	})
}

// acrossRates sees that the rates are what their documentation says.
func acrossRates(rt *rapid.T, k loyalty.KPIs, accounts []loyalty.Account) {
	redemption, breakage := 0.0, 0.0
	if issued := float64(k.Earned - k.Clawed); issued > 0 {
		redemption, breakage = float64(k.Spent)/issued, float64(k.Lapsed)/issued
	}
	from, to := k.From.Start(tokyo), k.To.Start(tokyo)
	type part struct {
		age float64
		n   loyalty.Points
	}
	points, days := loyalty.Points(0), 0.0
	for _, a := range accounts {
		a = a.AsOf(to.Add(-time.Microsecond))
		at := map[uint64]time.Time{}
		for _, lot := range a.Wallet(k.Wallet).Lots(to) {
			at[lot.Seq] = lot.At
		}
		took := map[string]map[uint64]part{}
		for x := range a.Entries() {
			switch x.Op {
			case loyalty.OpSpend, loyalty.OpCommit:
				if x.Wallet == k.Wallet && !x.Posted.Before(from) {
					if took[x.Cause] == nil {
						took[x.Cause] = map[uint64]part{}
					}
					p := took[x.Cause][x.Lot]
					took[x.Cause][x.Lot] = part{x.Posted.Sub(at[x.Lot]).Hours() / 24, p.n + x.Points}
				}
			case loyalty.OpRestore, loyalty.OpRegrant:
				if p, ok := took[x.Ref][x.Lot]; ok {
					took[x.Ref][x.Lot] = part{p.age, p.n - x.Points}
				}
			}
		}
		for _, lots := range took {
			for _, p := range lots {
				points += p.n
				days += p.age * float64(p.n)
			}
		}
	}
	if points > 0 {
		days /= float64(points)
	}
	if math.Abs(days-k.DaysToBurn) > 1e-9*max(days, 1) || k.RedemptionRate != redemption || k.BreakageRate != breakage {
		rt.Fatalf("days %v, want %v; rates %v %v, want %v %v", k.DaysToBurn, days, k.RedemptionRate, k.BreakageRate, redemption, breakage)
	}
}

// The order of accounts never shows.
func TestKPIsOfAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := acrossEngine(rt, t)
		accounts := acrossAccounts(rt, e)
		p := loyalty.KPIPeriod{From: acrossDate("2026-01-01"), To: acrossDate("2026-06-11")}
		want := acrossJSON(rt, acrossKPIs(rt, e, p, accounts...))
		got := acrossJSON(rt, acrossKPIs(rt, e, p, rapid.Permutation(accounts).Draw(rt, "order")...))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestKPIsRefuse(t *testing.T) {
	e := compile(t, simple())
	from, to := acrossDate("2026-01-01"), acrossDate("2026-02-01")
	rich := []loyalty.Account{
		apply(t, e, loyalty.NewAccount("a"), "1", day("2026-01-04"), loyalty.Adjust{Points: 1 << 62}),
		apply(t, e, loyalty.NewAccount("b"), "1", day("2025-04-01"), loyalty.Adjust{Points: 1 << 62}),
	}
	for _, tt := range []struct {
		reason   string
		from, to retention.Date
		want     error
	}{
		{"no beginning", retention.Date{}, to, loyalty.ErrTime},
		{"no end", from, retention.Date{}, loyalty.ErrTime},
		{"no day", from, from, loyalty.ErrTime},
		{"backwards", to, from, loyalty.ErrTime},
		{"beyond all years", from, retention.NewDate(12000, 1, 1), loyalty.ErrTime},
		{"too many points", from, to, loyalty.ErrOverflow},
	} {
		_, err := e.KPIs(slices.Values(rich), loyalty.KPIPeriod{From: tt.from, To: tt.to})
		if !errors.Is(err, tt.want) || tt.want == loyalty.ErrOverflow && !strings.Contains(err.Error(), `"b"`) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
}

// Points given by hand are no act of the member.
func TestKPIsOfGifts(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-10"), loyalty.Adjust{Points: 9})
	k := acrossKPIs(t, e, loyalty.KPIPeriod{From: acrossDate("2026-01-01"), To: acrossDate("2026-02-01")}, a)
	if k.ActiveMembers != 0 || k.Months[0].ActiveMembers != 0 || k.Earned != 9 || k.Members != 1 {
		t.Errorf("%+v", k)
	}
}

// Lapses that a shop books change no figure.
func TestKPIsOfBookedLapses(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) { ed.Life.Span.Days = 9 }))
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-28"), order("x", "1000"))
	last := slices.Collect(a.Entries())[1]
	a, err := a.Append(loyalty.Entry{
		Account: "haru", Seq: a.Seq() + 1, Cause: "time@x", Line: 1, Op: loyalty.OpLapse, Lot: last.Lot, Points: 10,
		At: last.Closes, Posted: day("2026-03-15"),
	})
	if err != nil {
		t.Fatal(err)
	}
	k := acrossKPIs(t, e, loyalty.KPIPeriod{From: acrossDate("2026-01-01"), To: acrossDate("2026-05-01")}, a)
	lapsed := []loyalty.Points{}
	for _, m := range k.Months {
		lapsed = append(lapsed, m.Lapsed)
	}
	if diff := cmp.Diff([]loyalty.Points{0, 10, 0, 0}, lapsed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func ExampleEngine_KPIs() {
	engine, err := loyalty.Compile(simple(func(ed *loyalty.Edition) { ed.Life.Span.Days = 40 }), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	var accounts []loyalty.Account
	for _, id := range []string{"haru", "yu"} {
		r, err := engine.Replay(id, slices.Values([]loyalty.Event{
			{ID: "1", At: day("2026-04-10"), Data: order("x", "20000")},
			{ID: "2", At: day("2026-04-30"), Data: loyalty.Redeem{Points: 50}},
		}))
		if err != nil {
			fmt.Println(err)
			return
		}
		accounts = append(accounts, r.Account)
	}
	from, to := retention.NewDate(2026, 4, 1), retention.NewDate(2026, 7, 1)
	k, err := engine.KPIs(slices.Values(accounts), loyalty.KPIPeriod{From: from, To: to})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d members, %d active, %.0f%% redeemed, %.0f%% lapsed, %.0f days to burn\n",
		k.Members, k.ActiveMembers, 100*k.RedemptionRate, 100*k.BreakageRate, k.DaysToBurn)
	for _, m := range k.Months {
		fmt.Println(m.From, "earned", m.Earned, "spent", m.Spent, "lapsed", m.Lapsed, "left", m.Outstanding)
	}
	// Output:
	// 2 members, 2 active, 25% redeemed, 75% lapsed, 20 days to burn
	// 2026-04-01 earned 400 spent 100 lapsed 0 left 300
	// 2026-05-01 earned 0 spent 0 lapsed 300 left 0
	// 2026-06-01 earned 0 spent 0 lapsed 0 left 0
}

func BenchmarkKPIs(b *testing.B) {
	e := compile(b, simple(acrossRules))
	r, err := e.Replay("haru", slices.Values(acrossHistory(7, 50)))
	if err != nil {
		b.Fatal(err)
	}
	accounts := slices.Repeat([]loyalty.Account{r.Account}, 10_000)
	p := loyalty.KPIPeriod{From: acrossDate("2025-04-01"), To: acrossDate("2026-04-01")}
	b.Run("accounts=10000/events=50/months=12", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.KPIs(slices.Values(accounts), p); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Points that members send each other are neither earned nor spent.
func TestKPIsOfTransfers(t *testing.T) {
	e := compile(t, simple())
	a := apply(t, e, loyalty.NewAccount("haru"), "1", day("2026-01-10"), order("x", "5000"))
	lot := slices.Collect(a.Entries())[1].Lot
	entry := func(op loyalty.Op, cause, on string, n loyalty.Points) loyalty.Entry {
		return loyalty.Entry{Account: "haru", Seq: a.Seq() + 1, Cause: cause, Line: 1, Op: op, Lot: lot, Points: n, At: day(on), Posted: day(on)}
	}
	for _, x := range []loyalty.Entry{
		entry(loyalty.OpSend, "2", "2026-01-20", 30),
		entry(loyalty.OpRestore, "3", "2026-02-02", 10),
		entry(loyalty.OpReceive, "4", "2026-02-03", 7),
	} {
		x.Seq = a.Seq() + 1
		switch x.Op {
		case loyalty.OpSend:
			x.Ref = "yu"
		case loyalty.OpRestore:
			x.Ref = "2"
		case loyalty.OpReceive:
			x.Ref, x.Lot = "yu", x.Seq
		}
		var err error
		if a, err = a.Append(x); err != nil {
			t.Fatal(err)
		}
	}
	k := acrossKPIs(t, e, loyalty.KPIPeriod{From: acrossDate("2026-01-01"), To: acrossDate("2026-03-01")}, a)
	want := []loyalty.Flow{
		{Earned: 50, Sent: 30, Outstanding: 20},
		{Sent: -10, Received: 7, Outstanding: 37},
	}
	if diff := cmp.Diff(want, []loyalty.Flow{k.Months[0].Flow, k.Months[1].Flow}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d := acrossDevelop(t, "", day("2026-03-01"), a); d.Cohorts[0].Issued != 30 || d.Cohorts[0].Redeemed[0] != 0 || d.Cohorts[1].Issued != 7 {
		t.Errorf("%+v", d)
	}
}
