package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// policy is a preset with one play of the shop's own, for a segment of its own.
func policy() followup.Policy {
	p := followup.JapaneseShopPolicy()
	p.Names[slipping().Name] = slipping().Label
	p.Plays = append(p.Plays, followup.Play{
		ID:      "tea",
		Name:    retention.Text{English: "An invitation to tea", Japanese: "お茶会へのお誘い"},
		Topic:   followup.WinBackTopic,
		Purpose: followup.Promotional,
		Trigger: followup.Entered("slipping"),
		Goal:    followup.OrderEvent,
		Steps:   []followup.Step{{ID: "card", At: 9 * hours.Hour, Channels: []string{followup.Line, followup.Email}}},
	})
	return p
}

// factsOf returns what messages are decided by.
func (s *shop) factsOf(m *member) followup.Customer {
	c := followup.Customer{
		ID: m.ID, Zone: s.zone, Region: "JP",
		Segments: m.since,
		Dates:    map[string]retention.Date{followup.BirthdayDate: m.Birthday},
		Contacts: m.contacts,
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

// followUp sends what may go now, each message at most once: its contact is kept
// before it is sent. A crash between the two, or a failure to send, may lose that
// message and no other: there is no outbox, the next run plans again what was not
// kept, under the same keys, if it may go then. Where the provider takes a key
// only once, send before keeping: then that one is not lost either.
//
// What comes of a message later, such as a bounce, belongs into its contact.
func (s *shop) followUp(ctx context.Context, b backend, members []*member, now time.Time) error {
	facts := func(yield func(followup.Customer) bool) {
		for _, m := range members {
			if !yield(s.factsOf(m)) {
				return
			}
		}
	}
	fmt.Fprintln(s.out)
	var failed error
	for p, err := range s.manners.PlanAll(ctx, facts, now) {
		failed = errors.Join(failed, err) // it names the customer; the others go on
		for d := range p.With(followup.Send) {
			if err := b.keep(ctx, p.Customer, d.Contact(now, followup.Sent)); err != nil {
				return errors.Join(failed, err)
			}
			if err := b.send(ctx, p.Customer, d); err != nil {
				return errors.Join(failed, err)
			}
		}
	}
	return failed
}

// explain says of the first customer who opted out why nothing goes to them.
func (s *shop) explain(members []*member, now time.Time) error {
	i := slices.IndexFunc(members, func(m *member) bool { return !m.OptedOutAt.IsZero() })
	if i < 0 {
		return nil
	}
	plan, err := s.manners.Plan(s.factsOf(members[i]), now)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\n%s\n%s\n\n", plan.Customer, s.manners.Words(s.lang).Plan(plan))
	return nil
}
