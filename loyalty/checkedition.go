package loyalty

import (
	"fmt"
	"time"
)

// editions checks that the editions follow one another, and each of them.
func (c *checker) editions() {
	list := c.program.Editions
	switch n := len(list); {
	case n == 0:
		c.fault("editions", fmt.Errorf("%w: not one", ErrMissing))
		return
	case n > mostEditions:
		c.fault("editions", fmt.Errorf("%w: %d of them", ErrSize, n))
		return
	}
	c.unique(len(list), func(i int) string { return list[i].ID }, func(i int) string { return fmt.Sprintf("editions[%d]: id", i) })
	c.tiers = map[string]bool{}
	var before time.Time
	for i := range list {
		c.begin(i)
		c.from(i, before)
		if !list[i].From.IsZero() {
			before = list[i].From
		}
		c.rules(&list[i])
	}
	c.ladders()
}

// ladders checks the ladders, each with those before it.
func (c *checker) ladders() {
	if c.endless {
		return
	}
	var e Engine
	for i := range c.program.Editions {
		ed := &c.program.Editions[i]
		e.editions = append(e.editions, edition{Edition: ed, from: instantOf(ed.From), number: i})
	}
	e.buildLadders(c)
}

// begin says which edition faults are in from now on.
func (c *checker) begin(i int) {
	c.edition, c.nameless = c.program.Editions[i].ID, ""
	if c.edition == "" {
		c.nameless = fmt.Sprintf("editions[%d]", i)
	}
}

// from checks when an edition begins, given when the one before it does.
func (c *checker) from(i int, before time.Time) {
	from := c.program.Editions[i].From
	switch {
	case from.IsZero() && i == 0:
	case from.IsZero():
		c.fault("from", fmt.Errorf("%w: only the first edition can do without", ErrOrder))
	case !usable(from):
		c.value("from", "%v is not within the years 1 to 9999", from)
	case !before.IsZero() && instantOf(from) <= instantOf(before):
		c.fault("from", fmt.Errorf("%w: %v does not come after %v", ErrOrder, stamp(from), stamp(before)))
	}
}

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

// rules checks what an edition says.
func (c *checker) rules(ed *Edition) {
	c.span("settle", ed.Settle)
	c.ladder(&ed.Ladder)
	c.benefits(ed)
	c.earn(ed.Earn)
	c.life("life", &ed.Life)
	c.burn(ed.Burn)
	word(c, "refund: shortfall", ed.Refund.Shortfall, shortfallNames[:])
}
