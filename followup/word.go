package followup

// Purpose is what a message is for. The zero Purpose is the most restricted.
type Purpose uint8

const (
	// Promotional messages are meant to sell, wholly or in part.
	Promotional Purpose = iota
	// Relationship messages are such as thanks, birthday wishes and surveys.
	Relationship
	// Service messages help: how to use a product, when a warranty ends.
	Service
	// Transactional messages were asked for or are owed: receipts, deliveries,
	// recalls. They need no consent. They are not held back by an opt-out, a refusal,
	// a complaint, fatigue, a pause, the hours that the customer asked for, or the
	// holdout. Hours and caps hold them back where they match.
	Transactional
)

var purposeWords = [...]string{"promotional", "relationship", "service", "transactional"}

// Outcome is what came of a contact.
type Outcome uint8

const (
	// Sent means that it went out, and nothing more is known.
	Sent Outcome = iota
	// Failed means that it never left: it counts for nothing.
	Failed
	// Bounced means that it left, but the address does not exist: it counts, and the
	// address is dead. A temporary delivery problem is not a bounce.
	Bounced
	// NoAnswer is a call that nobody picked up, or a visit that met nobody. It counts.
	NoAnswer
	// Reached means that a person read it, answered, or was met. An opened e-mail does
	// not prove that: machines open e-mails too.
	Reached
	// Reacted means that they clicked, replied or used it.
	Reacted
	// Interested means that they asked for more.
	Interested
	// DeclinedIt is a no to its topic.
	DeclinedIt
	// OptedOut is a no to its channel, until a later express consent.
	OptedOut
)

var outcomeWords = [...]string{"sent", "failed", "bounced", "no_answer", "reached", "reacted", "interested", "declined", "opted_out"}

// Verdict is what a plan says about a message.
type Verdict uint8

const (
	// Hold means not yet: not before Decision.NotBefore or, if that is zero,
	// not until something else happens.
	Hold Verdict = iota
	// Send means that it may go out now, until Decision.Until.
	Send
	// Drop means that it will not go out, as things stand.
	Drop
	// Done means that it went out already.
	Done
)

var verdictWords = [...]string{"hold", "send", "drop", "done"}

// Audience selects consumers, companies or both.
type Audience uint8

const (
	// Everyone is consumers and companies.
	Everyone Audience = iota
	// Consumers are customers who are not a Business.
	Consumers
	// Companies are customers who are a Business.
	Companies
)

var audienceWords = [...]string{"everyone", "consumers", "companies"}

// LeapDay is the day on which an anniversary of 29 February falls in common years.
type LeapDay uint8

const (
	// February28 is the last day of February, as in Japanese law.
	February28 LeapDay = iota
	// March1 is the day after, as in some other laws.
	March1
)

var leapWords = [...]string{"02-28", "03-01"}

// Choice is how a step puts its channels in order.
type Choice uint8

const (
	// AsListed takes them in the order of the list.
	AsListed Choice = iota
	// Preferred takes channels with a preferred address first: see Address.Preferred.
	Preferred
	// Responsive takes the channels first that the customer answered most often in the
	// 180 days before the message is due. Channels with fewer than 3 touches come last.
	// If fewer than 2 channels have as many, the order of the list is kept.
	Responsive
)

var choiceWords = [...]string{"as_listed", "preferred", "responsive"}
