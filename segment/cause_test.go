package segment_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

// TestCausesByDefinition evaluates everybody under each of the four pairs of rules
// and time, and reads the causes off these. Nothing happens between the two.
func TestCausesByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		oldSet, newSet := sets().Draw(t, "old set"), sets().Draw(t, "new set")
		if rapid.Bool().Draw(t, "same set") {
			newSet = oldSet
		}
		past, present := populations().Draw(t, "past"), populations().Draw(t, "present")
		for i, c := range past { // most are still there, and many as they were
			switch rapid.IntRange(0, 4).Draw(t, "what became") {
			case 0:
			case 1:
				c = customers().Draw(t, "changed")
				c.ID = past[i].ID
				fallthrough
			default:
				if !slices.ContainsFunc(present, func(p *customer) bool { return p.ID == c.ID }) {
					present = append(present, c)
				}
			}
		}
		later := now.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "days"))
		for _, c := range present {
			c.redate(now, endOfDay(later), later.AddDate(0, 0, 60))
		}
		exclusive := rapid.Bool().Draw(t, "exclusive")
		evaluate := func(set *segment.Set[*customer], at time.Time, population []*customer) *segment.Evaluation {
			e, err := set.AsOf(at, time.UTC).Evaluate(customerID, slices.Values(population))
			if err != nil {
				t.Fatal(err)
			}
			if exclusive {
				return e.Exclude()
			}
			return e
		}
		before, after := evaluate(oldSet, now, past), evaluate(newSet, later, present)
		untimed, unruled := evaluate(newSet, now, present), evaluate(oldSet, later, present)
		unboth := evaluate(oldSet, now, present)
		changes, err := segment.Diff(before, after)
		if err != nil {
			t.Fatal(err)
		}
		var want []segment.SegmentCauses
		for _, s := range changes.Segments {
			causes := func(ids []string, was bool) []segment.Caused {
				list := []segment.Caused{}
				for _, id := range ids {
					cause := segment.CauseData
					_, there := before.Row(id)
					_, here := after.Row(id)
					switch {
					case !there:
						cause = segment.CauseAppeared
					case !here:
						cause = segment.CauseVanished
					case s.RuleBefore == "" || s.RuleAfter == "":
						cause = segment.CauseRule
					case untimed.Has(id, s.Segment) == was:
						cause = segment.CauseTime
					case unruled.Has(id, s.Segment) == was:
						cause = segment.CauseRule
					case unboth.Has(id, s.Segment) == was:
						cause = segment.CauseBoth
					}
					list = append(list, segment.Caused{Customer: id, Cause: cause})
				}
				return list
			}
			want = append(want, segment.SegmentCauses{Segment: s.Segment, Entered: causes(s.Entered, false), Left: causes(s.Left, true)})
		}
		given := rapid.Permutation(present).Draw(t, "shuffled")
		if rapid.Bool().Draw(t, "only those needed") {
			moved := changes.Moved()
			given = slices.DeleteFunc(slices.Clone(given), func(c *customer) bool { return !slices.Contains(moved, c.ID) })
		}
		got, err := newSet.AsOf(later, time.UTC).Causes(oldSet.AsOf(now, time.UTC), changes, customerID, slices.Values(given))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// redate moves all that is dated between two instants to a third one.
func (c *customer) redate(after, until, to time.Time) {
	between := func(at time.Time) bool { return at.After(after) && !at.After(until) }
	if between(c.LastOrder) {
		c.LastOrder = to
	}
	if c.Birthday.After(retention.DateOf(after, time.UTC)) && !c.Birthday.After(retention.DateOf(until, time.UTC)) {
		c.Birthday = retention.DateOf(to, time.UTC)
	}
	c.Purchases = slices.Clone(c.Purchases)
	for i, p := range c.Purchases {
		if between(p.At) {
			moved := *p
			moved.At = to
			c.Purchases[i] = &moved
		}
	}
}

func endOfDay(t time.Time) time.Time {
	return retention.DateOf(t, time.UTC).AddDays(1).Start(time.UTC).Add(-1)
}

// windows returns rules about how long ago things are.
func windows() *rapid.Generator[segment.Rule[*customer]] {
	return rapid.Custom(func(t *rapid.T) segment.Rule[*customer] {
		s, span, n := purchases.InLast(spans().Draw(t, "window")), spans().Draw(t, "span"), rapid.IntRange(0, 40).Draw(t, "days")
		return rapid.SampledFrom([]segment.Rule[*customer]{
			s.Some(), s.None(), s.Count().AtLeast(2), segment.Sum(s, amount).Above(decimal.New(1, 0)), purchases.Last().OlderThan(span),
			purchases.Last().DaysAgo().AtMost(n), lastOrder.InLast(span), lastOrder.OlderThan(span), lastOrder.DaysAgo().InRange(0, n+1),
			birthday.InLast(daySpans().Draw(t, "day span")), birthday.OlderThan(daySpans().Draw(t, "day span")), birthday.DaysAgo().InRange(0, 365*20+n),
		}).Draw(t, "rule")
	})
}

// TestTimeIsNotWhatHappened says of what happened between two moments that it
// happened just before the first: then only windows can have moved.
func TestTimeIsNotWhatHappened(t *testing.T) {
	seen := map[segment.Cause]int{}
	rapid.Check(t, func(t *rapid.T) {
		rule := windows().Draw(t, "rule")
		if rapid.Bool().Draw(t, "two") {
			rule = segment.Any(rule, segment.Not(windows().Draw(t, "not")))
		}
		set, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "it", Rule: rule})
		if err != nil {
			t.Fatal(err)
		}
		hours := rapid.SampledFrom([]int{0, 1, 12, 24, 36, 7 * 24, 300, 30 * 24, 90 * 24, 365 * 24}).Draw(t, "hours")
		later := now.Add(time.Duration(hours) * time.Hour)
		oldView, newView := set.AsOf(now, time.UTC), set.AsOf(later, time.UTC)
		is := customers().Draw(t, "is")
		is.ID, is.LastOrder = "it", instants().Draw(t, "ordered")
		is.Purchases = append(is.Purchases, somePurchases().Draw(t, "purchase"))
		is.redate(later, endOfDay(later), later.AddDate(0, 0, 60)) // to days, all of today has happened
		e, err := newView.Evaluate(customerID, slices.Values([]*customer{is}))
		if err != nil {
			t.Fatal(err)
		}
		member := e.Has("it", "it")
		before := &segment.Evaluation{AsOf: now, IDs: e.IDs, Segments: []segment.Group{{Name: "it", Rule: e.Segments[0].Rule, Members: segment.Bits{0}}}}
		if !member {
			before.Segments[0].Members[0] = 1
		}
		changes, err := segment.Diff(before, e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := newView.Causes(oldView, changes, customerID, slices.Values([]*customer{is}))
		if err != nil {
			t.Fatal(err)
		}
		dated := *is
		dated.redate(now, later, now)
		want := segment.CauseTime
		if (oldView.Test(&dated, 0) == segment.True) == member {
			want = segment.CauseData
		}
		if all := slices.Concat(got[0].Entered, got[0].Left); len(all) != 1 || all[0].Cause != want {
			t.Errorf("%v of %v: %v, want %v", rule, is, all, want)
		}
		seen[want]++
	})
	if (seen[segment.CauseTime] == 0 || seen[segment.CauseData] == 0) && !testing.Short() {
		t.Errorf("not all causes were tried: %v", seen)
	}
}

func TestCauses(t *testing.T) {
	compile := func(window int, more ...segment.Segment[*customer]) *segment.Set[*customer] {
		set, err := segment.CompileAnyway(append([]segment.Segment[*customer]{
			{Name: "recent", Rule: lastOrder.InLast(retention.Span{Days: window})},
		}, more...)...)
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	named := segment.Segment[*customer]{Name: "named", Rule: longName}
	ago := func(days int) *customer { return &customer{ID: "it", LastOrder: now.AddDate(0, 0, -days)} }
	for _, tt := range []struct {
		was, is          *customer
		oldDays, newDays int
		passed           int // days
		want             segment.Cause
		reason           string
	}{
		{ago(25), ago(25), 30, 30, 10, segment.CauseTime, "the 30 days are over"},
		{ago(25), ago(25), 30, 20, 1, segment.CauseRule, "the 20 were over already, the 30 are not"},
		{ago(18), ago(18), 30, 25, 10, segment.CauseTime, "the 25 days were not over then, nor are 30 now: time goes first"},
		{ago(28), ago(28), 30, 20, 10, segment.CauseBoth, "the 20 days were over already, and 30 are now"},
		{ago(25), ago(60), 30, 30, 1, segment.CauseData, "the order was taken back"},
		{ago(60), ago(1), 30, 30, 1, segment.CauseData, "an order came"},
		{ago(29), ago(29), 20, 60, 10, segment.CauseRule, "the window is longer"},
		{ago(60), ago(1), 30, 20, 10, segment.CauseData, "an order came, whatever the window"},
		{ago(60), ago(-1), 30, 30, 10, segment.CauseData, "an order came in between"},
		{ago(25), &customer{ID: "it"}, 30, 30, 10, segment.CauseData, "the order is not known any more"},
	} {
		oldView, newView := compile(tt.oldDays).AsOf(now, time.UTC), compile(tt.newDays).AsOf(days(tt.passed), time.UTC)
		before, _ := oldView.Evaluate(customerID, slices.Values([]*customer{tt.was}))
		after, _ := newView.Evaluate(customerID, slices.Values([]*customer{tt.is}))
		got, err := newView.Causes(oldView, mustDiff(t, before, after), customerID, slices.Values([]*customer{tt.is}))
		if err != nil {
			t.Fatal(err)
		}
		if list := slices.Concat(got[0].Entered, got[0].Left); len(list) != 1 || list[0].Cause != tt.want {
			t.Errorf("%s: %v, want %v", tt.reason, list, tt.want)
		}
	}

	// A segment that is new or gone, while time would have done it too.
	lapsed := segment.Segment[*customer]{Name: "lapsed", Rule: lastOrder.OlderThan(retention.Span{Days: 30})}
	young := segment.Segment[*customer]{Name: "young", Rule: lastOrder.InLast(retention.Span{Days: 30})}
	was, is := compile(90, young).AsOf(now, time.UTC), compile(90, lapsed).AsOf(days(10), time.UTC)
	ann := slices.Values([]*customer{{ID: "ann", LastOrder: days(-25)}})
	before, _ := was.Evaluate(customerID, ann)
	after, _ := is.Evaluate(customerID, ann)
	got, err := is.Causes(was, mustDiff(t, before, after), customerID, ann)
	if err != nil {
		t.Fatal(err)
	}
	rule := []segment.Caused{{Customer: "ann", Cause: segment.CauseRule}}
	want := []segment.SegmentCauses{
		{Segment: "recent", Entered: []segment.Caused{}, Left: []segment.Caused{}},
		{Segment: "lapsed", Entered: rule, Left: []segment.Caused{}},
		{Segment: "young", Entered: []segment.Caused{}, Left: rule},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	// What Causes refuses.
	oldView, newView := compile(30, named).AsOf(now, time.UTC), compile(30).AsOf(days(10), time.UTC)
	both := []*customer{{ID: "ann", LastOrder: days(-25)}, {ID: "bob", LastOrder: days(-1)}}
	before, _ = oldView.Evaluate(customerID, slices.Values(both))
	after, _ = newView.Evaluate(customerID, slices.Values(both))
	changes := mustDiff(t, before, after)
	for _, tt := range []struct {
		view, before segment.View[*customer]
		customers    []*customer
		want         error
		reason       string
	}{
		{newView, oldView, nil, segment.ErrMismatch, "nobody is given"},
		{newView, oldView, both[1:], segment.ErrMismatch, "one who moved is not given"},
		{newView, oldView, append(both, both[0]), segment.ErrID, "one is given twice"},
		{newView, oldView, []*customer{{ID: "ann", LastOrder: days(-1)}, both[1]}, segment.ErrMismatch, "one is no longer as evaluated"},
		{oldView, newView, both, segment.ErrMismatch, "the views are swapped"},
		{newView, compile(30).AsOf(days(1), time.UTC), both, segment.ErrMismatch, "a view of another time"},
		{newView, oldView, both, nil, "all is well"},
	} {
		if _, err := tt.view.Causes(tt.before, changes, customerID, slices.Values(tt.customers)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.reason, err, tt.want)
		}
	}
}

func TestCauseOfTheCut(t *testing.T) {
	set, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "top", Rule: orders.Top(50)})
	if err != nil {
		t.Fatal(err)
	}
	shop := func(counts ...int) (list []*customer) {
		for i, n := range counts {
			list = append(list, &customer{ID: string(rune('a' + i)), Orders: &n})
		}
		return list
	}
	past, present := shop(1, 2), shop(1, 2, 3, 4)
	old := set.AsOf(now, time.UTC).Fit(slices.Values(past)).AsOf(now, time.UTC)
	view := set.AsOf(days(1), time.UTC).Fit(slices.Values(present)).AsOf(days(1), time.UTC)
	before, _ := old.Evaluate(customerID, slices.Values(past))
	after, _ := view.Evaluate(customerID, slices.Values(present))
	got, err := view.Causes(old, mustDiff(t, before, after), customerID, slices.Values(present))
	if err != nil {
		t.Fatal(err)
	}
	want := []segment.SegmentCauses{{
		Segment: "top",
		Entered: []segment.Caused{{Customer: "c", Cause: segment.CauseAppeared}, {Customer: "d", Cause: segment.CauseAppeared}},
		Left:    []segment.Caused{{Customer: "b", Cause: segment.CauseRule}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDaysInBetweenAreData(t *testing.T) {
	for _, rule := range []segment.Rule[*customer]{birthday.InLast(retention.Span{Days: 30}), birthday.DaysAgo().InRange(0, 30)} {
		set, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "it", Rule: rule})
		if err != nil {
			t.Fatal(err)
		}
		view := set.AsOf(days(10), time.UTC)
		it := slices.Values([]*customer{{ID: "it", Birthday: retention.DateOf(days(10), time.UTC)}})
		after, _ := view.Evaluate(customerID, it)
		before := &segment.Evaluation{AsOf: now, IDs: after.IDs}
		before.Segments = []segment.Group{{Name: "it", Rule: "it"}}
		got, err := view.Causes(set.AsOf(now, time.UTC), mustDiff(t, before, after), customerID, it)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]segment.Caused{{Customer: "it", Cause: segment.CauseData}}, got[0].Entered); diff != "" {
			t.Errorf("%v (-want +got):\n%s", rule, diff)
		}
	}
}
