package loyalty

import (
	"errors"
	"fmt"
	"strings"
)

// These are the errors that faults of a [Compile] wrap.
var (
	ErrVersion   = errors.New("not a version that is known")
	ErrZone      = errors.New("not the program's zone")
	ErrName      = errors.New("a name is needed, in UTF-8")
	ErrDuplicate = errors.New("the name is taken")                 // the second is at fault
	ErrMissing   = errors.New("the program does not have it")      // a tier, rule, metric or wallet that is referred to
	ErrValue     = errors.New("the value makes no sense")          // negative, zero, out of range, in another's way
	ErrOrder     = errors.New("out of order")                      // editions by time, rules by reference, thresholds by tier
	ErrSize      = errors.New("larger than any program")           // see [Compile]
	ErrRewritten = errors.New("what was in force is never edited") // see [Program.MayReplace]
)

// Fault is one thing that is wrong with a program.
type Fault struct {
	Edition string // its ID; empty if it is in the program itself
	Part    string // such as "earn rule \"base\": per"
	Err     error
}

// Error returns where the fault is and what.
func (f Fault) Error() string {
	if f.Edition == "" {
		return fmt.Sprintf("loyalty: %s: %v", f.Part, f.Err)
	}
	return fmt.Sprintf("loyalty: edition %q: %s: %v", f.Edition, f.Part, f.Err)
}

// Unwrap returns what is wrong, to be compared with the errors of this package.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with a program.
type Faults []Fault

// Error returns all faults, a line each.
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
