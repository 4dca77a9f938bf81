package segment

import (
	"iter"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// Segment is a named group of customers: those for whom its rule is True.
type Segment[T any] struct {
	Name  string         // what it is stored and referred to by; not empty
	Label retention.Text // what people call it, if not by its name
	Rule  Rule[T]
}

// Ref returns the rule of the segment, for use in others of the same set: [Ref] of
// its name.
func (s Segment[T]) Ref() Rule[T] { return Ref[T](s.Name) }

// In returns what people call the segment in a language: its label, or its name
// if there is none.
func (s Segment[T]) In(lang retention.Language) string {
	if label := s.Label.In(lang); label != "" {
		return label
	}
	return s.Name
}

// Set is some segments, compiled. It does not change and is safe for concurrent
// use.
type Set[T any] struct {
	segments []Segment[T]
	programs []*program[T]
	tests    []test[T] // of the programs
	index    map[string]int
	spans    []retention.Span // that the rules look back or ahead

	cuts      Cuts
	cutValues cutValues
}

// Compile checks segments and makes them ready to be asked. Their order is that of
// their priority where a customer is to be in one only: the first wins.
//
// The error is [Faults], which lists everything that is wrong with the segments.
// Rules that cannot be True for anybody are looked for last, in segments without
// other faults, and wrap [ErrNever].
func Compile[T any](segments ...Segment[T]) (*Set[T], error) {
	if faults := check(segments); len(faults) > 0 {
		return nil, faults
	}
	return newSet(segments), nil
}

// newSet returns the set of segments that have been checked.
func newSet[T any](segments []Segment[T]) *Set[T] {
	s := &Set[T]{segments: slices.Clone(segments), index: make(map[string]int, len(segments))}
	for i, segment := range segments {
		s.index[segment.Name] = i
	}
	s.link()
	return s
}

// link makes the programs, each segment's once, whoever refers to it.
func (s *Set[T]) link() {
	s.programs = make([]*program[T], len(s.segments))
	l := &linker[T]{cuts: s.cutValues}
	l.segment = func(name string) *program[T] {
		i := s.index[name]
		if s.programs[i] == nil {
			s.programs[i] = l.link(s.segments[i].Rule)
		}
		return s.programs[i]
	}
	for _, segment := range s.segments {
		l.segment(segment.Name)
	}
	s.spans, s.tests = nil, make([]test[T], len(s.programs))
	for i, p := range s.programs {
		s.tests[i] = p.test
		p.form.walk(func(f *form) { s.spans = f.appendSpans(s.spans) })
	}
}

// Len returns the number of segments.
func (s *Set[T]) Len() int { return len(s.segments) }

// Segment returns the i-th segment, 0 <= i < Len().
func (s *Set[T]) Segment(i int) Segment[T] { return s.segments[i] }

// All returns the segments in their order.
func (s *Set[T]) All() iter.Seq2[int, Segment[T]] { return slices.All(s.segments) }

// Index returns the number of the segment of a name, or -1 if there is none.
func (s *Set[T]) Index(name string) int {
	if i, ok := s.index[name]; ok {
		return i
	}
	return -1
}

// AsOf returns the segments as they are at an instant, with days cut in a zone,
// which must not be nil.
func (s *Set[T]) AsOf(at time.Time, zone *time.Location) View[T] {
	return View[T]{s, NewMoment(at, zone).with(s.spans), s.tests}
}
