package loyalty

import (
	"time"

	"github.com/shopspring/decimal"
)

// Entry is one row of a ledger. It is flat on purpose, to be one row of one
// table, and it carries all that [Fold] needs: what an entry did never depends
// on rules, so no change of a program or of this package restates the past.
//
// Entries come from an [Engine] and are kept as they came. Instants in them are
// in UTC and whole microseconds, as databases keep them. A field that the Op
// does not speak of is zero.
//
// In JSON zero fields are left out, times are RFC 3339, quantities and digests
// are strings, for other languages read large numbers as floats.
type Entry struct {
	Account string `json:"account"`
	// Seq counts the entries of an account from 1, without a gap. A unique
	// index on (account, seq) is all the concurrency control a store needs: of
	// two writers who decided upon the same account one is refused, reads
	// again and decides again.
	Seq uint64 `json:"seq"`
	// Cause is the ID of the event, Line counts its entries from 1, and Digest
	// is a fingerprint of what the event said.
	Cause  string `json:"cause"`
	Line   int    `json:"line"`
	Digest int64  `json:"digest,string"`

	Op     Op        `json:"op"`
	At     time.Time `json:"at"`     // when it happened
	Posted time.Time `json:"posted"` // when it was written, never before an earlier entry
	Wallet string    `json:"wallet,omitempty"`
	Lot    uint64    `json:"lot,omitempty"`    // Seq of the entry that made the lot; see Receive and Deed for others
	Points Points    `json:"points,omitempty"` // 0 or more; the Op tells the direction
	// Opens and Closes bound the time in which a lot can be spent, [Opens,
	// Closes). A zero Opens waits for a settlement; a zero Closes never comes.
	Opens    time.Time       `json:"opens,omitzero"`
	Closes   time.Time       `json:"closes,omitzero"`
	Kind     string          `json:"kind,omitempty"`    // of a deed: order, review, ...
	Ref      string          `json:"ref,omitempty"`     // the deed, redemption, hold or account that the entry is about
	Edition  string          `json:"edition,omitempty"` // what granted the points
	Rule     string          `json:"rule,omitempty"`
	Tier     string          `json:"tier,omitempty"`  // of a Deed: held before it
	First    bool            `json:"first,omitempty"` // of a Deed: the member's first order
	Metric   string          `json:"metric,omitempty"`
	Quantity decimal.Decimal `json:"quantity,omitzero"` // of a Deed: its amount; of a Count: what it adds
	Reason   string          `json:"reason,omitempty"`  // the caller's words; of Enrol: the birthday
}
