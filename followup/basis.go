package followup

import "encoding/binary"

// Basis identifies the policy and all facts about a customer, whatever the order of
// its slices. Two workers must not both act on their plans for one customer. So a store
// that adds a contact reads the facts again in the same transaction, and compares their
// Basis with Plan.Basis. If they differ, somebody was quicker: plan again.
func (e *Engine) Basis(c Customer) Fingerprint {
	var facts gathered
	gather(&facts, c.Contacts)
	gather(&facts, c.Events)
	return e.basis(&c, facts)
}

// basis returns the Basis of a customer whose contacts and events are gathered.
func (e *Engine) basis(c *Customer, facts gathered) Fingerprint {
	gather(&facts, c.Consents)
	gather(&facts, c.Addresses)
	gather(&facts, c.Pauses)
	gather(&facts, c.Complaints)
	for name, d := range c.Dates {
		facts.add(newHasher(8).texts(name).word(uint64(d.Year())<<16 | uint64(d.Month())<<8 | uint64(d.Day())))
	}
	for name, t := range c.Segments {
		facts.add(newHasher(9).texts(name).time(t))
	}
	zone := ""
	if c.Zone != nil {
		zone = c.Zone.String()
	}
	h := newHasher(10).texts(c.ID, c.Region, zone, e.policy.Version).flag(c.Business)
	h = h.word(facts[0]).word(facts[1]).word(binary.BigEndian.Uint64(e.digest[:8])).word(binary.BigEndian.Uint64(e.digest[8:]))
	return fingerprint(h)
}

// gather adds facts of a kind.
func gather[T any, F interface {
	*T
	hash() hasher
}](facts *gathered, list []T) {
	for i := range list {
		facts.add(F(&list[i]).hash())
	}
}

func (c *Contact) hash() hasher {
	h := newHasher(2).lengths(c.Key, c.Channel, c.Address, c.Topic)
	h = h.text(c.Key).text(c.Channel).text(c.Address).text(c.Topic) // as texts does, quicker
	h = h.words(uint64(c.At.UnixNano()), uint64(len(c.Also))<<16|uint64(c.Purpose)<<8|uint64(c.Outcome))
	if len(c.Also) == 0 {
		return h
	}
	var parts gathered
	for i := range c.Also {
		part := &c.Also[i]
		parts.add(newHasher(11).texts(part.Key, part.Topic).word(uint64(part.Purpose)))
	}
	return h.word(parts[0]).word(parts[1])
}

func (e *Event) hash() hasher {
	h := newHasher(3).lengths("", e.ID, e.Kind, e.Topic).text(e.ID).text(e.Kind).text(e.Topic)
	return h.words(uint64(e.At.UnixNano()), uint64(e.Due.UnixNano()))
}

func (c *Consent) hash() hasher {
	return newHasher(4).texts(c.Channel, c.Topic, c.Basis).flag(c.Granted).time(c.At).time(c.Expires)
}

func (a *Address) hash() hasher {
	h := newHasher(5).texts(a.Channel, a.ID).flag(a.Dead).time(a.Since).flag(a.Preferred)
	for _, w := range a.Hours.Windows {
		h = h.word(uint64(w.Days)<<32 | uint64(uint16(w.From))<<16 | uint64(uint16(w.To)))
	}
	return h
}

func (p *Pause) hash() hasher {
	return newHasher(6).texts(p.Channel, p.Topic).time(p.From).time(p.To)
}

func (c *Complaint) hash() hasher {
	return newHasher(7).texts(c.ID).time(c.Opened).time(c.Closed)
}
