package loyalty

import (
	"fmt"
	"slices"
)

// earn checks the earn rules of an edition.
func (c *checker) earn(rules []EarnRule) {
	if n := len(rules); n > mostRules {
		c.fault("earn", fmt.Errorf("%w: %d rules", ErrSize, n))
		return
	}
	c.unique(len(rules), func(i int) string { return rules[i].ID }, func(i int) string { return ruleName("earn", rules[i].ID, i) + ": id" })
	before := map[string]*EarnRule{}
	for i := range rules {
		c.earnRule(ruleName("earn", rules[i].ID, i), &rules[i])
		c.of(ruleName("earn", rules[i].ID, i), &rules[i], rules[:i], before)
		before[rules[i].ID] = &rules[i]
	}
	c.groups(rules)
}

// earnRule checks a rule by itself.
func (c *checker) earnRule(part string, r *EarnRule) {
	c.texts(part+": on", r.On)
	c.texts(part+": group", r.Group)
	c.texts(part+": wallet", r.Wallet)
	c.condition(part+": when", &r.When)
	c.basis(part+": basis", &r.Basis)
	c.award(part, r)
	word(c, part+": round", r.Round, roundingNames[:])
	c.caps(part+": caps", r.Caps)
	if r.Life != nil {
		c.life(part+": life", r.Life)
	}
}

// award wants one of the four ways to say what a rule grants.
func (c *checker) award(part string, r *EarnRule) {
	countable := c.amount(part+": award", r.Award)
	c.amount(part+": per", r.Per)
	timesCountable := c.amount(part+": times", r.Times)
	switch {
	case !r.Times.IsZero():
		if !r.Award.IsZero() || !r.Per.IsZero() || r.PerItem {
			c.value(part+": times", "it stands instead of award, per and per_item")
		}
		if timesCountable && r.Times.LessThanOrEqual(one) {
			c.value(part+": times", "%v is not more than 1", r.Times)
		}
		return
	case countable && r.Award.IsZero():
		c.value(part+": award", "0, and no times")
	}
	if r.PerItem && !r.Per.IsZero() {
		c.value(part+": per_item", "with per")
	}
	if r.PerItem && r.On != "" && r.On != OrderKind && r.On != ReferredKind {
		c.value(part+": per_item", "only orders have items")
	}
}

// of checks what a rule multiplies: rules before it, that have no Times, in its
// wallet.
func (c *checker) of(part string, r *EarnRule, rules []EarnRule, before map[string]*EarnRule) {
	part += ": of"
	if r.Times.IsZero() {
		if len(r.Of) > 0 {
			c.value(part, "without times")
		}
		return
	}
	multiplies := func(b EarnRule) bool { return b.Times.IsZero() && b.Wallet == r.Wallet }
	if len(r.Of) == 0 && !slices.ContainsFunc(rules, multiplies) {
		c.fault(part, fmt.Errorf("%w: no rule before it to multiply", ErrMissing))
	}
	c.unique(len(r.Of), func(i int) string { return r.Of[i] }, func(i int) string { return fmt.Sprintf("%s[%d]", part, i) })
	for i, id := range r.Of {
		switch b := before[id]; {
		case b == nil:
			c.fault(fmt.Sprintf("%s[%d]", part, i), fmt.Errorf("%w: rule %.64q before it", ErrMissing, id))
		case !multiplies(*b):
			c.value(fmt.Sprintf("%s[%d]", part, i), "rule %.64q has times too, or another wallet", id)
		}
	}
}

// groups wants no group to set what multiplies against what is multiplied.
func (c *checker) groups(rules []EarnRule) {
	first := map[string]*EarnRule{}
	for i := range rules {
		r := &rules[i]
		if r.Group == "" {
			continue
		}
		if f := first[r.Group]; f == nil {
			first[r.Group] = r
		} else if f.Times.IsZero() != r.Times.IsZero() {
			c.value(ruleName("earn", r.ID, i)+": group", "of %.64q and %.64q only one has times", f.ID, r.ID)
		}
	}
}

// caps checks the limits of a rule.
func (c *checker) caps(part string, caps []Cap) {
	if n := len(caps); n > mostCaps {
		c.fault(part, fmt.Errorf("%w: %d of them", ErrSize, n))
		return
	}
	for i, limit := range caps {
		place := fmt.Sprintf("%s[%d]", part, i)
		c.points(place+": points", limit.Points)
		word(c, place+": per", limit.Per, capPerNames[:])
		switch {
		case limit.Times < 0:
			c.value(place+": times", "%d is negative", limit.Times)
		case limit.Times > 0 && (limit.Per == PerDeed || limit.Per == PerBalance):
			c.value(place+": times", "no period to count deeds in")
		case limit.Times == 0 && limit.Points == 0:
			c.value(place, "no limit")
		}
	}
}

// basis checks the texts of a basis.
func (c *checker) basis(part string, b *Basis) {
	c.filter(part+": only", &b.Only)
	c.filter(part+": except", &b.Except)
}

func (c *checker) filter(part string, f *Filter) {
	c.texts(part+": skus", f.SKUs...)
	c.texts(part+": categories", f.Categories...)
	c.texts(part+": labels", f.Labels...)
}
