package followup

import "github.com/retentionkit/retention"

// Trigger tells what a play begins with. Exactly one of its fields is set; the
// functions that return a Trigger do so. What is said of lateness is what a zero
// Step.Late means.
type Trigger struct {
	After    *EventTrigger    `json:"after,omitempty"`    // 3 days late, but not beyond the Due that it comes before
	Yearly   *YearlyTrigger   `json:"yearly,omitempty"`   // till the end of the day
	Every    *EveryTrigger    `json:"every,omitempty"`    // 3 days
	Silence  *SilenceTrigger  `json:"silence,omitempty"`  // 7 days
	Reorder  *ReorderTrigger  `json:"reorder,omitempty"`  // 7 days
	Entered  *EnteredTrigger  `json:"entered,omitempty"`  // 3 days
	Surprise *SurpriseTrigger `json:"surprise,omitempty"` // till the end of the day
	Declined *DeclinedTrigger `json:"declined,omitempty"` // 3 days
}

// EventTrigger begins a run with each event of a kind.
type EventTrigger struct {
	Event string `json:"event"`
	Due   bool   `json:"due,omitempty"` // waits count from Event.Due instead of Event.At
}

// YearlyTrigger begins a run on a day of each year.
type YearlyTrigger struct {
	Date string  `json:"date"` // of Customer.Dates
	Leap LeapDay `json:"leap,omitzero"`
}

// EveryTrigger begins a run again and again: so many days or months after an
// anchor each. The day of the month is that of the anchor, or the last of a
// shorter month. Of those that were missed only the last is caught up on.
type EveryTrigger struct {
	Every  retention.Span `json:"every"` // days or months
	Anchor retention.Date `json:"anchor,omitzero"`
	From   string         `json:"from,omitempty"` // of Customer.Dates: the anchor, instead; nothing begins on that day itself
}

// SilenceTrigger begins a run when there has been nothing for so long: no touch
// that matches and, as Match is about messages, none of Policy.Signs. It begins
// another after each further span of silence.
type SilenceTrigger struct {
	Match
	For retention.Span `json:"for"`
}

// ReorderTrigger begins a run when a customer is due to buy again, by their own
// rhythm: the median time between their orders, times Ratio, plus Spread times
// the median distance of these times from it.
type ReorderTrigger struct {
	Event    string         `json:"event"`
	Orders   int            `json:"orders,omitempty"`  // at least so many; 0 means 3
	Ratio    float64        `json:"ratio,omitempty"`   // 0 means 1
	Spread   float64        `json:"spread,omitempty"`  // 0: the distance does not matter
	Fallback retention.Span `json:"fallback,omitzero"` // since the last order of customers with fewer; zero: none
}

// EnteredTrigger begins a run when a customer came into a segment or tier, for
// as long as they stay.
type EnteredTrigger struct {
	Segment string `json:"segment"` // of Customer.Segments
}

// SurpriseTrigger begins a run on a day of each period that nobody can foresee,
// drawn by a hash of salt, customer and period.
type SurpriseTrigger struct {
	Months int    `json:"months"` // the period: 1, 2, 3, 4, 6 or 12, from January on
	Salt   string `json:"salt"`
}

// DeclinedTrigger begins a run with a no that comes after none, or after a
// cooldown is over. Its play is the one message on the topic that may go out
// during the cooldown, to ask for the reason.
type DeclinedTrigger struct {
	Topics []string `json:"topics,omitempty"` // none: any
}

// OnEvent begins a run with each event of a kind, from Event.At on.
func OnEvent(kind string) Trigger { return Trigger{After: &EventTrigger{Event: kind}} }

// OnDue begins a run with each event of a kind that has a Due, such as points
// that lapse or a warranty that ends. Steps that come before it have a negative
// Wait.
func OnDue(kind string) Trigger { return Trigger{After: &EventTrigger{Event: kind, Due: true}} }

// Yearly begins a run on the anniversary of a date of the customer, such as
// "birthday".
func Yearly(date string) Trigger { return Trigger{Yearly: &YearlyTrigger{Date: date}} }

// Every begins a run so many days or months after an anchor, again and again.
func Every(span retention.Span, anchor retention.Date) Trigger {
	return Trigger{Every: &EveryTrigger{Every: span, Anchor: anchor}}
}

// Silence begins a run after so long without a touch or a sign of life.
func Silence(span retention.Span) Trigger { return Trigger{Silence: &SilenceTrigger{For: span}} }

// Reorder begins a run when the customer's own rhythm of an event has it due.
func Reorder(kind string) Trigger { return Trigger{Reorder: &ReorderTrigger{Event: kind}} }

// Entered begins a run when the customer comes into a segment or tier.
func Entered(segment string) Trigger { return Trigger{Entered: &EnteredTrigger{Segment: segment}} }

// Surprise begins a run on one unforeseeable day in so many months.
func Surprise(months int, salt string) Trigger {
	return Trigger{Surprise: &SurpriseTrigger{Months: months, Salt: salt}}
}

// Declined begins a run with a no, to ask for the reason once.
func Declined(topics ...string) Trigger { return Trigger{Declined: &DeclinedTrigger{Topics: topics}} }
