package followup

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// message is something that is to go out on a channel, as the gates see it.
type message struct {
	key     string
	channel *channel
	topic   string
	purpose Purpose
	due     instant
	until   instant
	asks    bool // why the customer said no: the one message that a refusal lets through
	tries   int  // attempts on this channel that came to nothing
	most    int  // so many are allowed
	tried   instant
	shift   *hours.Schedule // of a retry that is to be in other hours; else nil
	leader  *touch

	passes [gateCount]stretch // when each gate was found to be open

	indefinite bool // it waits for a fact
	behind     bool // it waits for a Send of this plan
}

// A gate says when a message may pass it: from open on, the first such instant
// that is not before t, until close. An open later than t has a reason, which
// the gate gives to blame. All limits have this one shape, so that their
// interplay needs no rules of its own.
type gate func(p *planner, m *message, t instant) (open, close instant)

const (
	gateCount = 12
	factGates = 2 // the first, that facts can shut for good
)

// gates are all there are, in the order in which their reasons are listed.
var gates = [gateCount]gate{
	(*planner).consent, (*planner).address, (*planner).zoneKnown, (*planner).pause, (*planner).complaint, (*planner).decline,
	(*planner).fatigue, (*planner).hours, (*planner).wishes, (*planner).staff, (*planner).shift, (*planner).caps,
}

// stretch is a time [from, to).
type stretch struct{ from, to instant }

// blame is why a message waits, and its place in the list of reasons.
type blame struct {
	gate int // or beforeGates, afterGates
	open instant
	Reason
}

// Reasons that no gate gives come before those of all gates, or after.
const (
	beforeGates = -1
	afterGates  = gateCount
)

// settle returns the first instant from t on at which all gates are open, and
// when the first of them closes. The instant is never if there is none before
// m.until. Whatever blocked the message is added to the blames.
func (p *planner) settle(m *message, t instant) (at, close instant) {
	for at = t; ; {
		open := at
		close = m.until
		for i := range gates {
			o, c := p.pass(i, m, at)
			open, close = max(open, o), min(close, c)
		}
		switch {
		case open == at:
			return at, close
		case open >= m.until:
			return never, never
		}
		at = open
	}
}

// pass asks one gate. A gate that waits for a fact is noted, and taken as open
// so that the others are asked on.
func (p *planner) pass(i int, m *message, t instant) (open, close instant) {
	if s := &m.passes[i]; s.from <= t && t < s.to {
		return t, s.to
	}
	n := len(p.blames)
	open, close = gates[i](p, m, t)
	if n < len(p.blames) {
		p.mergeBlames(i, n)
	}
	if open == unknown {
		m.indefinite = true
		return t, close
	}
	if open == t {
		m.passes[i] = stretch{open, close}
	}
	return open, close
}

// blame notes why a message waits until open.
func (p *planner) blame(open instant, r Reason) {
	if open < unknown {
		r.Until = p.time(open)
	}
	p.blames = append(p.blames, blame{open: open, Reason: r})
}

// mergeBlames joins the blames of a gate, from n on, with earlier ones of the same
// rule: it is one block that lasts longer.
func (p *planner) mergeBlames(gate, n int) {
	kept := n
	for i := n; i < len(p.blames); i++ {
		b := &p.blames[i]
		b.gate = gate
		j := slices.IndexFunc(p.blames[p.fresh:kept], func(x blame) bool {
			return x.Code == b.Code && x.Rule == b.Rule && x.Law == b.Law && x.Name == b.Name
		})
		if j < 0 {
			p.blames[kept] = *b
			kept++
			continue
		}
		if same := &p.blames[p.fresh+j]; b.open > same.open {
			same.open, same.Until = b.open, b.Until
		}
	}
	p.blames = p.blames[:kept]
}

// exempt reports whether a message is one that was asked for or is owed.
func (m *message) exempt() bool { return m.purpose == Transactional }

func (p *planner) zoneKnown(m *message, t instant) (open, close instant) {
	if p.placed(m.channel) {
		return t, never
	}
	p.blame(unknown, Reason{Code: ZoneUnknown, Name: named(m.channel.ID)})
	return unknown, never
}

// address wants one on the channel that is not dead, and that attempts are left.
func (p *planner) address(m *message, t instant) (open, close instant) {
	if m.tries > m.most {
		p.blame(never, Reason{Code: AttemptsOver, Name: named(m.channel.ID), Count: m.tries, At: p.time(m.tried)})
		return never, never
	}
	_, dead, found := p.reach(m.channel.ID)
	switch {
	case found:
		return t, never
	case dead.at > firstYear:
		p.blame(never, Reason{Code: AddressDead, Name: named(m.channel.ID), Ref: dead.key, At: p.time(dead.at)})
	case dead.at == firstYear:
		p.blame(never, Reason{Code: AddressDead, Name: named(m.channel.ID)})
	default:
		p.blame(never, Reason{Code: AddressMissing, Name: named(m.channel.ID)})
	}
	return never, never
}

// dead is why an address is of no use: firstYear if it is just known to be.
type dead struct {
	at  instant
	key string
}

// reach finds an address on a channel that is alive: one that the customer
// prefers, or the first by ID.
func (p *planner) reach(channel string) (best *Address, why dead, found bool) {
	why.at = always
	for i := range p.c.Addresses {
		a := &p.c.Addresses[i]
		if a.Channel != channel {
			continue
		}
		if d, is := p.dead(a); is {
			if d.at > why.at || d.at == why.at && d.key > why.key {
				why = d
			}
			continue
		}
		if best == nil || a.Preferred && !best.Preferred || a.Preferred == best.Preferred && a.ID < best.ID {
			best = a
		}
	}
	return best, why, best != nil
}

func (p *planner) dead(a *Address) (dead, bool) {
	since := always
	if !a.Since.IsZero() {
		since = a.Since.UnixNano()
	}
	for i := range p.bounced {
		t := &p.bounced[i]
		if t.Channel == a.Channel && (t.Address == "" || t.Address == a.ID) && t.at >= since {
			return dead{t.at, t.Key}, true
		}
	}
	if a.Dead {
		return dead{at: firstYear}, true
	}
	return dead{}, false
}

// pause keeps quiet while the customer wants it.
func (p *planner) pause(m *message, t instant) (open, close instant) {
	open, close = t, never
	if m.exempt() {
		return
	}
	for i := range p.c.Pauses {
		s := &p.c.Pauses[i]
		if !covers(s.Channel, s.Topic, m) {
			continue
		}
		from, to := s.From.UnixNano(), unknown
		if !s.To.IsZero() {
			to = s.To.UnixNano()
		}
		switch {
		case t < from && from < to:
			close = min(close, from)
		case from <= t && t < to:
			open = max(open, to)
		}
	}
	if open > t {
		p.blame(open, Reason{Code: Paused})
	}
	return
}

// complaint keeps quiet while one is open, and a while after.
func (p *planner) complaint(m *message, t instant) (open, close instant) {
	open, close = t, never
	rule := p.e.policy.Complaint
	if rule == nil || m.exempt() || !slices.Contains(rule.Purposes, m.purpose) {
		return
	}
	var ref *Complaint
	for i := range p.c.Complaints {
		c := &p.c.Complaints[i]
		from, to := c.Opened.UnixNano(), unknown
		if !c.Closed.IsZero() {
			to = p.home().after(c.Closed, rule.Calm).UnixNano()
		}
		switch {
		case t < from && from < to:
			close = min(close, from)
		case from <= t && t < to && (to > open || to == open && c.ID < ref.ID):
			open, ref = to, c
		}
	}
	if open > t {
		p.blame(open, Reason{Code: OpenComplaint, Ref: ref.ID, At: ref.Opened.In(p.zone())})
	}
	return
}

// decline keeps quiet after a no.
func (p *planner) decline(m *message, t instant) (open, close instant) {
	open, close = t, never
	if m.exempt() || m.asks {
		return
	}
	for i := range p.book.declines {
		rule := &p.book.declines[i]
		if !rule.matches(m.channel.ID, m.topic, m.purpose) {
			continue
		}
		var last *decline
		for j := range p.declines {
			d := &p.declines[j]
			switch {
			case !rule.counts(d, m):
			case d.at > t:
				close = min(close, d.at)
			case last == nil || rule.end(d, p.home()) >= rule.end(last, p.home()):
				last = d
			}
		}
		if last == nil {
			continue
		}
		if end := rule.end(last, p.home()); end > t {
			p.blame(end, Reason{Code: AfterDecline, Rule: rule.ID, Law: rule.law, Ref: last.ref, Name: named(last.topic), At: p.time(last.at)})
			open = max(open, end)
		}
	}
	return
}

// counts reports whether a no is one to a message.
func (r *DeclineRule) counts(d *decline, m *message) bool {
	if !r.AllTopics {
		return d.topic == m.topic
	}
	return has(r.Topics, d.topic) && (d.channel == "" || has(r.Channels, d.channel))
}

// end returns when the cooldown after a no is over.
func (r *DeclineRule) end(d *decline, home *clock) instant {
	if r.Cooldown.IsZero() {
		return never
	}
	return home.after(time.Unix(0, d.at), r.Cooldown).UnixNano()
}

func named(name string) retention.Text { return retention.Text{English: name} }
