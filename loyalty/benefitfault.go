package loyalty

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// mostMixedGroups is how many groups of an edition may have benefits of several
// kinds, since every choice among those is tried.
const mostMixedGroups = 6

// benefits looks for faults in the benefits of an edition.
func (c *checker) benefits(ed *Edition) {
	k := benefitChecker{checker: c, ladder: &ed.Ladder, kinds: map[string][]side{}}
	k.rule(&ed.Ladder.Benefits)
	for i := range ed.Ladder.Tiers {
		k.tier(&ed.Ladder.Tiers[i])
	}
	mixed := 0
	for _, kinds := range k.kinds {
		if len(kinds) > 1 {
			mixed++
		}
	}
	k.at = "benefits"
	k.want(mixed <= mostMixedGroups, ErrValue, fmt.Sprintf("more than %d groups of several kinds", mostMixedGroups))
}

// benefitChecker looks for faults in benefits.
type benefitChecker struct {
	*checker
	ladder *Ladder
	at     string            // the benefit, in words
	kinds  map[string][]side // of the benefits of each group
}

// want reports a fault unless ok.
func (k *benefitChecker) want(ok bool, err error, part string) {
	if !ok {
		k.faults = append(k.faults, Fault{k.edition, k.at + ": " + part, err})
	}
}

// amount wants a number that is not negative, and reports whether it is one.
func (k *benefitChecker) amount(part string, d decimal.Decimal) bool {
	f, err := fixedOf(d)
	ok := err == nil && f.units >= 0
	k.want(ok, ErrValue, part)
	return ok
}

// name wants a text that names something.
func (k *benefitChecker) name(part, name string) {
	k.want(name != "" && utf8.ValidString(name), ErrName, part)
}

func (k *benefitChecker) rule(r *BenefitRule) {
	k.at = "benefits"
	k.amount("round_to", r.RoundTo)
	k.want(r.Round <= Up, ErrValue, "round")
}

func (k *benefitChecker) tier(t *Tier) {
	seen := map[string]bool{}
	for i := range t.Benefits {
		b := &t.Benefits[i]
		k.at = fmt.Sprintf("tier %q: benefit %q", t.ID, b.ID)
		k.want(!seen[b.ID], ErrDuplicate, "id")
		seen[b.ID] = true
		k.benefit(b)
	}
}

func (k *benefitChecker) benefit(b *Benefit) {
	k.name("id", b.ID)
	k.want(utf8.ValidString(b.Group), ErrName, "group")
	k.want(b.stacks() || b.Group == "" && !b.Exclusive, ErrValue, "group and exclusive are for carts")
	k.when(&b.When, b.stacks())
	k.want(k.contents(b) == 1, ErrValue, "not one kind of benefit")
	if p := b.side(); b.Group != "" && !b.Exclusive && !slices.Contains(k.kinds[b.Group], p) {
		k.kinds[b.Group] = append(k.kinds[b.Group], p)
	}
}

// contents looks at what a benefit gives, and returns how many kinds it is.
func (k *benefitChecker) contents(b *Benefit) (kinds int) {
	if b.Discount != nil {
		kinds++
		k.discount(b.Discount)
	}
	if b.FreeShipping != nil {
		kinds++
		k.amount("free_shipping: from", b.FreeShipping.From)
		k.amount("free_shipping: max", b.FreeShipping.Max)
	}
	if b.Gift != nil {
		kinds++
		k.gift(b.Gift)
	}
	if b.Custom != nil {
		kinds++
		k.name("custom: kind", b.Custom.Kind)
		k.amount("custom: worth", b.Custom.Worth)
	}
	if b.EarlyAccess != nil {
		kinds++
		l := b.EarlyAccess.Lead
		k.want(l.Months >= 0 && l.Days >= 0 && l.Exact >= 0 && !l.IsZero(), ErrValue, "early_access: lead")
	}
	if b.Invitation != nil {
		kinds++
		k.name("invitation: event", b.Invitation.Event)
		k.want(b.Invitation.Guests >= 0, ErrValue, "invitation: guests")
	}
	return kinds
}

// when checks the condition of a benefit.
func (k *benefitChecker) when(c *Cond, cart bool) {
	if k.condition(k.at+": when", c) && !cart {
		k.want(!c.asksAmount(), ErrValue, "when: at_least is for carts")
	}
}

// asksAmount reports whether the condition, or one within it, has a limit.
func (c *Cond) asksAmount() bool {
	if !c.AtLeast.IsZero() || c.Not != nil && c.Not.asksAmount() {
		return true
	}
	asks := func(c Cond) bool { return c.asksAmount() }
	return slices.ContainsFunc(c.All, asks) || slices.ContainsFunc(c.Any, asks)
}

func (k *benefitChecker) discount(d *Discount) {
	k.want(len(d.Steps) > 0, ErrValue, "discount: no steps")
	var before *DiscountStep
	for i := range d.Steps {
		s := &d.Steps[i]
		from, percent := k.amount("discount: from", s.From), k.amount("discount: percent", s.Percent)
		k.amount("discount: max", s.Max)
		k.amount("discount: amount", s.Amount)
		k.want(s.Percent.IsZero() != s.Amount.IsZero(), ErrValue, "discount: not one of percent and amount")
		k.want(s.Max.IsZero() || !s.Percent.IsZero(), ErrValue, "discount: max without percent")
		k.want(!percent || !s.Percent.Shift(-2).GreaterThan(one), ErrValue, "discount: more than 100 percent")
		if from {
			k.want(before == nil || s.From.GreaterThan(before.From), ErrOrder, "discount: from")
			before = s
		}
	}
}

func (k *benefitChecker) gift(g *FreeGift) {
	k.amount("gift: worth", g.Worth)
	k.want(g.Times >= 0, ErrValue, "gift: times")
	limited := g.Per >= PerDay && g.Per <= PerLife
	k.want(g.Times == 0 && g.Per == PerDeed || g.Times != 0 && limited, ErrValue, "gift: times per what")
}
