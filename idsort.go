package retention

import (
	"math/bits"
	"slices"
	"strings"
)

// sortedIDs returns the indices of distinct IDs in the order of the IDs. It
// sorts by the first bytes in which they differ, and by the next where these
// agree.
func sortedIDs(ids []string) []uint32 {
	list := make([]sortKey, len(ids))
	workers := partsOf(len(ids))
	prefixes := make([]string, workers)
	parallel(workers, func(w int) {
		prefixes[w] = sharedPrefix(ids[len(ids)*w/workers : len(ids)*(w+1)/workers])
	})
	skip := len(sharedPrefix(prefixes))
	parallel(workers, func(w int) {
		for i := len(ids) * w / workers; i < len(ids)*(w+1)/workers; i++ {
			list[i] = sortKey{head(ids[i][skip:]), uint32(i)}
		}
	})
	spare := make([]sortKey, len(ids))
	list, spare, buckets := splitHeads(list, spare)
	parallel(workers, func(w int) {
		for b := w; b < len(buckets)-1; b += workers {
			from, to := buckets[b], buckets[b+1]
			sortHeads(list[from:to], spare[from:to])
			sortTies(list[from:to], ids, skip)
		}
	})
	indices := make([]uint32, len(list))
	for i, k := range list {
		indices[i] = k.index
	}
	return indices
}

// sortKey carries some bytes of an ID along, so that sorting need not fetch
// it.
type sortKey struct {
	head  uint64
	index uint32
}

// sortTies sorts the IDs whose heads agree, in a list sorted by heads of what
// comes after the first skip bytes.
func sortTies(list []sortKey, ids []string, skip int) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].head == list[0].head {
			n++
		}
		if ties := list[:n]; n > 1 {
			sortRest(ties, ids, skip+headBytes)
		}
		list = list[n:]
	}
}

// sortRest sorts IDs that agree in their first skip bytes.
func sortRest(list []sortKey, ids []string, skip int) {
	const few = 24
	if len(list) <= few {
		slices.SortFunc(list, func(a, b sortKey) int {
			return strings.Compare(ids[a.index][skip:], ids[b.index][skip:])
		})
		return
	}
	first := ids[list[0].index]
	shared := len(first) // passed over in one go, however long it is
	for _, k := range list[1:] {
		shared = skip + commonPrefix(first[skip:shared], ids[k.index][skip:])
	}
	skip = shared
	for i := range list {
		list[i].head = head(ids[list[i].index][skip:])
	}
	sortHeads(list, make([]sortKey, len(list)))
	sortTies(list, ids, skip)
}

// splitHeads sorts a list into spare by the first byte in which heads differ,
// and returns both the other way round, with the bounds of each byte's share.
func splitHeads(list, spare []sortKey) (sorted, left []sortKey, buckets []int) {
	shift := max(0, bits.Len64(differing(list))-8)
	buckets = make([]int, 1<<8+1)
	for i := range list {
		buckets[list[i].head>>shift&0xff+1]++
	}
	for i := 1; i < len(buckets); i++ {
		buckets[i] += buckets[i-1]
	}
	next := slices.Clone(buckets)
	for _, k := range list {
		place := &next[k.head>>shift&0xff]
		spare[*place] = k
		*place++
	}
	return spare, list, buckets
}

// sortHeads sorts by head, byte by byte from the last one on, passing over the
// bytes in which all agree.
func sortHeads(list, spare []sortKey) {
	differ := differing(list)
	from, to := list, spare
	for shift := 0; shift < 64; shift += 8 {
		if differ>>shift&0xff == 0 {
			continue
		}
		var next [1<<8 + 1]int
		for i := range from {
			next[from[i].head>>shift&0xff+1]++
		}
		for i := 1; i < len(next); i++ {
			next[i] += next[i-1]
		}
		for _, k := range from {
			place := &next[k.head>>shift&0xff]
			to[*place] = k
			*place++
		}
		from, to = to, from
	}
	copy(list, from)
}

// differing returns the bits in which some heads differ.
func differing(list []sortKey) (differ uint64) {
	for i := range list {
		differ |= list[i].head ^ list[0].head
	}
	return differ
}

const headBytes = 7

// head returns a number that sorts as the beginning of s does: its first seven
// bytes, then how many bytes it has, where 8 stands for more than seven.
func head(s string) uint64 {
	h := uint64(min(len(s), headBytes+1))
	for i := range min(len(s), headBytes) {
		h |= uint64(s[i]) << (56 - 8*i)
	}
	return h
}

// sharedPrefix returns what all strings begin with in common.
func sharedPrefix(list []string) string {
	if len(list) == 0 {
		return ""
	}
	prefix := list[0]
	for _, s := range list[1:] {
		prefix = prefix[:commonPrefix(prefix, s)]
	}
	return prefix
}

// commonPrefix returns how many bytes two strings begin with in common.
func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
