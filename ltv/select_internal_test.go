package ltv

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/ltv/btyd"
	"pgregory.net/rapid"
)

// genCandidate draws a candidate of a kind, as good as some others.
func genCandidate(k Kind) *rapid.Generator[Candidate] {
	models := []btyd.Model{
		btyd.BGNBD{R: 0.25, Alpha: btyd.Days(31), A: 0.8, B: 2.4},
		btyd.MBGNBD{R: 0.5, Alpha: btyd.Days(43), A: 0.9, B: 1.6},
		btyd.ParetoNBD{R: 0.55, Alpha: btyd.Days(74), S: 0.6, Beta: btyd.Days(82)},
	}
	return rapid.Custom(func(t *rapid.T) Candidate {
		m := models[k]
		e := btyd.Estimate{
			Params: m.Params(btyd.Day), Customers: 100, Rows: 60, Iterations: 5, Evaluations: 20,
			LogLikelihood: -1000 - float64(rapid.IntRange(0, 2).Draw(t, "fit"))*1e-3,
			Status:        rapid.SampledFrom([]btyd.Status{btyd.NotConverged, btyd.Converged, btyd.Boundary, btyd.Singular}).Draw(t, "status"),
		}
		switch e.Status {
		case btyd.Converged:
			e.Covariance = [][]float64{{1, .1, 0, 0}, {.1, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}
		case btyd.Boundary:
			e.Runaway = []btyd.Runaway{{Param: e.Params[2].Name}}
		}
		// Scores that differ in the seventh decimal are equal.
		score := -1 - float64(rapid.IntRange(0, 2).Draw(t, "score"))*1e-5 - rapid.Float64Range(0, 4e-7).Draw(t, "noise")
		return Candidate{Fitted{m, e}, &Validation{Model: m.Name(), LogScore: score, Customers: 100, Tracking: []TrackedPeriod{}}}
	})
}

func genSelection() *rapid.Generator[*Selection] {
	return rapid.Custom(func(t *rapid.T) *Selection {
		settings := SelectSettings{
			Kinds: rapid.Permutation(Kinds()).Draw(t, "kinds")[:rapid.IntRange(1, 3).Draw(t, "candidates")],
			By:    rapid.SampledFrom([]Criterion{ByHoldout, ByBIC}).Draw(t, "by"),
		}
		var list []Candidate
		for _, k := range settings.Kinds {
			list = append(list, genCandidate(k).Draw(t, "candidate"))
		}
		return choose(settings, list)
	})
}

// beats says in the plainest way whether a candidate is to be preferred.
func beats(a, b Candidate, by Criterion) (better, equal bool) {
	rank := map[btyd.Status]int{btyd.Converged: 2, btyd.Boundary: 1, btyd.Singular: 1, btyd.NotConverged: 0}
	if rank[a.Status] != rank[b.Status] {
		return rank[a.Status] > rank[b.Status], false
	}
	ahead := a.Holdout.LogScore - b.Holdout.LogScore
	if by == ByBIC {
		ahead = b.BIC() - a.BIC()
	}
	return ahead > 1e-6, -1e-6 < ahead && ahead < 1e-6
}

func TestChoice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genSelection().Draw(t, "selection")
		best := s.Best()
		for i, c := range s.Candidates {
			better, equal := beats(c, *best, s.Settings.By)
			if better {
				t.Errorf("%v is better than %v, which was chosen", s.Settings.Kinds[i], s.Settings.Kinds[s.Chosen])
			}
			if equal && i < s.Chosen {
				t.Errorf("%v is as good and comes first", s.Settings.Kinds[i])
			}
		}
		if c := best.class(); (best.Err() == nil) != (c == 0) {
			t.Errorf("class %d: %v", c, best.Err())
		}

		table := s.Table()
		if len(table) != len(s.Candidates) || table[0].Kind != s.Settings.Kinds[s.Chosen] {
			t.Fatalf("table %+v", table)
		}
		for i, row := range table {
			if row.Rank != i+1 {
				t.Errorf("rank %d in row %d", row.Rank, i)
			}
		}
		checkReason(t, s)

		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back Selection
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, &back, cmpopts.EquateComparable(btyd.Time{}, retention.Date{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("after JSON (-want +got)\n%s", diff)
		}
	})
}

func checkReason(t *rapid.T, s *Selection) {
	r := s.Reason
	if r.Chosen.Kind != s.Settings.Kinds[s.Chosen] || r.By != s.Settings.By {
		t.Errorf("reason %+v for %v", r, s.Settings.Kinds[s.Chosen])
	}
	best := s.Best()
	asClear, equals, higher := 0, 0, 0
	for i, c := range s.Candidates {
		if i == s.Chosen {
			continue
		}
		_, equal := beats(c, *best, s.Settings.By)
		if equal {
			equals++
		}
		if c.class() == best.class() {
			asClear++
		}
		other := c
		other.Status = best.Status
		if better, _ := beats(other, *best, s.Settings.By); better {
			higher++
		}
	}
	want := BestScore
	switch {
	case len(s.Candidates) == 1:
		want = OnlyCandidate
	case asClear == 0:
		want = OnlyClearFit
	case equals > 0:
		want = EqualScore
	}
	if r.Code != want || len(r.Better) != higher || (r.Second != nil) != (asClear > 0) {
		t.Errorf("reason %+v, want %s and %d better", r, want, higher)
	}
	if r.Text(retention.English) == r.Text(retention.Japanese) {
		t.Errorf("text %q", r.Text(retention.English))
	}
}

func TestReasonText(t *testing.T) {
	second := &Scored{MBGNBD, -0.9852}
	tests := []struct {
		reason Reason
		en, ja string
	}{
		{Reason{Code: OnlyCandidate}, "BG/NBD was the only candidate.", "候補はBG/NBDだけでした。"},
		{
			Reason{Code: OnlyClearFit, Chosen: Scored{MBGNBD, -1}, Better: []Scored{{BGNBD, -0.5}, {ParetoNBD, -0.6}}},
			"MBG/NBD was chosen: no other model's fit is as clear. BG/NBD and Pareto/NBD scored better, but the fit is less clear.",
			"MBG/NBDを選びました。ほかのモデルは推定がこれほど安定していません。BG/NBDとPareto/NBDは点数では上ですが、推定が安定していないため選びませんでした。",
		},
		{
			Reason{Code: BestScore, Chosen: Scored{ParetoNBD, -0.9751}, Second: second},
			"Pareto/NBD was chosen: it has the best log score in the holdout, -0.975100; next is MBG/NBD with -0.985200.",
			"Pareto/NBDを選びました。検証期間の予測の点数（対数スコア）が最も高く（-0.975100）、次点はMBG/NBD（-0.985200）でした。",
		},
		{
			Reason{Code: EqualScore, Chosen: Scored{BGNBD, -0.9852}, Second: second},
			"BG/NBD was chosen: it has the best log score in the holdout, -0.985200, as has MBG/NBD, which comes after it.",
			"BG/NBDを選びました。検証期間の予測の点数（対数スコア）が最も高く（-0.985200）、MBG/NBDと並びましたが、候補の順番が先のためです。",
		},
		{
			Reason{Code: BestScore, By: ByBIC, Chosen: Scored{ParetoNBD, 19000.25}, Second: &Scored{MBGNBD, 19001}},
			"Pareto/NBD was chosen: it has the lowest BIC, 19000.2500; next is MBG/NBD with 19001.0000.",
			"Pareto/NBDを選びました。BICが最も小さく（19000.2500）、次点はMBG/NBD（19001.0000）でした。",
		},
		{
			Reason{Code: EqualScore, Chosen: Scored{BGNBD, -4e-7}, Second: &Scored{MBGNBD, -3e-7}},
			"BG/NBD was chosen: it has the best log score in the holdout, 0.000000, as has MBG/NBD, which comes after it.",
			"BG/NBDを選びました。検証期間の予測の点数（対数スコア）が最も高く（0.000000）、MBG/NBDと並びましたが、候補の順番が先のためです。",
		},
		{
			Reason{Code: BestScore, By: ByBIC, Chosen: Scored{ParetoNBD, -4e-5}, Second: &Scored{MBGNBD, 1e-4}},
			"Pareto/NBD was chosen: it has the lowest BIC, 0.0000; next is MBG/NBD with 0.0001.",
			"Pareto/NBDを選びました。BICが最も小さく（0.0000）、次点はMBG/NBD（0.0001）でした。",
		},
		{
			Reason{Code: EqualScore, Chosen: Scored{ParetoNBD, -1}}, // as JSON may have it
			"Pareto/NBD was chosen: it has the best log score in the holdout, -1.000000, as has BG/NBD, which comes after it.",
			"Pareto/NBDを選びました。検証期間の予測の点数（対数スコア）が最も高く（-1.000000）、BG/NBDと並びましたが、候補の順番が先のためです。",
		},
		{Reason{Code: "by-lot"}, "by-lot", "by-lot"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.en, test.reason.Text("")); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if diff := cmp.Diff(test.ja, test.reason.Text(retention.Japanese)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
