package loyalty

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/retentionkit/retention"
)

// ledger is what the entries of an account add up to. It grows in place; an
// [Account] owns one and never changes it.
type ledger struct {
	id  string
	seq uint64
	now instant // when the last entry was posted

	pools   []pool
	lots    []lot // by ord; the pool has the newer version of those that are awake
	origins []origin
	awards  []award
	deeds   []deed
	deedOf  map[deedKey]int32
	causes  []cause
	causeOf map[string]int32
	takes   []portion // of redemptions, one after the other
	counts  []count   // by at
	ranks   []status
	booked  booking
	member  member

	line  int    // of the last entry; 0 after one that books what time has moved
	due   []memo // what time moved and no entry has told yet
	back  uint64 // of the last points that flowed back: the Seq of what had taken them
	pages *page
}

// memo is a movement in a wallet.
type memo struct {
	wallet int32
	movement
}

// cause is an event that was applied.
type cause struct {
	id     string
	digest int64
	since  uint64   // the Seq of its first entry, or of the hold that it commits
	wallet int32    // of what it took
	takes  [2]int32 // what it took: a range of ledger.takes
	holds  bool     // it made a hold
	sends  bool     // it was a transfer
}

type deedKey struct{ kind, ref string }

// deed is an order, or another thing that a member did and earned points by.
// What it deserves is always asked of the rules in force when it was first
// told, with the tier held then.
type deed struct {
	deedKey
	at            instant
	edition, tier string
	first         bool
	settled       instant // when it is final, as far as known
	told          instant // when a Settle first said so; never: not yet
	amount        retention.Amount
	awards        int32  // the last; -1: none
	version       uint64 // of a referral
	stood         uint64 // the Seq of when it was first told with something in it; 0: never
	yielded       bool   // it was the first, and another order that stands is now
}

// award is what one rule granted for one deed.
type award struct {
	deed, next int32
	wallet     int32
	lots       int32 // the last; -1: none
	rule       string
	posted     instant // when the first of it was granted
	net        Points  // what the deed deserves by the rule
	absorbed   Points  // lapsed points that were met a demand with
}

// count is an addition to a tier metric.
type count struct {
	metric string
	deed   int32 // -1: none
	at     instant
	opens  instant // when it counts, unless its deed is settled before; never: then only
	posted instant
	n      retention.Amount
}

// booking is the last change of tier that a memo has told.
type booking struct {
	tier string
	at   instant
}

// status is a tier given by hand.
type status struct {
	tier        string
	from, until instant
	posted      instant // when it begins: never before from
	exact       bool
	reason      string
}

// member is what the ledger knows of the person.
type member struct {
	enrolled instant
	told     instant // when that was posted
	joined   bool
	birthday string
	referrer string
	closed   bool
	orders   int // that stand
}

func newLedger(id string) *ledger {
	return &ledger{id: id, now: firstInstant, booked: booking{at: firstInstant}, deedOf: map[deedKey]int32{}, causeOf: map[string]int32{}}
}

// reserve makes room for what entries will add to a new ledger.
func (l *ledger) reserve(entries []Entry) {
	var n [len(opNames)]int
	causes := 0
	for i := range entries {
		if op := entries[i].Op; int(op) < len(n) {
			n[op]++
		}
		if entries[i].Line == 1 {
			causes++
		}
	}
	lots := n[OpGrant] + n[OpRegrant] + n[OpReceive]
	l.lots, l.origins = make([]lot, 0, lots), make([]origin, 0, lots)
	l.awards, l.counts = make([]award, 0, n[OpGrant]), make([]count, 0, n[OpCount])
	l.deeds, l.deedOf = make([]deed, 0, n[OpDeed]), make(map[deedKey]int32, n[OpDeed])
	l.causes, l.causeOf = make([]cause, 0, causes), make(map[string]int32, causes)
	l.takes = make([]portion, 0, n[OpSpend]+n[OpCommit]+n[OpSend])
}

// clone returns a ledger that can grow without l noticing.
func (l *ledger) clone() *ledger {
	c := *l
	c.pools = slices.Clone(l.pools)
	for i := range c.pools {
		c.pools[i] = c.pools[i].clone(&c, nil)
	}
	c.lots, c.origins = slices.Clone(l.lots), slices.Clone(l.origins)
	c.awards, c.deeds, c.deedOf = slices.Clone(l.awards), slices.Clone(l.deeds), maps.Clone(l.deedOf)
	c.causes, c.causeOf = slices.Clone(l.causes), maps.Clone(l.causeOf)
	c.takes, c.counts, c.ranks, c.due = slices.Clone(l.takes), slices.Clone(l.counts), slices.Clone(l.ranks), slices.Clone(l.due)
	return &c
}

// clone returns a pool of another ledger that changes by itself. Its lots are
// kept in room, as far as that suffices.
func (p *pool) clone(of *ledger, room []lot) pool {
	c := *p
	c.lots = append(room[:0], p.lots...)
	c.holds, c.claims, c.owed = slices.Clone(p.holds), slices.Clone(p.claims), slices.Clone(p.owed)
	c.heard, c.asleep = nil, of
	return c
}

// find returns the place of a wallet's pool, or -1.
func (l *ledger) find(wallet string) int32 {
	for i := range l.pools {
		if l.pools[i].wallet == wallet {
			return int32(i)
		}
	}
	return -1
}

// wallet returns the place of a wallet's pool, making one if need be.
func (l *ledger) wallet(name string) int32 {
	if i := l.find(name); i >= 0 {
		return i
	}
	l.pools = append(l.pools, pool{wallet: name, now: l.now, asleep: l})
	return int32(len(l.pools) - 1)
}

// advance lets time pass in all wallets, and keeps in mind what moved.
func (l *ledger) advance(to instant) {
	for i := range l.pools {
		p := &l.pools[i]
		if p.next() > to { // the commonest case
			p.now = max(p.now, to)
			continue
		}
		p.heard = func(m movement) { l.due = append(l.due, memo{int32(i), m}) }
		p.advance(to)
		p.heard = nil
	}
	l.now = max(l.now, to)
}

// tidy puts the lots that are done with to sleep, once they may be many.
func (p *pool) tidy() {
	if len(p.lots) < p.tidyAt {
		return
	}
	awake := p.lots[:0]
	for _, lot := range p.lots {
		if lot.remaining == 0 && lot.held == 0 {
			p.asleep.lots[lot.ord] = lot
		} else {
			awake = append(awake, lot)
		}
	}
	p.lots, p.tidyAt = awake, 16+2*len(awake)
}

// lot returns a lot as it is now.
func (l *ledger) lot(ord int32) lot {
	p := &l.pools[l.origins[ord].wallet]
	return *p.findOr(l.lots[ord])
}

// ordOf returns the place of the lot that the entry seq made.
func (l *ledger) ordOf(seq uint64) (int32, bool) {
	i, ok := slices.BinarySearchFunc(l.origins, seq, func(o origin, seq uint64) int {
		if o.seq < seq {
			return -1
		}
		return int(min(o.seq-seq, 1))
	})
	return int32(i), ok
}

// timeCause begins the causes of entries that time alone has brought.
const timeCause = "time@"

// apply adds an entry. After an error the ledger is of no more use.
func (l *ledger) apply(e *Entry) error {
	posted := instantOf(e.Posted)
	switch {
	case e.Account != l.id:
		return fmt.Errorf("%w: it is of account %.64q", ErrEntry, e.Account)
	case e.Seq != l.seq+1:
		return fmt.Errorf("%w: %d was to follow", ErrEntry, l.seq+1)
	case !usable(e.Posted) || posted < l.now:
		return fmt.Errorf("%w: posted at %v, before the entry above it", ErrEntry, e.Posted)
	case instantOf(e.At) > posted:
		return fmt.Errorf("%w: it happened at %v, after it was posted", ErrEntry, e.At)
	case e.Points < 0:
		return fmt.Errorf("%w: %d points", ErrEntry, e.Points)
	}
	later := posted > l.now
	if later || l.seq == 0 {
		l.advance(posted)
	}
	l.seq = e.Seq
	if strings.HasPrefix(e.Cause, timeCause) {
		l.line = 0
		return l.memo(e)
	}
	if err := l.follows(e, later); err != nil {
		return err
	}
	return l.move(e)
}

// follows makes sure that the entries of an event stand together, from line 1
// on, and are posted at once.
func (l *ledger) follows(e *Entry, later bool) error {
	n, apart := len(l.causes), false
	if l.line == 0 || l.causes[n-1].id != e.Cause {
		_, known := l.causeOf[e.Cause]
		apart = known || e.Line != 1
		l.causeOf[e.Cause] = int32(n)
		l.causes = append(l.causes, cause{id: e.Cause, digest: e.Digest, since: e.Seq, takes: [2]int32{int32(len(l.takes)), int32(len(l.takes))}})
	} else {
		apart = later || e.Line != l.line+1 || e.Digest != l.causes[n-1].digest
	}
	if apart {
		return fmt.Errorf("%w: line %d of cause %.64q stands apart", ErrEntry, e.Line, e.Cause)
	}
	l.line = e.Line
	return nil
}

// memo crosses an entry off that tells what time has moved.
func (l *ledger) memo(e *Entry) error {
	if e.Op == OpTier { // tiers follow from the rules; nothing but Due depends on it
		l.booked = booking{e.Tier, instantOf(e.At)}
		return nil
	}
	for i, m := range l.due {
		if p := &l.pools[m.wallet]; p.wallet == e.Wallet {
			if m.op != e.Op || m.n != e.Points || l.origins[m.lot].seq != e.Lot || m.at != instantOf(e.At) {
				break
			}
			l.due = slices.Delete(l.due, i, i+1)
			return nil
		}
	}
	return fmt.Errorf("%w: time did not bring %v of %d points of lot %d", ErrEntry, e.Op, e.Points, e.Lot)
}
