package btyd_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/ltv/btyd"
)

// fitAny fits the model that the key names, with settings as of that model.
func fitAny(t testing.TB, key string, records []btyd.Record, weights []float64) (btyd.Model, btyd.Estimate) {
	t.Helper()
	switch key {
	case "bgnbd":
		fit, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Weights: weights})
		if err != nil {
			t.Fatal(err)
		}
		return fit.Model, fit.Estimate
	case "mbgnbd":
		fit, err := btyd.FitMBGNBD(t.Context(), records, &btyd.Settings[btyd.MBGNBD]{Weights: weights})
		if err != nil {
			t.Fatal(err)
		}
		return fit.Model, fit.Estimate
	}
	panic(key)
}

// shop simulates customers like those of CDNOW, who come in the first 12 of 39
// weeks.
func shop(customers int, day bool) []btyd.Record {
	m := btyd.BGNBD{R: 0.243, Alpha: btyd.Weeks(4.414), A: 0.793, B: 2.426}
	return simulate(m, customers, day)
}

func simulate(m btyd.Model, customers int, day bool) []btyd.Record {
	src := rand.NewPCG(11, 13)
	random := rand.New(src)
	records := make([]btyd.Record, customers)
	for i := range records {
		seen := btyd.Days(27*7 + math.Floor(12*7*random.Float64()))
		records[i] = m.Simulate(src, seen).Record(seen)
		if day {
			records[i] = byDay(records[i])
		}
	}
	return records
}

// byDay rounds the time of the last purchase up to days.
func byDay(c btyd.Record) btyd.Record {
	if c.X() == 0 {
		return c
	}
	c, err := btyd.NewRecord(c.X(), btyd.Days(math.Ceil(c.TX().In(btyd.Day))), c.T())
	if err != nil {
		panic(err)
	}
	return c
}

// TestFitRecovers: the parameters that customers were simulated with are within
// a few standard errors.
func TestFitRecovers(t *testing.T) {
	for _, kind := range betaGeometrics {
		t.Run(kind.key, func(t *testing.T) {
			truth := kind.make(0.8, 8, 0.9, 2.5)
			_, e := fitAny(t, kind.key, simulate(truth, 10_000, false), nil)
			if err := e.Err(); err != nil {
				t.Fatal(err)
			}
			for i, want := range truth.Params(btyd.Day) {
				se, _ := e.StdErr(want.Name)
				if off := math.Abs(e.Params[i].Value - want.Value); off > 4*se {
					t.Errorf("%v, want %v, standard error %v", e.Params[i], want, se)
				}
			}
		})
	}
}

// TestFitPoor: data that say little are no error. The fit says what it is worth,
// and the model predicts.
func TestFitPoor(t *testing.T) {
	oneTime := make([]btyd.Record, 300)
	for i := range oneTime {
		oneTime[i] = btyd.Record{}.Wait(btyd.Days(float64(i)))
	}
	alike := make([]btyd.Record, 300)
	for i := range alike {
		alike[i] = record(t, 2, btyd.Days(30), btyd.Days(40))
	}
	for _, tt := range []struct {
		name    string
		records []btyd.Record
	}{
		{"all-one-time", oneTime},
		{"one customer", alike[:1]},
		{"one who came just now", make([]btyd.Record, 1)},
		{"one who never came back", oneTime[40:41]},
		{"all alike", alike},
		{"two", []btyd.Record{alike[0], oneTime[50]}},
		{"very active", []btyd.Record{record(t, 100_000, btyd.Days(3999), btyd.Days(4000)), alike[0], record(t, 300, btyd.Days(200), btyd.Days(4000))}},
	} {
		for _, kind := range betaGeometrics {
			t.Run(tt.name+"/"+kind.key, func(t *testing.T) {
				m, e := fitAny(t, kind.key, tt.records, nil)
				if err := m.Check(); err != nil {
					t.Fatal(err)
				}
				if math.IsNaN(e.LogLikelihood) || math.IsInf(e.LogLikelihood, 0) {
					t.Errorf("log-likelihood %v", e.LogLikelihood)
				}
				if tt.name != "very active" && (e.Status != btyd.Boundary || len(e.Runaway) == 0) {
					t.Errorf("%v, %v", e.Status, e.Runaway)
				}
				for _, c := range tt.records {
					for what, v := range map[string]float64{
						"PAlive": m.PAlive(c), "Expected": m.Expected(c, btyd.Weeks(52)), "DERT": m.DERT(c, tenPercent),
						"PNone": m.PNone(c, btyd.Weeks(52)), "PAliveAfter": m.PAliveAfter(c, btyd.Weeks(52)),
						"PMFAfter": m.PMFAfter(c, 3, btyd.Weeks(52)),
					} {
						if !(v >= 0 && v <= math.MaxFloat64) {
							t.Fatalf("%s = %v for %v of %v", what, v, c, m.Params(btyd.Day))
						}
					}
				}
			})
		}
	}
}

// TestFitInvariant: the order of records, and whether equal ones are given often
// or with a weight, do not matter to the last bit where the weights are whole;
// nor does the number of processors.
func TestFitInvariant(t *testing.T) {
	records := shop(2000, true)
	want, wantE := fitAny(t, "bgnbd", records, nil)

	shuffled := append([]btyd.Record{}, records...)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	got, gotE := fitAny(t, "bgnbd", shuffled, nil)
	if got != want {
		t.Errorf("shuffled: %v, want %v", got, want)
	}
	if diff := cmp.Diff(wantE, gotE); diff != "" {
		t.Errorf("shuffled (-want +got):\n%s", diff)
	}

	counts := map[btyd.Record]float64{}
	for _, c := range records {
		counts[c]++
	}
	var different []btyd.Record
	var weights []float64
	for c, n := range counts {
		different, weights = append(different, c, c), append(weights, n-0.5, 0.5)
	}
	if got, gotE := fitAny(t, "bgnbd", different, weights); got != want || gotE.LogLikelihood != wantE.LogLikelihood {
		t.Errorf("weighted: %v, want %v", got, want)
	}

	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, procs := range []int{1, 3, 8} {
		runtime.GOMAXPROCS(procs)
		if got, gotE := fitAny(t, "bgnbd", records, nil); got != want || cmp.Diff(wantE, gotE) != "" {
			t.Errorf("%d processors: %v, want %v", procs, got, want)
		}
	}
}

// TestFitUnit: the unit changes how the fit is reported, not the model.
func TestFitUnit(t *testing.T) {
	records := shop(3000, true)
	day, err := btyd.FitBGNBD(t.Context(), records, nil)
	if err != nil {
		t.Fatal(err)
	}
	week, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Unit: btyd.Week})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := week.Params[1].Value*7, day.Params[1].Value; math.Abs(got-want) > 1e-5*want {
		t.Errorf("alpha %v days, want %v", got, want)
	}
	purchases := 0
	for _, c := range records {
		purchases += c.X()
	}
	if got, want := week.LogLikelihood-float64(purchases)*math.Log(7), day.LogLikelihood; math.Abs(got-want) > 1e-6 {
		t.Errorf("log-likelihood %v, want %v", got, want)
	}
	total := 0.0
	for _, c := range records {
		total += week.Model.LogLikelihood(c, btyd.Week)
	}
	if math.Abs(total-week.LogLikelihood) > 1e-7 {
		t.Errorf("log-likelihood %v, that of the records %v", week.LogLikelihood, total)
	}
	if week.Unit != btyd.Week || day.Unit != btyd.Day {
		t.Error("another unit")
	}
}

func TestFitSettings(t *testing.T) {
	records := shop(1000, true)
	plain, err := btyd.FitBGNBD(t.Context(), records, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("start", func(t *testing.T) {
		warm, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Start: &plain.Model})
		if err != nil {
			t.Fatal(err)
		}
		if warm.Evaluations >= plain.Evaluations || math.Abs(warm.LogLikelihood-plain.LogLikelihood) > 1e-7 {
			t.Errorf("%d evaluations, without a start %d", warm.Evaluations, plain.Evaluations)
		}
	})
	t.Run("penalty", func(t *testing.T) {
		tight, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Penalty: 10})
		if err != nil {
			t.Fatal(err)
		}
		if m := tight.Model; math.Abs(m.R-1) > 0.2 || math.Abs(m.A-1) > 0.2 || math.Abs(m.B-1) > 0.2 {
			t.Errorf("a large penalty leaves %v", tight.Params)
		}
		total := 0.0
		for _, c := range records {
			total += tight.Model.LogLikelihood(c, btyd.Day)
		}
		if math.Abs(total-tight.LogLikelihood) > 1e-7 {
			t.Errorf("log-likelihood %v, that of the records %v", tight.LogLikelihood, total)
		}
	})
	t.Run("penalised maximum", func(t *testing.T) {
		const penalty = 0.01
		fit, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Penalty: penalty})
		if err != nil {
			t.Fatal(err)
		}
		time := 0.0
		for _, c := range records {
			time += c.T().In(btyd.Day) / float64(len(records))
		}
		value := func(m btyd.Model) (v float64) {
			for _, c := range records {
				v += m.LogLikelihood(c, btyd.Day) / float64(len(records))
			}
			for i, p := range m.Params(btyd.Day) {
				log := math.Log(p.Value)
				if i == 1 {
					log -= math.Log(time)
				}
				v -= penalty * log * log
			}
			return v
		}
		for i := range 4 {
			for _, by := range []float64{-0.01, 0.01} {
				if value(btyd.Shift(fit.Model, i, by)) > value(fit.Model) {
					t.Errorf("it is higher where parameter %d is shifted by %v", i, by)
				}
			}
		}
	})
	t.Run("iterations", func(t *testing.T) {
		short, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{MaxIterations: 1})
		if err != nil {
			t.Fatal(err)
		}
		if short.Status != btyd.NotConverged || short.Covariance != nil {
			t.Errorf("%v after %d iterations", short.Status, short.Iterations)
		}
	})
	t.Run("progress", func(t *testing.T) {
		var list []btyd.Progress
		fit, err := btyd.FitBGNBD(t.Context(), records, &btyd.Settings[btyd.BGNBD]{Progress: func(p btyd.Progress) { list = append(list, p) }})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(list); n != fit.Evaluations || list[n-1].Evaluations != n || list[n-1].Start != 1 {
			t.Errorf("%d reports of %d evaluations, the last %v", n, fit.Evaluations, list[n-1])
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		evaluations := 0
		_, err := btyd.FitBGNBD(ctx, records, &btyd.Settings[btyd.BGNBD]{Progress: func(p btyd.Progress) {
			if evaluations = p.Evaluations; evaluations == 10 {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) || evaluations > 30 {
			t.Errorf("%v after %d evaluations", err, evaluations)
		}
	})
}

func TestFitErrors(t *testing.T) {
	one := make([]btyd.Record, 1)
	if _, err := btyd.FitBGNBD(t.Context(), nil, nil); !errors.Is(err, btyd.ErrNoData) {
		t.Errorf("no records: %v", err)
	}
	for name, s := range map[string]btyd.Settings[btyd.MBGNBD]{
		"unit":              {Unit: 9},
		"weights":           {Weights: []float64{1, 2}},
		"negative weight":   {Weights: []float64{-1}},
		"no weight":         {Weights: []float64{0}},
		"NaN weight":        {Weights: []float64{math.NaN()}},
		"too much weight":   {Weights: []float64{1.1e100}},
		"too little weight": {Weights: []float64{0.9e-100}},
		"negative penalty":  {Penalty: -1},
		"infinite penalty":  {Penalty: math.Inf(1)},
		"negative maximum":  {MaxIterations: -1},
		"start not a model": {Start: new(btyd.MBGNBD)},
	} {
		if _, err := btyd.FitMBGNBD(t.Context(), one, &s); !errors.Is(err, btyd.ErrSettings) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A fit is finite, and its model can be stored, whatever the weights may be.
func TestFitWeights(t *testing.T) {
	records := shop(200, true)
	for _, total := range []float64{1e-100, 1, 1e100} {
		weights := make([]float64, len(records))
		for i := range weights {
			weights[i] = total * (1 - 1e-12) / float64(len(records))
		}
		weights[0] += total * 2e-12 // below 1e-100 there is no fit
		if total > 1 {
			weights[0] = total * 1e-12
		}
		for _, kind := range betaGeometrics {
			_, e := fitAny(t, kind.key, records, weights)
			text, err := json.Marshal(e)
			if err != nil {
				t.Errorf("%s, of a weight of %v: %v", kind.key, total, err)
			}
			if math.IsInf(e.LogLikelihood, 0) || math.Abs(e.Customers-total) > 0.01*total {
				t.Errorf("%s: %s", kind.key, text)
			}
		}
	}
}

func TestEstimate(t *testing.T) {
	e := btyd.Estimate{
		Params:        []btyd.Param{{Name: "a", Value: 1}, {Name: "b", Value: 2}},
		LogLikelihood: -10, Customers: 100,
		Covariance: [][]float64{{4, 1}, {1, 9}},
		Status:     btyd.Converged,
	}
	if e.AIC() != 24 || math.Abs(e.BIC()-(20+2*math.Log(100))) > 1e-12 {
		t.Errorf("AIC %v, BIC %v", e.AIC(), e.BIC())
	}
	if se, ok := e.StdErr("b"); se != 3 || !ok {
		t.Errorf("standard error %v, %v", se, ok)
	}
	if _, ok := e.StdErr("c"); ok {
		t.Error("there is a standard error of c")
	}
	// 1.96 standard errors of a logarithm, of 3/2
	if low, high, ok := e.Interval("b", 0.95); !ok || math.Abs(low-2*math.Exp(-1.5*1.959963984540054)) > 1e-12 || math.Abs(high-2*math.Exp(1.5*1.959963984540054)) > 1e-12 {
		t.Errorf("interval of b: %v to %v, %v", low, high, ok)
	}
	if _, _, ok := e.Interval("c", 0.95); ok {
		t.Error("there is an interval of c")
	}
	coefficient := btyd.Estimate{Params: []btyd.Param{{Name: "purchase[0]", Value: -1}}, Covariance: [][]float64{{4}}}
	if low, high, ok := coefficient.Interval("purchase[0]", 0.95); !ok || math.Abs(low-(-1-2*1.959963984540054)) > 1e-12 || math.Abs(high-(-1+2*1.959963984540054)) > 1e-12 {
		t.Errorf("interval of a coefficient: %v to %v, %v", low, high, ok)
	}
	for _, level := range []float64{0, 1, -1, math.NaN()} {
		mustPanic(t, "level of an interval", func() { e.Interval("a", level) })
	}
	if v, ok := e.Variance([]float64{1, -1}); v != 4-2+9 || !ok {
		t.Errorf("variance %v, %v", v, ok)
	}
	if _, ok := e.Variance([]float64{1}); ok {
		t.Error("there is a variance for one of two slopes")
	}
	e.Status, e.Covariance = btyd.Boundary, nil
	e.Runaway = []btyd.Runaway{{Param: "a"}, {Param: "b", Infinite: true}}
	var fault *btyd.FitError
	if err := e.Err(); !errors.Is(err, btyd.ErrFit) || !errors.As(err, &fault) || fault.Status != btyd.Boundary {
		t.Errorf("%v", err)
	} else if want := "btyd: fit is not to be relied on: boundary: a → 0, b → ∞"; err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if _, ok := e.StdErr("a"); ok {
		t.Error("there is a standard error")
	}
	if _, ok := e.Variance([]float64{1, 1}); ok {
		t.Error("there is a variance")
	}
}

func TestStatus(t *testing.T) {
	for _, s := range []btyd.Status{btyd.NotConverged, btyd.Converged, btyd.Boundary, btyd.Singular} {
		text, err := s.MarshalText()
		var got btyd.Status
		if err != nil || got.UnmarshalText(text) != nil || got != s {
			t.Errorf("%v is written %q and read %v", s, text, got)
		}
	}
	if s := btyd.Status(9).String(); s != "Status(9)" {
		t.Error(s)
	}
	if new(btyd.Status).UnmarshalText([]byte("fine")) == nil {
		t.Error("reads a status that there is not")
	}
}

func TestScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 1000, 5000}).Draw(t, "n")
		records := make([]int, n)
		for i := range records {
			records[i] = i
		}
		dst := make([]float64, rapid.IntRange(0, 6000).Draw(t, "room"))
		got := btyd.Score(dst, records, func(i int) float64 { return float64(2 * i) })
		if len(got) != n {
			t.Fatalf("%d scores of %d", len(got), n)
		}
		for i, v := range got {
			if v != float64(2*i) {
				t.Fatalf("score %d is %v", i, v)
			}
		}
		if n > 0 && len(dst) >= n && &got[0] != &dst[0] {
			t.Error("room was not used")
		}
	})
}
