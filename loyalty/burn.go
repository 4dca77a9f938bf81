package loyalty

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// redeem spends points.
func (d *decider) redeem(x Redeem) error {
	if !utf8.ValidString(x.Order) {
		return fmt.Errorf("%w: an order that is not UTF-8", ErrEvent)
	}
	parts, err := d.takeable(x.Wallet, x.Points, x.Total)
	if err != nil {
		return err
	}
	p := d.pool(x.Wallet)
	d.entries = slices.Grow(d.entries, len(parts))
	for _, part := range parts {
		p.spend(part.lot, part.n)
		d.post(Entry{Op: OpSpend, Wallet: x.Wallet, Lot: d.seqOf(part.lot), Points: part.n, Ref: x.Order})
	}
	d.slideFor(RedeemKind)
	return nil
}

// hold sets points aside.
func (d *decider) hold(x Hold) error {
	if err := d.time(x.Until, "a hold that ends"); err != nil {
		return err
	}
	until := instantOf(x.Until)
	if until <= d.posted {
		return fmt.Errorf("%w: a hold that ends at %v, before it begins", ErrTime, x.Until)
	}
	if !utf8.ValidString(x.Order) {
		return fmt.Errorf("%w: an order that is not UTF-8", ErrEvent)
	}
	parts, err := d.takeable(x.Wallet, x.Points, x.Total)
	if err != nil {
		return err
	}
	p := d.pool(x.Wallet)
	for _, part := range parts {
		p.hold(part.lot, part.n)
		d.post(Entry{Op: OpHold, Wallet: x.Wallet, Lot: d.seqOf(part.lot), Points: part.n, Ref: x.Order, Closes: until.time()})
	}
	return nil
}

func (d *decider) slideFor(kind string) {
	if d.e.slides {
		d.slide(kind)
	}
}

// takeable returns the lots that points are taken from. To look whether there
// are enough and to choose them is one act.
func (d *decider) takeable(wallet string, n Points, total Money) ([]portion, error) {
	if err := d.closed(); err != nil {
		return nil, err
	}
	if n <= 0 {
		return nil, fmt.Errorf("%w: %d points", ErrEvent, n)
	}
	rule := d.e.at(d.at).burn(wallet)
	if err := rule.check(n, total, d.e.program.Scale); err != nil {
		return nil, err
	}
	p := d.pool(wallet)
	if have := p.available(); have < n {
		return nil, &Shortage{Wallet: wallet, Have: have, Need: n, At: d.posted.time()}
	}
	return p.allocate(n), nil
}

// check holds a redemption against the limits of the rule.
func (b *BurnRule) check(n Points, total Money, scale int32) error {
	if f, err := fixedOf(total); err != nil || f.units < 0 {
		return fmt.Errorf("%w: a total that is negative or too long", ErrEvent)
	}
	if total.IsZero() && !b.Share.IsZero() {
		return fmt.Errorf("%w: points may pay a share of the order, and no Total is given", ErrEvent)
	}
	least, most, by := b.bounds(total, scale)
	switch {
	case most < least:
		return &Limit{Name: by, Want: n}
	case n < least:
		return &Limit{Name: "min", Want: n, Must: least}
	case n > most:
		return &Limit{Name: by, Want: n, Must: most}
	case b.Step > 0 && n%b.Step != 0:
		return &Limit{Name: "step", Want: n, Must: n - n%b.Step}
	}
	return nil
}

// bounds returns the fewest and the most points that may be spent at a time, and
// what sets the most: "max" or "share". None may be if most is below least.
func (b *BurnRule) bounds(total Money, scale int32) (least, most Points, by string) {
	least, most, by = max(b.Min, 1), unlimited, "max"
	if b.Max > 0 {
		most = b.Max
	}
	if n, limited := b.mostFor(total, scale); limited && n < most {
		most, by = n, "share"
	}
	if b.Step > 0 {
		most -= most % b.Step
		if over := least % b.Step; over > 0 {
			least = min(least-over, unlimited-b.Step) + b.Step
		}
	}
	return least, most, by
}

// mostFor returns the most points that may pay an order, if there is a limit.
// It is rounded down where points may pay a share, and up where they may pay
// all: the last point is then worth less than others.
func (b *BurnRule) mostFor(total Money, scale int32) (most Points, limited bool) {
	if total.IsZero() || b.Worth.Sign() <= 0 {
		return 0, false
	}
	payable := total
	if !b.Share.IsZero() {
		payable = total.Mul(b.Share)
	}
	units, rest := payable.Shift(scale).QuoRem(b.Worth, 0)
	if b.Share.IsZero() && rest.Sign() > 0 {
		units = units.Add(one)
	}
	return pointsOf(units.BigInt())
}

// commit spends what is held.
func (d *decider) commit(x Commit) error {
	if err := d.closed(); err != nil {
		return err
	}
	p, h, err := d.held(x.Hold)
	if err != nil {
		return err
	}
	all := Points(0)
	for _, part := range h.parts {
		all += part.n
	}
	n := x.Points
	if n == 0 {
		n = all
	}
	if n < 0 {
		return fmt.Errorf("%w: %d points", ErrEvent, n)
	}
	if n > all {
		return &Shortage{Wallet: p.wallet, Have: all, Need: n, At: d.posted.time()}
	}
	rest := h
	rest.parts = nil
	for _, part := range h.parts {
		k := min(n, part.n)
		n -= k
		if k > 0 {
			p.unhold(part.lot, k)
			p.spend(part.lot, k)
			d.post(Entry{Op: OpCommit, Wallet: p.wallet, Lot: d.seqOf(part.lot), Points: k, Ref: h.id})
		}
		if part.n > k {
			rest.parts = append(rest.parts, portion{part.lot, part.n - k})
		}
	}
	d.free(p, rest)
	d.slideFor(RedeemKind)
	return nil
}

// release frees what is held.
func (d *decider) release(x Release) error {
	p, h, err := d.held(x.Hold)
	if err != nil {
		return err
	}
	d.free(p, h)
	return nil
}

// free releases a hold, writing down what moves.
func (d *decider) free(p *pool, h hold) {
	p.heard = d.hear(p.wallet)
	p.release(h)
	p.heard = nil
}

// held returns a hold, taking it out of its pool.
func (d *decider) held(id string) (*pool, hold, error) {
	i, known := d.l.causeOf[id]
	if !known || !d.l.causes[i].holds {
		return nil, hold{}, fmt.Errorf("%w: no hold %.64q", ErrUnknown, id)
	}
	p := d.pool(d.l.pools[d.l.causes[i].wallet].wallet)
	for j := range p.holds {
		if h := p.holds[j]; h.id == id {
			p.holds = append(p.holds[:j:j], p.holds[j+1:]...)
			return p, h, nil
		}
	}
	return nil, hold{}, fmt.Errorf("%w: %.64q at %v", ErrOver, id, d.posted.time().Format(time.RFC3339))
}

// cancel gives back what a redemption took, the last first.
func (d *decider) cancel(x Cancel) error {
	i, known := d.l.causeOf[x.Redemption]
	if !known || d.l.causes[i].takes[0] == d.l.causes[i].takes[1] || d.l.causes[i].sends {
		return fmt.Errorf("%w: no redemption %.64q", ErrUnknown, x.Redemption)
	}
	c := &d.l.causes[i]
	taken := d.l.takes[c.takes[0]:c.takes[1]]
	all := Points(0)
	for _, t := range taken {
		all += t.n
	}
	n := x.Points
	if n == 0 {
		n = all
	}
	if n < 0 {
		return fmt.Errorf("%w: %d points", ErrEvent, n)
	}
	p := d.pool(d.l.pools[c.wallet].wallet)
	if n > all {
		return &Shortage{Wallet: p.wallet, Have: all, Need: n, At: d.posted.time()}
	}
	for j := len(taken) - 1; j >= 0 && n > 0; j-- {
		if k := min(n, taken[j].n); k > 0 {
			d.giveBack(p, c, taken[j].lot, k)
			n -= k
		}
	}
	return nil
}

// giveBack returns points to their lot, or to a new one that lives a little
// where that has lapsed.
func (d *decider) giveBack(p *pool, c *cause, ord int32, n Points) {
	l := p.find(ord)
	e := Entry{Op: OpRestore, Wallet: p.wallet, Lot: d.seqOf(ord), Points: n, Ref: c.id}
	rule := d.e.at(d.at).burn(p.wallet)
	if l.closes > d.posted || rule.NoGrace {
		p.comeBack(ord, n, c.sends)
		d.post(e)
		p.heard = d.hear(p.wallet)
		p.recoup(ord, n, c.since)
		p.heard = nil
		return
	}
	p.moveOut(ord, n, c.sends)
	e.Op = OpRegrant
	new := int32(len(d.l.origins) + len(d.made))
	d.grant(p, e, d.posted, d.e.graceEnd(&rule, d.posted))
	p.heard = d.hear(p.wallet)
	p.recoup(new, n, c.since)
	p.heard = nil
}

// graceEnd returns when points lapse that come back to a lapsed lot.
func (e *Engine) graceEnd(b *BurnRule, at instant) instant {
	life := Life{Span: b.Grace}
	if life.Span.IsZero() {
		life.Span.Days = graceDays
	}
	return life.closes(at, at, "", e.zone)
}

// graceDays is the default of [BurnRule.Grace].
const graceDays = 14
