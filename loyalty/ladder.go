package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Ladder is the tiers of an edition and how members move on them.
//
// A member reaches a tier as soon as the metrics of a window come to what the tier
// needs, and keeps it until its validity ends, whatever is bought or spent meanwhile.
// Only the return of purchases that led to the tier takes it away sooner. Tiers are
// worked out for every moment at which something counted, by the edition in force at
// that moment. The highest tier that has not ended holds. Windows follow the calendar
// and do not start anew when a tier is reached, so another purchase never leads to a
// lower tier.
type Ladder struct {
	// Tiers are in ascending order. A member without a tier is below the first. A later
	// edition may add, rename and merge tiers, but not swap them.
	Tiers []Tier `json:"tiers,omitempty"`
	// Window is the time over which metrics are counted. Without a window a tier is
	// kept for good. So is one that was reached by a path whose needs are all
	// Lifetime.
	Window Window `json:"window,omitzero"`
	// Valid is how long a tier is kept with a Rolling window: to the end of the day
	// that lies this long after the day on which it was earned. Zero means as long as
	// the window. It must not be shorter than the window.
	Valid retention.Span `json:"valid,omitzero"`
	// ValidPeriods is how long a tier is kept with a Calendar or Anniversary window:
	// the number of whole periods after the one in which it was earned. Nil means 1:
	// it ends with the next period. With 0 it ends with the same period.
	ValidPeriods *int `json:"valid_periods,omitempty"`
	// Grace is added to the validity. Review then moves the end of the validity to the
	// start of the next cycle, unless it falls on one already.
	Grace  retention.Span `json:"grace,omitzero"`
	Review Cycle          `json:"review,omitzero"`
	Fall   Fall           `json:"fall,omitempty"`
	// NextPeriod lets a tier begin with the period after the one in which it was
	// earned, not at once. With a Rolling window it begins at the next Review. Until
	// then [Standing.Coming] names it.
	NextPeriod bool `json:"next_period,omitempty"`
	// OnPayment counts orders as soon as they are placed. Without it they count once
	// they are final.
	OnPayment bool `json:"on_payment,omitempty"`
	// Spend is what the metric "spend" counts of an order.
	Spend Basis `json:"spend,omitzero"`
	// Benefits says how the benefits of the tiers go together.
	Benefits BenefitRule `json:"benefits,omitzero"`
}

// Tier is one tier of a [Ladder], and what it takes to reach it.
type Tier struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"`
	// Paths are alternatives: it is enough to meet all needs of one of them. A tier
	// without paths is only given by [SetTier].
	Paths []Path `json:"paths,omitempty"`
	// ForLife keeps the tier for good once it is reached.
	ForLife bool `json:"for_life,omitempty"`
	// Was lists tiers of earlier editions that are now this one, under another ID:
	// their members hold it.
	Was      []string  `json:"was,omitempty"`
	Benefits []Benefit `json:"benefits,omitempty"`
}

// Path is a list of needs, all of which must be met.
type Path []Need

// Need is the amount that a metric must reach.
type Need struct {
	Metric  string          `json:"metric"` // "spend", "orders", "points", or one that an [Activity] counts
	AtLeast decimal.Decimal `json:"at_least"`
	// Lifetime counts everything since the beginning, instead of the ladder's window.
	Lifetime bool `json:"lifetime,omitempty"`
}

// Window is the time over which metrics are counted, by when things happened, not by
// when they became final. At most one of its fields is set. The zero Window counts
// everything since the beginning.
type Window struct {
	// Rolling is the length of a window that ends now: with today for months and days,
	// or with the instant for an exact time. It must not have both.
	Rolling retention.Span `json:"rolling,omitzero"`
	// Calendar cuts the calendar into periods. The window is the one that now lies in.
	Calendar Cycle `json:"calendar,omitzero"`
	// Anniversary is the length of periods in months. The window is the one that now
	// lies in. They are counted from the day on which the member joined, or from
	// 1 January 2000 for a member who did not.
	Anniversary int `json:"anniversary,omitempty"`
}

// Fall says what happens when the validity of a tier ends and the member has since
// earned only a lower tier, or no tier.
type Fall uint8

// The ways to fall.
const (
	ToEarned Fall = iota // to what was earned since
	OneStep              // to the tier below, for as long again, or to what was earned since if that is higher
	NoFall               // not at all
)
