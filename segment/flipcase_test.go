package segment_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// soon is a rule whose next change comes some time after the moment, or not.
type soon struct{ in time.Duration }

func (r soon) String() string                                       { return "soon" }
func (r soon) Test(*customer, *segment.Moment) segment.Truth        { return segment.False }
func (r soon) NextChange(_ *customer, at *segment.Moment) time.Time { return at.Time().Add(r.in) }

// sleepy is a Composite that expects less change than its parts do.
type sleepy struct{ majority[*customer] }

func (r sleepy) NextChange(*customer, *segment.Moment) (never time.Time) { return never }

// compile returns the set of some rules, named "a", "b" and so on.
func compile[T any](t testing.TB, rules ...segment.Rule[T]) *segment.Set[T] {
	t.Helper()
	segments := make([]segment.Segment[T], len(rules))
	for i, rule := range rules {
		segments[i] = segment.Segment[T]{Name: string(rune('a' + i)), Rule: rule}
	}
	set, err := segment.CompileAnyway(segments...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestNextFlip(t *testing.T) {
	const hour = time.Hour
	trial := &customer{LastOrder: now.Add(-2 * hour)}
	inDay := lastOrder.InLast(retention.Span{Exact: 24 * hour})
	leaves := segment.Flip{Segment: "a", At: now.Add(22 * hour)}
	for _, tt := range []struct {
		reason string
		rule   segment.Rule[*customer]
		until  time.Time
		want   segment.Flip
	}{
		{"found before the end", inDay, now.Add(30 * hour), leaves},
		{"the end is in", inDay, now.Add(22 * hour), leaves},
		{"the instant before is too early", inDay, now.Add(22*hour - 1), segment.Flip{}},
		{"the moment itself is out", lastOrder.InLast(retention.Span{Exact: 2 * hour}), now, segment.Flip{}},
		{"an end before the moment", inDay, now.Add(-hour), segment.Flip{}},
		{"a change from Unknown to False is none", segment.All(inDay, orders.Above(1)), now.Add(30 * hour), segment.Flip{}},
		{"a change from True to Unknown is one", segment.Not(segment.All(segment.Not(inDay), orders.Above(1))), now.Add(30 * hour), leaves},
		{"joining", segment.Not(inDay), now.Add(30 * hour), segment.Flip{Segment: "a", At: leaves.At, Member: true}},
		{"nothing to do with time", orders.IsMissing(), now.Add(30 * hour), segment.Flip{}},
		{"a Forecaster that looks back", segment.Any[*customer](soon{-hour}), now.Add(30 * hour), segment.Flip{}},
		{"a Forecaster that looks back, alone", soon{-hour}, now.Add(30 * hour), segment.Flip{}},
		{"a Composite that is a Forecaster", sleepy{majority[*customer]{inDay}}, now.Add(30 * hour), leaves},
		{"a Forecaster that stays, beside a change", segment.Any(soon{0}, inDay), now.Add(30 * hour), leaves},
	} {
		got, err := compile(t, tt.rule).AsOf(now, time.UTC).NextFlip(trial, "a", tt.until)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.reason, diff)
		}
	}
}

func TestNextFlipOfNoSegment(t *testing.T) {
	_, err := compile(t, segment.Rule[*customer](optIn.IsTrue())).AsOf(now, time.UTC).NextFlip(&customer{}, "b", now)
	if !errors.Is(err, segment.ErrNoSegment) {
		t.Errorf("got %v", err)
	}
}

func TestNextFlipOfRestlessRules(t *testing.T) {
	view := compile[*customer](t, optIn.IsTrue(), segment.Not[*customer](soon{1})).AsOf(now, time.UTC)
	const want = `segment: "b": the rules may change too often to look so far ahead: no change before 2026-03-01 09:30:00.000100001 +0000 UTC`
	for range 2 {
		if _, err := view.NextFlip(&customer{}, "b", now.AddDate(0, 0, 1)); !errors.Is(err, segment.ErrRestless) || err.Error() != want {
			t.Errorf("got %v", err)
		}
		if flips, err := view.NextFlips(&customer{}, now.AddDate(0, 0, 1)); !errors.Is(err, segment.ErrRestless) || err.Error() != want || flips != nil {
			t.Errorf("got %v, %v", flips, err)
		}
	}
	if flip, err := view.NextFlip(&customer{}, "b", now.Add(100_000)); flip != (segment.Flip{}) || err != nil {
		t.Errorf("so many steps are allowed; got %v, %v", flip, err)
	}
}

func TestNextFlipsAreTheFirst(t *testing.T) {
	x := newTrouble(t, "Europe/London", "2026-10-25T01:00:00Z")
	several := 0
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(x.rules(0).Filter(func(r segment.Rule[*customer]) bool { return r.String() != `segment "other"` }), 0, 4).Draw(t, "rules")
		if len(list) > 0 {
			list = append(list, segment.Not(list[0]), segment.Ref[*customer]("a"))
		}
		segments := make([]segment.Segment[*customer], len(list))
		for i, rule := range list {
			segments[i] = segment.Segment[*customer]{Name: string(rune('a' + i)), Rule: rule}
		}
		set, err := segment.CompileAnyway(segments...)
		if errors.Is(err, segment.ErrRange) {
			t.Skip()
		} else if err != nil {
			t.Fatal(err)
		}
		c := x.customers().Draw(t, "customer")
		view, until := set.AsOf(x.at.AddDate(0, 0, -3), x.zone), x.at.AddDate(0, 0, 20)
		var want []segment.Flip
		for _, s := range segments {
			flip, err := view.NextFlip(c, s.Name, until)
			switch {
			case err != nil:
				t.Fatal(err)
			case flip == (segment.Flip{}):
			case len(want) == 0 || flip.At.Before(want[0].At):
				want = []segment.Flip{flip}
			case flip.At.Equal(want[0].At):
				want = append(want, flip)
			}
		}
		got, err := view.NextFlips(c, until)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		several += len(got) / 2
	})
	if several == 0 && !testing.Short() {
		t.Error("never more than one")
	}
}

// TestNextFlipAtTheEndsOfTime only asks that searches end, and that what they find
// is what happens: no calendar reaches there.
func TestNextFlipAtTheEndsOfTime(t *testing.T) {
	london := newTrouble(t, "Europe/London", "2026-10-25T01:00:00Z").zone
	instants := []time.Time{
		time.Unix(-1<<62, 0), time.Unix(-1<<47, 0), time.Time{}.Add(1), time.Time{}.Add(-1), now,
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Unix(1<<47, 0), time.Unix(1<<62, 0),
	}
	spans := []retention.Span{
		{Days: 1}, {Months: 1}, {Months: math.MaxInt}, {Days: math.MaxInt}, {Exact: math.MaxInt64},
		{Months: math.MaxInt, Days: math.MaxInt, Exact: math.MaxInt64}, {Months: 1 << 26}, {Days: 1 << 31},
	}
	for _, s := range spans {
		days := retention.Span{Months: s.Months, Days: max(s.Days, 1)}
		day := lastOrder.Day()
		set := compile(t,
			lastOrder.InLast(s), lastOrder.InNext(s), lastOrder.OlderThan(s), purchases.InLast(s).Some(),
			day.InLast(days), day.InNext(days), day.OlderThan(days), day.AnniversaryIn(7), lastOrder.DaysAgo().Is(1),
		)
		for _, at := range instants {
			view := set.AsOf(at, london)
			for _, value := range instants {
				for _, off := range []time.Duration{0, 1, -1, time.Hour} {
					v := value.Add(off)
					c := &customer{LastOrder: v, Purchases: []*purchase{{At: v}}}
					for i, part := range set.All() {
						for _, until := range []time.Time{at.AddDate(0, 0, 40), at.AddDate(0, 0, -1)} {
							flip, err := view.NextFlip(c, part.Name, until)
							if err != nil {
								t.Fatal(err)
							}
							if flip != (segment.Flip{}) && (set.AsOf(flip.At, london).Test(c, i) == segment.True) != flip.Member {
								t.Errorf("%v of %v at %v flips %+v", part.Rule, v, at, flip)
							}
						}
					}
				}
			}
		}
	}
}

// TestNextFlipDoesNotReadTheUnknown follows fields that panic if they are read of
// customers that KnownIf says no of.
func TestNextFlipDoesNotReadTheUnknown(t *testing.T) {
	known := func(c *customer) bool { return c != nil }
	visits := segment.Events("visits", func(c *customer) []*purchase { return c.Purchases }, (*purchase).Time)
	first := segment.Time("first", func(c *customer) time.Time { return c.Purchases[0].At })
	set := compile(t,
		first.DaysAgo().KnownIf(known).Above(1),
		first.Day().KnownIf(known).InLast(retention.Span{Days: 1}),
		first.KnownIf(known).InLast(retention.Span{Days: 1}),
		first.Day().OrElse(retention.NewDate(2020, 1, 1)).KnownIf(known).AnniversaryIn(3),
		first.DaysAgo().OmitZero().KnownIf(known).Above(1),
		visits.KnownIf(known).Some(),
		segment.Largest(visits.KnownIf(known), boughtAt.DaysAgo()).Above(1),
		segment.Sum(visits, boughtAt.DaysAgo()).KnownIf(known).Above(1),
		segment.Ratio(first.DaysAgo(), first.DaysAgo()).KnownIf(known).Above(1),
		segment.Followed(visits.KnownIf(known), visits.KnownIf(known), retention.Span{Days: 1}),
	)
	if flips, err := set.AsOf(now, time.UTC).NextFlips(nil, now.AddDate(1, 0, 0)); len(flips) > 0 || err != nil {
		t.Errorf("got %v, %v", flips, err)
	}
}

// TestNextFlipOfADayThatComesAgain: a minute after midnight clocks are put back, and
// a day of which the yearly return has passed returns once more.
func TestNextFlipOfADayThatComesAgain(t *testing.T) {
	x := newTrouble(t, "America/St_Johns", "2010-11-07T02:31:00Z")
	c := &customer{Birthday: retention.NewDate(1990, time.November, 6)}
	got, err := compile(t, birthday.AnniversaryIn(1)).AsOf(x.at.Add(-30*time.Second), x.zone).NextFlip(c, "a", x.at.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(segment.Flip{Segment: "a", At: x.at, Member: true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestNextFlipOfReadRules: a rule that was read changes when the original does.
func TestNextFlipOfReadRules(t *testing.T) {
	c, schema := someone(), shopSchema(t)
	for _, rule := range []segment.Rule[*customer]{
		segment.Ratio(orders, lastOrder.DaysAgo()).Below(0.1), segment.Ratio(lastOrder.DaysAgo(), orders).Above(7),
		lastOrder.DaysAgo().Above(20), lastOrder.Day().OlderThan(retention.Span{Days: 20}), tags.Count().OrElse(1).Is(2),
		segment.Ratio(purchases.InLast(retention.Span{Days: 30}).Count(), orders).Below(0.5),
	} {
		read, err := schema.Parse(rule.String())
		if err != nil {
			t.Fatal(err)
		}
		want, err := compile(t, rule).AsOf(now, time.UTC).NextFlip(c, "a", now.AddDate(1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		got, err := compile(t, read).AsOf(now, time.UTC).NextFlip(c, "a", now.AddDate(1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", rule, diff)
		}
	}
}

func TestNextFlipIgnoresTheZoneOfValues(t *testing.T) {
	tokyo := time.FixedZone("Tokyo", 9*60*60)
	c := &customer{LastOrder: now.Add(-time.Hour).In(tokyo)}
	view := compile(t, lastOrder.InLast(retention.Span{Exact: 2 * time.Hour})).AsOf(now.In(tokyo), time.UTC)
	got, err := view.NextFlip(c, "a", now.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if want := (segment.Flip{Segment: "a", At: now.Add(time.Hour)}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
