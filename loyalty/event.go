package loyalty

import "time"

// Event is something that happened to a member. Its Data tells what. In JSON it
// can wait in an outbox: see [Event.MarshalJSON].
type Event struct {
	// ID makes a retry harmless: an event whose ID was applied before, with the
	// same At and Data, changes nothing, and with other content it is
	// [ErrConflict]. So an edited row is an event with an ID of its own, such as
	// the ID of the row with its version. An ID must not be empty or begin with
	// "time@" or "quote@".
	ID string
	// At is when it happened.
	At time.Time
	// Posted is when it is recorded: At if zero. Set it for an event that arrives
	// late: rules, periods and expiry go by At, and the effect begins at Posted.
	// If the account has an entry that was posted later, that instant is taken.
	Posted time.Time
	Data   Data
}

// Data is what an [Event] says: one of [Order], [Activity], [Referral],
// [Settle], [Redeem], [Hold], [Commit], [Release], [Cancel], [Adjust],
// [Extend], [Transfer], [SetTier], [Enrol] and [Close].
type Data interface {
	// digest adds the content to a fingerprint.
	digest(h *hasher)
}

// Settle says that a deed is final: the goods were kept, the return window
// is over. Lots that wait for it open. Kind is "order" if empty.
type Settle struct {
	Kind string `json:"kind,omitempty"`
	Ref  string `json:"ref"`
}

// Redeem spends points, soonest-expiring first.
type Redeem struct {
	Points Points `json:"points"`
	Wallet string `json:"wallet,omitempty"`
	// Order is the order paid with the points, if any, and Total what it costs
	// before points, with tax and shipping, in the program's currency: what
	// [BurnRule.Share] is a share of.
	Order string `json:"order,omitempty"`
	Total Money  `json:"total,omitzero"`
}

// Hold holds points for a checkout: they are neither available nor spent. The hold
// ends by itself at Until, which must be set. Held points of a lot that closes
// meanwhile can still be spent by the hold, and lapse when it ends. See [Redeem] for
// Order and Total.
type Hold struct {
	Points Points    `json:"points"`
	Wallet string    `json:"wallet,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	Order  string    `json:"order,omitempty"`
	Total  Money     `json:"total,omitzero"`
}

// Commit spends Points of the hold that the event Hold made, all of it if 0,
// and frees the rest.
type Commit struct {
	Hold   string `json:"hold"`
	Points Points `json:"points,omitempty"`
}

// Release frees the points of the hold that the event Hold made.
type Release struct {
	Hold string `json:"hold"`
}

// Cancel gives back Points of the redemption that the event Redemption made, a
// [Redeem] or a [Commit]: all that is left of it if 0. They return to their lots with
// their old expiry, last taken first. Where a lot has lapsed meanwhile, they go to a
// new one that can be spent for [BurnRule.Grace], and with NoGrace they lapse.
type Cancel struct {
	Redemption string `json:"redemption"`
	Points     Points `json:"points,omitempty"`
}

// Adjust adds points by hand, or takes them away if Points is negative. The points that
// are taken must be available.
type Adjust struct {
	Points Points    `json:"points"`
	Wallet string    `json:"wallet,omitempty"`
	Closes time.Time `json:"closes,omitzero"` // of added points; zero: as the program's Life says
	Reason string    `json:"reason,omitempty"`
}

// Extend lets lots close later: those of Lots, or all open and pending ones of
// Wallet if Lots is empty. A lot that closes at Closes or later stays as it is.
type Extend struct {
	Lots   []uint64  `json:"lots,omitempty"`
	Wallet string    `json:"wallet,omitempty"`
	Closes time.Time `json:"closes,omitzero"` // zero: never
	Reason string    `json:"reason,omitempty"`
}

// Transfer moves points to the account To, lot by lot with their expiry. It is
// decided by [Engine.Transfer], on both accounts. If the giver returns an order later,
// points given away cannot be taken back, as if they were spent; only an Undo brings
// them back, and claims are then met from them. A program in which members give each
// other points should let points open only when orders are final.
type Transfer struct {
	To     string `json:"to"`
	Points Points `json:"points,omitempty"` // 0: all that is available
	Wallet string `json:"wallet,omitempty"`
	// Undo is the ID of an earlier transfer from this account to To. Points of what
	// To still has of it move back, or all if 0, in the wallet of that transfer.
	Undo string `json:"undo,omitempty"`
}

// SetTier gives the member a tier by hand, as for a status match. Metrics may raise
// the member above it, unless Exact is set. It is held until Until, or for ever if that
// is zero. Metrics go on counting. While a tier given exactly lasts, they raise nobody,
// not even above a higher one that was given after it. An empty Tier takes back what was
// set before.
type SetTier struct {
	Tier   string    `json:"tier,omitempty"`
	Until  time.Time `json:"until,omitzero"`
	Exact  bool      `json:"exact,omitempty"`
	Reason string    `json:"reason,omitempty"`
}

// Enrol says when the member joined, and what the program should know of them.
// To enrol again corrects the birthday and, until the first order, the referrer;
// the date of joining stays that of the first Enrol.
type Enrol struct {
	// Birthday is 2006-01-02, or 01-02 if the year is not known; empty if there is
	// none. Take a [retention.Date] that may be zero by its MarshalText: the String
	// of the zero Date is refused.
	Birthday string `json:"birthday,omitempty"`
	Referrer string `json:"referrer,omitempty"` // the account that brought the member
}

// Close closes the account: holds are released, and all points lapse. After it
// nothing can be earned or spent. Old orders can still be corrected.
type Close struct {
	Reason string `json:"reason,omitempty"`
}
