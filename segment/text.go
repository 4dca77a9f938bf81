package segment

import (
	"cmp"
	"fmt"
	"strings"
)

// TextField is a [Field] of texts: countries, tiers, e-mail addresses.
type TextField[T any, V ~string] struct{ Field[T, V] }

// Text returns a field of texts. They are compared byte by byte: case matters.
// The empty text is a value like any other; see [TextField.OmitZero].
func Text[T any, V ~string](name string, read func(customer T) V) TextField[T, V] {
	f := newField(name, texts[V](), read)
	f.fast = textTest[T, V]
	return TextField[T, V]{f}
}

// KnownIf is [Field.KnownIf].
func (f TextField[T, V]) KnownIf(known func(customer T) bool) TextField[T, V] {
	return TextField[T, V]{f.Field.KnownIf(known)}
}

// OmitZero returns the field with the empty text taken as missing.
func (f TextField[T, V]) OmitZero() TextField[T, V] { return TextField[T, V]{f.Field.OmitZero()} }

// OrElse is [Field.OrElse].
func (f TextField[T, V]) OrElse(other V) TextField[T, V] {
	return TextField[T, V]{f.Field.OrElse(other)}
}

// Contains holds if the part stands somewhere in the text.
func (f TextField[T, V]) Contains(part V) Rule[T] { return f.condition(opContains, part) }

// HasPrefix holds if the text begins with the prefix.
func (f TextField[T, V]) HasPrefix(prefix V) Rule[T] { return f.condition(opHasPrefix, prefix) }

// HasSuffix holds if the text ends with the suffix.
func (f TextField[T, V]) HasSuffix(suffix V) Rule[T] { return f.condition(opHasSuffix, suffix) }

func texts[V ~string]() *values[V] {
	return &values[V]{
		kind:    kindText,
		data:    func(v V) any { return string(v) },
		native:  nativeText[V],
		compare: cmp.Compare[V],
		asks:    textPredicate[V],
		isZero:  func(v V) bool { return v == "" },
		text:    func(v V) string { return string(v) },
	}
}

func nativeText[V ~string](data any) (V, error) {
	s, ok := data.(string)
	if !ok {
		return "", fmt.Errorf("%v is no text", data)
	}
	return V(s), nil
}

func textTest[T any, V ~string](read func(T) V, o op, args []V) test[T] {
	if o == opIs {
		a := args[0]
		return func(c T, _ *Moment) Truth { return TruthOf(read(c) == a) }
	}
	holds := textPredicate(o, args)
	return func(c T, _ *Moment) Truth { return TruthOf(holds(read(c))) }
}

func textPredicate[V ~string](o op, args []V) func(V) bool {
	switch o {
	case opContains:
		part := string(args[0])
		return func(v V) bool { return strings.Contains(string(v), part) }
	case opHasPrefix:
		prefix := string(args[0])
		return func(v V) bool { return strings.HasPrefix(string(v), prefix) }
	case opHasSuffix:
		suffix := string(args[0])
		return func(v V) bool { return strings.HasSuffix(string(v), suffix) }
	}
	return ordered(o, args)
}
