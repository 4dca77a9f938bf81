package loyalty

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// hasher is the fingerprint of what an event says: a multiplication and a shift
// a word. It must never change, for it is stored.
type hasher uint64

const (
	hashStart hasher = 0x6c6f79616c747931
	hashTimes hasher = 0x9e3779b97f4a7c15 // 2^64 over the golden ratio
)

func (h *hasher) int(n int64) {
	x := (*h ^ hasher(n)) * hashTimes
	*h = x ^ x>>29
}

func (h *hasher) byte(b byte) { h.int(int64(b)) }

// text adds its length as well, so that neighbours cannot run together.
func (h *hasher) text(s string) {
	h.int(int64(len(s)))
	for len(s) >= 8 {
		h.int(int64(s[0]) | int64(s[1])<<8 | int64(s[2])<<16 | int64(s[3])<<24 | int64(s[4])<<32 | int64(s[5])<<40 | int64(s[6])<<48 | int64(s[7])<<56)
		s = s[8:]
	}
	last := int64(0)
	for i := range len(s) {
		last |= int64(s[i]) << (8 * i)
	}
	h.int(last)
}

func (h *hasher) bool(b bool) {
	if b {
		h.byte(1)
	} else {
		h.byte(0)
	}
}

func (h *hasher) time(t time.Time) {
	if t.IsZero() {
		h.bool(false)
		return
	}
	h.bool(true)
	h.int(int64(instantOf(t)))
}

// decimal adds the value: 1.50 is 1.5.
func (h *hasher) decimal(d decimal.Decimal) {
	if d.NumDigits() > 18 {
		h.longDecimal(d)
		return
	}
	h.scientific(d.CoefficientInt64(), d.Exponent())
}

func (h *hasher) scientific(n int64, exp int32) {
	if n == 0 {
		exp = 0
	}
	for n != 0 && n%10 == 0 {
		n, exp = n/10, exp+1
	}
	h.int(n)
	h.int(int64(exp))
}

// longDecimal adds what no ledger counts with, and must not take long: 10 to
// the billionth is never written out.
func (h *hasher) longDecimal(d decimal.Decimal) {
	digits := d.Coefficient().String()
	short := strings.TrimRight(digits, "0")
	exp := d.Exponent() + int32(len(digits)-len(short))
	if n, err := strconv.ParseInt(short, 10, 64); err == nil {
		h.scientific(n, exp)
		return
	}
	h.text(short)
	h.int(int64(exp))
}

func (h *hasher) texts(list []string) {
	h.int(int64(len(list)))
	for _, s := range list {
		h.text(s)
	}
}

// fingerprint returns the digest of an event's time and content. When it was
// posted does not matter: a retry is posted later.
func (e *Event) fingerprint() int64 {
	h := hashStart
	h.time(e.At)
	e.Data.digest(&h)
	return int64(h)
}
