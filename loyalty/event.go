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
	// Posted is when it is recorded; zero means at once. An event that arrives
	// late is valued then and posted now: rules, periods and expiry go by At,
	// and its effect begins at Posted. A ledger does not run backwards: where
	// an entry was posted later than Posted, that instant is taken.
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

// Hold holds points for a checkout: they are neither available nor spent. At
// Until, which is needed, the hold is over by itself. A lot that closes
// meanwhile can still be spent by the hold, and lapses when it ends. See [Redeem] for Order
// and Total.
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
// [Redeem] or a [Commit]: all that is left of it if 0. They return to their
// lots, last taken first, with their old expiry; where a lot has lapsed
// meanwhile, to a new one that lives for [BurnRule.Grace].
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
// decided by [Engine.Transfer], on both accounts. What was given away is out of
// reach for returns of the giver's orders, as what was spent is: it comes back
// to meet their claims by Undo alone. Programs that let members give points to
// each other may want them to open only when orders are final.
type Transfer struct {
	To     string `json:"to"`
	Points Points `json:"points,omitempty"` // 0: all that is available
	Wallet string `json:"wallet,omitempty"`
	// Undo is the ID of an earlier transfer from this account to To: what To
	// still has of it moves back, Points of it or all. The wallet is that of
	// the transfer.
	Undo string `json:"undo,omitempty"`
}

// SetTier gives the member a tier by hand: a status match, an invitation. It is a
// floor that metrics may raise, or exactly this tier if Exact is set. It holds until
// Until, or for ever if that is zero. Metrics go on counting. An empty Tier takes
// back what was set before.
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
	// Birthday is 2006-01-02, or 01-02 if the year is not known; empty if there
	// is none. For a [retention.Date] that may be zero, take the text that its
	// MarshalText returns: it is empty for the zero Date. String is not, and is
	// refused then.
	Birthday string `json:"birthday,omitempty"`
	Referrer string `json:"referrer,omitempty"` // the account that brought the member
}

// Close closes the account: holds are released, points are forfeited. After it
// nothing can be earned or spent; corrections of old orders still can be made.
type Close struct {
	Reason string `json:"reason,omitempty"`
}
