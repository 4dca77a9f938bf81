package retention

import (
	"encoding/binary"
	"strings"
)

// idKey is an ID as a table compares it, and where it was first seen.
type idKey struct {
	words [3]uint64 // the bytes of an ID of up to 24
	tag   uint32    // of the ID's hash, with its length for the last bits
	order uint32    // the first order of the customer
}

const (
	inlineBytes = 24
	lengthBits  = 31 // of a tag; all set for an ID longer than inlineBytes
)

// set makes the key that of an order's customer. Words may overlap: with the
// length they tell every ID from every other.
func (k *idKey) set(order uint32, id string, hash uint64) {
	k.order = order
	k.tag = uint32(hash)&^lengthBits | uint32(min(len(id), lengthBits))
	k.words[0], k.words[1], k.words[2] = 0, 0, 0
	switch n := len(id); {
	case n > inlineBytes:
		k.tag |= lengthBits
	case n > 16:
		k.words[0], k.words[1], k.words[2] = word(id), word(id[8:]), word(id[n-8:])
	case n > 8:
		k.words[0], k.words[1] = word(id), word(id[n-8:])
	case n == 8:
		k.words[0] = word(id)
	default:
		for i := range n {
			k.words[0] |= uint64(id[i]) << (8 * i)
		}
	}
}

func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// head is head of what comes after the first skip bytes of the ID.
func (k *idKey) head(orders []Order, skip int) uint64 {
	if k.isLong() {
		return head(orders[k.order].Customer[skip:])
	}
	var room idRoom
	return head(k.id(&room)[skip:])
}

// commonPrefix returns how many bytes the ID and a prefix begin with in common.
func (k *idKey) commonPrefix(orders []Order, prefix string) int {
	if k.isLong() {
		return commonPrefix(prefix, orders[k.order].Customer)
	}
	var room idRoom
	return commonPrefix(prefix, k.id(&room))
}

func (k *idKey) isLong() bool { return k.tag&lengthBits == lengthBits }

// idRoom is room for an ID that is not long, and for what may be written over
// its end.
type idRoom [inlineBytes + 8]byte

// id returns the bytes of an ID that is not long.
func (k *idKey) id(room *idRoom) []byte {
	n := k.tag & lengthBits
	if n > 16 {
		binary.LittleEndian.PutUint64(room[8:], k.words[1])
		binary.LittleEndian.PutUint64(room[n-8:], k.words[2])
	} else if n > 8 {
		binary.LittleEndian.PutUint64(room[n-8:], k.words[1])
	}
	binary.LittleEndian.PutUint64(room[:], k.words[0])
	return room[:n]
}

// len returns how many bytes the ID has.
func (k *idKey) len(orders []Order) int {
	if k.isLong() {
		return len(orders[k.order].Customer)
	}
	return int(k.tag & lengthBits)
}

// write writes the ID.
func (k *idKey) write(to *strings.Builder, orders []Order) {
	if k.isLong() {
		to.WriteString(orders[k.order].Customer)
		return
	}
	var room idRoom
	to.Write(k.id(&room))
}

// equal reports whether two keys are of one customer.
func (k *idKey) equal(o *idKey, orders []Order) bool {
	return k.tag == o.tag && k.same(o, orders)
}

// same reports whether two keys of the same tag are of one customer.
func (k *idKey) same(o *idKey, orders []Order) bool {
	return k.words == o.words &&
		(!k.isLong() || orders[k.order].Customer == orders[o.order].Customer)
}
