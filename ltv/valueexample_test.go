package ltv_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// exampleShop returns four customers, known until the end of March 2026. The
// models were fitted to a larger shop of the kind.
func exampleShop() (*ltv.Base, ltv.Fitted, *btyd.Fit[btyd.GammaGamma]) {
	base, err := ltv.NewBase(someBuyers(), "EUR")
	if err != nil {
		log.Fatal(err)
	}
	return base, certainly(valueModels[2]), certainSpend(valueSpend)
}

func ExampleValue() {
	base, fitted, spend := exampleShop()
	v, err := ltv.Value(context.Background(), base, fitted, spend, ltv.ValueBasis{
		Horizon:  btyd.Years(1),
		Discount: btyd.Discount{Rate: 0.10, Per: btyd.Years(1)},
		Margin:   decimal.RequireFromString("0.4"),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v %s, with %.0f %% from %v to %v\n", v.Total, v.Currency, 100*v.Basis.Level, v.Low, v.High)
	for _, c := range v.Top(2) {
		fmt.Printf("%s: here with %.0f %%, %.1f purchases of %v, worth %v (%v to %v), even odds to be back by %v\n",
			c.ID, 100*c.PAlive, c.Purchases, c.Spend, c.Value, c.Low, c.High, c.Next)
	}
	// Output:
	// 463.01 EUR, with 95 % from 418.65 to 512.07
	// natsu: here with 99 %, 8.3 purchases of 115.92, worth 363.7 (326.26 to 405.43), even odds to be back by 2026-04-24
	// aki: here with 98 %, 5.8 purchases of 40.73, worth 89.69 (84.49 to 95.21), even odds to be back by 2026-05-09
}

func ExampleValuer_One() {
	base, fitted, spend := exampleShop()
	valuer, err := ltv.NewValuer(base, fitted, spend, ltv.ValueBasis{Horizon: btyd.Months(6)}) // at night
	if err != nil {
		log.Fatal(err)
	}
	haru, _ := base.Find("haru") // and on a request
	today := retention.NewDate(2026, time.April, 14)
	before, err := valuer.One(haru.Until(today))
	if err != nil {
		log.Fatal(err)
	}
	haru, err = haru.Buy(today, decimal.NewFromInt(35))
	if err != nil {
		log.Fatal(err)
	}
	after, err := valuer.One(haru)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("worth %v, and %v after a purchase\n", before.Value, after.Value)
	// Output:
	// worth 9.83, and 52.46 after a purchase
}

func ExampleNewValuer() {
	base, fitted, _ := exampleShop()
	_, err := ltv.NewValuer(base, fitted, nil, ltv.ValueBasis{Margin: decimal.NewFromInt(40)})
	fmt.Println(err)
	valuer, err := ltv.NewValuer(base, fitted, nil, ltv.ValueBasis{Horizon: btyd.Years(1), RoundTo: decimal.NewFromInt(1)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("margin", valuer.Basis().Margin, "rounded to", valuer.Basis().RoundTo)
	// Output:
	// ltv: ValueBasis.Discount: unusable value basis: without a Horizon the rate must be above 0, as purchases for ever may add up to no finite sum
	// ltv: ValueBasis.Margin: unusable value basis: 40 is not in (0, 1]
	// margin 1 rounded to 1
}

func ExampleValuer_Value() {
	base, fitted, _ := exampleShop()
	valuer, err := ltv.NewValuer(base, fitted, nil, ltv.ValueBasis{Discount: btyd.Discount{Rate: 0.15, Per: btyd.Years(1)}})
	if err != nil {
		log.Fatal(err)
	}
	v, err := valuer.Value(context.Background(), base) // without a model of spend: all spend the mean
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("without end %v, at %v a purchase, of which %.1f %% go back\n", v.Total, v.MeanSpend, 100*v.RefundShare)
	// Output:
	// without end 3289.25, at 67.61 a purchase, of which 1.1 % go back
}

func ExampleValuer_Bootstrap() {
	ctx, base := context.Background(), ltv.Summarize(bakery())
	fitted, err := ltv.MBGNBD.Fit(ctx, base.Records(), nil)
	if err != nil {
		log.Fatal(err)
	}
	valuer, err := ltv.NewValuer(base, fitted, nil, ltv.ValueBasis{Horizon: btyd.Years(1), RoundTo: decimal.NewFromInt(1)})
	if err != nil {
		log.Fatal(err)
	}
	v, err := valuer.Bootstrap(ctx, base, ltv.Resampling{Replicates: 40, Source: rand.NewPCG(1, 2)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v (%v to %v) by %d refits, %d unusable\n", v.Total, v.Low, v.High, v.Replicates, v.Unusable)
	// Output:
	// 1330179 (1229160 to 1473482) by 40 refits, 0 unusable
}

func ExampleValuation_NoInterval() {
	base, fitted, _ := exampleShop()
	fitted.Estimate = btyd.Estimate{Status: btyd.Boundary, Runaway: []btyd.Runaway{{Param: "s"}}}
	v, err := ltv.Value(context.Background(), base, fitted, nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(v.HasInterval, v.NoInterval())
	// Output:
	// false ltv: no interval: Pareto/NBD: btyd: fit is not to be relied on: boundary: s → 0
}

func ExampleValuation_Top() {
	base, fitted, spend := exampleShop()
	v, err := ltv.Value(context.Background(), base, fitted, spend, ltv.ValueBasis{Horizon: btyd.Months(3)})
	if err != nil {
		log.Fatal(err)
	}
	for rank, c := range v.Top(3) {
		fmt.Println(rank+1, c.ID, c.Value)
	}
	// Output:
	// 1 natsu 305.92
	// 2 aki 68.24
	// 3 haru 6.2
}

func ExampleValuation_All() {
	base, fitted, spend := exampleShop()
	v, err := ltv.Value(context.Background(), base, fitted, spend, ltv.ValueBasis{Horizon: btyd.Months(3)})
	if err != nil {
		log.Fatal(err)
	}
	regulars, others := decimal.Decimal{}, decimal.Decimal{}
	for c := range v.All() {
		if customer, _ := base.Find(c.ID); customer.Repeats >= 3 {
			regulars = regulars.Add(c.Value)
		} else {
			others = others.Add(c.Value)
		}
	}
	fmt.Println(regulars, "+", others, "=", v.Total)
	// Output:
	// 374.16 + 7.54 = 381.7
}

func ExampleValuation_Find() {
	base, fitted, spend := exampleShop()
	v, err := ltv.Value(context.Background(), base, fitted, spend, ltv.ValueBasis{Horizon: btyd.Months(3)})
	if err != nil {
		log.Fatal(err)
	}
	c, ok := v.Find("fuyu")
	fmt.Println(ok, c.Value, c.Next)
	_, ok = v.Find("yuki")
	fmt.Println(ok)
	// Output:
	// true 1.34 no date
	// false
}

func ExampleValueBasis() {
	text, err := json.Marshal(ltv.ValueBasis{Horizon: btyd.Weeks(52), Margin: decimal.RequireFromString("0.4")})
	fmt.Println(string(text), err)
	var basis ltv.ValueBasis
	fmt.Println(json.Unmarshal([]byte(`{"version":1,"margin":"40"}`), &basis))
	// Output:
	// {"version":1,"horizonDays":364,"discount":{"rate":0,"perDays":0},"margin":"0.4","gross":false,"roundTo":"0","level":0} <nil>
	// ltv: ValueBasis.Discount: unusable value basis: without a Horizon the rate must be above 0, as purchases for ever may add up to no finite sum
	// ltv: ValueBasis.Margin: unusable value basis: 40 is not in (0, 1]
}

func ExampleValidateValue() {
	day := func(n int) time.Time { return time.Date(2025, 1, n, 12, 0, 0, 0, time.UTC) }
	var orders []retention.Order
	for _, o := range []struct {
		customer string
		day      int
		amount   int64
	}{{"aki", 1, 20}, {"aki", 11, 30}, {"aki", 25, 25}, {"aki", 50, 28}, {"haru", 3, 45}, {"haru", 24, 40}, {"fuyu", 6, 15}} {
		orders = append(orders, retention.Order{Customer: o.customer, At: day(o.day), Amount: decimal.NewFromInt(o.amount)})
	}
	history, err := retention.NewHistory(orders)
	if err != nil {
		log.Fatal(err)
	}
	holdout, err := ltv.Hold(history.AsOf(day(61), time.UTC), retention.NewDate(2025, 1, 31))
	if err != nil {
		log.Fatal(err)
	}
	_, fitted, spend := exampleShop()
	v, err := ltv.ValidateValue(context.Background(), holdout, fitted, spend)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("predicted %v, actual %v; off by %v a customer\n", v.Predicted, v.Actual, v.MAE)
	// Output:
	// predicted 39.29, actual 28; off by 9.73 a customer
}

func ExampleValueValidation_TotalError() {
	v := ltv.ValueValidation{Predicted: decimal.NewFromInt(95), Actual: decimal.NewFromInt(100)}
	off, ok := v.TotalError()
	fmt.Printf("%+.0f %% %v\n", 100*off, ok)
	// Output: -5 % true
}
