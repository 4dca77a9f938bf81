package loyalty

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// impactBatch is some members who are compared at a time. One is filled while
// another is compared.
type impactBatch struct {
	change  *RuleChange
	ids     []string
	events  [][]Event // of each member; kept to be filled anew
	results []MemberImpact
	running sync.WaitGroup
}

// batchSize is large enough that no processor waits long for another.
const batchSize = 256

func (c *impactBatch) full() bool { return len(c.ids) == batchSize }

func (c *impactBatch) wait() { c.running.Wait() }

func (c *impactBatch) clear() { c.ids, c.results = c.ids[:0], c.results[:0] }

// add takes in a member.
func (c *impactBatch) add(id string, events iter.Seq[Event]) {
	i := len(c.ids)
	c.ids = append(c.ids, id)
	if len(c.events) == i {
		c.events = append(c.events, nil)
	}
	c.events[i] = slices.AppendSeq(c.events[i][:0], events)
}

// start compares the members on all processors. Who calls it must wait.
func (c *impactBatch) start(ctx context.Context) {
	c.results = append(c.results, make([]MemberImpact, len(c.ids))...)
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(c.ids)) {
		c.running.Go(func() {
			t := impactTrial{ledger: newLedger("")}
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(c.ids) {
					return
				}
				c.results[i] = t.member(c.change, c.ids[i], c.events[i])
			}
		})
	}
}

// impactTrial is the working space of one goroutine.
type impactTrial struct {
	wasShort, isShort []bool // of each event
	replayer          replayer
	ledger            *ledger
}

// member compares what the events of a member come to.
func (t *impactTrial) member(c *RuleChange, id string, events []Event) MemberImpact {
	sortEvents(events)
	m := MemberImpact{ID: id, done: true, seen: len(events)}
	for m.seen > 0 && instantOf(events[m.seen-1].At) > instantOf(c.At) {
		m.seen--
		m.later++
	}
	events = events[:m.seen]
	t.wasShort, t.isShort = flags(t.wasShort, len(events)), flags(t.isShort, len(events))
	if m.Old, m.err = t.outcome(c.Old, id, events, t.wasShort, c); m.err != nil {
		return m
	}
	m.New, m.err = t.outcome(c.New, id, events, t.isShort, c)
	m.Gain = m.New.Benefit() - m.Old.Benefit()
	for i := range events {
		switch {
		case t.isShort[i] && !t.wasShort[i]:
			m.NowShort++
		case t.wasShort[i] && !t.isShort[i]:
			m.NowPaid++
		}
	}
	return m
}

func flags(room []bool, n int) []bool {
	room = slices.Grow(room[:0], n)[:n]
	clear(room)
	return room
}

// outcome replays the events of a member, which are in order. It keeps no
// entries.
func (t *impactTrial) outcome(e *Engine, id string, events []Event, short []bool, c *RuleChange) (o Outcome, err error) {
	l := t.ledger
	l.again(id)
	for i := range events {
		if i > 0 && compareEvents(&events[i-1], &events[i]) == 0 {
			continue
		}
		d, refusal := t.replayer.replay(e, l, &events[i])
		if refusal != nil {
			o.refuse(&events[i], refusal, &short[i])
			continue
		}
		for j := range d.Entries {
			if err := l.apply(&d.Entries[j]); err != nil {
				return o, &EntryError{id, d.Entries[j].Seq, err}
			}
		}
	}
	return o, e.read(&o, l, c)
}

// refuse counts an event that was refused.
func (o *Outcome) refuse(ev *Event, refusal *Error, short *bool) {
	o.Refused++
	var asked Points
	switch x := ev.Data.(type) {
	case Redeem:
		asked = x.Points
	case Hold:
		asked = x.Points
	default:
		return
	}
	if errors.Is(refusal.Err, ErrInsufficient) {
		*short = true
		o.Short++
		o.ask(asked)
	}
}

// ask counts points that were asked for. Anything may be asked for: the count
// stops at the largest number.
func (o *Outcome) ask(n Points) {
	sum, ok := o.Asked.add(n)
	if !ok {
		sum = unlimited
	}
	o.Asked = sum
}

// read takes the outcome from a ledger.
func (e *Engine) read(o *Outcome, l *ledger, c *RuleChange) error {
	at := instantOf(c.At)
	ed := e.at(at)
	for i := range l.pools {
		w := Wallet{l, l.pools[i].wallet}
		b := w.Balance(c.At)
		if !o.Balance.add(&b) {
			return &EntryError{l.id, l.seq, ErrOverflow}
		}
		if n := b.outstanding(); n > 0 {
			rule := ed.burn(w.name)
			o.Liability = o.Liability.Add(n.Decimal(e.program.Scale).Mul(rule.Worth))
		}
	}
	o.Tier = e.tierAt(l, at)
	return nil
}

// add adds up balances, and reports whether they do not overflow.
func (b *Balance) add(o *Balance) bool {
	ok := true
	sum := func(p *Points, n Points) {
		total := *p + n
		ok = ok && total >= 0
		*p = total
	}
	sum(&b.Available, o.Available)
	sum(&b.Pending, o.Pending)
	sum(&b.Held, o.Held)
	sum(&b.Debt, o.Debt)
	sum(&b.Earned, o.Earned)
	sum(&b.Received, o.Received)
	sum(&b.Spent, o.Spent)
	sum(&b.Sent, o.Sent)
	sum(&b.Lapsed, o.Lapsed)
	sum(&b.Clawed, o.Clawed)
	return ok
}
