package loyalty

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// MayReplace returns nil if p may take the place of old at an instant. A shop can use
// it to refuse the deployment of a program. p must keep the zone, currency and scale,
// and every edition that came into force before the instant, and must not add one
// that begins before it. Editions that come into force later may be changed or left
// out.
//
// The error is [Faults], each of which wraps [ErrRewritten]. If [Compile] would refuse
// one of the two programs, it is the Faults of that one.
func (p Program) MayReplace(old Program, at time.Time) error {
	for _, program := range []*Program{&old, &p} {
		c := checker{program: program}
		if c.check(program.Zone); len(c.faults) > 0 {
			return c.faults
		}
	}
	r := replacement{checker: checker{program: &p}, old: &old, at: instantOf(at)}
	r.compare()
	if len(r.faults) > 0 {
		return r.faults
	}
	return nil
}

// replacement compares a program with the one before it.
type replacement struct {
	checker
	old *Program
	at  instant
}

func (r *replacement) rewritten(part, what string) {
	r.fault(part, fmt.Errorf("%w: %s", ErrRewritten, what))
}

// inForce reports whether an edition was in force before the replacement.
func (r *replacement) inForce(ed *Edition) bool {
	return ed.From.IsZero() || instantOf(ed.From) < r.at
}

func (r *replacement) compare() {
	if !r.inForce(&r.old.Editions[0]) {
		return
	}
	r.head()
	known := map[string]bool{}
	for i := range r.old.Editions {
		if ed := &r.old.Editions[i]; r.inForce(ed) {
			known[ed.ID] = true
			r.edition = ed.ID
			r.compareEdition(ed)
		}
	}
	for i := range r.program.Editions {
		if ed := &r.program.Editions[i]; r.inForce(ed) && !known[ed.ID] {
			r.edition = ed.ID
			r.rewritten("from", "it was not there then")
		}
	}
}

// head compares what holds for all editions.
func (r *replacement) head() {
	was, is := r.old, r.program
	if was.Zone != is.Zone {
		r.rewritten("zone", fmt.Sprintf("%q was %q", is.Zone, was.Zone))
	}
	if was.Currency != is.Currency {
		r.rewritten("currency", fmt.Sprintf("%q was %q", is.Currency, was.Currency))
	}
	if was.Scale != is.Scale {
		r.rewritten("scale", fmt.Sprintf("%d was %d", is.Scale, was.Scale))
	}
}

// compareEdition compares an edition with what has become of it, part by part.
func (r *replacement) compareEdition(was *Edition) {
	is := r.program.find(was.ID)
	if is == nil {
		r.rewritten("id", "the edition is gone")
		return
	}
	a, b := reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem()
	for i := range a.NumField() {
		if name := jsonName(a.Type().Field(i)); name == "earn" {
			r.compareEarn(was.Earn, is.Earn)
		} else if !same(a.Field(i), b.Field(i)) {
			r.rewritten(name, "it is another")
		}
	}
}

func (p *Program) find(id string) *Edition {
	for i := range p.Editions {
		if p.Editions[i].ID == id {
			return &p.Editions[i]
		}
	}
	return nil
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// compareEarn compares earn rules by their IDs. Their order matters as well:
// caps and groups go by it.
func (r *replacement) compareEarn(was, is []EarnRule) {
	now := map[string]*EarnRule{}
	for i := range is {
		now[is[i].ID] = &is[i]
	}
	kept := len(was) == len(is)
	for i := range was {
		part := ruleName("earn", was[i].ID, i)
		switch n := now[was[i].ID]; {
		case n == nil:
			r.rewritten(part, "the rule is gone")
			kept = false
		case !same(reflect.ValueOf(was[i]), reflect.ValueOf(*n)):
			r.rewritten(part, "it is another")
		}
		delete(now, was[i].ID)
	}
	for i := range is {
		if now[is[i].ID] != nil {
			r.rewritten(ruleName("earn", is[i].ID, i), "the rule is new")
			kept = false
		}
	}
	for i := 0; kept && i < len(was); i++ {
		if was[i].ID != is[i].ID {
			r.rewritten("earn", "the rules are in another order")
			return
		}
	}
}

// same reports whether two values of a type say the same. An empty list is as
// none, and 1.50 is 1.5.
func same(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Slice:
		for i := range min(a.Len(), b.Len()) {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return a.Len() == b.Len()
	case reflect.Map:
		for each := a.MapRange(); each.Next(); {
			if other := b.MapIndex(each.Key()); !other.IsValid() || !same(each.Value(), other) {
				return false
			}
		}
		return a.Len() == b.Len()
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() && b.IsNil()
		}
		return same(a.Elem(), b.Elem())
	case reflect.Struct:
		return sameStruct(a, b)
	}
	return a.Equal(b)
}

func sameStruct(a, b reflect.Value) bool {
	switch x := a.Interface().(type) {
	case decimal.Decimal:
		return sameDecimal(x, b.Interface().(decimal.Decimal))
	case time.Time:
		return instantOf(x) == instantOf(b.Interface().(time.Time))
	}
	for i := range a.NumField() {
		if !a.Type().Field(i).IsExported() { // a date: it has no parts
			return a.Equal(b)
		}
		if !same(a.Field(i), b.Field(i)) {
			return false
		}
	}
	return true
}

// sameDecimal never writes out a large exponent.
func sameDecimal(a, b decimal.Decimal) bool {
	x, err1 := fixedOf(a)
	y, err2 := fixedOf(b)
	if err1 != nil || err2 != nil {
		return a.Exponent() == b.Exponent() && a.Coefficient().Cmp(b.Coefficient()) == 0
	}
	return x == y
}
