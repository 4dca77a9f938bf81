package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Ladder is the tiers of an edition and how members move on them.
//
// A member reaches a tier at once when the metrics of a window come to what the tier
// needs, and keeps it until the end of its validity, whatever is bought or spent
// meanwhile; only a return of what it was reached by takes it away sooner. This is
// judged at every moment at which something counted, by the edition in force at that
// moment, and the best that has not ended holds. Windows are dates and never start
// anew with a tier, so that another purchase can never lead to a lower tier.
type Ladder struct {
	// Tiers go up: the member without any is below the first.
	Tiers []Tier `json:"tiers,omitempty"`
	// Window is the time over which metrics are counted. Without one, or by a
	// path that counts over a lifetime alone, a tier is kept for good.
	Window Window `json:"window,omitzero"`
	// Valid is how long a tier is kept with a Rolling window, to the end of the day
	// that lies this long after the day on which it was earned: as long as the window
	// if zero, and not less.
	Valid retention.Span `json:"valid,omitzero"`
	// ValidPeriods is how long it is kept with periods: the number of whole periods
	// after the one in which it was earned. Nil is 1, the end of the next period; 0
	// is the end of the same.
	ValidPeriods *int `json:"valid_periods,omitempty"`
	// Grace is added to the validity, Review moves its end on to the start of
	// the next cycle, unless it is one.
	Grace  retention.Span `json:"grace,omitzero"`
	Review Cycle          `json:"review,omitzero"`
	Fall   Fall           `json:"fall,omitempty"`
	// NextPeriod lets a tier begin with the period after the one it was earned
	// in, rather than at once. With a Rolling window it begins at the next
	// Review.
	NextPeriod bool `json:"next_period,omitempty"`
	// OnPayment counts orders when they are placed; else when they are final.
	OnPayment bool `json:"on_payment,omitempty"`
	// Spend is what the metric "spend" counts of an order.
	Spend Basis `json:"spend,omitzero"`
	// Benefits says how the benefits of the tiers go together.
	Benefits BenefitRule `json:"benefits,omitzero"`
}

// Tier is one tier.
type Tier struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"`
	// Paths are alternatives: the needs of one of them suffice, all of its. A
	// tier without paths is given by [SetTier] alone.
	Paths []Path `json:"paths,omitempty"`
	// ForLife keeps the tier for good once it is reached.
	ForLife bool `json:"for_life,omitempty"`
	// Was lists tiers of earlier editions whose members hold this one now,
	// beside those of the tier with this ID.
	Was      []string  `json:"was,omitempty"`
	Benefits []Benefit `json:"benefits,omitempty"`
}

// Path is a list of needs, all of which must be met.
type Path []Need

// Need is the amount that a metric must reach.
type Need struct {
	Metric  string          `json:"metric"` // "spend", "orders", "points", or one that an [Activity] counts
	AtLeast decimal.Decimal `json:"at_least"`
	// Lifetime counts all that ever was, instead of the ladder's window.
	Lifetime bool `json:"lifetime,omitempty"`
}

// Window is the time over which metrics are counted, by when things happened,
// not by when they became final. One of its fields is set; the zero Window
// counts all that ever was.
type Window struct {
	// Rolling is the last so long: months and days up to and including today,
	// or an exact time up to now, but not both.
	Rolling retention.Span `json:"rolling,omitzero"`
	// Calendar is the running period of the calendar.
	Calendar Cycle `json:"calendar,omitzero"`
	// Anniversary is the running period of so many months, of which one began
	// on the day that the member joined; on 1 January 2000 for who never did.
	Anniversary int `json:"anniversary,omitempty"`
}

// Fall says what follows when a tier's validity ends and a lower tier, or none,
// is all that the member has earned since.
type Fall uint8

// The ways to fall.
const (
	ToEarned Fall = iota // to what was earned since
	OneStep              // to the tier below, or what was earned since if that is more, for as long again
	NoFall               // not at all
)
