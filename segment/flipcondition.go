package segment

// flip returns what the field of a condition would have to become for another
// answer; ok is false if that cannot be said.
func (f *form) flip(r *Reason, m *Moment, cuts cutValues) (n Need, ok bool) {
	if f.isBound() {
		return f.pastBound(r), true
	}
	goal := toJoin
	if r.Truth == True {
		goal = toFail
	}
	to, ok := f.regionOf(goal, m, cuts)
	if !ok {
		return n, false
	}
	p := problem{moment: m, cuts: cuts}
	n = p.needOf(f.field, r.Field, r.Seen, &to)
	return n, n.Way != ToLike || !n.Nearest.IsZero()
}

// isBound reports whether all there is to the condition is a bound of values that
// have no end.
func (f *form) isBound() bool {
	switch f.op {
	case opAbove, opAtLeast, opBelow, opAtMost:
		return f.field.kind != kindText && f.field.kind != kindFlag && !f.field.omitZero && !f.field.isCount()
	}
	return false
}

// pastBound is the commonest flip, told without ado.
func (f *form) pastBound(r *Reason) Need {
	n := Need{Way: ToRange, Field: r.Field, Seen: r.Seen, field: f.field}
	at := edge{f.args[0], f.op == opAbove || f.op == opAtMost}
	if up := f.op == opAbove || f.op == opAtLeast; up != (r.Truth == True) {
		n.From, _ = interval{low: &at}.bounds()
		n.Nearest = n.From
	} else {
		_, n.To = interval{high: &at}.bounds()
		n.Nearest = n.To
	}
	return n
}

// regionOf returns where the field of a condition has to be for an answer that is
// True or False.
func (f *form) regionOf(g goal, m *Moment, cuts cutValues) (r region, ok bool) {
	r = anywhere(f.field)
	r.missing = r.missing && f.op == opMissing
	switch f.op {
	case opHasAny:
		return f.tagged(r, opAny, g)
	case opHasAll:
		return f.tagged(r, opAll, g)
	}
	a, ok := f.asks(m, cuts)
	if ok && a.holds == nil && f.field.kind != kindText { // which is all there is to it
		r.missing = r.missing && !g.most
		r.values = r.values.and(a.wanted(g))
		return r, r.missing || !r.values.isEmpty()
	}
	if !ok {
		return r, false
	}
	return r.asking(a, g)
}

// asking is and for a question that the region keeps.
func (r region) asking(a ask, g goal) (_ region, ok bool) { return r.and(&a, g) }

// tagged asks for each of the tags, or for the first if one will do.
func (f *form) tagged(r region, o op, g goal) (_ region, ok bool) {
	for _, tag := range f.args {
		a := ask{form: f, values: everything, tag: tag.(string), tagged: true}
		if r, ok = r.and(&a, g); !ok || !g.ofEach(o) {
			break
		}
	}
	return r, ok
}
