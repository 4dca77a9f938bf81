package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

// presetLife is what happens to one customer, and what a policy makes of it.
type presetLife struct {
	customer followup.Customer
	facts    []presetFact                             // in order of time
	answer   func(followup.Decision) followup.Outcome // to what is sent; nil: none
}

// presetFact is something that becomes known at an instant.
type presetFact struct {
	at    time.Time
	learn func(*followup.Customer)
}

// live plans, sends, and jumps to when the plan wants to be looked at again. It
// returns a line for each contact.
func (l presetLife) live(t *testing.T, p followup.Policy, from, to time.Time) (lines []string, c followup.Customer) {
	t.Helper()
	e := compile(t, p)
	c = l.customer
	facts := slices.Clone(l.facts)
	for now, turns := from, 0; now.Before(to); turns++ {
		if turns > 10_000 {
			t.Fatal("the plan never rests")
		}
		for len(facts) > 0 && !facts[0].at.After(now) {
			facts[0].learn(&c)
			facts = facts[1:]
		}
		made := plan(t, e, c, now)
		sent := slices.Collect(made.With(followup.Send))
		for _, d := range sent {
			outcome := followup.Sent
			if l.answer != nil {
				outcome = l.answer(d)
			}
			c.Contacts = append(c.Contacts, d.Contact(now, outcome))
			lines = append(lines, presetLine(d, outcome, now))
		}
		if len(sent) > 0 {
			continue // what waited behind them has its time now
		}
		was := now
		now = to
		if !made.Next.IsZero() && made.Next.Before(to) {
			now = made.Next
		}
		if len(facts) > 0 && facts[0].at.Before(now) {
			now = facts[0].at
		}
		presetRests(t, e, c, made, was.Add(now.Sub(was)/2))
	}
	return lines, c
}

// presetRests checks that what has a time keeps it until the plan wants to be
// looked at.
func presetRests(t *testing.T, e *followup.Engine, c followup.Customer, made followup.Plan, later time.Time) {
	t.Helper()
	times := func(p followup.Plan) map[string]string {
		all := map[string]string{}
		for d := range p.With(followup.Hold) {
			if !d.NotBefore.IsZero() {
				all[d.Key] = fmt.Sprint(d.NotBefore, d.Channel, d.Also)
			}
		}
		return all
	}
	if diff := cmp.Diff(times(made), times(plan(t, e, c, later))); diff != "" {
		t.Errorf("from %v to %v, before %v (-want +got):\n%s", made.At, later, made.Next, diff)
	}
}

func presetLine(d followup.Decision, o followup.Outcome, now time.Time) string {
	line := fmt.Sprintf("%s %s %s", now.Format("2006-01-02 Mon 15:04"), d.Channel, d.Key)
	for _, part := range d.Also {
		line += " + " + part.Key
	}
	if o != followup.Sent {
		line += " = " + o.String()
	}
	return line
}

// presetManners checks what no preset may do: write at night, or twice in 16 hours.
func presetManners(t *testing.T, c followup.Customer, from, to int) {
	t.Helper()
	contacts := slices.Clone(c.Contacts)
	slices.SortFunc(contacts, func(a, b followup.Contact) int { return a.At.Compare(b.At) })
	for i, x := range contacts {
		if hour := x.At.In(c.Zone).Hour(); hour < from || hour >= to {
			t.Errorf("%s at %v", x.Key, x.At)
		}
		if i > 0 && x.At.Sub(contacts[i-1].At) < 16*time.Hour {
			t.Errorf("%s at %v, and %s at %v", contacts[i-1].Key, contacts[i-1].At, x.Key, x.At)
		}
	}
}

func presetJoin(lines []string) string { return strings.Join(lines, "\n") + "\n" }

// presetBuy returns the events of an order that arrives two days later.
func presetBuy(id, when string) []followup.Event {
	return []followup.Event{
		{ID: id, Kind: followup.OrderEvent, At: at(when)},
		{ID: id, Kind: followup.DeliveredEvent, At: at(when).AddDate(0, 0, 2)},
	}
}

func presetShopLife() presetLife {
	c := haru()
	c.Region = "JP"
	c.Dates[followup.MemberSinceDate] = date("2025-11-10")
	c.Addresses = append(c.Addresses, followup.Address{Channel: followup.Push, ID: "haru's phone"})
	c.Consents = []followup.Consent{{Granted: true, Basis: followup.BasisExpress, At: at("2025-11-10 12:00")}}
	for _, events := range [][]followup.Event{
		presetBuy("o1", "2026-01-10 20:15"), presetBuy("o2", "2026-02-20 12:40"), presetBuy("o3", "2026-04-02 22:05"), presetBuy("o4", "2026-05-20 19:30"),
	} {
		c.Events = append(c.Events, events...)
	}
	c.Events = append(c.Events,
		followup.Event{ID: "p1", Kind: followup.PointsLapseEvent, At: at("2026-01-10 20:15"), Due: at("2026-07-01 00:00")},
		followup.Event{ID: "w1", Kind: followup.WarrantyEndEvent, At: at("2026-01-12 12:00"), Due: at("2026-11-12 00:00")},
	)
	c.Segments = map[string]time.Time{}
	return presetLife{customer: c, facts: []presetFact{
		{at("2026-05-21 03:00"), func(c *followup.Customer) { c.Segments[followup.TopTierSegment] = at("2026-05-21 03:00") }},
		{at("2026-08-01 15:00"), func(c *followup.Customer) {
			c.Complaints = []followup.Complaint{{ID: "c1", Opened: at("2026-08-01 15:00")}}
		}},
		{at("2026-08-20 10:00"), func(c *followup.Customer) { c.Complaints[0].Closed = at("2026-08-20 10:00") }},
		{at("2026-09-15 03:00"), func(c *followup.Customer) {
			c.Segments[followup.LapsedSegment] = at("2026-09-15 03:00")
		}},
	}}
}

func TestShopLife(t *testing.T) {
	l := presetShopLife()
	l.answer = func(d followup.Decision) followup.Outcome {
		if d.Key == "newsletter/2026-03-03/send" {
			return followup.DeclinedIt
		}
		return followup.Sent
	}
	got, c := l.live(t, followup.ShopPolicy(), at("2026-01-01 00:00"), at("2027-01-01 00:00"))
	presetManners(t, c, 8, 21)
	if diff := cmp.Diff(shopLifeGolden, presetJoin(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func presetJapaneseShopLife() presetLife {
	l := presetShopLife()
	l.customer.Addresses = []followup.Address{
		{Channel: followup.Email, ID: "haru@example.com"},
		{Channel: followup.Line, ID: "haru on LINE", Preferred: true},
		{Channel: followup.Phone, ID: "090"},
	}
	calls := 0
	l.answer = func(d followup.Decision) followup.Outcome {
		switch {
		case d.Channel == followup.Phone && calls == 0:
			calls++
			return followup.NoAnswer
		case d.Channel == followup.Phone:
			return followup.Reached
		case d.Key == "newsletter/2026-06-09/send":
			return followup.OptedOut
		}
		return followup.Sent
	}
	return l
}

func TestJapaneseShopLife(t *testing.T) {
	got, c := presetJapaneseShopLife().live(t, followup.JapaneseShopPolicy(), at("2026-01-01 00:00"), at("2027-01-01 00:00"))
	presetManners(t, c, 8, 21)
	if diff := cmp.Diff(japaneseShopLifeGolden, presetJoin(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func presetAccountLife() presetLife {
	c := followup.Customer{
		ID: "acme", Business: true, Zone: tokyo, Region: "JP",
		Addresses: []followup.Address{
			{Channel: followup.Email, ID: "office@example.com"}, {Channel: followup.Phone, ID: "03"},
			{Channel: followup.Video, ID: "room"}, {Channel: followup.Visit, ID: "Tokyo", Preferred: true},
		},
		Dates: map[string]retention.Date{followup.ContractStartDate: date("2026-01-16")},
		Events: []followup.Event{
			{ID: "k1", Kind: followup.ContractEvent, At: at("2026-01-16 15:00")},
			{ID: "k1", Kind: followup.ContractEndEvent, At: at("2026-01-16 15:00"), Due: at("2027-01-16 00:00")},
			{ID: "r1", Kind: followup.RenewedEvent, At: at("2026-12-10 11:00")},
		},
	}
	return presetLife{customer: c, answer: func(d followup.Decision) followup.Outcome {
		switch d.Key {
		case "monthly/2026-04-16/meet":
			return followup.DeclinedIt
		case "silence/2026-04-16T01:00:00Z+1/call":
			return followup.NoAnswer
		}
		return followup.Sent
	}}
}

func TestAccountLife(t *testing.T) {
	got, c := presetAccountLife().live(t, followup.AccountPolicy("Asia/Tokyo", "jp"), at("2026-01-01 00:00"), at("2027-01-01 00:00"))
	presetManners(t, c, 9, 18)
	if diff := cmp.Diff(accountLifeGolden, presetJoin(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// shopLifeGolden is a year, checked by eye.
const shopLifeGolden = `2026-01-06 Tue 10:00 email newsletter/2026-01-06/send
2026-01-11 Sun 10:00 email thanks/o1/thank
2026-01-13 Tue 10:00 email newsletter/2026-01-13/send
2026-01-15 Thu 10:00 email how-to/o1/explain
2026-01-20 Tue 10:00 email newsletter/2026-01-20/send
2026-01-26 Mon 10:00 email review/o1/ask
2026-01-27 Tue 10:00 email newsletter/2026-01-27/send
2026-02-03 Tue 10:00 email newsletter/2026-02-03/send
2026-02-10 Tue 10:00 email newsletter/2026-02-10/send
2026-02-17 Tue 10:00 email newsletter/2026-02-17/send
2026-02-21 Sat 10:00 email thanks/o2/thank
2026-02-24 Tue 10:00 email newsletter/2026-02-24/send
2026-02-25 Wed 10:00 email how-to/o2/explain
2026-03-03 Tue 10:00 email newsletter/2026-03-03/send = declined
2026-03-05 Thu 10:00 email reason/newsletter@2026-03-03T01:00:00Z/ask
2026-04-03 Fri 10:00 email thanks/o3/thank
2026-04-07 Tue 10:00 email how-to/o3/explain
2026-04-18 Sat 10:00 email review/o3/ask
2026-05-05 Tue 10:00 email newsletter/2026-05-05/send
2026-05-12 Tue 11:00 email surprise/2026-01-01/delight
2026-05-14 Thu 10:00 email reorder/o3/remind
2026-05-18 Mon 08:20 email survey/2026-05-10/ask
2026-05-19 Tue 10:00 email newsletter/2026-05-19/send
2026-05-21 Thu 10:00 email tier/2026-05-20T18:00:00Z/welcome
2026-05-25 Mon 08:16 email thanks/o4/thank
2026-05-26 Tue 08:29 email how-to/o4/explain
2026-05-28 Thu 08:20 email newsletter/2026-05-26/send
2026-06-01 Mon 10:00 email points-month/p1/tell
2026-06-02 Tue 10:00 email newsletter/2026-06-02/send
2026-06-09 Tue 10:00 email newsletter/2026-06-09/send
2026-06-16 Tue 10:00 email newsletter/2026-06-16/send
2026-06-23 Tue 10:00 email newsletter/2026-06-23/send
2026-06-24 Wed 10:00 email points-week/p1/tell
2026-07-01 Wed 10:00 email reorder/o4/remind + newsletter/2026-06-30/send
2026-07-07 Tue 10:00 email newsletter/2026-07-07/send
2026-07-14 Tue 10:00 email newsletter/2026-07-14/send
2026-07-28 Tue 10:00 email newsletter/2026-07-28/send
2026-09-01 Tue 10:00 email newsletter/2026-09-01/send
2026-09-15 Tue 10:00 email win-back/2026-09-14T18:00:00Z/greet
2026-09-29 Tue 10:00 email win-back/2026-09-14T18:00:00Z/offer
2026-10-13 Tue 10:00 email warranty/w1/tell
2026-11-10 Tue 10:00 email survey/2026-11-10/ask
2026-11-22 Sun 09:00 email birthday/2026/wish
`

// japaneseShopLifeGolden is a year, checked by eye.
const japaneseShopLifeGolden = `2026-01-06 Tue 10:00 line newsletter/2026-01-06/send
2026-01-11 Sun 10:00 line thanks/o1/thank
2026-01-13 Tue 10:00 line newsletter/2026-01-13/send
2026-01-15 Thu 10:00 line how-to/o1/explain
2026-01-20 Tue 10:00 line newsletter/2026-01-20/send
2026-01-26 Mon 10:00 line review/o1/ask
2026-01-27 Tue 10:00 line newsletter/2026-01-27/send
2026-02-03 Tue 10:00 line newsletter/2026-02-03/send
2026-02-10 Tue 10:00 line newsletter/2026-02-10/send
2026-02-17 Tue 10:00 line newsletter/2026-02-17/send
2026-02-21 Sat 10:00 line thanks/o2/thank
2026-02-24 Tue 10:00 line newsletter/2026-02-24/send
2026-02-25 Wed 10:00 line how-to/o2/explain
2026-03-03 Tue 10:00 line newsletter/2026-03-03/send
2026-03-10 Tue 10:00 line newsletter/2026-03-10/send
2026-03-17 Tue 10:00 line newsletter/2026-03-17/send
2026-03-24 Tue 10:00 line newsletter/2026-03-24/send
2026-03-31 Tue 10:00 line newsletter/2026-03-31/send
2026-04-03 Fri 10:00 line thanks/o3/thank
2026-04-07 Tue 10:00 line how-to/o3/explain
2026-04-08 Wed 10:00 line newsletter/2026-04-07/send
2026-04-14 Tue 10:00 line newsletter/2026-04-14/send
2026-04-18 Sat 10:00 line review/o3/ask
2026-04-21 Tue 10:00 line newsletter/2026-04-21/send
2026-04-28 Tue 10:00 line newsletter/2026-04-28/send
2026-05-05 Tue 10:00 line newsletter/2026-05-05/send
2026-05-12 Tue 11:00 line surprise/2026-01-01/delight
2026-05-14 Thu 10:00 line reorder/o3/remind
2026-05-18 Mon 08:20 line survey/2026-05-10/ask
2026-05-19 Tue 10:00 line newsletter/2026-05-19/send
2026-05-21 Thu 10:00 line tier/2026-05-20T18:00:00Z/welcome
2026-05-25 Mon 08:16 line thanks/o4/thank
2026-05-26 Tue 08:29 line how-to/o4/explain
2026-05-28 Thu 08:20 line newsletter/2026-05-26/send
2026-06-01 Mon 10:00 line points-month/p1/tell
2026-06-02 Tue 10:00 line newsletter/2026-06-02/send
2026-06-09 Tue 10:00 line newsletter/2026-06-09/send = opted_out
2026-06-24 Wed 10:00 email points-week/p1/tell
2026-09-16 Wed 11:00 phone care/2026-09-14T18:00:00Z/call = no_answer
2026-09-17 Thu 17:00 phone care/2026-09-14T18:00:00Z/call#2 = reached
2026-10-13 Tue 10:00 email warranty/w1/tell
2026-11-02 Mon 11:00 phone warranty-call/w1/call = reached
`

// accountLifeGolden is a year, checked by eye.
const accountLifeGolden = `2026-01-05 Mon 10:00 email weekly/2026-01-05/send
2026-01-13 Tue 09:00 email weekly/2026-01-12/send
2026-01-19 Mon 10:00 email onboarding/k1/welcome
2026-01-20 Tue 09:00 email weekly/2026-01-19/send
2026-01-26 Mon 10:00 video onboarding/k1/help
2026-01-27 Tue 09:00 email weekly/2026-01-26/send
2026-02-02 Mon 10:00 email weekly/2026-02-02/send
2026-02-09 Mon 10:00 email weekly/2026-02-09/send
2026-02-16 Mon 10:00 email weekly/2026-02-16/send
2026-02-18 Wed 10:00 visit onboarding/k1/ideas
2026-02-24 Tue 09:00 email weekly/2026-02-23/send
2026-03-02 Mon 10:00 email weekly/2026-03-02/send
2026-03-09 Mon 10:00 email weekly/2026-03-09/send
2026-03-16 Mon 10:00 visit monthly/2026-03-16/meet
2026-03-17 Tue 09:00 email weekly/2026-03-16/send
2026-03-23 Mon 10:00 email weekly/2026-03-23/send
2026-03-30 Mon 10:00 email weekly/2026-03-30/send
2026-04-06 Mon 10:00 email weekly/2026-04-06/send
2026-04-13 Mon 10:00 email weekly/2026-04-13/send
2026-04-16 Thu 10:00 visit monthly/2026-04-16/meet = declined
2026-04-20 Mon 09:00 email reason/meeting@2026-04-16T01:00:00Z/ask
2026-04-21 Tue 09:00 email weekly/2026-04-20/send
2026-04-27 Mon 10:00 email weekly/2026-04-27/send
2026-05-11 Mon 10:00 email weekly/2026-05-11/send
2026-05-18 Mon 09:00 phone silence/2026-04-16T01:00:00Z+1/call = no_answer
2026-05-19 Tue 09:00 email weekly/2026-05-18/send
2026-05-25 Mon 09:00 phone silence/2026-04-16T01:00:00Z+1/call#2
2026-05-26 Tue 09:00 email weekly/2026-05-25/send
2026-06-01 Mon 10:00 email weekly/2026-06-01/send
2026-06-08 Mon 10:00 email weekly/2026-06-08/send
2026-06-15 Mon 10:00 email weekly/2026-06-15/send
2026-06-16 Tue 10:00 visit monthly/2026-06-16/meet
2026-06-22 Mon 10:00 email weekly/2026-06-22/send
2026-06-29 Mon 10:00 email weekly/2026-06-29/send
2026-07-06 Mon 10:00 email weekly/2026-07-06/send
2026-07-13 Mon 10:00 email weekly/2026-07-13/send
2026-07-16 Thu 10:00 visit monthly/2026-07-16/meet
2026-07-21 Tue 09:00 email weekly/2026-07-20/send
2026-07-27 Mon 10:00 email weekly/2026-07-27/send
2026-08-03 Mon 10:00 email weekly/2026-08-03/send
2026-08-10 Mon 10:00 email weekly/2026-08-10/send
2026-08-17 Mon 09:00 visit monthly/2026-08-16/meet
2026-08-18 Tue 09:00 email weekly/2026-08-17/send
2026-08-24 Mon 10:00 email weekly/2026-08-24/send
2026-08-31 Mon 10:00 email weekly/2026-08-31/send
2026-09-07 Mon 10:00 email weekly/2026-09-07/send
2026-09-14 Mon 10:00 email weekly/2026-09-14/send
2026-09-16 Wed 10:00 visit monthly/2026-09-16/meet
2026-09-28 Mon 10:00 email weekly/2026-09-28/send
2026-10-05 Mon 10:00 email weekly/2026-10-05/send
2026-10-13 Tue 09:00 email weekly/2026-10-12/send
2026-10-19 Mon 09:00 visit renewal/k1/talk
2026-10-20 Tue 09:00 email weekly/2026-10-19/send
2026-10-26 Mon 10:00 email weekly/2026-10-26/send
2026-11-02 Mon 10:00 email weekly/2026-11-02/send
2026-11-09 Mon 10:00 email weekly/2026-11-09/send
2026-11-16 Mon 10:00 visit monthly/2026-11-16/meet
2026-11-17 Tue 09:00 email weekly/2026-11-16/send
2026-11-24 Tue 09:00 email weekly/2026-11-23/send
2026-11-30 Mon 10:00 email weekly/2026-11-30/send
2026-12-07 Mon 10:00 email weekly/2026-12-07/send
2026-12-14 Mon 10:00 email weekly/2026-12-14/send
2026-12-16 Wed 10:00 visit monthly/2026-12-16/meet
2026-12-21 Mon 10:00 email weekly/2026-12-21/send
2026-12-28 Mon 10:00 email weekly/2026-12-28/send
`

// presetQuiet lists the contacts of some purposes in [from, to).
func presetQuiet(c followup.Customer, from, to string, purposes ...followup.Purpose) (keys []string) {
	for _, x := range c.Contacts {
		if !x.At.Before(at(from)) && x.At.Before(at(to)) && slices.Contains(purposes, x.Purpose) {
			keys = append(keys, x.Key)
		}
	}
	return keys
}

func TestShopKeepsQuietDuringComplaint(t *testing.T) {
	l := presetShopLife()
	l.customer.Events = append(l.customer.Events, presetBuy("o5", "2026-08-02 11:00")...)
	l.customer.Dates[followup.BirthdayDate] = date("1990-08-10")
	_, c := l.live(t, followup.ShopPolicy(), at("2026-01-01 00:00"), at("2027-01-01 00:00"))
	if got := presetQuiet(c, "2026-08-01 15:00", "2026-08-27 10:00", followup.Promotional, followup.Relationship); got != nil {
		t.Errorf("a complaint was open, and out went %q", got)
	}
	if got := presetQuiet(c, "2026-08-01 15:00", "2026-08-27 10:00", followup.Service); !slices.Equal(got, []string{"how-to/o5/explain"}) {
		t.Errorf("service went on with %q, want how-to/o5/explain", got)
	}
}

func TestShopKeepsQuietAfterNo(t *testing.T) {
	l := presetShopLife()
	l.customer.Events = append(l.customer.Events, followup.Event{ID: "n1", Kind: followup.DeclineEvent, At: at("2026-01-28 12:00"), Topic: followup.NewsletterTopic})
	_, c := l.live(t, followup.ShopPolicy(), at("2026-01-01 00:00"), at("2027-01-01 00:00"))
	var got []string
	for _, x := range c.Contacts {
		if x.Topic == followup.NewsletterTopic && !x.At.Before(at("2026-01-28 12:00")) {
			got = append(got, x.Key)
		}
	}
	want := []string{"reason/newsletter@2026-01-28T03:00:00Z/ask", "newsletter/2026-03-31/send"} // 60 days end on 29 March
	if len(got) < 2 || !slices.Equal(got[:2], want) {
		t.Errorf("on the topic of a no: %q, want %q first", got, want)
	}
}

// Without a consent nothing promotional goes out, and after an opt-out of all
// nothing at all.
func TestPresetsAskFirst(t *testing.T) {
	for name, p := range presetPolicies() {
		l := presetShopLife()
		l.customer.Consents = nil
		_, c := l.live(t, p, at("2026-01-01 00:00"), at("2026-06-01 00:00"))
		if got := presetQuiet(c, "2026-01-01 00:00", "2026-06-01 00:00", followup.Promotional); got != nil {
			t.Errorf("%s: without a consent: %q", name, got)
		}
		l.customer.Consents = []followup.Consent{{At: at("2025-12-01 00:00")}}
		if got, _ := l.live(t, p, at("2026-01-01 00:00"), at("2026-06-01 00:00")); got != nil {
			t.Errorf("%s: after an opt-out: %q", name, got)
		}
	}
}

func TestAccountIsForCompanies(t *testing.T) {
	l := presetAccountLife()
	l.customer.Business = false
	if got, _ := l.live(t, presetPolicies()["account"], at("2026-01-01 00:00"), at("2027-01-01 00:00")); got != nil {
		t.Errorf("a consumer got %q", got)
	}
}
