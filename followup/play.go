package followup

import (
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// Play is one reason to contact somebody, and how: when it begins, its steps,
// and what ends it. Every occurrence of its trigger is a run of its own.
type Play struct {
	ID   string         `json:"id"`            // without "/"
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID

	// Topic is what it is about, for consents, caps and refusals. The topic of
	// a play after a decline is the one that was declined.
	Topic    string  `json:"topic,omitempty"`
	Purpose  Purpose `json:"purpose"`            // mixed contents count as [Promotional]
	Priority int     `json:"priority,omitempty"` // the greater comes first; equal ones go by when they are due

	For     Who     `json:"for,omitzero"`
	Trigger Trigger `json:"trigger"`
	Steps   []Step  `json:"steps"`

	// Goal and Exit are kinds of events, and Ends outcomes of its own contacts,
	// that end a run once it has begun. A refusal always does.
	Goal string    `json:"goal,omitempty"`
	Exit []string  `json:"exit,omitempty"`
	Ends []Outcome `json:"ends,omitempty"`

	// Reentry is how long after the start of a run the next may start. Zero:
	// every occurrence is one. It is about plays after events and on coming into
	// a segment; the others have a rhythm of their own.
	Reentry retention.Span `json:"reentry,omitzero"`
}

// Who tells which customers a play is for.
type Who struct {
	In       []string `json:"in,omitempty"`    // all of these segments
	NotIn    []string `json:"notIn,omitempty"` // none of these
	Audience Audience `json:"audience,omitzero"`
}

// Step is one message of a play. A run is at one step at a time: the first that
// has not gone out and is not too late, unless a later one went out already.
type Step struct {
	ID string `json:"id"` // its name in keys, without "/" and "#"; it never changes

	// Wait is the time since what the run began with or, for a later step,
	// since the step before went out, or should have. Days and months are
	// those of the calendar, and negative ones come before a date.
	Wait     retention.Span `json:"wait,omitzero"`
	Workdays int            `json:"workdays,omitempty"` // and so many of Policy.Workdays later

	// At is the time of day that it is due at: 9*hours.Hour + 30. Zero keeps the
	// time of what it follows, or the start of the day for a date. A message
	// that is held goes as soon as it may; what must go at certain hours alone
	// needs an [HoursRule].
	At hours.Clock `json:"at,omitzero"`

	// Late is how long after being due it is still worth sending. The zero
	// Span means a value that goes with the trigger, see [Trigger].
	Late retention.Span `json:"late,omitzero"`

	// Channels are tried in this order, or another that Choose says; there are
	// 8 at most. The next one is used only if the one before is blocked for
	// good, and by nothing but the codes in Fallback. None given: those of
	// [FallbackCodes], so that no cap, hours or refusal opens another channel.
	Channels []string `json:"channels"`
	Choose   Choice   `json:"choose,omitzero"`
	Fallback []Code   `json:"fallback,omitempty"`

	Retry Retry `json:"retry,omitzero"`

	// Digest joins messages: those with one digest name on one channel go out
	// inside the first of them that may go.
	Digest string `json:"digest,omitempty"`
}

// Retry tries a step again of which nobody answered the last attempt, or that
// bounced or failed to leave. Each attempt has a key of its own.
type Retry struct {
	Max   int            `json:"max,omitempty"`  // at most so many more attempts on each channel
	After retention.Span `json:"after,omitzero"` // so long after the last attempt
	Shift hours.Window   `json:"shift,omitzero"` // in these hours, such as 17:00 to 21:00, after no answer outside of them
}
