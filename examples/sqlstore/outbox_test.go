package main

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/retentionkit/retention/loyalty"
)

// crashing is the store as others see it, but that it crashes at times.
func (s *Store) crashing(seed uint64) *Store {
	w := newHammer(s, "", 0, 0).worker(int(seed))
	w.crashes = 0.5
	return &w.store
}

// What the referrer is to be told waits in the outbox as soon as the order is
// stored, and not before.
func TestOutboxGoesWithTheEntries(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		s.must(t, "ann", "1", start, loyalty.Enrol{Referrer: "ben"})
		ev := loyalty.Event{ID: "2", At: start, Data: buys("1", 5000)}
		s.commit = func(tx *sql.Tx) error { return errors.Join(errCrash, tx.Rollback()) }
		if _, err := s.Apply(t.Context(), "ann", ev); !errors.Is(err, errCrash) || s.number(t, "SELECT COUNT(*) FROM outbox") != 0 {
			t.Fatalf("crashed before the commit: %v", err)
		}
		s.commit = func(tx *sql.Tx) error { return errors.Join(tx.Commit(), errCrash) }
		for range 2 {
			if _, err := s.Apply(t.Context(), "ann", ev); !errors.Is(err, errCrash) || s.number(t, "SELECT COUNT(*) FROM outbox") != 1 {
				t.Fatalf("crashed after the commit: %v", err)
			}
		}
	})
}

// Members that ben brought order, and return at times, while several at once
// deliver what he is to be told, and crash. In the end he has the points of
// those orders that stand.
func TestDeliver(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		const members = 10
		rng := rand.New(rand.NewPCG(1, 2))
		var want loyalty.Points
		var deliveries sync.WaitGroup
		for i := range members {
			id := fmt.Sprint("member ", i)
			s.must(t, id, "1", start, loyalty.Enrol{Referrer: "ben"})
			stands := true
			for j := range 1 + rng.IntN(4) {
				o := buys("1", 5000)
				if stands = j == 0 || rng.IntN(2) == 0; !stands {
					o = loyalty.Order{ID: "1"}
				}
				s.must(t, id, fmt.Sprint("order ", j), start.AddDate(0, 0, i), o)
				if rng.IntN(3) == 0 {
					deliveries.Go(func() {
						if _, err := s.crashing(uint64(i)).Deliver(t.Context()); err != nil && !errors.Is(err, errCrash) {
							t.Error(err)
						}
					})
				}
			}
			if stands {
				want += 500
			}
		}
		for i := range uint64(3) {
			deliveries.Go(func() {
				for deliver := s.crashing(100 + i).Deliver; ; {
					if _, err := deliver(t.Context()); err == nil {
						return
					} else if !errors.Is(err, errCrash) {
						t.Error(err)
						return
					}
				}
			})
		}
		deliveries.Wait()
		if n := s.number(t, "SELECT COUNT(*) FROM outbox"); n != 0 {
			t.Errorf("%d events wait still", n)
		}
		if b := s.balance(t, "ben", start.AddDate(0, 1, 0)); b.Available != want || want == 0 || want == 500*members {
			t.Errorf("%+v, want %d available", b, want)
		}
	})
}

// A letter that cannot be delivered stays, and keeps no other from it; one to
// a closed account has nothing to say any more.
func TestLettersThatCannotBeDelivered(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		for _, id := range []string{"ann", "ben", "cy"} {
			s.must(t, "friend of "+id, "1", start, loyalty.Enrol{Referrer: id})
			s.must(t, "friend of "+id, "2", start, buys("1", 5000))
		}
		s.must(t, "ann", "1", start, loyalty.Close{})
		if _, err := s.DB.Exec("UPDATE outbox SET event = '{' WHERE account = 'ben'"); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{2, 0} {
			if n, err := s.Deliver(t.Context()); n != want || err == nil {
				t.Fatalf("%d delivered, %v; want %d and an error", n, err, want)
			}
		}
		for id, want := range map[string]loyalty.Points{"ann": 0, "ben": 0, "cy": 500} {
			if b := s.balance(t, id, start); b.Available != want {
				t.Errorf("%s: %+v, want %d", id, b, want)
			}
		}
		if n := s.number(t, "SELECT COUNT(*) FROM outbox WHERE account = 'ben'"); n != 1 {
			t.Errorf("%d letters to ben", n)
		}
	})
}
