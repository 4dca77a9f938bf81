package segment

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/shopspring/decimal"
)

// Top holds for the customers with the highest values: the given percentage of those
// whose value is known. A customer is among them if fewer than that share lie
// strictly above. Customers with equal values are never separated, so there may be
// more.
//
// The answer depends on the other customers: [View.Fit] finds the value at the cut,
// and until then the rule is Unknown. A set does not compile with a percentage that is
// not above 0 and at most 100, nor with a rank among events. Cuts belong to what rules
// print. So it does not compile either with two ranks that print the same if only one
// of their fields has a KnownIf or an OmitZero: make such a field once.
func (f Field[T, V]) Top(percent float64) Rule[T] { return f.ranked(opTop, percent, opAtLeast) }

// Bottom holds for the customers with the lowest values; see [Field.Top].
func (f Field[T, V]) Bottom(percent float64) Rule[T] { return f.ranked(opBottom, percent, opAtMost) }

func (f Field[T, V]) ranked(o op, percent float64, cutOp op) Rule[T] {
	c := f.asked(&form{op: o, field: f.form, args: []any{percentOf(percent)}})
	c.test = unknown
	c.atCut = func(cut any) test[T] {
		v, err := f.values.native(cut)
		if err != nil {
			return unknown[T]
		}
		return f.condition(cutOp, v).(*condition[T]).test
	}
	return c
}

// percentOf returns a percentage as the decimal that it prints as; one that is no
// number becomes -1, which no set compiles with.
func percentOf(percent float64) decimal.Decimal {
	if percent-percent != 0 {
		return decimal.NewFromInt(-1)
	}
	return decimal.NewFromFloat(percent)
}

// Sample holds for a share of the customers, chosen by a hash of the value. The value
// must be an ID that tells customers apart. The same salt always chooses the same
// customers, and another salt others. A larger sample of the same salt contains the
// smaller ones: a customer in the 10 % sample is also in the 20 % sample.
//
// With h the first eight bytes, big-endian, of the SHA-256 of the salt, a zero
// byte and the value, a customer is chosen if h / 2^64 < percent / 100, exactly. A
// set does not compile with a percentage that is not above 0 and at most 100.
func (f TextField[T, V]) Sample(percent float64, salt string) Rule[T] {
	share := percentOf(percent)
	c := f.asked(&form{op: opSample, field: f.form, name: salt, args: []any{share}})
	limit, all := sampleLimit(share)
	c.test = f.holds(func(v V) bool { return all || sampleHash(salt, string(v)) < limit })
	return c
}

// sampleLimit returns the number that the hashes of a sample lie below, and
// whether all of them do.
func sampleLimit(percent decimal.Decimal) (limit uint64, all bool) {
	if percent.Sign() <= 0 {
		return 0, false
	}
	whole := decimal.NewFromUint64(1 << 63).Mul(decimal.NewFromInt(2))
	ceiling := percent.Mul(whole).Shift(-2).Ceil().BigInt() // h < x is h < ⌈x⌉ in whole numbers
	if !ceiling.IsUint64() {
		return 0, true
	}
	return ceiling.Uint64(), false
}

func sampleHash(salt, id string) uint64 {
	var buffer [128]byte // IDs are short; longer ones allocate
	text := append(buffer[:0], salt...)
	text = append(text, 0)
	text = append(text, id...)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}
