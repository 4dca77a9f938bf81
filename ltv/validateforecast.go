package ltv

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/retentionkit/retention/ltv/btyd"
)

// forecast is what a model says of the customers with one record, and what they
// did.
type forecast struct {
	record    btyd.Record
	customers int
	expected  float64 // purchases in the holdout
	intervals [len(coverageLevels)]interval
	patterns  []pattern // ascending by purchases
}

// pattern is customers with one record who did the same in the holdout.
type pattern struct {
	repeats, last, age int // the record: days since the first purchase
	purchases          int
	customers          int
	logP               float64 // of the purchases
}

func (p pattern) compareRecord(q pattern) int {
	return cmp.Or(cmp.Compare(p.repeats, q.repeats), cmp.Compare(p.last, q.last), cmp.Compare(p.age, q.age))
}

// patterns returns the different patterns, in order, with how many customers
// each has.
func patterns(h *Holdout) []pattern {
	list := make([]pattern, len(h.After))
	for i, after := range h.After {
		c := &h.Base.customers[i]
		list[i] = pattern{c.Repeats, c.Last.DaysSince(c.First), c.End.DaysSince(c.First), after.Purchases, 1, 0}
	}
	order := func(a, b pattern) int {
		return cmp.Or(a.compareRecord(b), cmp.Compare(a.purchases, b.purchases))
	}
	slices.SortFunc(list, order)
	different := list[:0]
	for _, p := range list {
		if n := len(different); n > 0 && order(different[n-1], p) == 0 {
			different[n-1].customers++
		} else {
			different = append(different, p)
		}
	}
	return different
}

// forecasts returns what the model says of each different record, in order.
func forecasts(ctx context.Context, m btyd.Model, h *Holdout) ([]forecast, error) {
	var list []forecast
	for rows := patterns(h); len(rows) > 0; {
		n := 1
		for n < len(rows) && rows[0].compareRecord(rows[n]) == 0 {
			n++
		}
		f, err := newForecast(rows[:n])
		if err != nil {
			return nil, err
		}
		list = append(list, f)
		rows = rows[n:]
	}
	length, days := h.Length(), h.End.DaysSince(h.Until)
	err := each(ctx, len(list), func(i int) { list[i].predict(m, length, days) })
	if err != nil {
		return nil, err
	}
	return list, checkExpected(m, list)
}

func newForecast(rows []pattern) (forecast, error) {
	p := rows[0]
	record, err := btyd.NewRecord(p.repeats, btyd.Days(float64(p.last)), btyd.Days(float64(p.age)))
	if err != nil {
		return forecast{}, fmt.Errorf("ltv: %w", err)
	}
	f := forecast{record: record, patterns: rows}
	for _, p := range rows {
		f.customers += p.customers
	}
	return f, nil
}

// predict asks the model what is to come within a length of time of so many days.
func (f *forecast) predict(m btyd.Model, length btyd.Time, days int) {
	f.expected = m.Expected(f.record, length)
	var room [64]float64 // enough for most
	pmf := f.distribution(room[:0], m, length, days)
	for i, level := range coverageLevels {
		f.intervals[i] = central(pmf, level)
	}
	for i := range f.patterns {
		p := &f.patterns[i]
		if p.purchases < len(pmf) {
			p.logP = math.Log(pmf[p.purchases])
		} else {
			p.logP = math.Log(m.PMFAfter(f.record, p.purchases, length))
		}
	}
}

// distribution appends the probabilities of 0, 1, … purchases, as far as the
// widest interval goes and there are days for them.
func (f *forecast) distribution(pmf []float64, m btyd.Model, length btyd.Time, days int) []float64 {
	enough := (1 + coverageLevels[len(coverageLevels)-1]) / 2
	for total, n := 0.0, 0; n <= days && total < enough; n++ {
		p := m.PMFAfter(f.record, n, length)
		pmf = append(pmf, p)
		total += p
	}
	return pmf
}

// checkExpected returns an error if predictions are so large that their squares
// would not be finite. Only models that no data have made do so.
func checkExpected(m btyd.Model, list []forecast) error {
	for i := range list {
		if f := &list[i]; !(f.expected <= 1e100) {
			return fmt.Errorf("ltv: %w: %s expects %g purchases after %v", btyd.ErrParameter, m.Name(), f.expected, f.record)
		}
	}
	return nil
}
