package followup

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

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
	p.run(i, e.ID, from, retention.Date{}, p.e.plays[i].Topic, &Reason{Code: ByEvent, Ref: e.ID, Name: named(e.Kind), At: p.time(from)})
}

// tooSoon reports whether an event comes within the play's Reentry after another
// that began a run.
func (p *planner) tooSoon(pl *play, before, e *Event) bool {
	return e.At.Before(pl.Reentry.From(before.At, p.zone()))
}

// reentered drops what the last run added from the n-th candidate on: it comes
// too soon after one that began at an instant.
func (p *planner) reentered(pl *play, n int, ref string, began time.Time) {
	for j := n; j < len(p.runs); j++ {
		if c := &p.runs[j]; p.lastStep(pl, p.trail(c.play, c.run)) < 0 { // what has begun goes on
			c.ended = p.because(&Reason{Code: RunTooSoon, Ref: ref, Until: pl.Reentry.From(began, p.zone())})
		}
	}
}

// yearly begins a run on the day of this year, the next and those before, as far
// as they matter.
func (p *planner) yearly(i int, t *YearlyTrigger) {
	d, ok := p.c.Dates[t.Date]
	if !ok || d.IsZero() {
		return
	}
	year := p.today.Year()
	for y := max(year-p.back(i, 365*day), d.Year()+1); ; y++ {
		on := anniversary(d, y, t.Leap)
		if p.longOver(i, on) {
			continue
		}
		why := Reason{Code: ByDate, Name: named(t.Date), At: on.Start(p.zone())}
		if p.dated(i, p.keep(strconv.AppendInt(p.scratch[:0], int64(y), 10)), on, &why) {
			return
		}
	}
}

// longOver reports whether a run that began on a day is over so long ago that
// neither the zone nor the hour can matter.
func (p *planner) longOver(i int, on retention.Date) bool {
	return p.today.DaysSince(on) > int((p.e.plays[i].reach+p.e.lookback)/day)+4
}

// back returns how many periods before this one a run may have begun that still
// matters.
func (p *planner) back(i int, period instant) int {
	return int((p.e.plays[i].reach+day+p.e.lookback)/period) + 1
}

// anniversary returns the day of a year on which a date comes round.
func anniversary(d retention.Date, year int, leap LeapDay) retention.Date {
	on := retention.NewDate(year, d.Month(), d.Day())
	if on.Month() != d.Month() && leap == February28 {
		return on.AddDays(-1)
	}
	return on
}

// dated begins a run on the day of why.At, unless it is over long ago, and reports
// whether it lies ahead: what comes after need not be looked at.
func (p *planner) dated(i int, name string, on retention.Date, why *Reason) (ahead bool) {
	pl := &p.e.plays[i]
	from := why.At.UnixNano()
	if from+pl.reach+day+p.e.lookback < p.now {
		return false
	}
	p.run(i, name, from, on, pl.Topic, why)
	p.wake(from - pl.lead) // then the one after it is looked at
	return from-pl.lead > p.now
}

// every begins runs for the last day that has come and the next one.
func (p *planner) every(i int, t *EveryTrigger) {
	pl := &p.e.plays[i]
	anchor, least := t.Anchor, 0
	if t.From != "" {
		anchor, least = p.c.Dates[t.From], 1
	}
	if anchor.IsZero() {
		return
	}
	k, due := p.latest(anchor, t.Every, &pl.steps[0])
	p.wake(due) // of the next, which then is the last one
	k = max(k, least-1)
	for _, n := range [...]int{k, k + 1} {
		if n < least {
			continue
		}
		on := nth(anchor, t.Every, n)
		p.scheduled(i, on)
	}
	p.unfinished(i, nth(anchor, t.Every, k))
}

func (p *planner) scheduled(i int, on retention.Date) {
	start := on.Start(p.zone())
	p.run(i, p.dateName(on), start.UnixNano(), on, p.e.plays[i].Topic, &Reason{Code: BySchedule, At: start})
}

// unfinished adds what is left of runs of a schedule that were begun before the
// last one.
func (p *planner) unfinished(i int, last retention.Date) {
	pl := &p.e.plays[i]
	if len(pl.steps) == 1 && pl.steps[0].Retry.Max == 0 && len(pl.steps[0].channels) == 1 {
		return
	}
	for j := p.first[i]; j >= 0; j = p.marks[j].next {
		name := p.marks[j].run
		on, err := retention.ParseDate(name)
		if err != nil || !on.Before(last) || on.Start(p.zone()).UnixNano()+pl.reach+day+p.e.lookback < p.now {
			continue
		}
		if p.trail(i, name) == j { // once
			p.scheduled(i, on)
		}
	}
}

// nth returns the k-th day of a recurrence, counted from its anchor.
func nth(anchor retention.Date, every retention.Span, k int) retention.Date {
	return anchor.AddMonths(k * every.Months).AddDays(k * every.Days)
}

// latest returns the number of the last occurrence whose first step is due, or
// -1, and when that of the next one is.
func (p *planner) latest(anchor retention.Date, every retention.Span, first *step) (k int, due instant) {
	before := instant(0) // the most that the step may come before the day
	if most := atMost(first.Wait); most < 0 {
		before = -most
	}
	ahead := p.today.AddDays(int(before/day) + 1)
	k = ahead.DaysSince(anchor)
	if every.Months > 0 {
		k = (12*(ahead.Year()-anchor.Year()) + int(ahead.Month()) - int(anchor.Month())) / every.Months
	} else {
		k /= every.Days
	}
	due = never
	for k++; k >= 0; k-- {
		d := p.due(first, 0, nth(anchor, every, k))
		if d <= p.now {
			return k, due
		}
		due = d
	}
	return -1, due
}

// surprise begins runs on the drawn days of this period, the next and those
// before, as far as they matter.
func (p *planner) surprise(i int, t *SurpriseTrigger) {
	start := retention.NewDate(p.today.Year(), time.Month((int(p.today.Month())-1)/t.Months*t.Months+1), 1)
	for k := -p.back(i, instant(t.Months)*28*day); ; k++ {
		from, next := start.AddMonths(k*t.Months), start.AddMonths((k+1)*t.Months)
		if p.longOver(i, next) {
			continue
		}
		on := from.AddDays(int(p.draw(t.Salt, from) % uint64(next.DaysSince(from))))
		if p.dated(i, p.dateName(from), on, &Reason{Code: BySurprise, At: on.Start(p.zone())}) {
			return
		}
	}
}

// draw returns a number that only salt, customer and day decide.
func (p *planner) draw(salt string, d retention.Date) uint64 {
	h := newHasher(21)
	h.texts(salt, p.c.ID)
	h.word(uint64(d.Year())<<8 | uint64(d.Month()))
	return h.sum()[0]
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
	p.run(i, p.keep(appendStamp(p.scratch[:0], from)), from, retention.Date{}, pl.Topic, &Reason{Code: BySegment, Name: named(t.Segment), At: at.In(p.zone())})
	if pl.Reentry.IsZero() {
		return
	}
	if began, key := p.enteredBefore(i, at); key != "" && at.Before(pl.Reentry.From(began, p.zone())) {
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

// dateName returns the name of a day: 2006-01-02, as [retention.Date.String]
// has it.
func (p *planner) dateName(d retention.Date) string {
	b := p.scratch[:0]
	if year, month, day := d.Year(), int(d.Month()), d.Day(); year < 1000 || year > 9999 {
		b = append(b, d.String()...)
	} else {
		b = strconv.AppendInt(b, int64(year), 10)
		b = append(b, '-', digit(month/10), digit(month%10), '-', digit(day/10), digit(day%10))
	}
	return p.keep(b)
}

func digit(n int) byte { return byte('0' + n) }

// reorder begins a run with the last order, due when the next one is.
func (p *planner) reorder(i int, t *ReorderTrigger) {
	times := p.times[:0]
	var last *Event
	for _, e := range p.events {
		if e.Kind == t.Event {
			times = append(times, e.at)
			last = e.Event
		}
	}
	p.times = times
	if last == nil {
		return
	}
	pl := &p.e.plays[i]
	why := Reason{Code: ByRhythm, Ref: last.ID, At: last.At.In(p.zone()), Max: len(times)}
	from := last.At.UnixNano()
	if len(times) >= max(2, int(orElse(instant(t.Orders), 3))) {
		gap := rhythm(times, t.Ratio, t.Spread)
		why.Count = int((gap + day/2) / day)
		from = later(from, gap)
	} else if !t.Fallback.IsZero() {
		from, why.Span = t.Fallback.From(last.At, p.zone()).UnixNano(), t.Fallback
	} else {
		return
	}
	if from > lastYear {
		return
	}
	if from+pl.reach+p.e.lookback < p.now {
		p.over++
		return
	}
	p.run(i, last.ID, from, retention.Date{}, pl.Topic, &why)
}

// rhythm returns the time after which the next of some events is due. It
// changes times, which are in order.
func rhythm(times []instant, ratio, spread float64) instant {
	gaps := times[:0]
	for i := 1; i < len(times); i++ {
		gaps = append(gaps, times[i]-times[i-1])
	}
	middle := median(gaps)
	if ratio == 0 {
		ratio = 1
	}
	due := ratio * float64(middle)
	if spread > 0 {
		for i := range gaps {
			gaps[i] = max(gaps[i]-middle, middle-gaps[i])
		}
		due += spread * float64(median(gaps))
	}
	return instant(min(due, float64(lastYear)))
}

// median returns the middle of some numbers, or the mean of the two that are
// nearest to it, rounded down. It puts them in order.
func median(xs []instant) instant {
	slices.Sort(xs)
	n := len(xs)
	if n%2 == 1 {
		return xs[n/2]
	}
	return xs[n/2-1] + (xs[n/2]-xs[n/2-1])/2
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
		p.run(i, p.keep(appendStamp(p.scratch, d.at)), d.at, retention.Date{}, d.topic, &Reason{Code: ByDecline, Ref: d.ref, Name: named(d.topic), At: p.time(d.at)})
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
			if rule := &p.book.declines[k]; has(rule.Topics, d.topic) && rule.end(before, p.zone()) > d.at {
				return true
			}
		}
	}
	return false
}

// silence begins a run when the last touch or sign of life is long past.
func (p *planner) silence(i int, t *SilenceTrigger) {
	pl := &p.e.plays[i]
	last := always
	if n := len(p.signs); n > 0 {
		last = p.signs[n-1]
	}
	for j := len(p.touches) - 1; j >= 0 && p.touches[j].at > last; j-- {
		if x := &p.touches[j]; t.touches(x) {
			last = x.at
		}
	}
	if last == always || p.goesOn(i, last) {
		return
	}
	at := time.Unix(0, last).In(p.zone())
	k := p.silences(t.For, at)
	for _, n := range [...]int{k, k + 1} {
		if n < 1 {
			continue
		}
		from := times(t.For, n).From(at, p.zone()).UnixNano()
		p.wake(from)
		why := Reason{Code: BySilence, At: at, Span: times(t.For, n)}
		p.scratch = append(appendStamp(p.scratch[:0], last), '+')
		p.run(i, p.keep(strconv.AppendInt(p.scratch, int64(n), 10)), from, retention.Date{}, pl.Topic, &why)
	}
}

// goesOn adds the next step of a run of which the last touch was one, and
// reports whether there is any.
func (p *planner) goesOn(i int, last instant) bool {
	n := len(p.runs)
	for j := p.first[i]; j >= 0; j = p.marks[j].next {
		m := &p.marks[j]
		if c := &p.contacts[m.contact]; c.outcome == Failed || c.at != last {
			continue
		}
		from := p.firstTry(p.trail(i, m.run))
		why := Reason{Code: BySilence, At: p.time(from), Span: p.e.plays[i].Trigger.Silence.For}
		if since, k, ok := silenceOf(m.run); ok {
			why.At, why.Span = since.In(p.zone()), times(why.Span, k)
		}
		p.run(i, m.run, from, retention.Date{}, p.e.plays[i].Topic, &why)
		break
	}
	for j := n; j < len(p.runs); j++ {
		if p.runs[j].ended == 0 {
			p.wake(p.runs[j].until) // then it does not, if it was not sent
			return true
		}
	}
	return false
}

// silenceOf reads what the name of a run says of the silence that it began with.
func silenceOf(run string) (since time.Time, k int, ok bool) {
	at, times, _ := strings.Cut(run, "+")
	since, err := time.Parse(time.RFC3339Nano, at)
	n, err2 := strconv.ParseUint(times, 10, 15)
	return since, int(n), err == nil && err2 == nil && n > 0 && usable(since)
}

// times returns a span k times as long.
func times(s retention.Span, k int) retention.Span {
	return retention.Span{Months: k * s.Months, Days: k * s.Days, Exact: time.Duration(k) * s.Exact}
}

// silences returns how many whole spans of silence there have been since at.
func (p *planner) silences(span retention.Span, at time.Time) int {
	least := instant(span.Months)*28*day + instant(span.Days)*23*instant(time.Hour) + instant(span.Exact)
	k := int(max(0, p.now-at.UnixNano())/least) + 1
	for k > 0 && times(span, k).From(at, p.zone()).UnixNano() > p.now {
		k--
	}
	return k
}
