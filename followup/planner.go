package followup

import (
	"cmp"
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
	guessed string           // the region that they were guessed from, or empty
	taken   string           // their names, if they are a guess
	heldOut bool

	facts    gathered   // contacts and events, as they are given
	contacts []kept     // in order of time, one of each key
	parted   bool       // some of them have parts
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
	p.contacts, p.touches, p.reserved, p.marks = p.contacts[:0], p.touches[:0], p.reserved[:0], p.marks[:0]
	p.facts, p.parted = gathered{}, false
	p.events, p.signs, p.declines = p.events[:0], p.signs[:0], p.declines[:0]
	p.bounced, p.optOuts = p.bounced[:0], p.optOuts[:0]
	p.runs, p.leaders, p.over, p.ahead = p.runs[:0], p.leaders[:0], 0, 0
	p.decisions, p.spans, p.reasons = p.decisions[:0], p.spans[:0], p.reasons[:0]
	p.first = p.first[:0]
	for range e.plays {
		p.first = append(p.first, -1)
	}
	p.place()
	p.today = retention.DateOf(now, p.zone())
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

// zone is the one whose calendar counts.
func (p *planner) zone() *time.Location { return p.zones[0] }

func (p *planner) time(t instant) time.Time { return timeOf(t, p.zone()) }

// wake has the caller look again at t, or before.
func (p *planner) wake(t instant) {
	if t > p.now && t < p.next {
		p.next = t
	}
}

// load reads the facts, or says what is wrong with one.
func (p *planner) load() error {
	if err := p.checkFacts(); err != nil {
		return err
	}
	if err := p.loadContacts(); err != nil {
		return err
	}
	if err := p.loadEvents(); err != nil {
		return err
	}
	p.loadSigns()
	return nil
}

func (p *planner) error(part string, err error) error {
	return &Error{Customer: p.c.ID, Part: part, Err: err}
}

// loadContacts puts the contacts in order of time, and those of one key
// together.
func (p *planner) loadContacts() error {
	for i := range p.c.Contacts {
		c := &p.c.Contacts[i]
		h := c.hash()
		if err := p.checkContact(c, h.plain()); err != nil {
			return err
		}
		p.facts.add(h)
		if len(c.Also) > 1 && !slices.IsSortedFunc(c.Also, byKey) {
			sorted := *c
			sorted.Also = slices.SortedFunc(slices.Values(c.Also), byKey)
			c = &sorted
		}
		p.contacts = append(p.contacts, kept{c, c.At.UnixNano(), c.Outcome})
	}
	p.sortContacts()
	if p.mergeContacts() {
		p.sortContacts()
	}
	for i := range p.contacts {
		k := &p.contacts[i]
		p.mark(int32(i), k.Key, k.Topic, k.Purpose)
		for _, part := range k.Also {
			p.mark(int32(i), part.Key, part.Topic, part.Purpose)
			p.parted = true
		}
		if k.outcome != Failed {
			p.touches = append(p.touches, touch{Contact: k.Contact, at: k.at, outcome: k.outcome})
		}
	}
	p.past = len(p.touches)
	p.layTrails()
	return nil
}

func (p *planner) sortContacts() {
	if !slices.IsSortedFunc(p.contacts, byTime) {
		slices.SortFunc(p.contacts, byTime)
	}
}

// byTime orders contacts by time, and all else that tells them apart.
func byTime(a, b kept) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.Key, b.Key), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Purpose, b.Purpose),
		cmp.Compare(a.Address, b.Address), cmp.Compare(a.outcome, b.outcome), slices.CompareFunc(a.Also, b.Also, byKey),
	)
}

func byKey(a, b Part) int {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Purpose, b.Purpose))
}

// says returns how much an outcome says: of two about one contact the one that
// says more counts.
func (o Outcome) says() int {
	switch o {
	case Failed:
		return 0
	case Sent:
		return 1
	case NoAnswer:
		return 2
	case Bounced:
		return 3
	}
	return int(o) + 1
}

// mergeContacts leaves the earliest contact of each key, with the outcome that
// says most. A failed one is no earlier than one that was not. It reports
// whether that may have changed the order.
func (p *planner) mergeContacts() (moved bool) {
	p.seen.empty(len(p.contacts))
	left := p.contacts[:0]
	for _, c := range p.contacts {
		if c.Key == "" {
			left = append(left, c)
			continue
		}
		slot := p.seen.find(hashText(c.Key), func(j int32) bool { return left[j].Key == c.Key })
		j := *slot
		switch {
		case j < 0:
			*slot = int32(len(left))
			left = append(left, c)
		case left[j].outcome == Failed && c.outcome != Failed:
			left[j], moved = c, true
		case c.outcome.says() > left[j].outcome.says():
			left[j].outcome, moved = c.outcome, true
		}
	}
	p.contacts = left
	return moved
}

// loadEvents puts the events that have happened in order of time, each once.
func (p *planner) loadEvents() error {
	p.byID.empty(len(p.c.Events))
	for i := range p.c.Events {
		e := &p.c.Events[i]
		h := e.hash()
		if err := p.checkEvent(e, h.plain()); err != nil {
			return err
		}
		p.facts.add(h)
		slot := p.eventSlot(e.ID, e.Kind)
		if j := *slot; j >= 0 {
			if !p.c.Events[j].same(e) {
				return p.error("event "+quoted(e.ID), ErrDuplicate)
			}
			continue
		}
		*slot = int32(i)
		at := e.At.UnixNano()
		if at > p.now {
			p.wake(at)
			continue
		}
		p.events = append(p.events, happened{e, at})
	}
	if !slices.IsSortedFunc(p.events, earlier) {
		slices.SortStableFunc(p.events, earlier) // quick about events that come kind by kind
	}
	return nil
}

// eventSlot returns where the place is of an event among the customer's.
func (p *planner) eventSlot(id, kind string) *int32 {
	return p.byID.find(hashText(id), func(j int32) bool { e := &p.c.Events[j]; return e.ID == id && e.Kind == kind })
}

// same reports whether two events that share their names are one.
func (e *Event) same(f *Event) bool {
	return e.At.Equal(f.At) && e.Due.Equal(f.Due) && e.Topic == f.Topic
}

func earlier(e, f happened) int {
	if c := cmp.Compare(e.at, f.at); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(e.ID, f.ID), cmp.Compare(e.Kind, f.Kind))
}

// loadSigns gathers signs of life, and refusals.
func (p *planner) loadSigns() {
	for i := range p.touches {
		t := &p.touches[i]
		p.wake(t.at) // if it is booked: then it is what happened
		switch t.outcome {
		case Reached, Reacted, Interested:
			if t.at <= p.now {
				p.signs = append(p.signs, t.at)
			}
		case Bounced:
			p.bounced = append(p.bounced, *t)
		case OptedOut:
			p.optOuts = append(p.optOuts, *t)
		case DeclinedIt:
			p.declines = append(p.declines, decline{t.at, t.Channel, t.Topic, t.Key})
			for _, part := range t.Also {
				if part.Topic != t.Topic {
					p.declines = append(p.declines, decline{t.at, t.Channel, part.Topic, part.Key})
				}
			}
		}
	}
	for _, e := range p.events {
		if e.Kind == DeclineEvent {
			p.declines = append(p.declines, decline{e.at, "", e.Topic, e.ID})
		}
		if len(p.e.policy.Signs) > 0 && has(p.e.policy.Signs, e.Kind) {
			p.signs = append(p.signs, e.at)
		}
	}
	if !slices.IsSorted(p.signs) {
		slices.Sort(p.signs)
	}
	slices.SortFunc(p.declines, func(a, b decline) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.topic, b.topic), cmp.Compare(a.ref, b.ref), cmp.Compare(a.channel, b.channel))
	})
}
