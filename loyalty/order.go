package loyalty

import (
	"time"

	"github.com/shopspring/decimal"
)

// Money is an amount in the currency of the context it stands in.
type Money = decimal.Decimal

// OrderKind is the kind of the deed that an [Order] states.
const OrderKind = "order"

// RedeemKind stands for the spending of points in [Life.Slides].
const RedeemKind = "redeem"

// ReferralKind is the kind of the deed that a [Referral] states.
const ReferralKind = "referral"

// Order is the whole state of an order now. Send it again with other lines after an
// edit or a partial return, and without lines after a cancellation. The engine posts
// the difference between what the order earns and what it was given before, by the
// rules, the tier and the time of its first event that has something in it. Sending
// the same again posts nothing.
//
// Amounts are in the order's currency and must not be negative.
type Order struct {
	ID    string `json:"id"`
	Lines []Line `json:"lines,omitempty"`
	// Shipping is what delivery costs. Discount is what is taken off the order as a
	// whole; its lines have their own. PointsPaid is the part that is paid with
	// points, as money. The engine does not look for redemptions: state here what
	// they pay, also when it becomes less.
	Shipping   Money `json:"shipping,omitzero"`
	Discount   Money `json:"discount,omitzero"`
	PointsPaid Money `json:"points_paid,omitzero"`
	// Currency is that of the program if empty. For another one, Rate must be set:
	// the amount of the program's currency that one unit of it is worth.
	Currency string          `json:"currency,omitempty"`
	Rate     decimal.Decimal `json:"rate,omitzero"`
	// Settled says that the order is final already, as at a till.
	Settled bool `json:"settled,omitempty"`
	// Tags are matched by [Cond.Tags]: a channel, a shop, a campaign, what is
	// known of the member.
	Tags []string `json:"tags,omitempty"`
}

// Line is one position of an [Order]: what it sells, not what it takes off.
type Line struct {
	ID       string          `json:"id,omitempty"` // unique in the order; empty: its place among the lines
	SKU      string          `json:"sku,omitempty"`
	Category string          `json:"category,omitempty"`
	Labels   []string        `json:"labels,omitempty"`
	Quantity decimal.Decimal `json:"quantity,omitzero"` // zero means one
	Amount   Money           `json:"amount,omitzero"`   // of the line, before discount and without tax
	Discount Money           `json:"discount,omitzero"`
	Tax      Money           `json:"tax,omitzero"`
	GiftCard bool            `json:"gift_card,omitempty"` // the line sells money for later
}

// Activity is a deed that is not an order: a review, a birthday, a visit. The kind is
// the caller's word; [EarnRule.On] names it.
type Activity struct {
	Kind string `json:"kind"`
	// Ref names the deed, so that it counts once however often it is reported; the
	// event's ID if empty. With Void it is taken back.
	Ref  string `json:"ref,omitempty"`
	Void bool   `json:"void,omitempty"`
	// Amount is what rules per amount go by, in the program's currency.
	Amount Money `json:"amount,omitzero"`
	// Counts adds to tier metrics of the program's own, such as {"nights": 3}.
	Counts map[string]decimal.Decimal `json:"counts,omitempty"`
	Tags   []string                   `json:"tags,omitempty"`
}

// Referral is the state of the first order of a member who was brought, for the
// account of the referrer. It comes from [Decision.Follow]. An Amount of 0 takes the
// reward back. The event's At is when the member first ordered, and its Posted when
// the state changed.
type Referral struct {
	Member string `json:"member"`          // who was brought
	Order  string `json:"order,omitempty"` // the first order
	Amount Money  `json:"amount,omitzero"` // what is left of it, in the program's currency
	// Settled is when the order is final, which may lie ahead; zero if that is
	// not known.
	Settled time.Time `json:"settled,omitzero"`
	// Version is the member's [Account.Seq] when this was true. One that is older than
	// the last changes nothing. Zero is taken for the newest.
	Version uint64 `json:"version,omitempty"`
}
