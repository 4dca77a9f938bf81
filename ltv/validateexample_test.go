package ltv_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// bookshop returns the orders of the first half of a year of a small shop, whose
// customers buy by chance, and one in four never again.
func bookshop() retention.View {
	random := rand.New(rand.NewPCG(1, 2))
	var orders []retention.Order
	for i := range 200 {
		every := 10 + 40*random.ExpFloat64()
		day := 90 * random.Float64()
		for n := 0; day < 181; n++ {
			orders = append(orders, retention.Order{
				ID: fmt.Sprintf("o%d-%d", i, n), Customer: fmt.Sprintf("c%03d", i), Amount: decimal.NewFromInt(20),
				At: time.Date(2026, time.January, 1+int(day), 12, 0, 0, 0, time.UTC),
			})
			if random.IntN(4) == 0 {
				break
			}
			day += every * random.ExpFloat64()
		}
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		log.Fatal(err)
	}
	return h.AsOf(retention.NewDate(2026, time.July, 1).Start(time.UTC), time.UTC)
}

func ExampleValidate() {
	h, err := ltv.Hold(bookshop(), retention.NewDate(2026, time.March, 31))
	if err != nil {
		log.Fatal(err)
	}
	model := btyd.MBGNBD{R: 1.7, Alpha: btyd.Days(72), A: 5, B: 25} // fitted to h.Base before
	v, err := ltv.Validate(context.Background(), model, h)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d customers bought %d times in %d days, expected %.1f", v.Customers, v.Actual, v.Days, v.Expected)
	if v.TotalError != nil {
		fmt.Printf(" (%+.0f%%)", 100**v.TotalError)
	}
	fmt.Printf("\nper customer: off by %.2f, bias %+.2f, log score %.2f\n", v.MAE, v.Bias, v.LogScore)
	if v.Gini.Normalised != nil {
		fmt.Printf("ranking: %.0f%% of what there is to gain\n", 100**v.Gini.Normalised)
	}
	for _, d := range v.Deciles[:3] {
		fmt.Printf("decile %d: %.1f customers expected to buy %.2f times each, %.2f in fact, %.0f%% of all so far\n",
			d.Decile, d.Customers, d.Expected, d.Actual, 100*d.CumulativeShare)
	}
	for _, bar := range v.Repeats[:3] {
		fmt.Printf("came back %d times: %d customers, %.1f expected\n", bar.Repeats, bar.Customers, bar.ExpectedCustomers)
	}
	for _, c := range v.Coverage {
		fmt.Printf("interval of %.0f%%: %.0f%% lie within, %.0f%% expected\n", 100*c.Nominal, 100*c.Actual, 100*c.Expected)
	}
	// Output:
	// 200 customers bought 181 times in 91 days, expected 228.3 (+26%)
	// per customer: off by 1.02, bias +0.24, log score -1.28
	// ranking: 30% of what there is to gain
	// decile 1: 20.0 customers expected to buy 2.06 times each, 1.30 in fact, 14% of all so far
	// decile 2: 20.0 customers expected to buy 1.60 times each, 1.70 in fact, 33% of all so far
	// decile 3: 20.0 customers expected to buy 1.38 times each, 1.00 in fact, 44% of all so far
	// came back 0 times: 118 customers, 118.7 expected
	// came back 1 times: 50 customers, 46.6 expected
	// came back 2 times: 20 customers, 19.5 expected
	// interval of 50%: 87% lie within, 82% expected
	// interval of 80%: 96% lie within, 93% expected
	// interval of 95%: 99% lie within, 98% expected
}

func ExampleTrack() {
	h, err := ltv.Hold(bookshop(), retention.NewDate(2026, time.March, 31))
	if err != nil {
		log.Fatal(err)
	}
	model := btyd.MBGNBD{R: 1.7, Alpha: btyd.Days(72), A: 5, B: 25} // fitted to h.Base before
	periods, err := ltv.Track(context.Background(), model, h, 30)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range periods {
		fmt.Printf("%v to %v: %d repeat purchases, %.1f expected; in all %d and %.1f\n",
			p.From, p.To, p.Actual, p.Expected, p.CumulativeActual, p.CumulativeExpected)
	}
	// Output:
	// 2026-01-02 to 2026-02-01: 17 repeat purchases, 16.7 expected; in all 17 and 16.7
	// 2026-02-01 to 2026-03-03: 49 repeat purchases, 50.2 expected; in all 66 and 66.9
	// 2026-03-03 to 2026-04-02: 73 repeat purchases, 79.8 expected; in all 139 and 146.7
	// 2026-04-02 to 2026-05-02: 76 repeat purchases, 86.7 expected; in all 215 and 233.4
	// 2026-05-02 to 2026-06-01: 49 repeat purchases, 74.8 expected; in all 264 and 308.3
	// 2026-06-01 to 2026-07-01: 55 repeat purchases, 65.3 expected; in all 319 and 373.5
}
