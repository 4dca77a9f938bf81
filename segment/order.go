package segment

import (
	"cmp"
	"slices"
)

// ordered returns what a comparison asks of values with an order.
func ordered[V cmp.Ordered](o op, args []V) func(V) bool {
	switch o {
	case opIs:
		a := args[0]
		return func(v V) bool { return v == a }
	case opIn:
		return among(args)
	case opAbove:
		a := args[0]
		return func(v V) bool { return v > a }
	case opAtLeast:
		a := args[0]
		return func(v V) bool { return v >= a }
	case opBelow:
		a := args[0]
		return func(v V) bool { return v < a }
	case opAtMost:
		a := args[0]
		return func(v V) bool { return v <= a }
	case opInRange:
		a, b := args[0], args[1]
		return func(v V) bool { return a <= v && v < b }
	}
	return nil
}

// few values are found faster by a scan than in a map.
const few = 8

// among returns the predicate of being one of some values.
func among[V comparable](args []V) func(V) bool {
	if len(args) <= few {
		args = slices.Clone(args)
		return func(v V) bool { return slices.Contains(args, v) }
	}
	set := make(map[V]struct{}, len(args))
	for _, a := range args {
		set[a] = struct{}{}
	}
	return func(v V) bool {
		_, ok := set[v]
		return ok
	}
}

// compared is ordered for values that have no operators.
func compared[V any](compare func(a, b V) int, o op, args []V) func(V) bool {
	switch o {
	case opIs:
		a := args[0]
		return func(v V) bool { return compare(v, a) == 0 }
	case opIn:
		args = slices.Clone(args)
		return func(v V) bool {
			return slices.ContainsFunc(args, func(a V) bool { return compare(v, a) == 0 })
		}
	case opAbove:
		a := args[0]
		return func(v V) bool { return compare(v, a) > 0 }
	case opAtLeast:
		a := args[0]
		return func(v V) bool { return compare(v, a) >= 0 }
	case opBelow:
		a := args[0]
		return func(v V) bool { return compare(v, a) < 0 }
	case opAtMost:
		a := args[0]
		return func(v V) bool { return compare(v, a) <= 0 }
	case opInRange:
		a, b := args[0], args[1]
		return func(v V) bool { return compare(a, v) <= 0 && compare(v, b) < 0 }
	}
	return nil
}
