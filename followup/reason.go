package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// Code is a short word for why something is so. Codes are stable.
type Code string

// Why a message is to go out, and why in this way. Beside each code is what the fields
// of its [Reason] hold. Fields that are not named are empty, and a field in parentheses
// may be.
const (
	ByEvent    Code = "by.event"    // Ref: the event's ID. Name: its kind. At: when it came, or falls due
	ByDate     Code = "by.date"     // Name: the name of the date. At: the day of this year
	BySchedule Code = "by.schedule" // At: the day
	BySilence  Code = "by.silence"  // At: when the silence began. Span: how long it has lasted
	ByRhythm   Code = "by.rhythm"   // Ref: the last order. At: its time. Max: how many orders there are. (Count): the days from the last to the next, by their rhythm. (Span): ReorderTrigger.Fallback, if that is used instead
	BySegment  Code = "by.segment"  // Name: the segment. At: since when
	BySurprise Code = "by.surprise" // At: the day
	ByDecline  Code = "by.decline"  // (Ref): the key or event that says no. (Name): the topic. At: when

	ByRetry     Code = "by.retry"     // Ref: the key of the attempt before. At: when. Count: which attempt it is
	ByFallback  Code = "by.fallback"  // Name: the channel that could not be used. Rule: the Code that says why, AddressMissing before others
	ByChoice    Code = "by.choice"    // Name: the channel that the customer prefers or answers most
	FewAnswers  Code = "few.answers"  // too little is known to say which channel is answered most
	ZoneGuessed Code = "zone.guessed" // Name: the zones that are assumed. (Ref): the region that they are those of; empty for ZoneRule.Default
)

// Why a message does not go out, or not yet, in the order in which a decision lists the
// codes. If the Rule belongs to a law, Law names it. Until is when the block ends. A
// message waits for the last of these times, and longer if not all gates are open then.
const (
	GoalReached    Code = "goal"            // Ref: the event. Name: its kind. At: when
	RunEnded       Code = "exit"            // Ref: the event, or the key of a contact. (Name): the event's kind. At: when
	StepPassed     Code = "step.passed"     // a later step of the run has already gone out
	RunTooSoon     Code = "reentry"         // Ref: the event that began the run before, or the key of a message of it. Until: when a run may start again
	NotForThem     Code = "audience"        // Rule: "in", "notIn" or "audience", of Play.For. Name: the segment, or the audience
	HeldOut        Code = "holdout"         // by the policy's Holdout
	ConsentMissing Code = "consent.missing" // Rule. Name: the channel. (Until): when a consent begins
	ConsentExpired Code = "consent.expired" // Rule. Name: the channel. At: when it expired. (Until): when a consent begins
	ConsentRefused Code = "consent.refused" // Name: the channel. (Ref): the contact's key. At: when. (Until): when a consent begins
	AttemptsOver   Code = "attempts"        // Name: the channel. Count: how many attempts were unsuccessful. At: the last one. (Ref): the key of one attempt, which failed to leave; Count is its number then
	AddressMissing Code = "address.missing" // Name: the channel
	AddressDead    Code = "address.dead"    // Name: the channel. (Ref): the key of the contact that bounced. (At): when
	ZoneUnknown    Code = "zone.unknown"    // Name: the channel
	Paused         Code = "pause"           // (Until)
	OpenComplaint  Code = "complaint"       // Ref: its ID. At: when it was opened. (Until): once it is closed, the end of ComplaintRule.Calm
	AfterDecline   Code = "decline"         // Rule. (Name): the topic. (Ref): the key or event that says no. At: when. (Until)
	Tired          Code = "fatigue"         // Rule. Count: the silent touches. At: the last of them. (Until)
	OutsideHours   Code = "hours"           // Rule. Name: the hours. At: a moment outside them. Until
	OnHoliday      Code = "holiday"         // Rule. Name: the holiday. At: a moment on it. Until
	Spread         Code = "spread"          // Rule. Until
	OutsideWishes  Code = "hours.wish"      // the customer asked for other hours. At: a moment outside them. Until
	NoStaff        Code = "hours.staff"     // (Name): a holiday. At: a moment without staff. Until
	OutsideShift   Code = "hours.shift"     // a retry waits for Retry.Shift. At: a moment outside it. Until
	NeverOpen      Code = "hours.never"     // (Rule). The hours do not open again, or never in all zones at once
	CapReached     Code = "cap"             // Rule. Count: Cap.Max. Span: Cap.Every. Until
	NeverAllowed   Code = "cap.never"       // Rule: a cap of 0
	RoomReserved   Code = "reserved"        // Rule. Count: Cap.Max. Span: Cap.Every. Ref: the key of the more important message. Until
	InDigest       Code = "digest"          // Ref: the key of the message that it goes out inside. Until
	NotDue         Code = "due"             // Until
	TooLate        Code = "late"            // At: when it becomes too late, or did
	AlreadyDone    Code = "done"            // Ref: the contact's key. At: when
)

// What NotForThem has for a Rule.
const (
	ruleIn       = "in"
	ruleNotIn    = "notIn"
	ruleAudience = "audience"
)

// FallbackCodes returns the codes that open the next channel of a step whose
// Step.Fallback is empty: there is no address, it is dead, no attempt is left, no
// consent was given, or the consent has expired.
func FallbackCodes() []Code {
	return []Code{AddressMissing, AddressDead, AttemptsOver, ConsentMissing, ConsentExpired}
}

// Reason is one fact for or against a message. What its fields hold depends on the
// code, and is listed beside each [Code].
type Reason struct {
	Code  Code           `json:"code"`
	Rule  string         `json:"rule,omitempty"` // the ID of a rule: a cap, a consent rule, hours; for NotForThem and ByFallback see there
	Law   string         `json:"law,omitempty"`  // the law that the rule belongs to; empty: the shop's own rule
	Ref   string         `json:"ref,omitempty"`  // the fact: a contact's key, an event's ID
	Name  retention.Text `json:"name,omitzero"`  // the name of a holiday; if only in English, the ID of a segment, channel or topic
	At    time.Time      `json:"at,omitzero"`    // in the customer's zone; for NoStaff in that of the staff
	Until time.Time      `json:"until,omitzero"` // when the block ends; zero: not by itself
	Count int            `json:"count,omitempty"`
	Max   int            `json:"max,omitempty"`
	Span  retention.Span `json:"span,omitzero"`
}
