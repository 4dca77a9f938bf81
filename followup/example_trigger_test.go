package followup_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// exampleTrigger prints when the steps of a play are due that begins so, for a
// customer on 22 November 2026 at noon.
func exampleTrigger(trigger followup.Trigger, wait retention.Span, edit func(*followup.Customer, time.Time)) {
	engine, err := followup.Compile(followup.Policy{
		Version:  "1",
		Channels: []followup.Channel{{ID: "email"}},
		Plays:    []followup.Play{{ID: "play", Purpose: followup.Service, Trigger: trigger, Steps: []followup.Step{{ID: "mail", Wait: wait, Channels: []string{"email"}}}}},
		Signs:    []string{"order"},
	}, followup.World{})
	if err != nil {
		fmt.Println(err)
		return
	}
	customer := exampleCustomer()
	now := time.Date(2026, time.November, 22, 12, 0, 0, 0, customer.Zone)
	edit(&customer, now)
	plan, err := engine.Plan(customer, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range plan.Decisions {
		fmt.Println(d.Key, d.Verdict, d.Due.Format("2006-01-02 15:04"))
	}
}

func order(id string, at time.Time) followup.Event {
	return followup.Event{ID: id, Kind: "order", At: at}
}

// Thanks an hour after an order.
func ExampleOnEvent() {
	exampleTrigger(followup.OnEvent("order"), retention.Span{Exact: time.Hour}, func(c *followup.Customer, now time.Time) {
		c.Events = []followup.Event{order("o1", now.Add(-30*time.Minute))}
	})
	// Output:
	// play/o1/mail hold 2026-11-22 12:30
}

// A reminder a week before points lapse.
func ExampleOnDue() {
	exampleTrigger(followup.OnDue("points lapse"), retention.Span{Days: -7}, func(c *followup.Customer, now time.Time) {
		c.Events = []followup.Event{{ID: "lot7", Kind: "points lapse", At: now.AddDate(0, -11, 0), Due: now.AddDate(0, 0, 5)}}
	})
	// Output:
	// play/lot7/mail send 2026-11-20 12:00
}

// A birthday is once a year, whatever else changes.
func ExampleYearly() {
	exampleTrigger(followup.Yearly("birthday"), retention.Span{}, func(*followup.Customer, time.Time) {})
	// Output:
	// play/2026/mail send 2026-11-22 00:00
	// play/2027/mail hold 2027-11-22 00:00
}

// The last day of each month. What was missed long ago is not caught up on.
func ExampleEvery() {
	every := followup.Every(retention.Span{Months: 1}, retention.NewDate(2026, time.January, 31))
	exampleTrigger(every, retention.Span{}, func(*followup.Customer, time.Time) {})
	// Output:
	// play/2026-10-31/mail drop 2026-10-31 00:00
	// play/2026-11-30/mail hold 2026-11-30 00:00
}

// A word after 30 days without one, either way.
func ExampleSilence() {
	exampleTrigger(followup.Silence(retention.Span{Days: 30}), retention.Span{}, func(c *followup.Customer, now time.Time) {
		c.Events = []followup.Event{order("o1", now.AddDate(0, 0, -31))}
	})
	// Output:
	// play/2026-10-22T03:00:00Z+1/mail send 2026-11-21 12:00
	// play/2026-10-22T03:00:00Z+2/mail hold 2026-12-21 12:00
}

// Whoever buys every 20 days or so is reminded when it is time.
func ExampleReorder() {
	exampleTrigger(followup.Reorder("order"), retention.Span{}, func(c *followup.Customer, now time.Time) {
		c.Events = []followup.Event{order("o1", now.AddDate(0, 0, -65)), order("o2", now.AddDate(0, 0, -41)), order("o3", now.AddDate(0, 0, -21))}
	})
	// Output:
	// play/o3/mail hold 2026-11-23 12:00
}

// A welcome to a tier, for as long as the customer is in it.
func ExampleEntered() {
	exampleTrigger(followup.Entered("gold"), retention.Span{Days: 1}, func(c *followup.Customer, now time.Time) {
		c.Segments = map[string]time.Time{"gold": now.AddDate(0, 0, -2)}
	})
	// Output:
	// play/2026-11-20T03:00:00Z/mail send 2026-11-21 12:00
}

// A small surprise on one day of each quarter, the same whenever it is asked.
func ExampleSurprise() {
	exampleTrigger(followup.Surprise(3, "2026"), retention.Span{}, func(*followup.Customer, time.Time) {})
	// Output:
	// play/2026-10-01/mail hold 2026-12-03 00:00
}

// The reason for a no is asked for, once.
func ExampleDeclined() {
	exampleTrigger(followup.Declined("wine"), retention.Span{Exact: time.Hour}, func(c *followup.Customer, now time.Time) {
		c.Events = []followup.Event{{ID: "call 7", Kind: followup.DeclineEvent, At: now.Add(-2 * time.Hour), Topic: "wine"}}
	})
	// Output:
	// play/wine@2026-11-22T01:00:00Z/mail send 2026-11-22 11:00
}
