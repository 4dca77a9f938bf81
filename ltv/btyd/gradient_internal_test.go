package btyd

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// checkGradient compares a gradient with differences of the log-likelihood, in
// which numbers of some size cancel.
func checkGradient(t *rapid.T, params []float64, at func(params []float64) func(grad []float64, from, to int) float64, rows int, size float64) {
	grad := make([]float64, len(params))
	ll := at(params)(grad, 0, rows)
	for j, p := range params {
		const h = 1e-5
		beside := func(by float64) float64 {
			moved := append([]float64(nil), params...)
			moved[j] = p * math.Exp(by)
			return at(moved)(make([]float64, len(params)), 0, rows)
		}
		// Differences of the fourth order.
		want := (8*(beside(h)-beside(-h)) - beside(2*h) + beside(-2*h)) / (12 * h)
		if got := grad[j] * p; math.Abs(got-want) > 1e-5*math.Abs(want)+1e-9*(math.Abs(ll)+size)+1e-8 {
			t.Errorf("%v: slope %d is %v, but differences make %v", params, j, got, want)
		}
	}
}

func genParams(n int) *rapid.Generator[[]float64] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) float64 {
		return math.Pow(10, evenly(-3, 4).Draw(t, "log10"))
	}), n, n)
}

func TestSBGGradient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rowOf[Tenure]{Tenure{rapid.IntRange(0, 100).Draw(t, "renewals"), rapid.Bool().Draw(t, "left")}, 2}
		checkGradient(t, genParams(2).Draw(t, "params"), func(p []float64) func([]float64, int, int) float64 {
			return func(grad []float64, _, _ int) float64 { return SBG{p[0], p[1]}.addLikelihood(row, grad) }
		}, 1, 0)
	})
}

func TestBGBBGradient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 100).Draw(t, "n")
		tx := rapid.IntRange(0, n).Draw(t, "t_x")
		row := rowOf[Occasions]{Occasions{rapid.IntRange(min(tx, 1), tx).Draw(t, "x"), tx, n}, 3}
		checkGradient(t, genParams(4).Draw(t, "params"), func(p []float64) func([]float64, int, int) float64 {
			return func(grad []float64, _, _ int) float64 { return BGBB{p[0], p[1], p[2], p[3]}.addLikelihood(row, grad) }
		}, 1, 0)
	})
}

// The likelihood of a table is that of its rows, and its gradient is right.
func TestGammaGammaTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spends []Spend
		var weights []float64
		for range rapid.IntRange(1, 150).Draw(t, "customers") {
			mean := math.Pow(10, evenly(-3, 6).Draw(t, "mean"))
			spends = append(spends, Spend{rapid.IntRange(1, 3).Draw(t, "x"), mean})
			weights = append(weights, rapid.SampledFrom([]float64{1, 1, 1, 1, 0.5, 3, 0}).Draw(t, "weight"))
		}
		params := genParams(3).Draw(t, "params")
		m := GammaGamma{params[0], params[1], params[2]}
		want, size := 0.0, 0.0 // size is of the numbers that cancel
		for i, c := range spends {
			want += weights[i] * m.LogLikelihood(c)
			size += weights[i] * (m.P*float64(c.x) + m.Q)
		}
		rows := groupSpends(spends, weights)
		table := newSpendTable(rows)
		if got := table.at(params)(make([]float64, 3), 0, len(rows)); math.Abs(got-want) > 1e-12*(math.Abs(want)+50*size+1) {
			t.Errorf("log-likelihood %v, but customers make %v", got, want)
		}
		if size < 1e4 {
			checkGradient(t, params, table.at, len(rows), size)
		}
	})
}

// Many shares make a product too small for a number.
func TestGammaGammaTableOfUnlikelyMoney(t *testing.T) {
	m := GammaGamma{2, 3, 1e-3}
	var spends []Spend
	want := 0.0
	for i := range 300 {
		c := Spend{2, 1e6 + float64(i)}
		spends = append(spends, c)
		want += m.LogLikelihood(c)
	}
	table := newSpendTable(groupSpends(spends, nil))
	got := table.at([]float64{m.P, m.Q, m.Gamma})(make([]float64, 3), 0, len(spends))
	if math.Abs(got-want) > 1e-10*math.Abs(want) {
		t.Errorf("log-likelihood %v, but customers make %v", got, want)
	}
}

func TestGroupSpends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spends []Spend
		var weights []float64
		for range rapid.IntRange(0, 300).Draw(t, "customers") {
			spends = append(spends, Spend{rapid.SampledFrom([]int{0, 1, 2, 300, 70_000}).Draw(t, "x"), rapid.SampledFrom([]float64{1e-9, 0.5, 1, 1 + 1e-15, 2, 1e15}).Draw(t, "mean")})
			weights = append(weights, rapid.SampledFrom([]float64{0, 0.1, 1, 2.5}).Draw(t, "weight"))
		}
		sums := map[Spend]float64{}
		for i, c := range spends {
			sums[c] += weights[i]
		}
		last := Spend{}
		for _, row := range groupSpends(spends, weights) {
			if row.of.x < last.x || row.of.x == last.x && row.of.mean <= last.mean {
				t.Errorf("%v after %v", row.of, last)
			}
			if math.Abs(row.weight-sums[row.of]) > 1e-12*row.weight || row.of.x == 0 {
				t.Errorf("%v weighs %v, want %v", row.of, row.weight, sums[row.of])
			}
			delete(sums, row.of)
			last = row.of
		}
		for c, weight := range sums {
			if c.x > 0 && weight > 0 {
				t.Errorf("%v is lost", c)
			}
		}
	})
}

// Neighbouring counts tell what a sum of logarithms and of inverses is.
func TestFallAndHarmonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := genParams(2).Draw(t, "params")
		z, gap, n := p[0], p[1], rapid.IntRange(0, 100).Draw(t, "n")
		fall, sum := 0.0, 0.0
		for i := range n {
			fall -= math.Log1p(gap / (z + float64(i)))
			sum += 1 / (z + float64(i))
		}
		if got := logFall(z, z+gap, gap, n); math.Abs(got-fall) > 1e-12*math.Abs(fall) {
			t.Errorf("fall %v, want %v", got, fall)
		}
		if got := harmonic(z, n); math.Abs(got-sum) > 1e-12*sum {
			t.Errorf("harmonic %v, want %v", got, sum)
		}
	})
}
