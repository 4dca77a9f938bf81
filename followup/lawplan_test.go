package followup_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"pgregory.net/rapid"
)

func lawCheck(t *testing.T, law func(*rapid.T, *lawCase)) {
	rapid.Check(t, func(t *rapid.T) { law(t, lawDraw(t)) })
}

func (c *lawCase) plan(t *rapid.T, now time.Time) followup.Plan {
	p, err := c.engine.Plan(c.customer, now)
	if err != nil {
		t.Fatalf("%v\n%v", err, c)
	}
	return p
}

// fail fails with all there is to see.
func (c *lawCase) fail(t *rapid.T, p followup.Plan, format string, args ...any) {
	plan, _ := json.Marshal(p)
	t.Fatalf("%s\n%v\nplan %s", fmt.Sprintf(format, args...), c, plan)
}

// Every decision says what trying each rule at each minute says: what is sent may
// go, what is held may go then and not earlier, what is dropped may not go at all.
func TestLawPlanIsWhatTheRulesSay(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) { lawAudit(t, c, c.plan(t, c.now)) })
}

// So it is on all days of a customer who gets what is sent, and these come to an
// end.
func TestLawDaysGoOn(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) {
		g := &lawGen{t: t}
		now, last := c.now, c.now.AddDate(0, 0, 10)
		for range 500 {
			p := c.plan(t, now)
			lawAudit(t, c, p)
			for d := range p.With(followup.Send) {
				c.customer.Contacts = append(c.customer.Contacts, d.Contact(now, lawPick(g, lawOutcomes...)))
			}
			if p.Next.IsZero() || p.Next.After(last) {
				return
			}
			now = p.Next
		}
		c.fail(t, c.plan(t, now), "no end by %v", now)
	})
}

// lawAudit checks a plan against the twin.
func lawAudit(t *rapid.T, c *lawCase, p followup.Plan) {
	w := newLawTwin(c, p.At)
	keys := map[string]bool{}
	if !p.Next.IsZero() && !p.Next.After(p.At) {
		c.fail(t, p, "Next is %v", p.Next)
	}
	for i := range p.Decisions {
		d := &p.Decisions[i]
		if keys[d.Key] {
			c.fail(t, p, "two decisions for %s", d.Key)
		}
		keys[d.Key] = true
		if why := w.judge(d, p.Decisions[:i]); why != "" {
			c.fail(t, p, "%s: %s", d.Key, why)
		}
	}
}

// lawExcluding are the reasons that have nothing to do with when it is.
var lawExcluding = []followup.Code{
	followup.GoalReached, followup.RunEnded, followup.StepPassed, followup.RunTooSoon, followup.NotForThem, followup.HeldOut,
}

func lawHasCode(rs []followup.Reason, codes ...followup.Code) bool {
	return slices.ContainsFunc(rs, func(r followup.Reason) bool { return slices.Contains(codes, r.Code) })
}

// judge returns what is wrong with a decision, after those that came before.
func (w *lawTwin) judge(d *followup.Decision, before []followup.Decision) string {
	if (d.Verdict == followup.Hold || d.Verdict == followup.Drop) && len(d.WhyNot) == 0 {
		return "no reason"
	}
	if lawHasCode(d.WhyNot, followup.AlreadyDone) || lawHasCode(d.WhyNot, followup.AttemptsOver) && w.tried(d.Key) {
		return ""
	}
	m := w.message(d)
	if a := w.address(d.Channel); a != nil && d.Address != a.ID && d.Address != "" || a != nil && d.Address == "" && d.Verdict == followup.Send {
		return "to " + d.Address
	}
	switch d.Verdict {
	case followup.Send:
		return w.judgeSend(m, d)
	case followup.Hold:
		if lawHasCode(d.WhyNot, followup.InDigest) {
			return w.judgePart(m, d, before)
		}
		return w.judgeHold(m, d)
	case followup.Drop:
		return w.judgeDrop(m, d)
	}
	return "done, but never sent"
}

func (w *lawTwin) tried(key string) bool {
	return slices.ContainsFunc(w.contacts, func(c followup.Contact) bool {
		return c.Key == key || slices.ContainsFunc(c.Also, func(p followup.Part) bool { return p.Key == key })
	})
}

func (w *lawTwin) message(d *followup.Decision) *lawMessage {
	m := &lawMessage{Part: followup.Part{Key: d.Key, Topic: d.Topic, Purpose: d.Purpose}, channel: d.Channel}
	m.play = &w.policy.Plays[slices.IndexFunc(w.policy.Plays, func(p followup.Play) bool { return p.ID == d.Play })]
	m.step = &m.play.Steps[slices.IndexFunc(m.play.Steps, func(s followup.Step) bool { return s.ID == d.Step })]
	return m
}

func (w *lawTwin) judgeSend(m *lawMessage, d *followup.Decision) string {
	end := w.tooLate(m, d)
	switch {
	case w.now.Before(d.Due) || !w.now.Before(end):
		return "sent early or late"
	case w.now.Equal(d.Due) && len(d.WhyNot) > 0:
		return "sent when due, with a reason why not"
	case w.blocks(m, w.now) != "":
		return "sent against " + w.blocks(m, w.now)
	case d.Until.After(end):
		return fmt.Sprintf("until %v, later than %v", d.Until, end)
	case !d.Until.Equal(end) && len(d.Also) == 0 && w.blocks(m, d.Until) == "" && w.sharp(m): // what goes in it may end it sooner
		return fmt.Sprintf("until %v, but it may go on", d.Until)
	}
	if at, found := w.scan(m, w.now, d.Until, false); found {
		return fmt.Sprintf("until %v, but %s from %v on", d.Until, w.blocks(m, at), at)
	}
	w.reserve(m, w.now)
	return ""
}

func (w *lawTwin) judgeHold(m *lawMessage, d *followup.Decision) string {
	from := d.Due
	if from.Before(w.now) {
		from = w.now
	}
	ahead := d.NotBefore.After(w.now.Add(w.horizon()))
	switch {
	case !d.Until.Equal(w.tooLate(m, d)):
		return fmt.Sprintf("too late at %v, want %v", d.Until, w.tooLate(m, d))
	case d.NotBefore.IsZero():
		if at, found := w.scan(m, from, d.Until, true); found && w.sharp(m) {
			return fmt.Sprintf("waits for a fact, but may go at %v", at)
		}
		return ""
	case !d.NotBefore.After(w.now) || d.NotBefore.Before(d.Due) || !d.NotBefore.Before(d.Until):
		return "held until an instant that cannot be"
	case d.NotBefore.Equal(d.Due) && ahead:
		return "" // it was not looked at
	case w.blocks(m, d.NotBefore) != "":
		return fmt.Sprintf("held until %v, then against %s", d.NotBefore, w.blocks(m, d.NotBefore))
	}
	if at, found := w.scan(m, from, d.NotBefore, true); found && w.sharp(m) {
		return fmt.Sprintf("held until %v, but may go at %v", d.NotBefore, at)
	}
	if !ahead {
		w.reserve(m, d.NotBefore)
	}
	return ""
}

// judgePart judges what goes out inside of another.
func (w *lawTwin) judgePart(m *lawMessage, d *followup.Decision, before []followup.Decision) string {
	i := slices.IndexFunc(before, func(b followup.Decision) bool {
		return slices.ContainsFunc(b.Also, func(p followup.Part) bool { return p.Key == d.Key })
	})
	if i < 0 {
		return "in no digest"
	}
	j := slices.IndexFunc(w.touches, func(x *lawTouch) bool { return x.key == before[i].Key && x.outcome == lawReserved })
	if j < 0 {
		return "in a digest that does not go"
	}
	m.leader = w.touches[j]
	at := m.leader.at
	switch {
	case m.leader.channel != m.channel:
		return "on another channel than its digest"
	case !d.NotBefore.Equal(at) || at.Before(d.Due) || !at.Before(d.Until) || !d.Until.Equal(w.tooLate(m, d)):
		return "its digest goes out too early or too late"
	case w.blocks(m, at) != "":
		return "in its digest, against " + w.blocks(m, at)
	}
	m.leader.parts = append(m.leader.parts, m.Part)
	return ""
}

func (w *lawTwin) judgeDrop(m *lawMessage, d *followup.Decision) string {
	if lawHasCode(d.WhyNot, lawExcluding...) {
		return ""
	}
	if !d.Until.Equal(w.tooLate(m, d)) {
		return fmt.Sprintf("too late at %v, want %v", d.Until, w.tooLate(m, d))
	}
	from := d.Due
	if from.Before(w.now) {
		from = w.now
	}
	channels := []string{d.Channel}
	if d.Channel == "" {
		channels = m.step.Channels
	}
	for _, m.channel = range channels {
		if at, found := w.scan(m, from, d.Until, true); found && w.sharp(m) {
			return fmt.Sprintf("dropped, but may go by %s at %v", m.channel, at)
		}
	}
	return ""
}

// lawReserved is the outcome of a message that has its time.
const lawReserved = followup.Outcome(99)

func (w *lawTwin) reserve(m *lawMessage, at time.Time) {
	w.touches = append(w.touches, &lawTouch{key: m.Key, channel: m.channel, at: at, outcome: lawReserved, parts: []followup.Part{m.Part}})
}

func (w *lawTwin) horizon() time.Duration {
	if h := w.policy.Horizon.Exact; h > 0 {
		return h
	}
	return 7 * 24 * time.Hour
}

// tooLate returns when a message is, from when it is due on. A second try does
// not carry a message of one day into the next, and its first is not told here.
func (w *lawTwin) tooLate(m *lawMessage, d *followup.Decision) time.Time {
	zone, due := w.calendar(), d.Due
	late := m.step.Late
	switch trigger := &m.play.Trigger; {
	case !late.IsZero():
	case trigger.After != nil && trigger.After.Due && d.Due.Before(d.Why[0].At):
		if end := days(3).From(due, zone); end.Before(d.Why[0].At) {
			return end
		}
		return d.Why[0].At
	case trigger.After != nil && trigger.After.Due && strings.Contains(d.Key, "#") && d.Until.Equal(d.Why[0].At):
		return d.Until // its first try was to come before
	case (trigger.Yearly != nil || trigger.Surprise != nil) && strings.Contains(d.Key, "#"):
		return d.Until
	case trigger.Yearly != nil, trigger.Surprise != nil:
		return retention.DateOf(due, zone).AddDays(1).Start(zone)
	case trigger.Silence != nil, trigger.Reorder != nil:
		late = days(7)
	default:
		late = days(3)
	}
	return late.From(due, zone)
}

// calendar is the zone of dates.
func (w *lawTwin) calendar() *time.Location {
	if len(w.zones) == 0 {
		return time.UTC
	}
	return w.zones[0]
}

// scan looks for the first instant of [from, to) at which a message may go, or
// may not: from itself and each whole minute after.
func (w *lawTwin) scan(m *lawMessage, from, to time.Time, may bool) (time.Time, bool) {
	for t := from; t.Before(to); t = t.Truncate(time.Minute).Add(time.Minute) {
		if (w.blocks(m, t) == "") == may {
			return t, true
		}
	}
	return time.Time{}, false
}

// sharp reports whether a message goes out as soon as it may, and whether that
// is on a whole minute.
func (w *lawTwin) sharp(m *lawMessage) bool {
	return w.channel(m.channel).Spread.IsZero() && !slices.ContainsFunc(w.touches, func(x *lawTouch) bool {
		return !x.at.Equal(x.at.Truncate(time.Minute))
	})
}

// The order of slices changes no byte of a plan.
func TestLawOrderMeansNothing(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) {
		was := c.plan(t, c.now)
		g := &lawGen{t: t}
		c.policy = g.shufflePolicy(c.policy)
		c.customer = g.shuffleCustomer(c.customer)
		var err error
		if c.engine, err = followup.Compile(c.policy, lawWorld); err != nil {
			t.Fatal(err)
		}
		is := c.plan(t, c.now)
		if diff := cmp.Diff(lawJSON(was), lawJSON(is)); diff != "" {
			c.fail(t, is, "-was +is\n%s", diff)
		}
	})
}

func lawJSON(x any) string {
	text, err := json.MarshalIndent(x, "", " ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

func lawShuffled[T any](g *lawGen, xs []T) []T {
	if len(xs) < 2 {
		return xs
	}
	return rapid.Permutation(xs).Draw(g.t, "order")
}

func (g *lawGen) shuffleMatch(m followup.Match) followup.Match {
	return followup.Match{Channels: lawShuffled(g, m.Channels), Topics: lawShuffled(g, m.Topics), Purposes: lawShuffled(g, m.Purposes)}
}

func (g *lawGen) shuffleRules(r followup.Rules) followup.Rules {
	r.Hours, r.Consent, r.Caps, r.Declines = lawShuffled(g, r.Hours), lawShuffled(g, r.Consent), lawShuffled(g, r.Caps), lawShuffled(g, r.Declines)
	for i := range r.Hours {
		h := &r.Hours[i]
		h.Match, h.Hours.Windows = g.shuffleMatch(h.Match), lawShuffled(g, h.Hours.Windows)
	}
	for i := range r.Consent {
		r.Consent[i].Match, r.Consent[i].Bases = g.shuffleMatch(r.Consent[i].Match), lawShuffled(g, r.Consent[i].Bases)
	}
	for i := range r.Caps {
		l := &r.Caps[i]
		l.Match, l.Exempt, l.Uncounted = g.shuffleMatch(l.Match), lawShuffled(g, l.Exempt), lawShuffled(g, l.Uncounted)
	}
	for i := range r.Declines {
		r.Declines[i].Match = g.shuffleMatch(r.Declines[i].Match)
	}
	return r
}

func (g *lawGen) shufflePolicy(p followup.Policy) followup.Policy {
	p = lawClone(p)
	p.Channels, p.Plays, p.Signs = lawShuffled(g, p.Channels), lawShuffled(g, p.Plays), lawShuffled(g, p.Signs)
	p.Rules = g.shuffleRules(p.Rules)
	for i := range p.Laws {
		p.Laws[i].Rules = g.shuffleRules(p.Laws[i].Rules)
	}
	for i := range p.Fatigue {
		p.Fatigue[i].Match = g.shuffleMatch(p.Fatigue[i].Match)
	}
	for i := range p.Plays {
		pl := &p.Plays[i]
		pl.For.In, pl.For.NotIn, pl.Ends = lawShuffled(g, pl.For.In), lawShuffled(g, pl.For.NotIn), lawShuffled(g, pl.Ends)
		for j := range pl.Steps {
			pl.Steps[j].Fallback = lawShuffled(g, pl.Steps[j].Fallback)
		}
		if s := pl.Trigger.Silence; s != nil {
			s.Match = g.shuffleMatch(s.Match)
		}
		if d := pl.Trigger.Declined; d != nil {
			d.Topics = lawShuffled(g, d.Topics)
		}
	}
	if p.Complaint != nil {
		p.Complaint.Purposes = lawShuffled(g, p.Complaint.Purposes)
	}
	p.Holdout.Exempt = lawShuffled(g, p.Holdout.Exempt)
	return p
}

func lawClone(p followup.Policy) (q followup.Policy) {
	if err := json.Unmarshal([]byte(lawJSON(p)), &q); err != nil {
		panic(err)
	}
	return q
}

func (g *lawGen) shuffleCustomer(c followup.Customer) followup.Customer {
	c.Addresses, c.Consents, c.Pauses = lawShuffled(g, c.Addresses), lawShuffled(g, c.Consents), lawShuffled(g, c.Pauses)
	c.Contacts, c.Events, c.Complaints = lawShuffled(g, c.Contacts), lawShuffled(g, c.Events), lawShuffled(g, c.Complaints)
	c.Contacts = slices.Clone(c.Contacts)
	for i := range c.Contacts {
		c.Contacts[i].Also = lawShuffled(g, c.Contacts[i].Also)
	}
	return c
}

// A play of lower priority changes nothing for the others but what goes out with
// them.
func TestLawLesserPlaysGiveWay(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) {
		was := c.plan(t, c.now)
		g := &lawGen{t: t, base: c.now}
		more := g.play(9)
		more.Priority = -1
		c.policy.Plays = append(c.policy.Plays, more)
		var err error
		if c.engine, err = followup.Compile(c.policy, lawWorld); err != nil {
			t.Skip(err)
		}
		is := c.plan(t, c.now)
		left := slices.DeleteFunc(slices.Clone(is.Decisions), func(d followup.Decision) bool { return d.Play == more.ID })
		for i := range left {
			parts := slices.DeleteFunc(slices.Clone(left[i].Also), func(p followup.Part) bool { return strings.HasPrefix(p.Key, more.ID+"/") })
			if len(parts) < len(left[i].Also) && left[i].Until.Before(was.Decisions[i].Until) {
				left[i].Until = was.Decisions[i].Until // what goes in it may end it sooner
			}
			left[i].Also = parts
		}
		if diff := cmp.Diff(lawJSON(was.Decisions), lawJSON(left)); diff != "" {
			c.fail(t, is, "-was +is\n%s", diff)
		}
	})
}

// Nothing changes before Next, but where something is sent: then only what waits
// behind it does.
func TestLawNothingChangesBeforeNext(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) {
		g := &lawGen{t: t}
		was := c.plan(t, c.now)
		for range 4 {
			t0 := c.now.Add(time.Duration(g.n(1, 200)) * 30 * time.Minute)
			if !was.Next.IsZero() && (!t0.Before(was.Next) || g.one(2)) {
				t0 = was.Next.Add(-1 - time.Duration(g.n(0, 1)))
			}
			if t0.After(c.now) {
				lawSame(t, c, was, t0)
			}
		}
	})
}

func lawSame(t *rapid.T, c *lawCase, was followup.Plan, at time.Time) {
	is := c.plan(t, at)
	lookback := c.policy.Lookback.Exact
	if lookback == 0 {
		lookback = 30 * 24 * time.Hour
	}
	pending := slices.ContainsFunc(was.Decisions, func(d followup.Decision) bool { return d.Verdict == followup.Send })
	later := map[string]followup.Decision{}
	for _, d := range is.Decisions {
		later[d.Key] = d
	}
	for _, d := range was.Decisions {
		over := d.Until
		if over.IsZero() {
			over = d.Due
		}
		e, found := later[d.Key]
		delete(later, d.Key)
		if !found && (d.Verdict == followup.Done || d.Verdict == followup.Drop) && over.Before(at.Add(-lookback)) {
			continue
		}
		if pending && (lawDrifts(d) || lawDrifts(e)) {
			continue
		}
		if diff := cmp.Diff(lawJSON(d), lawJSON(e)); diff != "" {
			c.fail(t, was, "-was +at %v, Next %v\n%s", at, was.Next, diff)
		}
	}
	if len(later) > 0 || !was.Next.Equal(is.Next) && !pending {
		c.fail(t, was, "at %v Next is %v, new are %v", at, is.Next, later)
	}
}

// lawDrifts reports whether a decision has to do with when something is sent
// that is to be sent now. What goes out inside one message may go inside another
// that is still to be sent.
func lawDrifts(d followup.Decision) bool {
	return d.Behind || d.Verdict == followup.Send || len(d.Also) > 0 || lawHasCode(d.WhyNot, followup.RoomReserved, followup.Tired, followup.InDigest)
}

// What was sent is done, however often and in whatever order that is told.
func TestLawSendingIsIdempotent(t *testing.T) {
	lawCheck(t, func(t *rapid.T, c *lawCase) {
		g := &lawGen{t: t}
		p := c.plan(t, c.now)
		done := map[string]bool{}
		var log []followup.Contact
		for d := range p.With(followup.Send) {
			log = append(log, d.Contact(c.now, followup.Sent))
			done[d.Key] = true
			for _, part := range d.Also {
				done[part.Key] = true
			}
		}
		facts := c.customer.Contacts
		c.customer.Contacts = slices.Concat(facts, log)
		once := c.plan(t, c.now)
		for _, d := range once.Decisions {
			if done[d.Key] && d.Verdict != followup.Done {
				c.fail(t, once, "%s was sent and is %v", d.Key, d.Verdict)
			}
			delete(done, d.Key)
		}
		if len(done) > 0 {
			c.fail(t, once, "sent and gone: %v", done)
		}
		c.customer.Contacts = lawShuffled(g, slices.Concat(log, facts, log))
		twice := c.plan(t, c.now)
		once.Basis, twice.Basis = followup.Fingerprint{}, followup.Fingerprint{}
		if diff := cmp.Diff(lawJSON(once), lawJSON(twice)); diff != "" {
			c.fail(t, twice, "-once +twice\n%s", diff)
		}
	})
}
