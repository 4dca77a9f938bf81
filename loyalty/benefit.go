package loyalty

import (
	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// Benefit is something that a tier gives beside points, as data for the shop to
// act upon. One of Discount, FreeShipping, Gift, Custom, EarlyAccess and
// Invitation says what.
//
// The first four are for carts: [Engine.Benefits] tells which of them apply to
// one and what they come to. They add up unless Group or Exclusive keep them
// apart. [Engine.Opens] tells when a sale opens to a member.
//
// A benefit always belongs to a tier. For one that every customer has, such as a
// gift on the birthday, let the lowest tier take one order in a lifetime, and let
// the tiers above have its benefits too:
//
//	first := Need{Metric: OrdersMetric, AtLeast: decimal.NewFromInt(1), Lifetime: true}
//	all := Tier{ID: "member", Paths: []Path{{first}}, Benefits: []Benefit{gift}}
//	ladder.Tiers = slices.Insert(ladder.Tiers, 0, all)
//	ladder.Benefits.Below = true
//
// That tier is kept for good. The order counts as any other does: when it is
// final, unless [Ladder.OnPayment] is set, and from the next period on with
// [Ladder.NextPeriod].
type Benefit struct {
	// ID is unique in the tier. With [BenefitRule.Below], a benefit takes the
	// place of one with the same ID in a lower tier.
	ID   string         `json:"id"`
	Name retention.Text `json:"name,omitzero"`
	// When must hold. Its AtLeast is what the cart must come to.
	When Cond `json:"when,omitzero"`
	// Of the benefits of a Group only the one that gives the member most applies. Up
	// to six groups of an edition may mix discounts, free shipping and others.
	Group string `json:"group,omitempty"`
	// Exclusive lets a benefit apply only by itself: not at all if others together
	// give more.
	Exclusive bool `json:"exclusive,omitempty"`

	Discount     *Discount     `json:"discount,omitempty"`
	FreeShipping *FreeShipping `json:"free_shipping,omitempty"`
	Gift         *FreeGift     `json:"gift,omitempty"`
	Custom       *Custom       `json:"custom,omitempty"`
	EarlyAccess  *EarlyAccess  `json:"early_access,omitempty"`
	Invitation   *Invitation   `json:"invitation,omitempty"`
}

// Discount is money off the goods of a cart. Of the steps that the cart's total
// reaches, the one that takes off most counts. So buying more never means a smaller
// discount.
type Discount struct {
	Steps []DiscountStep `json:"steps"` // by From
}

// DiscountStep is one step of a [Discount]: a percentage or an amount.
type DiscountStep struct {
	From    Money           `json:"from,omitzero"`    // what the cart's total must come to
	Percent decimal.Decimal `json:"percent,omitzero"` // 5 is 5% of the cart's total
	Max     Money           `json:"max,omitzero"`     // the most that Percent takes off; 0: no limit
	Amount  Money           `json:"amount,omitzero"`
}

// FreeShipping pays for delivery.
type FreeShipping struct {
	From Money `json:"from,omitzero"` // what the cart's total must come to
	Max  Money `json:"max,omitzero"`  // the most that it pays; 0: no limit
}

// FreeGift is something that goes with an order. Report with [GiftGiven] that it was
// given: Times goes by that.
type FreeGift struct {
	Item string `json:"item,omitempty"` // the shop's word for it, such as an SKU
	// Worth is what it counts for in a choice between benefits.
	Worth Money `json:"worth,omitzero"`
	// Times limits how often a member gets it Per day, month, year, edition or
	// life, by the program's calendar; 0: no limit.
	Times int    `json:"times,omitempty"`
	Per   CapPer `json:"per,omitempty"`
}

// Custom is a kind of benefit that only the shop knows.
type Custom struct {
	Kind  string            `json:"kind"`
	Worth Money             `json:"worth,omitzero"` // as of a [FreeGift]
	Data  map[string]string `json:"data,omitempty"`
}

// EarlyAccess lets the member buy before others: Lead before the public sale, by the
// calendar and clock of the program's zone. 2 days before 10:00 on the 12th is 10:00
// on the 10th.
type EarlyAccess struct {
	Lead retention.Span `json:"lead"`
}

// Invitation invites the member to an event.
type Invitation struct {
	Event  string `json:"event"`
	Guests int    `json:"guests,omitempty"` // who may come along
}

// BenefitRule says how the benefits of a ladder are combined.
type BenefitRule struct {
	// Below gives members the benefits of the tiers below theirs as well.
	Below bool `json:"below,omitempty"`
	// RoundTo is the step that the discounts of a cart are rounded to, such as
	// 1 yen or 0.01 dollars, once and all together; zero does not round.
	RoundTo Money    `json:"round_to,omitzero"`
	Round   Rounding `json:"round,omitempty"`
}

// GiftGiven returns the [Activity] that reports that a member got the gift of a
// benefit, given by its ID. [FreeGift.Times] counts these. Set Void if the gift was
// taken back.
func GiftGiven(benefit string) Activity { return Activity{Kind: giftKind + benefit} }

const giftKind = "gift/"

// stacks reports whether a benefit is for carts.
func (b *Benefit) stacks() bool { return b.EarlyAccess == nil && b.Invitation == nil }

// side returns what of an order a benefit for carts pays for.
func (b *Benefit) side() side {
	switch {
	case b.Discount != nil:
		return ofGoods
	case b.FreeShipping != nil:
		return ofShipping
	}
	return ofGifts
}
