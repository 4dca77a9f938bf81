package rfm_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/rfm"
)

func TestPresetsArePartitions(t *testing.T) {
	for _, m := range presets() {
		compiled(t, m)
		for cell, list := range claimants(m) {
			if len(list) != 1 {
				t.Errorf("%s: cell %s is in %d segments", m.Name, cell, len(list))
			}
		}
	}
}

func TestPresetsSpeak(t *testing.T) {
	for _, m := range presets() {
		for _, s := range append(m.Segments, m.WithoutSales) {
			for _, text := range []string{s.Title.English, s.Title.Japanese, s.Advice.English, s.Advice.Japanese} {
				if text == "" {
					t.Errorf("%s: %s lacks a text", m.Name, s.Name)
				}
			}
		}
	}
}

func TestPresetsAreFresh(t *testing.T) {
	for i, m := range presets() {
		m.Segments[0].Name, m.Segments[1].Cells[0] = "changed", "changed"
		if again := presets()[i]; again.Segments[0].Name == "changed" || again.Segments[1].Cells[0] == "changed" {
			t.Errorf("%s: a change shows in the next value", m.Name)
		}
	}
}

func TestSizesOfSegments(t *testing.T) {
	sizes := func(m rfm.Map) map[string]int {
		n := map[string]int{}
		segmenter := compiled(t, m)
		for _, s := range allScores(m.Bins) {
			n[segmenter.Of(s)]++
		}
		return n
	}
	want := map[string]int{ // of the published table
		"champions": 7, "loyal": 8, "potential-loyalist": 24, "new-customers": 7, "promising": 16, "need-attention": 8,
		"about-to-sleep": 8, "at-risk": 22, "cannot-lose-them": 8, "hibernating": 11, "lost": 6,
	}
	if diff := cmp.Diff(want, sizes(rfm.ElevenSegments())); diff != "" {
		t.Errorf("cells of eleven segments (-want +got)\n%s", diff)
	}
	want = map[string]int{"champions": 3, "loyal": 5, "recent": 4, "needs-attention": 6, "at-risk": 6, "inactive": 3}
	if diff := cmp.Diff(want, sizes(rfm.SixGroups())); diff != "" {
		t.Errorf("cells of six groups (-want +got)\n%s", diff)
	}
}

func TestExpectedSegments(t *testing.T) {
	tests := []struct {
		m      rfm.Map
		score  rfm.Score
		want   string
		reason string
	}{
		{rfm.SixGroups(), rfm.Score{R: 3, F: 3, M: 3}, "champions", "best on all axes"},
		{rfm.SixGroups(), rfm.Score{R: 1, F: 1, M: 1}, "inactive", "worst on all axes"},
		{rfm.SixGroups(), rfm.Score{R: 3, F: 1, M: 1}, "recent", "bought lately, once"},
		{rfm.SixGroups(), rfm.Score{R: 1, F: 3, M: 3}, "at-risk", "a champion who stays away"},
		{rfm.ElevenSegments(), rfm.Score{R: 5, F: 5, M: 5}, "champions", "best on all axes"},
		{rfm.ElevenSegments(), rfm.Score{R: 1, F: 5, M: 5}, "cannot-lose-them", "a champion who stays away"},
		{rfm.ElevenSegments(), rfm.Score{R: 3, F: 5, M: 2}, "potential-loyalist", "a cell that hand-written maps forget"},
		{rfm.ElevenSegments(), rfm.Score{R: 1, F: 1, M: 5}, "cannot-lose-them", "a cell that hand-written maps forget"},
		{rfm.TenGroups(), rfm.Score{R: 5, F: 5, M: 5}, "champions", "best on all axes"},
		{rfm.TenGroups(), rfm.Score{R: 5, F: 1, M: 1}, "new", "bought lately, once"},
		{rfm.TenGroups(), rfm.Score{R: 1, F: 4, M: 5}, "previously-loyal", "a champion who stays away"},
		{rfm.TenGroups(), rfm.Score{R: 1, F: 1, M: 1}, "dormant", "worst on all axes"},
	}
	for _, test := range tests {
		if got := compiled(t, test.m).Of(test.score); got != test.want {
			t.Errorf("%s: %v is %q, want %q: %s", test.m.Name, test.score, got, test.want, test.reason)
		}
	}
}

// In the maps whose cells are ours, who stays away longer never gets better
// and who buys more never gets worse, by the order of the segments' advice.
func TestBetterScoresKeepGoodStanding(t *testing.T) {
	good := map[string]bool{"champions": true, "loyal": true, "active": true}
	for _, m := range []rfm.Map{rfm.TenGroups(), rfm.SixGroups()} {
		segmenter := compiled(t, m)
		for _, a := range allScores(m.Bins) {
			for _, b := range allScores(m.Bins) {
				better := b.R >= a.R && b.F >= a.F && b.M >= a.M
				if better && good[segmenter.Of(a)] && !good[segmenter.Of(b)] {
					t.Errorf("%s: %v is %s but %v is %s", m.Name, a, segmenter.Of(a), b, segmenter.Of(b))
				}
			}
		}
	}
}
