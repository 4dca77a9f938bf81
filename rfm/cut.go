package rfm

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Cut is the border between two scores. A customer whose value is better than
// Value gets over it: fewer days of recency, more purchases, more money.
type Cut struct {
	Value decimal.Decimal `json:"value"`
	// Inclusive says that Value itself gets over the cut too.
	Inclusive bool `json:"inclusive,omitzero"`
	// ID, unless it is empty, splits the customers of Value itself: those whose
	// own ID comes after it get over the cut. Only NTile sets it.
	ID string `json:"id,omitempty"`
}

// strictness orders cuts of the same Value by how many of it they keep back.
func (c Cut) strictness() int {
	switch {
	case c.Inclusive:
		return 0
	case c.ID != "":
		return 1
	}
	return 2
}

// reachesZero reports whether a value of 0 or less gets over the cut, on an
// axis where more is better.
func (c Cut) reachesZero() bool {
	return c.Value.Sign() < 0 || c.Value.Sign() == 0 && c.strictness() < 2
}

// outOfBounds must be asked before anything else is done with a cut that comes
// from outside: a text of few bytes may stand for a number of gigabytes.
func (c Cut) outOfBounds() bool {
	const most = 1000 // digits, and places from the decimal point
	e := c.Value.Exponent()
	return e < -most || e > most || c.Value.NumDigits() > most
}

// phrase says what gets over the cut: "under 30", "over 4".
func (c Cut) phrase(a axis) string {
	if c.outOfBounds() {
		return "an unusable number"
	}
	needed := "over "
	switch {
	case a.fewer() && c.Inclusive:
		needed = "within "
	case a.fewer():
		needed = "under "
	case c.Inclusive:
		needed = "from "
	}
	text := needed + c.Value.String()
	if c.ID != "" {
		text += " or equal with an ID after " + strconv.Quote(c.ID)
	}
	return text
}

// sameCuts reports whether two scales have the same cuts on every axis.
func (s *Scale) sameCuts(o *Scale) bool {
	same := func(a, b Cut) bool {
		return a.Value.Equal(b.Value) && a.Inclusive == b.Inclusive && a.ID == b.ID
	}
	return slices.EqualFunc(s.R.Cuts, o.R.Cuts, same) &&
		slices.EqualFunc(s.F.Cuts, o.F.Cuts, same) &&
		slices.EqualFunc(s.M.Cuts, o.M.Cuts, same)
}
