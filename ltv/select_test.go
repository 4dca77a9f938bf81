package ltv_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv"
	"github.com/retentionkit/retention/ltv/btyd"
)

func heldBakery(t testing.TB) *ltv.Holdout {
	t.Helper()
	view := bakery()
	until, ok := ltv.CalibrationEnd(view)
	h, err := ltv.Hold(view, until)
	if !ok || err != nil {
		t.Fatal(err)
	}
	return h
}

var exactly = cmpopts.EquateComparable(btyd.Time{}, retention.Date{})

// Select returns what fits and validations by hand do, and their best.
func TestSelectIsWhatItsDocumentationSays(t *testing.T) {
	h := heldBakery(t)
	var seen []ltv.SelectProgress
	s, err := ltv.Select(t.Context(), h, &ltv.SelectSettings{
		Kinds: []ltv.Kind{ltv.ParetoNBD, ltv.BGNBD, ltv.MBGNBD}, Unit: btyd.Week,
		Progress: func(p ltv.SelectProgress) { seen = append(seen, p) },
	})
	if err != nil {
		t.Fatal(err)
	}
	best := 0
	for i, k := range s.Settings.Kinds {
		f, err := k.Fit(t.Context(), h.Base.Records(), &ltv.FitSettings{Unit: btyd.Week})
		if err != nil {
			t.Fatal(err)
		}
		v, err := ltv.Validate(t.Context(), f.Model, h)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(ltv.Candidate{Fitted: f, Holdout: v}, s.Candidates[i], exactly); diff != "" {
			t.Errorf("%v (-by hand +selected)\n%s", k, diff)
		}
		if v.LogScore > s.Candidates[best].Holdout.LogScore {
			best = i
		}
		if f.Err() != nil {
			t.Errorf("%v: %v", k, f.Err())
		}
	}
	if s.Chosen != best {
		t.Errorf("chose %v", s.Settings.Kinds[s.Chosen])
	}
	last := ltv.SelectProgress{}
	for _, p := range seen {
		if p.Of != 3 || p.Kind != s.Settings.Kinds[p.Candidate-1] || p.Candidate < last.Candidate {
			t.Fatalf("progress %+v after %+v", p, last)
		}
		last = p
	}
	if last.Candidate != 3 || last.Evaluations != s.Candidates[2].Evaluations {
		t.Errorf("the last progress is %+v of %d evaluations", last, s.Candidates[2].Evaluations)
	}

	byBIC, err := ltv.Select(t.Context(), h, &ltv.SelectSettings{By: ltv.ByBIC})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range byBIC.Candidates {
		if c.BIC() < byBIC.Best().BIC() {
			t.Errorf("%s has a BIC of %v, the best %v", c.Model.Name(), c.BIC(), byBIC.Best().BIC())
		}
	}
	if diff := gocmp.Diff(ltv.Kinds(), byBIC.Settings.Kinds); diff != "" {
		t.Errorf("candidates by default (-want +got)\n%s", diff)
	}
}

// A selection that was stored refits like the one it came from.
func TestSelectionRefit(t *testing.T) {
	h := heldBakery(t)
	calls := 0
	s, err := ltv.Select(t.Context(), h, &ltv.SelectSettings{
		Kinds: []ltv.Kind{ltv.BGNBD, ltv.MBGNBD}, Unit: btyd.Week, Penalty: 0.01,
		Start:    []btyd.Model{btyd.ParetoNBD{R: 1, Alpha: btyd.Days(1), S: 1, Beta: btyd.Days(1)}}, // no candidate
		Progress: func(ltv.SelectProgress) { calls++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range s.Settings.Kinds {
		f, err := k.Fit(t.Context(), h.Base.Records(), &ltv.FitSettings{Unit: btyd.Week, Penalty: 0.01})
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(f, s.Candidates[i].Fitted, exactly); diff != "" {
			t.Errorf("%v with a penalty (-by hand +selected)\n%s", k, diff)
		}
	}
	again, err := ltv.Select(t.Context(), h, &ltv.SelectSettings{
		Kinds: s.Settings.Kinds, Unit: btyd.Week, Penalty: 0.01, Start: []btyd.Model{s.Candidates[0].Model, s.Candidates[1].Model},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Candidates {
		if was, is := s.Candidates[i].Evaluations, again.Candidates[i].Evaluations; is >= was {
			t.Errorf("%v: %d evaluations from the maximum, %d from afar", s.Settings.Kinds[i], is, was)
		}
	}
	whole := ltv.Summarize(bakery())
	calls = 0
	warm, err := s.Refit(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	if calls != warm.Evaluations {
		t.Errorf("told of %d evaluations of %d", calls, warm.Evaluations)
	}
	k, _ := warm.Kind()
	if k != s.Settings.Kinds[s.Chosen] || warm.Unit != btyd.Week || warm.Status != btyd.Converged {
		t.Errorf("%v, %v, %v", k, warm.Unit, warm.Status)
	}
	cold, err := k.Fit(t.Context(), whole.Records(), &ltv.FitSettings{Unit: btyd.Week, Penalty: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	byHand, err := k.Fit(t.Context(), whole.Records(), &ltv.FitSettings{Unit: btyd.Week, Penalty: 0.01, Start: s.Best().Model})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(byHand, warm, exactly); diff != "" || warm.Evaluations == cold.Evaluations {
		t.Errorf("warm (-by hand +refitted)\n%s", diff)
	}
	if math.Abs(cold.LogLikelihood-warm.LogLikelihood) > 1e-6 {
		t.Errorf("log-likelihood %v, from scratch %v", warm.LogLikelihood, cold.LogLikelihood)
	}

	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var stored ltv.Selection
	if err := json.Unmarshal(data, &stored); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"chosen":1`, `"chosen":2`},
		{`"chosen":1`, `"chosen":-1`},
		{`"kinds":["BG/NBD","MBG/NBD"]`, `"kinds":["MBG/NBD","BG/NBD"]`},
		{`"kinds":["BG/NBD","MBG/NBD"]`, `"kinds":["BG/NBD"]`},
		{`"candidates":[{"fitted"`, `"candidates":[{"fitting"`},
		{`"holdout":{`, `"withheld":{`},
	} {
		text := strings.Replace(string(data), change[0], change[1], 1)
		if err := json.Unmarshal([]byte(text), new(ltv.Selection)); text == string(data) || !errors.Is(err, ltv.ErrFitted) {
			t.Errorf("%s instead of %s: error %v", change[1], change[0], err)
		}
	}
	refitted, err := stored.Refit(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(warm, refitted, exactly); diff != "" {
		t.Errorf("after JSON (-want +got)\n%s", diff)
	}
}

func TestSelectRefuses(t *testing.T) {
	h := heldBakery(t)
	bg := btyd.BGNBD{R: 1, Alpha: btyd.Days(1), A: 1, B: 1}
	tests := []struct {
		reason string
		s      ltv.SelectSettings
		want   string
	}{
		{"an unknown kind", ltv.SelectSettings{Kinds: []ltv.Kind{9}}, "ltv: impossible settings: unknown model: Kind(9)"},
		{"a kind twice", ltv.SelectSettings{Kinds: []ltv.Kind{1, 1}}, "ltv: impossible settings: MBG/NBD twice"},
		{"an unknown criterion", ltv.SelectSettings{By: 7}, "ltv: impossible settings: unknown Criterion(7)"},
		{"a start that is none", ltv.SelectSettings{Start: []btyd.Model{nil}}, "ltv: impossible settings: a start that is no model"},
		{"two starts of a kind", ltv.SelectSettings{Start: []btyd.Model{bg, bg}}, "ltv: impossible settings: two starts of kind BG/NBD"},
		{"what the fit refuses", ltv.SelectSettings{Penalty: -1}, "ltv: MBG/NBD: btyd: impossible settings: a penalty of -1"},
	}
	for _, test := range tests {
		_, err := ltv.Select(t.Context(), h, &test.s)
		if !errors.Is(err, btyd.ErrSettings) || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.reason, err, test.want)
		}
	}
	for _, h := range []*ltv.Holdout{nil, {}, {Base: ltv.Summarize(retention.View{})}} {
		if _, err := ltv.Select(t.Context(), h, nil); !errors.Is(err, ltv.ErrHoldout) || !errors.Is(err, ltv.ErrNoCustomers) {
			t.Errorf("nobody: error %v", err)
		}
	}
}

func TestSelectStopsWhenAsked(t *testing.T) {
	h := heldBakery(t)
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := ltv.Select(ctx, h, &ltv.SelectSettings{Progress: func(p ltv.SelectProgress) {
		if calls++; p.Candidate == 2 && p.Evaluations == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after %d evaluations", err, calls)
	}
	s := &ltv.Selection{Candidates: make([]ltv.Candidate, 1)}
	if _, err := s.Refit(t.Context(), h.Base); !errors.Is(err, btyd.ErrSettings) {
		t.Errorf("refit of nothing: error %v", err)
	}
}

func TestCriterionText(t *testing.T) {
	for _, c := range []ltv.Criterion{ltv.ByHoldout, ltv.ByBIC} {
		var back ltv.Criterion
		text, err := c.MarshalText()
		if err != nil || back.UnmarshalText(text) != nil || back != c || string(text) != c.String() {
			t.Errorf("%v became %v by way of %q: %v", c, back, text, err)
		}
	}
	if _, err := ltv.Criterion(2).MarshalText(); err == nil {
		t.Error("an unknown criterion has a text")
	}
	if err := new(ltv.Criterion).UnmarshalText([]byte("best")); err == nil {
		t.Error("read an unknown criterion")
	}
}
