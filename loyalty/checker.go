package loyalty

import (
	"fmt"
	"reflect"
	"unicode/utf8"

	"github.com/retentionkit/retention"
	"github.com/shopspring/decimal"
)

// programVersion is the one that [Compile] reads.
const programVersion = 1

// The sizes beyond which a program is not read.
const (
	mostEditions   = 1000
	mostRules      = 1000 // to earn, and to burn, in an edition
	mostCaps       = 100  // of a rule
	mostConditions = 1000 // in a condition, itself one of them
	mostLevels     = 50   // of conditions within conditions
	mostYears      = 1000 // of a span
	mostScale      = 6
	mostTiers      = 100  // of a ladder
	mostNeeds      = 1000 // in it, and paths, and what tiers were
)

// checker collects what is wrong with a program. It reads no more of it than
// those sizes, and changes nothing.
type checker struct {
	program  *Program
	edition  string          // the ID of the one being checked
	nameless string          // its place instead, if it has no ID
	tiers    map[string]bool // of this edition and those before
	endless  bool            // some ladder is too large to be looked at
	faults   Faults
}

// fault reports what is wrong with a part of the edition.
func (c *checker) fault(part string, err error) {
	if c.nameless != "" {
		part = c.nameless + ": " + part
	}
	c.faults = append(c.faults, Fault{c.edition, part, err})
}

// value reports a value that makes no sense, and why.
func (c *checker) value(part, format string, args ...any) {
	c.fault(part, fmt.Errorf("%w: "+format, append([]any{ErrValue}, args...)...))
}

// check looks through the program.
func (c *checker) check(zone string) {
	p := c.program
	if p.Version != programVersion {
		c.fault("version", fmt.Errorf("%w: %d, not %d", ErrVersion, p.Version, programVersion))
	}
	switch {
	case p.Zone == "" || p.Zone == "Local":
		c.fault("zone", fmt.Errorf("%w: %q is another on each machine", ErrZone, p.Zone))
	case p.Zone != zone:
		c.fault("zone", fmt.Errorf("%w: %.64q, given %.64q", ErrZone, p.Zone, zone))
	}
	if p.Currency != "" && !isCurrency(p.Currency) {
		c.value("currency", "%.64q is no ISO 4217 code", p.Currency)
	}
	if p.Scale < 0 || p.Scale > mostScale {
		c.value("scale", "%d is not between 0 and %d", p.Scale, mostScale)
	}
	c.metrics()
	c.editions()
}

// metrics checks the names of the program's own metrics.
func (c *checker) metrics() {
	list := c.program.Metrics
	if len(list) > mostNeeds {
		c.fault("metrics", fmt.Errorf("%w: %d of them", ErrSize, len(list)))
		c.endless = true
		return
	}
	own := func(i int) string { return fmt.Sprintf("metrics[%d]", i) }
	c.unique(len(list), func(i int) string { return list[i] }, own)
	for i, name := range list {
		switch name {
		case SpendMetric, OrdersMetric, PointsMetric:
			c.fault(own(i), ErrDuplicate)
		}
	}
}

func isCurrency(code string) bool {
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return len(code) == 3
}

// name wants a text that names something.
func (c *checker) name(part, name string) {
	if name == "" || !utf8.ValidString(name) {
		c.fault(part, ErrName)
	}
}

// names wants texts that name something.
func (c *checker) names(part string, names []string) {
	for i, name := range names {
		c.name(fmt.Sprintf("%s[%d]", part, i), name)
	}
}

// texts wants texts that survive being stored.
func (c *checker) texts(part string, texts ...string) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			c.fault(part, ErrName)
		}
	}
}

// unique returns the set of names. It wants each to be one, and there once. of
// returns the place of the i-th as a part.
func (c *checker) unique(n int, name func(i int) string, of func(i int) string) map[string]bool {
	seen := make(map[string]bool, n)
	for i := range n {
		id := name(i)
		c.name(of(i), id)
		if seen[id] {
			c.fault(of(i), ErrDuplicate)
		}
		if id != "" {
			seen[id] = true
		}
	}
	return seen
}

// amount wants a number that is not negative and that can be counted with, and
// reports whether it is one.
func (c *checker) amount(part string, d decimal.Decimal) bool {
	if _, err := retention.NewAmount(d); err != nil {
		c.fault(part, fmt.Errorf("%w: %w", ErrValue, err))
		return false
	}
	if d.Sign() < 0 {
		c.value(part, "%v is negative", d)
	}
	return d.Sign() >= 0
}

// points wants no negative number of points.
func (c *checker) points(part string, n Points) {
	if n < 0 {
		c.value(part, "%d is negative", n)
	}
}

// span wants a span that goes forward, and not beyond all calendars.
func (c *checker) span(part string, s retention.Span) {
	if s.Months < 0 || s.Days < 0 || s.Exact < 0 {
		c.value(part, "%v is negative", s)
	}
	if s.Months > 12*mostYears || s.Days > 366*mostYears {
		c.value(part, "%v is more than %d years", s, mostYears)
	}
}

// date wants a day that has a text, or none at all.
func (c *checker) date(part string, d retention.Date) {
	if _, err := d.MarshalText(); err != nil {
		c.fault(part, fmt.Errorf("%w: %w", ErrValue, err))
	}
}

// word wants a value of a small enumeration.
func word[E ~uint8](c *checker, part string, e E, names []string) {
	if int(e) >= len(names) {
		c.value(part, "%s(%d)", reflect.TypeFor[E]().Name(), e)
	}
}

// tier wants a tier that the edition has, or had before.
func (c *checker) tier(part, id string) {
	if !c.tiers[id] {
		c.fault(part, fmt.Errorf("%w: tier %.64q", ErrMissing, id))
	}
}

// ruleName names a rule by its ID, or its place without one.
func ruleName(list, id string, i int) string {
	if id == "" {
		return fmt.Sprintf("%s[%d]", list, i)
	}
	return fmt.Sprintf("%s rule %.64q", list, id)
}
