package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/loyalty"
)

// book tells each account what happened. What was told before changes nothing,
// so all rows may come again; a shop of any size tells an order when it is paid.
func (s *shop) book(kept *state, members []*member, asOf time.Time) error {
	last := kept.Day
	if last.IsZero() {
		last = retention.DateOf(asOf, s.zone).AddDays(-1)
	}
	var richest loyalty.Account
	for _, m := range members {
		account, known := kept.Accounts[m.ID]
		if !known {
			account = loyalty.NewAccount(m.ID)
		}
		account, err := s.apply(account, eventsOf(m))
		if err != nil {
			return err
		}
		account, err = s.apply(account, s.points.Occasions(account, last.Start(s.zone), asOf)) // birthdays
		if err != nil {
			return err
		}
		kept.Accounts[m.ID] = account
		if account.Balance(asOf).Available > richest.Balance(asOf).Available {
			richest = account
		}
	}
	words := s.points.Words(s.lang)
	fmt.Fprintf(s.out, "\n%s\n  %s\n  %s\n", richest.ID(), words.Balance(richest.Balance(asOf)), words.Standing(s.points.Standing(richest, asOf)))
	return nil
}

func (s *shop) apply(a loyalty.Account, events []loyalty.Event) (loyalty.Account, error) {
	for _, e := range events {
		var err error
		if a, _, err = s.points.Apply(a, e); err != nil {
			return a, err
		}
	}
	return a, nil
}

// eventsOf returns what happened to a customer's account.
func eventsOf(m *member) []loyalty.Event {
	events := []loyalty.Event{{ID: "enrol", At: m.OptedInAt, Data: loyalty.Enrol{Birthday: m.Birthday.String()}}}
	for _, r := range m.rows {
		events = append(events, loyalty.Event{ID: "order/" + r.ID, At: r.At, Data: loyalty.Order{
			ID: r.ID, Lines: []loyalty.Line{{SKU: "tea", Amount: r.Total}},
		}})
		if !r.BackAt.IsZero() { // an order without lines: all of it went back
			events = append(events, loyalty.Event{ID: "back/" + r.ID, At: r.BackAt, Data: loyalty.Order{ID: r.ID}})
		}
	}
	slices.SortFunc(events, func(a, b loyalty.Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return events
}
