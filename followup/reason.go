package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// Code says in one word why something is so. Codes are stable.
type Code string

// What called for a message.
const (
	ByEvent    Code = "by.event"    // Ref: its ID. At: when, or when it falls due
	ByDate     Code = "by.date"     // Name: of the date. At: the day it is
	BySchedule Code = "by.schedule" // At: the day
	BySilence  Code = "by.silence"  // At: since when. Span: how long
	ByRhythm   Code = "by.rhythm"   // Ref: the last order. At: when. Count: the days between two. Max: of how many orders
	BySegment  Code = "by.segment"  // Name: of the segment. At: since when
	BySurprise Code = "by.surprise" // At: the day
	ByDecline  Code = "by.decline"  // Ref: the contact or event. At: when

	ByRetry     Code = "by.retry"     // Ref: the attempt before. At: when. Count: which attempt it is
	ByFallback  Code = "by.fallback"  // Name: the channel that could not be used
	ByChoice    Code = "by.choice"    // Name: the channel that the customer prefers or answers most
	FewAnswers  Code = "few.answers"  // too little is known to say which channel is answered most
	ZoneGuessed Code = "zone.guessed" // Name: the zones that are taken to be the customer's
)

// Why a message does not go out, or not yet, in the order in which they are
// looked at.
const (
	AlreadyDone    Code = "done"            // Ref: the contact's key. At: when
	GoalReached    Code = "goal"            // Ref: the event. At: when
	RunEnded       Code = "exit"            // Ref: the event or contact. At: when
	StepPassed     Code = "step.passed"     // a later step of the run went out already
	RunTooSoon     Code = "reentry"         // Ref: the event of the run before. Until: when a run may start
	NotForThem     Code = "audience"        // Name: the segment they are in or not in; empty: a company, or none
	AttemptsOver   Code = "attempts"        // Count: so many, the last of them failed or not answered. At: when
	ConsentMissing Code = "consent.missing" // Rule. Name: the channel
	ConsentExpired Code = "consent.expired" // Rule. Name: the channel. At: when it did
	ConsentRefused Code = "consent.refused" // Name: the channel. At: when
	AddressMissing Code = "address.missing" // Name: the channel
	AddressDead    Code = "address.dead"    // Name: the channel. Ref: the contact that bounced
	ZoneUnknown    Code = "zone.unknown"    // Name: the channel
	Paused         Code = "pause"           // Until
	OpenComplaint  Code = "complaint"       // Ref: its ID. Until: the end of the calm, once it is closed
	AfterDecline   Code = "decline"         // Rule. Name: the topic. Ref: the contact or event. At: when. Until
	HeldOut        Code = "holdout"         //
	Tired          Code = "fatigue"         // Rule. Count: silent touches. At: the last. Until
	OutsideHours   Code = "hours"           // Rule. At: when it was looked at. Until
	OnHoliday      Code = "holiday"         // Rule. Name: of the holiday. Until
	OutsideWishes  Code = "hours.wish"      // Until: what the customer asked for
	NoStaff        Code = "hours.staff"     // Name: of a holiday, or empty. Until
	OutsideShift   Code = "hours.shift"     // Until: a retry after an unanswered try
	Spread         Code = "spread"          // Until
	CapReached     Code = "cap"             // Rule. Count: so many messages. Span: in this time. Until
	NeverAllowed   Code = "cap.never"       // Rule: a cap of 0
	RoomReserved   Code = "reserved"        // Rule. Ref: the key of the more important one. Until
	InDigest       Code = "digest"          // Ref: the key of what it goes out inside of. Until
	NotDue         Code = "due"             // Until
	TooLate        Code = "late"            // At: when it ended
	NeverOpen      Code = "hours.never"     // there is no moment at which all hours are open
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
	Name  retention.Text `json:"name,omitzero"`  // of a holiday, segment, channel, topic
	At    time.Time      `json:"at,omitzero"`
	Until time.Time      `json:"until,omitzero"` // when it ends; zero: not by itself
	Count int            `json:"count,omitempty"`
	Max   int            `json:"max,omitempty"`
	Span  retention.Span `json:"span,omitzero"`
}
