package loyalty

import (
	"fmt"
	"strconv"
)

// Op says what an [Entry] did.
type Op uint8

// The operations of a ledger. Those that move points take them from the
// remainder of the entry's lot unless said otherwise.
const (
	OpNote    Op = iota + 1 // the event happened, and moved nothing
	OpDeed                  // an order, a review or another deed is now as the entry says; of a referral, Lot is its Version
	OpSettle                // the deed Ref is final; from Opens on its metrics count
	OpGrant                 // a new lot of Points
	OpOpen                  // the lot opens at Opens, and closes at Closes
	OpExtend                // the lot closes at Closes, later than before
	OpSpend                 // Points are spent by the redemption Cause
	OpHold                  // Points are held by Cause until Closes
	OpCommit                // Points held by Ref are spent by the redemption Cause
	OpUnhold                // Points held by Ref are free again
	OpRestore               // Points spent or sent by Ref are back in their lot
	OpRegrant               // Points spent or sent by Ref, of the lapsed lot Lot, are back in a new lot
	OpClaw                  // Points are taken back on account of the deed Ref
	OpAbsorb                // Points to be taken back for the deed Ref had lapsed already
	OpClaim                 // Points could not be taken back for the deed Ref: taken if they flow back
	OpUnclaim               // Points of claims for the deed Ref are not wanted any more
	OpOwe                   // Points could not be taken back for the deed Ref: a debt
	OpRepay                 // Points pay off debt
	OpLapse                 // Points are lost: the lot closed
	OpSend                  // Points go to the account Ref, in a lot that opens and closes as this one
	OpReceive               // a new lot of Points from the lot Lot of the account Ref
	OpCount                 // Quantity adds to the tier metric Metric, at At
	OpTier                  // the member holds Tier until Closes; with First even if it is lower
	OpEnrol                 // the member joined at At
	OpClose                 // the account is closed
	OpUnowe                 // Points of debt for the deed Ref are not wanted any more
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
