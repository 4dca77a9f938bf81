package followup

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// planner is what one plan is worked out with. Engines keep them for the next.
type planner struct {
	e    *Engine
	book *rulebook
	c    *Customer
	now  instant
	next instant

	earliest instant // when a message of the plan is due

	zones   []*time.Location // that the customer may live by; the first one's calendar counts
	guessed string           // the region that they were guessed from, or empty
	taken   string           // their names, if they are a guess
	heldOut bool

	contacts []kept     // in order of time, one of each key
	touches  []touch    // what counts of them, and what is reserved
	past     int        // the number of the former, which are in order
	reserved []Contact  // what those would be
	marks    []mark     // what went out of the plays
	first    []int32    // the first mark of each play, or -1
	events   []happened // in order of time, each once
	signs    []instant  // of life, in order
	declines []decline  // in order
	bounced  []touch    // in order
	optOuts  []touch    // in order
	lists    []capList  // of each cap
	memos    []hourMemo // of each hours rule
	filtered []counted
	times    []instant
	scratch  []byte
	text     strings.Builder // of names and keys
	table    []int32

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

// mark is a message of a play that was tried.
type mark struct {
	next    int32 // of the same play, or -1
	play    int32
	contact int32
	run     string // the occurrence
	step    string // its ID
	try     int
	key     string
	topic   string
	purpose Purpose
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
	p.events, p.signs, p.declines = p.events[:0], p.signs[:0], p.declines[:0]
	p.bounced, p.optOuts = p.bounced[:0], p.optOuts[:0]
	p.runs, p.leaders, p.over, p.ahead = p.runs[:0], p.leaders[:0], 0, 0
	p.decisions, p.spans, p.reasons = p.decisions[:0], p.spans[:0], p.reasons[:0]
	p.first = p.first[:0]
	for range e.plays {
		p.first = append(p.first, -1)
	}
	p.place()
	p.empty()
	p.text.Grow(60 * len(e.plays))
	p.whys = append(p.whys[:0], Reason{}) // the place of none
	p.heldOut = e.policy.Holdout.takes(c.ID)
}

// empty empties what is kept for each cap and each hours rule.
func (p *planner) empty() {
	n := len(p.book.caps) * len(p.zones)
	p.lists = slices.Grow(p.lists[:0], n)[:n]
	for i := range p.lists {
		p.lists[i] = capList{all: p.lists[i].all[:0]}
	}
	p.memos = p.memos[:0]
	for range p.book.hours {
		p.memos = append(p.memos, hourMemo{from: never})
	}
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
		if err := p.checkContact(c); err != nil {
			return err
		}
		if !slices.IsSortedFunc(c.Also, byKey) {
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
		}
		if k.outcome != Failed {
			p.touches = append(p.touches, touch{Contact: k.Contact, at: k.at, outcome: k.outcome})
		}
	}
	p.past = len(p.touches)
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
	p.emptyTable(len(p.contacts))
	left := p.contacts[:0]
	for _, c := range p.contacts {
		if c.Key == "" {
			left = append(left, c)
			continue
		}
		slot := p.find(hashText(c.Key), func(j int32) bool { return left[j].Key == c.Key })
		j := p.table[slot]
		switch {
		case j < 0:
			p.table[slot] = int32(len(left))
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

// emptyTable makes room for n places in the table.
func (p *planner) emptyTable(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	p.table = slices.Grow(p.table[:0], size)[:size]
	for i := range p.table {
		p.table[i] = -1
	}
}

// find returns the slot of the table where something with a hash is, or is to be.
func (p *planner) find(hash uint64, same func(int32) bool) int {
	mask := len(p.table) - 1
	slot := int(hash) & mask
	for p.table[slot] >= 0 && !same(p.table[slot]) {
		slot = (slot + 1) & mask
	}
	return slot
}

// mark notes that a message of a play went out, if the key is one of a play.
func (p *planner) mark(contact int32, key, topic string, purpose Purpose) {
	name, rest, ok := strings.Cut(key, "/")
	if !ok {
		return
	}
	cut := strings.LastIndexByte(rest, '/')
	play, known := p.e.played[name]
	if cut < 0 || !known {
		return
	}
	m := mark{play: int32(play), contact: contact, run: rest[:cut], step: rest[cut+1:], try: 1, key: key, topic: topic, purpose: purpose}
	m.step, m.try = tryOf(m.step)
	m.next = p.first[play]
	p.first[play] = int32(len(p.marks))
	p.marks = append(p.marks, m)
}

// tryOf takes the number of an attempt off a step.
func tryOf(step string) (string, int) {
	cut := strings.LastIndexByte(step, '#')
	if cut < 0 {
		return step, 1
	}
	n := 0
	for _, d := range []byte(step[cut+1:]) {
		if d < '0' || d > '9' || n > 1e6 {
			return step, 1
		}
		n = 10*n + int(d-'0')
	}
	return step[:cut], n
}

// loadEvents puts the events that have happened in order of time, each once.
func (p *planner) loadEvents() error {
	p.emptyTable(len(p.c.Events))
	for i := range p.c.Events {
		e := &p.c.Events[i]
		if err := p.checkEvent(e); err != nil {
			return err
		}
		slot := p.find(hashText(e.ID), func(j int32) bool { f := &p.c.Events[j]; return f.ID == e.ID && f.Kind == e.Kind })
		if j := p.table[slot]; j >= 0 {
			if !p.c.Events[j].same(e) {
				return p.error("event "+quoted(e.ID), ErrDuplicate)
			}
			continue
		}
		p.table[slot] = int32(i)
		at := e.At.UnixNano()
		if at > p.now {
			p.wake(at)
			continue
		}
		p.events = append(p.events, happened{e, at})
	}
	if !slices.IsSortedFunc(p.events, earlier) {
		slices.SortFunc(p.events, earlier)
	}
	return nil
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
