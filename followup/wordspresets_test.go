package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"pgregory.net/rapid"
)

// wordsCustomer draws a customer of whom all kinds of things are known, some
// days around now.
func wordsCustomer(t *rapid.T, p *followup.Policy, now time.Time) followup.Customer {
	when := rapid.Custom(func(t *rapid.T) time.Time {
		return now.Add(time.Duration(rapid.IntRange(-60*24, 20*24).Draw(t, "hours")) * time.Hour)
	})
	channel := rapid.SampledFrom(p.Channels)
	play := rapid.SampledFrom(p.Plays)
	c := followup.Customer{
		ID: "c1", Business: rapid.Bool().Draw(t, "business"), Region: rapid.SampledFrom([]string{"", "JP", "US-FL", "FR"}).Draw(t, "region"),
		Dates:    map[string]retention.Date{followup.BirthdayDate: date("1990-11-25"), followup.MemberSinceDate: date("2020-12-01")},
		Segments: map[string]time.Time{followup.TopTierSegment: when.Draw(t, "gold")},
	}
	if rapid.Bool().Draw(t, "zone") {
		c.Zone = tokyo
	}
	for range rapid.IntRange(0, 3).Draw(t, "addresses") {
		c.Addresses = append(c.Addresses, followup.Address{Channel: channel.Draw(t, "channel").ID, ID: fmt.Sprint("a", len(c.Addresses)), Dead: rapid.IntRange(0, 4).Draw(t, "dead") == 0})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "events") {
		kind := rapid.SampledFrom([]string{followup.OrderEvent, followup.DeliveredEvent, followup.PointsLapseEvent, followup.DeclineEvent, followup.ReplyEvent})
		c.Events = append(c.Events, followup.Event{
			ID: fmt.Sprint("e", i), Kind: kind.Draw(t, "kind"), At: when.Draw(t, "at"), Due: when.Draw(t, "due"), Topic: play.Draw(t, "about").Topic,
		})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "contacts") {
		c.Contacts = append(c.Contacts, followup.Contact{
			Key: fmt.Sprint("k", i), At: when.Draw(t, "at"), Channel: channel.Draw(t, "channel").ID, Topic: play.Draw(t, "about").Topic,
			Outcome: followup.Outcome(rapid.IntRange(0, 8).Draw(t, "outcome")),
		})
	}
	for range rapid.IntRange(0, 2).Draw(t, "consents") {
		c.Consents = append(c.Consents, followup.Consent{
			Granted: rapid.IntRange(0, 3).Draw(t, "yes") > 0, Basis: followup.BasisExpress, At: when.Draw(t, "at"),
		})
	}
	if rapid.IntRange(0, 5).Draw(t, "pause") == 0 {
		c.Pauses = []followup.Pause{{From: when.Draw(t, "from")}}
	}
	if rapid.IntRange(0, 5).Draw(t, "case") == 0 {
		c.Complaints = []followup.Complaint{{ID: "c1", Opened: when.Draw(t, "opened")}}
	}
	return c
}

// Whatever the policies of this package decide can be said, without an ID of a rule
// or step, and only codes that [followup.Codes] lists come up.
func TestWordsOfPresets(t *testing.T) {
	policies := []followup.Policy{followup.ShopPolicy(), followup.JapaneseShopPolicy(), followup.AccountPolicy("Asia/Tokyo", "jp")}
	var engines []*followup.Engine
	ids := make([][]string, len(policies)) // that nobody is to read
	for i := range policies {
		engines = append(engines, compile(t, policies[i]))
		for _, r := range ruleSlots(&policies[i]) {
			ids[i] = append(ids[i], *r.id)
		}
		for _, play := range policies[i].Plays {
			for _, s := range play.Steps {
				ids[i] = append(ids[i], s.ID)
			}
		}
	}
	codes := followup.Codes()
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(policies)-1).Draw(t, "policy")
		e, now := engines[i], at("2026-11-21 13:00")
		made, err := e.Plan(wordsCustomer(t, &policies[i], now), now)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range wordsLanguages {
			w := e.Words(lang)
			for _, d := range made.Decisions {
				if fault := whole(w.Decision(d)); fault != "" {
					t.Errorf("%q has %s", w.Decision(d), fault)
				}
				for _, r := range slices.Concat(d.Why, d.WhyNot) {
					if fault := whole(r.Text(lang)); fault != "" || !slices.Contains(codes, r.Code) {
						t.Errorf("%+v: %q %s", r, r.Text(lang), fault)
					}
				}
			}
			text := w.Plan(made)
			if strings.Count(text, "\n") < len(made.Decisions) {
				t.Errorf("too few lines for %d decisions:\n%s", len(made.Decisions), text)
			}
			for _, id := range ids[i] {
				if strings.Contains(text, ruleSaid(lang, id)) || strings.Contains(text, stepSaid(lang, id)) {
					t.Errorf("the ID %q in\n%s", id, text)
				}
			}
		}
	})
}
