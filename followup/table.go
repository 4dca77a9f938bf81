package followup

import "slices"

// table finds things by a hash. It holds their places in a list.
type table []int32

// empty empties the table, and makes room for n places.
func (t *table) empty(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	*t = slices.Grow((*t)[:0], size)[:size]
	for i := range *t {
		(*t)[i] = -1
	}
}

// find returns where the place is of something with a hash. There is -1 if it
// has none yet.
func (t table) find(hash uint64, same func(int32) bool) *int32 {
	mask := len(t) - 1
	slot := int(hash) & mask
	for t[slot] >= 0 && !same(t[slot]) {
		slot = (slot + 1) & mask
	}
	return &t[slot]
}
