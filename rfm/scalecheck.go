package rfm

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// check reports every fault of the scale.
func (s *Scale) check() error {
	var faults []error
	if s.Version != ScaleVersion {
		faults = append(faults, scaleFault("version %d, want %d", s.Version, ScaleVersion))
	}
	if int(s.Mode) >= len(modeNames) {
		faults = append(faults, scaleFault("mode %v", s.Mode))
	}
	if _, err := s.Basis.start(s.AsOf, time.UTC); err != nil {
		faults = append(faults, err)
	}
	switch s.Zone {
	case "":
		faults = append(faults, scaleFault("zone without a name"))
	case "Local":
		faults = append(faults, scaleFault("zone %q means another one on another machine", s.Zone))
	}
	if s.Bins < 2 || s.Bins > MaxBins {
		faults = append(faults, scaleFault("%d bins, want 2 to %d", s.Bins, MaxBins))
	}
	if s.Customers < 0 {
		faults = append(faults, scaleFault("%d customers", s.Customers))
	}
	for i, fitted := range s.axes() {
		for _, reason := range slices.Concat(s.cutFaults(axis(i), fitted.Cuts), s.countFaults(fitted.Counts)) {
			faults = append(faults, scaleFault("%v: %s", axis(i), reason))
		}
	}
	return errors.Join(faults...)
}

// scaleFault returns an error that wraps [ErrScale].
func scaleFault(format string, args ...any) error {
	return fmt.Errorf("rfm: %w: %s", ErrScale, fmt.Sprintf(format, args...))
}

// cutFaults compares cuts only if each is sound by itself.
func (s *Scale) cutFaults(a axis, cuts []Cut) []string {
	var reasons []string
	if len(cuts) != s.Bins-1 && s.Bins >= 2 {
		reasons = append(reasons, fmt.Sprintf("%d cuts for %d bins", len(cuts), s.Bins))
	}
	for i, c := range cuts {
		if reason := c.fault(a, s.Mode); reason != "" {
			reasons = append(reasons, fmt.Sprintf("cut %d: %s", i+1, reason))
		}
	}
	if reasons != nil {
		return reasons
	}
	for i := 1; i < len(cuts); i++ {
		harder := a.orderCuts(cuts[i], cuts[i-1])
		if harder < 0 || harder == 0 && s.Mode == FixedCuts {
			reasons = append(reasons, fmt.Sprintf("cut %d (%s) is not beyond cut %d (%s)",
				i+1, cuts[i].phrase(a), i, cuts[i-1].phrase(a)))
		}
	}
	return reasons
}

// fault says what is wrong with a cut by itself, or "".
func (c Cut) fault(a axis, m Mode) string {
	switch {
	case c.outOfBounds():
		return "number out of bounds"
	case c.Value.Sign() < 0:
		return fmt.Sprintf("%s is below 0", c.Value)
	case a == monetaryAxis && c.reachesZero():
		return "0 gets over it, which always scores 1"
	case a != monetaryAxis && c.Value.GreaterThan(decimal.NewFromInt(math.MaxUint32)):
		return fmt.Sprintf("%s is out of range", c.Value)
	case c.ID != "" && (m != NTile || c.Inclusive):
		return "takes no ID"
	}
	return ""
}

func (s *Scale) countFaults(counts []int) []string {
	if len(counts) == 0 {
		return nil
	}
	if len(counts) != s.Bins {
		return []string{fmt.Sprintf("%d counts for %d bins", len(counts), s.Bins)}
	}
	rest := s.Customers
	for i, n := range counts {
		if n < 0 {
			return []string{fmt.Sprintf("count %d of score %d", n, i+1)}
		}
		if n > rest { // before it can overflow
			return []string{fmt.Sprintf("counts of more than %d customers", s.Customers)}
		}
		rest -= n
	}
	if rest > 0 {
		return []string{fmt.Sprintf("counts miss %d of %d customers", rest, s.Customers)}
	}
	return nil
}
