package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// lifetime is what the customers are worth from here on.
type lifetime struct {
	asked           *lifetimeOptions
	*ltv.Prediction                            // nil: there is none
	missing         *missingValue              // why
	spend           *btyd.Fit[btyd.GammaGamma] // fitted to what came before the holdout; nil without one
	cohorts         *ltv.CohortTable           // nil if nobody bought
}

// missingValue says why there is no value.
type missingValue struct {
	code string
	text retention.Text
}

var (
	nobodyBought = &missingValue{"no_customers", retention.Text{
		English:  "Nobody has bought anything.",
		Japanese: "購入した顧客がいません。"}}
	onlyOneDay = &missingValue{"one_day", retention.Text{
		English:  "All purchases are of the last day that the orders cover: nothing tells yet how often people come back.",
		Japanese: "購入はすべて最終日のもので、どのくらいの頻度で再購入されるかがまだ分からないため、将来価値は計算できません。"}}
	tooManyRefunds = &missingValue{"refunds_exceed_sales", retention.Text{
		English: "More money went back than came in, so there is nothing to foresee. " +
			"Perhaps the orders lack the sales of which these are the refunds.",
		Japanese: "返金が売上を上回るため、将来価値は計算できません。返金のもとになった販売が、データに含まれていない可能性があります。"}}
	noModel = &missingValue{"no_model", retention.Text{
		English:  "No model makes sense of these orders. Look for dates far from all others.",
		Japanese: "どのモデルも、この注文データに当てはまりません。ほかから大きく離れた日付がないか確認してください。"}}
	tooMuchMoney = &missingValue{"too_large", retention.Text{
		English: "The amounts are so large that a forecast of them could not be told to the last digit. " +
			"Look for slips in the amounts, or take a shorter -horizon.",
		Japanese: "金額が大きすぎて、将来価値を正確に表せません。金額に誤りがないか確認するか、-horizon を短くしてください。"}}
)

// worthShown is how many of the most valuable customers -json names.
const worthShown = 20

// mostYears are as many as models are fitted to: more come of a slip in a date, and
// would take minutes.
const mostYears = 150

// analyseLifetime values the customers of a view.
func analyseLifetime(view retention.View, o *lifetimeOptions) (*lifetime, error) {
	base := ltv.Summarize(view)
	switch {
	case base.Len() == 0:
		return &lifetime{asked: o, missing: nobodyBought}, nil
	case !o.until.IsZero() && o.until.Before(base.From()):
		return nil, complain("-calibrate-until %v: nobody had bought anything by then; the first purchase is of %v",
			"-calibrate-until %v: その日までに購入した人がいません。最初の購入は %v です", o.until, base.From())
	}
	cohorts, err := ltv.Cohorts(view, cohortBasis(base))
	if err != nil {
		return nil, err
	}
	l := &lifetime{asked: o, cohorts: cohorts}
	if base.From() == base.End() {
		l.missing = onlyOneDay
		return l, nil
	}
	if base.End().DaysSince(base.From()) > mostYears*365 {
		l.missing = noModel
		return l, nil
	}
	return l, l.predict(view)
}

func (l *lifetime) predict(view retention.View) (err error) {
	ctx, o := context.Background(), l.asked
	l.Prediction, err = ltv.Predict(ctx, view, ltv.PredictSettings{
		Until:  o.until,
		Select: ltv.SelectSettings{Unit: o.unit, Progress: o.progress},
		Value:  ltv.ValueBasis{Horizon: o.horizon, Discount: o.discount, RoundTo: smallestUnit(view.Currency())},
	})
	switch {
	case errors.Is(err, ltv.ErrRefunds):
		l.missing = tooManyRefunds
		return nil
	case errors.Is(err, ltv.ErrValueTooLarge):
		l.missing = tooMuchMoney
		return nil
	case errors.Is(err, btyd.ErrParameter):
		l.missing = noModel
		return nil
	case err != nil || l.Holdout == nil:
		return err
	}
	if spends := l.Holdout.Base.Spends(); len(spends) > 0 {
		f, err := btyd.FitGammaGamma(ctx, spends, nil)
		if err != nil {
			return err
		}
		l.spend = &f
	}
	return nil
}

// warning returns what a warning says here and in -json.
func (l *lifetime) warning(w ltv.Warning, lang retention.Language) string {
	if w.Code != ltv.WarnManyRefunds {
		return w.Text(lang)
	}
	// The library's asks to take refunds off, which has been done here.
	says := retention.Text{
		English:  "Refunds are %s of sales. They are taken off as if that never changed.",
		Japanese: "返金が売上の %s あります。この割合が今後も変わらないものとして差し引いています。",
	}
	return fmt.Sprintf(says.In(lang), percent(w.Share))
}

// smallestUnit is what money in a currency is rounded to.
func smallestUnit(currency string) decimal.Decimal {
	if hasDecimals(currency) {
		return decimal.New(1, -2)
	}
	return decimal.New(1, 0)
}

// cohortBasis returns periods of which a shop's time has a dozen or so.
func cohortBasis(b *ltv.Base) ltv.CohortBasis {
	const rows, year = 14, 365
	days := b.End().DaysSince(b.From()) + 1
	for _, p := range []struct {
		days   int
		period retention.Span
	}{{1, retention.Span{Days: 1}}, {7, retention.Span{Days: 7}}, {30, retention.Span{Months: 1}}, {91, retention.Span{Months: 3}}} {
		if days <= rows*p.days {
			return ltv.CohortBasis{Period: p.period}
		}
	}
	return ltv.CohortBasis{
		Period: retention.Span{Months: 12 * (1 + days/(rows*year))},
		Anchor: retention.NewDate(b.From().Year(), time.January, 1),
	}
}
