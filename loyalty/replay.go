package loyalty

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Replayed is the result of [Engine.Replay].
type Replayed struct {
	Account Account `json:"account"`
	// Decisions are those of the events that were accepted, in the order in
	// which they were decided.
	Decisions []Decision `json:"decisions,omitempty"`
	// Refused lists the events that were refused, in the same order.
	Refused []*Error `json:"refused,omitempty"`
	// Duplicates counts the repetitions of events.
	Duplicates int `json:"duplicates,omitempty"`
}

// Replay returns the account that a set of events leads to, in whatever order they
// come: as if every event had been reported in time. It is for working an account out
// anew, for checking a ledger that grew live, and, with another program, for asking
// what would have been.
//
// Events are decided in the order of (At, ID), by whole microseconds, and each is
// posted when it happened: [Event.Posted] is not looked at. Of events with one ID the
// first to be accepted stands; the others are duplicates, or refused with
// [ErrConflict] if they say something else. Two kinds of events are refused: a
// [Transfer], because it takes two accounts, and an [Extend] of Lots, because their
// numbers are those of another ledger. Events for other accounts ([Decision.Follow])
// are returned but not applied.
//
// The entries of the account may be folded like any others. It takes O(n log n) time
// for n events, beside deciding each. The error is an [*EntryError]: a decision does
// not fit the ledger, which is a defect of this package.
func (e *Engine) Replay(id string, events iter.Seq[Event]) (Replayed, error) {
	list := slices.Collect(events)
	sortEvents(list)
	l, r := newLedger(id), Replayed{}
	var each replayer
	for i := range list {
		if i > 0 && compareEvents(&list[i-1], &list[i]) == 0 {
			r.Duplicates++
			continue
		}
		d, err := each.replay(e, l, &list[i])
		if err != nil {
			r.Refused = append(r.Refused, err)
			continue
		}
		if err := l.extend(slices.Clone(d.Entries)); err != nil {
			return Replayed{}, err
		}
		kept := *d
		kept.Entries, kept.Steps = slices.Clone(d.Entries), slices.Clone(d.Steps)
		r.Decisions = append(r.Decisions, kept)
	}
	r.Account = Account{l}
	return r, nil
}

// sortEvents puts events into their canonical order, and strikes out of them
// what a replay does not look at.
func sortEvents(events []Event) {
	for i := range events {
		ev := &events[i]
		ev.Posted = time.Time{}
		if usable(ev.At) {
			ev.At = instantOf(ev.At).time()
		}
	}
	slices.SortStableFunc(events, func(a, b Event) int { return compareEvents(&a, &b) })
}

// compareEvents orders events by time and ID. Those that share both are put
// in the order of their content: any will do that does not depend on how they
// came.
func compareEvents(a, b *Event) int {
	if c := cmp.Or(cmp.Compare(instantOf(a.At), instantOf(b.At)), strings.Compare(a.ID, b.ID)); c != 0 {
		return c
	}
	if !isData(a.Data) || !isData(b.Data) { // which has no fingerprint, and is refused
		return strings.Compare(strangeness(b.Data), strangeness(a.Data))
	}
	return cmp.Compare(a.fingerprint(), b.fingerprint())
}

// strangeness returns the type of what is no data, and nothing for data.
func strangeness(d Data) string {
	if isData(d) {
		return ""
	}
	return fmt.Sprintf("%T", d)
}

// replayer decides events one after the other on ledgers that grow in place.
// What a decision has taken room for serves the next one.
type replayer struct{ decider }

// replay decides an event. The decision is good until the next one.
func (r *replayer) replay(e *Engine, l *ledger, ev *Event) (*Decision, *Error) {
	d := &r.decider
	d.again(e, l, ev)
	err := alone(ev.Data)
	if err == nil {
		err = d.decide()
	}
	if err != nil {
		return nil, &Error{l.id, ev.ID, err}
	}
	d.out.Entries = d.entries
	return &d.out, nil
}

// again readies d for another event.
func (d *decider) again(e *Engine, l *ledger, ev *Event) {
	entries, lots := d.entries[:0], d.lots
	for i := range d.wallets {
		if cap(d.wallets[i].lots) > cap(lots) {
			lots = d.wallets[i].lots
		}
	}
	*d = decider{e: e, l: l, ev: ev, entries: entries, lots: lots, stepRoom: d.out.Steps}
	d.wallets, d.made = d.walletsRoom[:0], d.madeRoom[:0]
}

// again readies l for another account.
func (l *ledger) again(id string) {
	clear(l.deedOf)
	clear(l.causeOf)
	*l = ledger{
		id: id, now: firstInstant, booked: booking{at: firstInstant}, deedOf: l.deedOf, causeOf: l.causeOf, pools: l.pools[:0],
		lots: l.lots[:0], origins: l.origins[:0], awards: l.awards[:0], deeds: l.deeds[:0],
		causes: l.causes[:0], takes: l.takes[:0], counts: l.counts[:0], ranks: l.ranks[:0],
	}
}

// alone refuses what cannot be replayed on one account.
func alone(data Data) error {
	switch x := data.(type) {
	case Transfer:
		return fmt.Errorf("%w: a transfer is not replayed on one account", ErrEvent)
	case Extend:
		if len(x.Lots) > 0 {
			return fmt.Errorf("%w: lots are numbered otherwise in a replay", ErrEvent)
		}
	}
	return nil
}
