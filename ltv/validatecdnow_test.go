package ltv_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

func validate(t testing.TB, m btyd.Model, h *ltv.Holdout) *ltv.Validation {
	t.Helper()
	v, err := ltv.Validate(t.Context(), m, h)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func whole(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestValidateCDNOW holds the counts against the summary that Fader and Hardie
// publish with their data.
func TestValidateCDNOW(t *testing.T) {
	h := cdnowHoldout(t)
	sample := map[string]int{} // the number in the sample, by ID
	for _, row := range csvRows(t, "cdnow_sample.csv") {
		sample[row[0]] = whole(t, row[1])
	}
	after := map[int]int{}
	for i, a := range h.After {
		after[sample[h.Base.At(i).ID]] = a.Purchases
	}
	total := 0
	var bars, sums [8]int
	for _, row := range csvRows(t, "cdnow_cbs.csv") {
		x, star := whole(t, row[1]), whole(t, row[4])
		if got := after[whole(t, row[0])]; got != star {
			t.Errorf("customer %v bought on %d days, want %d", row[0], got, star)
		}
		total += star
		bars[min(x, 7)]++
		sums[min(x, 7)] += star
	}
	for _, m := range cdnowModels() {
		v := validate(t, m, h)
		if v.Customers != 2357 || v.Days != 39*7 || v.Actual != total || len(v.Tracking) != 78 {
			t.Errorf("%s: %d customers, %d purchases in %d days, %d weeks", v.Model, v.Customers, v.Actual, v.Days, len(v.Tracking))
		}
		for i, row := range csvRows(t, "cdnow_tracking.csv") {
			if want := whole(t, row[1]); v.Tracking[i].CumulativeActual != want {
				t.Errorf("%s: %d repeat purchases by week %d, want %d", v.Model, v.Tracking[i].CumulativeActual, i+1, want)
			}
		}
		for x, bar := range v.Repeats {
			if bar.Customers != bars[x] || math.Round(bar.Actual*float64(bar.Customers)) != float64(sums[x]) {
				t.Errorf("%s: x=%d: %d customers bought %v each, want %d and %d in all", v.Model, x, bar.Customers, bar.Actual, bars[x], sums[x])
			}
		}
	}
}

// TestValidateCDNOWAccuracy asserts what is known of these models on these data,
// loosely: the parameters have three digits, and others do the sums.
func TestValidateCDNOWAccuracy(t *testing.T) {
	h := cdnowHoldout(t)
	for _, m := range cdnowModels() {
		v := validate(t, m, h)
		week39, week78 := v.Tracking[38], v.Tracking[77]
		tests := []struct {
			name, reason string
			got, lo, hi  float64
		}{
			{"tracking, week 39", "a fit reproduces the total that it was made from",
				week39.CumulativeExpected/float64(week39.CumulativeActual) - 1, -0.03, 0.03},
			{"tracking, week 78", "Fader, Hardie & Lee (2005) plot it: 39 weeks after the fit, the curve is a few percent low",
				week78.CumulativeExpected/float64(week78.CumulativeActual) - 1, -0.08, 0},
			{"x = 0", "the fit tells how many never came back",
				v.Repeats[0].ExpectedCustomers/float64(v.Repeats[0].Customers) - 1, -0.02, 0.02},
			{"x = 7+", "figure 4: the best customers are foretold well, though they are few",
				v.Repeats[7].Expected/v.Repeats[7].Actual - 1, -0.15, 0.05},
			{"Gini", "of what a perfect ranking gains over chance, two thirds", *v.Gini.Normalised, 0.6, 0.75},
			{"95 %", "the interval holds nearly what the model says", v.Coverage[2].Actual - v.Coverage[2].Expected, -0.02, 0.01},
		}
		for _, test := range tests {
			if !(test.got >= test.lo && test.got <= test.hi) {
				t.Errorf("%s: %s is %v, want %v to %v: %s", v.Model, test.name, test.got, test.lo, test.hi, test.reason)
			}
		}
	}
	if v := validate(t, cdnowModels()[0], h); math.Abs(v.Tracking[77].CumulativeExpected-4166) > 1 {
		t.Errorf("BG/NBD: %v repeat purchases by week 78, want 4166, 4 %% less than the 4339 there were", v.Tracking[77].CumulativeExpected)
	}
}
