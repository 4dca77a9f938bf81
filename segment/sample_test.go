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
	rapid.Check(t, func(t *rapid.T) {
		percent := rapid.OneOf(rapid.SampledFrom([]float64{1e-18, 50, 99.99999999999999, 100}), rapid.Float64Range(0.0001, 100)).Draw(t, "percent")
		salt, c := rapid.StringN(0, 10, 40).Draw(t, "salt"), &customer{ID: rapid.StringN(0, 120, 200).Draw(t, "id")}
		got := id.Sample(percent, salt).Test(c, nil)
		if want := segment.TruthOf(sampled(salt, c.ID, decimal.NewFromFloat(percent).Rat())); got != want {
			t.Errorf("%q in %v%% of %q: %v, want %v", c.ID, percent, salt, got, want)
		}
	})
}

// Samples of one salt lie inside each other, those of two salts have little to do
// with each other, and each has about the customers that it promises: of 100,000
// the standard deviation is 95 at 10 per cent and 126 at 20, and six of them are
// allowed for.
func TestSampleShares(t *testing.T) {
	const n = 100_000
	set, err := segment.Compile(
		shopSegment{Name: "tenth", Rule: id.Sample(10, "spring")},
		shopSegment{Name: "fifth", Rule: id.Sample(20, "spring")},
		shopSegment{Name: "other tenth", Rule: id.Sample(10, "autumn")},
		shopSegment{Name: "everybody", Rule: id.Sample(100, "spring")},
		shopSegment{Name: "in both", Rule: segment.All(segment.Ref[*customer]("tenth"), segment.Ref[*customer]("other tenth"))},
	)
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC)
	in := make([]int, set.Len())
	for i := range n {
		c := &customer{ID: fmt.Sprintf("c%d", i)}
		for s := range in {
			if view.Test(c, s) == yes {
				in[s]++
			}
		}
		if view.Test(c, 0) == yes && view.Test(c, 1) != yes {
			t.Errorf("%s is among 10 per cent and not among 20", c.ID)
		}
	}
	for s, want := range []struct{ share, slack int }{{10_000, 570}, {20_000, 760}, {10_000, 570}, {n, 0}, {1_000, 190}} {
		if in[s] < want.share-want.slack || in[s] > want.share+want.slack {
			t.Errorf("%s: %d of %d", set.Segment(s).Name, in[s], n)
		}
	}
}
