package segment

import "time"

// condition is a rule about one field.
type condition[T any] struct {
	form *form
	test test[T]
	// seen returns the value that the condition looks at, as data, and whether it
	// is there.
	seen func(T, *Moment) (any, bool)
	// raw is as that of a Field, but never nil for conditions on fields.
	raw func(T, *Moment) (any, bool)
	// changes is as that of a Field; nil if time alone never changes the answer.
	changes func(T, *Moment) time.Time
	// atCut, for conditions on a rank among the population, returns the test for
	// the value at the cut. Before there is one the answer is Unknown.
	atCut func(cut any) test[T]
	leaf  *leaf[T] // how combinations ask it; nil: by its test
}

func (c *condition[T]) Test(customer T, at *Moment) Truth { return c.test(customer, at) }
func (c *condition[T]) String() string                    { return c.form.String() }
func (c *condition[T]) asForm() *form                     { return c.form }

// unknown is the test of conditions that nobody can answer.
func unknown[T any](T, *Moment) Truth { return Unknown }
