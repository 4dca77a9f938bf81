package ltv

import (
	"context"

	"github.com/retentionkit/retention/ltv/btyd"
)

// RepeatsBar counts the customers who came back a given number of times in the
// calibration, and their purchases in the holdout. The number of customers
// should be near to ExpectedCustomers (the histogram of frequencies), and their
// purchases near to Expected (the conditional expectations). Fader, Hardie &
// Lee (2005) judge models by both plots.
type RepeatsBar struct {
	Repeats int  `json:"repeats"`
	OrMore  bool `json:"orMore,omitempty"` // Repeats or more, in the last bar

	Customers         int     `json:"customers"`
	ExpectedCustomers float64 `json:"expectedCustomers"` // Σ P(X(T) = Repeats) over all customers

	// Actual and Expected are the mean numbers of purchases in the holdout of
	// one of Customers. Both are 0 if there are no Customers.
	Actual   float64 `json:"actual"`
	Expected float64 `json:"expected"`
}

// repeatsMost is from how many repeat purchases on customers share a bar.
const repeatsMost = 7

func repeatsBars(ctx context.Context, m btyd.Model, h *Holdout, list []forecast) ([]RepeatsBar, error) {
	bars := make([]RepeatsBar, repeatsMost+1)
	for i := range bars {
		bars[i].Repeats, bars[i].OrMore = i, i == repeatsMost
	}
	for i := range list {
		f := &list[i]
		bar := &bars[min(f.record.X(), repeatsMost)]
		bar.Customers += f.customers
		bar.Expected += float64(f.customers) * f.expected
		for _, p := range f.patterns {
			bar.Actual += float64(p.customers * p.purchases)
		}
	}
	for i := range bars {
		if n := float64(bars[i].Customers); n > 0 {
			bars[i].Actual /= n
			bars[i].Expected /= n
		}
	}
	return bars, expectRepeats(ctx, m, h.ages(), bars)
}

// expectRepeats sets how many customers are expected in each bar, of so many
// customers of each age.
func expectRepeats(ctx context.Context, m btyd.Model, ages []int, bars []RepeatsBar) error {
	shares := make([][repeatsMost + 1]float64, len(ages))
	err := each(ctx, len(ages), func(age int) {
		if ages[age] == 0 {
			return
		}
		rest := 1.0
		for x := range repeatsMost {
			p := m.PMF(x, btyd.Days(float64(age)))
			shares[age][x] = p
			rest -= p
		}
		shares[age][repeatsMost] = max(0, rest)
	})
	for age, n := range ages {
		for x, p := range shares[age] {
			bars[x].ExpectedCustomers += float64(n) * p
		}
	}
	return err
}

// ages counts the customers by the days from their first purchase to the end of
// the calibration.
func (h *Holdout) ages() []int {
	list := make([]int, h.Until.DaysSince(h.firstDay())+1)
	for i := range h.Base.customers {
		list[h.Until.DaysSince(h.Base.customers[i].First)]++
	}
	return list
}
