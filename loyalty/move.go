package loyalty

import (
	"fmt"
	"slices"

	"github.com/retentionkit/retention"
)

// move does what an entry says.
func (l *ledger) move(e *Entry) error {
	switch e.Op {
	case OpNote:
		return nil
	case OpDeed:
		return l.setDeed(e)
	case OpSettle:
		d, err := l.deed(e)
		if err == nil {
			of := &l.deeds[d]
			of.settled = instantOf(e.Opens)
			of.told = min(of.told, max(instantOf(e.Posted), of.settled))
		}
		return err
	case OpGrant, OpRegrant, OpReceive:
		return l.grant(e)
	case OpCount:
		return l.count(e)
	case OpTier:
		l.ranks = append(l.ranks, status{
			tier: e.Tier, from: instantOf(e.At), until: instantOrNever(e.Closes), posted: instantOf(e.Posted), exact: e.First, reason: e.Reason,
		})
		return nil
	case OpEnrol:
		m := &l.member
		if !m.joined {
			m.enrolled, m.told, m.joined = instantOf(e.At), instantOf(e.Posted), true
		}
		m.referrer, m.birthday = e.Ref, e.Reason
		return nil
	case OpClose:
		l.member.closed = true
		return nil
	case OpAbsorb, OpClaim, OpUnclaim, OpOwe, OpUnowe:
		return l.demand(e)
	}
	return l.moveLot(e)
}

func (l *ledger) setDeed(e *Entry) error {
	amount, err := retention.NewAmount(e.Quantity)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEntry, err)
	}
	key := deedKey{e.Kind, e.Ref}
	i, known := l.deedOf[key]
	if !known {
		i = int32(len(l.deeds))
		l.deedOf[key] = i
		l.deeds = append(l.deeds, deed{
			deedKey: key, at: instantOf(e.At), edition: e.Edition, tier: e.Tier, first: e.First, settled: instantOrNever(e.Opens), told: never, awards: -1,
		})
	}
	d := &l.deeds[i]
	if known && !d.begun() {
		d.at, d.edition, d.tier, d.settled = instantOf(e.At), e.Edition, e.Tier, instantOrNever(e.Opens)
	}
	if d.stood == 0 && amount.Sign() > 0 {
		d.stood = e.Seq
	}
	if e.Kind == ReferralKind {
		d.settled = instantOrNever(e.Opens)
		d.told = min(d.told, max(instantOf(e.Posted), d.settled))
	}
	if e.Kind == OrderKind {
		l.member.orders += stands(amount) - stands(d.amount)
	}
	d.yielded, d.first = d.first && !e.First, d.first || e.First
	d.amount, d.version = amount, max(d.version, e.Lot)
	return nil
}

// begun reports whether the deed was ever told with something in it. Until then
// what was true when it was told does not matter.
func (d *deed) begun() bool { return d.stood > 0 || d.awards >= 0 }

// stands is 1 for an order that has something left of it.
func stands(amount retention.Amount) int { return max(amount.Sign(), 0) }

// deed returns the place of the deed that an entry is about.
func (l *ledger) deed(e *Entry) (int32, error) {
	if n := len(l.deeds); n > 0 && l.deeds[n-1].ref == e.Ref && l.deeds[n-1].kind == e.Kind {
		return int32(n - 1), nil // most entries follow their deed's
	}
	i, ok := l.deedOf[deedKey{e.Kind, e.Ref}]
	if !ok {
		return 0, fmt.Errorf("%w: no %s %.64q before it", ErrEntry, e.Kind, e.Ref)
	}
	return i, nil
}

// ruled is deed for an entry that must name a rule too: a claw without one is
// for a claim.
func (l *ledger) ruled(e *Entry) (int32, error) {
	if e.Rule == "" {
		return 0, fmt.Errorf("%w: %v for a deed without a rule", ErrEntry, e.Op)
	}
	return l.deed(e)
}

// award returns what a rule has granted for a deed in a wallet, adding an
// account of it if there is none.
func (l *ledger) award(deed int32, rule string, wallet int32) int32 {
	if i := l.findAward(deed, rule, wallet); i >= 0 {
		return i
	}
	i := int32(len(l.awards))
	l.awards = append(l.awards, award{deed: deed, next: l.deeds[deed].awards, wallet: wallet, lots: -1, rule: rule, posted: l.now})
	l.deeds[deed].awards = i
	return i
}

func (l *ledger) findAward(deed int32, rule string, wallet int32) int32 {
	i := l.deeds[deed].awards
	for i >= 0 && (l.awards[i].wallet != wallet || l.awards[i].rule != rule) {
		i = l.awards[i].next
	}
	return i
}

// grant adds a lot.
func (l *ledger) grant(e *Entry) error {
	w := l.wallet(e.Wallet)
	new := lot{
		ord: int32(len(l.lots)), award: -1, opens: instantOrNever(e.Opens), closes: instantOrNever(e.Closes),
		granted: e.Points, remaining: e.Points,
	}
	from := origin{seq: e.Seq, at: instantOf(e.At), wallet: w, next: -1, edition: e.Edition, rule: e.Rule}
	p := &l.pools[w]
	if e.Op != OpRegrant && !p.fits(e.Points) {
		return ErrOverflow
	}
	switch e.Op {
	case OpReceive:
		from.from, from.sent = e.Ref, e.Cause
		p.totals.received += e.Points
	case OpRegrant:
		old, err := l.lotOf(e, w)
		if err != nil {
			return err
		}
		c, err := l.backFrom(e, old)
		if err != nil {
			return err
		}
		p.moveOut(old.ord, e.Points, c.sends)
		new.award = old.award
		from.at, from.edition, from.rule = l.origins[old.ord].at, l.origins[old.ord].edition, l.origins[old.ord].rule
	case OpGrant:
		p.totals.earned += e.Points
		if e.Kind != "" {
			d, err := l.ruled(e)
			if err != nil {
				return err
			}
			new.award = l.award(d, e.Rule, w)
			l.awards[new.award].net += e.Points
		}
	}
	if new.award >= 0 {
		a := &l.awards[new.award]
		from.next, a.lots = a.lots, new.ord
	}
	l.lots, l.origins = append(l.lots, new), append(l.origins, from)
	p.tidy()
	p.insert(new)
	return nil
}

// demand writes down what became of points that were to be taken back, beside
// those that were.
func (l *ledger) demand(e *Entry) error {
	w := l.wallet(e.Wallet)
	p := &l.pools[w]
	d, err := l.ruled(e)
	if err != nil {
		return err
	}
	a := &l.awards[l.award(d, e.Rule, w)]
	if e.Op == OpUnclaim || e.Op == OpUnowe {
		give := p.unclaim
		if e.Op == OpUnowe {
			give = p.unowe
		}
		a.net += e.Points
		if left := give(d, e.Points); left > 0 {
			return tooMuch(e, e.Points-left)
		}
		return nil
	}
	if a.net < e.Points {
		return tooMuch(e, a.net)
	}
	a.net -= e.Points
	switch e.Op {
	case OpAbsorb:
		a.absorbed += e.Points
	case OpClaim:
		p.claims = append(p.claims, claim{d, e.Points, e.Seq})
	case OpOwe:
		if !p.fits(e.Points) {
			return ErrOverflow
		}
		p.owe(d, e.Points)
	}
	return nil
}

func (l *ledger) count(e *Entry) error {
	n, err := retention.NewAmount(e.Quantity)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrEntry, err)
	}
	c := count{metric: e.Metric, deed: -1, at: instantOf(e.At), opens: instantOrNever(e.Opens), posted: instantOf(e.Posted), n: n}
	if e.Kind != "" {
		if c.deed, err = l.deed(e); err != nil {
			return err
		}
	}
	i := len(l.counts)
	for i > 0 && l.counts[i-1].at > c.at { // of a late event, or a correction
		i--
	}
	l.counts = slices.Insert(l.counts, i, c)
	return nil
}

// lotOf returns the lot that an entry is about, awake.
func (l *ledger) lotOf(e *Entry, wallet int32) (*lot, error) {
	ord, ok := l.ordOf(e.Lot)
	if !ok || l.origins[ord].wallet != wallet {
		return nil, fmt.Errorf("%w: no lot %d in wallet %.64q", ErrEntry, e.Lot, e.Wallet)
	}
	return l.pools[wallet].find(ord), nil
}

func tooMuch(e *Entry, have Points) error {
	return fmt.Errorf("%w: %v of %d points where there are %d", ErrEntry, e.Op, e.Points, have)
}

// moveLot does what an entry says about one lot.
func (l *ledger) moveLot(e *Entry) error {
	w := l.wallet(e.Wallet)
	p := &l.pools[w]
	lot, err := l.lotOf(e, w)
	if err != nil {
		return err
	}
	switch e.Op {
	case OpOpen, OpExtend:
		if lot.closes = instantOrNever(e.Closes); e.Op == OpOpen {
			lot.opens = instantOrNever(e.Opens)
		}
		p.reorder(lot.ord)
		return nil
	case OpRestore:
		return l.giveBack(e, p, lot)
	case OpUnhold, OpCommit:
		if l.back, err = p.unpart(e, lot.ord); err != nil {
			return err
		}
		p.unhold(lot.ord, e.Points)
		if e.Op == OpUnhold {
			return nil
		}
	}
	if lot.remaining < e.Points {
		return tooMuch(e, lot.remaining)
	}
	return l.takeOut(e, p, w, lot.ord)
}

// takeOut moves points out of what remains of a lot.
func (l *ledger) takeOut(e *Entry, p *pool, wallet, ord int32) error {
	c := &l.causes[len(l.causes)-1]
	switch e.Op {
	case OpSpend:
		p.spend(ord, e.Points)
		l.take(c, wallet, ord, e.Points)
	case OpCommit:
		p.spend(ord, e.Points)
		l.take(c, wallet, ord, e.Points)
		c.since = l.back
	case OpSend:
		p.send(ord, e.Points)
		l.take(c, wallet, ord, e.Points)
		c.sends = true
	case OpHold:
		p.hold(ord, e.Points)
		p.holdMore(e, ord)
		c.holds, c.wallet = true, wallet
	case OpClaw:
		p.claw(ord, e.Points)
		return l.clawed(e, p)
	case OpRepay:
		if p.debt < e.Points {
			return tooMuch(e, p.debt)
		}
		p.repay(ord, e.Points)
	case OpLapse:
		p.forfeit(ord, e.Points)
	default:
		return fmt.Errorf("%w: %v", ErrEntry, e.Op)
	}
	return nil
}

// take notes what a redemption or transfer took, for it may be cancelled.
func (l *ledger) take(c *cause, wallet, ord int32, n Points) {
	l.takes = append(l.takes, portion{ord, n})
	c.wallet, c.takes[1] = wallet, int32(len(l.takes))
}

func (p *pool) holdMore(e *Entry, ord int32) {
	if n := len(p.holds); n > 0 && p.holds[n-1].id == e.Cause {
		h := &p.holds[n-1]
		h.parts = append(slices.Clip(h.parts), portion{ord, e.Points})
		return
	}
	p.holds = append(p.holds, hold{e.Cause, e.Seq, instantOrNever(e.Closes), []portion{{ord, e.Points}}})
}

// unpart takes points out of the hold that an entry names, and returns the Seq
// of that.
func (p *pool) unpart(e *Entry, ord int32) (since uint64, err error) {
	for i := range p.holds {
		h := &p.holds[i]
		if h.id != e.Ref {
			continue
		}
		parts := slices.Clone(h.parts)
		for j := range parts {
			if parts[j].lot == ord && parts[j].n >= e.Points {
				parts[j].n -= e.Points
				h.parts = slices.DeleteFunc(parts, func(q portion) bool { return q.n == 0 })
				since := h.seq
				if len(h.parts) == 0 {
					p.holds = slices.Delete(p.holds, i, i+1)
				}
				return since, nil
			}
		}
	}
	return 0, fmt.Errorf("%w: hold %.64q has no %d points of lot %d", ErrEntry, e.Ref, e.Points, e.Lot)
}

// giveBack returns spent or sent points to their lot.
func (l *ledger) giveBack(e *Entry, p *pool, lot *lot) error {
	c, err := l.backFrom(e, lot)
	if err == nil {
		p.comeBack(lot.ord, e.Points, c.sends)
	}
	return err
}

// backFrom strikes points out of what the redemption or transfer took that they
// come back from.
func (l *ledger) backFrom(e *Entry, lot *lot) (*cause, error) {
	c, err := l.taker(e)
	if err != nil {
		return nil, err
	}
	gone := lot.spent
	if c.sends {
		gone = lot.sent
	}
	if gone < e.Points {
		return nil, tooMuch(e, gone)
	}
	return c, l.untake(e)
}

func (l *ledger) taker(e *Entry) (*cause, error) {
	i, ok := l.causeOf[e.Ref]
	if !ok {
		return nil, fmt.Errorf("%w: no redemption %.64q before it", ErrEntry, e.Ref)
	}
	return &l.causes[i], nil
}

// untake strikes points out of what a redemption took, the last first.
func (l *ledger) untake(e *Entry) error {
	c, err := l.taker(e)
	if err != nil {
		return err
	}
	for i := c.takes[1] - 1; i >= c.takes[0]; i-- {
		if t := &l.takes[i]; l.origins[t.lot].seq == e.Lot && t.n >= e.Points {
			t.n -= e.Points
			l.back = c.since
			return nil
		}
	}
	return fmt.Errorf("%w: redemption %.64q has no %d points of lot %d", ErrEntry, e.Ref, e.Points, e.Lot)
}

// clawed writes down what points were taken for: what a rule had granted for a
// deed, a claim, or nothing at all.
func (l *ledger) clawed(e *Entry, p *pool) error {
	if e.Kind == "" {
		return nil
	}
	d, err := l.deed(e)
	if err != nil {
		return err
	}
	if e.Rule != "" {
		a := &l.awards[l.award(d, e.Rule, l.wallet(e.Wallet))]
		if a.net < e.Points {
			return tooMuch(e, a.net)
		}
		a.net -= e.Points
		return nil
	}
	var n Points
	p.claims, n = lowered(p.claims, e.Points, func(c *claim) bool { return c.deed == d && c.seq > l.back })
	if n > 0 {
		return tooMuch(e, e.Points-n)
	}
	return nil
}
