package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/retentionkit/retention/loyalty"
)

// letter is an event that waits in the outbox.
type letter struct{ account, id, event string }

// Deliver applies the events that wait in the outbox, and returns how many. It
// may run whenever it likes, and several times at once. Those that fail stay
// there and are part of the error; they keep no other from being delivered.
func (s *Store) Deliver(ctx context.Context) (delivered int, err error) {
	letters, err := s.letters(ctx)
	if err != nil {
		return 0, err
	}
	for _, l := range letters {
		switch e := s.deliver(ctx, l); {
		case ctx.Err() != nil:
			return delivered, errors.Join(err, e)
		case e != nil:
			err = errors.Join(err, fmt.Errorf("outbox: account %q: event %q: %w", l.account, l.id, e))
		default:
			delivered++
		}
	}
	return delivered, err
}

func (s *Store) letters(ctx context.Context) (letters []letter, err error) {
	rows, err := s.DB.QueryContext(ctx, "SELECT account, id, event FROM outbox ORDER BY account, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l letter
		if err := rows.Scan(&l.account, &l.id, &l.event); err != nil {
			return nil, err
		}
		letters = append(letters, l)
	}
	return letters, rows.Err()
}

// deliver applies an event and takes it out of the outbox. An account that is
// closed earns nothing any more.
func (s *Store) deliver(ctx context.Context, l letter) error {
	var ev loyalty.Event
	if err := json.Unmarshal([]byte(l.event), &ev); err != nil {
		return err
	}
	remove := fmt.Sprintf("DELETE FROM outbox WHERE account = %s AND id = %s", s.dialect.mark(1), s.dialect.mark(2))
	return s.transact(ctx, func(tx *sql.Tx) error {
		if _, err := s.apply(ctx, tx, l.account, ev); err != nil && !errors.Is(err, loyalty.ErrClosed) {
			return err
		}
		_, err := tx.ExecContext(ctx, remove, l.account, l.id)
		return err
	})
}
