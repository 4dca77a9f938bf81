package segment

// approach looks for the nearest values among all ways to change the factors that
// the best way changes. If that takes too long, it stays with what it has.
func (s *search) approach(c *claim, g goal) {
	if s.best == nil {
		return
	}
	near := newSearch(s.problem)
	near.within, near.best, near.bestCost = s.best, s.best, s.bestCost
	near.run(c, g)
	s.best = near.best
}

// compare takes the way that the search is at in place of the best one, if it
// costs the same and its values are nearer. Of one factor it takes both.
func (s *search) compare(so cost) {
	if so != s.bestCost {
		return
	}
	s.steps += witnessSteps / 10
	if so.changes == 1 && s.unite() {
		return
	}
	for i, r := range s.regions {
		if r == nil {
			continue
		}
		now, best := s.problem.effort(i, r), s.problem.effort(i, s.best[i])
		if now != best {
			if now.less(best) {
				s.best = append([]*region{}, s.regions...)
			}
			return
		}
	}
}

// unite widens the only region of the best way by that of the one the search is
// at, if the two together can be told.
func (s *search) unite() bool {
	for i, r := range s.regions {
		if r == nil {
			continue
		}
		united, ok := r.or(s.best[i], s.problem.factors[i].field)
		if ok {
			s.best = make([]*region, len(s.regions))
			s.best[i] = &united
		}
		return ok
	}
	return false
}

// or returns what lies in at least one of two regions of a field; ok is false if
// there is more to them than their values.
func (r *region) or(q *region, f *fieldForm) (_ region, ok bool) {
	if f == nil || f.kind == kindTags || r.isOpen() || q.isOpen() {
		return region{}, false
	}
	united := *r
	united.values, united.missing = r.values.or(q.values), r.missing || q.missing
	if f.kind == kindText {
		_, ok = united.values.points()
		return united, ok
	}
	return united, true
}

// effort is how far a value has to move, and whether it has to pass that point.
type effort struct {
	far  float64
	open bool
}

func (e effort) less(f effort) bool {
	return e.far < f.far || e.far == f.far && !e.open && f.open
}

func (p *problem) effort(i int, r *region) effort {
	n := p.need(p.factors[i], r)
	e := effort{far: float64(len(n.Add) + len(n.Remove))}
	if n.Seen == nil || n.Nearest.IsZero() {
		return e
	}
	seen := n.Seen
	if tags, ok := seen.([]string); ok {
		seen = int64(len(tags))
	}
	e.far += distance(seen, n.Nearest.Value)
	e.open = n.Nearest.Open
	return e
}
