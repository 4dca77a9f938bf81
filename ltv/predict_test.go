package ltv_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
	"github.com/shopspring/decimal"
)

var (
	quickKinds = ltv.SelectSettings{Kinds: []ltv.Kind{ltv.BGNBD, ltv.MBGNBD}}
	aYear      = ltv.ValueBasis{Horizon: btyd.Years(1), Discount: yearly}
)

func predictDay(n int) time.Time { return newYear.AddDays(n).Start(time.UTC) }

// predictOrder returns a sale, or a refund if the amount is below 0.
func predictOrder(customer string, day int, amount string) retention.Order {
	o := retention.Order{Customer: customer, At: predictDay(day).Add(12 * time.Hour), Amount: money(amount)}
	if o.Amount.IsNegative() {
		o.Kind = retention.Refund
	}
	return o
}

// predictShop returns a shop of 60 customers in 200 days, with guests and refunds.
func predictShop(seed uint64) []retention.Order {
	random := rand.New(rand.NewPCG(seed, 26))
	orders := []retention.Order{predictOrder("", 3, "99")}
	for i := range 60 {
		every, leaves, customer := 5+30*random.Float64(), random.Float64()/2, fmt.Sprint("c", i)
		for day := 120 * random.Float64(); day < 200; day += every * random.ExpFloat64() {
			orders = append(orders, predictOrder(customer, int(day), fmt.Sprint(10+random.IntN(40))))
			if random.IntN(9) == 0 {
				orders = append(orders, predictOrder(customer, int(day)+1, "-5"))
			}
			if random.Float64() < leaves {
				break
			}
		}
	}
	for i := range orders {
		orders[i].ID = fmt.Sprint("o", i)
	}
	return orders
}

func predictView(t testing.TB, days int, orders ...retention.Order) retention.View {
	t.Helper()
	h, err := retention.NewHistory(orders)
	if err != nil {
		t.Fatal(err)
	}
	return h.AsOf(predictDay(days), time.UTC)
}

func mustPredict(t testing.TB, v retention.View, s ltv.PredictSettings) *ltv.Prediction {
	t.Helper()
	p, err := ltv.Predict(t.Context(), v, s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// samePrediction compares all that a prediction says.
func samePrediction(t *testing.T, reason string, want, got *ltv.Prediction) {
	t.Helper()
	for _, part := range []struct{ want, got any }{
		{want.Selection, got.Selection}, {want.Model, got.Model}, {want.Money, got.Money}, {want.Spend, got.Spend}, {want.Value, got.Value},
		{slices.Collect(want.Value.All()), slices.Collect(got.Value.All())}, {want.Warnings, got.Warnings},
	} {
		a, errA := json.Marshal(part.want)
		b, errB := json.Marshal(part.got)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Errorf("%s: %T\n%s %v\n%s %v", reason, part.want, a, errA, b, errB)
		}
	}
	if diff := gocmp.Diff(want.Holdout, got.Holdout, gocmp.Comparer(func(a, b *ltv.Base) bool {
		return gocmp.Equal(slices.Collect(a.All()), slices.Collect(b.All()))
	})); diff != "" {
		t.Errorf("%s: holdout (-want +got)\n%s", reason, diff)
	}
}

// Predict is what its steps are, one after the other.
func TestPredictIsItsSteps(t *testing.T) {
	for seed := range uint64(3) {
		v := predictView(t, 200, predictShop(seed)...)
		s := ltv.PredictSettings{Select: quickKinds, Value: aYear}
		want := &ltv.Prediction{Base: ltv.Summarize(v)}
		until, ok := ltv.CalibrationEnd(v)
		if seed == 1 {
			s.Until, until = newYear.AddDays(150), newYear.AddDays(150)
		}
		var err error
		if want.Holdout, err = ltv.Hold(v, until); err != nil || !ok {
			t.Fatal(err)
		}
		if want.Selection, err = ltv.Select(t.Context(), want.Holdout, &s.Select); err != nil {
			t.Fatal(err)
		}
		if want.Model, err = want.Selection.Refit(t.Context(), want.Base); err != nil {
			t.Fatal(err)
		}
		before, err := btyd.FitGammaGamma(t.Context(), want.Holdout.Base.Spends(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if want.Money, err = ltv.ValidateValue(t.Context(), want.Holdout, want.Selection.Best().Fitted, &before); err != nil {
			t.Fatal(err)
		}
		spend, err := btyd.FitGammaGamma(t.Context(), want.Base.Spends(), nil)
		if err != nil {
			t.Fatal(err)
		}
		want.Spend = &spend
		want.Value = valueOf(t, want.Base, want.Model, want.Spend, s.Value)
		want.Warnings = ltv.Warnings(ltv.Findings{
			Base: want.Base, Fitted: &want.Model, Spend: want.Spend, Holdout: want.Holdout, Horizon: s.Value.Horizon, Money: want.Money,
		})
		samePrediction(t, fmt.Sprint("shop ", seed), want, mustPredict(t, v, s))
	}
}

func TestPredictIsTheSameHoweverTheOrdersCome(t *testing.T) {
	orders := predictShop(7)
	s := ltv.PredictSettings{Select: ltv.SelectSettings{Kinds: []ltv.Kind{ltv.MBGNBD}}, Value: aYear}
	want := mustPredict(t, predictView(t, 200, orders...), s)
	slices.Reverse(orders)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	samePrediction(t, "in reverse, on one processor", want, mustPredict(t, predictView(t, 200, orders...), s))
	runtime.GOMAXPROCS(7)
	orders = append(orders, predictOrder("later", 200, "1000")) // at noon of the day that has not begun
	samePrediction(t, "with an order to come, on seven", want, mustPredict(t, predictView(t, 200, orders...), s))
}

// Small shops have a prediction, too, and none of it is NaN or infinite.
func TestPredictOfSmallShops(t *testing.T) {
	endless := ltv.ValueBasis{Discount: yearly}
	heavy := predictShop(5)
	for i := range heavy {
		if heavy[i].Customer > "c5" && heavy[i].Kind == retention.Sale {
			heavy[i].Amount = heavy[i].Amount.Shift(9)
		}
	}
	for _, test := range []struct {
		reason  string
		days    int
		until   int
		basis   ltv.ValueBasis
		orders  []retention.Order
		holdout bool
		spend   bool
		warning ltv.WarningCode
	}{
		{"one customer, on the first day", 1, 0, aYear, []retention.Order{predictOrder("a", 0, "10")}, false, false, ltv.WarnFewCustomers},
		{"one customer who comes back", 40, 0, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("a", 5, "12")}, true, true, ltv.WarnFewCustomers},
		{"all on one day", 40, 0, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 0, "5"), predictOrder("b", 0, "7")}, true, false, ltv.WarnFewCustomers},
		{"nobody comes back", 40, 0, endless, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 10, "5")}, true, false, ltv.WarnLongHorizon},
		{"all for nothing", 40, 0, aYear, []retention.Order{predictOrder("a", 0, "0"), predictOrder("a", 3, "0"), predictOrder("b", 10, "0")}, true, false, ltv.WarnFewCustomers},
		{"two days are too few to hold one out", 2, 0, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 1, "10")}, false, false, ltv.WarnFewCustomers},
		{"no day is left after the last", 40, 39, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 1, "10")}, false, false, ltv.WarnFewCustomers},
		{"one day is left", 40, 38, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 1, "10")}, true, false, ltv.WarnFewCustomers},
		{"spend without a mean", 200, 0, aYear, heavy, true, false, ltv.WarnInfiniteSpend},
		{"all went back", 40, 0, aYear, []retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 1, "10"), predictOrder("b", 2, "-20")}, true, false, ltv.WarnManyRefunds},
		{"more went back, and it is gross", 40, 0, ltv.ValueBasis{Horizon: btyd.Years(1), Gross: true},
			[]retention.Order{predictOrder("a", 0, "10"), predictOrder("b", 1, "10"), predictOrder("b", 2, "-50")}, true, false, ltv.WarnManyRefunds},
	} {
		s := ltv.PredictSettings{Select: quickKinds, Value: test.basis}
		if test.until > 0 {
			s.Until = newYear.AddDays(test.until)
		}
		p := mustPredict(t, predictView(t, test.days, test.orders...), s)
		if (p.Holdout != nil) != test.holdout || (p.Spend != nil) != test.spend {
			t.Errorf("%s: held out %v, spend %v", test.reason, p.Holdout, p.Spend)
		}
		if by := p.Selection.Settings.By; (by == ltv.ByHoldout) != test.holdout {
			t.Errorf("%s: chosen by %v", test.reason, by)
		}
		if !slices.ContainsFunc(p.Warnings, func(w ltv.Warning) bool { return w.Code == test.warning }) {
			t.Errorf("%s: no warning %s in %v", test.reason, test.warning, p.Warnings)
		}
		again := valueOf(t, p.Base, p.Model, p.Spend, test.basis)
		if diff := gocmp.Diff(slices.Collect(again.All()), slices.Collect(p.Value.All())); diff != "" || !again.Total.Equal(p.Value.Total) {
			t.Errorf("%s: not the value by Model and Spend (-want +got)\n%s", test.reason, diff)
		}
		for c := range p.Value.All() {
			if !(c.PAlive >= 0 && c.PAlive <= 1 && c.Discounted >= 0 && c.Discounted <= math.MaxFloat64) || c.Value.IsNegative() {
				t.Errorf("%s: %+v", test.reason, c)
			}
		}
		if _, err := json.Marshal(p); err != nil { // no number may be NaN or infinite
			t.Errorf("%s: %v", test.reason, err)
		}
		if text, err := json.Marshal(p.Base); err == nil {
			t.Errorf("%s: a base was stored as %s", test.reason, text)
		}
	}
}

func TestPredictRefuses(t *testing.T) {
	shop := predictShop(3)
	back := []retention.Order{predictOrder("a", 0, "10"), predictOrder("a", 5, "-50")}
	twice := ltv.SelectSettings{Kinds: []ltv.Kind{ltv.BGNBD, ltv.BGNBD}}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		reason string
		ctx    context.Context
		orders []retention.Order
		s      ltv.PredictSettings
		want   []error
	}{
		{"nobody is known", t.Context(), nil, ltv.PredictSettings{Value: aYear}, []error{ltv.ErrNoCustomers}},
		{"nobody bought", t.Context(), back[1:], ltv.PredictSettings{Value: aYear}, []error{ltv.ErrNoCustomers}},
		{"guests only", t.Context(), shop[:1], ltv.PredictSettings{Value: aYear}, []error{ltv.ErrNoCustomers}},
		{"nobody had bought by then", t.Context(), shop, ltv.PredictSettings{Value: aYear, Until: newYear.AddDays(-9)}, []error{ltv.ErrHoldout, ltv.ErrNoCustomers}},
		{"neither a horizon nor a discount", t.Context(), shop, ltv.PredictSettings{}, []error{ltv.ErrValueBasis}},
		{"refunds exceed sales", t.Context(), back, ltv.PredictSettings{Value: aYear}, []error{ltv.ErrRefunds}},
		{"before anything is fitted", cancelled, back, ltv.PredictSettings{Value: aYear}, []error{ltv.ErrRefunds}},
		{"a kind twice", t.Context(), shop, ltv.PredictSettings{Value: aYear, Select: twice}, []error{btyd.ErrSettings}},
		{"done", cancelled, shop, ltv.PredictSettings{Value: aYear}, []error{context.Canceled}},
	} {
		p, err := ltv.Predict(test.ctx, predictView(t, 200, test.orders...), test.s)
		for _, want := range test.want {
			if !errors.Is(err, want) || p != nil {
				t.Errorf("%s: %v, error %v, want %v", test.reason, p, err, want)
			}
		}
	}
}

// Progress is told of each fit, and a context that is done in the middle of one
// stops it.
func TestPredictProgress(t *testing.T) {
	v := predictView(t, 200, predictShop(4)...)
	var seen []string
	s := ltv.PredictSettings{Select: quickKinds, Value: aYear}
	s.Select.Progress = func(p ltv.SelectProgress) {
		if step := fmt.Sprint(p.Kind, p.Candidate, p.Of); !slices.Contains(seen, step) {
			seen = append(seen, step)
		}
	}
	p := mustPredict(t, v, s)
	kind, _ := p.Model.Kind()
	if want := []string{"BG/NBD 1 2", "MBG/NBD 2 2", kind.String() + " 1 1"}; !slices.Equal(seen, want) {
		t.Errorf("progress %q, want %q", seen, want)
	}
	for _, at := range seen {
		ctx, cancel := context.WithCancel(t.Context())
		s.Select.Progress = func(p ltv.SelectProgress) {
			if fmt.Sprint(p.Kind, p.Candidate, p.Of) == at {
				cancel()
			}
		}
		if p, err := ltv.Predict(ctx, v, s); p != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %s: %v, %v", at, p, err)
		}
		cancel()
	}
}

// From the orders of CDNOW to money: that of the models, which are held against
// other programs elsewhere.
func TestPredictCDNOW(t *testing.T) {
	history, err := retention.NewHistory(cohortCDNOW(t))
	if err != nil {
		t.Fatal(err)
	}
	v := history.AsOf(time.Date(1998, time.July, 1, 0, 0, 0, 0, time.UTC), time.UTC)
	p := mustPredict(t, v, ltv.PredictSettings{
		Until: retention.NewDate(1997, time.September, 30), Select: ltv.SelectSettings{Unit: btyd.Week}, Value: aYear,
	})
	if n := len(p.Selection.Candidates); n != 3 || p.Base.Len() != 2357 || p.Holdout.Base.Len() != 2357 || p.Holdout.Newcomers != 0 {
		t.Errorf("%d candidates, %d customers, of whom %d had bought", n, p.Base.Len(), p.Holdout.Base.Len())
	}
	for _, row := range p.Selection.Table() {
		t.Logf("%+v", row)
		if row.Actual != 1882 || math.Abs(row.Expected/1882-1) > 0.17 || row.Status != btyd.Converged {
			t.Errorf("%+v", row)
		}
	}
	if p.Model.Status != btyd.Converged || p.Spend == nil || !p.Value.HasInterval || p.Value.Currency != p.Base.Currency() {
		t.Errorf("model %v, spend %v, interval %v", p.Model.Status, p.Spend, p.Value.HasInterval)
	}
	var total decimal.Decimal
	for c := range p.Value.All() {
		total = total.Add(c.Value)
	}
	// The next year can bring no more than twice the last nine months, nor nothing.
	last := 0.0
	for _, after := range p.Holdout.After {
		last += after.Sales.InexactFloat64()
	}
	t.Logf("worth %v (%v to %v), after %.0f in nine months", p.Value.Total, p.Value.Low, p.Value.High, last)
	if !total.Equal(p.Value.Total) || p.Value.Total.InexactFloat64() > 2*last/0.75 || p.Value.Total.InexactFloat64() < last/3 {
		t.Errorf("worth %v, the sum of customers %v", p.Value.Total, total)
	}
}

// A base too young to hold anything out is judged by likelihood alone, whatever
// the settings say.
func TestSelectInSample(t *testing.T) {
	base := ltv.Summarize(predictView(t, 200, predictShop(2)...))
	want, err := ltv.SelectInSample(t.Context(), base, &quickKinds)
	if err != nil {
		t.Fatal(err)
	}
	if quickKinds.By != ltv.ByHoldout || want.Settings.By != ltv.ByBIC || want.Reason.By != ltv.ByBIC {
		t.Errorf("settings %v, chosen by %v", quickKinds.By, want.Settings.By)
	}
	best := want.Best()
	for i, c := range want.Candidates {
		fitted, err := quickKinds.Kinds[i].Fit(t.Context(), base.Records(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(fitted, c.Fitted, cmpopts.EquateComparable(btyd.BGNBD{}, btyd.MBGNBD{})); diff != "" || c.Holdout != nil {
			t.Errorf("candidate %d (-want +got)\n%s", i, diff)
		}
		if c.Status == best.Status && c.BIC() < best.BIC() {
			t.Errorf("%v was chosen, and %v has a lower BIC", best.Model, c.Model)
		}
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var back ltv.Selection
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(&back); err != nil || string(again) != string(text) {
		t.Errorf("%s after JSON, %v", again, err)
	}
	if row := back.Table()[0]; row.Rank != 1 || row.LogScore != 0 || row.Actual != 0 || row.BIC != best.BIC() {
		t.Errorf("%+v", row)
	}

	all, err := ltv.SelectInSample(t.Context(), base, nil)
	if err != nil || len(all.Candidates) != 3 {
		t.Errorf("by default %v, %v", all, err)
	}
	for _, nobody := range []*ltv.Base{nil, {}} {
		if _, err := ltv.SelectInSample(t.Context(), nobody, nil); !errors.Is(err, ltv.ErrNoCustomers) {
			t.Errorf("nobody: %v", err)
		}
	}
	if _, err := ltv.SelectInSample(t.Context(), base, &ltv.SelectSettings{Kinds: []ltv.Kind{9}}); !errors.Is(err, btyd.ErrSettings) {
		t.Errorf("no such kind: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ltv.SelectInSample(ctx, base, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("done: %v", err)
	}
}

// Money that is too large to be judged to the cent can be valued by the million.
func TestPredictOfMillions(t *testing.T) {
	orders := predictShop(3)
	for i := range orders {
		orders[i].Amount = orders[i].Amount.Shift(12)
	}
	s := ltv.PredictSettings{Select: quickKinds, Value: aYear}
	s.Value.RoundTo = decimal.New(1, 6)
	p := mustPredict(t, predictView(t, 200, orders...), s)
	if p.Holdout == nil || p.Money != nil || !p.Value.Total.IsPositive() {
		t.Errorf("holdout %v, money %v, total %v", p.Holdout, p.Money, p.Value.Total)
	}
}
