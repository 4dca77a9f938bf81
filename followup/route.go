package followup

import (
	"cmp"
	"slices"
	"time"
)

// route finds the channel of a message and the moment at which it may go, and
// writes both into the decision.
func (p *planner) route(c *candidate, s *step, d *Decision) {
	excluded := len(p.blames)
	order, n := p.order(c, s)
	why := len(p.reasons)
	for _, place := range order[:n] {
		p.fresh = len(p.blames)
		m := &p.asked
		*m = p.message(c, s, int(place), d)
		at, close := p.moment(m, excluded > 0)
		if p.fallsThrough(s) {
			p.reasons = append(p.reasons, Reason{Code: ByFallback, Rule: string(p.obstacle()), Name: named(m.channel.ID)})
			continue
		}
		p.blames = slices.Delete(p.blames, excluded, p.fresh) // of channels before
		p.fresh = excluded
		d.Channel = m.channel.ID
		if a, _, found := p.reach(m.channel.ID); found {
			d.Address = a.ID
		}
		p.verdict(c, s, m, d, at, close, excluded > 0)
		return
	}
	p.reasons = p.reasons[:why] // nothing took the place of another
	p.drop(c, d, excluded > 0, true)
}

// drop writes the verdict Drop. That it is too late by now is said as well, and
// that it will be if nothing else is in the way.
func (p *planner) drop(c *candidate, d *Decision, excluded, blocked bool) {
	d.Verdict = Drop
	p.wake(c.until)
	if !excluded && (c.until <= p.now || !blocked) {
		p.blames = append(p.blames, blame{gate: afterGates, open: never, Reason: Reason{Code: TooLate, At: d.Until}})
	}
}

// message returns the candidate as the gates of one of its channels see it.
func (p *planner) message(c *candidate, s *step, place int, d *Decision) message {
	ch := &p.e.channels[s.channels[place]]
	m := message{
		key: c.key, channel: ch, topic: c.topic, purpose: d.Purpose, due: c.due, until: c.until,
		asks: p.e.plays[c.play].Trigger.Declined != nil, tries: int(c.tries[place]), most: s.Retry.Max,
	}
	if c.after != nil {
		m.tried = c.after.at
		if s.shift != nil && c.after.outcome == NoAnswer && c.after.Channel == ch.ID && !s.shift.Open(time.Unix(0, m.tried), p.zones...) {
			m.shift = s.shift
		}
	}
	return m
}

// moment returns when a message may go: the first moment since it was due or, if
// the time in which it might have gone then was missed, the first after that. So
// what is said of a message that waits does not depend on when it is asked.
func (p *planner) moment(m *message, excluded bool) (at, close instant) {
	at, close = p.settle(m, m.due)
	if excluded || close > p.now || m.indefinite {
		return max(at, p.now), close
	}
	fresh, first := p.fresh, len(p.blames)
	p.fresh = first
	for n := 1; close <= p.now && close < m.until && !m.indefinite; n++ {
		from := close
		if n == manyMissed {
			from = max(from, p.milestone(m.until))
		}
		p.blames = p.blames[:first]
		at, close = p.settle(m, from)
	}
	// What held it until it might have gone is told of what goes now, or never
	// did. Of what waits again, what it waits for now.
	if told := at <= p.now || at == never && !p.impassable(); told && !m.indefinite {
		p.blames = p.blames[:first]
	} else {
		p.blames = slices.Delete(p.blames, fresh, first)
	}
	p.fresh = fresh
	return max(at, p.now), close
}

// manyMissed is how many moments are looked at one by one that were missed. Of a
// message that may be late by months only those since the last milestone are.
const manyMissed = 20

// milestone returns the last of the instants that are eight days apart, and has
// the caller look again at the next. Of what is too late already that is the last
// before it was: nothing that came later kept it back.
func (p *planner) milestone(until instant) instant {
	now := min(p.now, until-1)
	last := now - ((now%(8*day))+8*day)%(8*day)
	if now == p.now {
		p.wake(last + 8*day)
	}
	return last
}

// fallsThrough reports whether the message at hand is blocked on its channel in
// such ways alone that the next one is to be used.
func (p *planner) fallsThrough(s *step) bool {
	blocked := false
	for i := range p.blames[p.fresh:] {
		b := &p.blames[p.fresh+i]
		if b.open != never {
			continue
		}
		if !slices.Contains(s.fallback, b.Code) {
			return false
		}
		blocked = true
	}
	return blocked
}

// obstacle returns what shuts a channel for good to the message at hand: that
// there is no address if so, since all else comes after that.
func (p *planner) obstacle() (first Code) {
	for i := range p.blames[p.fresh:] {
		switch b := &p.blames[p.fresh+i]; {
		case b.open != never:
		case b.Code == AddressMissing:
			return AddressMissing
		case first == "":
			first = b.Code
		}
	}
	return first
}

// verdict writes the verdict, and reserves the message's room.
func (p *planner) verdict(c *candidate, s *step, m *message, d *Decision, at, close instant, excluded bool) {
	switch {
	case s.Digest != "" && !excluded && !m.indefinite && c.until > p.now && p.join(s, m, d):
		return // even if it would be too late alone
	case excluded || at == never || c.until <= max(p.now, c.due):
		p.drop(c, d, excluded, p.impassable())
		return
	case m.indefinite:
		d.Verdict = Hold
		p.wake(m.until)
		p.wake(at)
		return
	case at == p.now:
		d.Verdict, d.Until = Send, p.time(close)
		p.wake(close)
	default:
		d.Verdict, d.NotBefore, d.Behind = Hold, p.time(at), m.behind
		p.wake(at)
		if len(p.blames) == 0 {
			p.blame(at, Reason{Code: NotDue})
		}
		if at > later(p.now, p.e.horizon) {
			p.wake(at - p.e.horizon)
			return
		}
	}
	t := p.reserve(Contact{Key: c.key, Channel: m.channel.ID, Topic: m.topic, Purpose: m.purpose}, at, d.Verdict == Send || d.Behind)
	if s.Digest != "" {
		p.leaders = append(p.leaders, leader{s.Digest, t, len(p.decisions) - 1})
	}
}

// impassable reports whether the message at hand is blocked for good.
func (p *planner) impassable() bool {
	return slices.ContainsFunc(p.blames[p.fresh:], func(b blame) bool { return b.open == never })
}

// leader is a message that others of its digest can go out with.
type leader struct {
	digest   string
	touch    int32
	decision int
}

// join puts a message into one of its digest that has its time already, if it may
// go out then.
func (p *planner) join(s *step, m *message, d *Decision) bool {
	for i := range p.leaders {
		l := &p.leaders[i]
		t := &p.touches[l.touch]
		if l.digest != s.Digest || t.Channel != m.channel.ID || t.at < max(m.due, p.now) || t.at >= m.until {
			continue
		}
		n, fresh := len(p.blames), p.fresh
		p.fresh, m.leader, m.passes = n, t, [gateCount]stretch{} // the caps count otherwise
		at, close := p.settle(m, t.at)
		p.blames, p.fresh, m.leader = p.blames[:n], fresh, nil
		if at != t.at {
			continue
		}
		lead := &p.decisions[l.decision]
		part := Part{Key: m.key, Topic: m.topic, Purpose: m.purpose}
		lead.Also = append(lead.Also, part)
		p.extend(l.touch, part)
		d.Verdict, d.NotBefore, d.Behind = Hold, p.time(at), t.pending
		p.wake(at)
		if until := p.time(close); lead.Verdict == Send && until.Before(lead.Until) {
			lead.Until = until // with all that goes in it
			p.wake(close)
		}
		// What kept it from going alone depends on when it is asked.
		p.blames = append(p.blames[:p.fresh], blame{gate: afterGates, open: at, Reason: Reason{Code: InDigest, Ref: lead.Key, Until: d.NotBefore}})
		return true
	}
	return false
}

// extend adds a part to a reserved touch, and counts it where it did not count
// before.
func (p *planner) extend(i int32, part Part) {
	t := &p.touches[i]
	was := touch{Contact: new(Contact), at: t.at}
	*was.Contact = *t.Contact
	t.Also = append(t.Also[:len(t.Also):len(t.Also)], part)
	p.count(i, &was)
}

// order returns the places of a step's channels in the order to try them.
func (p *planner) order(c *candidate, s *step) (order [8]int8, n int) {
	n = len(s.channels)
	for i := range n {
		order[i] = int8(i)
	}
	first := order[0]
	switch s.Choose {
	case Preferred:
		slices.SortStableFunc(order[:n], func(a, b int8) int { return -compareBools(p.preferred(s, a), p.preferred(s, b)) })
	case Responsive:
		p.byAnswers(s, order[:n], c.due)
	}
	if order[0] != first {
		p.reasons = append(p.reasons, Reason{Code: ByChoice, Name: named(p.e.channels[s.channels[order[0]]].ID)})
	}
	return order, n
}

// likely returns the channel that a message far ahead will take if nothing
// changes but the time. It is not found if facts shut all of them for good.
// What else may be in the way is for the day to tell.
func (p *planner) likely(c *candidate, s *step, d *Decision) (channel string, found bool) {
	reasons, blames := len(p.reasons), len(p.blames)
	order, n := p.order(c, s)
	for _, place := range order[:n] {
		p.fresh = blames
		m := &p.asked
		*m = p.message(c, s, int(place), d)
		for i := range factGates {
			p.pass(i, m, c.due)
		}
		shut, next := p.impassable(), p.fallsThrough(s)
		p.blames = p.blames[:blames]
		if !shut {
			return m.channel.ID, true
		}
		if !next {
			break
		}
	}
	p.reasons = p.reasons[:reasons]
	return "", false
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (p *planner) preferred(s *step, place int8) bool {
	a, _, found := p.reach(p.e.channels[s.channels[place]].ID)
	return found && a.Preferred
}

// The least that must be known to say which channel is answered most.
const (
	fewestTouches  = 3
	fewestChannels = 2
	answersSince   = 180 * day
)

// byAnswers puts channels in order of the share of their touches that were
// answered, or leaves them as they are if too little is known.
func (p *planner) byAnswers(s *step, order []int8, due instant) {
	var sent, answered [8]int
	for i := range p.touches {
		t := &p.touches[i]
		k := p.channelOf(s, t.Channel)
		if k < 0 || t.reserved || t.at > due || t.at <= due-answersSince {
			continue
		}
		sent[k]++
		switch t.outcome {
		case Reached, Reacted, Interested:
			answered[k]++
		}
	}
	known := 0
	for _, n := range sent {
		if n >= fewestTouches {
			known++
		}
	}
	if known < fewestChannels {
		p.reasons = append(p.reasons, Reason{Code: FewAnswers})
		return
	}
	slices.SortStableFunc(order, func(a, b int8) int {
		// answered/sent, in whole numbers; a channel with few touches comes last
		x, y := answered[a]*max(sent[b], 1), answered[b]*max(sent[a], 1)
		if few := compareBools(sent[a] >= fewestTouches, sent[b] >= fewestTouches); few != 0 {
			return -few
		}
		return cmp.Compare(y, x)
	})
}
