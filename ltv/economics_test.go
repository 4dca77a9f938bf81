package ltv_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// econMoney reads money.
func econMoney(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// econDrawMoney draws money of two decimals.
func econDrawMoney(t *rapid.T, label string, most int64) decimal.Decimal {
	return decimal.New(int64(evenInt(0, int(most)*100).Draw(t, label)), -2)
}

// econDrawHundredths draws a number of two decimals.
func econDrawHundredths(t *rapid.T, label string, from, to int) float64 {
	return float64(evenInt(from, to).Draw(t, label)) / 100
}

// econClose reports whether two numbers agree to a share of the larger, or of 1.
func econClose(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

func econMustMoney(t rapid.TB, d decimal.Decimal, err error) decimal.Decimal {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestInputErrors goes through what callers get wrong, everywhere.
func TestInputErrors(t *testing.T) {
	month := retention.Span{Months: 1}
	yearly := ltv.Discount{Rate: 0.1, Per: retention.Span{Months: 12}}
	negative := econMoney("-1")
	value := func(f ltv.Formula) error { _, err := f.Value(); return err }
	revenue := func(f ltv.Formula) error { _, err := f.Revenue(); return err }
	text := func(f ltv.Formula) error { _, err := f.Text(retention.English); return err }
	model := func(m ltv.RetentionModel) error { _, err := m.Value(); return err }
	multiple := func(m ltv.RetentionModel) error { _, err := m.Multiple(); return err }
	payback := func(m ltv.RetentionModel) error { _, err := m.Payback(); return err }
	schedule := func(m ltv.RetentionModel, n int) error { _, err := m.Schedule(n); return err }
	over := func(d ltv.Discount, p retention.Span) error { _, err := d.Over(p); return err }
	effect := func(l ltv.LessChurn) error { _, err := l.Effect(); return err }
	spend := func(k ltv.KeepOrWin, budget string) error { _, err := k.Spend(econMoney(budget)); return err }
	ratio := func(k ltv.KeepOrWin) error { _, err := k.CostRatio(); return err }
	breakEvenRatio := func(k ltv.KeepOrWin) error { _, err := k.BreakEvenRatio(); return err }
	profit := func(a ltv.Approach) error { _, err := a.Profit(); return err }
	rate := func(a ltv.Approach) error { _, _, err := a.BreakEvenWinRate(); return err }
	plan := func(n int, a ...ltv.Approach) error { _, err := ltv.PlanContacts(n, a); return err }
	orders := func(b ltv.BreakEven) error { _, err := b.Orders(); return err }
	customers := func(b ltv.BreakEven) error { _, err := b.Customers(); return err }
	tornado := func(f ltv.Formula, share float64) error {
		_, err := ltv.Sensitivity(f, ltv.Formula.Value, ltv.FormulaLevers(), share)
		return err
	}
	measure := func(b ltv.FormulaBasis) error { _, _, err := ltv.MeasureFormula(retention.View{}, b); return err }
	historical := func(margin float64) error { _, err := ltv.MeasureHistorical(retention.View{}, margin); return err }
	allocate := func(total string, places int32, weights ...decimal.Decimal) error {
		_, err := ltv.Allocate(econMoney(total), weights, places)
		return err
	}
	one, keep := econMoney("1"), ltv.KeepOrWin{WinCost: econMoney("5"), KeepCost: econMoney("1")}
	tests := []struct {
		reason string
		err    error
		field  string
		want   error
	}{
		{"negative purchase", value(ltv.Formula{AveragePurchase: negative}), "Formula.AveragePurchase", ltv.ErrNegative},
		{"negative purchases", revenue(ltv.Formula{PurchasesPerYear: -1}), "Formula.PurchasesPerYear", ltv.ErrNegative},
		{"endless years", revenue(ltv.Formula{Years: math.Inf(1)}), "Formula.Years", ltv.ErrNotFinite},
		{"no years", text(ltv.Formula{Years: math.NaN()}), "Formula.Years", ltv.ErrNotFinite},
		{"a margin in percent", value(ltv.Formula{Margin: 40}), "Formula.Margin", ltv.ErrNotShare},
		{"negative margin", value(ltv.Formula{Margin: -0.1}), "Formula.Margin", ltv.ErrNotShare},
		{"negative acquisition", value(ltv.Formula{Acquisition: negative}), "Formula.Acquisition", ltv.ErrNegative},
		{"negative retention", value(ltv.Formula{RetentionPerYear: negative}), "Formula.RetentionPerYear", ltv.ErrNegative},
		{"too many places", value(ltv.Formula{Places: 13}), "Formula.Places", ltv.ErrOutOfRange},
		{"the first fault counts", value(ltv.Formula{AveragePurchase: negative, Years: -1}), "Formula.AveragePurchase", ltv.ErrNegative},
		{"money of too many digits", value(ltv.Formula{AveragePurchase: econMoney("1e-101")}), "Formula.AveragePurchase", ltv.ErrOutOfRange},
		{"money beyond reason", value(ltv.Formula{AveragePurchase: decimal.New(1, 1<<30)}), "Formula.AveragePurchase", ltv.ErrOutOfRange},

		{"negative rate", over(ltv.Discount{Rate: -0.1, Per: month}, month), "Discount.Rate", ltv.ErrNegative},
		{"no rate", over(ltv.Discount{Rate: math.NaN(), Per: month}, month), "Discount.Rate", ltv.ErrNotFinite},
		{"a rate of no period", over(ltv.Discount{Rate: 0.1}, month), "Discount.Per", ltv.ErrPeriod},
		{"a negative period", over(ltv.Discount{Per: retention.Span{Months: -1}}, month), "Discount.Per", ltv.ErrPeriod},
		{"exact time", over(ltv.Discount{Rate: 0.1, Per: retention.Span{Exact: 1}}, month), "Discount.Per", ltv.ErrPeriod},
		{"over no period", over(yearly, retention.Span{}), "Discount.Over", ltv.ErrPeriod},
		{"over more than there is", over(yearly, retention.Span{Months: math.MaxInt}), "Discount.Over", ltv.ErrPeriod},
		{"a rate that overflows", over(ltv.Discount{Rate: 1e300, Per: month}, yearly.Per), "Discount.Rate", ltv.ErrOutOfRange},

		{"nobody leaves", model(ltv.RetentionModel{Margin: one, Retention: 1}), "RetentionModel.Retention", ltv.ErrDiverges},
		{"nobody leaves", multiple(ltv.RetentionModel{Retention: 1}), "RetentionModel.Retention", ltv.ErrDiverges},
		{"growth beats churn", model(ltv.RetentionModel{Retention: 0.9, Growth: 0.2}), "RetentionModel.Retention", ltv.ErrDiverges},
		{"growth equals churn and discount", model(ltv.RetentionModel{Retention: 0.8, Growth: 0.25}), "RetentionModel.Retention", ltv.ErrDiverges},
		{"retention in percent", model(ltv.RetentionModel{Retention: 80}), "RetentionModel.Retention", ltv.ErrNotShare},
		{"no retention", payback(ltv.RetentionModel{Retention: math.NaN()}), "RetentionModel.Retention", ltv.ErrNotFinite},
		{"all margin gone", model(ltv.RetentionModel{Growth: -1}), "RetentionModel.Growth", ltv.ErrOutOfRange},
		{"endless growth", model(ltv.RetentionModel{Growth: math.Inf(1)}), "RetentionModel.Growth", ltv.ErrNotFinite},
		{"a multiple beyond float64", multiple(ltv.RetentionModel{
			Retention: 1, Period: month, Discount: ltv.Discount{Rate: 5e-324, Per: month},
		}), "RetentionModel.Multiple", ltv.ErrOutOfRange},
		{"growth overflows", model(ltv.RetentionModel{Retention: 1, Growth: 9, Periods: 1000}), "RetentionModel.Growth", ltv.ErrOutOfRange},
		{"negative margin", model(ltv.RetentionModel{Margin: negative}), "RetentionModel.Margin", ltv.ErrNegative},
		{"negative service", payback(ltv.RetentionModel{Service: negative}), "RetentionModel.Service", ltv.ErrNegative},
		{"negative acquisition", schedule(ltv.RetentionModel{Acquisition: negative}, 1), "RetentionModel.Acquisition", ltv.ErrNegative},
		{"a discount, but of what?", model(ltv.RetentionModel{Discount: yearly}), "RetentionModel.Period", ltv.ErrPeriod},
		{"a discount of no period", model(ltv.RetentionModel{Discount: ltv.Discount{Rate: 0.1}, Period: month}), "Discount.Per", ltv.ErrPeriod},
		{"exact period", model(ltv.RetentionModel{Period: retention.Span{Exact: 1}}), "RetentionModel.Period", ltv.ErrPeriod},
		{"unknown timing", model(ltv.RetentionModel{Timing: 2}), "RetentionModel.Timing", ltv.ErrOutOfRange},
		{"negative horizon", model(ltv.RetentionModel{Periods: -1}), "RetentionModel.Periods", ltv.ErrNegative},
		{"negative places", model(ltv.RetentionModel{Places: -1}), "RetentionModel.Places", ltv.ErrOutOfRange},
		{"negative payments", schedule(ltv.RetentionModel{}, -1), "RetentionModel.Schedule", ltv.ErrOutOfRange},
		{"too many payments", schedule(ltv.RetentionModel{}, math.MaxInt), "RetentionModel.Schedule", ltv.ErrOutOfRange},

		{"more points than churn", effect(ltv.LessChurn{Model: ltv.RetentionModel{Retention: 0.97}, Points: 0.05}), "LessChurn.Points", ltv.ErrMoreThanChurn},
		{"negative points", effect(ltv.LessChurn{Points: -0.05}), "LessChurn.Points", ltv.ErrNotShare},
		{"share in percent", effect(ltv.LessChurn{Share: 5}), "LessChurn.Share", ltv.ErrNotShare},
		{"no churn left", effect(ltv.LessChurn{Model: ltv.RetentionModel{Retention: 0.95}, Points: 0.05}), "RetentionModel.Retention", ltv.ErrDiverges},
		{"a model that cannot be", effect(ltv.LessChurn{Model: ltv.RetentionModel{Retention: math.NaN()}}), "RetentionModel.Retention", ltv.ErrNotFinite},

		{"free customers", ratio(ltv.KeepOrWin{WinCost: one}), "KeepOrWin.KeepCost", ltv.ErrOutOfRange},
		{"free customers", spend(ltv.KeepOrWin{KeepCost: one}, "1"), "KeepOrWin.WinCost", ltv.ErrOutOfRange},
		{"worthless customers", breakEvenRatio(keep), "KeepOrWin.KeepValue", ltv.ErrOutOfRange},
		{"negative budget", spend(keep, "-1"), "KeepOrWin.Spend", ltv.ErrNegative},
		{"a budget for too many", spend(keep, "1e30"), "KeepOrWin.Spend", ltv.ErrOutOfRange},

		{"win rate in percent", profit(ltv.Approach{Name: "new", WinRate: 20}), `Approach "new".WinRate`, ltv.ErrNotShare},
		{"negative cost", rate(ltv.Approach{Name: "new", Cost: negative}), `Approach "new".Cost`, ltv.ErrNegative},
		{"negative margin", profit(ltv.Approach{Margin: negative}), `Approach "".Margin`, ltv.ErrNegative},
		{"negative people", plan(1, ltv.Approach{Name: "new", People: -1}), `Approach "new".People`, ltv.ErrNegative},
		{"two of a name", plan(1, ltv.Approach{Name: "new"}, ltv.Approach{Name: "new"}), `Approach "new".Name`, ltv.ErrDuplicate},
		{"negative contacts", plan(-1), "PlanContacts.contacts", ltv.ErrNegative},

		{"negative cost", orders(ltv.BreakEven{Cost: negative}), "BreakEven.Cost", ltv.ErrNegative},
		{"negative margin", customers(ltv.BreakEven{MarginPerOrder: negative}), "BreakEven.MarginPerOrder", ltv.ErrNegative},
		{"endless orders", customers(ltv.BreakEven{OrdersPerCustomer: math.Inf(1)}), "BreakEven.OrdersPerCustomer", ltv.ErrNotFinite},
		{"too many orders", orders(ltv.BreakEven{Cost: econMoney("1e30"), MarginPerOrder: one}), "BreakEven.Cost", ltv.ErrOutOfRange},

		{"moved beyond zero", tornado(ltv.Formula{}, 1.5), "Sensitivity.share", ltv.ErrNotShare},
		{"a base that cannot be", tornado(ltv.Formula{Years: math.NaN()}, 0.1), "Formula.Years", ltv.ErrNotFinite},

		{"exact period", measure(ltv.FormulaBasis{Period: retention.Span{Exact: 1}}), "FormulaBasis.Period", ltv.ErrPeriod},
		{"unknown lifetime", measure(ltv.FormulaBasis{Lifetime: 2}), "FormulaBasis.Lifetime", ltv.ErrOutOfRange},
		{"margin in percent", historical(40), "MeasureHistorical.margin", ltv.ErrNotShare},

		{"no weight", allocate("1", 2), "Allocate.weights", ltv.ErrOutOfRange},
		{"weights below zero", allocate("1", 2, one, econMoney("-2")), "Allocate.weights", ltv.ErrOutOfRange},
		{"a total of too many decimals", allocate("0.001", 2, one), "Allocate.total", ltv.ErrOutOfRange},
		{"a weight beyond reason", allocate("1", 2, one, decimal.New(1, 1<<30)), "Allocate.weights[1]", ltv.ErrOutOfRange},
		{"too many places", allocate("1", 13, one), "Allocate.Places", ltv.ErrOutOfRange},
	}
	for _, test := range tests {
		var fault *ltv.InputError
		if !errors.As(test.err, &fault) || !errors.Is(test.err, test.want) {
			t.Errorf("%s: error %v, want one of %s that wraps %v", test.reason, test.err, test.field, test.want)
			continue
		}
		if fault.Field != test.field || !strings.HasPrefix(fault.Error(), "ltv: "+test.field+": ") {
			t.Errorf("%s: error %v names %s, want %s", test.reason, fault, fault.Field, test.field)
		}
	}
}
