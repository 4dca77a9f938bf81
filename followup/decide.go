package followup

import (
	"cmp"
	"slices"
	"time"
)

// Plan says what to do about a customer at an instant: for each message that may be
// due, whether it goes out, and every reason why or why not. It depends on nothing but
// the policy and its arguments, and stores nothing.
//
// A job that runs at night finds everything held that quiet hours keep back, night
// after night. Run it in the morning, or plan again at Plan.Next.
//
// The error is an [*Error] about a fact that cannot be planned with. That a message
// must not go out is not an error.
//
// A plan takes time in proportion to the customer's facts times the plays. A very large
// number of refusals, or of consents that expire, takes time in proportion to its
// square.
func (e *Engine) Plan(c Customer, now time.Time) (Plan, error) {
	p, err := e.planned(&c, now)
	if err != nil {
		return Plan{}, err
	}
	defer e.release(p)
	made := Plan{Customer: c.ID, At: now, Decisions: p.made(), Basis: e.basis(&c, p.facts), Over: p.over, Ahead: p.ahead}
	if p.next != never {
		made.Next = p.time(p.next)
	}
	return made, nil
}

// planned returns a planner with a plan worked out, which is to be released.
func (e *Engine) planned(c *Customer, now time.Time) (*planner, error) {
	if !usable(now) {
		return nil, &Error{Customer: c.ID, Part: "now", Err: ErrTime}
	}
	p := e.planner(c, now)
	if err := p.load(); err != nil {
		e.release(p)
		return nil, err
	}
	p.plan()
	return p, nil
}

// glance returns the most important message that a plan sends, without reasons,
// or nil, and Plan.Next: what whoever acts on many plans and shows none needs.
func (e *Engine) glance(c *Customer, now time.Time) (*Decision, time.Time, error) {
	p, err := e.planned(c, now)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer e.release(p)
	first, place := int32(len(p.ranks)), -1
	for i, rank := range p.ranks {
		if rank < first && p.decisions[i].Verdict == Send {
			first, place = rank, i
		}
	}
	if place < 0 {
		return nil, p.time(p.next), nil
	}
	d := p.decisions[place]
	return &d, p.time(p.next), nil
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
	clear(p.endings)
	clear(p.declines)
	clear(p.bounced)
	clear(p.optOuts)
	clear(p.runs)
	clear(p.blames)
	clear(p.whys)
	clear(p.reserved)
	clear(p.decisions)
	clear(p.reasons)
	p.c, p.asked = nil, message{}
	p.text.Reset()
	e.planners.Put(p)
}

// heldOutFrom reports whether the holdout keeps messages of a purpose back.
func (p *planner) heldOutFrom(purpose Purpose) bool {
	return p.heldOut && purpose != Transactional && !slices.Contains(p.e.policy.Holdout.Exempt, purpose)
}

func (p *planner) plan() {
	for i := range p.e.plays {
		p.listEndings(&p.e.plays[i])
		p.occurrences(i)
	}
	p.nameRuns()
	p.sequence = p.sequence[:0]
	for i := range p.runs {
		p.sequence = append(p.sequence, int32(i))
	}
	slices.SortFunc(p.sequence, p.moreImportant)
	p.reserved = slices.Grow(p.reserved, len(p.runs)) // it must not move
	p.ranks = p.ranks[:0]
	for _, over := range [...]bool{true, false} { // what is over is explained by what was, not by what is to be
		for rank, i := range p.sequence {
			if c := &p.runs[i]; over == (c.ended != 0) {
				p.ranks = append(p.ranks, int32(rank))
				p.decide(c)
			}
		}
	}
	p.listDone()
}

// nameRuns gives each candidate its key.
func (p *planner) nameRuns() {
	for i := range p.runs {
		c := &p.runs[i]
		pl := &p.e.plays[c.play]
		p.scratch = appendKey(p.scratch[:0], pl.ID, c.run, pl.steps[c.step].ID, c.try)
		c.key = p.keep(p.scratch)
	}
}

// keep returns some bytes as a text. All texts of a plan are cut from one.
func (p *planner) keep(b []byte) string {
	at := p.text.Len()
	p.text.Write(b)
	return p.text.String()[at:]
}

// moreImportant orders candidates by priority, then by when they are due, then
// by key.
func (p *planner) moreImportant(i, j int32) int {
	a, b := &p.runs[i], &p.runs[j]
	if c := cmp.Compare(p.e.plays[b.play].Priority, p.e.plays[a.play].Priority); c != 0 {
		return c
	}
	if c := cmp.Compare(a.due, b.due); c != 0 {
		return c
	}
	return cmp.Compare(a.key, b.key)
}

// decide gives a candidate its verdict, and reserves its room.
func (p *planner) decide(c *candidate) {
	pl := &p.e.plays[c.play]
	s := &pl.steps[c.step]
	d := p.add()
	d.Key, d.Play, d.Step, d.Topic, d.Purpose = c.key, pl.ID, s.ID, c.topic, pl.Purpose
	d.Due, d.Until = p.time(c.due), p.time(c.until)
	p.blames = p.blames[:0]
	why := len(p.reasons)
	p.reasons = append(p.reasons, p.whys[c.why])
	if c.after != nil {
		p.reasons = append(p.reasons, Reason{Code: ByRetry, Ref: c.after.Key, At: c.after.At.In(p.zone()), Count: c.try})
	}
	if p.taken != "" {
		p.reasons = append(p.reasons, Reason{Code: ZoneGuessed, Name: named(p.taken), Ref: p.guessed})
	}
	p.excluded(pl, c)
	if !p.postpone(c, s, d) {
		p.route(c, s, d)
	}
	p.explain(why)
}

// postpone holds a message that is due beyond the horizon, and reports whether it
// did. What is shut out whatever the time is not held.
func (p *planner) postpone(c *candidate, s *step, d *Decision) bool {
	if len(p.blames) > 0 || c.ended != 0 || c.due <= later(p.now, p.e.horizon) {
		return false
	}
	channel, found := p.likely(c, s, d)
	if !found {
		return false
	}
	p.wake(c.due - p.e.horizon)
	p.blame(c.due, Reason{Code: NotDue})
	d.Verdict, d.NotBefore, d.Channel = Hold, d.Due, channel
	return true
}

// reasonSpan is where the reasons of a decision are: why from the first on, why
// not from the second to the third.
type reasonSpan struct{ why, not, end int }

// add adds an empty decision.
func (p *planner) add() *Decision {
	p.decisions = append(p.decisions, Decision{})
	return &p.decisions[len(p.decisions)-1]
}

// explain gives the last decision the reasons from why on, and the blames
// against.
func (p *planner) explain(why int) {
	span := reasonSpan{why: why, not: len(p.reasons)}
	p.addBlames()
	span.end = len(p.reasons)
	p.spans = append(p.spans, span)
}

// addBlames adds the blames to the reasons, in the order of the gates.
func (p *planner) addBlames() {
	byGate := func(a, b blame) int { return cmp.Compare(a.gate, b.gate) }
	if !slices.IsSortedFunc(p.blames, byGate) {
		slices.SortStableFunc(p.blames, byGate)
	}
	n := len(p.reasons)
	for i := range p.blames {
		if r := &p.blames[i].Reason; !p.told(n, r) { // once, for several channels
			p.reasons = append(p.reasons, *r)
		}
	}
}

// told reports whether a reason is among those from the n-th on.
func (p *planner) told(n int, r *Reason) bool {
	for i := n; i < len(p.reasons); i++ {
		if p.reasons[i] == *r {
			return true
		}
	}
	return false
}

// made returns the decisions with their reasons, as the caller's own.
func (p *planner) made() []Decision {
	reasons := slices.Clone(p.reasons)
	made := make([]Decision, len(p.decisions))
	for i, s := range p.spans {
		d := &made[i]
		if i < len(p.ranks) {
			d = &made[p.ranks[i]]
		}
		*d = p.decisions[i]
		if s.not > s.why {
			d.Why = reasons[s.why:s.not:s.not]
		}
		if s.end > s.not {
			d.WhyNot = reasons[s.not:s.end:s.end]
		}
	}
	return made
}

// excluded notes what keeps a candidate from going out whatever the time and
// the channel.
func (p *planner) excluded(pl *play, c *candidate) {
	note := func(r Reason) { p.blames = append(p.blames, blame{gate: beforeGates, open: never, Reason: r}) }
	if c.ended != 0 && p.whys[c.ended].Code != TooLate {
		note(p.whys[c.ended]) // that it is too late is said by verdict, as before it was
	}
	for _, name := range pl.For.In {
		if !p.in(name) {
			note(Reason{Code: NotForThem, Rule: ruleIn, Name: named(name)})
		}
	}
	for _, name := range pl.For.NotIn {
		if p.in(name) {
			note(Reason{Code: NotForThem, Rule: ruleNotIn, Name: named(name)})
		}
	}
	if !pl.For.Audience.includes(p.c.Business) {
		note(Reason{Code: NotForThem, Rule: ruleAudience, Name: audienceTexts[pl.For.Audience]})
	}
	if p.heldOutFrom(pl.Purpose) {
		note(Reason{Code: HeldOut})
	}
}

// in reports whether the customer is in a segment by now.
func (p *planner) in(segment string) bool {
	at, ok := p.c.Segments[segment]
	if !ok {
		return false
	}
	p.wake(at.UnixNano())
	return at.UnixNano() <= p.now
}
