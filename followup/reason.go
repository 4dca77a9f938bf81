package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// Code says in one word why something is so. Codes are stable.
type Code string

// What called for a message, and what was made of it. Beside each code is what
// the fields of its [Reason] hold; those that are not named are empty, and one
// in parentheses may be.
const (
	ByEvent    Code = "by.event"    // Ref: its ID. Name: its kind. At: when it came, or falls due
	ByDate     Code = "by.date"     // Name: of the date. At: the day it is
	BySchedule Code = "by.schedule" // At: the day
	BySilence  Code = "by.silence"  // At: since when. Span: how long
	ByRhythm   Code = "by.rhythm"   // Ref: the last order. At: when. (Count): the days to the next. (Span): or ReorderTrigger.Fallback. Max: of how many orders
	BySegment  Code = "by.segment"  // Name: of the segment. At: since when
	BySurprise Code = "by.surprise" // At: the day
	ByDecline  Code = "by.decline"  // (Ref): the key or event. (Name): the topic. At: when

	ByRetry     Code = "by.retry"     // Ref: the key of the attempt before. At: when. Count: which attempt it is
	ByFallback  Code = "by.fallback"  // Name: the channel that could not be used
	ByChoice    Code = "by.choice"    // Name: the channel that the customer prefers or answers most
	FewAnswers  Code = "few.answers"  // too little is known to say which channel is answered most
	ZoneGuessed Code = "zone.guessed" // Name: the zones that are taken to be the customer's. (Ref): the region they are of; else it is ZoneRule.Default
)

// Why a message does not go out, or not yet, in the order in which a decision
// lists them. A Rule that is one of a law has the Law beside it. Until is when
// the block ends; a message waits for the last of them, and longer if that is no
// moment at which all gates are open.
const (
	GoalReached    Code = "goal"            // Ref: the event. Name: its kind. At: when
	RunEnded       Code = "exit"            // Ref: the event, or the key of a contact. (Name): the event's kind. At: when
	StepPassed     Code = "step.passed"     // a later step of the run went out already
	RunTooSoon     Code = "reentry"         // Ref: the event of the run before, or the key of what went out of it. Until: when a run may start
	NotForThem     Code = "audience"        // Rule: "in", "notIn" or "audience", of Play.For. Name: the segment, or the audience
	HeldOut        Code = "holdout"         // by the policy's Holdout
	ConsentMissing Code = "consent.missing" // Rule. Name: the channel. (Until): a consent that begins then
	ConsentExpired Code = "consent.expired" // Rule. Name: the channel. At: when it did. (Until): a consent that begins then
	ConsentRefused Code = "consent.refused" // Name: the channel. (Ref): the contact's key. At: when. (Until): a consent that begins then
	AttemptsOver   Code = "attempts"        // Name: the channel. Count: so many came to nothing. At: the last. (Ref): of an attempt that failed, its key; Count is its number then
	AddressMissing Code = "address.missing" // Name: the channel
	AddressDead    Code = "address.dead"    // Name: the channel. (Ref): the key of what bounced. (At): when
	ZoneUnknown    Code = "zone.unknown"    // Name: the channel
	Paused         Code = "pause"           // (Until)
	OpenComplaint  Code = "complaint"       // Ref: its ID. At: when it was opened. (Until): the end of the calm, once it is closed
	AfterDecline   Code = "decline"         // Rule. (Name): the topic. (Ref): the key or event. At: when. (Until)
	Tired          Code = "fatigue"         // Rule. Count: silent touches. At: the last. (Until)
	OutsideHours   Code = "hours"           // Rule. Name: the windows. At: when it was looked at. Until
	OnHoliday      Code = "holiday"         // Rule. Name: of the holiday. At: when it was looked at. Until
	Spread         Code = "spread"          // Rule. Until
	OutsideWishes  Code = "hours.wish"      // At: when it was looked at. Until: what the customer asked for
	NoStaff        Code = "hours.staff"     // (Name): of a holiday. At: when it was looked at. Until
	OutsideShift   Code = "hours.shift"     // At: when it was looked at. Until: a retry after an unanswered try
	NeverOpen      Code = "hours.never"     // (Rule). Hours that do not open again, or not in all zones at once
	CapReached     Code = "cap"             // Rule. Count: so many messages. Span: in this time. Until
	NeverAllowed   Code = "cap.never"       // Rule: a cap of 0
	RoomReserved   Code = "reserved"        // Rule. Count: so many messages. Span: in this time. Ref: the key of the more important one. Until
	InDigest       Code = "digest"          // Ref: the key of what it goes out inside of. Until
	NotDue         Code = "due"             // Until
	TooLate        Code = "late"            // At: when it ends, or did
	AlreadyDone    Code = "done"            // Ref: the contact's key. At: when
)

// What NotForThem has for a Rule.
const (
	ruleIn       = "in"
	ruleNotIn    = "notIn"
	ruleAudience = "audience"
)

// FallbackCodes returns the blocks that open the next channel of a step that
// names none: that there is no address, that it is dead, that all attempts
// failed or rang unanswered, and that no consent was ever given or that it ran
// out.
func FallbackCodes() []Code {
	return []Code{AddressMissing, AddressDead, AttemptsOver, ConsentMissing, ConsentExpired}
}

// Reason is one fact for or against a message. What its fields hold depends on
// the code; see there.
type Reason struct {
	Code  Code           `json:"code"`
	Rule  string         `json:"rule,omitempty"` // of the policy: a cap, a consent rule, hours
	Law   string         `json:"law,omitempty"`  // whose it is; empty: the shop's own
	Ref   string         `json:"ref,omitempty"`  // the fact: a contact's key, an event's ID
	Name  retention.Text `json:"name,omitzero"`  // of a holiday; English alone: the ID of a segment, channel, topic
	At    time.Time      `json:"at,omitzero"`    // in the customer's zone; for NoStaff in that of the staff
	Until time.Time      `json:"until,omitzero"` // when it ends; zero: not by itself
	Count int            `json:"count,omitempty"`
	Max   int            `json:"max,omitempty"`
	Span  retention.Span `json:"span,omitzero"`
}
