package followup

// Purpose is what a message is for. The zero Purpose is the one that is held
// back most.
type Purpose uint8

const (
	// Promotional messages want to sell, in part or whole.
	Promotional Purpose = iota
	// Relationship messages are thanks, birthdays, surveys.
	Relationship
	// Service messages help: how to use it, the end of a warranty.
	Service
	// Transactional messages were asked for or are owed: receipts, deliveries,
	// recalls. They need no consent, and no opt-out, refusal, complaint,
	// fatigue, pause, wish for other hours or holdout stops them; hours and caps
	// do where they match.
	Transactional
)

var purposeWords = [...]string{"promotional", "relationship", "service", "transactional"}

// Outcome is what came of a contact.
type Outcome uint8

const (
	// Sent is all that is known.
	Sent Outcome = iota
	// Failed means that it never left: it counts for nothing.
	Failed
	// Bounced means that it left and there is no such address: it counts, and
	// the address is dead. A passing trouble is no bounce.
	Bounced
	// NoAnswer is a call that rang, or a visit to a closed door. It counts.
	NoAnswer
	// Reached means that a person read it, answered, or was met. An opened
	// e-mail need not be one: machines open them too.
	Reached
	// Reacted means that they clicked, replied or used it.
	Reacted
	// Interested means that they asked for more.
	Interested
	// DeclinedIt is a no to its topic.
	DeclinedIt
	// OptedOut is a no to its channel, until an express consent comes after it.
	OptedOut
)

var outcomeWords = [...]string{"sent", "failed", "bounced", "no_answer", "reached", "reacted", "interested", "declined", "opted_out"}

// Verdict is what a plan says of a message.
type Verdict uint8

const (
	// Hold means not yet: not before Decision.NotBefore or, if that is zero,
	// not until something else happens.
	Hold Verdict = iota
	// Send means that it may go out now, until Decision.Until.
	Send
	// Drop means that it will not go out, as things stand.
	Drop
	// Done means that it went out.
	Done
)

var verdictWords = [...]string{"hold", "send", "drop", "done"}

// Audience tells consumers and companies apart.
type Audience uint8

const (
	// Everyone is both.
	Everyone Audience = iota
	// Consumers are customers that are no Business.
	Consumers
	// Companies are customers that are a Business.
	Companies
)

var audienceWords = [...]string{"everyone", "consumers", "companies"}

// LeapDay is when those born on 29 February have their day in other years.
type LeapDay uint8

const (
	// February28 is where Japanese law has people come of age.
	February28 LeapDay = iota
	// March1 is where others have it.
	March1
)

var leapWords = [...]string{"02-28", "03-01"}

// Choice is how a step puts its channels in order.
type Choice uint8

const (
	// AsListed takes them in the order of the list.
	AsListed Choice = iota
	// Preferred takes the one first that the customer prefers, see Address.
	Preferred
	// Responsive takes those first that the customer answers most often, by the
	// 180 days before it is due, if there are at least 3 touches on at least 2 of
	// them.
	Responsive
)

var choiceWords = [...]string{"as_listed", "preferred", "responsive"}
