package loyalty

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Program is the rules of a loyalty program: plain data, to be kept as JSON,
// compared and reviewed. [Compile] makes an [Engine] of it.
//
// One point for every 100 yen, in lots that open after two weeks and are good
// for a year to the end of the month, worth a yen each, and a tier, in JSON
// ([ParseProgram]):
//
//	{
//	  "version": 1, "zone": "Asia/Tokyo", "currency": "JPY",
//	  "editions": [{
//	    "id": "2026", "settle": "P14D",
//	    "earn": [
//	      {"id": "base", "award": "1", "per": "100"},
//	      {"id": "gold", "times": "2", "when": {"tiers": ["gold"]}}
//	    ],
//	    "life": {"span": "P1Y", "cycle": {"months": 1}},
//	    "burn": [{"worth": "1", "share": "0.5"}],
//	    "ladder": {
//	      "tiers": [{"id": "gold", "paths": [[{"metric": "spend", "at_least": "50000"}]]}],
//	      "window": {"calendar": {"months": 12}}
//	    }
//	  }]
//	}
type Program struct {
	Version  int    `json:"version"`            // of this format: 1
	Zone     string `json:"zone"`               // IANA name; days, months and years are those of this zone
	Currency string `json:"currency,omitempty"` // ISO 4217, of all amounts in the program
	// Scale is the number of decimals of a point: 0 for whole points, 2 for
	// cash-back in cents. Editions and entries count in the smallest unit.
	Scale int32 `json:"scale,omitempty"`
	// Metrics are the tier metrics that activities count ([Activity.Counts]),
	// beside spend, orders and points: a need of one that nothing counts can
	// never be met.
	Metrics []string `json:"metrics,omitempty"`
	// Editions are the versions of the rules, the oldest first. What has been
	// in force is never edited: a change is a new edition.
	Editions []Edition `json:"editions"`
}

// Edition is the rules from an instant on. An order is valued by the edition
// of its first event for good, a point lapses as it was promised when it was
// granted, and a tier once reached is kept for as long as it was promised.
type Edition struct {
	ID   string    `json:"id"`
	From time.Time `json:"from,omitzero"` // zero only for the first
	// Settle is how long after its day an order is final by itself, when its
	// return window is over: with 14 days an order of 10 January is final at
	// the first instant of 25 January. Zero waits for a [Settle] event.
	Settle retention.Span `json:"settle,omitzero"`
	Earn   []EarnRule     `json:"earn,omitempty"`
	Life   Life           `json:"life,omitzero"` // of lots whose rule has none
	Burn   []BurnRule     `json:"burn,omitempty"`
	Refund RefundRule     `json:"refund,omitzero"`
	Ladder Ladder         `json:"ladder,omitzero"`
}

// EarnRule grants points for a deed.
type EarnRule struct {
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"` // for members to read: the ID if empty
	// On is the kind of deed: "order" if empty, "referral" for who brought a
	// new member, "referred" for the first order of who was brought, or the
	// Kind of an [Activity].
	On    string `json:"on,omitempty"`
	When  Cond   `json:"when,omitzero"`
	Basis Basis  `json:"basis,omitzero"`
	// Award is points, not units, for each full Per of the basis; for each
	// piece if PerItem; and once if neither is set.
	Award   decimal.Decimal `json:"award,omitzero"`
	Per     Money           `json:"per,omitzero"`
	PerItem bool            `json:"per_item,omitempty"`
	// Times, instead of Award, multiplies what the rules listed before this one
	// granted in the same wallet, as rounded: 3 adds twice as much again. It is
	// more than 1. Several such rules add up and do not multiply each other. Of
	// names the rules to multiply; empty, all that have no Times.
	Times decimal.Decimal `json:"times,omitzero"`
	Of    []string        `json:"of,omitempty"`
	// Round is applied once, on what the rule grants for the deed.
	Round Rounding `json:"round,omitempty"`
	Caps  []Cap    `json:"caps,omitempty"`
	// Of the rules of a Group only the one that would grant most grants anything,
	// and the first of equals. Either all rules of a group have Times or none has.
	Group string `json:"group,omitempty"`
	Life  *Life  `json:"life,omitempty"` // instead of the edition's
	// Wallet receives the points: the main one if empty.
	Wallet string `json:"wallet,omitempty"`
	// Unqualified keeps the points out of the tier metric "points".
	Unqualified bool `json:"unqualified,omitempty"`
}

// Basis says what part of an order counts. The zero Basis is what the member
// paid in money for goods: all lines but gift cards, after discounts, without
// tax, shipping and what was paid with points. Order-wide discounts and points
// are shared out over all lines by their amounts.
type Basis struct {
	Only   Filter `json:"only,omitzero"`   // the zero Filter: all lines
	Except Filter `json:"except,omitzero"` // the zero Filter: none

	Tax             bool `json:"tax,omitempty"`              // with it
	Shipping        bool `json:"shipping,omitempty"`         // with it
	BeforeDiscounts bool `json:"before_discounts,omitempty"` // of lines and order
	PointsPaid      bool `json:"points_paid,omitempty"`      // with what was paid with points
	GiftCards       bool `json:"gift_cards,omitempty"`       // with their lines
}

// Filter selects the lines that match anything it lists.
type Filter struct {
	SKUs       []string `json:"skus,omitempty"`
	Categories []string `json:"categories,omitempty"`
	Labels     []string `json:"labels,omitempty"`
}

// Cond is a condition: everything that is set must hold. The zero Cond is true.
type Cond struct {
	Tiers    []string       `json:"tiers,omitempty"`    // the member holds one of these before the deed
	Tags     []string       `json:"tags,omitempty"`     // the deed has one of these tags
	Weekdays []time.Weekday `json:"weekdays,omitempty"` // 0 is Sunday
	// Hours are times of day, [From, To), over midnight if To is not after From.
	Hours []Hours `json:"hours,omitempty"`
	// From and Until are days, [From, Until).
	From  retention.Date `json:"from,omitzero"`
	Until retention.Date `json:"until,omitzero"`
	// AtLeast is what the rule's basis must come to.
	AtLeast Money `json:"at_least,omitzero"`
	First   bool  `json:"first,omitempty"` // the member's first order
	// Birthday is "day", "week" (the seven days from it on) or "month". The
	// birthday of 29 February is on the 28th in common years.
	Birthday string `json:"birthday,omitempty"`

	All []Cond `json:"all,omitempty"`
	Any []Cond `json:"any,omitempty"`
	Not *Cond  `json:"not,omitempty"`
}

// Hours are a range of times of day, [From, To).
type Hours struct {
	From retention.Span `json:"from"` // since midnight, as in PT18H
	To   retention.Span `json:"to"`
}

// Cap limits what a rule grants: what is beyond it is not granted. Points that are
// taken back for a return make room again, in the period that they were granted
// for. At least one of Points and Times is set. Times needs a period.
type Cap struct {
	Points Points `json:"points,omitempty"` // 0: no limit
	Times  int    `json:"times,omitempty"`  // how many deeds earn points in a period; 0: no limit
	Per    CapPer `json:"per,omitempty"`
}

// CapPer is what a [Cap] holds for.
type CapPer uint8

// The periods of a cap, by the time of the deed in the program's zone.
const (
	PerDeed CapPer = iota
	PerDay
	PerMonth
	PerYear
	PerEdition // as long as the edition's rules are in force
	PerLife
	PerBalance // what the member then has, available and pending, in the wallet
)

// Rounding says what becomes of a fraction of the smallest unit.
type Rounding uint8

// The roundings. Down keeps a member from gaining by splitting an order.
const (
	Down Rounding = iota
	HalfEven
	Up
)

// Life says when a lot opens and when it lapses. With the zero Life a lot opens when
// its deed is final, at once if there is nothing to settle, and never lapses.
type Life struct {
	AtOnce bool `json:"at_once,omitempty"` // opens with the deed, before it is final
	// Span is how long points are good for: to the end of its last day in the
	// program's zone. A Span with only an exact part counts from the instant.
	Span retention.Span `json:"span,omitzero"`
	// Tiers has another Span for members who hold one of these tiers at the deed.
	Tiers map[string]retention.Span `json:"tiers,omitempty"`
	// Cycle moves the lapse to the end of the period it falls in, such as the month or
	// the year from 1 April.
	Cycle Cycle `json:"cycle,omitzero"`
	// FromOpening counts Span from the opening rather than from the deed.
	FromOpening bool `json:"from_opening,omitempty"`
	// Slides lists what starts the clock anew for all lots of this Life that have not
	// lapsed: "order", "redeem" and kinds of [Activity]. A deed does so once, when it
	// is first reported with something in it.
	Slides []string `json:"slides,omitempty"`
}

// Cycle cuts the calendar into periods of Months months, one of which starts on From,
// or on 1 January if that is zero. The zero Cycle means that there are no periods.
type Cycle struct {
	Months int            `json:"months,omitempty"`
	From   retention.Date `json:"from,omitzero"`
}

// BurnRule says how points of a wallet may be spent. A wallet without a rule has no
// limits, and its points have no worth.
type BurnRule struct {
	Wallet string `json:"wallet,omitempty"`
	Min    Points `json:"min,omitempty"`  // the fewest at a time
	Max    Points `json:"max,omitempty"`  // the most at a time; 0: no limit
	Step   Points `json:"step,omitempty"` // only multiples of it; 0: any
	// Share is the part of an order's total, with tax and shipping, that points
	// may pay, such as 0.5; 0: all. It needs a Worth.
	Share decimal.Decimal `json:"share,omitzero"`
	// Worth is what a point, not a unit, pays, in the program's currency.
	Worth Money `json:"worth,omitzero"`
	// Grace is how long points can be spent that are given back after their lot
	// has lapsed: 14 days if zero, not at all if NoGrace.
	Grace   retention.Span `json:"grace,omitzero"`
	NoGrace bool           `json:"no_grace,omitempty"`
	// CashFirst pays a return back in money first, and then in points.
	CashFirst bool `json:"cash_first,omitempty"`
}

// RefundRule says what happens if points are to be taken back and are not there
// any more.
type RefundRule struct {
	Shortfall Shortfall `json:"shortfall,omitempty"`
}

// Shortfall is a policy for points that are to be taken back for a deed and are not in
// its own lots any more. These lots always come first, pending or not.
//
// What cannot be taken becomes a claim or a debt. The next points to open pay off a
// debt. A claim takes only points that come back from a redemption, hold or transfer
// made before it. Without claims, a member could gain points by buying, spending,
// returning and cancelling.
type Shortfall uint8

// The policies.
const (
	// Forgive takes other available points. The rest is a claim.
	Forgive Shortfall = iota
	// Owe takes other available points. The rest is a debt.
	Owe
	// OwnLots takes no other points. The rest is a claim.
	OwnLots
)
