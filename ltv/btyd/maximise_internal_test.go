package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func someRows(seed uint64, n int) []weighted {
	r := rand.New(rand.NewPCG(seed, 1))
	records := make([]Record, n)
	for i := range records {
		c := Record{t: Days(1 + math.Floor(300*r.Float64()))}
		if c.x = r.IntN(4) * r.IntN(30); c.x > 0 {
			c.tx = Time{c.t.days * (1 - r.Float64())}
		}
		records[i] = c
	}
	return group(records, nil)
}

// TestBetaGeometricLikelihood holds the likelihood that is fitted against that
// of the model, and its slopes against differences.
func TestBetaGeometricLikelihood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := float64(rapid.IntRange(0, 1).Draw(t, "first"))
		u := rapid.SampledFrom([]Unit{Day, Week, Year}).Draw(t, "unit")
		rows := someRows(rapid.Uint64().Draw(t, "seed"), 50)
		p := []float64{
			magnitude(t, "r", 1e-2, 1e2), magnitude(t, "alpha", 1e-1, 1e3) / u.days(),
			magnitude(t, "a", 1e-2, 1e2), magnitude(t, "b", 1e-2, 1e2),
		}
		data := betaGeometricRowsOf(rows, u, first)
		value := func(p []float64) float64 { return data.at(p)(make([]float64, 4), 0, len(rows)) }

		g := betaGeometric{p[0], u.Times(p[1]).days, p[2], p[3], first}
		want, size := 0.0, 0.0
		for _, row := range rows {
			ll := g.logLikelihood(row.Record, u)
			want += row.weight * ll
			size += row.weight * math.Abs(ll)
		}
		if got := value(p); math.Abs(got-want) > 1e-12*size {
			t.Fatalf("log-likelihood %v, by record %v", got, want)
		}
		grad := make([]float64, 4)
		data.at(p)(grad, 0, len(rows))
		for j := range p {
			h := 1e-5 * p[j]
			up, down := append([]float64{}, p...), append([]float64{}, p...)
			up[j] += h
			down[j] -= h
			slope := (value(up) - value(down)) / (2 * h)
			if off := math.Abs(grad[j] - slope); off > 1e-6*math.Abs(slope)+1e-10*size/h {
				t.Errorf("slope %d is %v, by differences %v", j, grad[j], slope)
			}
		}
	})
}

// TestTally: that of one x is that of all of them.
func TestTally(t *testing.T) {
	g := betaGeometric{0.3, 20, 0.8, 2.5, 1}
	counts := []float64{0, 1, 2, 7, 40, 1000}
	for i, all := range g.tallies(counts) {
		one := g.tally(counts[i])
		if math.Abs(all.log-one.log) > 1e-12*math.Abs(one.log) || all.odds != one.odds || all.flips != one.flips {
			t.Errorf("x = %v: %v, %v", counts[i], all, one)
		}
		for j := range all.slope {
			if math.Abs(all.slope[j]-one.slope[j]) > 1e-12*math.Abs(one.slope[j]) {
				t.Errorf("x = %v: slopes %v, %v", counts[i], all.slope, one.slope)
			}
		}
	}
}

// valley is a likelihood with a known peak: a sum of squares in the logarithms
// and the coefficient, of which no row has more than a part.
func valley(rows int, peak []float64, curvature []float64) likelihood {
	return likelihood{
		names: []string{"u", "v", "w"}, positive: 2, scale: []float64{1, 1},
		rows: rows, weight: float64(rows),
		at: func(p []float64) func([]float64, int, int) float64 {
			p = append([]float64{}, p...)
			return func(grad []float64, from, to int) (ll float64) {
				for range to - from {
					for j := range p {
						at, slope := p[j], 1.0
						if j < 2 {
							at, slope = math.Log(p[j]), 1/p[j]
						}
						ll -= curvature[j] * (at - peak[j]) * (at - peak[j]) / 2
						grad[j] -= curvature[j] * (at - peak[j]) * slope
					}
				}
				return ll
			}
		},
	}
}

func TestMaximise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		peak := []float64{evenly(-3, 3).Draw(t, "u"), evenly(-3, 3).Draw(t, "v"), evenly(-30, 30).Draw(t, "w")}
		curvature := []float64{magnitude(t, "cu", 0.1, 100), magnitude(t, "cv", 0.1, 100), magnitude(t, "cw", 0.1, 100)}
		const rows = 1000
		starts := [][]float64{{1, 1, 0}, {10, 0.1, 5}}
		p, e, err := maximise(t.Context(), valley(rows, peak, curvature), search{maxIterations: 1000}, starts)
		if err != nil || e.Status != Converged {
			t.Fatal(e.Status, err)
		}
		for j, want := range []float64{math.Exp(peak[0]), math.Exp(peak[1]), peak[2]} {
			if math.Abs(p[j]-want) > 1e-5*max(1, math.Abs(want)) {
				t.Errorf("parameter %d is %v, want %v", j, p[j], want)
			}
			variance := 1 / (curvature[j] * rows)
			if j < 2 {
				variance *= want * want
			}
			if got := e.Covariance[j][j]; math.Abs(got-variance) > 1e-4*variance {
				t.Errorf("variance %d is %v, want %v", j, got, variance)
			}
		}
	})
}

// TestMaximiseRunaway: a parameter that matters little is said to run away, to
// the side it is on.
func TestMaximiseRunaway(t *testing.T) {
	for _, tt := range []struct {
		at   float64
		want string
	}{{-2, "v → 0"}, {2, "v → ∞"}, {-22, "v → 0"}, {22, "v → ∞"}} {
		l := valley(1000, []float64{0, tt.at, 1}, []float64{1, 1e-5, 1})
		_, e, err := maximise(t.Context(), l, search{maxIterations: 1000}, [][]float64{{1, 1, 0}})
		if err != nil || e.Status != Boundary || len(e.Runaway) != 1 || e.Runaway[0].String() != tt.want {
			t.Errorf("%v, %v, %v; want %s", e.Status, e.Runaway, err, tt.want)
		}
	}
}
