package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

// Store is a loyalty ledger in a database: what a shop's backend would have.
// It is safe for concurrent use, by many processes too.
type Store struct {
	DB      *sql.DB
	Engine  *loyalty.Engine
	dialect *dialect
	commit  func(*sql.Tx) error // sql.Tx.Commit; the hammer's crash
}

// Open makes the tables, if they are not there, and returns the store.
func Open(ctx context.Context, d *dialect, source string, engine *loyalty.Engine) (*Store, error) {
	db, err := sql.Open(d.driver, source)
	if err != nil {
		return nil, err
	}
	for _, statement := range d.schema() {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return &Store{db, engine, d, (*sql.Tx).Commit}, nil
}

// Account reads a member's account.
func (s *Store) Account(ctx context.Context, id string) (loyalty.Account, error) {
	return s.read(ctx, s.DB, id)
}

// Apply decides what follows from an event and stores it, in one transaction.
// A transfer is the event of the account that sends. Whoever is not sure that
// an event was stored applies it again: it counts once. A refused event is a
// *loyalty.Error and leaves nothing behind.
func (s *Store) Apply(ctx context.Context, id string, ev loyalty.Event) (d loyalty.Decision, err error) {
	err = s.transact(ctx, func(tx *sql.Tx) error {
		d, err = s.apply(ctx, tx, id, ev)
		return err
	})
	return d, err
}

func (s *Store) apply(ctx context.Context, tx *sql.Tx, id string, ev loyalty.Event) (loyalty.Decision, error) {
	d, err := s.decide(ctx, tx, id, ev)
	if err != nil {
		return d, err
	}
	return d, s.keep(ctx, tx, &d)
}

func (s *Store) decide(ctx context.Context, tx *sql.Tx, id string, ev loyalty.Event) (d loyalty.Decision, err error) {
	account, err := s.read(ctx, tx, id)
	if err != nil {
		return d, err
	}
	transfer, ok := ev.Data.(loyalty.Transfer)
	if !ok {
		return s.Engine.Decide(account, ev)
	}
	to, err := s.read(ctx, tx, transfer.To)
	if err != nil {
		return d, err
	}
	return s.Engine.Transfer(account, to, ev)
}

// attempts is how often a transaction is tried that others are faster than.
const attempts = 30

// transact does work in a transaction, and all of it again if another
// transaction changed the same account.
func (s *Store) transact(ctx context.Context, work func(*sql.Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := s.try(ctx, work)
		if err == nil || !s.dialect.lost(err) {
			return err
		}
		if attempt == attempts {
			return fmt.Errorf("gave up after %d attempts: %w", attempts, err)
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

func (s *Store) try(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := s.DB.BeginTx(ctx, &s.dialect.options)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return s.commit(tx)
}

// pause waits for a random time, longer the more attempts there were, so that
// those who met do not meet again.
func pause(ctx context.Context, attempt int) error {
	select {
	case <-ctx.Done():
	case <-time.After(rand.N(min(time.Millisecond<<min(attempt, 6), 50*time.Millisecond))):
	}
	return ctx.Err()
}

// reader is a database or a transaction.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) read(ctx context.Context, db reader, id string) (loyalty.Account, error) {
	entries, err := s.entries(ctx, db, id)
	if err != nil {
		return loyalty.Account{}, fmt.Errorf("account %q: %w", id, err)
	}
	return loyalty.Fold(id, entries)
}

func (s *Store) entries(ctx context.Context, db reader, id string) (entries []loyalty.Entry, err error) {
	rows, err := db.QueryContext(ctx, s.dialect.selection(), id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// keep stores a decision: its entries, and what other accounts are to be told.
func (s *Store) keep(ctx context.Context, tx *sql.Tx, d *loyalty.Decision) error {
	insert := s.dialect.insert("entries", s.dialect.names()...)
	for i := range d.Entries {
		if _, err := tx.ExecContext(ctx, insert, s.dialect.values(&d.Entries[i])...); err != nil {
			return err
		}
	}
	insert = s.dialect.insert("outbox", "account", "id", "event")
	for _, f := range d.Follow {
		event, err := json.Marshal(f.Event)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, insert, f.Account, f.Event.ID, string(event)); err != nil {
			return err
		}
	}
	return nil
}
