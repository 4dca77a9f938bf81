package followup

import (
	"slices"
	"strings"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// rulebook is all rules that hold for the customers of a region: the shop's own
// and those of the laws there.
type rulebook struct {
	hours    []openHours
	consent  []consentRule
	caps     []capRule
	declines []declineRule
}

// openHours is an HoursRule at work, and the law that it belongs to.
type openHours struct {
	*HoursRule
	law      string
	schedule *hours.Schedule
	says     retention.Text // its windows
}

type consentRule struct {
	*ConsentRule
	law string
}

type capRule struct {
	*Cap
	law string
}

type declineRule struct {
	*DeclineRule
	law string
}

func (b *builder) books(e *Engine) {
	p := &e.policy
	e.books = map[string]*rulebook{"": b.bookOf(p, "")} // where no law holds
	e.allLaws = &rulebook{}
	b.add(e.allLaws, "", &p.Rules)
	for i := range p.Laws {
		b.add(e.allLaws, p.Laws[i].ID, &p.Laws[i].Rules)
		for _, region := range p.Laws[i].Regions {
			if e.books[region] == nil {
				e.books[region] = b.bookOf(p, region)
			}
		}
	}
}

// bookOf returns the rules that hold in a region.
func (b *builder) bookOf(p *Policy, region string) *rulebook {
	book := &rulebook{}
	b.add(book, "", &p.Rules)
	for i := range p.Laws {
		law := &p.Laws[i]
		if slices.ContainsFunc(law.Regions, func(r string) bool { return within(region, r) }) {
			b.add(book, law.ID, &law.Rules)
		}
	}
	return book
}

func (b *builder) add(book *rulebook, law string, r *Rules) {
	for i := range r.Hours {
		h := &r.Hours[i]
		if _, ok := b.made[h]; !ok { // a fault is reported once
			b.made[h] = b.schedule(ruleOf(law, "hours", h.ID), h.Hours)
		}
		book.hours = append(book.hours, openHours{h, law, b.made[h], hoursText(h.Hours)})
	}
	for i := range r.Consent {
		book.consent = append(book.consent, consentRule{&r.Consent[i], law})
	}
	for i := range r.Caps {
		book.caps = append(book.caps, capRule{&r.Caps[i], law})
	}
	for i := range r.Declines {
		book.declines = append(book.declines, declineRule{&r.Declines[i], law})
	}
}

// bookFor returns the rules for a customer of a region.
func (e *Engine) bookFor(region string) *rulebook {
	if region == "" {
		return e.allLaws
	}
	for {
		if book := e.books[region]; book != nil {
			return book
		}
		region = region[:max(0, strings.LastIndexByte(region, '-'))]
	}
}
