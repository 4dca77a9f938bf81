package segment

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/retentionkit/retention"
)

// region is where the value of a field has to lie.
type region struct {
	missing bool   // whether it may be missing
	values  extent // if known; numbers of tags
	asked   []part // that made it so

	must, mustNot []string // tags

	least, most Truth // of what has no values: how the rule has to answer
}

// part is a condition that has to hold, or not to.
type part struct {
	ask  *ask
	want bool
}

func (p part) form() *form {
	if p.want {
		return p.ask.form
	}
	return &form{op: opNot, parts: []*form{p.ask.form}}
}

// anywhere is the region of a field of which nothing is asked.
func anywhere(f *fieldForm) region {
	r := region{values: everything, least: False, most: True, missing: f == nil || f.mayMiss()}
	if f != nil && f.isCount() {
		r.values = beyond(edge{int64(0), false})
	}
	if f != nil && f.omitZero {
		r.values = r.values.and(nonZero[f.kind])
	}
	return r
}

// zeros are the values that OmitZero omits.
var zeros = [...]any{
	kindInt: int64(0), kindFloat: 0.0, kindMoney: decimal.Zero, kindText: "", kindFlag: false,
	kindTime: time.Time{}, kindDate: retention.Date{}, kindTags: "",
}

// nonZero are the values that it leaves.
var nonZero = func() (left [len(zeros)]extent) {
	for k, zero := range zeros {
		left[k] = point(zero).trimmed().not()
	}
	return left
}()

// isCount reports whether numbers below 0 make no sense.
func (f *fieldForm) isCount() bool {
	return f.kind == kindTags || f.from == ofCount || f.from == ofSize
}

// mayMiss reports whether the field can be missing.
func (f *fieldForm) mayMiss() bool {
	switch {
	case f.guard != nil, f.omitZero:
		return true
	case f.orElse != nil:
		return false
	case f.from == ofCount:
		return f.events.guard != nil
	case f.from == ofSize:
		return f.inner.guard != nil
	case f.from != plain:
		return true
	}
	return f.kind == kindFloat || f.kind == kindTime || f.kind == kindDate
}

// and returns the part of the region where what is asked is answered as it is to
// be; ok is false if there is nothing left of it.
func (r region) and(a *ask, g goal) (_ region, ok bool) {
	want := !g.most
	r.missing = r.missing && g.met(a.missing)
	r.asked = append(slices.Clip(r.asked), part{a, want})
	switch {
	case a.tagged && want:
		r.must = append(slices.Clip(r.must), a.tag)
	case a.tagged:
		r.mustNot = append(slices.Clip(r.mustNot), a.tag)
	case a.holds == nil:
		r.values = r.values.and(a.wanted(g))
	}
	return r, r.missing || r.isKnown()
}

// wanted returns the values for which the answer is as it is to be.
func (a *ask) wanted(g goal) extent {
	if g.most {
		return a.values.not()
	}
	return a.values
}

// answered is and for what has no values.
func (r region) answered(g goal) (_ region, ok bool) {
	if g.most {
		r.most = min(r.most, g.truth)
	} else {
		r.least = max(r.least, g.truth)
	}
	return r, r.least <= r.most
}

// isKnown reports whether a known value lies in the region, or may do so for all
// that can be said.
func (r *region) isKnown() bool {
	if slices.ContainsFunc(r.must, func(tag string) bool { return slices.Contains(r.mustNot, tag) }) {
		return false
	}
	if r.sizes().isEmpty() || r.contradicts() {
		return false
	}
	if values, ok := r.values.points(); ok && len(r.must) == 0 {
		return slices.ContainsFunc(values, r.holds)
	}
	return true
}

// sizes returns the values, for tags less those that are too few for the tags
// that must be there.
func (r *region) sizes() extent {
	if len(r.must) == 0 {
		return r.values
	}
	return r.values.and(beyond(edge{int64(distinct(r.must)), false}))
}

// contradicts reports whether the same is asked to hold and not to.
func (r *region) contradicts() bool {
	var odd []part // that no extent stands for; few, if any
	for _, p := range r.asked {
		if p.ask.holds == nil {
			continue
		}
		for _, q := range odd {
			if p.want != q.want && p.ask.form.String() == q.ask.form.String() {
				return true
			}
		}
		odd = append(odd, p)
	}
	return false
}

// holds reports whether a value of the extent meets all else that is asked.
func (r *region) holds(v any) bool {
	for _, p := range r.asked {
		if p.ask.holds != nil && p.ask.holds(v) != p.want {
			return false
		}
	}
	return true
}

// isOpen reports whether it takes a search to find a value of the region.
func (r *region) isOpen() bool {
	return slices.ContainsFunc(r.asked, func(p part) bool { return p.ask.holds != nil })
}
