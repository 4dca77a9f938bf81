package retention

import (
	"cmp"
	"hash/maphash"
	"runtime"
	"slices"
)

// FoldOrders folds orders into one total of type T for each customer, in bulk.
// It calls add for every order, to add it to the total of its customer. Totals
// begin as the zero T. It returns the customers' IDs in ascending order, byte
// by byte, and their totals beside them. Guests share the ID "".
//
// It is for clean orders only: add sees each order as it stands in the slice.
// An order that comes twice is added twice, two versions of one order are both
// added, and a [Void] reaches add like any other order and takes nothing back.
// [Order.Effect] tells add what an order does by itself. Where orders may come
// twice, change or be voided, put them into a [History] and fold what counts:
//
//	for c := range view.Customers() {
//		var total T
//		for e := range c.Events() {
//			total.sum.Add(e.Amount) // e.Kind is Sale or Refund
//		}
//	}
//
// See [View.Customers] and [Customer.Events], and [View.Split] for several
// processors.
//
// FoldOrders does what a loop over a map[string]*T does, on several processors.
// It is faster the smaller T is and the fewer pointers T has. Each processor
// folds a stretch of the slice by itself. Where a customer has orders in several
// stretches, merge then adds the total of a later stretch to that of the earlier
// ones. So the orders of one customer are folded in the order of the slice. Add
// and merge are called for different customers at the same time.
//
// FoldOrders stops at errors from add, and returns the one about the first
// order in the slice. A panic in add or merge ends the program. It takes up to
// 2^32 orders, and O(orders + customers·log customers) time at most.
func FoldOrders[T any](orders []Order, add func(total *T, o *Order) error, merge func(total, later *T)) (ids []string, totals []T, err error) {
	tables, err := foldIDs(orders, func(i int, _ uint32, total *T) error {
		return add(total, &orders[i])
	})
	if err != nil {
		return nil, nil, err
	}
	r := rank(orders, tables)
	ids, totals = make([]string, r.count()), make([]T, r.count())
	r.inChunks(func(from, to int) {
		writeIDs(ids[from:to], &r, from, orders, tables)
		for i := from; i < to; i++ {
			for n, k := range r.members(i) {
				if total := tables[k.table].total(k.number); n == 0 {
					totals[i] = *total
				} else {
					merge(&totals[i], total)
				}
			}
		}
	})
	return ids, totals, nil
}

// foldIDs calls visit for every order, with the number of its customer in the
// table of its stretch. Each table is of one stretch of the orders, and these
// are worked on at a time.
func foldIDs[T any](orders []Order, visit func(i int, number uint32, total *T) error) ([]idTable[T], error) {
	seed := maphash.MakeSeed()
	tables := make([]idTable[T], stretchesOf(len(orders)))
	faults := make([]fault, len(tables))
	inStretches(len(orders), len(tables), func(s, from, to int) {
		var t idTable[T] // not side by side with the others, which are written to at a time
		at, err := t.fold(orders, from, to, seed, visit)
		tables[s], faults[s] = t, fault{at, err}
	})
	return tables, firstOf(faults)
}

// stretchesOf returns in how many stretches n orders are best folded: one for
// each processor, but not so many that merging them is most of the work.
func stretchesOf(n int) int {
	const (
		worth = 1 << 13 // orders that are worth a goroutine
		most  = 16
	)
	return max(1, min(runtime.GOMAXPROCS(0), n/worth, most))
}

// fault is an error about one of many orders.
type fault struct {
	at  int
	err error
}

// firstOf returns the error about the first order that has one, or nil.
func firstOf(faults []fault) error {
	faults = slices.DeleteFunc(faults, func(f fault) bool { return f.err == nil })
	if len(faults) == 0 {
		return nil
	}
	return slices.MinFunc(faults, func(a, b fault) int { return cmp.Compare(a.at, b.at) }).err
}
