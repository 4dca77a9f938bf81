package retention

import (
	"hash/maphash"
	"slices"
)

// FoldOrders folds orders into one T per customer, in bulk. It calls read for
// every order, to put what matters of it into an R, and then add, to add that
// to the total of the order's customer; both R and total start out as zero. It
// returns the customers' IDs in ascending order, byte by byte, and their totals
// beside them. Guests share the ID "".
//
// It does what a loop over a map[string]*T does, on all processors and by parts
// that fit their caches, and is the faster the smaller R and T are and the fewer
// pointers they have. So read is called for several orders at a time, and add
// for several customers, but for the orders of one customer one after the
// other, in the order of the slice. FoldOrders stops at errors from read, and
// returns the one about the first order in the slice. A panic in read or add ends
// the program. It takes up to 2^32 orders.
func FoldOrders[R, T any](orders []Order, read func(*R, *Order) error, add func(*T, *R)) (ids []string, totals []T, err error) {
	parts := make([]pages[T], shuffleParts)
	tables, err := shuffle(orders, read, func(part int, number uint32, _ int, row *R) {
		add(parts[part].at(number), row)
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
				totals[place] = *parts[part].at(uint32(number))
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
	tables, _ := shuffle(orders, read, func(part int, number uint32, i int, _ *struct{}) {
		parts[i], places[i] = uint8(part), number
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

const (
	// shuffleParts is in how many parts customers are handled one after the
	// other, so that what is known of those in one part stays in the cache.
	shuffleParts = 256
	// shuffleFrom is how many orders are worth that.
	shuffleFrom = 1 << 21
)

// shuffle gives every customer a number within a part of the customers, and
// calls visit for every order with the part and number of its customer. It
// returns the customers of each part, of which there are no more than
// shuffleParts. Calls of one part come one after the other, in the order of the
// slice; parts take turns on all processors.
func shuffle[R any](orders []Order, read func(*R, *Order) error, visit func(part int, number uint32, order int, row *R)) ([]idTable, error) {
	if len(orders) < shuffleFrom {
		return deal(orders, read, visit)
	}
	workers := partsOf(len(orders))
	tables := make([]idTable, shuffleParts)
	desks := make([]desk[R], workers)
	seed := maphash.MakeSeed()
	// Blocks share the memory of their tickets, but are not so small that
	// every table would be fetched for a few orders.
	size := min(len(orders)/4, 1<<22)
	for start := 0; start < len(orders); start += size {
		end := min(start+size, len(orders))
		parallel(workers, func(w int) {
			from, to := start+(end-start)*w/workers, start+(end-start)*(w+1)/workers
			desks[w].sort(orders, from, to, seed, read)
		})
		for w := range desks {
			if err := desks[w].err; err != nil {
				return nil, err
			}
		}
		parallel(workers, func(w int) {
			for part := w; part < shuffleParts; part += workers {
				for d := range desks {
					for i := range desks[d].parts[part] {
						t := &desks[d].parts[part][i]
						visit(part, tables[part].number(orders, &t.key), int(t.key.order), &t.row)
					}
				}
			}
		})
	}
	return tables, nil
}

// deal does what shuffle does for fewer orders, with a part for each processor:
// all look at all orders, and each takes those that are its own.
func deal[R any](orders []Order, read func(*R, *Order) error, visit func(part int, number uint32, order int, row *R)) ([]idTable, error) {
	parts := min(partsOf(len(orders)), shuffleParts)
	tables := make([]idTable, parts)
	faults := make([]fault, parts)
	seed := maphash.MakeSeed()
	parallel(parts, func(part int) {
		var key idKey
		var row, blank R
		table := &tables[part]
		faults[part].at = len(orders)
		for i := range orders {
			hash := maphash.String(seed, orders[i].Customer)
			if hash>>32%uint64(parts) != uint64(part) {
				continue
			}
			row = blank
			if err := read(&row, &orders[i]); err != nil {
				faults[part] = fault{i, err}
				return
			}
			key.set(uint32(i), orders[i].Customer, hash)
			visit(part, table.number(orders, &key), i, &row)
		}
	})
	return tables, firstOf(faults)
}

// ticket is an order on its way to its customer.
type ticket[R any] struct {
	key idKey
	row R
}

// desk is where one goroutine sorts tickets into parts.
type desk[R any] struct {
	parts [shuffleParts][]ticket[R]
	err   error
}

// sort makes tickets for orders [from, to).
func (d *desk[R]) sort(orders []Order, from, to int, seed maphash.Seed, read func(*R, *Order) error) {
	for i := range d.parts {
		even := (to - from) / shuffleParts
		d.parts[i] = slices.Grow(d.parts[i][:0], even+even/4)
	}
	for i := from; i < to; i++ {
		o := &orders[i]
		hash := maphash.String(seed, o.Customer)
		part := &d.parts[hash>>32%shuffleParts]
		*part = slices.Grow(*part, 1)[:len(*part)+1]
		t := &(*part)[len(*part)-1]
		// Filled in place: a copy of fields just written would wait for them,
		// and for all that they wait for.
		t.key.set(uint32(i), o.Customer, hash)
		t.row = *new(R)
		if d.err = read(&t.row, o); d.err != nil {
			return
		}
	}
}

// rank puts the customers of all tables in order, and returns the place of
// each: number n of table t has place ranks[t][n].
func rank(orders []Order, tables []idTable) (ids []string, ranks [][]uint32) {
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
				unsorted[starts[part]+int(n)] = orders[tables[part].keys.at(n).order].Customer
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
