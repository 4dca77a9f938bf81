package ltv_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// naiveSpend returns what a customer spends on a purchase, by the formula.
func naiveSpend(list []ltv.Customer, spend *btyd.Fit[btyd.GammaGamma], c ltv.Customer) float64 {
	if spend != nil {
		m, x, z := spend.Model, float64(c.Repeats), c.RepeatSales.InexactFloat64()
		if z == 0 {
			x = 0
		}
		return m.P * (m.Gamma + z) / (m.P*x + m.Q - 1)
	}
	days, money, allDays, allMoney := 0, decimal.Decimal{}, 0, decimal.Decimal{}
	for _, c := range list {
		days, money = days+c.Repeats, money.Add(c.RepeatSales)
		allDays, allMoney = allDays+c.Repeats+1, allMoney.Add(c.Sales)
	}
	if !money.IsPositive() {
		days, money = allDays, allMoney
	}
	return money.InexactFloat64() / float64(days)
}

func naiveShare(list []ltv.Customer, basis ltv.ValueBasis) float64 {
	var sales, refunds decimal.Decimal
	for _, c := range list {
		sales, refunds = sales.Add(c.Sales), refunds.Add(c.Refunds)
	}
	if basis.Gross {
		return 0
	}
	return refunds.InexactFloat64() / sales.InexactFloat64()
}

func TestValueIsTheFormulaForEachCustomer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, m, spend, basis := drawBuyers(t), drawValueModel(t), drawSpendModel(t), drawValueBasis(t)
		v := mustValue(t, list, ltv.Fitted{Model: m}, spend, basis)
		margin, unit := basis.Margin, basis.RoundTo
		if margin.IsZero() {
			margin = decimal.New(1, 0)
		}
		if unit.IsZero() {
			unit = decimal.New(1, -2)
		}
		total := decimal.Decimal{}
		for i, c := range list {
			record := c.Record()
			count := m.Discounted(record, basis.Horizon, basis.Discount)
			value := count * naiveSpend(list, spend, c) * margin.InexactFloat64() * (1 - naiveShare(list, basis))
			got := v.At(i)
			want := ltv.CustomerValue{
				ID: c.ID, PAlive: m.PAlive(record), Purchases: m.Expected(record, basis.Horizon), Discounted: count,
				Spend: got.Spend, Value: got.Value, Next: got.Next,
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("customer (-want +got)\n%s", diff)
			}
			nearMoney(t, "value", got.Value, value, unit)
			nearMoney(t, "spend", got.Spend, naiveSpend(list, spend, c), unit)
			total = total.Add(got.Value)
			if found, ok := v.Find(c.ID); !ok || !gocmp.Equal(found, got) {
				t.Fatalf("Find(%s) = %+v, %v", c.ID, found, ok)
			}
		}
		if !v.Total.Equal(total) {
			t.Errorf("total %v, customers %v", v.Total, total)
		}
		if got := naiveShare(list, basis); math.Abs(v.RefundShare-got) > 1e-12 || v.Customers != len(list) || v.Len() != len(list) {
			t.Errorf("refunds %v, want %v; %d and %d customers of %d", v.RefundShare, got, v.Customers, v.Len(), len(list))
		}
		if v.HasInterval || v.NoInterval() == nil {
			t.Error("an interval from a fit without covariance")
		}
		if _, ok := v.Find("nobody"); ok {
			t.Error("found nobody")
		}
	})
}

func mustValue(t rapid.TB, list []ltv.Customer, f ltv.Fitted, spend *btyd.Fit[btyd.GammaGamma], basis ltv.ValueBasis) *ltv.Valuation {
	t.Helper()
	base, err := ltv.NewBase(list, "EUR")
	if err != nil {
		t.Fatal(err)
	}
	v, err := ltv.Value(context.Background(), base, f, spend, basis)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// nearMoney holds a multiple of a unit against the number that it was rounded from.
func nearMoney(t rapid.TB, what string, got decimal.Decimal, want float64, unit decimal.Decimal) {
	t.Helper()
	if !got.Mod(unit).IsZero() {
		t.Errorf("%s %v is no multiple of %v", what, got, unit)
	}
	if off := math.Abs(got.InexactFloat64() - want); off > unit.InexactFloat64()/2*(1+1e-6)+1e-9*math.Abs(want) {
		t.Errorf("%s %v, want %v", what, got, want)
	}
}

var fine = decimal.New(1, -9)

func TestValueMetamorphic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, f, spend, basis := drawBuyers(t), ltv.Fitted{Model: drawValueModel(t)}, drawSpendModel(t), drawValueBasis(t)
		basis.RoundTo = fine
		total := func(b ltv.ValueBasis) float64 { return mustValue(t, list, f, spend, b).Total.InexactFloat64() }
		was := total(basis)

		half := basis
		half.Margin = decimal.New(5, -1)
		basis.Margin = decimal.New(1, 0)
		whole := total(basis)
		if got := total(half); math.Abs(got-whole/2) > 1e-7+1e-9*whole {
			t.Errorf("%v at half of the margin, %v at all of it", got, whole)
		}
		longer := basis
		longer.Horizon = basis.Horizon.Plus(btyd.Weeks(10))
		if got := total(longer); got < whole {
			t.Errorf("%v in more time, %v in less", got, whole)
		}
		undiscounted := basis
		undiscounted.Discount = btyd.Discount{}
		if got := total(undiscounted); got < whole-1e-7 {
			t.Errorf("%v without discount, %v with it", got, whole)
		}
		gross := basis
		gross.Gross = true
		if got, share := total(gross), naiveShare(list, ltv.ValueBasis{}); math.Abs(got*(1-share)-total(basisNet(basis))) > 1e-7+1e-9*got {
			t.Errorf("gross %v and a share of %v do not agree with net", got, share)
		}
		slices.Reverse(list)
		if got := total(ltv.ValueBasis{Horizon: basis.Horizon, Discount: basis.Discount, Margin: half.Margin, Gross: basis.Gross, RoundTo: fine}); math.Abs(got-whole/2) > 1e-7+1e-9*whole {
			t.Errorf("%v in another order", got)
		}
		if was > whole+1e-9 {
			t.Errorf("a margin below 1 gives %v, 1 %v", was, whole)
		}
	})
}

func basisNet(b ltv.ValueBasis) ltv.ValueBasis {
	b.Gross = false
	return b
}

func TestValueWithoutEnd(t *testing.T) {
	for _, m := range valueModels {
		base, spend := baseOf(t, someBuyers()), certainSpend(valueSpend)
		forever := valueOf(t, base, ltv.Fitted{Model: m}, spend, ltv.ValueBasis{Discount: yearly, RoundTo: fine})
		long := valueOf(t, base, ltv.Fitted{Model: m}, spend, ltv.ValueBasis{Horizon: btyd.Years(400), Discount: yearly, RoundTo: fine})
		if a, b := forever.Total.InexactFloat64(), long.Total.InexactFloat64(); math.Abs(a-b) > 1e-8*a {
			t.Errorf("%s: %v without end, %v in 400 years", m.Name(), a, b)
		}
		record := base.At(0).Record()
		if got, want := forever.At(0).Discounted, m.DERT(record, yearly); got != want || forever.At(0).Purchases != 0 {
			t.Errorf("%s: %v discounted purchases, want %v; %v others", m.Name(), got, want, forever.At(0).Purchases)
		}
	}
}

func TestValueNextPurchase(t *testing.T) {
	for _, m := range valueModels {
		v := valueOf(t, baseOf(t, someBuyers()), ltv.Fitted{Model: m}, nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
		for c := range baseOf(t, someBuyers()).All() {
			got, _ := v.Find(c.ID)
			record := c.Record()
			if got.Next.IsZero() {
				if p := 1 - m.PNone(record, btyd.Years(100)); p >= 0.5 {
					t.Errorf("%s: %s comes with a chance of %v, but there is no day", m.Name(), c.ID, p)
				}
				continue
			}
			days := float64(got.Next.DaysSince(c.End))
			by, before := 1-m.PNone(record, btyd.Days(days)), 1-m.PNone(record, btyd.Days(days-1))
			if by < 0.5-1e-9 || before > 0.5+1e-9 {
				t.Errorf("%s: %s comes by %v with a chance of %v, by the day before with %v", m.Name(), c.ID, got.Next, by, before)
			}
		}
	}
}

// A median beyond a hundred years is no day. With r = 1 it lies alpha ahead of a
// customer of the first day.
func TestValueNextPurchaseIsNotForTheGrandchildren(t *testing.T) {
	for _, test := range []struct {
		years float64
		want  retention.Date
	}{{99.5, valueEnd.AddDays(36343)}, {100.5, retention.Date{}}} {
		m := btyd.BGNBD{R: 1, Alpha: btyd.Years(test.years), A: 1, B: 1}
		v := mustValue(t, []ltv.Customer{buyerOf("a", 0, 0, 0, "0", "1", "0")}, ltv.Fitted{Model: m}, nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
		if got := v.At(0).Next; got != test.want {
			t.Errorf("%v years ahead: %v, want %v", test.years, got, test.want)
		}
	}
}

func TestTopBreaksTiesByID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawBuyers(t)
		for i := range list { // many alike
			if i > 0 && rapid.Bool().Draw(t, "alike") {
				id := list[i].ID
				list[i] = list[rapid.IntRange(0, i-1).Draw(t, "like")]
				list[i].ID = id
			}
		}
		v := mustValue(t, list, ltv.Fitted{Model: valueModels[0]}, nil, ltv.ValueBasis{Horizon: btyd.Weeks(20), RoundTo: decimal.New(1, 0)})
		want := slices.Collect(v.All())
		slices.SortFunc(want, func(a, b ltv.CustomerValue) int { return cmp.Or(b.Value.Cmp(a.Value), cmp.Compare(a.ID, b.ID)) })
		n := rapid.IntRange(-1, 14).Draw(t, "n")
		if diff := gocmp.Diff(want[:min(max(n, 0), len(want))], v.Top(n)); diff != "" {
			t.Errorf("Top(%d) (-want +got)\n%s", n, diff)
		}
		for range v.All() { // All can be left
			break
		}
	})
}

func TestOneIsAsInTheBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawBuyers(t)
		base, err := ltv.NewBase(list, "EUR")
		if err != nil {
			t.Fatal(err)
		}
		valuer, err := ltv.NewValuer(base, certainly(valueModels[rapid.IntRange(0, 2).Draw(t, "model")]), drawSpendModel(t), drawValueBasis(t))
		if err != nil {
			t.Fatal(err)
		}
		v, err := valuer.Value(context.Background(), base)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range list {
			one, err := valuer.One(c)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(v.At(i), one); diff != "" {
				t.Errorf("alone (-in the base +alone)\n%s", diff)
			}
			if one.Low.GreaterThan(one.Value) || one.Value.GreaterThan(one.High) || one.Low.IsNegative() {
				t.Errorf("%v outside of %v to %v", one.Value, one.Low, one.High)
			}
		}
	})
}

// The interval by the delta method, with gradients of whole valuations by wider
// and central differences.
func TestValueIntervalTwin(t *testing.T) {
	const step = 2e-3
	for _, m := range valueModels {
		for _, basis := range []ltv.ValueBasis{
			{Horizon: btyd.Years(1), Discount: yearly, RoundTo: fine, Level: 0.8},
			{Discount: yearly, RoundTo: fine},
		} {
			f, spend, list := certainly(m), certainSpend(valueSpend), someBuyers()
			v := valueOf(t, baseOf(t, list), f, spend, basis)
			logs := func(m btyd.Model, s btyd.GammaGamma) []float64 { // of the total and of each customer
				v := valueOf(t, baseOf(t, list), ltv.Fitted{Model: m}, &btyd.Fit[btyd.GammaGamma]{Model: s}, basis)
				out := []float64{math.Log(v.Total.InexactFloat64())}
				for c := range v.All() {
					out = append(out, math.Log(c.Value.InexactFloat64()))
				}
				return out
			}
			slopes := func(up, down []float64, theta float64) []float64 {
				for i := range up {
					up[i] = (up[i] - down[i]) / (2 * step * theta)
				}
				return up
			}
			variance := make([]float64, len(list)+1)
			add := func(e *btyd.Estimate, gradients [][]float64) {
				for i := range variance {
					for j := range gradients {
						for k := range gradients {
							variance[i] += gradients[j][i] * e.Covariance[j][k] * gradients[k][i]
						}
					}
				}
			}
			var gradients [][]float64
			for i, p := range f.Params {
				gradients = append(gradients, slopes(logs(btyd.Shift(m, i, step), valueSpend), logs(btyd.Shift(m, i, -step), valueSpend), p.Value))
			}
			add(&f.Estimate, gradients)
			gradients = nil
			for i, p := range spend.Params {
				shifted := func(by float64) btyd.GammaGamma {
					s := valueSpend
					*[]*float64{&s.P, &s.Q, &s.Gamma}[i] *= math.Exp(by)
					return s
				}
				gradients = append(gradients, slopes(logs(m, shifted(step)), logs(m, shifted(-step)), p.Value))
			}
			add(&spend.Estimate, gradients)

			z := map[float64]float64{0.8: 1.2815515655446004, 0.95: 1.959963984540054}[v.Basis.Level]
			check := func(what string, variance float64, value, low, high decimal.Decimal) {
				by := math.Exp(z * math.Sqrt(variance))
				if got := value.InexactFloat64() / low.InexactFloat64(); math.Abs(math.Log(got/by)) > 3e-4*math.Log(by) {
					t.Errorf("%s: %s: down by %v, want %v", m.Name(), what, got, by)
				}
				if got := high.InexactFloat64() / value.InexactFloat64(); math.Abs(math.Log(got/by)) > 3e-4*math.Log(by) {
					t.Errorf("%s: %s: up by %v, want %v", m.Name(), what, got, by)
				}
			}
			if !v.HasInterval || v.NoInterval() != nil {
				t.Fatalf("no interval: %v", v.NoInterval())
			}
			check("total", variance[0], v.Total, v.Low, v.High)
			for i := range list {
				c := v.At(i)
				check(c.ID, variance[i+1], c.Value, c.Low, c.High)
			}
		}
	}
}

// Without a model of spend its mean is uncertain as the ratio of two sums is: as
// far as leaving customers out, one by one, makes it move.
func TestMeanSpendIntervalIsThatOfTheJackknife(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 2000, 400, 3)
	m := valueModels[0]
	f := certainly(m)
	for _, row := range f.Covariance { // all is known, but for spend
		clear(row)
	}
	v := valueOf(t, base, f, nil, ltv.ValueBasis{Horizon: btyd.Years(1), RoundTo: fine})
	var days, money, sum, squares float64
	for c := range base.All() {
		days, money = days+float64(c.Repeats), money+c.RepeatSales.InexactFloat64()
	}
	for c := range base.All() {
		log := math.Log((money - c.RepeatSales.InexactFloat64()) / (days - float64(c.Repeats)))
		sum, squares = sum+log, squares+log*log
	}
	n := float64(base.Len())
	want := math.Sqrt((n - 1) / n * (squares - sum*sum/n))
	if got := math.Log(v.High.InexactFloat64()/v.Total.InexactFloat64()) / 1.959963984540054; math.Abs(got/want-1) > 0.02 {
		t.Errorf("standard error %v, by the jackknife %v", got, want)
	}
}

func TestValueOnAnyNumberOfProcessors(t *testing.T) {
	base := simulatedBase(t, valueModels[1], valueSpend, 3000, 400, 5)
	text := func() string {
		v := valueOf(t, base, certainly(valueModels[1]), certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1), Discount: yearly})
		data, err := json.Marshal([]any{v, slices.Collect(v.All())})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	want := text()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := text(); got != want {
		t.Error("one processor gives another valuation")
	}
}

func TestValueRefuses(t *testing.T) {
	good := ltv.ValueBasis{Horizon: btyd.Years(1)}
	model := ltv.Fitted{Model: valueModels[0]}
	infinite := certainSpend(btyd.GammaGamma{P: 2, Q: 1, Gamma: 10})
	returned := someBuyers()
	returned[0].Refunds = decimal.New(1, 6)
	tests := []struct {
		reason  string
		list    []ltv.Customer
		f       ltv.Fitted
		spend   *btyd.Fit[btyd.GammaGamma]
		basis   ltv.ValueBasis
		want    error
		message string
	}{
		{"no end and no discount", nil, model, nil, ltv.ValueBasis{}, ltv.ErrValueBasis,
			"ltv: ValueBasis.Discount: unusable value basis: without a Horizon the rate must be above 0, as purchases for ever may add up to no finite sum"},
		{"every fault is told", nil, model, nil, ltv.ValueBasis{
			Horizon: btyd.Days(-1), Discount: btyd.Discount{Rate: math.NaN()}, Margin: decimal.New(11, -1), RoundTo: decimal.New(-1, 0), Level: 1,
		}, ltv.ErrValueBasis,
			"ltv: ValueBasis.Horizon: unusable value basis: -1 days ahead\n" +
				"ltv: ValueBasis.Discount: unusable value basis: btyd: cannot discount at a rate of NaN\n" +
				"ltv: ValueBasis.Margin: unusable value basis: 1.1 is not in (0, 1]\n" +
				"ltv: ValueBasis.RoundTo: unusable value basis: -1 is not from 10^-12 to 10^12\n" +
				"ltv: ValueBasis.Level: unusable value basis: 1 is not in (0, 1)"},
		{"absurd numbers take no time", nil, model, nil, ltv.ValueBasis{
			Horizon: btyd.Days(math.Inf(1)), Margin: decimal.New(1, 2000000000), RoundTo: decimal.New(1, -2000000000),
		}, ltv.ErrValueBasis, ""},
		{"no model", nil, ltv.Fitted{}, nil, good, ltv.ErrEstimate, "ltv: not the estimate of this model: there is no model"},
		{"a model outside its domain", nil, ltv.Fitted{Model: btyd.BGNBD{}}, nil, good, btyd.ErrParameter, ""},
		{"a spend model outside its domain", nil, model, new(btyd.Fit[btyd.GammaGamma]), good, btyd.ErrParameter, ""},
		{"the estimate of another model", nil, ltv.Fitted{Model: valueModels[0], Estimate: certainly(valueModels[1]).Estimate}, nil, good, ltv.ErrEstimate, ""},
		{"the estimate of another spend model", nil, model, &btyd.Fit[btyd.GammaGamma]{Model: valueSpend, Estimate: infinite.Estimate}, good, ltv.ErrEstimate, ""},
		{"spend without a mean", nil, model, infinite, good, ltv.ErrNoMeanSpend,
			"ltv: no mean spend: Gamma-Gamma with q = 1, which must be above 1: fit it to more customers, or value without it, by the average"},
		{"a mean too large", nil, model, certainSpend(btyd.GammaGamma{P: 2, Q: 2, Gamma: 1e17}), good, ltv.ErrValueTooLarge, ""},
		{"more refunds than sales", returned, model, nil, good, ltv.ErrRefunds,
			"ltv: refunds exceed sales: 1000012.5 of 1119.4: value it Gross, or leave out refunds of sales before the base"},
		{"purchases of a possible price that add up to too much", []ltv.Customer{
			buyerOf("a", 100, 5, 90, "4e15", "1", "0"),
		}, model, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(9)}, ltv.ErrValueTooLarge, ""},
		{"a customer worth too much", []ltv.Customer{
			buyerOf("a", 100, 5, 3, "30", "1", "0"), buyerOf("b", 100, 5, 3, "1e30", "1", "0"), buyerOf("c", 100, 5, 3, "1e31", "1", "0"),
		}, model, certainSpend(valueSpend), good, ltv.ErrValueTooLarge, `ltv: customer "b": value too large to be told to the last decimal`},
	}
	for _, test := range tests {
		list := test.list
		if list == nil {
			list = someBuyers()
		}
		_, err := ltv.Value(t.Context(), baseOf(t, list), test.f, test.spend, test.basis)
		if !errors.Is(err, test.want) || test.message != "" && err.Error() != test.message {
			t.Errorf("%s: error %v", test.reason, err)
		}
	}

	empty := &ltv.Base{}
	if _, err := ltv.Value(t.Context(), empty, model, nil, good); !errors.Is(err, ltv.ErrNoCustomers) {
		t.Errorf("nobody: error %v", err)
	}
	valuer, err := ltv.NewValuer(baseOf(t, someBuyers()), model, certainSpend(valueSpend), good)
	if err != nil {
		t.Fatal(err)
	}
	dollars, err := ltv.NewBase(someBuyers(), "USD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := valuer.Value(t.Context(), dollars); !errors.Is(err, retention.ErrCurrency) {
		t.Errorf("another currency: error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := valuer.Value(ctx, baseOf(t, someBuyers())); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
	if _, err := valuer.One(ltv.Customer{}); !errors.Is(err, ltv.ErrCustomer) {
		t.Errorf("no customer: error %v", err)
	}
	var named *ltv.CustomerError
	if _, err := valuer.One(buyerOf("b", 100, 5, 3, "1e30", "1", "0")); !errors.As(err, &named) || named.Customer != "b" || !errors.Is(err, ltv.ErrValueTooLarge) {
		t.Errorf("one worth too much: error %v", err)
	}
	valuer, err = ltv.NewValuer(baseOf(t, someBuyers()), model, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(9)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := valuer.One(buyerOf("a", 100, 5, 90, "4e15", "1", "0")); !errors.Is(err, ltv.ErrValueTooLarge) {
		t.Errorf("purchases that add up to too much: error %v", err)
	}
	if one, err := valuer.One(someBuyers()[0]); err != nil || valuer.Basis().Level != 0.95 || one.HasInterval {
		t.Errorf("one: %+v, %v", one, err)
	}
}

// A total counts up to 2^63 units, and refuses more.
func TestValueTotalTooLarge(t *testing.T) {
	shop := func(n int, spent decimal.Decimal) *ltv.Base {
		list := make([]ltv.Customer, n)
		for i := range list {
			list[i] = buyerOf(fmt.Sprintf("c%04d", i), 100, 5, 3, "1", "0", "0")
			list[i].RepeatSales, list[i].Sales = spent, spent
		}
		return baseOf(t, list)
	}
	f, basis := ltv.Fitted{Model: valueModels[0]}, ltv.ValueBasis{Horizon: btyd.Years(1), RoundTo: decimal.New(1, -12)}
	each := valueOf(t, shop(1, money("1")), f, nil, basis).Total // what a customer who spent 1 is worth
	spent := money("8990").DivRound(each, 12)
	if total := valueOf(t, shop(1020, spent), f, nil, basis).Total.Round(3); !total.Equal(money("9169800")) {
		t.Errorf("total %v", total)
	}
	var named *ltv.CustomerError
	if _, err := ltv.Value(t.Context(), shop(1030, spent), f, nil, basis); !errors.Is(err, ltv.ErrValueTooLarge) || !errors.As(err, &named) || named.Customer != "c1025" {
		t.Errorf("a total of more than 2^63: error %v", err)
	}
}

func TestValueWithoutInterval(t *testing.T) {
	f := ltv.Fitted{Model: valueModels[0], Estimate: btyd.Estimate{Status: btyd.Boundary, Runaway: []btyd.Runaway{{Param: "a"}}}}
	v := valueOf(t, baseOf(t, someBuyers()), f, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1)})
	var why *btyd.FitError
	if err := v.NoInterval(); !errors.As(err, &why) || why.Status != btyd.Boundary {
		t.Errorf("no interval: %v", err)
	}
	if c := v.At(0); c.HasInterval || v.HasInterval || !c.Low.IsZero() || !c.High.IsZero() || !v.Low.IsZero() || !v.High.IsZero() {
		t.Errorf("an interval all the same: %+v", c)
	}
	// A parameter known to a factor of e^100 or so leaves the upper end open.
	f = certainly(valueModels[0])
	f.Covariance[0][0] *= 1e12
	v = valueOf(t, baseOf(t, someBuyers()), f, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1)})
	if c := v.At(0); c.HasInterval || v.HasInterval || v.NoInterval() != nil {
		t.Errorf("an interval without end: %+v, %v", c, v.NoInterval())
	}
}

// Everybody bought for nothing: so they do in times to come.
func TestValueOfNothing(t *testing.T) {
	list := []ltv.Customer{buyerOf("a", 100, 5, 3, "0", "0", "0"), buyerOf("b", 100, 100, 0, "0", "0", "0")}
	v := valueOf(t, baseOf(t, list), certainly(valueModels[2]), nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
	if c := v.At(0); !v.Total.IsZero() || !v.HasInterval || !v.High.IsZero() || !c.HasInterval || c.Purchases == 0 {
		t.Errorf("%+v of %+v", c, v)
	}
}

func TestOneAllocates(t *testing.T) {
	valuer, err := ltv.NewValuer(baseOf(t, someBuyers()), certainly(valueModels[0]), certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1)})
	if err != nil {
		t.Fatal(err)
	}
	c := someBuyers()[0]
	n := testing.AllocsPerRun(100, func() {
		if _, err := valuer.One(c); err != nil {
			t.Fatal(err)
		}
	})
	if n > 10 { // mostly decimals
		t.Errorf("%v allocations", n)
	}
}
