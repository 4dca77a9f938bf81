package segment

import "math"

// searchSteps is how many claims a search looks at before it gives up, a few
// milliseconds of work.
const searchSteps = 20_000

// These are how many edges of a region make its narrowing a step more, and how many
// parts of a rule the meeting of all of them.
const (
	edgesPerStep = 8
	partsPerStep = 64
)

// witnessSteps is what looking for one value counts as.
const witnessSteps = 200

// search looks for the fewest factors whose change makes a claim as it is to be.
//
// It goes through the ways to meet the goals of the parts: where each has to be
// met, all of them one after the other, where one of them will do, one way for
// each. A question narrows the region of its factor; a way ends where nothing is
// left of one, or where it changes more than the best so far. Claims that are as
// they should be are left alone until a change touches them.
type search struct {
	problem *problem
	any     bool      // whether any way is as good as another: nothing is as it should be
	within  []*region // if not nil, only what these change may be changed
	regions []*region
	steps   int
	limit   int // of the steps

	best     []*region // by factor, nil where nothing changes; nil if no way was found
	bestCost cost
}

// cost is what one way compares with another by: first the number of changes,
// then how many of them come without a value, or make one missing.
type cost struct{ changes, bare int }

func (c cost) less(d cost) bool {
	return c.changes < d.changes || c.changes == d.changes && c.bare < d.bare
}

// task is a claim that has to meet a goal, and those after it.
type task struct {
	claim *claim
	goal  goal
	next  *task
}

// newSearch returns a search for a way that lets a claim meet its goal.
func newSearch(p *problem) *search {
	return &search{problem: p, regions: make([]*region, len(p.factors)), limit: searchSteps, bestCost: cost{math.MaxInt, 0}}
}

// run looks for the best way. It reports whether it has seen all there are.
func (s *search) run(c *claim, g goal) (complete bool) {
	s.solve(&task{claim: c, goal: g}, nil, cost{})
	return s.steps <= s.limit
}

// solve meets the goals of some tasks; those kept are met as things are.
func (s *search) solve(todo, kept *task, so cost) {
	if s.steps++; s.steps > s.limit || s.isBeaten(so) || s.any && s.best != nil {
		return
	}
	if todo == nil {
		if touched, others := s.firstTouched(kept); touched != nil {
			s.open(touched, nil, others, so)
		} else {
			s.record(so)
		}
		return
	}
	if t := todo; !s.any && t.goal.met(t.claim.truth) && !s.isTouched(t.claim) {
		s.solve(t.next, &task{t.claim, t.goal, kept}, so)
		return
	}
	s.open(todo, todo.next, kept, so)
}

// isBeaten reports whether there is a way already that is better or as good.
func (s *search) isBeaten(so cost) bool {
	if s.within != nil {
		return s.bestCost.less(so)
	}
	return !so.less(s.bestCost)
}

// open meets the goal of a task through its parts.
func (s *search) open(t, todo, kept *task, so cost) {
	c := t.claim
	switch {
	case c.op == opNot:
		s.solve(&task{c.parts[0], t.goal.not(), todo}, kept, so)
	case c.op == opRef:
		s.solve(&task{c.parts[0], t.goal, todo}, kept, so)
	case c.op != opAll && c.op != opAny:
		s.put(t, todo, kept, so)
	case t.goal.ofEach(c.op):
		s.steps += len(c.parts) / partsPerStep
		for i := len(c.parts) - 1; i >= 0; i-- {
			todo = &task{c.parts[i], t.goal, todo}
		}
		s.solve(todo, kept, so)
	default:
		for _, part := range c.parts {
			s.solve(&task{part, t.goal, todo}, kept, so)
		}
	}
}

// put puts a question to its factor.
func (s *search) put(t, todo, kept *task, so cost) {
	before := s.regions[t.claim.factor]
	if s.within != nil && s.within[t.claim.factor] == nil {
		return
	}
	var r region
	if before != nil {
		r = *before
	} else {
		r = s.anywhere(t.claim.factor)
	}
	s.steps += (len(r.values.edges) + len(r.asked)) / edgesPerStep
	r, ok := r.meet(t.claim, t.goal)
	if !ok {
		return
	}
	so = so.replace(before, &r)
	s.regions[t.claim.factor] = &r
	s.solve(todo, kept, so)
	s.regions[t.claim.factor] = before
}

func (s *search) anywhere(i int) region {
	r := anywhere(s.problem.factors[i].field)
	r.missing = r.missing || s.any
	return r
}

func (r region) meet(c *claim, g goal) (region, bool) {
	if c.ask == nil {
		return r.answered(g)
	}
	return r.and(c.ask, g)
}

// replace returns the cost with that of one region in place of another's.
func (c cost) replace(before, after *region) cost {
	if before == nil {
		c.changes++
	} else {
		c.bare -= before.bareness()
	}
	c.bare += after.bareness()
	return c
}

// bareness is 2 for what has no values, 1 for what can only be missing.
func (r *region) bareness() int {
	switch {
	case len(r.asked) == 0:
		return 2
	case !r.isKnown():
		return 1
	}
	return 0
}

func (s *search) isTouched(c *claim) bool {
	for i, r := range s.regions {
		if r != nil && c.touches.has(i) {
			return true
		}
	}
	return false
}

// firstTouched returns the first of the tasks that a change touches, nil if there
// is none, and the others.
func (s *search) firstTouched(kept *task) (touched, others *task) {
	for t := kept; t != nil; t = t.next {
		if touched == nil && s.isTouched(t.claim) {
			touched = t
			continue
		}
		others = &task{t.claim, t.goal, others}
	}
	return touched, others
}

// record remembers the way that the search is at.
func (s *search) record(so cost) {
	for i, r := range s.regions {
		if r != nil && r.isOpen() && r.isKnown() && !s.any {
			f := s.problem.factors[i]
			s.steps += witnessSteps
			if _, found := s.problem.witness(f.field, f.seen, r); !found {
				so.bare += 2
			}
		}
	}
	if s.within != nil {
		s.compare(so)
	} else if so.less(s.bestCost) {
		s.best, s.bestCost = append([]*region{}, s.regions...), so
	}
}
