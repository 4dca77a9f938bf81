package followup

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/retentionkit/retention"
)

// dayZero is the day that days are counted from.
var dayZero = retention.NewDate(1970, 1, 1)

// capList is the touches that one cap or fatigue counts, in order, as the
// calendar of one zone has them.
type capList struct {
	made bool
	all  []counted
}

func (l *capList) sort() {
	if byAt := func(a, b counted) int { return cmp.Compare(a.at, b.at) }; !slices.IsSortedFunc(l.all, byAt) {
		slices.SortStableFunc(l.all, byAt)
	}
}

// add puts one more into its place.
func (l *capList) add(c counted) { l.all = slices.Insert(l.all, before(l.all, c.at+1), c) }

// counted is a touch that a cap counts: when it was, in the cap's own unit, and
// its place in planner.touches.
type counted struct {
	at    int64
	touch int32
}

// before returns how many of a list, which is in order, come before a unit.
func before(list []counted, at int64) int {
	return sort.Search(len(list), func(i int) bool { return list[i].at >= at })
}

// counts reports whether a touch, or a part of it, takes room under a cap.
func (c *Cap) counts(t *touch) bool {
	return has(c.Channels, t.Channel) && (c.countsPart(t.Topic, t.Purpose) ||
		slices.ContainsFunc(t.Also, func(a Part) bool { return c.countsPart(a.Topic, a.Purpose) }))
}

func (c *Cap) countsPart(topic string, purpose Purpose) bool {
	return has(c.Topics, topic) && has(c.Purposes, purpose) && !slices.Contains(c.Uncounted, purpose)
}

// countsOn reports whether a touch takes room that a message on a topic needs.
func (c *Cap) countsOn(t *touch, topic string) bool {
	if !c.ByTopic {
		return c.counts(t)
	}
	return has(c.Channels, t.Channel) && (t.Topic == topic && c.countsPart(topic, t.Purpose) ||
		slices.ContainsFunc(t.Also, func(a Part) bool { return a.Topic == topic && c.countsPart(topic, a.Purpose) }))
}

// A cap counts in a unit of its own: nanoseconds, days, or blocks of months. Its
// windows are so many units long, and every question is one about whole numbers.

// unit returns the number of the unit that an instant lies in.
func (c *Cap) unit(t instant, wall *clock) int64 {
	switch {
	case c.Every.Exact != 0:
		return t
	case c.Every.Days != 0:
		return int64(wall.date(t).DaysSince(dayZero))
	}
	year, month, _ := time.Unix(0, t).In(wall.zone).Date()
	return int64((12*year + int(month) - 1) / c.Every.Months)
}

// start returns the first instant of a unit.
func (c *Cap) start(unit int64, wall *clock) instant {
	switch {
	case unit >= unknown || c.Every.Exact != 0:
		return unit
	case c.Every.Days != 0:
		return wall.start(dayZero.AddDays(int(unit))).UnixNano()
	}
	months := int(unit) * c.Every.Months
	return wall.start(retention.NewDate(months/12, time.Month(months%12+1), 1)).UnixNano()
}

// window returns how many units a window of the cap is long.
func (c *Cap) window() int64 {
	switch {
	case c.Every.Exact != 0:
		return int64(c.Every.Exact)
	case c.Every.Days != 0:
		return int64(c.Every.Days)
	}
	return 1
}

// calendars returns how many zones' calendars there are to count by.
func (p *planner) calendars(c *Cap) int {
	if c.Every.Exact != 0 {
		return 1
	}
	return len(p.zones)
}

// firstTouch returns the place of the first touch that can lie in one window of a
// cap with a message of this plan.
func (p *planner) firstTouch(c *Cap) int {
	return p.touchesBefore(p.earliest - instant(c.Every.Exact) - instant(c.Every.Days+1)*25*instant(time.Hour) - instant(c.Every.Months)*31*day)
}

// touchesBefore returns how many touches of the past come before an instant.
func (p *planner) touchesBefore(at instant) int {
	n := p.past
	for n > 0 && p.touches[n-1].at >= at {
		n-- // mostly it is about the last ones, which are then looked at anyway
	}
	return n
}

// counted returns the touches that the i-th cap counts against a message, by the
// calendar of the z-th zone.
func (p *planner) counted(i, z int, m *message) []counted {
	list, rule := &p.lists[i*len(p.zones)+z], &p.book.caps[i]
	if !list.made {
		list.made = true
		for j := p.firstTouch(rule.Cap); j < len(p.touches); j++ {
			if t := &p.touches[j]; rule.counts(t) {
				list.all = append(list.all, counted{rule.unit(t.at, &p.clocks[z]), int32(j)})
			}
		}
		list.sort()
	}
	if !rule.ByTopic {
		return list.all
	}
	p.filtered = p.filtered[:0]
	for _, c := range list.all {
		if rule.countsOn(&p.touches[c.touch], m.topic) {
			p.filtered = append(p.filtered, c)
		}
	}
	return p.filtered
}

// reserve takes room for a message that has been given a time, and returns its
// place among the touches.
func (p *planner) reserve(c Contact, at instant, pending bool) int32 {
	n := int32(len(p.touches))
	p.reserved = append(p.reserved, c) // there is room: see plan
	p.touches = append(p.touches, touch{Contact: &p.reserved[len(p.reserved)-1], at: at, reserved: true, pending: pending})
	p.count(n, nil)
	return n
}

// count puts a touch into the lists of the caps and fatigues that count it, but
// did not count what it was before.
func (p *planner) count(i int32, was *touch) {
	t := &p.touches[i]
	for j := range p.lists {
		l, rule := &p.lists[j], &p.book.caps[j/len(p.zones)]
		if !l.made || !rule.counts(t) || was != nil && rule.counts(was) {
			continue
		}
		l.add(counted{rule.unit(t.at, &p.clocks[j%len(p.zones)]), i})
	}
	for j := range p.tired {
		if l, f := &p.tired[j], &p.e.fatigue[j]; l.made && f.touches(t) && !(was != nil && f.touches(was)) {
			l.add(counted{t.at, i})
		}
	}
}

// caps asks for room under each cap, until all have it at once.
func (p *planner) caps(m *message, t instant) (open, close instant) {
	for at := t; ; at = open {
		open, close = at, never
		for i := range p.book.caps {
			rule := &p.book.caps[i]
			if !rule.holds(m) {
				continue
			}
			if rule.Max == 0 {
				p.blame(never, Reason{Code: NeverAllowed, Rule: rule.ID, Law: rule.law})
				open = never
				continue
			}
			o, c := p.room(i, m, at)
			open, close = max(open, o), min(close, c)
		}
		if open == at || open >= m.until {
			return open, close
		}
	}
}

// holds reports whether a cap can hold a message back. One that goes out inside
// of another takes no more room where that is counted.
func (c *Cap) holds(m *message) bool {
	if !c.matches(m.channel.ID, m.topic, m.purpose) || slices.Contains(c.Exempt, m.purpose) {
		return false
	}
	return m.leader == nil || !c.countsOn(m.leader, m.topic)
}

// room returns when there is room under the i-th cap from t on, by the calendars
// of all zones, and until when.
func (p *planner) room(i int, m *message, t instant) (open, close instant) {
	rule := &p.book.caps[i]
	for at := t; ; at = open {
		open, close = at, never
		for z := range p.calendars(rule.Cap) {
			wall := &p.clocks[z]
			w := sliding{p.counted(i, z, m), rule.Max, rule.window()}
			if len(w.list) < rule.Max {
				continue
			}
			unit := rule.unit(at, wall)
			if w.clear(unit) {
				continue
			}
			next := w.next(unit)
			if next > unit {
				open = max(open, rule.start(next, wall))
				p.blameCap(rule, m, open, w.between(unit, next))
			}
			if end := w.end(next); end < never {
				close = min(close, rule.start(end, wall))
			}
		}
		if open == at {
			return open, close
		}
	}
}

// blameCap says which cap has no room, and for whom it is kept if it is.
func (p *planner) blameCap(rule *capRule, m *message, open instant, by []counted) {
	r := Reason{Code: CapReached, Rule: rule.ID, Law: rule.law, Count: rule.Max, Span: rule.Every}
	for _, c := range by {
		t := &p.touches[c.touch]
		if t.reserved && t != m.leader {
			r.Code, r.Ref = RoomReserved, t.Key
			m.behind = m.behind || t.pending
		}
	}
	p.blame(open, r)
}
