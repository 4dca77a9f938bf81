package ltv

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Cohort is the customers whose first sale fell in one period, and their
// purchases since: a row of the retention triangle. Index k of its slices is
// the k-th period after the acquisition period, which has index 0. Periods that
// had not begun at the as-of instant are absent.
type Cohort struct {
	// Start and End are the acquisition period, [Start, End).
	Start retention.Date `json:"start"`
	End   retention.Date `json:"end"`
	// Size is the number of customers. Cohorts without customers are listed
	// too, so that the axis of time has no gaps.
	Size int `json:"size"`
	// Whole is the number of periods, counted from the first, that were over at
	// the as-of instant. A period beyond is seen in part: its figures will
	// still grow. Only the last one can be.
	Whole int `json:"whole"`
	// Active is the number of customers with a sale in the period. Active[0] is
	// Size.
	Active []int `json:"active"`
	// Gross is the money of all sales in the period, and Net that less the
	// refunds booked in the period. A refund from before the customer's first
	// sale is in Net[0].
	Gross []decimal.Decimal `json:"gross"`
	Net   []decimal.Decimal `json:"net"`
}

// Retention returns the share of the cohort that bought in period k. It is 1
// for period 0, by definition. ok is false for a cohort without customers, and
// for a period that was not followed or is not over: its share would look low
// only because it is young.
func (c *Cohort) Retention(k int) (share float64, ok bool) {
	if c.Size == 0 || k < 0 || k >= len(c.Active) || k > 0 && k >= c.Whole {
		return 0, false
	}
	return float64(c.Active[k]) / float64(c.Size), true
}

// Churn returns the share of the cohort that did not buy in period k: 1 -
// Retention. Some of them may be back later, so it need not rise with k. For
// final losses, see [Lifetimes].
func (c *Cohort) Churn(k int) (share float64, ok bool) {
	share, ok = c.Retention(k)
	if !ok {
		return 0, false
	}
	return 1 - share, true
}

// Partial reports whether period k had begun at the as-of instant, but was not
// over.
func (c *Cohort) Partial(k int) bool { return k >= c.Whole && k < len(c.Active) }

// NetPerCustomer returns the net money of periods 0 to k together, divided by
// Size: how much an acquired customer had brought by then. It is rounded once,
// half away from zero, to the given number of decimals. ok is false for a
// cohort without customers and for a period that is not over.
func (c *Cohort) NetPerCustomer(k int, places int32) (value decimal.Decimal, ok bool) {
	if c.Size == 0 || k < 0 || k >= c.Whole {
		return decimal.Decimal{}, false
	}
	var sum decimal.Decimal
	for _, net := range c.Net[:k+1] {
		sum = sum.Add(net)
	}
	return sum.DivRound(decimal.NewFromInt(int64(c.Size)), places), true
}
