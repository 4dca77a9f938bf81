package segment

import "math"

// leaf is a part of a combination. The commonest conditions are asked right in
// the loop over the parts: a call for each would take longer than all the rest.
type leaf[T any] struct {
	kind leafKind
	yes  bool // what the part must say: false for a negated one

	ints      func(T) int
	low, high int // inclusive

	floats   func(T) float64
	from, to float64 // inclusive

	flags func(T) bool

	texts func(T) string
	words []word

	tags func(T) []string
	tag  string

	test test[T]
}

type leafKind uint8

const (
	anyLeaf   leafKind = iota // asks test
	intLeaf                   // low ≤ ints ≤ high
	floatLeaf                 // from ≤ floats ≤ to
	flagLeaf                  // flags
	textLeaf                  // texts is one of words
	tagLeaf                   // tags has tag
)

// runAll returns whether all parts say yes, or the opposite if no is True.
func runAll[T any](leaves []leaf[T], no Truth) test[T] {
	return func(customer T, m *Moment) Truth {
		truth := -no
		for i := range leaves {
			l, holds := &leaves[i], false
			switch l.kind {
			case intLeaf:
				v := l.ints(customer)
				holds = l.low <= v && v <= l.high
			case floatLeaf:
				v := l.floats(customer)
				if v-v != 0 { // NaN or infinite
					truth = Unknown
					continue
				}
				holds = l.from <= v && v <= l.to
			case flagLeaf:
				holds = l.flags(customer)
			case textLeaf:
				holds = wordOf(l.texts(customer)).isOneOf(l.words)
			case tagLeaf:
				for _, v := range l.tags(customer) {
					if v == l.tag {
						holds = true
						break
					}
				}
			default:
				got := l.test(customer, m)
				if got == Unknown {
					truth = Unknown
					continue
				}
				holds = got == True
			}
			if holds != l.yes {
				return no
			}
		}
		return truth
	}
}

// leavesOf returns parts as they are asked; yes is what they must say.
func leavesOf[T any](parts []*program[T], yes bool) []leaf[T] {
	leaves := make([]leaf[T], len(parts))
	for i, p := range parts {
		yes := yes
		for ; p.form.op == opNot; p = p.parts[0] {
			yes = !yes
		}
		l := leaf[T]{test: p.test, yes: true}
		if c, ok := p.rule.(*condition[T]); ok && c.leaf != nil {
			l = *c.leaf
		}
		l.yes = l.yes == yes // a condition may be the opposite of its leaf
		leaves[i] = l
	}
	return leaves
}

// leafOf returns the leaf of a condition on a field that is read plainly; nil if
// there is none of its kind.
func leafOf[T, V any](read func(T) V, o op, args []V) *leaf[T] {
	switch args := any(args).(type) {
	case []int:
		if low, high, ok := intRange(o, args); ok {
			return &leaf[T]{kind: intLeaf, yes: true, ints: any(read).(func(T) int), low: low, high: high}
		}
	case []float64:
		if from, to, ok := floatRange(o, args); ok {
			return &leaf[T]{kind: floatLeaf, yes: true, floats: any(read).(func(T) float64), from: from, to: to}
		}
	case []bool:
		if o == opIs {
			return &leaf[T]{kind: flagLeaf, flags: any(read).(func(T) bool), yes: args[0]}
		}
	case []string:
		words, ok := wordsOf(args)
		if ok && (o == opIs || o == opIn) && len(args) <= few {
			return &leaf[T]{kind: textLeaf, yes: true, texts: any(read).(func(T) string), words: words}
		}
	}
	return nil
}

// tagLeafOf is leafOf for a tag.
func tagLeafOf[T any, V ~string](read func(T) []V, tag V) *leaf[T] {
	if tags, ok := any(read).(func(T) []string); ok {
		return &leaf[T]{kind: tagLeaf, yes: true, tags: tags, tag: string(tag)}
	}
	return nil
}

// intRange returns the numbers that a comparison holds for, if they are a range.
func intRange(o op, args []int) (low, high int, ok bool) {
	switch a := args[0]; o {
	case opIs:
		return a, a, true
	case opAbove:
		return a + 1, math.MaxInt, a < math.MaxInt
	case opAtLeast:
		return a, math.MaxInt, true
	case opBelow:
		return math.MinInt, a - 1, a > math.MinInt
	case opAtMost:
		return math.MinInt, a, true
	case opInRange:
		return a, args[1] - 1, true
	}
	return 0, 0, false
}

// floatRange is intRange for finite floats.
func floatRange(o op, args []float64) (from, to float64, ok bool) {
	before := func(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }
	switch a := args[0]; o {
	case opIs:
		return a, a, true
	case opAbove:
		return math.Nextafter(a, math.Inf(1)), math.Inf(1), true
	case opAtLeast:
		return a, math.Inf(1), true
	case opBelow:
		return math.Inf(-1), before(a), true
	case opAtMost:
		return math.Inf(-1), a, true
	case opInRange:
		return a, before(args[1]), true
	}
	return 0, 0, false
}
