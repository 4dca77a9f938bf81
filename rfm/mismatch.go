package rfm

import "fmt"

// MismatchError says how two measurements differ that must agree: a table and
// the scale to score it by, or two snapshots.
type MismatchError struct {
	What      string // "zone", "currency" or "basis"
	Want, Got string // of the scale and the table, or of the earlier and the later snapshot
}

// Error implements error.
func (e *MismatchError) Error() string {
	return fmt.Sprintf("rfm: measured by another %s: %s, not %s", e.What, e.Got, e.Want)
}

// measurement is how customers were measured.
type measurement struct {
	zone, currency string
	basis          Basis
}

func (t *Table) measurement() measurement {
	return measurement{t.zone.String(), t.currency, t.basis}
}

func (s *Scale) measurement() measurement { return measurement{s.Zone, s.Currency, s.Basis} }

// mismatch returns a *MismatchError unless the two go together. Money whose
// currency was never stated goes with any.
func mismatch(want, got measurement) error {
	switch {
	case got.zone != want.zone:
		return &MismatchError{"zone", want.zone, got.zone}
	case got.currency != want.currency && got.currency != "" && want.currency != "":
		return &MismatchError{"currency", want.currency, got.currency}
	case got.basis != want.basis:
		return &MismatchError{"basis", want.basis.String(), got.basis.String()}
	}
	return nil
}

// String names what is measured, as in "orders, calendar-days, window P365D".
func (b Basis) String() string {
	s := fmt.Sprintf("%v, %v", b.Frequency, b.Recency)
	if !b.Window.IsZero() {
		s += fmt.Sprintf(", window %v", b.Window)
	}
	return s
}
