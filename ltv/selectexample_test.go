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

// bakery returns two years of orders of customers who buy every 10 to 60 days, and
// leave after a purchase, some sooner than others.
func bakery() retention.View {
	random := rand.New(rand.NewPCG(2026, 1))
	opening := retention.NewDate(2024, time.January, 1)
	var orders []retention.Order
	for i := range 500 {
		every, leaves := 10+50*random.Float64(), random.Float64()*random.Float64()
		for day := 365 * random.Float64(); day < 730; day += every * random.ExpFloat64() {
			orders = append(orders, retention.Order{
				ID: fmt.Sprint(len(orders)), Customer: fmt.Sprintf("c%03d", i),
				At:     opening.AddDays(int(day)).Start(time.UTC),
				Amount: decimal.NewFromInt(int64((500 + random.IntN(3000)) * (5 + i%11) / 10)),
			})
			if random.Float64() < leaves {
				break
			}
		}
	}
	h, err := retention.NewHistory(orders)
	if err != nil {
		log.Fatal(err)
	}
	return h.AsOf(opening.AddDays(730).Start(time.UTC), time.UTC)
}

// Fit at night, store, and score on every request.
func ExampleKind_Fit() {
	base := ltv.Summarize(bakery())
	fitted, err := ltv.MBGNBD.Fit(context.Background(), base.Records(), nil)
	if err != nil {
		log.Fatal(err) // no records, or the context is done
	}
	if err := fitted.Err(); err != nil {
		fmt.Println(err) // not a clear maximum
	}
	stored, err := json.Marshal(fitted)
	if err != nil {
		log.Fatal(err)
	}

	var model ltv.Fitted
	if err := json.Unmarshal(stored, &model); err != nil {
		log.Fatal(err)
	}
	kind, _ := model.Kind()
	customer := base.At(5)
	fmt.Println(kind, model.Status)
	fmt.Println(customer.Record())
	fmt.Printf("P(alive) %.2f, %.1f purchases in 12 weeks\n",
		model.Model.PAlive(customer.Record()), model.Model.Expected(customer.Record(), btyd.Weeks(12)))
	// Output:
	// MBG/NBD converged
	// x=12, t_x=246 days, T=391 days
	// P(alive) 0.07, 0.2 purchases in 12 weeks
}

func ExampleSelect() {
	view := bakery()
	until, _ := ltv.CalibrationEnd(view)
	holdout, err := ltv.Hold(view, until)
	if err != nil {
		log.Fatal(err)
	}
	selection, err := ltv.Select(context.Background(), holdout, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range selection.Table() {
		fmt.Printf("%d %-10v %v, BIC %.0f, log score %.4f, expected %.0f of %d\n",
			row.Rank, row.Kind, row.Status, row.BIC, row.LogScore, row.Expected, row.Actual)
	}
	fmt.Println(selection.Reason.Text(retention.English))
	// Output:
	// 1 MBG/NBD    converged, BIC 19313, log score -0.7778, expected 650 of 608
	// 2 Pareto/NBD converged, BIC 19312, log score -0.7807, expected 669 of 608
	// 3 BG/NBD     converged, BIC 19460, log score -0.8850, expected 642 of 608
	// MBG/NBD was chosen: it has the best log score in the holdout, -0.777766; next is Pareto/NBD with -0.780741.
}

// The model that did best is fitted to all that is known, and used.
func ExampleSelection_Refit() {
	view := bakery()
	until, _ := ltv.CalibrationEnd(view)
	holdout, err := ltv.Hold(view, until)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	selection, err := ltv.Select(ctx, holdout, &ltv.SelectSettings{By: ltv.ByBIC, Unit: btyd.Week})
	if err != nil {
		log.Fatal(err)
	}
	fitted, err := selection.Refit(ctx, ltv.Summarize(view))
	if err != nil {
		log.Fatal(err)
	}
	kind, _ := fitted.Kind()
	fmt.Println(kind, fitted.Status, fitted.Customers)
	// Output:
	// Pareto/NBD converged 500
}

func ExampleReason_Text() {
	r := ltv.Reason{
		Code: ltv.OnlyClearFit, Chosen: ltv.Scored{Kind: ltv.MBGNBD, Score: -1.02},
		Better: []ltv.Scored{{Kind: ltv.BGNBD, Score: -1.01}},
	}
	fmt.Println(r.Text(retention.English))
	fmt.Println(r.Text(retention.Japanese))
	// Output:
	// MBG/NBD was chosen: no other model's fit is as clear. BG/NBD scored better, but the fit is less clear.
	// MBG/NBDを選びました。ほかのモデルは推定がこれほど安定していません。BG/NBDは点数では上ですが、推定が安定していないため選びませんでした。
}

func ExampleWarnings() {
	base := ltv.Summarize(bakery())
	fitted, err := ltv.BGNBD.Fit(context.Background(), base.Records(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, w := range ltv.Warnings(ltv.Findings{Base: base, Fitted: &fitted, Horizon: btyd.Years(5)}) {
		fmt.Println(w.Code)
		fmt.Println(w.Text(retention.English))
		fmt.Println(w.Text(retention.Japanese))
	}
	// Output:
	// one-time-buyers
	// BG/NBD takes customers who bought once, 139 of 500, for active with certainty, however long ago that was: in it, customers can leave only after they came back. Go by their expected purchases, or take MBG/NBD or Pareto/NBD.
	// BG/NBDでは、1回しか購入していない顧客（500人中139人）は、どれだけ日が経っていても必ず「継続中」とみなされます。再購入の後でなければ離れない、という前提のモデルだからです。今後の購入回数の予測で判断するか、MBG/NBDかPareto/NBDをお使いください。
	// long-horizon
	// The forecast reaches 1,826 days ahead, while the orders cover 729 days. So far ahead, it rests on the model alone.
	// 予測は1,826日先までですが、注文データの期間は729日です。これほど先の予測には、データの裏付けがありません。
}
