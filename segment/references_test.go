package segment_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

// chain returns segments each of which but the last is what link makes of the next.
func chain(n int, link func(next segment.Rule[*customer]) segment.Rule[*customer]) []shopSegment {
	segments := make([]shopSegment, n)
	for i := range segments {
		rule := orders.Is(1)
		if i < n-1 {
			rule = link(ref(fmt.Sprint("s", i+1)))
		}
		segments[i] = shopSegment{Name: fmt.Sprint("s", i), Rule: rule}
	}
	return segments
}

func once(next segment.Rule[*customer]) segment.Rule[*customer] { return next }

func twice(next segment.Rule[*customer]) segment.Rule[*customer] {
	return segment.Any(next, segment.Not(next))
}

// among refers to the next segment among many other conditions.
func among(others int) func(segment.Rule[*customer]) segment.Rule[*customer] {
	return func(next segment.Rule[*customer]) segment.Rule[*customer] {
		parts := []segment.Rule[*customer]{next, next}
		for i := range others {
			parts = append(parts, orders.Is(i))
		}
		return segment.Any(parts...)
	}
}

// whereTwice refers to the next segment twice beside one condition, whose events have
// to meet many.
func whereTwice(next segment.Rule[*customer]) segment.Rule[*customer] {
	parts := make([]segment.Rule[*purchase], 1000)
	for i := range parts {
		parts[i] = quantity.Is(i)
	}
	return segment.Any(next, next, purchases.Where(segment.Any(parts...)).Some())
}

// faulty returns how many of the faults of some segments are each of these.
func faulty(segments []shopSegment) map[error]int {
	_, err := segment.Compile(segments...)
	var faults segment.Faults
	errors.As(err, &faults)
	count := map[error]int{}
	for _, fault := range faults {
		for _, target := range []error{segment.ErrSize, segment.ErrDepth, segment.ErrCycle} {
			if errors.Is(fault, target) {
				count[target]++
			}
		}
	}
	return count
}

func TestLargeReferences(t *testing.T) {
	for _, test := range []struct {
		segments []shopSegment
		want     map[error]int
		reason   string
	}{
		{chain(64, twice), map[error]int{segment.ErrSize: 46}, "2^18 conditions have less than a million parts, 2^19 and their combinations have more"},
		{chain(18, twice), map[error]int{}, "2^17 are fewer"},
		{chain(12, among(1000)), map[error]int{segment.ErrSize: 2}, "a thousand conditions are in it 2^10 times"},
		{chain(12, whereTwice), map[error]int{segment.ErrSize: 2}, "likewise of events"},
		{chain(2000, once), map[error]int{}, "one after the other up to 2000"},
		{chain(2001, once), map[error]int{segment.ErrDepth: 1}, "and no more"},
		{chain(1_000, segment.Not[*customer]), map[error]int{}, "a negation is as deep as a reference"},
		{chain(1_001, segment.Not[*customer]), map[error]int{segment.ErrDepth: 1}, "likewise"},
	} {
		if diff := cmp.Diff(test.want, faulty(test.segments)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.reason, diff)
		}
	}
}

// Whoever is entered first, a chain that is far too long is found without a walk to
// its end.
func TestEndlessReferences(t *testing.T) {
	if got := faulty(chain(200_000, once)); got[segment.ErrDepth] == 0 {
		t.Errorf("got faults %v, want too deep ones", got)
	}
	circle := chain(1_500, once)
	circle[len(circle)-1].Rule = ref("s0")
	if got := faulty(circle); got[segment.ErrCycle] != len(circle) {
		t.Errorf("got faults %v, want one of a circle for each segment", got)
	}
}

// What refers to much that it has is explained as quickly as it is large.
func TestLargestReferences(t *testing.T) {
	set, err := segment.Compile(chain(18, twice)...)
	if err != nil {
		t.Fatal(err)
	}
	view, two := set.AsOf(now, time.UTC), 2
	c := &customer{Orders: &two}
	if e, err := view.Explain(c, "s0"); err != nil || e.Truth != yes {
		t.Errorf("%v, %v", e.Truth, err)
	}
	if r, err := view.Reverse(c, "s0"); err != nil || !r.Member {
		t.Errorf("%v, %v", r.Member, err)
	}
}

// TestCirclesAreExact compares with the definition: a segment is in a circle if it can
// be reached from itself. References that lead into a circle are no part of it.
func TestCirclesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "segments")
		reaches := make([][]bool, n)
		segments := make([]shopSegment, n)
		for i := range n {
			reaches[i] = make([]bool, n)
			parts := []segment.Rule[*customer]{orders.Is(1)}
			for j := range n {
				if rapid.IntRange(0, n).Draw(t, "refers") == 0 {
					reaches[i][j] = true
					parts = append(parts, segment.Not(ref(fmt.Sprint("s", j))))
				}
			}
			segments[i] = shopSegment{Name: fmt.Sprint("s", i), Rule: segment.Any(parts...)}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reaches[i][j] = reaches[i][j] || reaches[i][k] && reaches[k][j]
				}
			}
		}
		var want, got []string
		for i := range n {
			if reaches[i][i] {
				want = append(want, segments[i].Name)
			}
		}
		_, err := segment.Compile(segments...)
		var faults segment.Faults
		errors.As(err, &faults)
		for _, fault := range faults {
			if errors.Is(fault, segment.ErrCycle) {
				got = append(got, fault.Segment)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in circles (-want +got):\n%s", diff)
		}
	})
}
