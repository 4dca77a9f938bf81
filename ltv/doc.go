// Package ltv computes what customers are worth: how much they are expected to
// bring, how certain that is, and how much it pays to keep them.
//
// # Where to begin
//
// [Predict] does everything at once, from a view of a shop's orders:
//
//	p, err := ltv.Predict(ctx, history.AsOf(asOf, tokyo), ltv.PredictSettings{
//		Value: ltv.ValueBasis{
//			Horizon:  btyd.Years(1),
//			Discount: btyd.Discount{Rate: 0.10, Per: btyd.Years(1)},
//			Margin:   decimal.RequireFromString("0.4"),
//		},
//	})
//	fmt.Println(p.Value.Total, p.Value.Low, p.Value.High)
//	for _, c := range p.Value.Top(20) {
//		fmt.Println(c.ID, c.PAlive, c.Value, c.Next)
//	}
//	for _, w := range p.Warnings {
//		fmt.Println(w.Text(retention.Japanese))
//	}
//
// A backend fits at night and values on request. Make a [Valuer] of p.Base,
// p.Model and p.Spend, and keep it as JSON, beside the customers of p.Base as
// rows. Then value one [Customer] at a time by [Valuer.One]; [Customer.Buy] and
// [Customer.Until] keep a customer up to date.
//
// # The steps
//
//	Summarize, NewBase     orders, or rows of a GROUP BY → a Base of customers
//	Hold                   what models learn from, and what they are judged by
//	Select                 the models of ltv/btyd side by side, the best one chosen
//	SelectInSample         the same for a base too young to hold anything out
//	Validate, Track        how well a model foretold the holdout
//	NewValuer, Value       purchases × spend × margin, discounted, with intervals
//	Warnings               where care is needed, in plain words
//
// # Without a model
//
//	Formula                平均購入額 × 購入回数 × 継続期間: average purchase × purchases a year × years
//	MeasureHistorical      what each customer has brought so far
//	Cohorts                who came when, and how many of them bought again later
//	SecondPurchases        how long until customers come back (Kaplan–Meier)
//	Lifetimes              how long until they fall silent
//	RevenueRetention       how much of last year's revenue was kept, gross and net
//	RetentionModel         value, payback and break-even from a rate of retention
//	LessChurn, KeepOrWin   how much it pays to keep more customers, or to win new ones
//	Approach, Sensitivity  whom to spend effort on, and which number matters most
//
// # What is counted
//
// The models count days with a purchase: several purchases of one calendar day,
// in the zone of the view, are one visit. The first visit makes a customer, and
// only the later ones are repeat purchases. Refunds are not visits; they lower
// the money. The spend of a day is the sum of its sales. The base ends with the
// last day that had begun before the view's instant.
//
// Customers who came once are in the base as well: a model that never saw them
// would think that everybody comes back.
//
// # What to believe
//
// Only a holdout is proof. [Select] has every model foretell what its data did
// not contain, and shows the results of all models, also of those not chosen. A
// fit may also find that the data cannot tell: whether anybody leaves, whether
// customers differ in how soon they leave, or how much they spend on average.
// Then there are no standard errors and no intervals, and a [Warning] says why.
//
// Under the BG/NBD model, customers who came once are certainly alive, however
// long ago that was: see package btyd. Where P(alive) matters, take one of the
// others.
//
// # Money and numbers
//
// Money comes in and goes out as decimals. Models compute in float64. The
// result is rounded once when it becomes money, half away from zero, by the
// stated rule. Totals are sums of the rounded amounts, so that they add up.
// Rates, shares and probabilities are float64. No result is NaN or infinite.
//
// The same input gives the same result, whatever its order and the number of
// processors. All types are safe for concurrent use as long as nobody changes
// them. Nothing reads a clock. Functions that may run long take a context.
package ltv
