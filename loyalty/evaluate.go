package loyalty

// evaluate returns what every rule of the edition makes of a deed: what it
// deserves, with all it has. place is the deed's in the ledger, -1 if new.
func (d *decider) evaluate(s *scene, place int32) ([]Step, error) {
	rules := s.edition.rules
	steps := make([]Step, len(rules))
	for i := range rules {
		var err error
		if steps[i], err = rules[i].judge(s); err != nil {
			return nil, err
		}
		d.cap(&rules[i], &steps[i], s, place)
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
		d.cap(r, step, s, place)
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

// cap reduces a step to what the rule's caps leave room for.
func (d *decider) cap(r *rule, step *Step, s *scene, place int32) {
	if step.Points == 0 {
		return
	}
	for _, c := range r.caps {
		room := d.room(r, &c, s, place)
		if step.Points > room {
			step.Points, step.Why = max(room, 0), Capped
		}
	}
	if step.Points == 0 {
		step.Why = CapReached
	}
}

// unlimited is room for anything.
const unlimited = Points(1<<63 - 1)

// room returns how many points a cap leaves for a deed.
func (d *decider) room(r *rule, c *Cap, s *scene, place int32) Points {
	limit := c.Points
	if limit == 0 {
		limit = unlimited
	}
	switch c.Per {
	case PerDeed:
		return limit
	case PerBalance:
		return limit - d.others(r, place)
	}
	from, to := d.period(c.Per, s)
	given, times := Points(0), 0
	for i := range d.l.awards {
		a := &d.l.awards[i]
		if a.rule != r.ID || a.net == 0 || a.deed == place {
			continue
		}
		if at := d.l.deeds[a.deed].at; from <= at && at < to {
			given += a.net
			times++
		}
	}
	if c.Times > 0 && times >= c.Times {
		return 0
	}
	return limit - min(given, limit)
}

// others returns the points that the member has in the rule's wallet, but for
// what the rule has granted for this deed.
func (d *decider) others(r *rule, place int32) Points {
	p := d.pool(r.Wallet)
	b := p.balance(d.posted)
	n := b.Available + b.Pending + b.Held
	if place >= 0 {
		if a := d.l.findAward(place, r.ID, d.walletOf(r.Wallet)); a >= 0 {
			n -= min(n, d.l.awards[a].net)
		}
	}
	return n
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
		from, to = s.edition.from, never
		if i := s.edition.number + 1; i < len(d.e.editions) {
			to = d.e.editions[i].from
		}
		return from, to
	case PerLife:
		return firstInstant - 1, never
	}
	return instantOf(first.Start(d.e.zone)), instantOf(next.Start(d.e.zone))
}
