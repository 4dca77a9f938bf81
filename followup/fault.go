package followup

import (
	"errors"
	"fmt"
	"strings"
)

// These are the errors that the [Faults] of [Compile] wrap, besides [ErrName],
// [ErrTime], [ErrValue], [ErrWord], [ErrZone] and those of package hours.
var (
	ErrTaken   = errors.New("the name is taken")
	ErrMissing = errors.New("the policy does not have it") // a channel, calendar or zone that it refers to
	ErrEmpty   = errors.New("nothing is in it")
	ErrIdle    = errors.New("it can never have an effect") // a step that never goes out, or a rule that holds nothing back
	ErrSize    = errors.New("larger than any policy")
)

// Fault is something wrong with a policy.
type Fault struct {
	Part string // such as "play \"birthday\": step \"mail\": channels[0]"
	Err  error
}

// Error returns where the fault is and what is wrong.
func (f Fault) Error() string { return fmt.Sprintf("followup: %s: %v", f.Part, f.Err) }

// Unwrap returns what is wrong, for errors.Is and the errors of this package.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with a policy.
type Faults []Fault

// Error returns all faults, one per line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the faults one by one.
func (fs Faults) Unwrap() []error {
	errs := make([]error, len(fs))
	for i, f := range fs {
		errs[i] = f
	}
	return errs
}
