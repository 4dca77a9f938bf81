package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

// prove reads every account from the database and holds it against the laws:
// entries that fold, points that are all somewhere, and every event that was
// confirmed, once.
func (h *hammer) prove(ctx context.Context, out io.Writer) error {
	var sent, received loyalty.Points
	stored := map[string]bool{}
	for i := range h.accounts {
		id := fmt.Sprint("member ", i)
		account, err := h.store.Account(ctx, id)
		if err != nil {
			return err
		}
		last := ""
		for e := range account.Entries() {
			if e.Cause == last {
				continue
			}
			last = e.Cause
			if stored[id+"\x00"+e.Cause] {
				return fmt.Errorf("account %q: event %q is there twice", id, e.Cause)
			}
			stored[id+"\x00"+e.Cause] = true
		}
		for at := start; at.Before(start.AddDate(2, 0, 0)); at = at.Add(97 * time.Hour) {
			if err := conserved(account.Balance(at)); err != nil {
				return fmt.Errorf("account %q at %v: %w", id, at, err)
			}
		}
		b := account.Balance(account.Posted())
		sent, received = sent+b.Sent, received+b.Received
		fmt.Fprintf(out, "%s: %d entries, %+v\n", id, account.Seq(), b)
	}
	if sent != received {
		return fmt.Errorf("%d points were sent and %d received", sent, received)
	}
	for key, a := range h.applied {
		if !stored[key] {
			return fmt.Errorf("account %q: event %q was confirmed and is not there", a.account, a.event.ID)
		}
	}
	fmt.Fprintln(out, "every point is accounted for")
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
