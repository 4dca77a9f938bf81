package followup_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

func lawrunSimulate(t rapid.TB, e *followup.Engine, book []followup.Customer, s followup.Simulation) followup.Report {
	t.Helper()
	r, err := e.Simulate(context.Background(), slices.Values(book), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func lawrunJSON(t rapid.TB, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whatever the order of the book and of each customer's facts, and the number of
// processors: the same bytes.
func TestLawRunReportOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := lawrunCompile(t, lawrunPolicy(t))
		var book []followup.Customer
		for i := range rapid.IntRange(0, 6).Draw(t, "customers") {
			book = append(book, lawrunCustomer(t, fmt.Sprint("c", i)))
		}
		if len(book) > 0 && rapid.IntRange(0, 4).Draw(t, "faulty") == 0 {
			book[0].ID = ""
		}
		s := followup.Simulation{From: lawrunFrom, To: lawrunFrom.AddDate(0, 4, 0), Respond: lawrunAnswers(rapid.Uint64().Draw(t, "mood"))}
		want, wantErr := e.Simulate(context.Background(), slices.Values(book), s)
		r := rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "shuffle")))
		shuffled := slices.Clone(book)
		for i := range shuffled {
			shuffled[i] = lawrunShuffle(r, shuffled[i])
		}
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		lawrunOn(rapid.IntRange(1, 4).Draw(t, "processors"), func() {
			got, err := e.Simulate(context.Background(), slices.Values(shuffled), s)
			if diff := cmp.Diff(lawrunJSON(t, want), lawrunJSON(t, got)); diff != "" {
				t.Fatalf("in order (-), shuffled (+):\n%s", diff)
			}
			if fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("%v, want %v", err, wantErr)
			}
		})
	})
}

// lawrunShuffle returns a customer whose facts are in another order.
func lawrunShuffle(r *rand.Rand, c followup.Customer) followup.Customer {
	c.Addresses, c.Consents, c.Pauses = lawrunShuffled(r, c.Addresses), lawrunShuffled(r, c.Consents), lawrunShuffled(r, c.Pauses)
	c.Contacts, c.Events, c.Complaints = lawrunShuffled(r, c.Contacts), lawrunShuffled(r, c.Events), lawrunShuffled(r, c.Complaints)
	return c
}

func lawrunShuffled[T any](r *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// Shuffling every list of a policy and of a customer changes no byte of a plan.
func TestLawRunPlanOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, c := lawrunPolicy(t), lawrunCustomer(t, "c1")
		e := lawrunCompile(t, p)
		now := lawrunTime(t, "now")
		c, _ = lawrunLive(t, e, c, lawrunFrom, now, lawrunAnswers(rapid.Uint64().Draw(t, "mood")))
		r := rand.New(rand.NewPCG(2, rapid.Uint64().Draw(t, "shuffle")))
		want := lawrunPlan(t, e, c, now)
		if diff := cmp.Diff(lawrunJSON(t, want), lawrunJSON(t, lawrunPlan(t, e, lawrunShuffle(r, c), now))); diff != "" {
			t.Fatalf("in order (-), shuffled facts (+):\n%s", diff)
		}
		p.Plays, p.Channels = lawrunShuffled(r, p.Plays), lawrunShuffled(r, p.Channels)
		got := lawrunPlan(t, lawrunCompile(t, p), c, now)
		got.Basis = want.Basis // which is that of another text
		if diff := cmp.Diff(lawrunJSON(t, want), lawrunJSON(t, got)); diff != "" {
			t.Fatalf("in order (-), shuffled policy (+):\n%s", diff)
		}
	})
}

// The report adds up, and says what Run does.
func TestLawRunReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lawrunPolicy(t)
		p.Holdout = followup.Holdout{Salt: "s", Share: lawrunPick(t, "share", 0, 0.5)}
		e := lawrunCompile(t, p)
		var book []followup.Customer
		for i := range rapid.IntRange(0, 4).Draw(t, "customers") {
			book = append(book, lawrunCustomer(t, fmt.Sprint("c", i)))
		}
		s := followup.Simulation{From: lawrunFrom, To: lawrunTo, Respond: lawrunAnswers(rapid.Uint64().Draw(t, "mood"))}
		r := lawrunSimulate(t, e, book, s)
		want := lawrunCount(t, e, book, s)
		got := lawrunTally{r.Contacts, map[string]int{}, map[string]int{}, map[string]int{}, r.Sent, r.Failed, r.Joined, r.Busiest.Contacts}
		for _, c := range r.Channels {
			if c.Contacts > 0 {
				got.channels[c.Name] = c.Contacts
			}
		}
		for _, x := range r.Topics {
			got.topics[x.Name] = x.Contacts
		}
		for _, d := range r.Days {
			got.days[d.Date.String()] = d.Contacts
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(lawrunTally{})); diff != "" {
			t.Fatalf("runs (-), report (+):\n%s", diff)
		}
		lawrunSums(t, r)
	})
}

// lawrunTally is the part of a report that can be counted from runs.
type lawrunTally struct {
	contacts               int
	channels, topics, days map[string]int
	sent, failed, joined   int
	busiest                int
}

func lawrunCount(t *rapid.T, e *followup.Engine, book []followup.Customer, s followup.Simulation) lawrunTally {
	n := lawrunTally{channels: map[string]int{}, topics: map[string]int{}, days: map[string]int{}}
	for _, c := range book {
		_, sent := lawrunLive(t, e, c, s.From, s.To, s.Respond)
		days := map[string]int{}
		for _, x := range sent {
			if x.Outcome == followup.Failed {
				n.failed += 1 + len(x.Also)
				continue
			}
			n.contacts++
			n.channels[x.Channel]++
			n.topics[x.Topic]++
			n.sent++
			n.joined += len(x.Also)
			day := retention.DateOf(x.At, x.At.Location()).String()
			n.days[day]++
			days[day]++
			n.busiest = max(n.busiest, days[day])
		}
	}
	return n
}

// lawrunSums checks what must add up in a report.
func lawrunSums(t *rapid.T, r followup.Report) {
	check := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Fatalf("%s: %d, want %d\n%s", what, got, want, lawrunJSON(t, r))
		}
	}
	people, contacts := 0, 0
	for _, p := range r.PerCustomer {
		people += p.Customers
		contacts += p.Contacts * p.Customers
	}
	check("people", people, r.Customers-r.Skipped)
	check("contacts of people", contacts, r.Contacts)
	var plays followup.Fates
	never := 0
	for _, p := range r.Plays {
		steps := 0
		for _, s := range p.Steps {
			steps += s.Messages()
		}
		check("steps of "+p.Play, steps, p.Messages())
		plays.Sent += p.Sent
		plays.Dropped += p.Dropped
		if p.Sent+p.Joined == 0 {
			never++
		}
	}
	check("sent by plays", plays.Sent, r.Sent)
	check("dropped by plays", plays.Dropped, r.Dropped)
	check("plays that never send", len(r.Never), never)
	check("first reasons of what was dropped", lawrunFirst(r.DroppedBy), r.Dropped)
	check("first reasons of what waits", lawrunFirst(r.WaitingFor), r.Waiting)
	waits := r.Waits.None
	for _, w := range r.Waits.Up {
		waits += w.Messages
	}
	check("waits", waits, r.Sent+r.Joined)
}

func lawrunFirst(causes []followup.Cause) (n int) {
	for _, c := range causes {
		n += c.Decisive
	}
	return n
}

func TestSimulateProgress(t *testing.T) {
	e := compile(t, simple())
	for _, customers := range []int{0, 1, 31, 32, 33, 200} {
		var told []int
		_, err := e.Simulate(t.Context(), lawrunBook(customers), followup.Simulation{
			From: lawrunFrom, To: lawrunFrom.AddDate(0, 1, 0), Progress: func(done int) { told = append(told, done) },
		})
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, n := range told {
			if n <= last {
				t.Errorf("%d customers: told %v", customers, told)
			}
			last = n
		}
		if last != customers {
			t.Errorf("%d customers: told %v", customers, told)
		}
	}
}

func TestSimulateFaults(t *testing.T) {
	e := compile(t, simple())
	book := slices.Collect(lawrunBook(100))
	for i := range 30 {
		book[99-3*i].Consents = []followup.Consent{{Granted: true}} // without a time
	}
	r, err := e.Simulate(t.Context(), slices.Values(book), followup.Simulation{From: lawrunFrom, To: lawrunTo})
	var first *followup.Error
	if !errors.As(err, &first) || first.Customer != "c000012" || !errors.Is(err, followup.ErrTime) {
		t.Errorf("error %v", err)
	}
	if all, ok := err.(interface{ Unwrap() []error }); !ok || len(all.Unwrap()) != 10 {
		t.Errorf("error %v does not join ten", err)
	}
	if r.Customers != 100 || r.Skipped != 30 || r.Contacts == 0 {
		t.Errorf("%d customers, %d skipped, %d contacts", r.Customers, r.Skipped, r.Contacts)
	}
}

func TestSimulateCancelled(t *testing.T) {
	e := compile(t, simple())
	ctx, cancel := context.WithCancel(t.Context())
	r, err := e.Simulate(ctx, lawrunBook(1e9), followup.Simulation{
		From: lawrunFrom, To: lawrunFrom.AddDate(0, 0, 1), Progress: func(int) { cancel() },
	})
	if !errors.Is(err, context.Canceled) || r.Customers != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A play that is always late, one that comes to nothing for want of room, and one
// that is dropped before it is due: each is in the report with its reason.
func TestSimulateReasons(t *testing.T) {
	p := simple()
	p.Rules.Caps = []followup.Cap{{ID: "year", Max: 1, Every: days(365)}}
	p.Plays[1].Steps[0].Channels = []string{"phone"} // which haru has none of
	p.Plays = append(p.Plays, followup.Play{
		ID: "news", Topic: "news", Trigger: followup.Every(days(100), date("2025-11-22")),
		Steps: []followup.Step{{ID: "mail", Late: days(1), Channels: []string{"email"}}},
	})
	c := haru()
	c.Events = []followup.Event{{ID: "o1", Kind: "order", At: at("2026-03-01 12:00")}}
	r := lawrunSimulate(t, compile(t, p), []followup.Customer{c}, followup.Simulation{From: at("2026-02-28 00:00"), To: at("2026-11-30 00:00")})
	r.Plays, r.Days = nil, nil
	want := followup.Report{
		From: at("2026-02-28 00:00"), To: at("2026-11-30 00:00"), Version: "1", Customers: 1, Contacts: 1,
		Channels:    []followup.Tally{{Name: "email", Contacts: 1}, {Name: "phone"}},
		Topics:      []followup.Tally{{Name: "news", Contacts: 1}},
		Outcomes:    []followup.Tally{{Name: "sent", Contacts: 1}},
		PerCustomer: []followup.PeopleTally{{Contacts: 1, Customers: 1}},
		Busiest:     followup.Busiest{Customer: "haru", Date: date("2026-03-02"), Contacts: 1},
		Fates:       followup.Fates{Sent: 1, Dropped: 4},
		Never:       []string{"birthday", "thanks"},
		Delayed:     []followup.Cause{{Code: followup.OutsideHours, Rule: "day", Decisive: 1, Any: 1}},
		DroppedBy: []followup.Cause{
			{Code: followup.CapReached, Rule: "year", Decisive: 3, Any: 4},
			{Code: followup.AddressMissing, Decisive: 1, Any: 1},
			{Code: followup.TooLate, Any: 4}, {Code: followup.OutsideHours, Rule: "day", Any: 3},
		},
		WaitingFor: []followup.Cause{},
		Waits:      followup.Waits{Mean: exact(8 * 3600e9), Longest: exact(8 * 3600e9)},
	}
	r.Waits.Up = nil
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func BenchmarkSimulate1kYears(b *testing.B) {
	e := compile(b, simple())
	book := slices.Collect(lawrunBook(1000))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := e.Simulate(context.Background(), slices.Values(book), followup.Simulation{From: lawrunFrom, To: lawrunTo}); err != nil {
			b.Fatal(err)
		}
	}
}

// Of several busiest days the first counts, and of several customers the first.
func TestSimulateBusiest(t *testing.T) {
	var book []followup.Customer
	for id, born := range map[string]string{"a": "1990-06-02", "b": "1990-06-01", "c": "1990-06-01"} {
		c := haru()
		c.ID, c.Dates = id, map[string]retention.Date{"birthday": date(born)}
		book = append(book, c)
	}
	r := lawrunSimulate(t, compile(t, simple()), book, followup.Simulation{From: lawrunFrom, To: lawrunTo})
	if want := (followup.Busiest{Customer: "b", Date: date("2026-06-01"), Contacts: 1}); r.Busiest != want {
		t.Errorf("busiest %+v, want %+v", r.Busiest, want)
	}
}
