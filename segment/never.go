package segment

// neverSteps is how many claims are looked at for all segments together, so that it
// takes no long time however many there are.
const neverSteps = 50 * searchSteps

// never reports the rules that can be True for nobody: where what their conditions
// ask of a field contradicts itself, whichever parts are to hold. It looks
// through references.
//
// Two conditions that depend on the moment, that are about different fields, or
// about rules of the caller's are taken to go together, and so is whatever the
// search gave up on. A rule that some customer could meet is therefore never
// reported, given that fields of the same name are the same.
func (c *checker) never(segments []string) {
	p := &problem{}
	n := &neverClaims{problem: p, rules: c.rules, known: map[*form]*claim{}}
	left := neverSteps
	for _, name := range segments {
		c.segment = name
		claim := n.claim(c.rules[name])
		s := newSearch(p)
		s.any, s.limit = true, min(s.limit, left)
		if s.run(claim, toJoin) && s.best == nil {
			c.fault(nil, ErrNever)
		}
		left = max(left-s.steps, 0)
	}
}

// neverClaims makes claims of rules that nobody is asked about.
type neverClaims struct {
	problem *problem
	rules   map[string]*form
	known   map[*form]*claim
}

func (n *neverClaims) claim(f *form) *claim {
	if c, ok := n.known[f]; ok {
		return c
	}
	var c *claim
	switch f.op {
	case opAll, opAny, opNot:
		c = &claim{op: f.op}
		for _, part := range f.parts {
			c.take(n.claim(part))
		}
	case opRef:
		c = &claim{op: opRef}
		c.take(n.claim(n.rules[f.name]))
	default:
		c = n.problem.condition(f)
	}
	n.known[f] = c
	return c
}
