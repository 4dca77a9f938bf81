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

	// Topic is what its messages are about, for consents, caps and refusals. The
	// messages of a [Declined] play have the topic that was declined instead.
	Topic    string  `json:"topic,omitempty"`
	Purpose  Purpose `json:"purpose"`            // a message that also sells is [Promotional]
	Priority int     `json:"priority,omitempty"` // the greatest comes first; equal ones go by when they are due

	For     Who     `json:"for,omitzero"`
	Trigger Trigger `json:"trigger"`
	Steps   []Step  `json:"steps"`

	// Goal and Exit are kinds of events, and Ends are outcomes of the run's own
	// contacts, that end a run once it has begun. [DeclinedIt] and [OptedOut] always
	// end it, unless the Purpose is [Transactional].
	Goal string    `json:"goal,omitempty"`
	Exit []string  `json:"exit,omitempty"`
	Ends []Outcome `json:"ends,omitempty"`

	// Reentry is how long after the start of one run the next may start. Zero: every
	// occurrence starts a run. It applies to triggers by event and by segment; the
	// others have a rhythm of their own.
	//
	// By event, a run counts from when it began, even if nothing went out of it: thanks
	// that were missed, dropped or forbidden still keep back the next. By segment, only
	// a run counts of which something went out.
	Reentry retention.Span `json:"reentry,omitzero"`
}

// Who tells which customers a play is for.
type Who struct {
	In       []string `json:"in,omitempty"`    // the customer is in all of these segments
	NotIn    []string `json:"notIn,omitempty"` // and in none of these
	Audience Audience `json:"audience,omitzero"`
}

// Step is one message of a play. A run is at one step at a time: the first that
// has not gone out and is not too late, unless a later one went out already.
type Step struct {
	ID   string         `json:"id"`            // its name in keys, without "/" and "#"; it never changes
	Name retention.Text `json:"name,omitzero"` // for people, see Words; none: the ID

	// Wait is the time from what the run began with or, for a later step, from when
	// the step before went out or was due. Days and months are those of the calendar.
	// The first step may have a negative Wait if what it comes before is known ahead,
	// such as a date or an Event.Due.
	Wait     retention.Span `json:"wait,omitzero"`
	Workdays int            `json:"workdays,omitempty"` // added to Wait: this many of Policy.Workdays

	// At is the time of day at which it is due, such as 9*hours.Hour + 30. Zero keeps
	// the time of what the step follows, or means the start of the day if that is a
	// date. A message that was held goes out as soon as it may, whatever At is. If it
	// must go out within certain hours only, use an [HoursRule].
	At hours.Clock `json:"at,omitzero"`

	// Late is how long after it is due it is still worth sending. The zero Span means
	// a default that depends on the trigger: see [Trigger].
	Late retention.Span `json:"late,omitzero"`

	// Channels are tried in this order, or in the order that Choose says; there are
	// at most 8. The next channel is used only if the one before is blocked for good,
	// and only by codes in Fallback. An empty Fallback means [FallbackCodes], so that
	// a cap, hours or a refusal never opens another channel.
	Channels []string `json:"channels"`
	Choose   Choice   `json:"choose,omitzero"`
	Fallback []Code   `json:"fallback,omitempty"`

	Retry Retry `json:"retry,omitzero"`

	// Digest joins messages: those with the same digest name and channel go out inside
	// the first of them that may go.
	Digest string `json:"digest,omitempty"`
}

// Retry tries a step again if the last attempt had no answer, bounced or failed to
// leave. Each attempt has a key of its own.
type Retry struct {
	Max   int            `json:"max,omitempty"`  // how many more attempts there may be on each channel
	After retention.Span `json:"after,omitzero"` // how long to wait after the last attempt
	Shift hours.Window   `json:"shift,omitzero"` // hours for the next attempt, such as 17:00 to 21:00, if one outside them had no answer
}
