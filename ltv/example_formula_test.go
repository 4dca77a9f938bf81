package ltv_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// 平均購入額 × 購入回数 × 継続期間, and what is left of it.
func ExampleFormula() {
	f := ltv.Formula{
		AveragePurchase:  decimal.NewFromInt(3250),
		PurchasesPerYear: 4,
		Years:            3,
		Margin:           0.4,
		Acquisition:      decimal.NewFromInt(5000),
		RetentionPerYear: decimal.NewFromInt(800),
	}
	revenue, err := f.Revenue()
	if err != nil {
		fmt.Println(err)
		return
	}
	value, err := f.Value()
	fmt.Println(revenue, value, err)

	f.Margin = 40
	_, err = f.Value()
	fmt.Println(err)
	// Output:
	// 39000 8200 <nil>
	// ltv: Formula.Margin: 40 is not between 0 and 1
}

func ExampleFormula_Text() {
	f := ltv.Formula{AveragePurchase: decimal.NewFromInt(3250), PurchasesPerYear: 4, Years: 3}
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		text, err := f.Text(lang)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(text)
	}
	// Output:
	// average purchase 3,250 × 4 purchases a year × 3 years = 39,000
	// 平均購入額 3,250 × 購入回数 年4回 × 継続期間 3年 = 39,000
}

// econExampleShop has three customers in 2024, of whom two came back in 2025.
func econExampleShop() (retention.View, error) {
	var orders []retention.Order
	for i, o := range []struct {
		customer string
		year     int
		month    time.Month
		amount   int64
		kind     retention.Kind
	}{
		{"aoi", 2024, 2, 3000, retention.Sale},
		{"aoi", 2024, 8, 4000, retention.Sale},
		{"aoi", 2025, 1, 5000, retention.Sale},
		{"aoi", 2025, 6, 3000, retention.Sale},
		{"aoi", 2025, 7, 1000, retention.Refund},
		{"ren", 2024, 5, 2500, retention.Sale},
		{"ren", 2025, 5, 2000, retention.Sale},
		{"yui", 2024, 11, 6000, retention.Sale},
	} {
		orders = append(orders, retention.Order{
			ID:       fmt.Sprint(i),
			Customer: o.customer,
			At:       time.Date(o.year, o.month, 15, 12, 0, 0, 0, time.UTC),
			Amount:   decimal.NewFromInt(o.amount),
			Kind:     o.kind,
		})
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		return retention.View{}, err
	}
	return h.AsOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC), nil
}

// The formula's inputs from a shop's orders: a third of the buyers of 2024 did
// not buy in 2025, so customers stay three years.
func ExampleMeasureFormula() {
	view, err := econExampleShop()
	if err != nil {
		fmt.Println(err)
		return
	}
	f, sample, err := ltv.MeasureFormula(view, ltv.FormulaBasis{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sample.Sales, "sales to", sample.Buyers, "buyers for", sample.Money)
	fmt.Println(sample.Kept, "of", sample.Earlier, "were kept")
	text, err := f.Text(retention.Japanese)
	fmt.Println(text, err)

	// What customers have brought so far needs no churn.
	f, _, err = ltv.MeasureFormula(view, ltv.FormulaBasis{Lifetime: ltv.ObservedMean})
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err = f.Text(retention.English)
	fmt.Println(text, err)
	// Output:
	// 3 sales to 2 buyers for 9000
	// 2 of 3 were kept
	// 平均購入額 3,000 × 購入回数 年1.5回 × 継続期間 3年 = 13,500 <nil>
	// average purchase 3,500 × 1.4 purchases a year × 1.67 years = 8,167 <nil>
}

func ExampleMeasureHistorical() {
	view, err := econExampleShop()
	if err != nil {
		fmt.Println(err)
		return
	}
	h, err := ltv.MeasureHistorical(view, 0.4)
	if err != nil {
		fmt.Println(err)
		return
	}
	shares, err := h.Shares(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, c := range h.Customers {
		fmt.Println(c.Customer, c.Sales, c.Revenue, c.Value, shares[i])
	}
	fmt.Println("all", h.Sales, h.Revenue, h.Value)
	// Output:
	// aoi 4 14000 5600 0.571
	// ren 2 4500 1800 0.184
	// yui 1 6000 2400 0.245
	// all 7 24500 9800
}

// A bonus of 100.00 by what each of three brought: no cent is lost.
func ExampleAllocate() {
	weights := []decimal.Decimal{decimal.NewFromInt(1), decimal.NewFromInt(1), decimal.NewFromInt(1)}
	parts, err := ltv.Allocate(decimal.NewFromInt(100), weights, 2)
	fmt.Println(parts, err)
	// Output: [33.34 33.33 33.33] <nil>
}
