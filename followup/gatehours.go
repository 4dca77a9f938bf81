package followup

import (
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup/hours"
)

// hourMemo remembers what a schedule said last: closed in [from, open), open in
// [open, close). Most messages of a plan ask about one instant.
type hourMemo struct{ from, open, close instant }

// hours asks the rules of the shop and the law for the customer's clock, until
// all are open at once.
func (p *planner) hours(m *message, t instant) (open, close instant) {
	for at := t; ; at = open {
		open, close = p.allHours(m, at)
		if open == at || open >= m.until {
			return open, close
		}
	}
}

func (p *planner) allHours(m *message, t instant) (open, close instant) {
	open, close = t, never
	for i := range p.book.hours {
		rule := &p.book.hours[i]
		if !rule.matches(m.channel.ID, m.topic, m.purpose) || !rule.Audience.includes(p.c.Business) {
			continue
		}
		memo := &p.memos[i]
		if t < memo.from || t >= memo.close {
			*memo = ask(rule.schedule, t, p.zones)
		}
		o, c := max(t, memo.open), memo.close
		if o > t {
			p.blameHours(o, p.closed(rule, t))
		}
		if spread := p.spread(rule.schedule, m, o, memo); spread > o {
			p.blame(spread, Reason{Code: Spread, Rule: rule.ID, Law: rule.law})
			o = spread
		}
		open, close = max(open, o), min(close, c)
	}
	return
}

// ask returns what a schedule says from t on.
func ask(s *hours.Schedule, t instant, zones []*time.Location) hourMemo {
	open, close, ok := s.Next(time.Unix(0, t), zones...)
	switch {
	case !ok:
		return hourMemo{t, never, never}
	case close.IsZero():
		return hourMemo{t, open.UnixNano(), never}
	}
	return hourMemo{t, open.UnixNano(), close.UnixNano()}
}

// blameHours notes why a message waits for the next hours, or that there are none.
func (p *planner) blameHours(open instant, r Reason) {
	if open == never {
		r = Reason{Code: NeverOpen, Rule: r.Rule, Law: r.Law}
	}
	p.blame(open, r)
}

// closed returns why a rule is closed at t.
func (p *planner) closed(rule *openHours, t instant) Reason {
	r := Reason{Code: OutsideHours, Rule: rule.ID, Law: rule.law, Name: rule.says, At: p.time(t)}
	for _, zone := range p.zones {
		holiday, closed := rule.schedule.Why(time.Unix(0, t), zone)
		if holiday != (retention.Text{}) {
			r.Code, r.Name = OnHoliday, holiday
		}
		if closed {
			break
		}
	}
	return r
}

// includes reports whether an audience has customers of a kind.
func (a Audience) includes(business bool) bool {
	return a == Everyone || (a == Companies) == business
}

// spread returns the message's own moment in the window that t lies in, if it
// was due before that opened; else t. The window is the one remembered: it opened
// when that says, or earlier.
func (p *planner) spread(s *hours.Schedule, m *message, t instant, window *hourMemo) instant {
	if m.channel.Spread.Exact <= 0 || m.due >= window.open || t >= never {
		return t
	}
	opened := window.open
	if opened == window.from { // it was open when that was asked
		opened = p.opening(s, m.due, t)
	}
	if opened <= m.due {
		return t
	}
	width := min(instant(m.channel.Spread.Exact), window.close-opened)
	seconds := uint64(width / instant(time.Second))
	if seconds == 0 {
		return t
	}
	drawn := newHasher(20).texts(p.c.ID, m.key).sum()[0]
	return max(t, opened+instant(drawn%seconds)*instant(time.Second))
}

// opening returns when the window opened that t lies in, or since if that was
// before. It looks back twice as far each time that it was open all along.
func (p *planner) opening(s *hours.Schedule, since, t instant) instant {
	const far = 100 * 366 * day
	for back := day; ; back *= 2 {
		at := since
		if back < far {
			at = max(since, t-back)
		}
		w := ask(s, at, p.zones)
		for w.close <= t {
			w = ask(s, w.close, p.zones)
		}
		if w.open > at || at == since {
			return w.open
		}
	}
}

// wishes asks when the customer wants to be reached.
func (p *planner) wishes(m *message, t instant) (open, close instant) {
	a, _, found := p.reach(m.channel.ID)
	if !found || len(a.Hours.Windows) == 0 || m.exempt() {
		return t, never
	}
	s, err := hours.Hours{Windows: a.Hours.Windows}.Schedule(nil)
	if err != nil {
		return t, never // checkFacts has seen to it
	}
	w := ask(s, t, p.zones)
	if w.open > t {
		p.blameHours(w.open, Reason{Code: OutsideWishes, At: p.time(t)})
	}
	return w.open, w.close
}

// staff asks whether there are people to do it.
func (p *planner) staff(m *message, t instant) (open, close instant) {
	if m.channel.staff == nil {
		return t, never
	}
	w := ask(m.channel.staff, t, []*time.Location{m.channel.zone})
	if w.open > t {
		holiday, _ := m.channel.staff.Why(time.Unix(0, t), m.channel.zone)
		p.blameHours(w.open, Reason{Code: NoStaff, Name: holiday, At: timeOf(t, m.channel.zone)})
	}
	return w.open, w.close
}

// shift asks for other hours than those of an unanswered attempt.
func (p *planner) shift(m *message, t instant) (open, close instant) {
	if m.shift == nil {
		return t, never
	}
	w := ask(m.shift, t, p.zones)
	if w.open > t {
		p.blameHours(w.open, Reason{Code: OutsideShift, At: p.time(t)})
	}
	return w.open, w.close
}
