package ltv

import (
	"fmt"
	"sort"

	"github.com/retentionkit/retention"
)

// cohortAxis is the unbroken run of periods from the first acquisition to the
// as-of instant. They are both the rows of the triangle and, from its own row
// on, what the columns of a cohort are.
type cohortAxis struct {
	starts []retention.Date // of every period, and the end of the last
	whole  int              // how many periods were over at the as-of instant
	follow int              // columns that a row may have
}

// newCohortAxis returns the axis for a view whose first customer was acquired
// on a given day; the zero Date makes an axis without periods.
func newCohortAxis(v retention.View, b CohortBasis, first retention.Date) (*cohortAxis, error) {
	p, err := b.periods()
	if err != nil || first.IsZero() {
		return new(cohortAxis), err
	}
	last := endOf(v)
	from := p.index(first)
	n := max(p.index(last)-from, 0) + 1
	a := &cohortAxis{whole: n, follow: n}
	if b.Follow > 0 {
		a.follow = min(n-1, b.Follow) + 1
	}
	if n > cohortCellsMost || n*a.follow-a.follow*(a.follow-1)/2 > cohortCellsMost {
		return nil, fmt.Errorf("ltv: %w: %d periods from %v to %v make a table of more than %d cells",
			ErrCohortBasis, n, first, last, cohortCellsMost)
	}
	for i := range n + 1 {
		a.starts = append(a.starts, p.start(from+i))
	}
	if retention.DateOf(v.AsOf(), v.Zone()).Before(a.starts[n]) {
		a.whole--
	}
	return a, nil
}

// len returns the number of periods.
func (a *cohortAxis) len() int { return max(len(a.starts)-1, 0) }

// width returns the number of columns that row i has.
func (a *cohortAxis) width(i int) int { return min(a.len()-i, a.follow) }

// period returns the period that a day lies in. A day before the axis, to which
// clocks went back over midnight, is in the first.
func (a *cohortAxis) period(d retention.Date) int {
	i := sort.Search(len(a.starts), func(i int) bool { return a.starts[i].After(d) }) - 1
	return max(i, 0)
}
