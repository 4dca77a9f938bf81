package followup

import (
	"cmp"
	"slices"
)

// load reads the facts, or says what is wrong with one.
func (p *planner) load() error {
	if err := p.checkFacts(); err != nil {
		return err
	}
	if err := p.loadContacts(); err != nil {
		return err
	}
	if err := p.loadEvents(); err != nil {
		return err
	}
	p.loadSigns()
	return nil
}

func (p *planner) error(part string, err error) error {
	return &Error{Customer: p.c.ID, Part: part, Err: err}
}

// loadContacts puts the contacts in order of time, and those of one key
// together.
func (p *planner) loadContacts() error {
	for i := range p.c.Contacts {
		c := &p.c.Contacts[i]
		h := c.hash()
		if err := p.checkContact(c, h.plain()); err != nil {
			return err
		}
		p.facts.add(h)
		if len(c.Also) > 1 && !slices.IsSortedFunc(c.Also, byKey) {
			sorted := *c
			sorted.Also = slices.SortedFunc(slices.Values(c.Also), byKey)
			c = &sorted
		}
		p.contacts = append(p.contacts, kept{c, c.At.UnixNano(), c.Outcome})
		p.parts += len(c.Also)
	}
	p.sortContacts()
	if p.mergeContacts() {
		p.sortContacts()
	}
	p.emptyMarks()
	for i := range p.contacts {
		k := &p.contacts[i]
		p.mark(int32(i), -1, k.Key)
		for j := range k.Also {
			p.mark(int32(i), int32(j), k.Also[j].Key)
		}
		if k.outcome != Failed {
			p.touches = append(p.touches, touch{Contact: k.Contact, at: k.at, outcome: k.outcome})
		}
	}
	p.past = len(p.touches)
	return nil
}

func (p *planner) sortContacts() {
	if !slices.IsSortedFunc(p.contacts, byTime) {
		slices.SortFunc(p.contacts, byTime)
	}
}

// byTime orders contacts by time, and all else that tells them apart.
func byTime(a, b kept) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c // it mostly is, and cmp.Or would make all comparisons
	}
	return cmp.Or(
		cmp.Compare(a.Key, b.Key), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Purpose, b.Purpose),
		cmp.Compare(a.Address, b.Address), cmp.Compare(a.outcome, b.outcome), slices.CompareFunc(a.Also, b.Also, byKey),
	)
}

func byKey(a, b Part) int {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Purpose, b.Purpose))
}

// says returns how much an outcome says: of two about one contact the one that
// says more counts.
func (o Outcome) says() int {
	switch o {
	case Failed:
		return 0
	case Sent:
		return 1
	case NoAnswer:
		return 2
	case Bounced:
		return 3
	}
	return int(o) + 1
}

// mergeContacts leaves the earliest contact of each key, with the outcome that
// says most. A failed one is no earlier than one that was not. It reports
// whether that may have changed the order.
func (p *planner) mergeContacts() (moved bool) {
	p.seen.empty(len(p.contacts))
	left := p.contacts[:0]
	for _, c := range p.contacts {
		if c.Key == "" {
			left = append(left, c)
			continue
		}
		slot := p.seen.find(hashText(c.Key), func(j int32) bool { return left[j].Key == c.Key })
		j := *slot
		switch {
		case j < 0:
			*slot = int32(len(left))
			left = append(left, c)
		case left[j].outcome == Failed && c.outcome != Failed:
			left[j], moved = c, true
		case c.outcome.says() > left[j].outcome.says():
			left[j].outcome, moved = c.outcome, true
		}
	}
	p.contacts = left
	return moved
}

// loadEvents puts the events that have happened in order of time, each once.
func (p *planner) loadEvents() error {
	p.byID.empty(len(p.c.Events))
	for i := range p.c.Events {
		e := &p.c.Events[i]
		h := e.hash()
		if err := p.checkEvent(e, h.plain()); err != nil {
			return err
		}
		p.facts.add(h)
		slot := p.eventSlot(e.ID, e.Kind)
		if j := *slot; j >= 0 {
			if !p.c.Events[j].same(e) {
				return p.error("event "+quoted(e.ID), ErrDuplicate)
			}
			continue
		}
		*slot = int32(i)
		at := e.At.UnixNano()
		if at > p.now {
			p.wake(at)
			continue
		}
		p.events = append(p.events, happened{e, at})
	}
	if !slices.IsSortedFunc(p.events, earlier) {
		slices.SortStableFunc(p.events, earlier) // quick about events that come kind by kind
	}
	return nil
}

// eventSlot returns where the place is of an event among the customer's.
func (p *planner) eventSlot(id, kind string) *int32 {
	return p.byID.find(hashText(id), func(j int32) bool { e := &p.c.Events[j]; return e.ID == id && e.Kind == kind })
}

// same reports whether two events that share their names are one.
func (e *Event) same(f *Event) bool {
	return e.At.Equal(f.At) && e.Due.Equal(f.Due) && e.Topic == f.Topic
}

func earlier(e, f happened) int {
	if c := cmp.Compare(e.at, f.at); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.ID, f.ID), cmp.Compare(e.Kind, f.Kind))
}

// loadSigns gathers signs of life, and refusals.
func (p *planner) loadSigns() {
	for i := range p.touches {
		t := &p.touches[i]
		p.wake(t.at) // if it is booked: then it is what happened
		switch t.outcome {
		case Reached, Reacted, Interested:
			if t.at <= p.now {
				p.signs = append(p.signs, t.at)
			}
		case Bounced:
			p.bounced = append(p.bounced, *t)
		case OptedOut:
			p.optOuts = append(p.optOuts, *t)
		case DeclinedIt:
			p.declines = append(p.declines, decline{t.at, t.Channel, t.Topic, t.Key})
			for _, part := range t.Also {
				if part.Topic != t.Topic {
					p.declines = append(p.declines, decline{t.at, t.Channel, part.Topic, part.Key})
				}
			}
		}
	}
	for _, e := range p.events {
		if e.Kind == DeclineEvent {
			p.declines = append(p.declines, decline{e.at, "", e.Topic, e.ID})
		}
		if slices.Contains(p.e.policy.Signs, e.Kind) {
			p.signs = append(p.signs, e.at)
		}
	}
	if !slices.IsSorted(p.signs) {
		slices.Sort(p.signs)
	}
	slices.SortFunc(p.declines, func(a, b decline) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.topic, b.topic), cmp.Compare(a.ref, b.ref), cmp.Compare(a.channel, b.channel))
	})
}
