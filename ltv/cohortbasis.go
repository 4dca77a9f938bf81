package ltv

import (
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
)

// CohortBasis says which customers make one cohort, and how long cohorts are
// followed. The zero CohortBasis is the usual one: calendar months, followed to
// the as-of instant.
type CohortBasis struct {
	// Period is the length of a period: a number of months or of days, not of
	// both. Weeks are 7 days, quarters 3 months, years 12. The zero Span is one
	// month.
	Period retention.Span `json:"period,omitzero"`
	// Anchor is a day on which a period begins. The others begin whole periods
	// before and after it, as by [retention.Date.AddMonths]. The zero Date
	// stands for Monday 1 January 2001: months begin on the first, quarters in
	// January, April, July and October, years on 1 January and weeks, as ISO
	// 8601 has them, on Monday. Fiscal years have another anchor, such as a
	// 1 April.
	Anchor retention.Date `json:"anchor,omitzero"`
	// Follow is the number of periods after the acquisition period for which a
	// cohort is followed; 0 is up to the as-of instant. Follow daily cohorts
	// for some weeks rather than for years.
	Follow int `json:"follow,omitempty"`
}

// ErrCohortBasis is wrapped by every error about a [CohortBasis] that cannot be
// used, by itself or with the orders at hand.
var ErrCohortBasis = errors.New("unusable cohort basis")

// cohortCellsMost is how many cells a table may have: a triangle of almost
// eight years of days, or of 240 years of months.
const cohortCellsMost = 1 << 22

// cohortPeriods numbers the periods of a basis; number 0 begins at the anchor.
type cohortPeriods struct {
	anchor       retention.Date
	months, days int // one of them is above 0, the other 0
}

func (b CohortBasis) periods() (cohortPeriods, error) {
	p := cohortPeriods{b.Anchor, b.Period.Months, b.Period.Days}
	if b.Anchor.IsZero() {
		p.anchor = retention.NewDate(2001, time.January, 1)
	}
	if b.Period.IsZero() {
		p.months = 1
	}
	if p.months < 0 || p.days < 0 || (p.months == 0) == (p.days == 0) || b.Period.Exact != 0 {
		return p, fmt.Errorf("ltv: %w: period %v is neither some months nor some days", ErrCohortBasis, b.Period)
	}
	if b.Follow < 0 {
		return p, fmt.Errorf("ltv: %w: follow %d periods", ErrCohortBasis, b.Follow)
	}
	return p, nil
}

// start returns the first day of period i.
func (p cohortPeriods) start(i int) retention.Date {
	return p.anchor.AddMonths(i * p.months).AddDays(i * p.days)
}

// index returns the number of the period that a day lies in.
func (p cohortPeriods) index(d retention.Date) int {
	if p.days > 0 {
		return cohortFloor(d.DaysSince(p.anchor), p.days)
	}
	months := 12*(d.Year()-p.anchor.Year()) + int(d.Month()) - int(p.anchor.Month())
	i := cohortFloor(months, p.months)
	if p.start(i).After(d) { // a period begins late in d's month
		i--
	}
	return i
}

// cohortFloor returns ⌊a/b⌋ for b above 0.
func cohortFloor(a, b int) int {
	if a < 0 {
		return -1 - (-1-a)/b
	}
	return a / b
}
