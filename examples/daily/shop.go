package main

import (
	"context"
	"io"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
	"github.com/retentionkit/retention/segment"
)

// shop is what is made once, when the program starts.
type shop struct {
	zone    *time.Location
	lang    retention.Language
	out     io.Writer // for people to read
	points  *loyalty.Engine
	groups  *segment.Set[*member]
	manners *followup.Engine
}

func open(zone *time.Location, lang retention.Language, out io.Writer) (*shop, error) {
	points, err := loyalty.Compile(loyalty.JapaneseProgram(), zone)
	if err != nil {
		return nil, err
	}
	groups, err := segment.Compile(slipping())
	if err != nil {
		return nil, err
	}
	manners, err := followup.Compile(policy(), followup.World{Zone: time.LoadLocation})
	if err != nil {
		return nil, err
	}
	return &shop{zone, lang, out, points, groups, manners}, nil
}

// morning is the whole job of a day. It may fail or crash anywhere, and be run
// again: nothing is booked or sent twice. But two must not run at once.
func (s *shop) morning(ctx context.Context, b backend, day retention.Date) error {
	kept, err := b.restore(ctx)
	if err != nil {
		return err
	}
	contacts, err := b.contacts(ctx)
	if err != nil {
		return err
	}
	asOf := day.Start(s.zone)
	now := day.At(9*time.Hour+30*time.Minute, s.zone) // in a shop, time.Now()
	customers, rows := readTables(asOf, s.zone)

	history, err := retention.NewHistory(ordersOf(rows))
	if err != nil {
		return err
	}
	view := history.AsOf(asOf, s.zone)
	s.report(day, view.Report())

	named, err := s.measure(view)
	if err != nil {
		return err
	}
	worth, err := s.value(ctx, view)
	if err != nil {
		return err
	}
	members, err := join(customers, rows, contacts, named, worth)
	if err != nil {
		return err
	}
	if err := s.book(kept, members, asOf); err != nil {
		return err
	}
	s.group(kept, members, asOf)
	kept.Day = day

	// Store first, then send: who is invited for coming into a group today must not
	// be found to have come tomorrow, and be invited again.
	if err := b.store(ctx, kept); err != nil {
		return err
	}
	if err := s.followUp(ctx, b, members, now); err != nil {
		return err
	}
	return s.explain(members, now)
}
