package loyalty

import (
	"fmt"
	"time"
)

// condition checks a condition and all within it, and reports whether it has an
// end.
func (c *checker) condition(part string, cond *Cond) bool {
	left := mostConditions
	ends := c.within(part, cond, 1, &left)
	if !ends {
		c.fault(part, fmt.Errorf("%w: more than %d conditions or %d levels of them", ErrSize, mostConditions, mostLevels))
	}
	return ends
}

// within checks a condition at a level, or returns false where there are too
// many: who builds one in Go may build one without an end.
func (c *checker) within(part string, cond *Cond, level int, left *int) bool {
	if *left--; *left < 0 || level > mostLevels {
		return false
	}
	c.alone(part, cond)
	for i := range cond.All {
		if !c.within(fmt.Sprintf("%s: all[%d]", part, i), &cond.All[i], level+1, left) {
			return false
		}
	}
	for i := range cond.Any {
		if !c.within(fmt.Sprintf("%s: any[%d]", part, i), &cond.Any[i], level+1, left) {
			return false
		}
	}
	return cond.Not == nil || c.within(part+": not", cond.Not, level+1, left)
}

// alone checks what a condition says itself.
func (c *checker) alone(part string, cond *Cond) {
	for i, id := range cond.Tiers {
		c.tier(fmt.Sprintf("%s: tiers[%d]", part, i), id)
	}
	c.names(part+": tags", cond.Tags)
	for i, day := range cond.Weekdays {
		if day < time.Sunday || day > time.Saturday {
			c.value(fmt.Sprintf("%s: weekdays[%d]", part, i), "%d is not between 0 and 6", int(day))
		}
	}
	for i := range cond.Hours {
		c.hours(fmt.Sprintf("%s: hours[%d]", part, i), &cond.Hours[i])
	}
	c.days(part, cond)
	c.amount(part+": at_least", cond.AtLeast)
	switch cond.Birthday {
	case "", "day", "week", "month":
	default:
		c.value(part+": birthday", "%.64q is not day, week or month", cond.Birthday)
	}
	if cond.Any != nil && len(cond.Any) == 0 {
		c.value(part+": any", "of nothing")
	}
}

// days checks the days that a condition holds on.
func (c *checker) days(part string, cond *Cond) {
	c.date(part+": from", cond.From)
	c.date(part+": until", cond.Until)
	if !cond.From.IsZero() && !cond.Until.IsZero() && !cond.From.Before(cond.Until) {
		c.fault(part+": until", fmt.Errorf("%w: %v does not come after %v", ErrOrder, cond.Until, cond.From))
	}
}

// hours wants times of day. A day begins before it ends at 24:00.
func (c *checker) hours(part string, h *Hours) {
	const day = 24 * time.Hour
	if s := h.From; s.Months != 0 || s.Days != 0 || s.Exact < 0 || s.Exact >= day {
		c.value(part+": from", "%v is no time of day", s)
	}
	if s := h.To; s.Months != 0 || s.Days != 0 || s.Exact < 0 || s.Exact > day {
		c.value(part+": to", "%v is no time of day", s)
	}
}
