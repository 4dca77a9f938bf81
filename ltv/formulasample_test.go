package ltv_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

var econAsOf = time.Date(2026, 3, 31, 9, 30, 0, 0, time.UTC)

// econDrawOrders draws sales and refunds of some years before econAsOf, and of some
// days after it.
func econDrawOrders(t *rapid.T) []retention.Order {
	var orders []retention.Order
	for i := range rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(25, 60)).Draw(t, "orders") {
		orders = append(orders, retention.Order{
			ID:       fmt.Sprint("o", i),
			Customer: fmt.Sprint("c", rapid.IntRange(0, 7).Draw(t, "customer")),
			At:       econAsOf.Add(-time.Duration(evenInt(-100, 30_000).Draw(t, "hours ago")) * time.Hour),
			Amount:   econDrawMoney(t, "amount", 100),
			Kind:     rapid.SampledFrom([]retention.Kind{retention.Sale, retention.Sale, retention.Sale, retention.Refund}).Draw(t, "kind"),
		})
	}
	return orders
}

func econView(t rapid.TB, orders []retention.Order) retention.View {
	t.Helper()
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h.AsOf(econAsOf, time.UTC)
}

// econCountedOver is a sample of the orders in [from, to), by hand.
func econCountedOver(orders []retention.Order, from, to time.Time) (s ltv.FormulaSample, buyers map[string]bool) {
	s = ltv.FormulaSample{From: from, To: to}
	buyers = map[string]bool{}
	for _, o := range orders {
		switch {
		case o.At.Before(from) || !o.At.Before(to):
		case o.Kind == retention.Refund:
			s.Money = s.Money.Sub(o.Amount)
		default:
			s.Money = s.Money.Add(o.Amount)
			s.Sales++
			buyers[o.Customer] = true
		}
	}
	s.Buyers = len(buyers)
	return s, buyers
}

func TestMeasureFormulaFromChurn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders := econDrawOrders(t)
		months := evenInt(1, 18).Draw(t, "months")
		period := retention.Span{Months: months}
		start := period.Before(econAsOf, time.UTC)
		want, now := econCountedOver(orders, start, econAsOf)
		_, before := econCountedOver(orders, retention.Span{Months: 2 * months}.Before(econAsOf, time.UTC), start)
		want.Earlier = len(before)
		for id := range before {
			if now[id] {
				want.Kept++
			}
		}
		f, got, err := ltv.MeasureFormula(econView(t, orders), ltv.FormulaBasis{Period: period})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sample (-want +got)\n%s", diff)
		}
		var fault *ltv.InputError
		switch {
		case want.Sales == 0 || !errors.As(err, &fault) && want.Earlier == 0:
			if !errors.Is(err, ltv.ErrNoSales) {
				t.Errorf("error %v, want %v", err, ltv.ErrNoSales)
			}
		case want.Money.DivRound(decimal.NewFromInt(int64(want.Sales)), 2).IsNegative():
			if !errors.Is(err, ltv.ErrNegative) {
				t.Errorf("error %v, want %v", err, ltv.ErrNegative)
			}
		case want.Earlier == want.Kept:
			if !errors.Is(err, ltv.ErrNoChurn) {
				t.Errorf("error %v, want %v", err, ltv.ErrNoChurn)
			}
		case err != nil:
			t.Error(err)
		default:
			length := float64(months) / 12
			churn := 1 - float64(want.Kept)/float64(want.Earlier)
			if !econClose(f.Years, length/churn, 1e-12) {
				t.Errorf("%v years with a churn of %v in %v years", f.Years, churn, length)
			}
			if sales := f.PurchasesPerYear * length * float64(want.Buyers); !econClose(sales, float64(want.Sales), 1e-12) {
				t.Errorf("%v purchases a year make %v sales, want %d", f.PurchasesPerYear, sales, want.Sales)
			}
			if avg := want.Money.DivRound(decimal.NewFromInt(int64(want.Sales)), 2); !avg.Equal(f.AveragePurchase) {
				t.Errorf("average purchase %v, want %v", f.AveragePurchase, avg)
			}
		}
	})
}

func TestMeasureFormulaObservedMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		orders := econDrawOrders(t)
		period := rapid.SampledFrom([]retention.Span{{Months: 12}, {Months: 1}, {Days: 7}, {Months: 1, Days: 1}}).Draw(t, "period")
		first, last := map[string]time.Time{}, map[string]time.Time{}
		var from time.Time
		for _, o := range orders {
			if o.Kind == retention.Refund || !o.At.Before(econAsOf) {
				continue
			}
			if at, ok := first[o.Customer]; !ok || o.At.Before(at) {
				first[o.Customer] = o.At
			}
			if o.At.After(last[o.Customer]) {
				last[o.Customer] = o.At
			}
			if from.IsZero() || o.At.Before(from) {
				from = o.At
			}
		}
		want, _ := econCountedOver(orders, time.Time{}, econAsOf)
		want.From = from
		for id, at := range first {
			day, end := retention.DateOf(at, time.UTC), retention.DateOf(last[id], time.UTC)
			for n := 0; !day.AddMonths(n * period.Months).AddDays(n * period.Days).After(end); n++ {
				want.Periods++
			}
		}
		f, got, err := ltv.MeasureFormula(econView(t, orders), ltv.FormulaBasis{Period: period, Lifetime: ltv.ObservedMean})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sample (-want +got)\n%s", diff)
		}
		if want.Sales == 0 {
			if !errors.Is(err, ltv.ErrNoSales) {
				t.Errorf("error %v, want %v", err, ltv.ErrNoSales)
			}
			return
		}
		if err != nil {
			if !errors.Is(err, ltv.ErrNegative) || !want.Money.IsNegative() {
				t.Error(err)
			}
			return
		}
		// The three together are what customers have spent on average.
		mean := want.Money.InexactFloat64() / float64(want.Buyers)
		perCustomer := float64(want.Sales) / float64(want.Buyers)
		product := f.AveragePurchase.InexactFloat64() * f.PurchasesPerYear * f.Years
		if diff := product - mean; diff > 0.005*perCustomer+1e-9 || diff < -0.005*perCustomer-1e-9 {
			t.Errorf("formula gives %v, want %v but for the rounding of the average purchase", product, mean)
		}
		if length := map[int]float64{12: 1, 1: 1.0 / 12}[period.Months]; length > 0 && period.Days == 0 {
			if years := float64(want.Periods) / float64(want.Buyers) * length; !econClose(f.Years, years, 1e-12) {
				t.Errorf("%v years, want %v", f.Years, years)
			}
		}
	})
}

func TestMeasureFormulaOfNothing(t *testing.T) {
	for _, lifetime := range []ltv.LifetimeMethod{ltv.FromChurn, ltv.ObservedMean} {
		f, s, err := ltv.MeasureFormula(retention.View{}, ltv.FormulaBasis{Lifetime: lifetime})
		if !errors.Is(err, ltv.ErrNoSales) || s.Sales != 0 || f != (ltv.Formula{}) {
			t.Errorf("lifetime %d: %v, %v, error %v", lifetime, f, s, err)
		}
	}
}
