package loyalty_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

func acrossImpact(t rapid.TB, c loyalty.RuleChange, members map[string][]loyalty.Event, ids []string) *loyalty.ImpactReport {
	r, err := loyalty.Impact(context.Background(), c, acrossSeq(members, ids))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func acrossDrawMembers(rt *rapid.T) (members map[string][]loyalty.Event, ids []string) {
	members = map[string][]loyalty.Event{}
	for i := range rapid.IntRange(0, 6).Draw(rt, "members") {
		events := acrossEvents(rt, "events")
		for _, ev := range events[:len(events)/4] {
			ev.Posted = ev.At.AddDate(1, 0, 0) // told again
			events = append(events, ev)
		}
		members[fmt.Sprint("m", i)] = events
	}
	return members, slices.Sorted(maps.Keys(members))
}

// acrossOutcome is an outcome by the long way: a replay, and its balances.
func acrossOutcome(t rapid.TB, e *loyalty.Engine, events []loyalty.Event, at time.Time) (o loyalty.Outcome, short map[string]bool) {
	events = slices.DeleteFunc(slices.Clone(events), func(ev loyalty.Event) bool { return ev.At.After(at) })
	r := acrossReplay(t, e, events)
	v := e.Valuation(at)
	for _, name := range r.Account.Wallets() {
		b := r.Account.Wallet(name).Balance(at)
		o.Available += b.Available
		o.Pending += b.Pending
		o.Held += b.Held
		o.Debt += b.Debt
		o.Earned += b.Earned
		o.Received += b.Received
		o.Spent += b.Spent
		o.Sent += b.Sent
		o.Lapsed += b.Lapsed
		o.Clawed += b.Clawed
		for _, w := range v.Wallets {
			if w.Wallet == name {
				o.Liability = o.Liability.Add((b.Available + b.Pending + b.Held).Decimal(v.Scale).Mul(w.Worth))
			}
		}
	}
	o.Refused, short = len(r.Refused), map[string]bool{}
	for _, err := range r.Refused {
		if !errors.Is(err, loyalty.ErrInsufficient) {
			continue
		}
		// The same ID may be refused more than once, with other content.
		short[err.Event] = true
		var s *loyalty.Shortage
		if !errors.As(err, &s) {
			t.Fatal(err)
		}
	}
	return o, short
}

// Members and totals are what replays say, one by one.
func TestImpactIsTwoReplays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		was, is := acrossEngine(rt, t), acrossEngine(rt, t)
		members, ids := acrossDrawMembers(rt)
		var want []loyalty.MemberImpact
		var got []loyalty.MemberImpact
		c := loyalty.RuleChange{Old: was, New: is, At: acrossTime(rt), Top: rapid.IntRange(-1, 3).Draw(rt, "top")}
		if events := members["m0"]; len(events) > 0 && rapid.Bool().Draw(rt, "at an event") {
			c.At = events[len(events)-1].At
		}
		c.Each = func(m loyalty.MemberImpact) { got = append(got, m) }
		r := acrossImpact(rt, c, members, ids)
		total := loyalty.ImpactReport{Members: len(ids)}
		for i, id := range ids {
			m := loyalty.MemberImpact{ID: id}
			m.Old, _ = acrossOutcome(rt, was, members[id], c.At)
			m.New, _ = acrossOutcome(rt, is, members[id], c.At)
			m.Gain = m.New.Spent + m.New.Available + m.New.Pending + m.New.Held - m.New.Debt -
				(m.Old.Spent + m.Old.Available + m.Old.Pending + m.Old.Held - m.Old.Debt)
			want = append(want, m)
			g := got[i]
			// Short is looked at on its own below.
			g.Old.Short, g.New.Short, g.Old.Asked, g.New.Asked, g.NowShort, g.NowPaid = 0, 0, 0, 0, 0, 0
			acrossSame(rt, m, g)
			switch {
			case m.Gain > 0:
				total.Gained++
			case m.Gain < 0:
				total.Lost++
			default:
				total.Same++
			}
			total.Old.Earned += m.Old.Earned
			total.New.Lapsed += m.New.Lapsed
			total.New.Liability = total.New.Liability.Add(m.New.Liability)
			total.Old.Refused += m.Old.Refused
			for _, ev := range members[id] {
				if ev.At.After(c.At) {
					total.Later++
				} else {
					total.Events++
				}
			}
		}
		type sums struct {
			Members, Gained, Lost, Same, Later, Events, Refused int
			Earned, Lapsed                                      loyalty.Points
			Liability                                           string
		}
		sum := func(r *loyalty.ImpactReport) sums {
			return sums{r.Members, r.Gained, r.Lost, r.Same, r.Later, r.Events, r.Old.Refused, r.Old.Earned, r.New.Lapsed, r.New.Liability.String()}
		}
		if diff := cmp.Diff(sum(&total), sum(r)); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
		acrossTops(rt, want, r, max(c.Top, 0)+10*max(1-c.Top*c.Top, 0))
		acrossBands(rt, want, r)
	})
}

func acrossSame(rt *rapid.T, want, got loyalty.MemberImpact) {
	if diff := cmp.Diff(acrossJSON(rt, want), acrossJSON(rt, got)); diff != "" {
		rt.Fatalf("%s (-want +got):\n%s", want.ID, diff)
	}
}

// acrossTops compares the winners and losers with all members, sorted.
func acrossTops(rt *rapid.T, all []loyalty.MemberImpact, r *loyalty.ImpactReport, top int) {
	for _, side := range []struct {
		sign loyalty.Points
		got  []loyalty.MemberImpact
	}{{1, r.Winners}, {-1, r.Losers}} {
		list := slices.DeleteFunc(slices.Clone(all), func(m loyalty.MemberImpact) bool { return m.Gain*side.sign <= 0 })
		slices.SortFunc(list, func(a, b loyalty.MemberImpact) int {
			if a.Gain != b.Gain {
				return int(side.sign * (b.Gain - a.Gain))
			}
			return strings.Compare(a.ID, b.ID)
		})
		var want, got []string
		for _, m := range list[:min(top, len(list))] {
			want = append(want, m.ID)
		}
		for _, m := range side.got {
			got = append(got, m.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("sign %d (-want +got):\n%s", side.sign, diff)
		}
	}
}

// acrossBands sees that every member is in one band, and that there is no gap.
func acrossBands(rt *rapid.T, all []loyalty.MemberImpact, r *loyalty.ImpactReport) {
	for i, band := range r.Gains {
		n := 0
		for _, m := range all {
			if band.From <= m.Gain && m.Gain < band.To {
				n++
			}
		}
		if n != band.Members || i > 0 && r.Gains[i-1].To != band.From {
			rt.Fatalf("band %+v after %+v: %d members", band, r.Gains[:i], n)
		}
	}
	n := 0
	for _, band := range r.Gains {
		n += band.Members
	}
	if n != len(all) {
		rt.Fatalf("%d of %d members in bands", n, len(all))
	}
}

// How many processors there are never shows, nor the order of members.
func TestImpactIsDeterministic(t *testing.T) {
	was, is := acrossPrograms(t)
	members, ids := map[string][]loyalty.Event{}, []string{}
	for i := range 700 { // more than two batches
		ids = append(ids, fmt.Sprintf("m%03d", i))
		members[ids[i]] = acrossHistory(i, 8)
	}
	c := loyalty.RuleChange{Old: was, New: is, At: day("2025-06-01")}
	want := acrossJSON(t, acrossImpact(t, c, members, ids))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(n)
		slices.Reverse(ids[:n*100])
		if diff := cmp.Diff(want, acrossJSON(t, acrossImpact(t, c, members, ids))); diff != "" {
			t.Errorf("%d processors (-want +got):\n%s", n, diff)
		}
	}
}

// A program that says the same in other editions changes nothing.
func TestImpactOfNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := simple(acrossShop(rt))
		was := compile(t, p)
		again := p.Editions[0]
		again.ID, again.From = "again", acrossTime(rt)
		p.Editions = append(slices.Clone(p.Editions), again)
		// Caps hold for months, not for editions, so nothing tells them apart.
		is := compile(t, p)
		members, ids := acrossDrawMembers(rt)
		c := loyalty.RuleChange{Old: was, New: is, At: acrossTime(rt)}
		c.Each = func(m loyalty.MemberImpact) {
			m.New.Tier = m.Old.Tier
			if was, is := acrossJSON(rt, m.Old), acrossJSON(rt, m.New); was != is || m.Gain != 0 || m.NowShort+m.NowPaid != 0 {
				rt.Fatalf("%s:\n%s\n%s", m.ID, was, is)
			}
		}
		if r := acrossImpact(rt, c, members, ids); r.Same != len(ids) {
			rt.Fatalf("%+v", r)
		}
	})
}

// An edition changes nothing that was decided before it is in force.
func TestEditionsDoNotLookBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := simple(acrossShop(rt))
		was := compile(t, p)
		later := simple(acrossShop(rt)).Editions[0]
		later.ID, later.From = "later", acrossTime(rt)
		later.Earn[0].Per = dec("50")
		p.Editions = append(slices.Clone(p.Editions), later)
		is := compile(t, p)
		events := acrossEvents(rt, "events")
		events = slices.DeleteFunc(events, func(ev loyalty.Event) bool { return !ev.At.Before(later.From) })
		want, got := acrossBytes(rt, acrossReplay(rt, was, events)), acrossBytes(rt, acrossReplay(rt, is, events))
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// Redemptions that the new rules leave no points for are told of, and the
// converse.
func TestImpactOnRedemptions(t *testing.T) {
	was := compile(t, simple())
	is := compile(t, simple(func(ed *loyalty.Edition) { ed.Earn[0].Per = dec("200") }))
	t0 := day("2026-04-01")
	events := map[string][]loyalty.Event{"haru": {
		{ID: "1", At: t0, Data: order("x", "10000")},
		{ID: "2", At: t0.Add(time.Hour), Data: loyalty.Redeem{Points: 20}},
		{ID: "3", At: t0.Add(2 * time.Hour), Data: loyalty.Redeem{Points: 70}},
		{ID: "4", At: t0.Add(3 * time.Hour), Data: loyalty.Hold{Points: 20, Until: t0.Add(9 * time.Hour)}},
		{ID: "5", At: t0.Add(4 * time.Hour), Data: loyalty.Commit{Hold: "4"}},
		{ID: "6", At: t0.Add(5 * time.Hour), Data: loyalty.Redeem{Points: 1 << 62}},
		{ID: "7", At: t0.Add(6 * time.Hour), Data: loyalty.Hold{Points: 1<<63 - 1, Until: t0.Add(9 * time.Hour)}},
		{ID: "8", At: t0.Add(24 * time.Hour), Data: order("y", "10000")},
	}}
	for _, tt := range []struct {
		reason         string
		old, new       *loyalty.Engine
		nowShort, paid int
	}{
		{"half the points", was, is, 1, 1}, // 3 fails, and leaves enough for 4
		{"back again", is, was, 1, 1},
	} {
		r := acrossImpact(t, loyalty.RuleChange{Old: tt.old, New: tt.new, At: t0.Add(20 * time.Hour)}, events, []string{"haru"})
		if r.NowShort != tt.nowShort || r.NowPaid != tt.paid {
			t.Errorf("%s: now short %d, now paid %d", tt.reason, r.NowShort, r.NowPaid)
		}
		if r.Old.Short != 3 || r.New.Short != 3 || r.Old.Asked != 1<<63-1 || r.Events != 7 || r.Later != 1 {
			t.Errorf("%s: %+v", tt.reason, r)
		}
	}
}

func TestImpactRefuses(t *testing.T) {
	e := compile(t, simple())
	p := simple()
	p.Currency = "EUR"
	euro := compile(t, p)
	p = simple()
	p.Scale = 2
	cents := compile(t, p)
	at := day("2026-04-01")
	for _, tt := range []struct {
		reason string
		change loyalty.RuleChange
		want   error
	}{
		{"no time", loyalty.RuleChange{Old: e, New: e}, loyalty.ErrTime},
		{"another currency", loyalty.RuleChange{Old: e, New: euro, At: at}, loyalty.ErrCurrency},
		{"another scale", loyalty.RuleChange{Old: e, New: cents, At: at}, loyalty.ErrValue},
	} {
		if _, err := loyalty.Impact(context.Background(), tt.change, acrossSeq(nil, nil)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.reason, err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("no engine, and no panic")
		}
	}()
	_, _ = loyalty.Impact(context.Background(), loyalty.RuleChange{Old: e, At: at}, acrossSeq(nil, nil))
}

// Where too many points come together, the account is named.
func TestImpactOverflow(t *testing.T) {
	e := compile(t, simple())
	much := []loyalty.Event{{ID: "1", At: day("2026-04-01"), Data: loyalty.Adjust{Points: 1 << 62}}}
	members := map[string][]loyalty.Event{"a": much, "b": much}
	_, err := loyalty.Impact(context.Background(), loyalty.RuleChange{Old: e, New: e, At: day("2026-05-01")}, acrossSeq(members, []string{"a", "b"}))
	if !errors.Is(err, loyalty.ErrOverflow) || !strings.Contains(err.Error(), `"b"`) {
		t.Error(err)
	}
}

// Who cancels is answered soon, and no goroutine stays behind.
func TestImpactIsCancelled(t *testing.T) {
	was, is := acrossPrograms(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	told, yielded := []int{}, 0
	c := loyalty.RuleChange{Old: was, New: is, At: day("2025-06-01"), Progress: func(n int) {
		if told = append(told, n); n >= 1000 {
			cancel()
		}
	}}
	var members iter.Seq2[string, iter.Seq[loyalty.Event]] = func(yield func(string, iter.Seq[loyalty.Event]) bool) {
		for id, events := range acrossMembers(100_000, 3) {
			if yielded++; !yield(id, events) {
				return
			}
		}
	}
	before := runtime.NumGoroutine()
	r, err := loyalty.Impact(ctx, c, members)
	if r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
	if !slices.IsSorted(told) || len(told) == 0 || told[len(told)-1] > 2000 || yielded > 3000 {
		t.Errorf("progress %v, %d members yielded", told, yielded)
	}
	n := runtime.NumGoroutine()
	for wait := 0; n > before && wait < 1000; wait++ { // those that are done may not be gone
		time.Sleep(time.Millisecond)
		n = runtime.NumGoroutine()
	}
	if n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}

// What members cost does not add up in memory.
func TestImpactMemory(t *testing.T) {
	was, is := acrossPrograms(t)
	grown := func(n int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := loyalty.Impact(context.Background(), loyalty.RuleChange{Old: was, New: is, At: day("2026-04-01")}, acrossMembers(n, 10)); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return (after.TotalAlloc - before.TotalAlloc) / uint64(n)
	}
	if few, many := grown(600), grown(3000); many > few {
		t.Errorf("%d bytes each for few members, %d for many", few, many)
	}
}

func TestBenefit(t *testing.T) {
	o := loyalty.Outcome{Balance: loyalty.Balance{Spent: 50, Available: 30, Pending: 20, Held: 10, Debt: 4, Earned: 999, Lapsed: 99, Clawed: 9}}
	if got := o.Benefit(); got != 106 {
		t.Errorf("%d points", got)
	}
}

func ExampleImpact() {
	was, err := loyalty.Compile(simple(), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	// A point for every 200 yen instead of 100, but 80 for orders from 10,000.
	is, err := loyalty.Compile(simple(func(ed *loyalty.Edition) {
		ed.Earn[0].Per = dec("200")
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "large", Award: dec("80"), When: loyalty.Cond{AtLeast: dec("10000")}})
	}), tokyo)
	if err != nil {
		fmt.Println(err)
		return
	}
	members := map[string][]loyalty.Event{
		"haru": {
			{ID: "1", At: day("2026-04-01"), Data: order("x", "3000")},
			{ID: "2", At: day("2026-04-05"), Data: loyalty.Redeem{Points: 25}},
		},
		"yu": {{ID: "1", At: day("2026-04-02"), Data: order("y", "12000")}},
		"ai": {{ID: "1", At: day("2026-04-02"), Data: order("z", "90")}},
	}
	r, err := loyalty.Impact(context.Background(), loyalty.RuleChange{Old: was, New: is, At: day("2026-05-01")},
		acrossSeq(members, []string{"haru", "yu", "ai"}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("earned %d, would be %d\n", r.Old.Earned, r.New.Earned)
	fmt.Printf("gained %d, lost %d, same %d\n", r.Gained, r.Lost, r.Same)
	fmt.Printf("best off %s %+d, worst off %s %+d\n", r.Winners[0].ID, r.Winners[0].Gain, r.Losers[0].ID, r.Losers[0].Gain)
	fmt.Println("redemptions that would fail:", r.NowShort)
	// Output:
	// earned 150, would be 155
	// gained 1, lost 1, same 1
	// best off yu +20, worst off haru -15
	// redemptions that would fail: 1
}
