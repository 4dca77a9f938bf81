package retention

import "slices"

// rank returns the customers of all tables in the order of their IDs.
func rank[T any](orders []Order, tables []idTable[T]) (ids []string, ranks []sortKey) {
	ranks, skip := unranked(orders, tables)
	id := func(k sortKey) string {
		return orders[tables[k.part].keys.at(k.number).order].Customer
	}
	ranks = sortIDs(ranks, skip, id)
	ids = make([]string, len(ranks))
	inStretches(len(ids), partsOf(len(ids)), func(from, to int) {
		for i := from; i < to; i++ {
			ids[i] = id(ranks[i])
		}
	})
	return ids, ranks
}

// unranked returns the customers of all tables, with the heads of what comes
// after the first skip bytes of their IDs, which they share.
func unranked[T any](orders []Order, tables []idTable[T]) (list []sortKey, skip int) {
	if len(orders) == 0 {
		return nil, 0
	}
	starts := make([]int, len(tables)+1)
	for part := range tables {
		starts[part+1] = starts[part] + int(tables[part].keys.count)
	}
	workers := partsOf(len(orders))
	shared := make([]int, len(tables))
	forEach(len(tables), workers, func(part int) {
		prefix, keys := orders[0].Customer, &tables[part].keys
		for i := range keys.count {
			prefix = prefix[:keys.at(i).commonPrefix(orders, prefix)]
		}
		shared[part] = len(prefix)
	})
	skip = slices.Min(shared)
	list = make([]sortKey, starts[len(tables)])
	forEach(len(tables), workers, func(part int) {
		keys := &tables[part].keys
		for i := range keys.count {
			list[starts[part]+int(i)] = sortKey{keys.at(i).head(orders, skip), uint32(part), i}
		}
	})
	return list, skip
}
