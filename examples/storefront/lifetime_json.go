package main

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

type (
	jsonLifetime struct {
		NoValue *jsonReason `json:"no_value"` // why there is none; null if there is

		// What was asked for.
		Unit            btyd.Unit `json:"unit"`              // of params
		HorizonDays     float64   `json:"horizon_days"`      // how far ahead purchases count
		DiscountPerYear float64   `json:"discount_per_year"` // effective
		IntervalLevel   float64   `json:"interval_level"`    // of all low and high

		// The models, fitted to the calibration, and put to the test.
		CalibrationEnd *retention.Date `json:"calibration_end"` // the last day of it; null: nothing was held out
		HoldoutDays    int             `json:"holdout_days"`
		Models         []jsonModel     `json:"models"`
		Chosen         string          `json:"chosen"`    // the name of one
		ChosenBy       string          `json:"chosen_by"` // holdout or BIC
		Spend          *jsonSpend      `json:"spend"`     // null if nobody had come back to spend

		// The same, fitted to everything: what values come from.
		Refit      *jsonFit   `json:"refit"` // of the one that was chosen
		SpendRefit *jsonSpend `json:"spend_refit"`

		Buyers      int            `json:"buyers"`       // customers who bought: those who are valued
		RefundShare float64        `json:"refund_share"` // of sales: taken off
		Total       *jsonWorth     `json:"total"`
		Customers   []jsonCustomer `json:"customers"` // worth most

		CohortPeriod *retention.Span `json:"cohort_period"`
		Cohorts      []jsonCohort    `json:"cohorts"`
		Warnings     []jsonReason    `json:"warnings"`
	}
	jsonReason struct {
		Code string `json:"code"`
		Text string `json:"text"` // in English
	}
	jsonFit struct {
		Name          string             `json:"name"`
		Params        map[string]float64 `json:"params"`
		StdErr        map[string]float64 `json:"std_err"` // null unless converged
		LogLikelihood float64            `json:"log_likelihood"`
		Status        btyd.Status        `json:"status"`
		Runaway       []string           `json:"runaway"` // parameters that the orders do not hold
		AIC           float64            `json:"aic"`
		BIC           float64            `json:"bic"`
		Customers     float64            `json:"customers"`
	}
	jsonModel struct {
		jsonFit
		Holdout *jsonHoldout `json:"holdout"`
	}
	jsonHoldout struct {
		Customers  int      `json:"customers"`   // known when it began
		Actual     int      `json:"actual"`      // their purchases: days with one
		Expected   float64  `json:"expected"`    // of these
		TotalError *float64 `json:"total_error"` // expected/actual - 1; null if actual is 0
		MAE        float64  `json:"mae"`         // per customer, as are the next two
		RMSE       float64  `json:"rmse"`
		Bias       float64  `json:"bias"`
		LogScore   float64  `json:"log_score"`
		Gini       *float64 `json:"gini"` // of the ranking: 1 is perfect, 0 is chance
	}
	jsonSpend struct {
		jsonFit
		Mean        *float64          `json:"mean"` // null: infinite
		Correlation *btyd.Correlation `json:"correlation"`
	}
	jsonWorth struct {
		Value decimal.Decimal  `json:"value"`
		Low   *decimal.Decimal `json:"low"` // null: there is no interval
		High  *decimal.Decimal `json:"high"`
	}
	jsonCustomer struct {
		ID        string          `json:"id"`
		PAlive    float64         `json:"p_alive"`
		Purchases float64         `json:"expected_purchases"` // days with one, within the horizon
		Spend     decimal.Decimal `json:"expected_spend"`     // on each, before refunds
		jsonWorth
		Next *retention.Date `json:"next_purchase_by"` // with a chance of one half; null: never, or not within 100 years
	}
	jsonCohort struct {
		Start    retention.Date    `json:"start"`
		Buyers   int               `json:"buyers"`           // who first bought in the period that begins then
		Complete int               `json:"complete_periods"` // how many of the periods are over, the first included
		Active   []int             `json:"active"`           // who bought in each period, the first first
		Net      []decimal.Decimal `json:"net"`
	}
)

// json returns what -json says of lifetime value. Where there is none, the keys
// are there all the same.
func (l *lifetime) json() *jsonLifetime {
	o := l.asked
	j := &jsonLifetime{
		Unit: o.unit, HorizonDays: o.horizon.In(btyd.Day), DiscountPerYear: yearly(o.discount),
		Models: []jsonModel{}, Customers: []jsonCustomer{}, Cohorts: []jsonCohort{}, Warnings: []jsonReason{},
	}
	if t := l.cohorts; t != nil {
		j.CohortPeriod, j.Buyers = &t.Basis.Period, t.Customers()
		for _, c := range t.Cohorts {
			j.Cohorts = append(j.Cohorts, jsonCohort{c.Start, c.Size, c.Whole, c.Active, c.Net})
		}
	}
	if l.missing != nil {
		j.NoValue = &jsonReason{l.missing.code, l.missing.text.In(retention.English)}
		return j
	}
	l.modelsJSON(j)
	l.valueJSON(j)
	for _, w := range l.Warnings {
		j.Warnings = append(j.Warnings, jsonReason{string(w.Code), l.warning(w, retention.English)})
	}
	return j
}

func (l *lifetime) modelsJSON(j *jsonLifetime) {
	if h := l.Holdout; h != nil {
		j.CalibrationEnd, j.HoldoutDays = &h.Until, h.End.DaysSince(h.Until)
		j.Spend = spendJSON(l.spend, h.Base)
	} else {
		j.Spend = spendJSON(l.Spend, l.Base)
	}
	for i := range l.Selection.Candidates {
		c := &l.Selection.Candidates[i]
		j.Models = append(j.Models, jsonModel{fitJSON(c.Model.Name(), &c.Estimate), holdoutJSON(c.Holdout)})
	}
	j.Chosen, j.ChosenBy = l.Model.Model.Name(), l.Selection.Settings.By.String()
	refit := fitJSON(j.Chosen, &l.Model.Estimate)
	j.Refit, j.SpendRefit = &refit, spendJSON(l.Spend, l.Base)
}

func (l *lifetime) valueJSON(j *jsonLifetime) {
	v := l.Value
	total := worthJSON(v.Total, v.Low, v.High, v.HasInterval)
	j.Total, j.IntervalLevel, j.RefundShare = &total, v.Basis.Level, v.RefundShare
	for _, c := range v.Top(worthShown) {
		one := jsonCustomer{
			ID: c.ID, PAlive: c.PAlive, Purchases: c.Purchases, Spend: c.Spend,
			jsonWorth: worthJSON(c.Value, c.Low, c.High, c.HasInterval),
		}
		if !c.Next.IsZero() && c.Next.Year() <= 9999 { // as far as dates can be written
			one.Next = &c.Next
		}
		j.Customers = append(j.Customers, one)
	}
}

func fitJSON(name string, e *btyd.Estimate) jsonFit {
	j := jsonFit{
		Name: name, Params: map[string]float64{}, LogLikelihood: e.LogLikelihood, Status: e.Status, Runaway: []string{},
		AIC: e.AIC(), BIC: e.BIC(), Customers: e.Customers,
	}
	for _, p := range e.Params {
		j.Params[p.Name] = p.Value
		if se, ok := e.StdErr(p.Name); ok {
			if j.StdErr == nil {
				j.StdErr = map[string]float64{}
			}
			j.StdErr[p.Name] = se
		}
	}
	for _, r := range e.Runaway {
		j.Runaway = append(j.Runaway, r.Param)
	}
	return j
}

func holdoutJSON(v *ltv.Validation) *jsonHoldout {
	if v == nil {
		return nil
	}
	return &jsonHoldout{v.Customers, v.Actual, v.Expected, v.TotalError, v.MAE, v.RMSE, v.Bias, v.LogScore, v.Gini.Normalised}
}

func spendJSON(f *btyd.Fit[btyd.GammaGamma], b *ltv.Base) *jsonSpend {
	if f == nil {
		return nil
	}
	j := &jsonSpend{jsonFit: fitJSON(f.Model.Name(), &f.Estimate)}
	if mean, ok := f.Model.Mean(); ok {
		j.Mean = &mean
	}
	if c, ok := btyd.Correlate(b.Spends()); ok {
		j.Correlation = &c
	}
	return j
}

func worthJSON(value, low, high decimal.Decimal, interval bool) jsonWorth {
	w := jsonWorth{Value: value}
	if interval {
		w.Low, w.High = &low, &high
	}
	return w
}
