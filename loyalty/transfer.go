package loyalty

import "slices"

// Transfer decides a [Transfer] event, on both of its accounts at once. The sender's
// lots go soonest-expiring first, and each arrives as a lot that opens and closes as
// it did. What arrives pays off the receiver's debt. Pending and held points, debts
// and claims stay where they are, and the limits of burn rules do not apply. It is
// not an error to move nothing, if Points is 0 and nothing is available.
//
// With Undo, from is again the account that sent and to the one that received:
// what the receiver still has of the lots that came by that transfer, the last
// of them first, returns to the lots it was taken from, as [Cancel] returns
// what was spent.
//
// To merge two accounts is to transfer everything, wallet by wallet, and to give the
// one that stays the better tier with [SetTier]; to part them is to undo that. Do not
// close the emptied account while they may still be parted: it could not take its
// points back.
//
// Entries of the decision are of both accounts, those of the account that gives
// first, and are to be stored in one transaction. A caller that cannot do that stores
// them one account after the other, in this order, and decides again after a crash:
// where one account has the event and the other has not, the decision completes the
// other. It is a Duplicate where both have it.
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
