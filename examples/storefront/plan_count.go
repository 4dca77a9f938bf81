package main

import (
	"maps"
	"slices"
	"time"

	"github.com/retentionkit/retention/followup"
)

// agendaCount is what plans come to: all of them, or some.
type agendaCount struct {
	customers int
	verdicts  map[followup.Verdict]int
	held      map[followup.Code]int // decisions with a reason, each counted once
	dropped   map[followup.Code]int
	sends     []send
	soon      int           // held messages that may go out within a day
	next      time.Time     // when the first of the plans changes; zero: none does
	shown     followup.Plan // the one with most to say
	says      int           // how much that is
}

// mostExplained is how many decisions the customer in full should have at most.
const mostExplained = 7

// send is a message that may go out.
type send struct {
	customer string
	turn     int // how many of its play come before
	followup.Decision
}

// add takes in a plan made at an instant.
func (n *agendaCount) add(p *followup.Plan, at time.Time) {
	one := agendaCount{customers: 1, next: p.Next, shown: *p}
	one.verdicts, one.held, one.dropped = map[followup.Verdict]int{}, map[followup.Code]int{}, map[followup.Code]int{}
	kinds := map[followup.Code]bool{}
	for i := range p.Decisions {
		d := &p.Decisions[i]
		one.verdicts[d.Verdict]++
		for _, code := range codes(d) {
			kinds[code] = true
			switch d.Verdict {
			case followup.Hold:
				one.held[code]++
			case followup.Drop:
				one.dropped[code]++
			}
		}
		switch {
		case d.Verdict == followup.Send:
			one.sends = append(one.sends, send{customer: p.Customer, Decision: *d})
		case d.Verdict == followup.Hold && !d.NotBefore.IsZero() && !d.NotBefore.After(at.AddDate(0, 0, 1)):
			one.soon++
		}
	}
	one.says = len(kinds)
	if undone := len(p.Decisions) - one.verdicts[followup.Done]; len(one.sends) > 0 && undone <= mostExplained {
		one.says += len(followup.Codes()) // there is something to do, and to read at a glance
	}
	n.merge(&one)
}

// codes returns the kinds of reasons against a message.
func codes(d *followup.Decision) []followup.Code {
	kinds := map[followup.Code]bool{}
	for _, r := range d.WhyNot {
		kinds[r.Code] = true
	}
	return slices.Sorted(maps.Keys(kinds))
}

// merge adds what the next customers come to.
func (n *agendaCount) merge(m *agendaCount) {
	n.customers += m.customers
	n.verdicts, n.held, n.dropped = plus(n.verdicts, m.verdicts), plus(n.held, m.held), plus(n.dropped, m.dropped)
	n.sends = append(n.sends, m.sends...)
	n.soon += m.soon
	if !m.next.IsZero() && (n.next.IsZero() || m.next.Before(n.next)) {
		n.next = m.next
	}
	if m.says > n.says || n.shown.Customer == "" {
		n.shown, n.says = m.shown, m.says
	}
}

// plus adds the counts of b to a.
func plus[K comparable](a, b map[K]int) map[K]int {
	if a == nil {
		a = map[K]int{}
	}
	for k, n := range b {
		a[k] += n
	}
	return a
}

// against returns how many held or dropped decisions have each kind of reason.
func (n *agendaCount) against() map[followup.Code]int { return plus(plus(nil, n.held), n.dropped) }
