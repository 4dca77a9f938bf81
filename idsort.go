package retention

import (
	"slices"
	"strings"
)

// sortedIDs returns the indices of distinct IDs in the order of the IDs.
func sortedIDs(ids []string) []uint32 {
	list := make([]sortKey, len(ids))
	for i := range list {
		list[i].index = uint32(i)
	}
	sortKeys(list, ids, sharedPrefix(ids))
	indices := make([]uint32, len(list))
	for i, k := range list {
		indices[i] = k.index
	}
	return indices
}

// sortKey carries some bytes of an ID along, so that most comparisons need not
// fetch it.
type sortKey struct {
	head  uint64
	index uint32
}

// sortKeys sorts IDs that agree in their first skip bytes.
func sortKeys(list []sortKey, ids []string, skip int) {
	const few = 24
	if len(list) <= few {
		slices.SortFunc(list, func(a, b sortKey) int {
			return strings.Compare(ids[a.index][skip:], ids[b.index][skip:])
		})
		return
	}
	for i := range list {
		list[i].head = head(ids[list[i].index][skip:])
	}
	sortHeads(list)
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].head == list[0].head {
			n++
		}
		if n > 1 {
			sortKeys(list[:n], ids, skip+headBytes)
		}
		list = list[n:]
	}
}

// sortHeads sorts by head, byte by byte from the last one on, passing over the
// bytes in which all agree.
func sortHeads(list []sortKey) {
	var differ uint64
	for i := range list {
		differ |= list[i].head ^ list[0].head
	}
	to := make([]sortKey, len(list))
	from := list
	for shift := 0; shift < 64; shift += 8 {
		if differ>>shift&0xff == 0 {
			continue
		}
		var next [257]int
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

// sharedPrefix returns how many bytes all strings begin with in common.
func sharedPrefix(list []string) int {
	if len(list) == 0 {
		return 0
	}
	first := list[0]
	n := len(first)
	for _, s := range list[1:] {
		n = min(n, len(s))
		for s[:n] != first[:n] {
			n--
		}
	}
	return n
}
