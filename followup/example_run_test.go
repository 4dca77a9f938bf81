package followup_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// thankful is a policy of a shop that says thanks a day after each order, asks a
// week later how it goes until the customer answers, and has a newsletter.
func thankful() followup.Policy {
	return followup.Policy{
		Version:  "2026-11",
		Channels: []followup.Channel{{ID: "email"}},
		Plays: []followup.Play{{
			ID: "thanks", Topic: "orders", Purpose: followup.Relationship, Priority: 2, Trigger: followup.OnEvent("order"), Exit: []string{"reply"},
			Steps: []followup.Step{
				{ID: "thanks", Wait: retention.Span{Days: 1}, Channels: []string{"email"}},
				{ID: "how is it", Wait: retention.Span{Days: 7}, Channels: []string{"email"}},
			},
		}, {
			ID: "news", Topic: "news", Trigger: followup.Every(retention.Span{Days: 7}, retention.NewDate(2026, time.November, 3)),
			Steps: []followup.Step{{ID: "mail", At: 9 * hours.Hour, Late: retention.Span{Days: 1}, Channels: []string{"email"}}},
		}},
		Rules: followup.Rules{
			Hours: []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}},
			Caps:  []followup.Cap{{ID: "a week", Max: 1, Every: retention.Span{Days: 7}}},
		},
		Signs: []string{"order", "reply"},
	}
}

func ExampleEngine_Run() {
	engine, err := followup.Compile(thankful(), followup.World{})
	if err != nil {
		log.Fatal(err)
	}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		log.Fatal(err)
	}
	from := time.Date(2026, time.November, 1, 0, 0, 0, 0, tokyo)
	customer := followup.Customer{
		ID: "c1", Zone: tokyo, Addresses: []followup.Address{{Channel: "email", ID: "c1@example.com"}},
		Events: []followup.Event{{ID: "o1", Kind: "order", At: from.Add(22 * time.Hour)}},
	}
	// The customer answers the question of how it goes two days later.
	respond := func(_ followup.Customer, c followup.Contact) followup.Response {
		if !strings.HasSuffix(c.Key, "/how is it") {
			return followup.Response{}
		}
		return followup.Response{Events: []followup.Event{{ID: "r1", Kind: "reply", At: c.At.Add(48 * time.Hour)}}}
	}
	after, contacts, err := engine.Run(customer, from, from.AddDate(0, 1, 0), respond)
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range contacts {
		fmt.Println(c.At.Format("Jan _2 15:04"), c.Key)
	}
	fmt.Println(len(customer.Contacts), "contacts before,", len(after.Contacts), "after; last:", after.Events[1].Kind)
	// Output:
	// Nov  3 08:00 thanks/o1/thanks
	// Nov 10 08:00 thanks/o1/how is it
	// Nov 17 09:00 news/2026-11-17/mail
	// Nov 24 09:00 news/2026-11-24/mail
	// 0 contacts before, 4 after; last: reply
}

func ExampleEngine_Simulate() {
	engine, err := followup.Compile(thankful(), followup.World{})
	if err != nil {
		log.Fatal(err)
	}
	from := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	// One customer orders every week, which leaves no room for the newsletter.
	// The others never do, and one of them cannot be reached.
	book := func(yield func(followup.Customer) bool) {
		for i := range 4 {
			c := followup.Customer{ID: fmt.Sprint("c", i), Zone: time.UTC, Addresses: []followup.Address{{Channel: "email", ID: "1"}}}
			if i == 0 {
				for week := range 4 {
					c.Events = append(c.Events, followup.Event{ID: fmt.Sprint("o", week), Kind: "order", At: from.AddDate(0, 0, 7*week).Add(15 * time.Hour)})
				}
			}
			if i == 3 {
				c.Addresses = nil
			}
			if !yield(c) {
				return
			}
		}
	}
	report, err := engine.Simulate(context.Background(), book, followup.Simulation{From: from, To: from.AddDate(0, 0, 28)})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Contacts, "contacts,", report.Dropped, "messages dropped,", report.Waiting, "wait")
	for _, p := range report.PerCustomer {
		fmt.Println(p.Customers, "customers got", p.Contacts)
	}
	for _, p := range report.Plays {
		fmt.Println(p.Play, "sent", p.Sent, "of", p.Messages())
	}
	for _, c := range report.DroppedBy {
		fmt.Println("dropped for", c.Code, c.Rule, c.Decisive, c.Any)
	}
	fmt.Println("busiest day:", report.Busiest.Customer, report.Busiest.Date, report.Busiest.Contacts)
	// Output:
	// 12 contacts, 11 messages dropped, 0 wait
	// 1 customers got 0
	// 3 customers got 4
	// news sent 8 of 16
	// thanks sent 4 of 7
	// dropped for cap a week 7 7
	// dropped for address.missing  4 4
	// dropped for late  0 11
	// busiest day: c0 2026-11-02 1
}

func ExampleEngine_PlanAll() {
	engine, err := followup.Compile(thankful(), followup.World{})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, time.November, 3, 9, 0, 0, 0, time.UTC)
	email := []followup.Address{{Channel: "email", ID: "1"}}
	customers := []followup.Customer{
		{ID: "c1", Zone: time.UTC, Addresses: email},
		{ID: "c2", Zone: time.UTC, Addresses: email, Events: []followup.Event{{ID: "o1", Kind: "order"}}},
		{ID: "c3", Zone: time.UTC, Addresses: email, Events: []followup.Event{{ID: "o1", Kind: "order", At: now.Add(-25 * time.Hour)}}},
	}
	for plan, err := range engine.PlanAll(context.Background(), slices.Values(customers), now) {
		if err != nil {
			fmt.Println(plan.Customer, "is left out:", err)
			continue
		}
		for d := range plan.With(followup.Send) {
			fmt.Println(plan.Customer, "gets", d.Key)
		}
	}
	// Output:
	// c1 gets news/2026-11-03/mail
	// c2 is left out: followup: customer "c2": event "o1": no usable time
	// c3 gets thanks/o1/thanks
}
