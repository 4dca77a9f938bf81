package loyalty

import "fmt"

// burn checks the rules for spending.
func (c *checker) burn(rules []BurnRule) {
	if n := len(rules); n > mostRules {
		c.fault("burn", fmt.Errorf("%w: %d rules", ErrSize, n))
		return
	}
	seen := map[string]bool{}
	for i := range rules {
		part := fmt.Sprintf("burn rule of wallet %.64q", rules[i].Wallet)
		if seen[rules[i].Wallet] {
			c.fault(part, ErrDuplicate)
		}
		seen[rules[i].Wallet] = true
		c.burnRule(part, &rules[i])
	}
}

func (c *checker) burnRule(part string, b *BurnRule) {
	c.texts(part+": wallet", b.Wallet)
	c.points(part+": min", b.Min)
	c.points(part+": max", b.Max)
	c.points(part+": step", b.Step)
	if n, ok := b.fewest(); b.Max > 0 && (n > b.Max || !ok) {
		c.value(part+": max", "nothing lies between min %d and max %d in steps of %d", b.Min, b.Max, max(b.Step, 1))
	}
	c.amount(part+": worth", b.Worth)
	c.share(part+": share", b)
	c.span(part+": grace", b.Grace)
	if b.NoGrace && !b.Grace.IsZero() {
		c.value(part+": no_grace", "with a grace of %v", b.Grace)
	}
}

// fewest returns the smallest number of points that min and step allow, or
// false if there is none.
func (b *BurnRule) fewest() (Points, bool) {
	if b.Step <= 0 {
		return b.Min, true
	}
	steps := max(b.Min/b.Step, 1)
	if steps*b.Step < b.Min {
		steps++
	}
	n, ok := multiply(int64(steps), int64(b.Step))
	return Points(n), ok
}

// share wants a part of an order, and to know what points are of it.
func (c *checker) share(part string, b *BurnRule) {
	if !c.amount(part, b.Share) || b.Share.IsZero() {
		return
	}
	if b.Share.GreaterThan(one) {
		c.value(part, "%v is more than 1", b.Share)
	}
	if b.Worth.IsZero() {
		c.value(part, "of what, if points have no worth")
	}
}
