package loyalty

import (
	"slices"

	"github.com/shopspring/decimal"
)

// stack chooses among the benefits that a cart meets the conditions of.
type stack struct {
	rule       *BenefitRule
	cart       *Cart
	candidates []candidate // by place
}

// candidate is a benefit and what it would give if it were alone.
type candidate struct {
	place   int // in Perks.Benefits
	benefit *Benefit
	side    side
	value   Money
}

// side is what of an order a benefit pays for.
type side uint8

const (
	ofGoods side = iota
	ofShipping
	ofGifts
)

// sums are what benefits would give if there were no end of it.
type sums [3]Money

func (s sums) with(c candidate) sums {
	s[c.side] = s[c.side].Add(c.value)
	return s
}

// choice is some of the candidates and what they give together.
type choice struct {
	list  []candidate
	value Money
}

// missing returns what the total lacks.
func (k *stack) missing(from Money) Money {
	return decimal.Max(from.Sub(k.cart.Total), decimal.Decimal{})
}

// worth returns what sums give. It never falls when one of them grows, so that
// of benefits of one side in one group the greatest will do.
func (k *stack) worth(s sums) Money {
	return k.discount(s[ofGoods]).Add(decimal.Min(s[ofShipping], k.cart.Shipping)).Add(s[ofGifts])
}

// discount returns what discounts take off together.
func (k *stack) discount(sum Money) Money {
	total := k.cart.Total
	if !sum.LessThan(total) {
		return total
	}
	return decimal.Min(k.rule.Round.roundTo(k.rule.RoundTo, sum), total)
}

// best returns the choice that gives most.
func (k *stack) best() choice {
	best := k.together()
	for _, c := range k.candidates {
		if !c.benefit.Exclusive {
			continue
		}
		if v := k.worth(sums{}.with(c)); v.GreaterThan(best.value) || len(best.list) == 0 {
			best = choice{[]candidate{c}, v}
		}
	}
	return best
}

// together returns the best choice without Exclusive benefits.
func (k *stack) together() choice {
	var all []candidate
	var sum sums
	var open [][]candidate // the groups that leave a choice
	for _, options := range k.groups() {
		if len(options) > 1 {
			open = append(open, options)
			continue
		}
		all = append(all, options[0])
		sum = sum.with(options[0])
	}
	picked, value := k.branch(open, sum)
	all = append(all, picked...)
	slices.SortFunc(all, func(a, b candidate) int { return a.place - b.place })
	return choice{all, value}
}

// groups returns the candidates that go together with others, by group: of
// each side the one that gives most. One without a group is alone in its.
func (k *stack) groups() (groups [][]candidate) {
	placeOf := map[string]int{}
	for _, c := range k.candidates {
		if c.benefit.Exclusive {
			continue
		}
		i, known := placeOf[c.benefit.Group]
		if !known || c.benefit.Group == "" {
			placeOf[c.benefit.Group] = len(groups)
			groups = append(groups, []candidate{c})
			continue
		}
		j := slices.IndexFunc(groups[i], func(o candidate) bool { return o.side == c.side })
		switch {
		case j < 0:
			groups[i] = append(groups[i], c)
		case c.value.GreaterThan(groups[i][j].value):
			groups[i] = append(slices.Delete(groups[i], j, j+1), c)
		}
	}
	return groups
}

// branch tries every option of every group.
func (k *stack) branch(groups [][]candidate, sum sums) (best []candidate, value Money) {
	if len(groups) == 0 {
		return nil, k.worth(sum)
	}
	for i, c := range groups[0] {
		rest, v := k.branch(groups[1:], sum.with(c))
		if i == 0 || v.GreaterThan(value) {
			best, value = append([]candidate{c}, rest...), v
		}
	}
	return best, value
}

// give writes down what the best choice gives, and why the others do not.
func (k *stack) give(perks *Perks) {
	chosen := k.best().list
	for _, c := range k.candidates {
		if !slices.ContainsFunc(chosen, func(o candidate) bool { return o.place == c.place }) {
			p := &perks.Benefits[c.place]
			p.Why, p.Against = Outdone, c.against(chosen)
		}
	}
	var sum sums
	for _, c := range chosen {
		before := sum
		sum = sum.with(c)
		k.pay(perks, c, before, sum)
	}
	perks.Discount = k.discount(sum[ofGoods])
	perks.Shipping = decimal.Min(sum[ofShipping], k.cart.Shipping)
	perks.Worth = sum[ofGifts]
}

// pay writes down what one benefit of the chosen gives after those before it.
func (k *stack) pay(perks *Perks, c candidate, before, after sums) {
	p := &perks.Benefits[c.place]
	left := Money{}
	switch c.side {
	case ofGoods:
		p.Amount = k.discount(after[ofGoods]).Sub(k.discount(before[ofGoods]))
		left = k.cart.Total.Sub(before[ofGoods])
	case ofShipping:
		p.Amount = decimal.Min(after[ofShipping], k.cart.Shipping).Sub(decimal.Min(before[ofShipping], k.cart.Shipping))
		left = k.cart.Shipping.Sub(before[ofShipping])
	case ofGifts:
		p.Amount = c.value
		return
	}
	switch {
	case c.value.IsZero():
	case left.Sign() <= 0:
		p.Why = CapReached
	case left.LessThan(c.value):
		p.Why = Capped
	case p.Amount.IsZero():
		p.Why = BelowOne
	}
}

// against returns the chosen benefits that c cannot be had together with.
func (c *candidate) against(chosen []candidate) (ids []string) {
	for _, o := range chosen {
		if c.benefit.Exclusive || o.benefit.Exclusive || c.benefit.Group != "" && c.benefit.Group == o.benefit.Group {
			ids = append(ids, o.benefit.ID)
		}
	}
	return ids
}
