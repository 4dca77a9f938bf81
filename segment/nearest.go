package segment

import (
	"math"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// need returns what a factor has to become to be in a region.
func (p *problem) need(f *factor, r *region) Need {
	if f.field == nil {
		n := Need{Way: ToNotHold, Rule: f.rule.String(), rules: []*form{f.rule}}
		if r.least > False {
			n.Way = ToHold
		}
		return n
	}
	return p.needOf(f.field, f.field.String(), f.seen, r)
}

// needOf is need for a field, the text of which is known, and its value.
func (p *problem) needOf(f *fieldForm, text string, seen any, r *region) Need {
	n := Need{Field: text, Seen: seen, field: f}
	switch {
	case !r.isKnown():
		n.Way = ToMissing
	case f.kind == kindTags:
		n.tags(r)
	case r.isOpen():
		n.like(p, r)
	default:
		n.into(p, r)
	}
	return n
}

// into fills in the nearest values of a region.
func (n *Need) into(p *problem, r *region) {
	if values, ok := r.values.points(); ok {
		n.Way, n.Values = ToOneOf, values
		if n.field.kind != kindText {
			n.Nearest = Bound{Value: closest(values, n.Seen)}
		}
		return
	}
	if values, ok := r.values.not().points(); ok && n.exclude(n.field.withoutZero(values)) {
		return
	}
	if n.field.kind == kindText {
		n.like(p, r)
		return
	}
	n.Way = ToRange
	n.Nearest, n.From, n.To = r.values.nearest(n.Seen)
}

// withoutZero returns some values less the one that counts as missing.
func (f *fieldForm) withoutZero(values []any) []any {
	if !f.omitZero {
		return values
	}
	return slices.DeleteFunc(values, func(v any) bool { return compareData(v, zeros[f.kind]) == 0 })
}

// exclude says that all values will do but some, if that is all there is to it.
func (n *Need) exclude(values []any) bool {
	switch {
	case len(values) == 0:
		n.Way = ToKnown
	case step(values[0], 1) != nil: // whose neighbour says more
		return false
	default:
		n.Way, n.Values = ToNoneOf, values
		if n.Seen != nil && n.field.kind != kindText {
			n.Nearest = Bound{closest(values, n.Seen), true}
		}
	}
	return true
}

// like says what has to hold for the value, with one that meets it.
func (n *Need) like(p *problem, r *region) {
	n.Way = ToLike
	for _, part := range r.asked {
		form := part.form()
		n.rules = append(n.rules, form)
		n.Rules = append(n.Rules, form.String())
	}
	if v, ok := p.witness(n.field, n.Seen, r); ok {
		n.Nearest = Bound{Value: v}
	}
}

// tags says which tags have to come and go.
func (n *Need) tags(r *region) {
	has, known := n.Seen.([]string)
	n.Way = ToTags
	for _, tag := range r.must {
		if !slices.Contains(has, tag) && !slices.Contains(n.Add, tag) {
			n.Add = append(n.Add, tag)
		}
	}
	for _, tag := range has {
		if slices.Contains(r.mustNot, tag) {
			n.Remove = append(n.Remove, tag)
		}
	}
	size := int64(len(has) + len(n.Add) - len(n.Remove))
	if sizes := r.sizes(); !sizes.has(size) {
		n.Nearest, n.From, n.To = sizes.nearest(size)
	} else if !known && len(n.Add) == 0 {
		n.Way = ToKnown
	}
}

// nearest returns the bound of the set that is nearest to a value, and the limits
// of the piece that it belongs to. If the value is nil the first piece with a
// lower limit counts as the nearest, for want of a better one.
func (x extent) nearest(v any) (nearest, from, to Bound) {
	least := math.Inf(1)
	for piece := range x.intervals() {
		low, high := piece.bounds()
		bound := low
		if low.IsZero() || v != nil && !high.IsZero() && compareData(v, high.Value) >= 0 {
			bound = high
		}
		far := math.MaxFloat64 // where there is no value to be near to
		if v != nil {
			far = distance(v, bound.Value)
		} else if !low.IsZero() {
			far = 0
		}
		if far < least {
			least, nearest, from, to = far, bound, low, high
		}
	}
	return nearest, from, to
}

// closest returns that of some values which is nearest to v, or the first.
func closest(values []any, v any) (best any) {
	least := math.Inf(1)
	for _, value := range values {
		far := 0.0
		if v != nil {
			far = distance(v, value)
		}
		if far < least {
			least, best = far, value
		}
	}
	return best
}

// distance returns how far two values are from each other; texts and flags are
// never nearer than others.
func distance(a, b any) float64 {
	switch a := a.(type) {
	case int64:
		return math.Abs(float64(a) - float64(b.(int64)))
	case float64:
		return math.Abs(a/2 - b.(float64)/2) // which is never infinite
	case decimal.Decimal:
		return a.Sub(b.(decimal.Decimal)).Abs().InexactFloat64()
	case time.Time:
		b := b.(time.Time)
		return math.Abs(float64(a.Unix()-b.Unix()) + float64(a.Nanosecond()-b.Nanosecond())*1e-9)
	case retention.Date:
		return math.Abs(float64(a.DaysSince(b.(retention.Date))))
	}
	return 0
}
