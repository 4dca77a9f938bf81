package main

import (
	"database/sql"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention/loyalty"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// drawText is any UTF-8 but for a NUL, which PostgreSQL does not keep.
func drawText(t *rapid.T, name string) string {
	return strings.ReplaceAll(rapid.OneOf(rapid.String(), rapid.Just("ポイント %' \"\\ \u00a0"), rapid.Just("")).Draw(t, name), "\x00", "")
}

var (
	earliest = time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)
	latest   = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
)

// drawTime is any instant that a ledger knows, with nanoseconds, in any zone.
func drawTime(t *rapid.T, name string) time.Time {
	micros := rapid.OneOf(rapid.Int64Range(earliest.UnixMicro(), latest.UnixMicro()), rapid.SampledFrom([]int64{earliest.UnixMicro(), -1, 0, 1, latest.UnixMicro()}))
	nanos := rapid.SampledFrom([]time.Duration{0, 1, 499, 500, 999}).Draw(t, name+" nanoseconds")
	at := time.UnixMicro(micros.Draw(t, name)).Add(nanos).UTC()
	if rapid.Bool().Draw(t, name+" elsewhere") {
		return at.In(time.FixedZone("", 9*60*60))
	}
	return at
}

func drawTimeOrNever(t *rapid.T, name string) time.Time {
	if rapid.Bool().Draw(t, name+" never") {
		return time.Time{}
	}
	return drawTime(t, name)
}

func drawEntry(t *rapid.T, seq uint64) loyalty.Entry {
	return loyalty.Entry{
		Account: "ann", Seq: seq, Cause: drawText(t, "cause"), Line: int(seq), Digest: rapid.Int64().Draw(t, "digest"),
		Op: loyalty.Op(rapid.IntRange(int(loyalty.OpNote), int(loyalty.OpClose)).Draw(t, "op")),
		At: drawTime(t, "at"), Posted: drawTime(t, "posted"), Wallet: drawText(t, "wallet"),
		Lot:    rapid.Uint64Max(math.MaxInt64).Draw(t, "lot"),
		Points: loyalty.Points(rapid.OneOf(rapid.Int64Min(0), rapid.Just[int64](math.MaxInt64)).Draw(t, "points")),
		Opens:  drawTimeOrNever(t, "opens"), Closes: drawTimeOrNever(t, "closes"),
		Kind: drawText(t, "kind"), Ref: drawText(t, "ref"), Edition: drawText(t, "edition"), Rule: drawText(t, "rule"), Tier: drawText(t, "tier"),
		First: rapid.Bool().Draw(t, "first"), Metric: drawText(t, "metric"),
		Quantity: decimal.New(rapid.Int64().Draw(t, "quantity"), rapid.Int32Range(-12, 12).Draw(t, "exponent")),
		Reason:   drawText(t, "reason"),
	}
}

// kept is an instant as a database keeps it: in UTC and rounded down to the
// microsecond, as the engine does.
func kept(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMicro(t.UnixMicro()).UTC()
}

// What comes out of a database is what went in, in every field.
func TestEntriesComeBack(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		rapid.Check(t, func(t *rapid.T) {
			var want []loyalty.Entry
			for i := range rapid.Uint64Range(1, 4).Draw(t, "entries") {
				want = append(want, drawEntry(t, i+1))
			}
			tx, err := s.DB.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if err := s.keep(t.Context(), tx, &loyalty.Decision{Entries: want}); err != nil {
				t.Fatal(err)
			}
			got, err := s.entries(t.Context(), tx, "ann")
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				e := &want[i]
				e.At, e.Posted, e.Opens, e.Closes = kept(e.At), kept(e.Posted), kept(e.Opens), kept(e.Closes)
				for _, at := range []time.Time{got[i].At, got[i].Posted, got[i].Opens, got[i].Closes} {
					if at.Location() != time.UTC {
						t.Fatalf("%v is not in UTC", at)
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		})
	})
}

// The account from the rows is the one that the engine has in memory, now and
// at any instant.
func TestAccountFromRows(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		w := newHammer(s, "run", 1, 0).worker(0)
		w.accounts = 1
		id, memory := w.account(0), loyalty.NewAccount(w.account(0))
		for i := range 60 {
			at := start.Add(time.Duration(i)*time.Hour + 123456789*time.Nanosecond)
			ev := loyalty.Event{ID: string(rune('あ' + i)), At: at}
			ev.Data = w.draw(id, ev.ID, at)
			next, _, wrong := s.Engine.Apply(memory, ev)
			memory = next
			if _, err := s.Apply(t.Context(), id, ev); (err == nil) != (wrong == nil) {
				t.Fatalf("in the database: %v, in memory: %v", err, wrong)
			}
		}
		rows, err := s.Account(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for at := start; at.Before(start.AddDate(1, 1, 0)); at = at.Add(41 * time.Hour) {
			if diff := cmp.Diff(memory.Balance(at), rows.Balance(at)); diff != "" {
				t.Fatalf("%v (-memory +rows):\n%s", at, diff)
			}
			if diff := cmp.Diff(memory.Lots(at), rows.Lots(at)); diff != "" {
				t.Fatalf("%v (-memory +rows):\n%s", at, diff)
			}
		}
	})
}

// The keys refuse what would be a second line of an account.
func TestKeys(t *testing.T) {
	everywhere(t, func(t *testing.T, p place) {
		s := p.open(t)
		s.must(t, "ann", "1", start, buys("1", 100))
		first := loyalty.Entry{Account: "ann", Seq: 1, Cause: "1", Line: 1, Op: loyalty.OpNote, At: start, Posted: start}
		for _, c := range []struct {
			reason string
			change func(*loyalty.Entry)
			lost   bool
		}{
			{"the same place and event", func(*loyalty.Entry) {}, true},
			{"the same place", func(e *loyalty.Entry) { e.Cause = "2" }, true},
			{"the same event", func(e *loyalty.Entry) { e.Seq = 100 }, true},
			{"neither", func(e *loyalty.Entry) { e.Seq, e.Cause = 100, "2" }, false},
		} {
			e := first
			c.change(&e)
			err := s.try(t.Context(), func(tx *sql.Tx) error {
				return s.keep(t.Context(), tx, &loyalty.Decision{Entries: []loyalty.Entry{e}})
			})
			if (err != nil) != c.lost || err != nil && !s.dialect.lost(err) {
				t.Errorf("%s: %v", c.reason, err)
			}
		}
	})
}
