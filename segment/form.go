package segment

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/retentionkit/retention"
)

// form is a rule as plain data, whatever its customers' type: what is printed,
// encoded, checked and compiled to SQL.
type form struct {
	op    op
	parts []*form    // of opAll, opAny, opNot; of opCustom if it is a Composite
	name  string     // of opRef and opCustom; the salt of opSample
	field *fieldForm // of conditions
	args  []any      // operands; of a field's kind unless said otherwise at the op

	first, then *eventsForm // of opFollowed, within the span args[0]

	unforeseen bool // of opCustom: whether nobody knows if time changes the answer
}

type op uint8

const (
	opAll op = iota
	opAny
	opNot
	opRef
	opCustom // args are none, or the json.RawMessage of a Parametric

	opMissing
	opIs
	opIn
	opAbove
	opAtLeast
	opBelow
	opAtMost
	opInRange // args[0] ≤ value < args[1]

	opContains
	opHasPrefix
	opHasSuffix

	opHasAny // tags; args are strings
	opHasAll

	opInLast      // (t-w, t]; args[0] is a retention.Span
	opInNext      // (t, t+w]
	opOlderThan   // (…, t-w]
	opAnniversary // today ≤ a yearly return < today + args[0] days, an int64

	opTop    // of the population, by value; args[0] is a decimal of percent
	opBottom // likewise
	opSample // by a hash of the value; args[0] likewise

	opFollowed
)

// fieldForm is a field as data.
type fieldForm struct {
	name   string // of a field of the customer, or of an event
	kind   kind   // of its values
	from   derivation
	inner  *fieldForm  // what a derived field is made from, or the values of events
	second *fieldForm  // the divisor of a ratio
	events *eventsForm // of an aggregate
	orElse any         // the value that stands for a missing one, if not nil

	omitZero bool // whether the zero value is a missing one
	guard    *guard
	label    retention.Text // what people call the field, if not by its name
}

// guard stands for a function that says of whom a field is known, which forms
// cannot hold: fields of the same name and guard are the same.
type guard struct{ _ byte }

// derivation is how a field is made from others.
type derivation uint8

const (
	plain derivation = iota
	ofCount
	ofSum
	ofAverage
	ofSmallest
	ofLargest
	ofFirst
	ofLast
	ofLatest
	ofSize  // the number of tags
	ofDay   // the day of a time
	ofAge   // the days since a time or day
	ofRatio // inner / second
)

// eventsForm is a stream of events as data.
type eventsForm struct {
	name   string
	where  *form          // nil: all of them
	last   retention.Span // zero: no window
	noSpan bool           // whether a window of no length was asked for, which is a fault
	since  time.Time      // zero: no limit
	before time.Time      // likewise
	guard  *guard
	label  retention.Text
}

// kind is the type that values of a field have as data.
type kind uint8

const (
	kindInt   kind = iota // int64
	kindFloat             // float64, finite
	kindMoney             // decimal.Decimal
	kindText              // string
	kindFlag              // bool
	kindTime              // time.Time, not zero
	kindDate              // retention.Date, not zero
	kindTags              // []string
)

// former is what every rule of this package is: it has a form.
type former interface{ asForm() *form }

// formOf returns the form of a rule; a rule of the caller's is known by what it
// prints, and by its parts if it has any.
func formOf[T any](r Rule[T]) *form {
	switch r := r.(type) {
	case nil:
		return &form{op: opCustom}
	case former:
		return r.asForm()
	}
	f := &form{op: opCustom, name: r.String()}
	if p, ok := r.(Parametric[T]); ok {
		f.name, f.args = p.RuleName(), []any{argumentsOf(p)}
	}
	if c, ok := r.(Composite[T]); ok {
		f.parts = formsOf(c.Parts())
		return f
	}
	f.unforeseen = !isForeseen(r)
	return f
}

// argumentsOf returns the compact JSON of the arguments, or the error that there
// was instead.
func argumentsOf[T any](r Parametric[T]) any {
	args, err := r.MarshalJSON()
	if err != nil {
		return err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, args); err != nil {
		return err
	}
	return json.RawMessage(compact.Bytes())
}

func formsOf[T any](rules []Rule[T]) []*form {
	forms := make([]*form, len(rules))
	for i, r := range rules {
		forms[i] = formOf(r)
	}
	return forms
}
