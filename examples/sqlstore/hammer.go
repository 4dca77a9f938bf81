package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// A hammer has many workers apply random events to a few accounts at the same
// time, with crashes before and after the commit and retries of everything
// that is not known to have been stored.
type hammer struct {
	store    *Store
	name     string // of the run, before the names of its accounts
	accounts int
	workers  int
	events   int     // of each worker
	crashes  float64 // the share of transactions that crash
	// apply is Store.Apply. Tests have others, to see that the proof finds
	// what is wrong with them.
	apply func(*Store, context.Context, string, loyalty.Event) (loyalty.Decision, error)

	mutex     sync.Mutex
	confirmed map[string]applied // by the event's ID
	counts    counts
}

// applied is an event that a worker knows to be stored.
type applied struct {
	account string
	event   loyalty.Event
}

// counts are of answers: an event that is asked for twice can have two.
type counts struct{ stored, known, refused, crashed int }

var errCrash = errors.New("a crash")

func newHammer(store *Store, name string, workers, events int) *hammer {
	return &hammer{
		store: store, name: name, accounts: 3, workers: workers, events: events, crashes: 0.2,
		apply: (*Store).Apply, confirmed: map[string]applied{},
	}
}

// account returns the name of the nth account.
func (h *hammer) account(n int) string { return fmt.Sprintf("%s/%d", h.name, n) }

// run hammers until every worker is done.
func (h *hammer) run(ctx context.Context) error {
	errs := make(chan error)
	for n := range h.workers {
		go func() { errs <- h.worker(n).work(ctx) }()
	}
	var all error
	for range h.workers {
		all = errors.Join(all, <-errs)
	}
	return all
}

func (h *hammer) report(out io.Writer, took time.Duration) {
	c := h.counts
	fmt.Fprintf(out, "\n%d workers, %d accounts, %v: %d events stored, %d a second\n",
		h.workers, h.accounts, took.Round(time.Millisecond), len(h.confirmed), int(float64(len(h.confirmed))/took.Seconds()))
	fmt.Fprintf(out, "%d answers: %d stored, %d known already, %d refused, %d crashes\n",
		c.stored+c.known+c.refused+c.crashed, c.stored, c.known, c.refused, c.crashed)
}

// worker is one of the hammer's.
type worker struct {
	*hammer
	number int
	store  Store // the hammer's, but that it crashes
	rng    *rand.Rand
	mine   map[string][]string // IDs of own events that later ones refer to, by account and kind
}

func (h *hammer) worker(number int) *worker {
	w := &worker{hammer: h, number: number, store: *h.store, mine: map[string][]string{}}
	w.rng = rand.New(rand.NewPCG(1, uint64(number)))
	w.store.commit = w.commit
	return w
}

// commit crashes before or after it, at times.
func (w *worker) commit(tx *sql.Tx) error {
	switch r := w.rng.Float64(); {
	case r < w.crashes/2:
		return errors.Join(errCrash, tx.Rollback())
	case r < w.crashes:
		if err := tx.Commit(); err != nil {
			return err
		}
		return errCrash // stored, but nobody knows
	}
	return tx.Commit()
}

func (w *worker) work(ctx context.Context) error {
	for i := range w.events {
		account, id := w.account(w.rng.IntN(w.accounts)), fmt.Sprintf("%d/%d", w.number, i)
		at := start.Add(time.Duration(i)*time.Hour + time.Duration(w.number)*time.Minute)
		ev := loyalty.Event{ID: id, At: at, Data: w.draw(account, id, at)}
		if err := w.insist(ctx, account, ev); err != nil {
			return fmt.Errorf("worker %d: event %q of %q: %w", w.number, id, account, err)
		}
	}
	return nil
}

// insist applies an event until it is known to be stored or refused, and at
// times once more.
func (w *worker) insist(ctx context.Context, account string, ev loyalty.Event) error {
	for {
		d, err := w.apply(&w.store, ctx, account, ev)
		if err := w.note(account, ev, d, err); err != nil {
			return err
		}
		if !errors.Is(err, errCrash) && (err != nil || w.rng.IntN(20) > 0) {
			return nil
		}
	}
}

// note counts an answer, and returns the errors that should not be.
func (w *worker) note(account string, ev loyalty.Event, d loyalty.Decision, err error) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var refused *loyalty.Error
	switch {
	case errors.Is(err, errCrash):
		w.counts.crashed++
		return nil
	case errors.As(err, &refused):
		w.counts.refused++
		return nil
	case err != nil:
		return err
	case d.Duplicate:
		w.counts.known++
	default:
		w.counts.stored++
	}
	w.confirmed[ev.ID] = applied{account, ev}
	return nil
}

// draw returns what happens next.
func (w *worker) draw(account, id string, at time.Time) loyalty.Data {
	to := w.account(w.rng.IntN(w.accounts))
	switch w.rng.IntN(11) {
	case 0:
		return w.order(w.pick(account, "order"))
	case 1, 2:
		w.remember(account, "spend", id)
		return loyalty.Redeem{Points: w.points(150)}
	case 3:
		w.remember(account, "hold", id)
		return loyalty.Hold{Points: w.points(100), Until: at.Add(time.Duration(1+w.rng.IntN(90)) * time.Hour)}
	case 4:
		w.remember(account, "spend", id)
		return loyalty.Commit{Hold: w.pick(account, "hold"), Points: w.points(100) / 3} // 0 is all
	case 5:
		return loyalty.Cancel{Redemption: w.pick(account, "spend")}
	case 6:
		w.remember(account, to, id)
		return loyalty.Transfer{To: to, Points: w.points(50)}
	case 7:
		return loyalty.Release{Hold: w.pick(account, "hold")}
	case 8:
		return loyalty.Transfer{To: to, Undo: w.pick(account, to)}
	}
	w.remember(account, "order", id)
	return w.order(id)
}

func (w *worker) points(most int64) loyalty.Points { return loyalty.Points(1 + w.rng.Int64N(most)) }

// order is one of up to 20,000 yen, or one that was returned.
func (w *worker) order(id string) loyalty.Data {
	if hundreds := w.rng.Int64N(200); hundreds > 20 {
		return loyalty.Order{ID: id, Lines: []loyalty.Line{{Amount: decimal.NewFromInt(hundreds * 100)}}}
	}
	return loyalty.Order{ID: id}
}

func (w *worker) remember(account, kind, id string) {
	key := account + " " + kind
	w.mine[key] = append(w.mine[key], id)
}

// pick returns one of what was remembered; there may be no such thing after all.
func (w *worker) pick(account, kind string) string {
	ids := w.mine[account+" "+kind]
	if len(ids) == 0 {
		return "none"
	}
	return ids[w.rng.IntN(len(ids))]
}
