package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Customer is all that is known of one customer that has to do with following
// up. The caller stores it; [Engine.Plan] reads it and changes nothing. Slices
// are sets: their order means nothing.
type Customer struct {
	ID       string `json:"id"`
	Business bool   `json:"business,omitempty"` // a company

	// Zone is where they live; nil: not known, see [ZoneRule]. It is not part
	// of JSON: keep its name.
	Zone *time.Location `json:"-"`

	// Region is one such as "JP" or "US-FL", spelt as in the laws and zones of
	// the policy. Empty: not known, and under every law.
	Region string `json:"region,omitempty"`

	Dates    map[string]retention.Date `json:"dates,omitempty"`    // "birthday", "contract start"
	Segments map[string]time.Time      `json:"segments,omitempty"` // the segments and tiers they are in, and since when

	Addresses  []Address   `json:"addresses,omitempty"`
	Consents   []Consent   `json:"consents,omitempty"`
	Pauses     []Pause     `json:"pauses,omitempty"`
	Contacts   []Contact   `json:"contacts,omitempty"`   // what the shop did
	Events     []Event     `json:"events,omitempty"`     // what they did, and what will fall due
	Complaints []Complaint `json:"complaints,omitempty"` // what they complained about
}

// Address is where a customer is reached on a channel. A customer without one
// for a channel is never reached on it.
type Address struct {
	Channel   string      `json:"channel"`
	ID        string      `json:"id,omitempty"`        // what the caller sends to; it comes back as Decision.Address
	Dead      bool        `json:"dead,omitempty"`      // known to be of no use
	Since     time.Time   `json:"since,omitzero"`      // since when it is on file: earlier bounces are those of another; zero: always
	Preferred bool        `json:"preferred,omitempty"` // of several on a channel it is the one; see also [Preferred]
	Hours     hours.Hours `json:"hours,omitzero"`      // when the customer wants to be reached there; Closed is not used
}

// Consent is a yes or a no to being contacted. Keep them all: of those that cover
// a message a no counts until a later express yes, one without a Basis or with
// [BasisExpress]; at one instant the no does. A purchase is no new yes. Channels
// and topics are those of the policy, letter for letter: a no to any other stops
// nothing.
type Consent struct {
	Channel string    `json:"channel,omitempty"` // empty: all
	Topic   string    `json:"topic,omitempty"`   // empty: all
	Granted bool      `json:"granted"`
	Basis   string    `json:"basis,omitempty"` // of a yes: see [ConsentRule]
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires,omitzero"` // of a yes; zero: see [ConsentBasis]. A yes that has expired counts as never given
}

// Pause is a time in which the customer asked to be left alone.
type Pause struct {
	Channel string    `json:"channel,omitempty"` // empty: all
	Topic   string    `json:"topic,omitempty"`   // empty: all
	From    time.Time `json:"from"`              // [From, To); zero To: until further notice
	To      time.Time `json:"to,omitzero"`
}

// Contact is something that was sent, said or tried. Contacts with one Key are
// one: the earliest of them counts, with the outcome that says most. A contact
// in the future is one that is booked already.
type Contact struct {
	Key     string    `json:"key"` // of the Decision it came from, or any that names it; empty: one for itself
	At      time.Time `json:"at"`
	Channel string    `json:"channel"`
	Address string    `json:"address,omitempty"` // Address.ID; empty: any of the channel
	Topic   string    `json:"topic,omitempty"`   // as it was then: later changes of a play rewrite nothing
	Purpose Purpose   `json:"purpose"`
	Outcome Outcome   `json:"outcome"`
	Also    []Part    `json:"also,omitempty"` // what went out inside of it
}

// Part is a message inside another.
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

// DeclineEvent is the Kind of an [Event] by which a customer says no to a topic
// other than in a contact.
const DeclineEvent = "declined"

// Complaint is a complaint, open in [Opened, Closed).
type Complaint struct {
	ID     string    `json:"id"`
	Opened time.Time `json:"opened"`
	Closed time.Time `json:"closed,omitzero"` // zero: it is open
}
