package ltv

import (
	"context"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// TrackedPeriod is the number of repeat purchases of all customers of a base in
// a period, and up to its end. Expected is computed from the day of each
// customer's first purchase alone, in the calibration as well as after it.
type TrackedPeriod struct {
	From retention.Date `json:"from"`
	To   retention.Date `json:"to"` // the day after the last

	Actual             int     `json:"actual"`
	Expected           float64 `json:"expected"`
	CumulativeActual   int     `json:"cumulativeActual"`
	CumulativeExpected float64 `json:"cumulativeExpected"`
}

// Track follows the repeat purchases of the customers of a holdout, from the
// first purchase in the base to the end of the holdout, in periods of the given
// number of days: 7 for weeks. The last period may be shorter, and a period may
// begin before the end of h.Until and end after it. It needs h.Daily.
//
// The expected cumulative number at the end of a day t is Σ E[X(t-t₀)] over the
// customers who have first bought, on a day t₀, by then (Fader, Hardie & Lee 2005,
// Marketing Science 24(2)). It asks the model once for each day, and adds up once
// for each period and different day of a first purchase. Errors are those of
// [Validate], or an *[InputError] about days below 1.
func Track(ctx context.Context, m btyd.Model, h *Holdout, days int) ([]TrackedPeriod, error) {
	if days < 1 {
		return nil, &InputError{"Track.days", fmt.Errorf("%d %w: must be above 0", days, ErrOutOfRange)}
	}
	if err := checkValidation(m, h); err != nil {
		return nil, err
	}
	if h.Daily == nil {
		return nil, fmt.Errorf("ltv: %w: no purchases by day", ErrHoldout)
	}
	return track(ctx, m, h, days)
}

func track(ctx context.Context, m btyd.Model, h *Holdout, days int) ([]TrackedPeriod, error) {
	byAge, err := expectedByAge(ctx, m, len(h.Daily))
	if err != nil {
		return nil, err
	}
	type arrival struct{ first, customers int } // days with no new customer are left out
	var arrivals []arrival
	ages := h.ages()
	for age, n := range ages {
		if n > 0 {
			arrivals = append(arrivals, arrival{len(ages) - 1 - age, n})
		}
	}
	// expected returns the cumulative number before a day, counted from h.From.
	expected := func(to int) (sum float64) {
		for _, a := range arrivals {
			if a.first < to {
				sum += float64(a.customers) * byAge[to-1-a.first]
			}
		}
		return sum
	}
	list := make([]TrackedPeriod, 0, (len(h.Daily)-1)/days+1)
	var p TrackedPeriod
	for from := 0; from < len(h.Daily); from += days {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		to := from + min(days, len(h.Daily)-from)
		p.From, p.To, p.Actual = h.From.AddDays(from), h.From.AddDays(to), 0
		for _, n := range h.Daily[from:to] {
			p.Actual += n
		}
		p.CumulativeActual += p.Actual
		before := p.CumulativeExpected
		p.CumulativeExpected = max(before, expected(to))
		p.Expected = p.CumulativeExpected - before
		list = append(list, p)
	}
	return list, nil
}
