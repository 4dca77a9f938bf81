package ltv_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

func asJSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "\t") // fails on NaN and Inf
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestValidateOrder checks that who did what does not matter, only what was done.
func TestValidateOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		people := drawVisits(rt, 30, 60, 100)
		m := drawModel(rt)
		want := asJSON(t, validate(t, m, people.holdout(t, 60, 100)))
		others := visits(rapid.Permutation(people).Draw(rt, "order"))
		if diff := gocmp.Diff(want, asJSON(t, validate(t, m, others.holdout(t, 60, 100)))); diff != "" {
			rt.Errorf("(-one order +another)\n%s", diff)
		}
	})
}

// TestValidateTwice checks that a base of everybody twice, with other IDs, gives
// the same means and twice the totals.
func TestValidateTwice(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		people := drawVisits(rt, 20, 60, 100)
		m := drawModel(rt)
		one := validate(t, m, people.holdout(t, 60, 100))
		two := validate(t, m, slices.Concat(people, people).holdout(t, 60, 100))
		if two.Customers != 2*one.Customers || two.Actual != 2*one.Actual || !near(two.Expected, 2*one.Expected) {
			rt.Errorf("twice %d customers, %d and %v purchases: %d, %d and %v",
				one.Customers, one.Actual, one.Expected, two.Customers, two.Actual, two.Expected)
		}
		for _, pair := range [][2]float64{
			{one.MAE, two.MAE}, {one.RMSE, two.RMSE}, {one.Bias, two.Bias}, {one.LogScore, two.LogScore},
			{one.Gini.Model, two.Gini.Model}, {one.Gini.Perfect, two.Gini.Perfect}, {one.Coverage[1].Expected, two.Coverage[1].Expected},
			{one.Deciles[2].Actual, two.Deciles[2].Actual}, {one.Deciles[7].Expected, two.Deciles[7].Expected},
		} {
			if !near(pair[0], pair[1]) {
				rt.Errorf("%v, and of everybody twice %v", pair[0], pair[1])
			}
		}
	})
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+math.Abs(a)) }

// TestValidateLaws checks what holds for every model and base.
func TestValidateLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		people := drawVisits(rt, 30, 60, 100)
		v := validate(t, drawModel(rt), people.holdout(t, 60, 100))
		n, all := float64(v.Customers), float64(v.Actual)
		var customers, expectedCustomers, barActual, barExpected float64
		for _, bar := range v.Repeats {
			customers += float64(bar.Customers)
			expectedCustomers += bar.ExpectedCustomers
			barActual += float64(bar.Customers) * bar.Actual
			barExpected += float64(bar.Customers) * bar.Expected
		}
		var share, decileActual, decileExpected float64
		for i, d := range v.Deciles {
			share += d.Share
			decileActual += d.Customers * d.Actual
			decileExpected += d.Customers * d.Expected
			if !(d.CumulativeShare <= d.PerfectShare+1e-12) || i > 0 && !(d.Expected <= v.Deciles[i-1].Expected+1e-12) {
				rt.Errorf("decile %d: %+v after %+v", d.Decile, d, v.Deciles[max(0, i-1)])
			}
		}
		last := v.Tracking[len(v.Tracking)-1]
		repeats := 0
		for _, days := range people {
			repeats += len(days) - 1
		}
		for _, sum := range []struct {
			name      string
			got, want float64
		}{
			{"customers by repeats", customers, n},
			{"customers expected by repeats", expectedCustomers, n},
			{"purchases by repeats", barActual, all},
			{"purchases expected by repeats", barExpected, v.Expected},
			{"purchases by decile", decileActual, all},
			{"purchases expected by decile", decileExpected, v.Expected},
			{"shares", share, min(1, all)},
			{"repeat purchases tracked", float64(last.CumulativeActual), float64(repeats)},
			{"bias", v.Bias * n, v.Expected - all},
		} {
			if !near(sum.got, sum.want) {
				rt.Errorf("%s: %v, want %v", sum.name, sum.got, sum.want)
			}
		}
		if !(math.Abs(v.Bias) <= v.MAE+1e-12 && v.MAE <= v.RMSE+1e-12 && v.LogScore <= 0) {
			rt.Errorf("bias %v, MAE %v, RMSE %v, log score %v", v.Bias, v.MAE, v.RMSE, v.LogScore)
		}
		if !(math.Abs(v.Gini.Model) <= v.Gini.Perfect) || (v.Gini.Normalised == nil) != (v.Gini.Perfect == 0) || (v.TotalError == nil) != (v.Actual == 0) {
			rt.Errorf("Gini %+v, of %d purchases, total error %v", v.Gini, v.Actual, v.TotalError)
		}
		for i, c := range v.Coverage {
			if c.Expected < c.Nominal-1e-12 || c.Expected > 1+1e-12 || i > 0 && c.Actual < v.Coverage[i-1].Actual {
				rt.Errorf("coverage %+v", v.Coverage)
			}
		}
	})
}

// TestValidateProcessors checks that sums do not depend on who adds them up.
func TestValidateProcessors(t *testing.T) {
	m := cdnowModels()[2]
	h := simulateVisits(m, 3000, 90, 400, 1).holdout(t, 270, 400)
	want := asJSON(t, validate(t, m, h))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, n := range []int{1, 3, 8} {
		runtime.GOMAXPROCS(n)
		if diff := gocmp.Diff(want, asJSON(t, validate(t, m, h))); diff != "" {
			t.Errorf("with %d processors (-want +got)\n%s", n, diff)
		}
	}
}

// TestValidateOfItself judges models by customers that they have made themselves.
// What is seen lies within four standard errors of what they say.
func TestValidateOfItself(t *testing.T) {
	for i, m := range cdnowModels() {
		h := simulateVisits(m, 8000, 84, 546, uint64(i)).holdout(t, 272, 546)
		v := validate(t, m, h)
		n := float64(v.Customers)
		deviation := math.Sqrt(v.RMSE*v.RMSE - v.Bias*v.Bias) // of one customer
		check := func(name string, got, want, sigma float64) {
			t.Helper()
			if !(math.Abs(got-want) <= 4*sigma) {
				t.Errorf("%s: %s: %v, want %v ± %v", v.Model, name, got, want, sigma)
			}
		}
		check("total", float64(v.Actual), v.Expected, deviation*math.Sqrt(n))
		for _, c := range v.Coverage {
			check(fmt.Sprintf("coverage of %v", c.Nominal), c.Actual, c.Expected, math.Sqrt(c.Expected*(1-c.Expected)/n))
		}
		for _, d := range v.Deciles {
			// A mixture of Poisson distributions, of less than this variance here.
			check(fmt.Sprintf("decile %d", d.Decile), d.Actual, d.Expected, math.Sqrt((d.Expected+d.Expected*d.Expected)*1.5/d.Customers))
		}
		for _, bar := range v.Repeats {
			check(fmt.Sprintf("x = %d", bar.Repeats), float64(bar.Customers), bar.ExpectedCustomers, math.Sqrt(bar.ExpectedCustomers))
			check(fmt.Sprintf("after x = %d", bar.Repeats), bar.Actual, bar.Expected, math.Sqrt((bar.Expected+bar.Expected*bar.Expected)*1.5/float64(bar.Customers)))
		}
		for _, p := range v.Tracking {
			check(fmt.Sprintf("week from %v", p.From), float64(p.Actual), p.Expected, math.Sqrt(1.5*p.Expected))
		}
		// The logarithmic score is proper: another model scores less.
		if other := validate(t, btyd.Shift(m, 1, 0.3), h); other.LogScore >= v.LogScore {
			t.Errorf("%s: the true model scores %v, another %v", v.Model, v.LogScore, other.LogScore)
		}
	}
}

// TestValidateExtremes checks that models far from any data give numbers.
func TestValidateExtremes(t *testing.T) {
	people := visits{{0}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {10, 11, 30}, {10}}
	for _, scale := range []float64{1e-4, 1, 1e4} {
		for _, time := range []float64{1e-4, 1, 1e4} {
			for _, shape := range []float64{1e-4, 1, 1e4} {
				for _, m := range []btyd.Model{
					btyd.BGNBD{R: scale, Alpha: btyd.Days(time), A: shape, B: 1},
					btyd.MBGNBD{R: scale, Alpha: btyd.Days(time), A: shape, B: 1},
					btyd.ParetoNBD{R: scale, Alpha: btyd.Days(time), S: shape, Beta: btyd.Days(1)},
				} {
					v := validate(t, m, people.holdout(t, 10, 40))
					asJSON(t, v)
					if v.LogScore < -300*math.Ln10-1e-9 {
						t.Errorf("%v: log score %v", m, v.LogScore)
					}
				}
			}
		}
	}
}

// TestValidateSurprise checks the floor of the logarithmic score: the model is
// sure that nobody buys, and the customer does, daily.
func TestValidateSurprise(t *testing.T) {
	m := btyd.BGNBD{R: 1e-4, Alpha: btyd.Days(1e60), A: 1, B: 1}
	daily := []int{0}
	for day := 5; day < 30; day++ {
		daily = append(daily, day)
	}
	v := validate(t, m, visits{daily, {0}, {1}}.holdout(t, 4, 40))
	if want := -300 * math.Ln10 / 3; v.Surprises != 1 || !near(v.LogScore, want) {
		t.Errorf("%d surprises, log score %v, want 1 and %v", v.Surprises, v.LogScore, want)
	}
}

// TestValidateNobodyBought checks what has no value then.
func TestValidateNobodyBought(t *testing.T) {
	v := validate(t, cdnowModels()[0], visits{{0}, {0, 3}}.holdout(t, 10, 20))
	if v.TotalError != nil || v.Gini != (ltv.Gini{}) || v.Deciles[0].Share != 0 || v.Deciles[9].CumulativeLift != 0 {
		t.Errorf("total error %v, Gini %v, deciles %v", v.TotalError, v.Gini, v.Deciles)
	}
	if text := asJSON(t, v); strings.Contains(text, "totalError") || strings.Contains(text, "normalised") {
		t.Error(text)
	}
}

// TestValidateKeys fixes the keys in JSON, which other programs read.
func TestValidateKeys(t *testing.T) {
	v := validate(t, cdnowModels()[0], visits{{0, 2, 12}, {0, 3}}.holdout(t, 10, 15))
	v.Tracking, v.Repeats, v.Deciles, v.Coverage = v.Tracking[:1], v.Repeats[7:], v.Deciles[:1], v.Coverage[:1]
	keys := func(line string) bool { return strings.Contains(line, `":`) }
	var got []string
	for line := range strings.Lines(asJSON(t, v)) {
		if keys(line) {
			key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
			got = append(got, strings.Trim(key, `"`))
		}
	}
	want := strings.Fields(`model until end days customers actual expected totalError mae rmse bias logScore surprises
		tracking from to actual expected cumulativeActual cumulativeExpected
		repeats repeats orMore customers expectedCustomers actual expected
		deciles decile customers actual expected share cumulativeShare perfectShare lift cumulativeLift
		gini model perfect normalised coverage nominal expected actual`)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var back ltv.Validation
	if err := json.Unmarshal([]byte(asJSON(t, v)), &back); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(*v, back); diff != "" {
		t.Errorf("there and back (-want +got)\n%s", diff)
	}
}

func TestValidateWithoutDaily(t *testing.T) {
	h := visits{{0, 2, 12}, {0, 3}}.holdout(t, 10, 15)
	want := validate(t, cdnowModels()[0], h)
	h.Daily, h.From = nil, h.Until
	got := validate(t, cdnowModels()[0], h)
	want.Tracking = []ltv.TrackedPeriod{}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := ltv.Track(t.Context(), cdnowModels()[0], h, 7); !errors.Is(err, ltv.ErrHoldout) {
		t.Errorf("Track: %v", err)
	}
}

func TestValidateErrors(t *testing.T) {
	tests := []struct {
		reason string
		spoil  func(*ltv.Holdout)
		is     error
		text   string
	}{
		{"no base", func(h *ltv.Holdout) { h.Base = nil }, ltv.ErrHoldout, "no customer who bought"},
		{"a base of another day", func(h *ltv.Holdout) { h.Until = h.Until.AddDays(1) }, ltv.ErrHoldout, "the base ends on 2025-01-11, the calibration on 2025-01-12"},
		{"no time left", func(h *ltv.Holdout) { h.End = h.Until }, ltv.ErrHoldout, "the calibration ends on 2025-01-11, the holdout on 2025-01-11"},
		{"a customer too few", func(h *ltv.Holdout) { h.After = h.After[1:] }, ltv.ErrHoldout, "2 customers, and what 1 did after"},
		{"more days than there were", func(h *ltv.Holdout) { h.After[1].Purchases = 6 }, ltv.ErrCustomer, `customer "c0000001": 6 days of purchases in a holdout of 5`},
		{"a negative number", func(h *ltv.Holdout) { h.After[0].Purchases = -1 }, ltv.ErrCustomer, `customer "c0000000": -1 days`},
		{"days from elsewhere", func(h *ltv.Holdout) { h.From = h.From.AddDays(1) }, ltv.ErrHoldout, "it is from 2025-01-02, the first purchase on 2025-01-01"},
		{"a day too few", func(h *ltv.Holdout) { h.Daily = h.Daily[1:] }, ltv.ErrHoldout, "counts of 15 days between 2025-01-01 and 2025-01-16"},
		{"a negative day", func(h *ltv.Holdout) { h.Daily[4] = -1 }, ltv.ErrHoldout, "-1 purchases on 2025-01-05"},
		{"other days before", func(h *ltv.Holdout) { h.Daily[4]++ }, ltv.ErrHoldout, "other purchases"},
		{"other days after", func(h *ltv.Holdout) { h.Daily[14]++ }, ltv.ErrHoldout, "other purchases"},
		{"other days before and after", func(h *ltv.Holdout) { h.Daily[4]++; h.Daily[14]++ }, ltv.ErrHoldout, "other purchases"},
		{"a day on the other side", func(h *ltv.Holdout) { h.Daily[2]--; h.Daily[14]++ }, ltv.ErrHoldout, "other purchases"},
	}
	m := cdnowModels()[0]
	nothing := []struct {
		m  btyd.Model
		h  *ltv.Holdout
		is error
	}{
		{m, nil, ltv.ErrHoldout}, // as in a Prediction for which nothing was held out
		{nil, visits{{0, 3}}.holdout(t, 10, 15), btyd.ErrParameter},
	}
	for _, none := range nothing {
		_, err := ltv.Validate(t.Context(), none.m, none.h)
		_, trackErr := ltv.Track(t.Context(), none.m, none.h, 7)
		if !errors.Is(err, none.is) || !errors.Is(trackErr, none.is) {
			t.Errorf("%v, %v: %v, %v", none.m, none.h, err, trackErr)
		}
	}
	for _, test := range tests {
		h := visits{{0, 2, 12}, {0, 3}}.holdout(t, 10, 15)
		test.spoil(h)
		_, err := ltv.Validate(t.Context(), m, h)
		_, trackErr := ltv.Track(t.Context(), m, h, 7)
		for _, err := range []error{err, trackErr} {
			if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.text) {
				t.Errorf("%s: %v, want %q", test.reason, err, test.text)
			}
		}
	}
	h := visits{{0, 2, 12}, {0, 3}}.holdout(t, 10, 15)
	if _, err := ltv.Validate(t.Context(), btyd.BGNBD{}, h); !errors.Is(err, btyd.ErrParameter) {
		t.Errorf("no model: %v", err)
	}
	if _, err := ltv.Track(t.Context(), m, h, 0); err == nil || !errors.Is(err, ltv.ErrOutOfRange) {
		t.Errorf("no period: %v", err)
	}
	huge := btyd.ParetoNBD{R: 1e99, Alpha: btyd.Days(1e-50), S: 1, Beta: btyd.Days(1e50)}
	if v, err := ltv.Validate(t.Context(), huge, h); !errors.Is(err, btyd.ErrParameter) || !strings.Contains(err.Error(), "Pareto/NBD expects ") {
		t.Errorf("a model of too many purchases: %v, %v", v, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ltv.Validate(ctx, m, h); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := ltv.Track(ctx, m, h, 7); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTrackTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		until := rapid.IntRange(0, 40).Draw(rt, "until")
		end := until + rapid.IntRange(1, 30).Draw(rt, "length")
		people := drawVisits(rt, 6, until, end)
		m := drawModel(rt)
		step := rapid.IntRange(1, 100).Draw(rt, "step")
		got, err := ltv.Track(t.Context(), m, people.holdout(t, until, end), step)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := gocmp.Diff(twinTracking(people, m, end, step), got, closely); diff != "" {
			rt.Errorf("(-want +got)\n%s", diff)
		}
	})
}
