package rfm

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// ScaleVersion is the version of the form of a [Scale] that this package
// writes, and the only one it reads.
const ScaleVersion = 1

// Scale says which values earn which scores. It comes from [Fit], or is written
// by hand. It is plain data: keep it as JSON and go on scoring by it. A score
// then changes because the customer changed, and not because other customers
// did. Fit again when the shop has changed, and compare.
type Scale struct {
	Version int `json:"version"` // ScaleVersion

	// What was measured. A scale suits tables that agree in Zone, Currency and
	// Basis; AsOf tells how old the scale is.
	AsOf     time.Time `json:"asOf"`
	Zone     string    `json:"zone"`               // name of the zone; not "Local"
	Currency string    `json:"currency,omitempty"` // "" if unstated
	Basis    Basis     `json:"basis"`

	// How it was divided.
	Mode      Mode `json:"mode"`
	Bins      int  `json:"bins"`      // the highest score
	Customers int  `json:"customers"` // with sales, in the table fitted to

	R Axis `json:"recency"`
	F Axis `json:"frequency"`
	M Axis `json:"monetary"`
}

// Axis is the part of a [Scale] about one measure.
type Axis struct {
	// Cuts[i] lies between the scores i+1 and i+2. A customer scores 1 plus the
	// number of cuts that they get over. Cuts may coincide: nobody has the
	// scores between them then.
	Cuts []Cut `json:"cuts"`
	// Counts[i] is the number of customers with score i+1 in the table fitted
	// to. Scales written by hand may leave it out.
	Counts []int `json:"counts,omitempty"`
}

// ErrScale is wrapped by every error about a [Scale] or [Method] that cannot be
// used.
var ErrScale = errors.New("unusable scale")

// Empty returns the scores that no customer had in the table fitted to, such as
// 2 where half of all customers bought once.
func (a Axis) Empty() []int {
	var empty []int
	for i, n := range a.Counts {
		if n == 0 {
			empty = append(empty, i+1)
		}
	}
	return empty
}

// Apply scores a table. It is Compile and [Scorer.Apply] in one.
func (s *Scale) Apply(t *Table) (*Scored, error) {
	scorer, err := s.Compile()
	if err != nil {
		return nil, err
	}
	return scorer.Apply(t)
}

// Compile checks the scale and makes it ready for use. Changes to the scale do
// not reach the result.
//
// The error lists every fault, each wrapping [ErrScale] or [ErrBasis]. Whether
// the zone exists is not looked up.
func (s *Scale) Compile() (*Scorer, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return newScorer(s), nil
}

func (s *Scale) clone() *Scale {
	c := *s
	for _, a := range c.axes() {
		a.Cuts, a.Counts = slices.Clone(a.Cuts), slices.Clone(a.Counts)
	}
	return &c
}

// axes returns the axes of the scale, in the order of type axis.
func (s *Scale) axes() [axisCount]*Axis { return [axisCount]*Axis{&s.R, &s.F, &s.M} }

// String describes the scale in a few lines, one of them for each axis:
//
//	frequency: 2 over 1, 3 over 2, 4 over 4, 5 over 9
func (s *Scale) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v from 1 to %d, by %d customers as of %v %s",
		s.Mode, s.Bins, s.Customers, s.AsOf.Format(time.RFC3339), s.Zone)
	for i, fitted := range s.axes() {
		sep := ": "
		fmt.Fprintf(&b, "\n%v", axis(i))
		for j, c := range fitted.Cuts {
			fmt.Fprintf(&b, "%s%d %s", sep, j+2, c.phrase(axis(i)))
			sep = ", "
		}
	}
	return b.String()
}
