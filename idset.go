package retention

import (
	"hash/maphash"
	"math/bits"
)

// idSet tells whether order IDs repeat, for one customer after the other.
type idSet struct {
	slots  []uint64
	factor uint64 // odd and random, so that nobody can make IDs that collide
}

// contested reports whether two of a customer's entries share an order ID.
func (s *idSet) contested(list []entry) bool {
	const few = 8
	if len(list) <= few {
		return sharesID(list)
	}
	size := 1 << bits.Len(uint(2*len(list)))
	if len(s.slots) < size {
		s.slots = make([]uint64, size)
		s.factor = maphash.String(maphash.MakeSeed(), "") | 1
	}
	slots := s.slots[:size]
	clear(slots)
	for i := range list {
		high, low := list[i].id.words()
		if high == 0 {
			continue
		}
		sum := high*s.factor ^ low | 1 // not 0: a free slot
		at := int(sum * s.factor >> 32 & uint64(size-1))
		for slots[at] != 0 {
			if slots[at] == sum {
				return repeatsID(list)
			}
			at = (at + 1) & (size - 1)
		}
		slots[at] = sum
	}
	return false
}

// sharesID compares each with each.
func sharesID(list []entry) bool {
	for i := range list {
		for j := range i {
			if list[i].id == list[j].id && list[i].id != (orderID{}) {
				return true
			}
		}
	}
	return false
}

// repeatsID is for many entries, of which sums may repeat where IDs do not.
func repeatsID(list []entry) bool {
	seen := make(map[orderID]bool, len(list))
	for i := range list {
		id := list[i].id
		if seen[id] {
			return true
		}
		seen[id] = id != orderID{}
	}
	return false
}
