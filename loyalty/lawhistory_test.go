package loyalty_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"pgregory.net/rapid"
)

// The random lives that the laws of the ledger are held against. Everything in
// them happens on the hour, so that a clock of hours can follow.

// lawStart is when the lives begin.
var lawStart = day("2026-04-01")

func lawHour(h int64) time.Time { return lawStart.Add(time.Duration(h) * time.Hour) }

// lawLives are ways for a lot to open and close: some close before they open.
var lawLives = []loyalty.Life{
	{AtOnce: true},
	{AtOnce: true, Span: retention.Span{Days: 9}},
	{AtOnce: true, Span: retention.Span{Exact: 20 * time.Hour}},
	{AtOnce: true, Span: retention.Span{Days: 4}, Slides: []string{"order"}},
	{AtOnce: true, Span: retention.Span{Days: 2}, Cycle: loyalty.Cycle{Months: 1}},
	{AtOnce: true, Span: retention.Span{Months: 1}},
	{Span: retention.Span{Days: 5}},
	{Span: retention.Span{Exact: 10 * time.Hour}},
	{Span: retention.Span{Exact: 60 * time.Hour}, FromOpening: true},
	{Span: retention.Span{Days: 3}, FromOpening: true, Slides: []string{"redeem", "review"}},
	{},
}

func lawLife(rt *rapid.T, name string) loyalty.Life {
	return lawAny(rt, name, lawLives)
}

// lawAny draws one of some values, none likelier than others: of those that
// rapid.SampledFrom draws, most are among the first.
func lawAny[T any](rt *rapid.T, label string, values []T) T {
	return values[acrossAny(rt, label, uint64(len(values)))]
}

func lawEdition(rt *rapid.T, id string, policies ...loyalty.Shortfall) loyalty.Edition {
	tea, limited, visit := lawLife(rt, "tea"), lawLife(rt, "limited"), lawLife(rt, "visit")
	ed := loyalty.Edition{
		ID:     id,
		Settle: lawAny(rt, "settle", []retention.Span{{}, {Exact: 48 * time.Hour}, {Days: 3}}),
		Life:   lawLife(rt, "life"),
		Refund: loyalty.RefundRule{Shortfall: lawAny(rt, "shortfall", policies)},
		Burn: []loyalty.BurnRule{{
			Min:     loyalty.Points(lawAny(rt, "min", []int{0, 0, 3})),
			Grace:   lawAny(rt, "grace", []retention.Span{{}, {Exact: 30 * time.Hour}, {Days: 2}}),
			NoGrace: rapid.Bool().Draw(rt, "no grace"),
		}},
		Earn: []loyalty.EarnRule{
			{ID: "base", Award: dec("1"), Per: dec("100")},
			{ID: "tea", Award: dec("2"), Per: dec("150"), Basis: loyalty.Basis{Only: loyalty.Filter{Categories: []string{"tea"}}}, Life: &tea},
			{ID: "limited", Award: dec("1"), Per: dec("200"), Wallet: "limited", Life: &limited},
			{ID: "review", On: "review", Award: dec("25")},
			{ID: "visit", On: "visit", Award: dec("1"), Per: dec("10"), Wallet: "limited", Life: &visit},
			{ID: "visited", On: "visit", Award: dec("7")},
		},
	}
	if ed.Burn[0].NoGrace {
		ed.Burn[0].Grace = retention.Span{}
	}
	if rapid.Bool().Draw(rt, "flat") {
		ed.Earn = append(ed.Earn, loyalty.EarnRule{ID: "flat", Award: dec("30")})
	}
	return ed
}

// lawCalm makes a program of which L9 to L11 are true: no act of spending moves
// the end of a lot, and no amount is too small to be spent.
func lawCalm(p loyalty.Program) loyalty.Program {
	for i := range p.Editions {
		ed := &p.Editions[i]
		ed.Burn[0].Min, ed.Life.Slides = 0, nil
		for j := range ed.Earn {
			if ed.Earn[j].Life != nil {
				ed.Earn[j].Life.Slides = nil
			}
		}
	}
	return p
}

// lawPolicies have debt more than once, as it is seldom that nothing is left.
var lawPolicies = []loyalty.Shortfall{loyalty.Forgive, loyalty.Owe, loyalty.Owe, loyalty.OwnLots}

// lawProgram draws a program of one or two editions, with some of the policies.
func lawProgram(rt *rapid.T, policies ...loyalty.Shortfall) loyalty.Program {
	if policies == nil {
		policies = lawPolicies
	}
	p := loyalty.Program{Version: 1, Zone: "Asia/Tokyo", Currency: "JPY", Editions: []loyalty.Edition{lawEdition(rt, "old", policies...)}}
	if rapid.Bool().Draw(rt, "two editions") {
		ed := lawEdition(rt, "new", policies...)
		ed.From, ed.Earn[0].Award = lawHour(lawAny(rt, "from", []int64{10, 50, 200})), dec("3")
		p.Editions = append(p.Editions, ed)
	}
	return p
}

// lawWorld is one member's life as it is being drawn.
type lawWorld struct {
	program loyalty.Program
	engine  *loyalty.Engine
	account loyalty.Account
	now     time.Time // no entry was posted later
	events  []loyalty.Event
	trail   []loyalty.Account // before each accepted event, and after the last
	last    loyalty.Decision

	orders           map[string]loyalty.Order
	deeds            []lawDeed
	holds, takes     map[string]loyalty.Points // what is left of them, as far as events tell
	number           int
	accepted, denied map[string]int
}

type lawDeed struct{ kind, ref string }

func lawNew(rt *rapid.T, policies ...loyalty.Shortfall) *lawWorld {
	return lawOf(lawProgram(rt, policies...))
}

func lawOf(p loyalty.Program) *lawWorld {
	e, err := loyalty.Compile(p, tokyo)
	if err != nil {
		panic(err)
	}
	w := &lawWorld{
		program: p, engine: e, account: loyalty.NewAccount("haru"), now: lawStart,
		orders: map[string]loyalty.Order{}, holds: map[string]loyalty.Points{}, takes: map[string]loyalty.Points{},
		accepted: map[string]int{}, denied: map[string]int{},
	}
	w.trail = []loyalty.Account{w.account}
	return w
}

// lawKinds are the events of a life, the common ones more than once.
var lawKinds = []string{
	"order", "order", "order", "edit", "edit", "cancel order", "cancel order", "raise again", "raise again", "settle", "review", "visit", "void",
	"redeem", "redeem", "redeem", "hold", "hold", "commit", "commit", "release", "cancel", "cancel", "cancel",
	"add", "deduct", "extend", "extend all", "enrol",
}

// lawLife draws a life of so many events and lives it.
func lawLived(rt *rapid.T, w *lawWorld, most int, kinds ...string) *lawWorld {
	if len(kinds) == 0 {
		kinds = lawKinds
	}
	for range 1 + acrossAny(rt, "events", uint64(most)) {
		w.step(rt, lawAny(rt, "kind", kinds))
	}
	return w
}

// step draws an event that is likely to be accepted, and applies it.
func (w *lawWorld) step(rt *rapid.T, kind string) (ev loyalty.Event, err error) {
	ev, kind = w.draw(rt, kind)
	return ev, w.apply(kind, ev)
}

func (w *lawWorld) apply(kind string, ev loyalty.Event) error {
	next, d, err := w.engine.Apply(w.account, ev)
	if err != nil {
		w.denied[kind]++
		return err
	}
	w.accepted[kind]++
	w.last = d
	if d.Duplicate {
		return nil
	}
	w.account, w.events, w.trail = next, append(w.events, ev), append(w.trail, next)
	w.now = next.Posted()
	w.remember(ev)
	return nil
}

// remember keeps what later events may refer to.
func (w *lawWorld) remember(ev loyalty.Event) {
	switch x := ev.Data.(type) {
	case loyalty.Order:
		if _, known := w.orders[x.ID]; !known {
			w.deeds = append(w.deeds, lawDeed{"order", x.ID})
		}
		w.orders[x.ID] = x
	case loyalty.Activity:
		if d := (lawDeed{x.Kind, x.Ref}); !slices.Contains(w.deeds, d) {
			w.deeds = append(w.deeds, d)
		}
	case loyalty.Redeem:
		w.takes[ev.ID] = x.Points
	case loyalty.Hold:
		w.holds[ev.ID] = x.Points
	case loyalty.Commit:
		w.takes[ev.ID] = cmpOr(x.Points, w.holds[x.Hold])
		delete(w.holds, x.Hold)
	case loyalty.Release:
		delete(w.holds, x.Hold)
	case loyalty.Cancel:
		if w.takes[x.Redemption] -= cmpOr(x.Points, w.takes[x.Redemption]); w.takes[x.Redemption] == 0 {
			delete(w.takes, x.Redemption)
		}
	}
}

func cmpOr(a, b loyalty.Points) loyalty.Points {
	if a != 0 {
		return a
	}
	return b
}

// draw draws an event; one that cannot be gives way to an order.
func (w *lawWorld) draw(rt *rapid.T, kind string) (loyalty.Event, string) {
	w.now = w.now.Add(time.Duration(lawAny(rt, "hours", []int{0, 0, 0, 1, 2, 7, 30})) * time.Hour)
	w.number++
	ev := loyalty.Event{ID: fmt.Sprintf("e%03d", w.number), At: w.now}
	if rapid.IntRange(0, 5).Draw(rt, "late") == 0 {
		ev.At = w.now.Add(-time.Duration(rapid.IntRange(0, 90).Draw(rt, "by")) * time.Hour)
		ev.Posted = lawAny(rt, "posted", []time.Time{{}, w.now, ev.At})
	}
	wallet := lawAny(rt, "wallet", []string{"", "", "limited"})
	have := w.account.Wallet(wallet).Balance(w.now).Available
	holds, takes, orders := slices.Sorted(maps.Keys(w.holds)), slices.Sorted(maps.Keys(w.takes)), slices.Sorted(maps.Keys(w.orders))
	holds = slices.DeleteFunc(holds, func(id string) bool { return w.over(id) })
	lots := w.account.Wallet(wallet).Lots(w.now)
	points := func(n loyalty.Points) loyalty.Points {
		return loyalty.Points(rapid.Int64Range(1, int64(n)).Draw(rt, "points"))
	}
	switch {
	case w.account.Closed() && kind != "cancel" && kind != "cancel order":
		if kind = "settle"; len(w.deeds) == 0 {
			kind = "close"
		}
	case (kind == "redeem" || kind == "hold" || kind == "deduct") && have == 0, (kind == "commit" || kind == "release") && len(holds) == 0,
		kind == "cancel" && len(takes) == 0, (kind == "edit" || kind == "cancel order" || kind == "raise again") && len(orders) == 0,
		(kind == "settle" || kind == "void") && len(w.deeds) == 0, kind == "extend" && len(lots) == 0:
		kind = "order"
	case kind == "enrol" && w.number > 3:
		kind = "edit"
		if len(orders) == 0 {
			kind = "order"
		}
	}
	switch kind {
	case "order":
		ev.Data = w.drawOrder(rt, fmt.Sprint("o", w.number))
	case "edit":
		ev.Data = w.drawOrder(rt, lawAny(rt, "order", orders))
	case "cancel order":
		ev.Data = loyalty.Order{ID: lawAny(rt, "order", orders)}
	case "raise again":
		o := w.orders[lawAny(rt, "order", orders)]
		o.Lines = append(slices.Clone(o.Lines), loyalty.Line{Amount: dec("5000")})
		ev.Data = o
	case "settle":
		d := lawAny(rt, "deed", w.deeds)
		ev.Data = loyalty.Settle{Kind: d.kind, Ref: d.ref}
	case "review", "visit":
		ref := fmt.Sprint(kind, rapid.IntRange(1, 3).Draw(rt, "ref"))
		ev.Data = loyalty.Activity{Kind: kind, Ref: ref, Amount: dec(fmt.Sprint(rapid.IntRange(0, 500).Draw(rt, "yen")))}
	case "void":
		d := lawAny(rt, "deed", w.deeds)
		if d.kind == "order" {
			ev.Data = loyalty.Order{ID: d.ref}
		} else {
			ev.Data = loyalty.Activity{Kind: d.kind, Ref: d.ref, Void: true}
		}
	case "redeem":
		n := points(have)
		if rapid.Bool().Draw(rt, "all") {
			n = have
		}
		ev.Data = loyalty.Redeem{Wallet: wallet, Points: n}
	case "hold":
		until := w.now.Add(time.Duration(lawAny(rt, "for", []int{1, 12, 100, 200})) * time.Hour)
		n := points(have)
		if rapid.Bool().Draw(rt, "all") {
			n = have
		}
		ev.Data = loyalty.Hold{Wallet: wallet, Points: n, Until: until}
	case "commit":
		id := lawAny(rt, "hold", holds)
		n := points(w.holds[id])
		if rapid.Bool().Draw(rt, "all") {
			n = 0
		}
		ev.Data = loyalty.Commit{Hold: id, Points: n}
	case "release":
		ev.Data = loyalty.Release{Hold: lawAny(rt, "hold", holds)}
	case "cancel":
		id := lawAny(rt, "redemption", takes)
		n := points(w.takes[id])
		if rapid.Bool().Draw(rt, "all") {
			n = 0
		}
		ev.Data = loyalty.Cancel{Redemption: id, Points: n}
	case "add":
		x := loyalty.Adjust{Wallet: wallet, Points: points(80), Reason: "by hand"}
		if rapid.Bool().Draw(rt, "closes") {
			x.Closes = ev.At.Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "in")) * time.Hour)
		}
		ev.Data = x
	case "deduct":
		ev.Data = loyalty.Adjust{Wallet: wallet, Points: -points(have)}
	case "extend":
		l := lawAny(rt, "lot", lots)
		ev.Data = loyalty.Extend{Lots: []uint64{l.Seq}, Closes: w.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "by")) * time.Hour)}
	case "extend all":
		x := loyalty.Extend{Wallet: wallet}
		if rapid.IntRange(0, 4).Draw(rt, "for ever") > 0 {
			x.Closes = w.now.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "by")) * time.Hour)
		}
		ev.Data = x
	case "enrol":
		ev.Data = loyalty.Enrol{Birthday: "02-29"}
	case "close":
		ev.Data = loyalty.Close{Reason: "moved away"}
	default:
		panic("no such kind: " + kind)
	}
	return ev, kind
}

// over reports whether a hold that events made is over by now.
func (w *lawWorld) over(id string) bool {
	_, err := w.engine.Decide(w.account, loyalty.Event{ID: "is it over", At: w.now, Data: loyalty.Release{Hold: id}})
	return errors.Is(err, loyalty.ErrOver)
}

// drawOrder draws up to three lines of an order.
func (w *lawWorld) drawOrder(rt *rapid.T, id string) loyalty.Order {
	o := loyalty.Order{ID: id, Settled: rapid.IntRange(0, 3).Draw(rt, "settled") == 0}
	for range lawAny(rt, "lines", []int{1, 1, 2, 3}) {
		o.Lines = append(o.Lines, loyalty.Line{
			Category: lawAny(rt, "category", []string{"tea", "cups"}),
			Amount:   dec(fmt.Sprint(rapid.IntRange(0, 9999).Draw(rt, "yen"))),
		})
	}
	return o
}
