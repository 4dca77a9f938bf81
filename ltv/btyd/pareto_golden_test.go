package btyd_test

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

func weeklyPareto(p []number) btyd.ParetoNBD {
	return btyd.ParetoNBD{R: float64(p[0]), Alpha: btyd.Weeks(float64(p[1])), S: float64(p[2]), Beta: btyd.Weeks(float64(p[3]))}
}

// paretoGolden are values at one customer, found with 40 digits and more.
type paretoGolden struct {
	Params   []number
	X        int
	TX       float64 `json:"t_x"`
	T        float64
	LogLik   number
	PAlive   number            `json:"p_alive"`
	OneMinus *number           `json:"one_minus_p_alive"`
	Expected map[string]number `json:"cond_expected"`
	CE       map[string]number
	DERT     number
}

func (g paretoGolden) check(t *testing.T, m btyd.ParetoNBD, tolerance float64) {
	t.Helper()
	c := record(t, g.X, btyd.Weeks(g.TX), btyd.Weeks(g.T))
	paretoNear(t, "log-likelihood", m.LogLikelihood(c, btyd.Week), float64(g.LogLik), tolerance)
	paretoNear(t, "PAlive", m.PAlive(c), float64(g.PAlive), tolerance)
	if g.OneMinus != nil && !(math.Abs(1-m.PAlive(c)-float64(*g.OneMinus)) <= tolerance) {
		t.Errorf("%v: 1-PAlive is %v, want %v", c, 1-m.PAlive(c), *g.OneMinus)
	}
	for _, horizons := range []map[string]number{g.Expected, g.CE} {
		for weeks, want := range horizons {
			h, err := strconv.ParseFloat(weeks, 64)
			if err != nil {
				t.Fatal(err)
			}
			paretoNear(t, "Expected in "+weeks, m.Expected(c, btyd.Weeks(h)), float64(want), tolerance)
		}
	}
	paretoNear(t, "DERT", m.DERT(c, btyd.Discount{Rate: 0.15, Per: btyd.Weeks(52)}), float64(g.DERT), tolerance)
}

func TestParetoNBDReference(t *testing.T) {
	var reference struct {
		ParetoNBD struct {
			Params    []number
			Uncond    map[string]float64 `json:"uncond_expected"`
			PMF       map[string][]float64
			Customers []paretoGolden
		}
	}
	golden(t, "ltv_reference.json", &reference)
	g := reference.ParetoNBD
	m := weeklyPareto(g.Params)
	if len(g.Customers) == 0 || len(g.PMF) == 0 || len(g.Uncond) == 0 {
		t.Fatal("nothing to compare with")
	}
	for _, customer := range g.Customers {
		customer.check(t, m, 1e-12)
	}
	for weeks, want := range g.Uncond {
		h, _ := strconv.ParseFloat(weeks, 64)
		paretoNear(t, "ExpectedNew", m.ExpectedNew(btyd.Weeks(h)), want, 1e-12)
	}
	for weeks, list := range g.PMF {
		h, _ := strconv.ParseFloat(weeks, 64)
		for n, want := range list {
			paretoNear(t, "PMF of "+strconv.Itoa(n), m.PMF(n, btyd.Weeks(h)), want, 1e-12)
		}
	}
}

func TestParetoNBDExtremes(t *testing.T) {
	var extremes struct{ ParetoNBD []paretoGolden }
	golden(t, "ltv_extremes.json", &extremes)
	if len(extremes.ParetoNBD) == 0 {
		t.Fatal("nothing to compare with")
	}
	for _, g := range extremes.ParetoNBD {
		g.check(t, weeklyPareto(g.Params), 1e-11)
	}
}

func TestParetoNBDPublished(t *testing.T) {
	var published []struct {
		What       string
		Published  json.RawMessage
		Reproduced []float64
		Tolerance  float64
	}
	golden(t, "ltv_published.json", &published)
	m := btyd.ParetoNBD{R: 0.55, Alpha: btyd.Weeks(10.56), S: 0.61, Beta: btyd.Weeks(11.64)}
	fitted := btyd.ParetoNBD{R: 0.553, Alpha: btyd.Weeks(10.578), S: 0.606, Beta: btyd.Weeks(11.669)}
	found := 0
	for _, g := range published {
		switch g.What {
		case "Pareto/NBD E[X(t)] t=0..9 (BTYD manual params r=.55,alpha=10.56,s=.61,beta=11.64)":
			found++
			var want []float64
			if err := json.Unmarshal(g.Published, &want); err != nil {
				t.Fatal(err)
			}
			got := make([]float64, len(want))
			for i := range want {
				got[i] = m.ExpectedNew(btyd.Weeks(float64(i)))
			}
			if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) <= g.Tolerance }) {
				t.Errorf("E[X(t)] is %v, published as %v", got, want)
			}
		case "Pareto/NBD E[Y(52)|x=26,t_x=30.86,T=31] (customer 1516)":
			found++
			c := record(t, 26, btyd.Weeks(30.857142857142858), btyd.Weeks(31))
			if got := fitted.Expected(c, btyd.Weeks(52)); math.Abs(got-25.46) > g.Tolerance {
				t.Errorf("%s: %v, published as %s", g.What, got, g.Published)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d published figures found", found)
	}
}
