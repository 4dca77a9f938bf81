package btyd_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/retentionkit/retention/ltv/btyd"
)

// The model that Fader, Hardie & Lee (2005) publish for CDNOW.
func ExampleParetoNBD() {
	m := btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)}
	c, err := btyd.NewRecord(2, btyd.Weeks(30.43), btyd.Weeks(38.86))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("there with %.1f%%, buys %.2f times within 39 weeks\n", 100*m.PAlive(c), m.Expected(c, btyd.Weeks(39)))
	// Output: there with 86.9%, buys 1.46 times within 39 weeks
}

// exampleParetoNBD is a model and a customer for examples.
func exampleParetoNBD() (btyd.ParetoNBD, btyd.Record) {
	c, _ := btyd.NewRecord(2, btyd.Weeks(30.43), btyd.Weeks(38.86))
	return btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)}, c
}

func ExampleParetoNBD_Name() {
	fmt.Println(btyd.ParetoNBD{}.Name())
	// Output: Pareto/NBD
}

func ExampleParetoNBD_Params() {
	m, _ := exampleParetoNBD()
	for _, p := range m.Params(btyd.Week) {
		fmt.Printf("%s = %.3f\n", p.Name, p.Value)
	}
	// Output:
	// r = 0.553
	// alpha = 10.578
	// s = 0.606
	// beta = 11.669
}

func ExampleParetoNBD_Check() {
	fmt.Println(btyd.ParetoNBD{R: 0.5, Alpha: btyd.Weeks(10), S: 0.6}.Check())
	// Output: btyd: Pareto/NBD: parameter outside its domain: beta = 0
}

func ExampleParetoNBD_LogLikelihood() {
	m, c := exampleParetoNBD()
	fmt.Printf("%.4f\n", m.LogLikelihood(c, btyd.Week))
	// Output: -9.5543
}

func ExampleParetoNBD_PAlive() {
	m, c := exampleParetoNBD()
	fmt.Printf("today %.3f, without a purchase in a year %.3f\n", m.PAlive(c), m.PAlive(c.Wait(btyd.Years(1))))
	// Output: today 0.869, without a purchase in a year 0.244
}

func ExampleParetoNBD_PAliveAfter() {
	m, c := exampleParetoNBD()
	fmt.Printf("%.3f\n", m.PAliveAfter(c, btyd.Years(1)))
	// Output: 0.565
}

func ExampleParetoNBD_Expected() {
	m, c := exampleParetoNBD()
	fmt.Printf("%.3f\n", m.Expected(c, btyd.Weeks(52)))
	// Output: 1.851
}

func ExampleParetoNBD_ExpectedNew() {
	m, _ := exampleParetoNBD()
	fmt.Printf("%.3f\n", m.ExpectedNew(btyd.Weeks(52)))
	// Output: 1.473
}

func ExampleParetoNBD_PMF() {
	m, _ := exampleParetoNBD()
	for n := range 3 {
		fmt.Printf("%d: %.4f\n", n, m.PMF(n, btyd.Weeks(39)))
	}
	// Output:
	// 0: 0.5936
	// 1: 0.1656
	// 2: 0.0825
}

func ExampleParetoNBD_PMFAfter() {
	m, c := exampleParetoNBD()
	for n := range 3 {
		fmt.Printf("%d: %.4f\n", n, m.PMFAfter(c, n, btyd.Weeks(39)))
	}
	// Output:
	// 0: 0.4081
	// 1: 0.2193
	// 2: 0.1518
}

func ExampleParetoNBD_PNone() {
	m, c := exampleParetoNBD()
	fmt.Printf("%.3f\n", m.PNone(c, btyd.Weeks(10)))
	// Output: 0.690
}

func ExampleParetoNBD_NextPurchase() {
	m, c := exampleParetoNBD()
	for _, p := range []float64{0.25, 0.5, 0.9} {
		if t, ok := m.NextPurchase(c, p); ok {
			fmt.Printf("with %.0f%% within %.1f weeks\n", 100*p, t.In(btyd.Week))
		} else {
			fmt.Printf("with %.0f%% never\n", 100*p)
		}
	}
	// Output:
	// with 25% within 7.4 weeks
	// with 50% within 23.8 weeks
	// with 90% never
}

func ExampleParetoNBD_Discounted() {
	m, c := exampleParetoNBD()
	rate := btyd.Discount{Rate: 0.15, Per: btyd.Years(1)}
	fmt.Printf("%.3f of %.3f\n", m.Discounted(c, btyd.Years(1), rate), m.Expected(c, btyd.Years(1)))
	// Output: 1.741 of 1.856
}

func ExampleParetoNBD_DERT() {
	m, c := exampleParetoNBD()
	fmt.Printf("%.2f\n", m.DERT(c, btyd.Discount{Rate: 0.15, Per: btyd.Weeks(52)}))
	// Output: 6.50
}

func ExampleParetoNBD_Simulate() {
	m, _ := exampleParetoNBD()
	src := rand.NewPCG(1, 2)
	purchases := 0
	for range 10_000 {
		purchases += len(m.Simulate(src, btyd.Weeks(52)).Purchases)
	}
	fmt.Printf("%.1f a customer, where %.1f are expected\n", float64(purchases)/10_000, m.ExpectedNew(btyd.Weeks(52)))
	// Output: 1.5 a customer, where 1.5 are expected
}

func ExampleParetoNBD_MarshalJSON() {
	text, err := json.Marshal(btyd.ParetoNBD{R: 0.5, Alpha: btyd.Days(74), S: 0.6, Beta: btyd.Days(82)})
	fmt.Println(string(text), err)
	// Output: {"model":"Pareto/NBD","version":1,"r":0.5,"alpha_days":74,"s":0.6,"beta_days":82} <nil>
}

func ExampleParetoNBD_UnmarshalJSON() {
	var m btyd.ParetoNBD
	err := json.Unmarshal([]byte(`{"model":"Pareto/NBD","version":1,"r":0.5,"alpha_days":74,"s":0.6,"beta_days":82}`), &m)
	fmt.Println(m.R, m.Alpha, m.S, m.Beta, err)
	// Output: 0.5 74 days 0.6 82 days <nil>
}

func ExampleFitParetoNBD() {
	// A real shop has records of its customers. These are simulated.
	truth, _ := exampleParetoNBD()
	src := rand.NewPCG(1, 2)
	var records []btyd.Record
	for range 5_000 {
		records = append(records, truth.Simulate(src, btyd.Weeks(104)).Record(btyd.Weeks(104)))
	}
	f, err := btyd.FitParetoNBD(context.Background(), records, &btyd.Settings[btyd.ParetoNBD]{Unit: btyd.Week})
	if err != nil || f.Err() != nil {
		fmt.Println(err, f.Err())
		return
	}
	for _, p := range f.Params {
		se, _ := f.StdErr(p.Name)
		fmt.Printf("%s = %.2f ± %.2f\n", p.Name, p.Value, se)
	}
	// Output:
	// r = 0.58 ± 0.03
	// alpha = 11.05 ± 0.57
	// s = 0.57 ± 0.04
	// beta = 10.31 ± 1.78
}

func ExampleFitParetoNBDCovariates() {
	// Customers who came by a recommendation, for whom the covariate is 1.
	records, covariates := describedCustomers(6_000)
	f, err := btyd.FitParetoNBDCovariates(context.Background(), records, covariates, nil)
	if err != nil || f.Err() != nil {
		fmt.Println(err, f.Err())
		return
	}
	fmt.Printf("buys %+.1f, leaves %+.1f\n", f.Model.Purchase[0], f.Model.Dropout[0])
	// Output: buys +0.8, leaves +0.7
}
