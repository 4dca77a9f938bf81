package segment

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Changes is how one [Evaluation] differs from an earlier one. It is plain data.
type Changes struct {
	Before    time.Time `json:"before"`
	After     time.Time `json:"after"`
	Exclusive bool      `json:"exclusive,omitempty"` // as the evaluations are
	Appeared  []string  `json:"appeared"`            // customers of the later only, by ID
	Vanished  []string  `json:"vanished"`            // customers of the earlier only
	// Segments are those of the later set in its order, and after them those that
	// only the earlier has, by name.
	Segments []SegmentChanges `json:"segments"`
}

// SegmentChanges lists who entered and who left a segment. A customer who appears as a
// member has entered, and a member who vanishes has left. If only one of the sets has
// the segment, all its members have entered or left.
type SegmentChanges struct {
	Segment string   `json:"segment"`
	Entered []string `json:"entered"` // members after and not before, by ID
	Left    []string `json:"left"`    // members before and not after
	Stayed  int      `json:"stayed"`  // the number of members before and after
	// RuleBefore and RuleAfter are the rule as it printed; "" if there was no such
	// segment. Segments that it refers to may have changed although it prints the same.
	RuleBefore string `json:"ruleBefore"`
	RuleAfter  string `json:"ruleAfter"`
}

// SizeBefore returns the number of members before.
func (s SegmentChanges) SizeBefore() int { return s.Stayed + len(s.Left) }

// SizeAfter returns the number of members after.
func (s SegmentChanges) SizeAfter() int { return s.Stayed + len(s.Entered) }

// Diff tells who entered and who left the segments between two evaluations. Segments
// are matched by their names. It takes O(s·n) time for s segments and n customers.
//
// The error wraps [ErrMismatch] if after is as of an earlier instant than before, or if
// only one of the two is exclusive.
func Diff(before, after *Evaluation) (*Changes, error) {
	switch {
	case after.AsOf.Before(before.AsOf):
		return nil, fmt.Errorf("segment: %w: an evaluation as of %v is not before one as of %v", ErrMismatch, before.AsOf, after.AsOf)
	case before.Exclusive != after.Exclusive:
		return nil, fmt.Errorf("segment: %w: one evaluation is exclusive, the other is not", ErrMismatch)
	}
	a := align(before, after)
	c := &Changes{
		Before: before.AsOf, After: after.AsOf, Exclusive: after.Exclusive,
		Appeared: a.names(a.after.everybody.not(a.before.everybody)),
		Vanished: a.names(a.before.everybody.not(a.after.everybody)),
		Segments: []SegmentChanges{},
	}
	for _, g := range after.Segments {
		c.Segments = append(c.Segments, a.changes(g.Name))
	}
	for _, g := range before.Segments {
		if after.Index(g.Name) < 0 {
			c.Segments = append(c.Segments, a.changes(g.Name))
		}
	}
	c.sort()
	return c, nil
}

// sort puts the segments that are no more behind the others, by name.
func (c *Changes) sort() {
	slices.SortStableFunc(c.Segments, func(a, b SegmentChanges) int {
		gone, other := a.RuleAfter == "", b.RuleAfter == ""
		switch {
		case gone && other:
			return cmp.Compare(a.Segment, b.Segment)
		case gone:
			return 1
		case other:
			return -1
		}
		return 0
	})
}

// aligned is two evaluations over the customers of both.
type aligned struct {
	ids           []string
	before, after side
}

type side struct {
	*Evaluation
	rows      []int // of its customers among those of both; nil if they are the same
	everybody Bits  // its customers
}

func align(before, after *Evaluation) *aligned {
	a := &aligned{ids: before.IDs, before: side{Evaluation: before}, after: side{Evaluation: after}}
	if !slices.Equal(before.IDs, after.IDs) {
		a.ids, a.before.rows, a.after.rows = union(before.IDs, after.IDs)
	}
	for _, s := range []*side{&a.before, &a.after} {
		s.everybody = s.Evaluation.everybody().moved(s.rows, len(a.ids))
	}
	return a
}

// union returns the IDs of two ascending lists, and the rows that those of each
// have among them.
func union(a, b []string) (ids []string, rowsA, rowsB []int) {
	ids = make([]string, 0, max(len(a), len(b)))
	rowsA, rowsB = make([]int, 0, len(a)), make([]int, 0, len(b))
	for len(a) > 0 || len(b) > 0 {
		row := len(ids)
		fromA := len(b) == 0 || len(a) > 0 && a[0] <= b[0]
		fromB := len(a) == 0 || len(b) > 0 && b[0] <= a[0]
		if fromA {
			ids = append(ids, a[0])
			rowsA, a = append(rowsA, row), a[1:]
		}
		if fromB {
			ids = append(ids[:row], b[0])
			rowsB, b = append(rowsB, row), b[1:]
		}
	}
	return ids, rowsA, rowsB
}

func (a *aligned) changes(segment string) SegmentChanges {
	was, is := a.before.group(segment, len(a.ids)), a.after.group(segment, len(a.ids))
	return SegmentChanges{
		Segment: segment,
		Entered: a.names(is.Members.not(was.Members)), Left: a.names(was.Members.not(is.Members)),
		Stayed:     is.Members.countBoth(was.Members),
		RuleBefore: was.Rule, RuleAfter: is.Rule,
	}
}

// group returns the group of a name, over so many customers of both sides; that of
// no name has no members.
func (s *side) group(name string, customers int) Group {
	i := s.Index(name)
	if i < 0 {
		return Group{}
	}
	g := s.Segments[i]
	g.Members = s.inside(g).moved(s.rows, customers)
	return g
}

func (a *aligned) names(rows Bits) []string {
	names := make([]string, 0, rows.Count())
	for row := range rows.All() {
		names = append(names, a.ids[row])
	}
	return names
}
