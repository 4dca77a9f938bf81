package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// proof is every account of a hammer's, read back from the database.
type proof struct {
	accounts map[string]loyalty.Account
	rows     map[string][]loyalty.Entry
}

// prove holds what is in the database against the laws: every account folds,
// every confirmed event is there once and nothing else is, every point is
// somewhere at any instant, and each event, decided again upon what was there
// before it, leads to the same entries.
func (h *hammer) prove(ctx context.Context, out io.Writer) error {
	p := proof{map[string]loyalty.Account{}, map[string][]loyalty.Entry{}}
	for i := range h.accounts {
		id := h.account(i)
		account, err := h.store.Account(ctx, id)
		if err != nil {
			return err
		}
		p.accounts[id], p.rows[id] = account, slices.Collect(account.Entries())
	}
	if err := p.once(h.confirmed); err != nil {
		return err
	}
	if err := p.conserved(); err != nil {
		return err
	}
	if err := p.again(h.store.Engine, h.confirmed); err != nil {
		return err
	}
	p.show(h, out)
	_, err := fmt.Fprintln(out, "every confirmed event is there once, and every point is accounted for")
	return err
}

// show writes where the points of some accounts are.
func (p *proof) show(h *hammer, out io.Writer) {
	for i := range min(h.accounts, 3) {
		account := p.accounts[h.account(i)]
		b := account.Balance(account.Posted())
		fmt.Fprintf(out, "member %d: %4d rows; earned %d + received %d = available %d + held %d + spent %d + sent %d + lapsed %d + taken back %d\n",
			i, account.Seq(), b.Earned, b.Received, b.Available, b.Held, b.Spent, b.Sent, b.Lapsed, b.Clawed)
	}
}

// once: the events in the accounts are those that were confirmed.
func (p *proof) once(confirmed map[string]applied) error {
	type place struct{ account, event string }
	missing := map[place]bool{}
	for id, a := range confirmed {
		missing[place{a.account, id}] = true
		if t, ok := a.event.Data.(loyalty.Transfer); ok {
			missing[place{t.To, id}] = true
		}
	}
	for account, rows := range p.rows {
		for i := range rows {
			if rows[i].Line > 1 {
				continue
			}
			at := place{account, rows[i].Cause}
			if !missing[at] {
				return fmt.Errorf("account %q: event %q was refused, or is there twice", at.account, at.event)
			}
			delete(missing, at)
		}
	}
	for at := range missing {
		return fmt.Errorf("account %q: event %q was confirmed and is not there", at.account, at.event)
	}
	return nil
}

// conserved: at any instant points are somewhere, and none between accounts.
func (p *proof) conserved() error {
	for at := start; at.Before(start.AddDate(2, 0, 0)); at = at.Add(97 * time.Hour) {
		var sent, received loyalty.Points
		for id, account := range p.accounts {
			b := account.Balance(at)
			if err := conserved(b); err != nil {
				return fmt.Errorf("account %q at %v: %w", id, at, err)
			}
			sent, received = sent+b.Sent, received+b.Received
		}
		if sent != received {
			return fmt.Errorf("at %v: %d points were sent and %d received", at, sent, received)
		}
	}
	return nil
}

// conserved holds a balance against the law that each point is somewhere.
func conserved(b loyalty.Balance) error {
	for _, n := range []loyalty.Points{b.Available, b.Pending, b.Held, b.Debt, b.Earned, b.Received, b.Spent, b.Sent, b.Lapsed, b.Clawed} {
		if n < 0 {
			return fmt.Errorf("less than nothing: %+v", b)
		}
	}
	if b.Earned+b.Received+b.Debt != b.Available+b.Pending+b.Held+b.Spent+b.Sent+b.Lapsed+b.Clawed {
		return fmt.Errorf("not conserved: %+v", b)
	}
	return nil
}

// again: the entries of every event are what follows from those before them.
func (p *proof) again(engine *loyalty.Engine, confirmed map[string]applied) error {
	for id, a := range confirmed {
		stored, decided, err := p.decideAgain(engine, a)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(stored, decided, same) {
			return fmt.Errorf("account %q: event %q: stored are\n%+v\nand what follows from the rows before is\n%+v", a.account, id, stored, decided)
		}
	}
	return nil
}

func (p *proof) decideAgain(engine *loyalty.Engine, a applied) (stored, decided []loyalty.Entry, err error) {
	account, stored, err := p.before(a.account, a.event.ID)
	if err != nil {
		return nil, nil, err
	}
	t, ok := a.event.Data.(loyalty.Transfer)
	if !ok {
		d, err := engine.Decide(account, a.event)
		return stored, d.Entries, err
	}
	to, received, err := p.before(t.To, a.event.ID)
	if err != nil {
		return nil, nil, err
	}
	if t.Undo != "" { // points go the other way, and who gives comes first
		stored, received = received, stored
	}
	d, err := engine.Transfer(account, to, a.event)
	return slices.Concat(stored, received), d.Entries, err
}

// before returns an account as it was before an event, and the event's entries.
func (p *proof) before(id, event string) (loyalty.Account, []loyalty.Entry, error) {
	rows := p.rows[id]
	i := slices.IndexFunc(rows, func(e loyalty.Entry) bool { return e.Cause == event })
	n := i
	for n < len(rows) && rows[n].Cause == event {
		n++
	}
	account, err := loyalty.Fold(id, rows[:i])
	return account, rows[i:n], err
}

func same(x, y loyalty.Entry) bool {
	quantity := x.Quantity.Equal(y.Quantity)
	x.Quantity, y.Quantity = decimal.Decimal{}, decimal.Decimal{}
	return quantity && x == y
}
