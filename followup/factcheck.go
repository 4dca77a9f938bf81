package followup

import (
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/retentionkit/retention/followup/hours"
)

// checkFacts looks at all facts but contacts and events, which are looked at
// where they are loaded.
func (p *planner) checkFacts() error {
	if err := p.checkPerson(); err != nil {
		return err
	}
	if err := p.checkAddresses(); err != nil {
		return err
	}
	for i := range p.c.Consents {
		c := &p.c.Consents[i]
		if !usable(c.At) || !usableOrZero(c.Expires) {
			return p.error(fmt.Sprintf("consent %d", i), ErrTime)
		}
		if !valid(c.Channel, c.Topic, c.Basis) {
			return p.error(fmt.Sprintf("consent %d", i), ErrName)
		}
	}
	for i := range p.c.Pauses {
		s := &p.c.Pauses[i]
		if !usable(s.From) || !usableOrZero(s.To) {
			return p.error(fmt.Sprintf("pause %d", i), ErrTime)
		}
		if !valid(s.Channel, s.Topic) {
			return p.error(fmt.Sprintf("pause %d", i), ErrName)
		}
	}
	for i := range p.c.Complaints {
		c := &p.c.Complaints[i]
		if !usable(c.Opened) || !usableOrZero(c.Closed) {
			return p.error("complaint "+quoted(c.ID), ErrTime)
		}
		if !valid(c.ID) {
			return p.error("complaint "+quoted(c.ID), ErrName)
		}
	}
	return nil
}

// checkPerson looks at who the customer is.
func (p *planner) checkPerson() error {
	c := p.c
	if c.ID == "" || !valid(c.ID) {
		return p.error("", ErrName)
	}
	if c.Zone != nil && (c.Zone.String() == "Local" || c.Zone.String() == "") {
		return p.error("zone", ErrZone)
	}
	if !valid(c.Region) {
		return p.error("region", ErrName)
	}
	for name, d := range c.Dates {
		if !valid(name) || !usableDate(d) {
			return p.checkDates()
		}
	}
	for name, at := range c.Segments {
		if !valid(name) || !usable(at) {
			return p.checkSegments()
		}
	}
	return nil
}

// checkDates returns what is wrong with the first date by name that is no good.
func (p *planner) checkDates() error {
	for _, name := range slices.Sorted(maps.Keys(p.c.Dates)) {
		switch d := p.c.Dates[name]; {
		case !valid(name):
			return p.error("date "+quoted(name), ErrName)
		case !usableDate(d):
			return p.error("date "+quoted(name), ErrTime)
		}
	}
	return nil
}

// checkSegments returns what is wrong with the first segment by name that is no
// good.
func (p *planner) checkSegments() error {
	for _, name := range slices.Sorted(maps.Keys(p.c.Segments)) {
		switch at := p.c.Segments[name]; {
		case !valid(name):
			return p.error("segment "+quoted(name), ErrName)
		case !usable(at):
			return p.error("segment "+quoted(name), ErrTime)
		}
	}
	return nil
}

func (p *planner) checkAddresses() error {
	p.seen.empty(len(p.c.Addresses))
	for i := range p.c.Addresses {
		a := &p.c.Addresses[i]
		if err := a.check(); err != nil {
			return p.error("address "+quoted(a.ID), err)
		}
		slot := p.seen.find(hashText(a.ID), func(j int32) bool { b := &p.c.Addresses[j]; return b.ID == a.ID && b.Channel == a.Channel })
		if j := *slot; j >= 0 && !p.c.Addresses[j].same(a) {
			return p.error("address "+quoted(a.ID), ErrDuplicate)
		}
		*slot = int32(i)
	}
	return nil
}

func (a *Address) check() error {
	if a.Channel == "" || !valid(a.Channel, a.ID) {
		return ErrName
	}
	if !usableOrZero(a.Since) {
		return ErrTime
	}
	if len(a.Hours.Windows) == 0 {
		return nil
	}
	_, err := hours.Hours{Windows: a.Hours.Windows}.Schedule(nil)
	return err
}

// same reports whether two addresses that share their names are one.
func (a *Address) same(b *Address) bool {
	return a.Dead == b.Dead && a.Since.Equal(b.Since) && a.Preferred == b.Preferred && slices.Equal(a.Hours.Windows, b.Hours.Windows)
}

// checkContact looks at a contact of which the texts may be plain.
func (p *planner) checkContact(c *Contact, plain bool) error {
	if !usable(c.At) {
		return p.error("contact "+quoted(c.Key), ErrTime)
	}
	if int(c.Outcome) >= len(outcomeWords) || int(c.Purpose) >= len(purposeWords) {
		return p.error("contact "+quoted(c.Key), ErrValue)
	}
	if !plain && !valid(c.Key, c.Channel, c.Address, c.Topic) {
		return p.error("contact "+quoted(c.Key), ErrName)
	}
	for i := range c.Also {
		part := &c.Also[i]
		if int(part.Purpose) >= len(purposeWords) {
			return p.error("contact "+quoted(c.Key)+": part "+quoted(part.Key), ErrValue)
		}
		if !valid(part.Key, part.Topic) {
			return p.error("contact "+quoted(c.Key)+": part "+quoted(part.Key), ErrName)
		}
	}
	return nil
}

// checkEvent looks at an event of which the texts may be plain.
func (p *planner) checkEvent(e *Event, plain bool) error {
	if !usable(e.At) || !usableOrZero(e.Due) {
		return p.error("event "+quoted(e.ID), ErrTime)
	}
	if e.ID == "" || e.Kind == "" || !plain && !valid(e.ID, e.Kind, e.Topic) {
		return p.error("event "+quoted(e.ID), ErrName)
	}
	return nil
}

func usableOrZero(t time.Time) bool { return t.IsZero() || usable(t) }

// valid reports whether texts survive being stored.
func valid(texts ...string) bool {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return false
		}
	}
	return true
}
