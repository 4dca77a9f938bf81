package ltv_test

import (
	"math/big"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestPaybackCountsPayments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := econDrawModel(t)
		m.Growth = econDrawHundredths(t, "growth", -10, 10)
		m.Periods = rapid.IntRange(1, 40).Draw(t, "horizon")
		m.Period = retention.Span{Months: rapid.IntRange(1, 12).Draw(t, "months")}
		m.Discount.Per = m.Period
		if rapid.Bool().Draw(t, "nobody leaves") {
			m.Retention = 1
		}
		sums := econPresent(m, m.Periods)
		if rapid.Bool().Draw(t, "met exactly") {
			some := sums[evenInt(0, len(sums)-1).Draw(t, "payments")]
			if exact, ok := econExact(some); ok {
				m.Acquisition = exact
			}
		}
		if rapid.Bool().Draw(t, "met late") {
			if some := econFloat(sums[evenInt(0, len(sums)-1).Draw(t, "of payments")]); some > 0 {
				m.Acquisition = decimal.NewFromFloat(some).Round(2)
			}
		}
		payments := 0
		for m.Acquisition.IsPositive() && payments < len(sums) && sums[payments].Cmp(m.Acquisition.Rat()) < 0 {
			payments++
		}
		if payments > 0 && econFloat(sums[payments-1])/m.Acquisition.InexactFloat64() > 1-1e-11 {
			return // as good as reached
		}
		got, err := m.Payback()
		if err != nil {
			t.Fatal(err)
		}
		if payments == len(sums) {
			if got.Never == "" || got.Payments != 0 {
				t.Errorf("%+v, but it is never paid back", got)
			}
			return
		}
		if m.Acquisition.IsZero() {
			payments = -1
		}
		want := ltv.Payback{Payments: payments + 1, Periods: payments + 1}
		if m.Timing == ltv.AtStart && want.Periods > 0 {
			want.Periods--
		}
		want.After = retention.Span{Months: want.Periods * m.Period.Months}
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// econExact returns a fraction as money, if it is.
func econExact(r *big.Rat) (decimal.Decimal, bool) {
	text := r.FloatString(40)
	d := decimal.RequireFromString(text)
	return d, r.Sign() >= 0 && d.Rat().Cmp(r) == 0
}

func TestPaybackNever(t *testing.T) {
	hundred := econMoney("100")
	tests := []struct {
		reason string
		m      ltv.RetentionModel
		want   ltv.Payback
	}{
		{"no cost", ltv.RetentionModel{}, ltv.Payback{}},
		{"no margin", ltv.RetentionModel{Acquisition: hundred, Retention: 0.9}, ltv.Payback{Never: ltv.NoMargin}},
		{"a loss", ltv.RetentionModel{Acquisition: hundred, Retention: 0.9, Service: hundred}, ltv.Payback{Never: ltv.NoMargin}},
		{"half stay: less than one margin ever", ltv.RetentionModel{Acquisition: econMoney("101"), Margin: hundred, Retention: 0.5}, ltv.Payback{Never: ltv.Fades}},
		{"reached in the limit only", ltv.RetentionModel{Acquisition: hundred, Margin: hundred, Retention: 0.5}, ltv.Payback{Never: ltv.Fades}},
		{"nobody stays to pay", ltv.RetentionModel{Acquisition: hundred, Margin: hundred}, ltv.Payback{Never: ltv.Fades}},
		{"the first payment is enough", ltv.RetentionModel{Acquisition: hundred, Margin: hundred, Timing: ltv.AtStart}, ltv.Payback{Payments: 1}},
		{"it has to be", ltv.RetentionModel{Acquisition: econMoney("100.01"), Margin: hundred, Timing: ltv.AtStart}, ltv.Payback{Never: ltv.Fades}},
		{"nobody leaves", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("0.1"), Retention: 1}, ltv.Payback{Payments: 1000, Periods: 1000}},
		{"with a million payments", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("0.0001"), Retention: 1}, ltv.Payback{Payments: 1e6, Periods: 1e6}},
		{"with more", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("0.000099"), Retention: 1}, ltv.Payback{Never: ltv.TooLate}},
		{"with more, within a longer horizon", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("0.000099"), Retention: 1, Periods: 2e6}, ltv.Payback{Never: ltv.TooLate}},
		{"after the horizon", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("10"), Retention: 1, Periods: 9}, ltv.Payback{Never: ltv.TooLate}},
		{"at the horizon", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("10"), Retention: 1, Periods: 10}, ltv.Payback{Payments: 10, Periods: 10}},
		{"growth that overflows", ltv.RetentionModel{Acquisition: hundred, Margin: econMoney("1"), Retention: 1, Growth: 1}, ltv.Payback{Payments: 7, Periods: 7}},
	}
	for _, test := range tests {
		got, err := test.m.Payback()
		if err != nil || got != test.want {
			t.Errorf("%s: %+v, error %v, want %+v", test.reason, got, err, test.want)
		}
	}
}

func TestPaybackText(t *testing.T) {
	months := func(n int) retention.Span { return retention.Span{Months: n} }
	tests := []struct {
		p       ltv.Payback
		en, jpn string
	}{
		{ltv.Payback{}, "there is no cost to pay back", "回収する費用はありません"},
		{ltv.Payback{Payments: 1}, "paid back by payment 1, at once", "1回目の支払いで回収（即時）"},
		{ltv.Payback{Payments: 2, Periods: 1}, "paid back by payment 2, after 1 period", "2回目の支払いで回収（1期間後）"},
		{ltv.Payback{Payments: 8, Periods: 7, After: months(7)}, "paid back by payment 8, after 7 months", "8回目の支払いで回収（7か月後）"},
		{ltv.Payback{Payments: 13, Periods: 13, After: months(13)}, "paid back by payment 13, after 1 year 1 month", "13回目の支払いで回収（1年1か月後）"},
		{ltv.Payback{Payments: 3, Periods: 3, After: retention.Span{Days: 21}}, "paid back by payment 3, after 21 days", "3回目の支払いで回収（21日後）"},
		{ltv.Payback{Never: ltv.Fades}, ltv.Fades.Text(retention.English), ltv.Fades.Text(retention.Japanese)},
	}
	for _, test := range tests {
		if got := test.p.Text(retention.English); got != test.en {
			t.Errorf("%+v: %q, want %q", test.p, got, test.en)
		}
		if got := test.p.Text(retention.Japanese); got != test.jpn {
			t.Errorf("%+v: %q, want %q", test.p, got, test.jpn)
		}
	}
}

func TestNeverHasWords(t *testing.T) {
	seen := map[string]bool{}
	for _, n := range []ltv.Never{ltv.NoMargin, ltv.NoOrders, ltv.Fades, ltv.TooLate} {
		for _, lang := range []retention.Language{retention.English, retention.Japanese} {
			text := n.Text(lang)
			if text == "" || text == string(n) || seen[text] {
				t.Errorf("%s in %s: %q", n, lang, text)
			}
			seen[text] = true
		}
	}
	if text := ltv.Never("").Text(retention.English); text != "" {
		t.Errorf("no reason reads %q", text)
	}
}

func TestBreakEvenIsTheFewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := ltv.BreakEven{
			Cost:              econDrawMoney(t, "cost", 1000),
			MarginPerOrder:    econDrawMoney(t, "margin", 10),
			OrdersPerCustomer: econDrawHundredths(t, "orders", 0, 500),
		}
		perCustomer := b.MarginPerOrder.Mul(decimal.NewFromFloat(b.OrdersPerCustomer))
		orders, err := b.Orders()
		econCheckFewest(t, b.Cost, b.MarginPerOrder, orders, err)
		customers, err := b.Customers()
		econCheckFewest(t, b.Cost, perCustomer, customers, err)
		if customers.Never == ltv.NoOrders && b.OrdersPerCustomer != 0 || orders.Never == ltv.NoOrders {
			t.Errorf("orders %+v, customers %+v of %+v", orders, customers, b)
		}
	})
}

func econCheckFewest(t *rapid.T, cost, each decimal.Decimal, got ltv.BreakEvenCount, err error) {
	t.Helper()
	n := decimal.NewFromInt(got.Count)
	switch {
	case err != nil:
		t.Error(err)
	case got.Never != "":
		if cost.IsZero() || each.IsPositive() || got.Count != 0 {
			t.Errorf("%+v for %v at %v each", got, cost, each)
		}
	case n.Mul(each).LessThan(cost):
		t.Errorf("%v of %v do not make %v", n, each, cost)
	case got.Count > 0 && n.Sub(decimal.NewFromInt(1)).Mul(each).GreaterThanOrEqual(cost):
		t.Errorf("fewer than %v of %v make %v", n, each, cost)
	}
}
