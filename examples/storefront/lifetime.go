package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// lifetime is what the customers are worth, nil where nobody bought.
type lifetime struct {
	*ltv.Prediction
	spend   *btyd.Fit[btyd.GammaGamma] // of the calibration, nil without a holdout
	cohorts *ltv.CohortTable
}

// worthShown is how many of the most valuable customers are named.
const worthShown = 20

// analyseLifetime values the customers of a view.
func analyseLifetime(view retention.View, o *lifetimeOptions) (*lifetime, error) {
	ctx := context.Background()
	p, err := ltv.Predict(ctx, view, ltv.PredictSettings{
		Until:  o.until,
		Select: ltv.SelectSettings{Unit: o.unit},
		Value:  ltv.ValueBasis{Horizon: o.horizon, Discount: o.discount, RoundTo: smallestUnit(view.Currency())},
	})
	if errors.Is(err, ltv.ErrNoCustomers) && !errors.Is(err, ltv.ErrHoldout) || errors.Is(err, ltv.ErrRefunds) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("lifetime value: %w", err)
	}
	l := &lifetime{Prediction: p}
	if p.Holdout != nil {
		if spends := p.Holdout.Base.Spends(); len(spends) > 0 {
			f, err := btyd.FitGammaGamma(ctx, spends, nil)
			if err != nil {
				return nil, err
			}
			l.spend = &f
		}
	}
	l.cohorts, err = ltv.Cohorts(view, ltv.CohortBasis{Period: cohortPeriod(p.Base)})
	return l, err
}

// smallestUnit is what money in a currency is rounded to.
func smallestUnit(currency string) decimal.Decimal {
	if hasDecimals(currency) {
		return decimal.New(1, -2)
	}
	return decimal.New(1, 0)
}

// cohortPeriod returns a period of which a shop's time has a dozen or so.
func cohortPeriod(b *ltv.Base) retention.Span {
	const rows = 14
	days := b.End().DaysSince(b.From()) + 1
	for _, p := range []struct {
		days   int
		period retention.Span
	}{{1, retention.Span{Days: 1}}, {7, retention.Span{Days: 7}}, {30, retention.Span{Months: 1}}, {91, retention.Span{Months: 3}}} {
		if days <= rows*p.days {
			return p.period
		}
	}
	return retention.Span{Months: 12}
}
