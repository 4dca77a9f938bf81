package btyd_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/retentionkit/retention/ltv/btyd"
)

// simulated returns the records of so many customers, watched for half a year.
func simulated(m btyd.Model, customers int) []btyd.Record {
	src := rand.NewPCG(1, 2)
	records := make([]btyd.Record, customers)
	for i := range records {
		records[i] = m.Simulate(src, btyd.Weeks(26)).Record(btyd.Weeks(26))
	}
	return records
}

func ExampleFitBGNBD() {
	records := simulated(btyd.BGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4}, 2000)

	fit, err := btyd.FitBGNBD(context.Background(), records, &btyd.Settings[btyd.BGNBD]{Unit: btyd.Week})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fit.Status)
	for _, p := range fit.Params {
		se, _ := fit.StdErr(p.Name)
		fmt.Printf("%-5s %.2f ± %.2f\n", p.Name, p.Value, se)
	}
	// Output:
	// converged
	// r     0.77 ± 0.03
	// alpha 3.80 ± 0.23
	// a     0.71 ± 0.09
	// b     1.93 ± 0.31
}

func ExampleFitMBGNBD() {
	// Everybody bought once, on some day of last month.
	var records []btyd.Record
	for day := range 30 {
		records = append(records, btyd.Record{}.Wait(btyd.Days(float64(day))))
	}
	fit, err := btyd.FitMBGNBD(context.Background(), records, nil)
	fmt.Println(fit.Status, err)

	var fault *btyd.FitError
	if errors.As(fit.Err(), &fault) {
		fmt.Println(fault)
	}
	fmt.Printf("%.3f\n", fit.Model.Expected(records[0], btyd.Years(1)))
	// Output:
	// boundary <nil>
	// btyd: fit is not to be relied on: boundary: r → 0, alpha → ∞, a → ∞, b → 0
	// 0.000
}

func ExampleFitBGNBDCovariates() {
	// Those who came by a friend's word buy more often, and stay longer.
	truth := btyd.Regression[btyd.BGNBD]{
		Base:     btyd.BGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4},
		Purchase: []float64{0.7},
		Dropout:  []float64{-0.5},
	}
	src := rand.NewPCG(1, 2)
	var records []btyd.Record
	var covariates []btyd.Covariates
	for i := range 4000 {
		friend := float64(i % 2)
		z := btyd.Covariates{Purchase: []float64{friend}, Dropout: []float64{friend}}
		records = append(records, truth.For(z).Simulate(src, btyd.Weeks(52)).Record(btyd.Weeks(52)))
		covariates = append(covariates, z)
	}

	fit, err := btyd.FitBGNBDCovariates(context.Background(), records, covariates, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range fit.Params[4:] {
		se, _ := fit.StdErr(p.Name)
		fmt.Printf("%s %.2f ± %.2f\n", p.Name, p.Value, se)
	}
	fmt.Printf("%.2f purchases\n", fit.Model.For(covariates[1]).Expected(records[1], btyd.Weeks(52)))
	// Output:
	// purchase[0] 0.72 ± 0.04
	// dropout[0] -0.48 ± 0.05
	// 0.45 purchases
}

func ExampleFitMBGNBDCovariates() {
	records := simulated(btyd.MBGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4}, 500)
	covariates := make([]btyd.Covariates, len(records))
	for i := range covariates {
		euro := float64(i % 7)
		covariates[i].Purchase = []float64{euro, 100 * euro} // the same again, in cents
	}
	fit, err := btyd.FitMBGNBDCovariates(context.Background(), records, covariates, nil)
	fmt.Println(fit.Status, err)
	// Output:
	// singular <nil>
}

func ExampleBGNBD() {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	c, err := btyd.NewRecord(2, btyd.Weeks(30.43), btyd.Weeks(38.86))
	if err != nil {
		fmt.Println(err)
		return
	}
	interest := btyd.Discount{Rate: 0.15, Per: btyd.Years(1)}
	fmt.Printf("still a customer: %.3f\n", m.PAlive(c))
	fmt.Printf("purchases within 39 weeks: %.3f\n", m.Expected(c, btyd.Weeks(39)))
	fmt.Printf("none: %.3f\n", m.PNone(c, btyd.Weeks(39)))
	fmt.Printf("all purchases to come, at 15 %% a year: %.3f\n", m.DERT(c, interest))
	if t, ok := m.NextPurchase(c, 0.5); ok {
		fmt.Printf("as likely as not, the next one comes within %.1f weeks\n", t.In(btyd.Week))
	}
	// Output:
	// still a customer: 0.727
	// purchases within 39 weeks: 1.226
	// none: 0.445
	// all purchases to come, at 15 % a year: 5.179
	// as likely as not, the next one comes within 29.5 weeks
}

func ExampleMBGNBD() {
	// A customer who has not come back for a year may be late or gone.
	c := btyd.Record{}.Wait(btyd.Years(1))
	bg := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	mbg := btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614}
	fmt.Printf("%s: %.2f\n", bg.Name(), bg.PAlive(c))
	fmt.Printf("%s: %.2f\n", mbg.Name(), mbg.PAlive(c))
	// Output:
	// BG/NBD: 1.00
	// MBG/NBD: 0.36
}

func ExampleBGNBD_MarshalJSON() {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Days(30.9), A: 0.793, B: 2.426}
	text, err := json.Marshal(m)
	fmt.Println(string(text), err)
	// Output:
	// {"model":"BG/NBD","version":1,"r":0.243,"alpha_days":30.9,"a":0.793,"b":2.426} <nil>
}

func ExampleRecord() {
	c, err := btyd.NewRecord(2, btyd.Days(60), btyd.Days(90))
	fmt.Println(c, err)

	c, err = c.Purchase(btyd.Days(100))
	fmt.Println(c, err)

	_, err = btyd.NewRecord(1, btyd.Days(100), btyd.Days(90))
	fmt.Println(err)
	// Output:
	// x=2, t_x=60 days, T=90 days <nil>
	// x=3, t_x=100 days, T=100 days <nil>
	// btyd: impossible record x=1, t_x=100 days, T=90 days: t_x is beyond T
}

func ExampleScore() {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	records := []btyd.Record{
		{},
		btyd.Record{}.Wait(btyd.Weeks(10)),
		btyd.Record{}.Wait(btyd.Weeks(40)),
	}
	expected := btyd.Score(nil, records, func(c btyd.Record) float64 { return m.Expected(c, btyd.Weeks(39)) })
	fmt.Printf("%.2f\n", expected)
	// Output:
	// [1.20 0.50 0.19]
}

func ExampleSettings() {
	records := simulated(btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}, 2000)
	day, err := btyd.FitBGNBD(context.Background(), records, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	// The next day's fit begins where this one ended.
	next, err := btyd.FitBGNBD(context.Background(), records, &btyd.Settings[btyd.BGNBD]{Unit: btyd.Week, Start: &day.Model})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("parameters by the", next.Unit, "- faster:", next.Evaluations < day.Evaluations)
	// Output:
	// parameters by the week - faster: true
}

func ExampleEstimate_Err() {
	// Nobody ever came back: nothing is known of those who do.
	records := []btyd.Record{btyd.Record{}.Wait(btyd.Weeks(10)), btyd.Record{}.Wait(btyd.Weeks(20))}
	fit, err := btyd.FitBGNBD(context.Background(), records, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var fault *btyd.FitError
	fmt.Println(fit.Status, errors.As(fit.Err(), &fault) && len(fault.Runaway) > 0)
	// Output:
	// boundary true
}

// known is what a fit found, with round numbers.
func known() *btyd.Estimate {
	return &btyd.Estimate{
		Status:     btyd.Converged,
		Params:     []btyd.Param{{Name: "r", Value: 0.25}, {Name: "alpha", Value: 30}},
		Covariance: [][]float64{{0.0004, 0.02}, {0.02, 4}},
	}
}

func ExampleEstimate_StdErr() {
	se, ok := known().StdErr("alpha")
	fmt.Println(se, ok)
	// Output:
	// 2 true
}

func ExampleEstimate_Interval() {
	low, high, ok := known().Interval("r", 0.95)
	fmt.Printf("%.3f to %.3f, %v\n", low, high, ok)
	// Output:
	// 0.214 to 0.292, true
}

// The rate of purchases, r/alpha, has the gradient 1/alpha and -r/alpha².
func ExampleEstimate_Variance() {
	v, ok := known().Variance([]float64{1. / 30, -0.25 / (30 * 30)})
	fmt.Printf("%.5f ± %.5f, %v\n", 0.25/30, math.Sqrt(v), ok)
	// Output:
	// 0.00833 ± 0.00062, true
}

func ExampleUnit() {
	fmt.Println(btyd.Month, btyd.Month.Times(12).In(btyd.Year))
	// Output:
	// month 1
}

func ExampleShift() {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	more := btyd.Shift(m, 2, 0.01).ExpectedNew(btyd.Weeks(52)) // a is 1 % larger
	fmt.Printf("%.4f\n", more-m.ExpectedNew(btyd.Weeks(52)))
	// Output:
	// -0.0069
}

func ExampleTime() {
	fmt.Println(btyd.Weeks(2), btyd.Years(1).In(btyd.Month), btyd.Week.Times(2) == btyd.Days(14))
	// Output:
	// 14 days 12 true
}

func ExampleDiscount() {
	d := btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	fmt.Printf("%.6f a week\n", d.Continuous(btyd.Week))
	fmt.Println(btyd.Discount{Rate: 0.10}.Check())
	// Output:
	// 0.001827 a week
	// btyd: cannot discount: no period for the rate of 0.1
}

func ExamplePath() {
	m := btyd.BGNBD{R: 2, Alpha: btyd.Weeks(4), A: 1, B: 5}
	path := m.Simulate(rand.NewPCG(5, 6), btyd.Weeks(52))
	fmt.Printf("%d purchases in the first quarter, %d in the year\n", path.Count(btyd.Weeks(13)), path.Count(btyd.Weeks(52)))
	fmt.Printf("left: %v, after %.1f weeks\n", path.Left, path.Leaves.In(btyd.Week))
	fmt.Println("seen after the first quarter:", path.Record(btyd.Weeks(13)).X())
	// Output:
	// 5 purchases in the first quarter, 5 in the year
	// left: true, after 3.8 weeks
	// seen after the first quarter: 5
}
