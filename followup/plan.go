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

	// Next is when to look again: nothing changes before unless a fact does.
	// It is later than At, or zero: never.
	Next time.Time `json:"next,omitzero"`

	// Basis identifies the policy and the facts that the plan was made from.
	// See [Engine.Basis].
	Basis Fingerprint `json:"basis"`

	// Over counts what was due too long before to be listed, by
	// Policy.Lookback.
	Over int `json:"over,omitempty"`

	// Ahead counts what is due beyond Policy.Horizon, but for the first of each
	// play, which is listed.
	Ahead int `json:"ahead,omitempty"`
}

// With iterates over the decisions of a verdict.
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
	// Key is play/occurrence/step, with #2 for a second attempt. It has no
	// channel and no time: whatever changes, one message keeps one key.
	Key     string  `json:"key"`
	Play    string  `json:"play"`
	Step    string  `json:"step"`
	Topic   string  `json:"topic,omitempty"`
	Purpose Purpose `json:"purpose"`
	Verdict Verdict `json:"verdict"`
	Channel string  `json:"channel,omitempty"` // empty: none can be used
	Address string  `json:"address,omitempty"` // Address.ID

	// Due is when it was to go out; of a Done, when its contact was.
	Due time.Time `json:"due"`
	// NotBefore is when a Hold may go out: an exact instant, or a lower bound
	// if Behind. Zero: it waits for a fact.
	NotBefore time.Time `json:"notBefore,omitzero"`
	// Until is when it is too late: for a Send the end of the time in which it
	// may go out, else that of its Step.Late. Zero for a Done.
	Until time.Time `json:"until,omitzero"`

	// Behind tells that it waits behind a Send of the same plan.
	Behind bool `json:"behind,omitempty"`
	// Also are messages that go out inside of this one; theirs are Holds.
	Also []Part `json:"also,omitempty"`

	Why    []Reason `json:"why,omitempty"`    // what called for it
	WhyNot []Reason `json:"whyNot,omitempty"` // every gate that blocked or moved it, in the order of their codes; empty if it is sent when due
}

// Contact returns what to store when the message went out, was tried, or was
// given to whoever sends it.
func (d Decision) Contact(at time.Time, o Outcome) Contact {
	return Contact{
		Key: d.Key, At: at, Channel: d.Channel, Address: d.Address, Topic: d.Topic, Purpose: d.Purpose, Outcome: o, Also: d.Also,
	}
}

// Fingerprint identifies what it was made from.
type Fingerprint [16]byte

// String returns the fingerprint in hexadecimal.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// MarshalText implements [encoding.TextMarshaler].
func (f Fingerprint) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (f *Fingerprint) UnmarshalText(text []byte) error {
	var g Fingerprint
	if len(text) != 2*len(g) {
		return fmt.Errorf("followup: %.64q is no fingerprint", text)
	}
	if _, err := hex.Decode(g[:], text); err != nil {
		return fmt.Errorf("followup: %.64q is no fingerprint: %w", text, err)
	}
	*f = g
	return nil
}
