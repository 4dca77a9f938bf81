package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/retentionkit/retention/loyalty"
)

func TestHammerSQLite(t *testing.T)   { hammerAt(t, sqlitePlace(t)) }
func TestHammerPostgres(t *testing.T) { hammerAt(t, postgresPlace(t)) }

// hammerAt also sees that there was something to prove: crashes, answers that
// were lost, refusals, and on PostgreSQL, where writers do not wait for each
// other, lost races.
func hammerAt(t *testing.T, p place) {
	var races atomic.Int64
	d := *p.dialect
	d.lost = func(err error) bool {
		lost := p.dialect.lost(err)
		if lost {
			races.Add(1)
		}
		return lost
	}
	h := newHammer(place{&d, p.source}.open(t), "run", 8, 40)
	begin := time.Now()
	if err := h.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	h.report(&out, time.Since(begin))
	if err := h.prove(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s%d races lost", out.String(), races.Load())
	if c := h.counts; c.stored == 0 || c.known == 0 || c.refused == 0 || c.crashed == 0 {
		t.Errorf("a tame hammer: %+v", c)
	}
	if p.dialect == &postgres && races.Load() == 0 {
		t.Error("no race was lost")
	}
}

// TestProofFindsBugs has the hammer find what a careless store does wrong.
func TestProofFindsBugs(t *testing.T) {
	readOutside := func(s *Store, ctx context.Context, id string, ev loyalty.Event) (d loyalty.Decision, err error) {
		if _, ok := ev.Data.(loyalty.Transfer); ok {
			return s.Apply(ctx, id, ev)
		}
		account, err := s.Account(ctx, id)
		if err != nil {
			return d, err
		}
		time.Sleep(time.Millisecond)
		if d, err = s.Engine.Decide(account, ev); err != nil {
			return d, err
		}
		tx, err := s.DB.BeginTx(ctx, nil)
		if err != nil {
			return d, err
		}
		defer tx.Rollback()
		if err := s.keep(ctx, tx, &d); err != nil {
			return d, err
		}
		return d, s.commit(tx)
	}
	var serial atomic.Int64
	newID := func(s *Store, ctx context.Context, id string, ev loyalty.Event) (loyalty.Decision, error) {
		ev.ID += fmt.Sprint(" try ", serial.Add(1))
		return s.Apply(ctx, id, ev)
	}
	early := func(s *Store, ctx context.Context, id string, ev loyalty.Event) (loyalty.Decision, error) {
		d, err := s.Apply(ctx, id, ev)
		if errors.Is(err, errCrash) {
			err = nil
		}
		return d, err
	}
	noTransaction := func(s *Store, ctx context.Context, id string, ev loyalty.Event) (loyalty.Decision, error) {
		account, err := s.Account(ctx, id)
		if err != nil {
			return loyalty.Decision{}, err
		}
		if _, ok := ev.Data.(loyalty.Transfer); ok {
			return s.Apply(ctx, id, ev)
		}
		d, err := s.Engine.Decide(account, ev)
		for i := range d.Entries {
			tx, err := s.DB.BeginTx(ctx, nil)
			if err != nil {
				return d, err
			}
			if err := s.keep(ctx, tx, &loyalty.Decision{Entries: d.Entries[i : i+1]}); err != nil {
				return d, errors.Join(err, tx.Rollback())
			}
			if err := s.commit(tx); err != nil {
				return d, err
			}
		}
		return d, err
	}
	for _, c := range []struct {
		bug     string
		noKeys  bool
		workers int
		apply   func(*Store, context.Context, string, loyalty.Event) (loyalty.Decision, error)
		only    *dialect
	}{
		{"no keys, and a transaction that sees no more than its own rows", true, 8, (*Store).Apply, &postgres},
		{"no keys, and a read before the transaction", true, 8, readOutside, nil},
		{"every attempt with another event ID", false, 1, newID, nil},
		{"confirmed before the commit", false, 1, early, nil},
		{"a transaction for each row", false, 1, noTransaction, nil},
	} {
		t.Run(strings.ReplaceAll(c.bug, " ", "_"), func(t *testing.T) {
			everywhere(t, func(t *testing.T, p place) {
				if c.only != nil && c.only != p.dialect {
					t.Skip("another database")
				}
				if c.noKeys {
					p.withoutKeys(t)
				}
				h := newHammer(p.open(t), "run", c.workers, 40)
				h.apply = c.apply
				err := h.run(t.Context())
				if err == nil {
					err = h.prove(t.Context(), io.Discard)
				}
				if err == nil {
					t.Fatal("was not found")
				}
				t.Logf("%.200s", err)
			})
		})
	}
}

// TestProofFindsTampering changes rows behind the store's back.
func TestProofFindsTampering(t *testing.T) {
	s := sqlitePlace(t).open(t)
	for i, change := range []string{
		"UPDATE entries SET points = points + 1 WHERE account = $1 AND op = 'grant'",
		"UPDATE entries SET points = points - 1 WHERE account = $1 AND op = 'spend' AND points > 1",
		"UPDATE entries SET closes = closes + 1 WHERE account = $1 AND op = 'grant'",
		"UPDATE entries SET quantity = '1.5' WHERE account = $1 AND op = 'deed'",
		"DELETE FROM entries WHERE account = $1 AND cause = (SELECT cause FROM entries WHERE account = $1 ORDER BY seq DESC LIMIT 1)",
	} {
		h := newHammer(s, fmt.Sprint("run ", i), 1, 60)
		if err := errors.Join(h.run(t.Context()), h.prove(t.Context(), io.Discard)); err != nil {
			t.Fatal(err)
		}
		done, err := s.DB.Exec(change, h.account(0))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := done.RowsAffected(); n == 0 || err != nil {
			t.Fatalf("no rows to change, %v: %s", err, change)
		}
		if err := h.prove(t.Context(), io.Discard); err == nil {
			t.Errorf("not found: %s", change)
		}
	}
}

func TestProofFindsHalfATransfer(t *testing.T) {
	s := sqlitePlace(t).open(t)
	s.must(t, "ann", "1", start, buys("1", 10000))
	s.must(t, "ann", "2", start, loyalty.Transfer{To: "ben", Points: 30})
	both := proof{accounts: map[string]loyalty.Account{}}
	for _, id := range []string{"ann", "ben"} {
		account, err := s.Account(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		both.accounts[id] = account
	}
	if err := both.conserved(); err != nil {
		t.Error(err)
	}
	delete(both.accounts, "ben")
	if err := both.conserved(); err == nil {
		t.Error("30 points are nowhere, and it was not found")
	}
}

// withoutKeys makes the table of entries without the keys that it should have.
func (p place) withoutKeys(t *testing.T) {
	s := p.open(t)
	table, _, _ := strings.Cut(p.dialect.schema()[0], ",\n\tPRIMARY KEY")
	for _, statement := range []string{"DROP VIEW portions", "DROP TABLE entries", table + ")"} {
		if _, err := s.DB.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// Where the process is killed, at whatever moment, all that it had confirmed is
// there, and no event in part.
func TestKilled(t *testing.T) {
	if source := os.Getenv("SQLSTORE_VICTIM"); source != "" {
		victim(t, source)
		return
	}
	p := sqlitePlace(t)
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), "SQLSTORE_VICTIM="+p.source)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var confirmed []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if confirmed = append(confirmed, lines.Text()); len(confirmed) == 200 {
			cmd.Process.Kill() // SIGKILL; some lines may still come
		}
	}
	cmd.Wait()
	if len(confirmed) < 200 {
		t.Fatalf("the process ended by itself: %q", confirmed)
	}

	s, there := p.open(t), map[string]bool{}
	ledgers := proof{map[string]loyalty.Account{}, nil}
	for i := range 3 {
		id := newHammer(s, "run", 0, 0).account(i)
		account, err := s.Account(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		ledgers.accounts[id] = account
		for e := range account.Entries() {
			there[id+" "+e.Cause] = true
		}
	}
	if err := ledgers.conserved(); err != nil {
		t.Error(err)
	}
	for _, event := range confirmed {
		if !there[event] {
			t.Errorf("%s was confirmed and is not there", event)
		}
	}
}

// victim hammers until it is killed, and tells of every event it has stored.
func victim(t *testing.T, source string) {
	h := newHammer(place{&sqlite, source}.open(t), "run", 4, 1_000_000)
	h.apply = func(s *Store, ctx context.Context, id string, ev loyalty.Event) (loyalty.Decision, error) {
		d, err := s.Apply(ctx, id, ev)
		if err == nil {
			fmt.Printf("%s %s\n", id, ev.ID)
		}
		return d, err
	}
	if err := h.run(t.Context()); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
