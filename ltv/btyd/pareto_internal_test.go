package btyd

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"pgregory.net/rapid"
)

// leavesTwin integrates by brute force: with u = t·e^-v it sums the integrand of
// leaves at equal steps of a variable that v is a double exponential of
// (Takahasi & Mori 1974).
func (w race) leavesTwin(t float64) float64 {
	const h = 1. / 512
	sum := 0.0
	for i := -6 * 512; i <= 7*512; i++ {
		at := float64(i) * h
		v := math.Exp(at - math.Exp(-at))
		u := t * math.Exp(-v)
		sum += v * (1 + math.Exp(-at)) * u / (w.beta + u) * math.Exp(-w.silence(u))
	}
	return w.s * sum * h
}

// genLog draws numbers of all magnitudes between two.
func genLog(from, to float64) *rapid.Generator[float64] {
	return rapid.Map(evenly(math.Log(from), math.Log(to)), math.Exp)
}

// genRace draws races over the whole domain, some of them with alpha and beta
// alike.
func genRace() *rapid.Generator[race] {
	return rapid.Custom(func(t *rapid.T) race {
		parameter := genLog(1e-4, 1e5)
		w := race{parameter.Draw(t, "a"), parameter.Draw(t, "alpha"), parameter.Draw(t, "s"), parameter.Draw(t, "beta")}
		if rapid.Bool().Draw(t, "alike") {
			w.beta = w.alpha * rapid.SampledFrom([]float64{1, 1 + 1e-12, 1 - 1e-6, 0.7, 0.9, 1.1, 1.3}).Draw(t, "ratio")
		}
		return w
	})
}

func TestRaceLeavesTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, wait := genRace().Draw(t, "race"), genLog(1e-3, 1e5).Draw(t, "t")
		got, _ := w.leaves(wait)
		// What rounding of the parameters alone does to a power of a or s.
		tolerance := 1e-12 + 1e-15*max(w.a, w.s)
		if want := w.leavesTwin(wait); !(relative(got, want) <= tolerance) {
			t.Errorf("leaving first has probability %.17g, by brute force %.17g, off by %.2g", got, want, relative(got, want))
		}
	})
}

func TestRaceSeriesIsQuadrature(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, wait := genRace().Draw(t, "race"), genLog(1e-3, 1e5).Draw(t, "t")
		reach := min(seriesReach, 2*seriesReach/(1+w.s))
		y := evenly(-reach, reach).Draw(t, "y")
		w.beta = w.alpha * (1 - y)
		p, by := w.series((w.alpha-w.beta)/w.alpha, wait, logGrowth(w.alpha, wait), logGrowth(w.beta, wait))
		q, want := w.quadrature(wait)
		tolerance := 1e-12 + 1e-15*max(w.a, w.s)
		if !(relative(p, q) <= tolerance) {
			t.Errorf("probability %.17g by the series, %.17g by quadrature, off by %.2g", p, q, relative(p, q))
		}
		for name, pair := range map[string][2]float64{
			"a": {by.a, want.a}, "alpha": {by.alpha, want.alpha}, "s": {by.s * w.s, want.s * w.s}, "beta": {by.beta, want.beta},
		} {
			if !(math.Abs(pair[0]-pair[1]) <= 1e-9*(1+math.Abs(pair[1])+1e-3*max(w.a, w.s))) {
				t.Errorf("slope in %s %.17g by the series, %.17g by quadrature", name, pair[0], pair[1])
			}
		}
	})
}

// Purchase first, leaving first, neither: that is all there is.
func TestRaceSumsToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, wait := genRace().Draw(t, "race"), genLog(1e-3, 1e5).Draw(t, "t")
		leaves, _ := w.leaves(wait)
		buys, _ := w.swapped().leaves(wait)
		tolerance := 1e-12 + 1e-15*max(w.a, w.s)
		if sum := leaves + buys + math.Exp(-w.silence(wait)); !(math.Abs(sum-1) <= tolerance) {
			t.Errorf("sum %.17g", sum)
		}
	})
}

func TestRaceDensitySlopes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := genLog(1e-3, 1e3)
		w := race{g.Draw(t, "a"), g.Draw(t, "alpha"), g.Draw(t, "s"), g.Draw(t, "beta")}
		x := float64(rapid.IntRange(0, 200).Draw(t, "x"))
		tx, wait := g.Draw(t, "tx"), g.Draw(t, "wait")
		if x == 0 {
			tx = 0
		}
		if rapid.IntRange(0, 9).Draw(t, "no wait") == 0 {
			wait = 0
		}
		_, by := w.density(x, tx, wait)
		for i, got := range []float64{by.a * w.a, by.alpha, by.s * w.s, by.beta} {
			const h = 1e-4
			at := func(by float64) float64 {
				v := w
				*[]*float64{&v.a, &v.alpha, &v.s, &v.beta}[i] *= math.Exp(by)
				ll, _ := v.density(x, tx, wait)
				return ll
			}
			want := (8*(at(h)-at(-h)) - at(2*h) + at(-2*h)) / (12 * h)
			if !(math.Abs(got-want) <= 1e-7*(1+math.Abs(want)+math.Abs(at(0)))) {
				t.Errorf("slope %d in logarithms is %v, by differences %v", i, got, want)
			}
		}
	})
}

func TestLegendre(t *testing.T) {
	n := 2 * len(legendre20)
	x, weight := make([]float64, n), make([]float64, n)
	quad.Legendre{}.FixedLocations(x, weight, -1, 1)
	for i, node := range legendre20 {
		at := n/2 + i
		if x[0] > 0 {
			at = n/2 - 1 - i
		}
		if math.Abs(x[at]-node.x) > 1e-15 || math.Abs(weight[at]-node.weight) > 1e-15 {
			t.Errorf("node %d is %v, want %v and %v", i, node, x[at], weight[at])
		}
	}
}
