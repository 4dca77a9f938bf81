package followup

import (
	"encoding/hex"
	"fmt"
	"iter"
	"time"
)

// Plan is what to do about one customer at an instant.
type Plan struct {
	Customer  string     `json:"customer"`
	At        time.Time  `json:"at"`
	Decisions []Decision `json:"decisions"` // the most important first

	// Next is when to plan again: until then the plan stays the same, unless a fact
	// changes. It is later than At. Zero: time alone changes nothing. A job that plans
	// at night and not again at Next sends nothing that quiet hours hold.
	Next time.Time `json:"next,omitzero"`

	// Basis identifies the policy and the facts that the plan was made from.
	// See [Engine.Basis].
	Basis Fingerprint `json:"basis"`

	// Over counts what is not listed because it was over for longer than
	// Policy.Lookback.
	Over int `json:"over,omitempty"`

	// Ahead counts the runs that begin with an event and are not listed because they
	// lie beyond Policy.Horizon. The first of them in each play is listed.
	Ahead int `json:"ahead,omitempty"`
}

// With iterates over the decisions that have a verdict.
func (p Plan) With(v Verdict) iter.Seq[Decision] {
	return func(yield func(Decision) bool) {
		for i := range p.Decisions {
			if p.Decisions[i].Verdict == v && !yield(p.Decisions[i]) {
				return
			}
		}
	}
}

// Decision is the answer for one message.
type Decision struct {
	// Key is play/occurrence/step, with #2 for a second attempt. It does not depend on
	// channel or time: whatever changes, a message keeps its key.
	Key     string  `json:"key"`
	Play    string  `json:"play"`
	Step    string  `json:"step"`
	Topic   string  `json:"topic,omitempty"`
	Purpose Purpose `json:"purpose"`
	Verdict Verdict `json:"verdict"`
	Channel string  `json:"channel,omitempty"` // empty: none can be used
	Address string  `json:"address,omitempty"` // Address.ID

	// Due is when it was to go out. If it was tried already, Due is when that was.
	Due time.Time `json:"due"`
	// NotBefore is when a Hold may go out: an exact instant, or a lower bound if
	// Behind. Zero: it waits for a fact.
	NotBefore time.Time `json:"notBefore,omitzero"`
	// Until is when it becomes too late: for a Send the end of the time in which it
	// may go out now, else the end of its Step.Late. Zero if it was tried already.
	Until time.Time `json:"until,omitzero"`

	// Behind tells that it waits behind a Send of the same plan.
	Behind bool `json:"behind,omitempty"`
	// Also are messages that go out inside this one. Their own decisions are Holds.
	Also []Part `json:"also,omitempty"`

	Why    []Reason `json:"why,omitempty"`    // what calls for it
	WhyNot []Reason `json:"whyNot,omitempty"` // what blocks or delays it, in the order of the codes; empty if it is sent when due
}

// Contact returns the contact to store when the message has gone out, was tried, or was
// handed over for sending.
func (d Decision) Contact(at time.Time, o Outcome) Contact {
	return Contact{
		Key: d.Key, At: at, Channel: d.Channel, Address: d.Address, Topic: d.Topic, Purpose: d.Purpose, Outcome: o, Also: d.Also,
	}
}

// Fingerprint identifies the policy and the facts that it was made from.
type Fingerprint [16]byte

// String returns the fingerprint in hexadecimal.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// MarshalText implements [encoding.TextMarshaler].
func (f Fingerprint) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (f *Fingerprint) UnmarshalText(text []byte) error {
	var g Fingerprint
	if len(text) != 2*len(g) {
		return fmt.Errorf("followup: %.64q is not a fingerprint", text)
	}
	if _, err := hex.Decode(g[:], text); err != nil {
		return fmt.Errorf("followup: %.64q is not a fingerprint: %w", text, err)
	}
	*f = g
	return nil
}
