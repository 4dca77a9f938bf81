package loyalty

import (
	"encoding/binary"
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// entry reads or writes a row. Most of a row can be guessed from the rows
// before it, and only what was guessed wrong is kept: a mask tells which. Both
// directions follow this one description, which must never change.
func (x *snapshot) entry(e *Entry) {
	last, alike := x.last, x.alike[e.Op]
	x.text(&e.Cause, last.Cause)
	var guess Entry
	if guess.Line = 1; e.Cause == last.Cause {
		guess = Entry{Digest: last.Digest, Line: last.Line + 1, Opens: last.Opens}
	}
	x.digest(&e.Digest, guess.Digest)
	x.time(&e.Posted, last.Posted, last.Posted)
	x.text(&e.Ref, last.Ref)
	x.lot(e)
	x.points(&e.Points)
	x.time(&e.At, e.Posted, e.Posted)
	x.time(&e.Opens, guess.Opens, e.At)
	x.time(&e.Closes, time.Time{}, e.At)
	x.quantity(&e.Quantity)
	x.text(&e.Metric, alike.Metric)
	x.text(&e.Rule, alike.Rule)
	x.text(&e.Tier, alike.Tier)
	x.text(&e.Edition, alike.Edition)
	x.text(&e.Kind, alike.Kind)
	x.text(&e.Wallet, alike.Wallet)
	x.line(&e.Line, guess.Line)
	e.First = x.differs(e.First)
	x.text(&e.Reason, alike.Reason)
}

// differs tells whether the next field was guessed wrong.
func (x *snapshot) differs(differs bool) bool {
	bit := uint64(1) << x.field
	x.field++
	if x.reading {
		return x.mask&bit != 0
	}
	if differs {
		x.mask |= bit
	}
	return differs
}

func (x *snapshot) text(v *string, guess string) {
	switch {
	case !x.differs(*v != guess):
		*v = guess
	case x.reading:
		*v = x.readText()
	default:
		x.writeText(*v)
	}
}

// digest is as good as random: 8 bytes.
func (x *snapshot) digest(v *int64, guess int64) {
	switch {
	case !x.differs(*v != guess):
		*v = guess
	case x.reading:
		*v = int64(binary.LittleEndian.Uint64([]byte(x.readBytes(8))))
	default:
		x.out = binary.LittleEndian.AppendUint64(x.out, uint64(*v))
	}
}

func (x *snapshot) line(v *int, guess int) {
	switch {
	case !x.differs(*v != guess):
		*v = guess
	case x.reading:
		*v = int(x.readInt())
	default:
		x.writeInt(int64(*v))
	}
}

func (x *snapshot) points(v *Points) {
	switch {
	case !x.differs(*v != 0):
	case x.reading:
		*v = Points(x.readUint())
	default:
		x.writeUint(uint64(*v))
	}
}

// lot is kept as the number of rows since the lot was made, but where it is one
// of another account, or a version.
func (x *snapshot) lot(e *Entry) {
	guess, from := uint64(0), e.Seq
	switch e.Op {
	case OpGrant:
		guess = e.Seq
	case OpReceive, OpDeed:
		from = 0
	}
	switch {
	case !x.differs(e.Lot != guess):
		e.Lot = guess
	case x.reading:
		e.Lot = distance(from, x.readUint())
	default:
		x.writeUint(distance(from, e.Lot))
	}
}

// distance is its own inverse.
func distance(from, n uint64) uint64 {
	if from == 0 {
		return n
	}
	return from - n
}

// time is kept as 0 for the zero time, or the time since base: an even number
// of whole seconds, or an odd one of microseconds.
func (x *snapshot) time(v *time.Time, guess, base time.Time) {
	switch {
	case !x.differs(v.IsZero() != guess.IsZero() || instantOf(*v) != instantOf(guess)):
		*v = guess
	case x.reading:
		*v = x.readTime(instantOf(base))
	default:
		x.writeTime(*v, instantOf(base))
	}
}

const second = 1e6 // in an instant's microseconds

func (x *snapshot) writeTime(t time.Time, base instant) {
	switch since := int64(instantOf(t) - base); {
	case t.IsZero():
		x.writeUint(0)
	case t.Year() > 9999 || t.Year() < 1:
		x.fail("a time outside the years 1 to 9999")
	case since%second == 0:
		x.writeUint(zigzag(since/second)<<1 + 2)
	default:
		x.writeUint(zigzag(since)<<1 + 1)
	}
}

func (x *snapshot) readTime(base instant) time.Time {
	n := x.readUint()
	since := unzigzag(n >> 1)
	if n == 0 {
		return time.Time{}
	} else if n&1 == 0 {
		since = unzigzag(n>>1-1) * second
	}
	if t := (base + instant(since)).time(); usable(t) {
		return t
	}
	x.fail("a time outside the years 1 to 9999")
	return time.Time{}
}

// quantity is kept as its scale and its digits.
func (x *snapshot) quantity(v *decimal.Decimal) {
	switch {
	case !x.differs(v.Sign() != 0):
	case x.reading:
		scale := x.readBytes(1)[0]
		units := x.readInt()
		if a, err := retention.AmountOf(units, int(scale)); err == nil {
			*v = a.Decimal()
		} else {
			x.fail("a quantity out of range")
		}
	default:
		f, err := fixedOf(*v)
		if err != nil {
			x.fail("a quantity out of range")
		}
		x.out = append(x.out, byte(f.scale))
		x.writeInt(f.units)
	}
}
