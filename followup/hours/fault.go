package hours

import (
	"errors"
	"fmt"
	"strings"
)

// Besides [ErrClock] and [ErrDays], these are the errors that the faults of
// [Hours.Schedule] wrap.
var (
	ErrCalendar  = errors.New("no such calendar")
	ErrNeverOpen = errors.New("the calendars leave no day to open on")
)

// Fault is one thing that is wrong with some [Hours].
type Fault struct {
	Part string // such as "windows[1].from"; empty: the whole
	Err  error
}

// Error returns where the fault is and what is wrong.
func (f Fault) Error() string {
	if f.Part == "" {
		return fmt.Sprintf("hours: %v", f.Err)
	}
	return fmt.Sprintf("hours: %s: %v", f.Part, f.Err)
}

// Unwrap returns what is wrong. It wraps one of the errors of this package.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with some [Hours].
type Faults []Fault

// Error returns all faults, each on a line of its own.
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
