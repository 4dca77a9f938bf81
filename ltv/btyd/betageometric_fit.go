package btyd

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// betaGeometricRows are the different records of a fit, prepared for the
// likelihood of [betaGeometric]. Times are in the unit of the fit.
type betaGeometricRows struct {
	first  float64
	counts []float64 // the different x, ascending
	times  []float64 // the different times, ascending
	rows   []betaGeometricRow
}

type betaGeometricRow struct {
	weight    float64
	count     int32 // the index of x in counts
	last, end int32 // the indexes of t_x and T in times
}

func fitBetaGeometric(ctx context.Context, records []Record, s search, start *betaGeometric, first float64) (betaGeometric, Estimate, error) {
	rows := group(records, s.weights)
	m := momentsOf(rows, s.unit)
	starts := betaGeometricStarts(m)
	if start != nil {
		starts = append([][]float64{{start.r, Time{start.alpha}.In(s.unit), start.a, start.b}}, starts...)
	}
	p, e, err := maximise(ctx, likelihood{
		names:    []string{"r", "alpha", "a", "b"},
		positive: 4,
		scale:    []float64{1, m.time, 1, 1},
		rows:     len(rows),
		weight:   m.customers,
		at:       betaGeometricRowsOf(rows, s.unit, first).at,
	}, s, starts)
	if err != nil {
		return betaGeometric{}, Estimate{}, err
	}
	return betaGeometric{p[0], s.unit.Times(p[1]).days, p[2], p[3], first}, e, nil
}

func betaGeometricRowsOf(rows []weighted, u Unit, first float64) betaGeometricRows {
	d := betaGeometricRows{first: first, rows: make([]betaGeometricRow, len(rows))}
	times := make([]float64, 0, 2*len(rows))
	for _, row := range rows {
		times = append(times, row.tx.In(u), row.t.In(u))
	}
	slices.Sort(times)
	d.times = slices.Compact(times)
	for i, row := range rows {
		if n := len(d.counts); n == 0 || d.counts[n-1] != float64(row.x) {
			d.counts = append(d.counts, float64(row.x))
		}
		last, _ := slices.BinarySearch(d.times, row.tx.In(u))
		end, _ := slices.BinarySearch(d.times, row.t.In(u))
		d.rows[i] = betaGeometricRow{row.weight, int32(len(d.counts) - 1), int32(last), int32(end)}
	}
	return d
}

// betaGeometricStarts returns where to begin: heterogeneity as the counts have
// it, the rate of those who have not left, and churn from a lot to next to none.
func betaGeometricStarts(m moments) [][]float64 {
	r := m.shape()
	var starts [][]float64
	for _, ab := range [...][2]float64{{0.8, 2.5}, {0.1, 1}, {2, 20}} {
		starts = append(starts, []float64{r, r / m.rate(), ab[0], ab[1]})
	}
	return starts
}

// at implements likelihood.at. Logarithms are taken once for each different x
// and each different time, of which there are few where days are counted.
func (d betaGeometricRows) at(p []float64) func(grad []float64, from, to int) float64 {
	g := betaGeometric{p[0], p[1], p[2], p[3], d.first}
	tallies := g.tallies(d.counts)
	growth := make([]float64, len(d.times))
	for i, t := range d.times {
		growth[i] = math.Log1p(t / g.alpha)
	}
	return func(grad []float64, from, to int) (ll float64) {
		var sum [4]float64
		for _, row := range d.rows[from:to] {
			one, by := g.density(&tallies[row.count], d.times[row.last], d.times[row.end], growth[row.last], growth[row.end])
			ll += row.weight * one
			for j := range sum {
				sum[j] += row.weight * by[j]
			}
		}
		floats.Add(grad, sum[:])
		return ll
	}
}

// tally is what the likelihoods of all records with the same x share.
type tally struct {
	x, flips float64
	log      float64    // of all factors that have no time in them
	odds     float64    // of having left at the last purchase and not after it, as a logarithm
	slope    [4]float64 // of log, in r, alpha, a and b
}

func (g betaGeometric) tallies(counts []float64) []tally {
	list, flips := make([]tally, len(counts)), make([]float64, len(counts))
	for i, x := range counts {
		flips[i] = x + g.first
	}
	bought, stayed, chances := risesOf(g.r, counts), risesOf(g.b, flips), risesOf(g.a+g.b, flips)
	logAlpha := math.Log(g.alpha)
	for i, x := range counts {
		list[i] = tally{
			x, flips[i],
			bought.log[i] + stayed.log[i] - chances.log[i] - x*logAlpha,
			math.Log(g.a / (g.b + (flips[i] - 1))),
			[4]float64{bought.slope[i], -x / g.alpha, -chances.slope[i], stayed.slope[i] - chances.slope[i]},
		}
	}
	return list
}

// tally returns that of one x.
func (g betaGeometric) tally(x float64) tally {
	n := x + g.first
	stayed, chances := slopeRise(g.b, n), slopeRise(g.a+g.b, n)
	return tally{
		x, n,
		logRise(g.r, x) + logRiseRatio(g.b, g.a, n) - x*math.Log(g.alpha),
		math.Log(g.a / (g.b + (n - 1))),
		[4]float64{slopeRise(g.r, x), -x / g.alpha, -chances, stayed - chances},
	}
}

// density returns the logarithm of the density of a record, and its slopes in r,
// alpha, a and b. The growth of a time t is ln(1+t/alpha).
func (g betaGeometric) density(v *tally, tx, t, growthTX, growthT float64) (ll float64, by [4]float64) {
	n := g.r + v.x
	by = v.slope
	ll = v.log - n*growthT
	by[0] -= growthT
	by[1] += n * t / (g.alpha * (g.alpha + t))
	if v.flips > 0 {
		silence := growthT - growthTX
		left, more := softplus(v.odds + n*silence)
		ll += more
		by[0] += left * silence
		by[1] -= left * n * (t - tx) / ((g.alpha + t) * (g.alpha + tx))
		by[2] += left / g.a
		by[3] -= left / (g.b + (v.flips - 1))
	}
	return ll, by
}
