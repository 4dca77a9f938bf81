package followup

import (
	"fmt"
	"maps"
	"slices"

	"github.com/retentionkit/retention"
)

func (c *checker) rules(law string, r *Rules) {
	for part, h := range each(c, law, "hours", "hours", mostRules, r.Hours, func(h *HoursRule) string { return h.ID }) {
		c.phrase(part+": name", h.Name)
		c.match(law, part, &h.Match)
		word(c, part+": audience", h.Audience, audienceWords[:])
		c.filled(part, len(h.Hours.Windows)+len(h.Hours.Closed))
		c.hours(part, h.Hours)
	}
	for part, x := range each(c, law, "consent", "consent", mostRules, r.Consent, func(x *ConsentRule) string { return x.ID }) {
		c.phrase(part+": name", x.Name)
		c.match(law, part, &x.Match)
		word(c, part+": audience", x.Audience, audienceWords[:])
		c.bases(part, x.Bases)
	}
	for part, x := range each(c, law, "cap", "caps", mostRules, r.Caps, func(x *Cap) string { return x.ID }) {
		c.phrase(part+": name", x.Name)
		c.match(law, part, &x.Match)
		c.limit(part, x)
	}
	for part, d := range each(c, law, "decline", "declines", mostRules, r.Declines, func(d *DeclineRule) string { return d.ID }) {
		c.phrase(part+": name", d.Name)
		c.match(law, part, &d.Match)
		c.forward(part+": cooldown", d.Cooldown)
	}
}

func (c *checker) bases(part string, list []ConsentBasis) {
	if !c.fits(part+": bases", len(list), mostNames) {
		return
	}
	seen := map[string]bool{}
	for i, b := range list {
		at := fmt.Sprintf("%s: bases[%d]", part, i)
		c.unique(seen, at+": name", b.Name)
		c.forward(at+": lasts", b.Lasts)
	}
}

func (c *checker) limit(part string, r *Cap) {
	c.count(part+": max", r.Max, 0, mostCount)
	if r.Max > 0 || !r.Every.IsZero() { // none ever is none in any time
		c.window(part+": every", r.Every)
	}
	c.purposes(part+": exempt", r.Exempt)
	c.purposes(part+": uncounted", r.Uncounted)
	c.effect(part, r)
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
	for part, l := range each(c, "", "law", "laws", mostLaws, c.policy.Laws, func(l *Law) string { return l.ID }) {
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
