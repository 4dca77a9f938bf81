// Sqlstore keeps a loyalty ledger in a real database: SQLite, or PostgreSQL with
// -postgres. It lives a member's first weeks, then has many workers hammer at
// a few accounts, with crashes and retries, and proves that no point was lost
// or made.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

func main() {
	file := flag.String("db", "", "SQLite `file`; one that is thrown away if empty")
	dsn := flag.String("postgres", "", "PostgreSQL connection `string`, instead of SQLite")
	workers := flag.Int("workers", 8, "workers that hammer at the accounts")
	events := flag.Int("events", 100, "events of each worker")
	flag.Parse()
	if err := run(context.Background(), *file, *dsn, *workers, *events); err != nil {
		fmt.Fprintln(os.Stderr, "sqlstore:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, file, dsn string, workers, events int) error {
	engine, err := program()
	if err != nil {
		return err
	}
	d, source := &postgres, dsn
	if dsn == "" {
		if file == "" {
			dir, err := os.MkdirTemp("", "sqlstore")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			file = filepath.Join(dir, "loyalty.db")
		}
		d, source = &sqlite, sqliteSource(file)
	}
	store, err := Open(ctx, d, source, engine)
	if err != nil {
		return err
	}
	defer store.DB.Close()
	if err := live(ctx, store); err != nil {
		return err
	}
	h := hammer{store: store, accounts: 3, workers: workers, events: events, seed: uint64(time.Now().UnixNano()), crashes: 0.2}
	begin := time.Now()
	if err := h.run(ctx); err != nil {
		return err
	}
	fmt.Printf("\n%d workers, %v: %d events stored, %d refused, %d known already, %d crashes\n",
		workers, time.Since(begin).Round(time.Millisecond), h.counts.stored, h.counts.refused, h.counts.duplicates, h.counts.crashed)
	return h.prove(ctx, os.Stdout)
}

// sqliteSource is how to open a file: with a log that readers do not wait for,
// and transactions that take the lock at once.
func sqliteSource(file string) string {
	return "file:" + file + "?_journal_mode=WAL&_txlock=immediate&_busy_timeout=10000&_synchronous=NORMAL"
}

// program is one point for every 100 yen, for a year, that opens at once.
func program() (*loyalty.Engine, error) {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return nil, err
	}
	return loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo", Currency: "JPY",
		Editions: []loyalty.Edition{{
			ID:   "2026",
			Earn: []loyalty.EarnRule{{ID: "base", Award: decimal.NewFromInt(1), Per: decimal.NewFromInt(100)}},
			Life: loyalty.Life{AtOnce: true, Span: retention.Span{Months: 12}},
		}},
	}, zone)
}

// live is a member's first weeks.
func live(ctx context.Context, store *Store) error {
	at := start
	steps := []struct {
		id   string
		days int
		data loyalty.Data
	}{
		{"joined", 0, loyalty.Enrol{Birthday: "02-29"}},
		{"order 1", 1, loyalty.Order{ID: "1", Lines: []loyalty.Line{{SKU: "teapot", Amount: decimal.NewFromInt(48000)}}}},
		{"checkout", 3, loyalty.Hold{Points: 300, Until: start.AddDate(0, 0, 5)}},
		{"paid", 0, loyalty.Commit{Hold: "checkout"}},
		{"paid", 0, loyalty.Commit{Hold: "checkout"}}, // the answer was lost, so the shop asks again
		{"return", 7, loyalty.Order{ID: "1"}},
		{"cancelled", 1, loyalty.Cancel{Redemption: "paid"}},
	}
	fmt.Println("event      entries  available  spent  taken back")
	for _, s := range steps {
		at = at.AddDate(0, 0, s.days)
		d, err := store.Apply(ctx, "haru", loyalty.Event{ID: s.id, At: at, Data: s.data})
		if err != nil {
			return err
		}
		account, err := store.Account(ctx, "haru")
		if err != nil {
			return err
		}
		b := account.Balance(at)
		fmt.Printf("%-10s %7d %10d %6d %11d\n", s.id, len(d.Entries), b.Available, b.Spent, b.Clawed)
	}
	return nil
}
