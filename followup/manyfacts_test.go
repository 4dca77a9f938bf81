package followup_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/retentionkit/retention/followup"
)

// regular is a shop that thanks for each order, asks twice what became of it, and
// reminds of what falls due. It becomes rarer when nobody answers.
func regular() followup.Policy {
	step := func(id string, wait int) followup.Step {
		return followup.Step{ID: id, Wait: days(wait), Channels: []string{"email"}}
	}
	play := func(id string, trigger followup.Trigger, steps ...followup.Step) followup.Play {
		return followup.Play{ID: id, Topic: id, Purpose: followup.Service, Trigger: trigger, Steps: steps}
	}
	p := simple()
	p.Lookback = exact(400 * 24 * time.Hour)
	p.Rules.Caps = []followup.Cap{{ID: "day", Max: 60, Every: exact(24 * time.Hour)}}
	p.Fatigue = []followup.Fatigue{{ID: "quiet", After: 8, Gap: exact(time.Hour), Factor: 2, Most: exact(14 * 24 * time.Hour)}}
	p.Signs = []string{"reply"}
	p.Plays = []followup.Play{
		play("thanks", followup.OnEvent("order"), step("mail", 1)),
		play("howto", followup.OnEvent("order"), step("first", 2), step("second", 9)),
		play("warranty", followup.OnDue("order"), step("mail", -30)),
	}
	for i := range p.Plays {
		p.Plays[i].Goal, p.Plays[i].Exit = "reply", []string{"return"}
	}
	return p
}

// buyer has so many orders in a year, each with all that went out about it but
// the thanks for some.
func buyer(orders int, now time.Time) followup.Customer {
	c := haru()
	year := 365 * 24 * time.Hour
	for i := range orders {
		id := fmt.Sprintf("order-%d", i)
		placed := now.Add(-year + time.Duration(i)*(year/time.Duration(orders)))
		c.Events = append(c.Events, followup.Event{ID: id, Kind: "order", At: placed, Due: placed.AddDate(0, 0, 60)})
		for _, key := range []string{"thanks/" + id + "/mail", "howto/" + id + "/first", "howto/" + id + "/second", "warranty/" + id + "/mail"} {
			if at := placed.AddDate(0, 0, 3); at.Before(now) && (i%10 > 0 || key[0] != 't') {
				c.Contacts = append(c.Contacts, followup.Contact{Key: key, Channel: "email", Address: "haru@example.com", Purpose: followup.Service, At: at})
			}
		}
	}
	return c
}

// A plan of somebody with 20,000 orders takes no minutes: it looks up what went
// out of a run, and does not look for it among all that ever did.
func TestPlanOfManyFacts(t *testing.T) {
	e := compile(t, regular())
	now := at("2026-11-22 10:00")
	const orders = 20_000
	p := plan(t, e, buyer(orders, now), now)
	for v, n := range map[followup.Verdict]int{followup.Done: 75_000, followup.Drop: 1_500} {
		got := 0
		for range p.With(v) {
			got++
		}
		if got < n {
			t.Errorf("%d decisions are %v, want at least %d", got, v, n)
		}
	}
}

func BenchmarkPlanEvents(b *testing.B) {
	e := compile(b, regular())
	now := at("2026-11-22 10:00")
	for _, n := range []int{1_000, 10_000} {
		c := buyer(n, now)
		b.Run(fmt.Sprintf("events=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Plan(c, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// An engine is small enough for every shop to have its own.
func TestEngineSize(t *testing.T) {
	for name, policy := range presetPolicies() {
		const engines = 50
		made := make([]*followup.Engine, engines)
		before := heap()
		for i := range made {
			made[i] = compile(t, policy)
		}
		if each := (int64(heap()) - int64(before)) / engines; each > 1<<20 {
			t.Errorf("an engine of %s takes %d bytes, want at most 1 MB", name, each)
		}
		runtime.KeepAlive(made)
	}
}

// heap returns the size of all that is in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
