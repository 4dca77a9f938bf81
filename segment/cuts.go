package segment

import (
	"iter"
	"slices"

	"github.com/shopspring/decimal"
)

// Cuts are the values at which the shares of [Field.Top] and [Field.Bottom] are
// cut, by what the condition prints.
type Cuts map[string]any

func (c Cuts) of(f *form) (any, bool) {
	cut, ok := c[f.String()]
	return cut, ok
}

// Fit returns the set with the cuts of its Top and Bottom conditions at those of
// a population at the moment of the view.
func (v View[T]) Fit(population iter.Seq[T]) *Set[T] {
	ranks := map[string]*rank[T]{}
	for _, p := range v.set.programs {
		p.walk(func(p *program[T]) {
			if c, ok := p.rule.(*condition[T]); ok && c.atCut != nil {
				ranks[p.text] = &rank[T]{condition: c}
			}
		})
	}
	for customer := range population {
		for _, r := range ranks {
			if value, ok := r.condition.seen(customer, v.moment); ok {
				r.values = append(r.values, value)
			}
		}
	}
	fitted := *v.set
	fitted.cuts = Cuts{}
	for text, r := range ranks {
		if cut, ok := r.cut(); ok {
			fitted.cuts[text] = cut
		}
	}
	fitted.link()
	return &fitted
}

// rank is a condition on a rank among a population, with the values of these.
type rank[T any] struct {
	condition *condition[T]
	values    []any
}

// cut returns the value of the last one in; ok is false if nobody has a value.
func (r *rank[T]) cut() (cut any, ok bool) {
	if len(r.values) == 0 {
		return nil, false
	}
	slices.SortFunc(r.values, compareData)
	if r.condition.form.op == opTop {
		slices.Reverse(r.values)
	}
	// The k-th is in if fewer than the share are strictly better, so equal ones are
	// as the first of them is, and that one is if k·100 < percent·n.
	share := r.condition.form.args[0].(decimal.Decimal).Mul(decimal.NewFromInt(int64(len(r.values)))).Shift(-2)
	last := share.Ceil().IntPart() - 1
	return r.values[last], true
}

// walk calls visit with a program and all its parts, not entering the segments
// that it refers to.
func (p *program[T]) walk(visit func(*program[T])) {
	visit(p)
	if p.form.op == opRef {
		return
	}
	for _, part := range p.parts {
		part.walk(visit)
	}
}
