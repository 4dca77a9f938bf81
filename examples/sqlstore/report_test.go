package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
)

// reports are the queries of the README, in their order.
func reports(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var queries []string
	for _, block := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		queries = append(queries, block[1])
	}
	if len(queries) != 3 {
		t.Fatalf("%d queries in the README", len(queries))
	}
	return queries
}

// line is a row of a report.
type line struct {
	Account string
	At      time.Time // of the report about what lapses
	Points  loyalty.Points
}

// report asks a query of the README, with instants for its names.
func (s *Store) report(t *testing.T, query string, instants map[string]time.Time) (lines []line) {
	t.Helper()
	var args []any
	query = regexp.MustCompile(`:\w+`).ReplaceAllStringFunc(query, func(name string) string {
		args = append(args, s.dialect.write(instants[name[1:]]))
		return s.dialect.mark(len(args))
	})
	rows, err := s.DB.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var l line
		var at instant
		into := []any{&l.Account, &l.Points}
		if len(columns) == 3 {
			into = []any{&l.Account, &at, &l.Points}
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		l.At = at.Time
		lines = append(lines, l)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestReports holds the queries of the README against the accounts of a busy
// shop, now and in the future.
func TestReports(t *testing.T) {
	queries := reports(t)
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		accounts := busy(t, s)
		now := start
		for _, a := range accounts {
			if a.Posted().After(now) {
				now = a.Posted()
			}
		}
		var seen loyalty.Balance
		for _, ahead := range []time.Duration{0, 1, 7, 24, 50, 100, 200, 300, 1000} {
			at := now.Add(ahead * time.Hour)
			var outstanding, available, lapsing []line
			for _, a := range accounts {
				b := a.Balance(at)
				seen.Available, seen.Pending, seen.Held, seen.Lapsed = seen.Available+b.Available, seen.Pending+b.Pending, seen.Held+b.Held, seen.Lapsed+b.Lapsed
				if n := b.Available + b.Pending + b.Held; n > 0 {
					outstanding = append(outstanding, line{a.ID(), time.Time{}, n})
				}
				if b.Available > 0 {
					available = append(available, line{a.ID(), time.Time{}, b.Available})
				}
				for _, l := range a.Lapsing(at, at.AddDate(0, 1, 0)) {
					lapsing = append(lapsing, line{a.ID(), l.At, l.Points})
				}
			}
			slices.SortStableFunc(available, func(x, y line) int { return int(y.Points - x.Points) })
			instants := map[string]time.Time{"now": at, "from": at, "to": at.AddDate(0, 1, 0)}
			for i, want := range [][]line{outstanding, available[:min(len(available), 10)], lapsing} {
				if diff := cmp.Diff(want, s.report(t, queries[i], instants)); diff != "" {
					t.Errorf("%v later: query %d (-accounts +SQL):\n%s", ahead*time.Hour, i+1, diff)
				}
			}
		}
		if seen.Available == 0 || seen.Pending == 0 || seen.Held == 0 || seen.Lapsed == 0 {
			t.Errorf("a quiet shop: %+v", seen)
		}
	})
}

// busy is a shop whose points open after two days and lapse five days after the
// order, and in which all happens that moves a lot. It refuses what would leave
// a claim: time alone may meet one.
func busy(t *testing.T, s *Store) (accounts []loyalty.Account) {
	program := s.Engine.Program()
	program.Editions[0].Settle = retention.Span{Days: 2}
	program.Editions[0].Life = loyalty.Life{Span: retention.Span{Days: 5}}
	engine, err := loyalty.Compile(program, time.FixedZone("Asia/Tokyo", 9*60*60))
	if err != nil {
		t.Fatal(err)
	}
	s.Engine = engine
	h := newHammer(s, "run", 1, 0)
	h.accounts = 12
	w := h.worker(0)
	end := start.Add(600 * time.Hour)
	for i := range 600 {
		account, id := w.account(w.rng.IntN(h.accounts)), fmt.Sprint(i)
		at := start.Add(time.Duration(i) * time.Hour)
		ev := loyalty.Event{ID: id, At: at, Data: w.drawForReports(i, account, id, at)}
		if !claims(t, s, account, ev) {
			if _, err := s.Apply(t.Context(), account, ev); err != nil && w.note(account, ev, loyalty.Decision{}, err) != nil {
				t.Fatal(err)
			}
		}
	}
	s.must(t, h.account(0), "closed", end, loyalty.Close{})
	moved := map[loyalty.Op]bool{}
	for i := range h.accounts {
		account, err := s.Account(t.Context(), h.account(i))
		if err != nil {
			t.Fatal(err)
		}
		accounts = append(accounts, account)
		for e := range account.Entries() {
			moved[e.Op] = true
		}
	}
	for op := loyalty.OpGrant; op <= loyalty.OpReceive; op++ {
		switch op {
		case loyalty.OpAbsorb, loyalty.OpClaim, loyalty.OpUnclaim, loyalty.OpOwe, loyalty.OpRepay:
		default:
			if !moved[op] {
				t.Errorf("nothing that is a %v", op)
			}
		}
	}
	slices.SortFunc(accounts, func(x, y loyalty.Account) int { return strings.Compare(x.ID(), y.ID()) })
	return accounts
}

// drawForReports draws what the hammer seldom does, or never.
func (w *worker) drawForReports(i int, account, id string, at time.Time) loyalty.Data {
	switch i % 12 {
	case 0:
		return loyalty.Settle{Ref: w.pick(account, "order")}
	case 1:
		return loyalty.Extend{Closes: at.AddDate(0, 0, w.rng.IntN(12))}
	case 2:
		return loyalty.Adjust{Points: w.points(900), Closes: at.AddDate(0, 0, 1+w.rng.IntN(40))}
	case 3:
		w.remember(account, "hold", id)
		return loyalty.Hold{Points: w.points(50), Until: at.AddDate(0, 0, 1+w.rng.IntN(10))}
	case 4:
		return loyalty.Release{Hold: w.pick(account, "hold")}
	case 5:
		w.remember(account, "spend", id)
		return loyalty.Redeem{Points: w.points(50)}
	case 6:
		return loyalty.Cancel{Redemption: w.pick(account, "spend")} // of a lot that has lapsed, at times
	}
	return w.draw(account, id, at)
}

func claims(t *testing.T, s *Store, id string, ev loyalty.Event) bool {
	account, err := s.Account(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := s.Engine.Decide(account, ev)
	return slices.ContainsFunc(d.Entries, func(e loyalty.Entry) bool { return e.Op == loyalty.OpClaim })
}

// Points in wallets and quantities are the columns that reports sum up: they
// are numbers to PostgreSQL.
func TestSumsInSQL(t *testing.T) {
	s := postgresPlace(t).open(t)
	for i, yen := range []string{"1000.25", "2000.5", "0.125"} {
		id := fmt.Sprint(i)
		s.must(t, "ann", id, start, loyalty.Order{ID: id, Lines: []loyalty.Line{{Amount: decimal.RequireFromString(yen)}}})
	}
	var sum decimal.Decimal
	if err := s.DB.QueryRow("SELECT SUM(quantity) FROM entries WHERE op = 'deed'").Scan(&sum); err != nil {
		t.Fatal(err)
	}
	if want := decimal.RequireFromString("3000.875"); !sum.Equal(want) {
		t.Errorf("%v, want %v", sum, want)
	}
}
