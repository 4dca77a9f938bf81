package segment

import (
	"fmt"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// MaxDepth is how deep rules may be nested in each other. Together with the rules that
// they refer to, they may be ten times as deep.
const MaxDepth = 200

// checker gathers what is wrong with segments.
type checker struct {
	rules   map[string]*form  // by the name of the segment
	fields  map[string]kind   // the kinds of the fields met so far
	ranks   map[string]string // the keys of the fields of ranks met so far, by what these print
	segment string            // that is being looked at
	faults  Faults
}

// check returns all faults of some segments.
func check[T any](segments []Segment[T]) Faults {
	c := &checker{rules: make(map[string]*form, len(segments)), fields: map[string]kind{}, ranks: map[string]string{}}
	names, rules := make([]string, len(segments)), make([]*form, len(segments))
	for i, s := range segments {
		c.segment = s.Name
		c.name(s.Name)
		names[i], rules[i] = s.Name, formOf(s.Rule)
		c.rules[s.Name] = rules[i]
	}
	for i, s := range segments {
		c.segment = s.Name
		c.rule(rules[i], scope{}, 1)
	}
	c.references(names)
	if len(c.faults) == 0 {
		c.never(names)
	}
	return c.faults
}

func (c *checker) fault(f *form, err error) {
	fault := Fault{Segment: c.segment, Err: err}
	if f != nil {
		fault.Rule = f.String()
	}
	c.faults = append(c.faults, fault)
}

func (c *checker) name(name string) {
	switch _, again := c.rules[name]; {
	case name == "":
		c.fault(nil, ErrName)
	case !utf8.ValidString(name):
		c.fault(nil, fmt.Errorf("%w: not in UTF-8", ErrName))
	case again:
		c.fault(nil, ErrDuplicate)
	}
}

// scope is what rules are about: customers, or the events of a name.
type scope struct{ events string }

// rule checks a rule that is nested so deep.
func (c *checker) rule(f *form, in scope, depth int) {
	if depth > MaxDepth {
		c.fault(nil, fmt.Errorf("%w: more than %d in each other", ErrDepth, MaxDepth))
		return
	}
	for _, part := range f.parts {
		c.rule(part, in, depth+1)
	}
	switch f.op {
	case opAll, opAny:
		if len(f.parts) == 0 {
			c.fault(f, ErrEmpty)
		}
	case opRef:
		c.reference(f, in)
	case opCustom:
		if f.name == "" {
			c.fault(nil, ErrNoRule)
		} else if !utf8.ValidString(f.name) {
			c.fault(f, fmt.Errorf("%w: that of a rule is not in UTF-8", ErrName))
		}
	case opFollowed:
		c.events(f, f.first, depth)
		c.events(f, f.then, depth)
		c.operands(f)
	default:
		if f.field != nil {
			c.field(f, f.field, in, depth)
			c.operands(f)
		}
		if f.op == opTop || f.op == opBottom {
			c.rank(f, in)
		}
	}
}

// rank checks that a rank is told apart by what it prints, as cuts are.
func (c *checker) rank(f *form, in scope) {
	text, key := f.String(), f.field.key()
	before, again := c.ranks[text]
	c.ranks[text] = key
	switch {
	case in.events != "":
		c.fault(f, ErrEvent)
	case again && before != key:
		c.fault(f, fmt.Errorf("%w: they differ in what they take for missing, and a rank has one cut", ErrField))
	}
}

func (c *checker) reference(f *form, in scope) {
	if in.events != "" {
		c.fault(f, ErrEvent)
	} else if _, ok := c.rules[f.name]; !ok {
		c.fault(f, ErrNoSegment)
	}
}

// field checks what the field of a condition is made from.
func (c *checker) field(f *form, field *fieldForm, in scope, depth int) {
	if field.from == plain && field.orElse == nil {
		key := in.events + "\x00" + field.name
		if before, ok := c.fields[key]; ok && before != field.kind {
			c.fault(f, fmt.Errorf("%w: %q", ErrField, field.name))
		}
		c.fields[key] = field.kind
		if field.name == "" || !utf8.ValidString(field.name) {
			c.fault(f, fmt.Errorf("%w: a field without one, or not in UTF-8", ErrName))
		}
	}
	if field.orElse != nil {
		if err := checkValue(field.orElse); err != nil {
			c.fault(f, err)
		}
	}
	if field.events != nil {
		c.events(f, field.events, depth)
		in = scope{field.events.name}
	}
	for _, made := range []*fieldForm{field.inner, field.second} {
		if made != nil {
			c.field(f, made, in, depth)
		}
	}
}

func (c *checker) events(f *form, e *eventsForm, depth int) {
	if e.name == "" || !utf8.ValidString(e.name) {
		c.fault(f, fmt.Errorf("%w: events without one, or not in UTF-8", ErrName))
	}
	if e.where != nil {
		c.rule(e.where, scope{e.name}, depth+1)
	}
	if e.noSpan || !e.last.IsZero() {
		if err := checkSpan(e.last, kindTime); err != nil {
			c.fault(f, err)
		}
	}
	if !e.before.IsZero() && !e.since.Before(e.before) {
		c.fault(f, ErrRange)
	}
}

// operands checks what a condition is about.
func (c *checker) operands(f *form) {
	if err := f.checkOperands(); err != nil {
		c.fault(f, err)
	}
}

func (f *form) checkOperands() error {
	switch f.op {
	case opMissing:
		return nil
	case opInLast, opInNext, opOlderThan:
		return checkSpan(f.args[0].(retention.Span), f.field.kind)
	case opFollowed:
		return checkSpan(f.args[0].(retention.Span), kindTime)
	case opAnniversary:
		return checkDays(f.args[0].(int64))
	case opSample:
		if err := checkValue(f.name); err != nil {
			return err
		}
		return checkPercent(f.args[0].(decimal.Decimal))
	case opTop, opBottom:
		return checkPercent(f.args[0].(decimal.Decimal))
	}
	if len(f.args) == 0 {
		return ErrEmpty
	}
	for _, v := range f.args {
		if err := checkValue(v); err != nil {
			return err
		}
	}
	if f.op == opInRange && compareData(f.args[0], f.args[1]) >= 0 {
		return ErrRange
	}
	return nil
}

// checkValue returns what is wrong with a value to compare others with.
func checkValue(value any) error {
	switch v := value.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%w: %v", ErrOperand, v)
		}
	case decimal.Decimal:
		if !isMoney(v) {
			return fmt.Errorf("%w: an amount of 10^%d", ErrOperand, v.Exponent())
		}
	case time.Time:
		if v.IsZero() {
			return fmt.Errorf("%w: the zero time", ErrOperand)
		}
	case retention.Date:
		if v.IsZero() {
			return fmt.Errorf("%w: the zero date", ErrOperand)
		}
	case string:
		if !utf8.ValidString(v) {
			return fmt.Errorf("%w: %q is not in UTF-8", ErrOperand, v)
		}
	}
	return nil
}

func checkSpan(s retention.Span, of kind) error {
	switch {
	case s.IsZero() || s.Months < 0 || s.Days < 0 || s.Exact < 0:
		return fmt.Errorf("%w: a span must be positive", ErrOperand)
	case of == kindDate && s.Exact != 0:
		return fmt.Errorf("%w: a span of days has no hours", ErrOperand)
	}
	return nil
}

func checkDays(days int64) error {
	if days < 1 || days > 365 {
		return fmt.Errorf("%w: from 1 to 365 days", ErrOperand)
	}
	return nil
}

func checkPercent(p decimal.Decimal) error {
	if p.Sign() <= 0 || p.Cmp(decimal.NewFromInt(100)) > 0 {
		return fmt.Errorf("%w: more than 0 and up to 100 per cent", ErrOperand)
	}
	return nil
}

// deeper reports whether rules are nested in each other more than so deep.
func (f *form) deeper(than int) bool {
	return than == 0 || slices.ContainsFunc(f.parts, func(part *form) bool { return part.deeper(than - 1) })
}

// walk calls visit with a rule and all its parts. It does not enter rules about
// events.
func (f *form) walk(visit func(*form)) {
	visit(f)
	for _, part := range f.parts {
		part.walk(visit)
	}
}

// appendSpans appends the spans that a condition looks back or ahead, each once.
func (f *form) appendSpans(spans []retention.Span) []retention.Span {
	add := func(s retention.Span) {
		if !s.IsZero() && !slices.Contains(spans, s) {
			spans = append(spans, s)
		}
	}
	switch f.op {
	case opInLast, opInNext, opOlderThan:
		add(f.args[0].(retention.Span))
	}
	for field := f.field; field != nil; field = field.inner {
		if field.events != nil {
			add(field.events.last)
		}
	}
	for _, e := range []*eventsForm{f.first, f.then} {
		if e != nil {
			add(e.last)
		}
	}
	return spans
}
