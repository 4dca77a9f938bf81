package btyd

import (
	"context"
	"fmt"
	"math"
)

// FitParetoNBD fits a [ParetoNBD] to records by maximum likelihood. A nil s means
// the defaults. Customers who never came back belong to the records.
//
// The status is [Boundary] where the data cannot tell a parameter apart from
// its limit; the rest of the model is sound. [Runaway] states the threshold.
// There are two usual cases. Customers hardly ever leave: s → 0 or beta → ∞. Or
// they all leave alike, at one rate s/beta: s → ∞ and beta → ∞ together.
//
// The errors wrap [ErrNoData] or [ErrSettings], or are that of ctx.
// Equal records are computed once. A fit takes about as long as computing the
// likelihood of the different records 50 times, and memory in proportion to them.
func FitParetoNBD(ctx context.Context, records []Record, s *Settings[ParetoNBD]) (Fit[ParetoNBD], error) {
	look, start, err := s.search(len(records))
	if err != nil {
		return Fit[ParetoNBD]{}, err
	}
	rows := group(records, look.weights)
	moments := momentsOf(rows, look.unit)
	starts := paretoStarts(moments)
	if start != nil {
		if err := start.Check(); err != nil {
			return Fit[ParetoNBD]{}, fmt.Errorf("btyd: %w: start: %w", ErrSettings, err)
		}
		starts = append([][]float64{{start.R, start.Alpha.In(look.unit), start.S, start.Beta.In(look.unit)}}, starts...)
	}
	p, estimate, err := maximise(ctx, likelihood{
		names:    []string{"r", "alpha", "s", "beta"},
		positive: 4,
		scale:    []float64{1, moments.time, 1, moments.time},
		rows:     len(rows),
		weight:   moments.customers,
		at:       newParetoRows(rows, look.unit).at,
	}, look, starts)
	if err != nil {
		return Fit[ParetoNBD]{}, err
	}
	return Fit[ParetoNBD]{ParetoNBD{p[0], look.unit.Times(p[1]), p[2], look.unit.Times(p[3])}, estimate}, nil
}

// paretoStarts returns where to begin: purchases as the counts have them, and
// leaving from early and often to hardly ever. That alpha and beta are equal saves
// quadratures.
func paretoStarts(m moments) [][]float64 {
	r := m.shape()
	alpha := r / m.rate()
	return [][]float64{
		{r, alpha, 0.5, alpha},
		{r, alpha, 0.05, alpha},
		{r, alpha, 2, alpha},
	}
}

// paretoRows are the different records of a fit, in its unit of time.
type paretoRows struct {
	counts []float64 // the different x, ascending
	rows   []paretoRow
}

type paretoRow struct {
	tx, wait, weight float64 // the wait is that since the last purchase
	count            int     // the index of x in counts
}

func newParetoRows(rows []weighted, u Unit) paretoRows {
	d := paretoRows{rows: make([]paretoRow, len(rows))}
	for i, row := range rows {
		x := float64(row.x)
		if n := len(d.counts); n == 0 || d.counts[n-1] != x {
			d.counts = append(d.counts, x)
		}
		d.rows[i] = paretoRow{row.tx.In(u), Time{row.t.days - row.tx.days}.In(u), row.weight, len(d.counts) - 1}
	}
	return d
}

// at implements likelihood.at.
func (d paretoRows) at(p []float64) func(grad []float64, from, to int) float64 {
	w := race{p[0], p[1], p[2], p[3]}
	bought := risesOf(w.a, d.counts)
	return func(grad []float64, from, to int) (ll float64) {
		var sum slopes
		for _, row := range d.rows[from:to] {
			one, by := w.density(d.counts[row.count], row.tx, row.wait)
			ll += row.weight * (one + bought.log[row.count])
			by.a += bought.slope[row.count]
			sum.add(row.weight, by)
		}
		grad[0] += sum.a
		grad[1] += sum.alpha / w.alpha
		grad[2] += sum.s
		grad[3] += sum.beta / w.beta
		return ll
	}
}

// slopes are the derivatives of something in a, ln alpha, s and ln beta of a
// race.
type slopes struct{ a, alpha, s, beta float64 }

func (v *slopes) add(weight float64, o slopes) {
	v.a += weight * o.a
	v.alpha += weight * o.alpha
	v.s += weight * o.s
	v.beta += weight * o.beta
}

// density returns the logarithm of the density of the race of a new customer
// leading to x purchases, the last at tx, and to none while waiting after it,
// but for lnΓ(a+x)/Γ(a), which many records share; and its slopes.
func (w race) density(x, tx, wait float64) (ll float64, by slopes) {
	now := race{w.a + x, w.alpha + tx, w.s, w.beta + tx}
	if x > 0 {
		by.a, by.s = -logGrowth(w.alpha, tx), -logGrowth(w.beta, tx)
		by.alpha, by.beta = (w.a*tx-x*w.alpha)/now.alpha, w.s*tx/now.beta
		ll = w.a*by.a + w.s*by.s - x*math.Log(now.alpha)
	}
	if wait == 0 {
		return ll, by
	}
	silence := slopes{
		-logGrowth(now.alpha, wait), now.a * wait / (now.alpha + wait),
		-logGrowth(now.beta, wait), now.s * wait / (now.beta + wait),
	}
	neither := now.a*silence.a + now.s*silence.s
	p, leaving := now.leavesWithin(wait, -silence.a, -silence.s)
	left, more := softplus(math.Log(p) - neither)
	stay := 1 - left
	share, shareBeta := w.alpha/now.alpha, w.beta/now.beta
	by.a += stay*silence.a + left*leaving.a
	by.alpha += share * (stay*silence.alpha + left*leaving.alpha)
	by.s += stay*silence.s + left*leaving.s
	by.beta += shareBeta * (stay*silence.beta + left*leaving.beta)
	return ll + neither + more, by
}
