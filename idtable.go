package retention

// idTable numbers the customers of orders in the order in which they come. It
// is a hash table made for bulk: IDs of up to 24 bytes are compared without
// leaving it.
type idTable struct {
	first []uint32 // by number: the first order of a customer
	slots []slot   // their number is a power of two, at most half of them taken
	shift uint     // a tag belongs into slot tag>>shift
}

// slot is half a cache line.
type slot struct {
	key [3]uint64 // the bytes of an ID of up to 24
	tag uint32    // of the ID's hash, with its length for the last bits
	id  uint32    // its number, plus one; 0: free
}

const (
	inlineBytes = 24
	lengthBits  = 31 // of a tag; all set for an ID longer than inlineBytes
)

// set makes the slot that of an ID, but for its number. The bytes of an ID of up
// to 24 fill the key, in words that may overlap: with the length they tell
// every ID from every other.
func (s *slot) set(id string, hash uint64) {
	s.tag = uint32(hash)&^lengthBits | uint32(min(len(id), lengthBits))
	s.key[0], s.key[1], s.key[2] = 0, 0, 0
	switch n := len(id); {
	case n > inlineBytes:
		s.tag |= lengthBits
	case n > 16:
		s.key[0], s.key[1], s.key[2] = word(id), word(id[8:]), word(id[n-8:])
	case n > 8:
		s.key[0], s.key[1] = word(id), word(id[n-8:])
	case n == 8:
		s.key[0] = word(id)
	default:
		for i := range n {
			s.key[0] |= uint64(id[i]) << (8 * i)
		}
	}
}

func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// number returns the number of the customer of order want.id, whose slot is
// want but for that; a new one if it has none yet.
func (t *idTable) number(orders []Order, want *slot) uint32 {
	if len(t.first)*2 >= len(t.slots) {
		t.grow()
	}
	long := want.tag&lengthBits == lengthBits
	for at := int(want.tag >> t.shift); ; at++ {
		if at == len(t.slots) {
			at = 0
		}
		s := &t.slots[at]
		switch {
		case s.id == 0:
			t.first = append(t.first, want.id)
			*s = slot{want.key, want.tag, uint32(len(t.first))}
			return s.id - 1
		case s.tag == want.tag && s.key == want.key &&
			(!long || orders[t.first[s.id-1]].Customer == orders[want.id].Customer):
			return s.id - 1
		}
	}
}

// grow doubles the table. Slots go where the top bits of their tag say, so old
// and new are walked in one direction.
func (t *idTable) grow() {
	const first = 1 << 6
	old := t.slots
	t.slots = make([]slot, max(first, 2*len(old)))
	t.shift = 32
	for n := len(t.slots); n > 1; n /= 2 {
		t.shift--
	}
	for _, s := range old {
		if s.id == 0 {
			continue
		}
		at := int(s.tag >> t.shift)
		for t.slots[at].id != 0 {
			if at++; at == len(t.slots) {
				at = 0
			}
		}
		t.slots[at] = s
	}
}
