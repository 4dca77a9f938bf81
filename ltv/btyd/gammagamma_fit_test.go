package btyd_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention/ltv/btyd"
)

func spend(t testing.TB, x int, mean float64) btyd.Spend {
	t.Helper()
	c, err := btyd.NewSpend(x, mean)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// cdnowSpends returns what the customers of the CDNOW sample spend. A customer
// whose purchases are all free counts as one without any.
func cdnowSpends(t testing.TB) (spends []btyd.Spend) {
	t.Helper()
	x, mean := column(t, "cdnow_cbs.csv", 1), column(t, "cdnow_mx.csv", 1)
	for i := range x {
		if mean[i] == 0 {
			x[i] = 0
		}
		spends = append(spends, spend(t, int(x[i]), mean[i]))
	}
	return spends
}

func TestFitGammaGammaPublished(t *testing.T) {
	var file map[string]struct{ GammaGamma wantFit }
	golden(t, "ltv_mle.json", &file)
	want := file["cdnow_weekly"].GammaGamma
	spends := cdnowSpends(t)
	fit, err := btyd.FitGammaGamma(t.Context(), spends, nil)
	if err != nil {
		t.Fatal(err)
	}
	sameFit(t, &fit.Estimate, want)
	if fit.Customers != want.N {
		t.Errorf("%v customers, want %v", fit.Customers, want.N)
	}
	c, ok := btyd.Correlate(spends)
	if !ok || !within(c.R, want.Corr, 1e-13) || float64(c.Customers) != want.N {
		t.Errorf("correlation %+v, want %v", c, want.Corr)
	}
	if !within(c.Low, 0.050515935390870924, 1e-12) || !within(c.High, 0.1763464910911268, 1e-12) || c.Strong() {
		t.Errorf("interval of the correlation: %+v", c)
	}
}

// giftShopSpends returns what the customers of a gift shop spend on a day that is
// not their first.
func giftShopSpends(t testing.TB) (spends []btyd.Spend) {
	t.Helper()
	type invoice struct{ customer, day string }
	invoices, totals := map[string]invoice{}, map[string]float64{}
	for _, row := range rows(t, "online_retail.csv.gz") {
		if row[6] != "" && !strings.HasPrefix(row[0], "C") {
			invoices[row[0]] = invoice{row[6], row[4][:len(time.DateOnly)]}
			totals[row[0]] += float(t, row[3]) * float(t, row[5])
		}
	}
	days := map[string]map[string]float64{} // by customer
	for number, in := range invoices {
		if totals[number] > 0 {
			if days[in.customer] == nil {
				days[in.customer] = map[string]float64{}
			}
			days[in.customer][in.day] += totals[number]
		}
	}
	for _, totals := range days {
		sum := 0.0
		for _, day := range slices.Sorted(maps.Keys(totals))[1:] {
			sum += totals[day]
		}
		spends = append(spends, spend(t, len(totals)-1, sum/float64(max(len(totals)-1, 1))))
	}
	return spends
}

func TestFitGammaGammaGiftShop(t *testing.T) {
	var file map[string]struct{ GammaGamma wantFit }
	golden(t, "ltv_mle.json", &file)
	want := file["uci_retail_daily"].GammaGamma
	spends := giftShopSpends(t)
	fit, err := btyd.FitGammaGamma(t.Context(), spends, nil)
	if err != nil {
		t.Fatal(err)
	}
	sameFit(t, &fit.Estimate, want)
	if fit.Customers != want.N {
		t.Errorf("%v customers, want %v", fit.Customers, want.N)
	}
	if c, ok := btyd.Correlate(spends); !ok || !within(c.R, want.Corr, 1e-8) || c.Strong() {
		t.Errorf("correlation %+v, want %v", c, want.Corr)
	}
}

// Note 025, p. 4: what the first customers are expected to spend.
func TestGammaGammaPublished(t *testing.T) {
	m := btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	spends := cdnowSpends(t)
	for i, want := range []float64{24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17} {
		if got, ok := m.Expected(spends[i]); !ok || math.Abs(got-want) > 0.06 {
			t.Errorf("customer %d is expected to spend %v, want %v", i+1, got, want)
		}
	}
}
