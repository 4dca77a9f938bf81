package followup_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// lawrunOn runs something as if there were so many processors.
func lawrunOn(processors int, do func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
	do()
}

// lawrunBook is n customers of all kinds.
func lawrunBook(n int) iter.Seq[followup.Customer] {
	return func(yield func(followup.Customer) bool) {
		for i := range n {
			c := haru()
			c.ID = fmt.Sprintf("c%06d", i)
			c.Dates = map[string]retention.Date{"birthday": date("1970-01-01").AddDays(37 * i % 15000)}
			for k := range i % 4 {
				c.Events = append(c.Events, followup.Event{
					ID: fmt.Sprint("o", k), Kind: "order", At: lawrunFrom.Add(time.Duration(i*17%8000+500*k-9000) * time.Hour),
				})
			}
			if i%11 == 0 {
				c.Addresses = nil
			}
			if !yield(c) {
				return
			}
		}
	}
}

// PlanAll is Plan for each, in order, whatever the number of processors.
func TestLawRunPlanAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunCompile(t, lawrunPolicy(t))
		book := slices.Collect(lawrunBook(rapid.IntRange(0, 80).Draw(t, "customers")))
		now := lawrunTime(t, "now")
		for range rapid.IntRange(0, min(3, len(book))).Draw(t, "faulty") {
			book[rapid.IntRange(0, len(book)-1).Draw(t, "who")].Zone = time.Local
		}
		lawrunOn(rapid.IntRange(1, 5).Draw(t, "processors"), func() {
			i := 0
			for got, err := range e.PlanAll(context.Background(), slices.Values(book), now) {
				want, wantErr := e.Plan(book[i], now)
				if fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Fatalf("%s: %v, want %v", book[i].ID, err, wantErr)
				}
				if err != nil {
					want = followup.Plan{Customer: book[i].ID, At: now}
				}
				if diff := cmp.Diff(want, got, lawrunSame); diff != "" {
					t.Fatalf("Plan (-), PlanAll (+):\n%s", diff)
				}
				i++
			}
			if i != len(book) {
				t.Fatalf("%d plans for %d customers", i, len(book))
			}
		})
	})
}

// When the loop is left, no more customers are read, and nothing goes on.
func TestPlanAllStops(t *testing.T) {
	e := compile(t, simple())
	before := runtime.NumGoroutine()
	read := 0
	book := func(yield func(followup.Customer) bool) {
		for c := range lawrunBook(1e9) {
			if read++; !yield(c) {
				return
			}
		}
	}
	n := 0
	for _, err := range e.PlanAll(t.Context(), book, lawrunFrom) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1000 {
			break
		}
	}
	if most := 1000 + 32*4*runtime.GOMAXPROCS(0); read > most {
		t.Errorf("read %d customers for 1000 plans, want no more than %d", read, most)
	}
	left := func() bool { return runtime.NumGoroutine() > before }
	for range 1000 { // one that is done may not have ended yet
		if !left() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// A cancelled context ends it, and says so last.
func TestPlanAllCancelled(t *testing.T) {
	e := compile(t, simple())
	for _, at := range []int{0, 1, 31, 32, 500} {
		ctx, cancel := context.WithCancel(t.Context())
		if at == 0 {
			cancel()
		}
		n := 0
		var last error
		for p, err := range e.PlanAll(ctx, lawrunBook(1e9), lawrunFrom) {
			if last = err; err != nil {
				if p.Customer != "" {
					t.Errorf("the error of the context is about customer %s", p.Customer)
				}
				continue
			}
			if n++; n == at {
				cancel()
			}
		}
		cancel()
		if !errors.Is(last, context.Canceled) || n != at {
			t.Errorf("cancelled at %d: %d plans, then %v", at, n, last)
		}
	}
}

// What is cancelled after all is done was not cut short.
func TestPlanAllCancelledTooLate(t *testing.T) {
	e := compile(t, simple())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range e.PlanAll(ctx, lawrunBook(3), lawrunFrom) {
		if n++; n == 3 {
			cancel()
		}
		if err != nil {
			t.Errorf("plan %d: %v", n, err)
		}
	}
}

// A panic in the loop or the book reaches the caller, and leaves nothing behind.
func TestPlanAllPanics(t *testing.T) {
	e := compile(t, simple())
	before := runtime.NumGoroutine()
	for _, test := range []struct {
		what string
		do   func()
	}{
		{"loop", func() {
			for range e.PlanAll(t.Context(), lawrunBook(1000), lawrunFrom) {
				panic("loop")
			}
		}},
		{"book", func() {
			for range e.PlanAll(t.Context(), func(yield func(followup.Customer) bool) { panic("book") }, lawrunFrom) {
			}
		}},
	} {
		func() {
			defer func() {
				if r := recover(); r != test.what {
					t.Errorf("recovered %v, want %v", r, test.what)
				}
			}()
			test.do()
		}()
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}

func BenchmarkPlanAll100k(b *testing.B) {
	e := compile(b, simple())
	book := slices.Collect(lawrunBook(100_000))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		n := 0
		for p, err := range e.PlanAll(context.Background(), slices.Values(book), lawrunFrom) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(p.Decisions)
		}
		if n == 0 {
			b.Fatal("nothing to decide")
		}
	}
}
