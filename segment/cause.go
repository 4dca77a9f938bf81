package segment

import (
	"fmt"
	"iter"
	"slices"
	"time"
)

// Cause says why a customer entered or left a segment: see [View.Causes].
type Cause string

// The causes.
const (
	CauseTime     Cause = "time"     // time has passed
	CauseRule     Cause = "rule"     // the rule has changed
	CauseBoth     Cause = "both"     // time and rule together
	CauseData     Cause = "data"     // the customer's data have changed
	CauseAppeared Cause = "appeared" // the customer is not in the earlier evaluation
	CauseVanished Cause = "vanished" // the customer is not in the later evaluation
)

// SegmentCauses lists who entered and who left a segment, by ID, and why.
type SegmentCauses struct {
	Segment string   `json:"segment"`
	Entered []Caused `json:"entered"`
	Left    []Caused `json:"left"`
}

// Caused is a customer who entered or left a segment, and why.
type Caused struct {
	Customer string `json:"customer"`
	Cause    Cause  `json:"cause"`
}

// Moved returns the customers who entered or left a segment and are in both
// evaluations, by ID: those that [View.Causes] needs to see.
func (c *Changes) Moved() []string {
	var ids []string
	for _, s := range c.Segments {
		ids = slices.Concat(ids, s.Entered, s.Left)
	}
	slices.Sort(ids)
	return without(without(slices.Compact(ids), c.Appeared), c.Vanished)
}

// Causes tells why customers entered and left segments between an evaluation of the
// earlier view, before, and one of v. Segments are in the order of the changes. It
// takes the customers as they are now, not as they were:
//
//	changes, err := segment.Diff(yesterday, today) // two evaluations
//	causes, err := view.Causes(before, changes, id, customers)
//
// The cause is the first of these that applies:
//
//   - time, if the customer would not have moved by today's rules with yesterday's
//     windows and days;
//   - rule, if they would not have moved by yesterday's rules with today's windows
//     and days;
//   - both, if they would not have moved by yesterday's rules with yesterday's windows
//     and days;
//   - data otherwise: something about the customer has changed, or happened.
//
// What happened between the two moments counts in yesterday's windows too; otherwise
// every new order would be a matter of time. So a date between the moments counts as
// data, even if it was known before. A rule of the caller's that asks the [Moment]
// gets the earlier instant.
//
// The rule of a segment includes the segments that it refers to and the cuts of a
// [View.Fit], and in exclusive evaluations the segments before it. If only one of the
// sets has the segment, the cause is the rule. To appear or to vanish is a cause of
// its own.
//
// Only the customers of [Changes.Moved] are looked at and need be given. The error
// wraps [ErrMismatch] if one of them is missing, if the views are as of other instants
// than the changes, or if a customer is not now where the changes say; [ErrID] if one
// is given twice.
func (v View[T]) Causes(before View[T], changes *Changes, id func(customer T) string, customers iter.Seq[T]) ([]SegmentCauses, error) {
	if !before.moment.at.Equal(changes.Before) || !v.moment.at.Equal(changes.After) {
		return nil, fmt.Errorf("segment: %w: changes from %v to %v, and views as of %v and %v",
			ErrMismatch, changes.Before, changes.After, before.moment.at, v.moment.at)
	}
	causes, open := changes.open()
	judge := judge[T]{
		now:       v,
		untimed:   v.set.AsOf(before.moment.at, before.moment.zone).knowing(v.moment.at),
		unruled:   before.set.AsOf(v.moment.at, v.moment.zone),
		before:    before.knowing(v.moment.at),
		exclusive: changes.Exclusive,
	}
	seen := map[string]bool{}
	for c := range customers {
		name := id(c)
		moves := open[name]
		if moves == nil {
			continue
		}
		if seen[name] {
			return nil, fmt.Errorf("segment: customer %q: %w, this one is two customers'", name, ErrID)
		}
		seen[name] = true
		for _, m := range moves {
			if !judge.agrees(c, m) {
				return nil, fmt.Errorf("segment: %w: customer %q is not in segment %q what the changes say", ErrMismatch, name, m.segment)
			}
			*m.cause = judge.cause(c, m)
		}
	}
	for _, name := range changes.Moved() {
		if !seen[name] {
			return nil, fmt.Errorf("segment: %w: customer %q moved and is not among those given", ErrMismatch, name)
		}
	}
	return causes, nil
}

// move is a change whose cause is to be found.
type move struct {
	segment string
	entered bool
	cause   *Cause
}

// open returns the causes that need no look at the customer, with places for all
// others: these by customer.
func (c *Changes) open() (causes []SegmentCauses, open map[string][]move) {
	causes, open = make([]SegmentCauses, len(c.Segments)), map[string][]move{}
	list := func(segment string, ids []string, entered bool, others []string, fixed Cause) []Caused {
		list := make([]Caused, len(ids))
		for i, id := range ids {
			list[i].Customer = id
			if _, ok := slices.BinarySearch(others, id); ok {
				list[i].Cause = fixed
			} else {
				open[id] = append(open[id], move{segment, entered, &list[i].Cause})
			}
		}
		return list
	}
	for i, s := range c.Segments {
		causes[i] = SegmentCauses{
			Segment: s.Segment,
			Entered: list(s.Segment, s.Entered, true, c.Appeared, CauseAppeared),
			Left:    list(s.Segment, s.Left, false, c.Vanished, CauseVanished),
		}
	}
	return causes, open
}

// judge finds causes.
type judge[T any] struct {
	now       View[T]
	untimed   View[T] // today's rules, in yesterday's windows
	unruled   View[T] // yesterday's rules
	before    View[T] // yesterday's rules, in yesterday's windows
	exclusive bool
}

// agrees reports whether a customer is now what a move says.
func (j *judge[T]) agrees(customer T, m move) bool {
	return j.now.member(customer, m.segment, j.exclusive) == m.entered
}

// cause returns why a customer moved.
func (j *judge[T]) cause(customer T, m move) Cause {
	undoes := func(v View[T]) bool { return v.member(customer, m.segment, j.exclusive) != m.entered }
	switch {
	case j.now.set.Index(m.segment) < 0 || j.before.set.Index(m.segment) < 0:
		return CauseRule
	case undoes(j.untimed):
		return CauseTime
	case undoes(j.unruled):
		return CauseRule
	case undoes(j.before):
		return CauseBoth
	}
	return CauseData
}

// knowing returns the view as of a moment that knows what happened up to later.
func (v View[T]) knowing(later time.Time) View[T] {
	return View[T]{v.set, v.moment.knowing(later), v.tests}
}

// member reports whether a customer is a member of the segment of a name, and if
// exclusive of none before it.
func (v View[T]) member(customer T, segment string, exclusive bool) bool {
	i, ok := v.set.index[segment]
	if !ok || v.Test(customer, i) != True {
		return false
	}
	for before := range i {
		if exclusive && v.Test(customer, before) == True {
			return false
		}
	}
	return true
}
