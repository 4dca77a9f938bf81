package ltv_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestSensitivity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, share := econDrawFormula(t), econDrawHundredths(t, "share", 0, 30)
		tornado, err := ltv.Sensitivity(f, ltv.Formula.Value, ltv.FormulaLevers(), share)
		if err != nil {
			t.Fatal(err)
		}
		base, err := f.Value()
		if !econMustMoney(t, base, err).Equal(tornado.Base) || tornado.Share != share {
			t.Errorf("base %v, share %v, want %v, %v", tornado.Base, tornado.Share, base, share)
		}
		swings := map[string]ltv.Swing{}
		for i, s := range tornado.Swings {
			swings[s.Name] = s
			if i > 0 {
				if last := tornado.Swings[i-1]; last.Width.LessThan(s.Width) || last.Width.Equal(s.Width) && last.Name >= s.Name {
					t.Errorf("%s comes after %s", s.Name, last.Name)
				}
			}
			if share == 0 && (!s.Low.Value.Equal(base) || !s.High.Value.Equal(base) || !s.Width.IsZero()) {
				t.Errorf("nothing moved, but %+v", s)
			}
			if s.Low.Err == nil && s.High.Err == nil && !s.Width.Equal(s.High.Value.Sub(s.Low.Value).Abs()) {
				t.Errorf("width of %+v", s)
			}
		}
		// A factor of the revenue moves what is left of it by its share.
		left := base.Add(f.Acquisition).Add(f.RetentionPerYear.Mul(decimal.NewFromFloat(f.Years)))
		want := left.Mul(decimal.NewFromFloat(2 * share))
		if got := swings["AveragePurchase"].Width; got.Sub(want).Abs().GreaterThan(decimal.New(1, -9)) {
			t.Errorf("average purchase moves the value by %v, want %v", got, want)
		}
		if got := swings["PurchasesPerYear"].Width; got.Sub(want).Abs().GreaterThan(decimal.New(1, -6)) {
			t.Errorf("purchases move the value by %v, want %v", got, want)
		}
		if f.Margin*(1+share) > 1.001 && !errors.Is(swings["Margin"].High.Err, ltv.ErrNotShare) {
			t.Errorf("a margin of %v went up to %+v", f.Margin, swings["Margin"].High)
		}
	})
}

func TestSensitivityOfOneSide(t *testing.T) {
	f := ltv.Formula{AveragePurchase: econMoney("100"), PurchasesPerYear: 1, Years: 1, Margin: 0.95}
	tornado, err := ltv.Sensitivity(f, ltv.Formula.Value, ltv.FormulaLevers(), 0.1)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range tornado.Swings {
		if s.Name != "Margin" {
			continue
		}
		// 85.5 is rounded to 86.
		if !s.Low.Value.Equal(econMoney("86")) || s.High.Err == nil || !s.High.Value.IsZero() || !s.Width.Equal(econMoney("9")) {
			t.Errorf("%+v", s)
		}
	}
}

// TestLeversMoveOneField sees that each lever moves what it is named for, that
// none is missing, and that none panics on what is no number.
func TestLeversMoveOneField(t *testing.T) {
	two := decimal.NewFromInt(2)
	formula := ltv.Formula{
		AveragePurchase: two, PurchasesPerYear: 0.1, Years: 0.2, Margin: 0.3, Acquisition: econMoney("4"), RetentionPerYear: econMoney("5"),
	}
	for _, l := range ltv.FormulaLevers() {
		want := formula
		econDouble(t, reflect.ValueOf(&want).Elem().FieldByName(l.Name))
		if diff := cmp.Diff(want, l.Scale(formula, two)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", l.Name, diff)
		}
		l.Scale(ltv.Formula{PurchasesPerYear: math.NaN(), Years: math.Inf(1), Margin: math.Inf(-1)}, two)
	}
	if got, all := len(ltv.FormulaLevers()), reflect.TypeFor[ltv.Formula]().NumField()-1; got != all {
		t.Errorf("%d levers for the %d fields that are no Places", got, all)
	}
	model := ltv.RetentionModel{
		Margin: two, Service: econMoney("3"), Acquisition: econMoney("4"), Retention: 0.9, Growth: 0.1,
		Discount: ltv.Discount{Rate: 0.1, Per: econYear},
	}
	for _, l := range ltv.RetentionModelLevers() {
		want := model
		switch l.Name {
		case "Churn":
			want.Retention = 0.8
		case "Discount":
			want.Discount.Rate = 0.2
		default:
			econDouble(t, reflect.ValueOf(&want).Elem().FieldByName(l.Name))
		}
		if diff := cmp.Diff(want, l.Scale(model, two)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", l.Name, diff)
		}
		l.Scale(ltv.RetentionModel{Retention: math.NaN(), Growth: math.NaN(), Discount: ltv.Discount{Rate: math.NaN()}}, two)
	}
	if got, all := len(ltv.RetentionModelLevers()), reflect.TypeFor[ltv.RetentionModel]().NumField()-4; got != all {
		t.Errorf("%d levers for the %d fields that are no Period, Timing, Periods or Places", got, all)
	}
}

func econDouble(t *testing.T, field reflect.Value) {
	t.Helper()
	switch v := field.Interface().(type) {
	case float64:
		field.SetFloat(2 * v)
	case decimal.Decimal:
		field.Set(reflect.ValueOf(v.Mul(decimal.NewFromInt(2))))
	default:
		t.Fatalf("%v is no number", field)
	}
}
