package btyd_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

func anyGammaGamma(t *rapid.T) btyd.GammaGamma {
	return btyd.GammaGamma{P: anyParam(t, "p"), Q: anyParam(t, "q"), Gamma: anyParam(t, "gamma")}
}

func anySpend(t *rapid.T) btyd.Spend {
	x := rapid.IntRange(0, 100_000).Draw(t, "x")
	mean := 0.0
	if x > 0 {
		mean = math.Pow(10, evenly(-6, 15).Draw(t, "mean"))
	}
	c, err := btyd.NewSpend(x, mean)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestGammaGammaLogLikelihood(t *testing.T) {
	for _, tt := range []struct {
		p, q, gamma float64
		x           int
		mean, want  float64
	}{ // note 025, eq. 1a, to 50 digits
		{6.25, 3.74, 15.44, 2, 22.345, -3.5511891641399507854},
		{6.25, 3.74, 15.44, 1, 11.77, -3.7377096787408400427},
		{1e-4, 1e-4, 1e-4, 1, 1e15, -44.446638842676565059},
		{1e5, 1e5, 1e5, 100000, 1.0001, -6929789864.9305539334},
		{1e5, 1e-4, 1e5, 100000, 1e15, -43.750220346091149541},
		{2.1, 3.45, 486, 100000, 300, -6.0279676194349859259},
		{20, 16, 1000, 1, 1e-6, -375.75278618431724212},
		{1e5, 20, 1e5, 3, 5000, -610862.99910614574041},
		{40, 1e5, 1e5, 1, 39, -2.7530510238970053642},
	} {
		m := btyd.GammaGamma{P: tt.p, Q: tt.q, Gamma: tt.gamma}
		if got := m.LogLikelihood(spend(t, tt.x, tt.mean)); !within(got, tt.want, 1e-10) {
			t.Errorf("%+v, %d of %v: %v, want %v", m, tt.x, tt.mean, got, tt.want)
		}
	}
}

// positiveIntegral returns that of f over all positive numbers, by the trapezoidal rule in
// their logarithm.
func positiveIntegral(f func(x float64) float64) (sum float64) {
	const h = 1. / 32
	for i := -60 * 32; i <= 60*32; i++ {
		x := math.Exp(float64(i) * h)
		sum += f(x) * x * h
	}
	return sum
}

// What customers are expected to spend is, over all that they may have been seen
// to spend, what everybody spends.
func TestGammaGammaAverages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := btyd.GammaGamma{
			P: evenly(0.5, 20).Draw(t, "p"), Q: evenly(1.5, 10).Draw(t, "q"),
			Gamma: evenly(0.1, 100).Draw(t, "gamma"),
		}
		x := rapid.IntRange(1, 20).Draw(t, "x")
		density := func(mean float64) float64 {
			c, err := btyd.NewSpend(x, mean)
			if err != nil {
				t.Fatal(err)
			}
			return math.Exp(m.LogLikelihood(c))
		}
		if got := positiveIntegral(density); !within(got, 1, 1e-9) {
			t.Errorf("the density integrates to %v", got)
		}
		got := positiveIntegral(func(mean float64) float64 {
			c, _ := btyd.NewSpend(x, mean)
			e, ok := m.Expected(c)
			if !ok {
				t.Fatalf("nothing expected of %v", c)
			}
			return density(mean) * e
		})
		want, ok := m.Mean()
		if !ok || !within(want, m.P*m.Gamma/(m.Q-1), 1e-14) {
			t.Errorf("mean %v, %v", want, ok)
		}
		if m.Q > 2 && !within(got, want, 1e-9) { // else the tail is too heavy for the rule
			t.Errorf("the average is %v, want %v", got, want)
		}
	})
}

func TestGammaGammaLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyGammaGamma(t), anySpend(t)
		shape := m.P*float64(c.X()) + m.Q
		if ll := m.LogLikelihood(c); math.IsNaN(ll) || math.IsInf(ll, 0) {
			t.Errorf("log-likelihood %v", ll)
		}
		mean, ok := m.Expected(c)
		if ok != (shape > 1) || ok && !(mean > 0 && mean <= math.MaxFloat64) {
			t.Errorf("expected %v, %v with shape %v", mean, ok, shape)
		}
		if all, some := m.Mean(); ok && some && c.X() > 0 {
			low, high := min(all, c.Mean()), max(all, c.Mean())
			if mean < low*(1-1e-9) || mean > high*(1+1e-9) {
				t.Errorf("expected %v, which is not between %v and %v", mean, low, high)
			}
		}
		v, ok := m.Variance(c)
		if ok != (shape > 2) || ok && !(v >= 0 && v <= math.MaxFloat64) {
			t.Errorf("variance %v, %v with shape %v", v, ok, shape)
		}
		last := 0.0
		for _, p := range []float64{1e-6, 0.025, 0.5, 0.975, 1 - 1e-6} {
			q, ok := m.Quantile(c, p)
			if ok && !(q >= last && q <= math.MaxFloat64) || !ok && q != 0 {
				t.Errorf("quantile %v, %v after %v", q, ok, last)
			}
			last = max(q, last)
		}
	})
}

// The quantiles make the expectation and the variance.
func TestGammaGammaQuantile(t *testing.T) {
	m := btyd.GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	for _, c := range []btyd.Spend{spend(t, 1, 8), spend(t, 2, 22.35), spend(t, 30, 100)} {
		const n = 20_000
		sum, squares := 0.0, 0.0
		for i := range n {
			q, ok := m.Quantile(c, (float64(i)+0.5)/n)
			if !ok {
				t.Fatal("no quantile")
			}
			sum, squares = sum+q/n, squares+q*q/n
		}
		mean, _ := m.Expected(c)
		variance, _ := m.Variance(c)
		if !within(sum, mean, 1e-4) || !within(squares-sum*sum, variance, 1e-2) {
			t.Errorf("%v: quantiles make %v and %v, want %v and %v", c, sum, squares-sum*sum, mean, variance)
		}
	}
}

// An average without bound is refused: the formula gives a negative number.
func TestGammaGammaWithoutMean(t *testing.T) {
	m := btyd.GammaGamma{P: 0.3, Q: 0.5, Gamma: 20}
	if mean, ok := m.Mean(); ok || mean != 0 {
		t.Errorf("mean %v", mean)
	}
	if mean, ok := m.Expected(spend(t, 1, 10)); ok || mean != 0 {
		t.Errorf("expected %v", mean)
	}
	if mean, ok := m.Expected(spend(t, 2, 10)); !ok || !within(mean, 0.3*40/0.1, 1e-12) {
		t.Errorf("expected %v, %v", mean, ok)
	}
	if median, ok := m.Quantile(btyd.Spend{}, 0.5); !ok || median <= 0 {
		t.Errorf("median %v, %v", median, ok)
	}
}

func TestNewSpend(t *testing.T) {
	for _, tt := range []struct {
		x      int
		mean   float64
		reason string
	}{
		{-1, 1, "x is negative"},
		{1, math.NaN(), "the mean is not a number"},
		{1, -2, "the mean is negative"},
		{0, 2, "a mean of no purchases"},
		{2, 0, "the mean is 0: leave purchases without money out"},
		{2, math.Inf(1), "the total is not finite"},
		{2, math.MaxFloat64, "the total is not finite"},
	} {
		_, err := btyd.NewSpend(tt.x, tt.mean)
		var typed *btyd.SpendError
		if !errors.Is(err, btyd.ErrSpend) || !errors.As(err, &typed) || typed.Reason != tt.reason {
			t.Errorf("%d, %v: %v, want %s", tt.x, tt.mean, err, tt.reason)
		}
	}
}

// simulatedSpends returns what customers spend who buy as often as many do: most of
// them once.
func simulatedSpends(m btyd.GammaGamma, customers int) []btyd.Spend {
	return spendsFrom(rand.NewPCG(7, 8), m, customers)
}

func spendsFrom(src rand.Source, m btyd.GammaGamma, customers int) (spends []btyd.Spend) {
	r := rand.New(src)
	for range customers {
		x := int(r.ExpFloat64() * r.ExpFloat64() * 3)
		total := 0.0
		for _, amount := range m.Simulate(src, x) {
			total += amount
		}
		c, err := btyd.NewSpend(x, total/float64(max(x, 1)))
		if err != nil {
			panic(err)
		}
		spends = append(spends, c)
	}
	return spends
}

func TestFitGammaGammaFindsWhatWasSimulated(t *testing.T) {
	m := btyd.GammaGamma{P: 3, Q: 4, Gamma: 50}
	spends := simulatedSpends(m, 20_000)
	fit, err := btyd.FitGammaGamma(t.Context(), spends, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := fit.Err(); err != nil {
		t.Fatal(err)
	}
	for i, p := range fit.Params {
		if se, _ := fit.StdErr(p.Name); math.Abs(p.Value-m.Params()[i].Value) > 4*se {
			t.Errorf("%s = %v ± %v, but was %v", p.Name, p.Value, se, m.Params()[i].Value)
		}
	}
	total := 0.0
	for _, c := range spends {
		total += fit.Model.LogLikelihood(c)
	}
	if !within(fit.LogLikelihood, total, 1e-12) {
		t.Errorf("log-likelihood %v, but customers make %v", fit.LogLikelihood, total)
	}
	if c, ok := btyd.Correlate(spends); !ok || c.Strong() || c.Low > 0 || c.High < 0 {
		t.Errorf("correlation %+v", c)
	}

	turned := slices.Clone(spends)
	slices.Reverse(turned)
	if again, err := btyd.FitGammaGamma(t.Context(), turned, nil); err != nil || again.Model != fit.Model {
		t.Errorf("in another order %+v, %v, want %+v", again, err, fit)
	}

	// Each customer twice, by weights.
	weights := make([]float64, len(spends))
	for i := range weights {
		weights[i] = 2
	}
	twice, err := btyd.FitGammaGamma(t.Context(), spends, &btyd.Settings[btyd.GammaGamma]{Weights: weights})
	if err != nil || !within(twice.Model.Gamma, fit.Model.Gamma, 1e-6) || !within(twice.LogLikelihood, 2*fit.LogLikelihood, 1e-11) {
		t.Errorf("twice %+v, %v, want %+v", twice, err, fit)
	}

	// Other money.
	for i, c := range spends {
		turned[i] = spend(t, c.X(), c.Mean()*1e15)
	}
	yen, err := btyd.FitGammaGamma(t.Context(), turned, nil)
	if err != nil || yen.Err() != nil {
		t.Fatal(err, yen.Err())
	}
	if !within(yen.Model.P, fit.Model.P, 1e-6) || !within(yen.Model.Q, fit.Model.Q, 1e-6) || !within(yen.Model.Gamma, fit.Model.Gamma*1e15, 1e-6) {
		t.Errorf("in other money %+v, want %+v", yen.Model, fit.Model)
	}
	if want := fit.LogLikelihood - fit.Customers*15*math.Ln10; !within(yen.LogLikelihood, want, 1e-12) {
		t.Errorf("in other money the log-likelihood is %v, want %v", yen.LogLikelihood, want)
	}
}

func TestFitGammaGammaOfNobody(t *testing.T) {
	for _, spends := range [][]btyd.Spend{nil, {{}, {}}} {
		if _, err := btyd.FitGammaGamma(t.Context(), spends, nil); !errors.Is(err, btyd.ErrNoData) {
			t.Errorf("%v: %v", spends, err)
		}
	}
	_, err := btyd.FitGammaGamma(t.Context(), []btyd.Spend{spend(t, 1, 1)}, &btyd.Settings[btyd.GammaGamma]{Start: &btyd.GammaGamma{}})
	if !errors.Is(err, btyd.ErrSettings) || !errors.Is(err, btyd.ErrParameter) {
		t.Error(err)
	}
}

// Too little or odd data makes no error, and no model with NaN.
func TestFitGammaGammaOfFew(t *testing.T) {
	for _, spends := range [][]btyd.Spend{
		{spend(t, 1, 10)},
		{spend(t, 3, 10), spend(t, 3, 10)},
		{spend(t, 1, 1e-6), spend(t, 100_000, 1e15)},
		{spend(t, 1, 5), spend(t, 1, 10), spend(t, 1, 20), spend(t, 1, 400)},
	} {
		fit, err := btyd.FitGammaGamma(t.Context(), spends, nil)
		if err != nil {
			t.Errorf("%v: %v", spends, err)
			continue
		}
		if err := fit.Model.Check(); err != nil || math.IsNaN(fit.LogLikelihood) || fit.Status == btyd.Converged {
			t.Errorf("%v: %+v, %v", spends, fit, err)
		}
	}
}

func TestCorrelate(t *testing.T) {
	for _, tt := range []struct {
		reason string
		spends []btyd.Spend
	}{
		{"nobody", nil},
		{"too few", []btyd.Spend{spend(t, 1, 1), spend(t, 2, 5), spend(t, 3, 2), {}}},
		{"all as often", []btyd.Spend{spend(t, 2, 1), spend(t, 2, 5), spend(t, 2, 2), spend(t, 2, 7)}},
		{"all the same", []btyd.Spend{spend(t, 1, 0.1), spend(t, 2, 0.1), spend(t, 3, 0.1), spend(t, 4, 0.1), spend(t, 5, 0.1), spend(t, 6, 0.1)}},
	} {
		if c, ok := btyd.Correlate(tt.spends); ok || c.R != 0 || c.Strong() {
			t.Errorf("%s: %+v", tt.reason, c)
		}
	}
	up := []btyd.Spend{spend(t, 1, 1e15), spend(t, 2, 2e15), spend(t, 3, 3e15), spend(t, 4, 4e15), {}}
	if c, ok := btyd.Correlate(up); !ok || !within(c.R, 1, 1e-12) || !c.Strong() || c.Customers != 4 {
		t.Errorf("%+v", c)
	}
	for _, c := range []struct {
		btyd.Correlation
		strong bool
	}{
		{btyd.Correlation{R: 0.2, Low: 0.11, High: 0.29}, true},
		{btyd.Correlation{R: -0.2, Low: -0.29, High: -0.11}, true},
		{btyd.Correlation{R: 0.2, Low: 0.09, High: 0.31}, false},
		{btyd.Correlation{R: -0.2, Low: -0.31, High: -0.09}, false},
	} {
		if c.Correlation.Strong() != c.strong {
			t.Errorf("%+v: strong is not %v", c.Correlation, c.strong)
		}
	}
}

func BenchmarkFitGammaGamma(b *testing.B) {
	for _, data := range []struct {
		name   string
		spends []btyd.Spend
	}{
		{"CDNOW", cdnowSpends(b)},
		{"customers=100000", simulatedSpends(btyd.GammaGamma{P: 3, Q: 4, Gamma: 50}, 100_000)},
	} {
		b.Run(data.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := btyd.FitGammaGamma(b.Context(), data.spends, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
