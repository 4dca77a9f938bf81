package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Customer is all that is known about one customer and matters for following up.
// The caller stores it; [Engine.Plan] reads it and changes nothing. Slices are sets:
// their order means nothing.
type Customer struct {
	ID       string `json:"id"`
	Business bool   `json:"business,omitempty"` // a company

	// Zone is the time zone that they live in; nil: not known, see [ZoneRule]. It is
	// not part of JSON: store its name. Leave it nil where the name is empty:
	// time.LoadLocation("") is UTC without an error, and whoever has it is treated as
	// living by UTC.
	Zone *time.Location `json:"-"`

	// Region is a region such as "JP" or "US-FL", spelt as in the laws and zones of
	// the policy. Empty: not known, and subject to every law.
	Region string `json:"region,omitempty"`

	Dates map[string]retention.Date `json:"dates,omitempty"` // "birthday", "contract start"

	// Segments are the segments and tiers that they are in, and since when. When they
	// are filled in for the first time, and nobody knows since when, take a time long
	// ago, such as the year 2000. By the time of that run everybody has just come in, and
	// the plays that begin with it are due at once: see [Entered].
	Segments map[string]time.Time `json:"segments,omitempty"`

	Addresses  []Address   `json:"addresses,omitempty"`
	Consents   []Consent   `json:"consents,omitempty"`
	Pauses     []Pause     `json:"pauses,omitempty"`
	Contacts   []Contact   `json:"contacts,omitempty"`   // what the shop did
	Events     []Event     `json:"events,omitempty"`     // what they did, and what will fall due
	Complaints []Complaint `json:"complaints,omitempty"` // what they complained about
}

// Address is where a customer is reached on a channel. Without an address for a
// channel, a customer is never contacted on it.
type Address struct {
	Channel   string      `json:"channel"`
	ID        string      `json:"id,omitempty"`        // what the caller sends to; it comes back as Decision.Address
	Dead      bool        `json:"dead,omitempty"`      // known not to work
	Since     time.Time   `json:"since,omitzero"`      // since when it is on file: earlier bounces do not count against it; zero: always
	Preferred bool        `json:"preferred,omitempty"` // used before others on the same channel; see also [Preferred]
	Hours     hours.Hours `json:"hours,omitzero"`      // when the customer wants to be reached there; Closed is not used
}

// Consent is a yes or a no to being contacted. Keep all of them. A no stops the
// messages that it covers, until a later express yes covers them: one without a
// Basis, or with [BasisExpress]. So a purchase after a no is not a new yes. If a yes
// and a no have the same instant, the no counts. Channels and topics are spelt as in
// the policy, letter for letter: a no to any other stops nothing. [Engine.Unknown]
// finds those that are misspelt.
type Consent struct {
	Channel string    `json:"channel,omitempty"` // empty: all
	Topic   string    `json:"topic,omitempty"`   // empty: all
	Granted bool      `json:"granted"`
	Basis   string    `json:"basis,omitempty"` // of a yes: see [ConsentRule]
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires,omitzero"` // of a yes; zero: see [ConsentBasis]. A yes that has expired no longer overrides an earlier no
}

// Pause is a time during which the customer asked to be left alone.
type Pause struct {
	Channel string    `json:"channel,omitempty"` // empty: all
	Topic   string    `json:"topic,omitempty"`   // empty: all
	From    time.Time `json:"from"`              // [From, To); zero To: until further notice
	To      time.Time `json:"to,omitzero"`
}

// Contact is something that was sent, said or tried. Contacts with the same Key are
// one contact: the earliest of them counts, with the most informative of their
// outcomes. A contact in the future is a booking. A contact that did not fail is
// called a touch.
type Contact struct {
	Key     string    `json:"key"` // of the Decision it came from, or any name for it; empty: a contact of its own
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Address string    `json:"address,omitempty"` // Address.ID; empty: any of the channel
	Topic   string    `json:"topic,omitempty"`   // as it was then: to change a play later does not change it
	Purpose Purpose   `json:"purpose"`
	Outcome Outcome   `json:"outcome"`
	Also    []Part    `json:"also,omitempty"` // messages that went out inside it
}

// Part is a message that goes out inside another.
type Part struct {
	Key     string  `json:"key"`
	Topic   string  `json:"topic,omitempty"`
	Purpose Purpose `json:"purpose"`
}

// Event is something that happened, or will fall due.
type Event struct {
	ID    string    `json:"id"`   // unique among the customer's events of its kind
	Kind  string    `json:"kind"` // the caller's own: "order", "delivered", "points lapse", "reply"
	At    time.Time `json:"at"`
	Due   time.Time `json:"due,omitzero"`    // when it falls due; see [OnDue]
	Topic string    `json:"topic,omitempty"` // of a [DeclineEvent]
}

// DeclineEvent is the Kind of an [Event] by which a customer says no to a topic other
// than in answer to a contact.
const DeclineEvent = "declined"

// Complaint is a complaint, open in [Opened, Closed).
type Complaint struct {
	ID     string    `json:"id"`
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed,omitzero"` // zero: it is open
}
