package segment_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/segment"
)

type shopSegment = segment.Segment[*customer]

func ref(name string) segment.Rule[*customer] { return segment.Ref[*customer](name) }

func TestFaults(t *testing.T) {
	day, nan := retention.Span{Days: 1}, math.NaN()
	deep := orders.Is(1)
	for range 10_000 {
		deep = segment.Not(deep)
	}
	deepEvent := quantity.Is(1)
	for range 10_000 {
		deepEvent = segment.Not(deepEvent)
	}
	ratio := segment.Ratio(orders, orders)
	noName := segment.Number("", func(c *customer) int { return 0 })
	for _, tt := range []struct {
		rule   segment.Rule[*customer]
		want   error
		reason string
	}{
		{nil, segment.ErrNoRule, "no rule"},
		{segment.All[*customer](nil), segment.ErrNoRule, "none in a combination"},
		{segment.Any(orders.Is(1), nil), segment.ErrNoRule, "likewise"},
		{segment.Not[*customer](nil), segment.ErrNoRule, "none to negate"},
		{purchases.Where(nil).Some(), segment.ErrNoRule, "none about events"},
		{purchases.Where(nil).Where(sku.Is("tea")).Some(), segment.ErrNoRule, "none about events, and then one"},
		{segment.RuleFunc("", func(*customer) segment.Truth { return yes }), segment.ErrNoRule, "one without a name cannot be told from none"},
		{segment.RuleFunc("\xff", func(*customer) segment.Truth { return yes }), segment.ErrName, "a name not in UTF-8"},
		{segment.All[*customer](), segment.ErrEmpty, "all of nothing"},
		{segment.Any[*customer](), segment.ErrEmpty, "any of nothing"},
		{segment.Not(segment.Any[*customer]()), segment.ErrEmpty, "likewise, negated"},
		{orders.In(), segment.ErrEmpty, "in nothing"},
		{country.NotIn(), segment.ErrEmpty, "likewise, negated"},
		{tags.HasAny(), segment.ErrEmpty, "any tag of none"},
		{tags.HasAll(), segment.ErrEmpty, "all tags of none"},
		{orders.InRange(2, 2), segment.ErrRange, "nothing lies between 2 and 2"},
		{orders.InRange(3, 2), segment.ErrRange, "nor between 3 and 2"},
		{lastOrder.InRange(now, now.Add(-1)), segment.ErrRange, "nor between now and before"},
		{purchases.Since(now).Before(now).Some(), segment.ErrRange, "nor between now and now"},
		{pAlive.Is(nan), segment.ErrOperand, "NaN is no number"},
		{pAlive.In(0.5, math.Inf(1)), segment.ErrOperand, "nor is infinity"},
		{pAlive.InRange(nan, 1), segment.ErrOperand, "nor is NaN a limit"},
		{pAlive.OrElse(nan).Is(1), segment.ErrOperand, "NaN would be missing again"},
		{ratio.OrElse(nan).IsKnown(), segment.ErrOperand, "likewise"},
		{lastOrder.Above(time.Time{}), segment.ErrOperand, "the zero time is none"},
		{birthday.Above(retention.Date{}), segment.ErrOperand, "the zero date is none"},
		{birthday.OrElse(retention.Date{}).InLast(day), segment.ErrOperand, "likewise"},
		{country.Is("\xff"), segment.ErrOperand, "text not in UTF-8"},
		{tags.Has("\xff"), segment.ErrOperand, "likewise"},
		{id.Sample(10, "\xff"), segment.ErrOperand, "likewise, of a salt"},
		{lastOrder.InLast(retention.Span{}), segment.ErrOperand, "a span of nothing"},
		{lastOrder.InNext(retention.Span{Days: -1}), segment.ErrOperand, "a span backwards"},
		{lastOrder.OlderThan(retention.Span{Months: 1, Days: -1}), segment.ErrOperand, "a span in both ways"},
		{birthday.InLast(retention.Span{Exact: time.Hour}), segment.ErrOperand, "days have no hours"},
		{purchases.InLast(retention.Span{}).Some(), segment.ErrOperand, "a window of nothing is not no window"},
		{purchases.InLast(day).InLast(retention.Span{}).Some(), segment.ErrOperand, "likewise, after another"},
		{purchases.InLast(retention.Span{Days: -1}).None(), segment.ErrOperand, "a window backwards"},
		{segment.Followed(purchases, purchases, retention.Span{}), segment.ErrOperand, "nothing follows in no time"},
		{birthday.AnniversaryIn(0), segment.ErrOperand, "no days"},
		{birthday.AnniversaryIn(366), segment.ErrOperand, "always"},
		{orders.Top(0), segment.ErrOperand, "nobody"},
		{orders.Bottom(100.5), segment.ErrOperand, "more than everybody"},
		{orders.Top(nan), segment.ErrOperand, "NaN is no share"},
		{id.Sample(math.Inf(1), ""), segment.ErrOperand, "nor is infinity"},
		{ref("it"), segment.ErrCycle, "it is itself"},
		{segment.Not(ref("it")), segment.ErrCycle, "it is what it is not"},
		{ref("nowhere"), segment.ErrNoSegment, "there is no such segment"},
		{ref(""), segment.ErrNoSegment, "nor one without a name"},
		{deep, segment.ErrDepth, "10,000 rules in each other"},
		{purchases.Where(deepEvent).Some(), segment.ErrDepth, "likewise about events"},
		{purchases.Where(segment.Ref[*purchase]("it")).Some(), segment.ErrEvent, "an event is in no segment"},
		{purchases.Where(quantity.Top(10)).Some(), segment.ErrEvent, "nor among a population"},
		{segment.Any(orders.Is(1), segment.Text("orders", func(*customer) string { return "" }).Is("")), segment.ErrField, "two fields of one name"},
		{noName.Is(1), segment.ErrName, "a field without a name"},
		{segment.Flag("\xff", func(*customer) bool { return true }).IsTrue(), segment.ErrName, "a field's name not in UTF-8"},
		{segment.Events("", func(*customer) []*purchase { return nil }, (*purchase).Time).Some(), segment.ErrName, "events without a name"},
		{segment.Events("\xff", func(*customer) []*purchase { return nil }, (*purchase).Time).Some(), segment.ErrName, "events' name not in UTF-8"},
	} {
		set, err := segment.Compile(shopSegment{Name: "it", Rule: tt.rule})
		var fault segment.Fault
		if set != nil || !errors.Is(err, tt.want) || !errors.As(err, &fault) || fault.Segment != "it" {
			t.Errorf("%s: %v, want %v", tt.reason, err, tt.want)
		}
	}
}

func (p *purchase) Time() time.Time { return p.At }

func TestFaultsOfNames(t *testing.T) {
	fine := orders.Is(1)
	_, err := segment.Compile(shopSegment{Rule: fine}, shopSegment{Name: "\xff", Rule: fine}, shopSegment{Name: "a", Rule: fine}, shopSegment{Name: "a", Rule: fine})
	want := "segment \"\": a segment needs a name\n" +
		"segment \"\\xff\": a segment needs a name: not in UTF-8\n" +
		"segment \"a\": two segments have the same name"
	if err == nil {
		t.Fatal("no fault")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, target := range []error{segment.ErrName, segment.ErrDuplicate} {
		if !errors.Is(err, target) {
			t.Errorf("%v is not %v", err, target)
		}
	}
}

// All faults are told at once, circles too, each with its place.
func TestAllFaults(t *testing.T) {
	_, err := segment.Compile(
		shopSegment{Name: "a", Rule: segment.All(ref("b"), orders.In())},
		shopSegment{Name: "b", Rule: segment.Any(segment.Not(ref("a")), ref("nowhere"), pAlive.Above(math.NaN()))},
		shopSegment{Name: "c", Rule: segment.All(ref("a"), segment.Any[*customer]())},
	)
	want := `segment "a": orders in (): a rule about nothing
segment "b": segment "nowhere": no such segment
segment "b": p_alive > NaN: the operand is no value: NaN
segment "c": any(): a rule about nothing
segment "a": the segment refers to itself
segment "b": the segment refers to itself`
	if err == nil {
		t.Fatal("no fault")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// References may form chains, and meet again, in any order of the segments.
func TestReferences(t *testing.T) {
	var segments []shopSegment
	name := func(i int) string { return strings.Repeat("x", i+1) }
	const n = 300 // more than rules may be nested in each other
	for i := range n {
		segments = append(segments, shopSegment{Name: name(i), Rule: segment.Not(ref(name(i + 1)))})
	}
	last := shopSegment{Name: name(n), Rule: country.Is("JP")}
	set, err := segment.Compile(append(segments, last, shopSegment{Name: "both", Rule: segment.All(last.Ref(), ref(name(n-2)), segment.Not(ref(name(n-1))))})...)
	if err != nil {
		t.Fatal(err)
	}
	view := set.AsOf(now, time.UTC)
	for country, want := range map[string]segment.Truth{"JP": yes, "DE": no, "": unknown} {
		c := &customer{Country: country}
		for _, i := range []int{0, n, n + 1} {
			if got := view.Test(c, i); got != want {
				t.Errorf("%q: segment %d: %v, want %v", country, i, got, want)
			}
		}
		if got := view.Test(c, 1); got != want.Not() {
			t.Errorf("%q: segment 1: %v", country, got)
		}
	}
	if got := last.Ref().Test(&customer{Country: "JP"}, view.Moment()); got != unknown {
		t.Errorf("a reference outside a set: %v", got)
	}
}

func TestCircles(t *testing.T) {
	for name, rules := range map[string][]segment.Rule[*customer]{
		"of two":   {ref("b"), ref("a")},
		"of three": {ref("b"), segment.Not(ref("c")), segment.Any(orders.Is(1), ref("a"))},
		"of many":  {segment.All(ref("b"), ref("c")), segment.All(ref("a"), ref("c")), segment.All(ref("a"), ref("b"))},
	} {
		var segments []shopSegment
		for i, rule := range rules {
			segments = append(segments, shopSegment{Name: string(rune('a' + i)), Rule: rule})
		}
		segments = append(segments, shopSegment{Name: "outside", Rule: ref("a")})
		_, err := segment.Compile(segments...)
		var got segment.Faults
		if errors.As(err, &got); len(got) != len(rules) || !errors.Is(err, segment.ErrCycle) {
			t.Errorf("a circle %s: %v", name, err)
		}
	}
}

// Many parts are no depth.
func TestManyParts(t *testing.T) {
	parts := make([]segment.Rule[*customer], 10_000)
	for i := range parts {
		parts[i] = orders.IsNot(i)
	}
	answer := compiled(t, segment.All(parts...))
	inside, outside := 9_999, 10_000
	if got := answer(&customer{Orders: &inside}); got != no {
		t.Errorf("inside: %v", got)
	}
	if got := answer(&customer{Orders: &outside}); got != yes {
		t.Errorf("outside: %v", got)
	}
	depth := orders.Is(1)
	for range segment.MaxDepth - 1 {
		depth = segment.All(depth)
	}
	one := 1
	if got := compiled(t, depth)(&customer{Orders: &one}); got != yes {
		t.Errorf("as deep as may be: %v", got)
	}
	if _, err := segment.Compile(shopSegment{Name: "it", Rule: segment.All(depth)}); !errors.Is(err, segment.ErrDepth) {
		t.Errorf("one deeper: %v", err)
	}
	if set, err := segment.Compile[*customer](); err != nil || set.Len() != 0 {
		t.Errorf("a set of nothing: %v", err)
	}
}

func TestNilFunctions(t *testing.T) {
	for want, make := range map[string]func(){
		"segment: field n: nil function":                               func() { segment.Number[*customer, int]("n", nil) },
		"segment: field m: nil function":                               func() { segment.Money[*customer]("m", nil) },
		"segment: field t: nil function":                               func() { segment.Text[*customer, string]("t", nil) },
		"segment: field g: nil function":                               func() { segment.Tags[*customer, string]("g", nil) },
		"segment: events e: nil function":                              func() { segment.Events[*customer, *purchase]("e", nil, nil) },
		"segment: rule r: nil function":                                func() { segment.RuleFunc[*customer]("r", nil) },
		"segment: field orders: KnownIf of a nil function":             func() { orders.KnownIf(nil) },
		"segment: field or_else(orders, 0): KnownIf of a nil function": func() { orders.OrElse(0).KnownIf(nil) },
		"segment: field tags: KnownIf of a nil function":               func() { tags.KnownIf(nil) },
		"segment: events purchases: KnownIf of a nil function":         func() { purchases.KnownIf(nil) },
		"segment.NewMoment: nil zone":                                  func() { segment.NewMoment(now, nil) },
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panics with %v, want %s", got, want)
				}
			}()
			make()
		}()
	}
}
