package btyd_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/ltv/btyd"
)

var evenly, magnitude = btyd.Evenly, btyd.Magnitude

var (
	_ btyd.Model = btyd.BGNBD{}
	_ btyd.Model = btyd.MBGNBD{}
)

// anyModel draws a model with parameters between 10^-span and 10^span.
func anyModel(t *rapid.T, span float64) btyd.Model {
	from, to := math.Pow(10, -span), math.Pow(10, span)
	kind := rapid.SampledFrom(betaGeometrics).Draw(t, "model")
	return kind.make(magnitude(t, "r", from, to), magnitude(t, "alpha", from, to),
		magnitude(t, "a", from, to), magnitude(t, "b", from, to))
}

func anyRecord(t *rapid.T, most int) btyd.Record {
	x := rapid.OneOf(rapid.IntRange(0, 20), rapid.IntRange(0, most)).Draw(t, "x")
	end := magnitude(t, "T", 1e-3, 1e5)
	last := end * rapid.OneOf(evenly(1e-9, 1), evenly(1e-9, 1), rapid.Just(1.0)).Draw(t, "t_x/T")
	if x == 0 {
		last = 0
	}
	c, err := btyd.NewRecord(x, btyd.Days(last), btyd.Days(end))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var (
	tenPercent = btyd.Discount{Rate: 0.10, Per: btyd.Years(1)}
	onePercent = btyd.Discount{Rate: 0.01, Per: btyd.Years(1)}
)

// TestFinite asks for everything, of customers and models far from any real
// ones: it is a number, and where it is a probability, one.
func TestFinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, 4)
		c := anyRecord(t, 100_000)
		horizon := btyd.Days(magnitude(t, "t", 1e-3, 1e5))
		n := rapid.IntRange(0, 10_000).Draw(t, "n")
		for what, p := range map[string]float64{
			"PAlive": m.PAlive(c), "PAliveAfter": m.PAliveAfter(c, horizon), "PNone": m.PNone(c, horizon),
			"PMF": m.PMF(n, horizon), "PMFAfter": m.PMFAfter(c, n, horizon),
		} {
			if !(p >= 0 && p <= 1) {
				t.Errorf("%s = %v", what, p)
			}
		}
		for what, v := range map[string]float64{
			"Expected": m.Expected(c, horizon), "ExpectedNew": m.ExpectedNew(horizon),
			"Discounted": m.Discounted(c, horizon, tenPercent), "DERT": m.DERT(c, tenPercent),
		} {
			if !(v >= 0 && v <= math.MaxFloat64) {
				t.Errorf("%s = %v", what, v)
			}
		}
		if ll := m.LogLikelihood(c, btyd.Week); math.IsNaN(ll) || math.IsInf(ll, 0) {
			t.Errorf("LogLikelihood = %v", ll)
		}
		if next, ok := m.NextPurchase(c, 0.5); ok && !(next.In(btyd.Day) >= 0 && next.In(btyd.Day) <= math.MaxFloat64) {
			t.Errorf("NextPurchase = %v", next)
		}
	})
}

// TestMonotone: the longer the time, the more purchases and the less likely that
// there was none or that the customer is still there. The longer the silence, the
// less of everything.
func TestMonotone(t *testing.T) {
	const rounding = 1 + 1e-11
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, 2)
		c := anyRecord(t, 1000)
		short := magnitude(t, "t", 1e-2, 1e4)
		long := short * evenly(1, 10).Draw(t, "longer")
		less := func(what string, a, b float64) {
			if a > b*rounding+1e-300 {
				t.Errorf("%s: %v, %v", what, a, b)
			}
		}
		a, b := btyd.Days(short), btyd.Days(long)
		less("Expected", m.Expected(c, a), m.Expected(c, b))
		less("ExpectedNew", m.ExpectedNew(a), m.ExpectedNew(b))
		less("Discounted", m.Discounted(c, a, tenPercent), m.Discounted(c, b, tenPercent))
		less("Discounted, Expected", m.Discounted(c, a, tenPercent), m.Expected(c, a))
		less("Discounted, DERT", m.Discounted(c, b, tenPercent), m.DERT(c, tenPercent))
		less("PNone", m.PNone(c, b), m.PNone(c, a))
		less("PAliveAfter", m.PAliveAfter(c, b), m.PAliveAfter(c, a))
		less("PAliveAfter, PAlive", m.PAliveAfter(c, a), m.PAlive(c))
		less("PAlive after silence", m.PAlive(c.Wait(a)), m.PAlive(c))
		less("DERT after silence", m.DERT(c.Wait(a), tenPercent), m.DERT(c, tenPercent))
		one, _ := m.NextPurchase(c, 0.1*m.PAlive(c))
		two, ok := m.NextPurchase(c, 0.2*m.PAlive(c))
		if ok {
			less("NextPurchase", one.In(btyd.Day), two.In(btyd.Day))
		}
	})
}

// TestNextPurchase: by the quantile, it has come with that probability.
func TestNextPurchase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyModel(t, 2), anyRecord(t, 1000)
		p := evenly(0, 0.999).Draw(t, "p")
		next, ok := m.NextPurchase(c, p)
		if p >= m.PAlive(c) && ok {
			t.Fatalf("there is a time %v although P(alive) is %v", next, m.PAlive(c))
		}
		if ok && math.Abs(m.PNone(c, next)-(1-p)) > 1e-12 {
			t.Errorf("PNone = %v at the quantile of %v", m.PNone(c, next), p)
		}
	})
	m := btyd.BGNBD{R: 1e-3, Alpha: btyd.Days(1), A: 1, B: 1}
	if next, ok := m.NextPurchase(btyd.Record{}, 0.9); ok {
		t.Errorf("a time beyond all numbers: %v", next)
	}
	if _, ok := m.NextPurchase(btyd.Record{}, -0.1); ok {
		t.Error("there is a time for a probability below 0")
	}
}

// TestSums: the probabilities of all n sum to 1, n times them to the expectation,
// and the distribution of n > 0 is that of a customer who is there.
func TestSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, 0.8)
		c := anyRecord(t, 10).Wait(btyd.Days(10))
		horizon := btyd.Days(magnitude(t, "t", 0.1, 50))
		total, mean := 0.0, 0.0
		for n := 0; n < 5000; n++ {
			p := m.PMFAfter(c, n, horizon)
			total += p
			mean += float64(n) * p
			if n > 0 && float64(n)*p < 1e-14*mean {
				break
			}
		}
		if math.Abs(total-1) > 1e-10 {
			t.Errorf("probabilities sum to %v", total)
		}
		if want := m.Expected(c, horizon); math.Abs(mean-want) > 1e-9*want {
			t.Errorf("mean %v, expected %v", mean, want)
		}
	})
	for _, m := range []btyd.Model{btyd.BGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}, btyd.MBGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}} {
		if p := m.PMF(-1, btyd.Days(1)); p != 0 {
			t.Errorf("%s: P(-1 purchases) = %v", m.Name(), p)
		}
	}
}

// TestChain: what is expected now is what will be expected after waiting, if
// nothing comes and if something does, for the next moment. So the predictions
// follow from the likelihood: P(alive) is the share of the density of having
// bought at the next moment.
func TestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyModel(t, 1), anyRecord(t, 50)
		later := c.Wait(btyd.Days(c.T().In(btyd.Day)*0.1 + 0.1))
		wait := later.T().In(btyd.Day) - c.T().In(btyd.Day)
		none := math.Exp(m.LogLikelihood(later, btyd.Day) - m.LogLikelihood(c, btyd.Day))
		if got := m.PNone(c, btyd.Days(wait)); math.Abs(got-none) > 1e-9*none {
			t.Errorf("PNone = %v, by likelihoods %v", got, none)
		}
		bought, err := c.Purchase(later.T())
		if err != nil {
			t.Fatal(err)
		}
		density := math.Exp(m.LogLikelihood(bought, btyd.Day) - m.LogLikelihood(c, btyd.Day))
		h := btyd.Days(wait * 1e-5)
		rate := m.Expected(later, h) / h.In(btyd.Day) // of those to whom nothing came
		if want := density / none; math.Abs(rate-want) > 1e-3*want && want > 1e-280 {
			t.Errorf("rate of purchases %v, by likelihoods %v", rate, want)
		}
	})
}

// TestDiscountedIsSum holds discounting against a sum over short times.
func TestDiscountedIsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyModel(t, 1), anyRecord(t, 50)
		d := btyd.Discount{Rate: magnitude(t, "rate", 0.01, 10), Per: btyd.Weeks(52)}
		horizon := btyd.Days(magnitude(t, "t", 1, 1000))
		low, high := 0.0, 0.0
		const parts = 200
		before, worth := 0.0, 1.0
		for i := 1; i <= parts; i++ {
			// Short parts first, as the rate falls fast.
			at := btyd.Days(horizon.In(btyd.Day) * math.Pow(float64(i)/parts, 3))
			now := m.Expected(c, at)
			next := math.Exp(-d.Continuous(btyd.Day) * at.In(btyd.Day))
			low, high = low+(now-before)*next, high+(now-before)*worth
			before, worth = now, next
		}
		if got := m.Discounted(c, horizon, d); got < low*(1-1e-10) || got > high*(1+1e-10) {
			t.Errorf("Discounted = %v, not between %v and %v", got, low, high)
		}
		if got, want := m.Discounted(c, horizon, btyd.Discount{}), m.Expected(c, horizon); got != want {
			t.Errorf("without interest %v, want %v", got, want)
		}
		far := btyd.Years(1e6)
		if got, want := m.Discounted(c, far, d), m.DERT(c, d); math.Abs(got-want) > 1e-11*want {
			t.Errorf("in the end %v, DERT %v", got, want)
		}
	})
}

// TestUnits: a model is the same in any unit of time.
func TestUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, c := anyModel(t, 2), anyRecord(t, 100)
		u := rapid.SampledFrom([]btyd.Unit{btyd.Day, btyd.Week, btyd.Month, btyd.Year}).Draw(t, "unit")
		want := m.LogLikelihood(c, btyd.Day) + float64(c.X())*math.Log(u.Times(1).In(btyd.Day))
		if got := m.LogLikelihood(c, u); math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
			t.Errorf("log-likelihood %v, want %v", got, want)
		}
		params := m.Params(u)
		if got, want := u.Times(params[1].Value).In(btyd.Day), m.Params(btyd.Day)[1].Value; math.Abs(got-want) > 1e-14*want {
			t.Errorf("alpha is %v days, want %v", got, want)
		}
	})
}

func TestShift(t *testing.T) {
	m := btyd.BGNBD{R: 1, Alpha: btyd.Days(2), A: 3, B: 4}
	for i, p := range m.Params(btyd.Day) {
		got := btyd.Shift(m, i, math.Log(2)).Params(btyd.Day)
		want := m.Params(btyd.Day)
		want[i].Value = 2 * p.Value
		for j := range got {
			if got[j].Name != want[j].Name || math.Abs(got[j].Value-want[j].Value) > 1e-12 {
				t.Errorf("shift of %s: %v, want %v", p.Name, got, want)
			}
		}
	}
}

func TestPAliveOfOneTimeBuyer(t *testing.T) {
	c := btyd.Record{}.Wait(btyd.Years(10))
	bg := btyd.BGNBD{R: 0.2, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4}
	if p := bg.PAlive(c); p != 1 {
		t.Errorf("BG/NBD: %v", p)
	}
	mbg := btyd.MBGNBD{R: 0.2, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4}
	if p, want := mbg.PAlive(btyd.Record{}), 2.4/3.2; math.Abs(p-want) > 1e-15 {
		t.Errorf("MBG/NBD at once: %v, want %v", p, want)
	}
	if p := mbg.PAlive(c); p > 0.7 {
		t.Errorf("MBG/NBD after ten years: %v", p)
	}
}

// TestSimulation compares what simulated customers do with what is said of them:
// conditional predictions, averaged over records, are what comes about.
func TestSimulation(t *testing.T) {
	const customers = 20_000
	seen, ahead := btyd.Weeks(30), btyd.Weeks(40)
	for _, m := range []btyd.Model{
		btyd.BGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4},
		btyd.MBGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4},
	} {
		t.Run(m.Name(), func(t *testing.T) {
			src := rand.NewPCG(1, 2)
			type pair struct{ came, said, variance float64 }
			sums := map[string]*pair{}
			add := func(what string, came, said float64) {
				s := sums[what]
				if s == nil {
					s = new(pair)
					sums[what] = s
				}
				s.came += came
				s.said += said
				s.variance += (came - said) * (came - said)
			}
			is := func(yes bool) float64 {
				if yes {
					return 1
				}
				return 0
			}
			for range customers {
				path := m.Simulate(src, seen.Plus(ahead))
				c := path.Record(seen)
				after := path.Count(seen.Plus(ahead)) - c.X()
				discounted := 0.0
				for _, at := range path.Purchases[c.X():] {
					discounted += math.Exp(-tenPercent.Continuous(btyd.Week) * (at.In(btyd.Week) - seen.In(btyd.Week)))
				}
				gone := path.Left && path.Leaves.In(btyd.Day) <= seen.In(btyd.Day)
				add("new", float64(c.X()), m.ExpectedNew(seen))
				add("none yet", is(c.X() == 0), m.PMF(0, seen))
				add("three", is(c.X() == 3), m.PMF(3, seen))
				add("alive", is(!gone), m.PAlive(c))
				add("alive in the end", is(!path.Left), m.PAliveAfter(c, ahead))
				add("expected", float64(after), m.Expected(c, ahead))
				add("discounted", discounted, m.Discounted(c, ahead, tenPercent))
				add("no more", is(after == 0), m.PNone(c, ahead))
				add("two more", is(after == 2), m.PMFAfter(c, 2, ahead))
				if next, ok := m.NextPurchase(c, 0.3); ok && next.In(btyd.Day) < ahead.In(btyd.Day) {
					came := path.Count(seen.Plus(next)) > c.X()
					add("next", is(came), 0.3)
				}
			}
			for what, s := range sums {
				if off := math.Abs(s.came - s.said); off > 4*math.Sqrt(s.variance) {
					t.Errorf("%s: %v came about, %v were said, %.1f standard deviations off", what, s.came, s.said, off/math.Sqrt(s.variance))
				}
			}
		})
	}
}

// TestSimulateExtremes: paths end, and purchases are apart, whatever the rates.
func TestSimulateExtremes(t *testing.T) {
	for _, kind := range betaGeometrics {
		for _, p := range [][4]float64{{1e-4, 1, 1e-4, 1e-4}, {1e-4, 1, 1e-4, 1e5}, {1e5, 1e5, 1e5, 1e-4}, {1e-100, 1e-100, 1e-100, 1e-100}} {
			m := kind.make(p[0], p[1], p[2], p[3])
			for seed := range uint64(20) {
				path := m.Simulate(rand.NewPCG(seed, 0), btyd.Days(10))
				for i := 1; i < len(path.Purchases); i++ {
					if path.Purchases[i].In(btyd.Day) < path.Purchases[i-1].In(btyd.Day) {
						t.Fatalf("%v: purchases %v", p, path.Purchases[i-1:i+1])
					}
				}
			}
		}
		m := kind.make(5, 1e-6, 1e-9, 1)
		if path := m.Simulate(rand.NewPCG(1, 1), btyd.Weeks(52)); !path.Cut || len(path.Purchases) != 1_000_000 {
			t.Errorf("%d purchases, cut: %v", len(path.Purchases), path.Cut)
		}
	}
}

func TestSimulateSameSource(t *testing.T) {
	m := btyd.BGNBD{R: 0.8, Alpha: btyd.Weeks(4), A: 0.8, B: 2.4}
	day := cmp.Comparer(func(a, b btyd.Time) bool { return a == b })
	if diff := cmp.Diff(m.Simulate(rand.NewPCG(7, 7), btyd.Weeks(52)), m.Simulate(rand.NewPCG(7, 7), btyd.Weeks(52)), day); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

// TestPanics: what only a mistake in a program asks for.
func TestPanics(t *testing.T) {
	m := btyd.BGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}
	mustPanic(t, "a negative time", func() { m.Expected(btyd.Record{}, btyd.Days(-1)) })
	mustPanic(t, "no number of days", func() { m.PNone(btyd.Record{}, btyd.Days(math.NaN())) })
	mustPanic(t, "DERT without interest", func() { m.DERT(btyd.Record{}, btyd.Discount{}) })
	mustPanic(t, "a negative rate", func() { m.Discounted(btyd.Record{}, btyd.Days(1), btyd.Discount{Rate: -0.1, Per: btyd.Years(1)}) })
}

func mustPanic(t *testing.T, what string, do func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("no panic: %s", what)
		}
	}()
	do()
}

func TestNoAllocations(t *testing.T) {
	c := record(t, 5, btyd.Weeks(20), btyd.Weeks(39))
	many := record(t, 5000, btyd.Weeks(38), btyd.Weeks(39))
	for _, m := range []btyd.Model{
		btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426},
		btyd.MBGNBD{R: 0.525, Alpha: btyd.Weeks(6.183), A: 0.891, B: 1.614},
	} {
		if n := testing.AllocsPerRun(10, func() {
			for _, c := range [...]btyd.Record{c, many} {
				for _, t := range [...]btyd.Time{btyd.Weeks(39), btyd.Years(1000)} {
					m.Expected(c, t)
					m.PAliveAfter(c, t)
					m.PMFAfter(c, 3, t)
					m.Discounted(c, t, tenPercent)
				}
				m.LogLikelihood(c, btyd.Week)
				m.PAlive(c)
				m.PNone(c, btyd.Weeks(1))
				m.NextPurchase(c, 0.5)
				m.DERT(c, tenPercent)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", m.Name(), n)
		}
	}
}

func TestCheck(t *testing.T) {
	good := btyd.BGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for _, bad := range []btyd.Model{
		btyd.BGNBD{R: 0, Alpha: btyd.Days(1), A: 1, B: 1},
		btyd.BGNBD{R: 1, Alpha: btyd.Days(-1), A: 1, B: 1},
		btyd.MBGNBD{R: 1, Alpha: btyd.Days(1), A: math.NaN(), B: 1},
		btyd.MBGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: math.Inf(1)},
		btyd.MBGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1.01e100},
		btyd.BGNBD{R: 0.99e-100, Alpha: btyd.Days(1), A: 1, B: 1},
	} {
		if err := bad.Check(); !errors.Is(err, btyd.ErrParameter) {
			t.Errorf("%v: %v", bad.Params(btyd.Day), err)
		}
		if _, err := json.Marshal(bad); !errors.Is(err, btyd.ErrParameter) {
			t.Errorf("%v encodes: %v", bad.Params(btyd.Day), err)
		}
	}
}

func TestJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, 10)
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decode(m, text); err != nil || got != m {
			t.Errorf("%s decodes as %v, %v; want %v", text, got, err, m)
		}
	})
	m := btyd.MBGNBD{R: 0.525, Alpha: btyd.Days(43.281), A: 0.891, B: 1.614}
	text, err := json.Marshal(m)
	if want := `{"model":"MBG/NBD","version":1,"r":0.525,"alpha_days":43.281,"a":0.891,"b":1.614}`; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
	for _, bad := range []string{
		`null`, `{}`, `[]`, `7`,
		`{"model":"MBG/NBD","version":1,"r":0.525,"alpha_days":43.281,"a":0.891}`,
		`{"model":"MBG/NBD","version":1,"r":0.525,"alpha_days":43.281,"a":0.891,"b":0}`,
		`{"model":"MBG/NBD","version":1,"r":0.525,"alpha_days":1e101,"a":0.891,"b":1}`,
		`{"model":"MBG/NBD","version":1,"r":0.525,"alpha_days":43.281,"a":0.891,"b":1,"c":1}`,
		`{"model":"MBG/NBD","version":2,"r":0.525,"alpha_days":43.281,"a":0.891,"b":1}`,
		`{"model":"BG/NBD","version":1,"r":0.525,"alpha_days":43.281,"a":0.891,"b":1}`,
	} {
		var got btyd.MBGNBD
		if err := json.Unmarshal([]byte(bad), &got); bad != "null" && (err == nil || got != btyd.MBGNBD{}) {
			t.Errorf("%s decodes as %v", bad, got)
		}
	}
}

// decode reads a model of the type of m.
func decode(m btyd.Model, text []byte) (btyd.Model, error) {
	switch m.(type) {
	case btyd.BGNBD:
		var v btyd.BGNBD
		err := json.Unmarshal(text, &v)
		return v, err
	default:
		var v btyd.MBGNBD
		err := json.Unmarshal(text, &v)
		return v, err
	}
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"model":"BG/NBD","version":1,"r":0.243,"alpha_days":30.9,"a":0.793,"b":2.426}`))
	f.Add([]byte(`{"model":"MBG/NBD","version":1,"r":1e-3,"alpha_days":30.9,"a":0.793,"b":2.426}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, m := range []btyd.Model{btyd.BGNBD{}, btyd.MBGNBD{}} {
			got, err := decode(m, text)
			if err != nil || got == m {
				continue
			}
			if err := got.Check(); err != nil {
				t.Errorf("decodes, but %v", err)
			}
			again, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if twice, err := decode(m, again); err != nil || twice != got {
				t.Errorf("%s decodes as %v, %v", again, twice, err)
			}
		}
	})
}
