package rfm

import (
	"math/bits"
	"slices"
)

type integer interface{ int32 | int64 }

// orderStatistics returns for each rank k the k-th smallest value, counting
// from 1. Ranks ascend, may repeat, and lie between 1 and the number of values;
// there are fewer than 256.
//
// It does not sort. It counts the values in buckets, and looks again in the same
// way at those in the buckets that a rank falls in: few, as a rule. Even where
// they are all, their range is a thousandth of what it was, so that there are
// six looks at most, and O(n) time in any case.
func orderStatistics[T integer](values []T, ranks []int) []T {
	const few = 1 << 10 // values that are sorted faster than counted
	if len(values) <= few {
		return atRanks(slices.Sorted(slices.Values(values)), ranks)
	}
	t := newTally(values)
	held := t.holding(ranks)
	t.gather(values, held)
	found := make([]T, 0, len(ranks))
	for _, b := range held {
		if b.index < exactBuckets {
			found = append(found, slices.Repeat([]T{t.low + T(b.index)}, len(b.ranks))...)
		} else {
			found = append(found, orderStatistics(b.members, b.ranks)...)
		}
	}
	return found
}

// atRanks returns the values at ranks that count from 1.
func atRanks[T any](sorted []T, ranks []int) []T {
	picked := make([]T, len(ranks))
	for i, k := range ranks {
		picked[i] = sorted[k-1]
	}
	return picked
}

// tally counts values in buckets by their distance from the lowest. The
// first buckets are one value wide, later ones about a thousandth of the
// distance, so that one giant does not drive all others into one bucket.
type tally[T integer] struct {
	low    T
	counts []int
}

const (
	tallyBits    = 10             // of precision
	exactBuckets = 2 << tallyBits // are one value wide
)

// bucket is a part of a tally that ranks fall in.
type bucket[T integer] struct {
	index   int
	size    int
	ranks   []int // counting from 1 within the bucket
	members []T
}

func newTally[T integer](values []T) *tally[T] {
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	t := &tally[T]{low: low}
	t.counts = make([]int, t.index(high)+1)
	for _, v := range values {
		t.counts[t.index(v)]++
	}
	return t
}

// index returns the bucket of a value. It grows with the value.
func (t *tally[T]) index(v T) int {
	distance := uint64(v) - uint64(t.low) // which int64 may not hold
	shift := max(0, bits.Len64(distance)-(tallyBits+1))
	return shift<<tallyBits + int(distance>>(shift&63)) // &63 spares a check
}

// holding returns the buckets that the ranks fall in, still without members.
func (t *tally[T]) holding(ranks []int) []bucket[T] {
	var held []bucket[T]
	below := 0
	for i, n := range t.counts {
		var within []int
		for len(ranks) > 0 && ranks[0] <= below+n {
			within = append(within, ranks[0]-below)
			ranks = ranks[1:]
		}
		if within != nil {
			held = append(held, bucket[T]{index: i, size: n, ranks: within})
		}
		below += n
	}
	return held
}

// gather fills in the members of the buckets that are wider than one value.
func (t *tally[T]) gather(values []T, held []bucket[T]) {
	number := make([]uint8, len(t.counts)) // in held, counting from 1
	wide := false
	for i := range held {
		if b := &held[i]; b.index >= exactBuckets {
			number[b.index] = uint8(i + 1)
			b.members = make([]T, 0, b.size)
			wide = true
		}
	}
	if !wide {
		return
	}
	for _, v := range values {
		if n := number[t.index(v)]; n > 0 {
			b := &held[n-1]
			b.members = append(b.members, v)
		}
	}
}
