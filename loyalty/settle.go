package loyalty

import (
	"fmt"
	"slices"
)

// settle makes a deed final.
func (d *decider) settle(s Settle) error {
	if s.Kind == "" {
		s.Kind = OrderKind
	}
	place, known := d.l.deedOf[deedKey{s.Kind, s.Ref}]
	if !known {
		return fmt.Errorf("%w: no %s %.64q", ErrUnknown, s.Kind, s.Ref)
	}
	was := d.l.deeds[place]
	at := max(d.at, was.at)
	if at >= was.settled {
		return nil // it is final already: a Note
	}
	d.settleDeed(place, &was, at)
	was.settled = at
	d.followSettled(&was)
	return nil
}

// settleDeed posts that a deed is final from an instant on, and opens its lots.
func (d *decider) settleDeed(place int32, was *deed, at instant) {
	d.post(Entry{Op: OpSettle, At: was.at.time(), Kind: was.kind, Ref: was.ref, Opens: at.time()})
	for a := was.awards; a >= 0; a = d.l.awards[a].next {
		aw := &d.l.awards[a]
		p := d.pool(d.l.pools[aw.wallet].wallet)
		for ord := aw.lots; ord >= 0; ord = d.l.origins[ord].next {
			d.open(p, ord, was, at)
		}
	}
}

// open lets a lot open earlier than it would have.
func (d *decider) open(p *pool, ord int32, was *deed, at instant) {
	l := p.findOr(d.l.lots[ord])
	if l.opens <= at || l.remaining == 0 {
		return
	}
	o := &d.l.origins[ord]
	closes := l.closes
	if life := d.lifeOf(o); life != nil && life.FromOpening {
		closes = life.closes(o.at, at, was.tier, d.e.zone)
	}
	l = p.find(ord)
	l.opens, l.closes = at, closes
	p.reorder(ord)
	d.post(Entry{Op: OpOpen, Wallet: p.wallet, Lot: o.seq, Opens: at.time(), Closes: closes.time()})
}

// lifeOf returns the Life of the rule that granted a lot, or nil if the program
// does not have it any more.
func (d *decider) lifeOf(o *origin) *Life {
	ed := d.e.edition(o.edition)
	if ed == nil {
		return nil
	}
	for i := range ed.rules {
		if ed.rules[i].ID == o.rule {
			return ed.rules[i].life
		}
	}
	return &ed.Life
}

// slide starts the clock anew for lots whose Life says that an act of this kind
// does.
func (d *decider) slide(kind string) {
	for i := range d.l.pools {
		p := d.pool(d.l.pools[i].wallet)
		for _, l := range d.sliding(p, kind) {
			d.post(Entry{Op: OpExtend, Wallet: p.wallet, Lot: d.seqOf(l.lot), Closes: instant(l.n).time()})
			p.find(l.lot).closes = instant(l.n)
			p.reorder(l.lot)
		}
	}
}

// sliding returns the lots that close later now, and when, as n.
func (d *decider) sliding(p *pool, kind string) (later []portion) {
	tier, known := "", false // the same for all lots, and dear to find out
	for i := range p.lots {
		l := &p.lots[i]
		if int(l.ord) >= len(d.l.origins) || l.remaining+l.held == 0 || l.closes <= d.posted || l.closes == never {
			continue
		}
		life := d.lifeOf(&d.l.origins[l.ord])
		if life == nil || !slices.Contains(life.Slides, kind) {
			continue
		}
		if !known && len(life.Tiers) > 0 {
			tier, known = d.e.tierAt(d.l, d.at), true
		}
		if closes := life.closes(d.at, d.at, tier, d.e.zone); closes > l.closes {
			later = append(later, portion{l.ord, Points(closes)})
		}
	}
	return later
}
