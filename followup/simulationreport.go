package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// Report is what came of a simulation. Contacts are what left: contacts that [Failed]
// are counted only in Outcomes and Fates.Failed. Messages are those that were due
// before To and not over by From; several may go out in one contact.
type Report struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Version string    `json:"version"` // of the policy

	Customers int `json:"customers"` // in the book
	Skipped   int `json:"skipped"`   // of them, those who could not be planned for; they count for nothing below
	HeldOut   int `json:"heldOut"`   // of the others, those in the policy's Holdout

	Contacts int     `json:"contacts"`
	Channels []Tally `json:"channels"` // the policy's, by ID
	Topics   []Tally `json:"topics"`   // of the contacts themselves, by name
	Outcomes []Tally `json:"outcomes"` // those that occurred, in the order of [Outcome]

	// PerCustomer is how many customers got each number of contacts, in rising order.
	PerCustomer []PeopleTally `json:"perCustomer"`
	// Days are those with contacts, each by the customer's own calendar.
	Days []DayTally `json:"days"`
	// Busiest is the day on which one customer got the most contacts. Of several such
	// days it is the first, and of several customers the first by ID.
	Busiest Busiest `json:"busiest,omitzero"`

	Fates              // of all messages
	Plays []PlayReport `json:"plays"` // by ID, with steps in their order
	Never []string     `json:"never"` // plays that sent nothing

	// Delayed are the reasons why messages left later than they were due, or in a
	// digest. DroppedBy are the reasons why messages never left, and WaitingFor why
	// some still wait at the end. A message that left late without a reason was not
	// called for until after it was due.
	Delayed    []Cause `json:"delayed"`
	DroppedBy  []Cause `json:"droppedBy"`
	WaitingFor []Cause `json:"waitingFor"`

	Waits Waits `json:"waits"`
}

// Tally is how many contacts had something in common, such as a channel.
type Tally struct {
	Name     string `json:"name"`
	Contacts int    `json:"contacts"`
}

// PeopleTally is how many customers got a certain number of contacts.
type PeopleTally struct {
	Contacts  int `json:"contacts"`
	Customers int `json:"customers"`
}

// DayTally is how many contacts there were on a day.
type DayTally struct {
	Date     retention.Date `json:"date"`
	Contacts int            `json:"contacts"`
}

// Busiest is the day on which one customer got the most contacts.
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

// Cause is how many messages were held back for one reason.
type Cause struct {
	Code     Code   `json:"code"`
	Law      string `json:"law,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Decisive int    `json:"decisive"` // messages for which this block ended last; none counts twice
	Any      int    `json:"any"`      // messages for which this was one of the reasons
}

// Waits tells how long the messages that went out had waited, from Decision.Due on.
type Waits struct {
	None    int            `json:"none"` // how many went out when due
	Up      []Wait         `json:"up"`   // the others, by how long they waited
	Mean    retention.Span `json:"mean"` // of all, an exact time in whole seconds, rounded down
	Longest retention.Span `json:"longest"`
}

// Wait is how many messages waited for at most For, but longer than the For of the
// Wait before.
type Wait struct {
	For      retention.Span `json:"for,omitzero"` // zero: no limit
	Messages int            `json:"messages"`
}
