package ltv

import (
	"context"
	"math"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// Validation tells how well a model foretold what its customers did after the
// calibration. It is plain data, ready to plot. Purchases are days with one, as
// everywhere in these models. All numbers are finite.
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

	// LogScore is the mean of the natural logarithm of the probability that the
	// model gave to what a customer then did. It is 0 at best, and highest in
	// expectation for the model that is true (the logarithmic score; Good 1952),
	// so that it can choose among models.
	//
	// Probabilities below 1e-300 count as 1e-300, as what a model holds to be
	// impossible would sink it to minus infinity. Surprises is of how many
	// customers.
	LogScore  float64 `json:"logScore"`
	Surprises int     `json:"surprises"`

	// Tracking follows the repeat purchases of all customers week by week, see
	// [Track]. It is empty if the holdout has no Daily.
	Tracking []TrackedPeriod `json:"tracking"`
	// Repeats are the customers by how often they came back in the calibration:
	// 0 to 6 times, and 7 times or more.
	Repeats []RepeatsBar `json:"repeats"`
	// Deciles are tenths of the customers, those of whom the model expected most
	// first.
	Deciles []Decile `json:"deciles"`
	// Gini tells how well the model ranked the customers.
	Gini Gini `json:"gini"`
	// Coverage is that of the central intervals of 50, 80 and 95 %.
	Coverage []Coverage `json:"coverage"`
}

// Validate compares what a model expects of the customers of a holdout, given
// their calibration, with what they did. The model should have been fitted to
// h.Base; h may come from [Hold], or be put together by the caller, with or
// without Daily.
//
// Customers with one record who did the same are one row, and the order of
// customers, their IDs and the number of processors do not matter: equal
// customers give equal bytes. It takes O(n log n) time, where each different
// record costs as many [btyd.Model.PMFAfter] as the 95 % interval of it is wide.
//
// The error wraps [ErrHoldout] if the parts of h disagree, and
// [btyd.ErrParameter] if the model fails its Check or expects more purchases than
// there can be numbers for; it is a *[CustomerError] about a customer who cannot
// have done what h says, or wraps that of ctx.
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
