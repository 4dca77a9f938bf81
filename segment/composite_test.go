package segment_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// atLeast holds if at least n of some rules do: a Composite as users write them.
type atLeast[T any] struct {
	n     int
	rules []segment.Rule[T]
}

func (r atLeast[T]) Test(customer T, at *segment.Moment) segment.Truth {
	holding, open := 0, 0
	for _, rule := range r.rules {
		switch rule.Test(customer, at) {
		case segment.True:
			holding++
		case segment.Unknown:
			open++
		}
	}
	switch {
	case holding >= r.n:
		return segment.True
	case holding+open < r.n:
		return segment.False
	}
	return segment.Unknown
}

func (r atLeast[T]) String() string           { return fmt.Sprintf("at least %d of %v", r.n, r.rules) }
func (r atLeast[T]) Parts() []segment.Rule[T] { return r.rules }
func (r atLeast[T]) With(parts []segment.Rule[T]) segment.Rule[T] {
	return atLeast[T]{r.n, parts}
}

// At least one is any, all of them is all, and two of three is spelled out; what
// the parts refer to is found.
func TestComposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rules(1), 3, 3).Draw(t, "parts")
		refs := []segment.Rule[*customer]{segment.Ref[*customer]("a"), segment.Not(segment.Not(segment.Ref[*customer]("b"))), parts[2]}
		set, err := segment.CompileAnyway(
			segment.Segment[*customer]{Name: "one", Rule: atLeast[*customer]{1, refs}},
			segment.Segment[*customer]{Name: "two", Rule: atLeast[*customer]{2, refs}},
			segment.Segment[*customer]{Name: "three", Rule: segment.Any[*customer](atLeast[*customer]{3, refs})},
			segment.Segment[*customer]{Name: "any", Rule: segment.Any(parts...)},
			segment.Segment[*customer]{Name: "pairs", Rule: segment.Any(segment.All(parts[0], parts[1]), segment.All(parts[0], parts[2]), segment.All(parts[1], parts[2]))},
			segment.Segment[*customer]{Name: "all", Rule: segment.All(parts...)},
			segment.Segment[*customer]{Name: "a", Rule: parts[0]},
			segment.Segment[*customer]{Name: "b", Rule: parts[1]},
		)
		if err != nil {
			t.Fatal(err)
		}
		view, c := set.AsOf(now, time.UTC), customers().Draw(t, "customer")
		for i := range 3 {
			if got, want := view.Test(c, i), view.Test(c, i+3); got != want {
				t.Errorf("at least %d: %v, want %v", i+1, got, want)
			}
		}
	})
}

// A rank in a part of a Composite is fitted like any other.
func TestCompositeIsFitted(t *testing.T) {
	one, two := 1, 2
	population := []*customer{{Orders: &one}, {Orders: &two}}
	answer := fitted[*customer](t, atLeast[*customer]{1, []segment.Rule[*customer]{orders.Top(50)}}, population)
	if got := []segment.Truth{answer(population[0]), answer(population[1])}; !slices.Equal(got, []segment.Truth{no, yes}) {
		t.Errorf("the top half of 1 and 2: %v", got)
	}
}

func TestCompositeFaults(t *testing.T) {
	of := func(parts ...segment.Rule[*customer]) segment.Rule[*customer] { return atLeast[*customer]{1, parts} }
	for _, tt := range []struct {
		rule   segment.Rule[*customer]
		want   error
		reason string
	}{
		{of(segment.Ref[*customer]("it")), segment.ErrCycle, "it refers to itself"},
		{of(of(segment.Not(segment.Ref[*customer]("it")))), segment.ErrCycle, "deeper down"},
		{of(segment.Ref[*customer]("nowhere")), segment.ErrNoSegment, "the part refers to nothing"},
		{of(orders.In()), segment.ErrEmpty, "the part is empty"},
		{of(nil), segment.ErrNoRule, "the part is no rule"},
		{purchases.Where(atLeast[*purchase]{1, []segment.Rule[*purchase]{segment.Ref[*purchase]("it")}}).Some(), segment.ErrEvent, "an event is in no segment"},
	} {
		_, err := segment.CompileAnyway(segment.Segment[*customer]{Name: "it", Rule: tt.rule})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.reason, err, tt.want)
		}
	}
}
