package loyalty_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// twin is the ledger as plainly as it can be written: no entries, no fold, one
// clock that ticks by the hour and looks at everything at every tick. It knows
// the rules of lawEdition by heart.
type twin struct {
	program loyalty.Program
	now     int64 // hours since lawStart
	number  int   // events so far
	lots    []twinLot
	holds   []twinHold
	claims  []twinClaim
	debts   []twinClaim               // the oldest first
	debt    map[string]loyalty.Points // by wallet
	owed    map[string]loyalty.Points // all that ever was debt
	deeds   map[lawDeed]twinDeed
	net     map[awardKey]loyalty.Points
	excused map[awardKey]loyalty.Points // demands that lapsed points have met
	takes   map[string]twinTake
	held    map[string]bool // every hold there ever was
	seen    map[string]string
	closed  bool
	turns   func(a, b *twinLot) int // which lot is taken first; nil: as it should be
}

type awardKey struct {
	deed         lawDeed
	rule, wallet string
}

type twinLot struct {
	wallet           string
	award            awardKey // with a deed only if one granted it
	edition, rule    string
	at, opens, close int64
	life             loyalty.Life

	granted, remaining, held, spent, lapsed, clawed, repaid loyalty.Points
}

type twinPart struct {
	lot int
	n   loyalty.Points
}

type twinHold struct {
	id, wallet string
	number     int
	until      int64
	parts      []twinPart
}

type twinTake struct {
	wallet string
	number int // of the redemption, or of the hold that it commits
	parts  []twinPart
}

type twinClaim struct {
	wallet string
	deed   lawDeed
	number int
	n      loyalty.Points
}

type twinDeed struct {
	at, settled, edition int64
	stands, begun        bool
}

const twinNever int64 = math.MaxInt64 / 2

func newTwin(p loyalty.Program) *twin {
	return &twin{
		program: p, now: -1 << 20, debt: map[string]loyalty.Points{}, owed: map[string]loyalty.Points{}, deeds: map[lawDeed]twinDeed{},
		net: map[awardKey]loyalty.Points{}, excused: map[awardKey]loyalty.Points{}, takes: map[string]twinTake{}, held: map[string]bool{}, seen: map[string]string{},
	}
}

func (w *twin) clone() *twin {
	c := *w
	c.lots, c.holds, c.claims = slices.Clone(w.lots), slices.Clone(w.holds), slices.Clone(w.claims)
	c.debt, c.owed, c.deeds, c.net, c.excused = maps.Clone(w.debt), maps.Clone(w.owed), maps.Clone(w.deeds), maps.Clone(w.net), maps.Clone(w.excused)
	c.takes, c.held, c.seen = maps.Clone(w.takes), maps.Clone(w.held), maps.Clone(w.seen)
	return &c
}

func twinHour(t time.Time) int64 {
	if t.IsZero() {
		return twinNever
	}
	d := t.Sub(lawStart)
	if d%time.Hour != 0 {
		panic("not on the hour")
	}
	return int64(d / time.Hour)
}

// tick lets an hour pass: holds time out, open points pay off debt, lots close.
func (w *twin) tick() {
	w.now++
	w.clock()
}

func (w *twin) clock() {
	slices.SortStableFunc(w.holds, func(a, b twinHold) int {
		return cmp.Or(cmp.Compare(a.until, b.until), cmp.Compare(a.number, b.number))
	})
	for len(w.holds) > 0 && w.holds[0].until <= w.now {
		h := w.holds[0]
		w.holds = w.holds[1:]
		w.free(h)
	}
	for _, wallet := range []string{"", "limited"} {
		for _, i := range w.turn(wallet) {
			l := &w.lots[i]
			n := min(l.remaining, w.debt[wallet])
			l.remaining, l.repaid = l.remaining-n, l.repaid+n
			w.debt[wallet] -= n
			w.debts = twinLess(w.debts, n, func(c twinClaim) bool { return c.wallet == wallet })
		}
	}
	for i := range w.lots {
		if l := &w.lots[i]; l.close <= w.now {
			l.lapsed, l.remaining = l.lapsed+l.remaining, 0
		}
	}
}

// turn returns the open lots of a wallet in the order they are taken.
func (w *twin) turn(wallet string) (open []int) {
	for i, l := range w.lots {
		if l.wallet == wallet && l.opens <= w.now && w.now < l.close {
			open = append(open, i)
		}
	}
	w.sort(open)
	return open
}

func (w *twin) sort(lots []int) {
	slices.SortFunc(lots, func(i, j int) int {
		a, b := &w.lots[i], &w.lots[j]
		if w.turns != nil {
			return cmp.Or(w.turns(a, b), i-j)
		}
		return cmp.Or(cmp.Compare(a.close, b.close), cmp.Compare(a.opens, b.opens), i-j)
	})
}

func (w *twin) available(wallet string) (n loyalty.Points) {
	for _, i := range w.turn(wallet) {
		n += w.lots[i].remaining
	}
	return n
}

// take takes points of open lots; where they go is the caller's affair.
func (w *twin) take(wallet string, n loyalty.Points) (parts []twinPart) {
	for _, i := range w.turn(wallet) {
		if k := min(n, w.lots[i].remaining); k > 0 {
			w.lots[i].remaining -= k
			parts, n = append(parts, twinPart{i, k}), n-k
		}
	}
	return parts
}

func (w *twin) free(h twinHold) {
	for _, p := range h.parts {
		w.lots[p.lot].held -= p.n
		w.lots[p.lot].remaining += p.n
		w.recoup(p.lot, p.n, h.number)
	}
}

// recoup meets claims made after points were taken from those points.
func (w *twin) recoup(lot int, back loyalty.Points, taken int) {
	for i := range w.claims {
		if c := &w.claims[i]; c.wallet == w.lots[lot].wallet && c.number > taken {
			n := min(c.n, back)
			c.n, back = c.n-n, back-n
			w.lots[lot].remaining -= n
			w.lots[lot].clawed += n
		}
	}
}

func (w *twin) editionAt(at int64) int64 {
	in := 0
	for i, ed := range w.program.Editions {
		if i > 0 && lawHour(at).Compare(ed.From) >= 0 {
			in = i
		}
	}
	return int64(in)
}

// twinClose is when a lot closes, with the calendar of package time alone.
func twinClose(life loyalty.Life, at, opens int64) int64 {
	if life.FromOpening {
		at = opens
	}
	s := life.Span
	if at == twinNever || s.IsZero() && life.Cycle.Months == 0 {
		return twinNever
	}
	if s.Months == 0 && s.Days == 0 && life.Cycle.Months == 0 {
		return at + int64(s.Exact/time.Hour)
	}
	y, m, d := lawHour(at).Add(s.Exact).In(tokyo).Date()
	if s.Months > 0 {
		m += time.Month(s.Months)
		d = min(d, time.Date(y, m+1, 0, 0, 0, 0, 0, tokyo).Day())
	}
	last := time.Date(y, m, d+s.Days, 0, 0, 0, 0, tokyo)
	if life.Cycle.Months == 1 {
		return twinHour(time.Date(last.Year(), last.Month()+1, 1, 0, 0, 0, 0, tokyo))
	}
	return twinHour(time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, tokyo))
}

// apply lives an event, or leaves everything as it is.
func (w *twin) apply(ev loyalty.Event) error {
	content := fmt.Sprintf("%v %T%+v", ev.At.UTC(), ev.Data, ev.Data)
	if was, known := w.seen[ev.ID]; known {
		if was != content {
			return loyalty.ErrConflict
		}
		return nil
	}
	at := twinHour(ev.At)
	posted := at
	if !ev.Posted.IsZero() {
		if posted = twinHour(ev.Posted); posted < at {
			return loyalty.ErrTime
		}
	}
	c := w.clone()
	if c.number == 0 {
		c.now = max(posted, c.now)
	}
	for c.now < posted {
		c.tick()
	}
	c.number++
	c.seen[ev.ID] = content
	if err := c.live(ev, at); err != nil {
		return err
	}
	c.clock()
	if c.closed {
		c.forfeit()
	}
	*w = *c
	return nil
}

func (w *twin) live(ev loyalty.Event, at int64) error {
	ed := w.program.Editions[w.editionAt(at)]
	switch x := ev.Data.(type) {
	case loyalty.Order:
		return w.deed(lawDeed{"order", x.ID}, at, x.Settled, twinStands(x), func(ed loyalty.Edition) map[string]loyalty.Points { return twinOrder(ed, x) })
	case loyalty.Activity:
		return w.deed(lawDeed{x.Kind, x.Ref}, at, true, !x.Void, func(loyalty.Edition) map[string]loyalty.Points { return twinActivity(x) })
	case loyalty.Settle:
		d, known := w.deeds[lawDeed{x.Kind, x.Ref}]
		if !known {
			return loyalty.ErrUnknown
		}
		w.settle(lawDeed{x.Kind, x.Ref}, max(at, d.at))
		return nil
	case loyalty.Redeem:
		parts, err := w.spendable(ed, x.Wallet, x.Points)
		for _, p := range parts {
			w.lots[p.lot].spent += p.n
		}
		w.takes[ev.ID] = twinTake{x.Wallet, w.number, parts}
		w.slide("redeem", at, len(w.lots))
		return err
	case loyalty.Hold:
		if twinHour(x.Until) <= w.now {
			return loyalty.ErrTime
		}
		parts, err := w.spendable(ed, x.Wallet, x.Points)
		for _, p := range parts {
			w.lots[p.lot].held += p.n
		}
		w.held[ev.ID] = true
		w.holds = append(w.holds, twinHold{ev.ID, x.Wallet, w.number, twinHour(x.Until), parts})
		return err
	case loyalty.Commit:
		if w.closed {
			return loyalty.ErrClosed
		}
		h, err := w.unhold(x.Hold)
		if err != nil {
			return err
		}
		spent, rest, err := twinSplit(h.parts, x.Points)
		for _, p := range spent {
			w.lots[p.lot].held -= p.n
			w.lots[p.lot].spent += p.n
		}
		h.parts = rest
		w.free(h)
		w.takes[ev.ID] = twinTake{h.wallet, h.number, spent}
		w.slide("redeem", at, len(w.lots))
		return err
	case loyalty.Release:
		h, err := w.unhold(x.Hold)
		w.free(h)
		return err
	case loyalty.Cancel:
		return w.cancel(ed, x, at)
	case loyalty.Adjust:
		return w.adjust(ed, x, at)
	case loyalty.Extend:
		return w.extend(x)
	case loyalty.Enrol:
		switch {
		case w.closed:
			return loyalty.ErrClosed
		case x.Birthday == "02-30":
			return loyalty.ErrEvent
		}
		return nil
	case loyalty.Close:
		if w.closed {
			return loyalty.ErrClosed
		}
		w.closed = true
		slices.SortStableFunc(w.holds, func(a, b twinHold) int { return cmp.Compare(a.number, b.number) })
		for _, h := range w.holds {
			w.free(h)
		}
		w.holds = nil
		return nil
	}
	panic("no such event")
}

// forfeit lets all points lapse that the member has.
func (w *twin) forfeit() {
	for i := range w.lots {
		l := &w.lots[i]
		l.lapsed, l.remaining = l.lapsed+l.remaining, 0
	}
}

func twinOrder(ed loyalty.Edition, o loyalty.Order) map[string]loyalty.Points {
	all, tea := loyalty.Points(0), loyalty.Points(0)
	for _, l := range o.Lines {
		all += loyalty.Points(l.Amount.IntPart())
		if l.Category == "tea" {
			tea += loyalty.Points(l.Amount.IntPart())
		}
	}
	earn := map[string]loyalty.Points{"base": all / 100 * loyalty.Points(ed.Earn[0].Award.IntPart()), "tea": tea / 150 * 2, "limited": all / 200}
	if len(ed.Earn) > 6 && all > 0 {
		earn["flat"] = 30
	}
	return earn
}

func twinActivity(x loyalty.Activity) map[string]loyalty.Points {
	switch {
	case x.Void:
		return nil
	case x.Kind == "review":
		return map[string]loyalty.Points{"review": 25}
	}
	return map[string]loyalty.Points{"visit": loyalty.Points(x.Amount.IntPart() / 10), "visited": 7}
}

// deed brings what was granted for a deed to what it deserves.
func (w *twin) deed(id lawDeed, at int64, settled, stands bool, deserves func(loyalty.Edition) map[string]loyalty.Points) error {
	d, known := w.deeds[id]
	if !known && w.closed {
		return loyalty.ErrClosed
	}
	if !d.begun {
		d = twinDeed{at: at, settled: twinNever, edition: w.editionAt(at)}
		switch s := w.program.Editions[d.edition].Settle; {
		case s.Days > 0:
			y, m, day := lawHour(at).In(tokyo).Date()
			d.settled = twinHour(time.Date(y, m, day+s.Days+1, 0, 0, 0, 0, tokyo))
		case !s.IsZero():
			d.settled = at + int64(s.Exact/time.Hour)
		}
		if settled {
			d.settled = at
		}
		w.deeds[id] = d
	} else if settled {
		w.settle(id, max(at, d.at))
		d = w.deeds[id]
	}
	old := len(w.lots)
	ed := w.program.Editions[d.edition]
	want := deserves(ed)
	for _, r := range ed.Earn {
		a := awardKey{id, r.ID, r.Wallet}
		if w.net[a] > want[r.ID] {
			w.lower(ed, a, w.net[a]-want[r.ID])
		}
	}
	for _, r := range ed.Earn {
		a := awardKey{id, r.ID, r.Wallet}
		if w.net[a] < want[r.ID] {
			if err := w.raise(ed, r, a, d, want[r.ID]-w.net[a]); err != nil {
				return err
			}
		}
	}
	if stands && !d.stands {
		w.slide(id.kind, at, old)
	}
	d.stands, d.begun = stands, d.begun || stands
	w.deeds[id] = d
	return nil
}

func (w *twin) lower(ed loyalty.Edition, a awardKey, n loyalty.Points) {
	w.net[a] -= n
	lapsed := -w.excused[a]
	for i := len(w.lots) - 1; i >= 0; i-- { // its own, the newest first
		if l := &w.lots[i]; l.award == a {
			k := min(n, l.remaining)
			l.remaining, l.clawed, n = l.remaining-k, l.clawed+k, n-k
			lapsed += l.lapsed
		}
	}
	k := min(n, lapsed)
	w.excused[a] += k
	n -= k
	if ed.Refund.Shortfall != loyalty.OwnLots {
		for _, p := range w.take(a.wallet, n) {
			w.lots[p.lot].clawed += p.n
			n -= p.n
		}
	}
	if ed.Refund.Shortfall == loyalty.Owe {
		w.debt[a.wallet] += n
		w.debts = append(slices.Clip(w.debts), twinClaim{wallet: a.wallet, deed: a.deed, n: n})
		w.owed[a.wallet] += n
	} else if n > 0 {
		w.claims = append(w.claims, twinClaim{a.wallet, a.deed, w.number, n})
	}
}

func (w *twin) raise(ed loyalty.Edition, r loyalty.EarnRule, a awardKey, d twinDeed, n loyalty.Points) error {
	w.net[a] += n
	for i := range w.claims {
		if c := &w.claims[i]; c.wallet == a.wallet && c.deed == a.deed {
			k := min(n, c.n)
			c.n, n = c.n-k, n-k
		}
	}
	same := func(c twinClaim) bool { return c.wallet == a.wallet && c.deed == a.deed }
	before := twinSum(w.debts, same)
	w.debts = twinLess(w.debts, min(n, before), same)
	undone := min(n, before)
	w.debt[a.wallet] -= undone
	w.owed[a.wallet] -= undone
	n -= undone
	if n == 0 {
		return nil
	}
	if w.closed {
		return loyalty.ErrClosed
	}
	life := ed.Life
	if r.Life != nil {
		life = *r.Life
	}
	opens := d.settled
	if life.AtOnce {
		opens = d.at
	}
	closes := twinClose(life, d.at, opens)
	for i := range w.lots {
		if w.lots[i].award == a {
			closes = max(closes, w.lots[i].close)
		}
	}
	w.lots = append(w.lots, twinLot{
		wallet: a.wallet, award: a, edition: ed.ID, rule: r.ID, at: d.at, opens: opens, close: closes,
		life: life, granted: n, remaining: n,
	})
	return nil
}

// settle makes a deed final, if it is not.
func (w *twin) settle(id lawDeed, at int64) {
	d := w.deeds[id]
	if d.settled <= at {
		return
	}
	d.settled = at
	w.deeds[id] = d
	for i := range w.lots {
		if l := &w.lots[i]; l.award.deed == id && l.opens > at && l.remaining > 0 {
			l.opens = at
			if l.life.FromOpening {
				l.close = twinClose(l.life, l.at, at)
			}
		}
	}
}

// slide starts the clock anew for lots that were there before.
func (w *twin) slide(kind string, at int64, old int) {
	for i := range w.lots[:old] {
		l := &w.lots[i]
		if !slices.Contains(l.life.Slides, kind) || l.remaining+l.held == 0 || l.close <= w.now || l.close == twinNever {
			continue
		}
		l.close = max(l.close, twinClose(l.life, at, at))
	}
}

func (w *twin) spendable(ed loyalty.Edition, wallet string, n loyalty.Points) ([]twinPart, error) {
	switch {
	case w.closed:
		return nil, loyalty.ErrClosed
	case n <= 0:
		return nil, loyalty.ErrEvent
	case wallet == "" && n < ed.Burn[0].Min:
		return nil, loyalty.ErrLimit
	case n > w.available(wallet):
		return nil, loyalty.ErrInsufficient
	}
	return w.take(wallet, n), nil
}

func (w *twin) unhold(id string) (twinHold, error) {
	for i, h := range w.holds {
		if h.id == id {
			w.holds = slices.Delete(w.holds, i, i+1)
			return h, nil
		}
	}
	if w.held[id] {
		return twinHold{}, loyalty.ErrOver
	}
	return twinHold{}, loyalty.ErrUnknown
}

// twinSplit splits n points, or all for 0, off the front.
func twinSplit(parts []twinPart, n loyalty.Points) (front, rest []twinPart, err error) {
	all := loyalty.Points(0)
	for _, p := range parts {
		all += p.n
	}
	if n == 0 {
		n = all
	}
	if n < 0 {
		return nil, nil, loyalty.ErrEvent
	}
	if n > all {
		return nil, nil, loyalty.ErrInsufficient
	}
	for _, p := range parts {
		k := min(n, p.n)
		if n -= k; k > 0 {
			front = append(front, twinPart{p.lot, k})
		}
		if k < p.n {
			rest = append(rest, twinPart{p.lot, p.n - k})
		}
	}
	return front, rest, nil
}

func (w *twin) cancel(ed loyalty.Edition, x loyalty.Cancel, at int64) error {
	t, known := w.takes[x.Redemption]
	if !known {
		return loyalty.ErrUnknown
	}
	backwards := slices.Clone(t.parts)
	slices.Reverse(backwards)
	back, left, err := twinSplit(backwards, x.Points)
	if err != nil {
		return err
	}
	slices.Reverse(left)
	w.takes[x.Redemption] = twinTake{t.wallet, t.number, left}
	burn := loyalty.BurnRule{}
	if t.wallet == "" {
		burn = ed.Burn[0]
	}
	grace := loyalty.Life{Span: burn.Grace}
	if grace.Span.IsZero() {
		grace.Span = retention.Span{Days: 14}
	}
	for _, p := range back {
		l := &w.lots[p.lot]
		l.spent -= p.n
		if l.close > w.now || burn.NoGrace {
			l.remaining += p.n
			w.recoup(p.lot, p.n, t.number)
			continue
		}
		again := *l
		l.granted -= p.n
		again.opens, again.close = w.now, twinClose(grace, w.now, w.now)
		again.granted, again.remaining, again.held, again.spent, again.lapsed, again.clawed, again.repaid = p.n, p.n, 0, 0, 0, 0, 0
		w.lots = append(w.lots, again)
		w.recoup(len(w.lots)-1, p.n, t.number)
	}
	return nil
}

func (w *twin) adjust(ed loyalty.Edition, x loyalty.Adjust, at int64) error {
	switch {
	case x.Points == 0:
		return loyalty.ErrEvent
	case w.closed:
		return loyalty.ErrClosed
	case x.Points < 0 && -x.Points > w.available(x.Wallet):
		return loyalty.ErrInsufficient
	case x.Points < 0:
		for _, p := range w.take(x.Wallet, -x.Points) {
			w.lots[p.lot].clawed += p.n
		}
		return nil
	}
	closes := twinClose(ed.Life, at, at)
	if !x.Closes.IsZero() {
		if closes = twinHour(x.Closes); closes <= at {
			return loyalty.ErrTime
		}
	}
	w.lots = append(w.lots, twinLot{
		wallet: x.Wallet, edition: ed.ID, at: at, opens: at, close: closes, life: ed.Life, granted: x.Points, remaining: x.Points,
	})
	return nil
}

func (w *twin) extend(x loyalty.Extend) error {
	for i := range w.lots {
		l := &w.lots[i]
		named := len(x.Lots) == 0 && l.wallet == x.Wallet || slices.Contains(x.Lots, uint64(i))
		if named && l.remaining+l.held > 0 && l.close > w.now {
			l.close = max(l.close, twinHour(x.Closes))
		}
	}
	for _, i := range x.Lots {
		if i >= uint64(len(w.lots)) {
			return loyalty.ErrUnknown
		}
	}
	return nil
}

// balance adds everything up.
func (w *twin) balance(wallet string) loyalty.Balance {
	b := loyalty.Balance{Debt: w.debt[wallet], Clawed: w.owed[wallet]}
	for _, l := range w.lots {
		if l.wallet != wallet {
			continue
		}
		if l.opens <= w.now {
			b.Available += l.remaining
		} else {
			b.Pending += l.remaining
		}
		b.Earned, b.Held, b.Spent, b.Lapsed, b.Clawed = b.Earned+l.granted, b.Held+l.held, b.Spent+l.spent, b.Lapsed+l.lapsed, b.Clawed+l.clawed
	}
	return b
}

func (w *twin) show(wallet string) (lots []loyalty.Lot) {
	var all []int
	for i, l := range w.lots {
		if l.wallet == wallet {
			all = append(all, i)
		}
	}
	w.sort(all)
	instant := func(h int64) time.Time {
		if h == twinNever {
			return time.Time{}
		}
		return lawHour(h).UTC()
	}
	for _, i := range all {
		l := &w.lots[i]
		lots = append(lots, loyalty.Lot{
			At: instant(l.at), Kind: l.award.deed.kind, Ref: l.award.deed.ref, Edition: l.edition, Rule: l.rule, Opens: instant(l.opens), Closes: instant(l.close),
			Granted: l.granted, Remaining: l.remaining, Held: l.held, Spent: l.spent, Lapsed: l.lapsed, Clawed: l.clawed, Repaid: l.repaid,
		})
	}
	return lots
}

// twinLess takes n from claims that are meant, the oldest first.
func twinLess(claims []twinClaim, n loyalty.Points, meant func(twinClaim) bool) []twinClaim {
	claims = slices.Clone(claims)
	for i := range claims {
		if c := &claims[i]; meant(*c) {
			k := min(n, c.n)
			c.n, n = c.n-k, n-k
		}
	}
	return claims
}

func twinSum(claims []twinClaim, meant func(twinClaim) bool) (n loyalty.Points) {
	for _, c := range claims {
		if meant(c) {
			n += c.n
		}
	}
	return n
}

// twinStands reports whether an order has something in it.
func twinStands(o loyalty.Order) bool {
	for _, l := range o.Lines {
		if l.Amount.GreaterThan(l.Discount) {
			return true
		}
	}
	return false
}
