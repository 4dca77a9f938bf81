package retention

import "hash/maphash"

// FoldOrders folds orders into one T per customer, in bulk. It calls read for
// every order, to put what matters of it into an R, and then add, to add that
// to the total of the order's customer; both R and total start out as zero. It
// returns the customers' IDs in ascending order, byte by byte, and their totals
// beside them. Guests share the ID "".
//
// It does what a loop over a map[string]*T does, on several processors and with
// several orders under way at a time, and is the faster the smaller R and T are
// and the fewer pointers they have. So read is called for several orders at a
// time, and add for several customers, but for the orders of one customer one
// after the other, in the order of the slice. FoldOrders stops at errors from
// read, and returns the one about the first order in the slice. A panic in read
// or add ends the program. It takes up to 2^32 orders.
func FoldOrders[R, T any](orders []Order, read func(*R, *Order) error, add func(*T, *R)) (ids []string, totals []T, err error) {
	tables, err := deal(orders, read, func(_ int, c *known[T], _ uint32, t *ticket[R]) {
		add(&c.total, &t.row)
	})
	if err != nil {
		return nil, nil, err
	}
	ids, ranks := rank(orders, tables)
	totals = make([]T, len(ids))
	workers := partsOf(len(orders))
	parallel(workers, func(w int) {
		for part := w; part < len(ranks); part += workers {
			for number, place := range ranks[part] {
				totals[place] = tables[part].known.at(uint32(number)).total
			}
		}
	})
	return ids, totals, nil
}

// pages is a slice that grows without moving: new memory costs more than the
// look-up.
type pages[T any] [][]T

const pageBits = 8

// at returns the element with a number, which is at most one beyond the last.
func (p *pages[T]) at(number uint32) *T {
	page, i := number>>pageBits, number&(1<<pageBits-1)
	if int(page) == len(*p) {
		*p = append(*p, make([]T, 1<<pageBits))
	}
	return &(*p)[page][i]
}

// numberCustomers returns the customers of orders in ascending order, and for
// each order the place of its customer among them.
func numberCustomers(orders []Order) (ids []string, places []uint32) {
	parts := make([]uint8, len(orders))
	places = make([]uint32, len(orders))
	read := func(*struct{}, *Order) error { return nil }
	tables, _ := deal(orders, read, func(part int, _ *known[struct{}], number uint32, t *ticket[struct{}]) {
		parts[t.key.order], places[t.key.order] = uint8(part), number
	})
	ids, ranks := rank(orders, tables)
	n := partsOf(len(orders))
	parallel(n, func(part int) {
		for i := len(orders) * part / n; i < len(orders)*(part+1)/n; i++ {
			places[i] = ranks[parts[i]][places[i]]
		}
	})
	return ids, places
}

// visitor is called for an order with its customer, and the customer's part and
// number.
type visitor[R, T any] func(part int, c *known[T], number uint32, t *ticket[R])

// mostParts is into how many parts customers are dealt at most: every part looks
// at every order, so that more of them would help less and less.
const mostParts = 8

// deal gives every customer a number within a part of the customers, and calls
// visit for every order. It returns the customers of each part. There is one for
// each processor, which looks at all orders and takes those that are its own, in
// the order of the slice.
func deal[R, T any](orders []Order, read func(*R, *Order) error, visit visitor[R, T]) ([]idTable[T], error) {
	tables := make([]idTable[T], min(partsOf(len(orders)), mostParts))
	faults := make([]fault, len(tables))
	seed := maphash.MakeSeed()
	parallel(len(tables), func(part int) {
		faults[part].at = len(orders)
		batch := make([]ticket[R], 0, batchSize)
		for i := range orders {
			hash := maphash.String(seed, orders[i].Customer)
			if hash>>32%uint64(len(tables)) != uint64(part) {
				continue
			}
			if len(batch) == batchSize {
				hand(orders, part, &tables[part], batch, visit)
				batch = batch[:0]
			}
			// Filled in place: a copy of fields just written would wait for them,
			// and for all that they wait for.
			batch = batch[:len(batch)+1]
			t := &batch[len(batch)-1]
			t.key.set(uint32(i), orders[i].Customer, hash)
			t.row = *new(R)
			if err := read(&t.row, &orders[i]); err != nil {
				faults[part] = fault{i, err}
				return
			}
		}
		hand(orders, part, &tables[part], batch, visit)
	})
	return tables, firstOf(faults)
}

// ticket is an order on its way to its customer.
type ticket[R any] struct {
	key   idKey
	guess uint32 // where its customer probably is
	row   R
}

// batchSize is how many tickets are handed in together.
const batchSize = 256

// hand brings tickets to their customers. It looks ahead in two rounds, for
// slots and then for customers: what it looks at is fetched while it looks on,
// as it would not be if each ticket waited for its own.
func hand[R, T any](orders []Order, part int, table *idTable[T], batch []ticket[R], visit visitor[R, T]) {
	for i := range batch {
		batch[i].guess = table.guess(&batch[i].key)
	}
	for i := range batch {
		if t := &batch[i]; t.guess > 0 {
			table.seen = *table.known.at(t.guess - 1)
		}
	}
	for i := range batch {
		t := &batch[i]
		c, number := table.find(orders, &t.key)
		visit(part, c, number, t)
	}
}

// rank puts the customers of all tables in order, and returns the place of
// each: number n of table t has place ranks[t][n].
func rank[T any](orders []Order, tables []idTable[T]) (ids []string, ranks [][]uint32) {
	starts := make([]int, len(tables)+1)
	for part := range tables {
		starts[part+1] = starts[part] + int(tables[part].count)
	}
	total := starts[len(tables)]
	unsorted := make([]string, total)
	workers := partsOf(len(orders))
	parallel(workers, func(w int) {
		for part := w; part < len(tables); part += workers {
			for n := range tables[part].count {
				unsorted[starts[part]+int(n)] = orders[tables[part].known.at(n).key.order].Customer
			}
		}
	})
	sorted := sortedIDs(unsorted)
	ids = make([]string, total)
	places := make([]uint32, total)
	parallel(workers, func(w int) {
		for place := total * w / workers; place < total*(w+1)/workers; place++ {
			i := sorted[place]
			ids[place], places[i] = unsorted[i], uint32(place)
		}
	})
	ranks = make([][]uint32, len(tables))
	for part := range ranks {
		ranks[part] = places[starts[part]:starts[part+1]]
	}
	return ids, ranks
}
