package btyd

import (
	"errors"
	"fmt"
	"strings"
)

// Status says what a fit is worth.
type Status uint8

const (
	// NotConverged: the search ended before it found a maximum.
	NotConverged Status = iota
	// Converged: the parameters are at a maximum, and the data tell them from
	// their limits.
	Converged
	// Boundary: the likelihood hardly falls as a parameter runs off to zero or
	// infinity, so that the data do not tell it from that limit. What the model says
	// of the time that was observed is sound; what it says of times far beyond hangs
	// on what the data do not tell.
	Boundary
	// Singular: the data cannot tell some coefficients from one another, or do not
	// hold them back at all.
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

// Runaway is a parameter that the data do not hold back, and where it runs.
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
