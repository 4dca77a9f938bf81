package main

import (
	"context"
	"errors"
	"fmt"
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
	accounts int
	workers  int
	events   int // of each worker
	seed     uint64
	crashes  float64 // the share of transactions that crash

	mutex   sync.Mutex
	applied map[string]applied // by account and event
	counts  counts
}

// applied is an event that a worker knows to be stored.
type applied struct {
	account string
	event   loyalty.Event
}

type counts struct{ stored, refused, duplicates, crashed int }

var errCrash = errors.New("a crash")

// start is when the events begin to happen.
var start = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

// run hammers until every worker is done.
func (h *hammer) run(ctx context.Context) error {
	h.applied = map[string]applied{}
	errs := make(chan error, h.workers)
	for w := range h.workers {
		go func() { errs <- h.work(ctx, w) }()
	}
	var all error
	for range h.workers {
		all = errors.Join(all, <-errs)
	}
	return all
}

// work applies the events of one worker.
func (h *hammer) work(ctx context.Context, worker int) error {
	rng := rand.New(rand.NewPCG(h.seed, uint64(worker)))
	mine := map[string][]string{} // kind of event: IDs, with their accounts before them
	for i := range h.events {
		account := fmt.Sprint("member ", rng.IntN(h.accounts))
		id := fmt.Sprintf("%d/%d", worker, i)
		at := start.Add(time.Duration(i)*time.Hour + time.Duration(worker)*time.Minute)
		data := h.draw(rng, account, id, at, mine)
		ev := loyalty.Event{ID: id, At: at, Data: data}
		if err := h.insist(ctx, rng, account, ev); err != nil {
			return fmt.Errorf("worker %d: event %q of %q: %w", worker, id, account, err)
		}
	}
	return nil
}

// draw returns what happens next. References go to events of the same worker.
func (h *hammer) draw(rng *rand.Rand, account, id string, at time.Time, mine map[string][]string) loyalty.Data {
	pick := func(kind string) string {
		if ids := mine[account+kind]; len(ids) > 0 {
			return ids[rng.IntN(len(ids))]
		}
		return "none"
	}
	note := func(kind string) { mine[account+kind] = append(mine[account+kind], id) }
	order := func(ref string) loyalty.Data {
		o := loyalty.Order{ID: ref}
		if n := rng.Int64N(200); n > 20 {
			o.Lines = []loyalty.Line{{Amount: decimal.NewFromInt(n * 100)}}
		}
		return o
	}
	switch rng.IntN(9) {
	case 0:
		return order(pick("order"))
	case 1, 2:
		note("spend")
		return loyalty.Redeem{Points: loyalty.Points(1 + rng.Int64N(150))}
	case 3:
		note("hold")
		return loyalty.Hold{Points: loyalty.Points(1 + rng.Int64N(100)), Until: at.Add(time.Duration(1+rng.IntN(90)) * time.Hour)}
	case 4:
		note("spend")
		return loyalty.Commit{Hold: pick("hold")}
	case 5:
		return loyalty.Cancel{Redemption: pick("spend")}
	case 6:
		return loyalty.Transfer{To: fmt.Sprint("member ", rng.IntN(h.accounts)), Points: loyalty.Points(1 + rng.Int64N(50))}
	}
	note("order")
	return order(id)
}

// insist applies an event until it is known to be stored or refused, and at
// times once more.
func (h *hammer) insist(ctx context.Context, rng *rand.Rand, account string, ev loyalty.Event) error {
	for {
		d, err := h.once(ctx, rng, account, ev)
		switch {
		case errors.Is(err, errCrash):
			h.count(func(c *counts) { c.crashed++ })
			continue
		case refused(err):
			h.count(func(c *counts) { c.refused++ })
			return nil
		case err != nil:
			return err
		}
		h.mutex.Lock()
		h.applied[account+"\x00"+ev.ID] = applied{account, ev}
		h.mutex.Unlock()
		if d.Duplicate {
			h.count(func(c *counts) { c.duplicates++ })
		} else {
			h.count(func(c *counts) { c.stored++ })
		}
		if rng.IntN(20) > 0 {
			return nil
		}
	}
}

func (h *hammer) once(ctx context.Context, rng *rand.Rand, account string, ev loyalty.Event) (loyalty.Decision, error) {
	before, after := rng.Float64() < h.crashes/2, rng.Float64() < h.crashes/2
	ctx = context.WithValue(ctx, crashBefore{}, before)
	var d loyalty.Decision
	var err error
	if t, ok := ev.Data.(loyalty.Transfer); ok {
		d, err = h.store.Transfer(ctx, account, t.To, ev)
	} else {
		d, err = h.store.Apply(ctx, account, ev)
	}
	if err == nil && after {
		return d, errCrash // stored, but nobody knows
	}
	return d, err
}

func (h *hammer) count(add func(*counts)) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	add(&h.counts)
}

// refused reports whether the engine did not accept an event.
func refused(err error) bool {
	var e *loyalty.Error
	return errors.As(err, &e)
}

// crashBefore is the key of a context whose transaction is to crash before its
// commit.
type crashBefore struct{}
