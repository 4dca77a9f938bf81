package followup

import (
	"slices"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

// planner is what one plan is worked out with. Engines keep them for the next.
type planner struct {
	e    *Engine
	book *rulebook
	c    *Customer
	now  instant
	next instant

	earliest instant // when a message of the plan is due

	today   retention.Date   // where they live
	zones   []*time.Location // that the customer may live by; the first one's calendar counts
	clocks  []clock          // of them
	guessed string           // the region that they were guessed from, or empty
	taken   string           // their names, if they are a guess
	heldOut bool

	facts    gathered   // contacts and events, as they are given
	contacts []kept     // in order of time, one of each key
	parts    int        // of all of them
	touches  []touch    // what counts of them, and what is reserved
	past     int        // the number of the former, which are in order
	reserved []Contact  // what those would be
	marks    []mark     // what went out of the plays
	trails   table      // the first mark of each run
	first    []int32    // the first mark of each play, or -1
	events   []happened // in order of time, each once
	byID     table      // the customer's events
	endings  []happened // the events that end runs of the play at hand
	signs    []instant  // of life, in order
	declines []decline  // in order
	bounced  []touch    // in order
	optOuts  []touch    // in order
	lists    []capList  // of each cap
	tired    []capList  // of each fatigue
	memos    []hourMemo // of each hours rule
	filtered []counted
	times    []instant
	scratch  []byte
	text     strings.Builder // of names and keys
	seen     table           // what of a list has come up

	asked     message // the one at hand
	fresh     int     // its first blame
	leaders   []leader
	runs      []candidate
	whys      []Reason // of the runs
	sequence  []int32  // the runs, the most important first
	ranks     []int32  // the place in it of each decision
	blames    []blame
	decisions []Decision
	spans     []reasonSpan // of each decision
	reasons   []Reason     // of all of them
	over      int
	ahead     int
}

// kept is a contact and the most that is known of what came of it.
type kept struct {
	*Contact
	at      instant
	outcome Outcome
}

// happened is an event that has.
type happened struct {
	*Event
	at instant
}

// decline is a no to a topic.
type decline struct {
	at      instant
	channel string // empty: not on one
	topic   string
	ref     string
}

// reset makes the planner ready for a customer.
func (p *planner) reset(e *Engine, c *Customer, now time.Time) {
	p.e, p.c, p.now, p.next = e, c, now.UnixNano(), never
	p.earliest = p.now
	p.book = e.bookFor(c.Region)
	p.contacts, p.touches, p.reserved = p.contacts[:0], p.touches[:0], p.reserved[:0]
	p.facts, p.parts = gathered{}, 0
	p.events, p.signs, p.declines = p.events[:0], p.signs[:0], p.declines[:0]
	p.bounced, p.optOuts = p.bounced[:0], p.optOuts[:0]
	p.runs, p.leaders, p.over, p.ahead = p.runs[:0], p.leaders[:0], 0, 0
	p.decisions, p.spans, p.reasons = p.decisions[:0], p.spans[:0], p.reasons[:0]
	p.place()
	p.hangClocks()
	p.today = p.home().date(p.now)
	p.empty()
	p.text.Grow(60 * len(e.plays))
	p.whys = append(p.whys[:0], Reason{}) // the place of none
	p.heldOut = e.policy.Holdout.takes(c.ID)
}

// empty empties what is kept for each cap, each fatigue and each hours rule.
func (p *planner) empty() {
	p.lists = emptied(p.lists, len(p.book.caps)*len(p.zones))
	p.tired = emptied(p.tired, len(p.e.fatigue))
	p.memos = p.memos[:0]
	for range p.book.hours {
		p.memos = append(p.memos, hourMemo{from: never})
	}
}

// emptied returns n empty lists.
func emptied(lists []capList, n int) []capList {
	lists = slices.Grow(lists[:0], n)[:n]
	for i := range lists {
		lists[i] = capList{all: lists[i].all[:0]}
	}
	return lists
}

// place finds the zones that the customer may live by.
func (p *planner) place() {
	p.zones, p.guessed, p.taken = p.zones[:0], "", ""
	if p.c.Zone != nil {
		p.zones = append(p.zones, p.c.Zone)
		return
	}
	for region := p.c.Region; region != ""; region = region[:max(0, strings.LastIndexByte(region, '-'))] {
		if zones := p.e.zones[region]; len(zones) > 0 {
			p.zones, p.guessed = append(p.zones, zones...), region
			p.taken = strings.Join(p.e.policy.Zones.Regions[region], ", ")
			return
		}
	}
	if p.e.zone != nil {
		p.zones, p.taken = append(p.zones, p.e.zone), p.e.policy.Zones.Default
		return
	}
	p.zones = append(p.zones, time.UTC) // for dates alone: nothing is sent by it
}

// placed reports whether it is known well enough when it is day there for a
// channel.
func (p *planner) placed(ch *channel) bool {
	return p.c.Zone != nil || p.guessed != "" || p.e.zone != nil && !ch.Interrupts
}

// hangClocks makes a clock for each zone. It keeps those of the plan before that
// are of the same.
func (p *planner) hangClocks() {
	for i, zone := range p.zones {
		if i == len(p.clocks) {
			p.clocks = append(p.clocks, clock{})
		}
		if p.clocks[i].zone != zone {
			p.clocks[i] = clock{zone: zone}
		}
	}
}

// home is the clock where the customer lives.
func (p *planner) home() *clock { return &p.clocks[0] }

// zone is the one whose calendar counts.
func (p *planner) zone() *time.Location { return p.zones[0] }

func (p *planner) time(t instant) time.Time { return timeOf(t, p.zone()) }

// wake has the caller look again at t, or before.
func (p *planner) wake(t instant) {
	if t > p.now && t < p.next {
		p.next = t
	}
}
