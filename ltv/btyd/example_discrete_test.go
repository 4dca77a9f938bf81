package btyd_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/retentionkit/retention/ltv/btyd"
)

// Of 1,000 subscribers, 631 renewed once, 468 twice, and so on.
func ExampleFitSBG() {
	tenures, weights, err := btyd.CohortTenures([]int{1000, 631, 468, 382, 326})
	if err != nil {
		fmt.Println(err)
		return
	}
	fit, err := btyd.FitSBG(context.Background(), tenures, &btyd.Settings[btyd.SBG]{Weights: weights})
	if err := errors.Join(err, fit.Err()); err != nil {
		fmt.Println(err)
		return
	}
	se, _ := fit.StdErr("alpha")
	fmt.Printf("alpha = %.2f ± %.2f, beta = %.2f\n", fit.Model.Alpha, se, fit.Model.Beta)
	for _, year := range []int{1, 2, 8} {
		fmt.Printf("year %d: %.0f %% renew, %.0f %% are left\n", year, 100*fit.Model.Retention(year), 100*fit.Model.Survival(year))
	}
	// Output:
	// alpha = 0.76 ± 0.10, beta = 1.30
	// year 1: 63 % renew, 63 % are left
	// year 2: 75 % renew, 47 % are left
	// year 8: 92 % renew, 21 % are left
}

func ExampleCohortTenures() {
	older, weights, _ := btyd.CohortTenures([]int{500, 310, 230})
	younger, more, _ := btyd.CohortTenures([]int{400, 260})
	weights = append(weights, more...)
	for i, c := range append(older, younger...) {
		fmt.Println(weights[i], c)
	}
	_, _, err := btyd.CohortTenures([]int{500, 310, 320})
	fmt.Println(err)
	// Output:
	// 190 left after 0 renewals
	// 80 left after 1 renewals
	// 230 active after 2 renewals
	// 140 left after 0 renewals
	// 260 active after 1 renewals
	// btyd: impossible tenure: 320 in period 2: more survivors than before
}

func ExampleNewTenure() {
	c, err := btyd.NewTenure(3, true)
	fmt.Println(c, err)
	fmt.Println(c.Renewals(), c.Left())
	// Output:
	// left after 3 renewals <nil>
	// 3 true
}

func ExampleSBG() {
	m := btyd.SBG{Alpha: 0.668, Beta: 3.806}
	fmt.Println(m.Check())
	fmt.Printf("%.3f leave at renewal 2\n", m.Churn(2))
	fmt.Printf("%.4f = log-likelihood of a new customer\n", m.LogLikelihood(btyd.Tenure{}))
	fmt.Printf("%.3f of those who renewed 5 times renew again\n", m.After(5).Retention(1))
	data, _ := json.Marshal(m)
	fmt.Println(string(data))
	// Output:
	// <nil>
	// 0.104 leave at renewal 2
	// 0.0000 = log-likelihood of a new customer
	// 0.929 of those who renewed 5 times renew again
	// {"model":"sBG","version":1,"alpha":0.668,"beta":3.806}
}

func ExampleSBG_Lifetime() {
	m := btyd.SBG{Alpha: 0.668, Beta: 3.806}
	_, ok := m.Lifetime()
	fmt.Println("an average lifetime exists:", ok)
	fmt.Printf("of the first 20 years, customers stay %.1f\n", m.LifetimeWithin(20))
	// Output:
	// an average lifetime exists: false
	// of the first 20 years, customers stay 9.8
}

// What a customer is worth, in yearly margins, depends on when it is asked.
func ExampleSBG_DERLBeforeRenewal() {
	m := btyd.SBG{Alpha: 0.668, Beta: 3.806}
	year, d := btyd.Years(1), btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	fmt.Printf("new:                        %.3f\n", m.DEL(year, d))
	fmt.Printf("about to renew an 8th time: %.3f\n", m.DERLBeforeRenewal(7, year, d))
	fmt.Printf("just renewed a 7th time:    %.3f\n", m.DERLAfterRenewal(7, year, d))
	// Output:
	// new:                        5.923
	// about to renew an 8th time: 7.530
	// just renewed a 7th time:    6.845
}

func ExampleSBG_Simulate() {
	m := btyd.SBG{Alpha: 0.668, Beta: 3.806}
	src := rand.NewPCG(1, 2)
	for range 3 {
		fmt.Println(m.Simulate(src, 10))
	}
	// Output:
	// left after 1 renewals
	// left after 0 renewals
	// active after 10 renewals
}

func ExampleNewOccasions() {
	fmt.Println(btyd.NewOccasions(2, 4, 6))
	fmt.Println(btyd.NewOccasions(5, 4, 6))
	// Output:
	// x=2, t_x=4, n=6 <nil>
	// x=0, t_x=0, n=0 btyd: impossible record of occasions x=5, t_x=4, n=6: more purchases than occasions up to the last
}

// Donors are asked once a year. Here they are simulated, for six years.
func ExampleFitBGBB() {
	src := rand.NewPCG(1, 2)
	donors := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.8}
	var records []btyd.Occasions
	for range 10_000 {
		c, _ := donors.Simulate(src, 6)
		records = append(records, c)
	}
	fit, err := btyd.FitBGBB(context.Background(), records, nil)
	if err := errors.Join(err, fit.Err()); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%v donors with %v different records\n", fit.Customers, fit.Rows)
	for _, p := range fit.Params {
		se, _ := fit.StdErr(p.Name)
		fmt.Printf("%s = %.2f ± %.2f\n", p.Name, p.Value, se)
	}
	// Output:
	// 10000 donors with 22 different records
	// alpha = 1.21 ± 0.07
	// beta = 0.76 ± 0.03
	// gamma = 0.70 ± 0.06
	// delta = 3.00 ± 0.38
}

func ExampleBGBB() {
	m := btyd.BGBB{Alpha: 1.204, Beta: 0.75, Gamma: 0.657, Delta: 2.783}
	c, _ := btyd.NewOccasions(2, 4, 6)
	fmt.Println(m.Check())
	fmt.Printf("log-likelihood %.4f\n", m.LogLikelihood(c))
	fmt.Printf("alive on the next occasion with %.3f, after five more with %.3f\n", m.PAlive(c), m.PAliveAfter(c, 5))
	buy, leave := m.Posterior(c)
	fmt.Printf("buys with %.3f, leaves with %.3f\n", buy, leave)
	fmt.Printf("expected in five: %.3f, of a new customer %.3f\n", m.Expected(c, 5), m.ExpectedNew(5))
	fmt.Printf("nothing in five with %.3f, of a new customer %.3f\n", m.PMFAfter(c, 0, 5), m.PMF(0, 5))
	year, d := btyd.Years(1), btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	fmt.Printf("discounted: %.3f in five, %.3f without end\n", m.Discounted(c, 5, year, d), m.DERT(c, year, d))
	data, _ := json.Marshal(m)
	fmt.Println(string(data))
	// Output:
	// <nil>
	// log-likelihood -5.1957
	// alive on the next occasion with 0.590, after five more with 0.448
	// buys with 0.445, leaves with 0.114
	// expected in five: 1.057, of a new customer 1.938
	// nothing in five with 0.520, of a new customer 0.319
	// discounted: 0.810 in five, 1.665 without end
	// {"model":"BG/BB","version":1,"alpha":1.204,"beta":0.75,"gamma":0.657,"delta":2.783}
}

func ExampleBGBB_Simulate() {
	m := btyd.BGBB{Alpha: 1.204, Beta: 0.75, Gamma: 0.657, Delta: 2.783}
	src := rand.NewPCG(1, 2)
	for range 3 {
		fmt.Println(m.Simulate(src, 6))
	}
	// Output:
	// x=4, t_x=4, n=6 true
	// x=2, t_x=2, n=6 true
	// x=0, t_x=0, n=6 true
}

func ExampleNewSpend() {
	fmt.Println(btyd.NewSpend(2, 22.345))
	fmt.Println(btyd.NewSpend(2, -1))
	fmt.Println(btyd.NewSpend(0, 0))
	// Output:
	// x=2, mean=22.345 <nil>
	// x=0, mean=0 btyd: impossible spend x=2, mean=-1: the mean is negative
	// x=0, mean=0 <nil>
}

func ExampleFitGammaGamma() {
	src := rand.NewPCG(1, 2)
	shop := btyd.GammaGamma{P: 6, Q: 4, Gamma: 1500} // in yen
	var spends []btyd.Spend
	for i := range 2000 {
		x := i % 4
		total := 0.0
		for _, yen := range shop.Simulate(src, x) {
			total += yen
		}
		c, err := btyd.NewSpend(x, total/float64(max(x, 1)))
		if err != nil {
			fmt.Println(err)
			return
		}
		spends = append(spends, c)
	}
	fit, err := btyd.FitGammaGamma(context.Background(), spends, nil)
	if err := errors.Join(err, fit.Err()); err != nil {
		fmt.Println(err)
		return
	}
	mean, _ := fit.Model.Mean()
	fmt.Printf("of %v customers with purchases, the mean spend is %.0f yen\n", fit.Customers, mean)
	// Output:
	// of 1500 customers with purchases, the mean spend is 3159 yen
}

func ExampleGammaGamma() {
	m := btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	fmt.Println(m.Check())
	for _, x := range []int{1, 3, 10} {
		c, _ := btyd.NewSpend(x, 60)
		mean, _ := m.Expected(c)
		low, _ := m.Quantile(c, 0.05)
		high, _ := m.Quantile(c, 0.95)
		variance, _ := m.Variance(c)
		fmt.Printf("%v: spends %.2f (%.2f to %.2f, variance %.0f)\n", c, mean, low, high, variance)
	}
	data, _ := json.Marshal(m)
	fmt.Println(string(data))
	// Output:
	// <nil>
	// x=1, mean=60: spends 52.45 (30.05 to 87.02, variance 344)
	// x=3, mean=60: spends 56.84 (39.64 to 79.85, variance 158)
	// x=10, mean=60: spends 58.96 (47.98 to 71.97, variance 54)
	// {"model":"Gamma-Gamma","version":1,"p":6.25,"q":3.74,"gamma":15.44}
}

// A mean without bound is no number, and not a negative one.
func ExampleGammaGamma_Mean() {
	fmt.Println(btyd.GammaGamma{P: 2, Q: 3, Gamma: 50}.Mean())
	fmt.Println(btyd.GammaGamma{P: 2, Q: 0.9, Gamma: 50}.Mean())
	// Output:
	// 50 true
	// 0 false
}

func ExampleCorrelate() {
	var spends []btyd.Spend
	for i := range 200 {
		c, _ := btyd.NewSpend(1+i%10, float64(20+3*(i%10)+i%7))
		spends = append(spends, c)
	}
	c, ok := btyd.Correlate(spends)
	fmt.Printf("%v: %.2f (%.2f to %.2f) of %d customers, strong: %v\n", ok, c.R, c.Low, c.High, c.Customers, c.Strong())
	// Output:
	// true: 0.97 (0.97 to 0.98) of 200 customers, strong: true
}
