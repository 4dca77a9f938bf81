package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Policy says how a shop keeps in touch: what there is to say, and the manners
// to say it with. It is plain data: it survives JSON unchanged, and [Compile]
// makes it work. Lists are sets, their order means nothing but in a [Step].
type Policy struct {
	Version   string         `json:"version"` // the shop's own; part of every Plan.Basis
	Zones     ZoneRule       `json:"zones,omitzero"`
	Channels  []Channel      `json:"channels"`
	Plays     []Play         `json:"plays"`
	Rules                    // the shop's own manners
	Laws      []Law          `json:"laws,omitempty"` // and what the law asks on top
	Fatigue   []Fatigue      `json:"fatigue,omitempty"`
	Complaint *ComplaintRule `json:"complaint,omitempty"`
	Holdout   Holdout        `json:"holdout,omitzero"`

	// Signs are the kinds of events that the customer is behind: orders,
	// replies, visits. They end a silence and a fatigue. None given: only
	// contacts do that were answered.
	Signs []string `json:"signs,omitempty"`

	// Workdays are the days that Step.Workdays counts, by the weekdays and
	// calendars of these hours. The zero Hours mean Monday to Friday.
	Workdays hours.Hours `json:"workdays,omitzero"`

	// Horizon is how far ahead a message reserves its room under the caps, so
	// that lesser ones leave it free. It is an exact time, such as
	// {Exact: 14 * 24 * time.Hour}; the zero Span means 7 days.
	Horizon retention.Span `json:"horizon,omitzero"`

	// Lookback is how long plans go on listing what is done or dropped. It is
	// an exact time; the zero Span means 30 days.
	Lookback retention.Span `json:"lookback,omitzero"`
}

// Channel is a way to reach people.
type Channel struct {
	ID   string         `json:"id"`            // such as "email", "line", "phone", "visit"
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID

	// Interrupts tells that it rings or buzzes: it is not used on a customer
	// whose time of day nobody knows.
	Interrupts bool `json:"interrupts,omitempty"`

	// Staff are the hours, on the clock of StaffZone, in which there are people
	// to do it. The zero Hours mean that it takes none.
	Staff     hours.Hours `json:"staff,omitzero"`
	StaffZone string      `json:"staffZone,omitempty"`

	// Spread keeps what was held overnight from leaving all at once: each
	// message is given a moment of its own in so many minutes after opening,
	// by a hash of customer and key. It must not be used with Staff.
	Spread Minutes `json:"spread,omitempty"`
}

// Minutes counts minutes.
type Minutes int

// ZoneRule says what clock a customer lives by whose zone is not known.
type ZoneRule struct {
	// Regions gives the zones that a region lies in, such as "US" or "US-FL".
	// A message goes out only when it may in every one of them; dates are
	// those of the first. The longest name that fits Customer.Region holds.
	Regions map[string][]string `json:"regions,omitempty"`

	// Default is the zone of customers without a known zone and region, for
	// channels that do not interrupt. Empty: such messages are held.
	Default string `json:"default,omitempty"`
}

// Fatigue lets contacts become rarer while nobody answers. What counts are
// touches that match since the customer last gave a sign of life: one of
// Policy.Signs, or a contact that was [Reached], [Reacted] or [Interested].
type Fatigue struct {
	ID string `json:"id"`
	Match
	After  int            `json:"after"`            // after so many silent touches,
	Gap    retention.Span `json:"gap"`              // the next waits for so long since the last, an exact time,
	Factor float64        `json:"factor,omitempty"` // and with each further one this many times longer; 0 means 1
	Most   retention.Span `json:"most,omitzero"`    // but not longer than this exact time; zero: no limit
	Stop   int            `json:"stop,omitempty"`   // after so many, nothing more; 0: never
}

// ComplaintRule keeps quiet while a complaint is open.
type ComplaintRule struct {
	Purposes []Purpose      `json:"purposes"`      // what is kept back; [Transactional] never
	Calm     retention.Span `json:"calm,omitzero"` // and for so long after one was closed
}

// Holdout leaves some customers out, to learn what following up is worth.
type Holdout struct {
	Salt   string    `json:"salt,omitempty"`   // another salt draws other customers
	Share  float64   `json:"share,omitempty"`  // from 0 to 1; more only adds customers
	Exempt []Purpose `json:"exempt,omitempty"` // what they get all the same; [Transactional] always
}
