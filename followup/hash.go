package followup

import (
	"encoding/binary"
	"math/bits"
	"time"
)

// hasher is a quick hash of 128 bits, the same on every machine. It is for
// telling facts apart, not for keeping secrets.
type hasher struct {
	a, b uint64
	all  uint64 // the bytes of all texts, in eight heaps
}

// Odd numbers without a pattern: the fractions of the roots of 2, 3 and 5.
const (
	root2 = 0x6a09e667f3bcc909
	root3 = 0xbb67ae8584caa73b
	root5 = 0x3c6ef372fe94f82b
)

func newHasher(kind uint64) hasher { return hasher{a: root2 ^ kind*root5, b: root3 + kind} }

func (h hasher) word(x uint64) hasher {
	hi, lo := bits.Mul64(h.a^x, root5)
	h.a = hi ^ lo
	h.b = bits.RotateLeft64(h.b, 23) + h.a
	return h
}

// words adds two words at the price of one.
func (h hasher) words(x, y uint64) hasher {
	hi, lo := bits.Mul64(h.a^x, h.b^y^root3)
	h.a = hi ^ lo
	h.b = bits.RotateLeft64(h.b, 23) + h.a
	return h
}

func (h hasher) letter(x uint64) hasher {
	h.all |= x
	return h.word(x)
}

func (h hasher) letters(x, y uint64) hasher {
	h.all |= x | y
	return h.words(x, y)
}

// text adds a text of some length, which somebody has to add too. Its last words
// may overlap those before.
func (h hasher) text(s string) hasher {
	switch n := len(s); {
	case n > 16:
		if n >= longest {
			h = h.word(uint64(n))
		}
		for i := 0; i+16 < n; i += 16 {
			h = h.letters(eight(s[i:]), eight(s[i+8:]))
		}
		return h.letters(eight(s[n-16:]), eight(s[n-8:]))
	case n >= 8:
		return h.letters(eight(s), eight(s[n-8:]))
	case n >= 4:
		return h.letter(four(s) | four(s[n-4:])<<32)
	case n > 0:
		return h.letter(uint64(s[0]) | uint64(s[n/2])<<8 | uint64(s[n-1])<<16)
	}
	return h
}

// plain reports whether all texts so far are ASCII.
func (h hasher) plain() bool { return h.all&0x8080808080808080 == 0 }

func eight(s string) uint64 {
	_ = s[7] // as one load
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func four(s string) uint64 {
	_ = s[3]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
}

// A text that is so long has its length added by itself.
const longest = 0xffff

func length(s string) uint64 { return uint64(min(len(s), longest)) }

// lengths adds those of up to four texts. Empty ones in front do not count.
func (h hasher) lengths(a, b, c, d string) hasher {
	return h.word(length(a)<<48 | length(b)<<32 | length(c)<<16 | length(d))
}

// texts adds up to four texts and their lengths.
func (h hasher) texts(texts ...string) hasher {
	var lengths uint64
	for _, s := range texts {
		lengths = lengths<<16 | length(s)
	}
	h = h.word(lengths)
	for _, s := range texts {
		h = h.text(s)
	}
	return h
}

func (h hasher) time(t time.Time) hasher { return h.word(uint64(t.UnixNano())) }

func (h hasher) flag(b bool) hasher {
	if b {
		return h.word(1)
	}
	return h.word(0)
}

// sum returns the hash so far.
func (h hasher) sum() [2]uint64 {
	hi, lo := bits.Mul64(h.a^root2, h.b^root3)
	h = h.word(hi).word(lo)
	return [2]uint64{h.a, h.b}
}

// gathered is the sum of the hashes of facts whose order does not matter.
type gathered [2]uint64

func (g *gathered) add(h hasher) {
	s := h.sum()
	var carry uint64
	g[0], carry = bits.Add64(g[0], s[0], 0)
	g[1], _ = bits.Add64(g[1], s[1], carry)
}

func digestOf(text []byte) Fingerprint {
	return fingerprint(newHasher(0).texts(string(text)))
}

func fingerprint(h hasher) (f Fingerprint) {
	s := h.sum()
	binary.BigEndian.PutUint64(f[:8], s[0])
	binary.BigEndian.PutUint64(f[8:], s[1])
	return f
}

// hashText returns a hash of one text, for the tables of a plan.
func hashText(s string) uint64 {
	x, n := uint64(len(s)), len(s)
	switch {
	case n >= 8:
		for i := 0; i+8 < n; i += 8 {
			x = scatter(x ^ eight(s[i:]))
		}
		x ^= eight(s[n-8:])
	case n >= 4:
		x ^= four(s) | four(s[n-4:])<<32
	case n > 0:
		x ^= uint64(s[0])<<32 | uint64(s[n/2])<<16 | uint64(s[n-1])<<48
	}
	return scatter(x)
}

// scatter returns a number that each bit of x has a part in.
func scatter(x uint64) uint64 {
	hi, lo := bits.Mul64(x^root2, root3)
	return hi ^ lo
}
