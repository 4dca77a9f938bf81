package loyalty

import (
	"time"

	"github.com/shopspring/decimal"
)

// Entry is one row of a ledger. It is flat, to be one row of one table. It
// carries all that [Fold] needs: what an entry does never depends on rules, so no
// change of a program or of this package changes the past.
//
// Entries come from an [Engine]. Store them as they are. Their times are in UTC
// and in whole microseconds, as in databases. A field that an [Op] has no use for
// is zero.
//
// In JSON optional fields are left out if zero, and times are RFC 3339. Quantities
// and digests are strings, as other languages read large numbers as floats.
type Entry struct {
	Account string `json:"account"`
	// Seq counts the entries of an account from 1, without a gap. A unique index
	// on (account, seq) is all the concurrency control that a store needs: if two
	// writers decide on the same account, the second is refused, reads again and
	// decides again.
	Seq uint64 `json:"seq"`
	// Cause is the ID of the event. Line counts the entries of the event from 1.
	// Digest is a fingerprint of what the event said.
	Cause  string `json:"cause"`
	Line   int    `json:"line"`
	Digest int64  `json:"digest,string"`

	Op     Op        `json:"op"`
	At     time.Time `json:"at"`     // when it happened
	Posted time.Time `json:"posted"` // when it was written: never before the entry above it
	Wallet string    `json:"wallet,omitempty"`
	Lot    uint64    `json:"lot,omitempty"`    // Seq of the entry that made the lot; see also OpDeed and OpReceive
	Points Points    `json:"points,omitempty"` // 0 or more; the Op says where they go
	// A lot can be spent in [Opens, Closes). A zero Opens means that it waits for
	// a settlement, a zero Closes that it never closes. A deed is final at Opens,
	// and a count counts from then on. A hold or a tier ends at Closes.
	Opens    time.Time       `json:"opens,omitzero"`
	Closes   time.Time       `json:"closes,omitzero"`
	Kind     string          `json:"kind,omitempty"`    // of the deed: order, review, ...
	Ref      string          `json:"ref,omitempty"`     // the deed, order, redemption, hold or account that the entry is about
	Edition  string          `json:"edition,omitempty"` // whose rules decided
	Rule     string          `json:"rule,omitempty"`
	Tier     string          `json:"tier,omitempty"`  // of an OpDeed: held before it
	First    bool            `json:"first,omitempty"` // of an OpDeed: the member's first order; see also OpTier
	Metric   string          `json:"metric,omitempty"`
	Quantity decimal.Decimal `json:"quantity,omitzero"` // of an OpDeed: its amount; of an OpCount: what it adds
	Reason   string          `json:"reason,omitempty"`  // the caller's words; of an OpEnrol: the birthday
}
