package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestMornings holds what the job prints to what it printed when somebody read
// it.
func TestMornings(t *testing.T) {
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		var got bytes.Buffer
		if err := mornings(context.Background(), &got, lang); err != nil {
			t.Fatal(err)
		}
		file := "testdata/mornings." + string(lang) + ".txt"
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lang, diff)
		}
	}
}

func TestUnknownLanguage(t *testing.T) {
	if err := mornings(context.Background(), io.Discard, "fr"); err == nil {
		t.Error("no error for a language that nothing is said in")
	}
}

// today the guest comes into the group that is invited to tea.
var (
	today = retention.NewDate(2026, time.March, 1)
	guest = "c257 tea"
)

var errCrash = errors.New("crash")

// crashing is a backend that may crash before one of its calls, and counts what
// goes out, by customer and key. Nobody is to be invited to tea twice, by any key.
type crashing struct {
	memory
	calls int // until it crashes; 0: it does not
	sent  map[string]int
}

func (c *crashing) call(do func() error) error {
	if c.calls--; c.calls == 0 {
		return errCrash
	}
	return do()
}

func (c *crashing) store(ctx context.Context, s *state) error {
	return c.call(func() error { return c.memory.store(ctx, s) })
}

func (c *crashing) keep(ctx context.Context, customer string, x followup.Contact) error {
	return c.call(func() error { return c.memory.keep(ctx, customer, x) })
}

func (c *crashing) send(_ context.Context, customer string, d followup.Decision) error {
	return c.call(func() error {
		if d.Play == "tea" {
			d.Key = d.Play
		}
		c.sent[customer+" "+d.Key]++
		for _, part := range d.Also {
			c.sent[customer+" "+part.Key]++
		}
		return nil
	})
}

func newShop(t *testing.T) (*shop, *crashing) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	s, err := open(tokyo, retention.English, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return s, &crashing{memory: memory{kept: map[string][]followup.Contact{}}, sent: map[string]int{}}
}

// live runs a morning that does not crash.
func live(t *testing.T, s *shop, c *crashing, day retention.Date) {
	t.Helper()
	c.calls = 0
	if err := s.morning(t.Context(), c, day); err != nil {
		t.Fatal(err)
	}
	for message, n := range c.sent {
		if n > 1 {
			t.Fatalf("%v: %s went out %d times", day, message, n)
		}
	}
}

// Each morning is run twice, as by two timers: the second time nothing is sent,
// and what is stored stays as it is.
func TestNothingTwice(t *testing.T) {
	s, c := newShop(t)
	for _, day := range []retention.Date{today.AddDays(-1), today, today.AddDays(1)} {
		live(t, s, c, day)
		stored, sent := c.stored, len(c.sent)
		live(t, s, c, day)
		if !bytes.Equal(stored, c.stored) || len(c.sent) != sent {
			t.Errorf("%v: the second time %d messages more, and what is stored is the same: %v", day, len(c.sent)-sent, bytes.Equal(stored, c.stored))
		}
	}
	if len(c.sent) < 20 {
		t.Errorf("only %d messages", len(c.sent))
	}
}

// The job crashes before each kind of call. Run again, it does what one that does
// not crash does, but for a message that was kept and not sent. Run again on the
// next day only, it sends nothing twice either, not even an invitation that
// depends on what was stored.
func TestCrashes(t *testing.T) {
	s, begin := newShop(t)
	live(t, s, begin, today.AddDays(-1))
	sent := func(calls int, again ...retention.Date) map[string]int {
		c := &crashing{memory: memory{stored: begin.stored, kept: map[string][]followup.Contact{}}, calls: calls, sent: map[string]int{}}
		for customer, kept := range begin.kept {
			c.kept[customer] = slices.Clone(kept)
		}
		if err := s.morning(t.Context(), c, today); calls == 0 && err != nil || calls > 0 && !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		for _, day := range again {
			live(t, s, c, day)
		}
		return c.sent
	}
	want := sent(0)
	if len(want) < 3 || want[guest] != 1 {
		t.Fatalf("sent %v, want some and an invitation", want)
	}
	for i, test := range []struct {
		before string
		lost   int
	}{
		{"the state is stored", 0},
		{"the first contact is kept", 0},
		{"its message is sent", 1},
		{"the second contact is kept", 0},
	} {
		got := sent(i+1, today)
		if diff := cmp.Diff(want, got); len(got) != len(want)-test.lost || test.lost == 0 && diff != "" {
			t.Errorf("crash before %s (-want +got):\n%s", test.before, diff)
		}
	}
	sent(2*len(want)+1, today.AddDays(1)) // before the last is sent
}

// A customer whom nothing can be planned for is named, and keeps no other from
// their messages.
func TestFactsOfNoUse(t *testing.T) {
	s, c := newShop(t)
	at := today.At(10*time.Hour, s.zone)
	good := customerRow{ID: "good", Line: "line", Birthday: retention.NewDate(1990, time.March, 1), OptedInAt: at.AddDate(-1, 0, 0)}
	bad := customerRow{ID: "bad", Line: "line"} // opted in at no time
	err := s.followUp(t.Context(), c, []*member{{customerRow: bad}, {customerRow: good}}, at)
	if fault := new(followup.Error); !errors.As(err, &fault) || fault.Customer != "bad" {
		t.Errorf("%v does not name the customer", err)
	}
	if len(c.sent) != 1 {
		t.Errorf("sent %v, want a birthday wish", c.sent)
	}
}

func TestOrderOfNobody(t *testing.T) {
	if _, err := join(nil, []orderRow{{ID: "o1", Customer: "c1"}}, nil, nil, nil); err == nil || !strings.Contains(err.Error(), `"c1"`) {
		t.Errorf("%v does not name the customer", err)
	}
}
