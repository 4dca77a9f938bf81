package loyalty

import (
	"iter"
	"slices"
	"time"
)

// Account is the ledger of one member: what its entries add up to. It never changes,
// is safe for concurrent use, and answers for any instant, past or future.
//
// The zero Account has no ID, and nothing has happened to it. It answers every
// question, such as those about the cart of a guest. But [Engine.Decide] refuses it
// with [ErrUnknown], so that a member who is missing from a map is not taken for
// another: [NewAccount] makes an account with an ID.
type Account struct{ l *ledger }

// NewAccount returns the account of a member to whom nothing has happened yet.
func NewAccount(id string) Account { return Account{newLedger(id)} }

// Fold returns the account of a member that has the entries, in the order of Seq
// from 1. It needs no rules. It fails with an [*EntryError] for entries that are of
// another account, out of sequence, or move more points than there are.
//
// The account keeps the slice: do not change it any more.
func Fold(id string, entries []Entry) (Account, error) {
	l := newLedger(id)
	l.reserve(entries)
	if err := l.extend(slices.Clip(entries)); err != nil {
		return Account{}, err
	}
	return Account{l}, nil
}

// Append returns the account with more entries, which must follow its last one. The
// account itself stays as it is. The error is that of [Fold]. The cost grows with the
// account: to read many entries, give them all to one Append or to Fold.
func (a Account) Append(entries ...Entry) (Account, error) {
	l := a.ledger().clone()
	if err := l.extend(slices.Clone(entries)); err != nil {
		return a, err
	}
	return Account{l}, nil
}

// extend applies entries and keeps them.
func (l *ledger) extend(entries []Entry) error {
	for i := range entries {
		if err := l.apply(&entries[i]); err != nil {
			return &EntryError{l.id, entries[i].Seq, err}
		}
	}
	if len(entries) > 0 {
		l.pages = &page{l.pages, entries}
	}
	return nil
}

// page is some entries of an account and those before them. Accounts share
// pages.
type page struct {
	before  *page
	entries []Entry
}

func (a Account) ledger() *ledger {
	if a.l == nil {
		return newLedger("")
	}
	return a.l
}

// ID returns the account's ID.
func (a Account) ID() string { return a.ledger().id }

// Seq returns the number of entries: the Seq of the last one.
func (a Account) Seq() uint64 { return a.ledger().seq }

// Posted returns when the last entry was posted, or the zero time if there is none.
func (a Account) Posted() time.Time {
	l := a.ledger()
	if l.seq == 0 {
		return time.Time{}
	}
	return l.now.time()
}

// Closed reports whether the account has been closed.
func (a Account) Closed() bool { return a.ledger().member.closed }

// Entries returns all entries of the account, the oldest first.
func (a Account) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, p := range a.ledger().book() {
			for i := range p.entries {
				if !yield(p.entries[i]) {
					return
				}
			}
		}
	}
}

// book returns the pages, the oldest first.
func (l *ledger) book() (pages []*page) {
	for p := l.pages; p != nil; p = p.before {
		pages = append(pages, p)
	}
	slices.Reverse(pages)
	return pages
}

// Before returns the account as it was before an event, given the event's ID. It
// reports false for an event that the account does not know. Deciding the same event
// on it again tells why its outcome was what it was, so the store need not keep the
// [Step]s of a [Decision].
func (a Account) Before(event string) (Account, bool) {
	l := a.ledger()
	if _, known := l.causeOf[event]; !known {
		return Account{}, false
	}
	return Account{l.upTo(func(e *Entry) bool { return e.Cause == event })}, true
}

// AsOf returns the account as it was at an instant: with the entries posted by then.
// It folds them anew if there are later ones.
func (a Account) AsOf(at time.Time) Account {
	l := a.ledger()
	if instantOf(at) >= l.now {
		return a
	}
	return Account{l.until(instantOf(at))}
}

// until folds the entries posted by an instant.
func (l *ledger) until(at instant) *ledger {
	return l.upTo(func(e *Entry) bool { return instantOf(e.Posted) > at })
}

// upTo folds the entries before the first that stop holds for.
func (l *ledger) upTo(stop func(*Entry) bool) *ledger {
	past := newLedger(l.id)
	for _, p := range l.book() {
		for i := range p.entries {
			if stop(&p.entries[i]) {
				past.pages = &page{p.before, p.entries[:i:i]}
				return past
			}
			if err := past.apply(&p.entries[i]); err != nil {
				panic("loyalty: an account's own entries: " + err.Error())
			}
		}
		past.pages = p
	}
	return past
}
