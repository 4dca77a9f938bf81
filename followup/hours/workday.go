package hours

import "github.com/retentionkit/retention"

// Workday reports whether a window opens on a date. The zero Date is no workday.
func (s *Schedule) Workday(date retention.Date) bool {
	return !date.IsZero() && (!s.limited || s.works(dayOf(date)))
}

// Workdays returns the number of workdays in [from, to), and 0 if either is the
// zero Date. Dates outside the years 0001 to 9999 do not count.
func (s *Schedule) Workdays(from, to retention.Date) int {
	if from.IsZero() || to.IsZero() {
		return 0
	}
	n := 0
	for day := max(dayOf(from), firstDay); day < min(dayOf(to), lastDay); day++ {
		if !s.limited || s.works(day) {
			n++
		}
	}
	return n
}

// AddWorkdays returns the n-th workday after a date, such as the third after
// Thursday, 30 April. The date itself does not count, and need not be a workday. A
// negative n counts back. If n is 0 the result is the date as it is.
//
// AddWorkdays returns false for the zero Date, if the result would lie outside the
// years 0001 to 9999, and if 400 days in a row are not workdays.
func (s *Schedule) AddWorkdays(date retention.Date, n int) (retention.Date, bool) {
	if date.IsZero() || n == 0 {
		return date, !date.IsZero()
	}
	step := int64(1)
	if n < 0 {
		step = -1
	}
	day, closed := dayOf(date), 0
	for n != 0 {
		day += step
		if day < firstDay || day >= lastDay || closed == horizon/daySeconds {
			return retention.Date{}, false
		}
		closed++
		if !s.limited || s.works(day) {
			n -= int(step)
			closed = 0
		}
	}
	return dateOf(day), true
}

const (
	firstDay = firstSecond / daySeconds
	lastDay  = lastSecond / daySeconds
)
