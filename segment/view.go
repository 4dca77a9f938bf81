package segment

import (
	"errors"
	"fmt"
	"iter"
)

// View is the segments of a [Set] at a [Moment]. It is small, to be passed by
// value, and safe for concurrent use.
type View[T any] struct {
	set    *Set[T]
	moment *Moment
	tests  []test[T] // of the set's programs
}

// ErrNoSegment is wrapped by the errors about the name of a segment that the set
// does not have.
var ErrNoSegment = errors.New("no such segment")

// Set returns the set.
func (v View[T]) Set() *Set[T] { return v.set }

// Moment returns the moment.
func (v View[T]) Moment() *Moment { return v.moment }

// Test returns what the rule of the i-th segment says of a customer, for 0 <= i <
// Len() of the set. It does not allocate memory, except for aggregates of decimals,
// amounts of more than 18 digits, [Followed], samples by a salt and an ID of more
// than 120 bytes together, and rules of the caller's that do.
func (v View[T]) Test(customer T, i int) Truth { return v.tests[i](customer, v.moment) }

// Is reports whether a customer is a member of the segment of a name: whether its
// rule is True. The error wraps [ErrNoSegment].
func (v View[T]) Is(customer T, segment string) (bool, error) {
	i, err := v.set.find(segment)
	if err != nil {
		return false, err
	}
	return v.Test(customer, i) == True, nil
}

func (s *Set[T]) find(segment string) (int, error) {
	i, ok := s.index[segment]
	if !ok {
		return 0, fmt.Errorf("segment: %w: %q", ErrNoSegment, segment)
	}
	return i, nil
}

// Of returns the names of the segments that a customer is a member of, in the
// order of the set.
func (v View[T]) Of(customer T) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range v.set.programs {
			if v.Test(customer, i) == True && !yield(v.set.segments[i].Name) {
				return
			}
		}
	}
}

// First returns the name of the first segment that a customer is a member of, and
// "" if there is none: the one to be in, where it is to be one only.
func (v View[T]) First(customer T) string {
	for name := range v.Of(customer) {
		return name
	}
	return ""
}

// Members returns those of the customers who are members of the segment of a
// name. The error wraps [ErrNoSegment].
func (v View[T]) Members(segment string, customers iter.Seq[T]) (iter.Seq[T], error) {
	i, err := v.set.find(segment)
	if err != nil {
		return nil, err
	}
	return func(yield func(T) bool) {
		for c := range customers {
			if v.Test(c, i) == True && !yield(c) {
				return
			}
		}
	}, nil
}
