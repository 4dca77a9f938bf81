package rfm

import (
	"cmp"

	"github.com/shopspring/decimal"
)

// axis is one of the three measures. On recency the smaller value is the
// better, on the others the greater.
type axis uint8

const (
	recencyAxis axis = iota
	frequencyAxis
	monetaryAxis
	axisCount
)

var axisNames = [...]string{"recency", "frequency", "monetary"}

func (a axis) String() string { return name(axisNames[:], uint8(a)) }

func (a axis) fewer() bool { return a == recencyAxis }

// order returns a positive number if v is better than w, a negative one if it
// is worse, and 0 if they are equal.
func (a axis) order(v, w decimal.Decimal) int {
	if a.fewer() {
		v, w = w, v
	}
	return v.Cmp(w)
}

// score returns the score of a value.
func (a axis) score(cuts []Cut, value decimal.Decimal, id string) uint8 {
	n := uint8(1)
	for _, c := range cuts {
		better := a.order(value, c.Value)
		if better > 0 || better == 0 && (c.Inclusive || c.ID != "" && id > c.ID) {
			n++
		}
	}
	return n
}

// orderCuts returns a positive number if c is harder to get over than d, a
// negative one if it is easier, and 0 if they are the same.
func (a axis) orderCuts(c, d Cut) int {
	return cmp.Or(a.order(c.Value, d.Value), cmp.Compare(c.strictness(), d.strictness()), cmp.Compare(c.ID, d.ID))
}
