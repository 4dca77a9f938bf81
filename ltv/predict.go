package ltv

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// PredictSettings are the settings of [Predict]. Fields that are zero have the
// stated defaults. Only Value must be set: it needs a Horizon or a Discount.
type PredictSettings struct {
	// Until is the last day that models learn from before they are judged:
	// [CalibrationEnd] unless set. If it is the last day of the view or later,
	// there is nothing to judge them by, and they are chosen by BIC.
	Until retention.Date `json:"until,omitzero"`
	// Select says which models are tried and how one is chosen. To use BG/NBD
	// whatever the data say, set Select.Kinds to []Kind{BGNBD}. Its Progress is
	// told of the fit of each candidate, and then of the fit of the best one to
	// everything, which is candidate 1 of 1.
	Select SelectSettings `json:"select"`
	// Value says what is counted in the values.
	Value ValueBasis `json:"value"`
}

// Prediction is what [Predict] found. It is safe for concurrent use as long as
// nobody changes it. Its JSON is a report: all but the customers it was made from,
// and is not read again. What is stored to value customers later is the [Valuer].
type Prediction struct {
	Base      *Base                      `json:"-"`               // the customers, as of the last day
	Holdout   *Holdout                   `json:"-"`               // what models were judged by; nil if nothing could be held out
	Selection *Selection                 `json:"selection"`       // the models, and why one was chosen; Selection.Reason.Text says it in words
	Money     *ValueValidation           `json:"money,omitempty"` // how well the money of Holdout was foretold; nil without one, or if too large
	Model     Fitted                     `json:"model"`           // the one chosen, fitted to all of Base; its name is Value.Model
	Spend     *btyd.Fit[btyd.GammaGamma] `json:"spend,omitempty"` // nil: customers are valued by the average purchase
	Value     *Valuation                 `json:"value"`           // what Base is worth, by Model and Spend
	Warnings  []Warning                  `json:"warnings"`        // what to know before using this
}

// UnmarshalJSON returns an error, but for null: the customers are not in the text.
func (p *Prediction) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	return errors.New("ltv: a Prediction is a report: store a Valuer, and each Customer")
}

// Predict values the customers of a view in one call. It summarises them, fits
// models to the past and judges them by what came after. It fits the best one
// and a model of spend to everything, values each customer, and warns where the
// result needs care. Each step can be taken by itself: [Summarize], [Hold],
// [Select], [btyd.FitGammaGamma], [ValidateValue], [Selection.Refit], [Value],
// [Warnings].
//
// Where the view has fewer than three days, or Until leaves no day, nothing is
// held out and the models are chosen as by [SelectInSample]. Customers are
// valued by the average purchase where no repeat purchase cost anything, and
// where the model of spend has no finite mean. A warning tells of the latter.
//
// The error wraps [ErrValueBasis] about s.Value; [ErrNoCustomers] if nobody has
// bought, and [ErrHoldout] too if nobody had by s.Until; or [ErrRefunds] if
// refunds exceed sales and s.Value is not Gross. These faults are found before
// anything is fitted. Otherwise it is the error of ctx or of one of the steps.
// Predict takes some seconds for 100,000 customers.
func Predict(ctx context.Context, v retention.View, s PredictSettings) (*Prediction, error) {
	if err := s.Value.Check(); err != nil {
		return nil, err
	}
	p := &Prediction{Base: Summarize(v)}
	if p.Base.Len() == 0 {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	if _, err := refundShare(p.Base, s.Value); err != nil {
		return nil, err
	}
	if err := p.hold(v, s.Until); err != nil {
		return nil, err
	}
	if err := p.selectModel(ctx, s.Select); err != nil {
		return nil, err
	}
	if err := p.judgeMoney(ctx); err != nil {
		return nil, err
	}
	refused, err := p.value(ctx, s.Value)
	if err != nil {
		return nil, err
	}
	p.Warnings = Warnings(Findings{
		p.Base, &p.Model, cmp.Or(p.Spend, refused), p.Holdout, s.Value.reach(), p.Selection.Best().Holdout, p.Money,
	})
	return p, nil
}

// hold cuts the view, unless nothing would be on one side.
func (p *Prediction) hold(v retention.View, until retention.Date) (err error) {
	if until.IsZero() {
		var ok bool
		if until, ok = p.Base.calibrationEnd(); !ok {
			return nil
		}
	}
	if !until.Before(p.Base.End()) {
		return nil
	}
	p.Holdout, err = Hold(v, until)
	return err
}

func (p *Prediction) selectModel(ctx context.Context, s SelectSettings) (err error) {
	if p.Holdout == nil {
		p.Selection, err = SelectInSample(ctx, p.Base, &s)
	} else {
		p.Selection, err = Select(ctx, p.Holdout, &s)
	}
	if err != nil {
		return err
	}
	p.Model, err = p.Selection.Refit(ctx, p.Base)
	return err
}

// judgeMoney foretells the money of the holdout as value does that of the future.
func (p *Prediction) judgeMoney(ctx context.Context) error {
	if p.Holdout == nil {
		return nil
	}
	best := p.Selection.Best().Fitted
	spend, err := fitSpend(ctx, p.Holdout.Base)
	if err != nil {
		return err
	}
	p.Money, err = ValidateValue(ctx, p.Holdout, best, spend)
	if errors.Is(err, ErrNoMeanSpend) {
		p.Money, err = ValidateValue(ctx, p.Holdout, best, nil)
	}
	if errors.Is(err, ErrValueTooLarge) { // which need not be so of the values asked for
		return nil
	}
	return err
}

// fitSpend fits the model of spend, or returns nil if there is nothing to fit it to.
func fitSpend(ctx context.Context, b *Base) (*btyd.Fit[btyd.GammaGamma], error) {
	spends := b.Spends()
	if len(spends) == 0 {
		return nil, nil
	}
	f, err := btyd.FitGammaGamma(ctx, spends, nil)
	if err != nil {
		return nil, fmt.Errorf("ltv: spend: %w", err)
	}
	return &f, nil
}

// value fits the model of spend, and values the customers by it if it has a mean.
// If not, it returns what it fitted.
func (p *Prediction) value(ctx context.Context, basis ValueBasis) (refused *btyd.Fit[btyd.GammaGamma], err error) {
	if p.Spend, err = fitSpend(ctx, p.Base); err != nil {
		return nil, err
	}
	p.Value, err = Value(ctx, p.Base, p.Model, p.Spend, basis)
	if errors.Is(err, ErrNoMeanSpend) {
		refused, p.Spend = p.Spend, nil
		p.Value, err = Value(ctx, p.Base, p.Model, nil, basis)
	}
	return refused, err
}
