package loyalty

import (
	"slices"
	"time"
)

// Due returns entries for what time alone has moved and no entry has recorded yet:
// holds that timed out, debts paid off by what opened, lots that lapsed, and changes of
// tier. Store them to have such things among your rows, to sum them up or to send a
// letter. Storing them changes no answer but that of the next Due.
//
// The entries follow the account's last one. They are posted at the given instant, or
// with the last entry if that is later; their At is when it happened. Their Cause is
// "time@" and the instant they are posted at. They are sorted by At, with wallets before
// tiers. There are none for an instant outside the years 1 to 9999.
func (e *Engine) Due(a Account, at time.Time) []Entry {
	if !usable(at) {
		return nil
	}
	l := a.ledger().clone()
	l.advance(max(instantOf(at), l.now))
	entries := slices.Concat(l.moved(), e.moves(l))
	slices.SortStableFunc(entries, func(x, y Entry) int { return x.At.Compare(y.At) })
	posted := l.now.time()
	for i := range entries {
		x := &entries[i]
		x.Account, x.Seq, x.Cause, x.Line, x.Posted = l.id, l.seq+uint64(i)+1, timeCause+posted.Format(time.RFC3339Nano), i+1, posted
	}
	return entries
}

// moved returns entries for what time has moved in wallets.
func (l *ledger) moved() (entries []Entry) {
	for _, m := range l.due {
		x := Entry{Op: m.op, At: m.at.time(), Wallet: l.pools[m.wallet].wallet, Lot: l.origins[m.lot].seq, Points: m.n, Ref: m.hold}
		if m.op == OpClaw {
			x.Kind, x.Ref = l.deeds[m.deed].kind, l.deeds[m.deed].ref
		}
		entries = append(entries, x)
	}
	return entries
}

// moves returns entries for the changes of tier that were not told yet.
func (e *Engine) moves(l *ledger) (entries []Entry) {
	if !e.tiered || l.seq == 0 {
		return nil
	}
	told := l.booked
	tell := func(at instant, f footing) {
		tier := e.name(f, at)
		if tier == told.tier {
			return
		}
		told = booking{tier, at}
		x := Entry{Op: OpTier, At: at.time(), Tier: tier}
		if f.rank >= 0 {
			x.Closes = f.ends.time()
		}
		entries = append(entries, x)
	}
	turns, end := append(e.turns(l), never), l.now+1
	for i, from := range turns[:len(turns)-1] {
		e.walk(l, max(from, l.booked.at), min(turns[i+1], end), tell)
	}
	return entries
}
