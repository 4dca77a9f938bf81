package followup

import (
	"errors"
	"fmt"
)

// These are the errors that callers branch on. They come inside an [*Error],
// which says where.
var (
	ErrTime      = errors.New("no usable time")                                             // zero, or outside the years 1900 to 2099
	ErrZone      = errors.New("a zone of the host, or without a name: load it by its name") // time.Local is no customer's
	ErrDuplicate = errors.New("another of this name differs")                               // an event or address twice, and not the same
	ErrName      = errors.New("a name is needed")                                           // an ID that is empty, or a text that is not UTF-8
	ErrChannel   = errors.New("the policy has no such channel")                             // of a [Message]
	ErrValue     = errors.New("the value makes no sense")                                   // such as a purpose that is none
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
