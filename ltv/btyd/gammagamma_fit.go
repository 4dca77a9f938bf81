package btyd

import (
	"context"
	"fmt"
	"math"
)

// FitGammaGamma fits the model to what customers spend, by maximum likelihood.
// Customers without purchases tell nothing and are left out: [Estimate] counts
// only the others. The settings may be nil; Unit means nothing here.
//
// The error wraps [ErrNoData], also if nobody has a purchase, [ErrSettings], or
// that of ctx. It is not an error if the data do not determine the parameters:
// see the Status of the [Estimate].
func FitGammaGamma(ctx context.Context, spends []Spend, s *Settings[GammaGamma]) (Fit[GammaGamma], error) {
	settings, start, err := s.search(len(spends))
	if err != nil {
		return Fit[GammaGamma]{}, err
	}
	starts, err := startAt(start)
	if err != nil {
		return Fit[GammaGamma]{}, err
	}
	rows := groupSpends(spends, settings.weights)
	if len(rows) == 0 {
		return Fit[GammaGamma]{}, fmt.Errorf("btyd: %w: nobody has a purchase", ErrNoData)
	}
	table := newSpendTable(rows)
	typical := table.typical()
	for _, start := range [][2]float64{{4, 4}, {1, 2}, {20, 20}} {
		p, q := start[0], start[1]
		starts = append(starts, []float64{p, q, typical * q / p})
	}
	params, e, err := maximise(ctx, likelihood{
		names:    []string{"p", "q", "gamma"},
		positive: 3,
		scale:    []float64{1, 1, typical},
		rows:     len(rows),
		weight:   totalWeight(rows),
		at:       table.at,
	}, settings, starts)
	if err != nil {
		return Fit[GammaGamma]{}, err
	}
	m := GammaGamma{params[0], params[1], params[2]}
	return Fit[GammaGamma]{m, e}, nil
}

// spendTable has rows by their number of purchases, so that all that depends on
// it alone is computed once.
type spendTable struct {
	rows []spendRow
	xs   []float64 // different numbers of purchases
}

type spendRow struct {
	total, logTotal, weight float64
	group                   int // in xs
}

func newSpendTable(sorted []rowOf[Spend]) *spendTable {
	t := &spendTable{rows: make([]spendRow, len(sorted))}
	for i, row := range sorted {
		if x := float64(row.of.x); len(t.xs) == 0 || t.xs[len(t.xs)-1] != x {
			t.xs = append(t.xs, x)
		}
		total := row.of.total()
		t.rows[i] = spendRow{total, math.Log(total), row.weight, len(t.xs) - 1}
	}
	return t
}

// typical returns the geometric mean of the means.
func (t *spendTable) typical() float64 {
	sum, weight := 0.0, 0.0
	for _, row := range t.rows {
		sum += row.weight * (row.logTotal - math.Log(t.xs[row.group]))
		weight += row.weight
	}
	return math.Exp(sum / weight)
}

// at is that of the likelihood.
func (t *spendTable) at(params []float64) func(grad []float64, from, to int) float64 {
	m := GammaGamma{params[0], params[1], params[2]}
	groups := make([]spendGroup, len(t.xs))
	for i, x := range t.xs {
		shape := m.P * x
		groups[i] = spendGroup{
			x: x, shape: shape,
			constant: math.Log(x) - logBeta(shape, m.Q) - shape*math.Log(m.Gamma),
			p:        slopeRise(shape, m.Q) - math.Log(m.Gamma), q: slopeRise(m.Q, shape),
		}
	}
	return func(grad []float64, from, to int) (ll float64) {
		for from < to {
			g := t.rows[from].group
			until := from
			for until < to && t.rows[until].group == g {
				until++
			}
			ll += groups[g].add(m, sums(t.rows[from:until], m.Gamma), grad)
			from = until
		}
		return ll
	}
}

// spendGroup is what rows of one number of purchases share.
type spendGroup struct {
	x, shape float64
	constant float64 // of the log-likelihood
	p, q     float64 // of the gradient
}

// spendSums are sums over rows, each times its weight.
type spendSums struct{ weight, logTotal, logShare, inverse float64 }

// add returns the log-likelihood of rows of the group, given their sums, and adds
// its gradient.
func (g spendGroup) add(m GammaGamma, s spendSums, grad []float64) float64 {
	grad[0] += g.x * (s.weight*g.p + s.logTotal + s.logShare)
	grad[1] += s.weight*g.q + s.logShare
	grad[2] += s.weight*m.Q/m.Gamma - (g.shape+m.Q)*s.inverse
	return s.weight*g.constant + (g.shape-1)*s.logTotal + (g.shape+m.Q)*s.logShare
}

// sums sums the logarithms of γ/(γ+total), and 1/(γ+total). The logarithm of a
// product is cheaper than a sum of logarithms, as long as it does not underflow.
func sums(rows []spendRow, gamma float64) (s spendSums) {
	product := 1.0
	for i := range rows {
		row := &rows[i]
		inverse := 1 / (gamma + row.total)
		s.weight += row.weight
		s.logTotal += row.weight * row.logTotal
		s.inverse += row.weight * inverse
		if share := gamma * inverse; row.weight == 1 {
			product *= share
		} else {
			s.logShare += row.weight * math.Log(share)
		}
		if product < 1e-100 {
			s.logShare += math.Log(product)
			product = 1
		}
	}
	s.logShare += math.Log(product)
	return s
}
