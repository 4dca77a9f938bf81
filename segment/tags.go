package segment

import (
	"slices"
)

// TagsField is a field of sets of texts: tags, features in use, products owned.
// The order and repetition of its elements do not matter. No set is a set
// without elements, unless KnownIf says that it is missing.
type TagsField[T any, V ~string] struct {
	form  *fieldForm
	read  func(T) []V
	known func(T) bool
}

// Tags returns a field of sets of texts.
func Tags[T any, V ~string](name string, read func(customer T) []V) TagsField[T, V] {
	if read == nil {
		panic("segment: field " + name + ": nil function")
	}
	return TagsField[T, V]{form: &fieldForm{name: name, kind: kindTags}, read: read}
}

// Name returns the name of the field.
func (f TagsField[T, V]) Name() string { return f.form.name }

// KnownIf is [Field.KnownIf].
func (f TagsField[T, V]) KnownIf(known func(customer T) bool) TagsField[T, V] {
	if known == nil {
		panic("segment: field " + f.form.name + ": KnownIf of a nil function")
	}
	f.known = bothKnown(f.known, known)
	form := *f.form
	form.guard = &guard{}
	f.form = &form
	return f
}

// Has holds if the tag is among the elements.
func (f TagsField[T, V]) Has(tag V) Rule[T] {
	c := f.condition(opHasAny, []V{tag}, func(has []V) bool { return slices.Contains(has, tag) })
	if read := f.read; f.known == nil {
		c.leaf = tagLeafOf(read, tag)
		c.test = func(customer T, _ *Moment) Truth {
			for _, v := range read(customer) { // in here, since a call would take longer
				if v == tag {
					return True
				}
			}
			return False
		}
	}
	return c
}

// HasAny holds if at least one of the tags is among the elements. A set does not
// compile with a HasAny of nothing.
func (f TagsField[T, V]) HasAny(tags ...V) Rule[T] {
	tags = slices.Clone(tags)
	return f.condition(opHasAny, tags, func(has []V) bool {
		for _, tag := range tags {
			if slices.Contains(has, tag) {
				return true
			}
		}
		return false
	})
}

// HasAll holds if each of the tags is among the elements. A set does not compile
// with a HasAll of nothing.
func (f TagsField[T, V]) HasAll(tags ...V) Rule[T] {
	tags = slices.Clone(tags)
	return f.condition(opHasAll, tags, func(has []V) bool {
		for _, tag := range tags {
			if !slices.Contains(has, tag) {
				return false
			}
		}
		return true
	})
}

// IsMissing holds if nothing is known of the elements. It is never Unknown.
func (f TagsField[T, V]) IsMissing() Rule[T] {
	c := f.condition(opMissing, nil, nil)
	c.test = func(customer T, _ *Moment) Truth {
		return TruthOf(f.known != nil && !f.known(customer))
	}
	return c
}

// IsKnown holds if the elements are known, even if there are none. It is never
// Unknown.
func (f TagsField[T, V]) IsKnown() Rule[T] { return Not(f.IsMissing()) }

// Count returns the field of the number of different elements.
func (f TagsField[T, V]) Count() Field[T, int] {
	n := Field[T, int]{
		form:   &fieldForm{kind: kindInt, from: ofSize, inner: f.form},
		values: numbers[int](),
		raw:    f.seen,
	}
	n.value = func(c T, _ *Moment) (int, bool) {
		if f.known != nil && !f.known(c) {
			return 0, false
		}
		return distinct(f.read(c)), true
	}
	return n
}

func distinct[V ~string](vs []V) (n int) {
	for i, v := range vs {
		if !slices.Contains(vs[:i], v) {
			n++
		}
	}
	return n
}

func (f TagsField[T, V]) condition(o op, tags []V, holds func([]V) bool) *condition[T] {
	args := make([]any, len(tags))
	for i, tag := range tags {
		args[i] = string(tag)
	}
	c := &condition[T]{form: &form{op: o, field: f.form, args: args}, seen: f.seen, raw: f.seen}
	read, known := f.read, f.known
	c.test = func(customer T, _ *Moment) Truth {
		if known != nil && !known(customer) {
			return Unknown
		}
		return TruthOf(holds(read(customer)))
	}
	return c
}

func (f TagsField[T, V]) seen(customer T, _ *Moment) (any, bool) {
	if f.known != nil && !f.known(customer) {
		return nil, false
	}
	tags := make([]string, 0, 4)
	for _, v := range f.read(customer) {
		tags = append(tags, string(v))
	}
	slices.Sort(tags)
	return slices.Compact(tags), true
}
