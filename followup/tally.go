package followup

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// tally gathers a Report. Whatever it does with one customer commutes with what
// it does with another.
type tally struct {
	Report
	channels map[string]int
	topics   map[string]int
	outcomes [len(outcomeWords)]int
	days     map[retention.Date]int
	people   map[int]int    // by contacts
	plays    map[string]int // the place of each in Report.Plays
	delayed  causes
	dropped  causes
	waiting  causes
	waited   instant // seconds, of all messages
	longest  time.Duration
	faults   faults
}

// The waits that are told apart.
var waits = [...]time.Duration{time.Hour, 12 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 0}

func newTally(e *Engine, s Simulation) *tally {
	t := &tally{
		Report: Report{
			From: s.From, To: s.To, Version: e.policy.Version,
			// in JSON, none are [] and not null
			Outcomes: []Tally{}, PerCustomer: []PeopleTally{}, Days: []DayTally{}, Plays: []PlayReport{}, Never: []string{},
		},
		channels: map[string]int{}, topics: map[string]int{}, days: map[retention.Date]int{}, people: map[int]int{}, plays: map[string]int{},
		delayed: causes{}, dropped: causes{}, waiting: causes{},
	}
	for i := range e.channels {
		t.channels[e.channels[i].ID] = 0
	}
	for i := range e.plays {
		t.Plays = append(t.Plays, playReport(&e.plays[i]))
	}
	slices.SortFunc(t.Plays, func(a, b PlayReport) int { return strings.Compare(a.Play, b.Play) })
	for i := range t.Plays {
		t.plays[t.Plays[i].Play] = i
	}
	for _, d := range waits {
		t.Waits.Up = append(t.Waits.Up, Wait{For: retention.Span{Exact: d}})
	}
	return t
}

func playReport(pl *play) PlayReport {
	r := PlayReport{Play: pl.ID}
	for i := range pl.steps {
		r.Steps = append(r.Steps, StepReport{Step: pl.steps[i].ID})
	}
	return r
}

// add takes in what happened to a customer.
func (t *tally) add(l *lived) {
	t.Customers++
	if l.err != nil {
		t.Skipped++
		t.faults.add(l.err)
		return
	}
	if l.heldOut {
		t.HeldOut++
	}
	t.addContacts(l)
	for i := range l.fates {
		t.addFate(&l.fates[i])
	}
}

func (t *tally) addContacts(l *lived) {
	n := 0
	day := Busiest{Customer: l.customer}
	for i := range l.sent {
		c := &l.sent[i]
		t.outcomes[c.Outcome]++
		if c.Outcome == Failed {
			continue
		}
		n++
		t.channels[c.Channel]++
		t.topics[c.Topic]++
		date := retention.DateOf(c.At, c.At.Location())
		t.days[date]++
		if date != day.Date {
			day.Date, day.Contacts = date, 0
		}
		day.Contacts++
		t.Busiest = busier(t.Busiest, day)
	}
	t.Contacts += n
	t.people[n]++
}

// busier returns the day with more contacts.
func busier(a, b Busiest) Busiest {
	if cmp.Or(cmp.Compare(b.Contacts, a.Contacts), a.Date.Compare(b.Date), strings.Compare(a.Customer, b.Customer)) > 0 {
		return b
	}
	return a
}

func (t *tally) addFate(f *fate) {
	play := &t.Plays[t.plays[f.play]]
	i := slices.IndexFunc(play.Steps, func(s StepReport) bool { return s.Step == f.step })
	for _, counts := range [...]*Fates{&t.Fates, &play.Fates, &play.Steps[i].Fates} {
		counts.count(f.ending)
	}
	switch f.ending {
	case sent, joined:
		t.delayed.add(f.whyNot)
		t.wait(f.at.Sub(f.due))
	case dropped:
		t.dropped.add(f.whyNot)
	case waiting:
		t.waiting.add(f.whyNot)
	}
}

func (t *tally) wait(d time.Duration) {
	t.waited += instant(d / time.Second)
	t.longest = max(t.longest, d)
	if d <= 0 {
		t.Waits.None++
		return
	}
	i := slices.IndexFunc(waits[:], func(most time.Duration) bool { return d <= most || most == 0 })
	t.Waits.Up[i].Messages++
}

// report writes the report.
func (t *tally) report() Report {
	r := &t.Report
	r.Channels, r.Topics = tallies(t.channels), tallies(t.topics)
	for o, n := range t.outcomes {
		if n > 0 {
			r.Outcomes = append(r.Outcomes, Tally{Outcome(o).String(), n})
		}
	}
	for _, n := range slices.Sorted(maps.Keys(t.people)) {
		r.PerCustomer = append(r.PerCustomer, PeopleTally{n, t.people[n]})
	}
	for _, date := range slices.SortedFunc(maps.Keys(t.days), retention.Date.Compare) {
		r.Days = append(r.Days, DayTally{date, t.days[date]})
	}
	for i := range r.Plays {
		if p := &r.Plays[i]; p.Sent+p.Joined == 0 {
			r.Never = append(r.Never, p.Play)
		}
	}
	r.Delayed, r.DroppedBy, r.WaitingFor = t.delayed.list(), t.dropped.list(), t.waiting.list()
	r.Waits.Longest.Exact = t.longest
	if n := instant(r.Sent + r.Joined); n > 0 {
		r.Waits.Mean.Exact = time.Duration(t.waited/n) * time.Second
	}
	return *r
}

// tallies returns counts by name.
func tallies(counts map[string]int) []Tally {
	all := []Tally{}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, Tally{name, counts[name]})
	}
	return all
}

// decisive returns the place of the reason that ended last, or does not end: it
// is the one that decided. That it was too late is what came of the others.
func decisive(reasons []Reason) int {
	last := 0
	for i := range reasons {
		r, l := &reasons[i], &reasons[last]
		switch {
		case r.Code == TooLate:
		case l.Code == TooLate, !l.Until.IsZero() && (r.Until.IsZero() || r.Until.After(l.Until)):
			last = i
		}
	}
	return last
}

// causes counts reasons by what they are.
type causes map[Cause]*Cause

func (c causes) add(reasons []Reason) {
	decisive := decisive(reasons)
	for i := range reasons {
		r := &reasons[i]
		what := Cause{Code: r.Code, Law: r.Law, Rule: r.Rule}
		if c[what] == nil {
			made := what
			c[what] = &made
		}
		if i == decisive {
			c[what].Decisive++
		}
		if !slices.ContainsFunc(reasons[:i], func(x Reason) bool { return x.Code == r.Code && x.Law == r.Law && x.Rule == r.Rule }) {
			c[what].Any++
		}
	}
}

// list returns the causes, those of most messages first.
func (c causes) list() []Cause {
	all := []Cause{}
	for _, cause := range c {
		all = append(all, *cause)
	}
	slices.SortFunc(all, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(b.Decisive, a.Decisive), cmp.Compare(b.Any, a.Any),
			strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Law, b.Law), strings.Compare(a.Rule, b.Rule))
	})
	return all
}
