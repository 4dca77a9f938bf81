package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
	"github.com/retentionkit/retention/loyalty"
)

// buyer is a customer as the orders tell of one.
type buyer struct {
	id               string
	orders, returns  []time.Time // in order
	account          loyalty.Account
	hasPoints        bool
	optedOut, second bool // supposed: see [agenda.known]
}

// What is supposed, as orders do not tell.
const (
	delivery    = 3  // days from an order to its delivery
	secondShare = 30 // percent who have LINE or the app, and prefer it
	leaverShare = 10 // percent who opt out,
	leaveAfter  = 30 // so many days after their first order
)

// buyer reads a customer's orders.
func (a *agenda) buyer(c retention.Customer) *buyer {
	b := &buyer{id: c.ID(), second: drawn("second channel", c.ID(), secondShare), optedOut: drawn("opt-out", c.ID(), leaverShare)}
	for e := range c.Events() {
		if e.Kind == retention.Sale {
			b.orders = append(b.orders, e.At())
		} else {
			b.returns = append(b.returns, e.At())
		}
	}
	members := a.club.members
	i, found := slices.BinarySearchFunc(members, b.id, func(m member, id string) int { return cmp.Compare(m.id, id) })
	if found {
		b.account, b.hasPoints = members[i].account, true
	}
	return b
}

// drawn reports whether a customer is in a sample of so many percent, which is
// the same in every run and whoever else there is.
func drawn(sample, id string, percent uint32) bool {
	h := fnv.New32a()
	fmt.Fprint(h, sample, "/", id)
	return h.Sum32()%100 < percent
}

// next returns when a customer orders or returns something after an instant, or
// the end.
func (b *buyer) next(after, end time.Time) time.Time {
	for _, times := range [][]time.Time{b.orders, b.returns} {
		for _, t := range times {
			if t.After(after) && t.Before(end) {
				end = t
			}
		}
	}
	return end
}

// known returns all that the shop knows of a customer at an instant, and what
// time alone will make of it until another.
//
// Everybody has an e-mail address (and in Japan a phone number, as parcels need
// one) and said yes to messages with the first order; some took that back, and
// some have LINE or the app.
func (a *agenda) known(b *buyer, at, until time.Time) followup.Customer {
	orders := upTo(b.orders, at)
	since := orders[0]
	c := followup.Customer{
		ID: b.id, Zone: a.zone,
		Dates:     map[string]retention.Date{followup.MemberSinceDate: retention.DateOf(since, a.zone)},
		Segments:  map[string]time.Time{followup.LapsedSegment: a.lapsed(orders)},
		Addresses: []followup.Address{{Channel: followup.Email, Since: since, Preferred: !b.second}},
		Consents:  []followup.Consent{{Granted: true, Basis: followup.BasisExpress, At: since}},
	}
	app := followup.Push
	if a.preset == "japanese" {
		app, c.Region = followup.Line, "JP"
		c.Addresses = append(c.Addresses, followup.Address{Channel: followup.Phone, Since: since})
	}
	if b.second {
		c.Addresses = append(c.Addresses, followup.Address{Channel: app, Since: since, Preferred: true})
	}
	if b.optedOut {
		c.Consents = append(c.Consents, followup.Consent{At: since.AddDate(0, 0, leaveAfter)})
	}
	for i, t := range orders {
		id := strconv.Itoa(i + 1)
		c.Events = append(c.Events, followup.Event{ID: id, Kind: followup.OrderEvent, At: t},
			followup.Event{ID: id, Kind: followup.DeliveredEvent, At: t.AddDate(0, 0, delivery)})
	}
	for i, t := range upTo(b.returns, at) {
		c.Events = append(c.Events, followup.Event{ID: strconv.Itoa(i + 1), Kind: followup.ReturnedEvent, At: t})
	}
	if b.hasPoints {
		a.points(&c, b.account.AsOf(at), at, until)
	}
	return c
}

// upTo returns the times up to an instant.
func upTo(times []time.Time, at time.Time) []time.Time {
	n := len(times)
	for n > 0 && times[n-1].After(at) {
		n--
	}
	return times[:n]
}

// lapsed returns when somebody with these orders counts as lapsed, as the groups
// "Lapsed" and "Lapsed by rhythm" say: after three times the usual days between
// orders, and a year at the latest.
func (a *agenda) lapsed(orders []time.Time) time.Time {
	n := len(orders)
	first, last := retention.DateOf(orders[0], a.zone), retention.DateOf(orders[n-1], a.zone)
	days := 365
	if between := last.DaysSince(first); n >= 3 && between > 0 {
		days = min(days, (3*between+n-2)/(n-1))
	}
	return last.AddDays(days).Start(a.zone)
}

// points adds what the points program tells: who holds the top tier, and which
// points lapse before long.
func (a *agenda) points(c *followup.Customer, account loyalty.Account, at, until time.Time) {
	standing := a.club.engine.Standing(account, until)
	if standing.Tier != followup.TopTierSegment && until.After(at) {
		standing = a.club.engine.Standing(account, at)
	}
	if standing.Tier == followup.TopTierSegment {
		c.Segments[followup.TopTierSegment] = standing.Since
	}
	for _, l := range account.Lapsing(at, until.AddDate(0, 2, 0)) {
		c.Events = append(c.Events, followup.Event{
			ID: retention.DateOf(l.At, a.zone).String(), Kind: followup.PointsLapseEvent, At: account.Posted(), Due: l.At,
		})
	}
}
