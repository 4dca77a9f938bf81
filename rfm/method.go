package rfm

import (
	"errors"

	"github.com/shopspring/decimal"
)

// Method says how the customers of a table are divided into scores. The zero
// Method is the recommended one: [Ranks] with scores from 1 to 5.
type Method struct {
	// Mode is Ranks unless said otherwise.
	Mode Mode `json:"mode"`
	// Bins is the highest score, from 2 to MaxBins. 0 stands for 5.
	Bins int `json:"bins,omitzero"`

	// The cut points of FixedCuts, Bins-1 for each axis, ascending and without
	// repetition. Other modes find their own and take none.

	// RecencyCuts are the longest times since the last purchase, in the unit
	// of Basis.Recency, that still earn a score, best score first: 30, 90,
	// 180, 365 gives 5 to those who bought within the last 30 days (the 30th
	// included), 4 within 90, and 1 to those beyond 365.
	RecencyCuts []int `json:"recencyCuts,omitempty"`
	// FrequencyCuts are the frequencies that must be exceeded for the scores
	// from 2 on: 1, 2, 4, 9 gives 1 to one-time buyers, and 5 to those with 10
	// purchases or more.
	FrequencyCuts []int `json:"frequencyCuts,omitempty"`
	// MonetaryCuts are the sums that must be exceeded for the scores from 2 on.
	// They must not be below 0.
	MonetaryCuts []decimal.Decimal `json:"monetaryCuts,omitempty"`
}

// Mode is a way to cut an axis into scores. Whatever the mode, customers whose
// net money is 0 or less score 1 for it.
type Mode uint8

const (
	// Ranks scores each axis by how many customers do worse:
	//
	//	score = 1 + ⌊bins · (customers strictly worse) / customers⌋
	//
	// Equal customers get equal scores, the worst always 1, whatever the order
	// of rows. Where half of all customers bought once, these score 1 and nobody
	// scores 2, but the scores above stay what they are: see [Axis.Empty].
	Ranks Mode = iota
	// FixedCuts scores by the cut points of the Method. It does not compare
	// customers, so the table need not have any sales.
	FixedCuts
	// RQuantiles scores as the R package rfm 0.3.0 does. It cuts at the
	// quantiles (type 7 of Hyndman and Fan) plus 1, and each interval includes
	// its lower end but not its upper one. Mind the "plus 1": it suits days,
	// counts and large sums of money, but it moves the scores of small sums.
	RQuantiles
	// NTile scores as NTILE(bins) OVER (ORDER BY value, customer) of SQL does,
	// recency from the longest ago. It gives each score to about equally many
	// customers, so equal customers may score differently: the later ID,
	// compared byte by byte, scores higher.
	NTile
)

var modeNames = [...]string{Ranks: "ranks", FixedCuts: "fixed-cuts", RQuantiles: "r-quantiles", NTile: "ntile"}

// String returns "ranks", "fixed-cuts", "r-quantiles" or "ntile".
func (m Mode) String() string { return name(modeNames[:], uint8(m)) }

// MarshalText implements [encoding.TextMarshaler].
func (m Mode) MarshalText() ([]byte, error) {
	return marshalName(modeNames[:], uint8(m), "mode")
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (m *Mode) UnmarshalText(text []byte) error {
	n, err := unmarshalName(modeNames[:], text, "mode")
	if err != nil {
		return err
	}
	*m = Mode(n)
	return nil
}

const defaultBins = 5

func (m Method) bins() int {
	if m.Bins == 0 {
		return defaultBins
	}
	return m.Bins
}

// check reports what keeps the method from being tried on a table at all. The
// cut points are checked with the scale they become part of.
func (m Method) check() error {
	var faults []error
	if int(m.Mode) >= len(modeNames) {
		faults = append(faults, scaleFault("mode %v", m.Mode))
	}
	if b := m.bins(); b < 2 || b > MaxBins {
		faults = append(faults, scaleFault("%d bins, want 2 to %d", b, MaxBins))
	}
	if m.Mode != FixedCuts && len(m.RecencyCuts)+len(m.FrequencyCuts)+len(m.MonetaryCuts) > 0 {
		faults = append(faults, scaleFault("mode %v takes no cut points", m.Mode))
	}
	return errors.Join(faults...)
}
