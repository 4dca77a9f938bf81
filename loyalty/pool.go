package loyalty

import (
	"cmp"
	"slices"
)

// pool is the points of one wallet, and the laws by which time moves them. It
// knows no rules and no events: it is what a fold and a decision share.
type pool struct {
	wallet string
	lots   []lot // those with points left or held, and some that are done with; in the order they are taken
	holds  []hold
	claims []claim
	owed   []claim // what debt is for, the oldest first
	debt   Points
	totals totals
	now    instant
	tidyAt int // the number of lots to tidy up at

	// heard is told what moves, if not nil.
	heard func(movement)
	// asleep finds lots that are not among lots any more.
	asleep *ledger
}

// totals are sums over all lots of a pool, and clawed has debts in it.
type totals struct{ earned, received, spent, sent, lapsed, clawed, held Points }

// movement is what an entry says about points.
type movement struct {
	op   Op
	at   instant
	lot  int32
	n    Points
	deed int32  // of OpClaw
	hold string // of OpUnhold
}

func (p *pool) tell(m movement) {
	if p.heard != nil {
		m.at = p.now
		p.heard(m)
	}
}

// find returns the lot with the given place in the ledger.
func (p *pool) find(ord int32) *lot {
	for i := range p.lots {
		if p.lots[i].ord == ord {
			return &p.lots[i]
		}
	}
	return p.insert(p.asleep.lots[ord])
}

// insert puts a lot where its turn is.
func (p *pool) insert(l lot) *lot {
	i, end := 0, len(p.lots)
	for i < end {
		if middle := int(uint(i+end) / 2); p.lots[middle].before(&l) {
			i = middle + 1
		} else {
			end = middle
		}
	}
	p.lots = slices.Insert(p.lots, i, l)
	return &p.lots[i]
}

// reorder puts a lot back in its turn after its times have changed.
func (p *pool) reorder(ord int32) {
	i := slices.IndexFunc(p.lots, func(l lot) bool { return l.ord == ord })
	l := p.lots[i]
	p.lots = slices.Delete(p.lots, i, i+1)
	p.insert(l)
}

// advance lets time pass up to and including an instant. At one instant holds
// time out first, then lots open and pay off debt, then lots close.
func (p *pool) advance(to instant) {
	for {
		next := p.next()
		if next > to {
			p.now = max(p.now, to)
			return
		}
		p.now = max(p.now, next)
		p.timeOut()
		p.settle()
		p.lapse()
	}
}

// next returns when time next moves something.
func (p *pool) next() instant {
	next := never
	for i := range p.lots {
		if p.lots[i].remaining > 0 {
			next = p.lots[i].closes // none closes sooner
			break
		}
	}
	for i := range p.holds {
		next = min(next, p.holds[i].until)
	}
	if p.debt > 0 {
		for i := range p.lots {
			if l := &p.lots[i]; l.remaining > 0 && l.opens > p.now && l.opens < l.closes {
				next = min(next, l.opens)
			}
		}
	}
	return next
}

// timeOut releases the holds whose time is over, the oldest first.
func (p *pool) timeOut() {
	for {
		due := -1
		for i := range p.holds {
			if h := &p.holds[i]; h.until <= p.now && (due < 0 || cmp.Or(cmp.Compare(h.until, p.holds[due].until), cmp.Compare(h.seq, p.holds[due].seq)) < 0) {
				due = i
			}
		}
		if due < 0 {
			return
		}
		h := p.holds[due]
		p.holds = slices.Delete(slices.Clone(p.holds), due, due+1)
		p.release(h)
	}
}

// release frees what is held, claims first. The hold itself must be gone.
func (p *pool) release(h hold) {
	for _, part := range h.parts {
		p.unhold(part.lot, part.n)
		p.tell(movement{op: OpUnhold, lot: part.lot, n: part.n, hold: h.id})
		p.recoup(part.lot, part.n, h.seq)
	}
}

// recoup meets claims from points that came back out of a hold or redemption
// made at seq: claims made since, but never older ones, for a redemption and
// its cancellation must be as if they had not been.
func (p *pool) recoup(ord int32, back Points, seq uint64) {
	if len(p.claims) == 0 {
		return
	}
	l := p.find(ord)
	p.claims = slices.Clone(p.claims)
	for i := range p.claims {
		c := &p.claims[i]
		if n := min(c.n, back, l.remaining); c.seq > seq && n > 0 {
			p.claw(ord, n)
			c.n -= n
			back -= n
			p.tell(movement{op: OpClaw, lot: ord, n: n, deed: c.deed})
		}
	}
	p.claims = slices.DeleteFunc(p.claims, func(c claim) bool { return c.n == 0 })
}

// settle pays off debt from what is open.
func (p *pool) settle() {
	for i := range p.lots {
		if p.debt == 0 {
			return
		}
		l := &p.lots[i]
		if n := min(p.debt, l.remaining); n > 0 && l.openAt(p.now) {
			p.repay(l.ord, n)
			p.tell(movement{op: OpRepay, lot: l.ord, n: n})
		}
	}
}

// lapse ends the lots that have closed. What of them is held stays so.
func (p *pool) lapse() {
	for i := range p.lots {
		l := &p.lots[i]
		if l.closes > p.now {
			return
		}
		if n := l.remaining; n > 0 {
			p.forfeit(l.ord, n)
			p.tell(movement{op: OpLapse, lot: l.ord, n: n})
		}
	}
}

// forfeitAll ends all lots, pending ones too.
func (p *pool) forfeitAll() {
	for i := range p.lots {
		if l := &p.lots[i]; l.remaining > 0 {
			n := l.remaining
			p.forfeit(l.ord, n)
			p.tell(movement{op: OpLapse, lot: l.ord, n: n})
		}
	}
}

// fits reports whether so many points more can be counted, granted or owed. No
// sum over the pool is larger than what it adds up.
func (p *pool) fits(n Points) bool {
	_, ok := (p.totals.earned + p.totals.received + p.debt).add(n)
	return ok
}

// available returns what can be taken now.
func (p *pool) available() (n Points) {
	for i := range p.lots {
		if l := &p.lots[i]; l.openAt(p.now) {
			n += l.remaining
		}
	}
	return n
}

// allocate returns the portions that n points are taken in, the soonest to
// close first. n must be available.
func (p *pool) allocate(n Points) (parts []portion) {
	for i := range p.lots {
		if n == 0 {
			break
		}
		if l := &p.lots[i]; l.remaining > 0 && l.openAt(p.now) {
			k := min(n, l.remaining)
			parts = append(parts, portion{l.ord, k})
			n -= k
		}
	}
	return parts
}

// The movements. Each takes what is there: who calls has looked.

func (p *pool) spend(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.spent += n
	p.totals.spent += n
}

func (p *pool) hold(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.held += n
	p.totals.held += n
}

func (p *pool) unhold(ord int32, n Points) {
	l := p.find(ord)
	l.held -= n
	l.remaining += n
	p.totals.held -= n
}

// comeBack returns what was spent, or sent, to its lot.
func (p *pool) comeBack(ord int32, n Points, sent bool) {
	p.moveOut(ord, n, sent)
	l := p.find(ord)
	l.granted += n
	l.remaining += n
}

// moveOut takes what was spent, or sent, out of a lot, for another lot to have
// it: nothing is earned anew.
func (p *pool) moveOut(ord int32, n Points, sent bool) {
	l := p.find(ord)
	l.granted -= n
	if sent {
		l.sent -= n
		p.totals.sent -= n
	} else {
		l.spent -= n
		p.totals.spent -= n
	}
}

func (p *pool) claw(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.clawed += n
	p.totals.clawed += n
}

func (p *pool) repay(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.repaid += n
	p.debt -= n
	p.owed, _ = lowered(p.owed, n, func(*claim) bool { return true })
}

func (p *pool) owe(deed int32, n Points) {
	p.owed = append(slices.Clip(p.owed), claim{deed: deed, n: n})
	p.debt += n
	p.totals.clawed += n
}

func (p *pool) forfeit(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.lapsed += n
	p.totals.lapsed += n
}

func (p *pool) send(ord int32, n Points) {
	l := p.find(ord)
	l.remaining -= n
	l.sent += n
	p.totals.sent += n
}

// unclaim lowers the claims for a deed by up to n, and returns what is left of
// n.
func (p *pool) unclaim(deed int32, n Points) (left Points) {
	p.claims, left = lowered(p.claims, n, func(c *claim) bool { return c.deed == deed })
	return left
}

// unowe lowers the debt for a deed by up to n, and returns what is left of n.
func (p *pool) unowe(deed int32, n Points) (left Points) {
	p.owed, left = lowered(p.owed, n, func(c *claim) bool { return c.deed == deed })
	p.debt -= n - left
	p.totals.clawed -= n - left
	return left
}

// lowered returns claims of which those that are meant are up to n less in all,
// the oldest first, and what is left of n.
func lowered(claims []claim, n Points, meant func(*claim) bool) ([]claim, Points) {
	claims = slices.Clone(claims)
	for i := range claims {
		if c := &claims[i]; meant(c) {
			k := min(c.n, n)
			c.n -= k
			n -= k
		}
	}
	return slices.DeleteFunc(claims, func(c claim) bool { return c.n == 0 }), n
}
