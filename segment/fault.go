package segment

import (
	"errors"
	"fmt"
	"strings"
)

// These are the errors that faults of a [Compile] wrap, beside [ErrNoSegment].
var (
	ErrName      = errors.New("a segment needs a name")                 // and so do fields and events; it must be UTF-8
	ErrDuplicate = errors.New("two segments have the same name")        // the second is at fault
	ErrNoRule    = errors.New("there is no rule")                       // nil, or a rule of the caller's whose String is empty
	ErrEmpty     = errors.New("a rule about nothing")                   // All, Any, In, HasAny or HasAll of nothing
	ErrRange     = errors.New("nothing lies in the range")              // from is not below to
	ErrOperand   = errors.New("the operand is no value")                // such as NaN, a zero time, a span that is not positive, 0 per cent
	ErrCycle     = errors.New("the segment refers to itself")           // directly or by way of others
	ErrDepth     = errors.New("rules are nested too deep")              // more than MaxDepth in each other
	ErrSize      = errors.New("the rule is too large")                  // more than MaxSize parts, with what it refers to
	ErrEvent     = errors.New("only rules about customers can do that") // Ref, Top and Bottom in a Where
	ErrField     = errors.New("two fields have the same name")          // and they differ in kind or, if ranked, in what counts as missing
	ErrNever     = errors.New("the rule can never hold")                // its conditions contradict each other
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
