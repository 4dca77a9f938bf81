package followup

import "github.com/retentionkit/retention"

// The channels that the laws of this package know by these names. A rule of a
// law about a channel that the policy does not have is idle. So a shop whose
// e-mail has another ID must rename it in its copy of the law, or in its policy.
const (
	Email = "email"
	SMS   = "sms"
	Line  = "line" // and other messengers
	Push  = "push" // of an app
	Post  = "post"
	Phone = "phone"
	Video = "video" // a meeting by video
	Visit = "visit"
)

// The grounds that laws take as [Consent.Basis]. Consent.At is when the fact
// was that it stands on, such as the last purchase.
const (
	BasisExpress      = "express"      // they said yes, and there is proof
	BasisRelationship = "relationship" // a business relationship that goes on
	BasisPurchase     = "purchase"     // they bought something
	BasisInquiry      = "inquiry"      // they asked about something
	BasisContract     = "contract"     // a running contract that it has to do with
	BasisSimilar      = "similar"      // they bought something similar, and were offered to refuse when their address was taken
	BasisCard         = "card"         // they gave their address in writing, such as on a card
	BasisPublished    = "published"    // a business that publishes its address, without a word against advertising
)

// Laws returns all laws that this package knows, by ID. Put them in Policy.Laws
// whole: each customer is under those of their region only, and one without a
// region under all.
//
// They are a start for a lawyer to correct, and no legal advice. Law.AsOf says
// how old they are and Law.Sources how sure. They hold only what can be told from
// a channel, a purpose, a clock and a history: they do not know lists of numbers
// not to call, what a message must contain, or who is exempt. A law of this
// package can only forbid what the policy allows.
//
// They take the words of [Purpose] strictly. Hours hold for all but
// [Transactional] messages, while consents, caps and refusals hold for
// [Promotional] ones: thanks that link to an offer are promotional.
func Laws() []Law {
	return []Law{CanadaLaw(), EuropeLaw(), FranceLaw(), JapanLaw(), JapanMailOrderLaw(), UnitedStatesLaw(), FloridaLaw()}
}

// lookedUp returns the month in which the sources of the laws were read.
func lookedUp() retention.Date { return retention.NewDate(2026, 11, 1) }

// selling returns what the laws mean by advertising and soliciting.
func selling() []Purpose { return []Purpose{Promotional} }

// unasked returns what nobody has asked for.
func unasked() []Purpose { return []Purpose{Promotional, Relationship, Service} }
