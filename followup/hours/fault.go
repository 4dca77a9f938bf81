package hours

import (
	"errors"
	"fmt"
	"strings"
)

// These are the errors that faults of [Hours.Schedule] wrap, besides [ErrClock]
// and [ErrDays].
var (
	ErrCalendar  = errors.New("no such calendar")
	ErrNeverOpen = errors.New("the calendars leave no day to open on")
)

// Fault is something wrong with some hours.
type Fault struct {
	Part string // such as "windows[1].from"; empty if it is the whole
	Err  error
}

// Error returns where the fault is and what.
func (f Fault) Error() string {
	if f.Part == "" {
		return fmt.Sprintf("hours: %v", f.Err)
	}
	return fmt.Sprintf("hours: %s: %v", f.Part, f.Err)
}

// Unwrap returns what is wrong, to be compared with the errors of this package.
func (f Fault) Unwrap() error { return f.Err }

// Faults is everything that is wrong with some hours.
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
