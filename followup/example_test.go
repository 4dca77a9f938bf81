package followup_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// examplePolicy is that of a small shop: a birthday mail and thanks for orders,
// by day, and no two mails in 16 hours.
func examplePolicy() followup.Policy {
	return followup.Policy{
		Version:  "2026-11",
		Channels: []followup.Channel{{ID: "email", Name: retention.Text{English: "e-mail", Japanese: "メール"}}},
		Plays: []followup.Play{{
			ID: "birthday", Name: retention.Text{English: "Birthday", Japanese: "誕生日"},
			Topic: "birthday", Purpose: followup.Relationship, Priority: 2,
			Trigger: followup.Yearly("birthday"),
			Steps:   []followup.Step{{ID: "mail", Channels: []string{"email"}}},
		}, {
			ID: "thanks", Name: retention.Text{English: "Thanks", Japanese: "お礼"},
			Topic: "thanks", Purpose: followup.Relationship, Priority: 1,
			Trigger: followup.OnEvent("order"),
			Steps:   []followup.Step{{ID: "mail", Wait: retention.Span{Days: 1}, Channels: []string{"email"}}},
		}},
		Rules: followup.Rules{
			Hours: []followup.HoursRule{{ID: "day", Hours: hours.Hours{Windows: []hours.Window{{From: 8 * hours.Hour, To: 21 * hours.Hour}}}}},
			Caps:  []followup.Cap{{ID: "gap", Max: 1, Every: retention.Span{Exact: 16 * time.Hour}}},
		},
	}
}

func exampleEngine() *followup.Engine {
	engine, err := followup.Compile(examplePolicy(), followup.World{Zone: time.LoadLocation})
	if err != nil {
		panic(err)
	}
	return engine
}

// exampleCustomer has a birthday on 22 November and lives in Tokyo.
func exampleCustomer() followup.Customer {
	zone, _ := time.LoadLocation("Asia/Tokyo")
	return followup.Customer{
		ID: "haru", Zone: zone,
		Addresses: []followup.Address{{Channel: "email", ID: "haru@example.com"}},
		Dates:     map[string]retention.Date{"birthday": retention.NewDate(1990, time.November, 22)},
	}
}

// The birthday mail waits for the morning, and says why.
func ExampleEngine_Plan() {
	engine, customer := exampleEngine(), exampleCustomer()
	now := time.Date(2026, time.November, 22, 0, 30, 0, 0, customer.Zone)

	plan, err := engine.Plan(customer, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := plan.Decisions[0]
	fmt.Println(d.Key, d.Verdict, d.Channel, d.NotBefore)
	for _, r := range d.WhyNot {
		fmt.Println("-", r.Code, r.Rule, r.Until)
	}
	fmt.Println(engine.Words(retention.English).Decision(d))
	fmt.Println("look again", plan.Next)
	// Output:
	// birthday/2026/mail hold email 2026-11-22 08:00:00 +0900 JST
	// - hours day 2026-11-22 08:00:00 +0900 JST
	// Birthday by e-mail: held until 22 November 2026 08:00, because it is outside the hours 08:00-21:00 (rule "day")
	// look again 2026-11-22 08:00:00 +0900 JST
}

// Plan, send, store, and plan again: what went out is done, and another plan
// from the same facts would have been the same.
func Example() {
	engine, customer := exampleEngine(), exampleCustomer()
	customer.Events = []followup.Event{{ID: "o1", Kind: "order", At: time.Date(2026, time.November, 21, 9, 0, 0, 0, customer.Zone)}}
	words := engine.Words(retention.English)

	now := time.Date(2026, time.November, 22, 9, 0, 0, 0, customer.Zone)
	for range 2 {
		plan, err := engine.Plan(customer, now)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(now.Format("2 Jan 15:04:"))
		for d := range plan.With(followup.Send) {
			fmt.Println("  to", d.Address+":", words.Decision(d))
			customer.Contacts = append(customer.Contacts, d.Contact(now, followup.Sent))
		}
		for d := range plan.With(followup.Hold) {
			if d.NotBefore.Before(now.AddDate(0, 1, 0)) {
				fmt.Println("  later:", words.Decision(d))
			}
		}
		now = now.Add(16 * time.Hour) // when there is room for another
	}
	// Output:
	// 22 Nov 09:00:
	//   to haru@example.com: Birthday by e-mail: may go out now, until 22 November 2026 21:00; due on 22 November 2026 00:00 and held back: it is outside the hours 08:00-21:00 until 22 November 2026 08:00 (rule "day")
	//   later: Thanks by e-mail: held until 23 November 2026 08:00 at the earliest, because it is outside the hours 08:00-21:00 (rule "day"); Birthday comes first under the limit of 1 message in 16 hours until 23 November 2026 01:00 (rule "gap")
	// 23 Nov 01:00:
	//   later: Thanks by e-mail: held until 23 November 2026 08:00, because it is outside the hours 08:00-21:00 (rule "day"); the limit of 1 message in 16 hours is reached until 23 November 2026 01:00 (rule "gap")
}

// A policy may be read from JSON. All that is wrong with it is reported at once.
func ExampleCompile() {
	policy := examplePolicy()
	policy.Zones.Default = "Asia/Tokio"
	policy.Hours[0].Hours.Closed = []string{"shop"}

	_, err := followup.Compile(policy, followup.World{Zone: time.LoadLocation})
	var faults followup.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Println(f.Part)
		}
	}
	fmt.Println(errors.Is(err, followup.ErrMissing), errors.Is(err, hours.ErrCalendar))

	_, err = followup.Compile(policy, followup.World{
		Zone:      func(string) (*time.Location, error) { return time.UTC, nil },
		Calendars: map[string]hours.Calendar{"shop": hours.Dates{retention.NewDate(2026, time.December, 31): {English: "Stocktaking"}}},
	})
	fmt.Println(err)
	// Output:
	// zones: default
	// hours "day": closed[0]
	// true true
	// <nil>
}

// Something outside of all plays asks the same gates, and adds what it sent to
// the contacts.
func ExampleEngine_Allowed() {
	engine, customer := exampleEngine(), exampleCustomer()
	message := followup.Message{Channel: "email", Topic: "news", Purpose: followup.Promotional}
	words := engine.Words(retention.English)

	evening := time.Date(2026, time.November, 20, 20, 0, 0, 0, customer.Zone)
	customer.Contacts = []followup.Contact{{At: evening, Channel: "email", Topic: "news", Outcome: followup.Sent}}
	customer.Consents = []followup.Consent{{Channel: "email", Topic: "news", Granted: false, At: evening.Add(time.Hour)}}

	reasons, err := engine.Allowed(customer, message, evening.Add(3*time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range reasons {
		fmt.Println(r.Code+":", words.Reason(r))
	}
	message.Topic = "care"
	reasons, _ = engine.Allowed(customer, message, evening.Add(20*time.Hour))
	fmt.Println(len(reasons), "reasons the day after on another topic")
	// Output:
	// consent.refused: they opted out of e-mail on 20 November 2026 21:00
	// hours: it is outside the hours 08:00-21:00 until 21 November 2026 08:00 (rule "day")
	// cap: the limit of 1 message in 16 hours is reached until 21 November 2026 12:00 (rule "gap")
	// 0 reasons the day after on another topic
}

// Two workers plan for one customer. The first to store its contact wins, the
// other sees that the facts have changed.
func ExampleEngine_Basis() {
	engine, customer := exampleEngine(), exampleCustomer()
	now := time.Date(2026, time.November, 22, 9, 0, 0, 0, customer.Zone)
	mine, _ := engine.Plan(customer, now)
	theirs, _ := engine.Plan(customer, now)

	store := func(p followup.Plan) {
		if engine.Basis(customer) != p.Basis { // read again, in the transaction
			fmt.Println("somebody was quicker: plan again")
			return
		}
		for d := range p.With(followup.Send) {
			customer.Contacts = append(customer.Contacts, d.Contact(now, followup.Sent))
			fmt.Println("stored", d.Key)
		}
	}
	store(mine)
	store(theirs)
	// Output:
	// stored birthday/2026/mail
	// somebody was quicker: plan again
}

func ExampleEngine_HeldOut() {
	policy := examplePolicy()
	policy.Holdout = followup.Holdout{Salt: "2026", Share: 0.1}
	engine, err := followup.Compile(policy, followup.World{})
	if err != nil {
		fmt.Println(err)
		return
	}
	n := 0
	for i := range 1000 {
		if engine.HeldOut(fmt.Sprint("c", i)) {
			n++
		}
	}
	fmt.Println(n, "of 1000 customers are left alone, to compare with")
	// Output:
	// 106 of 1000 customers are left alone, to compare with
}

func ExampleEngine_Policy() {
	policy := examplePolicy()
	engine, err := followup.Compile(policy, followup.World{})
	if err != nil {
		fmt.Println(err)
		return
	}
	policy.Version = "changed later" // the engine has a copy
	fmt.Println(engine.Policy().Version)
	// Output: 2026-11
}

func ExamplePlan_With() {
	engine, customer := exampleEngine(), exampleCustomer()
	plan, err := engine.Plan(customer, time.Date(2026, time.November, 22, 9, 0, 0, 0, customer.Zone))
	if err != nil {
		fmt.Println(err)
		return
	}
	for d := range plan.With(followup.Send) {
		fmt.Println("send", d.Key, "to", d.Address, "by", d.Until.Format(time.TimeOnly))
	}
	for d := range plan.With(followup.Hold) {
		fmt.Println("hold", d.Key, "until", d.NotBefore.Format(time.DateOnly))
	}
	// Output:
	// send birthday/2026/mail to haru@example.com by 21:00:00
	// hold birthday/2027/mail until 2027-11-22
}

// A contact is stored when a message goes out, and again under its key when
// more is known of it.
func ExampleDecision_Contact() {
	engine, customer := exampleEngine(), exampleCustomer()
	now := time.Date(2026, time.November, 22, 9, 0, 0, 0, customer.Zone)
	plan, err := engine.Plan(customer, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := plan.Decisions[0]
	customer.Contacts = append(customer.Contacts,
		d.Contact(now, followup.Sent),
		d.Contact(now.Add(2*time.Hour), followup.Reacted))

	plan, _ = engine.Plan(customer, now.Add(3*time.Hour))
	for d := range plan.With(followup.Done) {
		fmt.Println(d.Key, d.Channel, d.Due.Format(time.DateTime))
	}
	// Output:
	// birthday/2026/mail email 2026-11-22 09:00:00
}

// A fact that cannot be planned with is an error; that a message must not go
// out is none.
func ExampleError() {
	engine, customer := exampleEngine(), exampleCustomer()
	customer.Contacts = []followup.Contact{{Key: "thanks/o1/mail", Channel: "email"}}
	_, err := engine.Plan(customer, time.Date(2026, time.November, 22, 9, 0, 0, 0, customer.Zone))

	var fact *followup.Error
	fmt.Println(err)
	fmt.Println(errors.As(err, &fact) && fact.Customer == "haru", errors.Is(err, followup.ErrTime))
	// Output:
	// followup: customer "haru": contact "thanks/o1/mail": no usable time
	// true true
}

// The next channel is used if the one before cannot be, and not because of the
// hour or a refusal.
func ExampleFallbackCodes() {
	for _, code := range followup.FallbackCodes() {
		fmt.Println(code+":", code.Text(retention.English))
	}
	// Output:
	// address.missing: no address
	// address.dead: dead address
	// attempts: attempts came to nothing
	// consent.missing: no consent
	// consent.expired: consent expired
}

func ExampleFingerprint() {
	engine, customer := exampleEngine(), exampleCustomer()
	text, err := engine.Basis(customer).MarshalText()
	if err != nil {
		fmt.Println(err)
		return
	}
	var read followup.Fingerprint
	err = read.UnmarshalText(text)
	fmt.Println(len(text), read == engine.Basis(customer), err)

	err = read.UnmarshalText([]byte("something else"))
	fmt.Println(err)
	// Output:
	// 32 true <nil>
	// followup: "something else" is not a fingerprint
}

// A nightly job logs what is misspelt: this opt-out stops no e-mail.
func ExampleEngine_Unknown() {
	engine, customer := exampleEngine(), exampleCustomer()
	customer.Consents = []followup.Consent{{Channel: "Email", At: time.Date(2026, time.November, 1, 9, 0, 0, 0, customer.Zone)}}
	customer.Events = []followup.Event{{ID: "v1", Kind: "page view"}} // no play asks for it, and that is all right
	for _, u := range engine.Unknown(customer) {
		fmt.Printf("customer %q: %s: %q is not known, %q is\n", customer.ID, u.Part, u.Name, u.Near)
	}
	// Output:
	// customer "haru": consents[0].channel: "Email" is not known, "email" is
}
