package followup

import (
	"strconv"
	"strings"
	"time"

	"github.com/retentionkit/retention"
)

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
		from := p.home().after(at, times(t.For, n)).UnixNano()
		p.wake(from)
		why := Reason{Code: BySilence, At: at, Span: times(t.For, n)}
		p.scratch = append(appendStamp(p.scratch[:0], last), '+')
		name := p.keep(strconv.AppendInt(p.scratch, int64(n), 10))
		p.run(&occurrence{play: i, name: name, from: from, topic: pl.Topic, why: why})
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
		p.run(&occurrence{play: i, name: m.run, from: from, topic: p.e.plays[i].Topic, why: why})
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
	at, count, _ := strings.Cut(run, "+")
	since, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return since, 0, false
	}
	n, err := strconv.ParseUint(count, 10, 15)
	return since, int(n), err == nil && n > 0 && usable(since)
}

// times returns a span k times as long.
func times(s retention.Span, k int) retention.Span {
	return retention.Span{Months: k * s.Months, Days: k * s.Days, Exact: time.Duration(k) * s.Exact}
}

// silences returns how many whole spans of silence there have been since at.
func (p *planner) silences(span retention.Span, at time.Time) int {
	least := instant(span.Months)*28*day + instant(span.Days)*23*instant(time.Hour) + instant(span.Exact)
	k := int(max(0, p.now-at.UnixNano())/least) + 1
	for k > 0 && p.home().after(at, times(span, k)).UnixNano() > p.now {
		k--
	}
	return k
}
