package segment

// never reports a rule that can be True for nobody: where what its conditions
// ask of a field contradicts itself, whichever parts are to hold. It looks
// through references.
//
// Two conditions that depend on the moment, that are about different fields, or
// about rules of the caller's are taken to go together, and so is whatever the
// search gave up on. A rule that some customer could meet is therefore never
// reported, given that fields of the same name are the same.
func (c *checker) never(rule *form) {
	p := &problem{}
	n := &neverClaims{problem: p, rules: c.rules, known: map[*form]*claim{}}
	claim := n.claim(rule)
	s := newSearch(p)
	s.any = true
	if s.run(claim, toJoin) && s.best == nil {
		c.fault(nil, ErrNever)
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
