// Package ltv tells what customers are worth: what they will bring, how sure that
// is, and what keeping them is worth.
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
// A backend fits at night and values on request: make a [Valuer] of p.Base, p.Model
// and p.Spend and keep it as JSON, beside the customers of p.Base as rows; then ask
// it for one [Customer] at a time, whom [Customer.Buy] and [Customer.Until] keep up
// to date.
//
// # The steps
//
//	Summarize, NewBase     orders, or rows of a GROUP BY → a Base of customers
//	Hold                   what models learn from, and what they are judged by
//	Select                 the models of ltv/btyd side by side, the best one chosen
//	SelectInSample         the same for a base too young to hold anything out
//	Validate, Track        how well a model foretold the holdout
//	NewValuer, Value       purchases × spend × margin, discounted, with intervals
//	Warnings               what is to be wary of, in plain words
//
// # Without a model
//
//	Formula                平均購入額 × 購入回数 × 継続期間: average purchase × purchases a year × years
//	MeasureHistorical      what each customer has brought so far
//	Cohorts                who came when, and how many of them bought again later
//	SecondPurchases        how long until customers come back (Kaplan–Meier)
//	Lifetimes              how long until they fall silent
//	RevenueRetention       what is left of last year's revenue, gross and net
//	RetentionModel         value, payback and break-even from a rate of retention
//	LessChurn, KeepOrWin   what it is worth to keep more customers, or to win new ones
//	Approach, Sensitivity  whom to spend effort on, and which number matters most
//
// # What is counted
//
// The models count days with a purchase: several purchases of one calendar day, in
// the zone of the view, are one visit. The first visit makes a customer, and only
// the later ones are repeat purchases. Refunds are no visits; they lower the money.
// A day's spend is its sales. What is known ends with the last day that had begun
// before the view's instant.
//
// Customers who came once are in the base as well: a model that never saw them
// would think that everybody comes back.
//
// # What to believe
//
// A holdout is the only proof: [Select] has every model foretell what its data did
// not contain, and shows the result of each, those not chosen included. A fit may
// also find that the data do not tell: that nobody seems to leave, or that mean
// spend has no bound. Then there are no standard errors and no intervals, and a
// [Warning] says why.
//
// Under the BG/NBD model customers who came once are alive for sure, however long
// ago that was: see package btyd. Where P(alive) matters, take one of the others.
//
// # Money and numbers
//
// Money comes in and goes out as decimals. What models compute is a float64 until
// it becomes money, which is rounded once, half away from zero, by the stated
// rule; totals are sums of what was rounded, so that they add up. Rates, shares
// and probabilities are float64. Nothing that is returned is NaN or infinite.
//
// The same input gives the same result, whatever its order and the number of
// processors. All types are safe for concurrent use as long as nobody changes
// them; nothing reads a clock, and what may run long takes a context.
package ltv
