package segment

import "slices"

// Unforeseen returns the rules, as they print, whose changes [View.NextFlip] cannot
// foresee: rules of the caller's own types, about customers or about events, that could
// ask for the time and are no [Forecaster]. Each is there once, in the order of the
// set. Rules made with [RuleFunc] are not among them, as they do not see the time, and
// neither is a [Composite], which changes when its parts do.
//
// It cannot find functions of fields that read a clock. There should not be any.
func (s *Set[T]) Unforeseen() []string {
	var names []string
	visit := func(f *form) {
		if f.unforeseen && !slices.Contains(names, f.name) {
			names = append(names, f.name)
		}
	}
	for _, p := range s.programs {
		p.form.walkAll(visit)
	}
	return names
}

// isForeseen reports whether it is known when time changes a rule of the caller's.
func isForeseen[T any](r Rule[T]) bool {
	switch r.(type) {
	case *Custom[T], Forecaster[T]:
		return true
	}
	return false
}

// walkAll calls visit with a rule and all its parts, and with the rules about
// events.
func (f *form) walkAll(visit func(*form)) {
	f.walk(func(f *form) {
		visit(f)
		f.walkEvents(visit)
	})
}

// walkEvents calls visit with the rules about events of a condition.
func (f *form) walkEvents(visit func(*form)) {
	f.field.walkRules(visit)
	f.first.walkRules(visit)
	f.then.walkRules(visit)
}

func (f *fieldForm) walkRules(visit func(*form)) {
	if f == nil {
		return
	}
	f.events.walkRules(visit)
	f.inner.walkRules(visit)
	f.second.walkRules(visit)
}

func (f *eventsForm) walkRules(visit func(*form)) {
	if f != nil && f.where != nil {
		f.where.walkAll(visit)
	}
}
