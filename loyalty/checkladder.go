package loyalty

import "fmt"

// ladder checks the tiers, and lets rules refer to them.
func (c *checker) ladder(l *Ladder) {
	part := func(i int) string { return fmt.Sprintf("ladder: tiers[%d]: id", i) }
	for id := range c.unique(len(l.Tiers), func(i int) string { return l.Tiers[i].ID }, part) {
		c.tiers[id] = true
	}
	needs := 0
	for i := range l.Tiers {
		needs += len(l.Tiers[i].Was)
		for _, path := range l.Tiers[i].Paths {
			needs += 1 + len(path)
		}
	}
	if len(l.Tiers) > mostTiers || needs > mostNeeds {
		c.fault("ladder", fmt.Errorf("%w: more than %d tiers or %d needs", ErrSize, mostTiers, mostNeeds))
		c.endless = true
	}
	c.basis("ladder: spend", &l.Spend)
	word(c, "ladder: fall", l.Fall, fallNames[:])
}
