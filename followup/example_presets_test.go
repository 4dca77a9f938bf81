package followup_test

import (
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// An order of last night: thanks are due, and the newsletter has to wait for
// another day.
func ExampleShopPolicy() {
	engine, err := followup.Compile(followup.ShopPolicy(), followup.World{Zone: time.LoadLocation})
	if err != nil {
		panic(err)
	}
	customer := followup.Customer{
		ID: "haru", Zone: tokyo, Region: "JP",
		Addresses: []followup.Address{{Channel: followup.Email, ID: "haru@example.com"}},
		Consents:  []followup.Consent{{Granted: true, Basis: followup.BasisExpress, At: at("2026-01-05 12:00")}},
		Events:    []followup.Event{{ID: "o1", Kind: followup.OrderEvent, At: at("2026-11-16 21:40")}},
	}
	plan, err := engine.Plan(customer, at("2026-11-17 10:00"))
	if err != nil {
		panic(err)
	}
	for _, d := range plan.Decisions {
		if d.Verdict == followup.Send || d.Play == "newsletter" {
			fmt.Println(d.Verdict, d.Channel, d.Key)
			for _, r := range d.WhyNot {
				fmt.Println("  ", r.Code)
			}
		}
	}
	// Output:
	// send email thanks/o1/thank
	// hold email newsletter/2026-11-17/send
	//    hours
	//    spread
	//    reserved
	// hold email newsletter/2026-11-24/send
	//    due
}

// A good customer stays away, and does not take the phone before noon: the next
// call is on another day after work.
func ExampleJapaneseShopPolicy() {
	engine, err := followup.Compile(followup.JapaneseShopPolicy(), followup.World{Zone: time.LoadLocation})
	if err != nil {
		panic(err)
	}
	customer := followup.Customer{
		ID: "haru", Zone: tokyo, Region: "JP",
		Addresses: []followup.Address{{Channel: followup.Phone, ID: "090"}},
		Segments: map[string]time.Time{
			followup.TopTierSegment: at("2026-02-01 00:00"),
			followup.LapsedSegment:  at("2026-11-16 03:00"),
		},
		Contacts: []followup.Contact{{
			Key: "care/2026-11-15T18:00:00Z/call", At: at("2026-11-17 11:00"), Channel: followup.Phone, Topic: followup.CareTopic,
			Purpose: followup.Relationship, Outcome: followup.NoAnswer,
		}},
	}
	plan, err := engine.Plan(customer, at("2026-11-17 12:00"))
	if err != nil {
		panic(err)
	}
	for d := range plan.With(followup.Hold) {
		if d.Channel == followup.Phone {
			fmt.Println(d.Channel, d.Key, d.NotBefore.Format("Mon 15:04"))
		}
	}
	// Output: phone care/2026-11-15T18:00:00Z/call#2 Wed 17:00
}

// A meeting that falls on a holiday is held on the next day that both sides work.
func ExampleAccountPolicy() {
	engine, err := followup.Compile(followup.AccountPolicy("Asia/Tokyo", "jp"), followup.World{Zone: time.LoadLocation})
	if err != nil {
		panic(err)
	}
	customer := followup.Customer{
		ID: "acme", Business: true, Zone: tokyo, Region: "JP",
		Addresses: []followup.Address{{Channel: followup.Visit, ID: "headquarters"}},
		Dates:     map[string]retention.Date{followup.ContractStartDate: date("2025-09-21")},
	}
	plan, err := engine.Plan(customer, at("2026-09-21 10:00"))
	if err != nil {
		panic(err)
	}
	for d := range plan.With(followup.Hold) {
		if d.Key == "monthly/2026-09-21/meet" {
			fmt.Println(d.Channel, d.NotBefore.Format("2006-01-02 Mon 15:04"))
			for _, r := range d.WhyNot {
				fmt.Println(r.Code, r.Name.Japanese)
			}
		}
	}
	// Output:
	// visit 2026-09-24 Thu 09:00
	// holiday 敬老の日
	// hours.staff 敬老の日
}

// All laws come whole: each customer is under those of their region.
func ExampleLaws() {
	policy := followup.ShopPolicy()
	policy.Laws = followup.Laws()
	engine, err := followup.Compile(policy, followup.World{Zone: time.LoadLocation})
	if err != nil {
		panic(err)
	}
	for _, region := range []string{"US-NY", "US-FL", "JP", "FR", ""} {
		customer := followup.Customer{
			ID: "c", Region: region, Zone: mustZone("America/New_York"),
			Addresses: []followup.Address{{Channel: followup.SMS, ID: "+1"}},
			Consents:  []followup.Consent{{Granted: true, Basis: followup.BasisPurchase, At: at("2026-10-01 12:00")}},
		}
		message := followup.Message{Channel: followup.SMS, Topic: "boots", Purpose: followup.Promotional}
		reasons, err := engine.Allowed(customer, message, at("2026-11-23 10:30")) // Sunday, 20:30 in New York
		if err != nil {
			panic(err)
		}
		fmt.Printf("%q:", region)
		for _, r := range reasons {
			if r.Code != followup.Spread {
				fmt.Printf(" %s(%s)", r.Code, r.Law)
			}
		}
		fmt.Println()
	}
	// Output:
	// "US-NY": consent.missing(us)
	// "US-FL": consent.missing(us) hours(us-fl)
	// "JP": consent.missing(jp) consent.missing(jp-mail-order)
	// "FR": consent.missing(eu) hours(fr)
	// "": consent.missing(eu) consent.missing(jp) consent.missing(jp-mail-order) consent.missing(us) hours(fr) hours(us-fl)
}

// A shop that calls its e-mail something else renames it in its copy of the law.
func ExampleJapanLaw() {
	law := followup.JapanLaw()
	law.Consent[0].Channels = []string{"mail", followup.SMS}
	fmt.Println(law.Name.Japanese, law.AsOf)
	fmt.Println(law.Hours[0].Channels, law.Hours[0].Hours.Windows[0].From, law.Hours[0].Hours.Windows[0].To)
	for _, basis := range law.Consent[0].Bases {
		fmt.Println(law.Consent[0].Channels, basis.Name)
	}
	// Output:
	// 日本：メール・SMS・電話・訪問による広告と勧誘 2026-11-01
	// [phone visit] 08:00 21:00
	// [mail sms] express
	// [mail sms] relationship
	// [mail sms] card
	// [mail sms] published
}

func ExampleJapanMailOrderLaw() {
	law := followup.JapanMailOrderLaw()
	fmt.Println(law.Consent[0].Channels, law.Consent[0].Purposes, law.Consent[0].Bases)
	for _, source := range law.Sources {
		fmt.Println(source)
	}
	// Output:
	// [email sms] [promotional] [{express P0D}]
	// 特定商取引法 (Act on Specified Commercial Transactions), consent of its own for mail-order advertising, contract notices exempt: secondary source, law firms
	// That this is article 12-3 (12条の3) and covers SMS: general knowledge
}

func ExampleUnitedStatesLaw() {
	law := followup.UnitedStatesLaw()
	window := law.Hours[0].Hours.Windows[0]
	fmt.Println(law.Regions, law.Hours[0].Channels, window.From, window.To)
	// Output: [US] [phone sms] 08:00 21:00
}

func ExampleFloridaLaw() {
	law := followup.FloridaLaw()
	window := law.Hours[0].Hours.Windows[0]
	fmt.Println(law.Regions, law.Hours[0].Channels, window.From, window.To)
	fmt.Println(law.Caps[0].Max, "in", law.Caps[0].Every, law.Caps[0].ByTopic)
	// Output:
	// [US-FL] [phone sms] 08:00 20:00
	// 3 in PT24H true
}

func ExampleCanadaLaw() {
	for _, basis := range followup.CanadaLaw().Consent[0].Bases {
		fmt.Println(basis.Name, basis.Lasts)
	}
	// Output:
	// express P0D
	// purchase P2Y
	// inquiry P6M
}

func ExampleEuropeLaw() {
	law := followup.EuropeLaw()
	fmt.Println(len(law.Regions), law.Consent[0].Channels, law.Consent[0].Bases)
	// Output: 27 [email sms line] [{express P0D} {similar P0D}]
}

func ExampleFranceLaw() {
	law := followup.FranceLaw()
	for _, w := range law.Hours[0].Hours.Windows {
		fmt.Println(law.Hours[0].Channels, w.Days, w.From, w.To, law.Hours[0].Hours.Closed)
	}
	fmt.Println(law.Caps[0].Max, "in", law.Caps[0].Every, "and none for", law.Declines[0].Cooldown, "after a no")
	// Output:
	// [phone] mon-fri 10:00 13:00 [fr]
	// [phone] mon-fri 14:00 20:00 [fr]
	// 4 in P30D and none for P60D after a no
}
