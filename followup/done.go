package followup

// listDone adds a decision for each message that went out lately, or failed to.
func (p *planner) listDone() {
	if p.parts > 0 {
		p.indexMarks()
	}
	for i := range p.marks {
		m := &p.marks[i]
		switch at := p.contacts[m.contact].at; {
		case p.parts > 0 && *p.markOf(m.key) != int32(i):
		case at < p.now-p.e.lookback:
			p.over++
		default:
			p.done(m)
		}
	}
}

// done adds the decision for a message that went out, or failed to.
func (p *planner) done(m *mark) {
	c := &p.contacts[m.contact]
	d := p.add()
	d.Key, d.Play, d.Step, d.Topic, d.Purpose = m.key, p.e.plays[m.play].ID, m.step, c.Topic, c.Purpose
	if m.part >= 0 {
		d.Topic, d.Purpose = c.Also[m.part].Topic, c.Also[m.part].Purpose
	}
	d.Verdict, d.Channel, d.Address, d.Due = Done, c.Channel, c.Address, c.At.In(p.zone())
	r := Reason{Code: AlreadyDone, Ref: c.Key, At: d.Due}
	if c.outcome == Failed {
		d.Verdict = Drop
		r = Reason{Code: AttemptsOver, Name: named(c.Channel), Ref: c.Key, Count: m.try, At: d.Due}
	}
	p.blames = append(p.blames[:0], blame{Reason: r})
	p.explain(len(p.reasons))
}

// indexMarks finds the mark of each key that counts: the first that did not fail,
// or the first. Only a part of a contact can share its key with another.
func (p *planner) indexMarks() {
	p.seen.empty(len(p.marks))
	for i := range p.marks {
		slot := p.markOf(p.marks[i].key)
		if j := *slot; j < 0 || p.failed(j) && !p.failed(int32(i)) {
			*slot = int32(i)
		}
	}
}

// markOf returns where the place is of the mark of a key.
func (p *planner) markOf(key string) *int32 {
	return p.seen.find(hashText(key), func(j int32) bool { return p.marks[j].key == key })
}

func (p *planner) failed(mark int32) bool {
	return p.contacts[p.marks[mark].contact].outcome == Failed
}
