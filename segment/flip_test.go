package segment_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// troubles are instants at which a calendar does what calendars hardly ever do.
var troubles = []struct{ zone, at, reason string }{
	{"UTC", "2028-02-29T12:00:00Z", "a leap day"},
	{"UTC", "2026-03-01T00:00:00Z", "the month before is short"},
	{"Asia/Tokyo", "2026-03-31T00:00:00Z", "no summer time; the end of a month"},
	{"Europe/London", "2026-03-29T01:00:00Z", "an hour is skipped"},
	{"Europe/London", "2026-10-25T01:00:00Z", "an hour comes twice"},
	{"America/New_York", "2026-03-08T07:00:00Z", "an hour is skipped"},
	{"America/New_York", "2026-11-01T06:00:00Z", "an hour comes twice"},
	{"America/New_York", "2040-12-31T12:00:00Z", "the last day of a leap year that is known by rule only"},
	{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "midnight is skipped"},
	{"America/Sao_Paulo", "2018-02-18T02:00:00Z", "the hour before midnight comes twice"},
	{"America/St_Johns", "2010-11-07T02:31:00Z", "a minute after midnight it is yesterday again"},
	{"America/St_Johns", "2010-03-14T03:31:00Z", "an hour is skipped a minute after midnight"},
	{"Africa/Cairo", "2026-04-23T22:00:00Z", "midnight is skipped"},
	{"Africa/Cairo", "2026-10-29T21:00:00Z", "the hour before midnight comes twice"},
	{"Pacific/Apia", "2011-12-30T10:00:00Z", "a day is skipped"},
	{"Pacific/Kwajalein", "1993-08-21T12:00:00Z", "a day is skipped"},
	{"Pacific/Kwajalein", "1969-09-30T13:00:00Z", "a day comes twice, but for an hour"},
	{"America/Juneau", "1867-10-19T00:31:13Z", "a day comes twice"},
	{"Australia/Lord_Howe", "2026-04-04T15:00:00Z", "half an hour comes twice"},
	{"Australia/Lord_Howe", "2026-10-03T15:30:00Z", "half an hour is skipped"},
	{"Asia/Tehran", "2022-03-21T20:30:00Z", "midnight is skipped"},
	{"Asia/Tehran", "2022-09-21T19:30:00Z", "the hour before midnight comes twice"},
}

// trouble is one of them, with the customers and rules that meet there.
type trouble struct {
	zone *time.Location
	at   time.Time
}

func newTrouble(t testing.TB, zone, at string) trouble {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	instant, err := time.Parse(time.RFC3339, at)
	if err != nil {
		t.Fatal(err)
	}
	return trouble{location, instant}
}

// spans returns all kinds of spans.
func (trouble) spans() *rapid.Generator[retention.Span] {
	return rapid.SampledFrom([]retention.Span{
		{Days: 1}, {Days: 2}, {Days: 7}, {Days: 30}, {Months: 1}, {Months: 6}, {Months: 1, Days: 3}, {Months: 13, Days: 29},
		{Months: 97}, {Exact: 36 * time.Hour}, {Exact: 90 * time.Second}, {Days: 1, Exact: time.Hour},
		{Months: 2, Days: 1, Exact: 25 * time.Hour}, {Months: 240, Days: 200}, {Days: 400, Exact: 40 * 24 * time.Hour},
	})
}

// instants returns instants near the trouble, and others a span away from there.
func (x trouble) instants() *rapid.Generator[time.Time] {
	offsets := []time.Duration{0, 0, 1, -1, time.Second, time.Minute, 30 * time.Minute, -time.Second}
	return rapid.Custom(func(t *rapid.T) time.Time {
		at := x.at.Add(rapid.SampledFrom(offsets).Draw(t, "offset"))
		switch rapid.IntRange(0, 2).Draw(t, "near") {
		case 0:
			at = at.Add(time.Duration(rapid.IntRange(-60, 60).Draw(t, "hours")) * time.Hour)
		case 1:
			at = at.Add(time.Duration(rapid.IntRange(-150, 150).Draw(t, "minutes")) * time.Minute)
		}
		away := x.spans().Draw(t, "span")
		switch rapid.IntRange(0, 3).Draw(t, "how") {
		case 0:
			at = away.From(at, x.zone)
		case 1, 2:
			at = away.Before(at, x.zone)
		}
		return at.AddDate(0, 0, rapid.SampledFrom([]int{0, 0, 0, -1, 1, 2, 3}).Draw(t, "days"))
	})
}

func (x trouble) days() *rapid.Generator[retention.Date] {
	return rapid.Custom(func(t *rapid.T) retention.Date {
		if rapid.IntRange(0, 9).Draw(t, "leap day") == 0 {
			return retention.NewDate(2000, time.February, 29)
		}
		return retention.DateOf(x.instants().Draw(t, "at"), x.zone).AddMonths(-12 * rapid.SampledFrom([]int{0, 0, 0, 1, 30}).Draw(t, "years"))
	})
}

func (x trouble) customers() *rapid.Generator[*customer] {
	return rapid.Custom(func(t *rapid.T) *customer {
		c := customers().Draw(t, "customer")
		if !c.LastOrder.IsZero() {
			c.LastOrder = x.instants().Draw(t, "last order")
		}
		if !c.Birthday.IsZero() {
			c.Birthday = x.days().Draw(t, "birthday")
		}
		for i := range c.Purchases {
			c.Purchases[i].At = x.instants().Draw(t, "at")
		}
		return c
	})
}

var boughtAt = segment.Time("at", func(p *purchase) time.Time { return p.At })

// open holds on working days from nine to five: a rule that only a Forecaster is.
type open[T any] struct{ name string }

func (r open[T]) String() string { return r.name }

func (r open[T]) Test(_ T, at *segment.Moment) segment.Truth {
	weekday, hour := at.Today().Weekday(), at.Time().In(at.Zone()).Hour()
	return segment.TruthOf(weekday != time.Saturday && weekday != time.Sunday && 9 <= hour && hour < 17)
}

// NextChange is too early most of the time: at each full hour, and whenever the
// clock is changed.
func (r open[T]) NextChange(_ T, at *segment.Moment) time.Time {
	now := at.Time().In(at.Zone())
	past := time.Duration(now.Minute())*time.Minute + time.Duration(now.Second())*time.Second + time.Duration(now.Nanosecond())
	next := now.Add(time.Hour - past)
	if _, bend := now.ZoneBounds(); bend.After(now) && bend.Before(next) {
		return bend
	}
	return next
}

// majority holds if more than half of its parts do.
type majority[T any] []segment.Rule[T]

func (r majority[T]) String() string                               { return fmt.Sprintf("most of %d", len(r)) }
func (r majority[T]) Parts() []segment.Rule[T]                     { return r }
func (r majority[T]) With(parts []segment.Rule[T]) segment.Rule[T] { return majority[T](parts) }
func (r majority[T]) Test(customer T, at *segment.Moment) segment.Truth {
	n := 0
	for _, part := range r {
		if part.Test(customer, at) == segment.True {
			n++
		}
	}
	return segment.TruthOf(2*n > len(r))
}

// moving returns rules about a time or times of a customer's, or of an event's.
func moving[T any](x trouble, f segment.TimeField[T], some func(T) bool) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		f := f
		switch rapid.IntRange(0, 5).Draw(t, "known") {
		case 0:
			f = f.OrElse(x.instants().Draw(t, "else"))
		case 1:
			f = f.KnownIf(some)
		}
		switch rapid.IntRange(0, 9).Draw(t, "moving") {
		case 0, 1:
			return f.InLast(x.spans().Draw(t, "span"))
		case 2, 3:
			return f.InNext(x.spans().Draw(t, "span"))
		case 4:
			return f.OlderThan(x.spans().Draw(t, "span"))
		case 5:
			return nearDay(x, f.Day()).Draw(t, "day")
		case 6:
			return f.DaysAgo().OmitZero().IsMissing()
		case 7:
			return f.DaysAgo().KnownIf(some).OrElse(3).AtMost(rapid.IntRange(-3, 35).Draw(t, "ago"))
		case 8:
			return open[T]{"open"}
		}
		return conditions(f.DaysAgo(), rapid.IntRange(-3, 35), lessThan).Draw(t, "ago")
	})
}

func nearDay[T any](x trouble, f segment.DayField[T]) *rapid.Generator[segment.Rule[T]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[T] {
		f := f
		if rapid.IntRange(0, 3).Draw(t, "known") == 0 {
			f = f.OrElse(x.days().Draw(t, "else"))
		}
		s := x.spans().Draw(t, "span")
		if s.Exact = 0; s.IsZero() {
			s.Days = 3
		}
		switch rapid.IntRange(0, 4).Draw(t, "near") {
		case 0:
			return f.InLast(s)
		case 1:
			return f.InNext(s)
		case 2:
			return f.OlderThan(s)
		case 3:
			return f.DaysAgo().InRange(rapid.IntRange(-4, 2).Draw(t, "from"), rapid.IntRange(3, 31).Draw(t, "to"))
		}
		return f.AnniversaryIn(rapid.SampledFrom([]int{1, 2, 7, 30, 364, 365}).Draw(t, "days"))
	})
}

// events returns purchases in some window, about which rules may change.
func (x trouble) events() *rapid.Generator[segment.EventsField[*customer, *purchase]] {
	odd := func(p *purchase) bool { return p.Quantity%2 == 1 }
	return rapid.Custom(func(t *rapid.T) segment.EventsField[*customer, *purchase] {
		s := purchases
		switch rapid.IntRange(0, 3).Draw(t, "where") {
		case 0:
			s = s.Where(aboutEvents().Draw(t, "rule"))
		case 1:
			s = s.Where(moving(x, boughtAt, odd).Draw(t, "moving"))
		case 2:
			s = s.Where(majority[*purchase]{moving(x, boughtAt, odd).Draw(t, "a"), aboutEvents().Draw(t, "b"), open[*purchase]{"open"}})
		}
		if rapid.Bool().Draw(t, "in last") {
			s = s.InLast(x.spans().Draw(t, "span"))
		}
		if rapid.IntRange(0, 4).Draw(t, "since") == 0 {
			s = s.Since(x.at.AddDate(0, 0, -20))
		}
		if rapid.IntRange(0, 4).Draw(t, "before") == 0 {
			s = s.Before(x.at)
		}
		if rapid.IntRange(0, 4).Draw(t, "known") == 0 {
			s = s.KnownIf(newRegular)
		}
		return s
	})
}

func newRegular(c *customer) bool { return c.Orders != nil }

// aggregates returns conditions on what is made from events and changes with time by
// itself.
func (x trouble) aggregates() *rapid.Generator[segment.Rule[*customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
		s := x.events().Draw(t, "events")
		switch rapid.IntRange(0, 5).Draw(t, "aggregate") {
		case 0:
			return conditions(segment.Sum(s, boughtAt.DaysAgo()), rapid.IntRange(0, 60), lessThan).Draw(t, "sum of days")
		case 1:
			return conditions(segment.Largest(s, boughtAt.DaysAgo()), rapid.IntRange(0, 60), lessThan).Draw(t, "largest")
		case 2:
			return moving(x, s.First(), newRegular).Draw(t, "first")
		case 3:
			return moving(x, s.Last(), newRegular).Draw(t, "last")
		case 4:
			ratio := segment.Ratio(s.Last().DaysAgo(), orders)
			if rapid.Bool().Draw(t, "under") {
				ratio = segment.Ratio(orders, s.Last().DaysAgo())
			}
			return conditions(ratio, rapid.SampledFrom([]float64{0, 0.5, 1}), lessThan).Draw(t, "ratio")
		}
		return conditions(segment.Smallest(s, amount).KnownIf(newRegular), amounts(), decimal.Decimal.LessThan).Draw(t, "smallest")
	})
}

func (x trouble) rules(depth int) *rapid.Generator[segment.Rule[*customer]] {
	most := func(parts ...segment.Rule[*customer]) segment.Rule[*customer] { return majority[*customer](parts) }
	return nested(rapid.OneOf(
		moving(x, lastOrder, newRegular),
		nearDay(x, birthday),
		x.aggregates(),
		aggregates(x.events(), x.spans()),
		leaves(),
		rapid.Just(segment.Ref[*customer]("other")),
	), depth, segment.All[*customer], segment.Any[*customer], most)
}

// hindsight are the instants to look at when nobody knows when anything changes:
// each hour, more around the trouble, midnights, and all values a span
// before and after, with the instants before and after.
func (x trouble) hindsight(c *customer, from, until time.Time) []time.Time {
	near := []time.Time{x.at}
	values := []time.Time{x.at, c.LastOrder}
	for _, p := range c.Purchases {
		values = append(values, p.At)
	}
	for _, v := range values {
		for _, s := range []retention.Span{{Days: 1}, {Days: 2}, {Days: 7}, {Days: 30}, {Months: 1}, {Months: 6}, {Days: 1, Exact: time.Hour}, {Exact: 36 * time.Hour}, {Months: 97}} {
			near = append(near, v, s.From(v, x.zone), s.Before(v, x.zone))
		}
	}
	for at := from; !at.After(until); at = at.Add(20 * time.Hour) {
		near = append(near, retention.DateOf(at, x.zone).Start(x.zone))
	}
	all := []time.Time{from, until}
	add := func(at time.Time) {
		if !at.Before(from) && !at.After(until) {
			all = append(all, at)
		}
	}
	for at := from; !at.After(until); at = at.Add(time.Hour) {
		add(at)
	}
	for minutes := -150; minutes <= 150; minutes += 5 {
		add(x.at.Add(time.Duration(minutes) * time.Minute))
	}
	for _, at := range near {
		for _, offset := range []time.Duration{0, 1, -1, time.Hour, -time.Hour} {
			add(at.Add(offset))
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

func TestNextFlipIsWhatHappens(t *testing.T) {
	for _, tt := range troubles {
		t.Run(tt.zone+" "+tt.reason, func(t *testing.T) {
			x := newTrouble(t, tt.zone, tt.at)
			rapid.Check(t, func(t *rapid.T) { checkFlips(t, x) })
		})
	}
}

// TestNextFlipNearTroubles lets single values pass the troubles in small steps, and
// asks from many moments.
func TestNextFlipNearTroubles(t *testing.T) {
	for _, tt := range troubles {
		x := newTrouble(t, tt.zone, tt.at)
		var grid []time.Time
		for half := -120; half <= 120; half++ {
			grid = append(grid, x.at.Add(time.Duration(half)*30*time.Minute))
		}
		for _, s := range []retention.Span{{Days: 1}, {Days: 30}, {Months: 1}, {Months: 1, Days: 2, Exact: time.Hour}} {
			set := compile(t, lastOrder.InLast(s), lastOrder.InNext(s), lastOrder.Day().InLast(retention.Span{Months: s.Months, Days: s.Days}))
			views := make([]segment.View[*customer], len(grid))
			for n, at := range grid {
				views[n] = set.AsOf(at, x.zone)
			}
			for _, offset := range []time.Duration{-23, -2, -1, 0, 1, 24} {
				for _, jitter := range []time.Duration{-48, -24, -1, 0, 24, 48, 72} {
					offset := x.at.Add(offset*time.Hour + 30*time.Minute)
					for i, v := range []time.Time{s.Before(offset, x.zone), s.From(offset, x.zone), s.Before(offset, x.zone)} {
						checkGrid(t, views, i, v.Add(jitter*time.Hour))
					}
				}
			}
		}
	}
}

// checkGrid compares the next flip from some of the views with what the rule says
// in all those after.
func checkGrid(t *testing.T, views []segment.View[*customer], i int, v time.Time) {
	t.Helper()
	c := &customer{LastOrder: v}
	is := make([]bool, len(views))
	for n, view := range views {
		is[n] = view.Test(c, i) == segment.True
	}
	segments, end := views[0].Set(), views[len(views)-1].Moment().Time()
	for n := 0; n < len(views); n += 7 {
		flip, err := views[n].NextFlip(c, segments.Segment(i).Name, end)
		if err != nil {
			t.Fatal(err)
		}
		for k := n; k < len(views); k++ {
			at := views[k].Moment().Time()
			before := flip.At.IsZero() || at.Before(flip.At)
			if before && is[k] != is[n] || at.Equal(flip.At) && is[k] == is[n] {
				t.Fatalf("%v of %v, from %v: flips at %v, but is %v at %v",
					segments.Segment(i).Rule, v, views[n].Moment().Time(), flip.At, is[k], at)
			}
		}
	}
}

// checkFlips follows a customer from flip to flip, and compares with hindsight.
func checkFlips(t *rapid.T, x trouble) {
	const name = "it"
	other := x.rules(0).Filter(func(r segment.Rule[*customer]) bool { return r.String() != `segment "other"` }).Draw(t, "other")
	set, err := segment.CompileAnyway(
		segment.Segment[*customer]{Name: name, Rule: x.rules(rapid.IntRange(0, 2).Draw(t, "depth")).Draw(t, "rule")},
		segment.Segment[*customer]{Name: "other", Rule: other},
	)
	if err != nil {
		if errors.Is(err, segment.ErrCycle) || errors.Is(err, segment.ErrRange) {
			t.Skip()
		}
		t.Fatal(err)
	}
	c := x.customers().Draw(t, "customer")
	from := x.at.Add(time.Duration(rapid.IntRange(-100, 2).Draw(t, "hours before")) * time.Hour).Add(rapid.SampledFrom([]time.Duration{0, 1, -1, 61 * time.Second}).Draw(t, "offset"))
	until := from.AddDate(0, 0, rapid.IntRange(1, 6).Draw(t, "days"))

	is := func(at time.Time) bool {
		member, err := set.AsOf(at, x.zone).Is(c, name)
		if err != nil {
			t.Fatal(err)
		}
		return member
	}
	var flips []segment.Flip
	for at := from; ; {
		flip, err := set.AsOf(at, x.zone).NextFlip(c, name, until)
		if err != nil {
			t.Fatal(err)
		}
		if flip == (segment.Flip{}) {
			break
		}
		switch {
		case !flip.At.After(at) || flip.At.After(until):
			t.Fatalf("from %v to %v flips at %v", at, until, flip.At)
		case flip.Segment != name || flip.At.Location() != x.zone:
			t.Fatalf("got %+v", flip)
		case is(flip.At) != flip.Member || is(flip.At.Add(-1)) == flip.Member:
			t.Fatalf("flips to %v at %v: is %v then and %v just before", flip.Member, flip.At, is(flip.At), is(flip.At.Add(-1)))
		}
		flips = append(flips, flip)
		at = flip.At
	}
	foreseen, next := is(from), 0
	for _, at := range x.hindsight(c, from, until) {
		for next < len(flips) && !flips[next].At.After(at) {
			foreseen = flips[next].Member
			next++
		}
		if got := is(at); got != foreseen {
			t.Fatalf("%v\nat %v is %v; foreseen from %v: %+v", set.Segment(0).Rule, at.In(x.zone), got, from.In(x.zone), flips)
		}
	}
}
