package retention

import (
	"fmt"
	"strings"
	"testing"
)

// likeIDs returns orders of customers whose IDs differ in one byte or in length.
func likeIDs() (orders []Order) {
	for n := range 40 {
		id := []byte(strings.Repeat("x", n))
		orders = append(orders, Order{Customer: string(id)})
		for i := range id {
			id[i] = 'y'
			orders = append(orders, Order{Customer: string(id)})
			id[i] = 'x'
		}
	}
	return orders
}

// TestTableWithoutAHash gives all IDs the same hash, so that nothing but their
// bytes tells them apart.
func TestTableWithoutAHash(t *testing.T) {
	orders := likeIDs()
	for _, hash := range []uint64{0, 1<<64 - 1} { // at the beginning and at the end of the table
		var table idTable[int]
		numbers := map[string]uint32{}
		for round := range 2 {
			for i := range orders {
				table.reserve(1)
				var key idKey
				key.set(uint32(i), orders[i].Customer, hash)
				m, number := table.find(orders, &key)
				if round == 0 {
					m.total = i
				} else if m.total != i {
					t.Fatalf("%q has the total of order %d", orders[i].Customer, m.total)
				}
				was, known := numbers[orders[i].Customer]
				if known != (round == 1) || known && was != number || !known && int(number) != len(numbers) {
					t.Fatalf("%q has number %d, was %d (%v)", orders[i].Customer, number, was, known)
				}
				numbers[orders[i].Customer] = number
			}
		}
		if int(table.members.count) != len(orders) {
			t.Fatalf("%d numbers for %d IDs", table.members.count, len(orders))
		}
	}
}

// TestWrongGuesses looks up orders whose guesses are of other customers.
func TestWrongGuesses(t *testing.T) {
	orders := likeIDs()
	var table idTable[int]
	table.reserve(len(orders))
	for i := range orders {
		var b batch[int]
		b.keys[0].set(uint32(i), orders[i].Customer, 0)
		table.fetchMembers(&b, 1)
		if _, number := table.member(orders, &b, 0); int(number) != i {
			t.Fatalf("%q has number %d, want %d", orders[i].Customer, number, i)
		}
	}
}

func TestSortedIDsWithSharedHeads(t *testing.T) {
	var ids []string
	for i := range 3000 {
		ids = append(ids, fmt.Sprintf("%s%d", strings.Repeat("ab", i%9), i*7919%3000))
	}
	var list []sortKey
	for i, id := range ids {
		list = append(list, sortKey{head: head(id), number: uint32(i)})
	}
	sorted := sortIDs(list, 0, func(k sortKey) string { return ids[k.number] })
	for i := 1; i < len(sorted); i++ {
		if ids[sorted[i-1].number] >= ids[sorted[i].number] {
			t.Fatalf("%q before %q", ids[sorted[i-1].number], ids[sorted[i].number])
		}
	}
}

// TestKeysReadAsTheirIDs asks keys of IDs of all lengths what the IDs would say.
func TestKeysReadAsTheirIDs(t *testing.T) {
	for n := range 40 {
		id := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"[:n]
		orders := []Order{{Customer: id}}
		var key idKey
		key.set(0, id, 1<<64-1)
		for skip := range n + 1 {
			if got, want := key.head(orders, skip), head(id[skip:]); got != want {
				t.Errorf("head of %q after %d = %x, want %x", id, skip, got, want)
			}
			for _, prefix := range []string{id[:skip], id[:skip] + "-", id + id[:skip]} {
				if got, want := key.commonPrefix(orders, prefix), commonPrefix(id, prefix); got != want {
					t.Errorf("common prefix of %q and %q = %d, want %d", id, prefix, got, want)
				}
			}
		}
	}
}
