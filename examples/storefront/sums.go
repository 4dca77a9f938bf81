package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/retentionkit/retention"
)

// sums collects the lines of orders, wherever they stand in the files. An ID
// that two customers have makes two orders: each has its own lines.
type sums struct {
	byKey map[sumKey]*sum
	last  *sum // lines of an order mostly stand together
}

type sumKey struct {
	order, customer string
	kind            retention.Kind
}

// sum is an order in the making.
type sum struct {
	sumKey
	at        time.Time // of the earliest line
	amount    retention.Sum
	rows      int
	firstLine int
	numbered  []numberedLine // instead of at and amount
}

// numberedLine is a line that says which of its order's lines it is.
type numberedLine struct {
	line   string
	at     time.Time
	amount retention.Amount
}

// add adds a row.
func (s *sums) add(r *row, customer string) {
	o := s.last
	if o == nil || o.order != string(r.order) || o.customer != customer || o.kind != r.kind {
		key := sumKey{string(r.order), customer, r.kind}
		if o = s.byKey[key]; o == nil {
			o = &sum{sumKey: key, at: r.at, firstLine: r.number}
			s.byKey[key] = o
		}
		s.last = o
	}
	o.rows++
	o.firstLine = min(o.firstLine, r.number)
	if len(r.line) > 0 {
		o.numbered = append(o.numbered, numberedLine{string(r.line), r.at, r.amount})
		return
	}
	if r.at.Before(o.at) {
		o.at = r.at
	}
	o.amount.Add(r.amount)
}

// finish hands out the orders.
func (s *sums) finish(keep func(orders []retention.Order, rows, firstLine int)) {
	for _, o := range s.byKey {
		keep(o.orders(), o.rows, o.firstLine)
	}
}

// orders returns the order or, if its lines have numbers and some came more
// than once, one order for each time that it was exported: what is a repeat
// and what a change is then for the library to say. Without numbers the same
// line twice is two of the same, as scanned at a till.
func (o *sum) orders() []retention.Order {
	if len(o.numbered) == 0 {
		return []retention.Order{newOrder(o.order, o.customer, o.kind, o.at, o.amount.Decimal())}
	}
	slices.SortFunc(o.numbered, func(a, b numberedLine) int {
		return cmp.Or(cmp.Compare(a.line, b.line), a.at.Compare(b.at), a.amount.Compare(b.amount))
	})
	var copies []sum
	nth := 0
	for i, line := range o.numbered {
		if i > 0 && line.line == o.numbered[i-1].line {
			nth++
		} else {
			nth = 0
		}
		if nth == len(copies) {
			copies = append(copies, sum{at: line.at})
		}
		c := &copies[nth]
		if line.at.Before(c.at) {
			c.at = line.at
		}
		c.amount.Add(line.amount)
	}
	var orders []retention.Order
	for i := range copies {
		c := &copies[i]
		orders = append(orders, newOrder(o.order, o.customer, o.kind, c.at, c.amount.Decimal()))
	}
	return orders
}
