package loyalty

import (
	"encoding/binary"
	"errors"
	"math"
)

// snapshot is a binary form of an account being read or written. After the
// first error all that is read is zero.
type snapshot struct {
	reading bool
	rest    string // to be read
	out     []byte // written
	err     error

	last  *Entry               // the row before
	alike [len(opNames)]*Entry // the last row of each Op
	mask  uint64               // a bit for each field that is kept
	field uint                 // the next one

	texts []string       // all that were there, in order
	known map[string]int // their places, for writing

	row []byte // room for a row being written
}

// start is before the first row.
func (x *snapshot) start() {
	x.last = new(Entry)
	for i := range x.alike {
		x.alike[i] = x.last
	}
}

// remember keeps a row to guess those after it by.
func (x *snapshot) remember(e *Entry) { x.last, x.alike[e.Op] = e, e }

func (x *snapshot) write(e *Entry) {
	if int(e.Op) >= len(x.alike) {
		x.fail("an unknown operation")
		return
	}
	out := x.out
	x.out, x.mask, x.field = x.row[:0], 0, 0
	x.entry(e)
	x.row = x.out
	x.out = append(out, byte(e.Op))
	x.writeUint(x.mask)
	x.out = append(x.out, x.row...)
}

func (x *snapshot) read(e *Entry) {
	e.Op = Op(x.readBytes(1)[0])
	if int(e.Op) >= len(x.alike) {
		x.fail("an unknown operation")
		return
	}
	x.mask, x.field = x.readUint(), 0
	x.entry(e)
}

func (x *snapshot) fail(reason string) {
	if x.err == nil {
		x.err = errors.New(reason)
	}
}

// zeros is what is read after an error.
const zeros = "\x00\x00\x00\x00\x00\x00\x00\x00"

// readBytes reads up to 8 bytes.
func (x *snapshot) readBytes(n int) string {
	if n > len(x.rest) || x.err != nil {
		x.fail("cut short")
		return zeros[:n]
	}
	b := x.rest[:n]
	x.rest = x.rest[n:]
	return b
}

func (x *snapshot) writeUint(n uint64) { x.out = binary.AppendUvarint(x.out, n) }

func (x *snapshot) readUint() (n uint64) {
	for shift := uint(0); shift < 64; shift += 7 {
		b := x.readBytes(1)[0]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	x.fail("no number")
	return 0
}

func (x *snapshot) writeInt(n int64) { x.writeUint(zigzag(n)) }
func (x *snapshot) readInt() int64   { return unzigzag(x.readUint()) }

// zigzag makes numbers near 0 small ones without a sign.
func zigzag(n int64) uint64   { return uint64(n)<<1 ^ uint64(n>>63) }
func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// writeText writes a text as an even number, its length, and its bytes; or as
// an odd number, how many other texts ago it came first.
func (x *snapshot) writeText(text string) {
	if i, ok := x.known[text]; ok {
		x.writeUint(uint64(len(x.known)-i)<<1 - 1)
		return
	}
	x.writeUint(uint64(len(text)) << 1)
	x.out = append(x.out, text...)
	if text != "" {
		x.known[text] = len(x.known)
	}
}

func (x *snapshot) readText() string {
	n := x.readUint()
	if n&1 == 1 {
		if ago := n>>1 + 1; ago <= uint64(len(x.texts)) {
			return x.texts[uint64(len(x.texts))-ago]
		}
		x.fail("a text before the first")
		return ""
	}
	if n >>= 1; n > uint64(len(x.rest)) || n > math.MaxInt {
		x.fail("cut short")
		return ""
	}
	text := x.rest[:n]
	x.rest = x.rest[n:]
	if text != "" {
		x.texts = append(x.texts, text)
	}
	return text
}
