package ltv

import (
	"context"
	"math"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// Validation tells how well a model foretold the purchases of its customers
// after the calibration. It is plain data, ready to plot. Purchases are days
// with one, as everywhere in these models. All numbers are finite.
type Validation struct {
	Model     string         `json:"model"`
	Until     retention.Date `json:"until"` // the last day of the calibration
	End       retention.Date `json:"end"`   // the last day of the holdout
	Days      int            `json:"days"`  // of the holdout
	Customers int            `json:"customers"`

	// Actual and Expected are the purchases of all customers in the holdout.
	Actual   int     `json:"actual"`
	Expected float64 `json:"expected"`
	// TotalError is (Expected-Actual)/Actual: above 0 if the model expected too
	// much. It is nil if nobody bought.
	TotalError *float64 `json:"totalError,omitempty"`

	// MAE, RMSE and Bias are the mean of |expected-actual|, the root of the mean
	// of (expected-actual)², and the mean of expected-actual, per customer.
	MAE  float64 `json:"mae"`
	RMSE float64 `json:"rmse"`
	Bias float64 `json:"bias"`

	// LogScore is the mean natural logarithm of the probability that the model
	// gave to each customer's actual purchases (the logarithmic score; Good
	// 1952). It is 0 at best. Its expectation is highest for the true model, so
	// it can be used to choose among models.
	//
	// Probabilities below 1e-300 count as 1e-300, because one outcome that the
	// model holds to be impossible would make the score minus infinity.
	// Surprises is the number of customers to whom this applies.
	LogScore  float64 `json:"logScore"`
	Surprises int     `json:"surprises"`

	// Tracking follows the repeat purchases of all customers week by week, see
	// [Track]. It is empty if the holdout has no Daily.
	Tracking []TrackedPeriod `json:"tracking"`
	// Repeats are the customers by how often they came back in the calibration:
	// 0 to 6 times, and 7 times or more.
	Repeats []RepeatsBar `json:"repeats"`
	// Deciles are tenths of the customers. The customers of whom the model
	// expected most are in the first.
	Deciles []Decile `json:"deciles"`
	// Gini tells how well the model ranked the customers.
	Gini Gini `json:"gini"`
	// Coverage is the coverage of the central intervals of 50, 80 and 95 %.
	Coverage []Coverage `json:"coverage"`
}

// Validate compares the purchases that a model expects of the customers in a
// holdout, given their calibration, with their actual purchases. The model
// should have been fitted to h.Base; h may come from [Hold], or be put together
// by the caller, with or without Daily.
//
// The order of customers, their IDs and the number of processors do not change
// the result. It takes O(n log n) time. Customers with equal records and equal
// purchases are computed once, and each different record takes one
// [btyd.Model.PMFAfter] for every count in its 95 % interval.
//
// The error wraps [ErrHoldout] if the parts of h disagree, and
// [btyd.ErrParameter] if the model fails its Check or expects more purchases
// than a number can hold. It is a *[CustomerError] about a customer whose
// purchases in h are impossible, or wraps that of ctx.
func Validate(ctx context.Context, m btyd.Model, h *Holdout) (*Validation, error) {
	if err := checkValidation(m, h); err != nil {
		return nil, err
	}
	list, err := forecasts(ctx, m, h)
	if err != nil {
		return nil, err
	}
	v := &Validation{Model: m.Name(), Until: h.Until, End: h.End, Days: h.End.DaysSince(h.Until), Customers: h.Base.Len()}
	v.sum(list)
	if v.Repeats, err = repeatsBars(ctx, m, h, list); err != nil {
		return nil, err
	}
	v.Tracking = []TrackedPeriod{}
	if h.Daily != nil {
		if v.Tracking, err = track(ctx, m, h, 7); err != nil {
			return nil, err
		}
	}
	v.Deciles, v.Gini = rank(list)
	v.Coverage = coverage(list)
	return v, nil
}

// sum adds up what is a total or a mean over customers.
func (v *Validation) sum(list []forecast) {
	var off, squares, logs float64
	for i := range list {
		f := &list[i]
		v.Expected += float64(f.customers) * f.expected
		for _, p := range f.patterns {
			n, by := float64(p.customers), f.expected-float64(p.purchases)
			v.Actual += p.customers * p.purchases
			off += n * math.Abs(by)
			squares += n * by * by
			logs += n * max(p.logP, logSurprise)
			if p.logP < logSurprise {
				v.Surprises += p.customers
			}
		}
	}
	n := float64(v.Customers)
	v.MAE, v.RMSE, v.LogScore = off/n, math.Sqrt(squares/n), logs/n
	v.Bias = (v.Expected - float64(v.Actual)) / n
	if v.Actual > 0 {
		e := (v.Expected - float64(v.Actual)) / float64(v.Actual)
		v.TotalError = &e
	}
}

// logSurprise is the logarithm of the least probability that counts as such,
// 1e-300.
const logSurprise = -300 * math.Ln10
