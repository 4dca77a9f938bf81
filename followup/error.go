package followup

import (
	"errors"
	"fmt"
)

// These are the errors that callers branch on. They come inside an [*Error],
// which says where.
var (
	ErrTime      = errors.New("no usable time")                                              // a zero time, or one outside the years 1900 to 2099; a date outside the years 1 to 2099
	ErrZone      = errors.New("the host's zone, or one without a name: load it by its name") // such as time.Local, which differs from machine to machine
	ErrDuplicate = errors.New("there is another with this ID, and they differ")              // two events or addresses
	ErrName      = errors.New("a name is needed")                                            // an ID that is empty, or a text that is not UTF-8
	ErrChannel   = errors.New("the policy has no such channel")                              // of a [Message]
	ErrValue     = errors.New("the value makes no sense")                                    // such as an unknown purpose
)

// Error tells which fact about which customer cannot be planned with, and why.
type Error struct {
	Customer string
	Part     string // such as "contact \"thanks/o1/mail\""; empty: the customer
	Err      error
}

// Error implements error.
func (e *Error) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("followup: customer %.64q: %v", e.Customer, e.Err)
	}
	return fmt.Sprintf("followup: customer %.64q: %s: %v", e.Customer, e.Part, e.Err)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }
