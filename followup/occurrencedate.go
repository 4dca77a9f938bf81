package followup

import (
	"strconv"
	"time"

	"github.com/retentionkit/retention"
)

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
		why := Reason{Code: ByDate, Name: named(t.Date), At: p.home().start(on)}
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
	p.run(&occurrence{play: i, name: name, from: from, on: on, topic: pl.Topic, why: *why})
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
		p.scheduled(i, nth(anchor, t.Every, n))
	}
	p.unfinished(i, nth(anchor, t.Every, k))
}

func (p *planner) scheduled(i int, on retention.Date) {
	start := p.home().start(on)
	why := Reason{Code: BySchedule, At: start}
	p.run(&occurrence{play: i, name: p.dateName(on), from: start.UnixNano(), on: on, topic: p.e.plays[i].Topic, why: why})
}

// unfinished adds what is left of runs of a schedule that were begun before the
// last one.
func (p *planner) unfinished(i int, last retention.Date) {
	pl := &p.e.plays[i]
	if len(pl.steps) == 1 && pl.steps[0].Retry.Max == 0 && len(pl.steps[0].channels) == 1 {
		return // one attempt is all there is to a run: what was begun is finished
	}
	for j := p.first[i]; j >= 0; j = p.marks[j].next {
		name := p.marks[j].run
		on, err := retention.ParseDate(name)
		if err != nil || !on.Before(last) || p.home().start(on).UnixNano()+pl.reach+day+p.e.lookback < p.now {
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
	lead := -min(0, atMost(first.Wait)) // the most that the step may come before the day
	ahead := p.today.AddDays(int(lead/day) + 1)
	if every.Months > 0 {
		k = (12*(ahead.Year()-anchor.Year()) + int(ahead.Month()) - int(anchor.Month())) / every.Months
	} else {
		k = ahead.DaysSince(anchor) / every.Days
	}
	due = never
	for k = max(k+1, 0); k >= 0; k-- {
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
		if p.dated(i, p.dateName(from), on, &Reason{Code: BySurprise, At: p.home().start(on)}) {
			return
		}
	}
}

// draw returns a number that only salt, customer and day decide.
func (p *planner) draw(salt string, d retention.Date) uint64 {
	return newHasher(21).texts(salt, p.c.ID).word(uint64(d.Year())<<8 | uint64(d.Month())).sum()[0]
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
