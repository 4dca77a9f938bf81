package loyalty

import "github.com/retentionkit/retention"

// Decision is what an event causes, and why.
type Decision struct {
	// Entries are to be stored, all or none, in one transaction.
	Entries []Entry `json:"entries,omitempty"`
	// Steps tell what every rule of the edition made of the deed, in the order
	// of the program.
	Steps []Step `json:"steps,omitempty"`
	// Follow has the events for other accounts: those of referrers. Store them with
	// the entries, and apply each at least once, at any time and in any order: the
	// newest state stands. A closed account refuses what they would earn with
	// [ErrClosed]; there is nothing more to do then.
	Follow []Follow `json:"follow,omitempty"`
	// Duplicate says that the event was applied before; there is nothing to do.
	Duplicate bool `json:"duplicate,omitempty"`
}

// Follow is an event to be applied to another account.
type Follow struct {
	Account string `json:"account"`
	Event   Event  `json:"event"`
}

// Step is what a rule grants for a deed, and why. The Points of all steps add up to
// what the deed earns; the entries move the difference from what it was given before.
// A Step survives JSON unchanged.
type Step struct {
	Edition, Rule string
	Why           Reason
	Wallet        string
	// Basis is what the rule's basis came to, in the program's currency, or the
	// number of pieces, or the points to multiply. Exact is the award before
	// rounding and caps. Both count points in whole points, not units.
	Basis, Exact retention.Amount
	Points       Points
}

// Applied reports whether the rule granted anything.
func (s Step) Applied() bool { return s.Points > 0 }

// Reason tells why a rule granted what it did.
type Reason uint8

// The reasons. Only Granted and Capped come with points.
const (
	Granted      Reason = iota
	Capped              // less than the rule gives, because of a cap
	CapReached          // nothing, because of a cap
	OtherDeed           // the rule is about deeds of another kind
	WrongTier           // Cond.Tiers
	NoTag               // Cond.Tags
	OtherDay            // Cond.Weekdays
	OutsideHours        // Cond.Hours
	TooEarly            // Cond.From
	TooLate             // Cond.Until
	TooLittle           // Cond.AtLeast
	NotFirst            // Cond.First
	NoBirthday          // Cond.Birthday
	NoneHolds           // Cond.Any
	NotHolds            // Cond.Not
	NothingThere        // no line counts, or nothing to multiply
	BelowOne            // less than a full Per, or than one unit of points
	Outdone             // another rule of the group grants more
	Revoked             // the deed has not happened after all
	NotBrought          // the member has no referrer
	InCircle            // who was brought is the member's own referrer, or the member
	Superseded          // a newer state of the referral was applied before
)

var reasonNames = [...]string{
	Granted: "granted", Capped: "capped", CapReached: "cap_reached", OtherDeed: "other_deed", WrongTier: "wrong_tier",
	NoTag: "no_tag", OtherDay: "other_day", OutsideHours: "outside_hours", TooEarly: "too_early", TooLate: "too_late",
	TooLittle: "too_little", NotFirst: "not_first", NoBirthday: "no_birthday", NoneHolds: "none_holds", NotHolds: "not_holds",
	NothingThere: "nothing_there", BelowOne: "below_one", Outdone: "outdone", Revoked: "revoked", NotBrought: "not_brought",
	InCircle: "in_circle", Superseded: "superseded",
}

// String returns the reason's code, such as "cap_reached".
func (r Reason) String() string { return wordOf(reasonNames[:], r, "Reason") }

// MarshalText implements [encoding.TextMarshaler].
func (r Reason) MarshalText() ([]byte, error) { return nameOf(reasonNames[:], r, "reason") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (r *Reason) UnmarshalText(text []byte) error {
	return fromName(reasonNames[:], r, text, "reason")
}
