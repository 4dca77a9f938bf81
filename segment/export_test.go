package segment

import (
	"errors"
	"time"

	"github.com/retentionkit/retention"
)

// PlainRule is a rule as data, for tests from outside to interpret in their own
// way. The operations are named here, and not by what the package prints.
type PlainRule struct {
	Op    string
	Parts []PlainRule
	Name  string
	Field *PlainField
	Args  []any

	First, Then *PlainEvents
}

// PlainField is a field as data.
type PlainField struct {
	Name          string // of a field that is read
	How           string // a derived one is made; "" for one that is read
	Inner, Second *PlainField
	Events        *PlainEvents
	OrElse        any
	OmitZero      bool
}

// Made says in what way a field is made: "" for one that is read, or none.
func (f *PlainField) Made() string {
	switch {
	case f == nil:
		return ""
	case f.OrElse != nil:
		if f.OmitZero {
			return ""
		}
		return "or else"
	case f.How == "":
		return ""
	}
	return "made by " + f.How
}

// PlainEvents are events as data.
type PlainEvents struct {
	Name          string
	Where         *PlainRule
	Last          retention.Span
	Since, Before time.Time
}

var opNames = map[op]string{
	opAll: "all", opAny: "any", opNot: "not", opRef: "ref", opCustom: "custom", opMissing: "missing",
	opIs: "is", opIn: "in", opAbove: "above", opAtLeast: "at least", opBelow: "below", opAtMost: "at most", opInRange: "in range",
	opContains: "contains", opHasPrefix: "prefix", opHasSuffix: "suffix", opHasAny: "has any", opHasAll: "has all",
	opInLast: "in last", opInNext: "in next", opOlderThan: "older", opAnniversary: "anniversary",
	opTop: "top", opBottom: "bottom", opSample: "sample", opFollowed: "followed",
}

var derivationNames = map[derivation]string{
	ofCount: "count", ofSum: "sum", ofAverage: "average", ofSmallest: "smallest", ofLargest: "largest",
	ofFirst: "first", ofLast: "last", ofLatest: "latest", ofSize: "size", ofDay: "day", ofAge: "age", ofRatio: "ratio",
}

// Plain returns a rule as data.
func Plain[T any](r Rule[T]) PlainRule { return *formOf(r).plain() }

func (f *form) plain() *PlainRule {
	if f == nil {
		return nil
	}
	p := &PlainRule{Op: opNames[f.op], Name: f.name, Field: f.field.plain(), Args: f.args, First: f.first.plain(), Then: f.then.plain()}
	for _, part := range f.parts {
		p.Parts = append(p.Parts, *part.plain())
	}
	return p
}

func (f *fieldForm) plain() *PlainField {
	if f == nil {
		return nil
	}
	return &PlainField{f.name, derivationNames[f.from], f.inner.plain(), f.second.plain(), f.events.plain(), f.orElse, f.omitZero}
}

func (f *eventsForm) plain() *PlainEvents {
	if f == nil {
		return nil
	}
	return &PlainEvents{f.name, f.where.plain(), f.last, f.since, f.before}
}

// CompileAnyway is Compile for rules drawn at random, which may contradict
// themselves: no matter, they are to be asked all the same.
func CompileAnyway[T any](segments ...Segment[T]) (*Set[T], error) {
	for _, fault := range check(segments) {
		if !errors.Is(fault, ErrNever) {
			return nil, fault
		}
	}
	return newSet(segments), nil
}
