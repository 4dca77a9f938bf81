package segment

import (
	"errors"
	"fmt"
	"time"
)

// Flip is a change of membership that time alone brings about.
type Flip struct {
	Segment string    `json:"segment"` // its name
	At      time.Time `json:"at"`      // the first instant at which it is so
	Member  bool      `json:"member"`  // whether the customer is a member from then on
}

// ErrRestless is wrapped by the errors about rules that may change too often to look
// as far ahead as asked: see [View.NextFlip].
var ErrRestless = errors.New("the rules may change too often to look so far ahead")

// maxSteps is how many instants a search looks at.
const maxSteps = 100_000

// NextFlip returns the next change of a customer's membership in the segment of a
// name, if nothing but time passes. It looks after the moment of the view, up to and
// including until, and returns the zero Flip if there is no change.
//
// The instant is exact, in the zone of the view. Ask about the customer again at that
// instant, or sooner if their data change. Times in the future that the customer
// already has are foreseen; nothing else is. A rule of the caller's is asked if it is
// a [Forecaster], and otherwise assumed not to change: see [Set.Unforeseen]. The cuts
// of [Field.Top] stay as they are.
//
// The rule is tested only at instants at which a part of it may change: when a value
// or an event enters or leaves a window of time, and at each midnight for
// [TimeField.DaysAgo]. For each, all events are read several times. This takes some
// microseconds for most rules, and a tenth of a millisecond for each year of
// midnights. A search ends after 100,000 instants, the midnights of 270 years, so
// there is no other way to cancel it.
//
// The error wraps [ErrNoSegment], or [ErrRestless] if there are more instants to look
// at. It then says how far the search got.
func (v View[T]) NextFlip(customer T, segment string, until time.Time) (Flip, error) {
	i, err := v.set.find(segment)
	if err != nil {
		return Flip{}, err
	}
	flips, err := v.search(customer, []int{i}, until)
	if len(flips) == 0 {
		return Flip{}, err
	}
	return flips[0], nil
}

// NextFlips returns the flips of the first instant at which any of the customer's
// memberships changes, if nothing but time passes, in the order of the set. There are
// none if no membership changes up to and including until. The error wraps
// [ErrRestless]. See [View.NextFlip].
func (v View[T]) NextFlips(customer T, until time.Time) ([]Flip, error) {
	all := make([]int, v.set.Len())
	for i := range all {
		all[i] = i
	}
	return v.search(customer, all, until)
}

// search returns the flips of the first instant at which any of some segments has
// one. Each is asked only when it may have changed.
func (v View[T]) search(customer T, segments []int, until time.Time) ([]Flip, error) {
	watched := v.watch(customer, segments)
	for step := 0; ; step++ {
		next := soonest(watched)
		if next == nil || next.due.After(until) {
			return nil, nil
		}
		if step == maxSteps {
			return nil, fmt.Errorf("segment: %q: %w: no change before %v", next.name, ErrRestless, next.due)
		}
		if flips := lookAll(watched, customer, NewMoment(next.due, v.moment.zone)); len(flips) > 0 {
			return flips, nil
		}
	}
}

// watched is a segment with the membership of a customer, and when it is due to be
// looked at again: the zero time if it never is.
type watched[T any] struct {
	name    string
	program *program[T]
	member  bool
	due     time.Time
}

func (v View[T]) watch(customer T, segments []int) []watched[T] {
	ws := make([]watched[T], len(segments))
	for i, n := range segments {
		p := v.set.programs[n]
		ws[i] = watched[T]{
			name:    v.set.segments[n].Name,
			program: p,
			member:  p.test(customer, v.moment) == True,
			due:     p.nextChange(customer, v.moment),
		}
	}
	return ws
}

// soonest returns the segment that is due first, nil if none is.
func soonest[T any](ws []watched[T]) (first *watched[T]) {
	for i := range ws {
		if w := &ws[i]; !w.due.IsZero() && (first == nil || w.due.Before(first.due)) {
			first = w
		}
	}
	return first
}

// lookAll returns the flips of the segments that are due.
func lookAll[T any](ws []watched[T], customer T, m *Moment) (flips []Flip) {
	for i := range ws {
		w := &ws[i]
		if !w.due.Equal(m.at) {
			continue
		}
		if w.program.test(customer, m) == True != w.member {
			flips = append(flips, Flip{w.name, m.at.In(m.zone), !w.member})
		}
		w.due = w.program.nextChange(customer, m)
	}
	return flips
}

// nextChange returns when the answer may change, the zero time if it never does.
func (p *program[T]) nextChange(customer T, m *Moment) time.Time {
	if p.changes == nil {
		return time.Time{}
	}
	return earliest(m, p.changes(customer, m))
}
