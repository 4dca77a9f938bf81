package segment

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// Cuts are the values that decide [Field.Top] and [Field.Bottom] in a population. They
// are plain data, to be stored beside the segments.
type Cuts struct {
	AsOf time.Time `json:"asOf"` // the moment of the population
	Zone string    `json:"zone"`
	Cuts []Cut     `json:"cuts"` // in the order of Rule
}

// Cut is the value that decides one condition of a [Field.Top] or [Field.Bottom].
type Cut struct {
	Rule      string `json:"rule"`      // the condition, as it prints
	Customers int    `json:"customers"` // whose value is known
	Value     string `json:"value"`     // the value of the last customer who is in
}

// ErrCut is wrapped by the errors about cuts that do not belong to a set.
var ErrCut = errors.New("no cut of this set")

// Fit returns the set with the cuts of [Field.Top] and [Field.Bottom] in a population,
// as it is at the moment of the view. Where nobody has a value there is no cut, and the
// condition stays Unknown. The order of the population does not matter; who is in it
// twice counts twice. It takes O(n log n) time and O(n) memory for each condition.
func (v View[T]) Fit(population iter.Seq[T]) *Set[T] {
	ranks := map[string]*rank[T]{}
	for text, c := range v.set.shares() {
		ranks[text] = &rank[T]{condition: c}
	}
	for customer := range population {
		for _, r := range ranks {
			if value, ok := r.condition.seen(customer, v.moment); ok {
				r.values = append(r.values, value)
			}
		}
	}
	cuts := Cuts{AsOf: v.moment.at, Zone: v.moment.zone.String()}
	values := cutValues{}
	for _, text := range slices.Sorted(maps.Keys(ranks)) {
		r := ranks[text]
		if cut, ok := r.cut(); ok {
			values[text] = cut
			cuts.Cuts = append(cuts.Cuts, Cut{text, len(r.values), textOf(cut)})
		}
	}
	return v.set.cutAt(cuts, values)
}

// Cuts returns the cuts that [View.Fit] found or [Set.WithCuts] was given.
func (s *Set[T]) Cuts() Cuts { return s.cuts }

// WithCuts returns the set with stored cuts. The error, which wraps [ErrCut], names a
// cut of a condition that the set does not have, or whose value does not belong to the
// field.
func (s *Set[T]) WithCuts(cuts Cuts) (*Set[T], error) {
	shares, values := s.shares(), cutValues{}
	for _, cut := range cuts.Cuts {
		c, ok := shares[cut.Rule]
		if !ok {
			return nil, fmt.Errorf("segment: %w: %s", ErrCut, cut.Rule)
		}
		value, err := c.form.field.kind.parse(cut.Value)
		if err != nil {
			return nil, fmt.Errorf("segment: %w: %s: %w", ErrCut, cut.Rule, err)
		}
		values[cut.Rule] = value
	}
	return s.cutAt(cuts, values), nil
}

// Uncut returns the conditions of [Field.Top] and [Field.Bottom], as they print, that
// are Unknown because they have no cut.
func (s *Set[T]) Uncut() []string {
	var uncut []string
	for text := range s.shares() {
		if _, ok := s.cutValues[text]; !ok {
			uncut = append(uncut, text)
		}
	}
	slices.Sort(uncut)
	return uncut
}

func (s *Set[T]) cutAt(cuts Cuts, values cutValues) *Set[T] {
	cut := *s
	cut.cuts, cut.cutValues = cuts, values
	cut.link()
	return &cut
}

// shares returns the conditions on a share of the population by what they print.
func (s *Set[T]) shares() map[string]*condition[T] {
	shares := map[string]*condition[T]{}
	for _, p := range s.programs {
		p.walk(func(p *program[T]) {
			if c, ok := p.rule.(*condition[T]); ok && c.atCut != nil {
				shares[p.text] = c
			}
		})
	}
	return shares
}

// cutValues are the values at the cuts by what the conditions print.
type cutValues map[string]any

func (c cutValues) of(f *form) (any, bool) {
	cut, ok := c[f.String()]
	return cut, ok
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
