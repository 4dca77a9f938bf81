package segment

import (
	"time"

	"github.com/retentionkit/retention"
)

// Explanation tells why a customer is a member of a segment or not. It is plain
// data, and its JSON has the same bytes for the same customer.
type Explanation struct {
	Segment string         `json:"segment"`
	Label   retention.Text `json:"label,omitzero"`
	Truth   Truth          `json:"truth"`
	At      time.Time      `json:"at"`     // the moment, in its zone
	Reason  Reason         `json:"reason"` // the segment's rule
}

// Kind is what sort of rule a [Reason] is about.
type Kind string

// The kinds of rules.
const (
	KindAll       Kind = "all"
	KindAny       Kind = "any"
	KindNot       Kind = "not"
	KindSegment   Kind = "segment"   // [Ref]
	KindCondition Kind = "condition" // on a field, or [Followed]
	KindRule      Kind = "rule"      // of the caller's
)

// Reason is a rule, or a part of one, with its answer and the value that it saw.
type Reason struct {
	Kind  Kind   `json:"kind"`
	Rule  string `json:"rule"` // as it prints itself
	Truth Truth  `json:"truth"`

	// Parts are the rules that this one is made from, in its order. All are there, also
	// those after the one that decides. The part of a KindSegment is the rule of the
	// segment; it is left out if the explanation already has it.
	Parts []Reason `json:"parts,omitempty"`

	Segment string         `json:"segment,omitempty"` // of a KindSegment
	Label   retention.Text `json:"label,omitzero"`

	// Of a KindCondition: the field, its value (see [Need]), and whether it is missing.
	// Flip is how it would have to change for this condition alone to become False if
	// it is True, and True otherwise. It is nil if no such value can be told.
	Field   string `json:"field,omitempty"`
	Seen    any    `json:"seen,omitempty"`
	Missing bool   `json:"missing,omitempty"`
	Flip    *Need  `json:"flip,omitempty"`

	Note string `json:"note,omitempty"` // what an [Explainer] saw

	form *form // of Text
}

// Explain tells why a customer is a member of the segment of a name or not. Each part
// of the rule is asked, whether it decides or not. To learn what would have to change
// for another answer, see [View.Reverse]. The error wraps [ErrNoSegment].
func (v View[T]) Explain(customer T, segment string) (Explanation, error) {
	i, err := v.set.find(segment)
	if err != nil {
		return Explanation{}, err
	}
	x := explainer[T]{view: v, customer: customer, needs: make([]Need, 0, v.set.programs[i].size)}
	e := Explanation{
		Segment: segment, Label: v.set.segments[i].Label,
		At: v.moment.at.In(v.moment.zone), Reason: x.explain(v.set.programs[i]),
	}
	e.Truth = e.Reason.Truth
	return e, nil
}

// explainer explains to one customer.
type explainer[T any] struct {
	view     View[T]
	customer T
	told     map[*program[T]]bool // the segments that have been explained
	needs    []Need               // room for those of conditions
}

func (x *explainer[T]) explain(p *program[T]) Reason {
	r := Reason{Rule: p.text, form: p.form}
	switch p.form.op {
	case opAll:
		r.Kind, r.Parts = KindAll, x.parts(p)
		r.Truth = fold(r.Parts, True, Truth.And)
	case opAny:
		r.Kind, r.Parts = KindAny, x.parts(p)
		r.Truth = fold(r.Parts, False, Truth.Or)
	case opNot:
		r.Kind, r.Parts = KindNot, x.parts(p)
		r.Truth = r.Parts[0].Truth.Not()
	case opRef:
		x.refer(p, &r)
	case opCustom:
		x.custom(p, &r)
	default:
		x.condition(p, &r)
	}
	return r
}

func (x *explainer[T]) parts(p *program[T]) []Reason {
	parts := make([]Reason, len(p.parts))
	for i, part := range p.parts {
		parts[i] = x.explain(part)
	}
	return parts
}

func fold(parts []Reason, truth Truth, both func(Truth, Truth) Truth) Truth {
	for i := range parts {
		truth = both(truth, parts[i].Truth)
	}
	return truth
}

// refer explains a reference by the rule of the segment, once.
func (x *explainer[T]) refer(p *program[T], r *Reason) {
	r.Kind, r.Segment = KindSegment, p.form.name
	r.Label = x.view.set.segments[x.view.set.index[r.Segment]].Label
	to := p.parts[0]
	if x.told[to] {
		r.Truth = to.test(x.customer, x.view.moment)
		return
	}
	if x.told == nil {
		x.told = map[*program[T]]bool{}
	}
	x.told[to] = true
	r.Parts = x.parts(p)
	r.Truth = r.Parts[0].Truth
}

// custom lets a rule of the caller's and its parts speak for themselves.
func (x *explainer[T]) custom(p *program[T], r *Reason) {
	r.Kind, r.Truth = KindRule, p.test(x.customer, x.view.moment)
	if e, ok := p.rule.(Explainer[T]); ok {
		r.Note = e.Seen(x.customer, x.view.moment)
	}
	if len(p.parts) > 0 {
		r.Parts = x.parts(p)
	}
}

// condition tells what a condition sees, and what it would have to see.
func (x *explainer[T]) condition(p *program[T], r *Reason) {
	m := x.view.moment
	r.Kind, r.Truth = KindCondition, p.test(x.customer, m)
	c, ok := p.rule.(*condition[T])
	if !ok {
		return
	}
	value, known := c.seen(x.customer, m)
	r.Seen, r.Missing = m.local(value), !known
	if p.form.field == nil {
		return
	}
	r.Field = p.field
	if flip, ok := p.form.flip(r, m, x.view.set.cutValues); ok {
		x.needs = append(x.needs, flip) // those before keep their place, or stay where they were
		r.Flip = &x.needs[len(x.needs)-1]
	}
}

// local returns a value as it is, but a time in the zone of the moment.
func (m *Moment) local(value any) any {
	if at, ok := value.(time.Time); ok {
		return at.In(m.zone)
	}
	return value
}
