package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// policy is a preset with one play of the shop's own, for a segment of its own.
func policy() followup.Policy {
	p := followup.JapaneseShopPolicy()
	p.Names = map[string]retention.Text{slipping().Name: slipping().Label}
	p.Plays = append(p.Plays, followup.Play{
		ID:      "tea",
		Name:    retention.Text{English: "An invitation to tea", Japanese: "お茶会へのお誘い"},
		Topic:   followup.WinBackTopic,
		Purpose: followup.Promotional,
		Trigger: followup.Entered("slipping"),
		Goal:    followup.OrderEvent,
		Steps:   []followup.Step{{ID: "card", At: 10 * hours.Hour, Channels: []string{followup.Line, followup.Email}}},
	})
	return p
}

// factsOf returns what messages are decided by.
func (s *shop) factsOf(kept *state, m *member) followup.Customer {
	c := followup.Customer{
		ID: m.ID, Zone: s.zone, Region: "JP",
		Segments: m.since,
		Dates:    map[string]retention.Date{followup.BirthdayDate: m.Birthday},
		Contacts: kept.Contacts[m.ID],
		Consents: []followup.Consent{{Granted: true, Basis: followup.BasisExpress, At: m.OptedInAt}},
	}
	if m.Line != "" {
		c.Addresses = append(c.Addresses, followup.Address{Channel: followup.Line, ID: m.Line})
	}
	if m.Email != "" {
		c.Addresses = append(c.Addresses, followup.Address{Channel: followup.Email, ID: m.Email})
	}
	if !m.OptedOutAt.IsZero() {
		c.Consents = append(c.Consents, followup.Consent{At: m.OptedOutAt})
	}
	for _, r := range m.rows {
		c.Events = append(c.Events, followup.Event{ID: r.ID, Kind: followup.OrderEvent, At: r.At})
	}
	return c
}

// write sends what may go now, and says of the first customer who opted out why
// nothing does.
func (s *shop) write(ctx context.Context, w io.Writer, kept *state, members []*member, now time.Time) error {
	words := s.manners.Words(s.lang)
	facts := func(yield func(followup.Customer) bool) {
		for _, m := range members {
			if !yield(s.factsOf(kept, m)) {
				return
			}
		}
	}
	plans := map[string]followup.Plan{}
	for p, err := range s.manners.PlanAll(ctx, facts, now) {
		if err != nil {
			return err
		}
		plans[p.Customer] = p
	}
	fmt.Fprintln(w)
	for _, m := range members {
		for d := range plans[m.ID].With(followup.Send) {
			fmt.Fprintln(w, "  "+m.ID, d.Address, words.Decision(d)) // store first, then send: see the README
			kept.Contacts[m.ID] = append(kept.Contacts[m.ID], d.Contact(now, followup.Sent))
		}
	}
	for _, m := range members {
		if !m.OptedOutAt.IsZero() {
			fmt.Fprintf(w, "\n%s\n%s\n\n", m.ID, words.Plan(plans[m.ID]))
			break
		}
	}
	return nil
}
