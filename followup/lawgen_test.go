package followup_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/followup/hours"
	"pgregory.net/rapid"
)

// lawCase is something to plan. All its times lie on half hours.
type lawCase struct {
	policy   followup.Policy
	customer followup.Customer
	now      time.Time
	engine   *followup.Engine
}

// String returns the case in a form that tells a failing one apart.
func (c *lawCase) String() string {
	policy, _ := json.Marshal(c.policy)
	facts, zone := c.customer, "unknown"
	if facts.Zone != nil {
		zone, facts.Zone = facts.Zone.String(), nil
	}
	customer, _ := json.Marshal(facts)
	return fmt.Sprintf("now %v\npolicy %s\nzone %s\ncustomer %s", c.now.Format(time.RFC3339Nano), policy, zone, customer)
}

// lawZones have changes of the clocks of every kind: at midnight, by half an
// hour, in the other half of the year, a day that is left out.
var lawZones = []string{
	"Asia/Tokyo", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Africa/Cairo",
	"Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca",
}

var (
	lawChannels = []string{"email", "line", "phone"}
	lawTopics   = []string{"", "a", "b"}
	lawPurposes = []followup.Purpose{followup.Promotional, followup.Relationship, followup.Service, followup.Transactional}
	lawKinds    = []string{"order", "reply", followup.DeclineEvent}
	lawSegments = []string{"vip", "new"}
	lawOutcomes = []followup.Outcome{ // those that end little more often
		followup.Sent, followup.Sent, followup.Sent, followup.Sent, followup.Sent, followup.NoAnswer, followup.NoAnswer, followup.Reached, followup.Failed, followup.Bounced, followup.NoAnswer, followup.Reached, followup.Reacted, followup.Interested,
		followup.DeclinedIt, followup.OptedOut,
	}
)

// lawOff is a calendar that is off every fourth day.
type lawOff struct{}

func (lawOff) IsWorkday(date time.Time) bool { return date.YearDay()%4 != 0 }

var lawWorld = followup.World{Zone: time.LoadLocation, Calendars: map[string]hours.Calendar{"off": lawOff{}}}

// lawGen draws cases from small domains, so that much of what it draws collides.
type lawGen struct {
	t     *rapid.T
	base  time.Time
	plays int
	busy  bool // little stands against messages, so that caps, digests and tries come into it
}

// n draws a number, evenly.
func (g *lawGen) n(from, to int) int {
	x, size := 0, to-from+1
	for room := 4*size - 1; room > 0; room /= 2 {
		x *= 2
		if lawBit.Draw(g.t, "") {
			x++
		}
	}
	return from + x%size
}

var lawBit = rapid.Bool()

// one reports true once in k times.
func (g *lawGen) one(k int) bool { return g.n(1, k) == k }

func lawPick[T any](g *lawGen, xs ...T) T { return xs[g.n(0, len(xs)-1)] }

// lawSome draws none of the values, mostly, or some of them.
func lawSome[T any](g *lawGen, xs []T) []T {
	if !g.one(3) {
		return nil
	}
	some := slices.Clone(xs)
	from := g.n(0, len(some)-1)
	return some[from : from+g.n(1, len(some)-from)]
}

// lawMany draws up to most values.
func lawMany[T any](g *lawGen, most int, draw func(i int) T) []T {
	var many []T
	for i := range g.n(0, most) {
		many = append(many, draw(i))
	}
	return many
}

// when draws an instant from so many hours before the base until so many after.
func (g *lawGen) when(before, after int) time.Time {
	return g.base.Add(time.Duration(g.n(-2*before, 2*after)) * 30 * time.Minute)
}

func (g *lawGen) zone() *time.Location { return mustZone(lawPick(g, lawZones...)) }

func (g *lawGen) twoZones() []string {
	i := g.n(0, len(lawZones)-1)
	return []string{lawZones[i], lawZones[(i+g.n(1, len(lawZones)-1))%len(lawZones)]}
}

// compiled draws a policy without a fault.
func (g *lawGen) compiled() *lawCase {
	for range 20 {
		c := &lawCase{policy: g.policy()}
		var err error
		if c.engine, err = followup.Compile(c.policy, lawWorld); err == nil {
			return c
		}
	}
	g.t.Skip("twenty policies with faults")
	return nil
}

// lawDraw draws a case, mostly near a change of the customer's clocks.
func lawDraw(t *rapid.T) *lawCase {
	g := &lawGen{t: t, busy: lawBit.Draw(t, "")}
	zone := g.zone()
	g.base = time.Date(2026, time.Month(g.n(1, 12)), g.n(1, 28), 12, 0, 0, 0, time.UTC)
	if zone.String() == "Pacific/Apia" {
		g.base = time.Date(2011, time.December, 30, 10, 0, 0, 0, time.UTC) // the day it went without
	} else if _, end := g.base.In(zone).ZoneBounds(); !end.IsZero() && g.n(0, 2) > 0 {
		g.base = end.UTC()
	}
	c := g.compiled()
	c.customer = g.customer(zone)
	if g.busy {
		g.reachable(&c.customer)
	}
	c.now = g.when(60, 12)
	g.live(c)
	return c
}

// live has the customer get most of what is planned for a while before, so that
// now is mostly when something is to be done.
func (g *lawGen) live(c *lawCase) {
	for range g.n(0, 10) {
		p, err := c.engine.Plan(c.customer, c.now)
		if err != nil {
			g.t.Fatalf("%v\n%v", err, c)
		}
		sends := slices.Collect(p.With(followup.Send))
		if len(sends) > 0 && g.one(3) {
			return
		}
		for _, d := range sends {
			if g.n(0, 3) > 0 {
				c.customer.Contacts = append(c.customer.Contacts, d.Contact(c.now, lawPick(g, lawOutcomes...)))
			}
		}
		if p.Next.IsZero() || p.Next.After(g.base.AddDate(0, 0, 10)) {
			return
		}
		c.now = lawHalfHour(p.Next)
	}
}

// lawHalfHour returns the first half hour that is not before t.
func lawHalfHour(t time.Time) time.Time {
	if r := t.Truncate(30 * time.Minute); r.Before(t) {
		return r.Add(30 * time.Minute)
	}
	return t
}

func (g *lawGen) policy() followup.Policy {
	g.plays = g.n(1, 4)
	p := followup.Policy{
		Version: "1",
		Zones: followup.ZoneRule{
			Regions: map[string][]string{"US": g.twoZones()},
			Default: lawPick(g, append([]string{""}, lawZones...)...),
		},
		Rules:    g.rules(),
		Fatigue:  lawMany(g, 1, g.fatigue),
		Signs:    lawSome(g, []string{"order", "reply"}),
		Holdout:  followup.Holdout{Share: lawPick(g, 0, 0, 0, 0, 0, 0.5), Exempt: lawSome(g, lawPurposes[:3])},
		Horizon:  exact(time.Duration(lawPick(g, 0, 24, 72)) * time.Hour),
		Lookback: exact(time.Duration(lawPick(g, 0, 48)) * time.Hour),
	}
	for _, id := range lawChannels {
		p.Channels = append(p.Channels, g.channel(id))
	}
	for i := range g.plays {
		p.Plays = append(p.Plays, g.play(i))
	}
	if g.busy {
		g.ease(&p)
		return p
	}
	if g.one(3) {
		p.Laws = []followup.Law{{ID: "law", AsOf: date("2026-01-01"), Sources: []string{"book"}, Regions: []string{"US"}, Rules: g.rules()}}
	}
	if g.one(2) {
		p.Complaint = &followup.ComplaintRule{Purposes: lawPurposes[:g.n(1, 3)], Calm: g.span(true)}
	}
	if g.one(4) {
		p.Workdays = hours.Hours{Windows: []hours.Window{{Days: hours.Weekdays}}, Closed: []string{"off"}}
	}
	return p
}

// ease takes out of a policy what keeps most messages back.
func (g *lawGen) ease(p *followup.Policy) {
	p.Holdout = followup.Holdout{}
	p.Rules.Hours = p.Rules.Hours[:min(len(p.Rules.Hours), g.n(0, 1))]
	p.Rules.Consent = p.Rules.Consent[:min(len(p.Rules.Consent), g.n(0, 1))]
	for i := range p.Plays {
		pl := &p.Plays[i]
		pl.For, pl.Exit = followup.Who{}, nil
		if g.n(0, 2) > 0 && pl.Trigger.Declined == nil {
			pl.Trigger, pl.Reentry = followup.OnEvent("order"), retention.Span{}
		}
		for j := range pl.Steps {
			s := &pl.Steps[j]
			s.Late, s.Digest = days(5), lawPick(g, "d", "d", "")
			if s.Wait.Months > 0 || s.Wait.Days > 1 {
				s.Wait = retention.Span{}
			}
		}
	}
}

// reachable gives a customer an address on every channel, and something to write
// about.
func (g *lawGen) reachable(c *followup.Customer) {
	c.Addresses = nil
	for _, channel := range lawChannels {
		c.Addresses = append(c.Addresses, followup.Address{Channel: channel, ID: channel + "0", Preferred: g.one(3)})
	}
	for i := range g.n(1, 3) {
		c.Events = append(c.Events, followup.Event{ID: fmt.Sprint("now", i), Kind: "order", At: g.when(72, 0)})
	}
	c.Consents = append(c.Consents, followup.Consent{Granted: true, Basis: "express", At: g.when(96, 0)})
	c.Pauses = nil
}

func (g *lawGen) channel(id string) followup.Channel {
	c := followup.Channel{ID: id, Interrupts: id == "phone"}
	switch {
	case id == "phone" && g.one(3):
		c.Staff, c.StaffZone = g.hours(), lawPick(g, lawZones...)
	case g.one(8):
		c.Spread = exact(45 * time.Minute)
	}
	return c
}

// hours draws windows that are split, go over midnight, or lie where clocks are
// changed.
func (g *lawGen) hours() hours.Hours {
	h := hours.Hours{Windows: []hours.Window{g.window()}}
	if g.one(2) {
		h.Windows = append(h.Windows, g.window())
	}
	if g.one(4) {
		h.Closed = []string{"off"}
	}
	return h
}

func (g *lawGen) window() hours.Window {
	w := lawPick(g,
		hours.Window{From: 8 * hours.Hour, To: 21 * hours.Hour}, hours.Window{From: 6 * hours.Hour, To: 23 * hours.Hour},
		hours.Window{From: 8 * hours.Hour, To: 21 * hours.Hour}, hours.Window{From: 10 * hours.Hour, To: 13 * hours.Hour},
		hours.Window{From: 14 * hours.Hour, To: 20 * hours.Hour}, hours.Window{From: 21 * hours.Hour, To: 3 * hours.Hour},
		hours.Window{From: 1*hours.Hour + 30, To: 2*hours.Hour + 30}, hours.Window{From: 20 * hours.Hour, To: 24 * hours.Hour},
		hours.Window{To: 1 * hours.Hour},
	)
	w.Days = lawPick(g, 0, 0, 0, hours.Weekdays, hours.On(time.Saturday))
	return w
}

// span draws a span of hours or days; zero only if it may be.
func (g *lawGen) span(zero bool) retention.Span {
	if zero && g.one(2) {
		return retention.Span{}
	}
	return lawPick(g, days(1), exact(6*time.Hour), exact(24*time.Hour), days(2), exact(30*time.Minute), days(7), retention.Span{Months: 1})
}

func (g *lawGen) match() followup.Match {
	return followup.Match{Channels: lawSome(g, lawChannels), Topics: lawSome(g, lawTopics[1:]), Purposes: lawSome(g, lawPurposes)}
}

func (g *lawGen) rules() followup.Rules {
	return followup.Rules{
		Hours: lawMany(g, lawPick(g, 0, 1, 1, 2), func(i int) followup.HoursRule {
			return followup.HoursRule{ID: fmt.Sprint("h", i), Match: g.match(), Audience: followup.Audience(g.n(0, 2)), Hours: g.hours()}
		}),
		Consent: lawMany(g, g.n(0, 1), func(i int) followup.ConsentRule {
			return followup.ConsentRule{ID: fmt.Sprint("c", i), Match: g.match(), Audience: followup.Audience(g.n(0, 2)), Bases: g.bases()}
		}),
		Caps: lawMany(g, 3, g.limit),
		Declines: lawMany(g, 1, func(i int) followup.DeclineRule {
			return followup.DeclineRule{ID: fmt.Sprint("d", i), Match: g.match(), Cooldown: g.span(true), AllTopics: g.one(2)}
		}),
	}
}

func (g *lawGen) bases() []followup.ConsentBasis {
	if g.one(2) {
		return nil
	}
	return []followup.ConsentBasis{{Name: "express"}, {Name: "purchase", Lasts: g.span(false)}}
}

func (g *lawGen) limit(i int) followup.Cap {
	every := lawPick(g,
		exact(24*time.Hour), exact(6*time.Hour), exact(30*time.Minute), exact(72*time.Hour), days(1), days(2), days(5), retention.Span{Months: 1},
		retention.Span{Months: 3})
	return followup.Cap{
		ID: fmt.Sprint("l", i), Match: g.match(), Max: lawPick(g, 1, 1, 1, 2, 2, 3, g.n(0, 3)), Every: every, ByTopic: g.one(3),
		Exempt: lawSome(g, lawPurposes), Uncounted: lawSome(g, lawPurposes),
	}
}

func (g *lawGen) fatigue(i int) followup.Fatigue {
	return followup.Fatigue{
		ID: fmt.Sprint("f", i), Match: g.match(), After: g.n(1, 3), Gap: exact(time.Duration(g.n(1, 48)) * time.Hour),
		Factor: lawPick(g, 0, 1, 2.0), Most: exact(time.Duration(lawPick(g, 0, 72)) * time.Hour), Stop: lawPick(g, 0, 0, 4, 6),
	}
}

func (g *lawGen) play(i int) followup.Play {
	p := followup.Play{
		ID: fmt.Sprint("p", i), Topic: lawPick(g, lawTopics...), Purpose: lawPick(g, lawPurposes...), Priority: g.n(0, 2),
		Ends: lawSome(g, []followup.Outcome{followup.Reached, followup.Interested}),
	}
	if g.one(5) {
		p.For = followup.Who{In: lawSome(g, lawSegments), NotIn: lawSome(g, lawSegments[1:]), Audience: followup.Audience(g.n(0, 2))}
	}
	if g.one(4) {
		p.Goal, p.Exit = "reply", []string{"order"}
	}
	early := g.trigger(&p)
	for j := range g.n(1, 3) {
		p.Steps = append(p.Steps, g.step(j, early))
	}
	if p.Trigger.Declined != nil {
		p.Steps = p.Steps[:1]
		p.Steps[0].Retry = followup.Retry{}
	}
	return p
}

// trigger draws one of all kinds, and reports whether steps may come before it.
func (g *lawGen) trigger(p *followup.Play) (early bool) {
	switch g.n(0, 8) {
	case 0:
		p.Trigger, p.Reentry = followup.OnEvent("order"), g.span(true)
	case 1:
		p.Trigger = followup.OnDue("order")
		return true
	case 2:
		p.Trigger = followup.Yearly("birthday")
		p.Trigger.Yearly.Leap = followup.LeapDay(g.n(0, 1))
		return true
	case 3:
		p.Trigger = followup.Every(lawPick(g, days(1), days(3), retention.Span{Months: 1}), g.date())
		return true
	case 4:
		p.Trigger = followup.Silence(lawPick(g, exact(6*time.Hour), days(1), days(2), retention.Span{Months: 1}))
		p.Trigger.Silence.Match = g.match()
	case 5:
		p.Trigger = followup.Reorder("order")
		*p.Trigger.Reorder = followup.ReorderTrigger{
			Event: "order", Orders: g.n(0, 3), Ratio: lawPick(g, 0, 1, 2.0), Spread: lawPick(g, 0, 1.0), Fallback: g.span(true),
		}
	case 6:
		p.Trigger = followup.Entered("vip")
	case 7:
		p.Trigger = followup.Surprise(lawPick(g, 1, 3), "salt")
		return true
	case 8:
		p.Trigger = followup.Declined(lawSome(g, lawTopics[1:])...)
		p.Purpose = max(p.Purpose, followup.Relationship)
	}
	return false
}

func (g *lawGen) date() retention.Date {
	return retention.DateOf(g.base, time.UTC).AddDays(g.n(-40, 5))
}

func (g *lawGen) step(i int, early bool) followup.Step {
	s := followup.Step{
		ID: fmt.Sprint("s", i), Wait: g.span(true), At: lawPick(g, 0, 0, 9*hours.Hour, 2*hours.Hour, 23*hours.Hour), Late: lawPick(g, retention.Span{}, retention.Span{}, days(5), g.span(false)),
		Choose: followup.Choice(g.n(0, 2)), Digest: lawPick(g, "", "", "d"),
	}
	if i == 0 && early && g.one(3) {
		s.Wait = days(-g.n(1, 3))
	}
	if g.one(5) {
		s.Workdays = g.n(1, 3)
	}
	from := g.n(0, len(lawChannels)-1)
	s.Channels = slices.Clone(lawChannels[from : from+g.n(1, len(lawChannels)-from)])
	if g.one(3) {
		slices.Reverse(s.Channels)
	}
	if g.one(4) {
		s.Fallback = []followup.Code{followup.AddressMissing, followup.ConsentRefused}
	}
	if g.one(2) {
		s.Retry = followup.Retry{Max: g.n(1, 2), After: g.span(true)}
		if g.one(2) {
			s.Retry.Shift = hours.Window{From: 17 * hours.Hour, To: 21 * hours.Hour}
		}
	}
	return s
}

func (g *lawGen) customer(zone *time.Location) followup.Customer {
	c := followup.Customer{
		ID: lawPick(g, "haru", "natsu"), Business: g.one(3), Zone: zone, Region: lawPick(g, "", "JP", "US", "US-FL"),
		Dates:      map[string]retention.Date{"birthday": date("1992-02-29")},
		Segments:   map[string]time.Time{},
		Consents:   lawMany(g, 3, g.consent),
		Pauses:     lawMany(g, 1, g.pause),
		Contacts:   lawMany(g, 5, g.contact),
		Events:     lawMany(g, 5, g.event),
		Complaints: lawMany(g, 2, g.complaint),
	}
	if g.one(3) {
		d := g.date()
		c.Dates["birthday"] = retention.NewDate(1990, d.Month(), d.Day())
	}
	if g.one(4) {
		c.Zone = nil
	}
	for _, s := range lawSegments {
		if g.one(2) {
			c.Segments[s] = g.when(96, 12)
		}
	}
	for _, channel := range lawChannels {
		for i := range lawPick(g, 1, 1, 1, 2, 0) {
			c.Addresses = append(c.Addresses, g.address(channel, i))
		}
	}
	return c
}

func (g *lawGen) address(channel string, i int) followup.Address {
	a := followup.Address{Channel: channel, ID: fmt.Sprint(channel, i), Dead: g.one(12), Preferred: g.one(3)}
	if g.one(4) {
		a.Since = g.when(96, 0)
	}
	if g.one(5) {
		a.Hours.Windows = []hours.Window{g.window()}
	}
	return a
}

func (g *lawGen) consent(int) followup.Consent {
	c := followup.Consent{
		Channel: lawPick(g, append([]string{""}, lawChannels...)...), Topic: lawPick(g, lawTopics...), Granted: !g.one(3), At: g.when(96, 24),
	}
	if c.Granted {
		c.Basis = lawPick(g, "express", "purchase", "")
		if g.one(2) {
			c.Expires = c.At.Add(time.Duration(g.n(1, 200)) * 30 * time.Minute)
		}
	}
	return c
}

func (g *lawGen) pause(int) followup.Pause {
	p := followup.Pause{Channel: lawPick(g, "", "email"), Topic: lawPick(g, lawTopics...), From: g.when(48, 48)}
	if g.n(0, 3) > 0 {
		p.To = p.From.Add(time.Duration(g.n(1, 100)) * 30 * time.Minute)
	}
	return p
}

// contact draws one of a play of the policy, of another, or of none.
func (g *lawGen) contact(int) followup.Contact {
	c := followup.Contact{
		At: g.when(200, 48), Channel: lawPick(g, lawChannels...), Topic: lawPick(g, lawTopics...), Purpose: lawPick(g, lawPurposes...),
		Outcome: lawPick(g, lawOutcomes...),
	}
	c.Key = lawPick(g, "", g.key(), "x/1/s")
	if g.one(3) {
		c.Address = c.Channel + "0"
	}
	if g.one(5) {
		c.Also = []followup.Part{{Key: g.key(), Topic: lawPick(g, lawTopics...), Purpose: lawPick(g, lawPurposes...)}}
	}
	return c
}

func (g *lawGen) key() string {
	return fmt.Sprintf("p%d/e%d/s%d%s", g.n(0, g.plays-1), g.n(0, 4), g.n(0, 2), lawPick(g, "", "", "#2"))
}

func (g *lawGen) event(i int) followup.Event {
	e := followup.Event{ID: fmt.Sprint("e", i), Kind: lawPick(g, append([]string{"order"}, lawKinds...)...), At: g.when(150, 24)}
	if g.one(2) {
		e.Due = g.when(48, 72)
	}
	if e.Kind == followup.DeclineEvent {
		e.Topic = lawPick(g, lawTopics...)
	}
	return e
}

func (g *lawGen) complaint(i int) followup.Complaint {
	c := followup.Complaint{ID: fmt.Sprint("c", i), Opened: g.when(72, 12)}
	if g.n(0, 2) > 0 {
		c.Closed = c.Opened.Add(time.Duration(g.n(1, 100)) * 30 * time.Minute)
	}
	return c
}
