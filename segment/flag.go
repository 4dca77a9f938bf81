package segment

import "fmt"

// FlagField is a [Field] of yes or no: consents, subscriptions.
type FlagField[T any] struct{ Field[T, bool] }

// Flag returns a field of yes or no.
func Flag[T any](name string, read func(customer T) bool) FlagField[T] {
	f := newField(name, flags(), read)
	f.fast = flagTest[T]
	return FlagField[T]{f}
}

// KnownIf is [Field.KnownIf].
func (f FlagField[T]) KnownIf(known func(customer T) bool) FlagField[T] {
	return FlagField[T]{f.Field.KnownIf(known)}
}

// OrElse is [Field.OrElse].
func (f FlagField[T]) OrElse(other bool) FlagField[T] { return FlagField[T]{f.Field.OrElse(other)} }

// IsTrue holds if the value is true.
func (f FlagField[T]) IsTrue() Rule[T] { return f.Is(true) }

// IsFalse holds if the value is known and false.
func (f FlagField[T]) IsFalse() Rule[T] { return f.Is(false) }

func flags() *values[bool] {
	return &values[bool]{
		kind:    kindFlag,
		data:    func(v bool) any { return v },
		native:  nativeFlag,
		compare: compareFlags,
		asks:    flagPredicate,
		isZero:  func(v bool) bool { return !v },
	}
}

func nativeFlag(data any) (bool, error) {
	v, ok := data.(bool)
	if !ok {
		return false, fmt.Errorf("%v is neither true nor false", data)
	}
	return v, nil
}

// compareFlags puts false before true.
func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func flagTest[T any](read func(T) bool, o op, args []bool) test[T] {
	if want := args[0]; o == opIs {
		return func(c T, _ *Moment) Truth { return TruthOf(read(c) == want) }
	}
	holds := flagPredicate(o, args)
	return func(c T, _ *Moment) Truth { return TruthOf(holds(read(c))) }
}

func flagPredicate(o op, args []bool) func(bool) bool { return compared(compareFlags, o, args) }
