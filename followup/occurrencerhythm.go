package followup

import (
	"cmp"
	"slices"
)

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
	if len(times) >= max(2, cmp.Or(t.Orders, 3)) {
		gap := rhythm(times, t.Ratio, t.Spread)
		why.Count = int((gap + day/2) / day)
		from = later(from, gap)
	} else if !t.Fallback.IsZero() {
		from, why.Span = p.home().after(last.At, t.Fallback).UnixNano(), t.Fallback
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
	p.run(&occurrence{play: i, name: last.ID, from: from, topic: pl.Topic, why: why})
}

// rhythm returns the time after which the next of some events is due. It
// changes times, which are in order.
func rhythm(times []instant, ratio, spread float64) instant {
	gaps := times[:0]
	for i := 1; i < len(times); i++ {
		gaps = append(gaps, times[i]-times[i-1])
	}
	middle := median(gaps)
	due := cmp.Or(ratio, 1) * float64(middle)
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
