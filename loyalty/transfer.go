package loyalty

import "slices"

// Transfer decides a [Transfer] event, on both of its accounts at once. The sender's
// lots go soonest-expiring first, and each arrives as a lot that opens and closes as
// it did. What arrives pays off the receiver's debt. Pending and held points, debts
// and claims stay where they are, and the limits of burn rules do not apply. To move
// nothing is not an error, if Points is 0 and nothing is available.
//
// With Undo, from is again the account that sent, and to the one that received. What
// the receiver still has of the lots of that transfer goes back to the lots that it
// was taken from, the last lot first, as [Cancel] returns what was spent.
//
// To merge two accounts, transfer everything, wallet by wallet, and give the one that
// stays the better tier with [SetTier]. To separate them, undo that. Do not close the
// emptied account before you are sure: it could not take its points back.
//
// The decision has the entries of both accounts, those of the account that gives
// first. Store them in one transaction. If you cannot, store them one account after
// the other in this order, and decide again after a crash: where only one account has
// the event, the decision completes the other. It is a Duplicate where both have it.
//
// Errors are an [*Error] of the account at fault: [ErrClosed] for either account, a
// [*Shortage], [ErrUnknown] if the transfer to undo does not exist, and [ErrEvent]
// for a transfer to the same account or to an account that ev does not name.
func (e *Engine) Transfer(from, to Account, ev Event) (Decision, error) {
	t := handover{from: &decider{e: e, l: from.ledger(), ev: &ev}, to: &decider{e: e, l: to.ledger(), ev: &ev}}
	if at, err := t.decide(); err != nil {
		return Decision{}, &Error{at.l.id, ev.ID, err}
	}
	return Decision{
		Entries:   slices.Concat(t.giver.entries, t.taker.entries),
		Duplicate: t.giver.out.Duplicate && t.taker.out.Duplicate,
	}, nil
}

// ApplyTransfer is [Engine.Transfer] and [Account.Append] on both accounts.
func (e *Engine) ApplyTransfer(from, to Account, ev Event) (newFrom, newTo Account, d Decision, err error) {
	if d, err = e.Transfer(from, to, ev); err != nil {
		return from, to, d, err
	}
	newFrom, newTo = from, to
	if newFrom, err = from.Append(entriesOf(d, from.ID())...); err != nil {
		return from, to, d, err
	}
	if newTo, err = to.Append(entriesOf(d, to.ID())...); err != nil {
		return from, to, d, err
	}
	return newFrom, newTo, d, nil
}

func entriesOf(d Decision, account string) (own []Entry) {
	for _, e := range d.Entries {
		if e.Account == account {
			own = append(own, e)
		}
	}
	return own
}
