package ltv_test

import (
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
)

// A rate carries its period, so a yearly one cannot be taken for a monthly one.
func ExampleDiscount() {
	yearly := ltv.Discount{Rate: 0.10, Per: retention.Span{Months: 12}}
	monthly, err := yearly.Over(retention.Span{Months: 1})
	fmt.Printf("%.4f %v\n", monthly, err)

	_, err = ltv.Discount{Rate: 0.10}.Over(retention.Span{Months: 1})
	fmt.Println(err)
	// Output:
	// 0.0080 <nil>
	// ltv: Discount.Per: P0D is not a period of months or days
}

// econMembership brings 1,200 a month, of which 200 go into service.
func econMembership() ltv.RetentionModel {
	return ltv.RetentionModel{
		Margin:      decimal.NewFromInt(1200),
		Service:     decimal.NewFromInt(200),
		Acquisition: decimal.NewFromInt(6000),
		Retention:   0.95,
		Period:      retention.Span{Months: 1},
		Discount:    ltv.Discount{Rate: 0.10, Per: retention.Span{Months: 12}},
		Timing:      ltv.AtStart,
	}
}

func ExampleRetentionModel() {
	m := econMembership()
	value, err := m.Value()
	fmt.Println(value, err)

	m.Periods = 12
	year, err := m.Value()
	fmt.Println(year, err)

	m.Timing = ltv.AtEnd
	later, err := m.Value()
	fmt.Println(later, err)
	// Output:
	// 11387 <nil>
	// 2846 <nil>
	// 2337 <nil>
}

// The multiple that turns a yearly margin into a lifetime value.
func ExampleRetentionModel_Multiple() {
	year := retention.Span{Months: 12}
	m := ltv.RetentionModel{Retention: 0.9, Period: year, Discount: ltv.Discount{Rate: 0.1, Per: year}}
	multiple, err := m.Multiple()
	fmt.Println(multiple, err)

	m.Retention, m.Discount = 1, ltv.Discount{}
	_, err = m.Multiple()
	fmt.Println(err)
	// Output:
	// 4.5 <nil>
	// ltv: RetentionModel.Retention: with this growth and discount and no horizon, the value grows without end
}

func ExampleRetentionModel_Payback() {
	m := econMembership()
	for _, acquisition := range []int64{6000, 20_000} {
		m.Acquisition = decimal.NewFromInt(acquisition)
		p, err := m.Payback()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(p.Text(retention.English))
		fmt.Println(p.Text(retention.Japanese))
	}
	// Output:
	// paid back by payment 8, after 7 months
	// 8回目の支払いで回収（7か月後）
	// customers leave before they have earned the cost
	// 費用を回収する前に顧客が離れてしまいます
}

func ExampleRetentionModel_Schedule() {
	flows, err := econMembership().Schedule(3)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range flows {
		fmt.Printf("%d %.4f %v %v\n", f.Payments, f.Alive, f.Present, f.Cumulative)
	}
	// Output:
	// 1 1.0000 1000 -5000
	// 2 0.9500 942 -4058
	// 3 0.9025 888 -3169
}

// The 5:25 law holds for some shops and not for others.
func ExampleLessChurn() {
	year := retention.Span{Months: 12}
	for _, retained := range []float64{0.90, 0.80, 0.60} {
		e, err := ltv.LessChurn{
			Model: ltv.RetentionModel{
				Margin:    decimal.NewFromInt(100),
				Retention: retained,
				Period:    year,
				Discount:  ltv.Discount{Rate: 0.10, Per: year},
				Places:    2,
			},
			Points: 0.05,
		}.Effect()
		if err != nil {
			fmt.Println(err)
			return
		}
		share, _ := e.Relative()
		fmt.Printf("churn %.2f to %.2f: %v to %v, %.0f %% more; worth %v now, or %v a year\n",
			e.ChurnBefore, e.ChurnAfter, e.Before, e.After, 100*share, e.Gain, e.PerPeriod)
	}
	// Output:
	// churn 0.10 to 0.05: 450 to 633.33, 41 % more; worth 183.33 now, or 28.94 a year
	// churn 0.20 to 0.15: 266.67 to 340, 27 % more; worth 73.33 now, or 21.56 a year
	// churn 0.40 to 0.35: 120 to 144.44, 20 % more; worth 24.44 now, or 16.92 a year
}

// Winning costs five times as much here, and yet a budget is better spent on it:
// a new customer is worth eight times a kept one.
func ExampleKeepOrWin() {
	k := ltv.KeepOrWin{
		WinCost:   decimal.NewFromInt(5000),
		KeepCost:  decimal.NewFromInt(1000),
		WinValue:  decimal.NewFromInt(12_000),
		KeepValue: decimal.NewFromInt(1500),
	}
	ratio, err := k.CostRatio()
	if err != nil {
		fmt.Println(err)
		return
	}
	even, err := k.BreakEvenRatio()
	fmt.Println(ratio, even, err)

	s, err := k.Spend(decimal.NewFromInt(103_000))
	fmt.Println("win", s.Win.Customers, s.Win.Profit, s.Win.Left, err)
	fmt.Println("keep", s.Keep.Customers, s.Keep.Profit, s.Keep.Left)
	// Output:
	// 5 8 <nil>
	// win 20 140000 3000 <nil>
	// keep 103 51500 0
}

func ExampleApproach() {
	prospects := ltv.Approach{
		Name:    "prospects",
		Cost:    decimal.NewFromInt(300),
		WinRate: 0.05,
		Margin:  decimal.NewFromInt(2000),
	}
	profit, err := prospects.Profit()
	fmt.Println(profit, err)
	rate, ok, err := prospects.BreakEvenWinRate()
	fmt.Println(rate, ok, err)
	// Output:
	// -200 <nil>
	// 0.15 true <nil>
}

// A thousand contacts: the regulars first, then as many prospects as there are
// contacts left.
func ExamplePlanContacts() {
	plan, err := ltv.PlanContacts(1000, []ltv.Approach{
		{Name: "prospects", People: 5000, Cost: decimal.NewFromInt(100), WinRate: 0.10, Margin: decimal.NewFromInt(2000)},
		{Name: "regulars", People: 400, Cost: decimal.NewFromInt(100), WinRate: 0.65, Margin: decimal.NewFromInt(1500)},
		{Name: "lapsed", People: 800, Cost: decimal.NewFromInt(100), WinRate: 0.06, Margin: decimal.NewFromInt(1500)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range plan.Parts {
		fmt.Println(p.Approach.Name, p.Contacts, p.Each, p.Profit)
	}
	fmt.Println("unused", plan.Unused, "profit", plan.Profit)
	// Output:
	// regulars 400 875 350000
	// prospects 600 100 60000
	// lapsed 0 -10 0
	// unused 0 profit 410000
}

func ExampleBreakEven() {
	b := ltv.BreakEven{
		Cost:              decimal.NewFromInt(500_000),
		MarginPerOrder:    decimal.NewFromInt(1200),
		OrdersPerCustomer: 2.5,
	}
	orders, err := b.Orders()
	fmt.Println(orders.Count, err)
	customers, err := b.Customers()
	fmt.Println(customers.Count, err)

	b.MarginPerOrder = decimal.Zero
	orders, err = b.Orders()
	fmt.Println(orders.Never.Text(retention.English), err)
	// Output:
	// 417 <nil>
	// 167 <nil>
	// nothing is left to earn the cost with <nil>
}

func ExampleSensitivity() {
	m := econMembership()
	tornado, err := ltv.Sensitivity(m, ltv.RetentionModel.Value, ltv.RetentionModelLevers(), 0.10)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("base", tornado.Base)
	for _, s := range tornado.Swings {
		fmt.Println(s.Name, s.Low.Value, s.High.Value)
	}
	// Output:
	// base 11387
	// Margin 9300 13473
	// Churn 13028 10006
	// Acquisition 11987 10787
	// Service 11734 11039
	// Discount 11606 11174
	// Growth 11387 11387
}

func ExampleFormulaLevers() {
	f := ltv.Formula{AveragePurchase: decimal.NewFromInt(3250), PurchasesPerYear: 4, Years: 3, Margin: 0.95}
	tornado, err := ltv.Sensitivity(f, ltv.Formula.Value, ltv.FormulaLevers(), 0.10)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range tornado.Swings {
		if s.High.Err != nil {
			fmt.Println(s.Name, s.Low.Value, s.High.Err)
		}
	}
	// Output: Margin 33345 ltv: Formula.Margin: 1.045 is not between 0 and 1
}
