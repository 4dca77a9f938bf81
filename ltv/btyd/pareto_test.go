package btyd_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
	"gonum.org/v1/gonum/integrate/quad"
	"pgregory.net/rapid"
)

var weeklyCDNOW = btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)}

// magnitudes draws numbers of all magnitudes between two.
func magnitudes(from, to float64) *rapid.Generator[float64] {
	return rapid.Map(evenly(math.Log(from), math.Log(to)), math.Exp)
}

func genPareto(from, to float64) *rapid.Generator[btyd.ParetoNBD] {
	return rapid.Custom(func(t *rapid.T) btyd.ParetoNBD {
		g := magnitudes(from, to)
		m := btyd.ParetoNBD{R: g.Draw(t, "r"), Alpha: btyd.Days(g.Draw(t, "alpha")), S: g.Draw(t, "s"), Beta: btyd.Days(g.Draw(t, "beta"))}
		switch rapid.IntRange(0, 5).Draw(t, "special") {
		case 0:
			m.S = 1
		case 1:
			m.Beta = m.Alpha
		}
		return m
	})
}

func genParetoRecord(most int, from, to float64) *rapid.Generator[btyd.Record] {
	return rapid.Custom(func(t *rapid.T) btyd.Record {
		x := rapid.OneOf(rapid.Just(0), rapid.IntRange(0, 10), rapid.IntRange(0, most)).Draw(t, "x")
		end := magnitudes(from, to).Draw(t, "T")
		tx := 0.0
		if x > 0 {
			tx = end * rapid.SampledFrom([]float64{1e-9, 0.01, 0.5, 0.99, 1 - 1e-9, 1}).Draw(t, "share")
		}
		return paretoRecord(t, x, btyd.Days(tx), btyd.Days(end))
	})
}

func paretoRecord(t rapid.TB, x int, tx, end btyd.Time) btyd.Record {
	t.Helper()
	c, err := btyd.NewRecord(x, tx, end)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// paretoNear fails if got is further from want than a share of it allows.
func paretoNear(t rapid.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)+1e-300) {
		t.Errorf("%s is %.17g, want %.17g, off by %.2g", what, got, want, got/want-1)
	}
}

// Whatever numbers can be legal, what comes back is a number in its range, and
// grows with time where it must.
func TestParetoNBDFinite(t *testing.T) {
	for _, domain := range []struct {
		reason   string
		from, to float64
		x        int
	}{
		{"what may occur", 1e-4, 1e5, 1e5},
		{"what may occur to a program", 1e-100, 1e100, 1e9},
	} {
		t.Run(domain.reason, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				m := genPareto(domain.from, domain.to).Draw(t, "model")
				c := genParetoRecord(domain.x, domain.from, domain.to).Draw(t, "record")
				h := magnitudes(domain.from, domain.to)
				soon := h.Draw(t, "soon")
				late := soon * (1 + h.Draw(t, "later"))
				d := btyd.Discount{Rate: magnitudes(1e-6, 10).Draw(t, "rate"), Per: btyd.Years(1)}
				checkParetoRanges(t, m, c, btyd.Days(soon), btyd.Days(late), d)
			})
		})
	}
}

func checkParetoRanges(t *rapid.T, m btyd.ParetoNBD, c btyd.Record, soon, late btyd.Time, d btyd.Discount) {
	const slack = 1e-9 // what rounding may turn round
	finite := func(what string, v float64) float64 {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s is %v", what, v)
		}
		return v
	}
	ordered := func(what string, values ...float64) {
		for i, v := range values {
			if finite(what, v); i > 0 && !(values[i-1] <= v*(1+slack)) {
				t.Errorf("%s out of order: %v", what, values)
			}
		}
	}
	finite("log-likelihood", m.LogLikelihood(c, btyd.Week))
	ordered("P(alive)", 0, m.PAliveAfter(c, late), m.PAliveAfter(c, soon), m.PAlive(c), 1)
	ordered("P(alive) without a purchase", 0, m.PAlive(c.Wait(soon)), m.PAlive(c)+1e-12)
	ordered("no purchase", 0, m.PNone(c, late), m.PNone(c, soon), 1)
	ordered("expected", 0, m.Expected(c, soon), m.Expected(c, late))
	ordered("expected of a new customer", 0, m.ExpectedNew(soon), m.ExpectedNew(late))
	ordered("discounted", 0, m.Discounted(c, soon, d), m.Discounted(c, late, d), m.DERT(c, d))
	ordered("discounted and expected", m.Discounted(c, soon, d), m.Expected(c, soon))
	for _, n := range []int{0, 1, 2, 17, 1000, c.X(), math.MaxInt} {
		ordered("PMF", 0, m.PMF(n, soon), 1)
		ordered("PMFAfter", 0, m.PMFAfter(c, n, soon), 1)
	}
	last := btyd.Time{}
	for _, p := range []float64{0, 1e-12, 0.01, 0.5, 0.9, 1 - 1e-12} {
		next, ok := m.NextPurchase(c, p)
		if !ok {
			last = btyd.Days(math.MaxFloat64)
			continue
		}
		ordered("next purchase", 0, last.In(btyd.Day), next.In(btyd.Day))
		last = next
	}
}

// Waiting is what LogLikelihood and PNone both know of.
func TestParetoNBDWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1e-3, 1e3).Draw(t, "model")
		c := genParetoRecord(100, 1e-2, 1e4).Draw(t, "record")
		wait := btyd.Days(magnitudes(1e-3, 1e4).Draw(t, "wait"))
		before, after := m.LogLikelihood(c, btyd.Day), m.LogLikelihood(c.Wait(wait), btyd.Day)
		paretoNear(t, "P(none)", m.PNone(c, wait), math.Exp(after-before), 1e-11+1e-14*math.Abs(before))
	})
}

func TestParetoNBDNextPurchase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1e-3, 1e3).Draw(t, "model")
		c := genParetoRecord(100, 1e-2, 1e4).Draw(t, "record")
		p := evenly(0, 1).Draw(t, "p")
		next, ok := m.NextPurchase(c, p)
		if !ok {
			if sure := 1 - m.PNone(c, btyd.Days(1e200)); !(p >= sure*(1-1e-9)-1e-15) { // 1 - x is rounded
				t.Errorf("no time for %v, though a purchase has probability %v", p, sure)
			}
			return
		}
		if got := 1 - m.PNone(c, next); !(math.Abs(got-p) <= 1e-9) {
			t.Errorf("a purchase within %v has probability %v, not %v", next, got, p)
		}
	})
	for _, p := range []float64{-0.1, 1, math.NaN()} {
		if _, ok := weeklyCDNOW.NextPurchase(btyd.Record{}, p); ok {
			t.Errorf("a time for a probability of %v", p)
		}
	}
}

// The probabilities of all counts sum to 1, and their mean is what is expected.
func TestParetoNBDCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(0.05, 20).Draw(t, "model")
		c := genParetoRecord(10, 0.1, 20).Draw(t, "record")
		soon := btyd.Days(magnitudes(0.01, 3).Draw(t, "share") * (m.Alpha.In(btyd.Day)))
		for _, counts := range []struct {
			what string
			pmf  func(n int) float64
			mean float64
		}{
			{"new", func(n int) float64 { return m.PMF(n, soon) }, m.ExpectedNew(soon)},
			{"known", func(n int) float64 { return m.PMFAfter(c, n, soon) }, m.Expected(c, soon)},
		} {
			sum, mean := 0.0, 0.0
			for n := range 1000 {
				p := counts.pmf(n)
				sum += p
				mean += float64(n) * p
			}
			paretoNear(t, counts.what+": sum of probabilities", sum, 1, 1e-11)
			paretoNear(t, counts.what+": mean", mean, counts.mean, 1e-10)
		}
	})
}

// Purchases come at the rate of who is there: expectations are integrals of
// PAliveAfter.
func TestParetoNBDIntegrals(t *testing.T) {
	x, weight := make([]float64, 400), make([]float64, 400)
	quad.Legendre{}.FixedLocations(x, weight, 0, 1)
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1e-2, 1e3).Draw(t, "model")
		c := genParetoRecord(50, 1e-2, 1e3).Draw(t, "record")
		d := btyd.Discount{Rate: magnitudes(1e-3, 1).Draw(t, "rate"), Per: btyd.Days(magnitudes(1, 1e3).Draw(t, "per"))}
		force := d.Continuous(btyd.Day)
		rate := (m.R + float64(c.X())) / (m.Alpha.In(btyd.Day) + c.T().In(btyd.Day))
		shift := m.Beta.In(btyd.Day) + c.T().In(btyd.Day)
		for _, end := range []float64{magnitudes(1e-2, 1e3).Draw(t, "t"), 80 / force} {
			// In the variable v of u = shift·(e^v - 1), nothing is steep.
			long := math.Log1p(end / shift)
			var expected, discounted float64
			for i, node := range x {
				u := shift * math.Expm1(node*long)
				v := weight[i] * rate * long * (shift + u) * m.PAliveAfter(c, btyd.Days(u))
				expected += v
				discounted += v * math.Exp(-force*u)
			}
			paretoNear(t, "Expected", m.Expected(c, btyd.Days(end)), expected, 1e-10)
			paretoNear(t, "Discounted", m.Discounted(c, btyd.Days(end), d), discounted, 1e-10)
			if end > 79/force {
				paretoNear(t, "DERT", m.DERT(c, d), discounted, 1e-10)
			}
		}
		if soon := btyd.Days(7); m.Discounted(c, soon, btyd.Discount{}) != m.Expected(c, soon) {
			t.Error("no discount takes something off")
		}
	})
}

// At s = 1 and alpha = beta closed forms divide by zero. Nothing may happen there.
func TestParetoNBDLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1e-2, 1e2).Draw(t, "model")
		m.S = 1
		c := genParetoRecord(30, 1e-1, 1e3).Draw(t, "record")
		h := btyd.Days(magnitudes(1e-3, 1e4).Draw(t, "t"))
		beta := m.Beta.In(btyd.Day)
		paretoNear(t, "expected at s = 1", m.ExpectedNew(h), m.R/m.Alpha.In(btyd.Day)*beta*math.Log1p(h.In(btyd.Day)/beta), 1e-14)
		for _, off := range []float64{1e-15, -1e-13, 1e-10, -1e-8} {
			near := m
			near.S += off
			paretoNear(t, "expected near s = 1", near.Expected(c, h), m.Expected(c, h), 1e-13+100*math.Abs(off))
		}
		m.Beta = m.Alpha
		for _, off := range []float64{1e-15, -1e-13, 1e-10, -1e-8} {
			near := m
			near.Beta = btyd.Days(near.Beta.In(btyd.Day) * (1 + off))
			paretoNear(t, "P(alive) near alpha = beta", near.PAlive(c), m.PAlive(c), 1e-11+100*math.Abs(off))
			// As a density, since its logarithm may be close to 0.
			ll := m.LogLikelihood(c, btyd.Day)
			paretoNear(t, "density near alpha = beta", 1+near.LogLikelihood(c, btyd.Day)-ll, 1, (1e-11+100*math.Abs(off))*max(1, math.Abs(ll)))
		}
		// Leaving first has the share s/(r+x+s) of what is not neither.
		wait := (c.T().In(btyd.Day) - c.TX().In(btyd.Day)) / (m.Alpha.In(btyd.Day) + c.TX().In(btyd.Day))
		all := m.R + float64(c.X()) + m.S
		odds := m.S / all * math.Expm1(all*math.Log1p(wait))
		paretoNear(t, "P(alive) at alpha = beta", m.PAlive(c), 1/(1+odds), 1e-11)
	})
}

// Nothing depends on the unit of time.
func TestParetoNBDScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := genPareto(1e-2, 1e2).Draw(t, "model")
		c := genParetoRecord(100, 1e-1, 1e3).Draw(t, "record")
		h, by := magnitudes(1e-3, 1e4).Draw(t, "t"), magnitudes(1e-6, 1e6).Draw(t, "by")
		scaled := func(v btyd.Time) btyd.Time { return btyd.Days(v.In(btyd.Day) * by) }
		n := btyd.ParetoNBD{R: m.R, Alpha: scaled(m.Alpha), S: m.S, Beta: scaled(m.Beta)}
		o := paretoRecord(t, c.X(), scaled(c.TX()), scaled(c.T()))
		soon := btyd.Days(h)
		paretoNear(t, "P(alive)", n.PAlive(o), m.PAlive(c), 1e-11)
		paretoNear(t, "Expected", n.Expected(o, scaled(soon)), m.Expected(c, soon), 1e-11)
		paretoNear(t, "PMF", n.PMF(3, scaled(soon)), m.PMF(3, soon), 1e-11)
		ll, x := m.LogLikelihood(c, btyd.Day), float64(c.X())
		// As densities, since their logarithms may be close to 0.
		scale, week := x*math.Log(by), x*math.Log(7)
		paretoNear(t, "density", 1+(n.LogLikelihood(o, btyd.Day)+scale-ll), 1, 1e-11*(1+math.Abs(scale)+math.Abs(ll)))
		paretoNear(t, "density in weeks", 1+(m.LogLikelihood(c, btyd.Week)-week-ll), 1, 1e-11*(1+week+math.Abs(ll)))
	})
}

// What is said of known customers must be true of the new ones they were.
func TestParetoNBDSimulate(t *testing.T) {
	const customers = 50_000
	m := weeklyCDNOW
	src := rand.NewPCG(1, 2)
	now, later := btyd.Weeks(39), btyd.Weeks(78)
	var alive, expected, none, bought, boughtLater, there mean
	counts := make([]mean, 6)
	for range customers {
		p := m.Simulate(src, later)
		c := p.Record(now)
		alive.add(m.PAlive(c))
		expected.add(m.Expected(c, btyd.Weeks(39)))
		none.add(m.PNone(c, btyd.Weeks(39)))
		bought.add(float64(c.X()))
		boughtLater.add(float64(len(p.Purchases) - c.X()))
		there.addIf(!p.Left || p.Leaves.In(btyd.Day) > now.In(btyd.Day))
		for n := range counts {
			counts[n].addIf(c.X() == n)
		}
		if p.Left && len(p.Purchases) > 0 && p.Purchases[len(p.Purchases)-1].In(btyd.Day) > p.Leaves.In(btyd.Day) {
			t.Fatalf("a purchase after leaving: %v", p)
		}
	}
	share := math.Pow(1+39/11.669, -0.606)
	alive.check(t, "mean of P(alive)", share)
	there.check(t, "share of those there", share)
	bought.check(t, "purchases", m.ExpectedNew(now))
	more := m.ExpectedNew(later) - m.ExpectedNew(now)
	expected.check(t, "mean of Expected", more)
	boughtLater.check(t, "later purchases", more)
	for n := range counts {
		counts[n].check(t, "share with a count", m.PMF(n, now))
	}
}

// mean is that of some numbers, with its standard error.
type mean struct{ n, sum, squares float64 }

func (m *mean) add(v float64) { m.n++; m.sum += v; m.squares += v * v }

func (m *mean) addIf(yes bool) {
	if yes {
		m.add(1)
	} else {
		m.add(0)
	}
}

func (m *mean) check(t *testing.T, what string, want float64) {
	t.Helper()
	got := m.sum / m.n
	se := math.Sqrt((m.squares/m.n - got*got) / m.n)
	if !(math.Abs(got-want) <= 4*se) {
		t.Errorf("%s is %v, want %v: %.1f standard errors off", what, got, want, (got-want)/se)
	}
}

func TestParetoNBDSimulateRepeats(t *testing.T) {
	a := weeklyCDNOW.Simulate(rand.NewPCG(3, 4), btyd.Years(50))
	b := weeklyCDNOW.Simulate(rand.NewPCG(3, 4), btyd.Years(50))
	if len(a.Purchases) != len(b.Purchases) || a.Leaves != b.Leaves {
		t.Errorf("one source, two paths: %v and %v", a, b)
	}
}

func TestParetoNBDAllocates(t *testing.T) {
	regular := record(t, 10, btyd.Weeks(30), btyd.Weeks(39))
	d := btyd.Discount{Rate: 0.15, Per: btyd.Years(1)}
	far := weeklyCDNOW
	far.Beta = btyd.Years(9) // far from alpha, for the quadrature
	for _, m := range []btyd.ParetoNBD{weeklyCDNOW, far} {
		if n := testing.AllocsPerRun(10, func() {
			m.LogLikelihood(regular, btyd.Week)
			m.PAlive(regular)
			m.PAliveAfter(regular, btyd.Weeks(10))
			m.Expected(regular, btyd.Weeks(10))
			m.ExpectedNew(btyd.Weeks(10))
			m.PMF(3, btyd.Weeks(10))
			m.PMFAfter(regular, 3, btyd.Weeks(10))
			m.PNone(regular, btyd.Weeks(10))
			m.NextPurchase(regular, 0.5)
			m.Discounted(regular, btyd.Weeks(10), d)
			m.DERT(regular, d)
		}); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}
