package rfm

import (
	"errors"
	"fmt"
)

// ErrNoSales is wrapped by the error about a table in which nobody bought
// anything, so that there is nobody to compare customers with.
var ErrNoSales = errors.New("no customer with sales")

// Fit finds the cuts that divide the customers of a table into scores. Those
// without sales take no part in it.
//
// It takes O(n) time on up to three processors and does not sort the
// customers, unless there is money among them that needs more than 64 bits.
// The result depends on the customers and the method only.
//
// The error wraps [ErrNoSales], or [ErrScale] if the method cannot be used, or if
// the table's zone has no name that means the same on every machine: that of
// [time.Local] has none.
func Fit(t *Table, m Method) (*Scale, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	n := t.WithSales()
	if n == 0 && m.Mode != FixedCuts {
		return nil, fmt.Errorf("rfm: %w", ErrNoSales)
	}
	s := &Scale{
		Version:   ScaleVersion,
		AsOf:      t.asOf.UTC(),
		Zone:      t.zone.String(),
		Currency:  t.currency,
		Basis:     t.basis,
		Mode:      m.Mode,
		Bins:      m.bins(),
		Customers: n,
	}
	fitted, samples := s.axes(), t.samples(n)
	parallel(len(fitted), func(i int) { fitted[i].Cuts = m.cuts(axis(i), samples[i]) })
	if err := s.check(); err != nil {
		return nil, err
	}
	parallel(len(fitted), func(i int) { fitted[i].Counts = samples[i].counts(fitted[i].Cuts) })
	return s, nil
}

// cuts returns the cuts of an axis, worst first.
func (m Method) cuts(a axis, s sample) []Cut {
	var cuts []Cut
	switch m.Mode {
	case FixedCuts:
		return m.fixedCuts(a)
	case RQuantiles:
		cuts = quantileCuts(s, m.bins(), !a.fewer())
	case NTile:
		cuts = tileCuts(s, m.bins())
	default:
		cuts = rankCuts(s, m.bins())
	}
	if a == monetaryAxis {
		for i, c := range cuts {
			if c.reachesZero() {
				cuts[i] = Cut{} // over 0
			}
		}
	}
	return cuts
}
