package followup

import (
	"fmt"
	"time"
)

// Message is something to be sent that belongs to no play.
type Message struct {
	Channel string
	Topic   string
	Purpose Purpose
}

// Allowed returns every reason why a message must not go to a customer at an instant.
// If there is none, it may go. Allowed asks the same gates as [Engine.Plan] and counts
// the customer's contacts, but reserves no room for what plays are going to send.
//
// The error is an [*Error] about a fact or a message that cannot be used. It wraps
// [ErrChannel] if the policy does not have the channel of the message.
func (e *Engine) Allowed(c Customer, m Message, at time.Time) ([]Reason, error) {
	if !usable(at) {
		return nil, &Error{Customer: c.ID, Part: "at", Err: ErrTime}
	}
	p := e.planner(&c, at)
	defer e.release(p)
	if err := p.load(); err != nil {
		return nil, err
	}
	i, ok := e.named[m.Channel]
	if !ok {
		return nil, p.error(fmt.Sprintf("message on %.64q", m.Channel), ErrChannel)
	}
	if int(m.Purpose) >= len(purposeWords) || !valid(m.Topic) {
		return nil, p.error(fmt.Sprintf("message on %.64q", m.Channel), ErrValue)
	}
	p.blames = p.blames[:0]
	if p.heldOutFrom(m.Purpose) {
		p.blame(never, Reason{Code: HeldOut})
		p.blames[0].gate = beforeGates
	}
	p.fresh = len(p.blames)
	p.asked = message{channel: &e.channels[i], topic: m.Topic, purpose: m.Purpose, due: p.now, until: p.now} // no gate looks any further
	for g := range gates {
		p.pass(g, &p.asked, p.now)
	}
	p.addBlames()
	return append([]Reason(nil), p.reasons...), nil // nil if there is none, whatever the planner did before
}
