package rfm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestScaleSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableOf(t, population().Draw(t, "population"))
		scale := fit(t, table, rfm.Method{
			Mode: rapid.SampledFrom([]rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile}).Draw(t, "mode"),
			Bins: rapid.IntRange(2, rfm.MaxBins).Draw(t, "bins"),
		})
		text := encode(t, scale)
		var back rfm.Scale
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*scale, back); diff != "" {
			t.Errorf("scale changed in JSON (-want +got):\n%s", diff)
		}
		if again := encode(t, back); !bytes.Equal(again, text) {
			t.Errorf("encoded again as %s, want %s", again, text)
		}
		want := apply(t, scale, table)
		for i, s := range scores(apply(t, &back, table)) {
			if s != want.Score(i) {
				t.Errorf("row %d scores %v, want %v", i, s, want.Score(i))
			}
		}
	})
}

func scores(s *rfm.Scored) []rfm.Score {
	list := make([]rfm.Score, s.Len())
	for i := range list {
		list[i] = s.Score(i)
	}
	return list
}

// handScale is a scale as a person may write it, without counts.
func handScale() *rfm.Scale {
	cuts := func(inclusive bool, values ...int64) rfm.Axis {
		var a rfm.Axis
		for _, v := range values {
			a.Cuts = append(a.Cuts, rfm.Cut{Value: decimal.NewFromInt(v), Inclusive: inclusive})
		}
		return a
	}
	return &rfm.Scale{
		Version: rfm.ScaleVersion, AsOf: fitAsOf, Zone: "UTC", Mode: rfm.FixedCuts, Bins: 3,
		R: cuts(true, 90, 30), F: cuts(true, 2, 5), M: cuts(false, 0, 100),
	}
}

func TestScaleCompileNamesEveryFault(t *testing.T) {
	for _, test := range []struct {
		spoil  func(s *rfm.Scale)
		want   []string
		reason string
	}{
		{func(s *rfm.Scale) {}, nil, "nothing wrong"},
		{func(s *rfm.Scale) { s.Zone = "Nowhere/Atlantis" }, nil, "zones are not loaded"},
		{func(s *rfm.Scale) { s.Mode, s.R.Cuts[0] = rfm.Ranks, s.R.Cuts[1] }, nil, "cuts may coincide, but for fixed ones"},
		{func(s *rfm.Scale) { s.R.Cuts[0] = s.R.Cuts[1] }, []string{"recency: cut 2 (within 30) is not beyond cut 1 (within 30)"}, "nobody could score 2"},
		{func(s *rfm.Scale) { *s = rfm.Scale{} }, []string{
			"version 0, want 1", "zone without a name", "0 bins, want 2 to 9",
		}, "the zero Scale"},
		{func(s *rfm.Scale) {
			s.Version, s.Mode, s.Customers = 2, 9, -1
			s.Basis.Recency = 9
			s.R.Cuts[0].Value = decimal.New(-3, 0)
			s.F.Cuts = s.F.Cuts[:1]
			s.M.Counts = []int{1}
		}, []string{
			"version 2, want 1", "mode unknown (9)", "unusable basis: recency: unknown (9)", "-1 customers",
			"recency: cut 1: -3 is below 0", "frequency: 1 cuts for 3 bins", "monetary: 1 counts for 3 bins",
		}, "all at once"},
		{func(s *rfm.Scale) { s.Basis.Window = retention.Span{Days: -1} }, []string{"window P-1D does not reach back"}, "a window of the future"},
		{func(s *rfm.Scale) { s.R.Cuts[1].Value = decimal.New(5, 10) }, []string{"recency: cut 2: 50000000000 is out of range"}, "no number of days"},
		{func(s *rfm.Scale) { s.F.Cuts[1].Value = decimal.New(1, 2_000_000_000) }, []string{"frequency: cut 2: number out of bounds"}, "would take gigabytes to compare"},
		{func(s *rfm.Scale) { s.M.Cuts[0].Inclusive = true }, []string{"monetary: cut 1: 0 gets over it"}, "0 must score 1"},
		{func(s *rfm.Scale) { s.M.Cuts[0], s.M.Cuts[1] = s.M.Cuts[1], s.M.Cuts[0] }, []string{"monetary: cut 2 (over 0) is not beyond cut 1 (over 100)"}, "order"},
		{func(s *rfm.Scale) { s.M.Cuts[1].ID = "c" }, []string{"monetary: cut 2: takes no ID"}, "no tie-break but by NTile"},
		{func(s *rfm.Scale) { s.Mode, s.F.Cuts[1].ID = rfm.NTile, "c" }, []string{"frequency: cut 2: takes no ID"}, "ID of an inclusive cut"},
		{func(s *rfm.Scale) { s.F.Counts = []int{3, -1, 0} }, []string{"frequency: counts of more than 0 customers"}, "more than all"},
		{func(s *rfm.Scale) { s.Customers, s.F.Counts = 2, []int{0, -1, 3} }, []string{"frequency: count -1 of score 2"}, "negative"},
		{func(s *rfm.Scale) { s.Customers, s.F.Counts = 9, []int{3, 1, 0} }, []string{"frequency: counts miss 5 of 9 customers"}, "somebody is missing"},
	} {
		scale := handScale()
		test.spoil(scale)
		_, err := scale.Compile()
		if lines := faultLines(err); len(lines) != len(test.want) {
			t.Errorf("%s: faults %q, want %q", test.reason, lines, test.want)
			continue
		}
		for i, fault := range faultLines(err) {
			if !strings.Contains(fault, test.want[i]) {
				t.Errorf("%s: fault %q, want %q in it", test.reason, fault, test.want[i])
			}
		}
		if err != nil && !errors.Is(err, rfm.ErrScale) && !errors.Is(err, rfm.ErrBasis) {
			t.Errorf("%s: %v wraps neither ErrScale nor ErrBasis", test.reason, err)
		}
	}
}

func faultLines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestAxisEmpty(t *testing.T) {
	summaries := []rfm.Summary{
		summaryOf("a", 1, 1, decimal.New(1, 0)), summaryOf("b", 1, 1, decimal.New(2, 0)),
		summaryOf("c", 1, 1, decimal.New(3, 0)), summaryOf("d", 1, 2, decimal.New(4, 0)), summaryOf("e", 1, 9, decimal.New(5, 0)),
	}
	scale := fit(t, tableOf(t, summaries), rfm.Method{})
	for _, test := range []struct {
		axis   rfm.Axis
		want   []int
		reason string
	}{
		{scale.R, []int{2, 3, 4, 5}, "all bought on one day"},
		{scale.F, []int{2, 3}, "three of five bought once"},
		{scale.M, nil, "all differ"},
		{rfm.Axis{}, nil, "never fitted"},
	} {
		if diff := cmp.Diff(test.want, test.axis.Empty()); diff != "" {
			t.Errorf("empty scores where %s (-want +got):\n%s", test.reason, diff)
		}
	}
}

func TestScaleString(t *testing.T) {
	scale := handScale()
	scale.F.Cuts[1] = rfm.Cut{Value: decimal.New(5, 0), ID: "c17"}
	scale.M.Cuts[1].Value = decimal.New(1, 2_000_000_000)
	want := `fixed-cuts from 1 to 3, by 0 customers as of 2026-01-01T00:00:00Z UTC
recency: 2 within 90, 3 within 30
frequency: 2 from 2, 3 over 5 or equal with an ID after "c17"
monetary: 2 over 0, 3 an unusable number`
	if diff := cmp.Diff(want, scale.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func FuzzScale(f *testing.F) {
	summaries := []rfm.Summary{
		summaryOf("a", 9, 1, decimal.New(-5, 0)), summaryOf("b", 1, 1, decimal.New(199, -2)), summaryOf("c", 3, 7, decimal.New(3, 0)),
	}
	for _, mode := range []rfm.Mode{rfm.Ranks, rfm.RQuantiles, rfm.NTile} {
		f.Add(encode(f, fit(f, tableOf(f, summaries), rfm.Method{Mode: mode, Bins: 3})))
	}
	f.Add(encode(f, handScale()))
	f.Add([]byte(`{"version":1,"bins":2,"recency":{"cuts":[{"value":"1e2000000000"}]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var scale rfm.Scale
		if json.Unmarshal(text, &scale) != nil {
			return
		}
		_ = scale.String()
		scorer, err := scale.Compile()
		if err != nil {
			return
		}
		var back rfm.Scale
		if err := json.Unmarshal(encode(t, scale), &back); err != nil {
			t.Fatalf("cannot be read again: %v", err)
		}
		again := compile(t, &back)
		for _, sum := range []string{"-1", "0", "0.001", "1.99", "100", "1e17", "12345678901234567890.5"} {
			c := rfm.Customer{ID: "b", Recency: len(sum), Frequency: len(sum), Monetary: decimal.RequireFromString(sum)}
			s := scorer.Score(c)
			if low, high := min(s.R, s.F, s.M), max(s.R, s.F, s.M); low < 1 || int(high) > scale.Bins {
				t.Errorf("%+v scores %v of %d", c, s, scale.Bins)
			}
			if c.Monetary.Sign() <= 0 && s.M != 1 {
				t.Errorf("%+v scores %v, want 1 for its money", c, s)
			}
			if got := again.Score(c); got != s {
				t.Errorf("%+v scores %v, but %v once read again", c, s, got)
			}
		}
	})
}
