package followup

import "slices"

// consent asks whether the customer may be written to: no opt-out stands, and
// every rule that matches has a consent that it takes. What is owed needs none.
func (p *planner) consent(m *message, t instant) (open, close instant) {
	if m.exempt() {
		return t, never
	}
	if p.permitted(m, t, nil) {
		return t, p.consentChanges(m, t, false)
	}
	open = p.consentChanges(m, t, true)
	p.permitted(m, t, func(r Reason) { p.blame(open, r) })
	return open, never
}

// consentChanges returns the first instant after t at which permitted says ok.
// It changes only where some fact does.
func (p *planner) consentChanges(m *message, t instant, ok bool) instant {
	for at := p.consentBreak(m, t); at != never; at = p.consentBreak(m, at) {
		if p.permitted(m, at, nil) == ok {
			return at
		}
	}
	return never
}

// consentBreak returns the first instant after t at which a consent or refusal
// begins or ends.
func (p *planner) consentBreak(m *message, t instant) instant {
	first := never
	note := func(at instant) {
		if at > t {
			first = min(first, at)
		}
	}
	for i := range p.c.Consents {
		c := &p.c.Consents[i]
		if !covers(c.Channel, c.Topic, m) {
			continue
		}
		note(c.At.UnixNano())
		if !c.Expires.IsZero() {
			note(c.Expires.UnixNano())
		}
		if c.Granted {
			for j := range p.book.consent {
				for k := range p.book.consent[j].Bases {
					if b := &p.book.consent[j].Bases[k]; b.Name == c.Basis && !b.Lasts.IsZero() {
						note(p.ends(c, b))
					}
				}
			}
		}
	}
	for i := range p.optOuts {
		if x := &p.optOuts[i]; x.Channel == m.channel.ID {
			note(x.at)
		}
	}
	return first
}

// ends returns when a consent is over that stands on a basis.
func (p *planner) ends(c *Consent, b *ConsentBasis) instant {
	end := never
	if !c.Expires.IsZero() {
		end = c.Expires.UnixNano()
	}
	if !b.Lasts.IsZero() {
		end = min(end, p.home().after(c.At, b.Lasts).UnixNano())
	}
	return end
}

// permitted reports whether consents and refusals let a message pass at t. If
// not, it notes the refusal, or every rule that has no consent.
func (p *planner) permitted(m *message, t instant, note func(Reason)) bool {
	refused, ref := p.refusal(m, t)
	if refused != always && !p.granted(m, t, refused) {
		if note != nil {
			note(Reason{Code: ConsentRefused, Name: named(m.channel.ID), Ref: ref, At: p.time(refused)})
		}
		return false
	}
	all := true
	for i := range p.book.consent {
		rule := &p.book.consent[i]
		if !rule.matches(m.channel.ID, m.topic, m.purpose) || !rule.Audience.includes(p.c.Business) {
			continue
		}
		expired, ok := p.grounded(rule, m, t, refused)
		switch {
		case ok:
			continue
		case note == nil:
			return false
		case expired != always:
			note(Reason{Code: ConsentExpired, Rule: rule.ID, Law: rule.law, Name: named(m.channel.ID), At: p.time(expired)})
		default:
			note(Reason{Code: ConsentMissing, Rule: rule.ID, Law: rule.law, Name: named(m.channel.ID)})
		}
		all = false
	}
	return all
}

// refusal returns the last opt-out up to t that covers a message.
func (p *planner) refusal(m *message, t instant) (last instant, ref string) {
	last = always
	for i := range p.c.Consents {
		c := &p.c.Consents[i]
		if at := c.At.UnixNano(); !c.Granted && at <= t && at > last && covers(c.Channel, c.Topic, m) {
			last, ref = at, ""
		}
	}
	for i := range p.optOuts {
		x := &p.optOuts[i]
		if x.Channel == m.channel.ID && x.at <= t && x.at > last {
			last, ref = x.at, x.Key
		}
	}
	return last, ref
}

// granted reports whether an express consent that was given later than a refusal
// stands. A purchase, say, is no new yes after a no.
func (p *planner) granted(m *message, t, refused instant) bool {
	for i := range p.c.Consents {
		c := &p.c.Consents[i]
		at := c.At.UnixNano()
		if c.Granted && (c.Basis == "" || c.Basis == BasisExpress) && at <= t && at > refused && covers(c.Channel, c.Topic, m) && p.ends(c, &ConsentBasis{}) > t {
			return true
		}
	}
	return false
}

// grounded reports whether a consent that a rule takes stands at t. If there was
// one it returns when the last ended.
func (p *planner) grounded(rule *consentRule, m *message, t, refused instant) (expired instant, ok bool) {
	expired = always
	for i := range p.c.Consents {
		c := &p.c.Consents[i]
		at := c.At.UnixNano()
		if !c.Granted || at > t || at <= refused || !covers(c.Channel, c.Topic, m) {
			continue
		}
		basis := &ConsentBasis{}
		if len(rule.Bases) > 0 {
			k := slices.IndexFunc(rule.Bases, func(b ConsentBasis) bool { return b.Name == c.Basis })
			if k < 0 {
				continue
			}
			basis = &rule.Bases[k]
		}
		end := p.ends(c, basis)
		if end > t {
			return 0, true
		}
		expired = max(expired, end)
	}
	return expired, false
}
