package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// place is a database of a test's own.
type place struct {
	dialect *dialect
	source  string
}

func sqlitePlace(t testing.TB) place {
	return place{&sqlite, sqliteSource(filepath.Join(t.TempDir(), "loyalty.db"))}
}

var schemas atomic.Int64

// postgresPlace is a schema that is dropped after the test.
func postgresPlace(t testing.TB) place {
	t.Helper()
	dsn := server.address(t)
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("sqlstore_%d_%d", time.Now().UnixNano(), schemas.Add(1))
	if _, err := db.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	return place{&postgres, dsn + separator(dsn) + "search_path=" + name}
}

// separator is what comes before one more setting of a connection string,
// which may be a URL.
func separator(dsn string) string {
	switch {
	case !strings.Contains(dsn, "://"):
		return " "
	case strings.Contains(dsn, "?"):
		return "&"
	}
	return "?"
}

// open opens the store, as a process does that starts.
func (p place) open(t testing.TB) *Store {
	t.Helper()
	engine, err := program()
	if err != nil {
		t.Fatal(err)
	}
	store, err := Open(t.Context(), p.dialect, p.source, engine)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.DB.Close() })
	return store
}

// everywhere runs a test on each database.
func everywhere(t *testing.T, test func(*testing.T, place)) {
	t.Run("SQLite", func(t *testing.T) { test(t, sqlitePlace(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgresPlace(t)) })
}

func (s *Store) must(t testing.TB, account, id string, at time.Time, data loyalty.Data) loyalty.Decision {
	t.Helper()
	d, err := s.Apply(t.Context(), account, loyalty.Event{ID: id, At: at, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (s *Store) balance(t testing.TB, account string, at time.Time) loyalty.Balance {
	t.Helper()
	b, err := balance(t.Context(), s, account, at)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (s *Store) number(t testing.TB, query string) (n int) {
	t.Helper()
	if err := s.DB.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func buys(id string, yen int64) loyalty.Order {
	return loyalty.Order{ID: id, Lines: []loyalty.Line{{Amount: decimal.NewFromInt(yen)}}}
}

// Nothing has to run for a hold to end.
func TestHoldEndsWhileTheProcessIsDown(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		before := p.open(t)
		before.must(t, "ann", "1", start, buys("1", 10000))
		before.must(t, "ann", "2", start, loyalty.Hold{Points: 80, Until: start.Add(time.Hour)})
		before.DB.Close()

		after := p.open(t)
		if b := after.balance(t, "ann", start.Add(time.Hour-time.Microsecond)); b.Available != 20 || b.Held != 80 {
			t.Errorf("before its end: %+v", b)
		}
		end := start.Add(time.Hour)
		if b := after.balance(t, "ann", end); b.Available != 100 || b.Held != 0 {
			t.Errorf("at its end: %+v", b)
		}
		_, err := after.Apply(t.Context(), "ann", loyalty.Event{ID: "3", At: end, Data: loyalty.Commit{Hold: "2"}})
		if !errors.Is(err, loyalty.ErrOver) {
			t.Errorf("commit: %v", err)
		}
		after.must(t, "ann", "4", end, loyalty.Redeem{Points: 100})
		if b := after.balance(t, "ann", end); b.Available != 0 || b.Spent != 100 {
			t.Errorf("spent: %+v", b)
		}
	})
}

func TestRefusedEventsLeaveNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		s.must(t, "ann", "1", start, buys("1", 10000))
		rows := s.number(t, "SELECT COUNT(*) FROM entries")
		for _, c := range []struct {
			reason string
			id     string
			data   loyalty.Data
			want   error
		}{
			{"too many points", "2", loyalty.Redeem{Points: 101}, loyalty.ErrInsufficient},
			{"too many to send", "2", loyalty.Transfer{To: "ben", Points: 101}, loyalty.ErrInsufficient},
			{"another event of this ID", "1", buys("1", 20000), loyalty.ErrConflict},
			{"to itself", "2", loyalty.Transfer{To: "ann", Points: 1}, loyalty.ErrEvent},
			{"no such hold", "2", loyalty.Commit{Hold: "none"}, loyalty.ErrUnknown},
		} {
			if _, err := s.Apply(t.Context(), "ann", loyalty.Event{ID: c.id, At: start, Data: c.data}); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", c.reason, err, c.want)
			}
		}
		if got := s.number(t, "SELECT COUNT(*) FROM entries"); got != rows {
			t.Errorf("%d rows, want %d", got, rows)
		}
		s.must(t, "ann", "2", start, loyalty.Redeem{Points: 100}) // the ID is still free
	})
}

// An event of which a part cannot be stored is not stored at all.
func TestAllOrNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		s.must(t, "ann", "1", start, loyalty.Enrol{Referrer: "ben"})
		rows := s.number(t, "SELECT COUNT(*) FROM entries")
		if _, err := s.DB.Exec("ALTER TABLE outbox RENAME TO gone"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(t.Context(), "ann", loyalty.Event{ID: "2", At: start, Data: buys("1", 500)}); err == nil {
			t.Error("stored")
		}
		if got := s.number(t, "SELECT COUNT(*) FROM entries"); got != rows {
			t.Errorf("%d rows, want %d", got, rows)
		}
	})
}

// Who always loses gives up, and says why.
func TestRacesAreLostOnlySoOften(t *testing.T) {
	s := sqlitePlace(t).open(t)
	errLost := errors.New("lost")
	d, tries := *s.dialect, 0
	d.lost = func(err error) bool { return errors.Is(err, errLost) }
	s.dialect = &d
	s.commit = func(tx *sql.Tx) error {
		tries++
		return errors.Join(errLost, tx.Rollback())
	}
	ev := loyalty.Event{ID: "1", At: start, Data: buys("1", 100)}
	if _, err := s.Apply(t.Context(), "ann", ev); !errors.Is(err, errLost) || tries != attempts {
		t.Errorf("after %d attempts: %v", tries, err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tries = 0
	s.commit = func(tx *sql.Tx) error {
		if tries++; tries == 3 {
			cancel()
		}
		return errors.Join(errLost, tx.Rollback())
	}
	if _, err := s.Apply(ctx, "ann", ev); !errors.Is(err, context.Canceled) || tries > 4 {
		t.Errorf("cancelled, after %d attempts: %v", tries, err)
	}
	if err := pause(ctx, attempts); !errors.Is(err, context.Canceled) { // not even if the time is over as well
		t.Errorf("a pause: %v", err)
	}
}
