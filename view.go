package retention

import (
	"iter"
	"math"
	"sort"
	"time"
)

// View is a [History] as of an instant: what had happened before it, with days
// cut in one zone. A View is a small value that never changes, and is safe for
// concurrent use. The zero View has no customers.
type View struct {
	run      *run
	from, to int // the customers of run that this view is of
	asOf     time.Time
	micros   int64 // of asOf
	nanos    uint16
	clock    *clock
	currency string
}

const microsPerSecond = 1e6

// newView returns the view of a whole run.
func newView(r *run, currency string, at time.Time, zone *time.Location) View {
	v := View{run: r, to: len(r.customers), asOf: at.In(zone), currency: currency}
	switch s := at.Unix(); { // beyond what an order's time can be, one is as good as another
	case s < firstSecond:
		v.micros = math.MinInt64
	case s > lastSecond:
		v.micros = math.MaxInt64
	default:
		v.micros, v.nanos = at.UnixMicro(), uint16(at.Nanosecond()%1000)
	}
	v.clock = &clock{zone: zone}
	if first, last := r.bounds(); first != nil {
		v.clock.days = newCalendar(zone, floorDiv(first.micros, microsPerSecond), floorDiv(last.micros, microsPerSecond)+1)
	}
	return v
}

// AsOf returns the instant of the view, in its zone.
func (v View) AsOf() time.Time { return v.asOf }

// Zone returns the zone in which the view cuts days.
func (v View) Zone() *time.Location { return v.asOf.Location() }

// Currency returns the currency that the History's orders state, or "".
func (v View) Currency() string { return v.currency }

// Customers iterates over the customers known before the view's instant, in the
// order of their IDs, byte by byte: those with an order of any kind and those
// from [History.AddCustomers]. Guests are not among them.
func (v View) Customers() iter.Seq[Customer] {
	return func(yield func(Customer) bool) {
		for i := v.from; i < v.to; i++ {
			if c, ok := v.customer(i); ok && c.id != "" && !yield(c) {
				return
			}
		}
	}
}

// Customer returns one customer, in O(log n); ok is false if nothing was known
// of the customer before the view's instant.
func (v View) Customer(id string) (c Customer, ok bool) {
	if v.run == nil || id == "" {
		return Customer{}, false
	}
	i, found := v.run.find(id)
	if !found || i < v.from || i >= v.to {
		return Customer{}, false
	}
	return v.customer(i)
}

// Split cuts the view into at most n views of about equally many orders, for n
// goroutines to work on. Together, and in this order, they have the customers
// of the view in their order.
func (v View) Split(n int) []View {
	var parts []View
	for left := max(n, 1); v.from < v.to; left-- {
		part := v
		if left > 1 {
			start := v.run.start(v.from)
			share := (v.run.customers[v.to-1].end - start) / left
			part.to = v.from + 1 + sort.Search(v.to-v.from-1, func(i int) bool {
				return v.run.customers[v.from+i].end-start >= share
			})
		}
		parts = append(parts, part)
		v.from = part.to
	}
	return parts
}

// customer returns customer i of the run, and whether the view knows it.
func (v *View) customer(i int) (Customer, bool) {
	c := &v.run.customers[i]
	list := v.before(v.run.entriesOf(i))
	return Customer{c.id, list, v.clock, c.contested}, c.known || len(list) > 0
}

// before returns the entries before the view's instant.
func (v *View) before(list []entry) []entry {
	n := len(list)
	if n == 0 || v.reaches(&list[n-1]) {
		return list
	}
	return list[:sort.Search(n, func(i int) bool { return !v.reaches(&list[i]) })]
}

func (v *View) reaches(e *entry) bool {
	return e.micros < v.micros || e.micros == v.micros && e.nanos < v.nanos
}

// Customer is one customer in a [View].
type Customer struct {
	id        string
	entries   []entry // before the view's instant
	clock     *clock
	contested bool
}

// ID returns the caller's key of the customer.
func (c Customer) ID() string { return c.id }

// Event is a sale or a refund that counts. The zero Event has no time.
type Event struct {
	Kind   Kind   // Sale or Refund
	Amount Amount // what it adds to the customer's money: 0 or less for a refund

	micros int64
	nanos  uint16
	view   *clock
}

// clock is what a view reads times with.
type clock struct {
	zone *time.Location
	days *calendar
}

// At returns when it happened, in the zone of the view.
func (e Event) At() time.Time {
	if e.view == nil {
		return time.Time{}
	}
	return time.UnixMicro(e.micros).Add(time.Duration(e.nanos)).In(e.view.zone)
}

// Day returns the day of At.
func (e Event) Day() Date {
	if e.view == nil {
		return Date{}
	}
	return dateFromUnixDay(e.view.days.day(floorDiv(e.micros, microsPerSecond)))
}

// Events iterates over the customer's sales and refunds, oldest first. Orders
// that a [Void] took back are left out. Of several sales with one ID only one
// counts: the latest or, at one instant, the largest. The same holds for
// refunds, which negative sales are among; the largest of them, whatever the
// signs, is the one that gives most back. A sale and a refund with one ID both
// count.
func (c Customer) Events() iter.Seq[Event] {
	return func(yield func(Event) bool) { c.events(yield) }
}

func (c *Customer) events(yield func(Event) bool) {
	var claims claims
	if c.contested {
		claims = claimsOf(c.entries)
	}
	for i := range c.entries {
		e := &c.entries[i]
		if e.kind == Void || claims != nil && !claims.count(i, e) {
			continue
		}
		kind, amount := e.kind.effect(e.money())
		if !yield(Event{kind, amount, e.micros, e.nanos, c.clock}) {
			return
		}
	}
}

func (e *entry) countsAs() Kind {
	if e.kind == Void {
		return Void
	}
	kind, _ := e.kind.effect(e.money())
	return kind
}

// effect returns how a sale or refund of an amount counts.
func (k Kind) effect(a Amount) (Kind, Amount) {
	if k == Sale && a.units >= 0 {
		return Sale, a
	}
	if a.units > 0 {
		a = a.Neg()
	}
	return Refund, a
}

// claims tells which of a customer's entries stands for each kind and ID.
type claims map[claim]int

type claim struct {
	kind Kind
	id   orderID
}

func claimsOf(list []entry) claims {
	last := make(claims, len(list))
	for i := range list {
		e := &list[i]
		if e.id == (orderID{}) {
			continue
		}
		c := claim{e.countsAs(), e.id}
		if before, ok := last[c]; !ok || !list[before].outweighs(e) {
			last[c] = i
		}
	}
	return last
}

// outweighs reports whether e is of the same instant as o, which comes after it,
// and moves more money: entries are sorted by signed amounts, and refunds may have
// either sign.
func (e *entry) outweighs(o *entry) bool {
	return e.micros == o.micros && e.nanos == o.nanos && e.weight().Compare(o.weight()) > 0
}

// weight returns the money of an entry without its sign.
func (e *entry) weight() Amount {
	a := e.money()
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// count reports whether entry i counts: no later one has its place, and no void
// has taken it back.
func (c claims) count(i int, e *entry) bool {
	if e.id == (orderID{}) {
		return true
	}
	return !c.has(Void, e.id) && c[claim{e.countsAs(), e.id}] == i
}

func (c claims) has(kind Kind, id orderID) bool {
	_, ok := c[claim{kind, id}]
	return ok
}
