package segment

import (
	"github.com/retentionkit/retention"
)

// Reversal is the smallest change of a customer that reverses membership in a
// segment at a moment.
type Reversal struct {
	Segment string         `json:"segment"`
	Label   retention.Text `json:"label,omitzero"`
	Member  bool           `json:"member"` // as things are
	// Needs are the changes, each of another field or rule, in the order of the rule.
	// All of them together reverse membership. If there are none, no change was found.
	Needs []Need `json:"needs"`
	// Exact says that the Needs are certainly enough and that fewer changes are not; if
	// there are no Needs, that no change is enough. It is false if the rule has parts
	// that cannot be looked into, or conditions on several fields made from the same
	// data, such as the number and the sum of the purchases. It is also false if no
	// value was found for a change, or if the search gave up.
	Exact bool `json:"exact"`

	moment *Moment // of Text
}

// Reverse returns the smallest change of a customer that reverses membership in the
// segment of a name: it makes the customer a member, or ends their membership. It
// changes the fewest fields, and each to the nearest value. Of several such changes,
// those with values go before those without, and then the first in the order of the
// rule.
//
// The moment stays as it is: a condition on a time becomes the instant before or after
// which the time has to lie. Fields are taken to be independent of each other, and
// events to be free to change.
//
// Finding the fewest is hard in general, so the search gives up after some
// milliseconds and returns the best change it has found. The error wraps
// [ErrNoSegment].
func (v View[T]) Reverse(customer T, segment string) (Reversal, error) {
	i, err := v.set.find(segment)
	if err != nil {
		return Reversal{}, err
	}
	facts := &facts[T]{problem: problem{moment: v.moment, cuts: v.set.cutValues}, customer: customer}
	claim := facts.claim(v.set.programs[i])
	r := Reversal{
		Segment: segment, Label: v.set.segments[i].Label,
		Member: claim.truth == True, Needs: []Need{}, moment: v.moment,
	}
	goal := toJoin
	if r.Member {
		goal = toLeave
	}
	s := newSearch(&facts.problem)
	r.Exact = s.run(claim, goal) && !facts.isOpen()
	s.approach(claim, goal)
	for i, region := range s.best {
		if region == nil {
			continue
		}
		need := facts.need(facts.factors[i], region)
		r.Needs = append(r.Needs, need)
		r.Exact = r.Exact && need.isCertain()
	}
	return r, nil
}

// isCertain reports whether the need comes with a value, or needs none.
func (n *Need) isCertain() bool {
	switch n.Way {
	case ToHold, ToNotHold:
		return false
	case ToLike:
		return !n.Nearest.IsZero()
	}
	return true
}

// facts makes claims of rules for one customer.
type facts[T any] struct {
	problem
	customer T
	known    map[*program[T]]*claim
}

func (f *facts[T]) claim(p *program[T]) *claim {
	if c, ok := f.known[p]; ok {
		return c
	}
	var c *claim
	switch p.form.op {
	case opAll, opAny, opNot, opRef:
		c = &claim{op: p.form.op}
		for _, part := range p.parts {
			c.take(f.claim(part))
		}
		c.combine()
	default:
		c = f.condition(p.form)
		f.look(c, p)
	}
	if f.known == nil {
		f.known = map[*program[T]]*claim{}
	}
	f.known[p] = c
	return c
}

// look fills in how things are.
func (f *facts[T]) look(c *claim, p *program[T]) {
	if len(c.parts) > 0 { // tags, one by one
		for _, part := range c.parts {
			f.see(part, p)
			part.truth = part.ask.tagTruth(f.factors[part.factor].seen)
		}
		c.combine()
		return
	}
	c.truth = p.test(f.customer, f.moment)
	f.see(c, p)
}

func (f *facts[T]) see(c *claim, p *program[T]) {
	factor := f.factors[c.factor]
	if c, ok := p.rule.(*condition[T]); ok && factor.field != nil && factor.seen == nil {
		value, _ := c.raw(f.customer, f.moment)
		factor.seen = f.moment.local(value)
	}
}
