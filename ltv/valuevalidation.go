package ltv

import (
	"context"
	"fmt"
	"math"

	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// ValueValidation tells how well the money of a holdout was predicted: gross
// sales, without discount and margin. Money is rounded to 2 decimals.
type ValueValidation struct {
	Customers int             `json:"customers"`
	Predicted decimal.Decimal `json:"predicted"` // of all customers together
	Actual    decimal.Decimal `json:"actual"`

	// MAE is the mean absolute error of a customer.
	MAE decimal.Decimal `json:"mae"`
	// NaiveMAE is the error of a forecast that all customers go on as before:
	// that they spend as much each day as they have on repeat purchases so far.
	// A model that does not beat it is not worth using.
	NaiveMAE decimal.Decimal `json:"naiveMae"`
}

// TotalError returns the error of the predicted total as a share of the actual
// money: above 0 if the prediction was too high, below 0 if it was too low. ok
// is false if there was no actual money.
func (v *ValueValidation) TotalError() (share float64, ok bool) {
	if !v.Actual.IsPositive() {
		return 0, false
	}
	return v.Predicted.Sub(v.Actual).InexactFloat64() / v.Actual.InexactFloat64(), true
}

// ValidateValue predicts what the customers of a holdout would spend in it, by
// models fitted to its base, and compares that with what they did. A nil spend
// means the same as in [NewValuer]. The errors are those of [Value] and, about
// the holdout, of [Validate].
func ValidateValue(ctx context.Context, h *Holdout, f Fitted, spend *btyd.Fit[btyd.GammaGamma]) (*ValueValidation, error) {
	if err := checkFitted(f); err != nil {
		return nil, err
	}
	if err := checkValidation(f.Model, h); err != nil {
		return nil, err
	}
	basis := ValueBasis{Horizon: h.Length(), Gross: true}
	f.Covariance = nil // no intervals wanted
	predicted, err := Value(ctx, h.Base, f, spend, basis)
	if err != nil {
		return nil, err
	}
	out := &ValueValidation{Customers: h.Base.Len(), Predicted: predicted.Total}
	var off, naive float64
	for i, after := range h.After {
		c := &h.Base.customers[i]
		actual := after.Sales.InexactFloat64()
		out.Actual = out.Actual.Add(after.Sales)
		off += math.Abs(predicted.worths[i].value - actual)
		naive += math.Abs(asBefore(c, h.Length()) - actual)
	}
	out.Actual = out.Actual.Round(2)
	n := float64(out.Customers)
	if !predicted.valuer.fits(off) || !predicted.valuer.fits(naive) {
		return nil, fmt.Errorf("ltv: %w", ErrValueTooLarge)
	}
	out.MAE, out.NaiveMAE = decimal.NewFromFloat(off/n).Round(2), decimal.NewFromFloat(naive/n).Round(2)
	return out, nil
}

// asBefore returns what a customer spends in a time if they go on as before.
func asBefore(c *Customer, t btyd.Time) float64 {
	known := days(c.End, c.First).In(btyd.Day)
	if known == 0 {
		return 0
	}
	return c.RepeatSales.InexactFloat64() / known * t.In(btyd.Day)
}
