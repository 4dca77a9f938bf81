package loyalty

import (
	"fmt"
	"strconv"
)

// Op says what an [Entry] did.
type Op uint8

// The operations of a ledger. Those that take points take them from what remains
// of the entry's lot, unless said otherwise. [Shortfall] says what claims and
// debts are.
const (
	OpNote    Op = iota + 1 // the event was applied and moved nothing
	OpDeed                  // the state of the deed Ref: an order, a review, ...; of a referral, Lot is its Version
	OpSettle                // the deed Ref is final; its metrics count from Opens on
	OpGrant                 // a new lot of Points
	OpOpen                  // the lot now opens at Opens and closes at Closes
	OpExtend                // the lot now closes at Closes, later than before
	OpSpend                 // Points are spent by the redemption Cause, on the order Ref
	OpHold                  // Points are held by the hold Cause until Closes, for the order Ref
	OpCommit                // Points of the hold Ref are spent by the redemption Cause
	OpUnhold                // Points of the hold Ref are free again
	OpRestore               // Points that Ref spent or sent are back in their lot
	OpRegrant               // Points that Ref spent or sent are in a new lot, as their own, Lot, has lapsed
	OpClaw                  // Points are taken back for the deed Ref, or by hand
	OpAbsorb                // Points to take back for the deed Ref had lapsed: they are not asked for again
	OpClaim                 // Points to take back for the deed Ref were not there: they become a claim
	OpUnclaim               // claims for the deed Ref shrink by Points: it has earned them again
	OpOwe                   // Points to take back for the deed Ref were not there: they become a debt
	OpRepay                 // Points pay off debt
	OpLapse                 // Points are lost: the lot or the account closed
	OpSend                  // Points go to the account Ref, to a lot that opens and closes as this one does
	OpReceive               // a new lot of Points, from the lot Lot of the account Ref
	OpCount                 // Quantity is added to the tier metric Metric as of At
	OpTier                  // the member holds Tier until Closes; First is SetTier.Exact
	OpEnrol                 // the member joined at At
	OpClose                 // the account is closed
	OpUnowe                 // the debt for the deed Ref shrinks by Points: it has earned them again
)

var opNames = [...]string{
	OpNote: "note", OpDeed: "deed", OpSettle: "settle", OpGrant: "grant", OpOpen: "open", OpExtend: "extend", OpSpend: "spend",
	OpHold: "hold", OpCommit: "commit", OpUnhold: "unhold", OpRestore: "restore", OpRegrant: "regrant", OpClaw: "claw",
	OpAbsorb: "absorb", OpClaim: "claim", OpUnclaim: "unclaim", OpOwe: "owe", OpRepay: "repay", OpLapse: "lapse", OpSend: "send",
	OpReceive: "receive", OpCount: "count", OpTier: "tier", OpEnrol: "enrol", OpClose: "close",
	OpUnowe: "unowe",
}

// String returns the name of the operation in small letters, such as "grant".
func (o Op) String() string { return wordOf(opNames[:], o, "Op") }

// MarshalText implements [encoding.TextMarshaler].
func (o Op) MarshalText() ([]byte, error) { return nameOf(opNames[:], o, "operation") }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (o *Op) UnmarshalText(text []byte) error { return fromName(opNames[:], o, text, "operation") }

// nameOf and fromName are the texts of the small enumerations of this package.
func nameOf[E ~uint8](names []string, e E, what string) ([]byte, error) {
	if int(e) >= len(names) || names[e] == "" {
		return nil, fmt.Errorf("loyalty: no %s: %d", what, e)
	}
	return []byte(names[e]), nil
}

func fromName[E ~uint8](names []string, e *E, text []byte, what string) error {
	for i, name := range names {
		if name != "" && name == string(text) {
			*e = E(i)
			return nil
		}
	}
	return fmt.Errorf("loyalty: unknown %s %q", what, text)
}

// wordOf is the String of an enumeration, with its type where it has no name.
func wordOf[E ~uint8](names []string, e E, what string) string {
	if int(e) < len(names) && names[e] != "" {
		return names[e]
	}
	return what + "(" + strconv.Itoa(int(e)) + ")"
}
