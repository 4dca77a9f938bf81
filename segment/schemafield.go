package segment

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// valued is a field whatever the type of its values: what a vocabulary has, so
// that rules can be made from values as data.
type valued[T any] interface {
	asField() *fieldForm
	// accepts returns why a value of the field's kind is not one of its type.
	accepts(value any) error
	// ask returns the condition for operands that the field accepts and an op that
	// goes with its kind.
	ask(o op, args []any, salt string) Rule[T]
	otherwise(value any) valued[T]
	// general returns the field with its values as data has them: a Field of int64,
	// float64, decimal.Decimal, string, bool, time.Time or retention.Date. For a set
	// of texts it is the field of their number, a Field of int.
	general() any
}

func (f Field[T, V]) asField() *fieldForm { return f.form }

func (f Field[T, V]) accepts(value any) error {
	_, err := f.values.native(value)
	return err
}

func (f Field[T, V]) ask(o op, args []any, salt string) Rule[T] {
	switch o {
	case opTop:
		return f.Top(args[0].(float64))
	case opBottom:
		return f.Bottom(args[0].(float64))
	case opInLast, opInNext, opOlderThan, opAnniversary, opSample:
		return askGeneral[T](f.general(), o, args[0], salt)
	}
	vs := make([]V, len(args))
	for i, arg := range args {
		vs[i], _ = f.values.native(arg)
	}
	return f.condition(o, vs...)
}

// askGeneral returns the conditions that only fields of some kinds have.
func askGeneral[T any](f any, o op, arg any, salt string) Rule[T] {
	switch f := f.(type) {
	case Field[T, time.Time]:
		return spanCondition(o, arg.(retention.Span), TimeField[T]{f})
	case Field[T, retention.Date]:
		if o == opAnniversary {
			return DayField[T]{f}.AnniversaryIn(int(arg.(int64)))
		}
		return spanCondition(o, arg.(retention.Span), DayField[T]{f})
	case Field[T, string]:
		return TextField[T, string]{f}.Sample(arg.(float64), salt)
	}
	return nil
}

func spanCondition[T any](o op, s retention.Span, f interface {
	InLast(retention.Span) Rule[T]
	InNext(retention.Span) Rule[T]
	OlderThan(retention.Span) Rule[T]
}) Rule[T] {
	switch o {
	case opInLast:
		return f.InLast(s)
	case opInNext:
		return f.InNext(s)
	}
	return f.OlderThan(s)
}

func (f Field[T, V]) otherwise(value any) valued[T] {
	v, _ := f.values.native(value)
	return f.OrElse(v)
}

func (f Field[T, V]) general() any {
	switch vs := f.values; vs.kind {
	case kindInt:
		return generalized(f, numbers[int64](), vs.whole)
	case kindFloat:
		return generalized(f, numbers[float64](), vs.float)
	case kindText:
		return generalized(f, texts[string](), vs.text)
	}
	return f
}

// generalized returns the field with values of another type and the same form.
func generalized[T, V, W any](f Field[T, V], vs *values[W], convert func(V) W) Field[T, W] {
	if same, ok := any(f).(Field[T, W]); ok {
		return same
	}
	g := Field[T, W]{form: f.form, values: vs, changes: f.changes}
	g.value = func(c T, m *Moment) (w W, ok bool) {
		v, ok := f.value(c, m)
		if !ok {
			return w, false
		}
		return convert(v), true
	}
	return g
}

func (f TagsField[T, V]) asField() *fieldForm { return f.form }

func (f TagsField[T, V]) accepts(value any) error {
	if _, ok := value.(string); !ok {
		return errors.New("no text")
	}
	return nil
}

func (f TagsField[T, V]) ask(o op, args []any, _ string) Rule[T] {
	if o == opMissing {
		return f.IsMissing()
	}
	tags := make([]V, len(args))
	for i, arg := range args {
		tags[i] = V(arg.(string))
	}
	if o == opHasAll {
		return f.HasAll(tags...)
	}
	return f.HasAny(tags...)
}

// otherwise is for fields of a single value.
func (f TagsField[T, V]) otherwise(any) valued[T] { return nil }

func (f TagsField[T, V]) general() any { return f.Count() }

// goes reports whether an op is one for values of a kind.
func (o op) goes(k kind) bool {
	switch o {
	case opMissing:
		return true
	case opContains, opHasPrefix, opHasSuffix, opSample:
		return k == kindText
	case opHasAny, opHasAll:
		return k == kindTags
	case opInLast, opInNext, opOlderThan:
		return k == kindTime || k == kindDate
	case opAnniversary:
		return k == kindDate
	}
	return k != kindTags
}

// derive returns a field that is made from one or two others; ok is false if the
// derivation does not go with their kinds.
func derive[T any](how derivation, f, second valued[T]) (derived valued[T], ok bool) {
	general := f.general()
	switch how {
	case ofSize:
		if f.asField().kind == kindTags {
			return general.(Field[T, int]), true
		}
	case ofDay:
		if f, ok := general.(Field[T, time.Time]); ok {
			return TimeField[T]{f}.Day(), true
		}
	case ofAge:
		switch f := general.(type) {
		case Field[T, time.Time]:
			return TimeField[T]{f}.DaysAgo(), true
		case Field[T, retention.Date]:
			return DayField[T]{f}.DaysAgo(), true
		}
	case ofRatio:
		return deriveRatio[T](general, second.general())
	}
	return nil, false
}

func deriveRatio[T any](over, under any) (ratio valued[T], ok bool) {
	switch over := over.(type) {
	case Field[T, int64]:
		return divide(over, under)
	case Field[T, float64]:
		return divide(over, under)
	}
	return nil, false
}

func divide[T any, V Numeric](over Field[T, V], under any) (ratio valued[T], ok bool) {
	switch under := under.(type) {
	case Field[T, int64]:
		return Ratio(over, under), true
	case Field[T, float64]:
		return Ratio(over, under), true
	}
	return nil, false
}

// deriveFrom returns a field that is made from a field of events; ok is false if
// the derivation does not go with its kind.
func deriveFrom[T, E any](how derivation, s EventsField[T, E], of valued[E]) (derived valued[T], ok bool) {
	switch of := of.general().(type) {
	case Field[E, int64]:
		return addUp(how, s, of)
	case Field[E, decimal.Decimal]:
		return addUp(how, s, of)
	case Field[E, float64]:
		return pickOne(how, s, of)
	case Field[E, string]:
		return pickOne(how, s, of)
	case Field[E, bool]:
		return pickOne(how, s, of)
	case Field[E, time.Time]:
		return pickOne(how, s, of)
	case Field[E, retention.Date]:
		return pickOne(how, s, of)
	}
	return nil, false
}

func addUp[T, E any, V Exact](how derivation, s EventsField[T, E], of Field[E, V]) (derived valued[T], ok bool) {
	switch how {
	case ofSum:
		return Sum(s, of), true
	case ofAverage:
		return Average(s, of), true
	}
	return pickOne(how, s, of)
}

func pickOne[T, E, V any](how derivation, s EventsField[T, E], of Field[E, V]) (derived valued[T], ok bool) {
	switch how {
	case ofSmallest:
		return Smallest(s, of), true
	case ofLargest:
		return Largest(s, of), true
	case ofLatest:
		return Latest(s, of), true
	}
	return nil, false
}
