package followup

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// tray is some customers to be worked on by one processor, and what it made of
// them.
type tray[T any] struct {
	customers []Customer
	made      []T
	ready     chan struct{}
}

// So many customers are on a tray, and so many trays under way for each
// processor.
const (
	trayful = 32
	ahead   = 4
)

// inOrder calls do for each customer, on all processors, and yield with what it
// returns, in the order of the customers. These are read, and yield is called, on
// the goroutine of the caller; no more than a few hundred are read ahead. It
// returns the error of a context that was cancelled before all were yielded.
func inOrder[T any](ctx context.Context, customers iter.Seq[Customer], do func(Customer) T, yield func(T) bool) error {
	work, leave := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	trays := make(chan *tray[T], ahead*workers)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer close(trays)
	defer leave()
	for range workers {
		wg.Go(func() {
			for t := range trays {
				t.work(work, do)
			}
		})
	}
	next, stop := iter.Pull(customers)
	defer stop()
	return carry(ctx, trays, next, yield)
}

// carry sends trays of customers to those who work on them, as many as there is
// room for, and hands on what comes of each in the order in which they were sent.
func carry[T any](ctx context.Context, trays chan<- *tray[T], next func() (Customer, bool), yield func(T) bool) error {
	var empty, busy []*tray[T]
	for range cap(trays) {
		empty = append(empty, &tray[T]{ready: make(chan struct{}, 1)})
	}
	for more := true; ; {
		for more && len(empty) > 0 && ctx.Err() == nil {
			t := empty[len(empty)-1]
			if more = t.load(next); len(t.customers) == 0 {
				break
			}
			empty, busy = empty[:len(empty)-1], append(busy, t)
			trays <- t
		}
		if len(busy) == 0 {
			if !more {
				return nil // all are done: it does not matter any more
			}
			return ctx.Err()
		}
		t := busy[0]
		busy = busy[1:]
		<-t.ready
		if t.made == nil || !t.hand(ctx, yield) {
			return ctx.Err()
		}
		empty = append(empty, t)
	}
}

// load fills the tray, and reports whether there are more customers to come.
func (t *tray[T]) load(next func() (Customer, bool)) bool {
	t.customers = t.customers[:0]
	for len(t.customers) < trayful {
		c, ok := next()
		if !ok {
			return false
		}
		t.customers = append(t.customers, c)
	}
	return true
}

// work does what is to be done. It leaves off, with nothing made, when nobody
// waits for it any more.
func (t *tray[T]) work(ctx context.Context, do func(Customer) T) {
	made := t.made[:0]
	for i := range t.customers {
		if ctx.Err() != nil {
			made = nil
			break
		}
		made = append(made, do(t.customers[i]))
	}
	t.made = made
	t.ready <- struct{}{}
}

// hand yields what was made, and reports whether to go on.
func (t *tray[T]) hand(ctx context.Context, yield func(T) bool) bool {
	for _, made := range t.made {
		if ctx.Err() != nil || !yield(made) {
			return false
		}
	}
	clear(t.made)
	clear(t.customers)
	return true
}
