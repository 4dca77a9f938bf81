package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Ladder is the tiers of an edition and how members move on them.
//
// A member reaches a tier at once when the metrics of a window come to what
// the tier needs, and keeps it until the end of its validity, whatever is
// bought or spent meanwhile; only a return of what it was reached by takes it
// away sooner. Windows are dates and never start anew with a tier, so that a
// purchase more can never mean a tier less.
type Ladder struct {
	// Tiers go up: the member without any is below the first.
	Tiers []Tier `json:"tiers,omitempty"`
	// Window is the time over which metrics are counted.
	Window Window `json:"window,omitzero"`
	// Valid is how long a tier is kept after the day it was earned on with a
	// Rolling window (as long as the window if zero). With periods it is the
	// number of whole periods after the one it was earned in: see ValidPeriods.
	Valid        retention.Span `json:"valid,omitzero"`
	ValidPeriods *int           `json:"valid_periods,omitempty"` // 1 if nil
	// Grace is added to the validity, Review moves its end on to the start of
	// the next cycle.
	Grace  retention.Span `json:"grace,omitzero"`
	Review Cycle          `json:"review,omitzero"`
	Fall   Fall           `json:"fall,omitempty"`
	// NextPeriod lets a tier begin with the period after the one it was earned
	// in, rather than at once.
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
	// Was lists tiers of earlier editions whose members hold this one now.
	Was      []string  `json:"was,omitempty"`
	Benefits []Benefit `json:"benefits,omitempty"`
}

// Path is a list of needs, all of which must be met.
type Path []Need

// Need is what a metric must come to.
type Need struct {
	Metric  string          `json:"metric"` // "spend", "orders", "points", or one that an [Activity] counts
	AtLeast decimal.Decimal `json:"at_least"`
	// Lifetime counts all that ever was, instead of the ladder's window.
	Lifetime bool `json:"lifetime,omitempty"`
}

// Window is the time over which metrics are counted. One of its fields is set;
// the zero Window counts all that ever was.
type Window struct {
	Rolling     retention.Span `json:"rolling,omitzero"`      // the last so long
	Calendar    Cycle          `json:"calendar,omitzero"`     // the running period of the calendar
	Anniversary int            `json:"anniversary,omitempty"` // periods of so many months since the member joined
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
