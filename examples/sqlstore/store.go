package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/retentionkit/retention/loyalty"
)

// Store is a loyalty ledger in a database: what a shop's backend would have.
type Store struct {
	DB     *sql.DB
	Engine *loyalty.Engine
	d      *dialect
}

// Open makes the tables, if they are not there, and returns the store.
func Open(ctx context.Context, d *dialect, source string, engine *loyalty.Engine) (*Store, error) {
	db, err := sql.Open(d.driver, source)
	if err != nil {
		return nil, err
	}
	for _, statement := range d.schema() {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			db.Close()
			return nil, err
		}
	}
	return &Store{db, engine, d}, nil
}

// Account reads a member's account.
func (s *Store) Account(ctx context.Context, id string) (loyalty.Account, error) {
	return s.read(ctx, s.DB, id)
}

// Apply decides what follows from an event, and stores it, in one transaction.
// Whoever is not sure that an event was stored applies it again: it counts
// once.
func (s *Store) Apply(ctx context.Context, id string, ev loyalty.Event) (d loyalty.Decision, err error) {
	return d, s.transact(ctx, func(tx *sql.Tx) error {
		account, err := s.read(ctx, tx, id)
		if err != nil {
			return err
		}
		if d, err = s.Engine.Decide(account, ev); err != nil {
			return err
		}
		return s.keep(ctx, tx, &d)
	})
}

// Transfer moves points between two members.
func (s *Store) Transfer(ctx context.Context, from, to string, ev loyalty.Event) (d loyalty.Decision, err error) {
	return d, s.transact(ctx, func(tx *sql.Tx) error {
		sender, err := s.read(ctx, tx, from)
		if err != nil {
			return err
		}
		receiver, err := s.read(ctx, tx, to)
		if err != nil {
			return err
		}
		if d, err = s.Engine.Transfer(sender, receiver, ev); err != nil {
			return err
		}
		return s.keep(ctx, tx, &d)
	})
}

// transact does work in a transaction, again if another one was faster.
func (s *Store) transact(ctx context.Context, work func(*sql.Tx) error) error {
	for {
		err := s.try(ctx, work)
		if err == nil || !s.d.lost(err) || ctx.Err() != nil {
			return err
		}
	}
}

func (s *Store) try(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := s.DB.BeginTx(ctx, &s.d.options)
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if crash, _ := ctx.Value(crashBefore{}).(bool); crash {
		return errors.Join(errCrash, tx.Rollback())
	}
	return tx.Commit()
}

// reader is a database or a transaction.
type reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) read(ctx context.Context, db reader, id string) (loyalty.Account, error) {
	rows, err := db.QueryContext(ctx, s.d.selection(), id)
	if err != nil {
		return loyalty.Account{}, err
	}
	defer rows.Close()
	var entries []loyalty.Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return loyalty.Account{}, fmt.Errorf("account %q: %w", id, err)
		}
		entries = append(entries, e)
	}
	if err := rows.Err(); err != nil {
		return loyalty.Account{}, err
	}
	return loyalty.Fold(id, entries)
}

// keep stores a decision: its entries, and what other accounts are to be told.
func (s *Store) keep(ctx context.Context, tx *sql.Tx, d *loyalty.Decision) error {
	insert := s.d.insert()
	for i := range d.Entries {
		if _, err := tx.ExecContext(ctx, insert, s.d.values(&d.Entries[i])...); err != nil {
			return err
		}
	}
	for _, f := range d.Follow {
		event, err := json.Marshal(f.Event)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO outbox (account, id, event) VALUES ("+s.d.mark(1)+", "+s.d.mark(2)+", "+s.d.mark(3)+")",
			f.Account, f.Event.ID, string(event))
		if err != nil {
			return err
		}
	}
	return nil
}

// Deliver applies the events that wait in the outbox. It may run whenever it
// likes, and twice at a time.
func (s *Store) Deliver(ctx context.Context) (delivered int, err error) {
	rows, err := s.DB.QueryContext(ctx, "SELECT account, id, event FROM outbox ORDER BY account, id")
	if err != nil {
		return 0, err
	}
	type letter struct{ account, id, event string }
	var letters []letter
	for rows.Next() {
		var l letter
		if err := rows.Scan(&l.account, &l.id, &l.event); err != nil {
			return 0, errors.Join(err, rows.Close())
		}
		letters = append(letters, l)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, l := range letters {
		if err := s.deliver(ctx, l.account, l.id, l.event); err != nil {
			return delivered, fmt.Errorf("outbox: account %q: event %q: %w", l.account, l.id, err)
		}
		delivered++
	}
	return delivered, nil
}

func (s *Store) deliver(ctx context.Context, account, id, body string) error {
	var ev loyalty.Event
	if err := json.Unmarshal([]byte(body), &ev); err != nil {
		return err
	}
	if _, err := s.Apply(ctx, account, ev); err != nil {
		return err
	}
	_, err := s.DB.ExecContext(ctx, "DELETE FROM outbox WHERE account = "+s.d.mark(1)+" AND id = "+s.d.mark(2), account, id)
	return err
}
