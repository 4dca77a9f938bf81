package retention

import (
	"math/bits"
	"slices"
	"strings"
)

// sortKey is a customer with some bytes of its ID, so that sorting need not
// fetch it.
type sortKey struct {
	head          uint64
	table, number uint32
}

// whole reports whether the head is all that was left of the ID, so that who
// has the same head has the same ID.
func (k sortKey) whole() bool { return k.head&0xff <= headBytes }

// sortIDs sorts customers by ID, and leaves those of one ID in their order.
// Their heads come after the first skip bytes, which all IDs share; id tells
// the rest, if heads do not.
func sortIDs(list []sortKey, skip int, id func(sortKey) string) []sortKey {
	list, spare, buckets := splitHeads(list, make([]sortKey, len(list)))
	workers := partsOf(len(list))
	parallel(workers, func(w int) {
		for b := w; b < len(buckets)-1; b += workers {
			from, to := buckets[b], buckets[b+1]
			sortHeads(list[from:to], spare[from:to])
			sortTies(list[from:to], skip, id)
		}
	})
	return list
}

// sortTies sorts the customers whose heads agree, in a list sorted by heads of
// what comes after the first skip bytes.
func sortTies(list []sortKey, skip int, id func(sortKey) string) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].head == list[0].head {
			n++
		}
		if ties := list[:n]; n > 1 && !ties[0].whole() {
			sortRest(ties, skip+headBytes, id)
		}
		list = list[n:]
	}
}

// sortRest sorts customers whose heads agree, and so their IDs in their first
// skip bytes. In the end they have those heads again.
func sortRest(list []sortKey, skip int, id func(sortKey) string) {
	const few = 24
	if len(list) <= few {
		slices.SortStableFunc(list, func(a, b sortKey) int {
			return strings.Compare(id(a)[skip:], id(b)[skip:])
		})
		return
	}
	first, agreed := id(list[0]), list[0].head
	shared := len(first) // passed over in one go, however long it is
	for _, k := range list[1:] {
		shared = skip + commonPrefix(first[skip:shared], id(k)[skip:])
	}
	skip = shared
	for i := range list {
		list[i].head = head(id(list[i])[skip:])
	}
	sortHeads(list, make([]sortKey, len(list)))
	sortTies(list, skip, id)
	for i := range list {
		list[i].head = agreed
	}
}

// splitHeads sorts a list into spare by the first byte in which heads differ,
// and returns both the other way round, with the bounds of each byte's share.
func splitHeads(list, spare []sortKey) (sorted, left []sortKey, buckets []int) {
	shift := max(0, bits.Len64(differing(list))-8)
	next := make([][1 << 8]int, partsOf(len(list))) // of each stretch's keys, by byte: how many, then where
	inStretches(len(list), len(next), func(s, from, to int) {
		for i := from; i < to; i++ {
			next[s][list[i].head>>shift&0xff]++
		}
	})
	buckets = make([]int, 0, 1<<8+1)
	at := 0
	for b := range 1 << 8 {
		buckets = append(buckets, at)
		for s := range next {
			next[s][b], at = at, at+next[s][b]
		}
	}
	inStretches(len(list), len(next), func(s, from, to int) {
		for _, k := range list[from:to] {
			place := &next[s][k.head>>shift&0xff]
			spare[*place] = k
			*place++
		}
	})
	return spare, list, append(buckets, at)
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
func head[S string | []byte](s S) uint64 {
	h := uint64(min(len(s), headBytes+1))
	for i := range min(len(s), headBytes) {
		h |= uint64(s[i]) << (56 - 8*i)
	}
	return h
}

// commonPrefix returns how many bytes two IDs begin with in common.
func commonPrefix[A, B string | []byte](a A, b B) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
