package segment_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// member is a customer of a gym.
type member struct {
	Name      string
	TrialEnds time.Time
	Visits    []time.Time
	Paid      retention.Date // the day the membership is paid up to
}

// Most customers change segments by doing something. The others change when nothing
// happens, and it is known when. So nobody needs to be looked at every night.
func ExampleView_NextFlip() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		log.Fatal(err)
	}
	visits := segment.Events("visits",
		func(m *member) []time.Time { return m.Visits },
		func(at time.Time) time.Time { return at })
	set, err := segment.Compile(segment.Segment[*member]{
		Name: "slipping away",
		Rule: segment.All(visits.Count().AtLeast(3), visits.InLast(retention.Span{Days: 14}).None()),
	})
	if err != nil {
		log.Fatal(err)
	}
	evening := func(day int) time.Time { return time.Date(2026, time.March, day, 18, 30, 0, 0, berlin) }
	mia := &member{Name: "Mia", Visits: []time.Time{evening(10), evening(14), evening(18)}}

	view := set.AsOf(evening(20), berlin)
	flip, err := view.NextFlip(mia, "slipping away", evening(20).AddDate(1, 0, 0))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(flip.At, flip.Member) // summer time has begun in between

	flip, err = view.NextFlip(mia, "slipping away", evening(27))
	fmt.Println(flip == segment.Flip{}, err)
	// Output:
	// 2026-04-01 18:30:00 +0200 CEST true
	// true <nil>
}

func ExampleView_NextFlips() {
	trialEnds := segment.Time("trial_ends", func(m *member) time.Time { return m.TrialEnds })
	paid := segment.Day("paid", func(m *member) retention.Date { return m.Paid })
	trial := segment.Segment[*member]{Name: "on trial", Rule: trialEnds.InNext(retention.Span{Days: 30})}
	set, err := segment.Compile(
		trial,
		segment.Segment[*member]{Name: "due", Rule: paid.InNext(retention.Span{Days: 7})},
		segment.Segment[*member]{Name: "to call", Rule: segment.All(segment.Not(trial.Ref()), paid.IsMissing())},
	)
	if err != nil {
		log.Fatal(err)
	}
	noon := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	for _, m := range []*member{
		{Name: "Mia", TrialEnds: noon.AddDate(0, 0, 10)},
		{Name: "Ben", Paid: retention.NewDate(2026, time.March, 31)},
		{Name: "Eva"},
	} {
		flips, err := set.AsOf(noon, time.UTC).NextFlips(m, noon.AddDate(1, 0, 0))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.Name, "need not be looked at before:")
		for _, f := range flips {
			fmt.Println("  ", f.At.Format(time.DateTime), f.Segment, f.Member)
		}
	}
	// Output:
	// Mia need not be looked at before:
	//    2026-03-11 12:00:00 on trial false
	//    2026-03-11 12:00:00 to call true
	// Ben need not be looked at before:
	//    2026-03-24 00:00:00 due true
	// Eva need not be looked at before:
}

// quiet holds between ten at night and seven in the morning, when nobody is to be
// disturbed.
type quiet struct{}

func (quiet) String() string { return "quiet hours" }

func (quiet) Test(_ *member, at *segment.Moment) segment.Truth {
	hour := at.Time().In(at.Zone()).Hour()
	return segment.TruthOf(hour >= 22 || hour < 7)
}

// NextChange makes it a Forecaster: the answer changes at seven and at ten.
func (quiet) NextChange(_ *member, at *segment.Moment) time.Time {
	for _, day := range []retention.Date{at.Today(), at.Today().AddDays(1)} {
		for _, hour := range []time.Duration{7, 22} {
			if next := day.At(hour*time.Hour, at.Zone()); next.After(at.Time()) {
				return next
			}
		}
	}
	return time.Time{}
}

func ExampleForecaster() {
	paid := segment.Day("paid", func(m *member) retention.Date { return m.Paid })
	set, err := segment.Compile(segment.Segment[*member]{
		Name: "to remind",
		Rule: segment.All(paid.InLast(retention.Span{Days: 30}), segment.Not[*member](quiet{})),
	})
	if err != nil {
		log.Fatal(err)
	}
	mia := &member{Name: "Mia", Paid: retention.NewDate(2026, time.March, 15)}
	at := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	for range 3 {
		flip, err := set.AsOf(at, time.UTC).NextFlip(mia, "to remind", at.AddDate(1, 0, 0))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(flip.At.Format(time.DateTime), flip.Member)
		at = flip.At
	}
	// Output:
	// 2026-03-15 07:00:00 true
	// 2026-03-15 22:00:00 false
	// 2026-03-16 07:00:00 true
}

// payDay asks for the day, and does not say that time changes the answer.
type payDay struct{}

func (payDay) String() string { return "pay day" }
func (payDay) Test(_ *member, at *segment.Moment) segment.Truth {
	return segment.TruthOf(at.Today().Day() == 25)
}

func ExampleSet_Unforeseen() {
	named := segment.RuleFunc("named", func(m *member) segment.Truth {
		return segment.TruthOf(strings.TrimSpace(m.Name) != "")
	})
	set, err := segment.Compile(
		segment.Segment[*member]{Name: "to remind", Rule: segment.Not[*member](quiet{})},
		segment.Segment[*member]{Name: "to charge", Rule: segment.All[*member](named, payDay{})},
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(set.Unforeseen())
	// Output: [pay day]
}
