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
type Entry struct {
	Account string
	// Seq counts the entries of an account from 1, without a gap. A unique
	// index on (account, seq) is all the concurrency control a store needs: of
	// two writers who decided upon the same account one is refused, reads
	// again and decides again.
	Seq uint64
	// Cause is the ID of the event, Line counts its entries from 1, and Digest
	// is a fingerprint of what the event said.
	Cause  string
	Line   int
	Digest int64

	Op     Op
	At     time.Time // when it happened
	Posted time.Time // when it was written, never before an earlier entry
	Wallet string
	Lot    uint64 // Seq of the entry that made the lot; see Receive and Deed for others
	Points Points // 0 or more; the Op tells the direction
	// Opens and Closes bound the time in which a lot can be spent, [Opens,
	// Closes). A zero Opens waits for a settlement; a zero Closes never comes.
	Opens, Closes time.Time
	Kind          string // of a deed: order, review, ...
	Ref           string // the deed, redemption, hold or account that the entry is about
	Edition, Rule string // what granted the points
	Tier          string // of a Deed: held before it
	First         bool   // of a Deed: the member's first order
	Metric        string
	Quantity      decimal.Decimal // of a Deed: its amount; of a Count: what it adds
	Reason        string          // the caller's words, of Adjust, Tier and Close
}
