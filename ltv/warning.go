package ltv

import (
	"math"
	"slices"

	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

// WarningCode names the problem that a [Warning] is about. Codes never change.
type WarningCode string

// The codes, in the order in which [Warnings] returns them, and when they do.
const (
	// The fit of a model did not converge: [btyd.NotConverged].
	WarnNotConverged WarningCode = "not-converged"
	// The data cannot tell some parameters apart from one another:
	// [btyd.Singular].
	WarnSingular WarningCode = "singular"
	// The data cannot tell the model of purchases apart from one in which
	// nobody leaves. It is on a [btyd.Boundary]: a → 0 but not b, b → ∞ but not
	// a, s → 0 but not beta, or beta → ∞ but not s.
	WarnNoDropout WarningCode = "no-dropout"
	// The data cannot tell a model apart from another limit of it, such as the
	// one in which all customers leave alike: another [btyd.Boundary].
	WarnRunaway WarningCode = "runaway"
	// The model is BG/NBD, and customers bought once: their P(alive) is 1.
	WarnOneTimeBuyers WarningCode = "one-time-buyers"
	// How much customers spend is correlated with how often they buy:
	// [btyd.Correlation.Strong].
	WarnSpendFollowsFrequency WarningCode = "spend-follows-frequency"
	// The model of spend has q at 1 or less, so that mean spend is infinite.
	WarnInfiniteSpend WarningCode = "infinite-spend"
	// Fewer than 100 customers came back.
	WarnFewCustomers WarningCode = "few-customers"
	// The base covers less than three times the mean time between purchases.
	WarnShortHistory WarningCode = "short-history"
	// More than a tenth of the money of sales went back.
	WarnManyRefunds WarningCode = "many-refunds"
	// More than a quarter of the customers first bought in the holdout.
	WarnManyNewcomers WarningCode = "many-newcomers"
	// The horizon is more than twice as long as the base covers.
	WarnLongHorizon WarningCode = "long-horizon"
	// Nobody has bought for more than 30 days before the end of the base, and
	// for more than ten times the mean time between two purchases in the shop:
	// orders may be missing.
	WarnStaleData WarningCode = "stale-data"
	// Purchases in the holdout differed from the model's forecast by more than
	// a tenth of the forecast, and by more than chance explains.
	WarnHoldoutOff WarningCode = "holdout-off"
	// The money of single customers in the holdout was foretold worse than by a
	// forecast that all go on as before: see [ValueValidation.NaiveMAE].
	WarnMoneyOff WarningCode = "money-off"
)

const (
	fewCustomers  = 100
	shortHistory  = 3 // times between purchases
	manyRefunds   = 10
	manyNewcomers = 4
	longHorizon   = 2 // histories
	staleDays     = 30
	staleGaps     = 10  // times between purchases of anybody
	holdoutOff    = 0.1 // of what was foretold
)

// Warning tells users of a value about a problem: a code for programs, the
// numbers behind it, and [Warning.Text] for people. Fields that the code does
// not use are zero.
type Warning struct {
	Code        WarningCode       `json:"code"`
	Model       string            `json:"model,omitempty"`       // the model that the warning is about, such as "BG/NBD"
	Customers   int               `json:"customers,omitzero"`    // how many are concerned; with WarnFewCustomers how many came back
	Of          int               `json:"of,omitzero"`           // the number of customers that Customers is a part of
	Share       float64           `json:"share,omitzero"`        // of refunds in sales; 1 if there were no sales
	Runaway     []btyd.Runaway    `json:"runaway,omitempty"`     // the parameters that cannot be told apart from their limits
	Correlation *btyd.Correlation `json:"correlation,omitempty"` // of frequency and spend
	Q           float64           `json:"q,omitzero"`            // of the model of spend
	Days        float64           `json:"days,omitzero"`         // between purchases; ahead, the largest float64 if without end; or since the last purchase
	Observed    int               `json:"observed,omitzero"`     // days that the base covers
	Actual      int               `json:"actual,omitzero"`       // purchases in the holdout
	Expected    float64           `json:"expected,omitzero"`     // purchases that the model foretold for it
	Money       *ValueValidation  `json:"money,omitempty"`       // how the money of the holdout was foretold
}

// Findings is the input of [Warnings]. Fields that are nil or zero are left
// out.
type Findings struct {
	Base    *Base                      // whose values are estimated
	Fitted  *Fitted                    // by this model of purchases
	Spend   *btyd.Fit[btyd.GammaGamma] // and this one of spend
	Holdout *Holdout                   // by which the model was judged
	Horizon btyd.Time                  // of the values; infinite if they have none
	Judged  *Validation                // how the model did in the holdout
	Money   *ValueValidation           // and how the values did
}

// Warnings returns the warnings about some findings, in the order of the codes.
// A result without warnings is not a promise. It takes O(n log n) time for n
// customers.
func Warnings(f Findings) []Warning {
	var list []Warning
	if f.Fitted != nil && f.Fitted.Model != nil {
		list = append(list, fitWarning(f.Fitted.Model.Name(), &f.Fitted.Estimate)...)
	}
	if f.Spend != nil {
		list = append(list, fitWarning(f.Spend.Model.Name(), &f.Spend.Estimate)...)
		list = append(list, spendWarnings(f.Base, f.Spend.Model)...)
	}
	if f.Base != nil && f.Base.Len() > 0 {
		list = append(list, baseWarnings(f.Base, f.Fitted)...)
		list = append(list, horizonWarning(f.Base, f.Horizon.In(btyd.Day))...)
	}
	if f.Holdout != nil {
		list = append(list, newcomerWarning(f.Holdout)...)
	}
	if f.Judged != nil {
		list = append(list, holdoutWarning(f.Judged)...)
	}
	if f.Money != nil && f.Money.MAE.GreaterThan(f.Money.NaiveMAE) {
		list = append(list, Warning{Code: WarnMoneyOff, Money: f.Money})
	}
	slices.SortStableFunc(list, func(a, b Warning) int { return a.Code.order() - b.Code.order() })
	return list
}

var warningOrder = [...]WarningCode{
	WarnNotConverged, WarnSingular, WarnNoDropout, WarnRunaway, WarnOneTimeBuyers, WarnSpendFollowsFrequency,
	WarnInfiniteSpend, WarnFewCustomers, WarnShortHistory, WarnManyRefunds, WarnManyNewcomers, WarnLongHorizon, WarnStaleData, WarnHoldoutOff, WarnMoneyOff,
}

func (c WarningCode) order() int { return slices.Index(warningOrder[:], c) }

// fitWarning says what a fit is not worth.
func fitWarning(model string, e *btyd.Estimate) []Warning {
	switch e.Status {
	case btyd.Converged:
		return nil
	case btyd.Singular:
		return []Warning{{Code: WarnSingular, Model: model}}
	case btyd.Boundary:
		w := Warning{Code: WarnRunaway, Model: model, Runaway: slices.Clone(e.Runaway)}
		if nobodyLeaves(e.Runaway) {
			w.Code = WarnNoDropout
		}
		return []Warning{w}
	}
	return []Warning{{Code: WarnNotConverged, Model: model}}
}

// nobodyLeaves reports whether the parameters run to where the chance to leave, of
// mean a/(a+b), or the rate of it, of mean s/beta, is none for everybody. Where
// both parameters of a pair run to one side, it is for some, or equal for all.
func nobodyLeaves(list []btyd.Runaway) bool {
	runs := func(param string, infinite bool) bool {
		return slices.Contains(list, btyd.Runaway{Param: param, Infinite: infinite})
	}
	for _, pair := range [...][2]string{{"a", "b"}, {"s", "beta"}} {
		few, many := pair[0], pair[1]
		if runs(few, false) && !runs(many, false) || runs(many, true) && !runs(few, true) {
			return true
		}
	}
	return false
}

func spendWarnings(b *Base, m btyd.GammaGamma) (list []Warning) {
	if b != nil {
		if c, ok := btyd.Correlate(b.Spends()); ok && c.Strong() {
			list = append(list, Warning{Code: WarnSpendFollowsFrequency, Model: m.Name(), Customers: c.Customers, Of: b.Len(), Correlation: &c})
		}
	}
	if m.Q <= 1 {
		list = append(list, Warning{Code: WarnInfiniteSpend, Model: m.Name(), Q: m.Q})
	}
	return list
}

func baseWarnings(b *Base, fitted *Fitted) (list []Warning) {
	repeaters, repeats, between := 0, 0, 0
	for c := range b.All() {
		if c.Repeats > 0 {
			repeaters++
			repeats += c.Repeats
			between += c.Last.DaysSince(c.First)
		}
	}
	if once := b.Len() - repeaters; once > 0 && fitted != nil {
		if k, ok := fitted.Kind(); ok && k == BGNBD {
			list = append(list, Warning{Code: WarnOneTimeBuyers, Model: k.String(), Customers: once, Of: b.Len()})
		}
	}
	if repeaters < fewCustomers {
		list = append(list, Warning{Code: WarnFewCustomers, Customers: repeaters, Of: b.Len()})
	}
	if observed := b.observed(); repeats > 0 && shortHistory*between > observed*repeats {
		list = append(list, Warning{Code: WarnShortHistory, Days: float64(between) / float64(repeats), Observed: observed})
	}
	list = append(list, refundWarning(b)...)
	return append(list, staleWarning(b)...)
}

// staleWarning says how long nobody has bought.
func staleWarning(b *Base) []Warning {
	last, purchases := b.from, 0
	for c := range b.All() {
		purchases += 1 + c.Repeats
		if c.Last.After(last) {
			last = c.Last
		}
	}
	silent := b.end.DaysSince(last)
	if silent <= staleDays || silent*purchases <= staleGaps*last.DaysSince(b.from) {
		return nil
	}
	return []Warning{{Code: WarnStaleData, Days: float64(silent), Observed: b.observed()}}
}

// holdoutWarning says how far the model was off. Three standard deviations of a
// count are chance.
func holdoutWarning(v *Validation) []Warning {
	off := math.Abs(float64(v.Actual) - v.Expected)
	if off <= holdoutOff*v.Expected || off <= 3*math.Sqrt(v.Expected) {
		return nil
	}
	return []Warning{{Code: WarnHoldoutOff, Model: v.Model, Actual: v.Actual, Expected: v.Expected}}
}

// observed returns how many days passed since the first purchase.
func (b *Base) observed() int { return b.end.DaysSince(b.from) }

func refundWarning(b *Base) []Warning {
	sales, refunds := b.Totals()
	if !refunds.Mul(decimal.NewFromInt(manyRefunds)).GreaterThan(sales) {
		return nil
	}
	share := 1.0
	if sales.IsPositive() {
		share = min(refunds.InexactFloat64()/sales.InexactFloat64(), math.MaxFloat64)
	}
	return []Warning{{Code: WarnManyRefunds, Share: share}}
}

func horizonWarning(b *Base, days float64) []Warning {
	if observed := b.observed(); days > longHorizon*float64(observed) {
		return []Warning{{Code: WarnLongHorizon, Days: min(days, math.MaxFloat64), Observed: observed}}
	}
	return nil
}

func newcomerWarning(h *Holdout) []Warning {
	all := h.Newcomers
	if h.Base != nil {
		all += h.Base.Len()
	}
	if manyNewcomers*h.Newcomers <= all {
		return nil
	}
	return []Warning{{Code: WarnManyNewcomers, Customers: h.Newcomers, Of: all}}
}
