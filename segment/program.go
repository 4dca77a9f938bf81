package segment

import "time"

// program is a rule as it runs: references are resolved, and no interface stands
// between a combination and its parts.
type program[T any] struct {
	form  *form
	text  string  // what the rule prints
	field string  // what the field of a condition prints
	rule  Rule[T] // as the caller wrote it
	test  test[T]
	parts []*program[T] // of a reference: the segment's rule
	size  int           // the number of conditions

	// changes is as that of a Field, nil if time alone never changes the answer.
	changes func(T, *Moment) time.Time
}

// linker makes programs of rules. The rules must have been checked.
type linker[T any] struct {
	segment func(name string) *program[T] // what a reference means
	cuts    cutValues
}

func (l *linker[T]) link(r Rule[T]) *program[T] {
	p := &program[T]{form: formOf(r), rule: r}
	p.text = p.form.String()
	if p.form.field != nil {
		p.field, p.size = p.form.field.String(), 1
	}
	switch r := r.(type) {
	case nil: // which no set compiles with
		p.test = unknown
	case *condition[T]:
		p.test, p.changes = r.test, r.changes
		if cut, ok := l.cuts.of(p.form); ok && r.atCut != nil {
			p.test = r.atCut(cut)
		}
	case allOf[T]:
		p.linkParts(l, r)
		p.test = runAll(leavesOf(p.parts, true), False)
	case anyOf[T]:
		p.linkParts(l, r)
		p.test = runAll(leavesOf(p.parts, false), True) // not all are not
	case *negation[T]:
		p.linkParts(l, []Rule[T]{r.rule})
		p.test = runNot(p.parts[0])
	case reference[T]:
		p.refer(l, string(r))
	case Composite[T]:
		p.linkParts(l, r.Parts())
		p.test = r.With(p.asRules()).Test
	default:
		p.test = r.Test
	}
	if f, ok := r.(Forecaster[T]); ok {
		p.changes = either(p.changes, f.NextChange)
	}
	return p
}

func (p *program[T]) linkParts(l *linker[T], rules []Rule[T]) {
	p.parts = make([]*program[T], len(rules))
	for i, r := range rules {
		p.parts[i] = l.link(r)
		p.changes = either(p.changes, p.parts[i].changes)
		p.size += p.parts[i].size
	}
}

// refer makes the program that of a segment; outside a set there is none.
func (p *program[T]) refer(l *linker[T], segment string) {
	if p.test = unknown; l.segment == nil {
		return
	}
	to := l.segment(segment)
	p.parts = []*program[T]{to}
	p.test, p.changes = to.test, to.changes
}

// asRules returns the parts as a Composite of the caller's can hold them.
func (p *program[T]) asRules() []Rule[T] {
	rules := make([]Rule[T], len(p.parts))
	for i, part := range p.parts {
		rules[i] = linked[T]{part}
	}
	return rules
}

type linked[T any] struct{ program *program[T] }

func (r linked[T]) Test(customer T, at *Moment) Truth { return r.program.test(customer, at) }
func (r linked[T]) String() string                    { return r.program.text }
func (r linked[T]) asForm() *form                     { return r.program.form }

func runNot[T any](part *program[T]) test[T] {
	test := part.test
	return func(customer T, m *Moment) Truth { return -test(customer, m) }
}
