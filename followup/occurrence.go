package followup

import (
	"time"

	"github.com/retentionkit/retention"
)

// occurrence is what a run begins with.
type occurrence struct {
	play  int
	name  string         // in keys
	from  instant        // when the run begins
	on    retention.Date // the day it begins on, or none
	topic string
	why   Reason // what called for it
}

// occurrences adds the candidates of all runs of a play that can matter now.
func (p *planner) occurrences(i int) {
	switch t := &p.e.plays[i].Trigger; {
	case t.After != nil:
		p.afterEvents(i, t.After)
	case t.Yearly != nil:
		p.yearly(i, t.Yearly)
	case t.Every != nil:
		p.every(i, t.Every)
	case t.Silence != nil:
		p.silence(i, t.Silence)
	case t.Reorder != nil:
		p.reorder(i, t.Reorder)
	case t.Entered != nil:
		p.entered(i, t.Entered)
	case t.Surprise != nil:
		p.surprise(i, t.Surprise)
	case t.Declined != nil:
		p.declined(i, t.Declined)
	}
}

// afterEvents begins a run with each event, or leaves it out that comes too soon
// after the one before that began one. Of those far ahead it begins the first.
func (p *planner) afterEvents(i int, t *EventTrigger) {
	pl := &p.e.plays[i]
	far := later(later(p.now, p.e.horizon), pl.lead)
	var before, ahead *Event
	for _, e := range p.events {
		if e.Kind != t.Event || t.Due && e.Due.IsZero() {
			continue
		}
		from := e.begins(t)
		soon := before != nil && p.tooSoon(pl, before, e.Event)
		if !soon && !pl.Reentry.IsZero() {
			before = e.Event
		}
		switch {
		case from+pl.reach+p.e.lookback < p.now:
			p.over++
		case from > far && !soon:
			p.ahead++
			if ahead == nil || from < ahead.begins(t) {
				ahead = e.Event
			}
		default:
			n := len(p.runs)
			p.afterEvent(i, e.Event, from)
			if soon {
				p.reentered(pl, n, before.ID, before.At)
			}
		}
	}
	if ahead != nil {
		p.ahead--
		p.wake(ahead.begins(t) - pl.lead - p.e.horizon) // then others may be the first
		p.afterEvent(i, ahead, ahead.begins(t))
	}
}

// begins returns when a run begins that an event triggers.
func (e *Event) begins(t *EventTrigger) instant {
	if t.Due {
		return e.Due.UnixNano()
	}
	return e.At.UnixNano()
}

func (p *planner) afterEvent(i int, e *Event, from instant) {
	why := Reason{Code: ByEvent, Ref: e.ID, Name: named(e.Kind), At: p.time(from)}
	p.run(&occurrence{play: i, name: e.ID, from: from, topic: p.e.plays[i].Topic, why: why})
}

// tooSoon reports whether an event comes within the play's Reentry after another
// that began a run.
func (p *planner) tooSoon(pl *play, before, e *Event) bool {
	return e.At.Before(p.home().after(before.At, pl.Reentry))
}

// reentered drops what the last run added from the n-th candidate on: it comes
// too soon after one that began at an instant.
func (p *planner) reentered(pl *play, n int, ref string, began time.Time) {
	for j := n; j < len(p.runs); j++ {
		if c := &p.runs[j]; p.lastStep(pl, p.trail(c.play, c.run)) < 0 { // what has begun goes on
			c.ended = p.because(&Reason{Code: RunTooSoon, Ref: ref, Until: p.home().after(began, pl.Reentry)})
		}
	}
}

// entered begins a run when the customer came into the segment.
func (p *planner) entered(i int, t *EnteredTrigger) {
	at, in := p.c.Segments[t.Segment]
	if !in || !usable(at) {
		return
	}
	pl := &p.e.plays[i]
	from := at.UnixNano()
	if from+pl.reach+p.e.lookback < p.now {
		p.over++
		return
	}
	n := len(p.runs)
	why := Reason{Code: BySegment, Name: named(t.Segment), At: at.In(p.zone())}
	p.run(&occurrence{play: i, name: p.keep(appendStamp(p.scratch[:0], from)), from: from, topic: pl.Topic, why: why})
	if pl.Reentry.IsZero() {
		return
	}
	if began, key := p.enteredBefore(i, at); key != "" && at.Before(p.home().after(began, pl.Reentry)) {
		p.reentered(pl, n, key, began)
	}
}

// enteredBefore returns when the last run of a play began of which something
// went out and that began before an instant, and the key of what did.
func (p *planner) enteredBefore(i int, at time.Time) (last time.Time, key string) {
	for j := p.first[i]; j >= 0; j = p.marks[j].next {
		m := &p.marks[j]
		began, err := time.Parse(time.RFC3339Nano, m.run)
		if err != nil || !began.Before(at) || began.Before(last) || began.Equal(last) && m.key >= key {
			continue
		}
		last, key = began, m.key
	}
	return last, key
}

// appendStamp appends the name of an instant.
func appendStamp(b []byte, t instant) []byte {
	return time.Unix(0, t).UTC().AppendFormat(b, time.RFC3339Nano)
}

// declined begins a run with each no that no cooldown was under way for.
func (p *planner) declined(i int, t *DeclinedTrigger) {
	pl := &p.e.plays[i]
	for j := range p.declines {
		d := &p.declines[j]
		if d.at > p.now || !has(t.Topics, d.topic) || p.cooling(d) {
			continue
		}
		if d.at+pl.reach+p.e.lookback < p.now {
			p.over++
			continue
		}
		p.scratch = p.scratch[:0]
		if d.topic != "" {
			p.scratch = append(append(p.scratch, d.topic...), '@')
		}
		why := Reason{Code: ByDecline, Ref: d.ref, Name: named(d.topic), At: p.time(d.at)}
		p.run(&occurrence{play: i, name: p.keep(appendStamp(p.scratch, d.at)), from: d.at, topic: d.topic, why: why})
	}
}

// cooling reports whether a no came while the cooldown of an earlier one lasted.
func (p *planner) cooling(d *decline) bool {
	for j := range p.declines {
		before := &p.declines[j]
		if before == d {
			return false
		}
		if before.topic != d.topic {
			continue
		}
		if before.at == d.at {
			return true // one no, told twice
		}
		for k := range p.book.declines {
			if rule := &p.book.declines[k]; has(rule.Topics, d.topic) && rule.end(before, p.home()) > d.at {
				return true
			}
		}
	}
	return false
}
