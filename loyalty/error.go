package loyalty

import (
	"errors"
	"fmt"
	"time"
)

// These are the errors that callers branch on. They come inside an [*Error] or
// an [*EntryError], which say where.
var (
	ErrConflict     = errors.New("another event has this ID: an edited row needs an event ID of its own") // the same ID with other content
	ErrInsufficient = errors.New("not enough points")                                                     // wrapped by a *Shortage
	ErrLimit        = errors.New("outside the limits of the burn rule")                                   // wrapped by a *Limit
	ErrUnknown      = errors.New("there is no such thing")                                                // a hold, redemption, lot, deed, tier or account
	ErrOver         = errors.New("the hold is over")                                                      // committed, released or timed out
	ErrClosed       = errors.New("the account is closed")                                                 //
	ErrEvent        = errors.New("the event makes no sense")                                              // an empty ID, no data, negative amounts, ...
	ErrTime         = errors.New("no usable time")                                                        // zero, outside the years 1 to 9999, or after it was posted
	ErrCurrency     = errors.New("another currency than the program's")                                   // and no rate
	ErrOverflow     = errors.New("more points than can be counted")                                       //
	ErrEdition      = errors.New("the program lacks an edition that was in force")                        //
	ErrEntry        = errors.New("not an entry of this ledger")                                           // out of sequence, or more than there is
	ErrEncoding     = errors.New("not an encoding of this package")                                       // of a program, an event or an account
)

// Error tells which event of which account was refused, and why. A refused
// event has changed nothing.
type Error struct {
	Account string
	Event   string
	Err     error
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("loyalty: account %.64q: event %.64q: %v", e.Account, e.Event, e.Err)
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// EntryError names an entry that cannot be part of a ledger, and says why.
type EntryError struct {
	Account string
	Seq     uint64
	Err     error
}

// Error implements error.
func (e *EntryError) Error() string {
	return fmt.Sprintf("loyalty: account %.64q: entry %d: %v", e.Account, e.Seq, e.Err)
}

// Unwrap returns the reason.
func (e *EntryError) Unwrap() error { return e.Err }

// Shortage says how many points an event needs and how many there are for it at an
// instant. It wraps [ErrInsufficient].
type Shortage struct {
	Wallet     string
	Have, Need Points
	At         time.Time
}

// Error implements error.
func (s *Shortage) Error() string {
	return fmt.Sprintf("%v: %d needed, %d available", ErrInsufficient, s.Need, s.Have)
}

// Unwrap returns [ErrInsufficient].
func (s *Shortage) Unwrap() error { return ErrInsufficient }

// Limit says which limit of a [BurnRule] a redemption or hold breaks, and the nearest
// number of points that is allowed. It wraps [ErrLimit].
type Limit struct {
	Name       string // "min", "max", "step" or "share"
	Want, Must Points // what was asked for, and the nearest allowed; 0: no number is allowed
}

// Error implements error.
func (l *Limit) Error() string {
	return fmt.Sprintf("%v: %s %d, not %d", ErrLimit, l.Name, l.Must, l.Want)
}

// Unwrap returns [ErrLimit].
func (l *Limit) Unwrap() error { return ErrLimit }
