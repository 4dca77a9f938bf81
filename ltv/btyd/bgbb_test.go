package btyd_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

func anyBGBB(t *rapid.T) btyd.BGBB {
	return btyd.BGBB{
		Alpha: anyParam(t, "alpha"), Beta: anyParam(t, "beta"),
		Gamma: anyParam(t, "gamma"), Delta: anyParam(t, "delta"),
	}
}

// mildBGBB draws parameters that occur.
func mildBGBB(t *rapid.T) btyd.BGBB {
	param := evenly(0.1, 10)
	return btyd.BGBB{Alpha: param.Draw(t, "alpha"), Beta: param.Draw(t, "beta"), Gamma: param.Draw(t, "gamma"), Delta: param.Draw(t, "delta")}
}

func anyOccasions(t *rapid.T, most int) btyd.Occasions {
	n := rapid.IntRange(0, most).Draw(t, "n")
	tx := rapid.IntRange(0, n).Draw(t, "t_x")
	x := rapid.IntRange(min(tx, 1), tx).Draw(t, "x")
	c, err := btyd.NewOccasions(x, tx, n)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// eachOccasions calls do with every record of n occasions, and how many ways
// there are to it.
func eachOccasions(n int, do func(c btyd.Occasions, ways float64)) {
	for tx := range n + 1 {
		for x := min(tx, 1); x <= tx; x++ {
			c, err := btyd.NewOccasions(x, tx, n)
			if err != nil {
				panic(err)
			}
			ways := new(big.Int).Binomial(int64(max(tx-1, 0)), int64(max(x-1, 0)))
			do(c, float64(ways.Int64()))
		}
	}
}

// exactLikelihood returns the likelihood as the paper writes it, and its part for
// those who stayed.
func exactLikelihood(m btyd.BGBB, c btyd.Occasions) (all, stayed *big.Float) {
	stayed = exact(0).Mul(exactBeta(m.Alpha, m.Beta, c.X(), c.N()-c.X()), exactBeta(m.Gamma, m.Delta, 0, c.N()))
	all = exact(0).Set(stayed)
	for i := c.TX(); i < c.N(); i++ {
		all.Add(all, exact(0).Mul(exactBeta(m.Alpha, m.Beta, c.X(), i-c.X()), exactBeta(m.Gamma, m.Delta, 1, i)))
	}
	return all, stayed
}

func TestBGBBExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyBGBB(t), anyOccasions(t, 30)
		all, stayed := exactLikelihood(m, c)
		mant := exact(0)
		exponent := all.MantExp(mant)
		want := math.Log(rounded(mant)) + float64(exponent)*math.Ln2
		if got := m.LogLikelihood(c); !within(got, want, 1e-10) && math.Abs(got-want) > 1e-11 {
			t.Errorf("%v: log-likelihood %v, want %v", c, got, want)
		}
		stayed.Mul(stayed, exact(m.Delta+float64(c.N())))
		stayed.Quo(stayed, exact(0).Mul(all, exact(m.Gamma+m.Delta+float64(c.N()))))
		if got, want := m.PAlive(c), rounded(stayed); !within(got, want, 1e-11) && want > tiny {
			t.Errorf("%v: P(alive) = %v, want %v", c, got, want)
		}
	})
}

// What is true of new customers is so on average of those of whom more is known,
// over all that may be known.
func TestBGBBAverages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := mildBGBB(t)
		n, k := rapid.IntRange(0, 7).Draw(t, "n"), rapid.IntRange(1, 40).Draw(t, "k")
		y := rapid.IntRange(0, k).Draw(t, "y")
		every, d := btyd.Months(6), btyd.Discount{Rate: 0.2, Per: btyd.Years(1)}
		var sum, alive, later, expected, pmf, buy, leave, discounted float64
		byX := make([]float64, n+1)
		eachOccasions(n, func(c btyd.Occasions, ways float64) {
			p := ways * math.Exp(m.LogLikelihood(c))
			pBuy, pLeave := m.Posterior(c)
			sum += p
			alive += p * m.PAlive(c)
			later += p * m.PAliveAfter(c, k)
			expected += p * m.Expected(c, k)
			pmf += p * m.PMFAfter(c, y, k)
			discounted += p * m.DERT(c, every, d)
			buy += p * pBuy
			leave += p * pLeave
			byX[c.X()] += p
		})
		life := btyd.SBG{Alpha: m.Gamma, Beta: m.Delta}
		var counted float64
		for x, p := range byX {
			if want := m.PMF(x, n); !within(p, want, 1e-12) {
				t.Errorf("P(X(%d) = %d) = %v, but the records make %v", n, x, want, p)
			}
			counted += float64(x) * p
		}
		z := math.Pow(1.2, -0.5)
		dert := m.DERT(btyd.Occasions{}, every, d)
		for i := range n {
			dert -= math.Pow(z, float64(i+1)) * (m.ExpectedNew(i+1) - m.ExpectedNew(i))
		}
		var pmfLater float64
		if y == 0 || n == 0 {
			pmfLater = pmf // found otherwise below
		} else {
			pmfLater = paths(m, n, k, y)
		}
		for _, tt := range []struct {
			what      string
			got, want float64
		}{
			{"records", sum, 1},
			{"alive", alive, life.Survival(n + 1)},
			{"alive later", later, life.Survival(n + 1 + k)},
			{"expected", expected, m.ExpectedNew(n+k) - m.ExpectedNew(n)},
			{"counted", counted, m.ExpectedNew(n)},
			{"PMF later", pmf, pmfLater},
			{"DERT", discounted, dert * math.Pow(z, -float64(n))},
			{"buy", buy, m.Alpha / (m.Alpha + m.Beta)},
			{"leave", leave, m.Gamma / (m.Gamma + m.Delta)},
		} {
			if !within(tt.got, tt.want, 1e-10) {
				t.Errorf("%s: the average is %v, want %v", tt.what, tt.got, tt.want)
			}
		}
	})
}

// paths returns the probability of y > 0 purchases on the k occasions after the
// n-th, by the occasion on which a new customer was last alive.
func paths(m btyd.BGBB, n, k, y int) (p float64) {
	life := btyd.SBG{Alpha: m.Gamma, Beta: m.Delta}
	for alive := y; alive <= k; alive++ {
		weight := life.Churn(n + alive + 1)
		if alive == k {
			weight = life.Survival(n + k)
		}
		ways, _ := new(big.Float).SetInt(new(big.Int).Binomial(int64(alive), int64(y))).Float64()
		p += weight * ways * rounded(exactBeta(m.Alpha, m.Beta, y, alive-y))
	}
	return p
}

func TestBGBBLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyBGBB(t), anyOccasions(t, 60)
		k := rapid.IntRange(0, 60).Draw(t, "k")
		sum, mean, sumNew, meanNew := 0.0, 0.0, 0.0, 0.0
		for y := range k + 1 {
			p, q := m.PMFAfter(c, y, k), m.PMF(y, k)
			if !(p >= 0 && p <= 1+1e-12) || !(q >= 0 && q <= 1) {
				t.Fatalf("P(%d of %d) = %v, new %v", y, k, p, q)
			}
			sum, mean = sum+p, mean+float64(y)*p
			sumNew, meanNew = sumNew+q, meanNew+float64(y)*q
		}
		if !within(sum, 1, 1e-10) || !within(sumNew, 1, 1e-10) {
			t.Errorf("the PMF sums to %v, new %v", sum, sumNew)
		}
		if got := m.Expected(c, k); !within(got, mean, 1e-9) && mean > tiny {
			t.Errorf("expected %v, but the PMF makes %v", got, mean)
		}
		if got := m.ExpectedNew(k); !within(got, meanNew, 1e-9) && meanNew > tiny {
			t.Errorf("expected new %v, but the PMF makes %v", got, meanNew)
		}
		next := math.Exp(m.LogLikelihood(c.Next(true)) - m.LogLikelihood(c))
		if got := m.PMFAfter(c, 1, 1); !within(got, next, 1e-8) && next > tiny {
			t.Errorf("buys next with %v, but the likelihoods make %v", got, next)
		}
		if a, b := m.PAliveAfter(c, k), m.PAliveAfter(c, k+1); a < b || a > 1 {
			t.Errorf("P(alive) rises from %v to %v", a, b)
		}
		if p := m.PAlive(c.Next(false)); p > m.PAlive(c)*(1+1e-12) {
			t.Errorf("P(alive) rises with silence from %v to %v", m.PAlive(c), p)
		}
		d := btyd.Discount{Rate: 0.3, Per: btyd.Years(1)}
		if got := m.Discounted(c, k, btyd.Years(1), btyd.Discount{}); !within(got, m.Expected(c, k), 1e-10) && got > tiny {
			t.Errorf("undiscounted %v, expected %v", got, m.Expected(c, k))
		}
		if got, want := m.Discounted(c, 5000, btyd.Years(1), d), m.DERT(c, btyd.Years(1), d); !within(got, want, 1e-11) && want > tiny {
			t.Errorf("discounted %v in 5000, %v without end", got, want)
		}
		buy, leave := m.Posterior(c)
		if !(buy >= 0 && buy <= 1) || !(leave >= 0 && leave <= 1) {
			t.Errorf("posterior %v, %v", buy, leave)
		}
	})
}

func TestBGBBLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyBGBB(t), anyOccasions(t, 100_000)
		buy, leave := m.Posterior(c)
		for i, v := range []float64{
			m.LogLikelihood(c), m.PAlive(c), m.PMF(c.X(), c.N()), m.Expected(c, 1e9), m.ExpectedNew(1e9),
			m.DERT(c, btyd.Days(1), btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}), buy, leave,
		} {
			if math.IsNaN(v) || math.IsInf(v, 0) || i > 0 && v < 0 {
				t.Errorf("%d: %v", i, v)
			}
		}
	})
}

// A start too small for a number must not lose a PMF that is none.
func TestBGBBPMFOfMany(t *testing.T) {
	m := btyd.BGBB{Alpha: 3e4, Beta: 3e4, Gamma: 1e-4, Delta: 1e5}
	sum := 0.0
	for x := 4000; x <= 6000; x++ {
		sum += m.PMF(x, 10_000)
	}
	if math.Abs(sum-1) > 1e-4 {
		t.Errorf("the middle of the PMF sums to %v", sum)
	}
}

func TestBGBBSimulate(t *testing.T) {
	src := rand.NewPCG(3, 4)
	m := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	const customers, n = 50_000, 6
	seen := map[btyd.Occasions]float64{}
	gone := 0.0
	for range customers {
		c, left := m.Simulate(src, n)
		seen[c]++
		if left {
			gone++
		}
	}
	eachOccasions(n, func(c btyd.Occasions, ways float64) {
		p := ways * math.Exp(m.LogLikelihood(c))
		if off := math.Abs(seen[c]/customers - p); off > 5*math.Sqrt(p*(1-p)/customers) {
			t.Errorf("%v: %v of %d, expected %v", c, seen[c], customers, p*customers)
		}
		delete(seen, c)
	})
	if len(seen) > 0 {
		t.Errorf("impossible records: %v", seen)
	}
	s := btyd.SBG{Alpha: m.Gamma, Beta: m.Delta}.Survival(n)
	if math.Abs(1-gone/customers-s) > 0.01 {
		t.Errorf("%v of %d left, expected %v", gone, customers, (1-s)*customers)
	}
}

func TestFitBGBBFindsWhatWasSimulated(t *testing.T) {
	src := rand.NewPCG(5, 6)
	m := btyd.BGBB{Alpha: 2, Beta: 3, Gamma: 1.5, Delta: 9}
	var records []btyd.Occasions
	for i := range 20_000 {
		c, _ := m.Simulate(src, 8+i%8)
		records = append(records, c)
	}
	fit, err := btyd.FitBGBB(t.Context(), records, nil)
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
	rand.New(src).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	again, err := btyd.FitBGBB(t.Context(), records, nil)
	if err != nil || again.Model != fit.Model || again.LogLikelihood != fit.LogLikelihood {
		t.Errorf("in another order %+v, %v, want %+v", again, err, fit)
	}
	warm, err := btyd.FitBGBB(t.Context(), records, &btyd.Settings[btyd.BGBB]{Start: &fit.Model})
	if err != nil || warm.Evaluations >= fit.Evaluations || !within(warm.LogLikelihood, fit.LogLikelihood, 1e-12) {
		t.Errorf("from the end again: %+v, %v, want %+v", warm, err, fit)
	}
}

func TestNewOccasions(t *testing.T) {
	for _, tt := range []struct {
		x, tx, n int
		reason   string
	}{
		{-1, 0, 0, "x is negative"},
		{0, 0, -1, "n is negative"},
		{0, -1, 1, "t_x is negative"},
		{1, 3, 2, "t_x is beyond n"},
		{0, 1, 2, "without purchases t_x is 0"},
		{1, 0, 2, "more purchases than occasions up to the last"},
		{3, 2, 4, "more purchases than occasions up to the last"},
	} {
		_, err := btyd.NewOccasions(tt.x, tt.tx, tt.n)
		var typed *btyd.OccasionsError
		if !errors.Is(err, btyd.ErrOccasions) || !errors.As(err, &typed) || typed.Reason != tt.reason {
			t.Errorf("%d, %d, %d: %v, want %s", tt.x, tt.tx, tt.n, err, tt.reason)
		}
	}
	c := occasions(t, 0, 0, 0).Next(false).Next(true).Next(false)
	if want := occasions(t, 1, 2, 3); c != want {
		t.Errorf("%v, want %v", c, want)
	}
}

func TestDiscreteModelsAllocateNothing(t *testing.T) {
	m, c := btyd.BGBB{Alpha: 1.2, Beta: 0.75, Gamma: 0.66, Delta: 2.78}, occasions(t, 2, 4, 9)
	life, money, s := btyd.SBG{Alpha: 0.7, Beta: 1.2}, btyd.GammaGamma{P: 6, Q: 4, Gamma: 15}, spend(t, 2, 30)
	yearly := btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}
	var sink float64
	if n := testing.AllocsPerRun(10, func() {
		buy, leave := m.Posterior(c)
		expected, _ := money.Expected(s)
		most, _ := money.Quantile(s, 0.9)
		sink += buy + leave + expected + most + m.LogLikelihood(c) + m.PAlive(c) + m.Expected(c, 5) + m.PMFAfter(c, 1, 5) +
			m.Discounted(c, 5, btyd.Years(1), yearly) + m.DERT(c, btyd.Years(1), yearly) +
			life.Survival(20) + life.LifetimeWithin(20) + life.DERLAfterRenewal(3, btyd.Years(1), yearly) + money.LogLikelihood(s)
	}); n > 0 || math.IsNaN(sink) {
		t.Errorf("%v allocations, %v", n, sink)
	}
}
