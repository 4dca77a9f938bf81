package loyalty_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// decadeProgram lets points end with days, so that what is earned in one day
// ends on one day, and knows two editions.
func decadeProgram() loyalty.Program {
	p := simple(func(ed *loyalty.Edition) {
		limited, sliding := edgeDays(40), edgeDays(20)
		sliding.Slides = []string{"review"}
		ed.Settle = retention.Span{Exact: 14 * 24 * time.Hour}
		ed.Life = loyalty.Life{Span: retention.Span{Months: 12}, Cycle: loyalty.Cycle{Months: 1}}
		ed.Earn = append(ed.Earn,
			loyalty.EarnRule{ID: "tea", Award: dec("2"), Per: dec("100"), Basis: loyalty.Basis{Only: loyalty.Filter{Categories: []string{"tea"}}}, Life: &sliding},
			loyalty.EarnRule{ID: "limited", Award: dec("1"), Per: dec("200"), Wallet: "limited", Life: &limited},
			loyalty.EarnRule{ID: "review", On: "review", Award: dec("25")})
	})
	next := p.Editions[0]
	next.ID, next.From, next.Earn = "2031", day("2031-01-01"), slices.Clone(next.Earn)
	next.Earn[0].Award, next.Refund.Shortfall = dec("2"), loyalty.Owe
	p.Editions = append(p.Editions, next)
	return p
}

// decadeDays is on how many days of the ten years something happens: 350 are
// 5,000 events, and take minutes, for each event makes an account.
var decadeDays = flag.Int("decade.days", 60, "busy days in the ten years of TestDecadeArrivals")

// decadeDay is the events of a day: those that may arrive in any order until
// its end, and those that then follow.
type decadeDay struct {
	start        time.Time
	free, closed []loyalty.Event
}

// decade draws ten years of a member's life, of so many days with something in
// them.
func decade(days int) []decadeDay {
	r := rand.New(rand.NewPCG(10, 5000))
	life := make([]decadeDay, days)
	id, orders, spent, held := 0, []string{}, []string{}, ""
	for i := range life {
		d := &life[i]
		d.start = day("2026-01-01").AddDate(0, 0, i*3652/days)
		add := func(free bool, minute int, data loyalty.Data) string {
			id++
			ev := loyalty.Event{ID: fmt.Sprint("e", id), At: d.start.Add(time.Duration(minute)*time.Minute + time.Duration(id)*time.Microsecond), Data: data}
			if free {
				d.free = append(d.free, ev)
			} else {
				d.closed = append(d.closed, ev)
			}
			return ev.ID
		}
		minute := func() int { return 8*60 + r.IntN(14*60) }
		sale := func(id string) loyalty.Order {
			lines := []loyalty.Line{{Category: "cups", Amount: dec(fmt.Sprint(r.IntN(5000)))}, {Category: "tea", Amount: dec(fmt.Sprint(r.IntN(3000)))}}
			return loyalty.Order{ID: id, Lines: lines[r.IntN(2):]}
		}
		known := len(orders)
		for range 10 {
			ref := fmt.Sprint("o", id)
			orders = append(orders, ref)
			add(true, minute(), sale(ref))
		}
		if i%3 == 0 {
			add(true, minute(), loyalty.Activity{Kind: "review", Ref: fmt.Sprint("r", id)})
		}
		add(true, minute(), loyalty.Adjust{Points: loyalty.Points(1 + r.IntN(30)), Wallet: []string{"", "limited"}[r.IntN(2)]})
		if known > 0 {
			add(true, minute(), loyalty.Settle{Ref: orders[max(0, known-1-r.IntN(20))]})
		}
		// The end of the day, in its order.
		if known > 0 {
			o := sale(orders[max(0, known-1-r.IntN(60))])
			if r.IntN(3) == 0 {
				o = loyalty.Order{ID: o.ID}
			}
			add(false, 23*60, o)
		}
		if len(spent) > 0 && r.IntN(4) == 0 {
			add(false, 23*60+5, loyalty.Cancel{Redemption: spent[max(0, len(spent)-1-r.IntN(5))]})
		}
		if held != "" {
			spent = append(spent, add(false, 23*60+10, loyalty.Commit{Hold: held, Points: 1}))
			held = ""
		}
		switch r.IntN(3) {
		case 0:
			held = add(false, 23*60+20, loyalty.Hold{Points: loyalty.Points(200 + r.IntN(300)), Until: d.start.AddDate(0, 0, 1+r.IntN(20))})
		default:
			spent = append(spent, add(false, 23*60+20, loyalty.Redeem{Points: loyalty.Points(200 + r.IntN(500))}))
		}
	}
	return life
}

// decadeLived applies the events of each day as shuffle orders them, and shows
// the account each midnight.
func decadeLived(t *testing.T, e *loyalty.Engine, life []decadeDay, shuffle func([]loyalty.Event) []loyalty.Event) (a loyalty.Account, nights []lawView, refused []string) {
	a = loyalty.NewAccount("haru")
	for _, d := range life {
		for _, ev := range append(shuffle(slices.Clone(d.free)), d.closed...) {
			next, _, err := e.Apply(a, ev)
			if err != nil {
				refused = append(refused, err.Error())
			}
			a = next
		}
		nights = append(nights, decadeView(a, d.start.AddDate(0, 0, 1)))
	}
	return a, nights, refused
}

// decadeView is what does not tell the order of arrival: all but the numbers of
// entries.
func decadeView(a loyalty.Account, at time.Time) (v lawView) {
	v = lawSee(a, at)
	for _, lots := range v.Lots {
		for i := range lots {
			lots[i].Seq = 0
		}
	}
	return v
}

// Ten years: what is promised of events that arrive in another order than they
// happened in. Deeds told once, points added by hand and settlements may come
// in any order within a day where points end with days. When the day is
// over the same lots are there, with the same ends, and the same points of
// each, for a late event is valued by when it happened. What spends points or
// takes them back sees what had arrived by then, and so keeps its place here;
// and of lots that open and close at the same instants the first to arrive is
// taken first, so that none do here.
func TestDecadeArrivals(t *testing.T) {
	life := decade(*decadeDays)
	e := compile(t, decadeProgram())
	a, nights, refused := decadeLived(t, e, life, func(day []loyalty.Event) []loyalty.Event {
		slices.SortFunc(day, func(a, b loyalty.Event) int { return a.At.Compare(b.At) })
		return day
	})
	n := 0
	for _, d := range life {
		n += len(d.free) + len(d.closed)
	}
	t.Logf("%d events, %d entries, %d refused", n, a.Seq(), len(refused))
	if len(refused) > n/20 {
		t.Errorf("%d of %d were refused: %v", len(refused), n, refused[:3])
	}
	r := rand.New(rand.NewPCG(1, 1))
	b, other, otherRefused := decadeLived(t, e, life, func(day []loyalty.Event) []loyalty.Event {
		r.Shuffle(len(day), func(i, j int) { day[i], day[j] = day[j], day[i] })
		return day
	})
	if diff := cmp.Diff(refused, otherRefused); diff != "" {
		t.Errorf("refused (-in order +shuffled):\n%s", diff)
	}
	for i := range nights {
		if diff := cmp.Diff(nights[i], other[i]); diff != "" {
			t.Fatalf("the night of %v (-in order +shuffled):\n%s", life[i].start, diff)
		}
	}
	for _, at := range []time.Time{day("2027-05-05"), day("2033-03-03"), day("2040-01-01")} {
		if diff := cmp.Diff(decadeView(a, at), decadeView(b, at)); diff != "" {
			t.Errorf("at %v (-in order +shuffled):\n%s", at, diff)
		}
	}
	for i := 0; i < len(nights); i += 37 { // the past is as it was
		if diff := cmp.Diff(nights[i], decadeView(a, life[i].start.AddDate(0, 0, 1).Add(-time.Microsecond))); diff != "" && len(nights[i].Wallets) == len(a.Wallets()) {
			lapsed := decadeView(a.AsOf(life[i].start.AddDate(0, 0, 1)), life[i].start.AddDate(0, 0, 1))
			if diff := cmp.Diff(nights[i], lapsed); diff != "" {
				t.Errorf("looking back to the night of %v:\n%s", life[i].start, diff)
			}
		}
	}
}

// A late event has its effect from when it is posted: no balance before that
// changes, and what was decided meanwhile is not decided anew.
func TestLateIsPostedNow(t *testing.T) {
	e := compile(t, decadeProgram())
	a := loyalty.NewAccount("haru")
	a = apply(t, e, a, "1", day("2026-04-01"), order("x", "10000"))
	a = apply(t, e, a, "2", day("2026-04-02"), loyalty.Settle{Ref: "x"})
	a = apply(t, e, a, "3", day("2026-04-10"), loyalty.Redeem{Points: 30})
	late := loyalty.Event{ID: "4", At: day("2026-04-03"), Data: loyalty.Order{ID: "late", Settled: true, Lines: []loyalty.Line{{Amount: dec("5000")}}}}
	for _, test := range []struct {
		reason       string
		told, posted time.Time
	}{
		{"at once is when the last entry was", time.Time{}, day("2026-04-10")},
		{"before the last entry", day("2026-04-05"), day("2026-04-10")},
		{"after it", day("2026-04-20"), day("2026-04-20")},
	} {
		late.Posted = test.told
		b, d, err := e.Apply(a, late)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range d.Entries {
			if !x.Posted.Equal(test.posted) || !x.At.Equal(late.At) {
				t.Errorf("%s: at %v, posted %v", test.reason, x.At, x.Posted)
			}
		}
		before := test.posted.Add(-time.Microsecond)
		if diff := cmp.Diff(a.Balance(before), b.Balance(before)); diff != "" {
			t.Errorf("%s: the past has changed:\n%s", test.reason, diff)
		}
		if got := b.Balance(test.posted).Available - a.Balance(test.posted).Available; got != 50 {
			t.Errorf("%s: %d points more", test.reason, got)
		}
		if got, want := b.Lots(test.posted), day("2027-05-01"); !got[1].Opens.Equal(late.At) || !got[1].Closes.Equal(want) {
			t.Errorf("%s: %+v", test.reason, got[1])
		}
	}
	// Of an order the last that is told holds, whenever it happened.
	a = apply(t, e, a, "5", day("2026-04-12"), order("y", "8000"))
	a = apply(t, e, a, "6", day("2026-04-13"), order("y", "2000"))
	a, _, err := e.Apply(a, loyalty.Event{ID: "7", At: day("2026-04-11"), Data: order("y", "8000")})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Balance(a.Posted()).Pending; got != 80 {
		t.Errorf("%d points pending", got)
	}
}

// A program's edit, be it a new edition or, against the rules, an old one that
// is changed in place, never changes a balance of the past.
func TestDecadeProgramEdits(t *testing.T) {
	life := decade(15)
	p := decadeProgram()
	e := compile(t, p)
	a, nights, _ := decadeLived(t, e, life, func(day []loyalty.Event) []loyalty.Event { return day })
	today := a.Posted().AddDate(0, 0, 1)
	edit := func(change func(p *loyalty.Program)) *loyalty.Engine {
		q := p
		q.Editions = slices.Clone(p.Editions)
		for i := range q.Editions {
			q.Editions[i].Earn = slices.Clone(q.Editions[i].Earn)
		}
		change(&q)
		return compile(t, q)
	}
	for _, test := range []struct {
		reason string
		change func(p *loyalty.Program)
	}{
		{"a new edition", func(p *loyalty.Program) {
			ed := p.Editions[1]
			ed.ID, ed.From, ed.Earn = "2036", a.Posted(), slices.Clone(ed.Earn)
			ed.Earn[0].Award, ed.Life = dec("10"), edgeDays(1)
			p.Editions = append(p.Editions, ed)
		}},
		{"other rates in old editions", func(p *loyalty.Program) {
			p.Editions[0].Earn[0].Award, p.Editions[1].Earn[0].Award = dec("5"), dec("0.5")
		}},
		{"shorter lives in old editions", func(p *loyalty.Program) { p.Editions[0].Life, p.Editions[1].Life = edgeDays(3), edgeDays(3) }},
		{"rules are gone", func(p *loyalty.Program) {
			p.Editions[0].Earn, p.Editions[1].Earn = p.Editions[0].Earn[1:], p.Editions[1].Earn[:1]
		}},
		{"another policy", func(p *loyalty.Program) {
			p.Editions[0].Refund.Shortfall, p.Editions[1].Refund.Shortfall = loyalty.OwnLots, loyalty.Forgive
		}},
	} {
		edited := edit(test.change)
		b := a
		for i, x := range []loyalty.Data{order("o0", "99999"), order("o0", "0"), order("new", "5000"), loyalty.Activity{Kind: "review", Ref: "new"}, loyalty.Settle{Ref: "new"}} {
			b = apply(t, edited, b, fmt.Sprint("edited", i), today, x)
		}
		for i, d := range life {
			midnight := d.start.AddDate(0, 0, 1)
			if diff := cmp.Diff(nights[i].Balances[0], b.Balance(midnight)); diff != "" {
				t.Fatalf("%s: the night of %v:\n%s", test.reason, d.start, diff)
			}
		}
		for _, l := range a.Lots(a.Posted()) { // nor does a lot get another end
			if !slices.ContainsFunc(b.Lots(today), func(m loyalty.Lot) bool {
				return m.Seq == l.Seq && (m.Closes.Equal(l.Closes) || !m.Closes.Before(l.Closes) && l.Rule == "tea")
			}) {
				t.Errorf("%s: lot %d", test.reason, l.Seq)
			}
		}
	}
	gone := edit(func(p *loyalty.Program) { p.Editions = p.Editions[1:] })
	if _, _, err := gone.Apply(a, loyalty.Event{ID: "x", At: today, Data: order("o0", "1")}); err == nil {
		t.Error("an order was valued by an edition that the program does not have")
	}
}
