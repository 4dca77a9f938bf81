package loyalty

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Decide runs the rules on an event and changes nothing: it returns the entries
// that the event causes, and why. To store them is to accept the event; to
// append them to the account gives the account after it.
//
// An event that is not valid or not allowed is refused with an [*Error], which wraps
// what callers branch on: a [*Shortage], a [*Limit], [ErrConflict] and the others. An
// event that was applied before is not an error: its [Decision] is a Duplicate.
func (e *Engine) Decide(a Account, ev Event) (Decision, error) {
	return e.decide(a.ledger(), &ev)
}

// Apply is [Engine.Decide] and [Account.Append].
func (e *Engine) Apply(a Account, ev Event) (Account, Decision, error) {
	d, err := e.Decide(a, ev)
	if err != nil || d.Duplicate {
		return a, d, err
	}
	next, err := a.Append(d.Entries...)
	return next, d, err
}

// decider is one decision being made. The ledger is not changed; wallets that
// the event touches are copied.
type decider struct {
	e          *Engine
	l          *ledger
	ev         *Event
	at, posted instant
	digest     int64
	wallets    []pool
	entries    []Entry
	made       []uint64 // the Seq of new lots
	newPoints  Points   // granted by all entries so far
	out        Decision

	// One allocation for what most decisions need.
	scene       scene
	ticket      ticket
	walletsRoom [1]pool
	madeRoom    [8]uint64
	lots        []lot  // for the first wallet, if not nil
	stepRoom    []Step // for the steps
}

func (e *Engine) decide(l *ledger, ev *Event) (Decision, error) {
	d := e.decider(l, ev)
	if err := d.decide(); err != nil {
		return Decision{}, &Error{l.id, ev.ID, err}
	}
	d.out.Entries = d.entries
	return d.out, nil
}

func (e *Engine) decider(l *ledger, ev *Event) *decider {
	d := &decider{e: e, l: l, ev: ev}
	d.wallets, d.made = d.walletsRoom[:0], d.madeRoom[:0]
	return d
}

func (d *decider) decide() error {
	if err := d.begin(); err != nil || d.out.Duplicate {
		return err
	}
	if err := d.dispatch(); err != nil {
		return err
	}
	d.finish()
	return nil
}

// begin checks what is common to all events.
func (d *decider) begin() error {
	ev := d.ev
	switch {
	case d.l.id == "":
		return fmt.Errorf("%w: an account without an ID, such as the zero Account: NewAccount gives it one", ErrUnknown)
	case ev.ID == "" || !utf8.ValidString(ev.ID) || strings.HasPrefix(ev.ID, timeCause) || strings.HasPrefix(ev.ID, quoteID):
		return fmt.Errorf("%w: its ID is empty, reserved or not UTF-8", ErrEvent)
	case !isData(ev.Data):
		return fmt.Errorf("%w: its data is %T", ErrEvent, ev.Data)
	}
	if err := d.timing(); err != nil {
		return err
	}
	d.digest = ev.fingerprint()
	if i, known := d.l.causeOf[ev.ID]; known {
		if d.l.causes[i].digest != d.digest {
			return ErrConflict
		}
		d.out.Duplicate = true
	}
	return nil
}

// isData reports whether data is what it looks like: a pointer to it, which may
// be nil, is not.
func isData(data Data) bool {
	switch data.(type) {
	case Order, Activity, Referral, Settle, Redeem, Hold, Commit, Release, Cancel, Adjust, Extend, Transfer, SetTier, Enrol, Close:
		return true
	}
	return false
}

// timing reads when the event happened and when it is posted.
func (d *decider) timing() error {
	ev := d.ev
	switch {
	case !usable(ev.At):
		return fmt.Errorf("%w: it happened at %v", ErrTime, ev.At)
	case !ev.Posted.IsZero() && (!usable(ev.Posted) || instantOf(ev.Posted) < instantOf(ev.At)):
		return fmt.Errorf("%w: it happened at %v and was posted at %v", ErrTime, ev.At, ev.Posted)
	}
	d.at, d.posted = instantOf(ev.At), max(instantOf(ev.At), d.l.now)
	if !ev.Posted.IsZero() {
		d.posted = max(instantOf(ev.Posted), d.l.now)
	}
	return nil
}

func (d *decider) dispatch() error {
	switch x := d.ev.Data.(type) {
	case Order:
		return d.order(&x)
	case Activity:
		return d.activity(&x)
	case Referral:
		return d.referral(&x)
	case Settle:
		return d.settle(x)
	case Redeem:
		return d.redeem(x)
	case Hold:
		return d.hold(x)
	case Commit:
		return d.commit(x)
	case Release:
		return d.release(x)
	case Cancel:
		return d.cancel(x)
	case Adjust:
		return d.adjust(x)
	case Extend:
		return d.extend(x)
	case SetTier:
		return d.setTier(x)
	case Enrol:
		return d.enrol(x)
	case Close:
		return d.close(x)
	}
	return fmt.Errorf("%w: a transfer changes two accounts: Engine.Transfer decides it, not Decide", ErrEvent)
}

// finish lets open points pay off debt, and what came back to a closed lot or
// account lapse.
func (d *decider) finish() {
	for i := range d.wallets {
		if p := &d.wallets[i]; p.copied() && (p.debt > 0 || p.next() <= p.now || d.l.member.closed) {
			p.heard = d.hear(p.wallet)
			p.settle()
			p.lapse()
			if d.l.member.closed {
				p.forfeitAll()
			}
			p.heard = nil
		}
	}
	if len(d.entries) == 0 {
		d.post(Entry{Op: OpNote})
	}
}

// copied reports whether a wallet of a decision was touched: until then there is
// an empty place for it.
func (p *pool) copied() bool { return p.asleep != nil }

// hear writes movements down as entries of the event.
func (d *decider) hear(wallet string) func(movement) {
	return func(m movement) {
		e := Entry{Op: m.op, Wallet: wallet, Lot: d.seqOf(m.lot), Points: m.n, Ref: m.hold}
		if m.op == OpClaw {
			e.Kind, e.Ref = d.keyOf(m.deed)
		}
		d.post(e)
	}
}

// post adds an entry of the event.
func (d *decider) post(e Entry) *Entry {
	next := d.next(e.Op)
	e.Account, e.Seq, e.Cause, e.Line, e.Digest, e.Posted = next.Account, next.Seq, next.Cause, next.Line, next.Digest, next.Posted
	if e.At.IsZero() {
		e.At = next.At
	}
	*next = e
	return next
}

// next adds an entry of the event that its caller fills in.
func (d *decider) next(op Op) *Entry {
	d.entries = append(d.entries, Entry{})
	e := &d.entries[len(d.entries)-1]
	e.Account, e.Seq = d.l.id, d.l.seq+uint64(len(d.entries))
	e.Cause, e.Line, e.Digest = d.ev.ID, len(d.entries), d.digest
	e.Op, e.At, e.Posted = op, d.at.time(), d.posted.time()
	return e
}

// walletOf returns the place of a wallet, which may be a new one.
func (d *decider) walletOf(name string) int32 {
	if i := d.l.find(name); i >= 0 {
		return i
	}
	for i := len(d.l.pools); i < len(d.wallets); i++ {
		if d.wallets[i].wallet == name {
			return int32(i)
		}
	}
	return int32(max(len(d.l.pools), len(d.wallets)))
}

// pool returns a copy of a wallet's pool, as it is when the event is posted.
func (d *decider) pool(name string) *pool {
	i := int(d.walletOf(name))
	for len(d.wallets) <= i {
		d.wallets = append(d.wallets, pool{})
	}
	if p := &d.wallets[i]; p.copied() {
		return p
	}
	if i < len(d.l.pools) {
		p := &d.l.pools[i]
		d.wallets[i] = p.clone(d.l, slices.Grow(d.lots[:0], len(p.lots)+roomForLots))
		d.lots = nil
	} else {
		d.wallets[i] = pool{wallet: name, asleep: d.l, now: d.l.now}
	}
	d.wallets[i].advance(d.posted)
	return &d.wallets[i]
}

// roomForLots is how many lots a decision may add to a wallet without moving the
// others.
const roomForLots = 4

// seqOf returns the Seq of the entry that made a lot.
func (d *decider) seqOf(ord int32) uint64 {
	if n := len(d.l.origins); int(ord) >= n {
		return d.made[int(ord)-n]
	}
	return d.l.origins[ord].seq
}

// keyOf returns the kind and ID of a deed of the ledger.
func (d *decider) keyOf(deed int32) (kind, ref string) {
	k := &d.l.deeds[deed].deedKey
	return k.kind, k.ref
}

// grant opens a new lot in a pool.
func (d *decider) grant(p *pool, e Entry, opens, closes instant) {
	e.Opens, e.Closes = opens.time(), closes.time()
	posted := d.post(e)
	if e.Op == OpGrant {
		posted.Lot = posted.Seq
		p.totals.earned += e.Points
	}
	ord := int32(len(d.l.origins) + len(d.made))
	d.made = append(d.made, posted.Seq)
	p.insert(lot{ord: ord, award: -1, opens: opens, closes: closes, granted: e.Points, remaining: e.Points})
}

// closed refuses what a closed account cannot do any more.
func (d *decider) closed() error {
	if d.l.member.closed {
		return ErrClosed
	}
	return nil
}

func (d *decider) time(t time.Time, what string) error {
	if !usable(t) {
		return fmt.Errorf("%w: %s at %v", ErrTime, what, t)
	}
	return nil
}
