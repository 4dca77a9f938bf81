package btyd_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

// anyParam draws a parameter of any order of magnitude.
func anyParam(t *rapid.T, name string) float64 {
	return math.Pow(10, evenly(-4, 5).Draw(t, name))
}

func anySBG(t *rapid.T) btyd.SBG {
	return btyd.SBG{Alpha: anyParam(t, "alpha"), Beta: anyParam(t, "beta")}
}

// exact returns a number of 300 bits.
func exact(v float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(v) }

// exactRise returns a(a+1)…(a+n-1).
func exactRise(a *big.Float, n int) *big.Float {
	product := exact(1)
	for i := range n {
		product.Mul(product, exact(0).Add(a, exact(float64(i))))
	}
	return product
}

// exactBeta returns B(a+x, b+y)/B(a, b).
func exactBeta(a, b float64, x, y int) *big.Float {
	sum := exact(0).Add(exact(a), exact(b))
	rise := exact(0).Mul(exactRise(exact(a), x), exactRise(exact(b), y))
	return rise.Quo(rise, exactRise(sum, x+y))
}

func rounded(v *big.Float) float64 {
	f, _ := v.Float64()
	return f
}

// tiny is below what is held to a relative error.
const tiny = 1e-290

func TestSBGExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anySBG(t)
		n := rapid.IntRange(0, 200).Draw(t, "n")
		want := rounded(exactBeta(m.Alpha, m.Beta, 0, n))
		if got := m.Survival(n); !within(got, want, 1e-10) && want > tiny {
			t.Errorf("S(%d) = %v, want %v", n, got, want)
		}
		want = rounded(exactBeta(m.Alpha, m.Beta, 1, n))
		if got := m.Churn(n + 1); !within(got, want, 1e-10) && want > tiny {
			t.Errorf("P(T = %d) = %v, want %v", n+1, got, want)
		}
		sum := exact(0)
		for i := range n {
			sum.Add(sum, exactBeta(m.Alpha, m.Beta, 0, i))
		}
		if got := m.LifetimeWithin(n); !within(got, rounded(sum), 1e-11) {
			t.Errorf("%v periods within %d, want %v", got, n, rounded(sum))
		}
	})
}

func TestSBGLifetimeWithinNearOne(t *testing.T) {
	for _, alpha := range []float64{1, math.Nextafter(1, 2), 1 + 1e-13, 1 - 1e-10, 1 + 1e-7, 1 - 1e-4, 1e-4} {
		for _, beta := range []float64{1e-4, 0.5, 3, 100, 1e5} {
			for _, n := range []int{5, 17, 100, 1000} {
				m := btyd.SBG{Alpha: alpha, Beta: beta}
				s, want := 1.0, 0.0
				for i := range n {
					want += s
					s *= (beta + float64(i)) / (alpha + beta + float64(i))
				}
				if got := m.LifetimeWithin(n); !within(got, want, 1e-12) {
					t.Errorf("%+v: %v periods within %d, want %v", m, got, n, want)
				}
			}
		}
	}
}

func TestSBGLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anySBG(t)
		n, k := rapid.IntRange(0, 1e6).Draw(t, "n"), rapid.IntRange(0, 1e6).Draw(t, "k")
		if got, want := m.Survival(n)*m.After(n).Survival(k), m.Survival(n+k); !within(got, want, 1e-9) && want > tiny {
			t.Errorf("S(n)S(k|n) = %v, but S(n+k) = %v", got, want)
		}
		if a, b := m.Retention(n+1), m.Retention(n+2); a > b || a <= 0 || b > 1 {
			t.Errorf("retention falls from %v to %v", a, b)
		}
		last := n % 300
		sum := m.Survival(last)
		for i := range last + 1 {
			sum += m.Churn(i)
		}
		if !within(sum, 1, 1e-10) {
			t.Errorf("the shares sum to %v", sum)
		}
		if whole, ok := m.Lifetime(); ok != (m.Alpha > 1) || ok && whole < m.LifetimeWithin(n)*(1-1e-9) {
			t.Errorf("lifetime %v, %v, but %v within %d", whole, ok, m.LifetimeWithin(n), n)
		}
		if m.LifetimeWithin(n) > float64(n)*(1+1e-12) {
			t.Errorf("%v periods within %d", m.LifetimeWithin(n), n)
		}
	})
}

func TestSBGLifetimeIsTheLimit(t *testing.T) {
	m := btyd.SBG{Alpha: 4, Beta: 3}
	whole, ok := m.Lifetime()
	if got := m.LifetimeWithin(1e7); !ok || !within(got, whole, 1e-12) {
		t.Errorf("%v within ten million periods, %v in all", got, whole)
	}
}

// With many alike, customers leave at one rate.
func TestSBGWithoutHeterogeneity(t *testing.T) {
	m := btyd.SBG{Alpha: 2e12, Beta: 8e12}
	for n, want := range map[int]float64{1: 0.8, 2: 0.64, 10: math.Pow(0.8, 10), 1000: math.Pow(0.8, 1000)} {
		if got := m.Survival(n); !within(got, want, 1e-7) {
			t.Errorf("S(%d) = %v, want %v", n, got, want)
		}
	}
}

func TestSBGValue(t *testing.T) {
	for _, tt := range []struct{ alpha, beta, rate, want float64 }{ // ₂F₁(1, β; α+β; 1/(1+rate)), to 60 digits
		{0.668, 3.806, 0.1, 5.9225964076127641587},
		{1, 1, 0.1, 2.6376848000782075985},
		{1e-4, 1e5, 0.1, 10.9999998900109989},
		{1e-4, 1e5, 0.001, 1000.999008816455662},
		{1e5, 1e-4, 0.1, 1.0000000009090991735},
		{1e5, 1e5, 0.0001, 1.9998100350936921035},
		{1e-4, 1e-4, 1e-6, 499310.7177986141581},
		{2.5, 0.3, 1e-8, 1.1999999928013242746},
		{0.5, 3, 1e-8, 29447.432010877254268},
		{1e-4, 1, 1e-8, 99815965.389138852899},
		{1.0000001, 50, 0.0002, 204.43200620139955138},
		{30, 2000, 1e-6, 69.960520079774788261},
		{7, 1e5, 0.01, 100.29865424978285625},
	} {
		m := btyd.SBG{Alpha: tt.alpha, Beta: tt.beta}
		if got := m.DEL(btyd.Months(1), btyd.Discount{Rate: tt.rate, Per: btyd.Months(1)}); !within(got, tt.want, 1e-11) {
			t.Errorf("DEL of %+v at %v is %v, want %v", m, tt.rate, got, tt.want)
		}
	}
}

func TestSBGValueIsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anySBG(t)
		made := rapid.IntRange(0, 20).Draw(t, "renewals")
		rate := evenly(0.02, 3).Draw(t, "rate")
		d := btyd.Discount{Rate: rate, Per: btyd.Years(1)}
		after := m.After(made)
		worth, s, sum := 1.0, 1.0, 0.0
		for i := range 3000 {
			s *= (after.Beta + float64(i)) / (after.Alpha + after.Beta + float64(i))
			sum += s * worth
			worth /= 1 + rate
		}
		if got := m.DERLBeforeRenewal(made, btyd.Years(1), d); !within(got, sum, 1e-11) {
			t.Errorf("before the renewal %v, want %v", got, sum)
		}
		if got := m.DERLAfterRenewal(made, btyd.Years(1), d); !within(got, sum/(1+rate), 1e-11) {
			t.Errorf("after the renewal %v, want %v", got, sum/(1+rate))
		}
		if got := m.DEL(btyd.Years(1), d); made == 0 && !within(got, 1+sum/(1+rate), 1e-11) {
			t.Errorf("new %v, want %v", got, 1+sum/(1+rate))
		}
	})
}

func TestSBGSimulate(t *testing.T) {
	src := rand.NewPCG(1, 2)
	for _, m := range []btyd.SBG{{0.7, 1.2}, {1e-4, 1e-4}, {1e-4, 1e5}, {1e5, 1e-4}, {3, 0.5}} {
		const customers, periods = 20_000, 6
		there := [periods + 1]float64{}
		for range customers {
			c := m.Simulate(src, periods)
			for i := range c.Renewals() + 1 {
				there[i]++
			}
			if c.Left() == (c.Renewals() == periods) || c.Renewals() > periods {
				t.Fatalf("%v of %d", c, periods)
			}
		}
		for i, n := range there {
			s := m.Survival(i)
			if off := math.Abs(n/customers - s); off > 5*math.Sqrt(s*(1-s)/customers)+1e-9 {
				t.Errorf("%+v: %v of %d are there after %d renewals, expected %v", m, n, customers, i, s*customers)
			}
		}
	}
}

func TestSBGPanics(t *testing.T) {
	m := btyd.SBG{Alpha: 1, Beta: 1}
	yearly := btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}
	for name, do := range map[string]func(){
		"btyd.SBG.Survival: negative count":                                              func() { m.Survival(-1) },
		"btyd.SBG.Churn: negative count":                                                 func() { m.Churn(-1) },
		"btyd.SBG.Retention: negative count":                                             func() { m.Retention(-1) },
		"btyd.SBG.After: negative count":                                                 func() { m.DERLAfterRenewal(-1, btyd.Years(1), yearly) },
		"btyd.SBG.DEL: no period":                                                        func() { m.DEL(btyd.Years(0), yearly) },
		"btyd.SBG.DEL: without a discount, the value may be without bound":               func() { m.DEL(btyd.Years(1), btyd.Discount{}) },
		"btyd.SBG.Simulate: negative count":                                              func() { m.Simulate(rand.NewPCG(1, 2), -1) },
		"btyd.SBG.LifetimeWithin: negative count":                                        func() { m.LifetimeWithin(-1) },
		"btyd.GammaGamma.Quantile: the probability is not between 0 and 1":               func() { btyd.GammaGamma{1, 1, 1}.Quantile(btyd.Spend{}, 1) },
		"btyd.BGBB.PAliveAfter: negative count":                                          func() { btyd.BGBB{1, 1, 1, 1}.PAliveAfter(btyd.Occasions{}, -1) },
		"btyd.BGBB.Discounted: time is negative or not finite":                           func() { btyd.BGBB{1, 1, 1, 1}.Discounted(btyd.Occasions{}, 1, btyd.Days(-1), yearly) },
		"btyd.BGBB.DERT: without a discount, the value may be without bound":             func() { btyd.BGBB{1, 1, 1, 1}.DERT(btyd.Occasions{}, btyd.Days(1), btyd.Discount{}) },
		"btyd.SBG.DERLBeforeRenewal: without a discount, the value may be without bound": func() { m.DERLBeforeRenewal(1, btyd.Years(1), btyd.Discount{}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if diff := cmp.Diff(any(name), recover()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}()
			do()
		})
	}
}

func TestTenures(t *testing.T) {
	if _, err := btyd.NewTenure(-1, true); !errors.Is(err, btyd.ErrTenure) {
		t.Error(err)
	}
	for _, tt := range []struct {
		survivors []int
		reason    string
	}{
		{nil, "btyd: impossible tenure: 0 in period 0: no survivors are given"},
		{[]int{-1}, "btyd: impossible tenure: -1 in period 0: survivors are negative"},
		{[]int{10, 5, 6}, "btyd: impossible tenure: 6 in period 2: more survivors than before"},
	} {
		_, _, err := btyd.CohortTenures(tt.survivors)
		var typed *btyd.TenureError
		if !errors.As(err, &typed) || err.Error() != tt.reason {
			t.Errorf("%v: %v, want %s", tt.survivors, err, tt.reason)
		}
	}
}

// Tenures and occasions come back as they were, and impossible ones not at all.
func TestDiscreteRecordJSON(t *testing.T) {
	tenure, err := btyd.NewTenure(3, true)
	if err != nil {
		t.Fatal(err)
	}
	occasions, err := btyd.NewOccasions(2, 4, 6)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{tenure, occasions})
	if want := `[{"renewals":3,"left":true},{"x":2,"tx":4,"n":6}]`; err != nil || string(text) != want {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
	gotTenure, gotOccasions := btyd.Tenure{}, btyd.Occasions{}
	if err := json.Unmarshal(text, &[]any{&gotTenure, &gotOccasions}); err != nil || gotTenure != tenure || gotOccasions != occasions {
		t.Errorf("%v, %v, %v", gotTenure, gotOccasions, err)
	}
	if err := json.Unmarshal([]byte(`{"renewals":-1,"left":true}`), &gotTenure); !errors.Is(err, btyd.ErrTenure) || gotTenure != tenure {
		t.Errorf("%v, %v", gotTenure, err)
	}
	if err := json.Unmarshal([]byte(`{"x":2,"tx":1,"n":6}`), &gotOccasions); !errors.Is(err, btyd.ErrOccasions) || gotOccasions != occasions {
		t.Errorf("%v, %v", gotOccasions, err)
	}
	if json.Unmarshal([]byte(`3`), &gotTenure) == nil || json.Unmarshal([]byte(`3`), &gotOccasions) == nil {
		t.Error("a number is a record")
	}
}

func TestModelJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c, d := anyParam(t, "a"), anyParam(t, "b"), anyParam(t, "c"), anyParam(t, "d")
		same(t, btyd.SBG{a, b})
		same(t, btyd.BGBB{a, b, c, d})
		same(t, btyd.GammaGamma{a, b, c})
	})
	for _, tt := range []struct{ text, reason string }{
		{`{"model":"sBG","version":1,"alpha":1}`, `btyd: not such a model as sBG: "beta": missing`},
		{`{"model":"sBG","version":1,"alpha":1,"beta":null}`, `btyd: not such a model as sBG: "beta": missing`},
		{`{"model":"sBG","version":1,"alpha":1,"beta":0}`, `btyd: sBG: parameter outside its domain: beta = 0`},
		{`{"model":"sBG","version":1,"alpha":1,"beta":1,"gamma":1}`, `btyd: not such a model as sBG: 1 unknown fields`},
		{`{"model":"sBG","version":2,"alpha":1,"beta":1}`, `btyd: not such a model as sBG: version 2`},
		{`{"model":"BG/BB","version":1,"alpha":1,"beta":1}`, `btyd: not such a model as sBG: model "BG/BB"`},
	} {
		var m btyd.SBG
		if err := json.Unmarshal([]byte(tt.text), &m); err == nil || err.Error() != tt.reason || m != (btyd.SBG{}) {
			t.Errorf("%s: %v, %v", tt.text, m, err)
		}
	}
	for _, m := range []any{btyd.SBG{Alpha: 1}, btyd.BGBB{Alpha: math.NaN()}, btyd.GammaGamma{P: math.Inf(1)}} {
		if _, err := json.Marshal(m); !errors.Is(err, btyd.ErrParameter) {
			t.Errorf("%+v: %v", m, err)
		}
	}
}

func same[M comparable](t *rapid.T, m M) {
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var back M
	if err := json.Unmarshal(data, &back); err != nil || back != m {
		t.Errorf("%+v came back as %+v: %v", m, back, err)
	}
}

func FuzzDiscreteModelJSON(f *testing.F) {
	for _, seed := range []string{
		`{"model":"sBG","version":1,"alpha":0.7,"beta":1.2}`,
		`{"model":"BG/BB","version":1,"alpha":1.2,"beta":0.75,"gamma":0.66,"delta":2.8}`,
		`{"model":"Gamma-Gamma","version":1,"p":6.25,"q":3.74,"gamma":15.44}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, m := range []interface {
			json.Unmarshaler
			Check() error
		}{new(btyd.SBG), new(btyd.BGBB), new(btyd.GammaGamma)} {
			if m.UnmarshalJSON(data) != nil {
				continue
			}
			if err := m.Check(); err != nil {
				t.Error(err)
			}
			again, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.UnmarshalJSON(again); err != nil {
				t.Errorf("%s: %v", again, err)
			}
		}
	})
}
