package btyd_test

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/retentionkit/retention/ltv/btyd"
)

// betaGeometrics are the models that [BGNBD] and its relative make, from
// parameters in weeks.
var betaGeometrics = []struct {
	key  string // in the golden files
	make func(r, alpha, a, b float64) btyd.Model
}{
	{"bgnbd", func(r, alpha, a, b float64) btyd.Model { return btyd.BGNBD{R: r, Alpha: btyd.Weeks(alpha), A: a, B: b} }},
	{"mbgnbd", func(r, alpha, a, b float64) btyd.Model {
		return btyd.MBGNBD{R: r, Alpha: btyd.Weeks(alpha), A: a, B: b}
	}},
}

// near fails the test unless got is within a relative distance of want, or both
// are below all numbers.
func near(t *testing.T, what string, got float64, want number, within float64) {
	t.Helper()
	if math.Abs(got-float64(want)) > within*math.Abs(float64(want)) || math.IsNaN(got) {
		t.Errorf("%s = %.17g, want %.17g within %g", what, got, float64(want), within)
	}
}

func weeks(t *testing.T, text string) btyd.Time { return btyd.Weeks(float(t, text)) }

func TestReference(t *testing.T) {
	var file map[string]struct {
		Params   []number
		Delta    number
		Expected map[string]number   `json:"uncond_expected"`
		PMF      map[string][]number `json:"pmf"`
		Records  []struct {
			X        int
			TX       number            `json:"t_x"`
			T        number            `json:"T"`
			LogLik   number            `json:"loglik"`
			PAlive   number            `json:"p_alive"`
			Expected map[string]number `json:"cond_expected"`
			DERT     number            `json:"dert_numeric"`
		} `json:"customers"`
	}
	golden(t, "ltv_reference.json", &file)
	const within = 1e-11
	for _, kind := range betaGeometrics {
		t.Run(kind.key, func(t *testing.T) {
			ref := file[kind.key]
			m := kind.make(float64(ref.Params[0]), float64(ref.Params[1]), float64(ref.Params[2]), float64(ref.Params[3]))
			for at, want := range ref.Expected {
				near(t, "ExpectedNew "+at, m.ExpectedNew(weeks(t, at)), want, within)
			}
			for at, list := range ref.PMF {
				for n, want := range list {
					near(t, fmt.Sprint("PMF ", n, " ", at), m.PMF(n, weeks(t, at)), want, within)
				}
			}
			interest := btyd.Discount{Rate: 0.15, Per: btyd.Weeks(52)}
			near(t, "force of interest", interest.Continuous(btyd.Week), ref.Delta, 1e-15)
			for _, want := range ref.Records {
				c := record(t, want.X, btyd.Weeks(float64(want.TX)), btyd.Weeks(float64(want.T)))
				near(t, c.String()+": LogLikelihood", m.LogLikelihood(c, btyd.Week), want.LogLik, within)
				near(t, c.String()+": PAlive", m.PAlive(c), want.PAlive, within)
				near(t, c.String()+": DERT", m.DERT(c, interest), want.DERT, within)
				for at, want := range want.Expected {
					near(t, c.String()+": Expected "+at, m.Expected(c, weeks(t, at)), want, within)
				}
			}
		})
	}
}

func TestExtremes(t *testing.T) {
	var file struct {
		BGNBD []struct {
			Params  []number
			X       int
			TX      number            `json:"t_x"`
			T       number            `json:"T"`
			LogLik  number            `json:"loglik"`
			PAlive  number            `json:"p_alive"`
			After   map[string]number `json:"ce"`
			Unknown map[string]number `json:"uncond"`
		}
	}
	golden(t, "ltv_extremes.json", &file)
	const within = 1e-11
	for _, want := range file.BGNBD {
		m := betaGeometrics[0].make(float64(want.Params[0]), float64(want.Params[1]), float64(want.Params[2]), float64(want.Params[3]))
		c := record(t, want.X, btyd.Weeks(float64(want.TX)), btyd.Weeks(float64(want.T)))
		what := fmt.Sprintf("%v %v: ", m.Params(btyd.Week), c)
		near(t, what+"LogLikelihood", m.LogLikelihood(c, btyd.Week), want.LogLik, within)
		near(t, what+"PAlive", m.PAlive(c), want.PAlive, within)
		for at, want := range want.After {
			near(t, what+"Expected "+at, m.Expected(c, weeks(t, at)), want, within)
		}
		for at, want := range want.Unknown {
			near(t, what+"ExpectedNew "+at, m.ExpectedNew(weeks(t, at)), want, within)
		}
	}
}

func TestPublished(t *testing.T) {
	cdnow := btyd.BGNBD{R: 0.24259, Alpha: btyd.Weeks(4.41359), A: 0.79292, B: 2.42590}
	manual := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	for _, tt := range []struct {
		what           string
		got, published float64
		within         float64
		source         string
	}{
		{"E[X(1)]", cdnow.ExpectedNew(btyd.Weeks(1)), 0.0532, 4e-4, "Hardie's BG/NBD spreadsheet"},
		{"E[X(32)]", cdnow.ExpectedNew(btyd.Weeks(32)), 1.0437, 4e-4, "Hardie's BG/NBD spreadsheet"},
		{"E[X(78)]", cdnow.ExpectedNew(btyd.Weeks(78)), 1.8576, 4e-4, "Hardie's BG/NBD spreadsheet"},
		{
			"E[Y(39)]", cdnow.Expected(record(t, 2, btyd.Weeks(30.43), btyd.Weeks(38.86)), btyd.Weeks(39)), 1.226, 6e-4,
			"Hardie's BG/NBD spreadsheet",
		},
		{"P(X(2)=10)", manual.PMF(10, btyd.Weeks(2)), 1.07869e-07, 1e-12, "manual of the R package BTYD"},
		{"P(X(39)=0)", manual.PMF(0, btyd.Weeks(39)), 0.5737864, 1e-6, "manual of the R package BTYD"},
		{"P(X(30)=20)", manual.PMF(20, btyd.Weeks(30)), 0.000222226, 1e-9, "manual of the R package BTYD"},
	} {
		if math.Abs(tt.got-tt.published) > tt.within {
			t.Errorf("%s = %v, want %v (%s)", tt.what, tt.got, tt.published, tt.source)
		}
	}
}

// mle is what a golden file has of a fit.
type mle struct {
	Names  []string `json:"param_names"`
	Params []float64
	LogLik float64 `json:"loglik"`
	SE     []float64
	Cov    [][]float64 `json:"vcov"`
}

func goldenMLE(t testing.TB, set, model string) (m mle) {
	t.Helper()
	var file map[string]any
	golden(t, "ltv_mle.json", &file)
	entry := file[set].(map[string]any)[model].(map[string]any)
	list := func(v any) (out []float64) {
		for _, e := range v.([]any) {
			out = append(out, e.(float64))
		}
		return out
	}
	m.Params, m.SE, m.LogLik = list(entry["params"]), list(entry["se"]), entry["loglik"].(float64)
	for _, n := range entry["param_names"].([]any) {
		m.Names = append(m.Names, n.(string))
	}
	for _, row := range entry["vcov"].([]any) {
		m.Cov = append(m.Cov, list(row))
	}
	return m
}

// checkMLE compares a fit with a golden one.
func checkMLE(t *testing.T, e *btyd.Estimate, want mle) {
	t.Helper()
	if err := e.Err(); err != nil {
		t.Fatal(err)
	}
	if math.Abs(e.LogLikelihood-want.LogLik) > 1e-6 {
		t.Errorf("log-likelihood %.9f, want %.9f", e.LogLikelihood, want.LogLik)
	}
	for i, p := range e.Params {
		near(t, p.Name, p.Value, number(want.Params[i]), 1e-6)
		se, ok := e.StdErr(p.Name)
		if !ok {
			t.Fatalf("no standard error of %s", p.Name)
		}
		near(t, "standard error of "+p.Name, se, number(want.SE[i]), 1e-3)
		for j := range e.Params {
			near(t, "covariance "+strconv.Itoa(i)+" "+strconv.Itoa(j), e.Covariance[i][j], number(want.Cov[i][j]), 1e-3)
		}
	}
}

func TestFitCDNOW(t *testing.T) {
	records := cdnow(t)
	t.Run("BG/NBD", func(t *testing.T) {
		fit, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Unit: btyd.Week})
		if err != nil {
			t.Fatal(err)
		}
		checkMLE(t, &fit.Estimate, goldenMLE(t, "cdnow_weekly", "bgnbd"))
		if fit.Rows != 1016 || fit.Customers != 2357 {
			t.Errorf("%d rows of %v customers", fit.Rows, fit.Customers)
		}
	})
	t.Run("MBG/NBD", func(t *testing.T) {
		fit, err := btyd.FitMBGNBD(t.Context(), records, &btyd.Settings[btyd.MBGNBD]{Unit: btyd.Week})
		if err != nil {
			t.Fatal(err)
		}
		checkMLE(t, &fit.Estimate, goldenMLE(t, "cdnow_weekly", "mbgnbd"))
	})
}

// TestFitBoundary fits a shop whose customers do not leave, as far as the data
// tell. The best model says what the golden one does, and that a means nothing.
func TestFitBoundary(t *testing.T) {
	records := onlineRetail(t)
	check := func(t *testing.T, e *btyd.Estimate, err error, want mle) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(e.LogLikelihood-want.LogLik) > 1e-4 {
			t.Errorf("log-likelihood %.9f, want %.9f", e.LogLikelihood, want.LogLik)
		}
		if e.Status != btyd.Boundary || len(e.Runaway) == 0 || e.Runaway[0].String() != "a → 0" || e.Covariance != nil {
			t.Errorf("%v, %v", e.Status, e.Runaway)
		}
		if e.Err() == nil {
			t.Error("no error")
		}
	}
	t.Run("BG/NBD", func(t *testing.T) {
		fit, err := btyd.FitBGNBD(t.Context(), records, nil)
		check(t, &fit.Estimate, err, goldenMLE(t, "uci_retail_daily", "bgnbd"))
	})
	t.Run("MBG/NBD", func(t *testing.T) {
		fit, err := btyd.FitMBGNBD(t.Context(), records, nil)
		check(t, &fit.Estimate, err, goldenMLE(t, "uci_retail_daily", "mbgnbd"))
	})
}
