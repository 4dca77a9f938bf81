package retention

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
	tables, err := deal(orders, read, func(_ int, _ uint32, total *T, t *ticket[R]) {
		add(total, &t.row)
	})
	if err != nil {
		return nil, nil, err
	}
	ids, ranks := rank(orders, tables)
	totals = make([]T, len(ids))
	inStretches(len(ids), partsOf(len(ids)), func(from, to int) {
		for i := from; i < to; i++ {
			totals[i] = *tables[ranks[i].part].totals.at(ranks[i].number)
		}
	})
	return ids, totals, nil
}
