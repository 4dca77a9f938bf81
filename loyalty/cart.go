package loyalty

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Cart is what a member is about to buy, in the program's currency.
type Cart struct {
	At       time.Time
	Total    Money // of the goods, before benefits
	Shipping Money
	Tags     []string // as in [Order.Tags]
	// Tier, if not empty, takes the place of the tier that the member holds, to show
	// what another would give.
	Tier string
}

// Perks is what the benefits of a member come to for a [Cart].
type Perks struct {
	Tier string `json:"tier,omitempty"`
	// Benefits lists all benefits of the member, those of the own tier first, and what
	// became of each.
	Benefits []Perk `json:"benefits,omitempty"`
	Discount Money  `json:"discount,omitzero"` // off the goods, never more than they cost
	Shipping Money  `json:"shipping,omitzero"` // off the delivery, never more than it costs
	Worth    Money  `json:"worth,omitzero"`    // of gifts and custom benefits
}

// Perk tells what became of a benefit in a cart.
type Perk struct {
	Benefit Benefit `json:"benefit"` // what it points to is the program's and not to be changed
	Tier    string  `json:"tier"`    // that gives it
	// Why is Granted, or the reason why the benefit does not apply in full. Outdone
	// means that it cannot be combined with those in Against. CapReached means that a
	// gift was given as often as it may be, or that other benefits have left nothing
	// to pay. Capped means that it pays only a part, as no more was left to pay.
	// BelowOne means that it was rounded to nothing.
	Why Reason `json:"why"`
	// Amount is what the benefit takes off the goods or the delivery, or what the gift
	// is worth.
	Amount  Money    `json:"amount,omitzero"`
	Against []string `json:"against,omitempty"` // the benefits that apply instead
	// Missing is how much the total must grow to reach the benefit, or the next step
	// of the discount. It is zero if there is none to reach.
	Missing Money `json:"missing,omitzero"`
}

// Applied reports whether the benefit is to be given.
func (p Perk) Applied() bool { return p.Why == Granted || p.Why == Capped }

// Off returns by how much the cart gets cheaper.
func (p Perks) Off() Money { return p.Discount.Add(p.Shipping) }

// Benefits tells which benefits of a member apply to a cart and what they come to. Of
// all combinations that Group and Exclusive allow it takes the one that gives the
// member most: off the goods, off the delivery, and in what gifts are worth. Of equals,
// other benefits win over an Exclusive one, and those listed first over later ones.
//
// Every percentage is of the cart's total, whatever else comes off, so their order does
// not matter. The sum of all discounts is rounded, once, to [BenefitRule.RoundTo],
// unless it makes the goods free; the amounts of the single benefits add up to it.
// Early access and invitations apply if their conditions hold.
//
// Benefits fails with [ErrTime] or [ErrValue] for a cart that makes no sense
// and with [ErrUnknown] for a Cart.Tier that the program lacks. It looks at every
// choice among benefits of different kinds in one group, and is linear in
// everything else.
func (e *Engine) Benefits(a Account, cart Cart) (Perks, error) {
	l := a.ledger()
	s, err := e.cartScene(l, &cart)
	if err != nil {
		return Perks{}, fmt.Errorf("loyalty: account %.64q: cart: %w", l.id, err)
	}
	perks := Perks{Tier: s.tier, Benefits: s.edition.benefits(s.tier)}
	k := stack{rule: &s.edition.Ladder.Benefits, cart: &cart}
	for i := range perks.Benefits {
		e.consider(l, s, &perks.Benefits[i], &k, i)
	}
	k.give(&perks)
	return perks, nil
}

// cartScene is what the conditions of benefits look at.
func (e *Engine) cartScene(l *ledger, cart *Cart) (*scene, error) {
	if !usable(cart.At) {
		return nil, fmt.Errorf("%w: at %v", ErrTime, cart.At)
	}
	total, err := fixedOf(cart.Total)
	if err != nil || total.units < 0 {
		return nil, fmt.Errorf("%w: a total of %.64s", ErrValue, cart.Total)
	}
	if f, err := fixedOf(cart.Shipping); err != nil || f.units < 0 {
		return nil, fmt.Errorf("%w: shipping of %.64s", ErrValue, cart.Shipping)
	}
	s := e.benefitScene(l, instantOf(cart.At), instantOf(cart.At), cart.Tier)
	if cart.Tier != "" && s.edition.tier(cart.Tier) == nil {
		return nil, fmt.Errorf("%w: no tier %.64q", ErrUnknown, cart.Tier)
	}
	s.tags, s.items = cart.Tags, total
	return s, nil
}

// benefitScene is that of conditions at one instant for who holds at another
// the tier given, or the member's own.
func (e *Engine) benefitScene(l *ledger, at, held instant, tier string) *scene {
	if tier == "" {
		tier = e.tierAt(l, held)
	}
	return &scene{
		at: at, edition: e.at(held), zone: e.zone, tier: tier, first: l.member.orders == 0, birthday: l.member.birthday,
	}
}

// benefits returns what who holds a tier has, the highest tier's first.
func (e *edition) benefits(tier string) (perks []Perk) {
	tiers := e.Ladder.Tiers
	top := slices.IndexFunc(tiers, func(t Tier) bool { return t.ID == tier })
	for i := top; i >= 0; i-- {
		above := len(perks)
		for _, b := range tiers[i].Benefits {
			if !slices.ContainsFunc(perks[:above], func(p Perk) bool { return p.Benefit.ID == b.ID }) {
				perks = append(perks, Perk{Benefit: b, Tier: tiers[i].ID})
			}
		}
		if !e.Ladder.Benefits.Below {
			break
		}
	}
	return perks
}

// consider finds out whether a cart meets what a benefit asks for, and what it
// would give if it were alone.
func (e *Engine) consider(l *ledger, s *scene, p *Perk, k *stack, place int) {
	b := &p.Benefit
	limit, _ := fixedOf(b.When.AtLeast)
	if p.Why = b.When.fails(s, s.items, limit); p.Why != Granted {
		if p.Why == TooLittle {
			p.Missing = k.missing(b.When.AtLeast)
		}
		return
	}
	c := candidate{place: place, benefit: b, side: b.side()}
	switch {
	case b.Discount != nil:
		c.value = k.discounted(p)
	case b.FreeShipping != nil:
		c.value = k.shipped(p)
	case b.Gift != nil:
		c.value = b.Gift.Worth
		if b.Gift.Times > 0 && e.given(l, s, b) >= b.Gift.Times {
			p.Why = CapReached
		}
	case b.Custom != nil:
		c.value = b.Custom.Worth
	}
	if b.stacks() && p.Why == Granted {
		k.candidates = append(k.candidates, c)
	}
}

// discounted returns what a discount would take off, or says what the cart
// lacks for it.
func (k *stack) discounted(p *Perk) Money {
	value := p.Benefit.Discount.off(k.cart.Total)
	next := p.Benefit.Discount.next(k.cart.Total, value)
	p.Missing = k.missing(next)
	if value.IsZero() {
		p.Why = TooLittle
		if next.IsZero() {
			p.Why = NothingThere
		}
	}
	return value
}

// shipped returns what free shipping would pay, or says what the cart lacks for
// it.
func (k *stack) shipped(p *Perk) Money {
	f := p.Benefit.FreeShipping
	if p.Missing = k.missing(f.From); p.Missing.Sign() > 0 {
		p.Why = TooLittle
	}
	if f.Max.Sign() > 0 {
		return decimal.Min(k.cart.Shipping, f.Max)
	}
	return k.cart.Shipping
}

// given returns how often a gift was given in the period of its limit.
func (e *Engine) given(l *ledger, s *scene, b *Benefit) (n int) {
	from, to := (&decider{e: e, l: l}).period(b.Gift.Per, s)
	kind := giftKind + b.ID
	for i := range l.deeds {
		if d := &l.deeds[i]; d.kind == kind && from <= d.at && d.at < to && d.amount.Sign() > 0 {
			n++
		}
	}
	return n
}
