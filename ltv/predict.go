package ltv

import (
	"context"
	"errors"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
)

// PredictSettings are those of [Predict]. Their zero value has the stated
// defaults, but for Value, which asks for a horizon or a discount.
type PredictSettings struct {
	// Until is the last day that models learn from before they are judged:
	// [CalibrationEnd] unless set. From the last day of the view on there is nothing
	// to judge them by, and they are chosen by BIC.
	Until retention.Date
	// Select says which models there are and how one is chosen.
	Select SelectSettings
	// Value says what is valued.
	Value ValueBasis
}

// Prediction is what [Predict] found. It is safe for concurrent use as long as
// nobody changes it.
type Prediction struct {
	Base      *Base                      // the customers, as of the last day
	Holdout   *Holdout                   // what models were judged by; nil if nothing could be held out
	Selection *Selection                 // the models, and why one was chosen
	Model     Fitted                     // that one, fitted to all of Base
	Spend     *btyd.Fit[btyd.GammaGamma] // nil if nobody spent anything on coming back
	Value     *Valuation
	Warnings  []Warning // what should be known of all this
}

// Predict values the customers of a view, all in one: it summarises them, fits
// models to the past and judges them by what came after, fits the best one and a
// model of spend to everything, values each customer, and says what is to be
// wary of. Each step can be taken by itself: [Summarize], [Hold], [Select],
// [Selection.Refit], [btyd.FitGammaGamma], [Value], [Warnings].
//
// If the model of spend has no finite mean, customers are valued without it, by
// what a purchase costs on average, and a warning says so.
//
// The error wraps [ErrNoCustomers] if nobody has bought, or is one of these
// steps'. It takes some seconds for 100,000 customers, and stops with ctx.
func Predict(ctx context.Context, v retention.View, s PredictSettings) (*Prediction, error) {
	p := &Prediction{Base: Summarize(v)}
	if p.Base.Len() == 0 {
		return nil, fmt.Errorf("ltv: %w", ErrNoCustomers)
	}
	if err := s.Value.Check(); err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return p.hold(v, s.Until) },
		func() error { return p.selectModel(ctx, s.Select) },
		func() error { return p.fitSpend(ctx) },
		func() error { return p.value(ctx, s.Value) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	p.Warnings = Warnings(Findings{p.Base, &p.Model, p.Spend, p.Holdout, s.Value.Horizon})
	return p, nil
}

// hold cuts the view, unless nothing would be on one side.
func (p *Prediction) hold(v retention.View, until retention.Date) (err error) {
	if until.IsZero() {
		var ok bool
		if until, ok = CalibrationEnd(v); !ok {
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

func (p *Prediction) fitSpend(ctx context.Context) error {
	spends := p.Base.Spends()
	if len(spends) == 0 {
		return nil
	}
	f, err := btyd.FitGammaGamma(ctx, spends, nil)
	p.Spend = &f
	return err
}

func (p *Prediction) value(ctx context.Context, basis ValueBasis) (err error) {
	p.Value, err = Value(ctx, p.Base, p.Model, p.Spend, basis)
	if errors.Is(err, ErrNoMeanSpend) {
		p.Value, err = Value(ctx, p.Base, p.Model, nil, basis)
	}
	return err
}
