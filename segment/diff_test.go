package segment_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/retentionkit/retention/segment"
)

func days(n int) time.Time { return now.AddDate(0, 0, n) }

// minus returns the keys of a that b has not, sorted.
func minus[V, W any](a map[string]V, b map[string]W) []string {
	ids := []string{}
	for id := range a {
		if _, ok := b[id]; !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// compare is the naive twin of Diff.
func compare(before, after *poll) *segment.Changes {
	c := &segment.Changes{
		Before: before.AsOf, After: after.AsOf, Exclusive: after.Exclusive,
		Appeared: minus(after.voters, before.voters), Vanished: minus(before.voters, after.voters),
		Segments: []segment.SegmentChanges{},
	}
	names := slices.Clone(after.names)
	for _, name := range slices.Sorted(slices.Values(before.names)) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	rule := func(p *poll, name string) string {
		if i := p.Index(name); i >= 0 {
			return p.Segments[i].Rule
		}
		return ""
	}
	for _, name := range names {
		was, is := before.members[name], after.members[name]
		left := minus(was, is)
		c.Segments = append(c.Segments, segment.SegmentChanges{
			Segment: name, Entered: minus(is, was), Left: left, Stayed: len(was) - len(left),
			RuleBefore: rule(before, name), RuleAfter: rule(after, name),
		})
	}
	return c
}

func TestDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := polls(now).Draw(t, "before"), polls(days(1)).Draw(t, "after")
		maybeExclusive(t, a, b)
		got, err := segment.Diff(a.Evaluation, b.Evaluation)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(compare(a, b), got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		for _, s := range got.Segments {
			if s.SizeBefore() != len(a.members[s.Segment]) || s.SizeAfter() != len(b.members[s.Segment]) {
				t.Errorf("segment %q from %d to %d members", s.Segment, s.SizeBefore(), s.SizeAfter())
			}
		}
		moved := map[string]bool{}
		for _, s := range got.Segments {
			for _, id := range slices.Concat(s.Entered, s.Left) {
				if _, was := a.voters[id]; was {
					if _, is := b.voters[id]; is {
						moved[id] = true
					}
				}
			}
		}
		if want := slices.Sorted(maps.Keys(moved)); !slices.Equal(want, got.Moved()) {
			t.Errorf("moved: %v, want %v", got.Moved(), want)
		}
	})
}

func TestDiffsCompose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := polls(now).Draw(t, "a"), polls(days(1)).Draw(t, "b"), polls(days(2)).Draw(t, "c")
		maybeExclusive(t, a, b, c)
		diff := func(before, after *poll) *segment.Changes {
			changes, err := segment.Diff(before.Evaluation, after.Evaluation)
			if err != nil {
				t.Fatal(err)
			}
			return changes
		}
		got, err := diff(a, b).Then(diff(b, c))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(diff(a, c), got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	})
}

// grouped is an evaluation of n customers, "0" to "9", with some in "x".
func grouped(asOf time.Time, n int, members segment.Bits) *segment.Evaluation {
	e := &segment.Evaluation{AsOf: asOf, Segments: []segment.Group{{Name: "x", Rule: "x", Members: members}}}
	for i := range n {
		e.IDs = append(e.IDs, fmt.Sprint(i))
	}
	return e
}

func TestDiffMismatch(t *testing.T) {
	early, late := grouped(now, 2, segment.Bits{1}), grouped(days(1), 2, segment.Bits{2})
	last := grouped(days(2), 2, segment.Bits{2})
	other := grouped(days(1), 2, segment.Bits{0})
	renamed := grouped(days(1), 2, segment.Bits{2})
	renamed.Segments[0].Name = "y"
	reruled := grouped(days(1), 2, segment.Bits{2})
	reruled.Segments[0].Rule = "y"
	for _, tt := range []struct {
		diff   func() (*segment.Changes, error)
		reason string
	}{
		{func() (*segment.Changes, error) { return segment.Diff(late, early) }, "the later first"},
		{func() (*segment.Changes, error) { return segment.Diff(early, late.Exclude()) }, "one is exclusive"},
		{func() (*segment.Changes, error) { return mustDiff(t, early, late).Then(mustDiff(t, early, late)) }, "both from the start"},
		{func() (*segment.Changes, error) { return mustDiff(t, early, late).Then(mustDiff(t, other, last)) }, "other members in between"},
		{func() (*segment.Changes, error) { return mustDiff(t, early, late).Then(mustDiff(t, renamed, last)) }, "another segment in between"},
		{func() (*segment.Changes, error) { return mustDiff(t, early, late).Then(mustDiff(t, reruled, last)) }, "another rule in between"},
		{func() (*segment.Changes, error) {
			return mustDiff(t, early.Exclude(), late.Exclude()).Then(mustDiff(t, late, last))
		}, "one is exclusive"},
		{func() (*segment.Changes, error) {
			return mustDiff(t, early, late).Then(&segment.Changes{Before: days(1), After: days(2)})
		}, "no segments in between"},
	} {
		if c, err := tt.diff(); !errors.Is(err, segment.ErrMismatch) {
			t.Errorf("%s: %v, %v", tt.reason, c, err)
		}
	}
	if _, err := segment.Diff(early, grouped(now, 2, nil)); err != nil {
		t.Errorf("of the same instant: %v", err)
	}
}

func TestDiffDoesNotReachBeyondTheIDs(t *testing.T) {
	a, b := grouped(now, 2, segment.Bits{^uint64(0), 5}), grouped(days(1), 3, segment.Bits{0})
	c := mustDiff(t, a, b)
	want := []string{"0", "1"}
	if diff := cmp.Diff(want, c.Segments[0].Left); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a.Exclude()
	if got := slices.Collect(a.Members("x")); !slices.Equal(got, want) {
		t.Errorf("members %v", got)
	}
}
