package loyalty

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// fails returns why a condition does not hold, or Granted if it does. basis is
// what the rule's basis came to; atLeast is the condition's own limit.
func (c *Cond) fails(s *scene, basis, atLeast fixed) Reason {
	switch {
	case len(c.Tiers) > 0 && !slices.Contains(c.Tiers, s.tier):
		return WrongTier
	case len(c.Tags) > 0 && !shareOne(c.Tags, s.tags):
		return NoTag
	case len(c.Weekdays) > 0 && !slices.Contains(c.Weekdays, s.clock().Weekday()):
		return OtherDay
	case len(c.Hours) > 0 && !c.inHours(s):
		return OutsideHours
	case !c.From.IsZero() && s.day().Before(c.From):
		return TooEarly
	case !c.Until.IsZero() && !s.day().Before(c.Until):
		return TooLate
	case atLeast.units > 0 && less(basis, atLeast):
		return TooLittle
	case c.First && !s.first:
		return NotFirst
	case c.Birthday != "" && !s.onBirthday(c.Birthday):
		return NoBirthday
	}
	return c.combined(s, basis)
}

// combined returns why the conditions inside one do not hold.
func (c *Cond) combined(s *scene, basis fixed) Reason {
	for i := range c.All {
		if why := c.All[i].alone(s, basis); why != Granted {
			return why
		}
	}
	if len(c.Any) > 0 && !slices.ContainsFunc(c.Any, func(d Cond) bool { return d.alone(s, basis) == Granted }) {
		return NoneHolds
	}
	if c.Not != nil && c.Not.alone(s, basis) == Granted {
		return NotHolds
	}
	return Granted
}

// alone is fails for a condition whose limit was not read before.
func (c *Cond) alone(s *scene, basis fixed) Reason {
	limit, _ := fixedOf(c.AtLeast)
	return c.fails(s, basis, limit)
}

func shareOne(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// less compares amounts; one that has too many digits at the scale of the
// other is the larger.
func less(a, b fixed) bool {
	scale := max(a.scale, b.scale)
	x, ok1 := a.at(scale)
	y, ok2 := b.at(scale)
	if !ok1 || !ok2 {
		return ok1
	}
	return x < y
}

func (s *scene) day() retention.Date {
	s.clock()
	return s.today
}

func (c *Cond) inHours(s *scene) bool {
	now := s.clock()
	clock := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute +
		time.Duration(now.Second())*time.Second + time.Duration(now.Nanosecond())
	for _, h := range c.Hours {
		from, to := h.From.Exact, h.To.Exact
		if from < to && from <= clock && clock < to || from >= to && (from <= clock || clock < to) {
			return true
		}
	}
	return false
}

// onBirthday reports whether the deed falls into the birthday, the week from
// it on, or its month.
func (s *scene) onBirthday(span string) bool {
	month, day, ok := monthDay(s.birthday)
	if !ok {
		return false
	}
	today := s.day()
	if span == "month" {
		return today.Month() == month
	}
	length := 1
	if span == "week" {
		length = 7
	}
	for year := today.Year() - 1; year <= today.Year(); year++ {
		if n := today.DaysSince(yearly(year, month, day)); n >= 0 && n < length {
			return true
		}
	}
	return false
}

// monthDay reads 2006-01-02 or 01-02.
func monthDay(text string) (time.Month, int, bool) {
	if len(text) == len("01-02") {
		text = "2000-" + text // a leap year
	}
	d, err := retention.ParseDate(text)
	return d.Month(), d.Day(), err == nil
}

// yearly returns the day in a year: 29 February is the 28th in common years.
func yearly(year int, month time.Month, day int) retention.Date {
	return retention.NewDate(year, month, 1).AddDays(min(day, daysIn(year, month)) - 1)
}

func daysIn(year int, month time.Month) int {
	return retention.NewDate(year, month+1, 1).DaysSince(retention.NewDate(year, month, 1))
}
