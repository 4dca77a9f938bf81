package ltv_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var valueEnd = retention.NewDate(2026, time.March, 31)

// buyerOf returns a customer who came back some days after the first purchase, on
// x days, of which the last was lately.
func buyerOf(id string, known, lately, x int, repeats, first, refunds string) ltv.Customer {
	c := ltv.Customer{
		ID: id, First: valueEnd.AddDays(-known), Last: valueEnd.AddDays(-lately), End: valueEnd, Repeats: x,
		RepeatSales: decimal.RequireFromString(repeats), Refunds: decimal.RequireFromString(refunds),
	}
	c.Sales = c.RepeatSales.Add(decimal.RequireFromString(first))
	return c
}

// someBuyers are a base for examples and tables.
func someBuyers() []ltv.Customer {
	return []ltv.Customer{
		buyerOf("aki", 300, 10, 7, "287.5", "30", "0"),
		buyerOf("fuyu", 280, 280, 0, "0", "24.9", "0"),
		buyerOf("haru", 200, 150, 2, "44", "19", "12.5"),
		buyerOf("natsu", 90, 3, 5, "615", "99", "0"),
	}
}

func baseOf(t testing.TB, customers []ltv.Customer) *ltv.Base {
	t.Helper()
	b, err := ltv.NewBase(customers, "EUR")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func valueOf(t testing.TB, base *ltv.Base, f ltv.Fitted, spend *btyd.Fit[btyd.GammaGamma], basis ltv.ValueBasis) *ltv.Valuation {
	t.Helper()
	v, err := ltv.Value(t.Context(), base, f, spend, basis)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The parameters that Fader & Hardie publish for CDNOW, in their notes and papers.
var (
	valueModels = []btyd.Model{
		btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426},
		btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614},
		btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)},
	}
	valueSpend = btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	yearly     = btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
)

// certainly returns a fit as if a model had been found with a covariance: errors
// of 10 % that go together somewhat.
func certainly(m btyd.Model) ltv.Fitted {
	params := m.Params(btyd.Week)
	return ltv.Fitted{Model: m, Estimate: btyd.Estimate{
		Params: params, Unit: btyd.Week, Status: btyd.Converged, Customers: 1, Rows: 1, Covariance: someCovariance(params),
	}}
}

func certainSpend(m btyd.GammaGamma) *btyd.Fit[btyd.GammaGamma] {
	params := m.Params()
	return &btyd.Fit[btyd.GammaGamma]{Model: m, Estimate: btyd.Estimate{
		Params: params, Status: btyd.Converged, Customers: 1, Rows: 1, Covariance: someCovariance(params),
	}}
}

func someCovariance(params []btyd.Param) [][]float64 {
	c := make([][]float64, len(params))
	for i := range c {
		c[i] = make([]float64, len(params))
		for j := range c[i] {
			c[i][j] = 0.01 * math.Pow(-0.4, math.Abs(float64(i-j))) * params[i].Value * params[j].Value
		}
	}
	return c
}

// evenly draws a number between from and to, all parts alike as often as rapid
// likes: left to itself, it draws numbers next to 0 and the ends.
func evenly(from, to float64) *rapid.Generator[float64] {
	parts := rapid.Map(rapid.SliceOfN(rapid.Bool(), 10, 10), func(digits []bool) float64 {
		part := 0.0
		for _, one := range digits {
			if part *= 2; one {
				part++
			}
		}
		return from + (to-from)*(part/1023)
	})
	return rapid.OneOf(rapid.Float64Range(from, to), parts, parts)
}

// evenInt is evenly for whole numbers.
func evenInt(from, to int) *rapid.Generator[int] {
	return rapid.Map(evenly(float64(from), float64(to)), func(v float64) int { return int(math.Round(v)) })
}

func drawBuyers(t *rapid.T) []ltv.Customer {
	list := make([]ltv.Customer, rapid.IntRange(1, 12).Draw(t, "customers"))
	returns := rapid.IntRange(0, 3).Draw(t, "returns") > 0
	for i := range list {
		known := rapid.IntRange(0, 400).Draw(t, "known")
		x := rapid.IntRange(0, min(known, 9)).Draw(t, "x")
		lately := known
		if x > 0 {
			lately = rapid.IntRange(0, known-x).Draw(t, "lately")
		}
		cents := func(most int64) decimal.Decimal { return decimal.New(rapid.Int64Range(0, most).Draw(t, "cents"), -2) }
		c := ltv.Customer{
			ID: fmt.Sprintf("c%02d", i), First: valueEnd.AddDays(-known), Last: valueEnd.AddDays(-lately), End: valueEnd, Repeats: x,
		}
		if x > 0 {
			c.RepeatSales = cents(100000)
		}
		c.Sales = c.RepeatSales.Add(cents(20000)).Add(decimal.New(1, 0))
		if returns {
			c.Refunds = decimal.Min(c.Sales, cents(3000))
		}
		list[i] = c
	}
	return list
}

func drawValueModel(t *rapid.T) btyd.Model {
	p := rapid.SliceOfN(evenly(0.2, 4), 4, 4).Draw(t, "parameters")
	switch rapid.IntRange(0, 2).Draw(t, "model") {
	case 0:
		return btyd.BGNBD{R: p[0], Alpha: btyd.Weeks(p[1]), A: p[2], B: p[3]}
	case 1:
		return btyd.MBGNBD{R: p[0], Alpha: btyd.Weeks(p[1]), A: p[2], B: p[3]}
	}
	return btyd.ParetoNBD{R: p[0], Alpha: btyd.Weeks(p[1]), S: p[2], Beta: btyd.Weeks(p[3])}
}

func drawSpendModel(t *rapid.T) *btyd.Fit[btyd.GammaGamma] {
	if rapid.IntRange(0, 2).Draw(t, "by the mean") == 0 {
		return nil
	}
	p := rapid.SliceOfN(evenly(1.2, 8), 3, 3).Draw(t, "spend")
	return certainSpend(btyd.GammaGamma{P: p[0], Q: p[1], Gamma: 5 * p[2]})
}

func drawValueBasis(t *rapid.T) ltv.ValueBasis {
	return ltv.ValueBasis{
		Horizon:  btyd.Weeks(evenly(0.1, 300).Draw(t, "weeks")),
		Discount: btyd.Discount{Rate: rapid.SampledFrom([]float64{0, 0.02, 0.3}).Draw(t, "rate"), Per: btyd.Years(1)},
		Margin:   decimal.New(rapid.Int64Range(0, 100).Draw(t, "margin"), -2),
		Gross:    rapid.Bool().Draw(t, "gross"),
		RoundTo:  rapid.SampledFrom([]decimal.Decimal{{}, decimal.New(1, 0), decimal.New(5, -2), decimal.New(1, -6)}).Draw(t, "unit"),
	}
}

// simulatedBase returns customers who do as the models say, the first purchases of
// whom are spread over half of the days that are known.
func simulatedBase(t testing.TB, m btyd.Model, spend btyd.GammaGamma, n, days int, seed uint64) *ltv.Base {
	t.Helper()
	src := rand.NewPCG(seed, 11)
	list := make([]ltv.Customer, n)
	for i := range list {
		known := days - i*days/(2*n)
		visits := []int{}
		for _, at := range m.Simulate(src, btyd.Days(float64(known))).Purchases {
			visits = append(visits, int(math.Ceil(at.In(btyd.Day))))
		}
		visits = slices.Compact(visits)
		c := ltv.Customer{ID: fmt.Sprintf("c%07d", i), First: valueEnd.AddDays(-known), End: valueEnd, Repeats: len(visits)}
		c.Last = c.First
		for k, amount := range spend.Simulate(src, len(visits)+1) {
			money := decimal.NewFromFloat(amount).Round(2)
			c.Sales = c.Sales.Add(money)
			if k > 0 {
				c.Last = c.First.AddDays(visits[k-1])
				c.RepeatSales = c.RepeatSales.Add(money)
			}
		}
		list[i] = c
	}
	return baseOf(t, list)
}

// cdnowToValue returns the CDNOW sample, held out after 39 of its 78 weeks.
func cdnowToValue(t testing.TB) *ltv.Holdout {
	t.Helper()
	h, err := ltv.Hold(cdnow(t).AsOf(cdnowEnd.AddDays(1).Start(time.UTC), time.UTC), cdnowUntil)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
