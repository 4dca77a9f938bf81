package segment

import (
	"fmt"
	"slices"
)

// Then returns c and next as one: what [Diff] returns for the evaluation before c and
// the one after next. A customer who entered and left again has done neither.
//
// The error wraps [ErrMismatch] if next does not begin at the instant at which c ends,
// or if only one of the two is exclusive.
func (c *Changes) Then(next *Changes) (*Changes, error) {
	if !c.After.Equal(next.Before) || c.Exclusive != next.Exclusive {
		return nil, fmt.Errorf("segment: %w: changes up to %v, and others from %v", ErrMismatch, c.After, next.Before)
	}
	both := &Changes{
		Before: c.Before, After: next.After, Exclusive: c.Exclusive,
		Appeared: remaining(c.Appeared, next.Vanished, next.Appeared, c.Vanished),
		Vanished: remaining(c.Vanished, next.Appeared, next.Vanished, c.Appeared),
		Segments: []SegmentChanges{},
	}
	for _, second := range next.Segments {
		first := c.of(second.Segment)
		if first.SizeAfter() != second.SizeBefore() || first.RuleAfter != second.RuleBefore {
			return nil, fmt.Errorf("segment: %w: segment %q was another when the next changes began", ErrMismatch, second.Segment)
		}
		if s := first.then(second); s.RuleBefore != "" || s.RuleAfter != "" {
			both.Segments = append(both.Segments, s)
		}
	}
	for _, first := range c.Segments {
		if next.index(first.Segment) >= 0 {
			continue
		}
		if first.RuleAfter != "" {
			return nil, fmt.Errorf("segment: %w: segment %q is not among the next changes", ErrMismatch, first.Segment)
		}
		both.Segments = append(both.Segments, first)
	}
	both.sort()
	return both, nil
}

func (c *Changes) index(segment string) int {
	return slices.IndexFunc(c.Segments, func(s SegmentChanges) bool { return s.Segment == segment })
}

// of returns the changes of the segment of a name, none if there is no such one.
func (c *Changes) of(segment string) SegmentChanges {
	if i := c.index(segment); i >= 0 {
		return c.Segments[i]
	}
	return SegmentChanges{}
}

func (s SegmentChanges) then(next SegmentChanges) SegmentChanges {
	both := SegmentChanges{
		Segment:    next.Segment,
		Entered:    remaining(s.Entered, next.Left, next.Entered, s.Left),
		Left:       remaining(s.Left, next.Entered, next.Left, s.Entered),
		RuleBefore: s.RuleBefore, RuleAfter: next.RuleAfter,
	}
	both.Stayed = s.SizeBefore() - len(both.Left)
	return both
}

// remaining returns what is in a and not in b, and what is in c and not in d; all
// ascending.
func remaining(a, b, c, d []string) []string {
	ids, _, _ := union(without(a, b), without(c, d))
	return ids
}

// without returns what is in a and not in b; both ascending.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool {
		_, found := slices.BinarySearch(b, id)
		return found
	})
}
