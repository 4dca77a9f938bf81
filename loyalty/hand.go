package loyalty

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/retentionkit/retention"
)

// adjust adds or takes points by hand.
func (d *decider) adjust(x Adjust) error {
	if x.Points == 0 || !utf8.ValidString(x.Reason+x.Wallet) {
		return fmt.Errorf("%w: no points to adjust, or a text that is not UTF-8", ErrEvent)
	}
	if err := d.closed(); err != nil {
		return err
	}
	p := d.pool(x.Wallet)
	if x.Points < 0 {
		return d.deduct(p, x)
	}
	if err := d.countable(p, x.Points); err != nil {
		return err
	}
	ed := d.e.at(d.at)
	closes := instantOrNever(x.Closes)
	if x.Closes.IsZero() {
		closes = ed.Life.closes(d.at, d.at, d.e.tierAt(d.l, d.at), d.e.zone)
	} else if closes <= d.at || !usable(x.Closes) {
		return fmt.Errorf("%w: points that close at %v", ErrTime, x.Closes)
	}
	d.grant(p, Entry{Op: OpGrant, Wallet: x.Wallet, Points: x.Points, Edition: ed.ID, Reason: x.Reason}, d.at, closes)
	return nil
}

func (d *decider) deduct(p *pool, x Adjust) error {
	n := -x.Points
	if have := p.available(); n < 0 || have < n {
		return &Shortage{Wallet: x.Wallet, Have: have, Need: max(n, 0), At: d.posted.time()}
	}
	for _, part := range p.allocate(n) {
		p.claw(part.lot, part.n)
		d.post(Entry{Op: OpClaw, Wallet: x.Wallet, Lot: d.seqOf(part.lot), Points: part.n, Reason: x.Reason})
	}
	return nil
}

// extend lets lots close later.
func (d *decider) extend(x Extend) error {
	closes := instantOrNever(x.Closes)
	if !x.Closes.IsZero() && !usable(x.Closes) {
		return fmt.Errorf("%w: lots that close at %v", ErrTime, x.Closes)
	}
	if !utf8.ValidString(x.Reason) {
		return fmt.Errorf("%w: a reason that is not UTF-8", ErrEvent)
	}
	lots, err := d.named(x)
	if err != nil {
		return err
	}
	for _, ord := range lots {
		p := d.pool(d.l.pools[d.l.origins[ord].wallet].wallet)
		l := p.findOr(d.l.lots[ord])
		if l.remaining+l.held == 0 || l.closes <= d.posted || l.closes >= closes {
			continue
		}
		p.find(ord).closes = closes
		p.reorder(ord)
		d.post(Entry{Op: OpExtend, Wallet: p.wallet, Lot: d.seqOf(ord), Closes: closes.time(), Reason: x.Reason})
	}
	return nil
}

// named returns the places of the lots that an event is about.
func (d *decider) named(x Extend) (lots []int32, err error) {
	for _, seq := range x.Lots {
		ord, ok := d.l.ordOf(seq)
		if !ok {
			return nil, fmt.Errorf("%w: no lot %d", ErrUnknown, seq)
		}
		lots = append(lots, ord)
	}
	if len(x.Lots) == 0 {
		for _, l := range d.pool(x.Wallet).lots {
			lots = append(lots, l.ord)
		}
		slices.Sort(lots)
	}
	return lots, nil
}

// setTier gives a tier by hand.
func (d *decider) setTier(x SetTier) error {
	if err := d.closed(); err != nil {
		return err
	}
	if !utf8.ValidString(x.Reason) {
		return fmt.Errorf("%w: a reason that is not UTF-8", ErrEvent)
	}
	if x.Tier != "" && d.e.at(d.at).tier(x.Tier) == nil {
		return fmt.Errorf("%w: no tier %.64q", ErrUnknown, x.Tier)
	}
	until := instantOrNever(x.Until)
	if !x.Until.IsZero() && (!usable(x.Until) || until <= d.at) {
		return fmt.Errorf("%w: a tier until %v", ErrTime, x.Until)
	}
	d.post(Entry{Op: OpTier, Tier: x.Tier, Closes: until.time(), First: x.Exact, Reason: x.Reason})
	return nil
}

// enrol makes the member known.
func (d *decider) enrol(x Enrol) error {
	if err := d.closed(); err != nil {
		return err
	}
	if _, _, ok := monthDay(x.Birthday); x.Birthday != "" && !ok {
		return fmt.Errorf("%w: birthday %.64q: %w", ErrEvent, x.Birthday, retention.ErrDate)
	}
	m := &d.l.member
	if m.joined && x.Referrer == "" {
		x.Referrer = m.referrer
	}
	if m.joined && x.Referrer != m.referrer && m.orders > 0 {
		return fmt.Errorf("%w: who brought the member is known by its orders", ErrEvent)
	}
	if x.Referrer != "" && (x.Referrer == d.l.id || !utf8.ValidString(x.Referrer)) {
		return fmt.Errorf("%w: nobody brings %.64q", ErrEvent, x.Referrer)
	}
	e := d.post(Entry{Op: OpEnrol, Ref: x.Referrer, Reason: x.Birthday})
	if m.joined {
		e.At = m.enrolled.time()
	}
	return nil
}

// close ends the account.
func (d *decider) close(x Close) error {
	if err := d.closed(); err != nil {
		return err
	}
	if !utf8.ValidString(x.Reason) {
		return fmt.Errorf("%w: a reason that is not UTF-8", ErrEvent)
	}
	d.post(Entry{Op: OpClose, Reason: x.Reason})
	for i := range d.l.pools {
		p := d.pool(d.l.pools[i].wallet)
		for len(p.holds) > 0 {
			h := p.holds[0]
			p.holds = p.holds[1:]
			d.free(p, h)
		}
		p.heard = d.hear(p.wallet)
		p.settle()
		p.forfeitAll()
		p.heard = nil
	}
	return nil
}
