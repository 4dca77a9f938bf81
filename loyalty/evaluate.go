package loyalty

// evaluate returns what every rule of the edition makes of a deed: what it
// deserves, with all it has. place is the deed's in the ledger, -1 if new.
func (d *decider) evaluate(s *scene, place int32) ([]Step, error) {
	rules := s.edition.rules
	steps := append(d.stepRoom[:0], make([]Step, len(rules))...)
	for i := range rules {
		var err error
		if steps[i], err = rules[i].judge(s); err != nil {
			return nil, err
		}
		d.cap(i, steps, s, place)
	}
	d.best(rules, steps)
	for i := range rules {
		r, step := &rules[i], &steps[i]
		if r.times.units == 0 || step.Why != Granted {
			continue
		}
		n, exact, seen, ok := r.multiplied(rules[:i], steps[:i])
		if !ok {
			return nil, ErrOverflow
		}
		step.Points, step.Exact, step.Basis = n, amountOrZero(exact), amountOrZero(seen)
		switch {
		case seen.units == 0:
			step.Why = NothingThere
		case n == 0:
			step.Why = BelowOne
		}
		d.cap(i, steps, s, place)
	}
	d.best(rules, steps)
	return steps, nil
}

// best leaves of the rules of each group only the one that grants most.
func (d *decider) best(rules []rule, steps []Step) {
	for i := range rules {
		if rules[i].Group == "" || steps[i].Points == 0 {
			continue
		}
		for j := i + 1; j < len(rules); j++ {
			if rules[j].Group != rules[i].Group || steps[j].Points == 0 {
				continue
			}
			loser := &steps[j]
			if loser.Points > steps[i].Points {
				loser = &steps[i]
			}
			loser.Points, loser.Why = 0, Outdone
			if loser == &steps[i] {
				break
			}
		}
	}
}

// cap reduces the step of rule i to what the rule's caps leave room for.
func (d *decider) cap(i int, steps []Step, s *scene, place int32) {
	r, step := &s.edition.rules[i], &steps[i]
	if step.Points == 0 || len(r.caps) == 0 {
		return
	}
	others := func() Points { return d.others(i, steps, s, place) }
	given := d.given(place, step) // is not taken back for what others were given since
	for i := range r.caps {
		c := &r.caps[i]
		room := d.room(r, c, s, place, others)
		if c.Per != PerDeed {
			room = max(room, given)
		}
		if step.Points > room {
			step.Points, step.Why = room, Capped
		}
	}
	if step.Points == 0 {
		step.Why = CapReached
	}
}

// unlimited is room for anything.
const unlimited = Points(1<<63 - 1)

// room returns how many points a cap leaves for a deed; others is what the
// member has of other deeds and rules.
func (d *decider) room(r *rule, c *Cap, s *scene, place int32, others func() Points) Points {
	limit := c.Points
	if limit == 0 {
		limit = unlimited
	}
	switch c.Per {
	case PerDeed:
		return limit
	case PerBalance:
		return max(limit-others(), 0)
	}
	given, times := d.granted(r, c, s, place)
	if c.Times > 0 && times >= c.Times {
		return 0
	}
	return limit - min(given, limit)
}

// granted returns what a rule has granted for other deeds in a cap's period, and
// for how many. What was granted before the period began is for deeds before
// it.
func (d *decider) granted(r *rule, c *Cap, s *scene, place int32) (n Points, times int) {
	from, to := d.period(c.Per, s)
	for i := len(d.l.awards) - 1; i >= 0 && d.l.awards[i].posted >= from; i-- {
		a := &d.l.awards[i]
		if a.net == 0 || a.deed == place || a.rule != r.ID {
			continue
		}
		if at := d.l.deeds[a.deed].at; from <= at && at < to {
			n += a.net
			times++
		}
	}
	return n, times
}

// others returns the points that the member has in the wallet of rule i, but
// for what this deed was granted, and with what other rules, which are not of
// its group, grant for it now.
func (d *decider) others(i int, steps []Step, s *scene, place int32) Points {
	r := &s.edition.rules[i]
	b := d.pool(r.Wallet).balance(d.posted)
	n := b.Available + b.Pending + b.Held
	more := Points(0)
	for j := range steps {
		other := &s.edition.rules[j]
		if other.Wallet != r.Wallet {
			continue
		}
		n -= min(n, d.given(place, &Step{Rule: other.ID, Wallet: other.Wallet}))
		if j != i && (r.Group == "" || other.Group != r.Group) {
			more += min(steps[j].Points, unlimited-more)
		}
	}
	return n + min(more, unlimited-n)
}

// period returns the bounds of a cap's period around a deed.
func (d *decider) period(per CapPer, s *scene) (from, to instant) {
	day := s.day()
	first, next := day, day.AddDays(1)
	switch per {
	case PerMonth:
		first = day.AddDays(1 - day.Day())
		next = first.AddMonths(1)
	case PerYear:
		first = yearly(day.Year(), 1, 1)
		next = yearly(day.Year()+1, 1, 1)
	case PerEdition:
		if from, to = s.edition.from, never; s.edition.number == 0 {
			from = firstInstant - 1
		}
		if i := s.edition.number + 1; i < len(d.e.editions) {
			to = d.e.editions[i].from
		}
		return from, to
	case PerLife:
		return firstInstant - 1, never
	}
	return instantOf(first.Start(d.e.zone)), instantOf(next.Start(d.e.zone))
}
