package ltv_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

// fitted fits both models to a base.
func fitted(t testing.TB, kind ltv.Kind, base *ltv.Base) (ltv.Fitted, *btyd.Fit[btyd.GammaGamma]) {
	t.Helper()
	f, err := kind.Fit(t.Context(), base.Records(), &ltv.FitSettings{Unit: btyd.Week})
	if err != nil {
		t.Fatal(err)
	}
	spend, err := btyd.FitGammaGamma(t.Context(), base.Spends(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return f, &spend
}

func fittedValuer(t testing.TB, kind ltv.Kind, base *ltv.Base, mean bool) *ltv.Valuer {
	t.Helper()
	f, spend := fitted(t, kind, base)
	if mean {
		spend = nil
	}
	v, err := ltv.NewValuer(base, f, spend, ltv.ValueBasis{Horizon: btyd.Weeks(26), RoundTo: fine})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestBootstrapIsDecidedByItsSource(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 300, 300, 1)
	v := fittedValuer(t, ltv.BGNBD, base, false)
	var told []int
	text := func(seed uint64) string {
		told = nil
		out, err := v.Bootstrap(t.Context(), base, ltv.Resampling{
			Replicates: 40, Source: rand.NewPCG(seed, 0), Progress: func(done, of int) { told = append(told, 1000*of+done) },
		})
		if err != nil {
			t.Fatal(err)
		}
		if out.Replicates != 40 || !out.HasInterval || out.NoInterval() != nil {
			t.Fatalf("%+v", out)
		}
		data, err := json.Marshal([]any{out, slices.Collect(out.All())})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	one := text(1)
	if two := text(2); one == two {
		t.Error("another seed gives the same intervals")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := text(1); got != one {
		t.Error("one processor gives other intervals")
	}
	if len(told) != 40 || !slices.IsSorted(told) || told[0] != 40001 || told[39] != 40040 {
		t.Errorf("progress %v", told)
	}
}

// On data that the models made, the bootstrap and the delta method agree, and
// the values themselves are the same.
func TestBootstrapAgreesWithDelta(t *testing.T) {
	for _, mean := range []bool{false, true} {
		base := simulatedBase(t, valueModels[1], valueSpend, 500, 500, 2)
		v := fittedValuer(t, ltv.MBGNBD, base, mean)
		delta, err := v.Value(t.Context(), base)
		if err != nil {
			t.Fatal(err)
		}
		boot, err := v.Bootstrap(t.Context(), base, ltv.Resampling{Source: rand.NewPCG(1, 2)})
		if err != nil {
			t.Fatal(err)
		}
		if !delta.Total.Equal(boot.Total) || boot.Replicates != 200 || boot.Unusable != 0 {
			t.Errorf("total %v, by bootstrap %v of %d, %d unusable", delta.Total, boot.Total, boot.Replicates, boot.Unusable)
		}
		agree := func(what string, a, b float64) {
			if math.Abs(a/b-1) > 0.35 {
				t.Errorf("%s: width %v by delta, %v by bootstrap", what, a, b)
			}
		}
		agree("total", delta.High.Sub(delta.Low).InexactFloat64(), boot.High.Sub(boot.Low).InexactFloat64())
		for i, c := range boot.Top(5) {
			if d := delta.Top(5)[i]; d.ID != c.ID || !d.Value.Equal(c.Value) {
				t.Errorf("customer %+v, by bootstrap %+v", d, c)
			} else {
				agree(c.ID, d.High.Sub(d.Low).InexactFloat64(), c.High.Sub(c.Low).InexactFloat64())
			}
		}
	}
}

// The bootstrap by hand: weights, refits, values one by one, percentiles.
func TestBootstrapTwin(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 200, 300, 9)
	f, spend := fitted(t, ltv.BGNBD, base)
	basis := ltv.ValueBasis{Horizon: btyd.Weeks(26), RoundTo: fine, Level: 0.5, Gross: true}
	v, err := ltv.NewValuer(base, f, spend, basis)
	if err != nil {
		t.Fatal(err)
	}
	const n = 9 // so that quartiles are the third and the seventh
	got, err := v.Bootstrap(t.Context(), base, ltv.Resampling{Replicates: n, Source: rand.NewPCG(4, 5)})
	if err != nil {
		t.Fatal(err)
	}
	src := rand.NewPCG(4, 5)
	totals, values := make([]float64, n), make([][]float64, base.Len())
	for k := range n {
		a, b := src.Uint64(), src.Uint64()
		draw := rand.New(rand.NewPCG(a, b))
		weights := make([]float64, base.Len())
		var spends []btyd.Spend
		var spendWeights []float64
		for i := range weights {
			weights[i] = draw.ExpFloat64()
			if s, ok := base.At(i).Spend(); ok {
				spends, spendWeights = append(spends, s), append(spendWeights, weights[i])
			}
		}
		m, err := ltv.BGNBD.Fit(t.Context(), base.Records(), &ltv.FitSettings{Weights: weights})
		if err != nil {
			t.Fatal(err)
		}
		g, err := btyd.FitGammaGamma(t.Context(), spends, &btyd.Settings[btyd.GammaGamma]{Weights: spendWeights})
		if err != nil {
			t.Fatal(err)
		}
		for i := range weights {
			s, _ := base.At(i).Spend()
			mean, _ := g.Model.Expected(s)
			value := m.Model.Expected(base.At(i).Record(), basis.Horizon) * mean
			values[i] = append(values[i], value)
			totals[k] += value
		}
	}
	check := func(what string, values []float64, low, high float64) {
		slices.Sort(values)
		if math.Abs(low/values[2]-1) > 1e-4 || math.Abs(high/values[6]-1) > 1e-4 {
			t.Errorf("%s: %v to %v, want %v to %v", what, low, high, values[2], values[6])
		}
	}
	check("total", totals, got.Low.InexactFloat64(), got.High.InexactFloat64())
	for i, list := range values {
		c := got.At(i)
		check(c.ID, list, c.Low.InexactFloat64(), c.High.InexactFloat64())
	}
}

func TestBootstrapRefuses(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 100, 300, 1)
	v := fittedValuer(t, ltv.BGNBD, base, false)
	ctx, cancel := context.WithCancel(t.Context())
	done := 0
	_, err := v.Bootstrap(ctx, base, ltv.Resampling{Source: rand.NewPCG(1, 1), Progress: func(int, int) { done++; cancel() }})
	if !errors.Is(err, context.Canceled) || done > 5 {
		t.Errorf("cancelled: error %v after %d refits", err, done)
	}
	for reason, r := range map[string]ltv.Resampling{"no source": {}, "negative": {Source: rand.NewPCG(1, 1), Replicates: -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", reason)
				}
			}()
			_, _ = v.Bootstrap(t.Context(), base, r)
		}()
	}
	// The few who came back spent amounts that differ a thousandfold.
	wild := []ltv.Customer{
		buyerOf("a", 300, 10, 2, "1", "1", "0"), buyerOf("b", 300, 20, 1, "9000", "1", "0"), buyerOf("c", 300, 30, 3, "2", "1", "0"),
		buyerOf("d", 300, 40, 1, "100000", "1", "0"), buyerOf("e", 300, 300, 0, "0", "1", "0"),
	}
	base = baseOf(t, wild)
	valuer, err := ltv.NewValuer(base, ltv.Fitted{Model: valueModels[0]}, certainSpend(valueSpend), ltv.ValueBasis{Horizon: btyd.Years(1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := valuer.Bootstrap(t.Context(), base, ltv.Resampling{Source: rand.NewPCG(1, 1), Replicates: 20}); !errors.Is(err, ltv.ErrBootstrap) {
		t.Errorf("no mean spend: error %v", err)
	}
}

// The penalty is that of the refits.
func TestBootstrapPenalty(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 200, 300, 1)
	v := fittedValuer(t, ltv.BGNBD, base, true)
	low := func(penalty float64) string {
		out, err := v.Bootstrap(t.Context(), base, ltv.Resampling{Source: rand.NewPCG(1, 1), Replicates: 3, Penalty: penalty})
		if err != nil {
			t.Fatal(err)
		}
		return out.Low.String()
	}
	if low(0) == low(0.5) {
		t.Error("a penalty changes nothing")
	}
	if _, err := v.Bootstrap(t.Context(), base, ltv.Resampling{Source: rand.NewPCG(1, 1), Penalty: -1}); !errors.Is(err, btyd.ErrSettings) {
		t.Errorf("a negative penalty: %v", err)
	}
}

// Where one fit has no covariance, the bootstrap gives an interval all the same.
func TestBootstrapWithoutCovariance(t *testing.T) {
	base := simulatedBase(t, valueModels[0], valueSpend, 200, 300, 1)
	valuer, err := ltv.NewValuer(base, ltv.Fitted{Model: valueModels[0]}, nil, ltv.ValueBasis{Horizon: btyd.Years(1)})
	if err != nil {
		t.Fatal(err)
	}
	v, err := valuer.Bootstrap(t.Context(), base, ltv.Resampling{Source: rand.NewPCG(1, 1), Replicates: 10})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := valuer.Value(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	if c := v.At(0); !v.HasInterval || !c.HasInterval || v.NoInterval() != nil || plain.HasInterval {
		t.Errorf("no interval: %+v, %+v", c, v)
	}
	if diff := gocmp.Diff(plain.At(3).Value, v.At(3).Value); diff != "" {
		t.Errorf("value (-plain +bootstrap)\n%s", diff)
	}
}
