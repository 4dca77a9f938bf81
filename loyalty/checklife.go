package loyalty

import (
	"fmt"
	"maps"
	"slices"
)

// life checks when lots open and lapse.
func (c *checker) life(part string, l *Life) {
	c.span(part+": span", l.Span)
	for _, id := range slices.Sorted(maps.Keys(l.Tiers)) {
		place := fmt.Sprintf("%s: tiers: %.64q", part, id)
		c.tier(place, id)
		c.span(place, l.Tiers[id])
	}
	c.cycle(part+": cycle", &l.Cycle)
	c.names(part+": slides", l.Slides)
}

// cycle checks how the calendar is cut.
func (c *checker) cycle(part string, y *Cycle) {
	if y.Months < 0 || y.Months > 12*mostYears {
		c.value(part+": months", "%d is not between 0 and %d", y.Months, 12*mostYears)
	}
	if y.Months == 0 && !y.From.IsZero() {
		c.value(part+": from", "without months")
	}
	c.date(part+": from", y.From)
}
