package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// Report is what came of a simulation. Contacts are what left: those that
// [Failed] are counted in Outcomes and Fates.Failed alone. Messages are what was
// due before To and not over by From; several may go out in one contact.
type Report struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Version string    `json:"version"` // of the policy

	Customers int `json:"customers"` // in the book
	Skipped   int `json:"skipped"`   // of them: they could not be planned for, and count for nothing below
	HeldOut   int `json:"heldOut"`   // of the others: by the policy's holdout

	Contacts int     `json:"contacts"`
	Channels []Tally `json:"channels"` // the policy's, by ID
	Topics   []Tally `json:"topics"`   // of the contacts themselves, by name
	Outcomes []Tally `json:"outcomes"` // those that there were, in the order of [Outcome]

	// PerCustomer is how many customers got how many contacts, from few to many.
	PerCustomer []PeopleTally `json:"perCustomer"`
	// Days are those with contacts, each by the customer's own calendar.
	Days []DayTally `json:"days"`
	// Busiest is the most that one customer got on one day: of several such
	// days the first, and of several customers the first by ID.
	Busiest Busiest `json:"busiest,omitzero"`

	Fates              // of all messages
	Plays []PlayReport `json:"plays"` // by ID, with steps in their order
	Never []string     `json:"never"` // plays of which nothing went out

	// Delayed are the reasons why messages left later than when due, or in a
	// digest, DroppedBy why they never did, and WaitingFor why those wait that
	// still do. A message that left late without a reason was called for late.
	Delayed    []Cause `json:"delayed"`
	DroppedBy  []Cause `json:"droppedBy"`
	WaitingFor []Cause `json:"waitingFor"`

	Waits Waits `json:"waits"`
}

// Tally is how many contacts there were of something.
type Tally struct {
	Name     string `json:"name"`
	Contacts int    `json:"contacts"`
}

// PeopleTally is how many customers got so many contacts.
type PeopleTally struct {
	Contacts  int `json:"contacts"`
	Customers int `json:"customers"`
}

// DayTally is how many contacts there were on a day.
type DayTally struct {
	Date     retention.Date `json:"date"`
	Contacts int            `json:"contacts"`
}

// Busiest is a customer's busiest day.
type Busiest struct {
	Customer string         `json:"customer"`
	Date     retention.Date `json:"date"`
	Contacts int            `json:"contacts"`
}

// PlayReport is what became of the messages of a play.
type PlayReport struct {
	Play string `json:"play"`
	Fates
	Steps []StepReport `json:"steps"`
}

// StepReport is what became of the messages of a step.
type StepReport struct {
	Step string `json:"step"`
	Fates
}

// Cause is how many messages were held up by something.
type Cause struct {
	Code     Code   `json:"code"`
	Law      string `json:"law,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Decisive int    `json:"decisive"` // for which it was the block that ended last: these add up
	Any      int    `json:"any"`      // for which it was one of the reasons
}

// Waits tells how long messages waited that went out, from Decision.Due on.
type Waits struct {
	None    int            `json:"none"` // so many went out when due
	Up      []Wait         `json:"up"`   // the others
	Mean    retention.Span `json:"mean"` // of all, an exact time in whole seconds, rounded down
	Longest retention.Span `json:"longest"`
}

// Wait is how many messages waited for so long, or less, and longer than those of
// the Wait before.
type Wait struct {
	For      retention.Span `json:"for,omitzero"` // zero: longer than all others
	Messages int            `json:"messages"`
}
