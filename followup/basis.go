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
		h := newHasher(8)
		h.texts(name)
		h.word(uint64(d.Year())<<16 | uint64(d.Month())<<8 | uint64(d.Day()))
		facts.add(h)
	}
	for name, t := range c.Segments {
		h := newHasher(9)
		h.texts(name)
		h.time(t)
		facts.add(h)
	}
	h := newHasher(10)
	zone := ""
	if c.Zone != nil {
		zone = c.Zone.String()
	}
	h.texts(c.ID, c.Region, zone, e.policy.Version)
	h.flag(c.Business)
	h.word(facts[0])
	h.word(facts[1])
	h.word(binary.BigEndian.Uint64(e.digest[:8]))
	h.word(binary.BigEndian.Uint64(e.digest[8:]))
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
	h := newHasher(2)
	h.fourTexts(c.Key, c.Channel, c.Address, c.Topic)
	h.words(uint64(c.At.UnixNano()), uint64(len(c.Also))<<16|uint64(c.Purpose)<<8|uint64(c.Outcome))
	if len(c.Also) == 0 {
		return h
	}
	var parts gathered
	for i := range c.Also {
		part := newHasher(11)
		part.texts(c.Also[i].Key, c.Also[i].Topic)
		part.word(uint64(c.Also[i].Purpose))
		parts.add(part)
	}
	h.word(parts[0])
	h.word(parts[1])
	return h
}

func (e *Event) hash() hasher {
	h := newHasher(3)
	h.fourTexts("", e.ID, e.Kind, e.Topic)
	h.words(uint64(e.At.UnixNano()), uint64(e.Due.UnixNano()))
	return h
}

func (c *Consent) hash() hasher {
	h := newHasher(4)
	h.texts(c.Channel, c.Topic, c.Basis)
	h.flag(c.Granted)
	h.time(c.At)
	h.time(c.Expires)
	return h
}

func (a *Address) hash() hasher {
	h := newHasher(5)
	h.texts(a.Channel, a.ID)
	h.flag(a.Dead)
	h.time(a.Since)
	h.flag(a.Preferred)
	for _, w := range a.Hours.Windows {
		h.word(uint64(w.Days)<<32 | uint64(uint16(w.From))<<16 | uint64(uint16(w.To)))
	}
	return h
}

func (p *Pause) hash() hasher {
	h := newHasher(6)
	h.texts(p.Channel, p.Topic)
	h.time(p.From)
	h.time(p.To)
	return h
}

func (c *Complaint) hash() hasher {
	h := newHasher(7)
	h.texts(c.ID)
	h.time(c.Opened)
	h.time(c.Closed)
	return h
}
