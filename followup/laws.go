package followup

import "github.com/retentionkit/retention"

// The IDs of channels that the laws of this package use. A law's rule about a channel
// that the policy does not have has no effect. So a shop whose e-mail has another ID
// must use that ID in its copy of the law, or rename its channel.
const (
	Email = "email"
	SMS   = "sms"
	Line  = "line" // and other messengers
	Push  = "push" // from an app
	Post  = "post"
	Phone = "phone"
	Video = "video" // a meeting by video
	Visit = "visit"
)

// The values of [Consent.Basis] that the laws of this package accept. Consent.At is
// the time of the fact that the consent rests on, such as the last purchase.
const (
	BasisExpress      = "express"      // they said yes, and there is proof
	BasisRelationship = "relationship" // there is an ongoing business relationship
	BasisPurchase     = "purchase"     // they bought something
	BasisInquiry      = "inquiry"      // they asked about something
	BasisContract     = "contract"     // a contract is running, and the message has to do with it
	BasisSimilar      = "similar"      // they bought something similar, and were offered the chance to refuse when their address was taken
	BasisCard         = "card"         // they gave their address in writing, such as on a card
	BasisPublished    = "published"    // a business that publishes its address and does not object to advertising
)

// Laws returns all laws that this package knows, by ID. Put all of them into
// Policy.Laws: a customer is subject only to the laws of their region, and a customer
// without a region to all of them.
//
// They are a start for a lawyer to correct, and not legal advice. Law.AsOf says how
// old they are, and Law.Sources how reliable. They contain only what can be decided
// from a channel, a purpose, a clock and a history. They do not know do-not-call
// registers, what a message must contain, or who is exempt. A law can only forbid
// what the policy allows; it never allows what the policy forbids.
//
// They take the words of [Purpose] strictly. Hours apply to all messages except
// [Transactional] ones; consents, caps and refusals apply to [Promotional] ones. A
// thank-you that links to an offer is promotional.
func Laws() []Law {
	return []Law{CanadaLaw(), EuropeLaw(), FranceLaw(), JapanLaw(), JapanMailOrderLaw(), UnitedStatesLaw(), FloridaLaw()}
}

// lookedUp returns the month in which the sources of the laws were read.
func lookedUp() retention.Date { return retention.NewDate(2026, 11, 1) }

// selling returns what the laws mean by advertising and soliciting.
func selling() []Purpose { return []Purpose{Promotional} }

// unasked returns what nobody has asked for.
func unasked() []Purpose { return []Purpose{Promotional, Relationship, Service} }
