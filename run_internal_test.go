package retention

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSorterSortsByTimeAndTheRest draws times all over the years and times that
// agree, in lists long enough for keys that cannot hold both time and index.
func TestSorterSortsByTimeAndTheRest(t *testing.T) {
	var s sorter // one for all, as what it keeps must not show
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.Int64Range(0, 3)
		micros := rapid.OneOf(near, near, rapid.Int64Range(firstSecond*microsPerSecond, lastSecond*microsPerSecond),
			rapid.SampledFrom([]int64{firstSecond * microsPerSecond, lastSecond * microsPerSecond}))
		gen := rapid.Custom(func(t *rapid.T) entry {
			e := entry{micros: micros.Draw(t, "micros"), nanos: uint16(near.Draw(t, "nanos")), amount: near.Draw(t, "amount")}
			e.id.set(rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "id"))
			return e
		})
		n := rapid.SampledFrom([]int{0, 1, 12, 13, 50, 150}).Draw(t, "n")
		list := rapid.SliceOfN(gen, n, n).Draw(t, "entries")
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b entry) int { return a.compare(&b) })
		s.sort(list)
		if !slices.Equal(list, want) {
			t.Fatalf("sorted %v, want %v", list, want)
		}
	})
}
