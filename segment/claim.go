package segment

import (
	"fmt"
	"slices"
)

// claim is a rule as the search for a change sees it: combinations of questions
// to factors.
type claim struct {
	op      op // opAll, opAny, opNot, opRef; all else is a question
	parts   []*claim
	truth   Truth // as things are
	factor  int   // of a question: whom it is put to
	ask     *ask  // and what it is; nil for factors without values
	touches factorSet
}

// factorSet is some factors by their numbers.
type factorSet []uint64

func (s *factorSet) add(i int) {
	s.grow(i/64 + 1)
	(*s)[i/64] |= 1 << (i % 64)
}

func (s *factorSet) addAll(t factorSet) {
	s.grow(len(t))
	for i, bits := range t {
		(*s)[i] |= bits
	}
}

func (s *factorSet) grow(n int) {
	for len(*s) < n {
		*s = append(*s, 0)
	}
}

func (s factorSet) has(i int) bool { return i/64 < len(s) && s[i/64]&(1<<(i%64)) != 0 }

// factor is what claims depend on: a field, or a rule that cannot be looked into.
type factor struct {
	field *fieldForm
	rule  *form
	seen  any // the value of the field as things are, nil if it is missing
}

// problem is the ground that claims stand on.
type problem struct {
	moment  *Moment // nil: at any moment
	cuts    cutValues
	factors []*factor
	index   map[string]int
}

// condition returns the claim of a condition.
func (p *problem) condition(f *form) *claim {
	switch {
	case f.field == nil:
		return p.opaque(f)
	case f.op == opHasAny:
		return p.tags(f, opAny)
	case f.op == opHasAll:
		return p.tags(f, opAll)
	}
	asked, ok := f.asks(p.moment, p.cuts)
	if !ok {
		return p.opaque(f)
	}
	asked, root := asked.onRoot(f.field, p.moment)
	return p.question(&asked, root)
}

// question returns the claim that a field meets what is asked.
func (p *problem) question(a *ask, f *fieldForm) *claim {
	c := &claim{op: a.form.op, ask: a, factor: p.find(f.key(), factor{field: f})}
	c.touches.add(c.factor)
	return c
}

// opaque returns the claim that a rule holds of which no more is known.
func (p *problem) opaque(f *form) *claim {
	c := &claim{op: f.op, factor: p.find(fmt.Sprintf("%p", f), factor{rule: f})}
	c.touches.add(c.factor)
	return c
}

// tags returns the claim that some tags are there, one by one.
func (p *problem) tags(f *form, o op) *claim {
	c := &claim{op: o}
	for _, tag := range f.args {
		one := &form{op: opHasAny, field: f.field, args: []any{tag}}
		a := &ask{form: one, values: everything, tag: tag.(string), tagged: true}
		c.take(p.question(a, f.field))
	}
	return c
}

// take makes another claim a part.
func (c *claim) take(part *claim) {
	c.parts = append(c.parts, part)
	c.touches.addAll(part.touches)
}

func (p *problem) find(key string, f factor) int {
	i, ok := p.index[key]
	if !ok {
		if p.index == nil {
			p.index = map[string]int{}
		}
		i = len(p.factors)
		p.index[key] = i
		p.factors = append(p.factors, &f)
	}
	return i
}

// isOpen reports whether factors may depend on each other, or on what is not
// known: what is found then need not be the least, or need not do.
func (p *problem) isOpen() bool {
	seen := map[string]bool{}
	for _, f := range p.factors {
		if f.rule != nil && f.rule.op == opCustom {
			return true
		}
		for _, root := range f.roots() {
			if seen[root] {
				return true
			}
			seen[root] = true
		}
	}
	return false
}

// roots returns the fields and events of the customer that the factor is made
// from, each once.
func (f *factor) roots() (roots []string) {
	if f.field != nil {
		roots = f.field.appendRoots(nil)
	} else {
		if f.rule.field != nil {
			roots = f.rule.field.appendRoots(nil)
		}
		for _, e := range []*eventsForm{f.rule.first, f.rule.then} {
			if e != nil {
				roots = append(roots, "events "+e.name)
			}
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

func (f *fieldForm) appendRoots(roots []string) []string {
	switch {
	case f.events != nil:
		return append(roots, "events "+f.events.name)
	case f.inner == nil:
		return append(roots, "field "+f.name)
	}
	roots = f.inner.appendRoots(roots)
	if f.second != nil {
		roots = f.second.appendRoots(roots)
	}
	return roots
}

// combine gives a combination the truth that follows from its parts.
func (c *claim) combine() {
	c.truth = c.parts[0].truth
	for _, part := range c.parts[1:] {
		if c.op == opAny {
			c.truth = c.truth.Or(part.truth)
		} else {
			c.truth = c.truth.And(part.truth)
		}
	}
	if c.op == opNot {
		c.truth = c.truth.Not()
	}
}

// tagTruth returns the answer to whether a tag is among those seen.
func (a *ask) tagTruth(seen any) Truth {
	tags, known := seen.([]string)
	if !known {
		return Unknown
	}
	return TruthOf(slices.Contains(tags, a.tag))
}
