package followup

import (
	"errors"
	"slices"
	"time"
)

// ErrEndless is wrapped by the error of a simulation that makes no headway: so
// many messages, or plans, fall on one day of a customer that it might never end.
var ErrEndless = errors.New("too many plans in one day: the simulation might never end")

// Response is what comes of a contact in a simulation. The zero Response is the one
// of a customer who does not answer.
type Response struct {
	Outcome Outcome // what is known at once; what becomes known later is an event

	// These are new facts about the customer. An event in the future is ignored
	// until it comes; other facts in the future, such as a pause, are known at once.
	Events     []Event
	Consents   []Consent
	Pauses     []Pause
	Complaints []Complaint
}

// Run simulates one customer over the instants [from, to), for a shop that acts on
// each plan at once. It sends the most important message that may go out, asks
// respond what comes of it, and plans again until there is nothing left to send.
// Then it goes on to Plan.Next. If respond is nil, the customer never answers.
//
// Run returns the customer with all that has become known, and the contacts that
// were made, in order of time. It does not change c: slices that grow are copied.
// Respond is given the customer as of just before the contact, and must not change
// it. If respond depends on nothing but its arguments, to run up to some instant and
// then on from there gives the same as to run through.
//
// The error is an [*Error]. It is about a fact that cannot be planned with, or wraps
// [ErrEndless]. Run then also returns what had happened until then.
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
