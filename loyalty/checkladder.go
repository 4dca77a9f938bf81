package loyalty

import "fmt"

// ladder checks the tiers, and lets rules refer to them.
func (c *checker) ladder(l *Ladder) {
	part := func(i int) string { return fmt.Sprintf("ladder: tiers[%d]: id", i) }
	for id := range c.unique(len(l.Tiers), func(i int) string { return l.Tiers[i].ID }, part) {
		c.tiers[id] = true
	}
	c.basis("ladder: spend", &l.Spend)
	word(c, "ladder: fall", l.Fall, fallNames[:])
}
