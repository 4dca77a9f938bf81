package loyalty

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// handover is a transfer being decided.
type handover struct {
	Transfer
	from, to     *decider
	giver, taker *decider // of the points: in an undo, to gives and from takes
	undone       *cause   // the transfer to undo, in from; nil: none
	parts        []part
}

// part is points of one lot on their way.
type part struct {
	given  Entry // what the giver's entry says of the lot
	take   int   // of an undo: which of the lots that were sent
	points Points
}

// decide returns the account at fault beside an error.
func (t *handover) decide() (*decider, error) {
	for _, d := range [...]*decider{t.from, t.to} {
		if err := d.begin(); err != nil {
			return d, err
		}
	}
	if err := t.check(); err != nil {
		return t.from, err
	}
	t.giver, t.taker = t.from, t.to
	if t.Undo != "" {
		t.giver, t.taker = t.to, t.from
	}
	for _, d := range [...]*decider{t.from, t.to} {
		if !d.out.Duplicate && d.l.member.closed {
			return d, ErrClosed
		}
	}
	return t.move()
}

// check refuses what is no transfer between the two accounts.
func (t *handover) check() error {
	x, ok := t.from.ev.Data.(Transfer)
	t.Transfer = x
	switch {
	case !ok:
		return fmt.Errorf("%w: %T is not decided by Transfer", ErrEvent, t.from.ev.Data)
	case x.To != t.to.l.id:
		return fmt.Errorf("%w: a transfer to %.64q, not %.64q", ErrEvent, x.To, t.to.l.id)
	case x.To == t.from.l.id:
		return fmt.Errorf("%w: a transfer to the same account", ErrEvent)
	case x.Points < 0 || !utf8.ValidString(x.Wallet):
		return fmt.Errorf("%w: %d points of wallet %.64q", ErrEvent, x.Points, x.Wallet)
	}
	return nil
}

func (t *handover) move() (*decider, error) {
	g, k := t.giver, t.taker
	if g.out.Duplicate && k.out.Duplicate {
		return nil, nil
	}
	if !g.out.Duplicate && !k.out.Duplicate { // points are nowhere in between
		g.posted = max(g.posted, k.posted)
		k.posted = g.posted
	}
	if err := t.undo(); err != nil {
		return t.from, err
	}
	if err := t.choose(); err != nil {
		return g, err
	}
	if !g.out.Duplicate {
		t.give()
		g.finish()
	}
	if !k.out.Duplicate {
		if err := t.take(); err != nil {
			return k, err
		}
		k.finish()
	}
	return nil, nil
}

// undo finds the transfer to undo.
func (t *handover) undo() error {
	if t.Undo == "" {
		return nil
	}
	l := t.from.l
	i, known := l.causeOf[t.Undo]
	if known {
		t.undone = &l.causes[i]
	}
	if !known || !t.undone.sends || len(t.arrived()) != int(t.undone.takes[1]-t.undone.takes[0]) {
		return fmt.Errorf("%w: no transfer %.64q to %.64q", ErrUnknown, t.Undo, t.To)
	}
	t.Wallet = l.pools[t.undone.wallet].wallet
	return nil
}

// arrived returns the lots of to that came by the transfer to undo: one for
// each that it took, in the same order.
func (t *handover) arrived() (lots []int32) {
	for i := range t.to.l.origins {
		if o := &t.to.l.origins[i]; o.sent == t.Undo && o.from == t.from.l.id {
			lots = append(lots, int32(i))
		}
	}
	return lots
}

// choose settles which points move. Where one account has the event already,
// they are those that it tells of.
func (t *handover) choose() error {
	switch {
	case t.giver.out.Duplicate:
		return t.sentBefore()
	case t.taker.out.Duplicate:
		return t.takenBefore()
	case t.undone != nil:
		return t.goBack()
	}
	p := t.giver.pool(t.Wallet)
	have := p.available()
	n := t.Points
	if n == 0 {
		n = have
	}
	if have < n {
		return t.short(have, n)
	}
	for _, q := range p.allocate(n) {
		t.parts = append(t.parts, part{given: t.giver.sending(p, q.lot), points: q.n})
	}
	return nil
}

func (t *handover) short(have, need Points) error {
	return &Shortage{Wallet: t.Wallet, Have: have, Need: need, At: t.giver.posted.time()}
}

// sending says what the entry of a lot that is sent says of it.
func (d *decider) sending(p *pool, ord int32) Entry {
	l, o := p.find(ord), &d.l.origins[ord]
	return Entry{
		Op: OpSend, Wallet: p.wallet, Lot: o.seq, Edition: o.edition, Rule: o.rule,
		Opens: l.opens.time(), Closes: l.closes.time(),
	}
}

// goBack chooses what the receiver still has, the last to arrive first.
func (t *handover) goBack() error {
	lots := t.arrived()
	p := t.giver.pool(t.Wallet)
	have := Points(0)
	for _, ord := range lots {
		have += p.findOr(t.giver.l.lots[ord]).remaining
	}
	n := t.Points
	if n == 0 {
		n = have
	}
	if have < n {
		return t.short(have, n)
	}
	for i := len(lots) - 1; i >= 0 && n > 0; i-- {
		if k := min(n, p.findOr(t.giver.l.lots[lots[i]]).remaining); k > 0 {
			t.parts = append(t.parts, part{given: t.giver.sending(p, lots[i]), take: i, points: k})
			n -= k
		}
	}
	return nil
}

// told returns the entries by which an account tells of the event.
func (d *decider) told(ops ...Op) (own []Entry) {
	for _, page := range d.l.book() {
		for i := range page.entries {
			if e := &page.entries[i]; e.Cause == d.ev.ID && slices.Contains(ops, e.Op) {
				own = append(own, *e)
			}
		}
	}
	return own
}

// sentBefore chooses what the giver has sent already.
func (t *handover) sentBefore() error {
	lots := t.arrived()
	for _, e := range t.giver.told(OpSend) {
		t.taker.posted = max(t.taker.posted, instantOf(e.Posted))
		q := part{given: e, points: e.Points}
		if t.undone != nil {
			q.take = slices.IndexFunc(lots, func(ord int32) bool { return t.giver.l.origins[ord].seq == e.Lot })
		}
		if q.take < 0 {
			return ErrConflict
		}
		t.parts = append(t.parts, q)
	}
	return nil
}

// takenBefore chooses what the taker has already: the giver must still have it.
func (t *handover) takenBefore() error {
	told := t.taker.told(OpReceive, OpRestore, OpRegrant)
	for _, e := range told {
		t.giver.posted = max(t.giver.posted, instantOf(e.Posted))
	}
	p, need := t.giver.pool(t.Wallet), Points(0)
	for _, e := range told {
		ord, known := t.givenFor(&e)
		if !known {
			return ErrConflict
		}
		if need += e.Points; p.findOr(t.giver.l.lots[ord]).remaining < e.Points {
			return t.short(p.available(), need)
		}
		t.parts = append(t.parts, part{given: t.giver.sending(p, ord), points: e.Points})
	}
	return nil
}

// givenFor returns the giver's lot that an entry of the taker came out of, or
// false if that is another account's.
func (t *handover) givenFor(e *Entry) (int32, bool) {
	if t.undone == nil {
		ord, known := t.giver.l.ordOf(e.Lot)
		return ord, known && e.Ref == t.giver.l.id
	}
	taken := t.from.l.takes[t.undone.takes[0]:t.undone.takes[1]]
	i := slices.IndexFunc(taken, func(q portion) bool { return t.from.l.origins[q.lot].seq == e.Lot })
	if i < 0 {
		return 0, false
	}
	return t.arrived()[i], true
}

// give posts what leaves the giver.
func (t *handover) give() {
	p := t.giver.pool(t.Wallet)
	t.giver.entries = make([]Entry, 0, len(t.parts)+1)
	for _, q := range t.parts {
		ord, _ := t.giver.l.ordOf(q.given.Lot)
		p.send(ord, q.points)
		e := q.given
		e.Points, e.Ref = q.points, t.taker.l.id
		t.giver.post(e)
	}
}

// take posts what reaches the taker.
func (t *handover) take() error {
	d := t.taker
	p := d.pool(t.Wallet)
	d.entries = make([]Entry, 0, len(t.parts)+1)
	for _, q := range t.parts {
		if t.undone != nil {
			lot := d.l.takes[int(t.undone.takes[0])+q.take].lot
			d.giveBack(p, t.undone, lot, q.points)
			continue
		}
		if !p.fits(q.points) {
			return ErrOverflow
		}
		p.totals.received += q.points
		d.grant(p, Entry{
			Op: OpReceive, Wallet: p.wallet, Lot: q.given.Lot, Points: q.points, Ref: t.giver.l.id,
			Edition: q.given.Edition, Rule: q.given.Rule,
		}, instantOf(q.given.Opens), instantOrNever(q.given.Closes))
	}
	return nil
}
