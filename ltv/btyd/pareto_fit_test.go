package btyd_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention/ltv/btyd"
)

func fitPareto(t testing.TB, records []btyd.Record, s *btyd.Settings[btyd.ParetoNBD]) btyd.Fit[btyd.ParetoNBD] {
	t.Helper()
	f, err := btyd.FitParetoNBD(t.Context(), records, s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// twoDecimals rounds times as the published spreadsheet does.
func twoDecimals(t testing.TB, records []btyd.Record) []btyd.Record {
	t.Helper()
	round := func(v btyd.Time) btyd.Time { return btyd.Weeks(math.Round(v.In(btyd.Week)*100) / 100) }
	list := make([]btyd.Record, len(records))
	for i, c := range records {
		list[i] = record(t, c.X(), round(c.TX()), round(c.T()))
	}
	return list
}

func TestFitParetoNBDReference(t *testing.T) {
	type fit struct {
		ParetoNBD struct {
			Params, SE []float64
			LogLik     float64
			VCov       [][]float64
		}
	}
	var reference map[string]fit
	var file struct {
		Full    fit `json:"cdnow_weekly"`
		Rounded fit `json:"cdnow_weekly_rounded"`
	}
	golden(t, "ltv_mle.json", &file)
	reference = map[string]fit{"full": file.Full, "rounded": file.Rounded}
	data := map[string][]btyd.Record{"full": cdnow(t), "rounded": twoDecimals(t, cdnow(t))}
	for name, want := range reference {
		t.Run(name, func(t *testing.T) {
			want := want.ParetoNBD
			f := fitPareto(t, data[name], &btyd.Settings[btyd.ParetoNBD]{Unit: btyd.Week})
			if f.Status != btyd.Converged || math.Abs(f.LogLikelihood-want.LogLik) > 1e-6 {
				t.Errorf("%v at %v, want %v", f.Status, f.LogLikelihood, want.LogLik)
			}
			for i, p := range f.Params {
				paretoNear(t, p.Name, p.Value, want.Params[i], 1e-6)
				se, ok := f.StdErr(p.Name)
				if !ok {
					t.Errorf("no standard error of %s", p.Name)
				}
				paretoNear(t, "standard error of "+p.Name, se, want.SE[i], 1e-4)
			}
			if diff := cmp.Diff(want.VCov, f.Covariance, cmpopts.EquateApprox(1e-4, 0)); diff != "" {
				t.Errorf("covariance (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(f.Params, f.Model.Params(btyd.Week), cmpopts.EquateApprox(1e-14, 0)); diff != "" {
				t.Errorf("parameters of the fit and of its model (-fit +model):\n%s", diff)
			}
			sum := 0.0
			for _, c := range data[name] {
				sum += f.Model.LogLikelihood(c, btyd.Week)
			}
			paretoNear(t, "log-likelihood of the records", sum, f.LogLikelihood, 1e-12)
		})
	}
}

// Customers who do not leave have s at zero. That is no error.
func TestFitParetoNBDBoundary(t *testing.T) {
	records := onlineRetail(t)
	f := fitPareto(t, records, nil)
	if f.Status != btyd.Boundary || !slices.Contains(f.Runaway, btyd.Runaway{Param: "s"}) {
		t.Errorf("%v, %v", f.Status, f.Runaway)
	}
	// The negative binomial distribution, which is the limit, reaches this.
	if f.LogLikelihood < -61823.591 {
		t.Errorf("log-likelihood %v", f.LogLikelihood)
	}
	var e *btyd.FitError
	if !errors.As(f.Err(), &e) {
		t.Errorf("error %v", f.Err())
	}
	for _, c := range records {
		if p := f.Model.PAlive(c); !(p > 0.999) {
			t.Fatalf("%v is there with probability %v", c, p)
		}
	}
}

// However little the records say, the model predicts something finite, and the
// status does not claim more.
func TestFitParetoNBDDegenerate(t *testing.T) {
	many := func(n int, c btyd.Record) []btyd.Record { return slices.Repeat([]btyd.Record{c}, n) }
	week := btyd.Weeks
	for _, tt := range []struct {
		reason  string
		records []btyd.Record
	}{
		{"one customer", many(1, record(t, 3, week(10), week(20)))},
		{"one customer who never came back", many(1, record(t, 0, week(0), week(20)))},
		{"a customer who came just now", many(1, btyd.Record{})},
		{"nobody came back", many(1000, record(t, 0, week(0), week(30)))},
		{"nobody came back, at different ages", []btyd.Record{record(t, 0, week(0), week(30)), record(t, 0, week(0), week(3))}},
		{"all alike", many(1000, record(t, 5, week(20), week(25)))},
		{"all alike and just there", many(1000, record(t, 5, week(25), week(25)))},
		{"very many purchases", many(3, record(t, 100_000, week(20), week(25)))},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			f := fitPareto(t, tt.records, nil)
			if f.Status == btyd.Converged {
				t.Errorf("converged to %v", f.Params)
			}
			if err := f.Model.Check(); err != nil {
				t.Error(err)
			}
			c := tt.records[0]
			for name, v := range map[string]float64{
				"log-likelihood": f.LogLikelihood,
				"P(alive)":       f.Model.PAlive(c),
				"Expected":       f.Model.Expected(c, week(52)),
				"DERT":           f.Model.DERT(c, btyd.Discount{Rate: 0.1, Per: btyd.Years(1)}),
				"P(none)":        f.Model.PNone(c, week(10)),
			} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("%s is %v", name, v)
				}
			}
		})
	}
}

// simulatedDays returns customers whose purchases are known by the day.
func simulatedDays(t testing.TB, n int) []btyd.Record {
	t.Helper()
	src := rand.NewPCG(1, 2)
	random := rand.New(src)
	records := make([]btyd.Record, n)
	for i := range records {
		end := btyd.Days(float64(27*7 + random.IntN(12*7)))
		x, last := 0, 0.0
		for _, at := range weeklyCDNOW.Simulate(src, end).Purchases {
			if day := math.Floor(at.In(btyd.Day)); day > last {
				last = day
				x++
			}
		}
		records[i] = record(t, x, btyd.Days(last), end)
	}
	return records
}

func TestFitParetoNBDRecovers(t *testing.T) {
	src := rand.NewPCG(5, 6)
	records := make([]btyd.Record, 5_000)
	for i := range records {
		records[i] = weeklyCDNOW.Simulate(src, btyd.Weeks(104)).Record(btyd.Weeks(52 + float64(i%52)))
	}
	f := fitPareto(t, records, nil)
	if f.Err() != nil {
		t.Fatal(f.Err())
	}
	for i, want := range weeklyCDNOW.Params(btyd.Day) {
		se, _ := f.StdErr(want.Name)
		if got := f.Params[i].Value; !(math.Abs(got-want.Value) <= 4*se) {
			t.Errorf("%s = %v ± %v, want %v", want.Name, got, se, want.Value)
		}
	}
}

func TestFitParetoNBDSameBytes(t *testing.T) {
	records := simulatedDays(t, 10_000)
	want := fitPareto(t, records, nil)
	rand.New(rand.NewPCG(7, 8)).Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if diff := cmp.Diff(want, fitPareto(t, records, nil), cmp.AllowUnexported(btyd.Time{})); diff != "" {
		t.Errorf("in another order, on one processor (-want +got):\n%s", diff)
	}
}

func TestFitParetoNBDSettings(t *testing.T) {
	records := simulatedDays(t, 10_000)
	plain := fitPareto(t, records, nil)
	same := func(what string, f btyd.Fit[btyd.ParetoNBD], tolerance float64) {
		t.Helper()
		for i, p := range f.Model.Params(btyd.Day) {
			paretoNear(t, what+": "+p.Name, p.Value, plain.Params[i].Value, tolerance)
		}
	}
	weeks := fitPareto(t, records, &btyd.Settings[btyd.ParetoNBD]{Unit: btyd.Week})
	same("in weeks", weeks, 1e-5)
	purchases := 0.0
	for _, c := range records {
		purchases += float64(c.X())
	}
	paretoNear(t, "log-likelihood in weeks", weeks.LogLikelihood, plain.LogLikelihood+purchases*math.Log(7), 1e-9)

	warm := fitPareto(t, records, &btyd.Settings[btyd.ParetoNBD]{Start: &plain.Model})
	same("from the same model", warm, 1e-5)
	if warm.Iterations >= plain.Iterations {
		t.Errorf("%d iterations from the model itself, %d without", warm.Iterations, plain.Iterations)
	}

	twice := fitPareto(t, append(slices.Clone(records), records...), nil)
	weights := slices.Repeat([]float64{2}, len(records))
	weighted := fitPareto(t, records, &btyd.Settings[btyd.ParetoNBD]{Weights: weights})
	same("everybody twice", twice, 1e-5)
	same("all weights 2", weighted, 1e-5)
	paretoNear(t, "log-likelihood with weights", weighted.LogLikelihood, 2*plain.LogLikelihood, 1e-9)
}

func TestFitParetoNBDErrors(t *testing.T) {
	records := simulatedDays(t, 100)
	if _, err := btyd.FitParetoNBD(t.Context(), nil, nil); !errors.Is(err, btyd.ErrNoData) {
		t.Errorf("of nothing: %v", err)
	}
	bad := btyd.ParetoNBD{R: -1}
	if _, err := btyd.FitParetoNBD(t.Context(), records, &btyd.Settings[btyd.ParetoNBD]{Start: &bad}); !errors.Is(err, btyd.ErrSettings) {
		t.Errorf("from no model: %v", err)
	}
	if _, err := btyd.FitParetoNBD(t.Context(), records, &btyd.Settings[btyd.ParetoNBD]{Penalty: -1}); !errors.Is(err, btyd.ErrSettings) {
		t.Errorf("a negative penalty: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := btyd.FitParetoNBD(ctx, records, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkFitParetoNBD(b *testing.B) {
	run := func(b *testing.B, records []btyd.Record) {
		b.ReportAllocs()
		for b.Loop() {
			if f, err := btyd.FitParetoNBD(b.Context(), records, nil); err != nil || f.Err() != nil {
				b.Fatal(err, f.Err())
			}
		}
	}
	b.Run("CDNOW", func(b *testing.B) { run(b, cdnow(b)) })
	b.Run("customers=100000", func(b *testing.B) { run(b, simulatedDays(b, 100_000)) })
}

func BenchmarkScoreParetoNBD(b *testing.B) {
	records := simulatedDays(b, 1_000_000)
	scores := make([]float64, len(records))
	run := func(b *testing.B, f func(btyd.Record) float64) {
		b.ReportAllocs()
		for b.Loop() {
			scores = btyd.Score(scores, records, f)
		}
	}
	b.Run("PAlive/customers=1000000", func(b *testing.B) { run(b, weeklyCDNOW.PAlive) })
	b.Run("Expected/customers=1000000", func(b *testing.B) {
		run(b, func(c btyd.Record) float64 { return weeklyCDNOW.Expected(c, btyd.Weeks(39)) })
	})
	b.Run("DERT/customers=1000000", func(b *testing.B) {
		d := btyd.Discount{Rate: 0.15, Per: btyd.Years(1)}
		run(b, func(c btyd.Record) float64 { return weeklyCDNOW.DERT(c, d) })
	})
}

// TestFitParetoNBDOfStaleData fits records that end long after anybody bought: all
// customers have left, and nothing tells how much they differed in that.
func TestFitParetoNBDOfStaleData(t *testing.T) {
	var records []btyd.Record
	for _, c := range cdnow(t) {
		records = append(records, c.Wait(btyd.Weeks(104)))
	}
	f := fitPareto(t, records, &btyd.Settings[btyd.ParetoNBD]{Unit: btyd.Week})
	want := []btyd.Runaway{{Param: "s", Infinite: true}, {Param: "beta", Infinite: true}}
	if f.Status != btyd.Boundary || !slices.Equal(f.Runaway, want) {
		t.Errorf("%v: %v", f.Status, f.Runaway)
	}
	if f.LogLikelihood < -9972.967 {
		t.Errorf("log-likelihood %v", f.LogLikelihood)
	}
	if f.Evaluations > 1000 {
		t.Errorf("%d evaluations: the search crawls along a ridge", f.Evaluations)
	}
}
