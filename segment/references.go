package segment

import "fmt"

// MaxSize is how many parts a rule may have. The parts of a segment that it refers to
// count at each reference.
const MaxSize = 1_000_000

// maxReach is how deep rules may be nested with the rules that they refer to.
const maxReach = 10 * MaxDepth

// references looks at where the references of segments lead: in circles, or to how
// much. Each segment is entered once, whoever refers to it. Circles are what comes
// out of Tarjan (1972), Depth-First Search and Linear Graph Algorithms.
type references struct {
	rules   map[string]*form // by the name of the segment
	entered map[string]*entered
	path    []*entered // those that may yet turn out to be in a circle
	cut     bool       // whether it stopped short of what lies too deep
}

// entered is a segment as references has met it.
type entered struct {
	order  int
	least  int  // the order of the first segment that is known to lead here and back
	onPath bool // whether it may be in a circle with what is entered next
	circle bool
	measure
}

// measure is how large a rule is, and how deep.
type measure struct{ size, depth int }

// take adds a part.
func (m *measure) take(part measure) {
	m.size = min(m.size+part.size, MaxSize+1) // no further, or it would overflow
	m.depth = max(m.depth, part.depth+1)
}

// segment enters a segment that is reached so deep.
func (r *references) segment(name string, depth int) *entered {
	if e, ok := r.entered[name]; ok {
		return e
	}
	e := &entered{order: len(r.entered), least: len(r.entered), onPath: true}
	r.entered[name] = e
	start := len(r.path)
	r.path = append(r.path, e)
	e.measure = r.rule(e, r.rules[name], depth)
	if e.least == e.order { // it leads to none of those before
		for _, other := range r.path[start:] {
			other.onPath = false
			other.circle = other.circle || len(r.path) > start+1
		}
		r.path = r.path[:start]
	}
	return e
}

// rule measures a part of a segment.
func (r *references) rule(in *entered, f *form, depth int) measure {
	m := measure{1, 1}
	if depth > maxReach {
		r.cut = true
		return m
	}
	f.walkEvents(func(*form) { m.take(measure{size: 1}) })
	for _, part := range f.parts {
		m.take(r.rule(in, part, depth+1))
	}
	if f.op == opRef && r.rules[f.name] != nil {
		to := r.segment(f.name, depth+1)
		if to.onPath {
			in.least = min(in.least, to.least)
		}
		in.circle = in.circle || to == in
		m.take(to.measure)
	}
	return m
}

// references checks where those of the segments lead.
func (c *checker) references(segments []string) {
	r := &references{rules: c.rules, entered: map[string]*entered{}}
	for _, name := range segments {
		c.segment, r.cut = name, false
		switch e := r.segment(name, 1); {
		case e.circle:
			c.fault(nil, ErrCycle)
		case e.size > MaxSize:
			c.fault(nil, fmt.Errorf("%w: more than %d parts with what it refers to", ErrSize, MaxSize))
		case e.depth > maxReach || r.cut:
			c.fault(nil, fmt.Errorf("%w: more than %d with what they refer to", ErrDepth, maxReach))
		}
	}
}
