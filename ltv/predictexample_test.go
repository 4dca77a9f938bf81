package ltv_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

func ExamplePredict() {
	p, err := ltv.Predict(context.Background(), bakery(), ltv.PredictSettings{
		Value: ltv.ValueBasis{
			Horizon:  btyd.Years(1),
			Discount: btyd.Discount{Rate: 0.10, Per: btyd.Years(1)},
			Margin:   decimal.RequireFromString("0.4"),
			RoundTo:  decimal.NewFromInt(1), // yen
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Selection.Reason.Text(retention.English))
	fmt.Printf("%d customers bring a profit of %v (%v to %v)\n", p.Value.Customers, p.Value.Total, p.Value.Low, p.Value.High)
	for _, c := range p.Value.Top(2) {
		fmt.Printf("%s %v (%v to %v), alive %.2f, next by %v\n", c.ID, c.Value, c.Low, c.High, c.PAlive, c.Next)
	}
	for _, w := range p.Warnings {
		fmt.Println(w.Text(retention.English))
	}
	// Output:
	// MBG/NBD was chosen: it has the best log score in the holdout, -0.777766; next is Pareto/NBD with -0.780741.
	// 500 customers bring a profit of 516831 (477154 to 559807)
	// c184 19296 (18051 to 20626), alive 0.97, next by 2026-01-10
	// c456 17292 (16303 to 18341), alive 0.98, next by 2026-01-09
}

// Fit at night, keep what was found, and value customers on request.
func ExamplePredict_stored() {
	basis := ltv.ValueBasis{Horizon: btyd.Years(1), RoundTo: decimal.NewFromInt(1)}
	p, err := ltv.Predict(context.Background(), bakery(), ltv.PredictSettings{
		Select: ltv.SelectSettings{Kinds: []ltv.Kind{ltv.MBGNBD}}, Value: basis,
	})
	if err != nil {
		log.Fatal(err)
	}
	type night struct {
		Customers []ltv.Customer
		Currency  string
		Model     ltv.Fitted
		Spend     *btyd.Fit[btyd.GammaGamma]
		Basis     ltv.ValueBasis
	}
	kept := night{Currency: p.Base.Currency(), Model: p.Model, Spend: p.Spend, Basis: p.Value.Basis}
	for c := range p.Base.All() {
		kept.Customers = append(kept.Customers, c)
	}
	stored, err := json.Marshal(kept)
	if err != nil {
		log.Fatal(err)
	}

	var read night
	if err := json.Unmarshal(stored, &read); err != nil {
		log.Fatal(err)
	}
	base, err := ltv.NewBase(read.Customers, read.Currency)
	if err != nil {
		log.Fatal(err)
	}
	valuer, err := ltv.NewValuer(base, read.Model, read.Spend, read.Basis)
	if err != nil {
		log.Fatal(err)
	}
	customer, _ := base.Find("c005")
	now, err := valuer.One(customer)
	if err != nil {
		log.Fatal(err)
	}
	then, _ := p.Value.Find("c005")
	fmt.Println(now.Value, then.Value)
	// Output:
	// 1353 1353
}

// A shop that opened last week has nothing to hold out.
func ExampleSelectInSample() {
	selection, err := ltv.SelectInSample(context.Background(), ltv.Summarize(bakery()), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range selection.Table() {
		fmt.Printf("%d %-10v BIC %.0f\n", row.Rank, row.Kind, row.BIC)
	}
	fmt.Println(selection.Reason.Text(retention.English))
	// Output:
	// 1 MBG/NBD    BIC 25160
	// 2 Pareto/NBD BIC 25160
	// 3 BG/NBD     BIC 25406
	// MBG/NBD was chosen: it has the lowest BIC, 25159.6851; next is Pareto/NBD with 25160.0189.
}

// Policies are data: their JSON has the names of fields in lower case.
func ExampleRetentionModel_json() {
	text, err := json.Marshal(ltv.RetentionModel{
		Margin: decimal.NewFromInt(40), Retention: 0.8, Period: retention.Span{Months: 12}, Timing: ltv.AtStart, Places: 2,
		Discount: ltv.Discount{Rate: 0.1, Per: retention.Span{Months: 12}},
	})
	fmt.Println(string(text), err)
	var m ltv.RetentionModel
	err = json.Unmarshal(text, &m)
	fmt.Println(m.Timing, err)
	// Output:
	// {"margin":"40","service":"0","acquisition":"0","retention":0.8,"growth":0,"period":"P1Y","discount":{"rate":0.1,"per":"P1Y"},"timing":"start","periods":0,"places":2} <nil>
	// start <nil>
}

// BG/NBD can be had whatever the data say. What else is tried is left out.
func ExamplePredictSettings() {
	p, err := ltv.Predict(context.Background(), bakery(), ltv.PredictSettings{
		Select: ltv.SelectSettings{Kinds: []ltv.Kind{ltv.BGNBD}},
		Value:  ltv.ValueBasis{Horizon: btyd.Years(1)},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Value.Model, "-", p.Selection.Reason.Text(retention.English))
	// Output:
	// BG/NBD - BG/NBD was the only candidate.
}
