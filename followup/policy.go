package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Policy says how a shop keeps in touch: what there is to say, and the manners to say
// it with. It is plain data, which JSON keeps unchanged, and [Compile] makes it work.
// Lists are sets: their order means nothing, except for Play.Steps, Step.Channels and
// the zones of a region.
type Policy struct {
	Version   string         `json:"version"` // the shop's own; part of every Plan.Basis
	Zones     ZoneRule       `json:"zones,omitzero"`
	Channels  []Channel      `json:"channels"`
	Plays     []Play         `json:"plays"`
	Rules                    // the shop's own manners
	Laws      []Law          `json:"laws,omitempty"` // what the law requires on top
	Fatigue   []Fatigue      `json:"fatigue,omitempty"`
	Complaint *ComplaintRule `json:"complaint,omitempty"`
	Holdout   Holdout        `json:"holdout,omitzero"`

	// Signs are the kinds of events that are signs of life, because they come from
	// the customer: orders, replies, visits. A contact that was [Reached], [Reacted]
	// or [Interested] is a sign of life too, even if no kinds are given. A sign of
	// life ends a silence and a fatigue.
	Signs []string `json:"signs,omitempty"`

	// Workdays are the days that Step.Workdays counts: those on which these hours are
	// open, by weekday and calendar. The zero Hours mean Monday to Friday.
	Workdays hours.Hours `json:"workdays,omitzero"`

	// Horizon is how far ahead a message reserves its room under the caps, so that
	// less important ones leave it free. It is an exact time, such as
	// {Exact: 14 * 24 * time.Hour}; the zero Span means 7 days.
	Horizon retention.Span `json:"horizon,omitzero"`

	// Lookback is how long plans go on listing messages that are done or over. It is
	// an exact time; the zero Span means 30 days.
	Lookback retention.Span `json:"lookback,omitzero"`

	// Names are for people, see [Words]: what segments, dates, kinds of events and
	// topics are called, such as {"slipping": {English: "Slipping away"}}. Those
	// without one are called by the name that they have in the facts, or as this
	// package calls what its own policies know.
	Names map[string]retention.Text `json:"names,omitempty"`
}

// law returns a law by its ID, or nil.
func (p *Policy) law(id string) *Law {
	for i := range p.Laws {
		if l := &p.Laws[i]; l.ID == id {
			return l
		}
	}
	return nil
}

// Channel is a way to reach people.
type Channel struct {
	ID   string         `json:"id"`            // such as "email", "line", "phone", "visit"
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID

	// Interrupts tells that it rings or buzzes. Such a channel is not used for a
	// customer whose zone is known neither from Zone nor from Region.
	Interrupts bool `json:"interrupts,omitempty"`

	// Staff are the hours, on the clock of StaffZone, in which somebody is there to
	// make the call or the visit. The zero Hours mean that nobody is needed.
	Staff     hours.Hours `json:"staff,omitzero"`
	StaffZone string      `json:"staffZone,omitempty"`

	// Spread keeps messages that were held overnight from leaving all at once.
	// Each gets a moment of its own within this time after opening, drawn by a
	// hash of the customer and the key. It is an exact time in whole seconds, of
	// up to 12 hours; zero: none. It cannot be combined with Staff.
	Spread retention.Span `json:"spread,omitzero"`
}

// ZoneRule says by what clock to treat customers whose zone is not known.
type ZoneRule struct {
	// Regions lists the zones of a region such as "US" or "US-FL". A message goes out
	// only when it may in all of them; dates are those of the first. If several
	// regions contain Customer.Region, the one with the longest name is used.
	Regions map[string][]string `json:"regions,omitempty"`

	// Default is the zone of customers without a known zone and region, for
	// channels that do not interrupt. Empty: such messages are held.
	Default string `json:"default,omitempty"`
}

// Fatigue lets contacts become rarer while nobody answers. It counts silent touches:
// the contacts that match, and did not fail, since the customer last gave a sign of
// life (see Policy.Signs).
type Fatigue struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID
	Match
	After  int            `json:"after"`            // how many silent touches there must be before the next has to wait
	Gap    retention.Span `json:"gap"`              // how long after the last touch it waits, an exact time
	Factor float64        `json:"factor,omitempty"` // each further silent touch multiplies the gap by this; 0 means 1
	Most   retention.Span `json:"most,omitzero"`    // the gap grows no longer than this exact time; zero: no limit
	Stop   int            `json:"stop,omitempty"`   // after this many silent touches nothing more goes out; 0: no stop
}

// ComplaintRule keeps messages back while a complaint is open.
type ComplaintRule struct {
	Purposes []Purpose      `json:"purposes"`      // the purposes that are kept back; [Transactional] never is
	Calm     retention.Span `json:"calm,omitzero"` // how long it goes on after a complaint is closed
}

// Holdout leaves some customers out, to learn what following up is worth.
type Holdout struct {
	Salt   string    `json:"salt,omitempty"`   // another salt draws other customers
	Share  float64   `json:"share,omitempty"`  // of customers, from 0 to 1; a larger share adds customers and releases none
	Exempt []Purpose `json:"exempt,omitempty"` // purposes that they get all the same; [Transactional] always
}
