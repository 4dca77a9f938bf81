package segment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

func TestSampleFormula(t *testing.T) {
	name := segment.Text("id", func(id string) string { return id })
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.OneOf(rapid.SampledFrom([]float64{1e-18, 50, 99.99999999999999, 100}), rapid.Float64Range(0.0001, 100)).Draw(t, "percent")
		salt, id := rapid.StringN(0, 10, 40).Draw(t, "salt"), rapid.StringN(0, 120, 200).Draw(t, "id")
		got := name.Sample(percent, salt).Test(id, nil)
		if want := segment.TruthOf(sampled(salt, id, decimal.NewFromFloat(percent).Rat())); got != want {
			t.Errorf("%q in %v%% of %q: %v, want %v", id, percent, salt, got, want)
		}
	})
}

// Samples of one salt lie inside each other, those of two salts have little to do
// with each other, and each has about the customers that it promises: of 100,000
// the standard deviation is 95 at 10 per cent and 126 at 20, and six of them are
// allowed for.
func TestSampleShares(t *testing.T) {
	const n = 100_000
	name := segment.Text("id", func(id string) string { return id })
	set, err := segment.Compile(
		segment.Segment[string]{Name: "tenth", Rule: name.Sample(10, "spring")},
		segment.Segment[string]{Name: "fifth", Rule: name.Sample(20, "spring")},
		segment.Segment[string]{Name: "other tenth", Rule: name.Sample(10, "autumn")},
		segment.Segment[string]{Name: "everybody", Rule: name.Sample(100, "spring")},
		segment.Segment[string]{Name: "in both", Rule: segment.All(segment.Ref[string]("tenth"), segment.Ref[string]("other tenth"))},
	)
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC)
	in := make([]int, set.Len())
	for i := range n {
		id := fmt.Sprintf("c%d", i)
		for s := range in {
			if view.Test(id, s) == yes {
				in[s]++
			}
		}
		if view.Test(id, 0) == yes && view.Test(id, 1) != yes {
			t.Errorf("%s is among 10 per cent and not among 20", id)
		}
	}
	for s, want := range []struct{ share, slack int }{{10_000, 570}, {20_000, 760}, {10_000, 570}, {n, 0}, {1_000, 190}} {
		if in[s] < want.share-want.slack || in[s] > want.share+want.slack {
			t.Errorf("%s: %d of %d", set.Segment(s).Name, in[s], n)
		}
	}
}
