package segment

import (
	"time"

	"github.com/shopspring/decimal"
)

// Field is a named value of the customers of type T: what conditions are made
// of. The constructors are [Number], [Money], [Text], [Flag], [Time], [Day] and
// [Tags]; [Events] leads to counts, sums and the like, which are fields too.
//
// A condition on a value that is missing is Unknown. A field that is always there
// needs nothing more; else say when it is with KnownIf, or with OmitZero that its
// zero value means that nothing is known. Numbers that are NaN or infinite, amounts
// with an exponent beyond 1,000, zero times and zero dates are always missing.
//
// Fields do not change, and are safe for concurrent use if their functions are.
type Field[T, V any] struct {
	form   *fieldForm
	values *values[V]

	// The plain way to read: nil if the value depends on the moment or was made
	// from others. known is nil if it always is.
	read  func(T) V
	known func(T) bool

	// The general way: ok is false if the value is missing.
	value func(T, *Moment) (v V, ok bool)

	// raw reads what the field is made from, where that tells more of the customer
	// than its value: the field without its OrElse, the time of a day. A nil raw is
	// the value.
	raw func(T, *Moment) (any, bool)

	// changes returns an instant after the moment, and no later than the next at
	// which time alone changes the value; zero if there is none. A nil changes
	// returns zero.
	changes func(T, *Moment) time.Time

	// fast returns what a condition asks, for fields that are always there and
	// read plainly; nil if the general way is all there is.
	fast func(read func(T) V, o op, args []V) test[T]
}

// test is what a rule asks, compiled.
type test[T any] func(customer T, at *Moment) Truth

// values is what must be known of a type of values.
type values[V any] struct {
	kind    kind
	data    func(V) any                       // as of the kind
	native  func(any) (V, error)              // the way back
	compare func(a, b V) int                  // the order of values
	asks    func(o op, args []V) func(V) bool // what an op asks of a value
	add     func(a, b V) (sum V, carry int)   // nil if there is no sum; the carry counts wraps
	wrap    decimal.Decimal                   // what a carry is worth
	present func(V) bool                      // nil: all of them are values
	isZero  func(V) bool

	// The values as one type for each kind; nil but for that of the kind.
	whole func(V) int64
	float func(V) float64
	text  func(V) string
}

// newField returns a field that is read plainly.
func newField[T, V any](name string, vs *values[V], read func(T) V) Field[T, V] {
	if read == nil {
		panic("segment: field " + name + ": nil function")
	}
	f := Field[T, V]{form: &fieldForm{name: name, kind: vs.kind}, values: vs, read: read}
	f.value = f.plainly
	return f
}

// plainly is the value of a field that is read plainly.
func (f Field[T, V]) plainly(customer T, _ *Moment) (v V, ok bool) {
	if f.known != nil && !f.known(customer) {
		return v, false
	}
	v = f.read(customer)
	return v, f.values.present == nil || f.values.present(v)
}

// Name returns the name of the field, or for one made from others how it is made.
func (f Field[T, V]) Name() string {
	if f.form.name != "" {
		return f.form.name
	}
	return f.form.String()
}

// Value returns what the field reads of a customer, and whether it is known.
func (f Field[T, V]) Value(customer T, at *Moment) (v V, ok bool) { return f.value(customer, at) }

// KnownIf returns the field as known only of customers for whom the function
// returns true; of others its value is not read. Called again, both must hold.
func (f Field[T, V]) KnownIf(known func(customer T) bool) Field[T, V] {
	if known == nil {
		panic("segment: field " + f.Name() + ": KnownIf of a nil function")
	}
	form := *f.form
	form.guard = &guard{}
	f.form = &form
	if f.read == nil {
		return f.knownIf(known)
	}
	f.known = bothKnown(f.known, known)
	f.value = f.plainly
	return f
}

// bothKnown joins two conditions on being known; the first may be nil.
func bothKnown[T any](a, b func(T) bool) func(T) bool {
	if a == nil {
		return b
	}
	return func(c T) bool { return a(c) && b(c) }
}

func (f Field[T, V]) knownIf(known func(T) bool) Field[T, V] {
	value, changes := f.value, f.changes
	f.raw = nil
	f.value = func(c T, m *Moment) (v V, ok bool) {
		if !known(c) {
			return v, false
		}
		return value(c, m)
	}
	if changes != nil {
		f.changes = func(c T, m *Moment) (next time.Time) {
			if !known(c) {
				return next
			}
			return changes(c, m)
		}
	}
	return f
}

// OmitZero returns the field with its zero value taken as missing, as a JSON
// field of the option omitzero is.
func (f Field[T, V]) OmitZero() Field[T, V] {
	value, isZero := f.value, f.values.isZero
	form := *f.form
	form.omitZero = true
	f.form, f.read, f.known, f.raw = &form, nil, nil, nil
	f.value = func(c T, m *Moment) (V, bool) {
		v, ok := value(c, m)
		return v, ok && !isZero(v)
	}
	return f
}

// OrElse returns the field with a value in place of a missing one, so that its
// conditions are never Unknown. A set does not compile with a value that would be
// missing itself, such as NaN.
func (f Field[T, V]) OrElse(other V) Field[T, V] {
	value := f.value
	f.raw = f.origin()
	f.form = &fieldForm{inner: f.form, kind: f.form.kind, orElse: f.values.data(other)}
	f.read, f.known = nil, nil
	isValue := f.values.present == nil || f.values.present(other)
	f.value = func(c T, m *Moment) (V, bool) {
		if v, ok := value(c, m); ok {
			return v, true
		}
		return other, isValue
	}
	return f
}

// Is holds if the value is the given one.
func (f Field[T, V]) Is(v V) Rule[T] { return f.condition(opIs, v) }

// IsNot holds if the value is known and another than the given one.
func (f Field[T, V]) IsNot(v V) Rule[T] { return Not(f.Is(v)) }

// In holds if the value is one of the given ones. A set does not compile with an
// In of nothing.
func (f Field[T, V]) In(vs ...V) Rule[T] { return f.condition(opIn, vs...) }

// NotIn holds if the value is known and none of the given ones.
func (f Field[T, V]) NotIn(vs ...V) Rule[T] { return Not(f.In(vs...)) }

// Above holds if the value is greater than v: text by its bytes, false before
// true, times and days by the calendar.
func (f Field[T, V]) Above(v V) Rule[T] { return f.condition(opAbove, v) }

// AtLeast holds if the value is v or greater.
func (f Field[T, V]) AtLeast(v V) Rule[T] { return f.condition(opAtLeast, v) }

// Below holds if the value is less than v.
func (f Field[T, V]) Below(v V) Rule[T] { return f.condition(opBelow, v) }

// AtMost holds if the value is v or less.
func (f Field[T, V]) AtMost(v V) Rule[T] { return f.condition(opAtMost, v) }

// InRange holds if from ≤ value < to. A set does not compile with a range that
// nothing lies in.
func (f Field[T, V]) InRange(from, to V) Rule[T] { return f.condition(opInRange, from, to) }

// IsMissing holds if the value is missing. It is never Unknown.
func (f Field[T, V]) IsMissing() Rule[T] { return f.condition(opMissing) }

// IsKnown holds if the value is not missing. It is never Unknown.
func (f Field[T, V]) IsKnown() Rule[T] { return Not(f.IsMissing()) }

// condition returns the rule that asks for an op on the value.
func (f Field[T, V]) condition(o op, args ...V) Rule[T] {
	operands := make([]any, len(args))
	for i, v := range args {
		operands[i] = f.values.data(v)
	}
	c := f.asked(&form{op: o, field: f.form, args: operands})
	switch {
	case o == opMissing:
		c.test = f.missing
	case len(args) == 0: // which no set compiles with
		c.test = unknown
	case f.fast != nil && f.read != nil && f.known == nil:
		c.test, c.leaf = f.fast(f.read, o, args), leafOf(f.read, o, args)
	default:
		c.test = f.holds(f.values.asks(o, args))
	}
	return c
}

func (f Field[T, V]) missing(customer T, at *Moment) Truth {
	_, ok := f.value(customer, at)
	return TruthOf(!ok)
}

// asked returns a condition on the field, less its test.
func (f Field[T, V]) asked(as *form) *condition[T] {
	return &condition[T]{form: as, seen: f.seen, raw: f.origin(), changes: f.changes}
}

// origin returns what reads the field that this one is made from.
func (f Field[T, V]) origin() func(T, *Moment) (any, bool) {
	if f.raw != nil {
		return f.raw
	}
	return f.seen
}

// seen returns the value as data.
func (f Field[T, V]) seen(customer T, at *Moment) (any, bool) {
	v, ok := f.value(customer, at)
	if !ok {
		return nil, false
	}
	return f.values.data(v), true
}

// holds returns the test that a predicate makes of the value.
func (f *Field[T, V]) holds(predicate func(V) bool) test[T] {
	value := f.value
	return func(c T, m *Moment) Truth {
		v, ok := value(c, m)
		if !ok {
			return Unknown
		}
		return TruthOf(predicate(v))
	}
}
