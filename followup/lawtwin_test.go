package followup_test

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
)

// lawTwin tells whether a message may go out at an instant by trying every rule
// as it is defined. It has no idea of when that changes.
type lawTwin struct {
	policy   *followup.Policy
	facts    followup.Customer
	now      time.Time
	zones    []*time.Location
	placed   bool // by more than the default
	rules    []followup.Rules
	contacts []followup.Contact // one of each key
	touches  []*lawTouch
	last     int // the check that failed last: it is tried first
}

// lawTouch is a contact that counts, or a message that has its time: one or more
// parts that went out at once.
type lawTouch struct {
	key, channel, address string
	at                    time.Time
	outcome               followup.Outcome
	parts                 []followup.Part
}

// lawMessage is a message on a channel.
type lawMessage struct {
	followup.Part
	channel string
	play    *followup.Play
	step    *followup.Step
	leader  *lawTouch // that it goes out inside of
}

func newLawTwin(c *lawCase, now time.Time) *lawTwin {
	w := &lawTwin{policy: &c.policy, facts: c.customer, now: now}
	w.place()
	w.rules = []followup.Rules{c.policy.Rules}
	for _, law := range c.policy.Laws {
		region := c.customer.Region
		if region == "" || slices.ContainsFunc(law.Regions, func(r string) bool { return region == r || strings.HasPrefix(region, r+"-") }) {
			w.rules = append(w.rules, law.Rules)
		}
	}
	w.contacts = lawMerged(c.customer.Contacts)
	for _, c := range w.contacts {
		if c.Outcome != followup.Failed {
			parts := append([]followup.Part{{Key: c.Key, Topic: c.Topic, Purpose: c.Purpose}}, c.Also...)
			w.touches = append(w.touches, &lawTouch{c.Key, c.Channel, c.Address, c.At, c.Outcome, parts})
		}
	}
	return w
}

func (w *lawTwin) place() {
	names := w.policy.Zones.Regions[w.facts.Region]
	if names == nil {
		names = w.policy.Zones.Regions[strings.TrimSuffix(w.facts.Region, "-FL")]
	}
	switch {
	case w.facts.Zone != nil:
		w.zones, w.placed = []*time.Location{w.facts.Zone}, true
	case names != nil:
		for _, name := range names {
			w.zones = append(w.zones, mustZone(name))
		}
		w.placed = true
	case w.policy.Zones.Default != "":
		w.zones = []*time.Location{mustZone(w.policy.Zones.Default)}
	}
}

// lawSays are the outcomes, from that which says least on.
var lawSays = []followup.Outcome{
	followup.Failed, followup.Sent, followup.NoAnswer, followup.Bounced, followup.Reached, followup.Reacted, followup.Interested,
	followup.DeclinedIt, followup.OptedOut,
}

// lawMerged returns the contacts in order of time, those of one key as one: the
// earliest that did not fail, with the outcome that says most.
func lawMerged(contacts []followup.Contact) (merged []followup.Contact) {
	sorted := slices.Clone(contacts)
	slices.SortFunc(sorted, func(a, b followup.Contact) int {
		return cmp.Or(
			a.At.Compare(b.At), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Purpose, b.Purpose),
			cmp.Compare(a.Address, b.Address),
		)
	})
	for _, failed := range []bool{false, true} {
		for _, c := range sorted {
			if (c.Outcome == followup.Failed) != failed {
				continue
			}
			i := slices.IndexFunc(merged, func(m followup.Contact) bool { return c.Key != "" && m.Key == c.Key })
			if i < 0 {
				merged = append(merged, c)
			} else if slices.Index(lawSays, c.Outcome) > slices.Index(lawSays, merged[i].Outcome) {
				merged[i].Outcome = c.Outcome
			}
		}
	}
	slices.SortStableFunc(merged, func(a, b followup.Contact) int { return a.At.Compare(b.At) })
	return merged
}

// blocks names the first rule found that a message breaks at t, or is empty.
func (w *lawTwin) blocks(m *lawMessage, t time.Time) string {
	checks := [...]struct {
		name string
		ok   func(*lawMessage, time.Time) bool
	}{
		{"consent", w.consented}, {"address", w.addressed}, {"zone", w.zoned}, {"pause", w.unpaused}, {"complaint", w.calm},
		{"decline", w.welcome}, {"fatigue", w.rested}, {"hours", w.inHours}, {"wishes", w.asWished}, {"staff", w.staffed},
		{"shift", w.shifted}, {"caps", w.roomy},
	}
	for i := range checks {
		i = (i + w.last) % len(checks)
		if !checks[i].ok(m, t) {
			w.last = i
			return checks[i].name
		}
	}
	return ""
}

func lawHas[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

func lawMatches(m *followup.Match, channel string, p followup.Part) bool {
	return lawHas(m.Channels, channel) && lawHas(m.Topics, p.Topic) && lawHas(m.Purposes, p.Purpose)
}

func (w *lawTwin) meant(a followup.Audience) bool {
	return a == followup.Everyone || w.facts.Business == (a == followup.Companies)
}

func (m *lawMessage) covered(channel, topic string) bool {
	return (channel == "" || channel == m.channel) && (topic == "" || topic == m.Topic)
}

func (m *lawMessage) owed() bool { return m.Purpose == followup.Transactional }

// consented: the latest no is older than a yes that still holds; and each rule
// has such a yes that it takes.
func (w *lawTwin) consented(m *lawMessage, t time.Time) bool {
	if m.owed() {
		return true
	}
	var no time.Time
	for _, c := range w.facts.Consents {
		if !c.Granted && m.covered(c.Channel, c.Topic) && !c.At.After(t) && c.At.After(no) {
			no = c.At
		}
	}
	for _, x := range w.touches {
		if x.outcome == followup.OptedOut && x.channel == m.channel && !x.at.After(t) && x.at.After(no) {
			no = x.at
		}
	}
	yes := func(bases []followup.ConsentBasis) bool {
		return slices.ContainsFunc(w.facts.Consents, func(c followup.Consent) bool {
			if !c.Granted || !m.covered(c.Channel, c.Topic) || c.At.After(t) || !c.At.After(no) || !c.Expires.IsZero() && !t.Before(c.Expires) {
				return false
			}
			return len(bases) == 0 || slices.ContainsFunc(bases, func(b followup.ConsentBasis) bool {
				return b.Name == c.Basis && (b.Lasts.IsZero() || t.Before(b.Lasts.From(c.At, w.calendar())))
			})
		})
	}
	express := func() bool {
		return slices.ContainsFunc(w.facts.Consents, func(c followup.Consent) bool {
			return c.Granted && (c.Basis == "" || c.Basis == followup.BasisExpress) && m.covered(c.Channel, c.Topic) &&
				!c.At.After(t) && c.At.After(no) && (c.Expires.IsZero() || t.Before(c.Expires))
		})
	}
	if !no.IsZero() && !express() {
		return false
	}
	for _, rules := range w.rules {
		for _, r := range rules.Consent {
			if lawMatches(&r.Match, m.channel, m.Part) && w.meant(r.Audience) && !yes(r.Bases) {
				return false
			}
		}
	}
	return true
}

// address returns the one to write to.
func (w *lawTwin) address(channel string) *followup.Address {
	var best *followup.Address
	for i := range w.facts.Addresses {
		a := &w.facts.Addresses[i]
		bounced := slices.ContainsFunc(w.touches, func(x *lawTouch) bool {
			return x.outcome == followup.Bounced && x.channel == a.Channel && (x.address == "" || x.address == a.ID) && !x.at.Before(a.Since)
		})
		switch {
		case a.Channel != channel || a.Dead || bounced:
		case best == nil, a.Preferred && !best.Preferred, a.Preferred == best.Preferred && a.ID < best.ID:
			best = a
		}
	}
	return best
}

// attempts are the contacts by which a message was tried before.
func (w *lawTwin) attempts(m *lawMessage) (tried []followup.Contact) {
	name, _, _ := strings.Cut(m.Key, "#")
	seen := map[string]bool{}
	for _, c := range w.contacts {
		for _, part := range append([]followup.Part{{Key: c.Key}}, c.Also...) {
			if before, _, _ := strings.Cut(part.Key, "#"); before == name && !seen[part.Key] {
				seen[part.Key] = true
				tried = append(tried, c)
			}
		}
	}
	return tried
}

func (w *lawTwin) addressed(m *lawMessage, _ time.Time) bool {
	n := 0
	for _, c := range w.attempts(m) {
		if c.Channel == m.channel {
			n++
		}
	}
	return n <= m.step.Retry.Max && w.address(m.channel) != nil
}

func (w *lawTwin) zoned(m *lawMessage, _ time.Time) bool {
	via := w.channel(m.channel)
	return w.placed || len(w.zones) > 0 && !via.Interrupts
}

func (w *lawTwin) channel(id string) *followup.Channel {
	i := slices.IndexFunc(w.policy.Channels, func(c followup.Channel) bool { return c.ID == id })
	return &w.policy.Channels[i]
}

func (w *lawTwin) unpaused(m *lawMessage, t time.Time) bool {
	return m.owed() || !slices.ContainsFunc(w.facts.Pauses, func(p followup.Pause) bool {
		return m.covered(p.Channel, p.Topic) && !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
	})
}

func (w *lawTwin) calm(m *lawMessage, t time.Time) bool {
	rule := w.policy.Complaint
	if m.owed() || rule == nil || !slices.Contains(rule.Purposes, m.Purpose) {
		return true
	}
	return !slices.ContainsFunc(w.facts.Complaints, func(c followup.Complaint) bool {
		return !t.Before(c.Opened) && (c.Closed.IsZero() || t.Before(rule.Calm.From(c.Closed, w.calendar())))
	})
}

// welcome: no cooldown of a no is under way.
func (w *lawTwin) welcome(m *lawMessage, t time.Time) bool {
	if m.owed() || m.play.Trigger.Declined != nil {
		return true
	}
	for _, rules := range w.rules {
		for _, r := range rules.Declines {
			if !lawMatches(&r.Match, m.channel, m.Part) {
				continue
			}
			for _, no := range w.refusals() {
				counts := no.Topic == m.Topic
				if r.AllTopics {
					counts = lawHas(r.Topics, no.Topic) && (no.Kind == "" || lawHas(r.Channels, no.Kind))
				}
				if counts && !t.Before(no.At) && (r.Cooldown.IsZero() || t.Before(r.Cooldown.From(no.At, w.calendar()))) {
					return false
				}
			}
		}
	}
	return true
}

// refusals are all noes to a topic, with their channel as the Kind.
func (w *lawTwin) refusals() (all []followup.Event) {
	for _, e := range w.facts.Events {
		if e.Kind == followup.DeclineEvent && !e.At.After(w.now) {
			all = append(all, followup.Event{At: e.At, Topic: e.Topic})
		}
	}
	for _, x := range w.touches {
		if x.outcome == followup.DeclinedIt {
			for _, part := range x.parts {
				all = append(all, followup.Event{At: x.at, Topic: part.Topic, Kind: x.channel})
			}
		}
	}
	return all
}

// rested: of the touches since the last sign of life the last is long enough ago.
func (w *lawTwin) rested(m *lawMessage, t time.Time) bool {
	if m.owed() {
		return true
	}
	sign := w.signOfLife(t)
	for _, f := range w.policy.Fatigue {
		if !lawMatches(&f.Match, m.channel, m.Part) {
			continue
		}
		n, last := 0, time.Time{}
		for _, x := range w.touches {
			about := slices.ContainsFunc(x.parts, func(p followup.Part) bool { return lawMatches(&f.Match, x.channel, p) })
			if about && x != m.leader && x.at.After(sign) && !x.at.After(t) {
				n++
				if x.at.After(last) {
					last = x.at
				}
			}
		}
		if f.Stop > 0 && n >= f.Stop {
			return false
		}
		if n < f.After {
			continue
		}
		gap := f.Gap.Exact
		for range n - f.After {
			gap = time.Duration(max(f.Factor, 1)) * gap // factors here are whole
			if most := f.Most.Exact; most > 0 {
				gap = min(gap, most)
			}
		}
		if most := f.Most.Exact; most > 0 {
			gap = min(gap, most)
		}
		if t.Before(last.Add(gap)) {
			return false
		}
	}
	return true
}

// signOfLife returns when the last was, by t and by now.
func (w *lawTwin) signOfLife(t time.Time) (last time.Time) {
	note := func(at time.Time) {
		if !at.After(t) && !at.After(w.now) && at.After(last) {
			last = at
		}
	}
	for _, e := range w.facts.Events {
		if slices.Contains(w.policy.Signs, e.Kind) {
			note(e.At)
		}
	}
	for _, x := range w.touches {
		if x.outcome == followup.Reached || x.outcome == followup.Reacted || x.outcome == followup.Interested {
			note(x.at)
		}
	}
	return last
}

// lawOpen looks at the wall in a zone.
func lawOpen(h *hours.Hours, t time.Time, zone *time.Location) bool {
	if len(h.Windows)+len(h.Closed) == 0 {
		return true
	}
	t = t.In(zone)
	today := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	clock := hours.Clock(60*t.Hour() + t.Minute())
	on := func(win hours.Window, date time.Time, clock hours.Clock) bool {
		to := win.To
		if to <= win.From {
			to += 24 * hours.Hour
		}
		works := len(h.Closed) == 0 || lawOff{}.IsWorkday(date)
		return works && win.Days.Has(date.Weekday()) && win.From <= clock && clock < to
	}
	return slices.ContainsFunc(h.Windows, func(win hours.Window) bool {
		return on(win, today, clock) || on(win, today.AddDate(0, 0, -1), clock+24*hours.Hour)
	})
}

func (w *lawTwin) openEverywhere(h *hours.Hours, t time.Time) bool {
	for _, zone := range w.zones {
		if !lawOpen(h, t, zone) {
			return false
		}
	}
	return true
}

func (w *lawTwin) inHours(m *lawMessage, t time.Time) bool {
	for i := range w.rules {
		for j := range w.rules[i].Hours {
			r := &w.rules[i].Hours[j]
			if lawMatches(&r.Match, m.channel, m.Part) && w.meant(r.Audience) && !w.openEverywhere(&r.Hours, t) {
				return false
			}
		}
	}
	return true
}

func (w *lawTwin) asWished(m *lawMessage, t time.Time) bool {
	a := w.address(m.channel)
	return m.owed() || a == nil || w.openEverywhere(&a.Hours, t)
}

func (w *lawTwin) staffed(m *lawMessage, t time.Time) bool {
	via := w.channel(m.channel)
	return via.StaffZone == "" || lawOpen(&via.Staff, t, mustZone(via.StaffZone))
}

// shifted: after a try in vain outside of the shift, a retry is inside.
func (w *lawTwin) shifted(m *lawMessage, t time.Time) bool {
	tried := w.attempts(m)
	shift := hours.Hours{Windows: []hours.Window{m.step.Retry.Shift}}
	if len(tried) == 0 || m.step.Retry.Shift == (hours.Window{}) {
		return true
	}
	last := tried[len(tried)-1]
	return last.Outcome != followup.NoAnswer || last.Channel != m.channel || w.openEverywhere(&shift, last.At) || w.openEverywhere(&shift, t)
}

// roomy: with the message no window of any cap that has t holds too many.
func (w *lawTwin) roomy(m *lawMessage, t time.Time) bool {
	for i := range w.rules {
		for j := range w.rules[i].Caps {
			r := &w.rules[i].Caps[j]
			if lawMatches(&r.Match, m.channel, m.Part) && !slices.Contains(r.Exempt, m.Purpose) && !w.room(r, m, t) {
				return false
			}
		}
	}
	return true
}

func (w *lawTwin) room(r *followup.Cap, m *lawMessage, t time.Time) bool {
	counts := func(x *lawTouch) bool {
		return slices.ContainsFunc(x.parts, func(p followup.Part) bool {
			return lawMatches(&r.Match, x.channel, p) && !slices.Contains(r.Uncounted, p.Purpose) && (!r.ByTopic || p.Topic == m.Topic)
		})
	}
	if m.leader != nil && counts(m.leader) {
		return true
	}
	var at []time.Time
	for _, x := range w.touches {
		if counts(x) {
			at = append(at, x.at)
		}
	}
	if every := r.Every.Exact; every != 0 {
		return lawSliding(at, t, every, r.Max)
	}
	for _, zone := range w.zones {
		if !lawCalendar(at, t, r.Every, r.Max, zone) {
			return false
		}
	}
	return true
}

// lawSliding looks at the windows (end-every, end] that end at t or at a later
// touch.
func lawSliding(at []time.Time, t time.Time, every time.Duration, most int) bool {
	for _, end := range append([]time.Time{t}, at...) {
		if end.Before(t) || !t.After(end.Add(-every)) {
			continue
		}
		n := 1
		for _, x := range at {
			if x.After(end.Add(-every)) && !x.After(end) {
				n++
			}
		}
		if n > most {
			return false
		}
	}
	return true
}

func lawCalendar(at []time.Time, t time.Time, every retention.Span, most int, zone *time.Location) bool {
	today := retention.DateOf(t, zone)
	within := func(from, to retention.Date) bool {
		n := 1
		for _, x := range at {
			if d := retention.DateOf(x, zone); !d.Before(from) && d.Before(to) {
				n++
			}
		}
		return n <= most
	}
	if every.Months > 0 {
		first := retention.NewDate(today.Year(), today.Month()-time.Month(int(today.Month()-1)%every.Months), 1)
		return within(first, first.AddMonths(every.Months))
	}
	for back := range every.Days {
		if from := today.AddDays(-back); !within(from, from.AddDays(every.Days)) {
			return false
		}
	}
	return true
}
