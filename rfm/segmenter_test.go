package rfm_test

import (
	"slices"
	"testing"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/rfm"
)

// allScores returns every score of up to the given bins.
func allScores(bins int) (list []rfm.Score) {
	for r := range bins {
		for f := range bins {
			for m := range bins {
				list = append(list, rfm.Score{R: uint8(r + 1), F: uint8(f + 1), M: uint8(m + 1)})
			}
		}
	}
	return list
}

func TestSegmenterAnswersEveryScore(t *testing.T) {
	for _, m := range presets() {
		segmenter := compiled(t, m)
		for _, s := range allScores(m.Bins) {
			if name := segmenter.Of(s); !slices.Contains(segmenter.Names(), name) || name == "prospects" {
				t.Errorf("%s: Of(%v) = %q", m.Name, s, name)
			}
		}
		if got := segmenter.Of(rfm.Score{}); got != "prospects" {
			t.Errorf("%s: without sales: %q", m.Name, got)
		}
		top := uint8(m.Bins)
		for _, s := range []rfm.Score{{R: 1, F: 1}, {M: 3}, {R: top, F: top + 1, M: top}, {R: 255, F: 255, M: 255}} {
			if got := segmenter.Of(s); got != "" {
				t.Errorf("%s: Of(%v) = %q, but there is no such score", m.Name, s, got)
			}
		}
	}
}

func TestTwoAxesRoundHalvesUp(t *testing.T) {
	m := rfm.Map{Version: 1, Bins: 9, Axes: rfm.TwoAxes}
	for _, fm := range "123456789" {
		m.Segments = append(m.Segments, rfm.Segment{Name: string(fm), Cells: []string{"*" + string(fm)}})
	}
	segmenter := compiled(t, m)
	for _, s := range allScores(9) {
		half := int(s.F+s.M) / 2
		if (s.F+s.M)%2 == 1 {
			half++
		}
		if got, want := segmenter.Of(s), string(rune('0'+half)); got != want {
			t.Errorf("Of(%v) = %s, want %s", s, got, want)
		}
	}
}

func TestTitlesAndAdvice(t *testing.T) {
	m := rfm.SixGroups()
	m.Segments[0].Title, m.Segments[0].Advice = retention.Text{}, retention.Text{}
	m.WithoutSales = rfm.Segment{Name: "leads", Title: retention.Text{English: "Leads"}}
	segmenter := compiled(t, m)
	tests := []struct {
		name          string
		lang          retention.Language
		title, advice string
		reason        string
	}{
		{"champions", retention.Japanese, "champions", "", "a name stands in for a missing title"},
		{"loyal", retention.Japanese, "ロイヤル顧客", m.Segments[1].Advice.Japanese, "in the language asked for"},
		{"loyal", "fr", "Loyal", m.Segments[1].Advice.English, "English where the language is unknown"},
		{"leads", retention.Japanese, "Leads", "商品の魅力と安心感を伝え、初回購入のハードルを下げましょう。", "only what is empty is filled in"},
		{"elsewhere", retention.English, "elsewhere", "", "an unknown name"},
	}
	for _, test := range tests {
		if got := segmenter.Title(test.name, test.lang); got != test.title {
			t.Errorf("%s: title %q, want %q", test.reason, got, test.title)
		}
		if got := segmenter.Advice(test.name, test.lang); got != test.advice {
			t.Errorf("%s: advice %q, want %q", test.reason, got, test.advice)
		}
	}
}

func TestSegmenterIsImmutable(t *testing.T) {
	m := rfm.SixGroups()
	segmenter := compiled(t, m)
	best := rfm.Score{R: 3, F: 3, M: 3}
	m.Segments[0].Name = "changed"
	segmenter.Names()[0] = "changed"
	if got := segmenter.Of(best) + " " + segmenter.Names()[0]; got != "champions champions" {
		t.Errorf("after changes to the map and the names: %s", got)
	}
}

func TestOfDoesNotAllocate(t *testing.T) {
	segmenter := compiled(t, rfm.ElevenSegments())
	score := rfm.Score{R: 5, F: 4, M: 3}
	if n := testing.AllocsPerRun(100, func() { segmenter.Of(score) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSegmenterOf(b *testing.B) {
	segmenter, scores := compiled(b, rfm.ElevenSegments()), allScores(5)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		segmenter.Of(scores[i%len(scores)])
	}
}
