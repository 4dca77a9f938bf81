package segment

import (
	"fmt"
	"strings"
)

// condition makes a condition on a field.
func (v *vocabulary[T]) condition(d *draft, r *reader, depth int) Rule[T] {
	f := v.field(d.field, r, depth, 1)
	if f == nil {
		return nil
	}
	form := f.asField()
	switch {
	case !d.op.goes(form.kind):
		r.note(d.at, ErrKind, fmt.Sprintf("%q does not go with %s, which is %s", d.said, form, form.kind), "")
		return nil
	case v.of != "" && (d.op == opTop || d.op == opBottom):
		r.note(d.at, ErrEvent, fmt.Sprintf("%q in a rule about %s", d.said, v.of), "")
		return nil
	}
	before := len(r.mistakes)
	args := v.operands(d, f, r)
	if len(r.mistakes) > before {
		return nil
	}
	rule := f.ask(d.op, args, d.name)
	if err := formOf(rule).checkOperands(); err != nil {
		r.note(d.at, err, err.Error(), "")
	}
	return rule
}

// operands reads what the field is compared with.
func (v *vocabulary[T]) operands(d *draft, f valued[T], r *reader) []any {
	args := make([]any, len(d.args))
	for i, l := range d.args {
		switch d.op {
		case opInLast, opInNext, opOlderThan:
			args[i], _ = r.span(l, f.asField().kind)
		case opAnniversary:
			args[i] = r.value(l, kindInt)
		case opTop, opBottom, opSample:
			percent, ok := l.percent()
			if !ok {
				r.note(l.at, ErrOperand, l.String()+" is no percentage", "a number above 0 and up to 100")
			}
			args[i] = percent
		default:
			args[i] = v.value(l, f, r)
		}
	}
	return args
}

// value reads a value for a field.
func (v *vocabulary[T]) value(l literal, f valued[T], r *reader) any {
	before := len(r.mistakes)
	value := r.value(l, f.asField().kind)
	if len(r.mistakes) > before {
		return nil
	}
	err := f.accepts(value)
	if err == nil {
		err = checkValue(value)
	}
	if err != nil {
		r.note(l.at, ErrOperand, err.Error(), "")
	}
	return value
}

// value reads a value of a kind.
func (r *reader) value(l literal, k kind) any {
	value, ok := l.as(k)
	switch {
	case ok:
	case k == kindInt && !l.quoted && isDigits(strings.TrimPrefix(l.text, "-")):
		r.note(l.at, ErrOperand, l.String()+" is too large", "")
	case k == kindFlag:
		r.note(l.at, ErrOperand, l.String()+" is neither true nor false", "")
	default:
		r.note(l.at, ErrOperand, fmt.Sprintf("%v is not %s", l, k.single()), k.example())
	}
	return value
}

// field makes or looks up a field, which is made from others so deep; nil after a
// mistake.
func (v *vocabulary[T]) field(d *fieldDraft, r *reader, depth, made int) valued[T] {
	switch {
	case d == nil:
		return nil
	case made > maxMade:
		r.note(d.at, ErrDepth, fmt.Sprintf("more than %d fields made from each other", maxMade), "")
		return nil
	case d.orElse != nil:
		return v.orElse(d, r, depth, made)
	case d.from == plain:
		return v.named(d, r)
	case d.events != nil:
		if s := v.stream(d.events, r); s != nil {
			return s.derive(d, r, depth, made)
		}
		return nil
	}
	f, second := v.field(d.inner, r, depth, made+1), valued[T](nil)
	if d.from == ofRatio {
		second = v.field(d.second, r, depth, made+1)
	}
	if f == nil || d.from == ofRatio && second == nil {
		return nil
	}
	derived, ok := derive(d.from, f, second)
	if !ok {
		r.noteKind(d, f.asField())
		return nil
	}
	return derived
}

func (v *vocabulary[T]) named(d *fieldDraft, r *reader) valued[T] {
	f, ok := v.fields[d.name]
	if ok {
		return f
	}
	problem := fmt.Sprintf("no field %q%s", d.name, v.about())
	if _, ok := v.events[d.name]; ok {
		r.note(d.at, ErrUnknown, problem+", but events", "what is counted, summed or looked up of them")
		return nil
	}
	r.noteName(d.at, ErrUnknown, problem, d.name, names(v.fields))
	return nil
}

func (v *vocabulary[T]) orElse(d *fieldDraft, r *reader, depth, made int) valued[T] {
	f := v.field(d.inner, r, depth, made+1)
	if f == nil {
		return nil
	}
	if f.asField().kind == kindTags {
		r.note(d.at, ErrKind, fmt.Sprintf("no other value can stand for %s, which is %s", f.asField(), kindTags), "")
		return nil
	}
	before := len(r.mistakes)
	value := v.value(*d.orElse, f, r)
	if len(r.mistakes) > before {
		return nil
	}
	return f.otherwise(value)
}

// noteKind adds the mistake that a field cannot be made from another.
func (r *reader) noteKind(d *fieldDraft, from *fieldForm) {
	r.note(d.at, ErrKind, fmt.Sprintf("there is no %s of %s, which is %s", derivations[d.from], from, from.kind), d.from.wants())
}

// wants returns what a field can be made from.
func (d derivation) wants() string {
	switch d {
	case ofSum, ofAverage:
		return "a field of whole numbers or amounts"
	case ofSize:
		return "a field of sets of texts"
	case ofDay:
		return "a field of times"
	case ofAge:
		return "a field of times or days"
	case ofRatio:
		return "fields of numbers"
	}
	return "a field of single values"
}
