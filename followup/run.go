package followup

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/retentionkit/retention"
)

// candidate is a message that may be due: the next step of a run.
type candidate struct {
	play  int
	step  int
	run   string // the occurrence
	try   int
	key   string
	topic string
	due   instant
	until instant
	why   int32 // what called for it, among planner.whys

	after *kept   // the attempt before
	tries [8]int8 // attempts on each of the step's channels
	ended int32   // why it is dropped whatever the gates say; 0: it is not
}

// run adds the next step of a run to the candidates, and the steps before it that
// were missed.
func (p *planner) run(o *occurrence) {
	pl := &p.e.plays[o.play]
	trail := p.trail(o.play, o.name)
	passed := p.lastStep(pl, trail)
	base, on := o.from, o.on
	for i := range pl.steps {
		s := &pl.steps[i]
		c := candidate{play: o.play, step: i, run: o.name, try: 1, topic: o.topic}
		state := p.attempts(&c, s, trail)
		if state == answered {
			base, on = c.after.at, retention.Date{}
			continue
		}
		first := p.due(s, base, on)
		c.due = first
		if state == open {
			c.due = max(first, p.home().after(c.after.At, s.Retry.After).UnixNano())
		}
		c.until = p.until(s, o.from, first, c.due)
		more := p.missed(&c, o, trail, first, i < passed)
		p.candidate(&c, &o.why)
		if !more {
			return
		}
		base, on = c.due, retention.Date{}
	}
}

// missed notes why a step, due first at an instant, does not go out any more, if
// that is so. It reports whether the run goes on with the next step.
func (p *planner) missed(c *candidate, o *occurrence, trail int32, first instant, passed bool) (more bool) {
	pl := &p.e.plays[c.play]
	ended, over := Reason{}, false
	if trail >= 0 || len(p.endings) > 0 {
		ended, over = p.ended(pl, o.name, trail, min(first, p.began(pl, o, trail)))
	}
	switch {
	case passed:
		c.ended = p.because(&Reason{Code: StepPassed})
	case over && ended.At.UnixNano() < c.until:
		c.ended = p.because(&ended)
		return false
	case c.until <= max(p.now, c.due):
		c.ended = p.because(&Reason{Code: TooLate, At: p.time(c.until)})
	default:
		if c.step+1 < len(pl.steps) {
			p.wake(c.until) // then the next step is looked at
		}
		return false
	}
	return true
}

// candidate adds one, or counts it if it was over long ago.
func (p *planner) candidate(c *candidate, why *Reason) {
	if c.until < p.now-p.e.lookback {
		p.over++
		return
	}
	p.earliest = min(p.earliest, c.due)
	c.why = p.because(why)
	p.runs = append(p.runs, *c)
}

// because keeps a reason of a candidate and returns its place.
func (p *planner) because(r *Reason) int32 {
	p.whys = append(p.whys, *r)
	return int32(len(p.whys)) - 1
}

// due returns when a step is due that follows base, or a day.
func (p *planner) due(s *step, base instant, on retention.Date) instant {
	home := p.home()
	if !on.IsZero() {
		return p.dueOn(s, on, home)
	}
	t := time.Unix(0, base).In(home.zone)
	if !s.Wait.IsZero() {
		t = home.after(t, s.Wait)
	}
	if s.Workdays == 0 && s.At == 0 {
		return instantOf(t)
	}
	from, _ := home.read(t)
	date, ok := p.e.workdays.AddWorkdays(from, s.Workdays)
	if !ok {
		return farthest
	}
	if s.At == 0 {
		return instantOf(home.after(t, retention.Span{Days: date.DaysSince(from)}))
	}
	at := home.at(date, s.At.Duration())
	if s.Workdays == 0 && s.Wait.Days == 0 && s.Wait.Months == 0 && at.Before(t) {
		at = home.at(date.AddDays(1), s.At.Duration())
	}
	return instantOf(at)
}

// dueOn returns when a step is due that follows a day. The time of day is looked
// up on the day that the wait leads to: the one it begins on may skip it.
func (p *planner) dueOn(s *step, on retention.Date, home *clock) instant {
	on, ok := p.e.workdays.AddWorkdays(on.AddMonths(s.Wait.Months).AddDays(s.Wait.Days), s.Workdays)
	if !ok {
		return farthest
	}
	return instantOf(home.at(on, s.At.Duration()).Add(s.Wait.Exact))
}

// until returns when a step is too late that was due first, and is now, of a run
// that is about from. Tries after the first do not carry it into the next day.
func (p *planner) until(s *step, from, first, due instant) instant {
	if s.sameDay {
		return p.home().start(p.home().date(first).AddDays(1)).UnixNano()
	}
	end := max(instantOf(p.home().after(time.Unix(0, due), s.late)), due+1)
	if s.tillDue && first < from {
		return min(end, from)
	}
	return end
}

// lastStep returns the place of the last step of a run of which something went
// out, or -1.
func (p *planner) lastStep(pl *play, trail int32) int {
	last := -1
	for i := trail; i >= 0; i = p.marks[i].also {
		last = max(last, pl.find(p.marks[i].step))
	}
	return last
}

// find returns the place of a step, or -1.
func (pl *play) find(id string) int {
	return slices.IndexFunc(pl.steps, func(s step) bool { return s.ID == id })
}

// attempted is how far a step has come.
type attempted int

const (
	untried  attempted = iota
	open               // attempts came to nothing, and there may be another
	answered           // it went out, or there is nothing more to try
)

// attempts looks at what was tried of a step. It fills in the last attempt, the
// number of the next and how many there were on each channel.
func (p *planner) attempts(c *candidate, s *step, trail int32) attempted {
	state := untried
	for i := trail; i >= 0; i = p.marks[i].also {
		m := &p.marks[i]
		if m.step != s.ID {
			continue
		}
		contact := &p.contacts[m.contact]
		if c.after == nil || contact.at > c.after.at || contact.at == c.after.at && m.try >= c.try {
			c.after = contact
		}
		c.try = max(c.try, m.try+1)
		switch contact.outcome {
		case Failed, NoAnswer, Bounced:
			if k := p.channelOf(s, contact.Channel); k >= 0 && c.tries[k] <= mostTries {
				c.tries[k]++
			}
			state = max(state, open)
		default:
			state = answered
		}
	}
	if state == open && !p.another(c, s) {
		return answered
	}
	return state
}

// channelOf returns the place of a channel in a step, or -1.
func (p *planner) channelOf(s *step, channel string) int {
	return slices.IndexFunc(s.channels, func(i int) bool { return p.e.channels[i].ID == channel })
}

// another reports whether there is a channel left to try a step on again.
func (p *planner) another(c *candidate, s *step) bool {
	for k, ch := range s.channels {
		_, _, reached := p.reach(p.e.channels[ch].ID)
		if reached && int(c.tries[k]) <= s.Retry.Max {
			return true
		}
		code := AttemptsOver
		if !reached {
			code = AddressDead
		}
		if !slices.Contains(s.fallback, code) {
			return false
		}
	}
	return false
}

// began returns when a run was under way, at the latest: when it begins, or its
// first message is due or went out, or its event became known.
func (p *planner) began(pl *play, o *occurrence, trail int32) instant {
	from := o.from
	if pl.lead > 0 {
		from = min(from, p.due(&pl.steps[0], from, o.on))
	}
	if t := pl.Trigger.After; t != nil && t.Due {
		if i := *p.eventSlot(o.name, t.Event); i >= 0 {
			from = min(from, p.c.Events[i].At.UnixNano())
		}
	}
	return min(from, p.firstTry(trail))
}

// ended returns what ended a run that began at an instant.
func (p *planner) ended(pl *play, run string, trail int32, from instant) (Reason, bool) {
	first := Reason{}
	earliest := never
	since, _ := slices.BinarySearchFunc(p.endings, from, func(e happened, at instant) int { return cmp.Compare(e.at, at) })
	for _, e := range p.endings[since:] {
		if pl.begunBy(e.Event, run) {
			continue
		}
		first, earliest = Reason{Code: RunEnded, Ref: e.ID, Name: named(e.Kind), At: p.time(e.at)}, e.at
		if e.Kind == pl.Goal {
			first.Code = GoalReached
		}
		break
	}
	for i := trail; i >= 0; i = p.marks[i].also {
		m := &p.marks[i]
		if c := &p.contacts[m.contact]; pl.endsWith(c.outcome) && c.at <= p.now && c.at < earliest {
			first, earliest = Reason{Code: RunEnded, Ref: m.key, At: p.time(c.at)}, c.at
		}
	}
	return first, earliest != never
}

// endsWith reports whether an outcome of its own contacts ends a run.
func (pl *play) endsWith(o Outcome) bool {
	refused := o == DeclinedIt || o == OptedOut
	return refused && pl.Purpose != Transactional || slices.Contains(pl.Ends, o)
}

// listEndings gathers the events that end runs of a play.
func (p *planner) listEndings(pl *play) {
	p.endings = p.endings[:0]
	if pl.Goal == "" && len(pl.Exit) == 0 {
		return
	}
	for _, e := range p.events {
		if e.Kind == pl.Goal || slices.Contains(pl.Exit, e.Kind) {
			p.endings = append(p.endings, e)
		}
	}
}

// begunBy reports whether an event is the one that a run began with.
func (pl *play) begunBy(e *Event, run string) bool {
	return pl.Trigger.After != nil && e.ID == run && e.Kind == pl.Trigger.After.Event
}

// firstTry returns when the first message of a run went out.
func (p *planner) firstTry(trail int32) instant {
	first := never
	for i := trail; i >= 0; i = p.marks[i].also {
		first = min(first, p.contacts[p.marks[i].contact].at)
	}
	return first
}

// appendKey appends a key: play/occurrence/step, with the number of a later try.
func appendKey(b []byte, play, run, step string, try int) []byte {
	b = append(b, play...)
	b = append(b, '/')
	b = append(b, run...)
	b = append(b, '/')
	b = append(b, step...)
	if try > 1 {
		b = append(b, '#')
		b = strconv.AppendInt(b, int64(try), 10)
	}
	return b
}
