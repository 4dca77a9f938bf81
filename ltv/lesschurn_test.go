package ltv_test

import (
	"testing"

	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestLessChurnEffect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := ltv.LessChurn{Model: econDrawModel(t), Share: econDrawHundredths(t, "share", 0, 50)}
		l.Model.Discount.Rate += 0.01 // no churn at all is allowed, then
		l.Model.Places = 6
		l.Model.Periods = rapid.IntRange(0, 20).Draw(t, "horizon")
		left := (1 - l.Model.Retention) * (1 - l.Share)
		l.Points = float64(rapid.IntRange(0, int(left*100)).Draw(t, "points")) / 100
		e, err := l.Effect()
		if err != nil {
			t.Fatal(err)
		}
		if !econClose(e.ChurnBefore, 1-l.Model.Retention, 1e-12) || !econClose(e.ChurnAfter, left-l.Points, 1e-12) {
			t.Errorf("churn from %v to %v, want %v to %v", e.ChurnBefore, e.ChurnAfter, 1-l.Model.Retention, left-l.Points)
		}
		v, err := l.Model.Value()
		if !econMustMoney(t, v, err).Equal(e.Before) || !e.Gain.Equal(e.After.Sub(e.Before)) {
			t.Errorf("%+v, but the model is worth %v", e, v)
		}
		if e.ChurnAfter == e.ChurnBefore && !e.Gain.IsZero() {
			t.Errorf("no change, but a gain of %v", e.Gain)
		}
		if share, ok := e.Relative(); ok != e.Before.IsPositive() || ok && !econClose(share, e.Gain.InexactFloat64()/e.Before.InexactFloat64(), 1e-12) {
			t.Errorf("%+v is relatively %v, %v", e, share, ok)
		}
		if !e.Gain.IsPositive() {
			if !e.PerPeriod.IsZero() {
				t.Errorf("%v per period for a gain of %v", e.PerPeriod, e.Gain)
			}
			return
		}
		// Spending the budget gives the gain back, but for its rounding.
		after := l.Model
		after.Retention = 1 - e.ChurnAfter
		after.Service = after.Service.Add(e.PerPeriod)
		multiple, err := after.Multiple()
		if err != nil {
			t.Fatal(err)
		}
		v, err = after.Value()
		left = econMustMoney(t, v, err).Sub(e.Before).InexactFloat64()
		if unit := 1e-6; left < -unit || left > unit*(multiple+2) {
			t.Errorf("%v per period leaves %v of a gain of %v", e.PerPeriod, left, e.Gain)
		}
	})
}

// From 10 % to 5 %, 50 % to 45 % and 10 % to 9.5 % at 10 % a year: what the
// documentation says.
func TestLessChurnAndTheLaw(t *testing.T) {
	for _, test := range []struct {
		retention, points, share float64
		want                     string
	}{
		{0.90, 0.05, 0, "0.41"},
		{0.50, 0.05, 0, "0.2"},
		{0.90, 0, 0.05, "0.03"},
	} {
		l := ltv.LessChurn{
			Model: ltv.RetentionModel{
				Margin: econMoney("1"), Retention: test.retention, Places: 12,
				Period: econYear, Discount: ltv.Discount{Rate: 0.1, Per: econYear},
			},
			Points: test.points,
			Share:  test.share,
		}
		e, err := l.Effect()
		if err != nil {
			t.Fatal(err)
		}
		if share, _ := e.Relative(); decimal.NewFromFloat(share).Round(2).String() != test.want {
			t.Errorf("%+v: %v more, want %s", test, share, test.want)
		}
	}
}

// A gain over nothing, or over a loss, is no share of it.
func TestChurnEffectRelativeToNothing(t *testing.T) {
	for _, before := range []string{"0", "-5"} {
		e := ltv.ChurnEffect{Before: econMoney(before), After: econMoney("1"), Gain: econMoney("1")}
		if share, ok := e.Relative(); ok || share != 0 {
			t.Errorf("before %s: %v, %v", before, share, ok)
		}
	}
}
