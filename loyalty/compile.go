package loyalty

import (
	"slices"
	"time"
)

// Compile makes an engine of a program, or returns [Faults]: everything that is
// wrong with it, in the order of the program. zone is the location of
// [Program.Zone], which the caller loads; Compile panics if it is nil.
//
// The engine keeps a copy of the program. What it decides later never fails because
// of the program, except for sums that overflow ([ErrOverflow]) and deeds whose
// edition is gone ([ErrEdition]).
//
// No program can keep the caller busy. It may have up to 1000 editions, each with 1000
// earn and 1000 burn rules, 100 caps a rule, ladders of 100 tiers and 1000 needs, and
// conditions of 1000 parts in 50 levels; a larger one wraps [ErrSize]. Spans of time
// are up to 1000 years, and numbers have up to 12 decimals and 16 digits before them.
func Compile(p Program, zone *time.Location) (*Engine, error) {
	if zone == nil {
		panic("loyalty.Compile: no zone")
	}
	c := checker{program: &p}
	c.check(zone.String())
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	e := &Engine{program: p.clone(), zone: zone}
	for i := range e.program.Editions {
		e.add(&e.program.Editions[i])
	}
	e.buildLadders(nil)
	return e, nil
}

// add compiles the next edition.
func (e *Engine) add(ed *Edition) {
	compiled := edition{Edition: ed, from: instantOf(ed.From), number: len(e.editions)}
	if ed.From.IsZero() {
		compiled.from = firstInstant - 1
	}
	for i := range ed.Earn {
		compiled.rules = append(compiled.rules, e.compile(ed, &ed.Earn[i]))
	}
	e.slides = e.slides || ed.slides()
	e.editions = append(e.editions, compiled)
}

func (e *Edition) slides() bool {
	return len(e.Life.Slides) > 0 || slices.ContainsFunc(e.Earn, func(r EarnRule) bool { return r.Life != nil && len(r.Life.Slides) > 0 })
}

// compile reads the numbers of a rule that was checked.
func (e *Engine) compile(ed *Edition, r *EarnRule) rule {
	compiled := rule{EarnRule: r, on: r.On, life: r.Life, scale: int(e.program.Scale), caps: r.Caps}
	if r.On == "" {
		compiled.on = OrderKind
	}
	if r.Life == nil {
		compiled.life = &ed.Life
	}
	compiled.award, _ = fixedOf(r.Award)
	compiled.per, _ = fixedOf(r.Per)
	compiled.times, _ = fixedOf(r.Times)
	compiled.atLeast, _ = fixedOf(r.When.AtLeast)
	return compiled
}
