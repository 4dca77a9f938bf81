package rfm_test

import (
	"fmt"
	"testing"

	"github.com/retentionkit/retention/rfm"
	"pgregory.net/rapid"
)

func TestSegmentedIsTheSegmentOfEachScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawSummaries(t, "customers")
		m := drawPreset(t)
		table := tableAt(t, fitAsOf, list)
		segmented, segmenter := segmentedBy(t, table, m), compiled(t, m)
		scores := apply(t, scaleOf(t, table, m.Bins), table)

		row := 0
		for c, got := range segmented.All() {
			want := segmenter.Of(scores.Score(row))
			if c.ID != table.At(row).ID || got != want || segmented.Segment(row) != want {
				t.Errorf("row %d: %q in %q, want %q in %q", row, c.ID, got, table.At(row).ID, want)
			}
			if found, ok := segmented.Of(c.ID); !ok || found != want {
				t.Errorf("Of(%q) = %q, %v, want %q", c.ID, found, ok, want)
			}
			if (got == "prospects") != (c.Frequency == 0) {
				t.Errorf("%q with %d orders in %q", c.ID, c.Frequency, got)
			}
			row++
		}
		if row != len(list) || segmented.Len() != len(list) {
			t.Errorf("%d rows, Len() = %d, want %d", row, segmented.Len(), len(list))
		}
		if _, ok := segmented.Of("nobody"); ok {
			t.Error("a customer nobody knows is found")
		}
	})
}

func TestApplyRefusesOtherBins(t *testing.T) {
	table := tableAt(t, fitAsOf, []rfm.Summary{buyer("a", 1, 1, 10)})
	scored := apply(t, scaleOf(t, table, 5), table)
	_, err := compiled(t, rfm.SixGroups()).Apply(scored)
	if want := "rfm: scores of 1 to 5, but a segment map of 1 to 3: set Method.Bins to that of the map"; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// crowd makes n customers whose measures are spread out, some without sales.
func crowd(n int) []rfm.Summary {
	list := make([]rfm.Summary, n)
	for i := range list {
		h := uint32(i) * 2654435761
		list[i] = buyer(fmt.Sprintf("customer-%08d", i), int(h>>7%730), int(h>>13%12)*int(h>>20%3), float64(h%100000)/100)
	}
	return list
}

func BenchmarkSegmenterApply1M(b *testing.B) {
	table := tableAt(b, fitAsOf, crowd(1_000_000))
	scored := apply(b, scaleOf(b, table, 5), table)
	segmenter := compiled(b, rfm.ElevenSegments())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := segmenter.Apply(scored); err != nil {
			b.Fatal(err)
		}
	}
}
