package followup

import (
	"fmt"
	"maps"
	"slices"

	"github.com/retentionkit/retention"
)

func (c *checker) rules(law string, r *Rules) {
	c.hoursRules(law, r.Hours)
	c.consentRules(law, r.Consent)
	c.caps(law, r.Caps)
	c.declineRules(law, r.Declines)
}

func (c *checker) hoursRules(law string, list []HoursRule) {
	if !c.fits(inside(law, "hours"), len(list), mostRules) {
		return
	}
	seen := map[string]bool{}
	for i := range list {
		r := &list[i]
		part := place(law, "hours", r.ID, "hours", i)
		c.id(seen, part, r.ID)
		c.match(law, part, &r.Match)
		word(c, part+": audience", r.Audience, audienceWords[:])
		c.filled(part, len(r.Hours.Windows)+len(r.Hours.Closed))
		c.hours(part, r.Hours)
	}
}

func (c *checker) consentRules(law string, list []ConsentRule) {
	if !c.fits(inside(law, "consent"), len(list), mostRules) {
		return
	}
	seen := map[string]bool{}
	for i := range list {
		r := &list[i]
		part := place(law, "consent", r.ID, "consent", i)
		c.id(seen, part, r.ID)
		c.match(law, part, &r.Match)
		word(c, part+": audience", r.Audience, audienceWords[:])
		c.bases(part, r.Bases)
	}
}

func (c *checker) bases(part string, list []Basis) {
	if !c.fits(part+": bases", len(list), mostNames) {
		return
	}
	seen := map[string]bool{}
	for i, b := range list {
		at := fmt.Sprintf("%s: bases[%d]", part, i)
		c.name(at+": name", b.Name)
		if seen[b.Name] && b.Name != "" {
			c.fault(at+": name", ErrTaken)
		}
		seen[b.Name] = true
		c.forward(at+": lasts", b.Lasts)
	}
}

func (c *checker) caps(law string, list []Cap) {
	if !c.fits(inside(law, "caps"), len(list), mostRules) {
		return
	}
	seen := map[string]bool{}
	for i := range list {
		r := &list[i]
		part := place(law, "cap", r.ID, "caps", i)
		c.id(seen, part, r.ID)
		c.match(law, part, &r.Match)
		c.count(part+": max", r.Max, 0, mostCount)
		if r.Max > 0 || !r.Every.IsZero() { // none ever is none in any time
			c.window(part+": every", r.Every)
		}
		c.purposes(part+": exempt", r.Exempt)
		c.purposes(part+": uncounted", r.Uncounted)
		c.effect(part, r)
	}
}

// window wants a time of just one kind.
func (c *checker) window(part string, s retention.Span) {
	kinds := 0
	for _, set := range [...]bool{s.Months != 0, s.Days != 0, s.Exact != 0} {
		if set {
			kinds++
		}
	}
	if kinds > 1 {
		c.value(part, "%v is not just months, days or an exact time", s)
		return
	}
	c.longer(part, s)
	if s.Months > 0 {
		c.block(part, s.Months)
	}
	if s.Days > mostDays {
		c.value(part, "%d days are more than %d", s.Days, mostDays)
	}
}

// effect wants a cap that holds something back, and counts something.
func (c *checker) effect(part string, r *Cap) {
	var held, counted bool
	for p := range Purpose(len(purposeWords)) {
		if has(r.Purposes, p) {
			held = held || !slices.Contains(r.Exempt, p)
			counted = counted || !slices.Contains(r.Uncounted, p)
		}
	}
	switch {
	case !held:
		c.idle(part+": exempt", "it holds nothing back")
	case !counted && r.Max > 0:
		c.idle(part+": uncounted", "it counts nothing")
	}
}

func (c *checker) declineRules(law string, list []DeclineRule) {
	if !c.fits(inside(law, "declines"), len(list), mostRules) {
		return
	}
	seen := map[string]bool{}
	for i := range list {
		r := &list[i]
		part := place(law, "decline", r.ID, "declines", i)
		c.id(seen, part, r.ID)
		c.match(law, part, &r.Match)
		c.forward(part+": cooldown", r.Cooldown)
	}
}

// match looks at what a rule is about. A law is about channels that the policy may
// not have.
func (c *checker) match(law, part string, m *Match) {
	switch {
	case !c.fits(part+": channels", len(m.Channels), mostChannels):
	case law != "":
		c.names(part+": channels", m.Channels)
	default:
		c.known(part+": channels", m.Channels)
	}
	c.names(part+": topics", m.Topics)
	c.purposes(part+": purposes", m.Purposes)
}

func (c *checker) laws() {
	if !c.fits("laws", len(c.policy.Laws), mostLaws) {
		return
	}
	seen := map[string]bool{}
	for i := range c.policy.Laws {
		l := &c.policy.Laws[i]
		part := place("", "law", l.ID, "laws", i)
		c.id(seen, part, l.ID)
		c.law(part, l)
	}
}

func (c *checker) law(part string, l *Law) {
	c.phrase(part+": name", l.Name)
	if l.AsOf.IsZero() {
		c.fault(part+": asOf", ErrEmpty)
	}
	c.day(part+": asOf", l.AsOf)
	c.filled(part+": sources", len(l.Sources))
	c.names(part+": sources", l.Sources)
	c.filled(part+": regions", len(l.Regions))
	if c.fits(part+": regions", len(l.Regions), mostRegions) {
		c.names(part+": regions", l.Regions)
	}
	c.rules(part, &l.Rules)
}

func inside(law, list string) string {
	if law == "" {
		return list
	}
	return law + ": " + list
}

// regions checks the zones of regions, by their names.
func (c *checker) regions(zones map[string][]string) {
	if !c.fits("zones: regions", len(zones), mostNames) {
		return
	}
	for _, region := range slices.Sorted(maps.Keys(zones)) {
		part := "zones: region " + quoted(region)
		c.name(part, region)
		c.filled(part, len(zones[region]))
		if !c.fits(part, len(zones[region]), mostNames) {
			continue
		}
		for i, name := range zones[region] {
			at := fmt.Sprintf("%s[%d]", part, i)
			c.zone(at, name)
			if slices.Contains(zones[region][:i], name) {
				c.fault(at, ErrTaken)
			}
		}
	}
}
