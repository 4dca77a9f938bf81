package retention

import (
	"slices"
	"strings"
)

// ranking lists the customers of several tables in the order of their IDs.
type ranking struct {
	list   []sortKey // the members of all tables: those of one customer side by side, by table
	starts []int     // of each customer's members; one more for the end
}

// rank ranks the customers of all tables of the orders.
func rank[T any](orders []Order, tables []idTable[T]) ranking {
	list, skip := unranked(orders, tables)
	key := func(k sortKey) *idKey { return tables[k.table].key(k.number) }
	list = sortIDs(list, skip, func(k sortKey) string { return orders[key(k).order].Customer })
	return ranking{list, startsOf(list, func(a, b sortKey) bool {
		return a.head == b.head && (a.whole() || key(a).equal(key(b), orders))
	})}
}

// startsOf returns where in a list the members begin that are not of the same
// customer as the one before them, and where it ends.
func startsOf(list []sortKey, same func(a, b sortKey) bool) []int {
	begins := func(i int) bool { return i == 0 || !same(list[i-1], list[i]) }
	next := make([]int, partsOf(len(list))+1) // of each stretch: how many in those before it
	inStretches(len(list), len(next)-1, func(s, from, to int) {
		n := 0
		for i := from; i < to; i++ {
			if begins(i) {
				n++
			}
		}
		next[s+1] = n
	})
	for s := range next[1:] {
		next[s+1] += next[s]
	}
	starts := make([]int, next[len(next)-1]+1)
	inStretches(len(list), len(next)-1, func(s, from, to int) {
		at := next[s]
		for i := from; i < to; i++ {
			if begins(i) {
				starts[at] = i
				at++
			}
		}
	})
	starts[len(starts)-1] = len(list)
	return starts
}

// count returns the number of customers.
func (r *ranking) count() int { return len(r.starts) - 1 }

// members returns where the tables have customer i: one or more.
func (r *ranking) members(i int) []sortKey { return r.list[r.starts[i]:r.starts[i+1]] }

// inChunks calls do for [from, to) of the customers, at a time. What do fetches
// of the members of so many stays in the cache until it is done.
func (r *ranking) inChunks(do func(from, to int)) {
	const chunk = 1 << 8
	inStretches(r.count(), partsOf(r.count()), func(_, from, to int) {
		for ; from < to; from += chunk {
			do(from, min(from+chunk, to))
		}
	})
}

// writeIDs writes the IDs of a ranking's customers, from one on, side by side into
// memory of their own.
func writeIDs[T any](ids []string, r *ranking, from int, orders []Order, tables []idTable[T]) {
	key := func(i int) *idKey {
		k := r.members(from + i)[0]
		return tables[k.table].key(k.number)
	}
	bytes := 0
	for i := range ids {
		bytes += key(i).len(orders)
	}
	var all strings.Builder
	all.Grow(bytes)
	for i := range ids {
		key(i).write(&all, orders)
	}
	rest := all.String()
	for i := range ids {
		n := key(i).len(orders)
		ids[i], rest = rest[:n], rest[n:]
	}
}

// unranked returns the members of all tables, with the heads of what comes
// after the first skip bytes of their IDs, which they share.
func unranked[T any](orders []Order, tables []idTable[T]) (list []sortKey, skip int) {
	if len(orders) == 0 {
		return nil, 0
	}
	starts := make([]int, len(tables)+1)
	for i := range tables {
		starts[i+1] = starts[i] + int(tables[i].members.count)
	}
	shared := make([]int, len(tables))
	parallel(len(tables), func(i int) {
		prefix := orders[0].Customer
		for n := range tables[i].members.count {
			prefix = prefix[:tables[i].key(n).commonPrefix(orders, prefix)]
		}
		shared[i] = len(prefix)
	})
	skip = slices.Min(shared)
	list = make([]sortKey, starts[len(tables)])
	parallel(len(tables), func(i int) {
		for n := range tables[i].members.count {
			list[starts[i]+int(n)] = sortKey{tables[i].key(n).head(orders, skip), uint32(i), n}
		}
	})
	return list, skip
}
