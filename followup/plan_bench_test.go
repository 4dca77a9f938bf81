package followup_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// busyPolicy has 12 plays and 8 caps.
func busyPolicy() followup.Policy {
	p := followup.Policy{
		Version:  "1",
		Channels: []followup.Channel{{ID: "email", Spread: exact(30 * time.Minute)}, {ID: "line"}, {ID: "sms", Interrupts: true}, {ID: "phone", Interrupts: true}},
		Rules: followup.Rules{
			Hours: []followup.HoursRule{
				{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}},
				{ID: "calls", Match: followup.Match{Channels: []string{"phone"}}, Hours: hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays, From: 10 * hours.Hour, To: 18 * hours.Hour}}, Closed: []string{"jp"}}},
			},
			Consent: []followup.ConsentRule{{ID: "opt-in", Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional}}}},
			Caps: []followup.Cap{
				{ID: "gap", Max: 1, Every: exact(16 * time.Hour)},
				{ID: "day", Max: 2, Every: days(1)},
				{ID: "week", Max: 4, Every: exact(7 * 24 * time.Hour)},
				{ID: "month", Max: 12, Every: retention.Span{Months: 1}},
				{ID: "promotion", Match: followup.Match{Purposes: []followup.Purpose{followup.Promotional}}, Max: 2, Every: exact(7 * 24 * time.Hour)},
				{ID: "survey", Match: followup.Match{Topics: []string{"survey"}}, Max: 1, Every: exact(30 * 24 * time.Hour)},
				{ID: "sms", Match: followup.Match{Channels: []string{"sms"}}, Max: 1, Every: exact(24 * time.Hour)},
				{ID: "topic", Max: 3, Every: exact(10 * 24 * time.Hour), ByTopic: true},
			},
			Declines: []followup.DeclineRule{{ID: "no", Cooldown: days(60)}},
		},
		Fatigue:   []followup.Fatigue{{ID: "quiet", After: 8, Gap: exact(24 * time.Hour), Factor: 2, Most: exact(14 * 24 * time.Hour)}},
		Complaint: &followup.ComplaintRule{Purposes: []followup.Purpose{followup.Promotional}, Calm: days(7)},
		Signs:     []string{"order", "reply"},
	}
	one := func(id string, purpose followup.Purpose, priority int, trigger followup.Trigger, wait retention.Span, channels ...string) {
		p.Plays = append(p.Plays, followup.Play{
			ID: id, Topic: id, Purpose: purpose, Priority: priority, Trigger: trigger,
			Steps: []followup.Step{{ID: "mail", Wait: wait, Channels: channels}},
		})
	}
	one("thanks", followup.Relationship, 90, followup.OnEvent("order"), days(1), "email")
	one("howto", followup.Service, 80, followup.OnEvent("delivered"), days(3), "email", "line")
	one("review", followup.Relationship, 40, followup.OnEvent("delivered"), days(10), "email")
	one("birthday", followup.Relationship, 100, followup.Yearly("birthday"), retention.Span{}, "line", "email")
	one("refill", followup.Promotional, 60, followup.Reorder("order"), days(-3), "email")
	one("winback", followup.Promotional, 30, followup.Silence(days(60)), retention.Span{}, "email", "sms")
	p.Plays[5].Steps = append(p.Plays[5].Steps, followup.Step{ID: "again", Wait: days(14), Channels: []string{"email"}})
	one("lapse", followup.Service, 70, followup.OnDue("points lapse"), days(-30), "email")
	one("tier", followup.Relationship, 85, followup.Entered("gold"), days(1), "email")
	one("warranty", followup.Service, 75, followup.OnDue("warranty ends"), days(-30), "email", "phone")
	one("newsletter", followup.Promotional, 10, followup.Every(days(7), date("2026-01-05")), retention.Span{}, "email")
	one("survey", followup.Relationship, 20, followup.Every(retention.Span{Months: 3}, date("2026-01-15")), retention.Span{}, "email")
	one("surprise", followup.Promotional, 50, followup.Surprise(3, "s"), retention.Span{}, "line", "email")
	return p
}

// busyCustomer has the 60 contacts that the engine made in the time before now,
// and 29 events: 12 orders of the last year, delivered, and what falls due.
func busyCustomer(t testing.TB, e *followup.Engine, now time.Time) followup.Customer {
	t.Helper()
	c := haru()
	c.Region = "JP"
	c.Addresses = append(c.Addresses, followup.Address{Channel: "line", ID: "line1", Preferred: true}, followup.Address{Channel: "phone", ID: "0312345678"})
	c.Consents = []followup.Consent{{Channel: "email", Granted: true, Basis: "express", At: now.AddDate(-2, 0, 0)}}
	c.Segments = map[string]time.Time{"gold": now.AddDate(0, 0, -20)}
	for i := range 12 {
		placed := now.AddDate(0, 0, -30*(12-i)+28)
		id := fmt.Sprintf("order-%d", 1000+i)
		c.Events = append(c.Events, followup.Event{ID: id, Kind: "order", At: placed}, followup.Event{ID: id, Kind: "delivered", At: placed.AddDate(0, 0, 2)})
	}
	for i, due := range []int{-40, 20, 33, 80} { // days from now
		due := now.AddDate(0, 0, due)
		c.Events = append(c.Events, followup.Event{ID: fmt.Sprintf("lot-%d", i), Kind: "points lapse", At: due.AddDate(-1, 0, 0), Due: due})
	}
	c.Events = append(c.Events, followup.Event{ID: "kettle", Kind: "warranty ends", At: now.AddDate(-1, 0, 30), Due: now.AddDate(0, 0, 33)})
	for at := now.AddDate(-1, 0, 0); at.Before(now); {
		p := plan(t, e, c, at)
		next := p.Next
		for d := range p.With(followup.Send) {
			c.Contacts = append(c.Contacts, d.Contact(at, followup.Sent))
			next = at
			break
		}
		at = next
	}
	c.Contacts = c.Contacts[max(0, len(c.Contacts)-60):]
	return c
}

func BenchmarkPlan(b *testing.B) {
	e := compile(b, busyPolicy())
	now := at("2026-11-22 07:30")
	c := busyCustomer(b, e, now)
	b.Run("plays=12/caps=8/contacts=60", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.Plan(c, now); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("allowed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.Allowed(c, followup.Message{Channel: "email", Topic: "news"}, now); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// byHand is the loop that shops write: what is due, unless a cap or the night is
// in the way. It knows no consent, no reasons, no next time and no other zone.
func byHand(p *followup.Policy, c *followup.Customer, now time.Time) (send []string) {
	sent := map[string]bool{}
	for _, x := range c.Contacts {
		sent[x.Key] = true
	}
	if h := now.Hour(); h < 8 || h >= 21 {
		return nil
	}
	for i := range p.Plays {
		play := &p.Plays[i]
		for _, e := range c.Events {
			if play.Trigger.After == nil || e.Kind != play.Trigger.After.Event {
				continue
			}
			from := e.At
			if play.Trigger.After.Due {
				from = e.Due
			}
			step := &play.Steps[0]
			due := from.AddDate(0, step.Wait.Months, step.Wait.Days)
			key := play.ID + "/" + e.ID + "/" + step.ID
			if now.Before(due) || now.After(due.AddDate(0, 0, 3)) || sent[key] {
				continue
			}
			full := false
			for j := range p.Caps {
				limit := &p.Caps[j]
				since := now.Add(-limit.Every.Exact).AddDate(0, -limit.Every.Months, -limit.Every.Days)
				n := 0
				for _, x := range c.Contacts {
					if x.At.After(since) {
						n++
					}
				}
				full = full || n >= limit.Max
			}
			if !full {
				send = append(send, key)
			}
		}
	}
	return send
}

func BenchmarkPlanByHand(b *testing.B) {
	p := busyPolicy()
	now := at("2026-11-22 08:30")
	c := busyCustomer(b, compile(b, p), now)
	b.ReportAllocs()
	for b.Loop() {
		byHand(&p, &c, now)
	}
}
