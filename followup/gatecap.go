package followup

import (
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// capList is the touches that one cap counts, in order of time.
type capList struct {
	made bool
	all  []counted
}

// counted is a touch that a cap counts, and its place in planner.touches.
type counted struct {
	at    instant
	touch int32
}

func byInstant(c counted, t instant) int {
	if c.at < t {
		return -1
	}
	return 1 // so that a search finds the place before all equal ones
}

// counts reports whether a touch takes room under a cap.
func (c *Cap) counts(t *touch) bool {
	return c.touches(t) && !(len(c.Uncounted) > 0 && has(c.Uncounted, t.purpose))
}

// counted returns the touches that the i-th cap counts against a message.
func (p *planner) counted(i int, m *message) []counted {
	list, rule := &p.lists[i], &p.book.caps[i]
	if !list.made {
		list.made = true
		for j := range p.touches {
			if rule.counts(&p.touches[j]) {
				list.all = append(list.all, counted{p.touches[j].at, int32(j)})
			}
		}
		if !slices.IsSortedFunc(list.all, func(a, b counted) int { return compareInstants(a.at, b.at) }) {
			slices.SortStableFunc(list.all, func(a, b counted) int { return compareInstants(a.at, b.at) })
		}
	}
	if !rule.ByTopic {
		return list.all
	}
	p.filtered = p.filtered[:0]
	for _, c := range list.all {
		if p.touches[c.touch].about(m.topic) {
			p.filtered = append(p.filtered, c)
		}
	}
	return p.filtered
}

func compareInstants(a, b instant) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// about reports whether a touch, or a part of it, has a topic.
func (t *touch) about(topic string) bool {
	return t.topic == topic || slices.ContainsFunc(t.also, func(a Part) bool { return a.Topic == topic })
}

// reserve takes room for a message that has been given a time, and returns its
// place among the touches.
func (p *planner) reserve(t touch) int32 {
	n := int32(len(p.touches))
	p.touches = append(p.touches, t)
	for i := range p.lists {
		if l := &p.lists[i]; l.made && p.book.caps[i].counts(&t) {
			l.insert(counted{t.at, n})
		}
	}
	return n
}

func (l *capList) insert(c counted) {
	at, _ := slices.BinarySearchFunc(l.all, c.at+1, byInstant)
	l.all = slices.Insert(l.all, at, c)
}

// caps asks for room under each cap.
func (p *planner) caps(m *message, t instant) (open, close instant) {
	open, close = t, never
	for i := range p.book.caps {
		rule := &p.book.caps[i]
		if !rule.matches(m.channel, m.topic, m.purpose) || len(rule.Exempt) > 0 && has(rule.Exempt, m.purpose) {
			continue
		}
		if m.leader != nil && rule.counts(m.leader) && (!rule.ByTopic || m.leader.about(m.topic)) {
			continue // it takes no more room than the one that it goes out with
		}
		if rule.Max == 0 {
			p.blame(never, Reason{Code: NeverAllowed, Rule: rule.ID, Law: rule.law})
			open = never
			continue
		}
		o, c, by := p.room(rule, p.counted(i, m), t)
		if o > t {
			p.blameCap(rule, m, o, by)
		}
		open, close = max(open, o), min(close, c)
	}
	return
}

// room returns when there is room under a cap from t on, until when, and the
// touches that leave none at t.
func (p *planner) room(rule *capRule, list []counted, t instant) (open, close instant, by []counted) {
	if len(list) < rule.Max {
		return t, never, nil
	}
	if rule.Every.Exact != 0 {
		w := sliding{list, rule.Max, instant(rule.Every.Exact)}
		open = w.next(t)
		if open > t {
			by = w.around(t)
		}
		return open, w.end(open), by
	}
	open, close = t, never
	for {
		at := open
		for _, zone := range p.zones {
			w := calendar{list, rule.Max, rule.Every, zone}
			o, c := w.next(at)
			if o > at && by == nil {
				by = w.around(at)
			}
			open, close = max(open, o), min(close, c)
		}
		if open == at {
			return open, close, by
		}
		close = never
	}
}

// blameCap says which cap has no room, and for whom it is kept if it is.
func (p *planner) blameCap(rule *capRule, m *message, open instant, by []counted) {
	r := Reason{Code: CapReached, Rule: rule.ID, Law: rule.law, Count: rule.Max, Span: rule.Every}
	for _, c := range by {
		t := &p.touches[c.touch]
		if t.reserved && t != m.leader {
			r.Code, r.Ref = RoomReserved, t.key
			m.behind = m.behind || t.pending
		}
	}
	p.blame(open, r)
}

// sliding is a cap on the touches of any window (t-every, t].
type sliding struct {
	list  []counted // in order
	most  int
	every instant
}

// upTo returns how many touches come before or at t.
func (w sliding) upTo(t instant) int {
	n, _ := slices.BinarySearchFunc(w.list, t+1, byInstant)
	return n
}

// ok reports whether one more touch at t leaves all windows that have it within
// the cap: those that end with it, and with each touch that follows.
func (w sliding) ok(t instant) bool {
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

// next returns the first instant from t on with room. Room comes only when a
// touch leaves the window.
func (w sliding) next(t instant) instant {
	if w.ok(t) {
		return t
	}
	i, _ := slices.BinarySearchFunc(w.list, t-w.every+1, byInstant)
	for ; i < len(w.list); i++ {
		if at := w.list[i].at + w.every; at > t && w.ok(at) {
			return at
		}
	}
	return never // not reached: there is room after the last one
}

// end returns when there is no room any more, if there is at t.
func (w sliding) end(t instant) instant {
	if t >= unknown {
		return never
	}
	for _, c := range w.list[w.upTo(t):] {
		if at := c.at - w.every + 1; at > t && !w.ok(at) {
			return at
		}
		if !w.ok(c.at) {
			return c.at
		}
	}
	return never
}

// around returns the touches of all windows that have t.
func (w sliding) around(t instant) []counted {
	from, _ := slices.BinarySearchFunc(w.list, t-w.every+1, byInstant)
	to, _ := slices.BinarySearchFunc(w.list, t+w.every, byInstant)
	return w.list[from:to]
}

// calendar is a cap on the touches of so many days in a row, or of a block of
// months, as a calendar in a zone has them.
type calendar struct {
	list  []counted // in order
	most  int
	every retention.Span
	zone  *time.Location
}

// within counts the touches on the days [from, to).
func (w calendar) within(from, to retention.Date) int {
	a, _ := slices.BinarySearchFunc(w.list, from.Start(w.zone).UnixNano(), byInstant)
	b, _ := slices.BinarySearchFunc(w.list, to.Start(w.zone).UnixNano(), byInstant)
	return b - a
}

func (w calendar) date(t instant) retention.Date {
	return retention.DateOf(time.Unix(0, t), w.zone)
}

// block returns the first day of the block of months that a day lies in, and of
// the next.
func (w calendar) block(d retention.Date) (from, to retention.Date) {
	months := w.every.Months
	first := (int(d.Month()) - 1) / months * months
	from = retention.NewDate(d.Year(), time.Month(first+1), 1)
	return from, from.AddMonths(months)
}

// ok reports whether one more touch on a day leaves all that have it within the
// cap.
func (w calendar) ok(d retention.Date) bool {
	if w.every.Months > 0 {
		return w.within(w.block(d)) < w.most
	}
	n := w.every.Days
	last := d
	if len(w.list) > 0 {
		last = w.date(w.list[len(w.list)-1].at)
	}
	for e := d; ; e = e.AddDays(1) {
		if w.within(e.AddDays(1-n), e.AddDays(1)) >= w.most {
			return false
		}
		if e.DaysSince(d) >= n-1 || !e.Before(last) {
			return true
		}
	}
}

// next returns the first instant from t on whose day has room, and the end of
// the days in a row that have it.
func (w calendar) next(t instant) (open, close instant) {
	d := w.date(t)
	for !w.ok(d) {
		if w.every.Months > 0 {
			_, d = w.block(d)
		} else {
			d = d.AddDays(1)
		}
		t = d.Start(w.zone).UnixNano()
	}
	if len(w.list) == 0 || w.list[len(w.list)-1].at < t {
		return t, never
	}
	last := w.date(w.list[len(w.list)-1].at)
	for e := d.AddDays(1); !e.After(last); e = e.AddDays(1) {
		if !w.ok(e) {
			return t, e.Start(w.zone).UnixNano()
		}
	}
	return t, never
}

// around returns the touches of all windows that have t.
func (w calendar) around(t instant) []counted {
	d := w.date(t)
	from, to := d.AddDays(1-w.every.Days), d.AddDays(w.every.Days)
	if w.every.Months > 0 {
		from, to = w.block(d)
	}
	a, _ := slices.BinarySearchFunc(w.list, from.Start(w.zone).UnixNano(), byInstant)
	b, _ := slices.BinarySearchFunc(w.list, to.Start(w.zone).UnixNano(), byInstant)
	return w.list[a:b]
}
