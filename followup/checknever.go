package followup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention/followup/hours"
)

// mostWork is how many rules are asked about what never goes out.
const mostWork = 1_000_000

// sendable wants a step that can go out on one of its channels, as far as the
// shop's own rules alone tell. What a law forbids depends on the region, what a
// calendar closes on the year.
func (c *checker) sendable(part string, p *Play, s *Step) {
	if len(s.Channels) == 0 || len(s.Channels) > mostRoutes {
		return
	}
	first := ""
	for _, id := range s.Channels {
		why := c.blocked(id, p)
		if why == "" {
			return
		}
		if first == "" {
			first = why
		}
	}
	c.idle(part+": channels", "%s", first)
}

// blocked returns what keeps a play off a channel for good, or nothing.
func (c *checker) blocked(channel string, p *Play) string {
	r := &c.policy.Rules
	c.work += len(r.Caps) + 2*len(r.Hours)
	if c.work > mostWork || !c.channels[channel] || p.Trigger.Declined != nil {
		return "" // the topic of a play after a refusal is not known
	}
	for i := range r.Caps {
		rule := &r.Caps[i]
		if rule.Max == 0 && rule.matches(channel, p.Topic, p.Purpose) && !slices.Contains(rule.Exempt, p.Purpose) {
			return fmt.Sprintf("cap %.64q is 0", rule.ID)
		}
	}
	why := ""
	for _, business := range [...]bool{false, true} {
		if p.For.Audience.includes(business) {
			if why = c.apart(channel, p, business); why == "" {
				return ""
			}
		}
	}
	return why
}

// apart returns which hours leave no minute of the week to a play on a channel,
// or nothing.
func (c *checker) apart(channel string, p *Play, business bool) string {
	all := everyMinute()
	var names []string
	for i := range c.policy.Hours {
		rule := &c.policy.Hours[i]
		if !rule.matches(channel, p.Topic, p.Purpose) || !rule.Audience.includes(business) {
			continue
		}
		names = append(names, quoted(rule.ID))
		if !all.meet(c.week(rule)) {
			return "there is no minute in hours " + strings.Join(names, ", ")
		}
	}
	return ""
}

const weekMinutes = 7 * 24 * 60

// week is the minutes of a week that are open, from Sunday on.
type week [(weekMinutes + 63) / 64]uint64

func everyMinute() (w week) {
	for i := range weekMinutes {
		w[i/64] |= 1 << (i % 64)
	}
	return w
}

// meet leaves the minutes that v has too, and reports whether there are any.
func (w *week) meet(v *week) bool {
	some := uint64(0)
	for i := range w {
		w[i] &= v[i]
		some |= w[i]
	}
	return some != 0
}

// week returns the minutes that the windows of a rule are open.
func (c *checker) week(r *HoursRule) *week {
	if c.weeks[r] == nil {
		w := weekOf(r.Hours.Windows)
		c.weeks[r] = &w
	}
	return c.weeks[r]
}

func weekOf(windows []hours.Window) (w week) {
	if len(windows) == 0 || len(windows) > mostNames {
		return everyMinute()
	}
	for _, open := range windows {
		from, to := int(open.From), int(open.To)
		if from < 0 || from >= 24*60 || to < 0 || to > 24*60 {
			return everyMinute() // a fault of its own
		}
		if to <= from {
			to += 24 * 60
		}
		w.open(open.Days, from, to)
	}
	return w
}

// open adds the minutes [from, to) of the midnight of each of the days.
func (w *week) open(days hours.Days, from, to int) {
	for d := range weekMinutes / (24 * 60) {
		if !days.Has(time.Weekday(d)) {
			continue
		}
		for m := from; m < to; m++ {
			i := (d*24*60 + m) % weekMinutes
			w[i/64] |= 1 << (i % 64)
		}
	}
}
