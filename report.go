package retention

import (
	"cmp"
	"hash/maphash"
	"slices"
	"sort"
	"time"

	"github.com/shopspring/decimal"
)

// Report says what became of every order that was added to a [History]: which
// count, which do not, and why. Each order before the view's instant is in
// exactly one of Sales, Refunds, Voided, Guests, Duplicates, Conflicts and
// Voids. Orders at that instant or later are in Later.
type Report struct {
	Customers  int // with an order of any kind before the instant
	Registered int // known without one, from AddCustomers

	Sales   int // sales that count, as visits and as money
	Refunds int // refunds that count; negative sales are among them
	Voided  int // sales and refunds that a void took back

	Guests     int // sales and refunds without a customer, voided or not: they count for nobody
	Duplicates int // repeats of an order word for word
	Conflicts  int // gave way to another sale, or refund, with the same customer and ID but other content
	Voids      int // voids themselves
	Later      int // at the instant or after it, repeats included

	ZeroSales     int // among Sales: those of amount 0
	NegativeSales int // among Refunds: sales with a negative amount
	UnknownVoids  int // among Voids: those whose ID no order of their customer carries
	SharedIDs     int // order IDs that more than one customer has, guests taken for one; all count

	Gross decimal.Decimal // the money of Sales
	Net   decimal.Decimal // Gross less the money of Refunds

	First, Last time.Time // of sales and refunds that count, or that a guest made; zero if there are none
}

// Orders returns the number of different orders of customers, whether they
// count or were voided.
func (r Report) Orders() int { return r.Sales + r.Refunds + r.Voided }

// Report counts the orders of the view by what became of them. It looks at
// every order, and sorts their IDs to find the shared ones: O(n log n).
func (v View) Report() Report {
	t := tally{view: &v}
	for i := v.from; i < v.to; i++ {
		t.customer(i)
	}
	t.Gross, t.Net = t.gross.Decimal(), t.net.Decimal()
	t.SharedIDs = v.sharedIDs()
	return t.Report
}

// tally is a Report in the making.
type tally struct {
	Report
	view       *View
	gross, net Sum
}

func (t *tally) customer(i int) {
	c, known := t.view.customer(i)
	all := t.view.run.entriesOf(i)
	for j := len(c.entries); j < len(all); j++ {
		t.Later += int(all[j].seen)
	}
	switch {
	case c.id == "":
	case len(c.entries) > 0:
		t.Customers++
	case known:
		t.Registered++
	}
	var claims claims
	if c.contested {
		claims = claimsOf(c.entries)
	}
	for j := range c.entries {
		e := &c.entries[j]
		t.Duplicates += int(e.seen - 1)
		if t.counts(j, e, claims, c.id == "") {
			t.count(e, c.id == "")
		}
	}
}

// counts reports whether an entry counts, and counts it elsewhere if not.
func (t *tally) counts(j int, e *entry, claims claims, guest bool) bool {
	switch {
	case e.kind == Void:
		t.Voids++
		if !claims.has(Sale, e.id) && !claims.has(Refund, e.id) {
			t.UnknownVoids++
		}
	case claims == nil || claims.count(j, e):
		return true
	case claims.has(Void, e.id) && guest:
		t.Guests++
	case claims.has(Void, e.id):
		t.Voided++
	default:
		t.Conflicts++
	}
	return false
}

func (t *tally) count(e *entry, guest bool) {
	at := e.time(t.view.Zone())
	if t.First.IsZero() || at.Before(t.First) {
		t.First = at
	}
	if at.After(t.Last) {
		t.Last = at
	}
	if guest {
		t.Guests++
		return
	}
	kind, amount := e.kind.effect(e.money())
	t.net.Add(amount)
	if kind == Refund {
		t.Refunds++
		if e.kind == Sale {
			t.NegativeSales++
		}
		return
	}
	t.Sales++
	t.gross.Add(amount)
	if amount.Sign() == 0 {
		t.ZeroSales++
	}
}

// sharedIDs counts the order IDs that stand under more than one customer,
// guests taken for one.
func (v *View) sharedIDs() int {
	if v.run == nil {
		return 0
	}
	type key struct {
		hash uint64 // spares most comparisons a look at the ID
		at   int    // in entries
	}
	entries := v.run.entries
	var keys []key
	seed := maphash.MakeSeed()
	for i := v.from; i < v.to; i++ {
		start := v.run.start(i)
		for j, e := range v.before(v.run.entriesOf(i)) {
			if e.id != (orderID{}) {
				keys = append(keys, key{maphash.Bytes(seed, e.id[:]), start + j})
			}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Or(entries[a.at].id.compare(&entries[b.at].id), cmp.Compare(a.at, b.at))
	})
	shared := 0
	for len(keys) > 0 {
		n := 1
		for n < len(keys) && entries[keys[n].at].id == entries[keys[0].at].id {
			n++
		}
		if n > 1 && v.run.owner(keys[0].at) != v.run.owner(keys[n-1].at) {
			shared++
		}
		keys = keys[n:]
	}
	return shared
}

// owner returns the customer that entry i belongs to.
func (r *run) owner(i int) int {
	return sort.Search(len(r.customers), func(c int) bool { return r.customers[c].end > i })
}
