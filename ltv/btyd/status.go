package btyd

import (
	"errors"
	"fmt"
	"strings"
)

// Status says how far a fit can be relied on.
type Status uint8

const (
	// NotConverged: the search ended before it found a maximum.
	NotConverged Status = iota
	// Converged: the parameters are at a maximum, and the data tell them from
	// their limits.
	Converged
	// Boundary: the data cannot tell a parameter apart from its limit, zero or
	// infinity. There may well be a maximum, which the fit then returns, but
	// the likelihood hardly falls on the way from there to the limit. What the
	// model says of the time that was observed is sound. What it says of times
	// far beyond depends on what the data cannot tell. See [Runaway] for the
	// threshold.
	Boundary
	// Singular: the data cannot tell some coefficients apart from one another,
	// or do not limit them at all.
	Singular
)

var statusNames = [...]string{"not converged", "converged", "boundary", "singular"}

// String returns the status in words.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// MarshalText returns what String does.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Status) UnmarshalText(text []byte) error {
	for i, name := range statusNames {
		if string(text) == name {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("btyd: unknown status %q", text)
}

// Runaway is a parameter that the data cannot tell apart from its limit, and
// which limit that is. Parameters are looked at where the likelihood is flat,
// which means that some combination of them has a standard error of a factor of
// e or more. A parameter is then a Runaway if the log-likelihood falls by less
// than 1.92 when the parameter is multiplied or divided by e^5, about 150, and
// the others adapt. That is half of the 95 % quantile of the χ² distribution
// with one degree of freedom. A parameter that went further than a factor of
// e^20 from its usual size is one in any case.
type Runaway struct {
	Param    string `json:"param"`
	Infinite bool   `json:"infinite,omitempty"` // to infinity, or else to zero
}

// String returns, say, "a → 0".
func (r Runaway) String() string {
	if r.Infinite {
		return r.Param + " → ∞"
	}
	return r.Param + " → 0"
}

// ErrFit is wrapped by every [*FitError].
var ErrFit = errors.New("fit is not to be relied on")

// FitError says why a fit is not a clear maximum.
type FitError struct {
	Status  Status
	Runaway []Runaway
}

// Error returns the status and which parameters run away.
func (e *FitError) Error() string {
	text := fmt.Sprintf("btyd: %v: %v", ErrFit, e.Status)
	if len(e.Runaway) == 0 {
		return text
	}
	names := make([]string, len(e.Runaway))
	for i, r := range e.Runaway {
		names[i] = r.String()
	}
	return text + ": " + strings.Join(names, ", ")
}

// Unwrap returns [ErrFit].
func (e *FitError) Unwrap() error { return ErrFit }
