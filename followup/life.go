package followup

import (
	"errors"
	"slices"
	"time"
)

// ErrEndless is wrapped by the error of a simulation in which a customer gets
// messages for ever, or must be looked at for ever, without any time passing to
// speak of.
var ErrEndless = errors.New("it does not come to an end: there was no getting through a day")

// Response is what comes of a contact in a simulation. The zero Response is that
// of somebody who does not answer.
type Response struct {
	Outcome Outcome // which is known at once; what is learnt later is an event

	// These are new facts about the customer. Events in the future are not known
	// until they come; all else may be.
	Events     []Event
	Consents   []Consent
	Pauses     []Pause
	Complaints []Complaint
}

// Run lives through the instants [from, to) with a customer, as a shop would that
// acts upon each plan at once. It sends the most important message that may go
// out, asks respond what comes of it, and plans again until there is nothing left
// to send; then it waits for Plan.Next. Nobody answers if respond is nil.
//
// Run returns the customer with all that has become known, and the contacts that
// were made, in order of time. It does not change c: slices that grow are copies.
// Neither must respond, which is given the customer as of just before the contact.
// If respond depends on its arguments alone, running to some instant and on from
// there is the same as running through.
//
// The error is an [*Error], about a fact that cannot be planned with or wrapping
// [ErrEndless]. It comes with what had happened until then.
func (e *Engine) Run(c Customer, from, to time.Time, respond func(Customer, Contact) Response) (Customer, []Contact, error) {
	l := e.life(&c, respond)
	err := l.live(from, to)
	return l.c, l.sent, err
}

// A day must be got through with so many plans, and one for each event and
// contact that is known at first.
const plansADay = 250

// life is what happens to a customer in a simulation.
type life struct {
	e       *Engine
	c       Customer
	respond func(Customer, Contact) Response
	sent    []Contact
	err     error
	fates   *fates // nil: they are not asked for

	plans   int       // made in a day
	most    int       // of them
	morning time.Time // since when the day's are counted
}

func (e *Engine) life(c *Customer, respond func(Customer, Contact) Response) *life {
	l := &life{e: e, c: *c, respond: respond, most: plansADay + len(c.Events) + len(c.Contacts)}
	if respond == nil {
		l.respond = func(Customer, Contact) Response { return Response{} }
	}
	l.clip()
	return l
}

// clip has whoever appends to a slice of the customer get a copy.
func (l *life) clip() {
	c := &l.c
	c.Contacts, c.Events, c.Consents = slices.Clip(c.Contacts), slices.Clip(c.Events), slices.Clip(c.Consents)
	c.Pauses, c.Complaints = slices.Clip(c.Pauses), slices.Clip(c.Complaints)
}

func (l *life) live(from, to time.Time) error {
	if !usable(to) {
		return &Error{Customer: l.c.ID, Part: "to", Err: ErrTime}
	}
	for now := from; now.Before(to); {
		send, next, err := l.look(now)
		switch {
		case err != nil:
			return err
		case send != nil:
			l.act(send, now)
		case next.IsZero():
			return nil
		default:
			now = next
		}
	}
	return nil
}

func isSend(d Decision) bool { return d.Verdict == Send }

// look makes a plan, and returns the message to send, if there is one, and when to
// look again.
func (l *life) look(now time.Time) (send *Decision, next time.Time, err error) {
	if l.morning.IsZero() || now.Sub(l.morning) >= 24*time.Hour {
		l.plans, l.morning = 0, now
	}
	if l.plans++; l.plans > l.most {
		return nil, next, &Error{Customer: l.c.ID, Part: "at " + now.Format(time.RFC3339), Err: ErrEndless}
	}
	if l.fates == nil {
		return l.e.glance(&l.c, now)
	}
	plan, err := l.e.Plan(l.c, now)
	if err != nil {
		return nil, next, err
	}
	l.fates.note(&plan, now)
	if i := slices.IndexFunc(plan.Decisions, isSend); i >= 0 {
		send = &plan.Decisions[i]
	}
	return send, plan.Next, nil
}

// act sends a message and takes in what comes of it. Its time is on the
// customer's clock, as those of the decision are.
func (l *life) act(d *Decision, now time.Time) {
	contact := d.Contact(now.In(d.Due.Location()), Sent)
	r := l.respond(l.c, contact)
	contact.Outcome = r.Outcome
	if l.fates != nil {
		l.fates.act(d, &contact)
	}
	l.sent = append(l.sent, contact)
	c := &l.c
	c.Contacts = append(c.Contacts, contact)
	c.Events = append(c.Events, r.Events...)
	c.Consents = append(c.Consents, r.Consents...)
	c.Pauses = append(c.Pauses, r.Pauses...)
	c.Complaints = append(c.Complaints, r.Complaints...)
}
