package ltv_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
)

// All that a backend may hand on as JSON has keys such as "averagePurchase", and
// comes back as it was.
func TestPlainDataSurvivesJSON(t *testing.T) {
	year := retention.Span{Months: 12}
	model := ltv.RetentionModel{
		Margin: money("40"), Acquisition: money("90.5"), Retention: 0.8, Period: year, Timing: ltv.AtStart,
		Discount: ltv.Discount{Rate: 0.1, Per: year}, Periods: 9, Places: 2,
	}
	payback, err := model.Payback()
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := model.Schedule(2)
	if err != nil {
		t.Fatal(err)
	}
	effect, err := ltv.LessChurn{Model: model, Points: 0.05}.Effect()
	if err != nil {
		t.Fatal(err)
	}
	shop := predictView(t, 200, predictShop(1)...)
	formula, sample, err := ltv.MeasureFormula(shop, ltv.FormulaBasis{Lifetime: ltv.ObservedMean})
	if err != nil {
		t.Fatal(err)
	}
	historical, err := ltv.MeasureHistorical(shop, 0.4)
	if err != nil {
		t.Fatal(err)
	}
	approach := ltv.Approach{Name: "a", People: 3, Cost: money("1"), WinRate: 0.2, Margin: money("9")}
	plan, err := ltv.PlanContacts(2, []ltv.Approach{approach})
	if err != nil {
		t.Fatal(err)
	}
	keep := ltv.KeepOrWin{WinCost: money("5"), KeepCost: money("1"), WinValue: money("9"), KeepValue: money("7")}
	spending, err := keep.Spend(money("12"))
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []any{
		model, payback, ltv.Payback{Never: ltv.Fades}, schedule, ltv.LessChurn{Model: model, Share: 0.05}, effect,
		formula, sample, ltv.FormulaBasis{Period: year, Lifetime: ltv.ObservedMean}, historical, approach, plan, keep, spending,
		ltv.BreakEven{Cost: money("3"), MarginPerOrder: money("2"), OrdersPerCustomer: 1.5}, ltv.BreakEvenCount{Never: ltv.NoOrders},
		ltv.Observation{Time: 3, Event: true}, ltv.Duration{Customer: "c", Acquired: newYear, Days: 3, Event: true, Returned: true},
	} {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range regexp.MustCompile(`"([^"]*)":`).FindAllSubmatch(text, -1) {
			if !regexp.MustCompile(`^[a-z][a-zA-Z]*$`).Match(key[1]) {
				t.Errorf("%T: key %s", value, key[0])
			}
		}
		back := reflect.New(reflect.TypeOf(value))
		if err := json.Unmarshal(text, back.Interface()); err != nil {
			t.Errorf("%T: %v", value, err)
		}
		if diff := gocmp.Diff(value, back.Elem().Interface()); diff != "" {
			t.Errorf("%T after %s (-want +got)\n%s", value, text, diff)
		}
	}
	for value, want := range map[any]string{
		ltv.Outcome{Value: money("9.5")}:                     `{"value":"9.5"}`,
		ltv.Outcome{Err: errors.New("no churn is negative")}: `{"error":"no churn is negative"}`,
		ltv.AtEnd: `"end"`, ltv.FromChurn: `"churn"`, ltv.ByBIC: `"BIC"`,
	} {
		if text, err := json.Marshal(value); err != nil || string(text) != want {
			t.Errorf("%s, %v, want %s", text, err, want)
		}
	}
}

// What has customers in it that its text would not have is no JSON, or none to read.
func TestCustomersAreNotLostInSilence(t *testing.T) {
	view := predictView(t, 200, predictShop(1)...)
	for _, value := range []any{ltv.Summarize(view), ltv.SecondPurchases(view)} {
		if text, err := json.Marshal(value); err == nil {
			t.Errorf("%T: %s", value, text)
		}
	}
	p := mustPredict(t, view, ltv.PredictSettings{Select: ltv.SelectSettings{Kinds: []ltv.Kind{ltv.MBGNBD}}, Value: aYear})
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, new(ltv.Prediction)); err == nil {
		t.Error("a prediction was read")
	}
	if err := p.UnmarshalJSON([]byte("null")); err != nil || p.Base == nil {
		t.Errorf("null: %v, %v", p.Base, err)
	}
}

func TestUnknownNames(t *testing.T) {
	for _, value := range []any{ltv.Timing(2), ltv.LifetimeMethod(2), ltv.Criterion(2), ltv.Kind(3)} {
		if text, err := json.Marshal(value); err == nil {
			t.Errorf("%T: %s", value, text)
		}
		back := reflect.New(reflect.TypeOf(value))
		if err := json.Unmarshal([]byte(`"never"`), back.Interface()); err == nil || !back.Elem().IsZero() {
			t.Errorf("%T: read %v, %v", value, back.Elem(), err)
		}
	}
	if got := ltv.Timing(2).String(); got != "Timing(2)" {
		t.Error(got)
	}
}
