package retention

import (
	"cmp"
	"hash/maphash"
	"math/bits"
	"slices"
)

// visitor is called for an order with its customer's part, number and total.
type visitor[R, T any] func(part int, number uint32, total *T, t *ticket[R])

// deal gives every customer a number within a part of the customers, and calls
// visit for every order: for those of one customer in the order of the slice.
// It returns the customers of each part.
//
// Customers in their thousands outgrow the caches, and then waiting for memory
// is what takes the time. So they are kept in parts that fit, and orders are
// dealt to these in rounds: first each worker goes through a stretch of the
// orders and fills a tray of tickets for every part, then it takes some of the
// parts and empties all trays of each. The tickets of a round lie side by side,
// and hold all that matters of an order.
func deal[R, T any](orders []Order, read func(*R, *Order) error, visit visitor[R, T]) ([]idTable[T], error) {
	workers := partsOf(len(orders))
	d := newDealer[R, T](orders, workers)
	for d.from < len(orders) {
		d.to = min(d.from+d.round(), len(orders))
		faults := make([]fault, workers)
		parallel(workers, func(w int) { faults[w] = d.fill(w, read) })
		if err := firstOf(faults); err != nil {
			return nil, err
		}
		forEach(len(d.tables), workers, func(part int) { d.empty(part, visit) })
		d.from = d.to
	}
	return d.tables, nil
}

// fault is an error about one of many orders.
type fault struct {
	at  int
	err error
}

// firstOf returns the error about the first order.
func firstOf(faults []fault) error {
	return slices.MinFunc(faults, func(a, b fault) int { return cmp.Compare(a.at, b.at) }).err
}

// dealer deals orders.
type dealer[R, T any] struct {
	orders   []Order
	from, to int // the orders of this round
	seed     maphash.Seed
	shift    int // a hash belongs to part hash>>shift
	tables   []idTable[T]
	desks    []desk[R] // one for each worker
}

const (
	mostParts  = 1 << 7
	firstRound = 1 << 16
)

func newDealer[R, T any](orders []Order, workers int) *dealer[R, T] {
	const worth = 1 << 13 // orders that are worth a part
	parts := 1
	for parts < mostParts && parts < len(orders)/worth {
		parts *= 2
	}
	d := &dealer[R, T]{
		orders: orders,
		seed:   maphash.MakeSeed(),
		shift:  64 - bits.Len(uint(parts-1)),
		tables: make([]idTable[T], parts),
		desks:  make([]desk[R], workers),
	}
	for w := range d.desks {
		d.desks[w].trays = make([]tray[R], parts)
	}
	return d
}

// round returns how many orders to take at a time: as many as there are
// customers, so that what is fetched of a part is used more than once.
func (d *dealer[R, T]) round() int {
	customers := 0
	for i := range d.tables {
		customers += int(d.tables[i].keys.count)
	}
	return max(firstRound, customers)
}

// fill puts tickets of a worker's stretch of the orders on its trays.
func (d *dealer[R, T]) fill(w int, read func(*R, *Order) error) fault {
	desk := &d.desks[w]
	desk.clear()
	n, workers := d.to-d.from, len(d.desks)
	from, to := d.from+n*w/workers, d.from+n*(w+1)/workers
	for i := from; i < to; i++ {
		o := &d.orders[i]
		hash := maphash.String(d.seed, o.Customer)
		// Filled in place: a copy of fields just written would wait for them,
		// and for all that they wait for.
		t := desk.ticket(int(hash >> d.shift))
		t.key.set(uint32(i), o.Customer, hash)
		if err := read(&t.row, o); err != nil {
			return fault{i, err}
		}
	}
	return fault{at: d.to}
}

// empty brings the tickets on all trays of a part to its customers.
func (d *dealer[R, T]) empty(part int, visit visitor[R, T]) {
	for w := range d.desks {
		t := &d.desks[w].trays[part]
		for i, p := range t.pages {
			d.hand(part, p[:min(pageTickets, t.tickets-uint(i)*pageTickets)], visit)
		}
	}
}

// hand brings tickets to their customers. It looks ahead in two rounds, for
// slots and then for customers: what it looks at is fetched while it looks on,
// as it would not be if each ticket waited for its own.
func (d *dealer[R, T]) hand(part int, tickets []ticket[R], visit visitor[R, T]) {
	table := &d.tables[part]
	var guesses [pageTickets]uint32
	for i := range tickets {
		guesses[i] = table.guess(tickets[i].key.tag)
	}
	for i, g := range guesses[:len(tickets)] {
		if g > 0 && table.keys.at(g-1).same(&tickets[i].key, d.orders) {
			table.seen = *table.totals.at(g - 1)
		} else {
			guesses[i] = 0
		}
	}
	for i := range tickets {
		t, number := &tickets[i], guesses[i]-1
		if guesses[i] == 0 {
			number = table.find(d.orders, &t.key)
		}
		visit(part, number, table.totals.at(number), t)
	}
}
