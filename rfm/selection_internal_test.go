package rfm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Tables hold no numbers beyond 18 digits so far; the selection takes them all.
func TestOrderStatistics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		size := rapid.SampledFrom([]int{1, 100, 1025, 5000}).Draw(t, "size")
		width := rapid.SampledFrom([]uint64{1, 2, 2047, 2048, 2049, 2050, 5000, 1 << 40, math.MaxUint64}).Draw(t, "width")
		low := rapid.Int64().Draw(t, "low")
		outliers := rapid.SliceOfN(rapid.Int64(), 0, 2).Draw(t, "outliers")

		rng := rand.New(rand.NewPCG(seed, 0))
		values := make([]int64, size)
		for i := range values {
			values[i] = low + int64(rng.Uint64N(width)) // wraps round
		}
		copy(values, outliers)
		ranks := rapid.SliceOfN(rapid.IntRange(1, size), 1, 16).Draw(t, "ranks")
		ranks = append(ranks, size)
		slices.Sort(ranks)

		before := slices.Clone(values)
		got := orderStatistics(values, ranks)
		if !slices.Equal(values, before) {
			t.Errorf("the values were changed")
		}
		slices.Sort(values)
		for i, k := range ranks {
			if got[i] != values[k-1] {
				t.Errorf("value %d of %d is %d, want %d", k, size, got[i], values[k-1])
			}
		}
	})
}
