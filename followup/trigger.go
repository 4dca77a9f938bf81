package followup

import "github.com/retentionkit/retention"

// Trigger tells what begins a run of a play. Exactly one of its fields is set, as by
// the functions that return a Trigger. The comment on each field is how late a step
// may be whose Step.Late is zero.
type Trigger struct {
	After    *EventTrigger    `json:"after,omitempty"`    // 3 days, but not beyond an Event.Due that the step comes before
	Yearly   *YearlyTrigger   `json:"yearly,omitempty"`   // until the end of the day
	Every    *EveryTrigger    `json:"every,omitempty"`    // 3 days
	Silence  *SilenceTrigger  `json:"silence,omitempty"`  // 7 days
	Reorder  *ReorderTrigger  `json:"reorder,omitempty"`  // 7 days
	Entered  *EnteredTrigger  `json:"entered,omitempty"`  // 3 days
	Surprise *SurpriseTrigger `json:"surprise,omitempty"` // until the end of the day
	Declined *DeclinedTrigger `json:"declined,omitempty"` // 3 days
}

// EventTrigger begins a run with each event of a kind.
type EventTrigger struct {
	Event string `json:"event"`
	Due   bool   `json:"due,omitempty"` // the run begins at Event.Due instead of Event.At
}

// YearlyTrigger begins a run on each anniversary of a date of the customer.
type YearlyTrigger struct {
	Date string  `json:"date"` // of Customer.Dates
	Leap LeapDay `json:"leap,omitzero"`
}

// EveryTrigger begins a run at regular intervals from an anchor. With months, the day
// of the month is that of the anchor, or the last day of a shorter month. If several
// runs were missed, only the last of them is made up for.
type EveryTrigger struct {
	Every  retention.Span `json:"every"` // days or months
	Anchor retention.Date `json:"anchor,omitzero"`
	From   string         `json:"from,omitempty"` // a name in Customer.Dates, used instead of Anchor; no run begins on that date itself
}

// SilenceTrigger begins a run when there has been silence for a span of time: no touch
// that matches, and no sign of life of any kind (see Policy.Signs). It begins another
// run after each further span. There is no silence before the first touch or sign.
type SilenceTrigger struct {
	Match
	For retention.Span `json:"for"`
}

// ReorderTrigger begins a run when a customer is due to buy again by their own rhythm.
// The time from the last order is the median of the times between orders, times
// Ratio, plus Spread times the median absolute deviation of those times.
type ReorderTrigger struct {
	Event    string         `json:"event"`
	Orders   int            `json:"orders,omitempty"`  // the number of orders needed to tell a rhythm; 0 means 3, and 1 means 2
	Ratio    float64        `json:"ratio,omitempty"`   // 0 means 1
	Spread   float64        `json:"spread,omitempty"`  // 0: the deviation does not matter
	Fallback retention.Span `json:"fallback,omitzero"` // for customers with fewer orders, counted from the last; zero: no run
}

// EnteredTrigger begins a run when a customer comes into a segment or tier. The run
// goes on only while they stay in it.
type EnteredTrigger struct {
	Segment string `json:"segment"` // of Customer.Segments
}

// SurpriseTrigger begins a run on one day of each period. The day is drawn by a hash
// of salt, customer and period, so that customers cannot foresee it.
type SurpriseTrigger struct {
	Months int    `json:"months"` // the length of a period: 1, 2, 3, 4, 6 or 12; periods count from January
	Salt   string `json:"salt"`
}

// DeclinedTrigger begins a run with a no, unless it falls within the cooldown of an
// earlier no to the same topic. Its play is the only message on the topic that may go
// out during the cooldown, to ask for the reason.
type DeclinedTrigger struct {
	Topics []string `json:"topics,omitempty"` // none: any
}

// OnEvent returns a trigger that begins a run at Event.At of each event of a kind.
func OnEvent(kind string) Trigger { return Trigger{After: &EventTrigger{Event: kind}} }

// OnDue returns a trigger that begins a run at Event.Due of each event of a kind that
// has one, such as points that lapse or a warranty that ends. A first step that comes
// before it has a negative Wait.
func OnDue(kind string) Trigger { return Trigger{After: &EventTrigger{Event: kind, Due: true}} }

// Yearly returns a trigger that begins a run on each anniversary of a date of the
// customer, such as "birthday".
func Yearly(date string) Trigger { return Trigger{Yearly: &YearlyTrigger{Date: date}} }

// Every returns a trigger that begins a run on an anchor, and after each further span
// of days or months.
func Every(span retention.Span, anchor retention.Date) Trigger {
	return Trigger{Every: &EveryTrigger{Every: span, Anchor: anchor}}
}

// Silence returns a trigger that begins a run after each span without a touch or a
// sign of life.
func Silence(span retention.Span) Trigger { return Trigger{Silence: &SilenceTrigger{For: span}} }

// Reorder returns a trigger that begins a run when the next event of a kind is due by
// the customer's own rhythm.
func Reorder(kind string) Trigger { return Trigger{Reorder: &ReorderTrigger{Event: kind}} }

// Entered returns a trigger that begins a run when the customer comes into a segment
// or tier.
func Entered(segment string) Trigger { return Trigger{Entered: &EnteredTrigger{Segment: segment}} }

// Surprise returns a trigger that begins a run on one unforeseeable day of each period
// of months.
func Surprise(months int, salt string) Trigger {
	return Trigger{Surprise: &SurpriseTrigger{Months: months, Salt: salt}}
}

// Declined returns a trigger that begins a run with a no to one of the topics, or to
// any topic if none is given, to ask for the reason once.
func Declined(topics ...string) Trigger { return Trigger{Declined: &DeclinedTrigger{Topics: topics}} }
