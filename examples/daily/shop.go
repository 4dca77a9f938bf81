package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
	"github.com/retentionkit/retention/rfm"
	"github.com/retentionkit/retention/segment"
)

// shop is what is compiled once, when the program starts.
type shop struct {
	zone    *time.Location
	lang    retention.Language
	points  *loyalty.Engine
	groups  *segment.Set[*member]
	manners *followup.Engine
}

func open(zone *time.Location, lang retention.Language) (*shop, error) {
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
	return &shop{zone, lang, points, groups, manners}, nil
}

// morning is the whole job of a day: what it stores, the next morning reads.
func (s *shop) morning(ctx context.Context, w io.Writer, day retention.Date, stored []byte) ([]byte, error) {
	kept, err := restore(stored)
	if err != nil {
		return nil, err
	}
	asOf, now := day.Start(s.zone), day.At(9*time.Hour+30*time.Minute, s.zone)
	customers, rows := readTables(asOf, s.zone)

	history, err := retention.NewHistory(ordersOf(rows))
	if err != nil {
		return nil, err
	}
	view := history.AsOf(asOf, s.zone)
	s.report(w, day, view.Report())

	named, err := s.measure(w, view)
	if err != nil {
		return nil, err
	}
	worth, err := s.value(ctx, w, view)
	if err != nil {
		return nil, err
	}
	members := join(customers, rows, named, worth)
	if err := s.book(w, kept, members, asOf); err != nil {
		return nil, err
	}
	s.group(w, kept, members, asOf)
	kept.Day = day
	if err := s.write(ctx, w, kept, members, now); err != nil {
		return nil, err
	}
	return kept.store()
}

// report says what was counted, and what was not.
func (s *shop) report(w io.Writer, day retention.Date, r retention.Report) {
	format := retention.Text{
		English:  "%v: %d customers, %d sales and %d refunds for %v yen in all, %d orders that were cancelled\n\n",
		Japanese: "%v：顧客%d人、売上%d件、返金%d件、純売上%v円、取消%d件\n\n",
	}
	fmt.Fprintf(w, format.In(s.lang), day, r.Customers, r.Sales, r.Refunds, r.Net, r.Voided)
}

// measure scores the customers and names their groups.
func (s *shop) measure(w io.Writer, view retention.View) (*rfm.Segmented, error) {
	table, err := rfm.Measure(view, rfm.Basis{})
	if err != nil {
		return nil, err
	}
	named, err := rfm.Classify(table, rfm.Method{}, rfm.ElevenSegments())
	if err != nil {
		return nil, err
	}
	for _, g := range rfm.Breakdown(named) {
		fmt.Fprintf(w, "%5d %5.1f%% %12s  %s\n", g.Customers, 100*g.Share, g.Revenue, named.Segmenter().Title(g.Segment, s.lang))
	}
	return named, nil
}
