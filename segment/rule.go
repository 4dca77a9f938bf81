package segment

import "time"

// Rule tells whether something holds for a customer, who is of the caller's type T.
//
// Fields make the common rules, and [All], [Any] and [Not] combine them. Write
// your own with [RuleFunc], or with a type that has these two methods and, where
// it helps, those of [Explainer], [Forecaster] or [Composite].
//
// A rule must not change, and must be safe for concurrent use.
type Rule[T any] interface {
	// Test returns True or False, or Unknown if too much is missing to tell.
	Test(customer T, at *Moment) Truth
	// String returns the rule as people read it. For a rule of the caller's it is
	// also the name that stored rules know it by.
	String() string
}

// Explainer is a [Rule] that can tell what it looked at.
type Explainer[T any] interface {
	Rule[T]
	// Seen returns what the rule saw of the customer, such as "3 open complaints".
	Seen(customer T, at *Moment) string
}

// Forecaster is a [Rule] whose answer changes as time goes by. A rule that asks
// the [Moment] for anything should be one: without it the rule is taken to
// change only with the customer, and [View.NextFlip] cannot see it coming.
type Forecaster[T any] interface {
	Rule[T]
	// NextChange returns the earliest instant after the moment at which the answer may
	// change if the customer's data do not, and the zero time if it never changes.
	// An instant that is too early only costs time; one that is too late is a mistake.
	NextChange(customer T, at *Moment) time.Time
}

// Composite is a [Rule] made from other rules, whose answer follows from theirs.
// It lets a set compile the parts, resolve what [Ref] names among them, and
// explain them one by one.
type Composite[T any] interface {
	Rule[T]
	// Parts returns the rules that this one is made from.
	Parts() []Rule[T]
	// With returns the same rule over other parts, as many as Parts returns.
	With(parts []Rule[T]) Rule[T]
}

// RuleFunc returns a rule from a name and a function of the customer. The function
// returns [TruthOf] what it knows, or [Unknown]. RuleFunc panics if it is nil, and a
// set does not compile with an empty name.
//
//	vowel := segment.RuleFunc("starts with a vowel", func(c *Customer) segment.Truth {
//		return segment.TruthOf(strings.IndexAny(c.Name, "AEIOU") == 0)
//	})
//
// For a rule that asks for the time as well, write a type: see [Forecaster].
func RuleFunc[T any](name string, test func(customer T) Truth) *Custom[T] {
	if test == nil {
		panic("segment: rule " + name + ": nil function")
	}
	return &Custom[T]{name, test}
}

// Custom is a rule of the caller's: see [RuleFunc].
type Custom[T any] struct {
	name string
	test func(T) Truth
}

// Test returns what the function returns.
func (r *Custom[T]) Test(customer T, _ *Moment) Truth { return r.test(customer) }

// String returns the name.
func (r *Custom[T]) String() string { return r.name }
