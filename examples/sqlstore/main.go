// Sqlstore keeps a loyalty ledger in a real database: SQLite, or PostgreSQL with
// -postgres. It lives a member's first weeks, then has many workers hammer at
// a few accounts, with crashes and retries, and proves that no point was lost
// or made.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"
	_ "time/tzdata"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

func main() {
	if err := run(context.Background(), os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sqlstore:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	flags := flag.NewFlagSet("sqlstore", flag.ContinueOnError)
	flags.SetOutput(out)
	file := flags.String("db", "", "SQLite `file`; one that is thrown away if empty")
	dsn := flags.String("postgres", "", "PostgreSQL connection `string`, instead of SQLite")
	workers := flags.Int("workers", 8, "workers that hammer at the accounts")
	events := flags.Int("events", 100, "events of each worker")
	accounts := flags.Int("accounts", 3, "accounts that they hammer at")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *workers < 0 || *events < 0 || *accounts < 1 {
		return fmt.Errorf("%d workers, %d events and %d accounts are no hammer", *workers, *events, *accounts)
	}
	if *dsn == "" && *file == "" {
		dir, err := os.MkdirTemp("", "sqlstore")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		*file = filepath.Join(dir, "loyalty.db")
	}
	store, err := open(ctx, *file, *dsn)
	if err != nil {
		return err
	}
	defer store.DB.Close()
	run := strconv.FormatInt(time.Now().UnixMicro(), 36) // a database may see many
	if err := live(ctx, out, store, run); err != nil {
		return err
	}
	h := newHammer(store, run, *workers, *events)
	h.accounts = *accounts
	begin := time.Now()
	if err := h.run(ctx); err != nil {
		return err
	}
	h.report(out, time.Since(begin))
	return h.prove(ctx, out)
}

func open(ctx context.Context, file, dsn string) (*Store, error) {
	engine, err := program()
	if err != nil {
		return nil, err
	}
	if dsn != "" {
		return Open(ctx, &postgres, dsn, engine)
	}
	return Open(ctx, &sqlite, sqliteSource(file), engine)
}

// program is one point for every 100 yen, for a year, that opens at once, and
// 500 for whoever brings a new member.
func program() (*loyalty.Engine, error) {
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return nil, err
	}
	return loyalty.Compile(loyalty.Program{
		Version: 1, Zone: "Asia/Tokyo", Currency: "JPY",
		Editions: []loyalty.Edition{{
			ID: "2026",
			Earn: []loyalty.EarnRule{
				{ID: "base", Award: decimal.NewFromInt(1), Per: decimal.NewFromInt(100)},
				{ID: "brought", On: loyalty.ReferralKind, Award: decimal.NewFromInt(500)},
			},
			Life: loyalty.Life{AtOnce: true, Span: retention.Span{Months: 12}},
		}},
	}, zone)
}

// start is when the events begin to happen.
var start = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

// live is the first weeks of haru, whom natsu brought.
func live(ctx context.Context, out io.Writer, store *Store, run string) error {
	haru, natsu := run+"/haru", run+"/natsu"
	teapot := loyalty.Order{ID: "1", Lines: []loyalty.Line{{SKU: "teapot", Amount: decimal.NewFromInt(48000)}}}
	at := start
	fmt.Fprintln(out, "haru             rows  available  held  spent  taken back   natsu: available")
	for _, s := range []struct {
		id, what string
		days     int
		data     loyalty.Data
	}{
		{"joined", "joins", 0, loyalty.Enrol{Birthday: "02-29", Referrer: natsu}},
		{"order 1", "buys a teapot", 1, teapot},
		{"checkout", "at the checkout", 3, loyalty.Hold{Points: 300, Until: start.AddDate(0, 0, 5)}},
		{"paid", "pays", 0, loyalty.Commit{Hold: "checkout"}},
		{"paid", "asks again", 0, loyalty.Commit{Hold: "checkout"}}, // the answer was lost
		{"return", "returns it", 7, loyalty.Order{ID: "1"}},
		{"cancelled", "cancels the rest", 1, loyalty.Cancel{Redemption: "paid"}},
	} {
		at = at.AddDate(0, 0, s.days)
		d, err := store.Apply(ctx, haru, loyalty.Event{ID: s.id, At: at, Data: s.data})
		if err != nil {
			return err
		}
		if _, err := store.Deliver(ctx); err != nil {
			return err
		}
		b, err := balance(ctx, store, haru, at)
		if err != nil {
			return err
		}
		other, err := balance(ctx, store, natsu, at)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-16s %4d %10d %5d %6d %11d %18d\n", s.what, len(d.Entries), b.Available, b.Held, b.Spent, b.Clawed, other.Available)
	}
	return nil
}

func balance(ctx context.Context, store *Store, id string, at time.Time) (loyalty.Balance, error) {
	account, err := store.Account(ctx, id)
	return account.Balance(at), err
}
