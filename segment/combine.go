package segment

import "slices"

// All returns the rule that holds if all the given ones do. It is False if one
// of them is False, else Unknown if one is Unknown; the order never matters. A
// set does not compile with an All of nothing.
func All[T any](rules ...Rule[T]) Rule[T] { return allOf[T](slices.Clone(rules)) }

// Any returns the rule that holds if at least one of the given ones does. It is
// True if one of them is True, else Unknown if one is Unknown; the order never
// matters. A set does not compile with an Any of nothing.
func Any[T any](rules ...Rule[T]) Rule[T] { return anyOf[T](slices.Clone(rules)) }

// Not returns the opposite of a rule, which is Unknown where the rule is.
func Not[T any](rule Rule[T]) Rule[T] { return &negation[T]{rule} }

// Ref returns the rule of another segment of the same set. Outside a set it is
// Unknown. A set does not compile with references that lead nowhere, in circles, or
// to more than [MaxSize] parts. [Segment.Ref] spells the name and the type for you.
func Ref[T any](segment string) Rule[T] { return reference[T](segment) }

type allOf[T any] []Rule[T]

func (r allOf[T]) Test(customer T, at *Moment) Truth {
	truth := True
	for _, part := range r {
		if truth = truth.And(part.Test(customer, at)); truth == False {
			break
		}
	}
	return truth
}

func (r allOf[T]) String() string { return r.asForm().String() }
func (r allOf[T]) asForm() *form  { return &form{op: opAll, parts: formsOf(r)} }

type anyOf[T any] []Rule[T]

func (r anyOf[T]) Test(customer T, at *Moment) Truth {
	truth := False
	for _, part := range r {
		if truth = truth.Or(part.Test(customer, at)); truth == True {
			break
		}
	}
	return truth
}

func (r anyOf[T]) String() string { return r.asForm().String() }
func (r anyOf[T]) asForm() *form  { return &form{op: opAny, parts: formsOf(r)} }

type negation[T any] struct{ rule Rule[T] }

func (r *negation[T]) Test(customer T, at *Moment) Truth { return r.rule.Test(customer, at).Not() }
func (r *negation[T]) String() string                    { return r.asForm().String() }
func (r *negation[T]) asForm() *form {
	return &form{op: opNot, parts: formsOf([]Rule[T]{r.rule})}
}

type reference[T any] string

func (r reference[T]) Test(T, *Moment) Truth { return Unknown }
func (r reference[T]) String() string        { return r.asForm().String() }
func (r reference[T]) asForm() *form         { return &form{op: opRef, name: string(r)} }
