package loyalty_test

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// cappedProgram has a rule for each period of a cap, in a zone whose clocks
// change, and two rules that share a wallet with a cap on its balance.
func cappedProgram() loyalty.Program {
	caps := map[loyalty.CapPer]loyalty.Cap{
		loyalty.PerDeed: {Points: 30}, loyalty.PerDay: {Points: 40}, loyalty.PerMonth: {Points: 70, Times: 3},
		loyalty.PerYear: {Points: 200}, loyalty.PerEdition: {Points: 90}, loyalty.PerLife: {Times: 2},
	}
	ed := loyalty.Edition{ID: "first", Life: loyalty.Life{AtOnce: true}}
	for per := loyalty.PerDeed; per <= loyalty.PerLife; per++ {
		c := caps[per]
		c.Per = per
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: fmt.Sprint("per", per), Award: dec("1"), Per: dec("100"), Caps: []loyalty.Cap{c}})
	}
	balance := []loyalty.Cap{{Points: 100, Per: loyalty.PerBalance}}
	ed.Earn = append(ed.Earn,
		loyalty.EarnRule{ID: "both", Award: dec("1"), Per: dec("100"), Caps: []loyalty.Cap{{Points: 60, Per: loyalty.PerDay}, {Points: 150, Per: loyalty.PerYear}}},
		loyalty.EarnRule{ID: "w1", Award: dec("1"), Per: dec("100"), Wallet: "w", Caps: balance},
		loyalty.EarnRule{ID: "w2", Award: dec("2"), Per: dec("100"), Wallet: "w", Caps: balance},
	)
	later := ed
	later.ID, later.From = "later", time.Date(2026, 3, 10, 15, 0, 0, 0, newYork)
	return loyalty.Program{Version: 1, Zone: "America/New_York", Currency: "USD", Editions: []loyalty.Edition{ed, later}}
}

// recount is what every rule has granted for every deed, by the entries alone.
type recount struct {
	net   map[string]map[string]loyalty.Points // by rule and deed
	first map[string]loyalty.Entry             // of each deed
}

func recounted(a loyalty.Account) recount {
	c := recount{map[string]map[string]loyalty.Points{}, map[string]loyalty.Entry{}}
	for x := range a.Entries() {
		if x.Op == loyalty.OpDeed { // all have the same time, once there is something in it
			c.first[x.Ref] = x
		}
		if x.Rule == "" || x.Kind == "" {
			continue
		}
		n := x.Points
		switch x.Op {
		case loyalty.OpGrant, loyalty.OpUnclaim, loyalty.OpUnowe:
		case loyalty.OpClaw, loyalty.OpAbsorb, loyalty.OpClaim, loyalty.OpOwe:
			n = -n
		default:
			continue
		}
		if c.net[x.Rule] == nil {
			c.net[x.Rule] = map[string]loyalty.Points{}
		}
		c.net[x.Rule][x.Ref] += n
	}
	return c
}

// window names the period of a cap that a deed falls into.
func (c *recount) window(per loyalty.CapPer, deed string) string {
	x := c.first[deed]
	wall := x.At.In(newYork)
	switch per {
	case loyalty.PerDay:
		return wall.Format("2006-01-02")
	case loyalty.PerMonth:
		return wall.Format("2006-01")
	case loyalty.PerYear:
		return wall.Format("2006")
	case loyalty.PerEdition:
		return x.Edition
	}
	return ""
}

// used returns what a rule has granted in the period of a deed, but for it.
func (c *recount) used(rule string, per loyalty.CapPer, deed string) (n loyalty.Points, times int) {
	for other, points := range c.net[rule] {
		if other != deed && points > 0 && c.window(per, other) == c.window(per, deed) {
			n += points
			times++
		}
	}
	return n, times
}

// allowed returns what a step may grant at most.
func (c *recount) allowed(r *loyalty.EarnRule, deed string, raw, elsewhere loyalty.Points) loyalty.Points {
	given := c.net[r.ID][deed]
	most := raw
	for _, limit := range r.Caps {
		points := cmp.Or(limit.Points, 1<<62)
		room := points
		switch limit.Per {
		case loyalty.PerDeed:
			most = min(most, points)
			continue
		case loyalty.PerBalance:
			room = max(points-elsewhere, 0)
		default:
			n, times := c.used(r.ID, limit.Per, deed)
			room = points - n
			if limit.Times > 0 && times >= limit.Times {
				room = 0
			}
		}
		most = min(most, max(room, given))
	}
	return most
}

// L24: caps hold in every window, returns give room again in the window they
// were granted in, and whatever there is room for is granted.
func TestCapsHoldInEveryWindow(t *testing.T) {
	p := cappedProgram()
	e, err := loyalty.Compile(p, newYork)
	if err != nil {
		t.Fatal(err)
	}
	starts := []time.Time{
		time.Date(2026, 3, 7, 22, 0, 0, 0, newYork), // the 8th has 23 hours
		time.Date(2026, 10, 31, 22, 0, 0, 0, newYork),
		time.Date(2026, 12, 31, 20, 0, 0, 0, newYork),
	}
	rapid.Check(t, func(t *rapid.T) {
		a := loyalty.NewAccount("ann")
		now := lawAny(t, "start", starts)
		for i := range 1 + acrossAny(t, "events", 25) {
			now = now.Add(time.Duration(acrossAny(t, "minutes", 600)) * time.Minute)
			late := time.Duration(lawAny(t, "late", []int{0, 0, 1, 24, 24 * 40})) * time.Hour
			ev := loyalty.Event{ID: fmt.Sprint(i), At: now.Add(-late), Posted: now}
			if acrossAny(t, "redeem", 6) == 0 {
				ev.Data = loyalty.Redeem{Points: max(1, a.Wallet("w").Balance(now).Available/2), Wallet: "w"}
				if next, _, err := e.Apply(a, ev); err == nil {
					a = next
				}
				continue
			}
			deed := fmt.Sprint("x", acrossAny(t, "order", 8))
			raw := loyalty.Points(max(acrossAny(t, "points", 76)-15, 0))
			ev.Data = order(deed, fmt.Sprint(100*raw))
			was, before := recounted(a), a.Wallet("w").Balance(now)
			next, d, err := e.Apply(a, ev)
			if err != nil {
				t.Fatal(err)
			}
			is := recounted(next)
			was.first = is.first
			checkCaps(t, &was, &is, p.Editions[0].Earn, d.Steps, deed, raw, before)
			a = next
		}
	})
}

func checkCaps(t *rapid.T, was, is *recount, rules []loyalty.EarnRule, steps []loyalty.Step, deed string, raw loyalty.Points, before loyalty.Balance) {
	elsewhere := before.Available + before.Pending + before.Held
	for _, r := range rules {
		if r.Wallet == "w" {
			elsewhere -= min(elsewhere, was.net[r.ID][deed])
		}
	}
	for i := range rules {
		r, step := &rules[i], &steps[i]
		exact := raw
		if r.ID == "w2" {
			exact = 2 * raw
		}
		want := was.allowed(r, deed, exact, elsewhere)
		if r.Wallet == "w" {
			elsewhere += want
		}
		if got := is.net[r.ID][deed]; step.Points != want || got != want {
			t.Fatalf("rule %s, order %s of %d: step %d, entries %d, want %d", r.ID, deed, raw, step.Points, got, want)
		}
		why := loyalty.Granted
		switch {
		case exact == 0:
			why = step.Why
		case want == 0:
			why = loyalty.CapReached
		case want < exact:
			why = loyalty.Capped
		}
		if step.Why != why || step.Exact.Decimal().IntPart() != int64(exact) {
			t.Fatalf("rule %s: %v and exactly %v, want %v and %d", r.ID, step.Why, step.Exact, why, exact)
		}
		for _, c := range r.Caps {
			for other := range is.net[r.ID] {
				n, times := is.used(r.ID, c.Per, other)
				own := is.net[r.ID][other]
				if c.Per == loyalty.PerDeed {
					n = 0
				}
				if own > 0 {
					times++
				}
				if c.Per != loyalty.PerBalance && (c.Points > 0 && n+own > c.Points || c.Times > 0 && times > c.Times) {
					t.Fatalf("rule %s granted %d points for %d deeds in the window of %s", r.ID, n+own, times, other)
				}
			}
		}
	}
}

func TestCapDoesNotTakeBackWhatWasGranted(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.Earn[0].Caps = []loyalty.Cap{{Points: 100, Per: loyalty.PerBalance}}
	}))
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", "8000"))
	a = apply(t, e, a, "2", movingStart, loyalty.Adjust{Points: 500})
	a = apply(t, e, a, "3", movingAt(1), order("x", "8000"))
	if got := a.Balance(movingAt(1)).Available; got != 580 {
		t.Errorf("the same order said again: %d points, want 580", got)
	}
	a = apply(t, e, a, "4", movingAt(2), order("x", "7000"))
	if got := a.Balance(movingAt(2)).Available; got != 570 {
		t.Errorf("a part returned: %d points, want 570", got)
	}
}

// A cap of a smaller edition must not take back what a larger one allowed in
// the same month.
func TestCapOfTwoEditionsInAMonth(t *testing.T) {
	p := simple(func(ed *loyalty.Edition) { ed.Earn[0].Caps = []loyalty.Cap{{Points: 100, Per: loyalty.PerMonth}} })
	later := p.Editions[0]
	later.ID, later.From = "later", movingAt(10)
	later.Earn = []loyalty.EarnRule{p.Editions[0].Earn[0]}
	later.Earn[0].Caps = []loyalty.Cap{{Points: 300, Per: loyalty.PerMonth}}
	p.Editions = append(p.Editions, later)
	e := compile(t, p)
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingStart, order("x", "20000"))
	a = apply(t, e, a, "2", movingAt(11), order("y", "90000"))
	if got := a.Balance(movingAt(11)).Available; got != 300 {
		t.Fatalf("%d points, want 300", got)
	}
	a = apply(t, e, a, "3", movingAt(12), order("x", "20000"))
	if got := a.Balance(movingAt(12)).Available; got != 300 {
		t.Errorf("said again: %d points, want 300", got)
	}
}

// Deeds of before the first edition are valued by it, and count in its caps.
func TestCapBeforeTheFirstEdition(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		ed.From = movingAt(100)
		ed.Earn[0].Caps = []loyalty.Cap{{Points: 50, Per: loyalty.PerEdition}}
	}))
	a := apply(t, e, loyalty.NewAccount("ann"), "1", movingAt(1), order("x", "4000"))
	a = apply(t, e, a, "2", movingAt(2), order("y", "4000"))
	if got := a.Balance(movingAt(3)).Available; got != 50 {
		t.Errorf("%d points, want 50", got)
	}
}

// The best of a group wins by what the cap on the balance leaves each alone.
func TestBalanceCapWithinAGroup(t *testing.T) {
	e := compile(t, simple(func(ed *loyalty.Edition) {
		caps := []loyalty.Cap{{Points: 100, Per: loyalty.PerBalance}}
		ed.Earn = []loyalty.EarnRule{
			{ID: "small", Group: "g", Award: dec("50"), Caps: caps},
			{ID: "large", Group: "g", Award: dec("80"), Caps: caps},
		}
	}))
	_, d, err := e.Apply(loyalty.NewAccount("ann"), loyalty.Event{ID: "1", At: movingStart, Data: order("x", "100")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range d.Steps {
		got = append(got, fmt.Sprintf("%s %v %d", s.Rule, s.Why, s.Points))
	}
	if diff := gocmp.Diff([]string{"small outdone 0", "large granted 80"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkDecideCapped(b *testing.B) {
	for _, awards := range []int{100, 10000} {
		b.Run(fmt.Sprintf("awards=%d", awards), func(b *testing.B) {
			e := compile(b, simple(func(ed *loyalty.Edition) {
				ed.Earn[0].Caps = []loyalty.Cap{{Points: 100000, Per: loyalty.PerDay}, {Points: 1000000, Per: loyalty.PerMonth}}
			}))
			a := loyalty.NewAccount("ann")
			var entries []loyalty.Entry
			for i := range awards {
				d, err := e.Decide(loyalty.NewAccount("ann"), loyalty.Event{ID: fmt.Sprint(i), At: movingAt(i), Data: order(fmt.Sprint("x", i), "1000")})
				if err != nil {
					b.Fatal(err)
				}
				for _, x := range d.Entries {
					if x.Op == loyalty.OpGrant {
						x.Lot += uint64(len(entries) - len(d.Entries) + 1)
					}
					x.Seq = uint64(len(entries) + 1)
					entries = append(entries, x)
				}
			}
			a, err := a.Append(entries...)
			if err != nil {
				b.Fatal(err)
			}
			ev := loyalty.Event{ID: "new", At: movingAt(awards), Data: order("new", "1000")}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Decide(a, ev); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
