package followup

import (
	"math"
	"time"

	"github.com/retentionkit/retention"
)

func (c *checker) eachChannel() {
	list := c.policy.Channels
	c.filled("channels", len(list))
	for part, ch := range each(c, "", "channel", "channels", mostChannels, list, func(ch *Channel) string { return ch.ID }) {
		c.channels[ch.ID] = true
		c.phrase(part+": name", ch.Name)
		c.texts(part+": staff zone", ch.StaffZone)
		staffed := len(ch.Staff.Windows)+len(ch.Staff.Closed) > 0
		if staffed {
			c.hours(part+": staff", ch.Staff)
			c.zone(part+": staff zone", ch.StaffZone)
		}
		if staffed && !ch.Spread.IsZero() {
			c.value(part+": spread", "it cannot be combined with staff")
		}
		c.spread(part+": spread", ch.Spread)
	}
}

// spread wants an exact time in whole seconds that a day has room for, or none.
func (c *checker) spread(part string, s retention.Span) {
	switch {
	case s.Exact > mostSpread:
		c.value(part, "%v is more than %v", s, retention.Span{Exact: mostSpread})
	case s.Exact%time.Second != 0:
		c.value(part, "%v is not a number of whole seconds", s)
	default:
		c.exact(part, s)
	}
}

func (c *checker) fatigues() {
	for part, f := range each(c, "", "fatigue", "fatigue", mostRules, c.policy.Fatigue, func(f *Fatigue) string { return f.ID }) {
		c.phrase(part+": name", f.Name)
		c.match("", part, &f.Match)
		c.tiring(part, f)
	}
}

func (c *checker) tiring(part string, f *Fatigue) {
	c.count(part+": after", f.After, 1, mostCount)
	c.count(part+": stop", f.Stop, 0, mostCount)
	c.exact(part+": gap", f.Gap)
	c.exact(part+": most", f.Most)
	if f.Factor != 0 {
		c.share(part+": factor", f.Factor, 1, math.MaxFloat64)
	}
	switch {
	case f.Gap.IsZero() && f.Stop == 0:
		c.idle(part+": gap", "no time to wait for, and no stop")
	case f.Most.Exact != 0 && f.Most.Exact < f.Gap.Exact:
		c.value(part+": most", "%v is less than the gap of %v", f.Most.Exact, f.Gap.Exact)
	case f.Stop > 0 && f.Stop <= f.After && !f.Gap.IsZero():
		c.idle(part+": gap", "it stops after %d already", f.Stop)
	}
}

func (c *checker) holdout(h *Holdout) {
	c.share("holdout: share", h.Share, 0, 1)
	c.texts("holdout: salt", h.Salt)
	c.purposes("holdout: exempt", h.Exempt)
}
