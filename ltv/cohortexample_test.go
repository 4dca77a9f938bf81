package ltv_test

import (
	"fmt"
	"log"
	"math"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// cohortTeaShop is a small shop as of 1 April 2026, the beginning of a day.
func cohortTeaShop() retention.View {
	history, err := retention.NewHistory([]retention.Order{
		cohortSale("haru", "2026-01-10", 3200), cohortSale("haru", "2026-02-14", 5400), cohortSale("haru", "2026-03-20", 4100),
		cohortSale("natsu", "2026-01-05", 980), cohortSale("natsu", "2026-02-01", 12500), cohortRefund("natsu", "2026-02-03", 12500),
		cohortSale("fuyu", "2026-01-02", 4500),
		cohortSale("aki", "2026-03-05", 1200), cohortSale("aki", "2026-03-25", 2400),
	})
	if err != nil {
		log.Fatal(err)
	}
	return history.AsOf(time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC), time.UTC)
}

func ExampleCohorts() {
	table, err := ltv.Cohorts(cohortTeaShop(), ltv.CohortBasis{Period: retention.Span{Months: 1}})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range table.Cohorts {
		fmt.Printf("%v: %d customers", c.Start, c.Size)
		for k := range c.Active {
			if share, ok := c.Retention(k); ok {
				fmt.Printf(", %.0f%% %v yen", 100*share, c.Net[k])
			}
		}
		fmt.Println()
	}
	// Output:
	// 2026-01-01: 3 customers, 100% 8680 yen, 67% 5400 yen, 33% 4100 yen
	// 2026-02-01: 0 customers
	// 2026-03-01: 1 customers, 100% 3600 yen
}

func ExampleCohort_Churn() {
	table, err := ltv.Cohorts(cohortTeaShop(), ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	january, march := &table.Cohorts[0], &table.Cohorts[2]
	fmt.Println(january.Churn(2))
	fmt.Println(march.Churn(1)) // April has not begun
	// Output:
	// 0.6666666666666667 true
	// 0 false
}

func ExampleCohort_Retention() {
	// In the middle of March, that month tells nothing yet.
	history, err := retention.NewHistory([]retention.Order{
		cohortSale("haru", "2026-01-10", 3200), cohortSale("natsu", "2026-01-05", 980), cohortSale("haru", "2026-02-14", 5400),
	})
	if err != nil {
		log.Fatal(err)
	}
	asOf := time.Date(2026, time.March, 15, 0, 0, 0, 0, time.UTC)
	table, err := ltv.Cohorts(history.AsOf(asOf, time.UTC), ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	january := &table.Cohorts[0]
	for k, active := range january.Active {
		share, ok := january.Retention(k)
		fmt.Println(active, share, ok, january.Partial(k))
	}
	// Output:
	// 2 1 true false
	// 1 0.5 true false
	// 0 0 false true
}

func ExampleCohort_Partial() {
	c := ltv.Cohort{Size: 2, Whole: 1, Active: []int{2, 1}}
	fmt.Println(c.Partial(0), c.Partial(1), c.Partial(2))
	// Output: false true false
}

func ExampleCohort_NetPerCustomer() {
	table, err := ltv.Cohorts(cohortTeaShop(), ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	january := &table.Cohorts[0]
	for k := range january.Net {
		value, ok := january.NetPerCustomer(k, 0)
		fmt.Println(value, ok)
	}
	// Output:
	// 2893 true
	// 4693 true
	// 6060 true
}

func ExampleCohortTable_Curve() {
	table, err := ltv.Cohorts(cohortTeaShop(), ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range table.Curve() {
		fmt.Printf("month %d: %d of %d active, %v yen a customer so far\n", p.Period, p.Active, p.Customers, p.NetPerCustomer(0))
	}
	// Output:
	// month 0: 4 of 4 active, 3070 yen a customer so far
	// month 1: 2 of 3 active, 4693 yen a customer so far
	// month 2: 1 of 3 active, 6060 yen a customer so far
}

func ExampleCohortTable_Customers() {
	table, err := ltv.Cohorts(cohortTeaShop(), ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(table.Customers())
	// Output: 4
}

func ExampleCohortPoint_Retention() {
	p := ltv.CohortPoint{Period: 1, Customers: 400, Active: 90}
	fmt.Println(p.Retention())
	// Output: 0.225
}

func ExampleSecondPurchases() {
	second := ltv.SecondPurchases(cohortTeaShop())
	for d := range second.All() {
		fmt.Println(d.Customer, d.Acquired, d.Days, d.Event)
	}
	curve, err := second.Survival(0.95)
	if err != nil {
		log.Fatal(err)
	}
	days, ok := curve.Median()
	fmt.Println("half come back within", days, "days:", ok)
	// Output:
	// fuyu 2026-01-02 88 false
	// natsu 2026-01-05 27 true
	// haru 2026-01-10 35 true
	// aki 2026-03-05 20 true
	// half come back within 27 days: true
}

// The repeat rate by cohort, of those who have had 30 days for it.
func ExampleDurations_Acquired() {
	view := cohortTeaShop()
	table, err := ltv.Cohorts(view, ltv.CohortBasis{})
	if err != nil {
		log.Fatal(err)
	}
	second := ltv.SecondPurchases(view)
	for _, c := range table.Cohorts {
		own := second.Acquired(c.Start, c.End)
		fmt.Printf("%v: %+v, within 30 days %+v\n", c.Start, own.Share(), own.Within(30))
	}
	// Output:
	// 2026-01-01: {Events:2 Customers:3}, within 30 days {Events:1 Customers:3}
	// 2026-02-01: {Events:0 Customers:0}, within 30 days {Events:0 Customers:0}
	// 2026-03-01: {Events:1 Customers:1}, within 30 days {Events:0 Customers:0}
}

func ExampleDurations_Share() {
	fmt.Println(ltv.SecondPurchases(cohortTeaShop()).Share().Rate())
	// Output: 0.75 true
}

func ExampleDurations_Within() {
	// A customer who was acquired less than 60 days ago is not asked yet.
	fmt.Println(ltv.SecondPurchases(cohortTeaShop()).Within(60))
	// Output: {2 3}
}

func ExampleSecondOrders() {
	history, err := retention.NewHistory([]retention.Order{
		{Customer: "haru", At: time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)},
		{Customer: "haru", At: time.Date(2026, 1, 10, 9, 5, 0, 0, time.UTC)},
	})
	if err != nil {
		log.Fatal(err)
	}
	view := history.AsOf(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	fmt.Println(ltv.SecondOrders(view).Share(), ltv.SecondPurchases(view).Share())
	// Output: {1 1} {0 1}
}

func ExampleLifetimes() {
	// Whoever buys nothing for 30 days in a row counts as lost.
	lifetimes, err := ltv.Lifetimes(cohortTeaShop(), 30)
	if err != nil {
		log.Fatal(err)
	}
	for d := range lifetimes.All() {
		fmt.Println(d.Customer, d.Days, d.Event, d.Returned)
	}
	fmt.Println(lifetimes.Returned(), "of", lifetimes.Share().Events, "came back later")
	// Output:
	// fuyu 30 true false
	// natsu 57 true false
	// haru 30 true true
	// aki 26 false false
	// 1 of 3 came back later
}

// Weeks of remission of patients with leukaemia under treatment (Freireich et
// al. 1963); minus marks those still in remission when last seen.
func ExampleKaplanMeier() {
	var list []ltv.Observation
	for _, week := range []float64{6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35} {
		list = append(list, ltv.Observation{Time: math.Abs(week), Event: week > 0})
	}
	curve, err := ltv.KaplanMeier(list, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range curve.Steps[:3] {
		fmt.Printf("week %v: %d of %d, S = %.3f (%.3f to %.3f)\n", s.Time, s.Events, s.AtRisk, s.Survival, s.Lower, s.Upper)
	}
	// Output:
	// week 6: 3 of 21, S = 0.857 (0.620 to 0.952)
	// week 7: 1 of 17, S = 0.807 (0.563 to 0.923)
	// week 9: 0 of 16, S = 0.807 (0.563 to 0.923)
}

func ExampleSurvival() {
	curve, err := ltv.KaplanMeier([]ltv.Observation{{2, true}, {3, false}, {4, true}, {6, true}, {9, false}}, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	share, ok := curve.At(5)
	fmt.Printf("beyond 5 days: %.3f %v\n", share, ok)
	_, ok = curve.At(10)
	fmt.Println("beyond 10 days nothing is known:", !ok)
	days, ok := curve.Quantile(0.5)
	fmt.Println("half within", days, ok)
	lower, upper, lowerOK, upperOK := curve.QuantileBand(0.5)
	fmt.Println("from", lower, lowerOK, "to", upper, upperOK)
	mean, stdErr, ok := curve.RestrictedMean(8)
	fmt.Printf("mean, 8 days at most: %.2f ± %.2f %v\n", mean, stdErr, ok)
	// Output:
	// beyond 5 days: 0.533 true
	// beyond 10 days nothing is known: true
	// half within 6 true
	// from 2 true to 0 false
	// mean, 8 days at most: 5.20 ± 1.04 true
}

func ExampleRevenueRetention() {
	bridge, err := ltv.RevenueRetention(cohortTeaShop(), ltv.RevenueBasis{Window: retention.Span{Months: 1}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("February", bridge.Base.Money, "March", bridge.NetRevenue(), "and", bridge.Outside.Money, "from others")
	gross, ok := bridge.GrossRetention()
	fmt.Printf("%.2f %v\n", gross, ok)
	// Output:
	// February 5400 March 4100 and 3600 from others
	// 0.76 true
}

func ExampleRevenueBridge() {
	money := func(customers int, yen int64) ltv.RevenuePart {
		return ltv.RevenuePart{Customers: customers, Money: decimal.NewFromInt(yen)}
	}
	b := ltv.RevenueBridge{Base: money(10, 1000), Churn: money(2, 150), Contraction: money(1, 50), Expansion: money(3, 300)}
	gross, _ := b.GrossRetention()
	net, _ := b.NetRetention()
	fmt.Println(b.GrossRevenue(), gross, b.NetRevenue(), net)
	// Output: 800 0.8 1100 1.1
}
