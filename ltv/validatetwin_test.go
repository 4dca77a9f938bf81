package ltv_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

// closely lets sums differ by their rounding.
var closely = cmpopts.EquateApprox(1e-9, 1e-9)

// TestValidateTwin compares every number with what it is by its definition, found
// customer by customer and, for ranks, in all orders of the customers.
func TestValidateTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		until := rapid.IntRange(0, 40).Draw(rt, "until")
		end := until + rapid.IntRange(1, 30).Draw(rt, "length")
		people := drawVisits(rt, 6, until, end)
		m := drawModel(rt)
		h := people.holdout(t, until, end)
		got := validate(t, m, h)
		want := twin(people, m, h, until, end)
		if diff := gocmp.Diff(want, got, closely); diff != "" {
			rt.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestRankTwin is about customers of whom as much is expected as of others.
func TestRankTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		guesses := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.3, 1, 2.5}), 1, 6).Draw(rt, "guesses")
		purchases := rapid.SliceOfN(rapid.IntRange(0, 3), len(guesses), len(guesses)).Draw(rt, "purchases")
		facts := make([]float64, len(purchases))
		for i, n := range purchases {
			facts[i] = float64(n)
		}
		deciles, gini := ltv.RankForTest(guesses, purchases)
		wantDeciles, wantGini := twinRank(guesses, facts)
		if diff := gocmp.Diff(wantDeciles, deciles, closely); diff != "" {
			rt.Errorf("deciles (-want +got)\n%s", diff)
		}
		if diff := gocmp.Diff(wantGini, gini, closely); diff != "" {
			rt.Errorf("Gini (-want +got)\n%s", diff)
		}
	})
}

func twin(people visits, m btyd.Model, h *ltv.Holdout, until, end int) *ltv.Validation {
	length := btyd.Days(float64(end - until))
	n := len(people)
	v := &ltv.Validation{Model: m.Name(), Until: h.Until, End: h.End, Days: end - until, Customers: n}
	var guesses, facts []float64
	for i := range people {
		c := h.Base.At(i).Record()
		guess, fact := m.Expected(c, length), float64(h.After[i].Purchases)
		guesses, facts = append(guesses, guess), append(facts, fact)
		v.Actual += h.After[i].Purchases
		v.Expected += guess
		v.MAE += math.Abs(guess-fact) / float64(n)
		v.RMSE += (guess - fact) * (guess - fact) / float64(n)
		v.Bias += (guess - fact) / float64(n)
		v.LogScore += math.Log(m.PMFAfter(c, h.After[i].Purchases, length)) / float64(n)
	}
	v.RMSE = math.Sqrt(v.RMSE)
	if v.Actual > 0 {
		e := v.Expected/float64(v.Actual) - 1
		v.TotalError = &e
	}
	v.Tracking = twinTracking(people, m, end, 7)
	v.Repeats = twinRepeats(people, m, h, until, guesses)
	v.Deciles, v.Gini = twinRank(guesses, facts)
	for _, level := range []float64{0.5, 0.8, 0.95} {
		v.Coverage = append(v.Coverage, twinCoverage(m, h, length, end-until, level))
	}
	return v
}

func twinTracking(people visits, m btyd.Model, end, step int) []ltv.TrackedPeriod {
	first := end
	for _, days := range people {
		first = min(first, days[0])
	}
	upTo := func(day int) (actual int, expected float64) { // day included
		for _, days := range people {
			if days[0] <= day {
				expected += m.ExpectedNew(btyd.Days(float64(day - days[0])))
			}
			for _, d := range days[1:] {
				if d <= day {
					actual++
				}
			}
		}
		return actual, expected
	}
	var list []ltv.TrackedPeriod
	for from := first; from <= end; from += step {
		to := min(from+step, end+1)
		a0, e0 := upTo(from - 1)
		a1, e1 := upTo(to - 1)
		list = append(list, ltv.TrackedPeriod{
			From: validateFrom.AddDays(from), To: validateFrom.AddDays(to),
			Actual: a1 - a0, Expected: e1 - e0, CumulativeActual: a1, CumulativeExpected: e1,
		})
	}
	return list
}

func twinRepeats(people visits, m btyd.Model, h *ltv.Holdout, until int, guesses []float64) []ltv.RepeatsBar {
	bars := make([]ltv.RepeatsBar, 8)
	for x := range bars {
		bar := &bars[x]
		bar.Repeats, bar.OrMore = x, x == 7
		for i, days := range people {
			if r := h.Base.At(i).Repeats; r == x || x == 7 && r > 7 {
				bar.Customers++
				bar.Actual += float64(h.After[i].Purchases)
				bar.Expected += guesses[i]
			}
			p := 0.0
			for k := range 7 {
				if one := m.PMF(k, btyd.Days(float64(until-days[0]))); k == x || x == 7 {
					p += one
				}
			}
			if x == 7 {
				p = 1 - p
			}
			bar.ExpectedCustomers += p
		}
		if bar.Customers > 0 {
			bar.Actual /= float64(bar.Customers)
			bar.Expected /= float64(bar.Customers)
		}
	}
	return bars
}

// twinRank is the mean over all orders of customers that have the guesses from
// the highest to the lowest.
func twinRank(guesses, facts []float64) (list []ltv.Decile, g ltv.Gini) {
	n := len(facts)
	actual, curve := meanCurve(guesses, facts)
	expected, _ := meanCurve(guesses, guesses)
	perfect, best := meanCurve(facts, facts)
	all := actual[10]
	if all > 0 {
		// Trapezoids between customers, a width of 1/n each.
		g.Model, g.Perfect = area(curve)/all*2-1, area(best)/all*2-1
	} else {
		all = 1
	}
	if g.Perfect > 1e-12 {
		ratio := g.Model / g.Perfect
		g.Normalised = &ratio
	} else {
		g.Perfect = 0
	}
	for i := range 10 {
		tenth := float64(n) / 10
		share := (actual[i+1] - actual[i]) / all
		list = append(list, ltv.Decile{
			Decile: i + 1, Customers: tenth, Actual: (actual[i+1] - actual[i]) / tenth, Expected: (expected[i+1] - expected[i]) / tenth,
			Share: share, CumulativeShare: actual[i+1] / all, PerfectShare: perfect[i+1] / all,
			Lift: share / 0.1, CumulativeLift: actual[i+1] / all / (float64(i+1) / 10),
		})
	}
	return list, g
}

func area(curve []float64) (sum float64) {
	for i := 1; i < len(curve); i++ {
		sum += (curve[i-1] + curve[i]) / 2 / float64(len(curve)-1)
	}
	return sum
}

// meanCurve returns the cumulative values of customers ordered by rank, at the
// tenths and at each customer.
func meanCurve(rank, values []float64) (tenths, points []float64) {
	n, orders := len(rank), 0
	tenths, points = make([]float64, 11), make([]float64, n+1)
	permute(n, func(order []int) {
		if !slices.IsSortedFunc(order, func(a, b int) int { return cmp.Compare(rank[b], rank[a]) }) {
			return
		}
		orders++
		sum := 0.0
		for i, c := range order {
			sum += values[c]
			points[i+1] += sum
		}
		for k := range tenths {
			for i, c := range order { // the part of customer i within the first k tenths
				part := float64(k*n)/10 - float64(i)
				tenths[k] += values[c] * min(1, max(0, part))
			}
		}
	})
	for i := range tenths {
		tenths[i] /= float64(orders)
	}
	for i := range points {
		points[i] /= float64(orders)
	}
	return tenths, points
}

func permute(n int, do func(order []int)) {
	var next func(order, left []int)
	next = func(order, left []int) {
		if len(left) == 0 {
			do(order)
		}
		for i, c := range left {
			next(append(slices.Clone(order), c), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	next(nil, all)
}

func twinCoverage(m btyd.Model, h *ltv.Holdout, length btyd.Time, most int, level float64) ltv.Coverage {
	c := ltv.Coverage{Nominal: level}
	for i, after := range h.After {
		var pmf []float64
		total := 0.0
		for n := range most + 1 {
			pmf = append(pmf, m.PMFAfter(h.Base.At(i).Record(), n, length))
			total += pmf[n]
		}
		pmf = append(pmf, max(0, 1-total))
		quantile := func(p float64) int {
			sum := 0.0
			for n, one := range pmf {
				if sum += one; sum >= p {
					return n
				}
			}
			return len(pmf) - 1
		}
		lo, hi := quantile((1-level)/2), quantile((1+level)/2)
		for n := lo; n <= hi; n++ {
			c.Expected += pmf[n] / float64(len(h.After))
		}
		if lo <= after.Purchases && after.Purchases <= hi {
			c.Actual += 1 / float64(len(h.After))
		}
	}
	return c
}
