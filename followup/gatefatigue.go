package followup

import "slices"

// fatigue lets touches become rarer while nobody answers.
func (p *planner) fatigue(m *message, t instant) (open, close instant) {
	open, close = t, never
	if m.exempt() {
		return
	}
	for i := range p.e.fatigue {
		f := &p.e.fatigue[i]
		if !f.matches(m.channel.ID, m.topic, m.purpose) {
			continue
		}
		list := p.tiringTouches(i, m.leader)
		silent, last, following := p.silent(list, t)
		end := min(f.wait(silent, last), p.nextSign(t))
		if end > t {
			p.blame(end, Reason{Code: Tired, Rule: f.ID, Count: silent, At: p.time(last)})
			m.behind = m.behind || p.pendingAt(last)
			open = max(open, end)
			continue
		}
		close = min(close, p.tiredFrom(f, list, following, m.until))
	}
	return
}

// pendingAt reports whether a Send of this plan is what a gap is counted from.
func (p *planner) pendingAt(t instant) bool {
	return slices.ContainsFunc(p.touches[p.past:], func(x touch) bool { return x.pending && x.at == t })
}

// tiredFrom returns the first touch from t on, and before until, after which there
// is to be a gap.
func (p *planner) tiredFrom(f *tiring, list []counted, t, until instant) instant {
	for t < until {
		silent, last, following := p.silent(list, t)
		if f.wait(silent, last) > t {
			return t
		}
		t = following
	}
	return never
}

// nextSign returns the first sign of life after t.
func (p *planner) nextSign(t instant) instant {
	if i, _ := slices.BinarySearch(p.signs, t+1); i < len(p.signs) {
		return p.signs[i]
	}
	return never
}

// lastSign returns the last sign of life up to t, or always.
func (p *planner) lastSign(t instant) instant {
	if i, _ := slices.BinarySearch(p.signs, t+1); i > 0 {
		return p.signs[i-1]
	}
	return always
}

// tiringTouches returns the touches that the i-th fatigue counts, but one, in
// order. Those before the last sign of life are left out.
func (p *planner) tiringTouches(i int, except *touch) []counted {
	l, f := &p.tired[i], &p.e.fatigue[i]
	if !l.made {
		l.made = true
		for j := p.touchesBefore(p.lastSign(p.earliest)); j < len(p.touches); j++ {
			if t := &p.touches[j]; f.touches(t) {
				l.all = append(l.all, counted{t.at, int32(j)})
			}
		}
		l.sort()
	}
	if except == nil {
		return l.all
	}
	p.filtered = append(p.filtered[:0], l.all...)
	p.filtered = slices.DeleteFunc(p.filtered, func(c counted) bool { return &p.touches[c.touch] == except })
	return p.filtered
}

// silent counts the touches of a list up to t since the last sign of life before,
// and returns the last of them and the first that follows t.
func (p *planner) silent(list []counted, t instant) (n int, last, following instant) {
	last, following = always, never
	from, to := before(list, p.lastSign(t)+1), before(list, t+1)
	if from < to {
		last = list[to-1].at
	}
	if to < len(list) {
		following = list[to].at
	}
	return to - from, last, following
}

// wait returns when the touch after n silent ones may come.
func (f *tiring) wait(n int, last instant) instant {
	switch {
	case f.Stop > 0 && n >= f.Stop:
		return never
	case n < f.After || n == 0:
		return always
	}
	gap := float64(f.gap)
	for range n - f.After {
		if f.Factor <= 1 || gap >= float64(f.most) || gap >= float64(lastYear) {
			break
		}
		gap *= f.Factor
	}
	return later(last, min(instant(min(gap, float64(lastYear))), f.most))
}
