package main

import (
	"fmt"
	"io"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// payday holds from a day of the month on, for some days: a type with the two
// methods of a Rule. It depends on the time, so it says when it changes next; and
// it says what it saw, so that explanations can.
type payday struct{ from, days int }

func (r payday) Test(_ *Customer, at *segment.Moment) segment.Truth {
	day := at.Today().Day()
	return segment.TruthOf(r.from <= day && day < r.from+r.days)
}

func (r payday) String() string {
	return fmt.Sprintf("payday from the %dth for %d days", r.from, r.days)
}

// NextChange makes it a Forecaster. Too early is no mistake: every midnight would
// do as well.
func (r payday) NextChange(_ *Customer, at *segment.Moment) time.Time {
	today := at.Today()
	for _, day := range []retention.Date{
		retention.NewDate(today.Year(), today.Month(), r.from),
		retention.NewDate(today.Year(), today.Month(), r.from+r.days),
		retention.NewDate(today.Year(), today.Month()+1, 1),
	} {
		if day.After(today) {
			return day.Start(at.Zone())
		}
	}
	return time.Time{}
}

// Seen makes it an Explainer.
func (r payday) Seen(_ *Customer, at *segment.Moment) string { return at.Today().String() }

func ownTimedRule(w io.Writer) error {
	set, err := segment.Compile(segment.Segment[*Customer]{
		Name: "has money",
		Rule: segment.All[*Customer](payday{from: 25, days: 5}, country.Is("JP")),
	})
	if err != nil {
		return err
	}
	flip, err := set.AsOf(today, tokyo).NextFlip(mori, "has money", today.AddDate(0, 2, 0))
	if err != nil {
		return err
	}
	fmt.Fprintln(w, mori.ID, "has money again:", flip.Member, "from", flip.At.Format(time.DateTime))
	return nil
}
