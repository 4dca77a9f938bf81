package followup

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Plan says what to do about a customer at an instant: for each message that may
// be due whether it goes out, and every reason why or why not. It depends on
// nothing but its arguments, and stores nothing.
//
// The error is an [*Error] about a fact that cannot be planned with. That a
// message must not go out is no error.
//
// A plan takes time in proportion to the customer's facts times the plays.
func (e *Engine) Plan(c Customer, now time.Time) (Plan, error) {
	if !usable(now) {
		return Plan{}, &Error{Customer: c.ID, Part: "now", Err: ErrTime}
	}
	p := e.planner(&c, now)
	defer e.release(p)
	if err := p.load(); err != nil {
		return Plan{}, err
	}
	p.plan()
	made := Plan{Customer: c.ID, At: now, Decisions: p.decisions, Basis: e.basis(&c), Over: p.over}
	if p.next != never {
		made.Next = p.time(p.next)
	}
	return made, nil
}

// planner returns one that is ready for a customer.
func (e *Engine) planner(c *Customer, now time.Time) *planner {
	p, _ := e.planners.Get().(*planner)
	if p == nil {
		p = &planner{}
	}
	p.reset(e, c, now)
	return p
}

// release lets go of the customer, so that nothing is kept alive by a planner
// that waits for its next use.
func (e *Engine) release(p *planner) {
	clear(p.contacts)
	clear(p.touches)
	clear(p.marks)
	clear(p.events)
	clear(p.declines)
	clear(p.runs)
	clear(p.blames)
	p.c, p.decisions, p.reasons = nil, nil, nil
	e.planners.Put(p)
}

// heldOutFrom reports whether the holdout keeps messages of a purpose back.
func (p *planner) heldOutFrom(purpose Purpose) bool {
	exempt := p.e.policy.Holdout.Exempt
	return p.heldOut && purpose != Transactional && !(len(exempt) > 0 && has(exempt, purpose))
}

func (p *planner) plan() {
	for i := range p.e.plays {
		p.occurrences(i)
	}
	p.nameRuns()
	slices.SortFunc(p.runs, p.moreImportant)
	p.decisions = make([]Decision, 0, len(p.runs)+len(p.marks))
	p.reasons = make([]Reason, 0, 3*len(p.runs)+len(p.marks))
	for i := range p.runs {
		p.decide(&p.runs[i])
	}
	p.listDone()
}

// nameRuns gives each candidate its key. All are cut from one text.
func (p *planner) nameRuns() {
	n := 0
	for i := range p.runs {
		c := &p.runs[i]
		pl := &p.e.plays[c.play]
		n += len(pl.ID) + len(c.run) + len(pl.steps[c.step].ID) + 13
	}
	keys := make([]byte, 0, n)
	var text strings.Builder
	text.Grow(n)
	for i := range p.runs {
		c := &p.runs[i]
		pl := &p.e.plays[c.play]
		keys = appendKey(keys[:0], pl.ID, c.run, pl.steps[c.step].ID, c.try)
		at := text.Len()
		text.Write(keys)
		c.key = text.String()[at:]
	}
}

// moreImportant orders candidates by priority, then by when they are due, then
// by key.
func (p *planner) moreImportant(a, b candidate) int {
	if c := cmp.Compare(p.e.plays[b.play].Priority, p.e.plays[a.play].Priority); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.key, b.key))
}

// decide gives a candidate its verdict, and reserves its room.
func (p *planner) decide(c *candidate) {
	pl := &p.e.plays[c.play]
	s := &pl.steps[c.step]
	d := Decision{
		Key: c.key, Play: pl.ID, Step: s.ID, Topic: c.topic, Purpose: pl.Purpose, Due: p.time(c.due), Until: p.time(c.until),
	}
	p.blames = p.blames[:0]
	why := len(p.reasons)
	p.reasons = append(p.reasons, c.why)
	if c.after != nil {
		p.reasons = append(p.reasons, Reason{Code: ByRetry, Ref: c.after.Key, At: c.after.At.In(p.zone()), Count: c.try})
	}
	if p.guessed != "" {
		p.reasons = append(p.reasons, Reason{Code: ZoneGuessed, Name: named(p.guessed)})
	}
	p.excluded(pl, c)
	if len(p.blames) == 0 && c.due > later(p.now, p.e.horizon) {
		p.wake(c.due - p.e.horizon)
		p.blame(c.due, Reason{Code: NotDue})
		d.Verdict, d.NotBefore, d.Channel = Hold, d.Due, p.e.channels[s.channels[0]].ID
	} else {
		p.route(c, s, &d)
	}
	d.Why = slices.Clip(p.reasons[why:])
	d.WhyNot = p.whyNot()
	p.decisions = append(p.decisions, d)
}

// whyNot returns the blames as reasons, in the order of the gates.
func (p *planner) whyNot() []Reason {
	if len(p.blames) == 0 {
		return nil
	}
	slices.SortStableFunc(p.blames, func(a, b blame) int { return cmp.Compare(a.gate, b.gate) })
	n := len(p.reasons)
	for i := range p.blames {
		p.reasons = append(p.reasons, p.blames[i].Reason)
	}
	return slices.Clip(p.reasons[n:])
}

// excluded notes what keeps a candidate from going out whatever the time and
// the channel.
func (p *planner) excluded(pl *play, c *candidate) {
	gate := -1
	note := func(r Reason) { p.blames = append(p.blames, blame{gate: gate, open: never, Reason: r}) }
	if c.ended.Code != "" {
		note(c.ended)
	}
	for _, name := range pl.For.In {
		if at, in := p.c.Segments[name]; !in || at.UnixNano() > p.now {
			note(Reason{Code: NotForThem, Name: named(name)})
		}
	}
	for _, name := range pl.For.NotIn {
		if at, in := p.c.Segments[name]; in && at.UnixNano() <= p.now {
			note(Reason{Code: NotForThem, Name: named(name)})
		}
	}
	if !pl.For.Audience.includes(p.c.Business) {
		note(Reason{Code: NotForThem})
	}
	if p.heldOutFrom(pl.Purpose) {
		note(Reason{Code: HeldOut})
	}
}

// listDone adds a decision for each message that went out lately, or failed to.
func (p *planner) listDone() {
	for i := range p.marks {
		m := &p.marks[i]
		c := &p.contacts[m.contact]
		at := c.At.UnixNano()
		if at < p.now-p.e.lookback {
			p.over++
			continue
		}
		d := Decision{
			Key: m.key, Play: p.e.plays[m.play].ID, Step: m.step, Topic: m.topic, Purpose: m.purpose, Verdict: Done,
			Channel: c.Channel, Address: c.Address, Due: c.At.In(p.zone()),
		}
		r := Reason{Code: AlreadyDone, Ref: c.Key, At: d.Due}
		if c.Outcome == Failed {
			d.Verdict = Drop
			r = Reason{Code: AttemptsOver, Name: named(c.Channel), Ref: c.Key, Count: m.try, At: d.Due}
		}
		n := len(p.reasons)
		p.reasons = append(p.reasons, r)
		d.WhyNot = slices.Clip(p.reasons[n:])
		p.decisions = append(p.decisions, d)
	}
}
