package loyalty_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// tierZones have days without a midnight, or without any hour, in the years
// that the tests draw from.
var tierZones = []string{"Asia/Tokyo", "America/Sao_Paulo", "Africa/Cairo", "America/New_York", "Pacific/Apia", "UTC"}

func tierZone(t rapid.TB, name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// drawSpan draws some days and months.
func drawSpan(rt *rapid.T, label string) retention.Span {
	switch rapid.IntRange(0, 3).Draw(rt, label+" kind") {
	case 0:
		return retention.Span{Days: rapid.IntRange(22, 90).Draw(rt, label)}
	case 1:
		return retention.Span{Months: 1, Days: rapid.IntRange(0, 20).Draw(rt, label)}
	}
	return retention.Span{Months: rapid.IntRange(1, 13).Draw(rt, label)}
}

func drawCycle(rt *rapid.T, label string) loyalty.Cycle {
	c := loyalty.Cycle{Months: rapid.SampledFrom([]int{1, 2, 3, 6, 12}).Draw(rt, label)}
	if rapid.Bool().Draw(rt, label+" from") {
		c.From = rapid.SampledFrom([]retention.Date{
			retention.NewDate(2015, 4, 1), retention.NewDate(2016, 2, 29), retention.NewDate(2018, 11, 4), retention.NewDate(2013, 8, 31),
		}).Draw(rt, label+" day")
	}
	return c
}

// drawLadder draws a ladder that compiles.
func drawLadder(rt *rapid.T, ids []string) loyalty.Ladder {
	var l loyalty.Ladder
	switch rapid.IntRange(0, 4).Draw(rt, "window") {
	case 0:
		l.Window.Rolling = drawSpan(rt, "rolling")
		if rapid.Bool().Draw(rt, "valid?") {
			r := l.Window.Rolling
			l.Valid = retention.Span{Months: r.Months + rapid.IntRange(0, 3).Draw(rt, "valid months"), Days: r.Days + rapid.IntRange(0, 20).Draw(rt, "valid days")}
		}
	case 1:
		l.Window.Rolling = retention.Span{Exact: time.Duration(rapid.IntRange(550, 3000).Draw(rt, "hours")) * time.Hour}
	case 2:
		l.Window.Calendar = drawCycle(rt, "calendar")
	case 3:
		l.Window.Anniversary = rapid.SampledFrom([]int{1, 3, 12}).Draw(rt, "anniversary")
	}
	windowed := l.Window != loyalty.Window{}
	periods := windowed && l.Window.Rolling.IsZero()
	if windowed && rapid.IntRange(0, 2).Draw(rt, "grace?") == 0 {
		l.Grace = drawSpan(rt, "grace")
		if rapid.Bool().Draw(rt, "exact grace") {
			l.Grace.Exact = 90 * time.Minute
		}
	}
	if rapid.IntRange(0, 2).Draw(rt, "review?") == 0 {
		l.Review = drawCycle(rt, "review")
	}
	if periods || l.Review.Months != 0 {
		l.NextPeriod = rapid.IntRange(0, 3).Draw(rt, "next") == 0
	}
	if l.NextPeriod && !periods && windowed { // it must outlast a review
		l.Window.Rolling, l.Valid = retention.Span{Months: 13}, retention.Span{}
	}
	if periods {
		least := 0
		if l.NextPeriod {
			least = 1
		}
		if n := rapid.IntRange(least, 3).Draw(rt, "periods"); n < 3 {
			l.ValidPeriods = &n
		}
	}
	l.Fall = loyalty.Fall(rapid.SampledFrom([]int{0, 0, 1, 1, 2}).Draw(rt, "fall"))
	l.OnPayment = rapid.Bool().Draw(rt, "on payment")
	metrics := rapid.SampledFrom([][]string{{"spend"}, {"spend", "nights"}, {"nights"}, {"spend", "orders"}}).Draw(rt, "metrics")
	and := rapid.Bool().Draw(rt, "and")
	lifetime := rapid.IntRange(0, 3).Draw(rt, "lifetime") == 0
	level := int64(0)
	for _, id := range ids {
		level += rapid.Int64Range(1, 4).Draw(rt, "level")
		t := loyalty.Tier{ID: id, ForLife: rapid.IntRange(0, 5).Draw(rt, "life") == 0}
		var needs []loyalty.Need
		for i, m := range metrics {
			need := loyalty.Need{Metric: m, AtLeast: decimal.NewFromInt(level), Lifetime: lifetime && i == 0}
			if m == "spend" {
				need.AtLeast = decimal.NewFromInt(100 * level)
			}
			needs = append(needs, need)
		}
		if and {
			t.Paths = []loyalty.Path{needs}
		} else {
			for _, need := range needs {
				t.Paths = append(t.Paths, loyalty.Path{need})
			}
		}
		if rapid.IntRange(0, 7).Draw(rt, "invited") == 0 {
			t.Paths = nil
		}
		l.Tiers = append(l.Tiers, t)
	}
	return l
}

func drawProgram(rt *rapid.T) loyalty.Program {
	p := loyalty.Program{Version: 1, Zone: rapid.SampledFrom(tierZones).Draw(rt, "zone"), Currency: "JPY", Metrics: []string{"nights"}}
	ids := []string{"bronze", "silver", "gold"}[:rapid.IntRange(1, 3).Draw(rt, "tiers")]
	ed := loyalty.Edition{ID: "one", Ladder: drawLadder(rt, ids)}
	if rapid.Bool().Draw(rt, "settle") {
		ed.Settle = retention.Span{Days: rapid.IntRange(1, 20).Draw(rt, "settle days")}
	}
	p.Editions = []loyalty.Edition{ed}
	if rapid.Bool().Draw(rt, "two editions") {
		next := loyalty.Edition{ID: "two", Settle: ed.Settle, From: tierDay0.AddDate(0, 0, rapid.IntRange(20, 500).Draw(rt, "edition")).Add(13 * time.Hour)}
		heirs := slices.Clone(ids)
		switch rapid.SampledFrom([]string{"same", "renamed", "merged"}).Draw(rt, "heirs") {
		case "renamed":
			heirs[0] = "copper"
		case "merged":
			heirs = slices.Insert(heirs[min(2, len(heirs)):], 0, "copper")
		}
		heirs = slices.Insert(heirs, rapid.SampledFrom([]int{0, len(heirs)}).Draw(rt, "new place"), "diamond")
		next.Ladder = drawLadder(rt, heirs)
		if i := slices.Index(heirs, "copper"); i >= 0 {
			next.Ladder.Tiers[i].Was = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(heirs, id) })
		}
		p.Editions = append(p.Editions, next)
	}
	return p
}

// tierDay0 is about when the histories of the tests begin.
var tierDay0 = time.Date(2017, 10, 1, 0, 0, 0, 0, time.UTC)

func drawTime(rt *rapid.T, label string) time.Time {
	return tierDay0.AddDate(0, 0, acrossAny(rt, label+" day", 501)).Add(time.Duration(acrossAny(rt, label+" minute", 24*60)) * time.Minute)
}

// drawHistory draws events in the order they are posted.
func drawHistory(rt *rapid.T, n int, byHand bool) (events []loyalty.Event) {
	for i := range 1 + acrossAny(rt, "events", uint64(n)) {
		ev := loyalty.Event{ID: fmt.Sprint(i), At: drawTime(rt, "at")}
		ref := fmt.Sprint("o", acrossAny(rt, "ref", 4))
		switch acrossAny(rt, "what", 10) {
		default:
			yen := lawAny(rt, "yen", []string{"0", "50", "100", "100.5", "150", "300", "500"})
			o := order(ref, yen)
			o.Settled = acrossAny(rt, "settled", 4) == 0
			ev.Data = o
		case 0, 1:
			ev.Data = loyalty.Activity{Kind: "stay", Ref: ref, Void: acrossAny(rt, "void", 3) == 0,
				Counts: map[string]decimal.Decimal{"nights": decimal.NewFromInt(rapid.Int64Range(1, 6).Draw(rt, "nights"))}}
		case 2:
			ev.Data = loyalty.Settle{Ref: ref}
		case 3:
			ev.Data = loyalty.Enrol{}
		case 4:
			if !byHand {
				ev.Data = loyalty.Settle{Ref: ref}
				break
			}
			s := loyalty.SetTier{Tier: lawAny(rt, "given", []string{"", "bronze", "silver", "copper", "gold"}), Exact: rapid.Bool().Draw(rt, "exact")}
			if rapid.Bool().Draw(rt, "until") {
				s.Until = ev.At.Add(time.Duration(1+acrossAny(rt, "given hours", 5000)) * time.Hour)
			}
			ev.Data = s
		}
		if acrossAny(rt, "late", 4) == 0 {
			ev.Posted = ev.At.Add(time.Duration(1+acrossAny(rt, "late hours", 2000)) * time.Hour)
		}
		events = append(events, ev)
	}
	posted := func(ev loyalty.Event) time.Time {
		if ev.Posted.IsZero() {
			return ev.At
		}
		return ev.Posted
	}
	slices.SortStableFunc(events, func(a, b loyalty.Event) int { return posted(a).Compare(posted(b)) })
	return events
}

// tierReplay applies what can be applied.
func tierReplay(t rapid.TB, e *loyalty.Engine, events []loyalty.Event) loyalty.Account {
	a := loyalty.NewAccount("haru")
	for _, ev := range events {
		next, _, err := e.Apply(a, ev)
		if err != nil && !errors.Is(err, loyalty.ErrUnknown) && !errors.Is(err, loyalty.ErrEvent) && !errors.Is(err, loyalty.ErrTime) {
			t.Fatal(err)
		}
		a = next
	}
	return a
}

func tierEngine(t rapid.TB, p loyalty.Program) (*loyalty.Engine, *time.Location) {
	zone := tierZone(t, p.Zone)
	e, err := loyalty.Compile(p, zone)
	if err != nil {
		var faults loyalty.Faults
		if errors.As(err, &faults) && errors.Is(err, loyalty.ErrOrder) {
			if rt, ok := t.(*rapid.T); ok {
				rt.Skip("two metrics out of step")
			}
		}
		t.Fatal(err)
	}
	return e, zone
}

// tierMoments are instants worth looking at: around every entry and end, and
// some days.
func tierMoments(a loyalty.Account, e *loyalty.Engine) (all []time.Time) {
	for x := range a.Entries() {
		all = append(all, x.Posted.Add(-time.Microsecond), x.Posted)
		for _, at := range []time.Time{x.Opens, x.Closes} {
			if !at.IsZero() {
				all = append(all, at.Add(-time.Microsecond), at)
			}
		}
	}
	for i := range 12 {
		all = append(all, tierDay0.AddDate(0, 0, 97*i).Add(5*time.Hour))
	}
	for _, at := range slices.Clone(all) {
		if u := e.Standing(a, at).Until; !u.IsZero() {
			all = append(all, u.Add(-time.Microsecond), u)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.Compact(all)
}

func drawMoments(rt *rapid.T, all []time.Time, n int) []time.Time {
	some := make([]time.Time, n)
	for i := range some {
		some[i] = lawAny(rt, "moment", all)
	}
	return some
}

func TestTierTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		a := tierReplay(rt, e, drawHistory(rt, 10, true))
		twin := tierTwin{p, zone, slices.Collect(a.Entries())}
		for _, at := range drawMoments(rt, tierMoments(a, e), 12) {
			s := e.Standing(a, at)
			if want := twin.at(at); s.Tier != want {
				rt.Fatalf("at %v: tier %q, twin %q\n%s", at.In(zone), s.Tier, want, tierBook(a))
			}
			tierSpan(rt, twin, s, at)
		}
		// A deed keeps the tier that was held before it.
		for x := range a.Entries() {
			if x.Op == loyalty.OpDeed {
				before := twin
				before.rows = twin.rows[:x.Seq-1]
				seen := false
				for _, y := range before.rows {
					seen = seen || y.Op == loyalty.OpDeed && y.Kind == x.Kind && y.Ref == x.Ref
				}
				if want := before.at(x.At); !seen && x.Tier != want {
					rt.Fatalf("entry %d: the deed has tier %q, twin %q\n%s", x.Seq, x.Tier, want, tierBook(a))
				}
			}
		}
	})
}

// tierSpan checks since when and until when a tier is held.
func tierSpan(rt *rapid.T, twin tierTwin, s loyalty.Standing, at time.Time) {
	now := twin.edition(at)
	same := func(x time.Time) bool {
		id := twin.at(x)
		if x.After(at) {
			return twin.rank(id, twin.edition(x)) >= twin.rank(twin.carry(s.Tier, now, twin.edition(x)), twin.edition(x))
		}
		return twin.carry(id, twin.edition(x), now) == s.Tier
	}
	if since := s.Since; since.IsZero() {
		if s.Tier != "" {
			rt.Fatalf("at %v: %q since when?", at, s.Tier)
		}
	} else if !same(since) || same(since.Add(-time.Microsecond)) {
		rt.Fatalf("at %v: %q does not begin at %v", at, s.Tier, since)
	}
	for x := at; x.After(s.Since) && x.After(tierDay0); x = x.AddDate(0, 0, -17) {
		if !same(x) {
			rt.Fatalf("at %v: not %q since %v: %q at %v", at, s.Tier, s.Since, twin.at(x), x)
		}
	}
	twin = twin.knowing(at)
	end := s.Until
	if end.IsZero() {
		end = at.AddDate(8, 0, 0)
	} else if same(end) || !same(end.Add(-time.Microsecond)) || twin.at(end) != s.Projected {
		rt.Fatalf("at %v: %q does not end at %v: %q, then %q", at, s.Tier, end, twin.at(end), s.Projected)
	}
	for x := at; x.Before(end); x = x.AddDate(0, 0, 29) {
		if !same(x) {
			rt.Fatalf("at %v: not %q until %v: %q at %v", at, s.Tier, s.Until, twin.at(x), x)
		}
	}
}

// tierBook prints the rows that tiers depend on.
func tierBook(a loyalty.Account) string {
	var text strings.Builder
	for x := range a.Entries() {
		switch x.Op {
		case loyalty.OpCount, loyalty.OpSettle, loyalty.OpTier, loyalty.OpEnrol, loyalty.OpDeed:
			fmt.Fprintln(&text, x.Seq, x.Op, x.Ref, x.Metric, x.Quantity, x.Tier, x.First, "at", x.At, "posted", x.Posted, "opens", x.Opens, "closes", x.Closes)
		}
	}
	return text.String()
}

// tierRanks returns the places of the tiers held at instants.
func tierRanks(twin tierTwin, e *loyalty.Engine, a loyalty.Account, moments []time.Time) (ranks []int) {
	for _, at := range moments {
		ranks = append(ranks, twin.rank(e.Standing(a, at).Tier, twin.edition(at)))
	}
	return ranks
}

func TestTierS1MoreSpendIsNeverLess(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		events := drawHistory(rt, 8, true)
		extra := loyalty.Event{ID: "extra", At: drawTime(rt, "extra")}
		o := order("extra", rapid.SampledFrom([]string{"0.01", "100", "400"}).Draw(rt, "extra yen"))
		o.Settled = rapid.Bool().Draw(rt, "extra settled")
		extra.Data = o
		i := slices.IndexFunc(events, func(ev loyalty.Event) bool {
			return ev.At.After(extra.At) && ev.Posted.IsZero() || ev.Posted.After(extra.At)
		})
		if i < 0 {
			i = len(events)
		}
		a, b := tierReplay(rt, e, events), tierReplay(rt, e, slices.Insert(slices.Clone(events), i, extra))
		moments := drawMoments(rt, tierMoments(b, e), 20)
		twin := tierTwin{program: p, zone: zone}
		less, more := tierRanks(twin, e, a, moments), tierRanks(twin, e, b, moments)
		for i := range moments {
			if more[i] < less[i] {
				rt.Fatalf("at %v: place %d with more, %d with less\n%s", moments[i], more[i], less[i], tierBook(b))
			}
		}
	})
}

func TestTierS2EasierIsNeverLess(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		easy := p
		easy.Editions = slices.Clone(p.Editions)
		for i := range easy.Editions {
			tiers := slices.Clone(p.Editions[i].Ladder.Tiers)
			for j := range tiers {
				tiers[j].Paths = slices.Clone(tiers[j].Paths)
				for k := range tiers[j].Paths {
					path := slices.Clone(tiers[j].Paths[k])
					for n := range path {
						path[n].AtLeast = path[n].AtLeast.Mul(dec("0.5"))
					}
					tiers[j].Paths[k] = path
				}
			}
			easy.Editions[i].Ladder.Tiers = tiers
		}
		f, _ := tierEngine(rt, easy)
		a := tierReplay(rt, e, drawHistory(rt, 8, true))
		moments := drawMoments(rt, tierMoments(a, e), 20)
		twin := tierTwin{program: p, zone: zone}
		hard, soft := tierRanks(twin, e, a, moments), tierRanks(twin, f, a, moments)
		for i := range moments {
			if soft[i] < hard[i] {
				rt.Fatalf("at %v: place %d with half the thresholds, else %d\n%s", moments[i], soft[i], hard[i], tierBook(a))
			}
		}
	})
}

// drawGrowing draws a history in which nothing is taken back.
func drawGrowing(rt *rapid.T) []loyalty.Event {
	return slices.DeleteFunc(drawHistory(rt, 10, false), func(ev loyalty.Event) bool {
		switch x := ev.Data.(type) {
		case loyalty.Order:
			x.ID = ev.ID
			return len(x.Lines) == 0
		case loyalty.Activity:
			return x.Void
		case loyalty.Enrol: // late, it moves the periods
			return true
		}
		return false
	})
}

func tierUnique(events []loyalty.Event) []loyalty.Event {
	for i := range events {
		switch x := events[i].Data.(type) {
		case loyalty.Order:
			x.ID = events[i].ID
			events[i].Data = x
		case loyalty.Activity:
			x.Ref = events[i].ID
			events[i].Data = x
		}
	}
	return events
}

func TestTierS3S4KeptUntilPromised(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, zone := tierEngine(rt, p)
		a := tierReplay(rt, e, tierUnique(drawGrowing(rt)))
		twin := tierTwin{program: p, zone: zone}
		moments := tierMoments(a, e)
		for _, at := range drawMoments(rt, moments, 5) {
			s := e.Standing(a, at)
			for _, later := range moments {
				if !later.After(at) || !s.Until.IsZero() && !later.Before(s.Until) {
					continue
				}
				kept := twin.rank(twin.carry(s.Tier, twin.edition(at), twin.edition(later)), twin.edition(later))
				if is := e.Standing(a, later).Tier; twin.rank(is, twin.edition(later)) < kept {
					rt.Fatalf("at %v: %q until %v, but %q at %v\n%s", at, s.Tier, s.Until, is, later, tierBook(a))
				}
			}
		}
	})
}

func TestTierS5OneStepAtATime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		p.Editions = p.Editions[:1]
		p.Editions[0].Ladder.Fall = loyalty.OneStep
		e, _ := tierEngine(rt, p)
		a := tierReplay(rt, e, tierUnique(drawGrowing(rt)))
		height := map[string]int{"": 0} // among those that can be earned
		for _, tier := range p.Editions[0].Ladder.Tiers {
			if len(tier.Paths) > 0 {
				height[tier.ID] = len(height)
			}
		}
		last := ""
		for at, s := tierDay0, (loyalty.Standing{}); at.Before(tierDay0.AddDate(6, 0, 0)); {
			s = e.Standing(a, at)
			if height[s.Tier] < height[last]-1 {
				rt.Fatalf("at %v: from %q to %q\n%s", at, last, s.Tier, tierBook(a))
			}
			last = s.Tier
			if at = at.Add(31 * time.Hour); !s.Until.IsZero() && s.Until.Before(at) {
				at = s.Until
			}
		}
	})
}

func TestTierS7SpendingPointsIsFree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		for i := range p.Editions {
			p.Editions[i].Earn = []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("10"), Life: &loyalty.Life{AtOnce: true, Span: retention.Span{Days: 200}}}}
			for j := range p.Editions[i].Ladder.Tiers { // by points as well
				for k, path := range p.Editions[i].Ladder.Tiers[j].Paths {
					for n := range path {
						if path[n].Metric == "nights" {
							p.Editions[i].Ladder.Tiers[j].Paths[k][n].Metric = loyalty.PointsMetric
						}
					}
				}
			}
		}
		e, _ := tierEngine(rt, p)
		events := drawHistory(rt, 8, true)
		a, b := loyalty.NewAccount("haru"), loyalty.NewAccount("haru")
		for i, ev := range events {
			a, _, _ = e.Apply(a, ev)
			b, _, _ = e.Apply(b, ev)
			at := b.Posted()
			if at.IsZero() {
				continue
			}
			burn := loyalty.Event{ID: fmt.Sprint("burn", i), At: at, Data: loyalty.Redeem{Points: loyalty.Points(rapid.IntRange(1, 20).Draw(rt, "burn"))}}
			if rapid.Bool().Draw(rt, "adjust") {
				burn.Data = loyalty.Adjust{Points: loyalty.Points(rapid.SampledFrom([]int{-5, 7}).Draw(rt, "by hand"))}
			}
			b, _, _ = e.Apply(b, burn)
		}
		for _, at := range drawMoments(rt, tierMoments(b, e), 12) {
			if diff := cmp.Diff(e.Standing(a, at), e.Standing(b, at)); diff != "" {
				rt.Fatalf("at %v: spending points moved the tier (-kept +spent):\n%s", at, diff)
			}
		}
	})
}

func TestTierS8ReturnIsAsIfNeverBought(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		e, _ := tierEngine(rt, p)
		events := drawHistory(rt, 8, true)
		a, b := loyalty.NewAccount("haru"), loyalty.NewAccount("haru")
		i := rapid.IntRange(0, len(events)).Draw(rt, "buy before")
		j := rapid.IntRange(i, len(events)).Draw(rt, "return before")
		both := func(ev loyalty.Event) {
			a, _, _ = e.Apply(a, ev)
			b, _, _ = e.Apply(b, ev)
		}
		at := func(x loyalty.Account) time.Time {
			if x.Posted().IsZero() {
				return tierDay0.AddDate(0, 0, -9)
			}
			return x.Posted()
		}
		do := func(x loyalty.Account, id string, data loyalty.Data) loyalty.Account {
			x, _, err := e.Apply(x, loyalty.Event{ID: id, At: at(x).Add(time.Hour), Data: data})
			if err != nil {
				rt.Fatal(err)
			}
			return x
		}
		o := order("returned", "900")
		o.Settled = rapid.Bool().Draw(rt, "settled")
		for _, ev := range events[:i] {
			both(ev)
		}
		b = do(b, "buy", o)
		for _, ev := range events[i:j] {
			both(ev)
		}
		b = do(b, "return", order("returned", "0"))
		back := at(b)
		for _, ev := range events[j:] {
			both(ev)
		}
		for _, at := range drawMoments(rt, tierMoments(b, e), 15) {
			if at.Before(back) || at.Before(a.Posted()) {
				continue
			}
			want, got := e.Standing(a, at), e.Standing(b, at)
			want.Since, got.Since = time.Time{}, time.Time{} // it may have been another meanwhile
			if diff := cmp.Diff(want, got); diff != "" {
				rt.Fatalf("at %v, bought and returned (-never +returned):\n%s\n%s", at, diff, tierBook(b))
			}
		}
	})
}

func TestTierS10BookedOrNot(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		for i := range p.Editions {
			p.Editions[i].Earn = []loyalty.EarnRule{{ID: "base", Award: dec("1"), Per: dec("10"), Life: &loyalty.Life{AtOnce: true, Span: retention.Span{Days: 60}}}}
		}
		e, _ := tierEngine(rt, p)
		events := drawHistory(rt, 10, true)
		a, b := loyalty.NewAccount("haru"), loyalty.NewAccount("haru")
		book := func(at time.Time) {
			due := e.Due(b, at)
			next, err := b.Append(due...)
			if err != nil {
				rt.Fatal(err)
			}
			if again := e.Due(next, at); len(again) > 0 {
				rt.Fatalf("due again at %v: %+v\n after %+v", at, again, due)
			}
			b = next
		}
		for _, ev := range events {
			posted := ev.Posted
			if posted.IsZero() {
				posted = ev.At
			}
			if rapid.Bool().Draw(rt, "book") {
				book(posted.Add(-time.Duration(rapid.IntRange(0, 500).Draw(rt, "booked before")) * time.Hour))
			}
			a, _, _ = e.Apply(a, ev)
			ev.Posted = posted
			b, _, _ = e.Apply(b, ev)
		}
		end := drawTime(rt, "end").AddDate(1, 0, 0)
		book(end)
		for _, at := range drawMoments(rt, tierMoments(a, e), 10) {
			if diff := cmp.Diff(e.Standing(a, at), e.Standing(b, at)); diff != "" {
				rt.Fatalf("at %v (-not booked +booked):\n%s\n%s", at, diff, tierBook(b))
			}
			if diff := cmp.Diff(e.Goals(a, at), e.Goals(b, at)); diff != "" {
				rt.Fatalf("at %v (-not booked +booked):\n%s", at, diff)
			}
			if diff := cmp.Diff(a.Balance(at), b.Balance(at)); diff != "" {
				rt.Fatalf("at %v (-not booked +booked):\n%s", at, diff)
			}
		}
		tier := "" // the memos tell every change
		for x := range b.Entries() {
			if x.Op == loyalty.OpTier && strings.HasPrefix(x.Cause, "time@") {
				if is := e.Standing(b, x.At); x.Tier == tier || !x.At.Equal(end) && x.At.After(b.Posted()) {
					rt.Fatalf("memo %+v after %q: %+v", x, tier, is)
				}
				tier = x.Tier
			}
		}
		if is := e.Standing(b, b.Posted()).Tier; is != tier {
			rt.Fatalf("the memos end with %q, not %q\n%s", tier, is, tierBook(b))
		}
	})
}
