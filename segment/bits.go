package segment

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math/bits"
)

// Bits is a set of small whole numbers, such as the rows of some customers: i is
// in it if bit i%64 of word i/64 is set. The zero Bits is empty.
type Bits []uint64

const wordBits = 64

// newBits returns an empty set with room for the numbers below n.
func newBits(n int) Bits { return make(Bits, (n+wordBits-1)/wordBits) }

// Has reports whether i is in the set. Numbers beyond the last bit are not.
func (b Bits) Has(i int) bool {
	return i >= 0 && i/wordBits < len(b) && b[i/wordBits]>>(i%wordBits)&1 != 0
}

// Count returns how many numbers are in the set.
func (b Bits) Count() (n int) {
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// All iterates over the numbers of the set, ascending.
func (b Bits) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(i*wordBits + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// MarshalText implements [encoding.TextMarshaler]. The text is the bits in base64
// (RFC 4648, §4): eight to a byte, the lowest number in the lowest bit, without
// zero bytes at the end.
func (b Bits) MarshalText() ([]byte, error) {
	bytes := make([]byte, 0, 8*len(b))
	for _, word := range b {
		bytes = binary.LittleEndian.AppendUint64(bytes, word)
	}
	for len(bytes) > 0 && bytes[len(bytes)-1] == 0 {
		bytes = bytes[:len(bytes)-1]
	}
	return base64.StdEncoding.AppendEncode(nil, bytes), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler]. It takes what MarshalText
// writes, and nothing else.
func (b *Bits) UnmarshalText(text []byte) error {
	bytes, err := base64.StdEncoding.Strict().AppendDecode(nil, text)
	if err != nil {
		return fmt.Errorf("segment: bits: %w", err)
	}
	if len(bytes) > 0 && bytes[len(bytes)-1] == 0 {
		return errors.New("segment: bits: a zero byte at the end")
	}
	*b = newBits(8 * len(bytes))
	for i, v := range bytes {
		(*b)[i/8] |= uint64(v) << (i % 8 * 8)
	}
	return nil
}

func (b Bits) set(i int) { b[i/wordBits] |= 1 << (i % wordBits) }

// moved returns the set of to[i] for each i of the set, all below n; the set
// itself if to is nil.
func (b Bits) moved(to []int, n int) Bits {
	if to == nil {
		return b
	}
	moved := newBits(n)
	for i := range b.All() {
		moved.set(to[i])
	}
	return moved
}

// word returns the i-th word, 0 if there is none.
func (b Bits) word(i int) uint64 {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// and returns what is in both sets.
func (b Bits) and(c Bits) Bits {
	both := make(Bits, len(b))
	for i := range b {
		both[i] = b[i] & c.word(i)
	}
	return both
}

// not returns what is in b and not in c.
func (b Bits) not(c Bits) Bits {
	rest := make(Bits, len(b))
	for i := range b {
		rest[i] = b[i] &^ c.word(i)
	}
	return rest
}

// add puts the numbers of c, which has no more words than b, into b.
func (b Bits) add(c Bits) {
	for i, word := range c {
		b[i] |= word
	}
}

// countBoth returns how many numbers are in both sets.
func (b Bits) countBoth(c Bits) (n int) {
	for i := range min(len(b), len(c)) {
		n += bits.OnesCount64(b[i] & c[i])
	}
	return n
}
