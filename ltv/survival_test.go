package ltv_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/ltv"
	"pgregory.net/rapid"
)

// survivalObservations makes observations of times; those below 0 are censored.
func survivalObservations(times ...float64) (list []ltv.Observation) {
	for _, t := range times {
		list = append(list, ltv.Observation{Time: math.Abs(t), Event: t > 0})
	}
	return list
}

// The weeks of remission of patients with leukaemia, by treatment, from
// Freireich et al. 1963, as tabulated by Gehan 1965 and in many textbooks since.
// Minus marks those still in remission.
var (
	survivalTreated = survivalObservations(
		6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35)
	survivalPlacebo = survivalObservations(
		1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
)

func kaplanMeier(t cohortFatal, list []ltv.Observation) *ltv.Survival {
	t.Helper()
	s, err := ltv.KaplanMeier(list, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func survivalNear(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

// Survival and its error are the published ones (for example Klein &
// Moeschberger 2003, section 4.2); the limits are those that log-log intervals of
// statistical packages have for these data.
func TestKaplanMeierOfRemissions(t *testing.T) {
	s := kaplanMeier(t, survivalTreated)
	want := []struct {
		step   ltv.SurvivalStep
		stdErr float64 // to four digits
	}{
		{ltv.SurvivalStep{Time: 6, AtRisk: 21, Events: 3, Censored: 1, Survival: 0.8571, Lower: 0.6197, Upper: 0.9516}, 0.0764},
		{ltv.SurvivalStep{Time: 7, AtRisk: 17, Events: 1, Survival: 0.8067, Lower: 0.5631, Upper: 0.9228}, 0.0869},
		{ltv.SurvivalStep{Time: 10, AtRisk: 15, Events: 1, Censored: 1, Survival: 0.7529, Lower: 0.5032, Upper: 0.8894}, 0.0963},
		{ltv.SurvivalStep{Time: 13, AtRisk: 12, Events: 1, Survival: 0.6902, Lower: 0.4316, Upper: 0.8491}, 0.1068},
		{ltv.SurvivalStep{Time: 16, AtRisk: 11, Events: 1, Survival: 0.6275, Lower: 0.3675, Upper: 0.8049}, 0.1141},
		{ltv.SurvivalStep{Time: 22, AtRisk: 7, Events: 1, Survival: 0.5378, Lower: 0.2678, Upper: 0.7468}, 0.1282},
		{ltv.SurvivalStep{Time: 23, AtRisk: 6, Events: 1, Survival: 0.4482, Lower: 0.1881, Upper: 0.6801}, 0.1346},
	}
	var got []ltv.SurvivalStep
	for _, step := range s.Steps {
		if step.Events > 0 {
			got = append(got, step)
		}
	}
	if len(got) != len(want) || s.N != 21 || s.Events != 9 || len(s.Steps) != 16 {
		t.Fatalf("%d of %d steps with events, %d of %d", len(got), len(s.Steps), s.Events, s.N)
	}
	for i, g := range got {
		w := want[i].step
		if g.Time != w.Time || g.AtRisk != w.AtRisk || g.Events != w.Events || g.Censored != w.Censored ||
			!survivalNear(g.Survival, w.Survival, 5e-5) || !survivalNear(g.StdErr, want[i].stdErr, 5e-5) ||
			!survivalNear(g.Lower, w.Lower, 5e-5) || !survivalNear(g.Upper, w.Upper, 5e-5) {
			t.Errorf("step %+v, want %+v", g, want[i])
		}
	}
	if median, ok := s.Median(); !ok || median != 23 {
		t.Errorf("median %v, %v, want 23", median, ok)
	}
	if _, ok := s.Quantile(0.75); ok {
		t.Error("the curve does not come down to a quarter")
	}
	lower, upper, lowerOK, upperOK := s.QuantileBand(0.5)
	if lower != 13 || !lowerOK || upperOK {
		t.Errorf("median from %v, %v to %v, %v, want from 13 without end", lower, lowerOK, upper, upperOK)
	}
	if mean, stdErr, ok := s.RestrictedMean(35); !ok || !survivalNear(mean, 23.29, 5e-3) || !survivalNear(stdErr, 2.83, 5e-3) {
		t.Errorf("mean within 35 weeks %v ± %v, want 23.29 ± 2.83", mean, stdErr)
	}
}

func TestKaplanMeierOfAllEvents(t *testing.T) {
	s := kaplanMeier(t, survivalPlacebo)
	if median, ok := s.Median(); !ok || median != 8 {
		t.Errorf("median %v, want 8", median)
	}
	lower, upper, lowerOK, upperOK := s.QuantileBand(0.5)
	if lower != 4 || upper != 11 || !lowerOK || !upperOK {
		t.Errorf("median from %v to %v, want 4 to 11", lower, upper)
	}
	if mean, _, ok := s.RestrictedMean(100); !ok || !survivalNear(mean, 182.0/21, 1e-12) {
		t.Errorf("mean %v, want that of the times, 8.67", mean)
	}
	last, before := s.Steps[len(s.Steps)-1], s.Steps[len(s.Steps)-2]
	if last.Survival != 0 || last.StdErr != 0 || last.Lower != 0 || last.Upper != before.Upper {
		t.Errorf("the last step is %+v", last)
	}
	if share, ok := s.At(1e9); share != 0 || !ok {
		t.Errorf("long after the last event: %v, %v", share, ok)
	}
}

func genObservations() *rapid.Generator[[]ltv.Observation] {
	one := rapid.Custom(func(t *rapid.T) ltv.Observation {
		return ltv.Observation{
			Time:  float64(rapid.IntRange(0, 12).Draw(t, "time")) / 4,
			Event: rapid.Bool().Draw(t, "event"),
		}
	})
	return rapid.OneOf(rapid.SliceOfN(one, 0, 30), rapid.SliceOfN(one, 15, 40))
}

// naiveSurvival computes S(t) and its variance at t from their definitions, in
// fractions.
func naiveSurvival(list []ltv.Observation, t float64) (share, variance *big.Rat) {
	share, variance = big.NewRat(1, 1), new(big.Rat)
	for at := 0.0; at <= t; at += 0.25 {
		n, d := int64(0), int64(0)
		for _, o := range list {
			if o.Time >= at {
				n++
			}
			if o.Time == at && o.Event {
				d++
			}
		}
		if d == 0 {
			continue
		}
		share.Mul(share, big.NewRat(n-d, n))
		if n > d {
			variance.Add(variance, big.NewRat(d, n*(n-d)))
		}
	}
	return share, variance.Mul(variance, new(big.Rat).Mul(share, share))
}

func TestKaplanMeierIsWhatItsDocumentationSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := genObservations().Draw(rt, "observations")
		level := rapid.SampledFrom([]float64{0.5, 0.9, 0.95, 0.999}).Draw(rt, "level")
		s, err := ltv.KaplanMeier(list, level)
		if err != nil {
			rt.Fatal(err)
		}
		z := math.Sqrt2 * math.Erfinv(level)
		events, left, before := 0, len(list), 1.0
		for i, step := range s.Steps {
			share, variance := naiveSurvival(list, step.Time)
			want, _ := share.Float64()
			v, _ := variance.Float64()
			if !survivalNear(step.Survival, want, 1e-12) || !survivalNear(step.StdErr, math.Sqrt(v), 1e-12) {
				rt.Fatalf("at %v: %v ± %v, want %v ± %v", step.Time, step.Survival, step.StdErr, want, math.Sqrt(v))
			}
			if step.AtRisk != left || step.Events+step.Censored < 1 || i > 0 && step.Time <= s.Steps[i-1].Time {
				rt.Fatalf("step %d of %+v does not go on from the one before", i, s.Steps)
			}
			if !(0 <= step.Lower && step.Lower <= step.Survival && step.Survival <= step.Upper && step.Upper <= 1) || step.Survival > before {
				rt.Fatalf("at %v: %v in [%v, %v], before %v", step.Time, step.Survival, step.Lower, step.Upper, before)
			}
			if want > 0 && want < 1 { // the band is symmetric on the scale of log(-log S)
				c, half := math.Log(-math.Log(want)), z*math.Sqrt(v)/want/-math.Log(want)
				up, down := math.Log(-math.Log(step.Lower)), math.Log(-math.Log(step.Upper))
				if !survivalNear(up-c, half, 1e-6*(1+half)) || !survivalNear(c-down, half, 1e-6*(1+half)) {
					rt.Fatalf("at %v: log-log band from %v to %v around %v, want ±%v", step.Time, down, up, c, half)
				}
			}
			left -= step.Events + step.Censored
			events += step.Events
			before = step.Survival
		}
		if left != 0 || events != s.Events || s.N != len(list) || s.Level != level {
			rt.Fatalf("%d left, %d of %d events", left, events, s.Events)
		}
	})
}

func TestKaplanMeierWithoutCensoringIsTheShareOfLaterTimes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := genObservations().Draw(rt, "observations")
		for i := range list {
			list[i].Event = true
		}
		s := kaplanMeier(rt, list)
		times := make([]float64, len(list))
		sum := 0.0
		for i, o := range list {
			times[i] = o.Time
			sum += o.Time
		}
		slices.Sort(times)
		n := float64(len(list))
		for i, at := range times {
			later := 0.0
			for _, o := range list {
				if o.Time > at {
					later++
				}
			}
			if got, ok := s.At(at); !ok || !survivalNear(got, later/n, 1e-12) {
				rt.Fatalf("S(%v) = %v, %v, want %v", at, got, ok, later/n)
			}
			if q, ok := s.Quantile(float64(i+1) / n); !ok || q != at {
				rt.Fatalf("%d of %d are through at %v, not %v", i+1, len(list), q, at)
			}
		}
		mean, _, ok := s.RestrictedMean(3)
		if len(list) > 0 && (!ok || !survivalNear(mean, sum/n, 1e-12)) {
			rt.Fatalf("mean %v, want %v", mean, sum/n)
		}
	})
}

func TestKaplanMeierMovesWithItsData(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := genObservations().Draw(rt, "observations")
		want := kaplanMeier(rt, list)
		shuffled := rapid.Permutation(list).Draw(rt, "shuffled")
		kept := slices.Clone(shuffled)
		if diff := gocmp.Diff(want, kaplanMeier(rt, shuffled)); diff != "" {
			rt.Fatalf("in another order (-want +got):\n%s", diff)
		}
		if !slices.Equal(kept, shuffled) {
			rt.Fatal("the observations were changed")
		}
		for i := range shuffled {
			shuffled[i].Time *= 8
		}
		for i := range want.Steps {
			want.Steps[i].Time *= 8
		}
		if diff := gocmp.Diff(want, kaplanMeier(rt, shuffled)); diff != "" {
			rt.Fatalf("in another unit (-want +got):\n%s", diff)
		}
		double := kaplanMeier(rt, append(shuffled, shuffled...))
		for i, step := range double.Steps {
			w := want.Steps[i]
			if !survivalNear(step.Survival, w.Survival, 1e-12) || !survivalNear(step.StdErr*math.Sqrt2, w.StdErr, 1e-12) {
				rt.Fatalf("everybody twice: %+v, once: %+v", step, w)
			}
		}
	})
}

func TestSurvivalAreas(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := kaplanMeier(rt, genObservations().Draw(rt, "observations"))
		until := float64(rapid.IntRange(0, 32).Draw(rt, "until")) / 8
		mean, stdErr, ok := s.RestrictedMean(until)
		if _, known := s.At(until); known != ok {
			rt.Fatalf("mean until %v: %v, S: %v", until, ok, known)
		}
		if !ok {
			return
		}
		area := func(from float64) (sum float64) {
			for at := from; at < until; at += 0.125 {
				share, _ := s.At(at)
				sum += share * 0.125
			}
			return sum
		}
		variance := 0.0
		for _, step := range s.Steps {
			if n, d := float64(step.AtRisk), float64(step.Events); step.Time < until && n > d {
				variance += area(step.Time) * area(step.Time) * d / (n * (n - d))
			}
		}
		if !survivalNear(mean, area(0), 1e-12) || !survivalNear(stdErr, math.Sqrt(variance), 1e-12) {
			rt.Fatalf("%v ± %v until %v, want %v ± %v", mean, stdErr, until, area(0), math.Sqrt(variance))
		}
	})
}

// The interval of a level covers the truth about as often as it says, also in
// the tail of a curve of few observations.
func TestSurvivalBandsCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const runs = 2000
	for _, at := range []float64{0.2, 0.7, 1.2} {
		covered := 0
		for range runs {
			var list []ltv.Observation
			for range 60 {
				event, censor := rng.ExpFloat64(), 3*rng.Float64()
				list = append(list, ltv.Observation{Time: min(event, censor), Event: event <= censor})
			}
			var in ltv.SurvivalStep
			for _, step := range kaplanMeier(t, list).Steps {
				if step.Time <= at {
					in = step
				}
			}
			if truth := math.Exp(-at); in.Lower <= truth && truth <= in.Upper {
				covered++
			}
		}
		if share := float64(covered) / runs; share < 0.93 || share > 0.97 {
			t.Errorf("at %v the 95 %% band covers %.3f", at, share)
		}
	}
}

func TestSurvivalEdges(t *testing.T) {
	none := kaplanMeier(t, nil)
	if _, ok := none.At(0); ok || none.N != 0 || none.Steps != nil {
		t.Errorf("nobody was observed: %+v", none)
	}
	if _, ok := none.Median(); ok {
		t.Error("nobody has a median")
	}
	if _, _, ok := none.RestrictedMean(0); ok {
		t.Error("nobody has a mean")
	}
	s := kaplanMeier(t, survivalObservations(2, -4))
	for _, tt := range []struct {
		reason string
		t      float64
		want   float64
		ok     bool
	}{
		{"the beginning", 0, 1, true},
		{"before the event", 1.9, 1, true},
		{"at the event", 2, 0.5, true},
		{"while observed", 4, 0.5, true},
		{"after all were censored", 4.1, 0, false},
		{"before the beginning", -1, 0, false},
		{"no number", math.NaN(), 0, false},
		{"for ever", math.Inf(1), 0, false},
	} {
		if got, ok := s.At(tt.t); got != tt.want || ok != tt.ok {
			t.Errorf("%s: S(%v) = %v, %v", tt.reason, tt.t, got, ok)
		}
		if _, _, ok := s.RestrictedMean(tt.t); ok != tt.ok {
			t.Errorf("%s: mean until %v: %v", tt.reason, tt.t, ok)
		}
	}
	for _, p := range []float64{0, -1, 1.5, math.NaN()} {
		if _, ok := s.Quantile(p); ok {
			t.Errorf("a quantile of %v", p)
		}
		if _, _, a, b := s.QuantileBand(p); a || b {
			t.Errorf("a band of the quantile of %v", p)
		}
	}
	if step := kaplanMeier(t, survivalObservations(-1, 2)).Steps[0]; step.Lower != 1 || step.Upper != 1 || step.StdErr != 0 {
		t.Errorf("before any event: %+v", step)
	}
	if step := kaplanMeier(t, survivalObservations(1)).Steps[0]; step.Lower != 0 || step.Upper != 1 {
		t.Errorf("all at once: %+v", step)
	}
	if step := kaplanMeier(t, []ltv.Observation{{Time: math.Copysign(0, -1), Event: true}}).Steps[0]; math.Signbit(step.Time) {
		t.Error("a time of -0")
	}
}

func TestKaplanMeierErrors(t *testing.T) {
	for _, tt := range []struct {
		times []float64
		level float64
		want  string
	}{
		{[]float64{1, math.NaN()}, 0.95, "ltv: unusable survival data: observation 1: time NaN"},
		{[]float64{1, 2, math.Inf(1)}, 0.95, "ltv: unusable survival data: observation 2: time +Inf"},
		{[]float64{-1}, 0.95, "ltv: unusable survival data: observation 0: time -1"},
		{nil, 0, "ltv: unusable survival data: confidence level 0 is not inside (0, 1)"},
		{nil, 1, "ltv: unusable survival data: confidence level 1 is not inside (0, 1)"},
		{nil, math.NaN(), "ltv: unusable survival data: confidence level NaN is not inside (0, 1)"},
	} {
		var list []ltv.Observation
		for _, t := range tt.times {
			list = append(list, ltv.Observation{Time: t})
		}
		if s, err := ltv.KaplanMeier(list, tt.level); s != nil || !errors.Is(err, ltv.ErrSurvival) || err.Error() != tt.want {
			t.Errorf("%v, %v: %v, want %s", tt.times, tt.level, err, tt.want)
		}
	}
}

// What comes out is always finite, even of many, of few, and at hard levels.
func TestSurvivalIsFinite(t *testing.T) {
	var many []ltv.Observation
	for i := range 100_000 {
		many = append(many, ltv.Observation{Time: float64(i), Event: i%3 > 0})
	}
	for _, list := range [][]ltv.Observation{many, survivalTreated, survivalObservations(1, 2), survivalObservations(math.MaxFloat64, 5e-324)} {
		for _, level := range []float64{1e-300, 0.5, math.Nextafter(1, 0)} {
			s, err := ltv.KaplanMeier(list, level)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := json.Marshal(s); err != nil { // has no NaN and no Inf
				t.Errorf("%d observations, level %v: %v", len(list), level, err)
			}
		}
	}
}

func BenchmarkKaplanMeier100k(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	list := make([]ltv.Observation, 100_000)
	for i := range list {
		list[i] = ltv.Observation{Time: float64(rng.IntN(1500)), Event: rng.IntN(3) > 0}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ltv.KaplanMeier(list, 0.95); err != nil {
			b.Fatal(err)
		}
	}
}
