package loyalty

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// rule is a compiled [EarnRule].
type rule struct {
	*EarnRule
	on         string
	award, per fixed // of points, not units
	times      fixed
	atLeast    fixed
	life       *Life
	scale      int // Program.Scale
	caps       []Cap
}

// scene is what conditions and rules look at.
type scene struct {
	kind     string
	at       instant
	edition  *edition
	zone     *time.Location
	tier     string
	tags     []string
	first    bool
	birthday string
	referrer string
	ticket   *ticket
	items    fixed // of an activity: its amount
	isOrder  bool

	wall  time.Time // in the zone, once it is asked for
	today retention.Date
}

func (s *scene) clock() time.Time {
	if s.wall.IsZero() {
		s.wall = s.at.time().In(s.zone)
		s.today = retention.DateOf(s.wall, s.zone)
	}
	return s.wall
}

// basis returns what a rule's basis comes to.
func (s *scene) basis(b *Basis) (f fixed, found, ok bool) {
	if s.isOrder {
		return s.ticket.basis(b)
	}
	return s.items, true, true
}

// judge returns what a rule makes of a deed, but for Times, groups and caps.
func (r *rule) judge(s *scene) (step Step, fault error) {
	step = Step{Edition: s.edition.ID, Rule: r.ID, Wallet: r.Wallet}
	if step.Why = r.about(s); step.Why != Granted {
		return step, nil
	}
	basis, found, ok := s.basis(&r.Basis)
	if !ok {
		return step, ErrOverflow
	}
	if step.Why = r.When.fails(s, basis, r.atLeast); step.Why != Granted {
		return step, nil
	}
	if !found {
		step.Why = NothingThere
		return step, nil
	}
	if r.times.units != 0 {
		return step, nil // when the others are known
	}
	n, exact, seen, ok := r.grant(s, basis)
	if !ok {
		return step, ErrOverflow
	}
	step.Points, step.Exact, step.Basis = n, amountOrZero(exact), amountOrZero(seen)
	if n == 0 {
		step.Why = BelowOne
	}
	return step, nil
}

// about returns whether a rule is about deeds such as this one.
func (r *rule) about(s *scene) Reason {
	switch {
	case r.on == s.kind:
		return Granted
	case r.on != ReferredKind || s.kind != OrderKind:
		return OtherDeed
	case s.referrer == "":
		return NotBrought
	case !s.first:
		return NotFirst
	}
	return Granted
}

// amountOrZero is for show: what has too many digits to be shown is not.
func amountOrZero(f fixed) retention.Amount {
	for f.scale > 12 {
		f.units, f.scale = f.units/10, f.scale-1
	}
	a, _ := f.amount()
	return a
}

// grant returns the award: rounded, exact, and of what.
func (r *rule) grant(s *scene, basis fixed) (n Points, exact, seen fixed, ok bool) {
	times := fixed{1, 0}
	seen, ok = basis, true
	switch {
	case r.per.units != 0:
		times.units, ok = blocks(basis, r.per)
	case r.PerItem && s.isOrder:
		times, _, ok = s.ticket.pieces(&r.Basis)
		seen = times
	case s.isOrder && basis.units == 0:
		times.units = 0
	}
	if !ok {
		return 0, exact, seen, false
	}
	units, ok := multiply(times.units, r.award.units)
	if !ok {
		return 0, exact, seen, false
	}
	exact = fixed{units, times.scale + r.award.scale}
	n, ok = exact.points(r.scale, r.Round)
	return n, exact, seen, ok
}

// blocks returns how many full per are in basis.
func blocks(basis, per fixed) (int64, bool) {
	scale := max(basis.scale, per.scale)
	b, ok1 := basis.at(scale)
	p, ok2 := per.at(scale)
	if !ok1 {
		return 0, false
	}
	if !ok2 {
		return 0, true // per is beyond all that is counted
	}
	return b / p, true
}

// points rounds points to the smallest unit of a program.
func (f fixed) points(scale int, r Rounding) (Points, bool) {
	if f.scale <= scale {
		n, ok := f.at(scale)
		return Points(n), ok
	}
	if f.scale-scale > 18 {
		return 0, false
	}
	n, ok := mulDiv(f.units, 1, pow10[f.scale-scale], r)
	return Points(n), ok
}

// multiplied returns what a rule with Times makes of the steps before it.
func (r *rule) multiplied(rules []rule, before []Step) (n Points, exact, seen fixed, ok bool) {
	base := int64(0)
	for i := range before {
		if s := &before[i]; s.Wallet == r.Wallet && rules[i].times.units == 0 && (len(r.Of) == 0 || slices.Contains(r.Of, s.Rule)) {
			if base, ok = plus(base, int64(s.Points)); !ok {
				return 0, exact, seen, false
			}
		}
	}
	seen = fixed{base, r.scale}
	more := r.times.units - pow10[r.times.scale]
	units, ok := multiply(base, more)
	if !ok {
		return 0, exact, seen, false
	}
	exact = fixed{units, r.times.scale + r.scale}
	n, ok = exact.points(r.scale, r.Round)
	return n, exact, seen, ok
}
