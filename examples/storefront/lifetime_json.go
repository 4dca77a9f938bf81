package main

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

type (
	jsonLifetime struct {
		Unit           btyd.Unit       `json:"unit"`
		CalibrationEnd *retention.Date `json:"calibration_end"` // null: nothing was held out
		HoldoutDays    int             `json:"holdout_days"`
		HorizonDays    float64         `json:"horizon_days"`
		Models         []jsonModel     `json:"models"` // fitted to the calibration
		Chosen         string          `json:"chosen"`
		Criterion      ltv.Criterion   `json:"criterion"`
		Refit          jsonFit         `json:"refit"` // of the model that was chosen, to everything
		Spend          *jsonSpend      `json:"spend"` // fitted to the calibration
		SpendRefit     *jsonSpend      `json:"spend_refit"`
		Base           int             `json:"base"` // customers who bought
		RefundShare    float64         `json:"refund_share"`
		Total          jsonWorth       `json:"total"`
		Customers      []jsonCustomer  `json:"customers"`
		Cohorts        []jsonCohort    `json:"cohorts"`
		Warnings       []jsonWarning   `json:"warnings"`
	}
	jsonFit struct {
		Name          string             `json:"name"`
		Params        map[string]float64 `json:"params"`
		LogLikelihood float64            `json:"log_likelihood"`
		Status        btyd.Status        `json:"status"`
		Runaway       []btyd.Runaway     `json:"runaway,omitempty"`
		AIC           float64            `json:"aic"`
		BIC           float64            `json:"bic"`
		StdErr        map[string]float64 `json:"std_err,omitempty"` // none unless converged
		Customers     float64            `json:"customers"`
	}
	jsonModel struct {
		jsonFit
		Holdout *jsonHoldout `json:"holdout"`
	}
	jsonHoldout struct {
		Actual     int      `json:"actual"`
		Expected   float64  `json:"expected"`
		TotalError *float64 `json:"total_error"`
		MAE        float64  `json:"mae"`
		RMSE       float64  `json:"rmse"`
		Bias       float64  `json:"bias"`
		LogScore   float64  `json:"log_score"`
		Gini       *float64 `json:"gini"`
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
		Purchases float64         `json:"purchases"`
		Spend     decimal.Decimal `json:"spend"`
		jsonWorth
		NextPurchase *retention.Date `json:"next_purchase"`
	}
	jsonCohort struct {
		Start  retention.Date    `json:"start"`
		Size   int               `json:"size"`
		Whole  int               `json:"whole"` // how many periods are over
		Active []int             `json:"active"`
		Net    []decimal.Decimal `json:"net"`
	}
	jsonWarning struct {
		Code ltv.WarningCode `json:"code"`
		Text string          `json:"text"`
	}
)

// json returns what -json says of lifetime value.
func (l *lifetime) json() *jsonLifetime {
	if l == nil {
		return nil
	}
	v := l.Value
	j := &jsonLifetime{
		Unit: l.Model.Unit, HorizonDays: v.Basis.Horizon.In(btyd.Day),
		Chosen: l.Model.Model.Name(), Criterion: l.Selection.Settings.By, Refit: fitJSON(l.Model.Model.Name(), &l.Model.Estimate),
		SpendRefit: spendJSON(l.Spend, l.Base), Base: l.Base.Len(), RefundShare: v.RefundShare,
		Total:     worthJSON(v.Total, v.Low, v.High, v.HasInterval),
		Customers: []jsonCustomer{}, Cohorts: []jsonCohort{}, Warnings: []jsonWarning{},
	}
	if h := l.Holdout; h != nil {
		j.CalibrationEnd, j.HoldoutDays = &h.Until, h.End.DaysSince(h.Until)
		j.Spend = spendJSON(l.spend, h.Base)
	}
	for i := range l.Selection.Candidates {
		c := &l.Selection.Candidates[i]
		j.Models = append(j.Models, jsonModel{fitJSON(c.Model.Name(), &c.Estimate), holdoutJSON(c.Holdout)})
	}
	for _, c := range v.Top(worthShown) {
		one := jsonCustomer{
			ID: c.ID, PAlive: c.PAlive, Purchases: c.Purchases, Spend: c.Spend,
			jsonWorth: worthJSON(c.Value, c.Low, c.High, c.HasInterval),
		}
		if !c.Next.IsZero() {
			one.NextPurchase = &c.Next
		}
		j.Customers = append(j.Customers, one)
	}
	for _, c := range l.cohorts.Cohorts {
		j.Cohorts = append(j.Cohorts, jsonCohort{c.Start, c.Size, c.Whole, c.Active, c.Net})
	}
	for _, w := range l.Warnings {
		j.Warnings = append(j.Warnings, jsonWarning{w.Code, w.Text(retention.English)})
	}
	return j
}

func fitJSON(name string, e *btyd.Estimate) jsonFit {
	j := jsonFit{
		Name: name, Params: map[string]float64{}, LogLikelihood: e.LogLikelihood, Status: e.Status, Runaway: e.Runaway,
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
	return j
}

func holdoutJSON(v *ltv.Validation) *jsonHoldout {
	if v == nil {
		return nil
	}
	return &jsonHoldout{v.Actual, v.Expected, v.TotalError, v.MAE, v.RMSE, v.Bias, v.LogScore, v.Gini.Normalised}
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
