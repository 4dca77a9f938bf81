package loyalty

import (
	"time"

	"github.com/shopspring/decimal"
)

// hasher is FNV-1a with 64 bits: the fingerprint of what an event says. It must
// never change, for it is stored.
type hasher uint64

const fnvStart, fnvPrime hasher = 14695981039346656037, 1099511628211

func (h *hasher) byte(b byte) { *h = (*h ^ hasher(b)) * fnvPrime }

func (h *hasher) int(n int64) {
	for range 8 {
		h.byte(byte(n))
		n >>= 8
	}
}

// text adds its length as well, so that neighbours cannot run together.
func (h *hasher) text(s string) {
	h.int(int64(len(s)))
	for i := range len(s) {
		h.byte(s[i])
	}
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
		h.text(d.String()) // without zeros at its end
		return
	}
	n, exp := d.CoefficientInt64(), d.Exponent()
	if n == 0 {
		exp = 0
	}
	for n != 0 && n%10 == 0 {
		n, exp = n/10, exp+1
	}
	h.int(n)
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
	h := fnvStart
	h.time(e.At)
	e.Data.digest(&h)
	return int64(h)
}
