package loyalty

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Compile makes an engine of a program, or returns [Faults]: everything that is
// wrong with it. zone is the location of [Program.Zone], which the caller
// loads. The program must not be changed afterwards.
func Compile(p Program, zone *time.Location) (*Engine, error) {
	if zone == nil {
		panic("loyalty.Compile: no zone")
	}
	e := &Engine{program: p, zone: zone}
	c := checker{engine: e}
	c.program()
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return e, nil
}

// checker collects what is wrong with a program while it is compiled.
type checker struct {
	engine  *Engine
	edition string
	faults  Faults
}

func (c *checker) fault(err error, part string, args ...any) {
	c.faults = append(c.faults, Fault{c.edition, fmt.Sprintf(part, args...), err})
}

func (c *checker) program() {
	p := &c.engine.program
	if p.Zone != c.engine.zone.String() {
		c.fault(ErrZone, "zone %q, given %q", p.Zone, c.engine.zone)
	}
	for i := range p.Editions {
		ed := &p.Editions[i]
		c.edition = ed.ID
		from := instantOf(ed.From)
		if i == 0 && ed.From.IsZero() {
			from = firstInstant - 1
		}
		compiled := edition{Edition: ed, from: from, number: i}
		for j := range ed.Earn {
			compiled.rules = append(compiled.rules, c.rule(ed, &ed.Earn[j]))
		}
		c.benefits(ed)
		c.engine.slides = c.engine.slides || ed.slides()
		c.engine.editions = append(c.engine.editions, compiled)
	}
}

func (e *Edition) slides() bool {
	return len(e.Life.Slides) > 0 || slices.ContainsFunc(e.Earn, func(r EarnRule) bool { return r.Life != nil && len(r.Life.Slides) > 0 })
}

func (c *checker) rule(ed *Edition, r *EarnRule) rule {
	compiled := rule{EarnRule: r, on: r.On, life: r.Life, scale: int(c.engine.program.Scale), caps: r.Caps}
	if r.On == "" {
		compiled.on = OrderKind
	}
	if r.Life == nil {
		compiled.life = &ed.Life
	}
	compiled.award = c.number(r, "award", r.Award)
	compiled.per = c.number(r, "per", r.Per)
	compiled.times = c.number(r, "times", r.Times)
	compiled.atLeast = c.number(r, "at_least", r.When.AtLeast)
	return compiled
}

// number reads an amount of a rule.
func (c *checker) number(r *EarnRule, what string, d decimal.Decimal) fixed {
	f, err := fixedOf(d)
	if err != nil || f.units < 0 {
		c.fault(ErrValue, "earn rule %q: %s %v", r.ID, what, d)
	}
	return f
}
