package segment

import (
	"errors"
	"fmt"
	"strings"
)

// These are the errors that faults of a [Compile] wrap.
var (
	ErrName      = errors.New("a segment needs a name")
	ErrDuplicate = errors.New("two segments have the same name")
	ErrNoRule    = errors.New("there is no rule")
	ErrEmpty     = errors.New("a rule about nothing")
	ErrRange     = errors.New("nothing lies in the range")
	ErrOperand   = errors.New("the operand is no value")
	ErrCycle     = errors.New("the segment refers to itself")
	ErrDepth     = errors.New("rules are nested too deep")
	ErrEvent     = errors.New("only rules about customers can do that")
	ErrField     = errors.New("two fields have the same name")
	ErrNever     = errors.New("the rule can never hold")
)

// Fault is something wrong with a segment.
type Fault struct {
	Segment string // its name; "" if it has none
	Rule    string // the part of its rule that is wrong; "" if it is all of it
	Err     error
}

// Error returns where the fault is and what.
func (f Fault) Error() string {
	if f.Rule == "" {
		return fmt.Sprintf("segment %q: %v", f.Segment, f.Err)
	}
	return fmt.Sprintf("segment %q: %s: %v", f.Segment, f.Rule, f.Err)
}

// Unwrap returns what is wrong, to be compared with the errors of this package.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with some segments.
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
