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
	ID       string
	Business bool           // a company
	Zone     *time.Location // where they live; nil: not known, see [ZoneRule]
	Region   string         // such as "JP" or "US-FL", for laws and zones; empty: not known

	Dates    map[string]retention.Date // "birthday", "contract start"
	Segments map[string]time.Time      // the segments and tiers they are in, and since when

	Addresses []Address
	Consents  []Consent
	Pauses    []Pause
	Contacts  []Contact   // what the shop did
	Events    []Event     // what they did, and what will fall due
	Cases     []Complaint // what they complained about
}

// Address is where a customer is reached on a channel. A customer without one
// for a channel is never reached on it.
type Address struct {
	Channel   string
	ID        string      // what the caller sends to; it comes back as Decision.Address
	Dead      bool        // known to be of no use
	Since     time.Time   // since when it is on file: earlier bounces are those of another; zero: always
	Preferred bool        // of several on a channel it is the one; see also [Preferred]
	Hours     hours.Hours // when the customer wants to be reached there; Closed is not used
}

// Consent is a yes or a no to being contacted. Keep them all: of those that cover
// a message a no counts until a later yes; at one instant the no does.
type Consent struct {
	Channel string // empty: all
	Topic   string // empty: all
	Granted bool
	Basis   string // of a yes: see [ConsentRule]
	At      time.Time
	Expires time.Time // of a yes; zero: see [Basis]. A yes that has expired counts as never given
}

// Pause is a time in which the customer asked to be left alone.
type Pause struct {
	Channel  string    // empty: all
	Topic    string    // empty: all
	From, To time.Time // [From, To); zero To: until further notice
}

// Contact is something that was sent, said or tried. Contacts with one Key are
// one: the earliest of them counts, with the outcome that says most. A contact
// in the future is one that is booked already.
type Contact struct {
	Key     string // of the Decision it came from, or any that names it; empty: one for itself
	At      time.Time
	Channel string
	Address string // Address.ID; empty: any of the channel
	Topic   string // as it was then: later changes of a play rewrite nothing
	Purpose Purpose
	Outcome Outcome
	Also    []Part // what went out inside of it
}

// Part is a message inside another.
type Part struct {
	Key     string  `json:"key"`
	Topic   string  `json:"topic,omitempty"`
	Purpose Purpose `json:"purpose"`
}

// Event is something that happened, or will fall due.
type Event struct {
	ID    string // unique among the customer's events of its kind
	Kind  string // the caller's own: "order", "delivered", "points lapse", "reply"
	At    time.Time
	Due   time.Time // when it falls due; see [OnDue]
	Topic string    // of a [DeclineEvent]
}

// DeclineEvent is the Kind of an [Event] by which a customer says no to a topic
// other than in a contact.
const DeclineEvent = "declined"

// Complaint is a complaint, open in [Opened, Closed).
type Complaint struct {
	ID     string
	Opened time.Time
	Closed time.Time // zero: it is open
}
