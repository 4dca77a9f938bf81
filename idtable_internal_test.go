package retention

import (
	"fmt"
	"strings"
	"testing"
)

// TestTableWithoutAHash gives all IDs the same hash, so that nothing but their
// bytes tells them apart.
func TestTableWithoutAHash(t *testing.T) {
	var orders []Order
	for n := range 40 {
		id := []byte(strings.Repeat("x", n))
		orders = append(orders, Order{Customer: string(id)})
		for i := range id {
			id[i] = 'y'
			orders = append(orders, Order{Customer: string(id)})
			id[i] = 'x'
		}
	}
	for _, hash := range []uint64{0, 1<<64 - 1} { // at the beginning and at the end of the table
		var table idTable[int]
		numbers := map[string]uint32{}
		for round := range 2 {
			for i := range orders {
				var key idKey
				key.set(uint32(i), orders[i].Customer, hash)
				c, number := table.find(orders, &key)
				if round == 0 {
					c.total = i
				} else if c.total != i {
					t.Fatalf("%q has the total of order %d", orders[i].Customer, c.total)
				}
				was, known := numbers[orders[i].Customer]
				if known != (round == 1) || known && was != number || !known && int(number) != len(numbers) {
					t.Fatalf("%q has number %d, was %d (%v)", orders[i].Customer, number, was, known)
				}
				numbers[orders[i].Customer] = number
			}
		}
		if int(table.count) != len(orders) {
			t.Fatalf("%d numbers for %d IDs", table.count, len(orders))
		}
	}
}

func TestSortedIDsWithSharedHeads(t *testing.T) {
	var ids []string
	for i := range 3000 {
		ids = append(ids, fmt.Sprintf("%s%d", strings.Repeat("ab", i%9), i*7919%3000))
	}
	sorted := sortedIDs(ids)
	for i := 1; i < len(sorted); i++ {
		if ids[sorted[i-1]] >= ids[sorted[i]] {
			t.Fatalf("%q before %q", ids[sorted[i-1]], ids[sorted[i]])
		}
	}
}
