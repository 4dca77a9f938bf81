package followup

import (
	"cmp"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// dayZero is the day that days are counted from.
var dayZero = retention.NewDate(1970, 1, 1)

// capList is the touches that one cap or fatigue counts, in order, as the calendar of one
// zone has them.
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
	from, to := 0, len(list)
	for from < to {
		if middle := (from + to) / 2; list[middle].at < at {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// counts reports whether a touch, or a part of it, takes room under a cap.
func (c *Cap) counts(t *touch) bool {
	return has(c.Channels, t.Channel) && (c.countsPart(t.Topic, t.Purpose) ||
		slices.ContainsFunc(t.Also, func(a Part) bool { return c.countsPart(a.Topic, a.Purpose) }))
}

func (c *Cap) countsPart(topic string, purpose Purpose) bool {
	return has(c.Topics, topic) && has(c.Purposes, purpose) && !(len(c.Uncounted) > 0 && has(c.Uncounted, purpose))
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
func (c *Cap) unit(t instant, zone *time.Location) int64 {
	switch {
	case c.Every.Exact != 0:
		return t
	case c.Every.Days != 0:
		return int64(retention.DateOf(time.Unix(0, t), zone).DaysSince(dayZero))
	}
	year, month, _ := time.Unix(0, t).In(zone).Date()
	return int64((12*year + int(month) - 1) / c.Every.Months)
}

// start returns the first instant of a unit.
func (c *Cap) start(unit int64, zone *time.Location) instant {
	switch {
	case unit >= unknown || c.Every.Exact != 0:
		return unit
	case c.Every.Days != 0:
		return dayZero.AddDays(int(unit)).Start(zone).UnixNano()
	}
	months := int(unit) * c.Every.Months
	return retention.NewDate(months/12, time.Month(months%12+1), 1).Start(zone).UnixNano()
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
				list.all = append(list.all, counted{rule.unit(t.at, p.zones[z]), int32(j)})
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
		l.add(counted{rule.unit(t.at, p.zones[j%len(p.zones)]), i})
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
	if !c.matches(m.channel, m.topic, m.purpose) || len(c.Exempt) > 0 && has(c.Exempt, m.purpose) {
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
			zone := p.zones[z]
			w := sliding{p.counted(i, z, m), rule.Max, rule.window()}
			if len(w.list) < rule.Max {
				continue
			}
			unit := rule.unit(at, zone)
			if w.clear(unit) {
				continue
			}
			next := w.next(unit)
			if next > unit {
				open = max(open, rule.start(next, zone))
				p.blameCap(rule, m, open, w.between(unit, next))
			}
			if end := w.end(next); end < never {
				close = min(close, rule.start(end, zone))
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

// sliding is a cap on the touches of any window (t-every, t], in whole units.
type sliding struct {
	list  []counted // in order
	most  int
	every int64
}

// upTo returns how many touches come before or at t.
func (w sliding) upTo(t int64) int { return before(w.list, t+1) }

// ok reports whether one more touch at t leaves all windows that have it within
// the cap: those that end with it, and with each touch that follows.
func (w sliding) ok(t int64) bool {
	n := w.upTo(t)
	if n >= w.most && w.list[n-w.most].at > t-w.every {
		return false
	}
	for i := n; i < len(w.list) && w.list[i].at < t+w.every; i++ {
		if first := i + 1 - w.most; first >= 0 && w.list[first].at > w.list[i].at-w.every {
			return false
		}
	}
	return true
}

// clear reports whether there is room from t on, at a glance: no touch follows,
// and too few come before.
func (w sliding) clear(t int64) bool {
	n := len(w.list)
	return w.list[n-1].at <= t && w.list[n-w.most].at <= t-w.every
}

// next returns the first unit from t on with room. Room comes only when a touch
// leaves the window.
func (w sliding) next(t int64) int64 {
	if w.ok(t) {
		return t
	}
	for i := before(w.list, t-w.every+1); ; {
		at := w.list[i].at + w.every
		if w.ok(at) {
			return at // at the latest after the last touch
		}
		i = max(i+1, w.upTo(at)-w.most) // when any before leaves the window it stays full
	}
}

// end returns the first unit after t, at which there is room, without any. That is
// where one more touch would come into the window that ends with a later one, or
// meet it.
func (w sliding) end(t int64) int64 {
	later := w.list[w.upTo(t):]
	end := never
	for _, c := range later {
		if at := max(c.at-w.every+1, t+1); !w.ok(at) {
			end = at
			break
		}
	}
	for _, c := range later {
		if c.at >= end || !w.ok(c.at) {
			return min(end, c.at)
		}
	}
	return end
}

// between returns the touches that leave no room from t on until open, where there
// is some: each of them has left the window by then.
func (w sliding) between(t, open int64) []counted {
	return w.list[before(w.list, t-w.every+1):before(w.list, open)]
}
